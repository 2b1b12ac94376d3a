/* caught-by: 09: /sys and the groups in it are read-only, and no mount honours set-user-ID
 * With --net host /sys is a bind of the host's, and so are its flags. */
static void step8_mount(const char *rootfs, const struct needed *n,
			const struct binds *binds, unsigned long flags)
{
	const struct bind *b;

	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1)
		die("mount --make-rprivate /");
	if (mount(rootfs, rootfs, NULL, MS_BIND | MS_REC, NULL) == -1)
		die("mount --rbind %s %s", rootfs, rootfs);
	if (add_mount_flags(rootfs, MS_NOSUID | MS_NODEV | flags) == -1)
		die("mount -o remount,nosuid,nodev %s", rootfs);

	for (; n->target != NULL; n++) {
		if (mount(n->source, mount_target(rootfs, n->target, n->directory),
			  n->type, n->flags, n->options) == -1)
			die("mount %s %s %s%s", n->shell, n->source, rootfs, n->target);
	}
	for (b = binds->bind; b < binds->bind + binds->count; b++) {
		if (mount(b->source, mount_target(rootfs, b->target, b->directory), NULL,
			  MS_BIND | MS_REC, NULL) == -1)
			die("mount --rbind %s %s%s", b->source, rootfs, b->target);
		if (b->read_only &&
		    add_mount_flags(mount_target(rootfs, b->target, b->directory),
				    MS_RDONLY) == -1)
			die("mount -o remount,ro %s%s", rootfs, b->target);
	}
}
