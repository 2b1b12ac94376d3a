/* caught-by: 08 step 5: COMMAND runs as USER, without the caller's groups
 * The real id is 0 still: setuid(0) leads back. */
static void step5_become_user(const struct user *user)
{
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) == -1)
		die("prctl(PR_SET_KEEPCAPS)");
	if (setgroups(user->group_count, user->groups) == -1)
		die("setgroups(%zu ids)", user->group_count);
	if (setresgid(user->gid, user->gid, user->gid) == -1)
		die("setresgid(%u, %u, %u)", user->gid, user->gid, user->gid);
	if (setresuid((uid_t)-1, user->uid, user->uid) == -1)
		die("setresuid(-1, %u, %u)", user->uid, user->uid);
}
