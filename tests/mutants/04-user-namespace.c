/* caught-by: 04 step 1: COMMAND is in another mount namespace than the caller
 * As an ordinary user would have to: the mounts that come from above are locked together. */
static void step1_enter_mount_namespace(void)
{
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS) == -1)
		die("unshare(CLONE_NEWNS)");
}
