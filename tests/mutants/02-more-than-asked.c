/* caught-by: 02 step 1: COMMAND is in another UTS namespace than the caller
 * "More isolation can't hurt." */
static void step1_enter_uts_namespace(void)
{
	if (unshare(CLONE_NEWUTS | CLONE_NEWIPC) == -1)
		die("unshare(CLONE_NEWUTS)");
}
