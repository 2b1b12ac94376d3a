/* 04-mount-pivot_root - give COMMAND a mount table and a root of its own.
 *
 *   usage: lab04 [-p private|slave|shared|unbindable] [-b SRC:DST[:ro]]...
 *                [ROOTFS] [COMMAND [ARG...]]
 *   try:   make rootfs try04    then    ./lab04 -b /etc:/mnt:ro build/rootfs sh
 *
 * In the notes:  unshare --mount; mount --bind DIR DIR; pivot_root . old       (002)
 * New here:      mount(2), move_mount(2), pivot_root(2), umount2(2)
 * Read:          mount_namespaces(7), mount(2), pivot_root(2); GUIDE.md, chapter 04
 * Needs:         CAP_SYS_ADMIN (lab 05 shows how to do without)
 * Leaves:        what was missing in ROOTFS to mount on: empty folders and files
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lab.h"

struct config {
	struct binds binds;
	unsigned long propagation; /* theirs: MS_PRIVATE, ... */
};

static const struct lab lab04;

static void step1_enter_mount_namespace(void);
static void step2_make_mounts_private(void);
static void step3_bind_root(const char *rootfs);
static void step4_mount_what_is_needed(const char *rootfs, const struct needed *n);
static void step5_attach(const char *rootfs, const struct bind *b,
			 unsigned long propagation);
static void step6_pivot_root(const char *rootfs);
static void step7_leave_old_root(void);

int main(int argc, char *argv[])
{
	struct config c = { .propagation = MS_PRIVATE };
	char **operand = argv + lab_options(&lab04, argc, argv, &c);
	const char *rootfs = lab_rootfs(*operand);

	must_be_mountable(rootfs, &c.binds);
	lab_begin(&lab04, *operand ? operand + 1 : operand);
	need_capability(CAP_SYS_ADMIN, "unshare(CLONE_NEWNS)");

	step1_enter_mount_namespace();
	must_be_new("mnt");
	/* Before step 2: open_tree(2) makes a clone that is a peer of its original, if that
	 * is still shared.  Attached to nothing yet, it is a descriptor only. */
	clone_sources(&c.binds, c.propagation);
	step2_make_mounts_private();
	must_all_be_private();
	step3_bind_root(rootfs);
	step4_mount_what_is_needed(rootfs, needed_mounts());
	make_dev_links(rootfs);
	for (size_t i = 0; i < c.binds.count; i++)
		step5_attach(rootfs, &c.binds.bind[i], c.propagation);
	step6_pivot_root(rootfs);
	step7_leave_old_root();
	lab_run();
}

/* Step 1: leave the host's mount namespace for a copy of it.
 *
 * The copy has the same mounts in a table of its own: what is mounted in one is not in the
 * other, unless the two mounts propagate.  See mount_namespaces(7) and unshare(2).
 */
static void step1_enter_mount_namespace(void)
{
	if (unshare(CLONE_NEWNS) == -1)
		die("unshare(CLONE_NEWNS)");
}

/* Step 2: make every mount private.
 *
 * A copy of a shared mount is its peer, and systemd makes "/" and all below it shared: what
 * is mounted in here would appear on the host, and what step 7 unmounts would vanish there.
 * pivot_root(2) refuses a shared parent, too.  See mount_namespaces(7), "SHARED SUBTREES".
 */
static void step2_make_mounts_private(void)
{
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1)
		die("mount --make-rprivate /");
}

/* Step 3: bind ROOTFS onto itself.
 *
 * What becomes the root must be a mount, and ROOTFS is a folder.  A bind mount shows a
 * folder at another place, or at its own; with MS_REC the mounts below it come along, which
 * a user namespace must not leave out.  See mount(2), "Creating a bind mount".
 */
static void step3_bind_root(const char *rootfs)
{
	if (mount(rootfs, rootfs, NULL, MS_BIND | MS_REC, NULL) == -1)
		die("mount --rbind %s %s", rootfs, rootfs);
}

/* Step 4: mount what programs expect in a root.
 *
 * One call for both: a new file system of a type, or with MS_BIND what is at `source` (a
 * file onto a file: the devices, as mknod(2) of one is EPERM in a user namespace).  All of
 * it while the host's proc and sysfs are in sight: later, fresh ones may be EPERM.
 * See mount(2), proc(5); user_namespaces(7).
 */
