/* host - the pretend host: run COMMAND in a throw-away machine made of namespaces.
 *
 *   usage: host [-u UID] [-t SECONDS] [-c SRC:DST]... [-e NAME=VALUE]... [-o FILE]
 *               [-w DIR]... [-G MS] [-i] [-g] [--] COMMAND [ARG...]
 *
 *   -u UID         run COMMAND as this uid of the pretend host: 0 (default), 1000 (nina)
 *   -t SECONDS     end everything after SECONDS (10)
 *   -c SRC:DST     copy a file or a folder of the machine into the pretend host
 *   -e NAME=VALUE  add to COMMAND's environment
 *   -o FILE        write what COMMAND left behind or changed to FILE, one thing a line
 *   -w DIR         don't look into DIR of the pretend host for -o
 *   -G MS          before looking, wait up to MS milliseconds for processes to end
 *   -i             by hand: keep the terminal and its job control; no time limit
 *   -g             make no cgroup
 *
 *   HOST_IDS=one in the environment: map one id only, even where more could be had.
 *
 * A half-written lab renames the machine, mounts over /proc, forks without end.  In
 * here it does that to user, mount, PID, UTS, IPC, network and cgroup namespaces of its
 * own, unprivileged outside, with limits; "/" is a tmpfs with the machine's /usr, read
 * only.  Three processes: the supervisor stays outside; PID 1 builds the pretend host
 * inside, reaps, and says what is left; COMMAND runs as its child.
 *
 * Exit status: COMMAND's, or 128+n if signal n ended it; 124 out of time; 123 this
 * machine refuses what is needed; 125 host failed; 126 COMMAND can't be executed; 127
 * COMMAND isn't there; 128+n if signal n ended host.
 *
 * Read: namespaces(7), user_namespaces(7), mount_namespaces(7), pivot_root(2), cgroups(7)
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <net/if.h>
#include <poll.h>
#include <pwd.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Younger than the C libraries of 2020; the numbers are the same on every machine. */
#ifndef SYS_open_tree
#define SYS_open_tree 428
#endif
#ifndef SYS_clone3
#define SYS_clone3 435
#endif
#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef OPEN_TREE_CLONE
#define OPEN_TREE_CLONE 1
#endif
#define INTO_CGROUP 0x200000000ULL /* CLONE_INTO_CGROUP of clone3(2) */

#define NEWUIDMAP      "/usr/bin/newuidmap"
#define NEWGIDMAP      "/usr/bin/newgidmap"
#define RANGE	       65536	   /* ids of a pretend host that has a range */
#define MEMORY_LIMIT   "536870912" /* bytes: 512 MiB */
#define NINA	       1000	   /* her uid inside; her group is another number, */
#define NINA_GROUP     1001	   /* so that a lab that mixes them up is seen */
#define DEEP	       64	   /* folders below folders that are looked into */
#define countof(array) (sizeof(array) / sizeof((array)[0]))

/* Something of the machine, to be made again at `path` of the pretend host. */
struct copy {
	char *path;
	mode_t mode;
	char *data;  /* a file's contents, a link's target */
	size_t size; /* bytes */
};

/* What is watched for -o: a sorted list of facts, each a key and a value.  A tab in the
 * key ends what is shown of it; what follows only tells two of the same name apart. */
struct facts {
	struct fact {
		char *key, *value;
	} * fact;
	size_t count;
};

/* One line of /proc/PID/mountinfo, see proc(5). */
struct mount_line {
	char *id, *root, *point, *options, *type, *super;
	char propagation[32]; /* "shared", "master", "shared,master", "private" */
};

enum ids { RANGE_BY_ROOT, RANGE_BY_NEWUIDMAP, ONE_ID };

struct host {
	/* asked for */
	unsigned int uid; /* inside */
	double seconds, grace;
	bool interactive, cgroups;
	int report;		 /* -o FILE, or -1 */
	char **env, **unwatched; /* -e, -w: end with NULL */
	char **command;
	struct copy *copy;
	size_t copies;
	/* chosen by choose_ids */
	enum ids ids;
	unsigned int base_uid, base_gid; /* outside: what 0 inside is mapped to */
	rlim_t threads; /* of the caller, where RLIMIT_NPROC counts them, too */
	/* for PID 1 */
	struct stat old_user, old_mnt; /* the supervisor's namespaces */
	int alive[2];	/* pipe: a byte is "go", end of file "supervisor gone" */
	int root, proc; /* detached copies, out of COMMAND's reach */
};

/* What die() must undo in the supervisor, and finish() in the end. */
static struct made {
	bool supervisor;
	const struct host *host;
	pid_t init;
	size_t groups;
	struct cgroup {
		int hierarchy; /* the folder that the group is in */
		int folder;    /* the group's own, limited; holds the lock */
		int start;     /* v2: a group in it, where PID 1 is born */
		int join;      /* write "0" here to enter; -1 no need to */
		int host;      /* the group in it that is "/" in the pretend host */
		bool v2;
		char *controllers; /* as mount(2) wants them: "cpu,cpuacct" */
		char *point;	   /* where it is mounted: "/sys/fs/cgroup/cpu" */
		char name[48];
	} cgroup[6];
} made;

static void hold_standard_descriptors(void);
static void catch_signals(sigset_t *set, bool interactive);
static void read_options(struct host *h, int argc, char *argv[]);
static void choose_ids(struct host *h);
static void load_etc(struct host *h);
static void make_groups(void);
static pid_t start_init(struct host *h);
static void map_ids(const struct host *h, pid_t init);
static bool map_by_helpers(const struct host *h, pid_t init);
static int watch_over(const struct host *h, const sigset_t *set);
static int finish(void);

static _Noreturn void init(struct host *h);
static void join_groups(void);
static void wait_for_go(const struct host *h);
static void must_be_elsewhere(const struct host *h);
static void become_pretend_root(const struct host *h);
static void die_with_supervisor(const struct host *h);
static void make_root(struct host *h);
static void bind_system(void);
static void mount_proc_and_sys(struct host *h);
static void make_dev(const struct host *h);
static void show_cgroups(void);
static void make_ninas_groups(const struct host *h);
static void enter_root(void);
static void protect_system(const struct host *h);
static void write_etc(void);
static void make_copies(const struct host *h);
static void name_and_connect(void);
static int wait_for_command(const struct host *h);
static void settle(const struct host *h);
static void leave_groups_open(void);
static void look(const struct host *h, struct facts *facts);
static void report(const struct host *h, struct facts *before);

static _Noreturn void command(const struct host *h);
static void enter_ninas_groups(void);
static void default_signals(void);
static void set_limits(const struct host *h);
static void set_environment(const struct host *h, const char *home);

