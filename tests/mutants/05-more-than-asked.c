/* caught-by: 05: only the user namespace is another
 * A second namespace along with it. */
static void step1_enter_user_namespace(void)
{
	if (unshare(CLONE_NEWUSER | CLONE_NEWUTS) == -1)
		die("unshare(CLONE_NEWUSER)");
}
