/* init.c - PID 1 of the pretend host, and COMMAND's process. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

#ifndef SYS_close_range /* younger than the C libraries of 2020 */
#define SYS_close_range 436
#endif

struct account {
	const char *name, *home;
};

static void wait_for_go(const struct host *h);
static void must_be_elsewhere(const struct host *h);
static bool is_same(const struct stat *a, const struct stat *b);
static void become_pretend_root(const struct host *h);
static void die_with_supervisor(const struct host *h);
static void name_and_connect(void);
static int wait_for_command(const struct host *h);

static _Noreturn void command(const struct host *h);
static void become_user(unsigned int uid);
static void set_limits(const struct host *h);
static struct account account_of(unsigned int uid);
static void set_environment(const struct host *h, struct account who);

/* PID 1: build the pretend host, run COMMAND, say what is left.
 *
 * All without exec: with one id that isn't 0, exec would take the capabilities away. */
_Noreturn void be_init(struct host *h)
{
	struct facts before = { 0 };
	int status;

	made.supervisor = false;
	join_groups();
	wait_for_go(h); /* #1 the maps are written */
	must_be_elsewhere(h);
	become_pretend_root(h);
	die_with_supervisor(h);

	make_root(h);
	bind_system();
	mount_proc_and_sys(h);
	make_dev(h);
	show_cgroups();
	enter_root();
	protect_system(h);
	write_etc();
	make_copies(h);
	name_and_connect();
	if (h->uid == NINA)
		make_ninas_groups();

	if (h->report != -1)
		look(h, &before);
	status = wait_for_command(h);
	if (h->report != -1) {
		settle(h);
		report(h, &before);
	}
	leave_groups_open();
	_exit(status);
}

static void wait_for_go(const struct host *h)
{
	char go;

	close(h->alive[1]);
	if (read(h->alive[0], &go, 1) != 1)
		_exit(125); /* the supervisor is gone, and has said why */
}

/* What follows is safe only in namespaces that aren't the machine's. */
static void must_be_elsewhere(const struct host *h)
{
	struct stat user, mnt;

	look_at_namespaces(&user, &mnt);
	if (getpid() != 1 || is_same(&user, &h->old_user) || is_same(&mnt, &h->old_mnt))
		diex("PID 1 isn't in namespaces of its own");
}

void look_at_namespaces(struct stat *user, struct stat *mnt)
{
	if (stat("/proc/self/ns/user", user) == -1)
		die("stat /proc/self/ns/user");
	if (stat("/proc/self/ns/mnt", mnt) == -1)
		die("stat /proc/self/ns/mnt");
}

static bool is_same(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_dev == b->st_dev;
}

/* Outside, this gives up the caller's ids.  Not dumpable: no one inside may look at
 * PID 1's descriptors and memory, which takes CAP_SYS_PTRACE where its program was
 * executed, out there; see PR_SET_DUMPABLE in prctl(2). */
static void become_pretend_root(const struct host *h)
{
	if (h->ids != ONE_ID) {
		if (setgroups(0, NULL) == -1)
			die("setgroups");
		if (setresgid(0, 0, 0) == -1)
			die("setresgid(0)");
		if (setresuid(0, 0, 0) == -1)
			die("setresuid(0)");
		/* The ids cleared it, so oom_score_adj would be root's. */
		prctl(PR_SET_DUMPABLE, 1);
	}
	/* Out of memory?  Take something of this host; see proc(5). */
	write_at(AT_FDCWD, "/proc/self/oom_score_adj", "1000");
	prctl(PR_SET_DUMPABLE, 0);
	if (is_machine_root())
		diex("the uid outside is still the machine's root's");
	prctl(PR_SET_NAME, "host:init");
	umask(0);
	enter_host_groups();
	if (unshare(CLONE_NEWCGROUP) == -1 && errno != EINVAL)
		die("unshare(CLONE_NEWCGROUP)");
	enter_init_groups();
}

/* After the ids: a change of them clears it.  If the supervisor went before, the pipe's
 * other end is closed; getppid(2) is 0 in here either way. */
static void die_with_supervisor(const struct host *h)
{
	struct pollfd line = { .fd = h->alive[0] };

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1)
		die("prctl(PR_SET_PDEATHSIG)");
	if (poll(&line, 1, 0) == 1 && (line.revents & POLLHUP))
		_exit(125);
}

/* A new UTS namespace is a copy of the machine's; a new network has a lo that is down. */
static void name_and_connect(void)
{
	struct ifreq lo = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (sethostname("pretend", strlen("pretend")) == -1)
		die("sethostname");
	if (setdomainname("(none)", strlen("(none)")) == -1)
		die("setdomainname");
	if (fd == -1)
		die("socket(AF_INET)");
	if (ioctl(fd, SIOCGIFFLAGS, &lo) == -1)
		die("ioctl(SIOCGIFFLAGS) lo");
	lo.ifr_flags |= IFF_UP;
	if (ioctl(fd, SIOCSIFFLAGS, &lo) == -1)
		die("ip link set lo up");
	close(fd);
}

