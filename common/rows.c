/* rows.c - readers of the view that more than one lab has use for. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "library.h"

static const char after_exec_option[] = "--after-exec";

/* "/proc/self/NAME" or "/proc/PID/NAME". */
static void proc_path(pid_t pid, const char *name, char *path, size_t size)
{
	if (pid == 0)
		snprintf(path, size, "/proc/self/%s", name);
	else
		snprintf(path, size, "/proc/%d/%s", (int)pid, name);
}

/* A symbolic link of /proc/PID. */
void row_proc_link(const struct lab_row *row, pid_t pid, char *value)
{
	char path[64];
	ssize_t n;

	proc_path(pid, row->what, path, sizeof(path));
	n = readlink(path, value, ROW_VALUE - 1);
	if (n == -1 && strcmp(row->what, "ns/pid_for_children") == 0 &&
	    access("/proc/self/ns/pid", F_OK) == 0)
		/* Nameless until its first process.  See namespaces(7). */
		snprintf(value, ROW_VALUE, "new, no process yet");
	else if (n == -1)
		snprintf(value, ROW_VALUE, "%s",
			 errno == ENOENT ? "no /proc in here" : errno_name(errno));
	else
		value[n] = '\0';
	make_printable(value, '\0');
}

/* The namespace's inode number is its identity.  See namespaces(7). */
void row_namespace(const struct lab_row *row, pid_t pid, char *value)
{
	char name[32];
	struct lab_row link = { .what = name };

	snprintf(name, sizeof(name), "ns/%s", row->what);
	row_proc_link(&link, pid, value);
}

/* Our own by system calls, since a new root may have no /proc; another's from there. */
void row_capabilities(const struct lab_row *row, pid_t pid, char *value)
{
	char hex[64] = "";
	cap_bits set;

	if (pid == 0 && caps_get(row->what, &set) == 0)
		caps_in_words(set, value, ROW_VALUE);
	else if (read_status(pid, row->what, hex, sizeof(hex)) == 0)
		caps_in_words(strtoull(hex, NULL, 16), value, ROW_VALUE);
	else
		snprintf(value, ROW_VALUE, "no /proc in here");
}

/* What is left of the capabilities when this process execs: this very program is
 * executed by a child, and says. */
void row_after_exec(const struct lab_row *row, pid_t pid, char *value)
{
	char *argv[] = { (char *)"lab", (char *)after_exec_option, (char *)row->what,
			 NULL };
	char hex[64] = "";
	int fd[2];
	pid_t child;

	(void)pid;
	if (pipe(fd) == -1 || (child = fork()) == -1)
		die("fork");
	if (child == 0) {
		(void)dup2(fd[1], STDOUT_FILENO);
		(void)close(fd[0]);
		(void)execv("/proc/self/exe", argv);
		_exit(EXIT_CANNOT_EXEC);
	}
	(void)close(fd[1]);
	if (read(fd[0], hex, sizeof(hex) - 1) <= 0)
		snprintf(value, ROW_VALUE, "not to be tried in here");
	else
		caps_in_words(strtoull(hex, NULL, 16), value, ROW_VALUE);
	(void)close(fd[0]);
	(void)waitpid(child, NULL, 0);
}

/* The other side of row_after_exec: called first thing by lab_options. */
void answer_after_exec(int argc, char *argv[])
{
	cap_bits set;

	if (argc != 3 || strcmp(argv[1], after_exec_option) != 0)
		return;
	if (caps_get(argv[2], &set) == -1)
		_exit(EXIT_LAB);
	dprintf(STDOUT_FILENO, "%" PRIx64 "\n", set);
	_exit(0);
}

/* "1000" when real, effective and saved id are one, else all three. */
static void three_ids(unsigned real, unsigned effective, unsigned saved, char *value)
{
	if (real == effective && effective == saved)
		snprintf(value, ROW_VALUE, "%u", real);
	else
		snprintf(value, ROW_VALUE, "%u %u %u (real effective saved)", real,
			 effective, saved);
}

static void own_groups(char *value)
{
	gid_t groups[NGROUPS_MAX];
	int n = getgroups(NGROUPS_MAX, groups);
	size_t length = 0;

	if (n <= 0)
		snprintf(value, ROW_VALUE, "none");
	for (int i = 0; i < n && length < ROW_VALUE - 16; i++)
		length += (size_t)snprintf(value + length, ROW_VALUE - length, "%s%u",
					   i ? " " : "", groups[i]);
}

