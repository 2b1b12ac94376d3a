/* root.c - the file tree: a tmpfs with the machine's /usr, read only, and what is made in it.
 * Read: mount_namespaces(7), pivot_root(2)
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host.h"

/* Younger than the C libraries of 2020. */
#ifndef SYS_open_tree
#define SYS_open_tree 428
#endif
#ifndef OPEN_TREE_CLONE
#define OPEN_TREE_CLONE 1
#endif

/* Something of the machine, to be made again at `path` of the pretend host. */
struct copy {
	char *path;
	mode_t mode;
	char *data;  /* a file's contents, a link's target */
	size_t size; /* bytes */
};

static void load_at(struct host *h, int dir, const char *name, int flags,
		    const char *path);
static struct copy *add_copy(struct host *h, const char *path, mode_t mode);
static void load_folder(struct host *h, int fd, const char *path);
static void make_parents(const char *path);
static void make_dir(const char *path, mode_t mode);
static void make_link(const char *target, const char *path);
static void make_file(const char *path, mode_t mode, const char *data, size_t size);
static void bind_mount(const char *from, const char *to);
static int detached_copy(const char *path);

/* A tmpfs, with the current folder in it: all paths are relative to it from here on, as
 * the old root stays "/" until enter_root.  /tmp is covered only in here. */
void make_root(struct host *h)
{
	static const struct {
		const char *path;
		mode_t mode;
	} dir[] = {
		{ "etc", 0755 },       { "proc", 0555 }, { "sys", 0555 },
		{ "dev", 0755 },       { "tmp", 01777 }, { "run", 0755 },
		{ "run/mount", 0755 }, { "var", 0755 },	 { "var/tmp", 01777 },
		{ "root", 0700 },      { "home", 0755 }, { "home/nina", 0755 },
		{ "mnt", 0755 },       { "opt", 0755 },	 { "opt/bin", 0755 },
	};

	/* The copied mounts are still slaves of the originals; be independent. */
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1)
		refused("mount --make-rprivate /");
	if (mount("pretend", "/tmp", "tmpfs", 0, "size=64m,nr_inodes=16k,mode=755") == -1)
		refused("mount -t tmpfs pretend /tmp");
	if (chdir("/tmp") == -1)
		die("chdir /tmp");
	h->root = detached_copy(".");
	for (size_t i = 0; i < countof(dir); i++)
		make_dir(dir[i].path, dir[i].mode);
	if (h->ids != ONE_ID && chown("home/nina", NINA, NINA_GROUP) == -1)
		die("chown home/nina");
}

/* The machine's programs and libraries, in place: folders, or links into /usr. */
void bind_system(void)
{
	static const char *const dirs[] = {
		"/usr",	  "/bin",   "/sbin",   "/lib",
		"/lib32", "/lib64", "/libx32", "/etc/alternatives",
	};

	for (size_t i = 0; i < countof(dirs); i++) {
		const char *to = dirs[i] + 1;
		char target[256];
		ssize_t length = readlink(dirs[i], target, sizeof(target) - 1);

		if (length != -1) {
			target[length] = '\0';
			make_link(target, to);
		} else if (errno == EINVAL) { /* there, and no link */
			make_dir(to, 0755);
			bind_mount(dirs[i], to);
		}
	}
}

/* Both while the old ones are in sight: the kernel gives a user namespace a new one only
 * if a whole one is visible already (mount_too_revealing); see user_namespaces(7). */
void mount_proc_and_sys(struct host *h)
{
	unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;

	if (mount("proc", "proc", "proc", flags, NULL) == -1)
		refused("mount -t proc proc /proc");
	h->proc = detached_copy("proc");
	/* From 6.14 on each PID namespace has its own: for those who get no cgroup. */
	write_at(h->proc, "sys/kernel/pid_max", "1024");
	/* In a container /sys may be read only, or missing: then it is the same here. */
	if (mount("sysfs", "sys", "sysfs", flags, NULL) == -1)
		mount("sysfs", "sys", "sysfs", flags | MS_RDONLY, NULL);
}

