/* caught-by: 09 step 11: / is ROOTFS, and nothing leads to the old root
 * Stacked on the new one: /.. is the host. */
static void step11_leave_old_root(const char *rootfs)
{
	if (chdir(rootfs) == -1)
		die("chdir(\"%s\")", rootfs);
	if (syscall(SYS_pivot_root, ".", ".") == -1)
		die("pivot_root(\".\", \".\")");
	if (chdir("/") == -1)
		die("chdir(\"/\")");
	if (close_on_exec_from(3) == -1)
		die("close_range(3, ~0)");
}
