/* caught-by: 04 step 5: the mount propagates as -p says, and what is below it, too
 * A bind of what is private by now: it has no peers, so slave and shared come to nothing. */
static void step5_attach(const char *rootfs, const struct bind *b, unsigned long propagation)
{
	const struct mount_info *m;
	char target[4096];

	mount_target(rootfs, b->target, b->directory);
	snprintf(target, sizeof(target), "%s%s", rootfs, b->target);
	if (mount(b->source, target, NULL, MS_BIND | MS_REC, NULL) == -1)
		die("mount --rbind %s %s", b->source, target);
	if (mount(NULL, target, NULL, MS_REC | propagation, NULL) == -1)
		die("mount --make-r%s %s", propagation_word(propagation), b->target);
	for (m = bind_mounts(rootfs, b); b->read_only && m->point != NULL; m++)
		if (mount(NULL, m->point, NULL,
			  MS_REMOUNT | MS_BIND | MS_RDONLY | m->flags, NULL) == -1)
			die("mount -o remount,bind,ro %s", m->point);
}
