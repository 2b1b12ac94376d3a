/* hint.c - from an errno and the kernel's state to the cause.
 *
 * Nothing here guesses: each cause is read from /proc just after the failure, and a hint
 * stays away where the state doesn't prove it.  The table at the end goes from a failed
 * attempt to the function that looks.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <linux/nsfs.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lab.h"

struct hint {
	char *cause;
	size_t size;
	const char *attempt;
};

/* Set the cause; where the view has a row of this title, name the step that makes it. */
static bool because(const struct hint *h, const char *row, const char *fmt, ...)
	LAB_PRINTF(3, 4);

static bool because(const struct hint *h, const char *row, const char *fmt, ...)
{
	va_list args;
	int step = row ? step_of_row(row) : 0;
	size_t length;

	va_start(args, fmt);
	vsnprintf(h->cause, h->size, fmt, args);
	va_end(args);
	length = strlen(h->cause);
	if (step > 0)
		snprintf(h->cause + length, h->size - length, "; step %d does that",
			 step);
	return true;
}

static bool has_capability(const char *name)
{
	cap_flag_value_t value = CAP_CLEAR;
	cap_value_t capability;
	cap_t mine = cap_get_proc();

	if (mine != NULL && cap_from_name(name, &capability) == 0)
		(void)cap_get_flag(mine, capability, CAP_EFFECTIVE, &value);
	cap_free(mine);
	return value == CAP_SET;
}

static bool starts(const struct hint *h, const char *text)
{
	return strncmp(h->attempt, text, strlen(text)) == 0;
}

/* Is "/" another folder than init's, or just a folder of a mount?  The latter needs no /proc,
 * but Linux 5.8.  See statx(2). */
static bool in_chroot(void)
{
	struct stat root, init_root;
	struct statx is;

	if (stat("/", &root) == 0 && stat("/proc/1/root", &init_root) == 0)
		return root.st_dev != init_root.st_dev || root.st_ino != init_root.st_ino;
	return statx(AT_FDCWD, "/", 0, 0, &is) == 0 &&
	       (is.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) &&
	       !(is.stx_attributes & STATX_ATTR_MOUNT_ROOT);
}

/* Does a user namespace above ours own this namespace of ours?  See ioctl_ns(2). */
static bool is_owned_above(const char *kind)
{
	char path[64];
	cleanup_fd int ns = -1, owner = -1;

	snprintf(path, sizeof(path), "/proc/self/ns/%s", kind);
	ns = open(path, O_RDONLY | O_CLOEXEC);
	owner = ioctl(ns, NS_GET_USERNS);
	return ns != -1 && owner == -1 && errno == EPERM;
}

static long sysctl(const char *path)
{
	char text[32];

	return read_file(path, text, sizeof(text)) == -1 ? -1 : atol(text);
}

/* unshare(CLONE_NEW...) or clone: EPERM.  See unshare(2), ERRORS; user_namespaces(7). */
static bool new_namespace_eperm(const struct hint *h)
{
	char seccomp[16] = "0";

	if (strstr(h->attempt, "CLONE_NEWUSER") == NULL)
		return !has_capability("cap_sys_admin") &&
		       because(h, NULL,
			       "CAP_SYS_ADMIN is missing: only a user namespace may be "
			       "made "
			       "without it");
	if (sysctl("/proc/sys/kernel/unprivileged_userns_clone") == 0)
		return because(h, NULL,
			       "this machine forbids it to users, not your code: "
			       "kernel.unprivileged_userns_clone is 0");
	if (in_chroot())
		return because(
			h, NULL,
			"this process is in a chroot, where a user namespace may not "
			"be made");
	(void)read_status(0, "Seccomp", seccomp, sizeof(seccomp));
	if (strcmp(seccomp, "2") == 0)
		return because(
			h, NULL,
			"a seccomp filter is on (Docker's default?), which may forbid "
			"it: the machine, not your code");
	return false;
}

/* ENOSPC: the number of namespaces is limited, per user namespace and user, and the
 * depth of user namespaces (33).  See namespaces(7), "/proc/sys/user". */
