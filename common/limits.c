/* limits.c - limits as people write them, the view's rows about them, and what was used. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lab.h"

/* What the view tries: not more than this. */
enum { TRY_MIB = 256, TRY_PROCESSES = 256, TRY_MS = 300 };

/* ---- options ---- */

/* "64", "64K", "1M", "2GiB" in bytes; units are powers of 1024.  0, or -1: it isn't one. */
static int parse_bytes(const char *text, unsigned long long *bytes)
{
	static const char units[] = "KMGT";
	size_t digits = strspn(text, "0123456789");
	const char *rest = text + digits;
	unsigned shift = 0;

	if (digits == 0 || digits > 18)
		return -1;
	*bytes = strtoull(text, NULL, 10);
	if (*rest != '\0') {
		const char *unit = strchr(units, *rest & ~0x20);

		if (unit == NULL || *unit == '\0')
			return -1;
		shift = 10 * (unsigned)(unit - units + 1);
		rest++;
	}
	if ((*rest != '\0' && strcmp(rest, "B") != 0 && strcmp(rest, "iB") != 0) ||
	    *bytes > (1ULL << 62) >> shift)
		return -1;
	*bytes <<= shift;
	return 0;
}

void option_memory(const char *argument, void *field)
{
	struct cgroup_limits *l = field;

	l->asked |= CGROUP_MEMORY;
	if (strcmp(argument, "max") == 0)
		l->memory = CGROUP_MAX;
	else if (parse_bytes(argument, &l->memory) == -1 || l->memory < 1 << 20)
		diex("-m %s: not a limit on memory (bytes: 64M, 1G; 1M at least; max)",
		     argument);
}

void option_processes(const char *argument, void *field)
{
	struct cgroup_limits *l = field;
	unsigned long number;

	l->asked |= CGROUP_PIDS;
	if (strcmp(argument, "max") == 0)
		l->processes = CGROUP_MAX;
	else if (parse_number(argument, 4194304, &number) == -1 || number == 0)
		diex("-p %s: not a number of processes (1 to 4194304, max)", argument);
	else
		l->processes = number;
}

void option_cpus(const char *argument, void *field)
{
	struct cgroup_limits *l = field;
	long most = sysconf(_SC_NPROCESSORS_CONF);
	bool plain = argument[0] == '.' || (argument[0] >= '0' && argument[0] <= '9');
	char *end;
	double cpus = strtod(argument, &end);

	l->asked |= CGROUP_CPU;
	if (strcmp(argument, "max") == 0) {
		l->cpu = CGROUP_MAX;
		return;
	}
	if (*end == '%') {
		cpus /= 100;
		end++;
	}
	/* strtod takes blanks, signs, 0x and "inf", too. */
	if (!plain || *end != '\0' ||
	    strspn(argument, "0123456789.%") != strlen(argument) ||
	    !(cpus >= 0.01 && cpus <= (double)most))
		diex("-c %s: not a number of CPUs (0.01 to %ld: this machine's, 50%%, "
		     "max)",
		     argument, most);
	l->cpu = (unsigned long long)(cpus * CGROUP_PERIOD + 0.5);
}

/* The whole disk that `device` is a part of: bandwidth is a disk's.  See sysfs(5). */
static void whole_disk(dev_t device, struct cgroup_io *io)
{
	char path[96], text[32];

	io->major = major(device);
	io->minor = minor(device);
	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u/partition", io->major,
		 io->minor);
	if (access(path, F_OK) == -1)
		return;
	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u/../dev", io->major, io->minor);
	if (read_file(path, text, sizeof(text)) != -1)
		(void)sscanf(text, "%u:%u", &io->major, &io->minor);
}

/* "254:0": where there is a disk and no file for it, as in a container. */
static bool by_numbers(const char *text, dev_t *device)
{
	unsigned big, small;
	char path[64], end;

	if (sscanf(text, "%u:%u%c", &big, &small, &end) != 2)
		return false;
	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u", big, small);
	if (access(path, F_OK) == -1)
		diex("-i %s: no such disk (there is no %s)", text, path);
	*device = makedev(big, small);
	return true;
}

