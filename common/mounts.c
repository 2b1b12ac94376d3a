/* mounts.c - the mount table in words, -b SRC:DST, and safe places to mount on.
 *
 * libmount takes the table apart: mountinfo escapes blanks and newlines, and has a variable
 * number of fields (proc_pid_mountinfo(5)).  The file is read here, since libmount takes a
 * read that fails for its end.  What changes the table is the labs' own.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <libmount/libmount.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lab.h"

enum { TABLE_LINES = 24 }; /* of the view */

static const struct binds *asked; /* the program's -b, for the view */

/* ---- the table ---- */

/* The whole file; NULL with errno.  It has no size before it is read. */
static char *read_table(void)
{
	size_t size = 1 << 14;
	char *text = NULL;
	ssize_t length;

	do {
		free(text);
		size *= 2;
		text = malloc(size);
		length = text ? read_file("/proc/self/mountinfo", text, size) : -1;
	} while (length + 2 >= (ssize_t)size);
	if (length != -1)
		return text;
	free(text);
	return NULL;
}

/* In a chroot no mount may be in sight, and fmemopen(3) wants at least a byte. */
static struct libmnt_table *parse_table(char *text)
{
	struct libmnt_table *table = mnt_new_table();
	FILE *file = *text ? fmemopen(text, strlen(text), "r") : NULL;
	int failed = 0;

	if (table == NULL || (*text && file == NULL))
		failed = 1;
	else if (file != NULL)
		failed = mnt_table_parse_stream(table, file, "/proc/self/mountinfo");
	if (file != NULL)
		fclose(file);
	if (!failed)
		return table;
	mnt_unref_table(table);
	return NULL;
}

const struct mount_info *mount_table(void)
{
	struct libmnt_table *table;
	struct libmnt_iter *iter;
	struct mount_info *list = NULL;
	struct libmnt_fs *fs;
	char *text;

	if ((text = read_table()) == NULL)
		return NULL;
	table = parse_table(text);
	free(text);
	iter = mnt_new_iter(MNT_ITER_FORWARD);
	if (table != NULL && iter != NULL)
		list = calloc((size_t)mnt_table_get_nents(table) + 1, sizeof(*list));
	for (struct mount_info *m = list;
	     list != NULL && mnt_table_next_fs(table, iter, &fs) == 0; m++) {
		m->id = mnt_fs_get_id(fs);
		m->parent = mnt_fs_get_parent_id(fs);
		m->point = mnt_fs_get_target(fs);
		m->type = mnt_fs_get_fstype(fs);
		m->root = mnt_fs_get_root(fs);
		m->options = mnt_fs_get_fs_options(fs);
		m->tags = mnt_fs_get_optional_fields(fs);
		if (m->tags == NULL)
			m->tags = "";
		(void)mnt_optstr_get_flags(mnt_fs_get_vfs_options(fs), &m->flags,
					   mnt_get_builtin_optmap(MNT_LINUX_MAP));
	}
	mnt_free_iter(iter); /* not the table: the texts are in there */
	return list;
}

const char *path_below(const char *path, const char *above)
{
	size_t length = strcmp(above, "/") == 0 ? 0 : strlen(above);

	if (strncmp(path, above, length) != 0 ||
	    (path[length] != '/' && path[length] != '\0'))
		return NULL;
	return path + length;
}

const struct mount_info *mount_at(const char *point)
{
	const struct mount_info *found = NULL;

	for (const struct mount_info *m = mount_table(); m && m->point; m++)
		if (strcmp(m->point, point) == 0)
			found = m;
	return found;
}

const struct mount_info *mount_of(const char *path)
{
	cleanup_fd int fd = open(path, O_PATH | O_CLOEXEC);
	char name[64], text[256];
	const char *id;

	snprintf(name, sizeof(name), "/proc/self/fdinfo/%d", fd);
	if (fd == -1 || read_file(name, text, sizeof(text)) == -1 ||
	    (id = strstr(text, "mnt_id:")) == NULL)
		return NULL;
	for (const struct mount_info *m = mount_table(); m && m->point; m++)
		if (m->id == atoi(id + strlen("mnt_id:")))
			return m;
	return NULL;
}

