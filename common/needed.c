/* needed.c - the mounts that a root needs, and safe places to mount on. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "library.h"

/* ---- places to mount on ---- */

/* Open `name` in the folder `at`.  If it isn't there, make it: a folder or an empty file; or,
 * without `make`, return -1.  Ends with 125 if it is neither; `so_far` is for the message. */
static int open_or_make(int at, const char *name, bool directory, bool make,
			const char *so_far)
{
	int flags = O_PATH | O_NOFOLLOW | O_CLOEXEC, fd = openat(at, name, flags);
	struct stat st;

	if (fd == -1 && errno == ENOENT) {
		cleanup_fd int made = -1;

		if (!make)
			return -1;
		/* EEXIST: another one that starts has made it meanwhile. */
		if ((directory ? mkdirat(at, name, 0755) == -1
			       : (made = openat(at, name, O_CREAT | O_EXCL | O_CLOEXEC,
						0644)) == -1) &&
		    errno != EEXIST)
			die("%s is to be mounted on and can't be made", so_far);
		fd = openat(at, name, flags);
	}
	if (fd == -1 || fstat(fd, &st) == -1)
		diex("%s is to be mounted on: %s (%s)", so_far, errno_name(errno),
		     strerror(errno));
	if (S_ISLNK(st.st_mode))
		diex("%s is a symbolic link, and could lead out of ROOTFS: name the "
		     "place itself",
		     so_far);
	if (S_ISDIR(st.st_mode) != directory)
		diex("%s is %s, and what is to be mounted there isn't", so_far,
		     directory ? "no folder" : "a folder");
	return fd;
}

/* The place `path` below `base`, by an open descriptor; -1 if it isn't there, and not to be
 * made. */
static int open_place(const char *base, const char *path, bool directory, bool make)
{
	char *copy = strdup(path), *rest = copy, *name, so_far[2 * PATH_MAX];
	int fd = open(base, O_PATH | O_CLOEXEC);

	if (fd == -1 || copy == NULL)
		die("open %s", base);
	snprintf(so_far, sizeof(so_far), "%s", base);
	while (fd != -1 && (name = strsep(&rest, "/")) != NULL) {
		size_t length = strlen(so_far);
		int above = fd;

		if (*name == '\0')
			continue;
		snprintf(so_far + length, sizeof(so_far) - length, "/%s", name);
		fd = open_or_make(above, name, rest != NULL || directory, make, so_far);
		(void)close(above);
	}
	free(copy);
	return fd;
}

const char *mount_target(const char *rootfs, const char *path, bool directory)
{
	static char place[64];
	static int fd = -1;

	close_fdp(&fd);
	fd = open_place(rootfs, path, directory, true);
	snprintf(place, sizeof(place), "/proc/self/fd/%d", fd);
	forget_failures();
	return place;
}

/* ---- what a root needs ---- */

#define QUIET (MS_NOSUID | MS_NODEV)
#define BIND(device)                                                                     \
	{                                                                                \
		"--bind", device, device, NULL, MS_BIND, NULL, false                     \
	}

/* In this order: /dev before what is in it.  sysfs is read-only: it is the host's hardware.
 * Devices: what is harmless; a disk would be a way out.  devpts without gid=5, which an
 * ordinary user's user namespace has no name for. */
static const struct needed all_needed[] = {
	{ "-t proc", "proc", "/proc", "proc", QUIET | MS_NOEXEC, NULL, true },
	{ "-t sysfs", "sysfs", "/sys", "sysfs", QUIET | MS_NOEXEC | MS_RDONLY, NULL,
	  true },
	{ "-t tmpfs", "tmpfs", "/dev", "tmpfs", MS_NOSUID, "mode=755,size=1m", true },
	BIND("/dev/null"),
	BIND("/dev/zero"),
	BIND("/dev/full"),
	BIND("/dev/random"),
	BIND("/dev/urandom"),
	BIND("/dev/tty"),
	{ "-t devpts", "devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC,
	  "newinstance,ptmxmode=666,mode=620", true },
	{ "-t tmpfs", "tmpfs", "/dev/shm", "tmpfs", QUIET | MS_NOEXEC, "mode=1777",
	  true },
	{ "-t tmpfs", "tmpfs", "/tmp", "tmpfs", QUIET, "mode=1777", true },
	{ 0 },
};

