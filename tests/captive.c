/* captive - what the tests of lab 09 run in the container: it looks at its cage from inside,
 * and shakes the bars.  One static program, which needs nothing of the root it runs in.
 *
 *   captive facts [HOST_NS...]   all that isolates it, one fact a line: two runs that print
 *                                the same are isolated the same.  HOST_NS: "uts:[4026531838]"
 *                                and its like; "key:12345", the caller's session keyring
 *   captive try                  what a prisoner would try; a line each, and the errno
 *   captive keyring              the serial number of the session keyring
 *   captive joined COMMAND...    run it with a new session keyring
 *   captive blocked COMMAND...   run it with every signal blocked
 *   captive memory COMMAND...    run it; its peak, and what is its own, in KiB (tests/bench)
 *   captive sti                  type a letter into the terminal that is stdin
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <limits.h>
#include <linux/bpf.h>
#include <linux/keyctl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int session_keyring(void)
{
	return (int)syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING,
			    0);
}

/* strerrorname_np(3) is younger than Debian 11. */
static const char *error_name(int error)
{
	static char number[16];

	switch (error) {
	case EPERM:
		return "EPERM";
	case EACCES:
		return "EACCES";
	case EROFS:
		return "EROFS";
	case ENOSPC:
		return "ENOSPC";
	case ENOSYS:
		return "ENOSYS";
	case ENXIO:
		return "ENXIO";
	case ENOENT:
		return "ENOENT";
	default:
		snprintf(number, sizeof(number), "errno %d", error);
		return number;
	}
}

static void print_error(const char *what, bool done)
{
	printf("%s %s\n", what, done ? "DONE" : error_name(errno));
}

/* ---- facts ---- */

static bool is_hosts(const char *id, char *host[], int hosts)
{
	for (int i = 0; i < hosts; i++)
		if (strcmp(host[i], id) == 0)
			return true;
	return false;
}

static void print_namespaces(char *host[], int hosts)
{
	static const char *const kinds[] = { "cgroup", "ipc",  "mnt",  "net",
					     "pid",    "time", "user", "uts" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		char path[64], id[64];
		ssize_t n;

		snprintf(path, sizeof(path), "/proc/self/ns/%s", kinds[i]);
		n = readlink(path, id, sizeof(id) - 1);
		id[n > 0 ? n : 0] = '\0';
		printf("ns %s %s\n", kinds[i],
		       n <= 0			   ? "unknown"
		       : is_hosts(id, host, hosts) ? "the host's"
						   : "own");
	}
}

/* The lines of a file of /proc that begin with one of these words; all if there are none.
 * Fields of mountinfo that differ from run to run are left out. */
static void print_file(const char *path, const char *const words[])
{
	FILE *file = fopen(path, "re");
	char line[4096];

	if (file == NULL) {
		print_error(path, false);
		return;
	}
	while (fgets(line, sizeof(line), file) != NULL) {
		bool wanted = words == NULL;
		char *from = line;

		for (int i = 0; words != NULL && words[i] != NULL; i++)
			wanted = wanted || strncmp(line, words[i], strlen(words[i])) == 0;
		if (!wanted)
			continue;
		for (int field = 0; strstr(path, "mountinfo") && field < 3; field++)
			from += strcspn(from, " ") + 1;
		from[strcspn(from, "\n")] = '\0';
		printf("%s %s\n", path, from);
	}
	fclose(file);
}

static void print_descriptors(void)
{
	for (int fd = 0; fd < 1024; fd++) {
		struct stat st;

		if (fstat(fd, &st) == 0)
			printf("fd %d %o\n", fd, (unsigned)(st.st_mode & S_IFMT));
	}
}

static void print_root(void)
{
	struct stat root, above;
	struct dirent **entry;
	char cwd[PATH_MAX];
	int n = scandir("/..", &entry, NULL, alphasort);

	for (int i = 0; i < n; i++)
		printf("name %s\n", entry[i]->d_name);
	stat("/", &root);
	stat("/..", &above);
	printf("above / %s\n", root.st_ino == above.st_ino && root.st_dev == above.st_dev
				       ? "itself"
				       : "something else");
	printf("cwd %s\n", getcwd(cwd, sizeof(cwd)) ? cwd : "?");
}

