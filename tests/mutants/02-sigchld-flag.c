/* caught-by: 02 step 1: COMMAND is in another UTS namespace than the caller
 * SIGCHLD belongs to clone(2): EINVAL.  MISTAKES.md, 02.4. */
static void step1_enter_uts_namespace(void)
{
	if (unshare(CLONE_NEWUTS | 17) == -1)
		die("unshare(CLONE_NEWUTS | SIGCHLD)");
}
