/* caught-by: 05 step 5: COMMAND is the first id of the map, 0 or not
 * The same, without a look at what the calls return. */
static void step5_become_root(uid_t uid, gid_t gid)
{
	(void)uid;
	(void)gid;
	(void)!setgid(0);
	(void)!setuid(0);
}
