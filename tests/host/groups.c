/* groups.c - the cgroups of a pretend host: labs-host-PID with the limits, host in it, which
 * is "/" in there, and nina in that.
 *
 * v2 is one tree; of v1 the hierarchies for memory, pids, cpu and disks are taken.  What
 * can't be had is done without.
 * Read: cgroups(7), cgroup_namespaces(7)
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

#define MEMORY_LIMIT "536870912" /* bytes: 512 MiB */

static char *users_folder(const struct mount_line *m, bool v2);
static char *own_group(const struct mount_line *m, bool v2);
static char *controllers_of(const char *super);
static bool gives_memory_and_pids(const char *path);
static void hand_down(int folder);
static void make_group(const char *path, const struct mount_line *m, bool v2);
static int limit_group(struct cgroup *g);
static int enter_group(int parent, const char *name, bool v2);
static void give_to_nina(int folder);
static void sweep(int hierarchy);
static int remove_group_of_any(int folder, const char *name);
static void remove_as_owner(int folder, const char *name);
static int remove_group(int folder, const char *name);
static void open_groups(int folder);

/* The groups: of v1's hierarchies for memory, pids, cpu and disks, or of v2.  See cgroups(7). */
void make_groups(void)
{
	static const char *const wanted[] = { "memory", "pids", "cpu", "cpuacct",
					      "blkio" };
	char *text = slurp(AT_FDCWD, "/proc/self/mountinfo");
	bool root = geteuid() == 0;
	struct mount_line m;

	while (next_mount(&text, &m) && made.groups < countof(made.cgroup)) {
		bool v2 = strcmp(m.type, "cgroup2") == 0, v1 = false;
		const char *folder;

		for (size_t i = 0; i < countof(wanted); i++)
			v1 = v1 || (strcmp(m.type, "cgroup") == 0 &&
				    has_word(m.super, wanted[i]));
		if ((!v1 && !v2) || (root && strcmp(m.root, "/") != 0))
			continue; /* shows some group only */
		folder = root ? m.point : users_folder(&m, v2);
		if (folder && (v1 || !root || gives_memory_and_pids(folder)))
			make_group(folder, &m, v2);
	}
}

/* Where an ordinary user may make a group: in their own, on v1; on v2 in the next one above
 * that is theirs, as their own has processes in it; NULL: nowhere. */
static char *users_folder(const struct mount_line *m, bool v2)
{
	char *folder = own_group(m, v2);

	while (v2 && folder && strlen(folder) > strlen(m->point)) {
		*strrchr(folder, '/') = '\0';
		if (access(folder, W_OK) == 0 &&
		    access(say("%s/cgroup.procs", folder), W_OK) == 0 &&
		    gives_memory_and_pids(folder))
			return folder;
	}
	return !v2 && folder && access(folder, W_OK) == 0 ? folder : NULL;
}

/* The folder, in the hierarchy `m`, of the group that we are in; NULL if it isn't there. */
static char *own_group(const struct mount_line *m, bool v2)
{
	char *text = slurp(AT_FDCWD, "/proc/self/cgroup"), *line;
	size_t length = strcmp(m->root, "/") == 0 ? 0 : strlen(m->root);

	while (text && (line = strsep(&text, "\n")) != NULL) {
		char *id = strsep(&line, ":"), *list = strsep(&line, ":");

		if (line &&
		    (v2 ? strcmp(id, "0") == 0
			: strcmp(list, controllers_of(m->super)) == 0) &&
		    strncmp(line, m->root, length) == 0)
			return say("%s%s", m->point, line + length);
	}
	return NULL;
}

/* Of a v1 mount's options those that say which hierarchy it is. */
static char *controllers_of(const char *super)
{
	char *rest = say("%s", super), *list = say("%s", ""), *word;

	while ((word = strsep(&rest, ",")) != NULL)
		if (!has_word("rw ro xattr noprefix clone_children favordynmods", word) &&
		    strncmp(word, "release_agent=", strlen("release_agent=")) != 0)
			list = say("%s%s%s", list, *list ? "," : "", word);
	return list;
}

/* True if this v2 group gives memory and pids to its groups, or can, and cpu and io if it can. */
static bool gives_memory_and_pids(const char *path)
{
	int folder = open_folder(AT_FDCWD, path);
	char *text;

	hand_down(folder);
	text = slurp(folder, "cgroup.subtree_control");
	close(folder);
	return text && has_word(text, "memory") && has_word(text, "pids");
}

/* v2: what there is of the controllers is for the groups in this folder.  One that is missing
 * fails the whole write, so the two that matter go by themselves. */
static void hand_down(int folder)
{
	write_at(folder, "cgroup.subtree_control", "+memory +pids");
	write_at(folder, "cgroup.subtree_control", "+cpu");
	write_at(folder, "cgroup.subtree_control", "+io");
}