/* "1M" as the kernel wants it, or NULL. */
static const char *bandwidth(const char *text)
{
	unsigned long long bytes;

	if (strcmp(text, "max") == 0)
		return "max";
	if (parse_bytes(text, &bytes) == -1 || bytes == 0)
		return NULL;
	return strdup(limit_text(bytes));
}

void option_io(const char *argument, void *field)
{
	struct cgroup_limits *l = field;
	char *device = strdup(argument), *write, *read;
	struct stat st;

	l->asked |= CGROUP_IO;
	if (device == NULL)
		die("strdup");
	write = strrchr(device, ':');
	if (write != NULL)
		*write++ = '\0';
	read = write ? strrchr(device, ':') : NULL;
	if (read != NULL)
		*read++ = '\0';
	if (read == NULL || (l->io.read = bandwidth(read)) == NULL ||
	    (l->io.write = bandwidth(write)) == NULL)
		diex("-i %s: not DEV:RBPS:WBPS (/dev/sda:1M:max, 8:0:1M:max, bytes a "
		     "second)",
		     argument);
	if (!by_numbers(device, &st.st_rdev)) {
		if (stat(device, &st) == -1)
			diex("-i %s: %s (%s)", device, errno_name(errno),
			     strerror(errno));
		if (!S_ISBLK(st.st_mode))
			diex("-i %s: not a block device", device);
	}
	whole_disk(st.st_rdev, &l->io);
	free(device);
}

const char *limit_text(unsigned long long limit)
{
	static char text[24];

	if (limit == CGROUP_MAX)
		return "max";
	snprintf(text, sizeof(text), "%llu", limit);
	return text;
}

const char *bytes_text(unsigned long long bytes)
{
	static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB" };
	static char text[32];
	double value = (double)bytes;
	size_t unit = 0;

	for (; value >= 1024 && unit < 4; unit++)
		value /= 1024;
	/* One decimal, if there is one. */
	snprintf(text, sizeof(text),
		 value * 10 - (long)value * 10 < 1 ? "%.0f %s" : "%.1f %s", value,
		 units[unit]);
	return text;
}

/* ---- what was used ---- */

void print_measures(const struct cgroup_measure *m, int fd)
{
	if (fd == STDOUT_FILENO)
		dprintf(fd, "\n  used in the group, by all who were in it:\n");
	for (; m->file != NULL; m++) {
		char value[48];

		if (!m->known)
			continue;
		if (strcmp(m->unit, "bytes") == 0)
			snprintf(value, sizeof(value), "%s", bytes_text(m->value));
		else if (m->unit[0] != '\0')
			snprintf(value, sizeof(value), "%llu.%03llu s",
				 m->value / 1000000, m->value / 1000 % 1000);
		else
			snprintf(value, sizeof(value), "%llu", m->value);
		if (fd == STDOUT_FILENO)
			dprintf(fd, "     %-24s %s\n", m->title, value);
		else
			say("%s: %s", m->title, value);
	}
}

/* ---- rows ---- */

void row_cgroup_made(const struct lab_row *row, pid_t pid, char *value)
{
	const struct cgroup *g = cgroup_made();
	const char *name = g ? strrchr(g->part[0].folder, '/') : "";
	size_t length;

	(void)row;
	(void)pid;
	if (g == NULL) {
		snprintf(value, ROW_VALUE, "none of ours");
		return;
	}
	length = (size_t)snprintf(value, ROW_VALUE, "%s\nin", name + 1);
	for (size_t i = 0; i < g->parts && length < ROW_VALUE; i++) {
		const char *folder = g->part[i].folder;
		const char *top = "/sys/fs/cgroup/";

		if (g->part[i].v2 || strncmp(folder, top, strlen(top)) != 0)
			top = "";
		length += (size_t)snprintf(
			value + length, ROW_VALUE - length, "%s %.*s", i ? "," : "",
			(int)(strrchr(folder, '/') - folder - strlen(top)),
			folder + strlen(top));
	}
}

