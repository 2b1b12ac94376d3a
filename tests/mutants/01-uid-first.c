/* caught-by: 01 step 4: COMMAND runs as USER:GROUP with GROUPS
 * The uid goes first and takes the right to change gid and groups along. */
static void step4_become_user(const struct user *user)
{
	if (setresuid(user->uid, user->uid, user->uid) == -1)
		die("setresuid(%u, %u, %u)", user->uid, user->uid, user->uid);
	if (setresgid(user->gid, user->gid, user->gid) == -1)
		die("setresgid(%u, %u, %u)", user->gid, user->gid, user->gid);
	if (setgroups(user->group_count, user->groups) == -1)
		die("setgroups(%zu ids)", user->group_count);
}
