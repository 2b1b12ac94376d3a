/* caught-by: 01 step 4: COMMAND runs as USER:GROUP with GROUPS
 * The group stays root's: the uid is not all. */
static void step4_become_user(const struct user *user)
{
	if (setgroups(user->group_count, user->groups) == -1)
		die("setgroups(%zu ids)", user->group_count);
	if (setresuid(user->uid, user->uid, user->uid) == -1)
		die("setresuid(%u, %u, %u)", user->uid, user->uid, user->uid);
}