/* The group's path in each of the hierarchies that matter here; once, if all are the same. */
void row_cgroup_member(const struct lab_row *row, pid_t pid, char *value)
{
	char file[64], text[4096], *line, *rest = text, first[512] = "";
	const struct cgroup *g = cgroup_made() ? cgroup_made() : cgroup_here();
	bool same = true;
	size_t length = 0;

	(void)row;
	snprintf(file, sizeof(file), pid ? "/proc/%d/cgroup" : "/proc/self/cgroup",
		 (int)pid);
	if (read_file(file, text, sizeof(text)) == -1) {
		snprintf(value, ROW_VALUE, "no /proc in here");
		return;
	}
	while ((line = strsep(&rest, "\n")) != NULL) {
		const char *id = strsep(&line, ":"), *list = strsep(&line, ":");

		/* The group is seldom in blkio's, and an observer can't know. */
		if (line == NULL || length >= ROW_VALUE || !cgroup_uses(g, id, list) ||
		    strcmp(list, "blkio") == 0)
			continue;
		if (first[0] == '\0')
			snprintf(first, sizeof(first), "%s", line);
		same = same && strcmp(first, line) == 0;
		/* Version 2's line has no names of controllers.  See cgroups(7). */
		length += (size_t)snprintf(value + length, ROW_VALUE - length, "%s%s:%s",
					   length ? "\n" : "", list[0] ? list : "v2",
					   line);
	}
	if (same)
		snprintf(value, ROW_VALUE, "%s", first);
}

/* A limit of the group that we are in; false: there is none, and `value` says so. */
static bool limit_here(const char *file, unsigned long long *limit, char *value)
{
	if (cgroup_read(cgroup_here(), file, NULL, limit) == 0 && *limit != CGROUP_MAX)
		return true;
	snprintf(value, ROW_VALUE, "no limit");
	return false;
}

void row_cgroup_limit(const struct lab_row *row, pid_t pid, char *value)
{
	unsigned long long limit, memory;
	const char *file = row->what;

	(void)pid;
	if (strcmp(file, "io.max") == 0) {
		if (read_squeezed(cgroup_file(cgroup_here(), file), value, ROW_VALUE) ==
			    -1 ||
		    value[0] == '\0')
			snprintf(value, ROW_VALUE, "no limit");
		return;
	}
	if (!limit_here(file, &limit, value))
		return;
	if (strcmp(file, "cpu.max") == 0)
		snprintf(value, ROW_VALUE, "%.*f", limit % (CGROUP_PERIOD / 10) ? 2 : 1,
			 (double)limit / CGROUP_PERIOD);
	else if (strcmp(file, "pids.max") == 0)
		snprintf(value, ROW_VALUE, "%llu", limit);
	else if (strcmp(file, "memory.swap.max") == 0 &&
		 strstr(cgroup_file(cgroup_here(), file), "memsw") != NULL &&
		 cgroup_read(cgroup_here(), "memory.max", NULL, &memory) == 0)
		snprintf(value, ROW_VALUE, "%s", /* v1's is the sum */
			 limit == memory ? "none" : bytes_text(limit - memory));
	else if (limit == 0)
		snprintf(value, ROW_VALUE, "none");
	else
		snprintf(value, ROW_VALUE, "%s", bytes_text(limit));
}

void row_cgroup_usage(const struct lab_row *row, pid_t pid, char *value)
{
	unsigned long long now;

	(void)row;
	(void)pid;
	if (cgroup_read(cgroup_here(), "memory.current", NULL, &now) == -1)
		snprintf(value, ROW_VALUE, "not counted");
	else
		snprintf(value, ROW_VALUE, "%s", bytes_text(now));
}

/* ---- trying ---- */

/* Fork a process that can't outlive us, and that is the OOM killer's first choice. */
static pid_t fork_trial(void)
{
	pid_t child = fork();

	if (child == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)write_file("/proc/self/oom_score_adj", "1000");
	}
	return child;
}

