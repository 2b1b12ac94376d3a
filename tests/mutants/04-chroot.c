/* caught-by: 04 step 6: it is the root of the whole namespace, by pivot_root and not by chroot
 * "/" is ROOTFS, for this process; the namespace's root is what it was. */
static void step6_pivot_root(const char *rootfs)
{
	if (chroot(rootfs) == -1)
		die("chroot(\"%s\")", rootfs);
	if (chdir("/") == -1)
		die("chdir(\"/\")");
}