/* mknod(2) is EPERM in a user namespace, so the devices are the machine's, bound. */
void make_dev(const struct host *h)
{
	static const char *const devices[] = { "null",	 "zero",    "full",
					       "random", "urandom", "tty" };
	const char *pts = h->ids == ONE_ID ? "newinstance,ptmxmode=666,mode=620"
					   : "newinstance,ptmxmode=666,mode=620,gid=5";

	if (mount("dev", "dev", "tmpfs", MS_NOSUID, "size=4m,nr_inodes=1k,mode=755") ==
	    -1)
		die("mount -t tmpfs dev /dev");
	for (size_t i = 0; i < countof(devices); i++) {
		char *to = say("dev/%s", devices[i]);

		make_file(to, 0666, "", 0);
		bind_mount(say("/dev/%s", devices[i]), to);
	}
	make_link("/proc/self/fd", "dev/fd");
	make_link("/proc/self/fd/0", "dev/stdin");
	make_link("/proc/self/fd/1", "dev/stdout");
	make_link("/proc/self/fd/2", "dev/stderr");
	make_link("pts/ptmx", "dev/ptmx");
	make_dir("dev/pts", 0755);
	if (mount("devpts", "dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, pts) == -1)
		die("mount -t devpts -o %s devpts /dev/pts", pts);
	make_dir("dev/shm", 01777);
	if (mount("shm", "dev/shm", "tmpfs", MS_NOSUID | MS_NODEV,
		  "size=64m,nr_inodes=1k,mode=1777") == -1)
		die("mount -t tmpfs shm /dev/shm");
}

/* /sys/fs/cgroup, as the new cgroup namespace shows it: v2 there itself, or a folder for
 * each hierarchy of v1, named as the machine does. */
void show_cgroups(void)
{
	unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
	const char *top = "sys/fs/cgroup";

	if (made.groups == 0 || access(top, F_OK) == -1)
		return;
	if (made.groups > 1 || !made.cgroup[0].v2)
		if (mount("cgroups", top, "tmpfs", flags, "size=64k,mode=755") == -1)
			die("mount -t tmpfs cgroups /%s", top);
	for (struct cgroup *g = made.cgroup; g < made.cgroup + made.groups; g++) {
		const char *name = strrchr(g->point, '/') + 1;
		char *path = made.groups == 1 && g->v2 ? say("%s", top)
						       : say("%s/%s", top, name);

		make_dir(path, 0755);
		if (mount("cgroup", path, g->v2 ? "cgroup2" : "cgroup", flags,
			  g->controllers) == -1)
			die("mount -t cgroup -o %s cgroup /%s", g->controllers, path);
	}
}

/* The old root is stacked on the new one, at the same "/", and unmounted from there: see
 * pivot_root(2), "pivot_root(".", ".")".  Then be shared, as where systemd is. */
void enter_root(void)
{
	if (syscall(SYS_pivot_root, ".", ".") == -1)
		die("pivot_root(\".\", \".\")");
	if (umount2(".", MNT_DETACH) == -1)
		die("umount -l the old root");
	if (chdir("/") == -1)
		die("chdir /");
	if (mount(NULL, "/", NULL, MS_REC | MS_SHARED, NULL) == -1)
		die("mount --make-rshared /");
}

/* Write-protect what bind_system bound: each mount by itself, as MS_RDONLY holds for one
 * only (mount_setattr(2) is younger than 5.10).  Flags that a mount has from outside are
 * locked, and must be said again; see mount_namespaces(7). */
void protect_system(const struct host *h)
{
	char *text = slurp(h->proc, "self/mountinfo");
	struct mount_line m;

	while (next_mount(&text, &m)) {
		unsigned long flags = MS_REMOUNT | MS_BIND | MS_RDONLY;

		if (has_word("/ /proc /sys /dev", m.point) ||
		    strncmp(m.point, "/dev/", 5) == 0 ||
		    strncmp(m.point, "/sys/fs/cgroup", 14) == 0)
			continue;
		flags |= has_word(m.options, "nosuid") ? MS_NOSUID : 0;
		flags |= has_word(m.options, "nodev") ? MS_NODEV : 0;
		flags |= has_word(m.options, "noexec") ? MS_NOEXEC : 0;
		if (mount(NULL, m.point, NULL, flags, NULL) == -1)
			die("mount -o remount,bind,ro %s", m.point);
	}
}

void write_etc(void)
{
	static const char *const file[][2] = {
		{ "/etc/passwd",
		  "root:x:0:0:root:/root:/bin/sh\n"
		  "nina:x:1000:1001:Nina:/home/nina:/bin/sh\n"
		  "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n" },
		{ "/etc/group", "root:x:0:\ntty:x:5:\nsudo:x:27:nina\n"
				"nina:x:1001:\nnogroup:x:65534:\n" },
		{ "/etc/hosts",
		  "127.0.0.1 localhost\n127.0.1.1 pretend\n::1 localhost\n" },
		{ "/etc/hostname", "pretend\n" },
		{ "/etc/nsswitch.conf",
		  "passwd: files\ngroup: files\nshadow: files\n"
		  "hosts: files\nprotocols: files\nservices: files\n" },
		{ "/etc/subuid", "nina:10000:20000\n" },
		{ "/etc/subgid", "nina:10000:20000\n" },
	};

	for (size_t i = 0; i < countof(file); i++)
		make_file(file[i][0], 0644, file[i][1], strlen(file[i][1]));
}

/* ---- what is copied from the machine: -c, and what its programs want ---- */

/* What programs of the machine's /usr want to find in /etc. */
void load_etc(struct host *h)
{
	static const char *const paths[] = {
		"/etc/ld.so.cache",
		"/etc/ld.so.conf",
		"/etc/ld.so.conf.d",
		"/etc/os-release",
	};

	for (size_t i = 0; i < countof(paths); i++)
		if (access(paths[i], R_OK) == 0)
			load(h, paths[i], paths[i]);
}

/* A program that is to be pretend root's: the machine's own is of no use inside, as its owner
 * isn't mapped. */
void load_set_user_id(struct host *h, const char *name, const char *path)
{
	load(h, name, path);
	h->copy[h->copies - 1].mode |= S_ISUID;
}

void load(struct host *h, const char *name, const char *path)
{
	load_at(h, AT_FDCWD, name, 0, path);
}

/* Read `name` in the folder `dir`, and all below, to be made at `path` of the pretend
 * host.  Files are mapped: PID 1 inherits that, whatever it may open by then. */
static void load_at(struct host *h, int dir, const char *name, int flags,
		    const char *path)
{
	int nofollow = flags & AT_SYMLINK_NOFOLLOW ? O_NOFOLLOW : 0, fd;
	struct stat st;
	struct copy *c;

	if (fstatat(dir, name, &st, flags) == -1)
		die("stat %s", name);
	c = add_copy(h, path, st.st_mode);
	if (S_ISLNK(st.st_mode)) {
		c->size = (size_t)st.st_size;
		c->data = calloc(1, c->size + 1);
		if (c->data == NULL || readlinkat(dir, name, c->data, c->size) == -1)
			die("readlink %s", name);
	}
	if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return;
	fd = openat(dir, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | nofollow);
	if (fd == -1)
		die("open %s", name);
	if (S_ISDIR(st.st_mode)) {
		load_folder(h, fd, path);
		return;
	}
	if (st.st_size > 0) {
		c->size = (size_t)st.st_size;
		c->data = mmap(NULL, c->size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (c->data == MAP_FAILED)
			die("mmap %s", name);
	}
	close(fd);
}

static struct copy *add_copy(struct host *h, const char *path, mode_t mode)
{
	h->copy = grow(h->copy, h->copies, sizeof(*h->copy));
	h->copy[h->copies] = (struct copy){ .path = say("%s", path), .mode = mode };
	return &h->copy[h->copies++];
}

static void load_folder(struct host *h, int fd, const char *path)
{
	DIR *dir = fdopendir(fd);

	if (dir == NULL)
		die("opendir for %s", path);
	for (struct dirent *e; (e = readdir(dir)) != NULL;) {
		char *full;

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		full = say("%s/%s", path, e->d_name);
		load_at(h, fd, e->d_name, AT_SYMLINK_NOFOLLOW, full);
		free(full);
	}
	closedir(dir);
}

/* What load() read.  Owned by pretend root, as PID 1 makes it. */
void make_copies(const struct host *h)
{
	for (const struct copy *c = h->copy; c < h->copy + h->copies; c++) {
		make_parents(c->path);
		if (S_ISREG(c->mode)) {
			make_file(c->path, c->mode & 07777, c->data, c->size);
		} else if (S_ISDIR(c->mode)) {
			make_dir(c->path, c->mode & 07777); /* /tmp stays as it is */
		} else if (S_ISLNK(c->mode)) {
			make_link(c->data, c->path);
		} else if (mknod(c->path, c->mode, 0) == -1) {
			die("mknod %s", c->path);
		}
	}
}

/* mkdir -p of the folder that `path` is in. */
static void make_parents(const char *path)
{
	char *parent = say("%s", path);

	for (char *p = strchr(parent + 1, '/'); p != NULL; p = strchr(p + 1, '/')) {
		*p = '\0';
		make_dir(parent, 0755);
		*p = '/';
	}
	free(parent);
}

/* ---- one thing each ---- */

static void make_dir(const char *path, mode_t mode)
{
	if (mkdir(path, mode) == -1 && errno != EEXIST)
		die("mkdir %s", path);
}

static void make_link(const char *target, const char *path)
{
	if (symlink(target, path) == -1)
		die("ln -s %s %s", target, path);
}

static void make_file(const char *path, mode_t mode, const char *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd == -1)
		die("create %s", path);
	for (ssize_t n; size > 0; data += n, size -= (size_t)n) {
		n = write(fd, data, size);
		if (n == -1)
			die("write %s", path);
	}
	if (fchmod(fd, mode) == -1) /* after the write, which clears set-user-ID */
		die("chmod %s", path);
	close(fd);
}

static void bind_mount(const char *from, const char *to)
{
	if (mount(from, to, NULL, MS_BIND | MS_REC, NULL) == -1)
		die("mount --rbind %s %s", from, to);
}

/* A mount that is in no namespace: nothing that COMMAND mounts covers what it shows. */
static int detached_copy(const char *path)
{
	int fd = (int)syscall(SYS_open_tree, AT_FDCWD, path, OPEN_TREE_CLONE | O_CLOEXEC);

	if (fd == -1)
		die("open_tree %s", path);
	return fd;
}