/* `what` is "Uid", "Gid" or "Groups", as in /proc/PID/status.  Our own are had by system
 * call, since a new root may have no /proc. */
void row_ids(const struct lab_row *row, pid_t pid, char *value)
{
	unsigned r, e, s;
	char text[ROW_VALUE];

	if (pid == 0 && strcmp(row->what, "Uid") == 0 && getresuid(&r, &e, &s) == 0)
		three_ids(r, e, s, value);
	else if (pid == 0 && strcmp(row->what, "Gid") == 0 && getresgid(&r, &e, &s) == 0)
		three_ids(r, e, s, value);
	else if (pid == 0 && strcmp(row->what, "Groups") == 0)
		own_groups(value);
	else if (read_status(pid, row->what, text, sizeof(text)) == -1)
		snprintf(value, ROW_VALUE, "?");
	else if (sscanf(text, "%u %u %u", &r, &e, &s) == 3)
		three_ids(r, e, s, value);
	else
		snprintf(value, ROW_VALUE, "%s", text);
}

void row_proc_file(const struct lab_row *row, pid_t pid, char *value)
{
	char path[64];

	proc_path(pid, row->what, path, sizeof(path));
	if (read_squeezed(path, value, ROW_VALUE) == -1)
		snprintf(value, ROW_VALUE, "no /proc in here");
	else if (value[0] == '\0')
		snprintf(value, ROW_VALUE, "empty");
}

void row_hostname(const struct lab_row *row, pid_t pid, char *value)
{
	struct utsname names;

	(void)row;
	(void)pid;
	if (uname(&names) == 0)
		snprintf(value, ROW_VALUE, "%s", names.nodename);
}

/* The NIS domain name, which has nothing to do with DNS.  See uname(2). */
void row_domainname(const struct lab_row *row, pid_t pid, char *value)
{
	struct utsname names;

	(void)row;
	(void)pid;
	if (uname(&names) == 0)
		snprintf(value, ROW_VALUE, "%s", names.domainname);
}

/* The names in a directory, as ls prints them. */
void row_names(const struct lab_row *row, pid_t pid, char *value)
{
	struct dirent **entry;
	int n = scandir(row->what, &entry, NULL, alphasort);
	size_t length = 0;

	(void)pid;
	for (int i = 0; i < n; free(entry[i++]))
		if (entry[i]->d_name[0] != '.' && length < ROW_VALUE - 260)
			length += (size_t)snprintf(value + length, ROW_VALUE - length,
						   "%s%s", length ? " " : "",
						   entry[i]->d_name);
	if (n >= 0)
		free(entry);
	else
		snprintf(value, ROW_VALUE, "%s", errno_name(errno));
	make_printable(value, '\0');
}

/* getcwd(3) fails with ENOENT for a current directory that is not below the root. */
void row_cwd(const struct lab_row *row, pid_t pid, char *value)
{
	(void)row;
	(void)pid;
	if (getcwd(value, ROW_VALUE) == NULL)
		snprintf(value, ROW_VALUE, "outside the root");
	make_printable(value, '\0');
}

/* The descriptors that COMMAND would get. */
void row_descriptors(const struct lab_row *row, pid_t pid, char *value)
{
	size_t length = 0;

	(void)row;
	(void)pid;
	for (int fd = 0; fd < 1024 && length < ROW_VALUE - 32; fd++) {
		int flags = fcntl(fd, F_GETFD);
		struct stat st;

		if (flags == -1 || (flags & FD_CLOEXEC) || fstat(fd, &st) == -1)
			continue;
		length += (size_t)snprintf(value + length, ROW_VALUE - length, "%s%d%s",
					   length ? " " : "", fd,
					   S_ISDIR(st.st_mode) ? " (a directory)" : "");
	}
}

void row_environment(const struct lab_row *row, pid_t pid, char *value)
{
	int n = 0;

	(void)row;
	(void)pid;
	while (environ != NULL && environ[n] != NULL)
		n++;
	snprintf(value, ROW_VALUE, "%d variables", n);
}

