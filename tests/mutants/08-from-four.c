/* caught-by: 08 step 3: and it can't be left again
 * "0, 1, 2 and 3 are the standard ones." */
static void step3_change_root(const char *rootfs)
{
	if (chroot(rootfs) == -1)
		die("chroot(\"%s\")", rootfs);
	if (chdir("/") == -1 || close_on_exec_from(4) == -1)
		die("leave the old root");
}