static void load(struct host *h, int dir, const char *name, int flags, const char *path);
static char *controllers_of(const char *super);
static char *slurp(int dir, const char *path);
static int write_at(int dir, const char *path, const char *text);
static bool next_mount(char **text, struct mount_line *m);
static bool has_word(const char *text, const char *word);
static char *say(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void *grow(void *array, size_t count, size_t size);
static _Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
static _Noreturn void diex(const char *format, ...) __attribute__((format(printf, 1, 2)));
static _Noreturn void refused(const char *attempt);
static void complain(const char *text);
static const char *error_name(int error);
static _Noreturn void quit(int status, int error, const char *text, const char *more);

int main(int argc, char *argv[])
{
	struct host h = { .seconds = 10, .cgroups = true, .report = -1 };
	sigset_t set;
	int status;

	made.supervisor = true;
	hold_standard_descriptors();
	read_options(&h, argc, argv);
	catch_signals(&set, h.interactive);
	choose_ids(&h);
	made.host = &h;
	load_etc(&h);
	if (h.cgroups)
		make_groups();
	made.init = start_init(&h);
	map_ids(&h, made.init);
	if (write(h.alive[1], "", 1) != 1) /* #1 the maps are written */
		die("write to PID 1");

	status = watch_over(&h, &set);
	if (h.interactive)
		tcsetpgrp(STDIN_FILENO, getpgrp()); /* no shell inside can */
	return status;
}

/* PID 1: build the pretend host, run COMMAND, say what is left.
 *
 * All without exec: with one id that isn't 0, exec would take the capabilities away. */
static _Noreturn void init(struct host *h)
{
	struct facts before = { 0 };
	int status;

	made.supervisor = false;
	join_groups();
	wait_for_go(h); /* #1 the maps are written */
	must_be_elsewhere(h);
	become_pretend_root(h);
	die_with_supervisor(h);

	make_root(h);
	bind_system();
	mount_proc_and_sys(h);
	make_dev(h);
	show_cgroups();
	enter_root();
	protect_system(h);
	write_etc();
	make_copies(h);
	name_and_connect();
	make_ninas_groups(h);

	if (h->report != -1)
		look(h, &before);
	status = wait_for_command(h);
	if (h->report != -1) {
		settle(h);
		report(h, &before);
	}
	leave_groups_open();
	_exit(status);
}

/* COMMAND's process: a child of PID 1, with limits, as the uid that was asked for. */
static _Noreturn void command(const struct host *h)
{
	const char *home = h->uid == 0 ? "/root" : h->uid == NINA ? "/home/nina" : "/";
	gid_t gid = h->uid == NINA ? NINA_GROUP : h->uid, groups[] = { gid, 27 };

	if (!h->interactive && setsid() == -1)
		die("setsid");
	/* The caller's process group is 0 in here, which no shell can go back to. */
	if (h->interactive && setpgid(0, 0) == 0)
		tcsetpgrp(STDIN_FILENO, getpid()); /* SIGTTOU is ignored so far */
	default_signals();
	set_limits(h);
	if (h->uid == NINA)
		enter_ninas_groups();
	if (h->ids != ONE_ID && h->uid != 0) {
		if (setgroups(h->uid == NINA ? 2 : 1, groups) == -1)
			die("setgroups");
		if (setresgid(gid, gid, gid) == -1)
			die("setresgid(%u)", gid);
		if (setresuid(h->uid, h->uid, h->uid) == -1)
			die("setresuid(%u)", h->uid);
	}
	set_environment(h, home);
	umask(022);
	if (chdir(home) == -1)
		die("chdir %s", home);

	/* Ours close themselves; this is for what the caller's caller left open. */
	if (syscall(SYS_close_range, 3, ~0U, 0) == -1)
		for (int fd = 3; fd < 1024; fd++)
			close(fd);

	execvp(h->command[0], h->command);
	quit(errno == ENOENT ? 127 : 126, errno, say("exec %s", h->command[0]), NULL);
}

/* ------------------------------------------------------------------ the supervisor */

/* A standard descriptor that the caller closed would become one of ours, and COMMAND
 * would get it.  Fill the gap with one that closes itself at exec. */
static void hold_standard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) == -1 &&
		    open("/dev/null", O_RDWR | O_CLOEXEC) != fd)
			_exit(125);
}

/* Block what ends the supervisor, to wait for it (sigtimedwait) and tidy up first.  A
 * SIGCHLD that the caller ignores would reap PID 1 behind our back: wait(2), NOTES. */
static void catch_signals(sigset_t *set, bool interactive)
{
	signal(SIGCHLD, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(set);
	sigaddset(set, SIGCHLD);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
	if (interactive) {
		signal(SIGINT, SIG_IGN);
		signal(SIGQUIT, SIG_IGN);
		signal(SIGTSTP, SIG_IGN);
		signal(SIGTTOU, SIG_IGN);
	} else {
		sigaddset(set, SIGINT);
		sigaddset(set, SIGQUIT);
	}
	sigprocmask(SIG_SETMASK, set, NULL);
}

static _Noreturn void usage(void)
{
	diex("usage: host [-u UID] [-t SECONDS] [-c SRC:DST]... [-e NAME=VALUE]...\n"
	     "            [-o FILE] [-w DIR]... [-G MS] [-i] [-g] [--] COMMAND [ARG...]");
}

/* The number in `text`, from 0 to `max`. */
static double number(const char *text, double max)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end || !(value >= 0 && value <= max))
		diex("not a number from 0 to %.0f: %s", max, text);
	return value;
}

/* -c SRC:DST.  SRC is read at once, with the caller's rights: later there are none. */
static void read_copy(struct host *h, const char *arg)
{
	const char *colon = NULL;

	for (const char *p = arg; (p = strstr(p, ":/")) != NULL; p++)
		colon = p;
	if (colon == NULL || colon == arg)
		diex("not SRC:DST with an absolute DST: %s", arg);
	load(h, AT_FDCWD, say("%.*s", (int)(colon - arg), arg), 0, colon + 1);
}

static int open_report(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd == -1)
		die("open %s", path);
	return fd;
}

static void read_options(struct host *h, int argc, char *argv[])
{
	size_t envs = 0, unwatcheds = 0;

	h->env = calloc((size_t)argc, sizeof(*h->env));
	h->unwatched = calloc((size_t)argc, sizeof(*h->unwatched));
	if (h->env == NULL || h->unwatched == NULL)
		die("calloc");
	for (int c; (c = getopt(argc, argv, "+u:t:c:e:o:w:G:ig")) != -1;) {
		/* clang-format off */
		switch (c) {
		case 'u': h->uid = (unsigned int)number(optarg, RANGE - 1); break;
		case 't': h->seconds = number(optarg, 1e6); break;
		case 'c': read_copy(h, optarg); break;
		case 'e': h->env[envs++] = optarg; break;
		case 'o': h->report = open_report(optarg); break;
		case 'w': h->unwatched[unwatcheds++] = optarg; break;
		case 'G': h->grace = number(optarg, 1e6) / 1000; break;
		case 'i': h->interactive = true; break;
		case 'g': h->cgroups = false; break;
		default: usage();
		}
		/* clang-format on */
	}
	if (optind == argc)
		usage();
	h->command = &argv[optind];
}

/* Are all ids there: is our user namespace the machine's first one, or as good as it?
 * See user_namespaces(7): lines "inside outside count". */
static bool is_whole(const char *map)
{
	char *text = slurp(AT_FDCWD, map);
	unsigned int count;

	if (text == NULL)
		quit(123, errno, say("read %s", map), "mount proc on /proc first");
	return sscanf(text, " 0 0 %u", &count) == 1 && count == UINT32_MAX;
}

/* The first id of a range of the caller's in /etc/subuid or /etc/subgid: a line
 * "user:start:count", see subuid(5); 0 if there is none that is large enough. */
static unsigned int subid(const char *file)
{
	struct passwd *user = getpwuid(geteuid());
	char *text = slurp(AT_FDCWD, file), *number_of_user = say("%u", geteuid());
	unsigned int start, count;

	for (char *line; text && (line = strsep(&text, "\n")) != NULL;) {
		char *name = strsep(&line, ":");

		if ((user && strcmp(name, user->pw_name) == 0) ||
		    strcmp(name, number_of_user) == 0)
			if (line && sscanf(line, "%u:%u", &start, &count) == 2 &&
			    count >= RANGE)
				return start;
	}
	return 0;
}

/* CAP_SETGID (6) and CAP_SETUID (7), see capabilities(7). */
static bool may_set_ids(void)
{
	char *text = slurp(AT_FDCWD, "/proc/self/status");
	char *line = text ? strstr(text, "\nCapEff:") : NULL;

	return line && (strtoull(line + strlen("\nCapEff:"), NULL, 16) & 0xc0) == 0xc0;
}

/* Is our uid that of the machine's root?  Even without any capability that may write
 * to /proc/sys (proc_sys_permission in the kernel). */
static bool is_machine_root(void)
{
	return access("/proc/sys/kernel/panic", W_OK) == 0 || errno != EACCES;
}

