/* host - the pretend host: run COMMAND in a throw-away machine made of namespaces.
 *
 *   usage: host [-u UID] [-t SECONDS] [-c SRC:DST]... [-e NAME=VALUE]... [-o FILE]
 *               [-w DIR]... [-G MS] [-i] [-g] [--] COMMAND [ARG...]
 *
 *   -u UID         run COMMAND as this uid of the pretend host: 0 (default), 1000 (nina)
 *   -t SECONDS     end everything after SECONDS (10); on a machine that is slow, or has more
 *                  to do than processors, after as many times that, up to 16
 *   -c SRC:DST     copy a file or a folder of the machine into the pretend host
 *   -e NAME=VALUE  add to COMMAND's environment
 *   -o FILE        write what COMMAND left behind or changed to FILE, one thing a line
 *   -w DIR         don't look into DIR of the pretend host for -o
 *   -G MS          before looking, wait up to MS milliseconds for processes to end
 *   -i             by hand: keep the terminal and its job control; no time limit
 *   -g             make no cgroup
 *
 *   HOST_IDS=one in the environment: map one id only, even where more could be had.
 *
 * A half-written lab renames the machine, mounts over /proc, forks without end.  In
 * here it does that to user, mount, PID, UTS, IPC, network and cgroup namespaces of its
 * own, unprivileged outside, with limits; "/" is a tmpfs with the machine's /usr, read
 * only.  Three processes: the supervisor stays outside (this file); PID 1 builds the
 * pretend host inside, reaps, and says what is left; COMMAND runs as its child (init.c).
 *
 * Exit status: COMMAND's, or 128+n if signal n ended it; 124 out of time; 123 this
 * machine refuses what is needed; 125 host failed; 126 COMMAND can't be executed; 127
 * COMMAND isn't there; 128+n if signal n ended host.
 *
 * Read: namespaces(7), user_namespaces(7), mount_namespaces(7), pivot_root(2), cgroups(7)
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "host.h"

#ifndef SYS_clone3 /* younger than the C libraries of 2020 */
#define SYS_clone3 435
#endif
#define INTO_CGROUP 0x200000000ULL /* CLONE_INTO_CGROUP of clone3(2) */

/* Seconds that fork_seconds() may take: twice what an idle machine does. */
#define USUAL_FORK 0.0004

struct made made;

static void hold_standard_descriptors(void);
static void read_options(struct host *h, int argc, char *argv[]);
static void read_copy(struct host *h, const char *arg);
static int open_report(const char *path);
static double number(const char *text, double max);
static _Noreturn void usage(void);
static void catch_signals(sigset_t *set, bool interactive);
static pid_t start_init(struct host *h);
static double pace(void);
static double running(void);
static double fork_seconds(void);
static int watch_over(const struct host *h, const sigset_t *set);

int main(int argc, char *argv[])
{
	struct host h = { .seconds = 10, .cgroups = true, .report = -1 };
	sigset_t set;
	int status;

	made.supervisor = true;
	hold_standard_descriptors();
	read_options(&h, argc, argv);
	catch_signals(&set, h.interactive);
	h.pace = pace();
	choose_ids(&h);
	made.host = &h;
	load_etc(&h);
	if (h.cgroups)
		make_groups();
	made.init = start_init(&h);
	map_ids(&h, made.init);
	if (write(h.alive[1], "", 1) != 1) /* #1 the maps are written */
		die("write to PID 1");

	status = watch_over(&h, &set);
	if (h.interactive)
		tcsetpgrp(STDIN_FILENO, getpgrp()); /* no shell inside can */
	return status;
}

/* ---- before anything is made ---- */

/* A standard descriptor that the caller closed would become one of ours, and COMMAND
 * would get it.  Fill the gap with one that closes itself at exec. */
static void hold_standard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) == -1 &&
		    open("/dev/null", O_RDWR | O_CLOEXEC) != fd)
			_exit(125);
}