/* A group labs-host-PID in the folder `path` of the hierarchy `m`.  If it can't be had, the
 * run goes on without. */
static void make_group(const char *path, const struct mount_line *m, bool v2)
{
	struct cgroup *g = &made.cgroup[made.groups];

	g->v2 = v2;
	g->point = say("%s", m->point);
	g->controllers = v2 ? "" : controllers_of(m->super);
	g->host = -1;
	g->hierarchy = open_folder(AT_FDCWD, path);
	if (g->hierarchy == -1)
		return;
	sweep(g->hierarchy);
	for (int i = 0; i < 9; i++) {
		snprintf(g->name, sizeof(g->name), "labs-host-%d.%d", getpid(), i);
		if (mkdirat(g->hierarchy, g->name, 0755) == -1) {
			if (errno == EEXIST)
				continue;
			break;
		}
		g->folder = open_folder(g->hierarchy, g->name);
		if (g->folder != -1 && flock(g->folder, LOCK_EX | LOCK_NB) == 0 &&
		    limit_group(g) == 0) {
			made.groups++;
			return;
		}
		close(g->folder);
	}
	close(g->hierarchy);
}

/* Limit the group in `g`, and let the pretend root, whose id is another one, make groups in
 * it and move to them; -1 if a sweep has taken it meanwhile. */
static int limit_group(struct cgroup *g)
{
	static const char *const limit[][2] = {
		{ "memory.use_hierarchy", "1" },	   /* v1 before 5.11 */
		{ "memory.limit_in_bytes", MEMORY_LIMIT }, /* v1; memsw after it */
		{ "memory.memsw.limit_in_bytes", MEMORY_LIMIT },
		{ "memory.max", MEMORY_LIMIT }, /* v2 */
		{ "memory.swap.max", "0" },
		{ "pids.max", "300" },
	};

	for (size_t i = 0; i < countof(limit); i++)
		write_at(g->folder, limit[i][0], limit[i][1]);
	hand_down(g->folder);
	fchmod(g->folder, 0777);
	fchmodat(g->folder, "cgroup.procs", 0666, 0);
	fchmodat(g->folder, "tasks", 0666, 0);
	g->start = -1;
	if (g->v2) { /* a group that hands controllers down has no process */
		mkdirat(g->folder, "start", 0755);
		g->start = open_folder(g->folder, "start");
	}
	/* v1: a thread that moves itself alone, by a "0" in tasks, spares the lock over
	 * all forks of the machine, and so an RCU grace period: 9 ms on 6.1, nothing on
	 * 5.10 and 6.18 (cgroup_procs_write_start in the kernel). */
	g->join = openat(g->folder, g->v2 ? "start/cgroup.procs" : "tasks",
			 O_WRONLY | O_CLOEXEC);
	return g->join == -1 ? -1 : 0;
}

/* ---- entering: PID 1, and COMMAND's process ---- */

/* Before anything is started, and before the cgroup namespace: the group that a process
 * is in when it makes one is "/" there.  See cgroup_namespaces(7). */
void join_groups(void)
{
	for (size_t i = 0; i < made.groups; i++)
		if (made.cgroup[i].join != -1 && write(made.cgroup[i].join, "0", 1) == -1)
			die("enter cgroup %s", made.cgroup[i].name);
}

/* As pretend root, so that the groups are theirs: what is "/" in here. */
void enter_host_groups(void)
{
	for (struct cgroup *g = made.cgroup; g < made.cgroup + made.groups; g++)
		g->host = enter_group(g->folder, "host", g->v2);
}

/* v2: only a group without processes can hand controllers down. */
void enter_init_groups(void)
{
	for (struct cgroup *g = made.cgroup; g < made.cgroup + made.groups; g++)
		if (g->v2)
			enter_group(g->host, "init", g->v2);
}

/* Make the group `name` in `parent`, and go there; returns its folder.  See limit_group
 * about "tasks". */
static int enter_group(int parent, const char *name, bool v2)
{
	int folder;

	if (mkdirat(parent, name, 0755) == -1 && errno != EEXIST)
		die("mkdir cgroup %s", name);
	folder = open_folder(parent, name);
	if (folder == -1 || write_at(folder, v2 ? "cgroup.procs" : "tasks", "0") == -1)
		die("enter cgroup %s", name);
	return folder;
}

/* A group delegated to nina, /nina; on v2 she starts in one below it. */
void make_ninas_groups(void)
{
	for (struct cgroup *g = made.cgroup; g < made.cgroup + made.groups; g++) {
		int folder;

		hand_down(g->host);
		if (mkdirat(g->host, "nina", 0755) == -1)
			die("mkdir cgroup nina");
		folder = open_folder(g->host, "nina");
		give_to_nina(folder);
		if (g->v2 && mkdirat(folder, "session", 0755) == -1)
			die("mkdir cgroup nina/session");
		close(folder);
	}
}

