/* caught-by: 05 step 5: with a range COMMAND is root, and not the caller's id
 * The group is forgotten. */
static void step5_become_root(uid_t uid, gid_t gid)
{
	(void)gid;
	if (setresuid(uid, uid, uid) == -1)
		die("setresuid(%u, %u, %u)", uid, uid, uid);
}