/* Start COMMAND and wait for it; whoever else ends is reaped, as an init does.  Returns
 * its status as sh does. */
static int wait_for_command(const struct host *h)
{
	pid_t child = fork(), pid;
	int status;

	if (child == -1)
		die("fork");
	if (child == 0)
		command(h);
	do {
		pid = waitpid(-1, &status, h->interactive ? WUNTRACED : 0);
		if (pid == -1 && errno != EINTR)
			die("waitpid");
		if (pid == child && WIFSTOPPED(status)) /* by ^Z: no shell waits here */
			kill(-child, SIGCONT);
	} while (pid != child || WIFSTOPPED(status));
	return as_sh(status);
}

/* ---- COMMAND's process ---- */

/* COMMAND's process: a child of PID 1, with limits, as the uid that was asked for. */
static _Noreturn void command(const struct host *h)
{
	struct account who = account_of(h->uid);

	if (!h->interactive && setsid() == -1)
		die("setsid");
	/* The caller's process group is 0 in here, which no shell can go back to. */
	if (h->interactive && setpgid(0, 0) == 0)
		tcsetpgrp(STDIN_FILENO, getpid()); /* SIGTTOU is ignored so far */
	default_signals();
	set_limits(h);
	if (h->uid == NINA)
		enter_ninas_groups();
	if (h->ids != ONE_ID && h->uid != 0)
		become_user(h->uid);
	set_environment(h, who);
	umask(022);
	if (chdir(who.home) == -1)
		die("chdir %s", who.home);

	/* Ours close themselves; this is for what the caller's caller left open. */
	if (syscall(SYS_close_range, 3, ~0U, 0) == -1)
		for (int fd = 3; fd < 1024; fd++)
			close(fd);

	execvp(h->command[0], h->command);
	quit(errno == ENOENT ? 127 : 126, errno, say("exec %s", h->command[0]), NULL);
}

/* nina is in the group sudo (27), too, as the first user of a Debian is. */
static void become_user(unsigned int uid)
{
	gid_t gid = group_of(uid), groups[] = { gid, 27 };

	if (setgroups(uid == NINA ? 2 : 1, groups) == -1)
		die("setgroups");
	if (setresgid(gid, gid, gid) == -1)
		die("setresgid(%u)", gid);
	if (setresuid(uid, uid, uid) == -1)
		die("setresuid(%u)", uid);
}

static struct account account_of(unsigned int uid)
{
	if (uid == 0)
		return (struct account){ "root", "/root" };
	if (uid == NINA)
		return (struct account){ "nina", "/home/nina" };
	return (struct account){ "nobody", "/" };
}

void default_signals(void)
{
	sigset_t none;

	for (int sig = 1; sig <= SIGRTMAX; sig++)
		signal(sig, SIG_DFL); /* refused for SIGKILL, SIGSTOP and libc's own */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* See getrlimit(2).  Only for COMMAND: PID 1 must be able to write its report. */
static void set_limits(const struct host *h)
{
	rlim_t processes = 200 + h->threads;
	rlim_t cpu = h->interactive ? RLIM_INFINITY : (rlim_t)(h->seconds * h->pace) + 2;
	const struct {
		int resource;
		rlim_t soft, hard;
	} limit[] = {
		{ RLIMIT_NPROC, processes, processes },
		{ RLIMIT_FSIZE, 64 << 20, 64 << 20 },
		{ RLIMIT_NOFILE, 256, 1024 },
		{ RLIMIT_CORE, 0, 0 },
		{ RLIMIT_CPU, cpu, cpu },
	};

	for (size_t i = 0; i < countof(limit); i++) {
		struct rlimit old, new;

		if (getrlimit(limit[i].resource, &old) == -1)
			die("getrlimit");
		new.rlim_max = limit[i].hard < old.rlim_max ? limit[i].hard
							    : old.rlim_max;
		new.rlim_cur = limit[i].soft < new.rlim_max ? limit[i].soft
							    : new.rlim_max;
		if (setrlimit(limit[i].resource, &new) == -1)
			die("setrlimit");
	}
}

/* Nothing of the caller's but TERM, and that only for a terminal. */
static void set_environment(const struct host *h, struct account who)
{
	const char *term = getenv("TERM");

	term = say("%s", h->interactive && term ? term : "dumb");
	clearenv();
	setenv("PATH",
	       "/opt/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
	       1);
	setenv("HOME", who.home, 1);
	setenv("USER", who.name, 1);
	setenv("TERM", term, 1);
	setenv("LC_ALL", "C", 1);
	setenv("LANG", "C", 1);
	if (h->interactive)
		setenv("PS1", say("%s@pretend%c ", who.name, h->uid == 0 ? '#' : '$'), 1);
	for (char **e = h->env; *e != NULL; e++)
		putenv(*e);
}
