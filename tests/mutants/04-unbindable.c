/* caught-by: 04 step 2: every mount inside is private
 * Private, and step 3 can't bind ROOTFS. */
static void step2_make_mounts_private(void)
{
	if (mount(NULL, "/", NULL, MS_REC | MS_UNBINDABLE, NULL) == -1)
		die("mount --make-runbindable /");
}
