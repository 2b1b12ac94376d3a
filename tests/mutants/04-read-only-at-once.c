/* caught-by: 04 step 5: with :ro it can't be written, nor what is mounted below
 * MS_RDONLY in the call that changes the propagation: EINVAL; so it was left out of there
 * and put into a bind, where the kernel ignores it. */
static void step5_attach(const char *rootfs, const struct bind *b, unsigned long propagation)
{
	char target[4096];

	if (syscall(SYS_move_mount, b->tree, "", AT_FDCWD,
		    mount_target(rootfs, b->target, b->directory),
		    MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS) == -1)
		die("mount --move %s %s%s", b->source, rootfs, b->target);
	snprintf(target, sizeof(target), "%s%s", rootfs, b->target);
	if (b->read_only &&
	    mount(target, target, NULL, MS_BIND | MS_REC | MS_RDONLY, NULL) == -1)
		die("mount --rbind -o ro %s %s", target, target);
	if (mount(NULL, target, NULL, MS_REC | propagation, NULL) == -1)
		die("mount --make-r%s %s", propagation_word(propagation), b->target);
}
