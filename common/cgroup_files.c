/* cgroup_files.c - the files of a group: named as v2 names them, and what v1 has for each. */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "library.h"

/* A file of v2 (with the key of a line in it), and what v1 has for it; v1's nanoseconds are
 * divided to be v2's microseconds.  Where the formats differ write_v1() knows more. */
static const struct knob {
	const char *file, *key;
	const char *v1_controller, *v1_file, *v1_key;
	unsigned divide;
} knobs[] = {
	{ "memory.max", NULL, "memory", "memory.limit_in_bytes", NULL, 1 },
	{ "memory.swap.max", NULL, "memory", "memory.memsw.limit_in_bytes", NULL, 1 },
	{ "memory.current", NULL, "memory", "memory.usage_in_bytes", NULL, 1 },
	{ "memory.peak", NULL, "memory", "memory.max_usage_in_bytes", NULL, 1 },
	{ "memory.events", "oom_kill", "memory", "memory.oom_control", "oom_kill", 1 },
	{ "pids.max", NULL, "pids", "pids.max", NULL, 1 },
	{ "pids.current", NULL, "pids", "pids.current", NULL, 1 },
	{ "pids.peak", NULL, "pids", "pids.peak", NULL, 1 },
	{ "pids.events", "max", "pids", "pids.events", "max", 1 },
	{ "cpu.max", NULL, "cpu", "cpu.cfs_quota_us", NULL, 1 },
	{ "cpu.stat", "usage_usec", "cpuacct", "cpuacct.usage", NULL, 1000 },
	{ "cpu.stat", "nr_periods", "cpu", "cpu.stat", "nr_periods", 1 },
	{ "cpu.stat", "nr_throttled", "cpu", "cpu.stat", "nr_throttled", 1 },
	{ "cpu.stat", "throttled_usec", "cpu", "cpu.stat", "throttled_time", 1000 },
	{ "io.max", NULL, "blkio", "blkio.throttle.read_bps_device", NULL, 1 },
};

/* `file`, or its `key`, isn't in the table. */
static _Noreturn void die_unknown(const char *file, const char *key)
{
	char names[512] = "";
	const char *before = "";

	for (size_t i = 0; i < sizeof(knobs) / sizeof(knobs[0]); i++) {
		if (strcmp(knobs[i].file, file) == 0)
			diex("cgroup_read() knows no %s of %s", key, file);
		if (strcmp(knobs[i].v1_file, file) == 0)
			diex("%s is v1's name: say %s, as v2 does; cgroup_write() and "
			     "cgroup_read() translate it",
			     file, knobs[i].file);
		if (strcmp(knobs[i].file, before) != 0)
			snprintf(names + strlen(names), sizeof(names) - strlen(names),
				 "%s%s", i ? ", " : "", knobs[i].file);
		before = knobs[i].file;
	}
	diex("cgroup_write() and cgroup_read() know no %s, but these of v2: %s", file,
	     names);
}

static const struct knob *knob_of(const char *file, const char *key)
{
	for (size_t i = 0; i < sizeof(knobs) / sizeof(knobs[0]); i++)
		if (strcmp(knobs[i].file, file) == 0 &&
		    (key == NULL || knobs[i].key == NULL ||
		     strcmp(knobs[i].key, key) == 0))
			return &knobs[i];
	die_unknown(file, key);
}

/* The path of a file of the group, in v2's folder or in v1's, in `path`; false: neither has
 * the controller. */
static bool file_path(const struct cgroup *g, const struct knob *k, char *path, bool *v2)
{
	const struct cgroup_part *p = cgroup_part_with(g, k->v1_controller);

	*v2 = p == NULL;
	if (*v2)
		p = cgroup_part_with(g, NULL);
	if (p == NULL) {
		errno = ENOENT;
		return false;
	}
	snprintf(path, PATH_MAX, "%s/%s", p->folder, *v2 ? k->file : k->v1_file);
	return true;
}

const char *cgroup_file(const struct cgroup *g, const char *file)
{
	static char path[PATH_MAX];
	bool v2;

	return file_path(g, knob_of(file, NULL), path, &v2) ? path : file;
}

/* ---- writing ---- */

/* v1's file `name` beside the one that is `path`. */
static int write_beside(const char *path, const char *name, const char *text)
{
	char other[PATH_MAX];

	snprintf(other, sizeof(other), "%.*s/%s", (int)(strrchr(path, '/') - path), path,
		 name);
	return write_file(other, text);
}

/* v1's memsw counts memory and swap together, v2's swap alone: so it needs both, and is written
 * with whichever comes last. */