static bool new_namespace_enospc(const struct hint *h)
{
	static const struct {
		const char *flag, *limit;
	} kinds[] = { { "NEWUSER", "user" },	{ "NEWUTS", "uts" }, { "NEWNS", "mnt" },
		      { "NEWPID", "pid" },	{ "NEWNET", "net" }, { "NEWIPC", "ipc" },
		      { "NEWCGROUP", "cgroup" } };
	char path[64], smallest[64] = "";
	long least = -1;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		long most;

		if (strstr(h->attempt, kinds[i].flag) == NULL)
			continue;
		snprintf(path, sizeof(path), "/proc/sys/user/max_%s_namespaces",
			 kinds[i].limit);
		most = sysctl(path);
		if (most >= 0 && (least == -1 || most < least)) {
			least = most;
			snprintf(smallest, sizeof(smallest), "%s", path);
		}
	}
	if (least == -1)
		return false;
	if (least == 0)
		return because(h, NULL,
			       "this machine allows none, not your code: %s is 0",
			       smallest);
	return because(
		h, NULL,
		"the machine allows %ld of them (%s), and they are used up; or user "
		"namespaces are nested too deep",
		least, smallest);
}

/* Will the children be born in another PID namespace?  Its name, if it has one: that comes
 * with its first process.  See namespaces(7). */
static bool has_new_pid_namespace(char *children, size_t size)
{
	char own[64] = "";
	ssize_t n = readlink("/proc/self/ns/pid_for_children", children, size - 1);

	children[n > 0 ? n : 0] = '\0';
	if (n == -1)
		snprintf(children, size, "no process is in it yet");
	return readlink("/proc/self/ns/pid", own, sizeof(own) - 1) > 0 &&
	       strcmp(own, children) != 0;
}

/* ENOMEM: there was a PID 1, and it has ended. */
static bool fork_enomem(const struct hint *h)
{
	char children[64];

	return has_new_pid_namespace(children, sizeof(children)) &&
	       strncmp(children, "pid:", strlen("pid:")) == 0 &&
	       because(h, NULL,
		       "the first child was PID 1 of %s, and has ended: nobody can be "
		       "born there any more",
		       children);
}

static bool new_namespace_einval(const struct hint *h)
{
	char children[64];

	return strstr(h->attempt, "CLONE_NEWPID") != NULL &&
	       has_new_pid_namespace(children, sizeof(children)) &&
	       because(h, NULL,
		       "this process has made a PID namespace for its children already "
		       "(%s); that works once",
		       children);
}

/* Who owns the UTS namespace decides: EPERM means CAP_SYS_ADMIN is missing in the user
 * namespace that owns it.  See uts_namespaces(7), sethostname(2). */
static bool sethostname_eperm(const struct hint *h)
{
	if (!has_capability("cap_sys_admin"))
		return because(h, NULL, "CAP_SYS_ADMIN is missing");
	return is_owned_above("uts") &&
	       because(h, "uts ns",
		       "this process is in a UTS namespace that a user namespace above "
		       "owns: enter a new one first");
}

static bool sethostname_einval(const struct hint *h)
{
	return because(h, NULL, "a name has at most 64 bytes (HOST_NAME_MAX)");
}

/* The process whose map was to be written: "... /proc/123/uid_map". */
static pid_t pid_in(const char *attempt)
{
	const char *at = strstr(attempt, " /proc/");

	return at ? (pid_t)atoi(at + strlen(" /proc/")) : 0;
}

/* Is there a line in PID's map yet?  False if it can't be read. */
static bool has_map(pid_t pid, const char *map)
{
	char path[64], text[256];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, map);
	return read_file(path, text, sizeof(text)) > 0;
}

static bool setgroups_allowed(pid_t pid)
{
	char path[64], text[16];

	snprintf(path, sizeof(path), "/proc/%d/setgroups", (int)pid);
	return read_file(path, text, sizeof(text)) != -1 && strcmp(text, "allow") == 0;
}

/* The one who writes may be in the new namespace itself: so compare with the caller's. */
static bool in_own_user_namespace(pid_t pid)
{
	char its[64] = "", path[64];

	snprintf(path, sizeof(path), "/proc/%d/ns/user", (int)pid);
	return readlink(path, its, sizeof(its) - 1) > 0 &&
	       !is_callers_namespace("user", its);
}

