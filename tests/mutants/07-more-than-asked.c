/* caught-by: 07 step 1: COMMAND is in another network namespace than the caller
 * A second namespace along with it. */
static void step1_enter_network_namespace(void)
{
	if (unshare(CLONE_NEWNET | CLONE_NEWUTS) == -1)
		die("unshare(CLONE_NEWNET)");
}
