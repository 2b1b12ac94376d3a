/* Set, then join: the limits come first, and it is the parent that puts the child in.
 * The cgroup namespace, with a user namespace where it takes one, is made by the child in
 * two calls. */
#include <stdio.h>
#include <string.h>

/* All limits, as rows; `text` NULL: not asked for, or not possible here. */
static void set_limits(const struct cgroup *g, const struct cgroup_limits *l)
{
	char memory[32], processes[32], cpu[64], io[128];
	const struct {
		unsigned resource;
		const char *file, *text;
	} rows[] = {
		{ CGROUP_CPU, "cpu.max", cpu },
		{ CGROUP_PIDS, "pids.max", processes },
		{ CGROUP_MEMORY, "memory.max", memory },
		{ CGROUP_MEMORY, "memory.swap.max", "0" },
		{ CGROUP_IO, "io.max", io },
	};

	snprintf(memory, sizeof(memory), "%s", limit_text(l->memory));
	snprintf(processes, sizeof(processes), "%s", limit_text(l->processes));
	snprintf(cpu, sizeof(cpu), "%s %d", limit_text(l->cpu), CGROUP_PERIOD);
	snprintf(io, sizeof(io), "%u:%u rbps=%s wbps=%s", l->io.major, l->io.minor,
		 l->io.read, l->io.write);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if ((g->has & rows[i].resource) &&
		    cgroup_write(g, rows[i].file, "%s", rows[i].text) == -1 &&
		    !(errno == ENOENT && strstr(rows[i].file, "swap") != NULL))
			die("write %s to %s", rows[i].text, rows[i].file);
}

static _Noreturn void in_namespace(void)
{
	bool privileged = have_capability(CAP_SYS_ADMIN);
	uid_t uid = geteuid();
	gid_t gid = getegid();

	line_side(CHILD, "lab06:child");
	sync_wait(1);
	if (!privileged && unshare(CLONE_NEWUSER) == -1)
		die("unshare(CLONE_NEWUSER)");
	if (unshare(CLONE_NEWCGROUP) == -1)
		die("unshare(CLONE_NEWCGROUP)");
	if (!privileged)
		id_map_keep(uid, gid);
	lab_run();
}

int main(int argc, char *argv[])
{
	struct config c = { .limits = { .memory = 64 << 20,
					.processes = 32,
					.cpu = CGROUP_PERIOD / 2 } };
	char **command = argv + lab_options(&lab06, argc, argv, &c);
	struct cgroup g;
	int status;
	pid_t child;

	lab_begin(&lab06, command);
	cgroup_find(&g, "lab06", CGROUP_MEMORY | CGROUP_PIDS | CGROUP_CPU,
		    c.limits.asked);
	if (cgroup_make(&g) == -1)
		die("mkdir a group");
	set_limits(&g, &c.limits);
	line_open();
	child = fork();
	if (child == -1)
		die("fork");
	if (child == 0)
		in_namespace();
	line_side(PARENT, "lab06:parent");
	if (cgroup_join(&g, child) == -1)
		die("write %d to cgroup.procs", (int)child);
	sync_tell(1);
	status = wait_command(child);
	for (struct cgroup_measure *m = measures; m->file != NULL; m++)
		m->known = cgroup_read(&g, m->file, m->key, &m->value) == 0;
	if (c.usage || *command == NULL)
		print_measures(measures,
			       *command == NULL ? STDOUT_FILENO : STDERR_FILENO);
	lab_end(status);
}
