/* caught-by: 04 step 6: / is ROOTFS, and the host's files are not to be had by their path
 * The path of the guide's example, whatever ROOTFS is. */
static void step6_pivot_root(const char *rootfs)
{
	if (chdir("/lab/build/rootfs") == -1)
		die("chdir(\"%s\")", rootfs);
	if (syscall(SYS_pivot_root, ".", ".") == -1)
		die("pivot_root(\".\", \".\")");
}
