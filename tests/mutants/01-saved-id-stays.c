/* caught-by: 01 step 4: root can't be had back
 * Only the effective ids change: the saved ones lead back. */
static void step4_become_user(const struct user *user)
{
	if (setgroups(user->group_count, user->groups) == -1)
		die("setgroups(%zu ids)", user->group_count);
	if (setegid(user->gid) == -1)
		die("setegid(%u)", user->gid);
	if (seteuid(user->uid) == -1)
		die("seteuid(%u)", user->uid);
}
