/* caught-by: 09 step 11: / is ROOTFS, and nothing leads to the old root
 * A directory of the host, open as 9. */
static void step11_leave_old_root(const char *rootfs)
{
	if (chdir(rootfs) == -1)
		die("chdir(\"%s\")", rootfs);
	if (syscall(SYS_pivot_root, ".", ".") == -1)
		die("pivot_root(\".\", \".\")");
	if (umount2(".", MNT_DETACH) == -1)
		die("umount2(\".\", MNT_DETACH)");
	if (chdir("/") == -1)
		die("chdir(\"/\")");
}
