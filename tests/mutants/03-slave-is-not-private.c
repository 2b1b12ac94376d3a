/* caught-by: 03 step 3: what is mounted inside doesn't appear on the host
 * What the host mounts still comes in. */
static void step3_make_mounts_private(void)
{
	if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) == -1)
		die("mount --make-rslave /");
}
