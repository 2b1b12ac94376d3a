/* 03-pid-ns - run COMMAND among processes of its own, with an init as PID 1.
 *
 *   usage: lab03 [--no-init] [--no-proc] [COMMAND [ARG...]]
 *   try:   make try03    then    ./lab03 ps    or    ./lab03 --no-init sh -c 'echo $$'
 *
 * In the notes:  unshare --fork --pid --mount-proc ps      (001, 004; in Go: 003)
 * New here:      unshare(2) and fork(2), mount(2), waitpid(2), sigwaitinfo(2)
 * Read:          pid_namespaces(7), mount_namespaces(7), wait(2); GUIDE.md, chapter 03
 * Needs:         CAP_SYS_ADMIN (lab 05 shows how to do without)
 *
 *        lab03:parent            lab03:init (PID 1)           COMMAND
 *        1  namespaces
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

	/* Parent: out of reach for those inside, where it has no pid. */
	line_side(PARENT, "lab03:parent");
	lab_end(wait_command(child));
}

/* PID 1: an init, or with --no-init what becomes COMMAND itself. */
static _Noreturn void inside(const struct config *c)
{
	pid_t command;

	if (getpid() != 1)
		diex("step 2 made no PID 1: this is process %d still", (int)getpid());
	line_side(CHILD, "lab03:init");
	step3_make_mounts_private();
	must_all_be_private();
	view_snapshot("PID 1, old /proc");
	if (!c->no_proc)
		step4_mount_proc();
	if (!c->no_init && (command = step5_fork_command()) > 0) {
		lab_runs_in(command);
		lab_end(step6_reap_and_pass_on(command));
	}
	lab_run();
}

/* Step 1 (parent): make a PID and a mount namespace.
 *
 * The caller moves to the mount namespace at once, but not to the PID namespace: it keeps
 * its pid for life.  Only its children will be born there.  See pid_namespaces(7).
 */
static void step1_new_namespaces(void)
{
	if (unshare(CLONE_NEWPID | CLONE_NEWNS) == -1)
		die("unshare(CLONE_NEWPID | CLONE_NEWNS)");
}

/* Step 2 (parent): fork the process that is PID 1 inside.
 *
 * Returns as fork(2) does.  The first child is PID 1; its parent has no number in there:
 * getppid(2) says 0.  When PID 1 ends, the kernel kills all who are inside, and one more
 * fork into the namespace is ENOMEM.  See pid_namespaces(7).
 */
static pid_t step2_fork_pid_1(void)
{
	pid_t child = fork();

	if (child == -1)
		die("fork");
	return child;
}

/* Step 3 (init): make every mount private.
 *
 * The mounts in here are copies, but peers of the originals where those are shared, and
 * systemd makes "/" shared: a mount would appear on the host.  See mount_namespaces(7).
 */
static void step3_make_mounts_private(void)
{
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1)
		die("mount --make-rprivate /");
}

/* Step 4 (init): mount a fresh /proc over the old one.
 *
 * ps(1) lists what /proc lists, and a proc shows the PID namespace of the process that
 * mounted it.  So PID 1 has to; the parent, which hasn't moved, would mount the host's
 * once more.  See pid_namespaces(7), "/proc and PID namespaces".
 */
static void step4_mount_proc(void)
{
	if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == -1)
		die("mount -t proc proc /proc");
}

/* Step 5 (init): fork COMMAND and stay PID 1.
 *
 * Returns as fork(2) does.  PID 1 gets no signal that it doesn't handle, but SIGKILL and
 * SIGSTOP from outside: SIGTERM and Ctrl-C don't end it.  See pid_namespaces(7), kill(2).
 */
static pid_t step5_fork_command(void)
{
	pid_t command = fork();

	if (command == -1)
		die("fork");
	return command;
}

/* Step 6 (init): reap whoever ends, and pass signals on.
 *
 * Returns COMMAND's end: 0-255, or 128+n for signal n.  Who loses its parent becomes a
 * child of PID 1, and in the end a zombie until PID 1 waits.  One SIGCHLD may mean many.
 * Signals that a process sent (si_code <= 0) are for COMMAND; the terminal's it has had.
 * sigwaitinfo(2) wants them blocked.  See wait(2), sigaction(2).
 */
static int step6_reap_and_pass_on(pid_t command)
{
	sigset_t all;
	siginfo_t info;
	pid_t ended;
	int status;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	for (;;) {
		while ((ended = waitpid(-1, &status, WNOHANG)) > 0)
			if (ended == command)
				return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
							   : WEXITSTATUS(status);
		if (sigwaitinfo(&all, &info) != -1 && info.si_code <= 0)
			(void)kill(command, info.si_signo);
	}
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
