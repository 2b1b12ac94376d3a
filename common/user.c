/* user.c - whom COMMAND runs as: users and groups of the new root. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "library.h"

/* uid_map and gid_map of this user namespace, at most 340 lines; "" if not known. */
static char uid_map[340 * 36], gid_map[340 * 36];

void remember_id_maps(void)
{
	if (read_file("/proc/self/uid_map", uid_map, sizeof(uid_map)) == -1 ||
	    read_file("/proc/self/gid_map", gid_map, sizeof(gid_map)) == -1)
		uid_map[0] = gid_map[0] = '\0';
}

/* What is not in the map the kernel refuses with EINVAL, half-way through. */
static unsigned mapped_or_die(unsigned id, const char *what, const char *text,
			      const char *map)
{
	if (map[0] != '\0' && !id_map_has(map, id))
		diex("%s \"%s\": the id %u is not in this user namespace's %s", what,
		     text, id, map == uid_map ? "uid_map" : "gid_map");
	return id;
}

static unsigned number_or_die(const char *text, const char *what)
{
	unsigned long number;

	if (parse_number(text, 4294967294, &number) == 0)
		return (unsigned)number;
	if (errno == ERANGE)
		diex("%s \"%s\": out of range, ids are 0 to 4294967294", what, text);
	diex("%s \"%s\": neither a number nor a name in ROOTFS/etc/%s", what, text,
	     strcmp(what, "user") == 0 ? "passwd" : "group");
}

/* ROOTFS is not to be trusted: a FIFO there would never open.  NULL if there is no such file. */
static FILE *open_list(const char *path)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;
	FILE *file;

	if (fd == -1 && (errno == ENOENT || errno == ENOTDIR))
		return NULL;
	if (fd == -1 || fstat(fd, &st) == -1)
		die("open %s", path);
	if (!S_ISREG(st.st_mode))
		diex("%s is no regular file", path);
	file = fdopen(fd, "r");
	if (file == NULL)
		die("fdopen");
	return file;
}

/* By name or number.  The result is static, as fgetpwent(3) has it.  "+" and "-" are NIS's,
 * and no users. */
static const struct passwd *find_user(const char *user)
{
	FILE *file = open_list("/etc/passwd");
	struct passwd *entry = NULL;
	char number[16];

	errno = 0;
	while (file != NULL && (entry = fgetpwent(file)) != NULL) {
		snprintf(number, sizeof(number), "%u", entry->pw_uid);
		if (strchr("+-", entry->pw_name[0]) == NULL &&
		    (strcmp(user, entry->pw_name) == 0 || strcmp(user, number) == 0))
			break;
		errno = 0;
	}
	if (file != NULL && entry == NULL && errno != 0 && errno != ENOENT)
		die("read /etc/passwd");
	if (file != NULL)
		fclose(file);
	return entry;
}

static gid_t find_group(const char *group)
{
	FILE *file = open_list("/etc/group");
	const struct group *entry = NULL;

	while (file != NULL && (entry = fgetgrent(file)) != NULL)
		if (strchr("+-", entry->gr_name[0]) == NULL &&
		    strcmp(group, entry->gr_name) == 0)
			break;
	if (file != NULL)
		fclose(file);
	return mapped_or_die(entry ? entry->gr_gid : number_or_die(group, "group"),
			     "group", group, gid_map);
}

static void look_up_user_and_group(const char *asked, struct user *result)
{
	const char *group = strchr(asked, ':');
	const struct passwd *entry;
	char *name = strndup(asked, strcspn(asked, ":")); /* whole: a cut id is another */

	if (name == NULL)
		die("strndup");
	entry = find_user(name);
	result->uid = mapped_or_die(entry ? entry->pw_uid : number_or_die(name, "user"),
				    "user", name, uid_map);
	if (group == NULL && entry == NULL)
		diex("user %s is not in ROOTFS/etc/passwd: give a group too, %s:GROUP",
		     name, name);
	result->gid = group ? find_group(group + 1)
			    : mapped_or_die(entry->pw_gid, "group of user", name,
					    gid_map);
	free(name);
}

/* As login(1) does: the folder that /etc/passwd gives, for $HOME. */
static void look_up_home(struct user *result)
{
	const struct passwd *entry;
	char number[16];

	snprintf(number, sizeof(number), "%u", result->uid);
	entry = find_user(number);
	snprintf(result->home, sizeof(result->home), "%s",
		 entry && entry->pw_dir && entry->pw_dir[0] ? entry->pw_dir : "/");
}

void look_up_user(const char *user, const char *groups, struct user *result)
{
	char *names, *rest, *name;

	*result = (struct user){ .uid = getuid(), .gid = getgid() };
	if (user != NULL)
		look_up_user_and_group(user, result);
	look_up_home(result);
	names = rest = groups ? strdup(groups) : NULL;
	if (groups != NULL && names == NULL)
		die("strdup");
	while ((name = strsep(&rest, ",")) != NULL) {
		if (result->group_count == MAX_GROUPS)
			diex("more than %d groups", MAX_GROUPS);
		result->groups[result->group_count++] = find_group(name);
	}
	free(names);
	forget_failures();
}
