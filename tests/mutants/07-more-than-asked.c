/* caught-by: 07: only the network namespace is another
 * A second namespace along with it. */
static void step1_enter_network_namespace(void)
{
	if (unshare(CLONE_NEWNET | CLONE_NEWUTS) == -1)
		die("unshare(CLONE_NEWNET)");
}
