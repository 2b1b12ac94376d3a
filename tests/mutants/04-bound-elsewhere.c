/* caught-by: 04 step 3: ROOTFS is a mount, and only inside
 * A mount that shows ROOTFS, but not where the next steps look for it. */
static void step3_bind_root(const char *rootfs)
{
	if (mount(rootfs, "/mnt", NULL, MS_BIND | MS_REC, NULL) == -1)
		die("mount --rbind %s /mnt", rootfs);
}
