/* caught-by: 04 step 1: COMMAND is in another mount namespace than the caller
 * A second namespace along with it. */
static void step1_enter_mount_namespace(void)
{
	if (unshare(CLONE_NEWNS | CLONE_NEWIPC) == -1)
		die("unshare(CLONE_NEWNS)");
}
