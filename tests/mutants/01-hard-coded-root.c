/* caught-by: 01 step 1: / is ROOTFS for COMMAND
 * The path of the guide's example, whatever ROOTFS is. */
static void step1_change_root(const char *rootfs)
{
	if (chroot("/lab/build/rootfs") == -1)
		die("chroot(\"%s\")", rootfs);
}
