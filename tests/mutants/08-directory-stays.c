/* caught-by: 08 step 3: -R changes the root, though cap_sys_chroot is dropped
 * chroot(2) without chdir(2). */
static void step3_change_root(const char *rootfs)
{
	if (chroot(rootfs) == -1)
		die("chroot(\"%s\")", rootfs);
	if (close_on_exec_from(3) == -1)
		die("close_range(3, ~0)");
}
