/* 03-pid-ns - run COMMAND among processes of its own, with an init as PID 1.
 *
 *   usage: lab03 [--no-init] [--no-proc] [COMMAND [ARG...]]
 *   try:   make try03    then    ./lab03 ps    and    ./lab03 --no-init sh -c 'echo $$'
 *
 * In the notes:  unshare --fork --pid --mount-proc ps      (001, 004; in Go: 003)
 * New here:      unshare(2) with CLONE_NEWPID and CLONE_NEWNS, fork(2), mount(2),
 *                waitpid(2), sigwaitinfo(2)
 * Read:          pid_namespaces(7), mount_namespaces(7), wait(2); GUIDE.md, chapter 03
 * Needs:         CAP_SYS_ADMIN (lab 05 shows how to do without)
 *
 *        lab03:parent            lab03:init (PID 1)           COMMAND
 *        1  new namespaces
 *        2  fork PID 1 --------> 3  make mounts private
 *                                4  mount a fresh /proc
 *                                5  fork COMMAND -----------> COMMAND
 *        wait                    6  reap, pass signals on
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab.h"

struct config {
	bool no_init, no_proc;
};

static const struct lab lab03;

static _Noreturn void inside(const struct config *c);
static void step1_new_namespaces(void);
static pid_t step2_fork_pid_1(void);
static void step3_make_mounts_private(void);
static void step4_mount_proc(void);
static pid_t step5_fork_command(void);
static int step6_reap_and_pass_on(pid_t command);

int main(int argc, char *argv[])
{
	struct config c = { 0 };
	char **command = argv + lab_options(&lab03, argc, argv, &c);
	pid_t child;

	lab_begin(&lab03, command);
	need_capability(CAP_SYS_ADMIN, "unshare(CLONE_NEWPID | CLONE_NEWNS)");

	step1_new_namespaces();
	must_be_new("pid");
	must_be_new("mnt");
	line_open();
	child = step2_fork_pid_1();
	if (child == 0)
		inside(&c);
	if (child < 0)
		diex("step 2 returned no pid, but %d", (int)child);

	/* Parent: has no pid in there, and so can't be hit from there. */
	line_side(PARENT, "lab03:parent");
	lab_end(wait_command(child));
}

/* PID 1: an init, or with --no-init what becomes COMMAND itself. */
static _Noreturn void inside(const struct config *c)
{
	if (getpid() != 1)
		diex("step 2 made no PID 1: this is process %d still", (int)getpid());
	line_side(CHILD, "lab03:init");
	step3_make_mounts_private();
	must_be_private("/proc");
	view_snapshot("PID 1, old /proc");
	if (!c->no_proc)
		step4_mount_proc();
	if (!c->no_init) {
		pid_t command = step5_fork_command();

		if (command > 0) {
			lab_runs_in(command);
			lab_end(step6_reap_and_pass_on(command));
		}
	}
	lab_run();
}

/* Step 1 (parent): make a PID and a mount namespace.
 *
 * The caller moves to the mount namespace at once, a copy of the old one.  It doesn't move
 * to the PID namespace: a process keeps its pid for life.  What is new there is where its
 * children are born.  See unshare(2), pid_namespaces(7).
 */
static void step1_new_namespaces(void)
{
	todo(1, "make a PID and a mount namespace");
}

/* Step 2 (parent): fork the process that is PID 1 inside.
 *
 * Returns as fork(2) does.  The first child is the namespace's PID 1; its parent has no
 * number in there, so it sees 0 for it.  When PID 1 ends, the kernel kills all the others
 * inside, and any further fork into the namespace is ENOMEM.
 * See pid_namespaces(7), "The namespace init process".
 */
static pid_t step2_fork_pid_1(void)
{
	todo(2, "fork the process that is PID 1 inside");
}

/* Step 3 (init): make every mount private.
 *
 * The copies in a new mount namespace are still peers of the originals where these are
 * shared, and systemd makes "/" shared: a mount made in here would appear on the host.
 * See mount_namespaces(7), "SHARED SUBTREES".
 */
static void step3_make_mounts_private(void)
{
	todo(3, "make every mount private");
}

/* Step 4 (init): mount a fresh /proc over the old one.
 *
 * ps(1) lists what /proc lists, and a proc file system shows the PID namespace of the
 * process that mounted it.  So this is PID 1's to do: its parent, which hasn't moved, would
 * mount one more of the host's.  See pid_namespaces(7), "/proc and PID namespaces".
 */
static void step4_mount_proc(void)
{
	todo(4, "mount a fresh /proc over the old one");
}

/* Step 5 (init): fork COMMAND and stay PID 1.
 *
 * Returns as fork(2) does.  Of the signals that come from inside PID 1 gets only those that
 * it handles or blocks; from outside SIGKILL and SIGSTOP as well.  Few programs expect that:
 * an ordinary one as PID 1 can't be ended by SIGTERM or Ctrl-C.
 * See pid_namespaces(7), kill(2).
 */
static pid_t step5_fork_command(void)
{
	todo(5, "fork COMMAND and stay PID 1");
}

/* Step 6 (init): reap whoever ends, and pass signals on.
 *
 * Returns COMMAND's end, 0-255 or 128+n, when COMMAND has ended.  A process whose parent has
 * gone becomes PID 1's child, and stays a zombie until PID 1 waits for it.  Signals of one
 * kind that pend are one: a SIGCHLD says "one or more".  A signal from a process (si_code
 * <= 0) is for COMMAND; what the terminal sends, COMMAND has had.
 * See wait(2), sigwaitinfo(2): only what is blocked can be waited for; sigaction(2).
 */
static int step6_reap_and_pass_on(pid_t command)
{
	todo(6, "reap whoever ends, and pass signals on");
}

static const struct lab_option options[] = {
	{ 0, "no-init", NULL, "COMMAND itself is PID 1", option_flag,
	  offsetof(struct config, no_init) },
	{ 0, "no-proc", NULL, "keep the old /proc: ps lists the host", option_flag,
	  offsetof(struct config, no_proc) },
	{ 0 },
};

static const struct lab_row rows[] = {
	{ 1, "pid ns", row_namespace, "pid_for_children", OF_HOST },
	{ 1, "mnt ns", row_namespace, "mnt", OF_HOST },
	{ 2, "pid", row_pid, "pid", OF_PROCESS },
	{ 2, " parent", row_pid, "ppid", OF_PROCESS },
	{ 2, " seen outside", row_status, "NSpid", FROM_OUTSIDE },
	{ 3, "propagation", row_propagation, "/", OF_HOST },
	{ 4, "/proc lists", row_processes, NULL, OF_PROCESS },
	{ 4, " /proc/self", row_link, "/proc/self", OF_PROCESS },
	{ 5, "PID 1 is", row_pid_1, NULL, OF_PROCESS },
	{ 6, "an orphan", row_orphan, NULL, OF_PROCESS },
	{ 0 },
};

static const struct lab lab03 = {
	.name = "lab03",
	.summary = "Run COMMAND among processes of its own, with an init as PID 1.",
	.operands = "[COMMAND [ARG...]]",
	.options = options,
	.rows = rows,
};
