/* 06-cgroup-limits - run COMMAND in a group with limits on memory, processes and CPU time.
 *
 *   usage: lab06 [-m BYTES] [-p COUNT] [-c CPUS] [-i DEV:RBPS:WBPS] [--usage]
 *                [COMMAND [ARG...]]
 *   try:   make try06    then    ./lab06    or    ./lab06 -m 32M tail /dev/zero
 *
 * In the notes:  cgcreate -g cpu,memory:ID; cgset ...; cgexec -g cpu,memory:ID COMMAND
 * New here:      mkdir(2) in cgroupfs, clone3(2), the group's files, unshare(2)
 * Read:          cgroups(7), cgroup_namespaces(7), clone(2); GUIDE.md, chapter 06
 * Needs:         root, or a group that is one's own: a delegated one
 *
 *        lab06:parent                         lab06:child
 *        1  make the group
 *        2  start the child in it ----------> waits
 *        3  limit memory
 *        4  limit processes
 *        5  limit CPU time
 *        6  limit disk bandwidth (-i)
 *        -------- the limits are set ------------------> #1
 *                                             7  enter a cgroup namespace
 *        wait                                 COMMAND
 *        8  measure what it has used
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lab.h"

struct config {
	struct cgroup_limits limits; /* as --help has them, if nothing is said */
	bool usage;
};

static const struct lab lab06;
static struct cgroup_measure measures[];

static _Noreturn void inside(const struct cgroup *g);
static void step1_make_group(struct cgroup *g);
static pid_t step2_start_child(const struct cgroup *g);
static void step3_limit_memory(const struct cgroup *g, const char *bytes);
static void step4_limit_processes(const struct cgroup *g, const char *count);
static void step5_limit_cpu(const struct cgroup *g, const char *quota, int period);
static void step6_limit_io(const struct cgroup *g, const struct cgroup_io *io);
static void step7_enter_cgroup_namespace(bool privileged);
static void step8_measure(const struct cgroup *g, struct cgroup_measure *m);

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
	step1_make_group(&g);
	cgroup_must_be_made(&g);
	line_open();
	child = step2_start_child(&g);
	if (child == 0)
		inside(&g);

	/* Parent: stays outside, unlimited. */
	line_side(PARENT, "lab06:parent");
	if (g.has & CGROUP_MEMORY)
		step3_limit_memory(&g, limit_text(c.limits.memory));
	if (g.has & CGROUP_PIDS)
		step4_limit_processes(&g, limit_text(c.limits.processes));
	if (g.has & CGROUP_CPU)
		step5_limit_cpu(&g, limit_text(c.limits.cpu), CGROUP_PERIOD);
	if (g.has & CGROUP_IO)
		step6_limit_io(&g, &c.limits.io);
	sync_tell(1); /* #1 the limits are set */
	status = wait_command(child);
	step8_measure(&g, measures);
	if (c.usage || *command == NULL)
		print_measures(measures,
			       *command == NULL ? STDOUT_FILENO : STDERR_FILENO);
	lab_end(status);
}

/* Child: in the group. */
static _Noreturn void inside(const struct cgroup *g)
{
	bool privileged = have_capability(CAP_SYS_ADMIN);
	uid_t uid = geteuid();
	gid_t gid = getegid();

	line_side(CHILD, "lab06:child");
	cgroup_must_have_us(g);
	sync_wait(1); /* #1 the limits are set */
	step7_enter_cgroup_namespace(privileged);
	must_be_new("cgroup");
	if (!privileged)
		id_map_keep(uid, gid);
	lab_run();
}

/* Step 1 (parent): make a group of our own.
 *
 * A group is a folder, and mkdir(2) makes one: the kernel fills it with the files of the
 * controllers.  On v1 each hierarchy has its own, on v2 there is one tree; and there a
 * folder gets a controller only if the one above hands it down, which, but for the root,
 * one with processes in it may not (EBUSY).  See cgroups(7), "no internal processes".
 */
static void step1_make_group(struct cgroup *g)
{
	for (struct cgroup_part *p = g->part; p < g->part + g->parts; p++) {
		if (p->subtree_control != NULL &&
		    write_file(p->subtree_control, p->controllers) == -1)
			die("write %s to %s", p->controllers, p->subtree_control);
		if (mkdir(p->folder, 0755) == -1)
			die("mkdir %s", p->folder);
		if (cgroup_hold(g, p) == -1)
			die("flock %s", p->folder);
	}
}