enum { NEEDED = sizeof(all_needed) / sizeof(all_needed[0]) - 1 };

/* Would the kernel let us mount a fresh one?  Make one, attached to nothing, and drop it.
 * fsopen(2) and its like are as old as move_mount(2): Linux 5.2. */
static bool may_mount(const struct needed *n)
{
	cleanup_fd int context = (int)syscall(SYS_fsopen, n->type, 1 /* CLOEXEC */);
	cleanup_fd int made = -1;

	if (context == -1 ||
	    syscall(SYS_fsconfig, context, 6 /* CMD_CREATE */, NULL, NULL, 0) == -1)
		return false;
	/* The flags of before 2019 have the same numbers as the new ones. */
	made = (int)syscall(SYS_fsmount, context, 1 /* CLOEXEC */, n->flags);
	return made != -1;
}

/* The host's own, bound. */
static struct needed rbind(const char *target)
{
	return (struct needed){
		.shell = "--rbind",
		.source = target,
		.target = target,
		.flags = MS_BIND | MS_REC,
		.directory = true,
	};
}

/* proc shows a PID namespace, sysfs a network namespace: a fresh one takes CAP_SYS_ADMIN in
 * the user namespace that owns it, and a whole old one in sight.  Else the host's own, bound,
 * shows the same; if there is none, do without sysfs.  See user_namespaces(7). */
const struct needed *needed_mounts(void)
{
	static struct needed list[NEEDED + 1];
	struct needed *n = list;

	for (size_t i = 0; i < NEEDED; i++) {
		bool proc = strcmp(all_needed[i].target, "/proc") == 0;
		bool sysfs = strcmp(all_needed[i].target, "/sys") == 0;

		*n = all_needed[i];
		if ((sysfs || (proc && proc_is_ours())) && !may_mount(n)) {
			if (mount_at(n->target) == NULL)
				continue;
			*n = rbind(n->target);
		}
		n++;
	}
	*n = (struct needed){ 0 };
	forget_failures();
	return list;
}

/* For a container with all namespaces: what needed_mounts() has, and what a PID, an IPC and
 * a cgroup namespace of one's own show.  sysfs shows a network namespace: with the host's,
 * bind the host's. */
const struct needed *container_mounts(bool own_network)
{
	static const struct needed more[] = {
		{ "-t tmpfs", "tmpfs", "/run", "tmpfs", QUIET, "mode=755", true },
		{ "-t mqueue", "mqueue", "/dev/mqueue", "mqueue", QUIET | MS_NOEXEC, NULL,
		  true },
		{ "-t cgroup2", "cgroup2", "/sys/fs/cgroup", "cgroup2",
		  QUIET | MS_NOEXEC | MS_RDONLY, NULL, true },
	};
	enum { MORE = sizeof(more) / sizeof(more[0]) };
	static struct needed list[NEEDED + MORE + 1];
	struct needed *n = list;
	struct statfs sys = { 0 };
	bool has_sys;

	if (statfs("/sys", &sys) == -1 && errno != ENOENT)
		die("statfs(\"/sys\")");
	/* Where no sysfs is in sight, a fresh one is EPERM.  See user_namespaces(7). */
	has_sys = sys.f_type == SYSFS_MAGIC;
	for (size_t i = 0; i < NEEDED; i++) {
		*n = all_needed[i];
		if (strcmp(n->target, "/sys") == 0 && !has_sys)
			continue;
		if (strcmp(n->target, "/sys") == 0 && !own_network)
			*n = rbind("/sys");
		n++;
	}
	for (size_t i = 0; i < MORE; i++)
		if (has_sys || strncmp(more[i].target, "/sys/", 5) != 0)
			*n++ = more[i];
	*n = (struct needed){ 0 };
	forget_failures();
	return list;
}

/* About the machine and not about the container, or a way to harm it. */
const char *const container_masked[] = {
	"proc/kcore",
	"proc/keys",
	"proc/timer_list",
	"proc/sysrq-trigger",
	"proc/sched_debug",
	"proc/latency_stats",
	"proc/acpi",
	"proc/scsi",
	"proc/asound",
	"sys/firmware",
	"sys/devices/virtual/powercap",
	NULL,
};

/* What sets the machine. */
const char *const container_read_only[] = { "proc/sys", "proc/bus", "proc/fs", "proc/irq",
					    NULL };

