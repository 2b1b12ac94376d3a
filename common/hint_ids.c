/* hint_ids.c - hints: the id maps of a user namespace, and changing ids. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hint.h"

/* The process whose map was to be written: "... /proc/123/uid_map". */
static pid_t pid_in(const char *attempt)
{
	const char *at = strstr(attempt, " /proc/");

	return at ? (pid_t)atoi(at + strlen(" /proc/")) : 0;
}

/* Is there a line in PID's map yet?  False if it can't be read. */
static bool has_map(pid_t pid, const char *map)
{
	char path[64], text[256];

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, map);
	return read_file(path, text, sizeof(text)) > 0;
}

static bool setgroups_allowed(pid_t pid)
{
	char path[64], text[16];

	snprintf(path, sizeof(path), "/proc/%d/setgroups", (int)pid);
	return read_file(path, text, sizeof(text)) != -1 && strcmp(text, "allow") == 0;
}

/* The one who writes may be in the new namespace itself: so compare with the caller's. */
static bool in_own_user_namespace(pid_t pid)
{
	char its[64] = "", path[64];

	snprintf(path, sizeof(path), "/proc/%d/ns/user", (int)pid);
	return readlink(path, its, sizeof(its) - 1) > 0 &&
	       !is_callers_namespace("user", its);
}

/* A child of ours that is in a user namespace of its own; 0: none. */
static pid_t child_in_one(void)
{
	char path[64], text[256], *rest = text, *word;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
	if (read_file(path, text, sizeof(text)) == -1)
		return 0;
	while ((word = strsep(&rest, " ")) != NULL)
		if (in_own_user_namespace((pid_t)atoi(word)))
			return (pid_t)atoi(word);
	return 0;
}

static bool because_not_in_one(const struct hint *h, pid_t pid)
{
	pid_t child = pid == getpid() ? child_in_one() : 0;

	if (child > 0)
		return because(
			h, NULL,
			"process %d is not in a user namespace of its own, but its "
			"child %d is: that one's is to be written",
			(int)pid, (int)child);
	return because(h, "user ns", "process %d is not in a user namespace of its own",
		       (int)pid);
}

/* Is the text of this attempt, in quotes or not, one that an ordinary user may write: one
 * id, `own`?  If that is 0, who knows: in a uid_map it takes CAP_SETFCAP, since Linux 5.12. */
static bool shows_own_id(const char *attempt, unsigned own)
{
	unsigned in, out, count;
	char after; /* the quote, or the "to" */

	return own != 0 &&
	       sscanf(attempt, "write%*[ \"]%u %u %u %c", &in, &out, &count, &after) ==
		       4 &&
	       out == own && count == 1 && (after == '"' || after == 't');
}

/* EPERM from uid_map or gid_map.  See user_namespaces(7), "Defining user and group ID
 * mappings": written once, in one write, by a process of this or the parent namespace
 * that has the right over the ids outside. */