/* Root without a range: be nobody's uid first. */
static void leave_root(struct host *h)
{
	h->cgroups = false; /* no one could remove them */
	if (setgroups(0, NULL) == -1 ||
	    setresgid(h->base_gid, h->base_gid, h->base_gid) == -1 ||
	    setresuid(h->base_uid, h->base_uid, h->base_uid) == -1)
		quit(123, errno, "give up the machine's root id",
		     "no other id is mapped here; run it outside, or as another user");
	prctl(PR_SET_DUMPABLE, 1); /* else /proc/PID/uid_map is root's */
}

/* The threads of our uid on a kernel before 5.14, where RLIMIT_NPROC counts those of all
 * user namespaces together; else 0. */
static rlim_t threads_outside(void)
{
	struct utsname u;
	struct stat st;
	int major = 0, minor = 0;
	rlim_t threads = 0;
	DIR *dir;

	if (uname(&u) == -1 || sscanf(u.release, "%d.%d", &major, &minor) != 2 ||
	    major > 5 || (major == 5 && minor >= 14) || (dir = opendir("/proc")) == NULL)
		return 0;
	for (struct dirent *e; (e = readdir(dir)) != NULL;)
		if (isdigit((unsigned char)e->d_name[0]) &&
		    fstatat(dirfd(dir), e->d_name, &st, 0) == 0 &&
		    st.st_uid == geteuid() &&
		    stat(say("/proc/%s/task", e->d_name), &st) == 0)
			threads += st.st_nlink - 2;
	closedir(dir);
	return threads;
}

/* Which ids outside stand for those inside.  Each run of root's has its own, as
 * RLIMIT_NPROC counts per user.  newuidmap works by its set-user-ID bit or its file
 * capabilities, so not under no_new_privs. */
static void choose_ids(struct host *h)
{
	unsigned int own = 0x40000000 + ((unsigned int)getpid() % 16384) * RANGE;
	bool whole = is_whole("/proc/self/uid_map") && is_whole("/proc/self/gid_map");
	const char *wanted = getenv("HOST_IDS");
	bool one = wanted && strcmp(wanted, "one") == 0;
	bool helpers = access(NEWUIDMAP, X_OK) == 0 && access(NEWGIDMAP, X_OK) == 0 &&
		       prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0;

	h->ids = ONE_ID;
	h->base_uid = h->base_gid = own;
	if (!one && geteuid() == 0 && whole && may_set_ids()) {
		h->ids = RANGE_BY_ROOT;
	} else if (!one && geteuid() != 0 && helpers) {
		h->base_uid = subid("/etc/subuid");
		h->base_gid = subid("/etc/subgid");
		if (h->base_uid != 0 && h->base_gid != 0)
			h->ids = RANGE_BY_NEWUIDMAP;
	}
	if (h->ids == ONE_ID) {
		if (is_machine_root())
			leave_root(h);
		h->base_uid = geteuid();
		h->base_gid = getegid();
		h->threads = threads_outside();
	} else if (helpers) {
		/* The machine's are of no use inside: their owner isn't mapped. */
		load(h, AT_FDCWD, NEWUIDMAP, 0, "/opt/bin/newuidmap");
		h->copy[h->copies - 1].mode |= S_ISUID;
		load(h, AT_FDCWD, NEWGIDMAP, 0, "/opt/bin/newgidmap");
		h->copy[h->copies - 1].mode |= S_ISUID;
	}
}

/* What programs of the machine's /usr want to find in /etc. */
static void load_etc(struct host *h)
{
	static const char *const paths[] = {
		"/etc/ld.so.cache",
		"/etc/ld.so.conf",
		"/etc/ld.so.conf.d",
		"/etc/os-release",
	};

	for (size_t i = 0; i < countof(paths); i++)
		if (access(paths[i], R_OK) == 0)
			load(h, AT_FDCWD, paths[i], 0, paths[i]);
}

/* Remove the group `name` of `folder` with the groups in it; -1 with errno of the last. */
static int remove_group(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);

	for (struct dirent *e; dir && (e = readdir(dir)) != NULL;)
		if (e->d_type == DT_DIR && e->d_name[0] != '.')
			remove_group(fd, e->d_name);
	if (dir)
		closedir(dir);
	return unlinkat(folder, name, AT_REMOVEDIR);
}

/* The same, where a killed run has left groups of a pretend root's whose id only newuidmap
 * can give us: be that one once more. */
static int remove_group_of_any(int folder, const char *name)
{
	int ready[2], go[2], inner;
	char byte = 0;
	pid_t child;

	if (remove_group(folder, name) == 0)
		return 0;
	if (made.host->ids != RANGE_BY_NEWUIDMAP || pipe2(ready, O_CLOEXEC) == -1 ||
	    pipe2(go, O_CLOEXEC) == -1)
		return -1;
	child = fork();
	if (child == 0) {
		close(go[1]);
		if (unshare(CLONE_NEWUSER) == 0 && write(ready[1], "", 1) == 1 &&
		    read(go[0], &byte, 1) == 1 && setresgid(0, 0, 0) == 0 &&
		    setresuid(0, 0, 0) == 0) {
			inner = openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
			remove_group(inner, "host");
		}
		_exit(0);
	}
	close(ready[1]);
	if (child > 0 && read(ready[0], &byte, 1) == 1 &&
	    map_by_helpers(made.host, child))
		byte = write(go[1], "", 1) == 1;
	close(ready[0]);
	close(go[0]);
	close(go[1]);
	if (child > 0)
		waitpid(child, NULL, 0);
	return remove_group(folder, name);
}

