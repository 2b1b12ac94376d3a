/* cgroupview.c - the view's rows about control groups: where we are, what the limits are, and
 * what happens to whoever wants more.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "library.h"

/* What the view tries: not more than this. */
enum { TRY_MIB = 256, TRY_PROCESSES = 256, TRY_MS = 300 };

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

/* As row_cgroup_limit, FROM_OUTSIDE: one who is in a container has no path to the file. */
void row_limit_outside(const struct lab_row *row, pid_t pid, char *value)
{
	cgroup_look_at(pid);
	row_cgroup_limit(row, 0, value);
	cgroup_look_at(0);
}

void row_cgroup_usage(const struct lab_row *row, pid_t pid, char *value)
{
	unsigned long long now;

	(void)pid;
	if (cgroup_read(cgroup_here(), row->what, NULL, &now) == -1)
		snprintf(value, ROW_VALUE, "not counted");
	else if (strcmp(row->what, "memory.current") == 0)
		snprintf(value, ROW_VALUE, "%s", bytes_text(now));
	else
		snprintf(value, ROW_VALUE, "%llu", now);
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
