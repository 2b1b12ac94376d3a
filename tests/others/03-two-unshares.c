/* The parent makes the mount namespace and the mounts, the PID namespace after that; /proc is
 * a detached mount first: fsopen(2), fsmount(2), move_mount(2).  The init polls nobody: it
 * waits in waitpid(2) and passes signals on in handlers. */
#include <errno.h>
#include <sys/syscall.h>

static volatile pid_t *command_pid(void)
{
	static volatile pid_t pid;

	return &pid;
}

static void pass_on(int number, siginfo_t *info, void *context)
{
	(void)context;
	if (info->si_code <= 0 && *command_pid() > 0)
		kill(*command_pid(), number);
}

static void attach_proc(void)
{
	int fs = (int)syscall(SYS_fsopen, "proc", 1 /* FSOPEN_CLOEXEC */), proc;

	if (fs == -1 ||
	    syscall(SYS_fsconfig, fs, 6 /* FSCONFIG_CMD_CREATE */, NULL, NULL, 0) == -1)
		die("mount -t proc proc /proc");
	proc = (int)syscall(SYS_fsmount, fs, 1 /* FSMOUNT_CLOEXEC */,
			    2 | 4 | 8 /* nosuid, nodev, noexec */);
	if (proc == -1 || syscall(SYS_move_mount, proc, "", -100, "/proc",
				  MOVE_MOUNT_F_EMPTY_PATH) == -1)
		die("mount -t proc proc /proc");
}

static _Noreturn void be_init(void)
{
	pid_t ended;
	int status = 0;

	do
		ended = waitpid(-1, &status, 0);
	while (ended != *command_pid() && (ended > 0 || errno == EINTR));
	lab_end(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
}

static _Noreturn void pid_1(const struct config *c)
{
	struct sigaction handler = { .sa_sigaction = pass_on,
				     .sa_flags = SA_SIGINFO | SA_RESTART };
	sigset_t all, before;

	line_side(CHILD, "lab03:init");
	view_snapshot("PID 1, old /proc");
	if (!c->no_proc)
		attach_proc();
	if (c->no_init)
		lab_run();
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	*command_pid() = fork();
	if (*command_pid() == -1)
		die("fork");
	if (*command_pid() == 0) {
		sigprocmask(SIG_SETMASK, &before, NULL);
		lab_run();
	}
	for (int number = 1; number < 32; number++)
		if (number != SIGCHLD && number != SIGTTOU && number != SIGTTIN)
			sigaction(number, &handler, NULL);
	sigemptyset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	be_init();
}

int main(int argc, char *argv[])
{
	struct config c = { 0 };
	char **command = argv + lab_options(&lab03, argc, argv, &c);
	pid_t child;

	lab_begin(&lab03, command);
	need_capability(CAP_SYS_ADMIN, "unshare(CLONE_NEWNS)");
	if (unshare(CLONE_NEWNS) == -1)
		die("unshare(CLONE_NEWNS)");
	if (mount(NULL, "/", NULL, MS_PRIVATE | MS_REC, NULL) == -1)
		die("mount --make-rprivate /");
	if (unshare(CLONE_NEWPID) == -1)
		die("unshare(CLONE_NEWPID)");
	line_open();
	child = fork();
	if (child == -1)
		die("fork");
	if (child == 0)
		pid_1(&c);
	line_side(PARENT, "lab03:parent");
	lab_end(wait_command(child));
}
