/* caught-by: 03 step 1: COMMAND is in another mount namespace than the caller
 * A fresh /proc would go over the caller's own: MISTAKES.md 03.4. */
static void step1_new_namespaces(void)
{
	if (unshare(CLONE_NEWPID) == -1)
		die("unshare(CLONE_NEWPID)");
}