static bool map_eperm(const struct hint *h)
{
	bool gid = strstr(h->attempt, "/gid_map") != NULL;
	const char *map = gid ? "gid_map" : "uid_map";
	unsigned own = gid ? getegid() : geteuid();
	pid_t pid = pid_in(h->attempt);

	if (pid <= 0)
		return false; /* die's text doesn't say whose */
	if (!in_own_user_namespace(pid))
		return because_not_in_one(h, pid);
	if (has_map(pid, map))
		return because(h, NULL,
			       "the %s has been written already; that works once", map);
	/* A capability counts in the parent namespace: one who is inside has none there. */
	if (gid && setgroups_allowed(pid) &&
	    (!have_capability(CAP_SETGID) || in_own_user_namespace(getpid())))
		return because(h, "setgroups",
			       "setgroups is still \"allow\" inside; an ordinary user "
			       "must write \"deny\" first");
	if (read_sysctl("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == 1)
		return because(h, NULL,
			       "this machine forbids it, not your code: "
			       "kernel.apparmor_restrict_unprivileged_userns is 1");
	if (in_own_user_namespace(getpid()))
		return because(h, NULL,
			       "one who is inside may map one id, their own, and nothing "
			       "else: the parent has to do it");
	if (have_capability(gid ? CAP_SETGID : CAP_SETUID))
		return false;
	if (shows_own_id(h->attempt, own))
		return because(h, NULL,
			       "an ordinary user may write that: so what was written is "
			       "another text, or it went to another process's file");
	return because(h, NULL,
		       "an ordinary user may map one id, their own (%u), and nothing "
		       "else; ranges take newuidmap(1)",
		       own);
}

static bool map_einval(const struct hint *h)
{
	return because(
		h, NULL,
		"each line is \"inside outside count\", all lines in one write(2), "
		"ranges that don't overlap, at most 340 lines");
}

static bool setgroups_file_eperm(const struct hint *h)
{
	pid_t pid = pid_in(h->attempt);

	if (pid <= 0)
		return false; /* die's text doesn't say whose */
	if (!in_own_user_namespace(pid))
		return because_not_in_one(h, pid);
	if (has_map(pid, "gid_map"))
		return because(
			h, NULL,
			"the gid_map is written already; \"deny\" must come before it");
	return false;
}

/* Of setuid, setgid, setresuid and their like, and setgroups: is it about groups? */
static bool is_about_gid(const struct hint *h)
{
	const char *id = strstr(h->attempt, "id");

	return attempt_starts(h, "setgroups") || (id != NULL && id[-1] == 'g');
}

/* setresuid or setresgid: EINVAL means the id has no name in this user namespace. */
static bool set_id_einval(const struct hint *h)
{
	bool gid = is_about_gid(h);
	const char *map = gid ? "gid_map" : "uid_map";
	char text[256], path[64];

	snprintf(path, sizeof(path), "/proc/self/%s", map);
	if (read_squeezed(path, text, sizeof(text)) == -1)
		return false;
	if (text[0] == '\0')
		return because(h, map, "this namespace's %s is empty: write it first",
			       map);
	return because(h, NULL, "that id is not in this namespace's %s (%s)", map, text);
}

/* With uid 0 still there it wasn't the change of uid that took the capability. */
static const char *when_ids_change(void)
{
	return geteuid() == 0 ? "what drops capabilities comes after the ids"
			      : "groups come before gid, and gid before uid";
}

static bool setgroups_eperm(const struct hint *h)
{
	if (!have_capability(CAP_SETGID))
		return because(h, NULL, "CAP_SETGID is gone: %s", when_ids_change());
	return because(h, NULL,
		       "CAP_SETGID is there, so it is the user namespace: setgroups is "
		       "\"deny\" in it, or its gid_map is not written yet");
}

static bool set_id_eperm(const struct hint *h)
{
	bool gid = is_about_gid(h);

	if (have_capability(gid ? CAP_SETGID : CAP_SETUID))
		return false;
	return because(h, NULL, "%s is gone: %s", gid ? "CAP_SETGID" : "CAP_SETUID",
		       when_ids_change());
}

#define MAPS "user_namespaces(7), \"Defining user and group ID mappings\""
#define IDS  "user_namespaces(7), \"User and group ID mappings\""

const struct hint_row hints_ids[] = {
	{ "write*[ug]id_map", EPERM, map_eperm, MAPS },
	{ "write*[ug]id_map", EINVAL, map_einval, MAPS },
	{ "write*setgroups", EPERM, setgroups_file_eperm,
	  "user_namespaces(7), \"The /proc/pid/setgroups file\"" },
	{ "setres[ug]id", EINVAL, set_id_einval, IDS },
	{ "setre[ug]id", EINVAL, set_id_einval, IDS },
	{ "set[ug]id", EINVAL, set_id_einval, IDS },
	{ "setgroups", EINVAL, set_id_einval, "setgroups(2), ERRORS" },
	{ "setgroups", EPERM, setgroups_eperm, "setgroups(2), ERRORS" },
	{ "setres[ug]id", EPERM, set_id_eperm, "credentials(7), setresuid(2)" },
	{ "setre[ug]id", EPERM, set_id_eperm, "credentials(7), setreuid(2)" },
	{ "set[ug]id", EPERM, set_id_eperm, "credentials(7), setuid(2)" },
	{ 0 },
};
