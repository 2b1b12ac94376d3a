/* caught-by: 03 step 1: COMMAND is in another PID namespace than the caller
 * As an ordinary user would have to: steps 3 and 4 may do nothing then, or too little. */
static void step1_new_namespaces(void)
{
	if (unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS) == -1)
		die("unshare(CLONE_NEWPID | CLONE_NEWNS)");
}