/* Remove groups of earlier runs that were killed: those whose lock is free. */
static void sweep(int hierarchy)
{
	int copy = openat(hierarchy, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = copy == -1 ? NULL : fdopendir(copy);

	for (struct dirent *e; dir && (e = readdir(dir)) != NULL;) {
		int folder;

		if (strncmp(e->d_name, "labs-host-", strlen("labs-host-")) != 0)
			continue;
		folder = openat(hierarchy, e->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (folder == -1)
			continue;
		if (flock(folder, LOCK_EX | LOCK_NB) == 0)
			remove_group_of_any(hierarchy, e->d_name);
		close(folder);
	}
	if (dir)
		closedir(dir);
}

/* Limit the group in `g`, and let the pretend root, whose id is another one, make groups in
 * it and move to them; -1 if a sweep has taken it meanwhile. */
static int limit_group(struct cgroup *g)
{
	static const char *const limit[][2] = {
		{ "memory.use_hierarchy", "1" },	   /* v1 before 5.11 */
		{ "memory.limit_in_bytes", MEMORY_LIMIT }, /* v1; memsw after it */
		{ "memory.memsw.limit_in_bytes", MEMORY_LIMIT },
		{ "memory.max", MEMORY_LIMIT }, /* v2 */
		{ "memory.swap.max", "0" },
		{ "pids.max", "300" },
		{ "cgroup.subtree_control", "+memory +pids" }, /* v2 */
		{ "cgroup.subtree_control", "+cpu" },
		{ "cgroup.subtree_control", "+io" },
	};

	for (size_t i = 0; i < countof(limit); i++)
		write_at(g->folder, limit[i][0], limit[i][1]);
	fchmod(g->folder, 0777);
	fchmodat(g->folder, "cgroup.procs", 0666, 0);
	fchmodat(g->folder, "tasks", 0666, 0);
	g->start = -1;
	if (g->v2) { /* a group that hands controllers down has no process */
		mkdirat(g->folder, "start", 0755);
		g->start = openat(g->folder, "start", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	}
	/* v1: a thread that moves itself alone, by a "0" in tasks, spares the lock over
	 * all forks of the machine, and so an RCU grace period: 9 ms on 6.1, nothing on
	 * 5.10 and 6.18 (cgroup_procs_write_start in the kernel). */
	g->join = openat(g->folder, g->v2 ? "start/cgroup.procs" : "tasks",
			 O_WRONLY | O_CLOEXEC);
	return g->join == -1 ? -1 : 0;
}

/* A group labs-host-PID in the folder `path` of the hierarchy `m`.  If it can't be had, the
 * run goes on without. */
static void make_group(const char *path, const struct mount_line *m, bool v2)
{
	struct cgroup *g = &made.cgroup[made.groups];

	g->v2 = v2;
	g->point = say("%s", m->point);
	g->controllers = v2 ? "" : controllers_of(m->super);
	g->host = -1;
	g->hierarchy = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (g->hierarchy == -1)
		return;
	sweep(g->hierarchy);
	for (int i = 0; i < 9; i++) {
		snprintf(g->name, sizeof(g->name), "labs-host-%d.%d", getpid(), i);
		if (mkdirat(g->hierarchy, g->name, 0755) == -1) {
			if (errno == EEXIST)
				continue;
			break;
		}
		g->folder = openat(g->hierarchy, g->name,
				   O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (g->folder != -1 && flock(g->folder, LOCK_EX | LOCK_NB) == 0 &&
		    limit_group(g) == 0) {
			made.groups++;
			return;
		}
		close(g->folder);
	}
	close(g->hierarchy);
}

/* Of a v1 mount's options those that say which hierarchy it is. */
static char *controllers_of(const char *super)
{
	char *rest = say("%s", super), *list = say("%s", ""), *word;

	while ((word = strsep(&rest, ",")) != NULL)
		if (!has_word("rw ro xattr noprefix clone_children favordynmods", word) &&
		    strncmp(word, "release_agent=", strlen("release_agent=")) != 0)
			list = say("%s%s%s", list, *list ? "," : "", word);
	return list;
}

/* True if this v2 group gives memory and pids to its groups, or can, and cpu and io if it can. */
static bool gives_memory_and_pids(const char *path)
{
	char *file = say("%s/cgroup.subtree_control", path), *text;

	write_at(AT_FDCWD, file, "+memory +pids");
	write_at(AT_FDCWD, file, "+cpu");
	write_at(AT_FDCWD, file, "+io");
	text = slurp(AT_FDCWD, file);
	return text && has_word(text, "memory") && has_word(text, "pids");
}

/* The folder, in the hierarchy `m`, of the group that we are in; NULL if it isn't there. */
static char *own_group(const struct mount_line *m, bool v2)
{
	char *text = slurp(AT_FDCWD, "/proc/self/cgroup"), *line;
	size_t length = strcmp(m->root, "/") == 0 ? 0 : strlen(m->root);

	while (text && (line = strsep(&text, "\n")) != NULL) {
		char *id = strsep(&line, ":"), *list = strsep(&line, ":");

		if (line &&
		    (v2 ? strcmp(id, "0") == 0
			: strcmp(list, controllers_of(m->super)) == 0) &&
		    strncmp(line, m->root, length) == 0)
			return say("%s%s", m->point, line + length);
	}
	return NULL;
}

/* Where an ordinary user may make a group: in their own, on v1; on v2 in the next one above
 * that is theirs, as their own has processes in it; NULL: nowhere. */
static char *users_folder(const struct mount_line *m, bool v2)
{
	char *folder = own_group(m, v2);

	while (v2 && folder && strlen(folder) > strlen(m->point)) {
		*strrchr(folder, '/') = '\0';
		if (access(folder, W_OK) == 0 &&
		    access(say("%s/cgroup.procs", folder), W_OK) == 0 &&
		    gives_memory_and_pids(folder))
			return folder;
	}
	return !v2 && folder && access(folder, W_OK) == 0 ? folder : NULL;
}

/* The groups: of v1's hierarchies for memory, pids, cpu and disks, or of v2.  See cgroups(7). */
static void make_groups(void)
{
	static const char *const wanted[] = { "memory", "pids", "cpu", "cpuacct",
					      "blkio" };
	char *text = slurp(AT_FDCWD, "/proc/self/mountinfo");
	bool root = geteuid() == 0;
	struct mount_line m;

	while (next_mount(&text, &m) && made.groups < countof(made.cgroup)) {
		bool v2 = strcmp(m.type, "cgroup2") == 0, v1 = false;
		const char *folder;

		for (size_t i = 0; i < countof(wanted); i++)
			v1 = v1 || (strcmp(m.type, "cgroup") == 0 &&
				    has_word(m.super, wanted[i]));
		if ((!v1 && !v2) || (root && strcmp(m.root, "/") != 0))
			continue; /* shows some group only */
		folder = root ? m.point : users_folder(&m, v2);
		if (folder && (v1 || !root || gives_memory_and_pids(folder)))
			make_group(folder, &m, v2);
	}
}

/* Start PID 1 in namespaces of its own; returns its pid out here.
 *
 * The kernel makes the user namespace first, and it owns the others: that is what lets
 * an ordinary user do this.  Without a stack clone(2) returns twice, as fork(2) does.
 * clone3 can put it into a v2 group at birth. */
static pid_t start_init(struct host *h)
{
	uint64_t flags = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS |
			 CLONE_NEWIPC | CLONE_NEWNET;
	uint64_t args[11] = { flags | INTO_CGROUP, [4] = SIGCHLD };
	long pid = -1;

	if (stat("/proc/self/ns/user", &h->old_user) == -1)
		die("stat /proc/self/ns/user");
	if (stat("/proc/self/ns/mnt", &h->old_mnt) == -1)
		die("stat /proc/self/ns/mnt");
	if (pipe2(h->alive, O_CLOEXEC) == -1)
		die("pipe2");

	for (struct cgroup *g = made.cgroup; g < made.cgroup + made.groups; g++) {
		if (!g->v2)
			continue;
		args[10] = (uint64_t)g->start;
		pid = syscall(SYS_clone3, args, sizeof(args));
		if (pid != -1)
			g->join = -1;
		break;
	}
	if (pid == -1)
		pid = syscall(SYS_clone, (unsigned long)flags | SIGCHLD, NULL, NULL, NULL,
			      NULL);
	if (pid == -1)
		refused("clone into new namespaces");
	if (pid == 0)
		init(h);
	return (pid_t)pid;
}

/* Start `path` PID 0 BASE 65536; returns its pid.  See newuidmap(1). */
static pid_t start_helper(const char *path, pid_t init, unsigned int base)
{
	char *pid_text = say("%d", init), *base_text = say("%u", base);
	pid_t pid = fork();

	if (pid == -1)
		die("fork");
	if (pid == 0) {
		default_signals();
		execl(path, path, pid_text, "0", base_text, "65536", (char *)NULL);
		_exit(127);
	}
	return pid;
}

static bool map_by_helpers(const struct host *h, pid_t init)
{
	pid_t uid_helper = start_helper(NEWUIDMAP, init, h->base_uid);
	pid_t gid_helper = start_helper(NEWGIDMAP, init, h->base_gid);
	int uid_status, gid_status;

	waitpid(uid_helper, &uid_status, 0);
	waitpid(gid_helper, &gid_status, 0);
	return uid_status == 0 && gid_status == 0;
}

/* Write the maps, from outside: in there no one may but for the single id.  All of one
 * map in one write; "inside outside count"; see user_namespaces(7). */
static void map_ids(const struct host *h, pid_t init)
{
	unsigned int count = h->ids == ONE_ID ? 1 : RANGE;
	unsigned int inside = h->ids == ONE_ID ? h->uid : 0;
	unsigned int group = inside == NINA ? NINA_GROUP : inside;

	if (h->ids == RANGE_BY_NEWUIDMAP) {
		if (!map_by_helpers(h, init))
			diex("newuidmap or newgidmap failed; HOST_IDS=one does without");
		return;
	}
	/* Without privilege gid_map is EPERM before this: a group can also deny. */
	if (h->ids == ONE_ID &&
	    write_at(AT_FDCWD, say("/proc/%d/setgroups", init), "deny") == -1)
		refused("write to setgroups");
	if (write_at(AT_FDCWD, say("/proc/%d/uid_map", init),
		     say("%u %u %u", inside, h->base_uid, count)) == -1)
		refused("write to uid_map");
	if (write_at(AT_FDCWD, say("/proc/%d/gid_map", init),
		     say("%u %u %u", group, h->base_gid, count)) == -1)
		refused("write to gid_map");
}

/* The monotonic clock, in seconds. */
static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Wait for a signal of `set` until the moment `end`; returns it, or -1 with EAGAIN. */
static int wait_signal(const sigset_t *set, double end)
{
	double left = end - now();
	struct timespec t = { 0 };
	int sig;

	if (left > 0) {
		t.tv_sec = (time_t)left;
		t.tv_nsec = (long)((left - (double)t.tv_sec) * 1e9);
	}
	while ((sig = sigtimedwait(set, NULL, &t)) == -1 && errno == EINTR)
		;
	return sig;
}

/* Wait for PID 1, for a signal to us, or for the time to run out; returns the status to
 * exit with.  SIGKILL from out here ends a PID 1, and the kernel then all that it was
 * the init of, stopped or not: see pid_namespaces(7). */
static int watch_over(const struct host *h, const sigset_t *set)
{
	double end = now() + (h->interactive ? 1e9 : h->seconds);

	for (;;) {
		siginfo_t ended = { 0 };
		int sig = wait_signal(set, end);

		if (sig == -1) {
			finish();
			if (h->report != -1)
				dprintf(h->report, "timeout\n");
			quit(124, 0, say("no end after %g s", h->seconds), NULL);
		}
		if (sig != SIGCHLD) {
			finish();
			return 128 + sig;
		}
		waitid(P_PID, (id_t)made.init, &ended, WEXITED | WNOHANG | WNOWAIT);
		if (ended.si_pid != made.init)
			continue;
		if (ended.si_code != CLD_EXITED && h->report != -1) /* out of memory? */
			dprintf(h->report, "PID 1 killed by signal %d\n",
				ended.si_status);
		return finish();
	}
}

/* End PID 1 if it still runs, reap it, remove the groups; returns its status as sh(1). */
static int finish(void)
{
	int status = 0;

	if (made.init > 0) {
		kill(made.init, SIGKILL);
		while (waitpid(made.init, &status, 0) == -1 && errno == EINTR)
			;
		made.init = 0;
	}
	for (; made.groups > 0; made.groups--) {
		struct cgroup *g = &made.cgroup[made.groups - 1];

		if (remove_group_of_any(g->hierarchy, g->name) == -1)
			complain(say("rmdir cgroup %s: %s", g->name, error_name(errno)));
	}
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* ------------------------------------------------------ PID 1: who and where it is */

/* Before anything is started, and before the cgroup namespace: the group that a process
 * is in when it makes one is "/" there.  See cgroup_namespaces(7). */
static void join_groups(void)
{
	for (size_t i = 0; i < made.groups; i++)
		if (made.cgroup[i].join != -1 && write(made.cgroup[i].join, "0", 1) == -1)
			die("enter cgroup %s", made.cgroup[i].name);
}

static void wait_for_go(const struct host *h)
{
	char go;

	close(h->alive[1]);
	if (read(h->alive[0], &go, 1) != 1)
		_exit(125); /* the supervisor is gone, and has said why */
}

/* What follows is safe only in namespaces that aren't the machine's. */
static void must_be_elsewhere(const struct host *h)
{
	struct stat user, mnt;

	if (stat("/proc/self/ns/user", &user) == -1)
		die("stat /proc/self/ns/user");
	if (stat("/proc/self/ns/mnt", &mnt) == -1)
		die("stat /proc/self/ns/mnt");
	if (getpid() != 1 ||
	    (user.st_ino == h->old_user.st_ino && user.st_dev == h->old_user.st_dev) ||
	    (mnt.st_ino == h->old_mnt.st_ino && mnt.st_dev == h->old_mnt.st_dev))
		diex("PID 1 isn't in namespaces of its own");
}

/* Make the group `name` in `parent`, and go there; returns its folder.  See limit_group
 * about "tasks". */
static int enter_group(int parent, const char *name, bool v2)
{
	int folder;

	if (mkdirat(parent, name, 0755) == -1 && errno != EEXIST)
		die("mkdir cgroup %s", name);
	folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder == -1 || write_at(folder, v2 ? "cgroup.procs" : "tasks", "0") == -1)
		die("enter cgroup %s", name);
	return folder;
}

/* As pretend root, so that the groups are theirs: what is "/" in here. */
static void enter_host_groups(void)
{
	for (struct cgroup *g = made.cgroup; g < made.cgroup + made.groups; g++)
		g->host = enter_group(g->folder, "host", g->v2);
}

/* Outside, this gives up the caller's ids.  Not dumpable: no one inside may look at
 * PID 1's descriptors and memory, which takes CAP_SYS_PTRACE where its program was
 * executed, out there; see PR_SET_DUMPABLE in prctl(2). */
static void become_pretend_root(const struct host *h)
{
	if (h->ids != ONE_ID) {
		if (setgroups(0, NULL) == -1)
			die("setgroups");
		if (setresgid(0, 0, 0) == -1)
			die("setresgid(0)");
		if (setresuid(0, 0, 0) == -1)
			die("setresuid(0)");
		/* The ids cleared it, so oom_score_adj would be root's. */
		prctl(PR_SET_DUMPABLE, 1);
	}
	/* Out of memory?  Take something of this host; see proc(5). */
	write_at(AT_FDCWD, "/proc/self/oom_score_adj", "1000");
	prctl(PR_SET_DUMPABLE, 0);
	if (is_machine_root())
		diex("the uid outside is still the machine's root's");
	prctl(PR_SET_NAME, "host:init");
	umask(0);
	enter_host_groups();
	if (unshare(CLONE_NEWCGROUP) == -1 && errno != EINVAL)
		die("unshare(CLONE_NEWCGROUP)");
	/* v2: only a group without processes can hand controllers down. */
	for (struct cgroup *g = made.cgroup; g < made.cgroup + made.groups; g++)
		if (g->v2)
			enter_group(g->host, "init", g->v2);
}

/* After the ids: a change of them clears it.  If the supervisor went before, the pipe's
 * other end is closed; getppid(2) is 0 in here either way. */
static void die_with_supervisor(const struct host *h)
{
	struct pollfd line = { .fd = h->alive[0] };

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1)
		die("prctl(PR_SET_PDEATHSIG)");
	if (poll(&line, 1, 0) == 1 && (line.revents & POLLHUP))
		_exit(125);
}

/* ------------------------------------------------------ PID 1: the new root */

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

/* A tmpfs, with the current folder in it: all paths are relative to it from here on, as
 * the old root stays "/" until enter_root.  /tmp is covered only in here. */
static void make_root(struct host *h)
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
static void bind_system(void)
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
static void mount_proc_and_sys(struct host *h)
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
static void make_dev(const struct host *h)
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
static void show_cgroups(void)
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

/* Let nina have `folder`: what systemd's Delegate=yes gives away.  See cgroups(7). */
static void give_to_nina(int folder)
{
	static const char *const files[] = { "cgroup.procs", "cgroup.threads", "tasks",
					     "cgroup.subtree_control" };

	if (fchown(folder, NINA, NINA_GROUP) == -1)
		die("chown a cgroup");
	for (size_t i = 0; i < countof(files); i++)
		if (fchownat(folder, files[i], NINA, NINA_GROUP, 0) == -1 &&
		    errno != ENOENT)
			die("chown %s", files[i]);
}

/* A group delegated to nina, /nina; on v2 she starts in one below it. */
static void make_ninas_groups(const struct host *h)
{
	for (struct cgroup *g = made.cgroup;
	     h->uid == NINA && g < made.cgroup + made.groups; g++) {
		int folder;

		write_at(g->host, "cgroup.subtree_control", "+memory +pids");
		write_at(g->host, "cgroup.subtree_control", "+cpu");
		write_at(g->host, "cgroup.subtree_control", "+io");
		if (mkdirat(g->host, "nina", 0755) == -1)
			die("mkdir cgroup nina");
		folder = openat(g->host, "nina", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		give_to_nina(folder);
		if (g->v2 && mkdirat(folder, "session", 0755) == -1)
			die("mkdir cgroup nina/session");
		close(folder);
	}
}

/* COMMAND's process, before it becomes nina. */
static void enter_ninas_groups(void)
{
	for (struct cgroup *g = made.cgroup; g < made.cgroup + made.groups; g++)
		if (write_at(g->host, g->v2 ? "nina/session/cgroup.procs" : "nina/tasks",
			     "0") == -1)
			die("enter cgroup nina");
}

/* The old root is stacked on the new one, at the same "/", and unmounted from there: see
 * pivot_root(2), "pivot_root(".", ".")".  Then be shared, as where systemd is. */
static void enter_root(void)
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
static void protect_system(const struct host *h)
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

static void write_etc(void)
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

/* What load() read.  Owned by pretend root, as PID 1 makes it. */
static void make_copies(const struct host *h)
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

/* A new UTS namespace is a copy of the machine's; a new network has a lo that is down. */
static void name_and_connect(void)
{
	struct ifreq lo = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (sethostname("pretend", strlen("pretend")) == -1)
		die("sethostname");
	if (setdomainname("(none)", strlen("(none)")) == -1)
		die("setdomainname");
	if (fd == -1)
		die("socket(AF_INET)");
	if (ioctl(fd, SIOCGIFFLAGS, &lo) == -1)
		die("ioctl(SIOCGIFFLAGS) lo");
	lo.ifr_flags |= IFF_UP;
	if (ioctl(fd, SIOCSIFFLAGS, &lo) == -1)
		die("ip link set lo up");
	close(fd);
}

/* ------------------------------------------------------ PID 1: COMMAND */

/* Start COMMAND and wait for it; whoever else ends is reaped, as an init does.  Returns
 * its status as sh does. */
static int wait_for_command(const struct host *h)
{
	pid_t child = fork(), pid;
	int status;

	if (child == -1)
		die("fork");
	if (child == 0)
		command(h);
	do {
		pid = waitpid(-1, &status, h->interactive ? WUNTRACED : 0);
		if (pid == -1 && errno != EINTR)
			die("waitpid");
		if (pid == child && WIFSTOPPED(status)) /* by ^Z: no shell waits here */
			kill(-child, SIGCONT);
	} while (pid != child || WIFSTOPPED(status));
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void default_signals(void)
{
	sigset_t none;

	for (int sig = 1; sig <= SIGRTMAX; sig++)
		signal(sig, SIG_DFL); /* refused for SIGKILL, SIGSTOP and libc's own */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* See getrlimit(2).  Only for COMMAND: PID 1 must be able to write its report. */
static void set_limits(const struct host *h)
{
	rlim_t processes = 200 + h->threads;
	rlim_t cpu = h->interactive ? RLIM_INFINITY : (rlim_t)h->seconds + 2;
	const struct {
		int resource;
		rlim_t soft, hard;
	} limit[] = {
		{ RLIMIT_NPROC, processes, processes },
		{ RLIMIT_FSIZE, 64 << 20, 64 << 20 },
		{ RLIMIT_NOFILE, 256, 1024 },
		{ RLIMIT_CORE, 0, 0 },
		{ RLIMIT_CPU, cpu, cpu },
	};

	for (size_t i = 0; i < countof(limit); i++) {
		struct rlimit old, new;

		if (getrlimit(limit[i].resource, &old) == -1)
			die("getrlimit");
		new.rlim_max = limit[i].hard < old.rlim_max ? limit[i].hard
							    : old.rlim_max;
		new.rlim_cur = limit[i].soft < new.rlim_max ? limit[i].soft
							    : new.rlim_max;
		if (setrlimit(limit[i].resource, &new) == -1)
			die("setrlimit");
	}
}

/* Nothing of the caller's but TERM, and that only for a terminal. */
static void set_environment(const struct host *h, const char *home)
{
	const char *term = getenv("TERM");
	const char *user = h->uid == 0 ? "root" : h->uid == NINA ? "nina" : "nobody";

	term = say("%s", h->interactive && term ? term : "dumb");
	clearenv();
	setenv("PATH",
	       "/opt/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
	       1);
	setenv("HOME", home, 1);
	setenv("USER", user, 1);
	setenv("TERM", term, 1);
	setenv("LC_ALL", "C", 1);
	setenv("LANG", "C", 1);
	if (h->interactive)
		setenv("PS1", say("%s@pretend%c ", user, h->uid == 0 ? '#' : '$'), 1);
	for (char **e = h->env; *e != NULL; e++)
		putenv(*e);
}

/* ------------------------------------------------------ PID 1: what is left */

static void note(struct facts *facts, char *key, char *value)
{
	facts->fact = grow(facts->fact, facts->count, sizeof(*facts->fact));
	facts->fact[facts->count++] = (struct fact){ key, value };
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct fact *)a)->key, ((const struct fact *)b)->key);
}

static void sort(struct facts *facts)
{
	if (facts->count > 0)
		qsort(facts->fact, facts->count, sizeof(*facts->fact), by_key);
}

/* `text` on one line: control characters as \ooo, as mountinfo has them. */
static char *visible(const char *text)
{
	char *copy = malloc(4 * strlen(text) + 1), *out = copy;

	if (copy == NULL)
		die("malloc");
	for (; *text; text++)
		if (iscntrl((unsigned char)*text))
			out += sprintf(out, "\\%03o", (unsigned char)*text);
		else
			*out++ = *text;
	*out = '\0';
	return copy;
}

static const char *type_word(mode_t mode)
{
	return S_ISDIR(mode)	? "directory"
	       : S_ISLNK(mode)	? "symlink"
	       : S_ISFIFO(mode) ? "fifo"
	       : S_ISSOCK(mode) ? "socket"
	       : S_ISREG(mode)	? "file"
				: "device";
}

static bool is_unwatched(const struct host *h, const char *path)
{
	for (char **dir = h->unwatched; *dir != NULL; dir++)
		if (strcmp(path, *dir) == 0)
			return true;
	return false;
}

/* What is below the open folder `fd`, which is `path` inside; closes it. */
static void look_at_files(const struct host *h, struct facts *facts, int fd,
			  const char *path, int depth)
{
	DIR *dir = fdopendir(fd);

	if (dir == NULL)
		die("opendir %s", path);
	for (struct dirent *e; (e = readdir(dir)) != NULL;) {
		struct stat st;
		char *full;

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == -1)
			continue;
		full = say("%s/%s", path, e->d_name);
		note(facts, say("%s %s", type_word(st.st_mode), visible(full)),
		     say("%04o %u:%u %lld", st.st_mode & 07777, st.st_uid, st.st_gid,
			 S_ISDIR(st.st_mode) ? 0LL : (long long)st.st_size));
		if (S_ISDIR(st.st_mode) && depth < DEEP && !is_unwatched(h, full)) {
			int below = openat(fd, e->d_name,
					   O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
						   O_CLOEXEC);
			if (below != -1)
				look_at_files(h, facts, below, full, depth + 1);
		}
		free(full);
	}
	closedir(dir);
}

static void look_at_mounts(const struct host *h, struct facts *facts)
{
	char *text = slurp(h->proc, "self/mountinfo");
	struct mount_line m;

	while (next_mount(&text, &m))
		note(facts, say("mount %s (%s)\t%s", visible(m.point), m.type, m.id),
		     say("%s %s", m.options, m.propagation));
}

static void look_at_links(struct facts *facts)
{
	struct if_nameindex *links = if_nameindex();
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	for (struct if_nameindex *l = links; l != NULL && l->if_index != 0; l++) {
		struct ifreq r = { 0 };

		strncpy(r.ifr_name, l->if_name, sizeof(r.ifr_name) - 1);
		if (ioctl(fd, SIOCGIFFLAGS, &r) == -1)
			continue;
		note(facts, say("link %s", visible(l->if_name)),
		     say("%s", r.ifr_flags & IFF_UP ? "up" : "down"));
	}
	if (links)
		if_freenameindex(links);
	close(fd);
}

/* The groups below `folder`; those of the pretend host's own making are there before, too. */
static void look_at_groups(struct facts *facts, const char *controllers, int folder,
			   const char *path)
{
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);

	for (struct dirent *e; dir && (e = readdir(dir)) != NULL;) {
		char *below;
		int inner;

		if (e->d_type != DT_DIR || e->d_name[0] == '.')
			continue;
		below = say("%s/%s", path, visible(e->d_name));
		note(facts, say("cgroup %s:%s", controllers, below), say("there"));
		inner = openat(fd, e->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		look_at_groups(facts, controllers, inner, below);
		close(inner);
	}
	if (dir)
		closedir(dir);
}

/* The number of System V IPC objects of a kind: a line each, below a heading. */
static void look_at_ipc(const struct host *h, struct facts *facts, const char *kind)
{
	char *text = slurp(h->proc, say("sysvipc/%s", kind));
	int lines = -1;

	for (char *p = text; p && (p = strchr(p, '\n')) != NULL; p++)
		lines++;
	note(facts, say("sysvipc %s", kind), say("%d", lines));
	free(text);
}

/* All that is watched.  Through detached copies, so whatever COMMAND mounts. */
static void look(const struct host *h, struct facts *facts)
{
	int root = openat(h->root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct utsname u;

	if (root == -1 || uname(&u) == -1)
		die("look at the pretend host");
	note(facts, say("hostname"), visible(u.nodename));
	note(facts, say("domainname"), visible(u.domainname));
	look_at_files(h, facts, root, "", 0);
	look_at_mounts(h, facts);
	look_at_links(facts);
	look_at_ipc(h, facts, "shm");
	look_at_ipc(h, facts, "sem");
	look_at_ipc(h, facts, "msg");
	for (size_t i = 0; i < made.groups; i++)
		look_at_groups(facts, made.cgroup[i].controllers, made.cgroup[i].host,
			       "");
	sort(facts);
}

/* Has the process ended, whose /proc/PID/stat goes on with `text` after the name?  A
 * zombie has, or one that the kernel is ending (PF_EXITING, 4, in the ninth field),
 * unless other threads go on (the twentieth).  See proc(5). */
static bool has_ended(const char *text)
{
	unsigned int flags;
	int threads;
	char state;

	return sscanf(text,
		      ") %c %*s %*s %*s %*s %*s %u"
		      " %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %d",
		      &state, &flags, &threads) == 3 &&
	       (strchr("ZX", state) || (flags & 4)) && threads <= 1;
}

/* Note each process but PID 1 that hasn't ended; returns their number. */
static size_t look_at_processes(const struct host *h, struct facts *facts)
{
	int fd = openat(h->proc, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);
	size_t count = facts->count;

	if (dir == NULL)
		die("opendir /proc");
	for (struct dirent *e; (e = readdir(dir)) != NULL;) {
		char *text, *name, *end, *line;

		if (!isdigit((unsigned char)e->d_name[0]) || strcmp(e->d_name, "1") == 0)
			continue;
		text = slurp(fd, say("%s/stat", e->d_name));
		name = text ? strchr(text, '(') : NULL;
		end = name ? strrchr(name, ')') : NULL; /* the name may hold anything */
		if (end == NULL || has_ended(end))
			continue;
		end[1] = '\0';
		line = slurp(fd, say("%s/cmdline", e->d_name));
		note(facts,
		     say("process %s %.200s", e->d_name,
			 visible(line && *line ? line : name)),
		     NULL);
	}
	closedir(dir);
	return facts->count - count;
}

/* Reap all zombies; with -G wait for the others, until none is left or time is up. */
static void settle(const struct host *h)
{
	double end = now() + h->grace;
	struct facts facts = { 0 };
	sigset_t child;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	for (;;) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		if (h->grace <= 0 || look_at_processes(h, &facts) == 0)
			return;
		if (wait_signal(&child, end) == -1)
			return;
	}
}

/* Let the supervisor remove the groups: it may be an ordinary user, and so not their owner. */
static void open_groups(int folder)
{
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd == -1 ? NULL : fdopendir(fd);

	fchmod(folder, 0777);
	for (struct dirent *e; dir && (e = readdir(dir)) != NULL;) {
		int inner;

		if (e->d_type != DT_DIR || e->d_name[0] == '.')
			continue;
		inner = openat(fd, e->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		open_groups(inner);
		close(inner);
	}
	if (dir)
		closedir(dir);
}

static void leave_groups_open(void)
{
	for (size_t i = 0; i < made.groups; i++)
		open_groups(made.cgroup[i].host);
}

/* True if `facts` had a mount on the same point as that in `key`. */
static bool covers(const struct facts *facts, const char *key)
{
	size_t length = (size_t)(strstr(key, " (") + 2 - key);

	for (size_t i = 0; i < facts->count; i++)
		if (strncmp(facts->fact[i].key, key, length) == 0)
			return true;
	return false;
}

/* One line for each difference of two sorted lists. */
static void compare(const struct facts *before, const struct facts *now,
		    struct facts *lines)
{
	for (size_t i = 0, j = 0; i < before->count || j < now->count;) {
		const struct fact *b = &before->fact[i], *n = &now->fact[j];
		int order = i == before->count ? 1
			    : j == now->count  ? -1
					       : strcmp(b->key, n->key);
		int shown = (int)strcspn(order < 0 ? b->key : n->key, "\t");

		if (order < 0) {
			note(lines, say("missing %.*s", shown, b->key), NULL);
		} else if (order > 0) {
			note(lines, say("%.*s", shown, n->key), NULL);
			if (strncmp(n->key, "mount ", 6) == 0 && covers(before, n->key))
				note(lines,
				     say("root %.*s covered",
					 (int)(strstr(n->key, " (") - n->key), n->key),
				     NULL);
		} else if (strcmp(b->value, n->value) != 0) {
			note(lines,
			     say("%.*s %s -> %s", shown, b->key, b->value, n->value),
			     NULL);
		}
		i += order <= 0;
		j += order >= 0;
	}
}

static void report(const struct host *h, struct facts *before)
{
	struct facts now = { 0 }, lines = { 0 };

	look(h, &now);
	look_at_processes(h, &lines);
	compare(before, &now, &lines);
	sort(&lines);
	for (size_t i = 0; i < lines.count; i++)
		dprintf(h->report, "%s\n", lines.fact[i].key);
}

/* ------------------------------------------------------ reading and writing */

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
		load(h, fd, e->d_name, AT_SYMLINK_NOFOLLOW, full);
		free(full);
	}
	closedir(dir);
}

/* Read `name` in the folder `dir`, and all below, to be made at `path` of the pretend
 * host.  Files are mapped: PID 1 inherits that, whatever it may open by then. */
static void load(struct host *h, int dir, const char *name, int flags, const char *path)
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

/* All of a file in memory, NULs made spaces; NULL with errno if it can't be read. */
static char *slurp(int dir, const char *path)
{
	int fd = openat(dir, path, O_RDONLY | O_CLOEXEC);
	size_t size = 0, room = 4096;
	char *text = fd == -1 ? NULL : malloc(room);
	ssize_t n = -1;

	while (text && (n = read(fd, text + size, room - size - 1)) > 0) {
		size += (size_t)n;
		if (size + 1 == room && (text = realloc(text, room *= 2)) == NULL)
			break;
	}
	if (fd != -1)
		close(fd);
	if (text == NULL || n == -1) {
		free(text);
		return NULL;
	}
	for (size_t i = 0; i < size; i++)
		if (text[i] == '\0')
			text[i] = ' ';
	while (size > 0 && text[size - 1] == ' ')
		size--;
	text[size] = '\0';
	return text;
}

/* Write `text` to an existing file with one write(2), as the kernel's files want it. */
static int write_at(int dir, const char *path, const char *text)
{
	int fd = openat(dir, path, O_WRONLY | O_CLOEXEC);
	ssize_t n;
	int error;

	if (fd == -1)
		return -1;
	n = write(fd, text, strlen(text));
	error = errno;
	close(fd);
	errno = error;
	return n == -1 ? -1 : 0;
}

/* The next line of the mountinfo in `text`, cut up; false at the end.
 *
 *	36 35 98:0 /root /point rw,noatime shared:1 master:2 - type source options */
static bool next_mount(char **text, struct mount_line *m)
{
	char *line = *text ? strsep(text, "\n") : NULL, *tag;

	if (line == NULL || *line == '\0')
		return false;
	m->id = strsep(&line, " ");
	strsep(&line, " ");
	strsep(&line, " ");
	m->root = strsep(&line, " ");
	m->point = strsep(&line, " ");
	m->options = strsep(&line, " ");
	m->propagation[0] = '\0';
	while ((tag = strsep(&line, " ")) != NULL && strcmp(tag, "-") != 0) {
		size_t used = strlen(m->propagation);

		snprintf(m->propagation + used, sizeof(m->propagation) - used, "%s%.*s",
			 used ? "," : "", (int)strcspn(tag, ":"), tag);
	}
	if (m->propagation[0] == '\0')
		strcpy(m->propagation, "private");
	m->type = strsep(&line, " ");
	strsep(&line, " ");
	m->super = line;
	return m->super != NULL;
}

/* True if `word` is in `text`, a list with spaces or commas. */
static bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *p = text; *p; p += strspn(p, " ,\n")) {
		size_t n = strcspn(p, " ,\n");

		if (n == length && strncmp(p, word, n) == 0)
			return true;
		p += n;
	}
	return false;
}

