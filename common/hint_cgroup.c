/* hint_cgroup.c - hints: control groups. */
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "hint.h"

/* The path in "write TEXT to PATH", "mkdir PATH"; and the folder that it is in. */
static bool cgroup_paths(const struct hint *h, char *path, char *folder)
{
	const char *at = strstr(h->attempt, " /");

	snprintf(path, PATH_MAX, "%s", at ? at + 1 : "");
	snprintf(folder, PATH_MAX, "%.*s", path[0] ? (int)(strrchr(path, '/') - path) : 0,
		 path);
	return path[0] != '\0';
}

/* A process in `folder`, by its pid in `text`; false: none. */
static bool first_process(const char *folder, char *text, size_t size)
{
	char path[PATH_MAX + 16], list[4096];

	snprintf(path, sizeof(path), "%s/cgroup.procs", folder);
	if (read_file(path, list, sizeof(list)) <= 0)
		return false;
	snprintf(text, size, "%.*s", (int)strcspn(list, "\n"), list);
	return true;
}

static bool subtree_control_ebusy(const struct hint *h)
{
	char path[PATH_MAX], folder[PATH_MAX], pid[16];

	return cgroup_paths(h, path, folder) && first_process(folder, pid, sizeof(pid)) &&
	       because(h, NULL,
		       "process %s is in %s: a group that hands controllers down may "
		       "have "
		       "none",
		       pid, folder);
}

static bool subtree_control_enoent(const struct hint *h)
{
	char path[PATH_MAX], folder[PATH_MAX], list[512];

	if (!cgroup_paths(h, path, folder))
		return false;
	snprintf(path, sizeof(path), "%.4000s/cgroup.controllers", folder);
	return read_file(path, list, sizeof(list)) >= 0 &&
	       because(h, NULL, "%s has only these controllers itself: %s", folder,
		       list[0] ? list : "none");
}

/* A limit's file isn't there: nor is the group, or its controller wasn't handed down. */
static bool limit_enoent(const struct hint *h)
{
	char path[PATH_MAX], folder[PATH_MAX], file[PATH_MAX + 32], list[512];

	if (!cgroup_paths(h, path, folder))
		return false;
	if (access(folder, F_OK) == -1)
		return because(h, "group", "there is no group %s", folder);
	snprintf(file, sizeof(file), "%s/cgroup.controllers", folder);
	return read_file(file, list, sizeof(list)) >= 0 &&
	       because(h, NULL,
		       "%s has only these controllers: %s; the cgroup.subtree_control "
		       "above hands them down",
		       folder, list[0] ? list : "none");
}

static bool limit_ebusy(const struct hint *h)
{
	return because(h, NULL,
		       "the group takes more than that already, and not enough can be "
		       "given back");
}

static bool cgroup_procs_eacces(const struct hint *h)
{
	return because(h, NULL,
		       "to move a process takes the right to write cgroup.procs in both "
		       "groups' common ancestor, too: start in a delegated group");
}

static bool clone_ebusy(const struct hint *h)
{
	return strstr(h->attempt, "INTO_CGROUP") != NULL &&
	       because(h, NULL,
		       "the group hands controllers down itself, so no process may be in "
		       "it");
}

static bool mkdir_cgroup(const struct hint *h)
{
	char path[PATH_MAX], folder[PATH_MAX];

	return cgroup_paths(h, path, folder) && strstr(path, "/lab0") != NULL &&
	       access(path, F_OK) == 0 && because(h, NULL, "%s is there already", path);
}

const struct hint_row hints_cgroup[] = {
	{ "write*/cgroup.subtree_control", EBUSY, subtree_control_ebusy,
	  "cgroups(7), no internal processes" },
	{ "write*/cgroup.subtree_control", ENOENT, subtree_control_enoent,
	  "cgroups(7), \"Cgroups v2 subtree control\"" },
	{ "write*/cgroup.procs", ENOENT, limit_enoent, "cgroups(7)" },
	{ "write*/cgroup.procs", EACCES, cgroup_procs_eacces,
	  "cgroups(7), \"Cgroups delegation containment\"" },
	{ "write*limit_in_bytes", EBUSY, limit_ebusy, "cgroups(7)" },
	{ "write*.max", ENOENT, limit_enoent,
	  "cgroups(7), \"Cgroups v2 subtree control\"" },
	{ "clone3(", EBUSY, clone_ebusy, "clone(2), ERRORS" },
	{ "mkdir ", EEXIST, mkdir_cgroup, "mkdir(2)" },
	{ 0 },
};