static void read_options(struct host *h, int argc, char *argv[])
{
	size_t envs = 0, unwatcheds = 0;

	h->env = calloc((size_t)argc, sizeof(*h->env));
	h->unwatched = calloc((size_t)argc, sizeof(*h->unwatched));
	if (h->env == NULL || h->unwatched == NULL)
		die("calloc");
	for (int c; (c = getopt(argc, argv, "+u:t:c:e:o:w:G:ig")) != -1;) {
		/* clang-format off */
		switch (c) {
		case 'u': h->uid = (unsigned int)number(optarg, RANGE - 1); break;
		case 't': h->seconds = number(optarg, 1e6); break;
		case 'c': read_copy(h, optarg); break;
		case 'e': h->env[envs++] = optarg; break;
		case 'o': h->report = open_report(optarg); break;
		case 'w': h->unwatched[unwatcheds++] = optarg; break;
		case 'G': h->grace = number(optarg, 1e6) / 1000; break;
		case 'i': h->interactive = true; break;
		case 'g': h->cgroups = false; break;
		default: usage();
		}
		/* clang-format on */
	}
	if (optind == argc)
		usage();
	h->command = &argv[optind];
}

/* -c SRC:DST.  SRC is read at once, with the caller's rights: later there are none. */
static void read_copy(struct host *h, const char *arg)
{
	const char *colon = NULL;

	for (const char *p = arg; (p = strstr(p, ":/")) != NULL; p++)
		colon = p;
	if (colon == NULL || colon == arg)
		diex("not SRC:DST with an absolute DST: %s", arg);
	load(h, say("%.*s", (int)(colon - arg), arg), colon + 1);
}

static int open_report(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd == -1)
		die("open %s", path);
	return fd;
}

/* The number in `text`, from 0 to `max`. */
static double number(const char *text, double max)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end || !(value >= 0 && value <= max))
		diex("not a number from 0 to %.0f: %s", max, text);
	return value;
}

static _Noreturn void usage(void)
{
	diex("usage: host [-u UID] [-t SECONDS] [-c SRC:DST]... [-e NAME=VALUE]...\n"
	     "            [-o FILE] [-w DIR]... [-G MS] [-i] [-g] [--] COMMAND [ARG...]");
}

/* Block what ends the supervisor, to wait for it (sigtimedwait) and tidy up first.  A
 * SIGCHLD that the caller ignores would reap PID 1 behind our back: wait(2), NOTES. */
