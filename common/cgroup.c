/* cgroup.c - a group of ours: where it can be, its files on v1 and v2, and its end.
 *
 * A machine has cgroup v2, one tree for all controllers; or v1, a hierarchy for each; or
 * both, and then a controller is in one of them only.  Which, and where they are mounted,
 * stands in mountinfo; which group a process is in, in /proc/PID/cgroup.  See cgroups(7).
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <regex.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lab.h"

enum { PATH = 4096, PATIENCE = 2000 /* ms */ };

static const struct cgroup *found; /* by cgroup_find(); made when its folders are held */

#define countof(array) (sizeof(array) / sizeof((array)[0]))

/* ---- the one table: resources, controllers, files ---- */

/* Each resource's controllers.  v1 has one apart that measures CPU time; it may be missing. */
static const struct {
	unsigned resource;
	const char *v2, *v1[2];
} controllers[] = {
	{ CGROUP_MEMORY, "memory", { "memory" } },
	{ CGROUP_PIDS, "pids", { "pids" } },
	{ CGROUP_CPU, "cpu", { "cpu", "cpuacct" } },
	{ CGROUP_IO, "io", { "blkio" } },
};

/* A file of v2 (with the key of a line in it), and what v1 has for it; v1's nanoseconds are
 * divided to be v2's microseconds.  Where the formats differ write_v1() knows more. */
static const struct knob {
	const char *file, *key;
	const char *v1_controller, *v1_file, *v1_key;
	unsigned divide;
} knobs[] = {
	{ "memory.max", NULL, "memory", "memory.limit_in_bytes", NULL, 1 },
	{ "memory.swap.max", NULL, "memory", "memory.memsw.limit_in_bytes", NULL, 1 },
	{ "memory.current", NULL, "memory", "memory.usage_in_bytes", NULL, 1 },
	{ "memory.peak", NULL, "memory", "memory.max_usage_in_bytes", NULL, 1 },
	{ "memory.events", "oom_kill", "memory", "memory.oom_control", "oom_kill", 1 },
	{ "pids.max", NULL, "pids", "pids.max", NULL, 1 },
	{ "pids.current", NULL, "pids", "pids.current", NULL, 1 },
	{ "pids.peak", NULL, "pids", "pids.peak", NULL, 1 },
	{ "pids.events", "max", "pids", "pids.events", "max", 1 },
	{ "cpu.max", NULL, "cpu", "cpu.cfs_quota_us", NULL, 1 },
	{ "cpu.stat", "usage_usec", "cpuacct", "cpuacct.usage", NULL, 1000 },
	{ "cpu.stat", "nr_periods", "cpu", "cpu.stat", "nr_periods", 1 },
	{ "cpu.stat", "nr_throttled", "cpu", "cpu.stat", "nr_throttled", 1 },
	{ "cpu.stat", "throttled_usec", "cpu", "cpu.stat", "throttled_time", 1000 },
	{ "io.max", NULL, "blkio", "blkio.throttle.read_bps_device", NULL, 1 },
};

static const struct knob *knob_of(const char *file, const char *key)
{
	for (size_t i = 0; i < countof(knobs); i++)
		if (strcmp(knobs[i].file, file) == 0 &&
		    (key == NULL || knobs[i].key == NULL ||
		     strcmp(knobs[i].key, key) == 0))
			return &knobs[i];
	diex("no such file in the table of cgroup.c: %s", file);
}

/* A text of its own; none is freed: there are few, and no lab lives long. */
static char *text_of(const char *fmt, ...) LAB_PRINTF(1, 2);
static char *text_of(const char *fmt, ...)
{
	char *text;
	va_list args;

	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) == -1)
		diex("out of memory");
	va_end(args);
	return text;
}

/* Is `word` in `list`, whose words end at a blank, a comma or a newline? */
static bool has_word(const char *list, const char *word)
{
	size_t length = strlen(word);

	while (*list != '\0') {
		size_t n = strcspn(list, " ,\n");

		if (n == length && strncmp(list, word, n) == 0)
			return true;
		list += n + (list[n] != '\0');
	}
	return false;
}