static void print_network(void)
{
	struct ifaddrs *list = NULL;

	print_error("getifaddrs", getifaddrs(&list) == 0);
	for (struct ifaddrs *a = list; a != NULL; a = a->ifa_next)
		if (a->ifa_addr != NULL && a->ifa_addr->sa_family == AF_PACKET)
			printf("link %s %s\n", a->ifa_name,
			       a->ifa_flags & IFF_UP ? "up" : "down");
}

static void print_processes(void)
{
	DIR *proc = opendir("/proc");
	int n = 0;

	for (struct dirent *e; proc && (e = readdir(proc)) != NULL;)
		n += e->d_name[0] >= '1' && e->d_name[0] <= '9';
	if (proc)
		closedir(proc);
	printf("processes %d\n", n);
	printf("pid %d ppid %d session %s group %s\n", getpid(), getppid(),
	       getsid(0) == getpid() ? "own" : "another's",
	       getpgrp() == getpid() ? "own" : "another's");
}

static int do_facts(int argc, char *argv[])
{
	static const char *const of_status[] = { "Uid",	   "Gid",    "Groups",
						 "SigBlk", "SigIgn", "Cap",
						 "NoNew",  "Umask",  NULL };
	char host[65], key[32];
	struct winsize size = { 0 };

	print_namespaces(argv, argc);
	print_processes();
	print_file("/proc/self/status", of_status);
	print_file("/proc/self/uid_map", NULL);
	print_file("/proc/self/gid_map", NULL);
	print_file("/proc/self/setgroups", NULL);
	print_file("/proc/self/cgroup", NULL);
	print_file("/proc/self/mountinfo", NULL);
	print_file("/proc/sys/user/max_user_namespaces", NULL);
	snprintf(key, sizeof(key), "key:%d", session_keyring());
	printf("keyring %s\n", is_hosts(key, argv, argc) ? "the host's" : "own");
	gethostname(host, sizeof(host));
	printf("host name %s\n", host);
	for (char **e = environ; *e != NULL; e++)
		printf("environment %s\n", *e);
	print_error("open /dev/tty",
		    open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC) != -1);
	printf("terminal %s\n", isatty(0) ? ttyname(0) : "none");
	if (ioctl(0, TIOCGWINSZ, &size) == 0)
		printf("size %d %d\n", size.ws_row, size.ws_col);
	print_descriptors();
	print_network();
	print_root();
	print_error("open /proc/1/environ",
		    open("/proc/1/environ", O_RDONLY | O_CLOEXEC) != -1);
	print_error("open /proc/1/root", open("/proc/1/root", O_PATH | O_CLOEXEC) != -1);
	return 0;
}

/* ---- try ---- */

static int set_the_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return clock_settime(CLOCK_REALTIME, &now);
}

static int load_a_module(void)
{
	return (int)syscall(SYS_init_module, "", 0, "");
}

static int make_a_bpf_map(void)
{
	union bpf_attr attr = { .map_type = BPF_MAP_TYPE_ARRAY,
				.key_size = 4,
				.value_size = 4,
				.max_entries = 1 };

	return (int)syscall(SYS_bpf, BPF_MAP_CREATE, &attr, sizeof(attr));
}

static int open_by_handle(void)
{
	struct {
		struct file_handle handle;
		unsigned char more[8];
	} h = { .handle = { .handle_bytes = 8, .handle_type = 1 } };

	return open_by_handle_at(AT_FDCWD, &h.handle, O_RDONLY);
}

static int write_to(const char *path)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	return fd == -1 ? -1 : (int)write(fd, "b", 1);
}

static int enter_mounts_of_1(void)
{
	int fd = open("/proc/1/ns/mnt", O_RDONLY | O_CLOEXEC);

	return fd == -1 ? -1 : setns(fd, CLONE_NEWNS);
}

/* Make a device here and read it: 259:0 and 8:0 are disks on most machines, 1:1 is memory. */
static int make_and_open(mode_t type, unsigned major, unsigned minor)
{
	return mknod("/tmp/device", type | 0600, makedev(major, minor)) == -1
		       ? -1
		       : open("/tmp/device", O_RDONLY | O_CLOEXEC);
}

