/* caught-by: 08 step 3: and it can't be left again
 * A directory that was opened before leads out. */
static void step3_change_root(const char *rootfs)
{
	if (chroot(rootfs) == -1)
		die("chroot(\"%s\")", rootfs);
	if (chdir("/") == -1)
		die("chdir(\"/\")");
}
