/* caught-by: 04 step 2: what is mounted inside doesn't appear on the host
 * Without MS_REC what is mounted below "/" stays shared: MISTAKES.md, 04.1. */
static void step2_make_mounts_private(void)
{
	if (mount(NULL, "/", NULL, MS_PRIVATE, NULL) == -1)
		die("mount --make-private /");
}
