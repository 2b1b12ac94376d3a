/* caught-by: 04 step 2: every mount inside is private
 * Nothing gets out; but the host's mounts come in. */
static void step2_make_mounts_private(void)
{
	if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) == -1)
		die("mount --make-rslave /");
}
