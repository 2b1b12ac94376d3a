/* caught-by: 08 step 5: COMMAND runs as USER, without the caller's groups
 * root's supplementary groups stay. */
static void step5_become_user(const struct user *user)
{
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) == -1)
		die("prctl(PR_SET_KEEPCAPS)");
	if (setresgid(user->gid, user->gid, user->gid) == -1)
		die("setresgid(%u, %u, %u)", user->gid, user->gid, user->gid);
	if (setresuid(user->uid, user->uid, user->uid) == -1)
		die("setresuid(%u, %u, %u)", user->uid, user->uid, user->uid);
}
