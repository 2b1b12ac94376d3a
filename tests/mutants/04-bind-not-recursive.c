/* caught-by: 04 step 3: what is mounted below ROOTFS comes along
 * Without MS_REC; in a user namespace it would be EINVAL. */
static void step3_bind_root(const char *rootfs)
{
	if (mount(rootfs, rootfs, NULL, MS_BIND, NULL) == -1)
		die("mount --bind %s %s", rootfs, rootfs);
}