/* chroot hides no process: what hides them here is that there is no /proc. */
void row_processes(const struct lab_row *row, pid_t pid, char *value)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;
	int n = 0;

	(void)row;
	(void)pid;
	while (proc != NULL && (entry = readdir(proc)) != NULL)
		n += entry->d_name[0] >= '1' && entry->d_name[0] <= '9';
	if (proc != NULL)
		closedir(proc);
	snprintf(value, ROW_VALUE, n ? "%d process%s" : "no /proc in here", n,
		 n == 1 ? "" : "es");
}

void row_pid(const struct lab_row *row, pid_t pid, char *value)
{
	(void)pid;
	snprintf(value, ROW_VALUE, "%d",
		 (int)(strcmp(row->what, "ppid") == 0 ? getppid() : getpid()));
}

/* A field of /proc/PID/status.  NSpid is the pid in each PID namespace that the process is
 * in, the reader's own first.  See pid_namespaces(7). */
void row_status(const struct lab_row *row, pid_t pid, char *value)
{
	if (read_status(pid, row->what, value, ROW_VALUE) == -1)
		snprintf(value, ROW_VALUE, "no /proc in here");
	for (char *c = value; *c; c++)
		if (*c == '\t')
			*c = ' ';
}

/* Where a symbolic link leads. */
void row_link(const struct lab_row *row, pid_t pid, char *value)
{
	ssize_t n = readlink(row->what, value, ROW_VALUE - 1);

	(void)pid;
	if (n == -1)
		snprintf(value, ROW_VALUE, "%s", errno_name(errno));
	else
		value[n] = '\0';
	make_printable(value, '\0');
}

void row_propagation(const struct lab_row *row, pid_t pid, char *value)
{
	const struct mount_info *on = mount_of(row->what);

	(void)pid;
	if (on == NULL)
		snprintf(value, ROW_VALUE, "no /proc in here");
	else
		mount_propagation(on, value, ROW_VALUE);
}

/* The name of PID 1, as /proc has it. */
void row_pid_1(const struct lab_row *row, pid_t pid, char *value)
{
	(void)row;
	(void)pid;
	if (getpid() == 1)
		snprintf(value, ROW_VALUE, "this process");
	else if (read_file("/proc/1/comm", value, ROW_VALUE) == -1)
		snprintf(value, ROW_VALUE, "no /proc in here");
}

/* Make an orphan that ends at once; returns its pid.  The read ends when both have. */
static pid_t make_orphan(void)
{
	pid_t middle, orphan = -1;
	int fd[2];

	if (pipe2(fd, O_CLOEXEC) == -1 || (middle = fork()) == -1)
		die("fork");
	if (middle == 0) {
		orphan = fork();
		if (orphan > 0)
			(void)!write(fd[1], &orphan, sizeof(orphan));
		_exit(0);
	}
	(void)close(fd[1]);
	if (read(fd[0], &orphan, sizeof(orphan)) == sizeof(orphan))
		(void)!read(fd[0], &(char){ 0 }, 1);
	(void)close(fd[0]);
	(void)waitpid(middle, NULL, 0);
	return orphan;
}

/* Does PID 1 reap the processes whose parent has gone?  A zombie still answers kill(2), and
 * a second is time enough.  Not tried on the host, where a zombie might stay, nor by PID 1
 * itself. */
void row_orphan(const struct lab_row *row, pid_t pid, char *value)
{
	const struct timespec nap = { .tv_nsec = 2 * 1000 * 1000 };
	pid_t orphan;

	(void)row;
	(void)pid;
	if (getpid() == 1 || !lab_is_in_new_pid_namespace()) {
		snprintf(value, ROW_VALUE, "PID 1's to reap");
		return;
	}
	orphan = make_orphan();
	if (orphan == -1)
		return;
	for (int i = 0; i < 500 && kill(orphan, 0) == 0; i++)
		(void)nanosleep(&nap, NULL);
	snprintf(value, ROW_VALUE,
		 kill(orphan, 0) == 0 ? "stays a zombie" : "reaped by PID 1");
}

/* See PR_GET_NO_NEW_PRIVS in prctl(2). */
void row_no_new_privs(const struct lab_row *row, pid_t pid, char *value)
{
	(void)row;
	(void)pid;
	snprintf(value, ROW_VALUE, "%s",
		 prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? "on" : "off");
}
