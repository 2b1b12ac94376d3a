/* caught-by: 07 step 1: COMMAND is in another network namespace than the caller
 * As an ordinary user has to; but for them main has made one, with a map. */
static void step1_enter_network_namespace(void)
{
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET) == -1)
		die("unshare(CLONE_NEWNET)");
}
