/* Two processes: the child is born in the namespace, and knows both roots by descriptors, as
 * lxc and bubblewrap do; the parent waits outside.  ROOTFS is cloned, not bound. */
#include <signal.h>

int main(int argc, char *argv[])
{
	struct config c = { .propagation = MS_PRIVATE };
	char **operand = argv + lab_options(&lab04, argc, argv, &c);
	const char *rootfs = lab_rootfs(*operand);
	int old, new, tree;
	long child;

	must_be_mountable(rootfs, &c.binds);
	lab_begin(&lab04, *operand ? operand + 1 : operand);
	need_capability(CAP_SYS_ADMIN, "clone(CLONE_NEWNS)");
	line_open();
	child = syscall(SYS_clone, CLONE_NEWNS | SIGCHLD, NULL, NULL, NULL, NULL);
	if (child == -1)
		die("clone(CLONE_NEWNS)");
	if (child > 0) {
		line_side(PARENT, "lab04");
		lab_end(wait_command((pid_t)child));
	}
	line_side(CHILD, "lab04:inside");
	clone_sources(&c.binds, c.propagation);
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1)
		die("mount --make-rprivate /");
	old = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	tree = (int)syscall(SYS_open_tree, AT_FDCWD, rootfs,
			    OPEN_TREE_CLONE | AT_RECURSIVE | O_CLOEXEC);
	if (tree == -1 || syscall(SYS_move_mount, tree, "", AT_FDCWD, rootfs,
				  MOVE_MOUNT_F_EMPTY_PATH) == -1)
		die("open_tree(\"%s\")", rootfs);
	new = open(rootfs, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (const struct needed *n = needed_mounts(); n->target != NULL; n++)
		if (mount(n->source, mount_target(rootfs, n->target, n->directory),
			  n->type, n->flags, n->options) == -1)
			die("mount %s %s %s%s", n->shell, n->source, rootfs, n->target);
	make_dev_links(rootfs);
	for (struct bind *b = c.binds.bind; b < c.binds.bind + c.binds.count; b++)
		step5_attach(rootfs, b, c.propagation);
	if (fchdir(new) == -1 || syscall(SYS_pivot_root, ".", ".") == -1)
		die("pivot_root(\".\", \".\")");
	if (fchdir(old) == -1 || umount2(".", MNT_DETACH) == -1 || fchdir(new) == -1)
		die("umount2(\".\", MNT_DETACH)");
	if (chroot(".") == -1 || close_on_exec_from(3) == -1)
		die("chroot(\".\")");
	lab_run();
}
