/* cgroup_find.c - where a group of ours can be, and which one we are in.
 *
 * A machine has cgroup v2, one tree for all controllers; or v1, a hierarchy for each; or
 * both, and then a controller is in one of them only.  Which, and where they are mounted,
 * stands in mountinfo; which group a process is in, in /proc/PID/cgroup.  See cgroups(7).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "library.h"

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

enum { CONTROLLERS = sizeof(controllers) / sizeof(controllers[0]) };

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

const struct cgroup_part *cgroup_part_with(const struct cgroup *g, const char *v1)
{
	for (const struct cgroup_part *p = g->part; p < g->part + g->parts; p++)
		if (p->v2 ? v1 == NULL : v1 != NULL && has_word(p->controllers, v1))
			return p;
	return NULL;
}

static struct cgroup_part *add_part(struct cgroup *g, bool v2, const char *folder)
{
	struct cgroup_part *p = &g->part[g->parts++];

	*p = (struct cgroup_part){ .v2 = v2, .folder = folder, .fd = -1 };
	return p;
}

/* ---- where we are ---- */

static pid_t looked_at;	   /* see cgroup_look_at() */
static struct cgroup here; /* see cgroup_here(); of no parts: not looked for yet */

void cgroup_look_at(pid_t pid)
{
	looked_at = pid;
	here.parts = 0;
}

/* The path of the caller's own group in the hierarchy of v1's `controller`, or in v2's
 * (NULL), as /proc/self/cgroup has it: lines "ID:CONTROLLERS:PATH".  NULL: none. */
static const char *own_group(const char *controller)
{
	static char text[4096];
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
		if (cgroup_is_folder(place->own))
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
	FILE *file = fopen(text_of("%s/cgroup.procs", folder), "re");
	enum inhabitants who = NOBODY;
	int pid;

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
	if (access(folder, W_OK | X_OK) == 0 &&
	    access(text_of("%s/cgroup.procs", folder), W_OK) == 0)
		return true;
	if (errno != EACCES && errno != EROFS && errno != ENOENT)
		die("access(\"%s\", W_OK)", folder);
	return false;
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
	char list[512];
	unsigned set = 0;

	if (read_file(text_of("%s/%s", folder, file), list, sizeof(list)) == -1)
		return 0;
	for (size_t i = 0; i < CONTROLLERS; i++)
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

enum { MOST = 64 /* processes of ours */ };

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
	int pid[MOST], n = 0;

	while (file != NULL && n < MOST && fscanf(file, "%d", &pid[n]) == 1)
		n++;
	if (file != NULL)
		fclose(file);
	while (n-- > 0)
		(void)write_file(target, text_of("%d", pid[n]));
}

static void move_back(void *arg)
{
	const struct aside *a = arg;
	char *control = text_of("%s/cgroup.subtree_control", a->own);
	char list[256], *name, *rest = list;

	/* Only a folder that hands nothing down takes processes again. */
	if (read_file(control, list, sizeof(list)) >= 0)
		while ((name = strsep(&rest, " ")) != NULL)
			if (*name != '\0')
				(void)write_file(control, text_of("-%s", name));
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
	a.fd = cgroup_lock(a.leaf);
	if (a.fd == -1)
		die("lock %s", a.leaf);
	at_end(move_back, &a);
	move_us(own, a.leaf);
}

/* ---- finding ---- */

/* The hierarchies of v1 that have controllers of `wanted`. */
static void find_on_v1(struct cgroup *g, unsigned wanted, const char **refused)
{
	for (size_t i = 0; i < 2 * CONTROLLERS; i++) {
		const char *name = controllers[i / 2].v1[i % 2];
		unsigned resource = controllers[i / 2].resource;
		struct place place;
		char *above;

		if (name == NULL || !(resource & wanted) || !find_place(name, &place))
			continue;
		if (cgroup_part_with(g, name) == NULL) {
			above = place_on_v1(&place);
			if (above == NULL) {
				*refused = *refused ? *refused : place.own;
				continue;
			}
			cgroup_sweep(above);
			add_part(g, false, above)->controllers = place.mount->options;
		}
		if (i % 2 == 0) /* cpuacct limits nothing */
			g->has |= resource;
	}
}

/* The controllers of v2 for these resources. */
static const char *names_of(unsigned set, const char *between)
{
	const char *list = "";

	for (size_t i = 0; i < CONTROLLERS; i++)
		if (controllers[i].resource & set)
			list = text_of("%s%s%s", list, *list ? between : "",
				       controllers[i].v2);
	return list;
}

/* What v1 hasn't: all of it in one folder of v2. */
static void find_on_v2(struct cgroup *g, unsigned wanted, unsigned required,
		       const char *name, const char **refused)
{
	struct cgroup_part *p;
	struct place place;
	char *above;
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
	cgroup_sweep(above);
	p = add_part(g, true, above);
	missing = there & ~resources_in(above, "cgroup.subtree_control");
	if (missing != 0) {
		p->controllers = text_of("+%s", names_of(missing, " +"));
		p->subtree_control = text_of("%s/cgroup.subtree_control", above);
	}
	g->has |= there;
	if (who_is_in(above) == ONLY_US && above == place.own)
		move_aside(above, name);
}

/* There is no place: say why, and the ways on. */
static _Noreturn void die_no_place(unsigned missing, const char *refused)
{
	const char *lab = lab_current()->name, *number = lab + strlen("lab");
	const char *what = names_of(missing, ", ");

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
			used = used || cgroup_is_folder(
					       text_of("%s/%s", g->part[k].folder, name));
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
	forget_failures();
}

/* ---- for the view ---- */

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
	const struct cgroup *ours = cgroup_made();
	struct place place;

	if (looked_at == 0 && ours != NULL && cgroup_are_we_in(&ours->part[0]))
		return ours;
	if (here.parts > 0)
		return &here;
	for (size_t i = 0; i < 2 * CONTROLLERS; i++) {
		const char *name = controllers[i / 2].v1[i % 2];

		if (name != NULL && !cgroup_part_with(&here, name) &&
		    find_place(name, &place))
			add_part(&here, false, place.own)->controllers =
				place.mount->options;
	}
	if (find_place(NULL, &place))
		add_part(&here, true, place.own);
	return &here;
}
