/* caught-by: 05 step 5: COMMAND is the first id of the map, 0 or not
 * Root is 0, but the map may begin with another id. */
static void step5_become_root(uid_t uid, gid_t gid)
{
	(void)uid;
	(void)gid;
	if (setgid(0) == -1)
		die("setgid(0)");
	if (setuid(0) == -1)
		die("setuid(0)");
}