static void step4_mount_what_is_needed(const char *rootfs, const struct needed *n)
{
	for (; n->target != NULL; n++)
		if (mount(n->source, mount_target(rootfs, n->target, n->directory),
			  n->type, n->flags, n->options) == -1)
			die("mount %s %s %s%s", n->shell, n->source, rootfs, n->target);
}

/* Step 5: attach what -b names, and let it propagate as -p says.
 *
 * MS_RDONLY takes a remount, of each mount by itself, with all the flags that it has: what
 * isn't said again is dropped, or EPERM where a user namespace above has set it.
 * See move_mount(2), mount(2), "Remounting an existing mount".
 */
static void step5_attach(const char *rootfs, const struct bind *b,
			 unsigned long propagation)
{
	const struct mount_info *m;

	if (syscall(SYS_move_mount, b->tree, "", AT_FDCWD,
		    mount_target(rootfs, b->target, b->directory),
		    MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS) == -1)
		die("mount --move %s %s%s", b->source, rootfs, b->target);

	if (mount(NULL, bind_path(b), NULL, MS_REC | propagation, NULL) == -1)
		die("mount --make-r%s %s", propagation_word(propagation), b->target);

	for (m = bind_mounts(rootfs, b); b->read_only && m->point != NULL; m++)
		if (mount(NULL, m->path, NULL,
			  MS_REMOUNT | MS_BIND | MS_RDONLY | m->flags, NULL) == -1)
			die("mount -o remount,bind,ro %s", m->point);
}

/* Step 6: make ROOTFS the root of the namespace.
 *
 * Both names are the same, so the old root is stacked on the new one and needs no folder.
 * "/" is ROOTFS now, and "/.." leads to what is stacked on it: the old root.
 * See pivot_root(2), "pivot_root(".", ".")"; chdir(2).
 */
static void step6_pivot_root(const char *rootfs)
{
	if (chdir(rootfs) == -1)
		die("chdir(\"%s\")", rootfs);

	if (syscall(SYS_pivot_root, ".", ".") == -1)
		die("pivot_root(\".\", \".\")");
}

/* Step 7: leave the old root behind.
 *
 * Three things lead there: the current directory, the mount, open descriptors.  MNT_DETACH
 * takes the mount and all below it out of the table, though it is busy (this process has
 * it open: EBUSY without).  See umount2(2), close_range(2).
 */
static void step7_leave_old_root(void)
{
	if (chdir("/") == -1)
		die("chdir(\"/\")");

	if (umount2(".", MNT_DETACH) == -1)
		die("umount2(\".\", MNT_DETACH)");

	if (close_on_exec_from(3) == -1)
		die("close_range(3, ~0)");
}

static const struct lab_option options[] = {
	{ 'p', NULL, "TYPE", "of -b: private (default), slave, shared, unbindable",
	  option_propagation, offsetof(struct config, propagation) },
	{ 'b', NULL, "SRC:DST[:ro]", "SRC of the host is to be DST inside (many times)",
	  option_bind, offsetof(struct config, binds) },
	{ 0 },
};

static const struct lab_row rows[] = {
	{ 1, "mnt ns", row_namespace, "mnt", OF_HOST },
	{ 2, "propagation", row_propagation, "/", OF_HOST },
	{ 3, "ROOTFS is", row_rootfs, NULL, OF_HOST },
	{ 4, "mounted in it", row_mounted, "folders", OF_HOST },
	{ 4, " devices", row_mounted, "files", OF_HOST },
	{ 5, "-b", row_binds, NULL, OF_HOST },
	{ 6, "names in /", row_names, "/", OF_HOST },
	{ 7, "names in /..", row_names, "/..", OF_HOST },
	{ 0, "mount table", row_mount_table, NULL, OF_HOST },
	{ 0 },
};

static const struct lab lab04 = {
	.name = "lab04",
	.summary = "Give COMMAND a mount table and a root of its own.",
	.operands = "[ROOTFS] [COMMAND [ARG...]]",
	.options = options,
	.rows = rows,
};
