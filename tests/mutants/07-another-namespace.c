/* caught-by: 07 step 1: COMMAND is in another network namespace than the caller
 * Another kind. */
static void step1_enter_network_namespace(void)
{
	if (unshare(CLONE_NEWUTS) == -1)
		die("unshare(CLONE_NEWUTS)");
}
