/* caught-by: 09: an ordinary user's range goes through newuidmap, and groups are dropped then
 * Only newuidmap may write ids that aren't the caller's. */
static void step3_map_ids(pid_t init, const struct id_map *uid, const struct id_map *gid)
{
	bool helper = id_map_needs_helper(gid, getegid(), CAP_SETGID);

	if (!helper && id_map_needs_deny(CAP_SETGID) &&
	    write_proc(init, "setgroups", "deny") == -1)
		die("write deny to /proc/%d/setgroups", (int)init);

	if (write_proc(init, "uid_map", "%s", uid->text) == -1)
		die("write \"%s\" to /proc/%d/uid_map", uid->text, (int)init);

	if (helper)
		id_map_by_helper("newgidmap", init, gid->text);
	else if (write_proc(init, "gid_map", "%s", gid->text) == -1)
		die("write \"%s\" to /proc/%d/gid_map", gid->text, (int)init);
}
