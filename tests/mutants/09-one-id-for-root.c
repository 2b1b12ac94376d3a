/* caught-by: 09 step 3: root maps every id to itself
 * As unshare -r does: nobody but uid 0 in there. */
static void step3_map_ids(pid_t init, const struct id_map *uid, const struct id_map *gid)
{
	bool helper = id_map_needs_helper(gid, getegid(), CAP_SETGID);

	if (!helper && id_map_needs_deny(CAP_SETGID) &&
	    write_proc(init, "setgroups", "deny") == -1)
		die("write deny to /proc/%d/setgroups", (int)init);

	if (id_map_needs_helper(uid, geteuid(), CAP_SETUID))
		id_map_by_helper("newuidmap", init, uid->text);
	else if (write_proc(init, "uid_map", "0 %u 1", geteuid()) == -1)
		die("write \"%s\" to /proc/%d/uid_map", uid->text, (int)init);

	if (helper)
		id_map_by_helper("newgidmap", init, gid->text);
	else if (write_proc(init, "gid_map", "%s", gid->text) == -1)
		die("write \"%s\" to /proc/%d/gid_map", gid->text, (int)init);
}