/* A formatted string of its own.  Most are never freed: no process here lives long. */
static char *say(const char *format, ...)
{
	char *text;
	va_list ap;

	va_start(ap, format);
	if (vasprintf(&text, format, ap) == -1)
		quit(125, ENOMEM, "vasprintf", NULL);
	va_end(ap);
	return text;
}

/* Room for one more after `count`: doubles at powers of two. */
static void *grow(void *array, size_t count, size_t size)
{
	if ((count & (count - 1)) != 0)
		return array;
	array = realloc(array, (count ? 2 * count : 1) * size);
	if (array == NULL)
		die("realloc");
	return array;
}

/* ------------------------------------------------------ the end */

static const char *error_name(int error)
{
	static const struct {
		int error;
		const char *name;
	} names[] = {
#define NAME(e) { e, #e }
		NAME(EPERM),  NAME(ENOENT),    NAME(ESRCH),	   NAME(EINTR),
		NAME(EIO),    NAME(E2BIG),     NAME(ENOEXEC),	   NAME(EBADF),
		NAME(ECHILD), NAME(EAGAIN),    NAME(ENOMEM),	   NAME(EACCES),
		NAME(EFAULT), NAME(EBUSY),     NAME(EEXIST),	   NAME(EXDEV),
		NAME(ENODEV), NAME(ENOTDIR),   NAME(EISDIR),	   NAME(EINVAL),
		NAME(ENFILE), NAME(EMFILE),    NAME(ETXTBSY),	   NAME(EFBIG),
		NAME(ENOSPC), NAME(EROFS),     NAME(EMLINK),	   NAME(EPIPE),
		NAME(ERANGE), NAME(ENOSYS),    NAME(ENAMETOOLONG), NAME(ENOTEMPTY),
		NAME(ELOOP),  NAME(EOVERFLOW), NAME(EUSERS),	   NAME(EOPNOTSUPP),
		NAME(EDQUOT),
#undef NAME
	};

	for (size_t i = 0; i < countof(names); i++)
		if (names[i].error == error)
			return names[i].name;
	return "error";
}

