/* ids.c - which ids outside stand for those inside, and the maps that say so.
 *
 * A range of 65536 ids: root takes any, an ordinary user one of /etc/subuid by
 * newuidmap(1).  Where neither can be had, the caller's own id alone.
 * Read: user_namespaces(7), subuid(5)
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

#define NEWUIDMAP "/usr/bin/newuidmap"
#define NEWGIDMAP "/usr/bin/newgidmap"

static bool is_whole(const char *map);
static bool may_set_ids(void);
static unsigned int subid(const char *file);
static void leave_root(struct host *h);
static rlim_t threads_outside(void);
static pid_t start_helper(const char *path, pid_t init, unsigned int base);

/* Which ids outside stand for those inside.  Each run of root's has its own, as
 * RLIMIT_NPROC counts per user.  newuidmap works by its set-user-ID bit or its file
 * capabilities, so not under no_new_privs. */
void choose_ids(struct host *h)
{
	unsigned int own = 0x40000000 + ((unsigned int)getpid() % 16384) * RANGE;
	bool whole = is_whole("/proc/self/uid_map") && is_whole("/proc/self/gid_map");
	const char *wanted = getenv("HOST_IDS");
	bool one = wanted && strcmp(wanted, "one") == 0;
	bool helpers = access(NEWUIDMAP, X_OK) == 0 && access(NEWGIDMAP, X_OK) == 0 &&
		       prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0;

	h->ids = ONE_ID;
	h->base_uid = h->base_gid = own;
	if (!one && geteuid() == 0 && whole && may_set_ids()) {
		h->ids = RANGE_BY_ROOT;
	} else if (!one && geteuid() != 0 && helpers) {
		h->base_uid = subid("/etc/subuid");
		h->base_gid = subid("/etc/subgid");
		if (h->base_uid != 0 && h->base_gid != 0)
			h->ids = RANGE_BY_NEWUIDMAP;
	}
	if (h->ids == ONE_ID) {
		if (is_machine_root())
			leave_root(h);
		h->base_uid = geteuid();
		h->base_gid = getegid();
		h->threads = threads_outside();
	} else if (helpers) {
		load_set_user_id(h, NEWUIDMAP, "/opt/bin/newuidmap");
		load_set_user_id(h, NEWGIDMAP, "/opt/bin/newgidmap");
	}
}

/* Are all ids there: is our user namespace the machine's first one, or as good as it?
 * See user_namespaces(7): lines "inside outside count". */
static bool is_whole(const char *map)
{
	char *text = slurp(AT_FDCWD, map);
	unsigned int count;

	if (text == NULL)
		quit(123, errno, say("read %s", map), "mount proc on /proc first");
	return sscanf(text, " 0 0 %u", &count) == 1 && count == UINT32_MAX;
}

/* CAP_SETGID (6) and CAP_SETUID (7), see capabilities(7). */
static bool may_set_ids(void)
{
	char *text = slurp(AT_FDCWD, "/proc/self/status");
	char *line = text ? strstr(text, "\nCapEff:") : NULL;

	return line && (strtoull(line + strlen("\nCapEff:"), NULL, 16) & 0xc0) == 0xc0;
}

/* The first id of a range of the caller's in /etc/subuid or /etc/subgid: a line
 * "user:start:count", see subuid(5); 0 if there is none that is large enough. */
static unsigned int subid(const char *file)
{
	struct passwd *user = getpwuid(geteuid());
	char *text = slurp(AT_FDCWD, file), *number = say("%u", geteuid());
	unsigned int start, count;

	for (char *line; text && (line = strsep(&text, "\n")) != NULL;) {
		char *name = strsep(&line, ":");
		bool ours = strcmp(name, number) == 0 ||
			    (user && strcmp(name, user->pw_name) == 0);

		if (ours && line && sscanf(line, "%u:%u", &start, &count) == 2 &&
		    count >= RANGE)
			return start;
	}
	return 0;
}

/* Is our uid that of the machine's root?  Even without any capability that may write
 * to /proc/sys (proc_sys_permission in the kernel). */
