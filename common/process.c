/* process.c - two processes and the line between them; waiting for COMMAND. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "library.h"

/* What travels on the line: the number of a sync point, or one of these. */
enum { HELLO = 0, FINISH_AS_YOU_ARE = 0xff };

static struct {
	int fd[2]; /* by enum line_side */
	bool open, has_side;
	bool has_terminal;	/* our process group is the one in the foreground */
	struct unwritten *note; /* in memory that both share */
	enum line_side side;
	pid_t owner; /* the process that has this side; one that it forks hasn't */
	pid_t child; /* as the parent sees it; 0: not known yet, -1: has been waited for */
	bool apart;  /* the child has left our session */
} line;

static sigset_t caller_mask; /* the signal mask COMMAND will get back */
static bool mask_is_ours;

void add_unless_ignored(sigset_t *set, int signal)
{
	struct sigaction now;

	if (sigaction(signal, NULL, &now) == 0 && now.sa_handler != SIG_IGN)
		sigaddset(set, signal);
}

void signals_passed_on(sigset_t *set)
{
	static const int passed_on[] = { SIGINT,  SIGTERM, SIGHUP,
					 SIGQUIT, SIGUSR1, SIGUSR2 };

	sigemptyset(set);
	for (size_t i = 0; i < sizeof(passed_on) / sizeof(passed_on[0]); i++)
		add_unless_ignored(set, passed_on[i]);
}

static void signals_to_wait_for(sigset_t *set)
{
	signals_passed_on(set);
	sigaddset(set, SIGCHLD);
}

static void hold_signals(void)
{
	sigset_t set;

	if (mask_is_ours)
		return;
	signals_to_wait_for(&set);
	if (sigprocmask(SIG_BLOCK, &set, &caller_mask) == -1)
		die("sigprocmask");
	mask_is_ours = true;
}

/* ---- the line ---- */

/* The parent ends: a child that still waits for it, or runs, must not stay. */
static void end_child(void *unused)
{
	(void)unused;
	if (line.child > 0) {
		(void)kill(line.child, SIGKILL);
		(void)waitpid(line.child, NULL, 0);
		line.child = -1;
	}
}

void line_open(void)
{
	int on = 1;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, line.fd) == -1)
		die("socketpair");
	/* With SO_PASSCRED each message bears its sender's pid, translated by the kernel
	 * into the receiver's PID namespace.  See unix(7). */
	if (setsockopt(line.fd[PARENT], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) == -1)
		die("setsockopt SO_PASSCRED");
	line.note = mmap(NULL, sizeof(*line.note), PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (line.note == MAP_FAILED)
		die("mmap");
	line.has_terminal = tcgetpgrp(STDIN_FILENO) == getpgrp();
	line.open = true;
	hold_signals();
	forget_failures();
}