static int do_try(int argc, char *argv[])
{
	(void)argc;
	(void)argv;
	print_error("mount", mount("none", "/mnt", "tmpfs", 0, NULL) == 0);
	print_error("umount", umount2("/proc", MNT_DETACH) == 0);
	print_error("remount",
		    mount(NULL, "/proc/sys", NULL, MS_REMOUNT | MS_BIND, NULL) == 0);
	print_error("pivot_root", syscall(SYS_pivot_root, "/tmp", "/tmp") == 0);
	print_error("new mount table", unshare(CLONE_NEWNS) == 0);
	print_error("new user namespace", unshare(CLONE_NEWUSER) == 0);
	print_error("namespace of PID 1", enter_mounts_of_1() == 0);
	print_error("host name", sethostname("free", 4) == 0);
	print_error("clock", set_the_clock() == 0);
	print_error("module", load_a_module() == 0);
	print_error("bpf", make_a_bpf_map() != -1);
	print_error("reboot", syscall(SYS_reboot, 0, 0, 0, NULL) == 0);
	print_error("swap", swapon("/dev/zero", 0) == 0);
	print_error("block device", make_and_open(S_IFBLK, 8, 0) != -1);
	print_error("memory device", make_and_open(S_IFCHR, 1, 1) != -1);
	print_error("file handle", open_by_handle() != -1);
	print_error("trace PID 1", ptrace(PTRACE_SEIZE, 1, 0, 0) == 0);
	print_error("files of PID 1", open("/proc/1/fd/0", O_RDONLY | O_CLOEXEC) != -1);
	print_error("program of PID 1", open("/proc/1/exe", O_RDONLY | O_CLOEXEC) != -1);
	print_error("/proc/sys", write_to("/proc/sys/kernel/core_pattern") != -1);
	print_error("own limit", write_to("/proc/sys/user/max_user_namespaces") != -1);
	print_error("/sys", write_to("/sys/power/state") != -1);
	print_error("cgroup", mkdir("/sys/fs/cgroup/mine", 0755) == 0);
	return 0;
}

/* ---- memory ---- */

/* What of a process's memory nobody shares with it, in KiB; -1 if it may not be read.
 * See proc_pid_smaps(5). */
static long own_memory(pid_t pid)
{
	char path[64], line[256];
	long sum = 0, part;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
	file = fopen(path, "re");
	if (file == NULL)
		return -1;
	while (fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, "Private_%*[^:]: %ld", &part) == 1)
			sum += part;
	fclose(file);
	return sum;
}

/* COMMAND's payload says a byte and waits for the end of stdin: then the supervisor is looked at. */
static int do_memory(char *argv[])
{
	int in[2], out[2], status;
	struct rusage used;
	pid_t child;
	char byte;
	long own;

	if (pipe2(in, O_CLOEXEC) == -1 || pipe2(out, O_CLOEXEC) == -1)
		return 125;
	child = fork();
	if (child == 0) {
		dup2(in[0], STDIN_FILENO);
		dup2(out[1], STDOUT_FILENO);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	if (child == -1 || read(out[0], &byte, 1) != 1)
		return 125;
	own = own_memory(child);
	close(in[1]);
	if (wait4(child, &status, 0, &used) == -1)
		return 125;
	printf("%ld %ld\n", used.ru_maxrss, own);
	return 0;
}

int main(int argc, char *argv[])
{
	const char *what = argc > 1 ? argv[1] : "";

	if (strcmp(what, "facts") == 0)
		return do_facts(argc - 2, argv + 2);
	if (strcmp(what, "try") == 0)
		return do_try(argc - 2, argv + 2);
	if (strcmp(what, "keyring") == 0)
		return printf("key:%d\n", session_keyring()) < 0;
	if (strcmp(what, "joined") == 0 && argc > 2) {
		if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) == -1)
			print_error("keyctl", false);
		execvp(argv[2], argv + 2);
		return 127;
	}
	if (strcmp(what, "blocked") == 0 && argc > 2) {
		sigset_t all;

		sigfillset(&all);
		if (sigprocmask(SIG_BLOCK, &all, NULL) == -1)
			print_error("sigprocmask", false);
		execvp(argv[2], argv + 2);
		return 127;
	}
	if (strcmp(what, "memory") == 0 && argc > 2)
		return do_memory(argv + 2);
	if (strcmp(what, "sti") == 0) {
		print_error("TIOCSTI", ioctl(0, TIOCSTI, "x") == 0);
		return 0;
	}
	fprintf(stderr, "usage: captive facts|try|keyring|joined|blocked|memory|sti\n");
	return 125;
}