static void catch_signals(sigset_t *set, bool interactive)
{
	signal(SIGCHLD, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* COMMAND may have filled the file that stderr is */
	sigemptyset(set);
	sigaddset(set, SIGCHLD);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
	if (interactive) {
		signal(SIGINT, SIG_IGN);
		signal(SIGQUIT, SIG_IGN);
		signal(SIGTSTP, SIG_IGN);
		signal(SIGTTOU, SIG_IGN);
	} else {
		sigaddset(set, SIGINT);
		sigaddset(set, SIGQUIT);
	}
	sigprocmask(SIG_SETMASK, set, NULL);
}

/* ---- PID 1: its start, its end ---- */

/* Start PID 1 in namespaces of its own; returns its pid out here.
 *
 * The kernel makes the user namespace first, and it owns the others: that is what lets
 * an ordinary user do this.  Without a stack clone(2) returns twice, as fork(2) does.
 * clone3 can put it into a v2 group at birth. */
static pid_t start_init(struct host *h)
{
	uint64_t flags = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS |
			 CLONE_NEWIPC | CLONE_NEWNET;
	uint64_t args[11] = { flags | INTO_CGROUP, [4] = SIGCHLD };
	long pid = -1;

	look_at_namespaces(&h->old_user, &h->old_mnt);
	if (pipe2(h->alive, O_CLOEXEC) == -1)
		die("pipe2");

	for (struct cgroup *g = made.cgroup; g < made.cgroup + made.groups; g++) {
		if (!g->v2)
			continue;
		args[10] = (uint64_t)g->start;
		pid = syscall(SYS_clone3, args, sizeof(args));
		if (pid != -1)
			g->join = -1;
		break;
	}
	if (pid == -1)
		pid = syscall(SYS_clone, (unsigned long)flags | SIGCHLD, NULL, NULL, NULL,
			      NULL);
	if (pid == -1)
		refused("clone into new namespaces");
	if (pid == 0)
		be_init(h);
	return (pid_t)pid;
}

/* Wait for PID 1, for a signal to us, or for the time to run out; returns the status to
 * exit with.  SIGKILL from out here ends a PID 1, and the kernel then all that it was
 * the init of, stopped or not: see pid_namespaces(7). */
static int watch_over(const struct host *h, const sigset_t *set)
{
	double seconds = h->seconds * h->pace;
	double end = now() + (h->interactive ? 1e9 : seconds);

	for (;;) {
		siginfo_t ended = { 0 };
		int sig = wait_signal(set, end);

		if (sig == -1) {
			finish();
			if (h->report != -1)
				dprintf(h->report, "timeout\n");
			quit(124, 0, say("no end after %.2g s", seconds), NULL);
		}
		if (sig != SIGCHLD) {
			finish();
			return 128 + sig;
		}
		waitid(P_PID, (id_t)made.init, &ended, WEXITED | WNOHANG | WNOWAIT);
		if (ended.si_pid != made.init)
			continue;
		if (ended.si_code != CLD_EXITED && h->report != -1) /* out of memory? */
			dprintf(h->report, "PID 1 killed by signal %d\n",
				ended.si_status);
		return finish();
	}
}

/* How much longer all takes than on an idle machine of today: 1 to 16.  Looked up before
 * COMMAND runs, or a fork bomb would give itself time.  The most processes of three looks, and
 * the fastest of three forks: what one had to wait for is in the other already. */
static double pace(void)
{
	double processors = (double)sysconf(_SC_NPROCESSORS_ONLN);
	double crowd = 1, slowness = 16, times;

	for (int i = 0; i < 3; i++) {
		times = running() / processors;
		if (times > crowd)
			crowd = times;
		times = fork_seconds() / USUAL_FORK;
		if (times < slowness)
			slowness = times;
	}
	times = crowd * (slowness > 1 ? slowness : 1);
	return times < 16 ? times : 16;
}

/* The processes and threads that want a processor at this moment, us included.  (The load
 * average would remember a fork bomb of the test before.)  See proc_loadavg(5). */
static double running(void)
{
	FILE *file = fopen("/proc/loadavg", "re");
	double count = 1;

	if (file != NULL) {
		if (fscanf(file, "%*f %*f %*f %lf/", &count) != 1)
			count = 1;
		fclose(file);
	}
	return count;
}

/* What programs here do most: a fork, and a child's first writes to its memory. */
static double fork_seconds(void)
{
	double start = now();
	pid_t child = fork();

	if (child == 0) {
		char *memory = malloc(64 * 4096);

		for (size_t at = 0; memory != NULL && at < 64 * 4096; at += 4096)
			((volatile char *)memory)[at] = 1;
		_exit(0);
	}
	if (child == -1 || waitpid(child, NULL, 0) != child)
		return 0; /* who comes next says why */
	return now() - start;
}

/* The monotonic clock, in seconds. */
double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Wait for a signal of `set` until the moment `end`; returns it, or -1 with EAGAIN. */
int wait_signal(const sigset_t *set, double end)
{
	double left = end - now();
	struct timespec t = { 0 };
	int sig;

	if (left > 0) {
		t.tv_sec = (time_t)left;
		t.tv_nsec = (long)((left - (double)t.tv_sec) * 1e9);
	}
	while ((sig = sigtimedwait(set, NULL, &t)) == -1 && errno == EINTR)
		;
	return sig;
}

/* End PID 1 if it still runs, reap it, remove the groups; returns its status as sh(1). */
int finish(void)
{
	int status = 0;

	if (made.init > 0) {
		kill(made.init, SIGKILL);
		while (waitpid(made.init, &status, 0) == -1 && errno == EINTR)
			;
		made.init = 0;
	}
	remove_groups();
	return as_sh(status);
}