/* `fd` goes along, if it isn't -1. */
static void line_send_with(unsigned char byte, int fd)
{
	union {
		char space[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = { .space = "" };
	struct iovec iov = { &byte, 1 };
	struct msghdr message = { .msg_iov = &iov, .msg_iovlen = 1 };

	if (fd != -1) {
		struct cmsghdr *c;

		message.msg_control = control.space;
		message.msg_controllen = sizeof(control.space);
		c = CMSG_FIRSTHDR(&message);
		*c = (struct cmsghdr){ .cmsg_level = SOL_SOCKET,
				       .cmsg_type = SCM_RIGHTS,
				       .cmsg_len = CMSG_LEN(sizeof(int)) };
		memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	}
	/* A write to a side that is gone fails; what it said stands on the screen. */
	if (sendmsg(line.fd[line.side], &message, MSG_NOSIGNAL) == -1 && errno != EPIPE &&
	    errno != ECONNRESET)
		die("sendmsg to the other process");
	forget_failures();
}

static void line_send(unsigned char byte)
{
	line_send_with(byte, -1);
}

/* The next byte from the other side, or -1 when it has ended.  A descriptor that came along
 * goes to `fd`, if there is one. */
static int line_receive_with(int *fd)
{
	unsigned char byte;
	/* Room for both, or the kernel drops what doesn't fit. */
	char control[CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(sizeof(int))];
	struct iovec iov = { &byte, 1 };
	struct msghdr message = { .msg_iov = &iov,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *c;
	struct ucred sender;
	ssize_t n;

	do
		n = recvmsg(line.fd[line.side], &message, MSG_CMSG_CLOEXEC);
	while (n == -1 && errno == EINTR);
	if (n == -1 && errno != ECONNRESET)
		die("recvmsg from the other process");
	if (n <= 0)
		return -1;
	for (c = CMSG_FIRSTHDR(&message); c != NULL; c = CMSG_NXTHDR(&message, c)) {
		if (c->cmsg_type == SCM_CREDENTIALS && line.child == 0) {
			memcpy(&sender, CMSG_DATA(c), sizeof(sender));
			line.child = sender.pid;
		}
		if (c->cmsg_type == SCM_RIGHTS && fd != NULL)
			memcpy(fd, CMSG_DATA(c), sizeof(*fd));
	}
	return byte;
}

static int line_receive(void)
{
	return line_receive_with(NULL);
}

/* PDEATHSIG fires only for a death after the call: look whether the parent is there
 * still.  getppid() can't tell in a new PID namespace, where it is 0 either way. */
static void die_with_parent(void)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1)
		die("prctl(PR_SET_PDEATHSIG)");
	must_have_parent();
}

void must_have_parent(void)
{
	struct pollfd other = { .fd = line.fd[CHILD], .events = 0 };

	if (poll(&other, 1, 0) == -1)
		die("poll the line to the parent");
	if (other.revents & POLLHUP)
		_exit(EXIT_LAB);
}

void line_side(enum line_side side, const char *name)
{
	line.side = side;
	line.has_side = true;
	line.owner = getpid();
	(void)close(line.fd[side == PARENT ? CHILD : PARENT]);
	lab_set_process_name(name);
	if (side == CHILD) {
		if (getpid() == 1)
			hide_arguments();
		lab_forget_undo();
		die_with_parent();
		line_send(HELLO);
	} else {
		at_end(end_child, NULL);
		/* Its HELLO: from here on we know its pid, if we didn't yet. */
		if (line.child == 0 && line_receive() == -1)
			diex("the child ended before it could begin");
	}
	forget_failures();
}

void sync_tell(int point)
{
	line_send((unsigned char)point);
}

void sync_tell_fd(int point, int fd)
{
	line_send_with((unsigned char)point, fd);
}

void sync_wait(int point)
{
	(void)sync_wait_fd(point);
}

int sync_wait_fd(int point)
{
	int fd = -1, byte;

	do
		byte = line_receive_with(&fd);
	while (byte == HELLO); /* nobody has waited for it */
	if (byte == point) {
		forget_failures();
		return fd;
	}
	if (byte == FINISH_AS_YOU_ARE && line.side == CHILD)
		lab_finish_as_you_are();
	if (byte != -1 && byte != FINISH_AS_YOU_ARE)
		diex("sync point #%d expected, #%d came", point, byte);
	/* The other side has ended, and has said why. */
	if (line.side == CHILD)
		lab_end(EXIT_LAB);
	lab_end(wait_command(line.child));
}

void line_child_is_apart(pid_t child)
{
	line.child = child;
	line.apart = true;
}

bool line_is_child(void)
{
	return line.open && line.side == CHILD;
}

/* A step of this process is not written.  As the parent of a child that waits inside:
 * let that one run COMMAND as things are, wait for it, and return true. */
bool line_finish_child(void)
{
	if (!line.has_side)
		return false;
	if (line.side == CHILD) {
		/* The parent shall see the end of the line, and wait for us; and know why, if
		 * a step of its own that comes later is blank, too. */
		line_send(FINISH_AS_YOU_ARE);
		(void)shutdown(line.fd[CHILD], SHUT_RDWR);
		line.has_side = false;
		return false;
	}
	if (line.child == -1) { /* COMMAND has been run */
		int byte;

		while ((byte = line_receive()) != -1)
			if (byte ==
			    FINISH_AS_YOU_ARE) /* a step before this one is named */
				lab_end(EXIT_UNWRITTEN);
		return true;
	}
	line_send(FINISH_AS_YOU_ARE);
	(void)wait_command(line.child);
	return true;
}

void line_leave_note(const struct unwritten *step)
{
	if (step != NULL)
		*line.note = *step;
}

/* ---- waiting ---- */

/* Put `group` in the foreground.  See tcsetpgrp(3). */
static void give_terminal(int terminal, pid_t group)
{
	sigset_t ttou, before;

	sigemptyset(&ttou); /* else who is in the background is stopped for asking */
	sigaddset(&ttou, SIGTTOU);
	(void)sigprocmask(SIG_BLOCK, &ttou, &before);
	(void)tcsetpgrp(terminal, group);
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
}

/* A shell with job control gives the terminal back as it ends.  One in a PID namespace
 * can't: the group that had it has no number in there.  So if the terminal is left to a
 * group that is no more, take it. */
static void take_terminal_back(void)
{
	cleanup_fd int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	pid_t group = terminal == -1 ? -1 : tcgetpgrp(terminal);

	if (group > 0 && kill(-group, 0) == -1 && errno == ESRCH)
		give_terminal(terminal, getpgrp());
}

int wait_command(pid_t child)
{
	sigset_t set;
	siginfo_t info;
	int status;

	if (child <= 0) /* to waitpid(2) and kill(2) that means many */
		diex("%d is no pid to wait for", (int)child);
	hold_signals();
	signals_to_wait_for(&set);
	for (;;) {
		pid_t ended = waitpid(child, &status, WUNTRACED | WNOHANG);

		if (ended == -1)
			die("waitpid");
		if (ended == child && WIFSTOPPED(status)) {
			/* Stop as well, so that our caller sees it; and go on together. */
			if (WSTOPSIG(status) == SIGSTOP) {
				(void)kill(getpid(), SIGSTOP);
				(void)kill(child, SIGCONT);
			}
		} else if (ended == child) {
			break;
		} else if (sigwaitinfo(&set, &info) != -1 && info.si_signo != SIGCHLD &&
			   (info.si_code <= 0 || line.apart)) {
			/* si_code <= 0: a process sent it.  What the terminal sends goes
			 * to the whole group, so COMMAND has had that already, unless it
			 * has left our session. */
			(void)kill(child, info.si_signo);
		}
	}
	take_terminal_back();
	if (child == line.child) {
		line.child = -1;
		if (line.note->site != NULL)
			todo_end(line.note);
	}
	forget_failures();
	return WIFSIGNALED(status) ? EXIT_SIGNAL + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Signals that a process sent (si_code <= 0) are for COMMAND; the terminal's it has had. */
int reap_until(pid_t command)
{
	sigset_t all;
	siginfo_t info;
	pid_t ended;
	int status;

	sigfillset(&all);
	if (sigprocmask(SIG_BLOCK, &all, NULL) == -1)
		die("sigprocmask");
	for (;;) {
		while ((ended = waitpid(-1, &status, WNOHANG)) > 0)
			if (ended == command)
				return WIFSIGNALED(status)
					       ? EXIT_SIGNAL + WTERMSIG(status)
					       : WEXITSTATUS(status);
		if (ended == -1)
			die("waitpid");
		if (sigwaitinfo(&all, &info) != -1 && info.si_code <= 0)
			(void)kill(command, info.si_signo);
	}
}

/* ---- before COMMAND ---- */

/* The caller's mask is forgotten: COMMAND gets an empty one. */
int reset_signals(void)
{
	/* Of the kernel's own structure, all zero: SIG_DFL, no flags.  sigaction(3) won't do:
	 * the C library keeps 32 and 33 to itself, and they can be inherited ignored, too. */
	static const unsigned char as_new[64];

	for (int s = 1; s < NSIG; s++)
		if (s != SIGKILL && s != SIGSTOP &&
		    syscall(SYS_rt_sigaction, s, as_new, NULL, (NSIG - 1) / 8) == -1)
			return -1;
	sigemptyset(&caller_mask);
	mask_is_ours = true;
	return 0;
}

void exec_prepare(void)
{
	/* A change of ids clears PDEATHSIG: ask again.  See PR_SET_PDEATHSIG(2const). */
	if (line.has_side && line.side == CHILD && line.owner == getpid())
		die_with_parent();
	if (mask_is_ours && sigprocmask(SIG_SETMASK, &caller_mask, NULL) == -1)
		die("sigprocmask");
}

/* "sh", "/bin/bash -l": no script, and no -c. */
static bool is_interactive_shell(char *command[])
{
	size_t length = strlen(command[0]);

	if (length < 2 || strcmp(command[0] + length - 2, "sh") != 0)
		return false;
	for (command++; *command != NULL; command++)
		if ((*command)[0] != '-' || strcmp(*command, "-c") == 0)
			return false;
	return true;
}

/* A shell on a terminal remembers the process group that it found there, and dash ends with
 * an error if it can't go back to it.  In a new PID namespace the caller's has no number (0):
 * give it one of its own.  Others stay in the caller's, so that Ctrl-Z stops lab and COMMAND
 * together.  See setpgid(2), tcsetpgrp(3). */
void give_shell_a_group(char *command[])
{
	if (line.has_terminal && getpgrp() == 0 && is_interactive_shell(command) &&
	    setpgid(0, 0) == 0)
		give_terminal(STDIN_FILENO, getpid());
}
