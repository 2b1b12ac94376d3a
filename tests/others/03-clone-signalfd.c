/* clone(2) in place of unshare(2) and fork(2): the parent stays in its namespaces; an init
 * that reads its signals from a signalfd(2). */
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>

/* Reap all who have ended; COMMAND's status, or -1 if it runs on. */
static int reap(pid_t command)
{
	siginfo_t ended;
	int code = -1;

	for (;;) {
		ended.si_pid = 0;
		if (waitid(P_ALL, 0, &ended, WEXITED | WNOHANG) == -1 ||
		    ended.si_pid == 0)
			return code;
		if (ended.si_pid == command)
			code = ended.si_code == CLD_EXITED ? ended.si_status
							   : 128 + ended.si_status;
	}
}

static _Noreturn void init(pid_t command, int signals)
{
	struct signalfd_siginfo info;
	int code;

	while ((code = reap(command)) == -1)
		if (read(signals, &info, sizeof(info)) == sizeof(info) &&
		    info.ssi_signo != SIGCHLD && info.ssi_code <= 0)
			kill(command, (int)info.ssi_signo);
	lab_end(code);
}

static _Noreturn void inside_clone(const struct config *c)
{
	sigset_t all, before;
	int signals;
	pid_t command;

	line_side(CHILD, "lab03:init");
	if (mount("none", "/", NULL, MS_REC | MS_SLAVE, NULL) == -1 ||
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1)
		die("mount --make-rprivate /");
	view_snapshot("PID 1, old /proc");
	if (!c->no_proc && mount("none", "/proc", "proc", 0, NULL) == -1)
		die("mount -t proc proc /proc");
	if (c->no_init)
		lab_run();
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	signals = signalfd(-1, &all, SFD_CLOEXEC);
	command = fork();
	if (command == -1)
		die("fork");
	if (command > 0)
		init(command, signals);
	sigprocmask(SIG_SETMASK, &before, NULL);
	lab_run();
}

int main(int argc, char *argv[])
{
	struct config c = { 0 };
	char **command = argv + lab_options(&lab03, argc, argv, &c);
	long child;

	lab_begin(&lab03, command);
	need_capability(CAP_SYS_ADMIN, "clone(CLONE_NEWPID | CLONE_NEWNS)");
	line_open();
	child = syscall(SYS_clone, CLONE_NEWPID | CLONE_NEWNS | SIGCHLD, NULL, NULL, NULL,
			NULL);
	if (child == -1)
		die("clone(CLONE_NEWPID | CLONE_NEWNS)");
	if (child == 0)
		inside_clone(&c);
	line_side(PARENT, "lab03:parent");
	lab_end(wait_command((pid_t)child));
}