/* "shared:1 master:2" in words: "shared:1, slave of 2". */
void mount_propagation(const struct mount_info *m, char *text, size_t size)
{
	char tags[128], *tag, *rest = tags;
	const char *comma = "";
	size_t length = 0;

	snprintf(tags, sizeof(tags), "%s", m->tags);
	snprintf(text, size, "private");
	while ((tag = strsep(&rest, " ")) != NULL && length < size) {
		bool slave = strncmp(tag, "master:", strlen("master:")) == 0;

		if (*tag == '\0' || strncmp(tag, "propagate_from:", 15) == 0)
			continue;
		length += (size_t)snprintf(text + length, size - length, "%s%s%s", comma,
					   slave ? "slave of " : "",
					   slave ? tag + strlen("master:") : tag);
		comma = ", ";
	}
}

void must_all_be_private(void)
{
	const struct mount_info *m = mount_table();
	char words[128];

	if (m == NULL && errno != ENOENT)
		die("read /proc/self/mountinfo");
	for (; m && m->point; m++) {
		if (strstr(m->tags, "shared:") == NULL)
			continue;
		mount_propagation(m, words, sizeof(words));
		diex("step %d left %s %s: what is mounted there would appear on the host",
		     step_of_row("propagation"), m->point, words);
	}
}

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
		if (directory ? mkdirat(at, name, 0755) == -1
			      : (made = openat(at, name, O_CREAT | O_EXCL | O_CLOEXEC,
					       0644)) == -1)
			diex("%s is to be mounted on and can't be made: %s (%s)", so_far,
			     errno_name(errno), strerror(errno));
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
};

enum { NEEDED = sizeof(all_needed) / sizeof(all_needed[0]) };

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

/* Does /proc show our PID namespace, and not another? */
static bool proc_is_ours(void)
{
	char self[32] = "";

	return readlink("/proc/self", self, sizeof(self) - 1) > 0 &&
	       atoi(self) == getpid();
}

/* proc shows a PID namespace, sysfs a network namespace: a fresh one takes CAP_SYS_ADMIN in
 * the user namespace that owns it, and a whole old one in sight.  Else the host's own, bound,
 * shows the same; if there is none, do without sysfs.  See user_namespaces(7). */
