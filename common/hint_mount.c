/* hint_mount.c - hints: chroot, pivot_root, mount and umount. */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "hint.h"

static bool chroot_eperm(const struct hint *h)
{
	return !have_capability(CAP_SYS_CHROOT) &&
	       because(h, NULL, "CAP_SYS_CHROOT is missing");
}

/* The two paths of "mount --bind SRC DST", which may have blanks in them: SRC ends where
 * something of that name is. */
static void two_paths(const char *attempt, char *source, char *target, size_t size)
{
	const char *start = strstr(attempt, "bind "), *end;

	source[0] = target[0] = '\0';
	if (start == NULL)
		return;
	start += strlen("bind ");
	for (end = start; (end = strchr(end, ' ')) != NULL; end++) {
		snprintf(source, size, "%.*s", (int)(end - start), start);
		snprintf(target, size, "%s", end + 1);
		if (access(source, F_OK) == 0 && target[0] == '/')
			return;
	}
}

static const struct mount_info *mount_of_id(int id)
{
	const struct mount_info *m = mount_table();

	while (m != NULL && m->point != NULL && m->id != id)
		m++;
	return m != NULL && m->point != NULL ? m : NULL;
}

/* Is nothing mounted on just this point, as far as the table can be read? */
static bool is_no_mount(const char *point)
{
	return mount_table() != NULL && mount_at(point) == NULL;
}

/* Is the trouble where "." is?  The current directory stays on what was there when it was
 * entered, even if a mount covers it since. */
static bool is_elsewhere(const struct hint *h, const char *name, const char *path)
{
	const struct mount_info *on = mount_of(name), *top = mount_at(path);

	if (strcmp(name, ".") != 0)
		return false;
	if (rootfs_here() != NULL && strcmp(path, rootfs_here()) != 0)
		return because(h, NULL,
			       "\".\" is %s and not ROOTFS: chdir(2) comes first", path);
	return on != NULL && top != NULL && on->id != top->id &&
	       because(h, NULL,
		       "\"%s\" is the folder %s below the mount that covers it now: "
		       "chdir(2) comes after the bind",
		       name, path);
}

/* The other path of pivot_root("NEW", "OLD"), as far as it exists. */
static bool put_old_of(const char *attempt, char *name, size_t size, char *path)
{
	const char *second = strstr(attempt, "\", \"");

	attempt_quotes(second ? second + strlen("\", ") : "", name, size);
	return realpath(name, path) != NULL;
}

/* Is the old root given for the new one? */
static bool is_old_root(const struct hint *h, const char *path)
{
	return strcmp(path, "/") == 0 &&
	       because(h, NULL,
		       "the first name is to be the new root, and that is / as it is; "
		       "the second is where the old root goes, at or below the new one");
}

/* pivot_root: EINVAL.  See pivot_root(2), "DESCRIPTION": the restrictions. */
static bool pivot_root_einval(const struct hint *h)
{
	const struct mount_info *root = mount_at("/"), *new, *parent;
	char quote[1024], path[PATH_MAX], old[1024], old_path[PATH_MAX];

	attempt_quotes(h->attempt, quote, sizeof(quote));
	if (realpath(quote, path) == NULL)
		return false;
	if (root_is_folder())
		return because(
			h, NULL,
			"this process's own root is a folder (chroot), not a mount: "
			"there is nothing to put aside");
	if (root != NULL && strcmp(root->type, "rootfs") == 0)
		return because(h, NULL,
			       "\"/\" is the initramfs (rootfs), which can't be put "
			       "aside; see switch_root(8)");
	if (is_elsewhere(h, quote, path) || is_old_root(h, path))
		return true;
	if (is_no_mount(path))
		return because(h, "ROOTFS is",
			       "%s is no mount of its own: bind it onto itself", path);
	new = mount_at(path);
	if (new == NULL)
		return false;
	parent = mount_of_id(new->parent);
	if (parent != NULL && strstr(parent->tags, "shared:") != NULL)
		return because(
			h, "propagation",
			"the parent of %s, the mount %s, is %s: it must be private", path,
			parent->point, parent->tags);
	if (strstr(new->tags, "shared:") != NULL)
		return because(
			h, "propagation",
			"%s is %s, so the old root can't be put below it: it must be "
			"private",
			path, new->tags);
	return put_old_of(h->attempt, old, sizeof(old), old_path) &&
	       path_below(old_path, path) == NULL &&
	       because(h, NULL, "the place for the old root, %s, is not at or below %s",
		       old_path, path);
}

/* EBUSY: "new_root or put_old is on the current root mount". */
static bool pivot_root_ebusy(const struct hint *h)
{
	const struct mount_info *root = mount_at("/"), *on;
	char quote[1024], path[PATH_MAX];

	attempt_quotes(h->attempt, quote, sizeof(quote));
	on = mount_of(quote);
	if (root == NULL || on == NULL || realpath(quote, path) == NULL)
		return false;
	if (is_elsewhere(h, quote, path) || is_old_root(h, path))
		return true;
	if (on->id == root->id)
		return because(
			h, "ROOTFS is",
			"%s is on the root mount itself, so no mount of its own: bind "
			"it onto itself",
			path);
	return because(h, NULL, "the place for the old root must be at or below %s",
		       path);
}