bool is_machine_root(void)
{
	return access("/proc/sys/kernel/panic", W_OK) == 0 || errno != EACCES;
}

/* Root without a range: be nobody's uid first. */
static void leave_root(struct host *h)
{
	h->cgroups = false; /* no one could remove them */
	if (setgroups(0, NULL) == -1 ||
	    setresgid(h->base_gid, h->base_gid, h->base_gid) == -1 ||
	    setresuid(h->base_uid, h->base_uid, h->base_uid) == -1)
		quit(123, errno, "give up the machine's root id",
		     "no other id is mapped here; run it outside, or as another user");
	prctl(PR_SET_DUMPABLE, 1); /* else /proc/PID/uid_map is root's */
}

/* The threads of our uid on a kernel before 5.14, where RLIMIT_NPROC counts those of all
 * user namespaces together; else 0. */
static rlim_t threads_outside(void)
{
	struct utsname u;
	struct stat st;
	int major = 0, minor = 0;
	rlim_t threads = 0;
	DIR *dir;

	if (uname(&u) == -1 || sscanf(u.release, "%d.%d", &major, &minor) != 2 ||
	    major > 5 || (major == 5 && minor >= 14) || (dir = opendir("/proc")) == NULL)
		return 0;
	for (struct dirent *e; (e = readdir(dir)) != NULL;)
		if (isdigit((unsigned char)e->d_name[0]) &&
		    fstatat(dirfd(dir), e->d_name, &st, 0) == 0 &&
		    st.st_uid == geteuid() &&
		    stat(say("/proc/%s/task", e->d_name), &st) == 0)
			threads += st.st_nlink - 2;
	closedir(dir);
	return threads;
}

unsigned int group_of(unsigned int uid)
{
	return uid == NINA ? NINA_GROUP : uid;
}

/* ---- writing the maps ---- */

/* Write the maps, from outside: in there no one may but for the single id.  All of one
 * map in one write; "inside outside count"; see user_namespaces(7). */
void map_ids(const struct host *h, pid_t init)
{
	unsigned int count = h->ids == ONE_ID ? 1 : RANGE;
	unsigned int inside = h->ids == ONE_ID ? h->uid : 0;

	if (h->ids == RANGE_BY_NEWUIDMAP) {
		if (!map_by_helpers(h, init))
			diex("newuidmap or newgidmap failed; HOST_IDS=one does without");
		return;
	}
	/* Without privilege gid_map is EPERM before this: a group can also deny. */
	if (h->ids == ONE_ID &&
	    write_at(AT_FDCWD, say("/proc/%d/setgroups", init), "deny") == -1)
		refused("write to setgroups");
	if (write_at(AT_FDCWD, say("/proc/%d/uid_map", init),
		     say("%u %u %u", inside, h->base_uid, count)) == -1)
		refused("write to uid_map");
	if (write_at(AT_FDCWD, say("/proc/%d/gid_map", init),
		     say("%u %u %u", group_of(inside), h->base_gid, count)) == -1)
		refused("write to gid_map");
}

bool map_by_helpers(const struct host *h, pid_t init)
{
	pid_t uid_helper = start_helper(NEWUIDMAP, init, h->base_uid);
	pid_t gid_helper = start_helper(NEWGIDMAP, init, h->base_gid);
	int uid_status, gid_status;

	waitpid(uid_helper, &uid_status, 0);
	waitpid(gid_helper, &gid_status, 0);
	return uid_status == 0 && gid_status == 0;
}

/* Start `path` PID 0 BASE 65536; returns its pid.  See newuidmap(1). */
static pid_t start_helper(const char *path, pid_t init, unsigned int base)
{
	char *pid_text = say("%d", init), *base_text = say("%u", base);
	pid_t pid = fork();

	if (pid == -1)
		die("fork");
	if (pid == 0) {
		default_signals();
		execl(path, path, pid_text, "0", base_text, "65536", (char *)NULL);
		_exit(127);
	}
	return pid;
}
