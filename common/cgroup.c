/* cgroup.c - a group of ours: made, held, joined; and its end.  See cgroups(7). */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "library.h"

enum { PATIENCE = 2000 /* ms */ };

static const struct cgroup *held; /* by cgroup_hold() */

/* ---- killing and removing ---- */

static void nap(void)
{
	(void)nanosleep(&(struct timespec){ .tv_nsec = 1000 * 1000 }, NULL);
}

bool cgroup_is_folder(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == -1) {
		if (errno != ENOENT && errno != ENOTDIR && errno != EACCES)
			die("lstat(\"%s\")", path);
		return false;
	}
	return S_ISDIR(st.st_mode);
}

/* SIGKILL to all whom cgroup.procs names.  A 0 there is a process that has no number here,
 * and to kill(2) it would mean ourselves. */
static void kill_all_in(const char *folder)
{
	char path[PATH_MAX];
	FILE *file;
	int pid;

	snprintf(path, sizeof(path), "%s/cgroup.kill", folder); /* v2, since Linux 5.14 */
	if (write_file(path, "1") == 0)
		return;
	snprintf(path, sizeof(path), "%s/cgroup.procs", folder);
	file = fopen(path, "re");
	while (file != NULL && fscanf(file, "%d", &pid) == 1)
		if (pid > 0 && pid != getpid())
			(void)kill(pid, SIGKILL);
	if (file != NULL)
		fclose(file);
}

/* End all processes in a group and in those below it, and remove it.  rmdir(2) is EBUSY as
 * long as one is in there: they need a moment to end, and may fork meanwhile. */
static void remove_group(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *e;

	while (dir != NULL && (e = readdir(dir)) != NULL) {
		char below[PATH_MAX];

		snprintf(below, sizeof(below), "%s/%s", folder, e->d_name);
		if (e->d_name[0] != '.' && cgroup_is_folder(below))
			remove_group(below);
	}
	if (dir != NULL)
		closedir(dir);
	for (int i = 0; i < PATIENCE && rmdir(folder) == -1 && errno == EBUSY; i++) {
		kill_all_in(folder);
		nap();
	}
}

/* What a lab calls its group: "lab06-4711", "lab06-4711.1", "lab06-4711.self".  Nobody else's
 * may be taken for one: its processes would be killed.  (tests/sweep has the same words.) */
static bool is_labs_name(const char *name)
{
	static const char *const ours = "^lab[0-9]{2}-[0-9]+([.]([0-9]+|self))?$";
	regex_t expression;
	bool matches;

	if (regcomp(&expression, ours, REG_EXTENDED | REG_NOSUB) != 0)
		diex("out of memory");
	matches = regexec(&expression, name, 0, NULL, 0) == 0;
	regfree(&expression);
	return matches;
}

/* Remove what a killed run has left in `above`.  Whoever uses a group holds its lock. */
void cgroup_sweep(const char *above)
{
	DIR *dir = opendir(above);
	struct dirent *e;

	while (dir != NULL && (e = readdir(dir)) != NULL) {
		char path[PATH_MAX];
		cleanup_fd int fd = -1;

		snprintf(path, sizeof(path), "%s/%s", above, e->d_name);
		if (!is_labs_name(e->d_name) || !cgroup_is_folder(path))
			continue;
		fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd != -1 && flock(fd, LOCK_EX | LOCK_NB) == 0)
			remove_group(path);
	}
	if (dir != NULL)
		closedir(dir);
}

/* Open and lock `folder`.  In the moment between mkdir and this, a sweep may have taken it
 * for a leftover: then make it again.  Returns the descriptor, or -1 with errno. */
int cgroup_lock(const char *folder)
{
	for (int i = 0; i < 9; i++) {
		int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		struct stat ours, there;

		if (fd != -1 && flock(fd, LOCK_EX | LOCK_NB) == 0 &&
		    fstat(fd, &ours) == 0 && stat(folder, &there) == 0 &&
		    ours.st_ino == there.st_ino)
			return fd;
		close_fdp(&fd);
		if (errno != ENOENT && errno != EWOULDBLOCK)
			return -1;
		nap();
		if (i > 0 && mkdir(folder, 0755) == -1 && errno != EEXIST)
			return -1;
	}
	errno = EBUSY;
	return -1;
}

/* ---- making and joining ---- */

static void end_group(void *arg)
{
	const struct cgroup *g = arg;

	for (size_t i = 0; i < g->parts; i++)
		if (g->part[i].fd != -1)
			remove_group(g->part[i].folder);
}

int cgroup_hold(struct cgroup *g, struct cgroup_part *p)
{
	bool first = true;

	for (size_t i = 0; i < g->parts; i++)
		first = first && g->part[i].fd == -1;
	p->fd = cgroup_lock(p->folder);
	if (p->fd == -1)
		return -1;
	held = g;
	if (first)
		at_end(end_group, g);
	return 0;
}

const struct cgroup *cgroup_made(void)
{
	return held != NULL && held->part[0].fd != -1 ? held : NULL;
}

int cgroup_make(struct cgroup *g)
{
	for (struct cgroup_part *p = g->part; p < g->part + g->parts; p++)
		if ((p->subtree_control != NULL &&
		     write_file(p->subtree_control, p->controllers) == -1) ||
		    mkdir(p->folder, 0755) == -1 || cgroup_hold(g, p) == -1)
			return -1;
	return 0;
}

void cgroup_begin(struct cgroup *g, const char *lab, unsigned resources)
{
	cgroup_find(g, lab, resources, resources);
	if (cgroup_make(g) == -1)
		die("mkdir %s", g->part[0].folder);
}

int cgroup_join(const struct cgroup *g, pid_t pid)
{
	char number[16];

	snprintf(number, sizeof(number), "%d", (int)pid);
	for (const struct cgroup_part *p = g->part; p < g->part + g->parts; p++)
		if (write_file(p->procs, number) == -1)
			return -1;
	return 0;
}

int cgroup_v2_fd(const struct cgroup *g)
{
	const struct cgroup_part *p = cgroup_part_with(g, NULL);

	return p ? p->fd : -1;
}

/* ---- did it work? ---- */

void cgroup_must_be_made(const struct cgroup *g)
{
	for (const struct cgroup_part *p = g->part; p < g->part + g->parts; p++) {
		if (!cgroup_is_folder(p->folder))
			diex("step %d made no group %s", step_of_row("group"), p->folder);
		if (p->fd == -1)
			diex("step %d made the group %s, but doesn't hold it: "
			     "cgroup_hold() does",
			     step_of_row("group"), p->folder);
	}
	forget_failures();
}

/* Is this process in that folder? */
bool cgroup_are_we_in(const struct cgroup_part *p)
{
	FILE *file = fopen(p->procs, "re");
	int pid = 0;

	while (file != NULL && pid != getpid() && fscanf(file, "%d", &pid) == 1)
		;
	if (file != NULL)
		fclose(file);
	return pid == getpid();
}

void cgroup_must_have_us(const struct cgroup *g)
{
	for (const struct cgroup_part *p = g->part; p < g->part + g->parts; p++)
		if (!cgroup_are_we_in(p))
			diex("step %d put no process into %s", step_of_row("member of"),
			     p->folder);
	forget_failures();
}