static void try_memory(char *value)
{
	unsigned long long limit;
	int status = 0;
	pid_t child;

	if (!limit_here("memory.max", &limit, value))
		return;
	if (limit > (unsigned long long)TRY_MIB << 20) {
		snprintf(value, ROW_VALUE, "not tried");
		return;
	}
	child = fork_trial();
	if (child == 0) {
		size_t size = (size_t)limit + (4 << 20);
		char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		for (size_t i = 0; memory != MAP_FAILED && i < size; i += 4096)
			((volatile char *)memory)[i] = 1;
		_exit(0);
	}
	if (child == -1 || waitpid(child, &status, 0) == -1)
		snprintf(value, ROW_VALUE, "not tried: %s", errno_name(errno));
	else
		snprintf(value, ROW_VALUE, "%s",
			 !WIFSIGNALED(status)	       ? "works"
			 : WTERMSIG(status) == SIGKILL ? "killed"
						       : "signal");
}

static void try_forks(char *value)
{
	unsigned long long limit;
	pid_t child = 0, pid[TRY_PROCESSES + 1];
	int n = 0, error, hold[2];

	if (!limit_here("pids.max", &limit, value))
		return;
	if (limit > TRY_PROCESSES || pipe(hold) == -1) {
		snprintf(value, ROW_VALUE, "not tried");
		return;
	}
	while (n <= (int)limit && (child = fork_trial()) > 0)
		pid[n++] = child;
	error = errno;
	if (child == 0) {
		(void)close(hold[1]);
		(void)!read(hold[0], &(char){ 0 }, 1);
		_exit(0);
	}
	(void)close(hold[0]);
	(void)close(hold[1]);
	snprintf(value, ROW_VALUE, child == -1 ? "%s after %d" : "works",
		 errno_name(error), n);
	while (n-- > 0)
		(void)waitpid(pid[n], NULL, 0);
}

static double seconds(clockid_t clock)
{
	struct timespec t;

	(void)clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* How much of a CPU does a process get that always wants one?  In tenths. */
static void try_cpu(char *value)
{
	double begin = seconds(CLOCK_MONOTONIC), used = seconds(CLOCK_PROCESS_CPUTIME_ID),
	       wall;
	unsigned long long before = 0, after = 0;

	(void)cgroup_read(cgroup_here(), "cpu.stat", "nr_throttled", &before);

	do
		wall = seconds(CLOCK_MONOTONIC) - begin;
	while (wall < TRY_MS / 1e3);
	used = seconds(CLOCK_PROCESS_CPUTIME_ID) - used;
	(void)cgroup_read(cgroup_here(), "cpu.stat", "nr_throttled", &after);
	snprintf(value, ROW_VALUE, "%d0 %%%s", (int)(10 * used / wall + 0.5),
		 after > before ? ", throttled" : "");
}

void row_cgroup_try(const struct lab_row *row, pid_t pid, char *value)
{
	(void)pid;
	if (strcmp(row->what, "memory") == 0)
		try_memory(value);
	else if (strcmp(row->what, "pids") == 0)
		try_forks(value);
	else
		try_cpu(value);
}

/* As row_cgroup_limit, FROM_OUTSIDE: one who is in a container has no path to the file. */
void row_limit_outside(const struct lab_row *row, pid_t pid, char *value)
{
	cgroup_look_at(pid);
	row_cgroup_limit(row, 0, value);
	cgroup_look_at(0);
}

int cgroup_limit(const struct cgroup *g, const struct cgroup_limits *l)
{
	if (l->asked & CGROUP_MEMORY) {
		if (cgroup_write(g, "memory.max", "%s", limit_text(l->memory)) == -1)
			return -1;
		/* ENOENT: this kernel doesn't count swap. */
		if (cgroup_write(g, "memory.swap.max", "0") == -1 && errno != ENOENT)
			return -1;
	}
	if ((l->asked & CGROUP_PIDS) &&
	    cgroup_write(g, "pids.max", "%s", limit_text(l->processes)) == -1)
		return -1;
	if ((l->asked & CGROUP_CPU) &&
	    cgroup_write(g, "cpu.max", "%s %d", limit_text(l->cpu), CGROUP_PERIOD) == -1)
		return -1;
	return 0;
}
