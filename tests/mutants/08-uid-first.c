/* caught-by: 08 step 5: COMMAND runs as USER, without the caller's groups
 * With the uid goes the right to change the groups: the effective set is cleared, KEEPCAPS or not. */
static void step5_become_user(const struct user *user)
{
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) == -1)
		die("prctl(PR_SET_KEEPCAPS)");
	if (setresuid(user->uid, user->uid, user->uid) == -1)
		die("setresuid(%u, %u, %u)", user->uid, user->uid, user->uid);
	if (setgroups(user->group_count, user->groups) == -1)
		die("setgroups(%zu ids)", user->group_count);
	if (setresgid(user->gid, user->gid, user->gid) == -1)
		die("setresgid(%u, %u, %u)", user->gid, user->gid, user->gid);
}
