/* caught-by: 05 step 5: with a range COMMAND is root, and not the caller's id
 * The real and the saved id stay the caller's. */
static void step5_become_root(uid_t uid, gid_t gid)
{
	if (setegid(gid) == -1)
		die("setegid(%u)", gid);
	if (seteuid(uid) == -1)
		die("seteuid(%u)", uid);
}
