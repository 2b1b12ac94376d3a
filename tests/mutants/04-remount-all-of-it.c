/* caught-by: 04 step 5: with :ro it can't be written, nor what is mounted below
 * MS_REMOUNT without MS_BIND: the whole file system that SRC is on becomes read-only. */
static void step5_attach(const char *rootfs, const struct bind *b, unsigned long propagation)
{
	const struct mount_info *m;

	if (syscall(SYS_move_mount, b->tree, "", AT_FDCWD,
		    mount_target(rootfs, b->target, b->directory),
		    MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS) == -1)
		die("mount --move %s %s%s", b->source, rootfs, b->target);
	if (mount(NULL, bind_path(b), NULL, MS_REC | propagation, NULL) == -1)
		die("mount --make-r%s %s", propagation_word(propagation), b->target);
	for (m = bind_mounts(rootfs, b); b->read_only && m->point != NULL; m++)
		if (mount(NULL, m->path, NULL, MS_REMOUNT | MS_RDONLY | m->flags, NULL) == -1)
			die("mount -o remount,ro %s", m->point);
}
