/* caught-by: 04 step 3: ROOTFS is a mount, and only inside
 * On top of "/", where nobody sees it who has that as their root. */
static void step3_bind_root(const char *rootfs)
{
	if (mount(rootfs, "/", NULL, MS_BIND | MS_REC, NULL) == -1)
		die("mount --rbind %s /", rootfs);
}
