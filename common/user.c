/* user.c - whom COMMAND runs as: users and groups of the new root. */
#define _GNU_SOURCE
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lab.h"

static unsigned number_or_die(const char *text, const char *what)
{
	unsigned long number;

	if (parse_number(text, 4294967294, &number) == -1)
		diex("%s \"%s\": not a number, and not a name in /etc/passwd and group "
		     "of "
		     "ROOTFS",
		     what, text);
	return (unsigned)number;
}

/* By name or number.  The result is static, as fgetpwent(3) has it. */
static const struct passwd *find_user(const char *user)
{
	FILE *file = fopen("/etc/passwd", "re");
	struct passwd *entry = NULL;
	char number[16];

	while (file != NULL && (entry = fgetpwent(file)) != NULL) {
		snprintf(number, sizeof(number), "%u", entry->pw_uid);
		if (strcmp(user, entry->pw_name) == 0 || strcmp(user, number) == 0)
			break;
	}
	if (file != NULL)
		fclose(file);
	return entry;
}

static gid_t find_group(const char *group)
{
	FILE *file = fopen("/etc/group", "re");
	const struct group *entry = NULL;

	while (file != NULL && (entry = fgetgrent(file)) != NULL)
		if (strcmp(group, entry->gr_name) == 0)
			break;
	if (file != NULL)
		fclose(file);
	return entry ? entry->gr_gid : number_or_die(group, "group");
}

static void look_up_user_and_group(const char *asked, struct user *result)
{
	const char *group = strchr(asked, ':');
	const struct passwd *entry;
	char *name = strndup(asked, strcspn(asked, ":")); /* whole: a cut id is another */

	if (name == NULL)
		die("strndup");
	entry = find_user(name);
	result->uid = entry ? entry->pw_uid : number_or_die(name, "user");
	if (group == NULL && entry == NULL)
		diex("user %s is not in ROOTFS/etc/passwd: give a group too, %s:GROUP",
		     name, name);
	result->gid = group ? find_group(group + 1) : entry->pw_gid;
	free(name);
}

void look_up_user(const char *user, const char *groups, struct user *result)
{
	char *names, *rest, *name;

	*result = (struct user){ .uid = getuid(), .gid = getgid() };
	if (user != NULL)
		look_up_user_and_group(user, result);
	if (groups == NULL)
		return;
	names = rest = strdup(groups);
	if (names == NULL)
		die("strdup");
	while ((name = strsep(&rest, ",")) != NULL) {
		if (result->group_count == MAX_GROUPS)
			diex("more than %d groups", MAX_GROUPS);
		result->groups[result->group_count++] = find_group(name);
	}
	free(names);
}