/* Let nina have `folder`: what systemd's Delegate=yes gives away.  See cgroups(7). */
static void give_to_nina(int folder)
{
	static const char *const files[] = { "cgroup.procs", "cgroup.threads", "tasks",
					     "cgroup.subtree_control" };

	if (fchown(folder, NINA, NINA_GROUP) == -1)
		die("chown a cgroup");
	for (size_t i = 0; i < countof(files); i++)
		if (fchownat(folder, files[i], NINA, NINA_GROUP, 0) == -1 &&
		    errno != ENOENT)
			die("chown %s", files[i]);
}

/* COMMAND's process, before it becomes nina. */
void enter_ninas_groups(void)
{
	for (struct cgroup *g = made.cgroup; g < made.cgroup + made.groups; g++)
		if (write_at(g->host, g->v2 ? "nina/session/cgroup.procs" : "nina/tasks",
			     "0") == -1)
			die("enter cgroup nina");
}

/* ---- removing ---- */

void remove_groups(void)
{
	for (; made.groups > 0; made.groups--) {
		struct cgroup *g = &made.cgroup[made.groups - 1];

		if (remove_group_of_any(g->hierarchy, g->name) == -1)
			complain(say("rmdir cgroup %s: %s", g->name, error_name(errno)));
	}
}

/* Remove groups of earlier runs that were killed: those whose lock is free. */
static void sweep(int hierarchy)
{
	DIR *dir = open_dir(hierarchy, ".");

	for (struct dirent *e; dir && (e = readdir(dir)) != NULL;) {
		int folder;

		if (strncmp(e->d_name, "labs-host-", strlen("labs-host-")) != 0)
			continue;
		folder = open_folder(hierarchy, e->d_name);
		if (folder == -1)
			continue;
		if (flock(folder, LOCK_EX | LOCK_NB) == 0)
			remove_group_of_any(hierarchy, e->d_name);
		close(folder);
	}
	if (dir)
		closedir(dir);
}

/* Remove the group `name` of `folder`, whosever the groups in it are; -1 with errno. */
static int remove_group_of_any(int folder, const char *name)
{
	int result = remove_group(folder, name);

	if (result == 0 || made.host->ids != RANGE_BY_NEWUIDMAP)
		return result;
	remove_as_owner(folder, name);
	return remove_group(folder, name);
}

/* A killed run has left groups of a pretend root's, whose id only newuidmap can give us: a
 * child is that one once more, and removes what is in the group. */
static void remove_as_owner(int folder, const char *name)
{
	int ready[2], go[2];
	char byte = 0;
	pid_t child;

	if (pipe2(ready, O_CLOEXEC) == -1 || pipe2(go, O_CLOEXEC) == -1)
		return;
	child = fork();
	if (child == 0) {
		close(go[1]);
		if (unshare(CLONE_NEWUSER) == 0 && write(ready[1], "", 1) == 1 &&
		    read(go[0], &byte, 1) == 1 && setresgid(0, 0, 0) == 0 &&
		    setresuid(0, 0, 0) == 0)
			remove_group(open_folder(folder, name), "host");
		_exit(0);
	}
	close(ready[1]);
	if (child > 0 && read(ready[0], &byte, 1) == 1 &&
	    map_by_helpers(made.host, child))
		byte = write(go[1], "", 1) == 1;
	close(ready[0]);
	close(go[0]);
	close(go[1]);
	if (child > 0)
		waitpid(child, NULL, 0);
}

/* Remove the group `name` of `folder` with the groups in it; -1 with errno of the last. */
static int remove_group(int folder, const char *name)
{
	DIR *dir = open_dir(folder, name);

	for (const char *below; (below = next_group(dir)) != NULL;)
		remove_group(dirfd(dir), below);
	if (dir)
		closedir(dir);
	return unlinkat(folder, name, AT_REMOVEDIR);
}

void leave_groups_open(void)
{
	for (size_t i = 0; i < made.groups; i++)
		open_groups(made.cgroup[i].host);
}

/* Let the supervisor remove the groups: it may be an ordinary user, and so not their owner. */
static void open_groups(int folder)
{
	DIR *dir = open_dir(folder, ".");

	fchmod(folder, 0777);
	for (const char *name; (name = next_group(dir)) != NULL;) {
		int below = open_folder(folder, name);

		open_groups(below);
		close(below);
	}
	if (dir)
		closedir(dir);
}

/* The name of the next group in an open folder; NULL after the last, or if `dir` is NULL. */
const char *next_group(DIR *dir)
{
	for (struct dirent *e; dir && (e = readdir(dir)) != NULL;)
		if (e->d_type == DT_DIR && e->d_name[0] != '.')
			return e->d_name;
	return NULL;
}
