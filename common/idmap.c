/* idmap.c - lines for uid_map and gid_map, and the helpers that may write foreign ids. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "library.h"

/* Without an option: root inside is the caller outside, as unshare --map-root-user. */
void id_map_default(struct id_map *map, unsigned own_id)
{
	if (map->text[0] == '\0')
		snprintf(map->text, sizeof(map->text), "0 %u 1", own_id);
}

static bool is_effective(cap_value_t capability)
{
	cap_flag_value_t has = CAP_CLEAR;
	cap_t mine = cap_get_proc();

	if (mine == NULL || cap_get_flag(mine, capability, CAP_EFFECTIVE, &has) == -1)
		die("cap_get_proc");
	cap_free(mine);
	return has == CAP_SET;
}

/* Whoever may map all ids: each to itself.  The first number of a line of `path` is an id of
 * our own user namespace, which is what the second number of the new map is to be. */
static void id_map_own(struct id_map *map, const char *path, unsigned own_id,
		       cap_value_t capability)
{
	char text[1024], *line, *rest = text;
	unsigned in, out, count;
	size_t length = 0;

	if (map->text[0] != '\0')
		return;
	if (own_id != 0 || !is_effective(capability)) {
		id_map_default(map, own_id);
		return;
	}
	if (read_file(path, text, sizeof(text)) == -1)
		die("read %s", path);
	while ((line = strsep(&rest, "\n")) != NULL) {
		if (sscanf(line, "%u %u %u", &in, &out, &count) != 3)
			diex("%s: \"%s\" is no line of a map", path, line);
		if (length + 40 > sizeof(map->text))
			diex("%s: too many lines", path);
		length += (size_t)snprintf(map->text + length, sizeof(map->text) - length,
					   "%s%u %u %u", length ? "\n" : "", in, in,
					   count);
	}
}

void id_maps_own(struct id_map *uid, struct id_map *gid)
{
	id_map_own(uid, "/proc/self/uid_map", geteuid(), CAP_SETUID);
	id_map_own(gid, "/proc/self/gid_map", getegid(), CAP_SETGID);
}

bool id_map_needs_deny(cap_value_t capability)
{
	return !is_effective(capability);
}

/* May this process write the map itself?  Its own id, yes; others take a capability, or
 * the set-user-ID helpers of the shadow package, which ask /etc/subuid. */
bool id_map_needs_helper(const struct id_map *map, unsigned own_id,
			 cap_value_t capability)
{
	unsigned in, out, count;

	return !is_effective(capability) &&
	       !(strchr(map->text, '\n') == NULL &&
		 sscanf(map->text, "%u %u %u", &in, &out, &count) == 3 && out == own_id &&
		 count == 1);
}

/* Run `args` with its messages on a pipe: returns its status, and the first line in `said`. */
static int run_quietly(char *args[], char *said, size_t size)
{
	int line[2], status;
	ssize_t n;
	pid_t runner;

	if (pipe2(line, O_CLOEXEC) == -1)
		die("pipe2");
	runner = fork();
	if (runner == -1)
		die("fork");
	if (runner == 0) {
		if (dup2(line[1], STDERR_FILENO) == -1)
			die("dup2");
		exec_command(args);
	}
	(void)close(line[1]);
	status = wait_command(runner);
	n = read(line[0], said, size - 1); /* a few lines: the pipe holds them */
	said[n > 0 ? n : 0] = '\0';
	said[strcspn(said, "\n")] = '\0';
	(void)close(line[0]);
	return status;
}

/* newuidmap PID IN OUT COUNT [IN OUT COUNT]... */
void id_map_by_helper(const char *helper, pid_t child, const char *map)
{
	enum { FIELDS = sizeof(((struct id_map *)NULL)->text) / 2 };
	char pid[16], numbers[sizeof(((struct id_map *)NULL)->text)], *rest = numbers;
	char *args[FIELDS + 3] = { (char *)helper, pid }, said[256];
	int n = 2, status;

	if (find_command(helper) == NULL)
		diex("%s(1) is not installed, and only that may write a map of other ids "
		     "than your own for you (Debian: package uidmap)",
		     helper);
	snprintf(pid, sizeof(pid), "%d", (int)child);
	snprintf(numbers, sizeof(numbers), "%s", map);
	while ((args[n] = strsep(&rest, " \n")) != NULL)
		n++;
	status = run_quietly(args, said, sizeof(said));
	if (status != 0)
		diex("%s (status %d; yours are your own id and what /etc/sub%.3s gives "
		     "you)",
		     said[0] ? said : helper, status, helper + strlen("new"));
}

/* Two ranges that share an id are EINVAL, and the kernel doesn't say which. */
static void must_not_overlap(const struct id_map *map, const unsigned long number[3],
			     const char *argument, char option)
{
	unsigned long in, out, count;

	for (const char *line = map->text;
	     line != NULL && sscanf(line, "%lu %lu %lu", &in, &out, &count) == 3;
	     line = strchr(line + 1, '\n')) {
		bool inside = in < number[0] + number[2] && number[0] < in + count;

		if (inside || (out < number[1] + number[2] && number[1] < out + count))
			diex("-%c %s: some of its ids %s are in -%c %lu:%lu:%lu, too",
			     option, argument, inside ? "inside" : "outside", option, in,
			     out, count);
	}
}

void id_map_add(struct id_map *map, const char *argument, char option)
{
	unsigned long number[3];
	char copy[64], *rest = copy, *field;
	size_t length = strlen(map->text);
	int n = 0;

	if ((size_t)snprintf(copy, sizeof(copy), "%s", argument) >= sizeof(copy))
		n = 99; /* cut, it would be another map */
	while ((field = strsep(&rest, ":")) != NULL && n < 4)
		if (n++ == 3 || parse_number(field, 4294967294, &number[n - 1]) == -1)
			n = 99;
	if (n != 3 || number[2] == 0 || number[0] + number[2] > 4294967295 ||
	    number[1] + number[2] > 4294967295)
		diex("-%c %s: not a map (IN:OUT:COUNT, ids from 0 to 4294967294)", option,
		     argument);
	must_not_overlap(map, number, argument, option);
	if (length == 0)
		map->first = (unsigned)number[0];
	if (length + 40 > sizeof(map->text))
		diex("-%c %s: too many lines for one map", option, argument);
	snprintf(map->text + length, sizeof(map->text) - length, "%s%lu %lu %lu",
		 length ? "\n" : "", number[0], number[1], number[2]);
}

void id_map_keep(uid_t uid, gid_t gid)
{
	if (write_proc(getpid(), "setgroups", "deny") == -1)
		die("write deny to /proc/%d/setgroups", (int)getpid());
	if (write_proc(getpid(), "uid_map", "%u %u 1", uid, uid) == -1)
		die("write %u %u 1 to /proc/%d/uid_map", uid, uid, (int)getpid());
	if (write_proc(getpid(), "gid_map", "%u %u 1", gid, gid) == -1)
		die("write %u %u 1 to /proc/%d/gid_map", gid, gid, (int)getpid());
}

void option_uid_map(const char *argument, void *field)
{
	id_map_add(field, argument, 'U');
}

void option_gid_map(const char *argument, void *field)
{
	id_map_add(field, argument, 'G');
}

bool id_map_has(const char *map, unsigned id)
{
	unsigned long in, count;

	for (; map != NULL && sscanf(map, "%lu %*u %lu", &in, &count) == 2;
	     map = strchr(map + 1, '\n'))
		if (id >= in && id - in < count)
			return true;
	return false;
}
