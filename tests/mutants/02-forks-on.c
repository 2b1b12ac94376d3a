/* caught-by: 02 step 1: COMMAND runs once
 * Who forks and doesn't end one of the two runs COMMAND twice. */
static void step1_enter_uts_namespace(void)
{
	if (unshare(CLONE_NEWUTS) == -1)
		die("unshare(CLONE_NEWUTS)");
	fork();
}