const struct needed *needed_mounts(void)
{
	static struct needed list[NEEDED + 1];
	struct needed *n = list;

	for (size_t i = 0; i < NEEDED; i++) {
		bool proc, sysfs;

		*n = all_needed[i];
		proc = n->type != NULL && strcmp(n->type, "proc") == 0;
		sysfs = n->type != NULL && strcmp(n->type, "sysfs") == 0;
		if ((sysfs || (proc && proc_is_ours())) && !may_mount(n)) {
			if (mount_at(n->target) == NULL)
				continue;
			*n = (struct needed){ "--rbind", n->target,	   n->target,
					      NULL,	 MS_BIND | MS_REC, NULL,
					      true };
		}
		n++;
	}
	*n = (struct needed){ 0 };
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
	static struct needed list[sizeof(all_needed) / sizeof(all_needed[0]) +
				  sizeof(more) / sizeof(more[0]) + 1];
	struct needed *n = list;
	struct statfs sys;
	bool has_sys;

	if (statfs("/sys", &sys) == -1 && errno != ENOENT)
		die("statfs(\"/sys\")");
	/* Where no sysfs is in sight, a fresh one is EPERM.  See user_namespaces(7). */
	has_sys = sys.f_type == SYSFS_MAGIC;
	for (size_t i = 0; i < sizeof(all_needed) / sizeof(all_needed[0]); i++) {
		*n = all_needed[i];
		if (strcmp(n->target, "/sys") == 0 && !has_sys)
			continue;
		if (strcmp(n->target, "/sys") == 0 && !own_network)
			*n = (struct needed){ "--rbind",	"/sys", "/sys", NULL,
					      MS_BIND | MS_REC, NULL,	true };
		n++;
	}
	for (size_t i = 0; i < sizeof(more) / sizeof(more[0]); i++)
		if (has_sys || strncmp(more[i].target, "/sys/", 5) != 0)
			*n++ = more[i];
	*n = (struct needed){ 0 };
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

/* The flags of mount(2) as mount_setattr(2) has them: the same numbers. */
int add_mount_flags(const char *path, unsigned long flags)
{
	struct {
		uint64_t set, clear, propagation, userns_fd;
	} attributes = { .set = flags };
	const struct mount_info *m;
	char *real;

	if (syscall(SYS_mount_setattr, AT_FDCWD, path, AT_RECURSIVE, &attributes,
		    sizeof(attributes)) == 0)
		return 0;
	if (errno != ENOSYS)
		return -1;
	/* Before Linux 5.12: one by one. */
	real = realpath(path, NULL);
	m = real ? mount_table() : NULL;
	for (; m != NULL && m->point != NULL; m++)
		if (path_below(m->point, real) != NULL &&
		    mount(NULL, m->point, NULL, MS_REMOUNT | MS_BIND | flags | m->flags,
			  NULL) == -1)
			break;
	free(real);
	return m != NULL && m->point == NULL ? 0 : -1;
}

/* Is this place in one of the file systems that a root needs, and not just on it? */
static bool is_in_needed(const char *target)
{
	for (size_t i = 0; i < NEEDED; i++) {
		const char *rest = path_below(target, all_needed[i].target);

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
	for (size_t i = 0; i < NEEDED; i++)
		if (!is_in_needed(all_needed[i].target))
			look_at(rootfs, all_needed[i].target, all_needed[i].directory);
	for (const struct bind *b = list->bind; b < list->bind + list->count; b++)
		if (!is_in_other(list, b) && !is_in_needed(b->target))
			look_at(rootfs, b->target, b->directory);
}

/* Make the places for them, while ROOTFS can be written to: but for those that are in what
 * is to be mounted itself. */
void make_targets(const char *rootfs, const struct needed *list,
		  const struct binds *binds)
{
	for (const struct needed *n = list; n->target != NULL; n++)
		if (!is_in_needed(n->target))
			(void)mount_target(rootfs, n->target, n->directory);
	for (const struct bind *b = binds->bind; b < binds->bind + binds->count; b++)
		if (!is_in_other(binds, b) && !is_in_needed(b->target))
			(void)mount_target(rootfs, b->target, b->directory);
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

	snprintf(path, sizeof(path), "%s/dev", rootfs);
	if (stat(rootfs, &root) == -1)
		die("stat(\"%s\")", rootfs);
	if (lstat(path, &mounted) == -1 || mounted.st_dev == root.st_dev)
		return; /* a folder of ROOTFS's own: they would stay */
	dev = open(path, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (dev == -1)
		die("open %s", path);
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		if (symlinkat(links[i][0], dev, links[i][1]) == -1 && errno != EEXIST)
			die("ln -s %s %s/%s", links[i][0], path, links[i][1]);
}

/* ---- -b SRC:DST[:ro] and -p ---- */

/* DST without // and /./; false if there is a "..", or nothing left. */
static bool make_plain(char *path)
{
	char *copy = strdup(path), *rest = copy, *name, *out = path;

	while (copy != NULL && (name = strsep(&rest, "/")) != NULL) {
		if (strcmp(name, "..") == 0)
			return false;
		if (*name != '\0' && strcmp(name, ".") != 0)
			out += sprintf(out, "/%s", name);
	}
	free(copy);
	return out > path;
}

void option_bind(const char *argument, void *field)
{
	struct binds *list = field;
	struct bind *b = &list->bind[list->count];
	char *source = strdup(argument), *target = NULL, *end = source + strlen(source);
	struct stat st;

	if (list->count == MAX_BINDS)
		diex("-b %s: more than %d of them", argument, MAX_BINDS);
	if (end - source > 3 && strcmp(end - 3, ":ro") == 0) {
		b->read_only = true;
		end[-3] = '\0';
	}
	for (char *at = source; (at = strstr(at, ":/")) != NULL; at++)
		target = at; /* the last one: SRC may have a colon in it, DST may not */
	if (target == NULL || target == source || strchr(target + 1, ':') != NULL)
		diex("-b %s: not SRC:DST[:ro] with DST from / on", argument);
	*target++ = '\0';
	if (!make_plain(target))
		diex("-b %s: DST is a place below /, without ..", argument);
	if (stat(source, &st) == -1)
		diex("-b %s: %s: %s (%s)", argument, source, errno_name(errno),
		     strerror(errno));
	b->source = source;
	b->target = target;
	b->directory = S_ISDIR(st.st_mode);
	b->tree = -1;
	list->count++;
	asked = list;
}

static const struct {
	const char *word;
	unsigned long flag;
} propagations[] = {
	{ "private", MS_PRIVATE },
	{ "slave", MS_SLAVE },
	{ "shared", MS_SHARED },
	{ "unbindable", MS_UNBINDABLE },
};

void option_propagation(const char *argument, void *field)
{
	for (size_t i = 0; i < sizeof(propagations) / sizeof(propagations[0]); i++)
		if (strcmp(argument, propagations[i].word) == 0) {
			*(unsigned long *)field = propagations[i].flag;
			return;
		}
	diex("-p %s: private, slave, shared or unbindable", argument);
}

const char *propagation_word(unsigned long flag)
{
	for (size_t i = 0; i < sizeof(propagations) / sizeof(propagations[0]); i++)
		if (propagations[i].flag == flag)
			return propagations[i].word;
	return "?";
}

/* Where slave or shared is wanted of what gets and gives nothing: say so.  And where it gets
 * and doesn't give: a mount namespace of another user namespace has no peers outside. */
static void must_propagate(const struct bind *b, unsigned long wanted)
{
	const struct mount_info *m = mount_of(b->source);
	char words[128];

	if ((wanted != MS_SLAVE && wanted != MS_SHARED) || m == NULL ||
	    strstr(m->tags, "shared:") != NULL)
		return;
	mount_propagation(m, words, sizeof(words));
	if (strstr(m->tags, "master:") == NULL)
		diex("-p %s: %s is on the mount %s, which is %s: nothing would come "
		     "through (on the host: mount --make-shared %s)",
		     propagation_word(wanted), b->source, m->point, words, m->point);
	if (wanted == MS_SHARED)
		say("-p shared: %s is on the mount %s, which is %s in here: the host's "
		    "mounts come in, none goes out",
		    b->source, m->point, words);
}

/* What is mounted in a shared DST appears in SRC on the host, and stays there. */
static void must_be_apart(const struct binds *list, const struct bind *b)
{
	for (const struct bind *other = list->bind; other < b; other++)
		if (path_below(b->target, other->target) != NULL)
			diex("-p shared: %s is in %s, so it would be mounted in %s on "
			     "the host, too, and stay there",
			     b->target, other->target, other->source);
}

void clone_sources(struct binds *list, unsigned long propagation)
{
	for (size_t i = 0; i < list->count; i++) {
		struct bind *b = &list->bind[i];

		must_propagate(b, propagation);
		if (propagation == MS_SHARED)
			must_be_apart(list, b);
		b->tree = (int)syscall(SYS_open_tree, AT_FDCWD, b->source,
				       OPEN_TREE_CLONE | O_CLOEXEC | AT_RECURSIVE);
		if (b->tree == -1)
			die("open_tree(\"%s\", OPEN_TREE_CLONE)", b->source);
	}
}

const char *bind_path(const struct bind *b)
{
	static char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", b->tree);
	return path;
}

const struct mount_info *bind_mounts(const char *rootfs, const struct bind *b)
{
	const struct mount_info *table = mount_table();
	struct mount_info *list;
	size_t count = 0;
	char *top;

	for (const struct mount_info *m = table; m && m->point; m++)
		count++;
	list = calloc(count + 1, sizeof(*list));
	if (list == NULL || asprintf(&top, "%s%s", rootfs, b->target) == -1)
		die("calloc");
	count = 0;
	for (const struct mount_info *m = table; m && m->point; m++) {
		const char *rest = path_below(m->point, top);

		if (rest == NULL)
			continue;
		list[count] = *m;
		if (asprintf(&list[count].path, "%s%s", bind_path(b), rest) == -1)
			die("asprintf");
		count++;
	}
	free(top);
	return list;
}

/* ---- rows of the view ---- */

/* What is below the mount that `base` is, in `table`: the path from there; NULL for others,
 * such as those of an old root that is stacked on it. */
static const char *below_base(const struct mount_info *m, const char *base,
			      const struct mount_info *table)
{
	const struct mount_info *top = m, *on = mount_of(base), *next;
	const char *rest = path_below(m->point, base);

	if (rest == NULL || *rest == '\0' || strcmp(rest, "/") == 0 || on == NULL)
		return NULL;
	while (top->point != NULL && strcmp(top->point, base) != 0) {
		for (next = table; next->point != NULL && next->id != top->parent; next++)
			;
		top = next;
	}
	return top->point != NULL && top->id != on->id ? NULL : rest;
}

/* Is this place, below ROOTFS, one of a -b? */
static bool is_of_bind(const char *place)
{
	for (size_t i = 0; asked != NULL && i < asked->count; i++)
		if (path_below(place, asked->bind[i].target) != NULL)
			return true;
	return false;
}

/* What has been made of ROOTFS: a folder of some mount, a mount itself, the root. */
void row_rootfs(const struct lab_row *row, pid_t pid, char *value)
{
	const char *base = rootfs_here();
	const struct mount_info *on = mount_of(base);
	int here = 0;

	(void)row;
	(void)pid;
	for (const struct mount_info *m = mount_table(); m && m->point; m++)
		here += strcmp(m->point, base) == 0;
	if (strcmp(base, "/") == 0)
		snprintf(value, ROW_VALUE, "the root");
	else if (here > 1)
		snprintf(value, ROW_VALUE, "%d mounts, one on the other", here);
	else if (here == 1)
		snprintf(value, ROW_VALUE, "a mount of its own");
	else
		snprintf(value, ROW_VALUE, "a folder of the mount %s",
			 on ? on->point : "?");
	make_printable(value, '\0');
}

/* Add TEXT to a list, as far as there is room; a newline in a name is none of ours. */
static void add_word(char *value, char separator, const char *text)
{
	size_t length = strlen(value), more = strlen(text);

	if (length + more + 2 > ROW_VALUE)
		return;
	if (length > 0)
		value[length++] = separator;
	for (size_t i = 0; i <= more; i++)
		value[length + i] = text[i] == '\n' ? '?' : text[i];
}

/* The mounts below ROOTFS but for those of -b; `what` is "folders" or "files". */
void row_mounted(const struct lab_row *row, pid_t pid, char *value)
{
	const struct mount_info *table = mount_table();
	const char *base = rootfs_here(), *place;
	bool folders = strcmp(row->what, "folders") == 0;
	struct stat st;

	(void)pid;
	for (const struct mount_info *m = table; m && m->point; m++)
		if ((place = below_base(m, base, table)) != NULL && !is_of_bind(place) &&
		    stat(m->point, &st) == 0 && S_ISDIR(st.st_mode) == folders)
			add_word(value, ' ', place);
	if (value[0] == '\0')
		snprintf(value, ROW_VALUE, "nothing");
}

/* The -b mounts, one a line: "/data slave of 5, read-only". */
void row_binds(const struct lab_row *row, pid_t pid, char *value)
{
	const struct mount_info *table = mount_table();
	const char *base = rootfs_here(), *place;
	char words[128], text[PATH_MAX + 160];

	(void)row;
	(void)pid;
	for (const struct mount_info *m = table; m && m->point; m++) {
		if ((place = below_base(m, base, table)) == NULL || !is_of_bind(place))
			continue;
		mount_propagation(m, words, sizeof(words));
		snprintf(text, sizeof(text), "%s %s%s", place, words,
			 m->flags & MS_RDONLY ? ", read-only" : "");
		add_word(value, '\n', text);
	}
	if (value[0] == '\0')
		snprintf(value, ROW_VALUE, asked ? "not mounted" : "none asked for");
}

static int by_point(const void *a, const void *b)
{
	const struct mount_info *x = a, *y = b;

	return strcmp(x->point, y->point) ? strcmp(x->point, y->point) : x->id - y->id;
}

/* The table itself: point and propagation, a line each. */
void row_mount_table(const struct lab_row *row, pid_t pid, char *value)
{
	struct mount_info *table = (struct mount_info *)mount_table();
	char words[128], text[PATH_MAX + 160];
	size_t count = 0;
	int lines = 0, more = 0;

	(void)row;
	(void)pid;
	while (table != NULL && table[count].point != NULL)
		count++;
	if (count > 0)
		qsort(table, count, sizeof(*table), by_point);
	for (const struct mount_info *m = table; m && m->point; m++) {
		if (++lines > TABLE_LINES || strlen(value) > ROW_VALUE - 128) {
			more++;
			continue;
		}
		mount_propagation(m, words, sizeof(words));
		snprintf(text, sizeof(text), "%s %s", m->point, words);
		add_word(value, '\n', text);
	}
	if (more > 0) {
		snprintf(text, sizeof(text), "and %d more", more);
		add_word(value, '\n', text);
	}
	if (lines == 0)
		snprintf(value, ROW_VALUE, "no /proc in here");
}

/* How many mounts there are, and of which types: "17: proc 2, tmpfs 5". */
void row_mount_types(const struct lab_row *row, pid_t pid, char *value)
{
	const struct mount_info *table = mount_table();
	size_t length = 0;
	int all = 0;

	(void)row;
	(void)pid;
	for (const struct mount_info *m = table; m && m->point; m++)
		all++;
	if (all == 0) {
		snprintf(value, ROW_VALUE, "no /proc in here");
		return;
	}
	length = (size_t)snprintf(value, ROW_VALUE, "%d:", all);
	for (const struct mount_info *m = table; m->point; m++) {
		int same = 0;
		bool seen = false;

		for (const struct mount_info *o = table; o->point; o++) {
			seen = seen || (o < m && strcmp(o->type, m->type) == 0);
			same += strcmp(o->type, m->type) == 0;
		}
		if (!seen && length < ROW_VALUE - 64)
			length += (size_t)snprintf(value + length, ROW_VALUE - length,
						   " %s %d", m->type, same);
	}
}

/* Which of the files that are often hidden show nothing. */
void row_masked(const struct lab_row *row, pid_t pid, char *value)
{
	static const char *const files[] = { "/proc/kcore", "/proc/keys",
					     "/proc/timer_list", "/proc/sysrq-trigger" };
	size_t length = 0;
	struct statvfs fs;

	(void)row;
	(void)pid;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct stat st;

		if (stat(files[i], &st) == 0 && S_ISCHR(st.st_mode))
			length += (size_t)snprintf(value + length, ROW_VALUE - length,
						   "%s ", files[i] + strlen("/proc/"));
	}
	if (statvfs("/proc/sys", &fs) == 0 && (fs.f_flag & ST_RDONLY))
		snprintf(value + length, ROW_VALUE - length, "sys read-only");
	if (value[0] == '\0')
		snprintf(value, ROW_VALUE, "nothing");
}