/* ---- the places for all of it ---- */

/* Is this place in one of the file systems that a root needs, and not just on it? */
static bool is_in_needed(const char *target, const struct needed *list)
{
	for (const struct needed *n = list; n->target != NULL; n++) {
		const char *rest = path_below(target, n->target);

		if (rest != NULL && *rest != '\0')
			return true;
	}
	return false;
}

/* DST in the DST of another -b is in that one's SRC, which is the host's: nothing is made
 * there.  False if it is in no other. */
static bool is_in_other(const struct binds *list, const struct bind *b)
{
	for (const struct bind *other = b - 1; other >= list->bind; other--) {
		const char *rest = path_below(b->target, other->target);
		cleanup_fd int fd = -1;

		if (rest == NULL)
			continue;
		if (*rest != '\0')
			fd = open_place(other->source, rest, b->directory, false);
		else if (b->directory == other->directory)
			fd = open(other->source, O_PATH | O_CLOEXEC);
		if (fd == -1)
			diex("-b %s:%s: there is no such place in %s, which is to be at "
			     "%s",
			     b->source, b->target, other->source, other->target);
		return true;
	}
	return false;
}

static void look_at(const char *rootfs, const char *path, bool directory)
{
	int fd = open_place(rootfs, path, directory, false);

	if (fd != -1)
		(void)close(fd);
}

void must_be_mountable(const char *rootfs, const struct binds *list)
{
	if (strcmp(rootfs, "/") == 0)
		diex("ROOTFS / is the root already");
	for (const struct needed *n = all_needed; n->target != NULL; n++)
		if (!is_in_needed(n->target, all_needed))
			look_at(rootfs, n->target, n->directory);
	for (const struct bind *b = list->bind; b < list->bind + list->count; b++)
		if (!is_in_other(list, b) && !is_in_needed(b->target, all_needed))
			look_at(rootfs, b->target, b->directory);
}

void must_leave_masks(const struct binds *list)
{
	for (const struct bind *b = list->bind; b < list->bind + list->count; b++)
		if (path_below(b->target, "/proc") != NULL ||
		    strcmp(b->target, "/dev") == 0 || strcmp(b->target, "/dev/null") == 0)
			diex("-b %s:%s: /proc, /dev and /dev/null in there have to be "
			     "the kernel's own, for the masks",
			     b->source, b->target);
}

/* Make the places for them, while ROOTFS can be written to: but for those that are in what
 * is to be mounted itself. */
void make_targets(const char *rootfs, const struct needed *list,
		  const struct binds *binds)
{
	for (const struct needed *n = list; n->target != NULL; n++)
		if (!is_in_needed(n->target, list))
			(void)mount_target(rootfs, n->target, n->directory);
	for (const struct bind *b = binds->bind; b < binds->bind + binds->count; b++)
		if (!is_in_other(binds, b) && !is_in_needed(b->target, list))
			(void)mount_target(rootfs, b->target, b->directory);
	forget_failures();
}

/* /dev/fd and its like lead to /proc/self/fd; /dev/ptmx is the new devpts' own. */
void make_dev_links(const char *rootfs)
{
	static const char *const links[][2] = {
		{ "/proc/self/fd", "fd" },	 { "/proc/self/fd/0", "stdin" },
		{ "/proc/self/fd/1", "stdout" }, { "/proc/self/fd/2", "stderr" },
		{ "pts/ptmx", "ptmx" },
	};
	char path[PATH_MAX + 16];
	struct stat root, mounted;
	cleanup_fd int dev = -1;
	int found;

	snprintf(path, sizeof(path), "%s/dev", rootfs);
	if (stat(rootfs, &root) == -1)
		die("stat(\"%s\")", rootfs);
	found = lstat(path, &mounted);
	if (found == -1 && errno != ENOENT)
		die("lstat(\"%s\")", path);
	if (found == -1 || mounted.st_dev == root.st_dev) {
		forget_failures();
		return; /* a folder of ROOTFS's own: they would stay */
	}
	dev = open(path, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (dev == -1)
		die("open %s", path);
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		if (symlinkat(links[i][0], dev, links[i][1]) == -1 && errno != EEXIST)
			die("ln -s %s %s/%s", links[i][0], path, links[i][1]);
	forget_failures();
}
