/* limits.c - limits as people write them, and what was used, as people read it. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "library.h"

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

/* ---- setting them, and what was used ---- */

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
