/* idmap.c - lines for uid_map and gid_map, and the helpers that may write foreign ids. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lab.h"

/* Without an option: root inside is the caller outside, as unshare --map-root-user. */
void id_map_default(struct id_map *map, unsigned own_id)
{
	if (map->text[0] == '\0')
		snprintf(map->text, sizeof(map->text), "0 %u 1", own_id);
}

/* May this process write the map itself?  Its own id, yes; others take a capability, or
 * the set-user-ID helpers of the shadow package, which ask /etc/subuid. */
bool id_map_needs_helper(const struct id_map *map, unsigned own_id,
			 cap_value_t capability)
{
	unsigned in, out, count;
	cap_flag_value_t has = CAP_CLEAR;
	cap_t mine = cap_get_proc();

	if (mine == NULL || cap_get_flag(mine, capability, CAP_EFFECTIVE, &has) == -1)
		die("cap_get_proc");
	cap_free(mine);
	return has == CAP_CLEAR &&
	       !(strchr(map->text, '\n') == NULL &&
		 sscanf(map->text, "%u %u %u", &in, &out, &count) == 3 && out == own_id &&
		 count == 1);
}

/* newuidmap PID IN OUT COUNT [IN OUT COUNT]... */
void id_map_by_helper(const char *helper, pid_t child, const char *map)
{
	char pid[16], numbers[1024], *rest = numbers, *args[128];
	int n = 0, status;
	pid_t runner;

	snprintf(pid, sizeof(pid), "%d", (int)child);
	snprintf(numbers, sizeof(numbers), "%s", map);
	args[n++] = (char *)helper;
	args[n++] = pid;
	while (n < 127 && (args[n] = strsep(&rest, " \n")) != NULL)
		n++;
	args[n] = NULL;
	runner = fork();
	if (runner == -1)
		die("fork");
	if (runner == 0)
		exec_command(args);
	status = wait_command(runner);
	if (status != 0)
		diex("%s %d %s: status %d (it allows what /etc/sub%.3s gives you)",
		     helper, (int)child, map, status, helper + strlen("new"));
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
	if (length == 0)
		map->first = (unsigned)number[0];
	if (length + 40 > sizeof(map->text))
		diex("-%c %s: too many lines for one map", option, argument);
	snprintf(map->text + length, sizeof(map->text) - length, "%s%lu %lu %lu",
		 length ? "\n" : "", number[0], number[1], number[2]);
}
