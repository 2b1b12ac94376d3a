/* caught-by: 04 step 3: ROOTFS is a mount, and only inside
 * The path of the guide's example, whatever ROOTFS is. */
static void step3_bind_root(const char *rootfs)
{
	const char *root = "/lab/build/rootfs";

	if (mount(root, root, NULL, MS_BIND | MS_REC, NULL) == -1)
		die("mount --rbind %s %s", rootfs, rootfs);
}
