/* caught-by: 02 step 1: COMMAND is in another UTS namespace than the caller
 * A namespace is the process's that asks for it (or the thread's): here a child's. */
static void step1_enter_uts_namespace(void)
{
	if (fork() == 0) {
		if (unshare(CLONE_NEWUTS) == -1)
			die("unshare(CLONE_NEWUTS)");
		_exit(0);
	}
}