static unsigned long long swap_wish = CGROUP_MAX;

static int write_memsw(const struct cgroup *g, const char *path)
{
	unsigned long long memory;
	char both[24];

	if (cgroup_read(g, "memory.max", NULL, &memory) == -1)
		return -1;
	if (memory == CGROUP_MAX || swap_wish == CGROUP_MAX)
		return write_file(path, "-1");
	snprintf(both, sizeof(both), "%llu", memory + swap_wish);
	return write_file(path, both);
}

static int write_swap(const struct cgroup *g, const char *path, const char *text)
{
	swap_wish = strcmp(text, "max") == 0 ? CGROUP_MAX : strtoull(text, NULL, 10);
	return write_memsw(g, path);
}

static int write_memory(const struct cgroup *g, const char *path, const char *text)
{
	char memsw[PATH_MAX];
	bool v2;

	if (write_file(path, strcmp(text, "max") == 0 ? "-1" : text) == -1)
		return -1;
	if (swap_wish == CGROUP_MAX ||
	    !file_path(g, knob_of("memory.swap.max", NULL), memsw, &v2))
		return 0;
	return write_memsw(g, memsw);
}

/* From "QUOTA PERIOD" to a file for each; without a limit the quota is -1. */
static int write_quota(const char *path, char *text)
{
	const char *quota = strsep(&text, " ");

	if (text != NULL && write_beside(path, "cpu.cfs_period_us", text) == -1)
		return -1;
	return write_file(path, strcmp(quota, "max") == 0 ? "-1" : quota);
}

/* From "MAJ:MIN rbps=N wbps=N" to a file for each; without a limit the number is 0. */
static int write_throttle(const char *path, char *text)
{
	const char *device = strsep(&text, " "), *word;

	while ((word = strsep(&text, " ")) != NULL) {
		const char *number = strchr(word, '=') ? strchr(word, '=') + 1 : "";
		const char *file = word[0] == 'r' ? "blkio.throttle.read_bps_device"
						  : "blkio.throttle.write_bps_device";
		char line[256];

		snprintf(line, sizeof(line), "%s %s", device,
			 strcmp(number, "max") ? number : "0");
		if (write_beside(path, file, line) == -1)
			return -1;
	}
	return 0;
}

static int write_v1(const struct cgroup *g, const char *file, const char *path,
		    char *text)
{
	if (strcmp(file, "memory.swap.max") == 0)
		return write_swap(g, path, text);
	if (strcmp(file, "cpu.max") == 0)
		return write_quota(path, text);
	if (strcmp(file, "io.max") == 0)
		return write_throttle(path, text);
	if (strcmp(file, "memory.max") == 0)
		return write_memory(g, path, text);
	return write_file(path, text);
}

int cgroup_write(const struct cgroup *g, const char *file, const char *fmt, ...)
{
	char path[PATH_MAX], text[256];
	va_list args;
	bool v2;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	text[strcspn(text, "\n")] = '\0'; /* v2's files don't mind one, as echo has it */
	if (!file_path(g, knob_of(file, NULL), path, &v2))
		return -1;
	return v2 ? write_file(path, text) : write_v1(g, file, path, text);
}

/* ---- reading ---- */

/* The number behind `key` in lines "KEY NUMBER", or with no key the first one: "max" there,
 * and v1's -1, mean none. */
static int number_in(char *text, const char *key, unsigned long long *value)
{
	char *line;

	while ((line = strsep(&text, "\n")) != NULL) {
		size_t length = key ? strlen(key) : 0;

		if (key && (strncmp(line, key, length) != 0 || line[length] != ' '))
			continue;
		line += length;
		line += *line == ' ';
		*value = strtoull(line, NULL, 10);
		/* v1's memory says 2^63, rounded down to a page. */
		if (strncmp(line, "max", 3) == 0 || *line == '-' || *value >> 62 != 0)
			*value = CGROUP_MAX;
		return 0;
	}
	errno = ENOENT;
	return -1;
}

int cgroup_read(const struct cgroup *g, const char *file, const char *key,
		unsigned long long *value)
{
	const struct knob *k = knob_of(file, key);
	char path[PATH_MAX], text[4096];
	bool v2;

	if (!file_path(g, k, path, &v2) || read_file(path, text, sizeof(text)) == -1 ||
	    number_in(text, v2 ? key : k->v1_key, value) == -1)
		return -1;
	if (!v2 && *value != CGROUP_MAX)
		*value /= k->divide;
	return 0;
}
