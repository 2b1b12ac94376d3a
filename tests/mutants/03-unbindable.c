/* caught-by: 03 step 3: what is mounted inside doesn't appear on the host
 * Private, and nobody inside can bind anything. */
static void step3_make_mounts_private(void)
{
	if (mount(NULL, "/", NULL, MS_REC | MS_UNBINDABLE, NULL) == -1)
		die("mount --make-runbindable /");
}