/* Is /proc/sys/NAME there, with this value? */
static bool is_set(const char *name, const char *value)
{
	char *text = slurp(AT_FDCWD, say("/proc/sys/%s", name));

	return text && strcmp(strtok(text, "\n"), value) == 0;
}

/* The mount that covers something of /proc, or NULL.  "/" if there is no root mount in
 * sight: a process whose root is some folder.  An autofs of systemd's does no harm. */
static char *odd_mount(bool masked_proc)
{
	char *text = slurp(AT_FDCWD, "/proc/self/mountinfo");
	struct mount_line m;

	while (next_mount(&text, &m)) {
		if (masked_proc && strncmp(m.point, "/proc/", 6) == 0 &&
		    strcmp(m.point, "/proc/sys/fs/binfmt_misc") != 0)
			return m.point;
		if (!masked_proc && strcmp(m.point, "/") == 0)
			return NULL;
	}
	return masked_proc ? NULL : say("/");
}

/* Why does this machine refuse, and what helps?  Read from the kernel's state; NULL if
 * nothing is found. */
static char *cause(const char *attempt, int error)
{
	static const char *const kinds[] = { "user", "mnt", "pid",   "uts",
					     "ipc",  "net", "cgroup" };
	char *status = slurp(AT_FDCWD, "/proc/self/status");
	char *masked = strstr(attempt, "-t proc") ? odd_mount(true) : NULL;

	for (size_t i = 0; error == ENOSPC && i < countof(kinds); i++)
		if (is_set(say("user/max_%s_namespaces", kinds[i]), "0"))
			return say("user.max_%s_namespaces is 0; as root: "
				   "sysctl user.max_%s_namespaces=10000",
				   kinds[i], kinds[i]);
	if (error == ENOSPC)
		return say(
			"a limit in /proc/sys/user, or 32 user namespaces deep already");
	if (masked)
		return say("%s is covered, so no new proc is allowed; "
			   "Docker: --security-opt systempaths=unconfined",
			   masked);
	if (is_set("kernel/unprivileged_userns_clone", "0"))
		return say("kernel.unprivileged_userns_clone is 0; as root: "
			   "sysctl kernel.unprivileged_userns_clone=1");
	if (odd_mount(false))
		return say("no user namespace in a chroot; run it outside, or pivot_root "
			   "there");
	if (is_set("kernel/apparmor_restrict_unprivileged_userns", "1"))
		return say("kernel.apparmor_restrict_unprivileged_userns is 1; as root: "
			   "sysctl kernel.apparmor_restrict_unprivileged_userns=0");
	if (status && strstr(status, "\nSeccomp:\t2"))
		return say("a seccomp filter is on; Docker: --security-opt "
			   "seccomp=unconfined "
			   "--security-opt systempaths=unconfined --security-opt "
			   "apparmor=unconfined");
	return NULL;
}