static bool pivot_root_enoent(const struct hint *h)
{
	char first[1024], put_old[1024], path[PATH_MAX];

	attempt_quotes(h->attempt, first, sizeof(first));
	if (access(first, F_OK) == -1)
		return because(h, NULL, "there is no %s", first);
	return !put_old_of(h->attempt, put_old, sizeof(put_old), path) &&
	       because(h, NULL,
		       "there is no %s to put the old root on: make it, or do without: "
		       "pivot_root(\".\", \".\")",
		       put_old);
}

static bool needs_sys_admin(const struct hint *h)
{
	if (!have_capability(CAP_SYS_ADMIN))
		return because(h, NULL, "CAP_SYS_ADMIN is missing");
	return is_owned_above("mnt") &&
	       because(h, "mnt ns",
		       "this process is in a mount namespace that a user namespace above "
		       "owns: make one of your own, too");
}

/* A mount that covers a part of `above`.  systemd's autofs does no harm. */
static const struct mount_info *mask_in(const char *above)
{
	for (const struct mount_info *m = mount_table(); m && m->point; m++)
		if (path_below(m->point, above) != NULL && strcmp(m->point, above) != 0 &&
		    strcmp(m->point, "/proc/sys/fs/binfmt_misc") != 0)
			return m;
	return NULL;
}

/* Does the attempt name this type, in the words of mount(8), of mount(2), or in others? */
static bool names_type(const struct hint *h, const char *type)
{
	const char *at = strstr(h->attempt, type);
	char option[32];

	snprintf(option, sizeof(option), "mount -t %s ", type);
	if (attempt_starts(h, "mount -"))
		return attempt_starts(h, option);
	return at != NULL && !isalnum((unsigned char)at[-1]) &&
	       !isalnum((unsigned char)at[strlen(type)]);
}

/* A new proc or sysfs.  See user_namespaces(7), "Effect of capabilities ..."; the rest is
 * mount_too_revealing() of the kernel. */
static bool mount_type_eperm(const struct hint *h)
{
	bool proc = names_type(h, "proc");
	const struct mount_info *mask = mask_in(proc ? "/proc" : "/sys");

	if (needs_sys_admin(h))
		return true;
	if (!proc && !names_type(h, "sysfs"))
		return false;
	if (is_owned_above(proc ? "pid" : "net"))
		return because(
			h, NULL,
			"this process is in a %s namespace that a user namespace above "
			"owns: make one of your own too, or bind the old %s",
			proc ? "PID" : "network", proc ? "/proc" : "/sys");
	if (is_no_mount(proc ? "/proc" : "/sys") ||
	    (mount_table() == NULL && errno == ENOENT)) /* no /proc at all */
		return because(
			h, NULL,
			"no %s is in sight any more: in a user namespace a fresh one "
			"takes an old one, before pivot_root",
			proc ? "/proc" : "/sys");
	return mask != NULL &&
	       because(h, NULL,
		       "%s is covered, and a fresh one would show it (Docker: "
		       "--security-opt systempaths=unconfined)",
		       mask->point);
}

static bool mount_enodev(const struct hint *h)
{
	return because(
		h, NULL,
		"this kernel has no such file system: /proc/filesystems lists them");
}

/* A bind, or a clone: EINVAL. */
static bool bind_einval(const struct hint *h)
{
	char source[PATH_MAX], target[PATH_MAX];
	const struct mount_info *m;

	if (attempt_starts(h, "open_tree("))
		attempt_quotes(h->attempt, source, sizeof(source));
	else
		two_paths(h->attempt, source, target, sizeof(source));
	m = mount_of(source);
	if (m == NULL)
		return false;
	if (strstr(m->tags, "unbindable") != NULL)
		return because(h, NULL, "%s is on the mount %s, which is unbindable",
			       source, m->point);
	return attempt_starts(h, "mount --bind ") && mask_in(source) != NULL &&
	       because(h, NULL,
		       "%s is mounted below it, and locked to it in a user namespace: it "
		       "must come along (MS_REC)",
		       mask_in(source)->point);
}

/* --make-private and its like: EINVAL. */
static bool make_einval(const struct hint *h)
{
	const char *path = strstr(h->attempt, " /");

	return path != NULL && is_no_mount(path + 1) &&
	       because(h, NULL, "%s is no mount, and only a mount propagates", path + 1);
}

