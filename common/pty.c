/* pty.c - between the caller's terminal and that of a container: bytes, size, raw mode. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "library.h"

/* One way: what has been read and not yet written. */
struct flow {
	int from, to;
	bool ended;	 /* nothing more comes */
	bool last_is_nl; /* the last byte that came ended a line */
	size_t start, length;
	char data[4096];
};

static struct termios before; /* of our own terminal */
static sigset_t passed_on;    /* to COMMAND */

static void leave_raw_mode(void *unused)
{
	(void)unused;
	(void)tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
}

/* Bytes as they come, no echo, no signals: the other terminal sees to all that. */
static void enter_raw_mode(void)
{
	struct termios raw = before;

	cfmakeraw(&raw);
	if (tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == -1)
		die("tcsetattr of the terminal");
}

int pty_take_size(int master)
{
	struct winsize size;

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (ioctl(fd, TIOCGWINSZ, &size) == 0)
			return ioctl(master, TIOCSWINSZ, &size);
	return errno == ENOTTY || errno == EBADF || errno == EINVAL ? 0 : -1;
}

/* Read some more.  EIO: no process has the other terminal open any more. */
static void fill(struct flow *f)
{
	ssize_t n = read(f->from, f->data, sizeof(f->data));

	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n == -1 && errno != EIO && errno != EBADF)
		die("read from the terminal");
	f->ended = n <= 0;
	f->start = 0;
	f->length = n > 0 ? (size_t)n : 0;
	if (n > 0)
		f->last_is_nl = f->data[n - 1] == '\n';
}

static void drain(struct flow *f)
{
	ssize_t n = write(f->to, f->data + f->start, f->length);

	if (n == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n == -1)
		die("write to %s", f->to == STDOUT_FILENO ? "stdout" : "the terminal");
	f->start += (size_t)n;
	f->length -= (size_t)n;
}

/* stdin has ended.  A terminal has no end but Ctrl-D; in the middle of a line the first one
 * only sends what is there.  See termios(3), VEOF. */
static void type_end_of_file(struct flow *in)
{
	in->data[0] = in->data[1] = 4;
	in->length = in->last_is_nl ? 1 : 2;
}

static void handle_signal(int fd, int master, pid_t child)
{
	struct signalfd_siginfo info;

	if (read(fd, &info, sizeof(info)) != sizeof(info))
		return;
	if (info.ssi_signo == SIGWINCH) {
		(void)pty_take_size(master);
	} else if (info.ssi_signo == SIGCONT) {
		if (isatty(STDIN_FILENO))
			enter_raw_mode(); /* a shell may have set its own meanwhile */
	} else if (sigismember(&passed_on, (int)info.ssi_signo)) {
		(void)kill(child, (int)info.ssi_signo);
	} else {
		lab_end(EXIT_SIGNAL + (int)info.ssi_signo);
	}
}

/* A signalfd(2) for what is passed on, for what is about the terminal, and for what would end
 * us without putting that right.  With SIGPIPE blocked a write says EPIPE. */
static int open_signals(void)
{
	static const int fatal[] = {
		SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGIO, SIGPWR
	};
	sigset_t set;
	int fd;

	signals_passed_on(&passed_on);
	set = passed_on;
	for (size_t i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
		add_unless_ignored(&set, fatal[i]);
	sigaddset(&set, SIGWINCH);
	sigaddset(&set, SIGCONT);
	sigaddset(&set, SIGPIPE);
	if (sigprocmask(SIG_BLOCK, &set, NULL) == -1)
		die("sigprocmask");
	sigdelset(&set, SIGPIPE);
	fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd == -1)
		die("signalfd");
	return fd;
}

/* If stdin is a terminal: raw until we end, and its size is the other's. */
static void lend_our_terminal(int master)
{
	if (tcgetattr(STDIN_FILENO, &before) == 0) {
		at_end(leave_raw_mode, NULL);
		enter_raw_mode();
		(void)pty_take_size(master);
	} else if (errno != ENOTTY && errno != EBADF && errno != EINVAL) {
		die("tcgetattr of the terminal");
	}
}

int pty_relay(int master, pid_t child)
{
	static struct flow in, out;
	int signals = open_signals();

	in = (struct flow){ .from = STDIN_FILENO, .to = master, .last_is_nl = true };
	out = (struct flow){ .from = master, .to = STDOUT_FILENO };
	if (fcntl(master, F_SETFL, O_RDWR | O_NONBLOCK) == -1)
		die("fcntl(F_SETFL, O_NONBLOCK)");
	lend_our_terminal(master);
	while (!out.ended) {
		struct pollfd p[] = {
			{ .fd = signals, .events = POLLIN },
			{ .fd = in.length > 0 || in.ended ? -1 : in.from,
			  .events = POLLIN },
			{ .fd = in.length > 0 ? in.to : -1, .events = POLLOUT },
			{ .fd = out.length > 0 ? -1 : out.from, .events = POLLIN },
			{ .fd = out.length > 0 ? out.to : -1, .events = POLLOUT },
		};

		if (poll(p, sizeof(p) / sizeof(p[0]), -1) == -1)
			die("poll");
		if (p[0].revents)
			handle_signal(signals, master, child);
		if (p[1].revents) {
			fill(&in);
			if (in.ended)
				type_end_of_file(&in);
		}
		/* A hang-up alone shows below, where the last words are read. */
		if (p[2].revents & POLLOUT)
			drain(&in);
		if (p[3].revents)
			fill(&out);
		if (p[4].revents)
			drain(&out);
	}
	(void)close(signals);
	return wait_command(child);
}

/* The controlling terminal's device: "/dev/pts/0". */
void row_terminal(const struct lab_row *row, pid_t pid, char *value)
{
	cleanup_fd int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

	(void)row;
	(void)pid;
	if (fd == -1)
		snprintf(value, ROW_VALUE, "none");
	else if (ttyname_r(STDIN_FILENO, value, ROW_VALUE) != 0)
		snprintf(value, ROW_VALUE, "one, and stdin is not it");
}
