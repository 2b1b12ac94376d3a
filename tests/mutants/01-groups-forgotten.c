/* caught-by: 01 step 4: without -G no group of the caller's stays
 * setgroups is called only when there are groups to set. */
static void step4_become_user(const struct user *user)
{
	if (user->group_count > 0 && setgroups(user->group_count, user->groups) == -1)
		die("setgroups(%zu ids)", user->group_count);
	if (setresgid(user->gid, user->gid, user->gid) == -1)
		die("setresgid(%u, %u, %u)", user->gid, user->gid, user->gid);
	if (setresuid(user->uid, user->uid, user->uid) == -1)
		die("setresuid(%u, %u, %u)", user->uid, user->uid, user->uid);
}