/* EPERM from uid_map or gid_map.  See user_namespaces(7), "Defining user and group ID
 * mappings": written once, in one write, by a process of this or the parent namespace
 * that has the right over the ids outside. */
static bool map_eperm(const struct hint *h)
{
	bool gid = strstr(h->attempt, "/gid_map") != NULL;
	const char *map = gid ? "gid_map" : "uid_map";
	pid_t pid = pid_in(h->attempt);

	if (pid <= 0)
		return false; /* die's text doesn't say whose */
	if (!in_own_user_namespace(pid))
		return because(h, "user ns",
			       "process %d is not in a user namespace of its own",
			       (int)pid);
	if (has_map(pid, map))
		return because(h, NULL,
			       "the %s has been written already; that works once", map);
	/* A capability counts in the parent namespace: one who is inside has none there. */
	if (gid && setgroups_allowed(pid) &&
	    (!has_capability("cap_setgid") || in_own_user_namespace(getpid())))
		return because(h, "setgroups",
			       "setgroups is still \"allow\" inside; an ordinary user "
			       "must write \"deny\" first");
	if (sysctl("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == 1)
		return because(h, NULL,
			       "this machine forbids it, not your code: "
			       "kernel.apparmor_restrict_unprivileged_userns is 1");
	if (in_own_user_namespace(getpid()))
		return because(h, NULL,
			       "one who is inside may map one id, their own, and nothing "
			       "else: the parent has to do it");
	if (!has_capability(gid ? "cap_setgid" : "cap_setuid"))
		return because(
			h, NULL,
			"an ordinary user may map one id, their own (%u), and nothing "
			"else; ranges take newuidmap(1)",
			gid ? (unsigned)getegid() : (unsigned)geteuid());
	return false;
}

static bool map_einval(const struct hint *h)
{
	return because(
		h, NULL,
		"each line is \"inside outside count\", all lines in one write(2), "
		"ranges that don't overlap, at most 340 lines");
}

static bool setgroups_file_eperm(const struct hint *h)
{
	pid_t pid = pid_in(h->attempt);

	if (pid <= 0)
		return false; /* die's text doesn't say whose */
	if (!in_own_user_namespace(pid))
		return because(h, "user ns",
			       "process %d is not in a user namespace of its own",
			       (int)pid);
	if (has_map(pid, "gid_map"))
		return because(
			h, NULL,
			"the gid_map is written already; \"deny\" must come before it");
	return false;
}

/* setresuid or setresgid: EINVAL means the id has no name in this user namespace. */
static bool set_id_einval(const struct hint *h)
{
	bool gid = !starts(h, "setresuid");
	const char *map = gid ? "gid_map" : "uid_map";
	char text[256], path[64];

	snprintf(path, sizeof(path), "/proc/self/%s", map);
	if (read_squeezed(path, text, sizeof(text)) == -1)
		return false;
	if (text[0] == '\0')
		return because(h, map, "this namespace's %s is empty: write it first",
			       map);
	return because(h, NULL, "that id is not in this namespace's %s (%s)", map, text);
}

/* With uid 0 still there it wasn't the change of uid that took the capability. */
static const char *when_ids_change(void)
{
	return geteuid() == 0 ? "what drops capabilities comes after the ids"
			      : "groups come before gid, and gid before uid";
}

static bool setgroups_eperm(const struct hint *h)
{
	if (!has_capability("cap_setgid"))
		return because(h, NULL, "CAP_SETGID is gone: %s", when_ids_change());
	return because(h, NULL,
		       "CAP_SETGID is there, so it is the user namespace: setgroups is "
		       "\"deny\" in it, or its gid_map is not written yet");
}

static bool set_id_eperm(const struct hint *h)
{
	bool gid = !starts(h, "setresuid");

	if (has_capability(gid ? "cap_setgid" : "cap_setuid"))
		return false;
	return because(h, NULL, "%s is gone: %s", gid ? "CAP_SETGID" : "CAP_SETUID",
		       when_ids_change());
}

static bool chroot_eperm(const struct hint *h)
{
	return !has_capability("cap_sys_chroot") &&
	       because(h, NULL, "CAP_SYS_CHROOT is missing");
}

/* The text between the first quotes of an attempt: a path. */
static void quoted(const char *attempt, char *path, size_t size)
{
	const char *start = strchr(attempt, '"');
	const char *end = start ? strchr(start + 1, '"') : NULL;

	snprintf(path, size, "%.*s", end ? (int)(end - start - 1) : 0,
		 end ? start + 1 : "");
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

/* Is the root of this process just a folder of a mount, and not a mount? */
static bool root_is_folder(void)
{
	return mount_table() != NULL && mount_at("/") == NULL;
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

	quoted(second ? second + strlen("\", ") : "", name, size);
	return realpath(name, path) != NULL;
}

/* pivot_root: EINVAL.  See pivot_root(2), "DESCRIPTION": the restrictions. */
static bool pivot_root_einval(const struct hint *h)
{
	const struct mount_info *root = mount_at("/"), *new, *parent;
	char quote[1024], path[PATH_MAX], old[1024], old_path[PATH_MAX];

	quoted(h->attempt, quote, sizeof(quote));
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
	if (is_elsewhere(h, quote, path))
		return true;
	new = mount_at(path);
	if (new == NULL || strcmp(path, "/") == 0)
		return because(h, "ROOTFS is",
			       "%s is no mount of its own: bind it onto itself", path);
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

	quoted(h->attempt, quote, sizeof(quote));
	on = mount_of(quote);
	if (root == NULL || on == NULL || realpath(quote, path) == NULL)
		return false;
	if (is_elsewhere(h, quote, path))
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

	quoted(h->attempt, first, sizeof(first));
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
	if (!has_capability("cap_sys_admin"))
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

/* A new proc or sysfs.  See user_namespaces(7), "Effect of capabilities ..."; the rest is
 * mount_too_revealing() of the kernel. */
static bool mount_type_eperm(const struct hint *h)
{
	bool proc = starts(h, "mount -t proc ");
	const struct mount_info *mask = mask_in(proc ? "/proc" : "/sys");

	if (needs_sys_admin(h))
		return true;
	if (!proc && !starts(h, "mount -t sysfs "))
		return false;
	if (is_owned_above(proc ? "pid" : "net"))
		return because(
			h, NULL,
			"this process is in a %s namespace that a user namespace above "
			"owns: make one of your own too, or bind the old %s",
			proc ? "PID" : "network", proc ? "/proc" : "/sys");
	if (mount_at(proc ? "/proc" : "/sys") == NULL)
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

	if (starts(h, "open_tree("))
		quoted(h->attempt, source, sizeof(source));
	else
		two_paths(h->attempt, source, target, sizeof(source));
	m = mount_of(source);
	if (m == NULL)
		return false;
	if (strstr(m->tags, "unbindable") != NULL)
		return because(h, NULL, "%s is on the mount %s, which is unbindable",
			       source, m->point);
	return starts(h, "mount --bind ") && mask_in(source) != NULL &&
	       because(h, NULL,
		       "%s is mounted below it, and locked to it in a user namespace: it "
		       "must come along (MS_REC)",
		       mask_in(source)->point);
}

/* --make-private and its like: EINVAL. */
static bool make_einval(const struct hint *h)
{
	const char *path = strstr(h->attempt, " /");

	return path != NULL && mount_at(path + 1) == NULL &&
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

	quoted(h->attempt, quote, sizeof(quote));
	if (realpath(quote, path) == NULL)
		return false;
	on = mount_at(path);
	if (on == NULL)
		return because(h, NULL, "nothing is mounted on %s", path);
	if (strcmp(path, "/") == 0 && mount_of("/") != NULL &&
	    on->id == mount_of("/")->id)
		return because(
			h, NULL,
			"/ is the root of this namespace itself, and no old root is "
			"stacked on it: see pivot_root(2)");
	return false; /* locked, or flags that don't go together: it can't be told */
}

/* A capability named in an attempt: "cap_set_ambient(cap_chown)". */
static cap_value_t capability_in(const char *attempt)
{
	char name[32];
	cap_value_t c;

	return sscanf(attempt, "%*[^(](%31[^)])", name) == 1 &&
			       cap_from_name(name, &c) == 0
		       ? c
		       : -1;
}

static bool drop_bound_eperm(const struct hint *h)
{
	return !has_capability("cap_setpcap") &&
	       because(h, NULL,
		       geteuid() != 0
			       ? "CAP_SETPCAP is gone: the bounding set comes before the "
				 "change of uid, which clears the effective set"
			       : "CAP_SETPCAP is gone: the bounding set comes before the "
				 "effective one");
}

static bool drop_bound_einval(const struct hint *h)
{
	return because(h, NULL, "the last capability of this kernel is number %d",
		       caps_last());
}

/* capset: EPERM for what isn't permitted, or (inheritable) was in neither set. */
static bool set_proc_eperm(const struct hint *h)
{
	cap_bits permitted;
	char words[512];

	if (caps_get("CapPrm", &permitted) == -1)
		return false;
	caps_in_words(permitted, words, sizeof(words));
	return because(h, NULL,
		       "one can only hold what is permitted already, and that is %s%s",
		       words,
		       permitted == 0 && geteuid() != 0
			       ? ": the change of uid clears it without PR_SET_KEEPCAPS"
			       : "");
}

/* See PR_CAP_AMBIENT_RAISE in prctl(2). */
static bool set_ambient_eperm(const struct hint *h)
{
	cap_value_t c = capability_in(h->attempt);
	cap_bits permitted, inheritable;

	if (c == -1 || caps_get("CapPrm", &permitted) == -1 ||
	    caps_get("CapInh", &inheritable) == -1)
		return false;
	if (!(permitted & CAP_BIT(c)))
		return because(h, "permitted", "%s is not permitted any more",
			       caps_name(c));
	return !(inheritable & CAP_BIT(c)) &&
	       because(h, NULL, "%s is not inheritable: that comes first", caps_name(c));
}

/* rtnetlink: what the kernel itself said in its answer, if it did.  See netlink(7),
 * NETLINK_EXT_ACK. */
static bool said_by_kernel(const struct hint *h)
{
	return net_reason()[0] != '\0' &&
	       because(h, NULL, "the kernel says: %s", net_reason());
}

static bool network_eperm(const struct hint *h)
{
	if (!has_capability("cap_net_admin"))
		return because(h, NULL, "CAP_NET_ADMIN is missing");
	return said_by_kernel(h);
}

/* ENETUNREACH: a gateway must be on a network that a link leads to, one that is up. */
static bool route_enetunreach(const struct hint *h)
{
	const struct lab_row all = { 0 };
	char addresses[ROW_VALUE] = "", routes[ROW_VALUE] = "";

	row_addresses(&all, 0, addresses);
	row_routes(&all, 0, routes);
	if (strcmp(addresses, "none") == 0)
		return because(
			h, "addresses",
			"no link but lo has an address, so no network is in reach");
	if (strcmp(routes, "none") == 0)
		return because(
			h, "up",
			"there is no route at all yet: the address brings one, when "
			"its link is set up");
	return said_by_kernel(h);
}

/* ENODEV: the link isn't in the network namespace that was asked. */
static bool network_enodev(const struct hint *h)
{
	const struct lab_row all = { 0 };
	char links[ROW_VALUE] = "";

	row_links(&all, 0, links);
	return because(h, "links", "in this process's network there is only: %s", links);
}

/* The path in "write TEXT to PATH", "mkdir PATH"; and the folder that it is in. */
static bool cgroup_paths(const struct hint *h, char *path, char *folder)
{
	const char *at = strstr(h->attempt, " /");

	snprintf(path, PATH_MAX, "%s", at ? at + 1 : "");
	snprintf(folder, PATH_MAX, "%.*s", path[0] ? (int)(strrchr(path, '/') - path) : 0,
		 path);
	return path[0] != '\0';
}

/* A process in `folder`, by its pid in `text`; false: none. */
static bool first_process(const char *folder, char *text, size_t size)
{
	char path[PATH_MAX + 16], list[4096];

	snprintf(path, sizeof(path), "%s/cgroup.procs", folder);
	if (read_file(path, list, sizeof(list)) <= 0)
		return false;
	snprintf(text, size, "%.*s", (int)strcspn(list, "\n"), list);
	return true;
}

static bool subtree_control_ebusy(const struct hint *h)
{
	char path[PATH_MAX], folder[PATH_MAX], pid[16];

	return cgroup_paths(h, path, folder) && first_process(folder, pid, sizeof(pid)) &&
	       because(h, NULL,
		       "process %s is in %s: a group that hands controllers down may "
		       "have "
		       "none",
		       pid, folder);
}

static bool subtree_control_enoent(const struct hint *h)
{
	char path[PATH_MAX], folder[PATH_MAX], list[512];

	if (!cgroup_paths(h, path, folder))
		return false;
	snprintf(path, sizeof(path), "%.4000s/cgroup.controllers", folder);
	return read_file(path, list, sizeof(list)) >= 0 &&
	       because(h, NULL, "%s has only these controllers itself: %s", folder,
		       list[0] ? list : "none");
}

/* A limit's file isn't there: nor is the group, or its controller wasn't handed down. */
static bool limit_enoent(const struct hint *h)
{
	char path[PATH_MAX], folder[PATH_MAX], file[PATH_MAX + 32], list[512];

	if (!cgroup_paths(h, path, folder))
		return false;
	if (access(folder, F_OK) == -1)
		return because(h, "group", "there is no group %s", folder);
	snprintf(file, sizeof(file), "%s/cgroup.controllers", folder);
	return read_file(file, list, sizeof(list)) >= 0 &&
	       because(h, NULL,
		       "%s has only these controllers: %s; the cgroup.subtree_control "
		       "above hands them down",
		       folder, list[0] ? list : "none");
}

static bool limit_ebusy(const struct hint *h)
{
	return because(h, NULL,
		       "the group takes more than that already, and not enough can be "
		       "given back");
}

static bool cgroup_procs_eacces(const struct hint *h)
{
	return because(h, NULL,
		       "to move a process takes the right to write cgroup.procs in both "
		       "groups' common ancestor, too: start in a delegated group");
}

static bool clone_ebusy(const struct hint *h)
{
	return strstr(h->attempt, "INTO_CGROUP") != NULL &&
	       because(h, NULL,
		       "the group hands controllers down itself, so no process may be in "
		       "it");
}

static bool mkdir_cgroup(const struct hint *h)
{
	char path[PATH_MAX], folder[PATH_MAX];

	return cgroup_paths(h, path, folder) && strstr(path, "/lab0") != NULL &&
	       access(path, F_OK) == 0 && because(h, NULL, "%s is there already", path);
}

#define MAPS "user_namespaces(7), \"Defining user and group ID mappings\""
#define IDS  "user_namespaces(7), \"User and group ID mappings\""

static const struct {
	const char *attempt; /* what die says begins so; may be a glob(7) */
	int error;	     /* 0: any */
	bool (*look)(const struct hint *h);
	const char *manual;
} hints[] = {
	{ "unshare", EPERM, new_namespace_eperm, "unshare(2), ERRORS" },
	{ "clone", EPERM, new_namespace_eperm, "clone(2), ERRORS" },
	{ "unshare", ENOSPC, new_namespace_enospc, "namespaces(7), \"/proc/sys/user\"" },
	{ "clone", ENOSPC, new_namespace_enospc, "namespaces(7), \"/proc/sys/user\"" },
	{ "unshare", EINVAL, new_namespace_einval, "unshare(2), ERRORS" },
	{ "fork", ENOMEM, fork_enomem,
	  "pid_namespaces(7), \"The namespace init process\"" },
	{ "sethostname", EPERM, sethostname_eperm, "uts_namespaces(7)" },
	{ "setdomainname", EPERM, sethostname_eperm, "uts_namespaces(7)" },
	{ "sethostname", EINVAL, sethostname_einval, "sethostname(2), ERRORS" },
	{ "setdomainname", EINVAL, sethostname_einval, "sethostname(2), ERRORS" },
	{ "write*[ug]id_map", EPERM, map_eperm, MAPS },
	{ "write*[ug]id_map", EINVAL, map_einval, MAPS },
	{ "write*setgroups", EPERM, setgroups_file_eperm,
	  "user_namespaces(7), \"The /proc/pid/setgroups file\"" },
	{ "setresuid", EINVAL, set_id_einval, IDS },
	{ "setresgid", EINVAL, set_id_einval, IDS },
	{ "setgroups", EINVAL, set_id_einval, "setgroups(2), ERRORS" },
	{ "setgroups", EPERM, setgroups_eperm, "setgroups(2), ERRORS" },
	{ "setresuid", EPERM, set_id_eperm, "credentials(7), setresuid(2)" },
	{ "setresgid", EPERM, set_id_eperm, "credentials(7), setresgid(2)" },
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
	{ "mount ", EPERM, needs_sys_admin, "mount(2), ERRORS" },
	{ "cap_drop_bound", EPERM, drop_bound_eperm,
	  "capabilities(7), \"Capability bounding set\"" },
	{ "cap_drop_bound", EINVAL, drop_bound_einval,
	  "capabilities(7), \"/proc/sys/kernel/cap_last_cap\"" },
	{ "cap_set_proc", EPERM, set_proc_eperm, "capset(2), ERRORS" },
	{ "cap_set_ambient", EPERM, set_ambient_eperm, "PR_CAP_AMBIENT in prctl(2)" },
	{ "umount2(", EBUSY, umount_ebusy, "umount(2), \"MNT_DETACH\"" },
	{ "umount2(", EINVAL, umount_einval, "umount(2), ERRORS" },
	{ "ip route add ", ENETUNREACH, route_enetunreach, "rtnetlink(7), ip-route(8)" },
	{ "ip link ", EPERM, network_eperm, "network_namespaces(7), rtnetlink(7)" },
	{ "ip addr ", EPERM, network_eperm, "network_namespaces(7), rtnetlink(7)" },
	{ "ip route ", EPERM, network_eperm, "network_namespaces(7), rtnetlink(7)" },
	{ "tc qdisc ", EPERM, network_eperm, "network_namespaces(7), rtnetlink(7)" },
	{ "ip link set ", ENODEV, network_enodev, "network_namespaces(7)" },
	{ "ip addr ", ENODEV, network_enodev, "network_namespaces(7)" },
	{ "tc qdisc ", ENODEV, network_enodev, "network_namespaces(7)" },
	{ "ip link add ", 0, said_by_kernel, "veth(4), rtnetlink(7)" },
	{ "ip link ", 0, said_by_kernel, "rtnetlink(7), ip-link(8)" },
	{ "ip addr ", 0, said_by_kernel, "rtnetlink(7), ip-address(8)" },
	{ "ip route ", 0, said_by_kernel, "rtnetlink(7), ip-route(8)" },
	{ "tc qdisc ", 0, said_by_kernel, "tc-tbf(8), rtnetlink(7)" },
	{ "write*/cgroup.subtree_control", EBUSY, subtree_control_ebusy,
	  "cgroups(7), no internal processes" },
	{ "write*/cgroup.subtree_control", ENOENT, subtree_control_enoent,
	  "cgroups(7), \"Cgroups v2 subtree control\"" },
	{ "write*/cgroup.procs", ENOENT, limit_enoent, "cgroups(7)" },
	{ "write*/cgroup.procs", EACCES, cgroup_procs_eacces,
	  "cgroups(7), \"Cgroups delegation containment\"" },
	{ "write*limit_in_bytes", EBUSY, limit_ebusy, "cgroups(7)" },
	{ "write*.max", ENOENT, limit_enoent,
	  "cgroups(7), \"Cgroups v2 subtree control\"" },
	{ "clone3(", EBUSY, clone_ebusy, "clone(2), ERRORS" },
	{ "mkdir ", EEXIST, mkdir_cgroup, "mkdir(2)" },
};

bool hint_for(const char *attempt, int error, char *cause, size_t size,
	      const char **manual)
{
	struct hint h = { cause, size, attempt };
	char start[64];

	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++) {
		snprintf(start, sizeof(start), "%s*", hints[i].attempt);
		if ((hints[i].error != 0 && hints[i].error != error) ||
		    fnmatch(start, attempt, 0) != 0)
			continue;
		if (!hints[i].look(&h))
			cause[0] = '\0';
		*manual = hints[i].manual;
		return true;
	}
	return false;
}
