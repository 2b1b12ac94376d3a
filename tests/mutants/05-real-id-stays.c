/* caught-by: 05 step 5: with a range COMMAND is root, and not the caller's id
 * setreuid(2) with -1: the real id is still the caller's. */
static void step5_become_root(uid_t uid, gid_t gid)
{
	if (setresgid(gid, gid, gid) == -1)
		die("setresgid(%u, %u, %u)", gid, gid, gid);
	if (setreuid((uid_t)-1, uid) == -1)
		die("setreuid(-1, %u)", uid);
}