static const struct cgroup_part *part_with(const struct cgroup *g, const char *v1)
{
	for (const struct cgroup_part *p = g->part; p < g->part + g->parts; p++)
		if (p->v2 ? v1 == NULL : v1 != NULL && has_word(p->controllers, v1))
			return p;
	return NULL;
}

/* ---- killing and removing ---- */

static void nap(void)
{
	(void)nanosleep(&(struct timespec){ .tv_nsec = 1000 * 1000 }, NULL);
}

static bool is_folder(const char *path)
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
	char path[PATH];
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
		char below[PATH];

		snprintf(below, sizeof(below), "%s/%s", folder, e->d_name);
		if (e->d_name[0] != '.' && is_folder(below))
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
static void sweep(const char *above)
{
	DIR *dir = opendir(above);
	struct dirent *e;

	while (dir != NULL && (e = readdir(dir)) != NULL) {
		char path[PATH];
		cleanup_fd int fd = -1;

		snprintf(path, sizeof(path), "%s/%s", above, e->d_name);
		if (!is_labs_name(e->d_name) || !is_folder(path))
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
static int open_locked(const char *folder)
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

/* ---- where the group can be ---- */

/* We, or what we have started: the observer of the view. */
static bool is_ours(pid_t pid)
{
	char parent[16];

	return pid == getpid() ||
	       (read_status(pid, "PPid", parent, sizeof(parent)) == 0 &&
		atoi(parent) == getpid());
}

enum inhabitants { NOBODY, ONLY_US, OTHERS };

static enum inhabitants who_is_in(const char *folder)
{
	enum inhabitants who = NOBODY;
	char path[PATH];
	FILE *file;
	int pid;

	snprintf(path, sizeof(path), "%s/cgroup.procs", folder);
	file = fopen(path, "re");
	while (file != NULL && who != OTHERS && fscanf(file, "%d", &pid) == 1)
		who = is_ours(pid) ? ONLY_US : OTHERS;
	if (file != NULL)
		fclose(file);
	return who;
}

/* May we make a group in `folder`, and move processes to it from there?  See cgroups(7),
 * "Cgroup delegation": the folder, and its cgroup.procs. */
static bool is_ours_to_write(const char *folder)
{
	char procs[PATH];

	snprintf(procs, sizeof(procs), "%s/cgroup.procs", folder);
	if (access(folder, W_OK | X_OK) == 0 && access(procs, W_OK) == 0)
		return true;
	if (errno != EACCES && errno != EROFS && errno != ENOENT)
		die("access(\"%s\", W_OK)", folder);
	return false;
}

static pid_t looked_at; /* see cgroup_look_at() */

void cgroup_look_at(pid_t pid)
{
	looked_at = pid;
}

/* The path of the caller's own group in the hierarchy of v1's `controller`, or in v2's
 * (NULL), as /proc/self/cgroup has it: lines "ID:CONTROLLERS:PATH".  NULL: none. */
static const char *own_group(const char *controller)
{
	static char text[PATH];
	char *line, *rest = text;

	if (read_file(looked_at ? text_of("/proc/%d/cgroup", (int)looked_at)
				: "/proc/self/cgroup",
		      text, sizeof(text)) == -1) {
		if (errno != ENOENT)
			die("read /proc/self/cgroup");
		return NULL;
	}
	while ((line = strsep(&rest, "\n")) != NULL) {
		const char *id = strsep(&line, ":"), *list = strsep(&line, ":");

		if (line != NULL && (controller ? has_word(list, controller)
						: strcmp(id, "0") == 0 && *list == '\0'))
			return line;
	}
	return NULL;
}

/* A mounted hierarchy, and the folder of our own group in it. */
struct place {
	const struct mount_info *mount;
	char *own;
};

/* Where the hierarchy of v1's `controller` is, or v2's (NULL).  False: nowhere in sight. */
static bool find_place(const char *controller, struct place *place)
{
	const char *own = own_group(controller), *rest;
	const struct mount_info *m = mount_table();

	if (m == NULL && errno != ENOENT)
		die("read /proc/self/mountinfo");
	for (; own != NULL && m != NULL && m->point != NULL; m++) {
		if (strcmp(m->type, controller ? "cgroup" : "cgroup2") != 0 ||
		    (controller && !has_word(m->options, controller)))
			continue;
		rest = path_below(own, m->root);
		if (rest == NULL)
			continue;
		place->mount = m;
		place->own = text_of("%s%s", m->point, strcmp(rest, "/") ? rest : "");
		if (is_folder(place->own))
			return true;
	}
	return false;
}

/* Go up from the folder `path`, not above where `place` is mounted; NULL at the top. */
static char *folder_above(const struct place *place, const char *path)
{
	char *above = text_of("%s", path);

	if (strcmp(path, place->mount->point) == 0)
		return NULL;
	*strrchr(above, '/') = '\0';
	return above;
}

/* v1: the nearest folder, our own first, that is ours to write. */
static char *place_on_v1(const struct place *place)
{
	char *folder = place->own;

	while (folder != NULL && !is_ours_to_write(folder))
		folder = folder_above(place, folder);
	return folder;
}

/* The resources whose controllers are in the list that is `file` of `folder`. */
static unsigned resources_in(const char *folder, const char *file)
{
	char path[PATH], list[512];
	unsigned set = 0;

	snprintf(path, sizeof(path), "%s/%s", folder, file);
	if (read_file(path, list, sizeof(list)) == -1)
		return 0;
	for (size_t i = 0; i < countof(controllers); i++)
		if (has_word(list, controllers[i].v2))
			set |= controllers[i].resource;
	return set;
}

/* v2: the nearest folder that is ours to write, can hand all of `set` down, and may do so:
 * with processes in it only the root of all may, which alone has no cgroup.type; our own,
 * if we can move out.  See cgroups(7), "Cgroups v2 "no internal processes" rule". */
static char *place_on_v2(const struct place *place, unsigned set)
{
	for (char *f = place->own; f != NULL; f = folder_above(place, f)) {
		enum inhabitants who = who_is_in(f);
		bool root = access(text_of("%s/cgroup.type", f), F_OK) == -1;

		if (is_ours_to_write(f) &&
		    (set & ~resources_in(f, "cgroup.controllers")) == 0 &&
		    (root || who == NOBODY || (who == ONLY_US && f == place->own)))
			return f;
	}
	return NULL;
}

/* ---- out of the way: no process in an inner node ---- */

struct aside {
	char *own, *leaf; /* where we were, and where we went */
	int fd;
};

/* Move ourselves, and what we have started, from one group to another. */
static void move_us(const char *from, const char *to)
{
	char *source = text_of("%s/cgroup.procs", from);
	char *target = text_of("%s/cgroup.procs", to);
	FILE *file = fopen(source, "re");
	int pid[64], n = 0;

	while (file != NULL && n < (int)countof(pid) && fscanf(file, "%d", &pid[n]) == 1)
		n++;
	if (file != NULL)
		fclose(file);
	while (n-- > 0)
		(void)write_file(target, text_of("%d", pid[n]));
}

static void move_back(void *arg)
{
	const struct aside *a = arg;
	char list[256], *name, *rest = list;

	/* Only a folder that hands nothing down takes processes again. */
	if (read_file(text_of("%s/cgroup.subtree_control", a->own), list, sizeof(list)) >=
	    0)
		while ((name = strsep(&rest, " ")) != NULL)
			if (*name != '\0')
				(void)write_file(
					text_of("%s/cgroup.subtree_control", a->own),
					text_of("-%s", name));
	move_us(a->leaf, a->own);
	(void)rmdir(a->leaf);
}

static void move_aside(char *own, const char *name)
{
	static struct aside a;

	a.own = own;
	a.leaf = text_of("%s/%s.self", own, name);
	if (mkdir(a.leaf, 0755) == -1)
		die("mkdir %s", a.leaf);
	a.fd = open_locked(a.leaf);
	if (a.fd == -1)
		die("lock %s", a.leaf);
	at_end(move_back, &a);
	move_us(own, a.leaf);
}

/* ---- finding ---- */

static struct cgroup_part *add_part(struct cgroup *g, bool v2, char *above)
{
	struct cgroup_part *p = &g->part[g->parts++];

	*p = (struct cgroup_part){ .v2 = v2, .folder = above, .fd = -1 };
	sweep(above);
	return p;
}

/* The hierarchies of v1 that have controllers of `wanted`. */
static void find_on_v1(struct cgroup *g, unsigned wanted, const char **refused)
{
	for (size_t i = 0; i < 2 * countof(controllers); i++) {
		const char *name = controllers[i / 2].v1[i % 2];
		unsigned resource = controllers[i / 2].resource;
		struct place place;
		char *above;

		if (name == NULL || !(resource & wanted) || !find_place(name, &place))
			continue;
		if (part_with(g, name) == NULL) {
			above = place_on_v1(&place);
			if (above == NULL) {
				*refused = *refused ? *refused : place.own;
				continue;
			}
			add_part(g, false, above)->controllers = place.mount->options;
		}
		if (i % 2 == 0) /* cpuacct limits nothing */
			g->has |= resource;
	}
}

/* What v1 hasn't: all of it in one folder of v2. */
static void find_on_v2(struct cgroup *g, unsigned wanted, unsigned required,
		       const char *name, const char **refused)
{
	struct cgroup_part *p;
	struct place place;
	char *above, *list;
	unsigned there, missing;

	wanted &= ~g->has;
	required &= ~g->has;
	if (wanted == 0 || !find_place(NULL, &place))
		return;
	there = resources_in(place.mount->point, "cgroup.controllers") & wanted;
	above = there ? place_on_v2(&place, there) : NULL;
	if (above == NULL && required != there)
		above = place_on_v2(&place, required & there);
	if (above == NULL) {
		if (there)
			*refused = place.own;
		return;
	}
	there &= resources_in(above, "cgroup.controllers");
	if (there == 0)
		return;
	p = add_part(g, true, above);
	missing = there & ~resources_in(above, "cgroup.subtree_control");
	if (missing != 0) {
		list = text_of("%s", "");
		for (size_t i = 0; i < countof(controllers); i++)
			if (controllers[i].resource & missing)
				list = text_of("%s%s+%s", list, *list ? " " : "",
					       controllers[i].v2);
		p->controllers = list;
		p->subtree_control = text_of("%s/cgroup.subtree_control", above);
	}
	g->has |= there;
	if (who_is_in(above) == ONLY_US && above == place.own)
		move_aside(above, name);
}

/* There is no place: say why, and the ways on. */
static _Noreturn void die_no_place(unsigned missing, const char *refused)
{
	const char *lab = lab_current()->name, *number = lab + strlen("lab"), *what = "";

	for (size_t i = 0; i < countof(controllers); i++)
		if (controllers[i].resource & missing)
			what = text_of("%s%s%s", what, *what ? ", " : "",
				       controllers[i].v2);
	if (refused == NULL)
		say("no cgroup hierarchy in sight has the controllers %s", what);
	else
		say("no group for %s can be made: %s is not ours to write, or has "
		    "processes of others",
		    what, refused);
	/* The pretend host has the groups that its user could make. */
	dprintf(STDERR_FILENO,
		"       without root, on v2:\n"
		"           systemd-run --user --scope -p Delegate=yes ./%s\n"
		"           systemd-run --user --scope -p Delegate=yes make try%s\n"
		"       with it:  sudo ./%s\n",
		lab, number, lab);
	lab_end(EXIT_LAB);
}

/* A name that is free in all the folders. */
static char *free_name(const struct cgroup *g, const char *lab)
{
	for (int i = 0;; i++) {
		char *name = i == 0 ? text_of("%s-%d", lab, (int)getpid())
				    : text_of("%s-%d.%d", lab, (int)getpid(), i);
		bool used = false;

		for (size_t k = 0; k < g->parts; k++)
			used = used ||
			       is_folder(text_of("%s/%s", g->part[k].folder, name));
		if (!used)
			return name;
	}
}

void cgroup_find(struct cgroup *g, const char *lab, unsigned wanted, unsigned required)
{
	const char *refused = NULL;
	char *name;

	*g = (struct cgroup){ 0 };
	wanted |= required;
	find_on_v1(g, wanted, &refused);
	find_on_v2(g, wanted, required, text_of("%s-%d", lab, (int)getpid()), &refused);
	if (g->parts == 0 || (required & ~g->has) != 0)
		die_no_place(g->parts ? required & ~g->has : wanted, refused);
	name = free_name(g, lab);
	for (size_t i = 0; i < g->parts; i++) {
		struct cgroup_part *p = &g->part[i];

		p->folder = text_of("%s/%s", p->folder, name);
		p->procs = text_of("%s/cgroup.procs", p->folder);
	}
	found = g;
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
	p->fd = open_locked(p->folder);
	if (p->fd == -1)
		return -1;
	if (first)
		at_end(end_group, g);
	return 0;
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
	const struct cgroup_part *p = part_with(g, NULL);

	return p ? p->fd : -1;
}

void cgroup_must_be_made(const struct cgroup *g)
{
	for (const struct cgroup_part *p = g->part; p < g->part + g->parts; p++)
		if (!is_folder(p->folder) || p->fd == -1)
			diex("step %d made no group %s", step_of_row("group"), p->folder);
}

/* Is this process in that folder? */
static bool are_we_in(const struct cgroup_part *p)
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
		if (!are_we_in(p))
			diex("step %d put no process into %s", step_of_row("member of"),
			     p->folder);
}

const struct cgroup *cgroup_made(void)
{
	return found != NULL && found->parts > 0 && found->part[0].fd != -1 ? found
									    : NULL;
}

bool cgroup_uses(const struct cgroup *g, const char *id, const char *list)
{
	for (const struct cgroup_part *p = g->part; p < g->part + g->parts; p++) {
		char first[64];

		snprintf(first, sizeof(first), "%.*s", (int)strcspn(list, ","), list);
		if (p->v2 ? strcmp(id, "0") == 0
			  : first[0] != '\0' && has_word(p->controllers, first))
			return true;
	}
	return false;
}

const struct cgroup *cgroup_here(void)
{
	static struct cgroup own;
	struct place place;

	if (looked_at != 0)
		own.parts = 0;
	else if (cgroup_made() != NULL && are_we_in(&found->part[0]))
		return found;
	if (own.parts > 0)
		return &own;
	for (size_t i = 0; i < 2 * countof(controllers); i++) {
		const char *name = controllers[i / 2].v1[i % 2];

		if (name == NULL || part_with(&own, name) || !find_place(name, &place))
			continue;
		own.part[own.parts++] = (struct cgroup_part){
			.folder = place.own, .controllers = place.mount->options, .fd = -1
		};
	}
	if (part_with(&own, NULL) == NULL && find_place(NULL, &place))
		own.part[own.parts++] = (struct cgroup_part){ .v2 = true,
							      .folder = place.own,
							      .fd = -1 };
	return &own;
}

/* ---- the files ---- */

/* The path of a file of the group, in v2's folder or in v1's, in `path`; false: neither has
 * the controller. */
static bool file_path(const struct cgroup *g, const struct knob *k, char *path, bool *v2)
{
	const struct cgroup_part *p = part_with(g, k->v1_controller);

	*v2 = p == NULL;
	if (*v2)
		p = part_with(g, NULL);
	if (p == NULL) {
		errno = ENOENT;
		return false;
	}
	snprintf(path, PATH, "%s/%s", p->folder, *v2 ? k->file : k->v1_file);
	return true;
}

const char *cgroup_file(const struct cgroup *g, const char *file)
{
	static char path[PATH];
	bool v2;

	return file_path(g, knob_of(file, NULL), path, &v2) ? path : file;
}

/* v1's file `name` beside the one that is `path`. */
static int write_beside(const char *path, const char *name, const char *text)
{
	char other[PATH];

	snprintf(other, sizeof(other), "%.*s/%s", (int)(strrchr(path, '/') - path), path,
		 name);
	return write_file(other, text);
}

/* v1's memsw counts memory and swap together, v2's swap alone. */
static int write_memsw(const struct cgroup *g, const char *path, const char *text)
{
	unsigned long long memory;

	if (strcmp(text, "max") == 0)
		return write_file(path, "-1");
	if (cgroup_read(g, "memory.max", NULL, &memory) == -1)
		return -1;
	return write_file(path, text_of("%llu", memory + strtoull(text, NULL, 10)));
}

/* From "QUOTA PERIOD" to a file for each; without a limit the quota is -1. */
static int write_quota(const char *path, char *text)
{
	const char *quota = strsep(&text, " ");

	if (text != NULL && write_beside(path, "cpu.cfs_period_us", text) == -1)
		return -1;
	return write_file(path, strcmp(quota, "max") == 0 ? "-1" : quota);
}

/* From "MAJ:MIN rbps=N wbps=N" to a file for each; without a limit the number is 0. */
static int write_throttle(const char *path, char *text)
{
	const char *device = strsep(&text, " "), *word;

	while ((word = strsep(&text, " ")) != NULL) {
		const char *number = strchr(word, '=') ? strchr(word, '=') + 1 : "";
		char *line = text_of("%s %s", device,
				     strcmp(number, "max") ? number : "0");

		if ((word[0] == 'r'
			     ? write_file(path, line)
			     : write_beside(path, "blkio.throttle.write_bps_device",
					    line)) == -1)
			return -1;
	}
	return 0;
}

static int write_v1(const struct cgroup *g, const char *file, const char *path,
		    char *text)
{
	if (strcmp(file, "memory.swap.max") == 0)
		return write_memsw(g, path, text);
	if (strcmp(file, "cpu.max") == 0)
		return write_quota(path, text);
	if (strcmp(file, "io.max") == 0)
		return write_throttle(path, text);
	if (strcmp(file, "memory.max") == 0 && strcmp(text, "max") == 0)
		return write_file(path, "-1");
	return write_file(path, text);
}

int cgroup_write(const struct cgroup *g, const char *file, const char *fmt, ...)
{
	char path[PATH], text[256];
	va_list args;
	bool v2;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (!file_path(g, knob_of(file, NULL), path, &v2))
		return -1;
	return v2 ? write_file(path, text) : write_v1(g, file, path, text);
}

/* The number behind `key` in lines "KEY NUMBER", or with no key the first one: "max" there,
 * and v1's -1, mean none. */
static int number_in(char *text, const char *key, unsigned long long *value)
{
	char *line;

	while ((line = strsep(&text, "\n")) != NULL) {
		size_t length = key ? strlen(key) : 0;

		if (key && (strncmp(line, key, length) != 0 || line[length] != ' '))
			continue;
		line += length;
		line += *line == ' ';
		*value = strtoull(line, NULL, 10);
		/* v1's memory says 2^63, rounded down to a page. */
		if (strncmp(line, "max", 3) == 0 || *line == '-' || *value >> 62 != 0)
			*value = CGROUP_MAX;
		return 0;
	}
	errno = ENOENT;
	return -1;
}

int cgroup_read(const struct cgroup *g, const char *file, const char *key,
		unsigned long long *value)
{
	const struct knob *k = knob_of(file, key);
	char path[PATH], text[4096];
	bool v2;

	if (!file_path(g, k, path, &v2) || read_file(path, text, sizeof(text)) == -1 ||
	    number_in(text, v2 ? key : k->v1_key, value) == -1)
		return -1;
	if (!v2 && *value != CGROUP_MAX)
		*value /= k->divide;
	return 0;
}