/* As die(), for what a machine may refuse as a matter of policy: status 123. */
static _Noreturn void refused(const char *attempt)
{
	static const int refusals[] = { EPERM, EACCES, ENOSPC, EINVAL, ENOSYS, EUSERS };
	int error = errno, status = 125;

	for (size_t i = 0; i < countof(refusals); i++)
		if (error == refusals[i])
			status = 123;
	quit(status, error, attempt, cause(attempt, error));
}

/* Report the attempt that failed, with errno, and end this process: status 125. */
static _Noreturn void die(const char *format, ...)
{
	int error = errno;
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	quit(125, error, text, NULL);
}

/* As die(), where no errno says more. */
static _Noreturn void diex(const char *format, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	quit(125, 0, text, NULL);
}

/* To stderr, unless that is a pipe which is full and which nobody reads. */
static void complain(const char *text)
{
	struct pollfd err = { .fd = STDERR_FILENO, .events = POLLOUT };

	if (poll(&err, 1, 0) == 1 && (err.revents & POLLOUT))
		dprintf(STDERR_FILENO, "host: %s\n", text);
}

static _Noreturn void quit(int status, int error, const char *text, const char *more)
{
	char line[1024] = "";

	if (error)
		snprintf(line, sizeof(line), ": %s (%s)", error_name(error),
			 strerror(error));
	complain(say("%s%s%s%s", text, line, more ? "\n      " : "", more ? more : ""));
	if (made.supervisor)
		finish();
	_exit(status);
}