/* Step 2 (parent): start the child in the group.
 *
 * Returns as fork(2) does.  What a process has used before it joins is not the group's, so
 * the child comes first of all there: on v2 it is born in the group; on v1, and where
 * clone3(2) is ENOSYS, it joins: it writes its pid, or 0, to cgroup.procs of each hierarchy.
 * See clone(2), "CLONE_INTO_CGROUP"; cgroups(7).
 */
static pid_t step2_start_child(const struct cgroup *g)
{
	struct clone_args args = { .flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD };
	bool born_there = cgroup_v2_fd(g) != -1;
	const struct cgroup_part *p;
	pid_t child = -1;

	args.cgroup = (unsigned)cgroup_v2_fd(g);
	if (born_there)
		child = (pid_t)syscall(SYS_clone3, &args, sizeof(args));
	if (child == -1 && born_there && errno != ENOSYS)
		die("clone3(CLONE_INTO_CGROUP)");
	if (child == -1) {
		born_there = false;
		child = fork();
	}
	if (child == -1)
		die("fork");
	for (p = g->part; child == 0 && p < g->part + g->parts; p++)
		if (!(p->v2 && born_there) && write_file(p->procs, "0") == -1)
			die("write 0 to %s", p->procs);
	return child;
}

/* Step 3 (parent): limit its memory.
 *
 * Who wants more, when nothing can be given back (page cache can), is killed: SIGKILL, by
 * the OOM killer.  Counted is what is touched, not what malloc(3) returns.  What is swapped
 * out counts apart: without a limit on that too, the group would swap and live on.
 * See the kernel's admin-guide/cgroup-v2, "Memory Interface Files".
 */
static void step3_limit_memory(const struct cgroup *g, const char *bytes)
{
	if (cgroup_write(g, "memory.max", "%s", bytes) == -1)
		die("write %s to %s", bytes, cgroup_file(g, "memory.max"));

	/* ENOENT: this kernel doesn't count swap. */
	if (cgroup_write(g, "memory.swap.max", "0") == -1 && errno != ENOENT)
		die("write 0 to %s", cgroup_file(g, "memory.swap.max"));
}

/* Step 4 (parent): limit the number of its processes.
 *
 * Threads count, too.  At the limit fork(2) and clone(2) are EAGAIN; nobody is killed.  So
 * a fork bomb fills the group and not the machine.
 * See the kernel's admin-guide/cgroup-v2, "PID Interface Files"; fork(2), ERRORS.
 */
static void step4_limit_processes(const struct cgroup *g, const char *count)
{
	if (cgroup_write(g, "pids.max", "%s", count) == -1)
		die("write %s to %s", count, cgroup_file(g, "pids.max"));
}

/* Step 5 (parent): limit its CPU time.
 *
 * "QUOTA PERIOD", both in microseconds: so much CPU time may all in the group together use
 * in each period, on all CPUs together; then they wait for the next one (are throttled).
 * See the kernel's scheduler/sched-bwc; admin-guide/cgroup-v2, "CPU Interface Files".
 */
static void step5_limit_cpu(const struct cgroup *g, const char *quota, int period)
{
	if (cgroup_write(g, "cpu.max", "%s %d", quota, period) == -1)
		die("write %s %d to %s", quota, period, cgroup_file(g, "cpu.max"));
}

/* Step 6 (parent): limit the bandwidth of a disk.
 *
 * In bytes a second, to and from a whole disk (not a partition), by its numbers.  What is
 * in the page cache already is read without the disk.  v1 sees only reads, and writes with
 * O_DIRECT: others come later, from the kernel.  See admin-guide/cgroup-v2, "IO".
 */
static void step6_limit_io(const struct cgroup *g, const struct cgroup_io *io)
{
	if (cgroup_write(g, "io.max", "%u:%u rbps=%s wbps=%s", io->major, io->minor,
			 io->read, io->write) == -1)
		die("write %u:%u rbps=%s wbps=%s to %s", io->major, io->minor, io->read,
		    io->write, cgroup_file(g, "io.max"));
}