/* A remount: EPERM where it would change what the user namespace above has set. */
static bool remount_eperm(const struct hint *h)
{
	static const struct {
		unsigned long flag;
		const char *word;
	} locked[] = { { MS_RDONLY, "ro" },	   { MS_NOSUID, "nosuid" },
		       { MS_NODEV, "nodev" },	   { MS_NOEXEC, "noexec" },
		       { MS_NOATIME, "noatime" },  { MS_NODIRATIME, "nodiratime" },
		       { MS_RELATIME, "relatime" } };
	const char *path = strstr(h->attempt, " /");
	const struct mount_info *m = path ? mount_at(path + 1) : NULL;
	char words[64] = "";

	if (needs_sys_admin(h))
		return true;
	for (size_t i = 0; m != NULL && i < sizeof(locked) / sizeof(locked[0]); i++)
		if (m->flags & locked[i].flag)
			snprintf(words + strlen(words), sizeof(words) - strlen(words),
				 " %s", locked[i].word);
	return words[0] != '\0' &&
	       because(h, NULL,
		       "%s has%s from a user namespace above, and the remount must leave "
		       "that as it is: say it again",
		       m->point, words);
}

static bool table_elibacc(const struct hint *h)
{
	const char *reason = mount_table_reason();

	return *reason != '\0' && because(h, NULL, "%s", reason);
}

/* The folder of a place that can't be made.  Writing takes that neither the file system is
 * read-only nor the mount; mount(2) with MS_REMOUNT and without MS_BIND is about the first.  See
 * mount(2), "Remounting an existing mount"; proc_pid_mountinfo(5), the last field. */
static bool place_erofs(const struct hint *h)
{
	const char *end = strstr(h->attempt, " is to be mounted on");
	char folder[PATH_MAX];
	const struct mount_info *on;

	snprintf(folder, sizeof(folder), "%.*s", (int)(end - h->attempt), h->attempt);
	*strrchr(folder, '/') = '\0';
	on = mount_of(folder);
	if (on == NULL)
		return false;
	if (strncmp(on->options, "ro", 2) != 0)
		return (on->flags & MS_RDONLY) &&
		       because(h, NULL, "%s is on the mount %s, which is read-only",
			       folder, on->point);
	return because(h, NULL, "%s is on a file system that is read-only itself%s",
		       folder,
		       rootfs_was_writable(folder)
			       ? ", and wasn't before this program: MS_REMOUNT without "
				 "MS_BIND does that"
			       : "");
}

static bool umount_ebusy(const struct hint *h)
{
	return because(
		h, NULL,
		"something is open, or mounted, on it; MNT_DETACH takes it out of the "
		"table all the same");
}

static bool umount_einval(const struct hint *h)
{
	const struct mount_info *on;
	char quote[1024], path[PATH_MAX];

	attempt_quotes(h->attempt, quote, sizeof(quote));
	if (realpath(quote, path) == NULL)
		return false;
	if (is_no_mount(path))
		return because(h, NULL, "nothing is mounted on %s", path);
	on = mount_at(path);
	if (on != NULL && strcmp(path, "/") == 0 && mount_of("/") != NULL &&
	    on->id == mount_of("/")->id)
		return because(
			h, NULL,
			"/ is the root of this namespace itself, and no old root is "
			"stacked on it: see pivot_root(2)");
	return false; /* locked, or flags that don't go together: it can't be told */
}

const struct hint_row hints_mount[] = {
	{ "chroot", EPERM, chroot_eperm, "chroot(2), ERRORS" },
	{ "pivot_root(", EINVAL, pivot_root_einval, "pivot_root(2), ERRORS" },
	{ "pivot_root(", EBUSY, pivot_root_ebusy, "pivot_root(2), ERRORS" },
	{ "pivot_root(", ENOENT, pivot_root_enoent, "pivot_root(2)" },
	{ "pivot_root(", EPERM, needs_sys_admin, "pivot_root(2), ERRORS" },
	{ "mount -t ", EPERM, mount_type_eperm,
	  "user_namespaces(7), \"Effect of capabilities within a user namespace\"" },
	{ "mount -t ", ENODEV, mount_enodev, "filesystems(5)" },
	{ "mount -o remount", EPERM, remount_eperm,
	  "mount_namespaces(7), \"Restrictions on mount namespaces\"" },
	{ "mount --make-", EINVAL, make_einval, "mount_namespaces(7)" },
	{ "mount --bind ", EINVAL, bind_einval, "mount_namespaces(7)" },
	{ "mount --rbind ", EINVAL, bind_einval, "mount_namespaces(7)" },
	{ "open_tree(", EINVAL, bind_einval, "mount_namespaces(7), \"MS_UNBINDABLE\"" },
	{ "mount*proc", EPERM, mount_type_eperm,
	  "user_namespaces(7), \"Effect of capabilities within a user namespace\"" },
	{ "mount*sysfs", EPERM, mount_type_eperm,
	  "user_namespaces(7), \"Effect of capabilities within a user namespace\"" },
	{ "mount", EPERM, needs_sys_admin, "mount(2), ERRORS" },
	{ "/* is to be mounted on and can't be made", EROFS, place_erofs,
	  "mount(2), \"Remounting an existing mount\"" },
	{ "read /proc/self/mountinfo", ELIBACC, table_elibacc, "dlopen(3)" },
	{ "umount2(", EBUSY, umount_ebusy, "umount(2), \"MNT_DETACH\"" },
	{ "umount2(", EINVAL, umount_einval, "umount(2), ERRORS" },
	{ 0 },
};
