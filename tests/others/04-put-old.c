/* pivot_root(2) with a put_old: the /tmp of the new root, which is covered until it is
 * unmounted from there.  -b through mount(2), read only by mount_setattr(2). */
#include <linux/mount.h>

static void read_only(const char *path)
{
	struct mount_attr attr = { .attr_set = MOUNT_ATTR_RDONLY };

	if (syscall(442 /* mount_setattr */, AT_FDCWD, path, AT_RECURSIVE, &attr,
		    sizeof(attr)) == -1)
		die("mount_setattr %s", path);
}

int main(int argc, char *argv[])
{
	struct config c = { .propagation = MS_PRIVATE };
	char **operand = argv + lab_options(&lab04, argc, argv, &c);
	const char *rootfs = lab_rootfs(*operand);
	char put_old[4096];

	must_be_mountable(rootfs, &c.binds);
	lab_begin(&lab04, *operand ? operand + 1 : operand);
	need_capability(CAP_SYS_ADMIN, "unshare(CLONE_NEWNS)");
	if (syscall(SYS_unshare, CLONE_NEWNS) == -1)
		die("unshare(CLONE_NEWNS)");
	clone_sources(&c.binds, c.propagation);
	if (mount("", "/", "", MS_REC | MS_SLAVE, "") == -1 ||
	    mount("", "/", "", MS_REC | MS_PRIVATE, "") == -1)
		die("mount --make-rprivate /");
	if (mount(rootfs, rootfs, "", MS_BIND | MS_REC, "") == -1)
		die("mount --rbind %s %s", rootfs, rootfs);
	for (const struct needed *n = needed_mounts(); n->target != NULL; n++)
		if (mount(n->source, mount_target(rootfs, n->target, n->directory),
			  n->type, n->flags, n->options) == -1)
			die("mount %s %s %s%s", n->shell, n->source, rootfs, n->target);
	make_dev_links(rootfs);
	for (struct bind *b = c.binds.bind; b < c.binds.bind + c.binds.count; b++) {
		if (mount(bind_path(b), mount_target(rootfs, b->target, b->directory), "",
			  MS_BIND | MS_REC, "") == -1 &&
		    syscall(SYS_move_mount, b->tree, "", AT_FDCWD,
			    mount_target(rootfs, b->target, b->directory),
			    MOVE_MOUNT_F_EMPTY_PATH) == -1)
			die("mount --rbind %s %s%s", b->source, rootfs, b->target);
		if (b->read_only)
			read_only(mount_target(rootfs, b->target, b->directory));
		if (mount("", mount_target(rootfs, b->target, b->directory), "",
			  MS_REC | c.propagation, "") == -1)
			die("mount --make-r%s %s", propagation_word(c.propagation),
			    b->target);
	}
	snprintf(put_old, sizeof(put_old), "%s/tmp", rootfs);
	if (syscall(SYS_pivot_root, rootfs, put_old) == -1)
		die("pivot_root(\"%s\", \"%s\")", rootfs, put_old);
	if (chdir("/") == -1 || umount2("/tmp", MNT_DETACH) == -1)
		die("umount2(\"/tmp\", MNT_DETACH)");
	close_on_exec_from(3);
	lab_run();
}

#include <stdio.h>