/* Step 7 (child): enter a new cgroup namespace.
 *
 * The group that one is in now is "/" from now on, in /proc/PID/cgroup and in what one
 * mounts: what is above has no name in there.  It limits nothing.  As an ordinary user it
 * takes a user namespace, made in the same call.  See cgroup_namespaces(7).
 */
static void step7_enter_cgroup_namespace(bool privileged)
{
	if (unshare(privileged ? CLONE_NEWCGROUP : CLONE_NEWUSER | CLONE_NEWCGROUP) == -1)
		die("unshare(%sCLONE_NEWCGROUP)", privileged ? "" : "CLONE_NEWUSER | ");
}

/* Step 8 (parent): measure what the group has used.
 *
 * A file has one number, or lines "KEY NUMBER".  They are the group's, whoever was in it
 * and has ended since; gone with the group.  ENOENT: an older kernel hasn't got that one.
 */
static void step8_measure(const struct cgroup *g, struct cgroup_measure *m)
{
	for (; m->file != NULL; m++) {
		m->known = cgroup_read(g, m->file, m->key, &m->value) == 0;
		if (!m->known && errno != ENOENT)
			die("read %s", cgroup_file(g, m->file));
	}
}

static struct cgroup_measure measures[] = {
	{ "memory, at the peak", "memory.peak", NULL, "bytes", 0, false },
	{ "killed for want of it", "memory.events", "oom_kill", "", 0, false },
	{ "processes, at the peak", "pids.peak", NULL, "", 0, false },
	{ "forks refused", "pids.events", "max", "", 0, false },
	{ "CPU time", "cpu.stat", "usage_usec", "µs", 0, false },
	{ "periods", "cpu.stat", "nr_periods", "", 0, false },
	{ "periods throttled", "cpu.stat", "nr_throttled", "", 0, false },
	{ "time throttled", "cpu.stat", "throttled_usec", "µs", 0, false },
	{ 0 },
};

static const struct lab_option options[] = {
	{ 'm', NULL, "BYTES", "memory: 64M (default), max", option_memory,
	  offsetof(struct config, limits) },
	{ 'p', NULL, "COUNT", "processes and threads: 32 (default), max",
	  option_processes, offsetof(struct config, limits) },
	{ 'c', NULL, "CPUS", "CPU time: 0.5 or 50% (default), 2, max", option_cpus,
	  offsetof(struct config, limits) },
	{ 'i', NULL, "DEV:RBPS:WBPS", "a disk's reading, writing in a second: 1M:max",
	  option_io, offsetof(struct config, limits) },
	{ 0, "usage", NULL, "say in the end, on stderr, what it has used", option_flag,
	  offsetof(struct config, usage) },
	{ 0 },
};

static const struct lab_row rows[] = {
	{ 1, "group", row_cgroup_made, NULL, OF_HOST },
	{ 2, "member of", row_cgroup_member, NULL, FROM_OUTSIDE },
	{ 3, "memory", row_cgroup_limit, "memory.max", OF_HOST },
	{ 3, " swap", row_cgroup_limit, "memory.swap.max", OF_HOST },
	{ 3, " taken now", row_cgroup_usage, "memory.current", OF_PROCESS },
	{ 3, " more than that", row_cgroup_try, "memory", OF_PROCESS },
	{ 4, "processes", row_cgroup_limit, "pids.max", OF_HOST },
	{ 4, " taken now", row_cgroup_usage, "pids.current", OF_PROCESS },
	{ 4, " one more", row_cgroup_try, "pids", OF_PROCESS },
	{ 5, "CPUs", row_cgroup_limit, "cpu.max", OF_HOST },
	{ 5, " a process gets", row_cgroup_try, "cpu", OF_PROCESS },
	{ 6, "disk", row_cgroup_limit, "io.max", OF_HOST },
	{ 7, "cgroup ns", row_namespace, "cgroup", OF_HOST },
	{ 7, " /proc/self/cgroup", row_cgroup_member, "self", OF_HOST },
	{ 0 },
};

static const struct lab lab06 = {
	.name = "lab06",
	.summary = "Run COMMAND in a group with limits on memory, processes, CPU time.",
	.operands = "[COMMAND [ARG...]]",
	.options = options,
	.rows = rows,
};
