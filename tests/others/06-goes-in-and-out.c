/* The program enters the group itself, as cgexec(1) does, forks, and goes back; the
 * child, born inside, sets its own limits. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define MOST 6 /* hierarchies */

/* Where we are in each hierarchy of the group: the path of its cgroup.procs. */
static void remember_home(const struct cgroup *g, char home[MOST][PATH_MAX])
{
	char text[4096], *line, *rest = text;

	if (read_file("/proc/self/cgroup", text, sizeof(text)) == -1)
		die("read /proc/self/cgroup");
	while ((line = strsep(&rest, "\n")) != NULL) {
		const char *id = strsep(&line, ":"), *list = strsep(&line, ":");

		for (size_t i = 0; i < g->parts; i++) {
			struct cgroup one = { .parts = 1, .part = { g->part[i] } };
			const char *mount = NULL, *below = "";

			for (const struct mount_info *m = mount_table();
			     line != NULL && cgroup_uses(&one, id, list) &&
			     mount == NULL && m->point != NULL;
			     m++)
				if (path_below(g->part[i].folder, m->point) != NULL &&
				    strncmp(m->type, "cgroup", 6) == 0) {
					mount = m->point;
					below = path_below(line, m->root);
				}
			if (mount != NULL && below != NULL)
				snprintf(home[i], PATH_MAX, "%s%.3000s/cgroup.procs",
					 mount, strcmp(below, "/") ? below : "");
		}
	}
}

static void limit_myself(const struct cgroup *g, const struct cgroup_limits *l)
{
	if ((g->has & CGROUP_MEMORY) &&
	    ((cgroup_write(g, "memory.swap.max", "0\n") == -1 && errno != ENOENT) ||
	     cgroup_write(g, "memory.max", "%s\n", limit_text(l->memory)) == -1))
		die("write memory.max");
	if ((g->has & CGROUP_PIDS) &&
	    cgroup_write(g, "pids.max", "%s", limit_text(l->processes)) == -1)
		die("write pids.max");
	if ((g->has & CGROUP_CPU) &&
	    cgroup_write(g, "cpu.max", "%s %d", limit_text(l->cpu), CGROUP_PERIOD) == -1)
		die("write cpu.max");
	if ((g->has & CGROUP_IO) &&
	    cgroup_write(g, "io.max", "%u:%u rbps=%s wbps=%s", l->io.major, l->io.minor,
			 l->io.read, l->io.write) == -1)
		die("write io.max");
}

static _Noreturn void born_inside(const struct cgroup *g, const struct cgroup_limits *l)
{
	bool privileged = have_capability(CAP_SYS_ADMIN);
	uid_t uid = geteuid();
	gid_t gid = getegid();

	line_side(CHILD, "lab06:child");
	limit_myself(g, l);
	if (unshare(CLONE_NEWCGROUP | (privileged ? 0 : CLONE_NEWUSER)) == -1)
		die("unshare(CLONE_NEWCGROUP)");
	if (!privileged)
		id_map_keep(uid, gid);
	sync_wait(1);
	lab_run();
}

int main(int argc, char *argv[])
{
	struct config c = { .limits = { .memory = 64 << 20,
					.processes = 32,
					.cpu = CGROUP_PERIOD / 2 } };
	char **command = argv + lab_options(&lab06, argc, argv, &c);
	static char home[MOST][PATH_MAX];
	struct cgroup g;
	pid_t child;
	int status;

	lab_begin(&lab06, command);
	cgroup_find(&g, "lab06", CGROUP_MEMORY | CGROUP_PIDS | CGROUP_CPU,
		    c.limits.asked);
	if (cgroup_make(&g) == -1)
		die("mkdir a group");
	remember_home(&g, home);
	line_open();
	if (cgroup_join(&g, 0) == -1)
		die("write 0 to cgroup.procs");
	child = fork();
	if (child == -1)
		die("fork");
	if (child == 0)
		born_inside(&g, &c.limits);
	for (size_t i = 0; i < g.parts; i++)
		if (write_file(home[i], "0") == -1)
			die("write 0 to %s", home[i]);
	line_side(PARENT, "lab06:parent");
	sync_tell(1);
	status = wait_command(child);
	for (struct cgroup_measure *m = measures; m->file != NULL; m++)
		m->known = cgroup_read(&g, m->file, m->key, &m->value) == 0;
	if (c.usage || *command == NULL)
		print_measures(measures,
			       *command == NULL ? STDOUT_FILENO : STDERR_FILENO);
	lab_end(status);
}
