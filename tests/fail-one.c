/* fail-one - run COMMAND again and again, and let one system call fail each time.
 *
 *   usage: fail-one [-e ERRNO] [-k] [-c CALL,...] [-s STEP] [-f FIRST] [-b] [-l] [-v]
 *                   COMMAND [ARG...]
 *
 *   -e ERRNO   what the call fails with: EPERM (default), ENOMEM, ENOSYS
 *   -k         don't let it fail: kill COMMAND's first process there (SIGKILL)
 *   -c CALL,...  only these calls, without which COMMAND must not go on: status 0 is bad if it
 *              prints nothing, or something else; and to say nothing
 *   -s STEP    only every STEP-th point (1)      -f FIRST   beginning with this one (1)
 *   -b         begin to count at the first fcntl(2): before main(), the dynamic loader's calls
 *              are not the program's (and it names no error)
 *   -l         list the points and end           -v         say how each run ended
 *
 * A container program must not be fooled by a call that fails: whichever it is, it says so and
 * ends with another status than 0, or the container is isolated just the same.  COMMAND is
 * expected to print what isolates it (captive facts); a run is good if
 *   - the status isn't 0, and what it says has the error's name or words in it; or
 *   - the status is 0, and stdout is what it is when nothing fails;
 * and in both cases nothing runs any more two seconds later, and it hung nowhere.  With -k
 * only the last counts: the kernel must take the container along.
 *
 * The points are counted over all of COMMAND's processes, in the order in which they come to
 * the kernel, up to an exec: what a process calls that has become something else is its own
 * business.  A seccomp filter asks us about each call (SECCOMP_RET_USER_NOTIF, Linux 5.0;
 * CONTINUE 5.5; see seccomp_unotify(2)), so nothing is traced and PDEATHSIG works as ever.
 *
 * Calls that can't fail, by their man pages or by the kernel's source, aren't made to:
 * see `never_fail` below.  Prints a line a bad point and a summary; ends with 1 if there is
 * a bad one.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define countof(array) (sizeof(array) / sizeof((array)[0]))

enum { LINE = 250, TEXT = 65536, PATIENCE = 2000, TOO_LONG = 10000 /* ms */ };

/* No error of theirs is ever seen: they always succeed, or give no answer, or (close) have
 * done their work when they complain.  A program that checked them would be odd. */
static const int never_fail[] = {
	SYS_exit,    SYS_exit_group,	  SYS_rt_sigreturn,
	SYS_getpid,  SYS_getppid,	  SYS_gettid,
	SYS_getuid,  SYS_geteuid,	  SYS_getgid,
	SYS_getegid, SYS_close,		  SYS_umask,
	SYS_brk,     SYS_set_robust_list, SYS_set_tid_address,
	SYS_munmap,  SYS_restart_syscall,
};

static const struct {
	const char *name, *words;
	int number;
} errors[] = {
	{ "EPERM", "Operation not permitted", EPERM },
	{ "ENOMEM", "Cannot allocate memory", ENOMEM },
	{ "ENOSYS", "Function not implemented", ENOSYS },
};

static const struct {
	int number;
	const char *name;
} names[] = {
#define NAME(call)                                                                       \
	{                                                                                \
		SYS_##call, #call                                                        \
	}
	NAME(read),	    NAME(write),	  NAME(openat),
	NAME(newfstatat),   NAME(fstat),	  NAME(lseek),
	NAME(mmap),	    NAME(mprotect),	  NAME(brk),
	NAME(rt_sigaction), NAME(rt_sigprocmask), NAME(ioctl),
	NAME(pread64),	    NAME(socketpair),	  NAME(sendmsg),
	NAME(sendto),	    NAME(recvmsg),	  NAME(recvfrom),
	NAME(socket),	    NAME(bind),		  NAME(setsockopt),
	NAME(getsockname),  NAME(clone),	  NAME(clone3),
	NAME(execve),	    NAME(wait4),	  NAME(kill),
	NAME(fcntl),	    NAME(getcwd),	  NAME(chdir),
	NAME(umask),	    NAME(prctl),	  NAME(capget),
	NAME(capset),	    NAME(setresuid),	  NAME(setresgid),
	NAME(setgroups),    NAME(setsid),	  NAME(mount),
	NAME(umount2),	    NAME(pivot_root),	  NAME(sethostname),
	NAME(chroot),	    NAME(setdomainname),  NAME(setuid),
	NAME(setgid),	    NAME(setreuid),	  NAME(setregid),
	NAME(unshare),	    NAME(keyctl),	  NAME(prlimit64),
	NAME(statfs),	    NAME(fstatfs),	  NAME(readlinkat),
	NAME(symlinkat),    NAME(mkdirat),	  NAME(faccessat),
	NAME(dup3),	    NAME(close_range),	  NAME(mount_setattr),
	NAME(open_tree),    NAME(move_mount),	  NAME(rt_sigtimedwait),
	NAME(getrandom),    NAME(pipe2),	  NAME(futex),
	NAME(flock),	    NAME(signalfd4),	  NAME(ppoll),
	NAME(rseq),	    NAME(fchown),	  NAME(unlinkat),
	NAME(getdents64),   NAME(faccessat2),
#ifdef SYS_open
	NAME(poll),	    NAME(access),	  NAME(readlink),
	NAME(stat),	    NAME(lstat),	  NAME(dup2),
	NAME(mkdir),	    NAME(rmdir),	  NAME(arch_prctl),
	NAME(fork),	    NAME(chmod),
#endif
};

struct run {
	int status;	 /* of COMMAND's first process: 0-255, 128+n */
	bool hung, left; /* no end; somebody was there still, later */
	long points;	 /* how many there were */
	int call;	 /* the one at the point */
	char who[32];	 /* the name of its process */
	char out[TEXT], err[TEXT];
};

static struct {
	char **command;
	int error; /* 0: none */
	bool kill, list, verbose, from_main;
	const char *calls; /* "unshare,mount"; NULL: all */
} asked;

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "fail-one: %s: %s\n", what, strerror(errno));
	exit(125);
}

static const char *name_of(int call)
{
	static char text[24];

	for (size_t i = 0; i < countof(names); i++)
		if (names[i].number == call)
			return names[i].name;
	snprintf(text, sizeof(text), "call %d", call);
	return text;
}

static bool is_asked_for(int call)
{
	const char *name = name_of(call);
	size_t length = strlen(name);

	for (const char *at = asked.calls; at != NULL; at = strchr(at, ',')) {
		at += *at == ',';
		if (strncmp(at, name, length) == 0 && strchr(",", at[length]) != NULL)
			return true;
	}
	return asked.calls == NULL;
}

static long milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- COMMAND's side ---- */

/* All calls are reported, but for those that can't fail, and the one that sends the listener. */
static int install_filter(void)
{
	struct sock_filter code[countof(never_fail) + 8];
	struct sock_fprog program = { 0, code };
	unsigned short n = 0, allow = countof(never_fail) + 5;

	code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						 offsetof(struct seccomp_data, nr));
	for (size_t i = 0; i < countof(never_fail); i++, n++)
		code[n] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
						       (unsigned)never_fail[i],
						       (unsigned char)(allow - n - 1), 0);
	code[n] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sendmsg, 0,
					       2);
	n++;
	code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						 offsetof(struct seccomp_data, args[0]));
	code[n] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, LINE, 1, 0);
	n++;
	code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
	code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	program.len = n;
	/* Without CAP_SYS_ADMIN this is the price. */
	if (geteuid() != 0)
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
			    SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

static void send_descriptor(int line, int fd)
{
	char byte = 0, control[CMSG_SPACE(sizeof(int))] = "";
	struct iovec iov = { &byte, 1 };
	struct msghdr message = { .msg_iov = &iov,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&message);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	if (sendmsg(line, &message, 0) == -1)
		_exit(125);
}

static int receive_descriptor(int line)
{
	char byte, control[CMSG_SPACE(sizeof(int))];
	struct iovec iov = { &byte, 1 };
	struct msghdr message = { .msg_iov = &iov,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof(control) };
	int fd;

	if (recvmsg(line, &message, MSG_CMSG_CLOEXEC) != 1 ||
	    CMSG_FIRSTHDR(&message) == NULL)
		fail("no listener came");
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fd));
	return fd;
}

static _Noreturn void become_command(int line, int out, int err)
{
	int listener;

	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	dup2(line, LINE);
	fcntl(LINE, F_SETFD, FD_CLOEXEC);
	listener = install_filter();
	if (listener == -1) {
		perror("fail-one: seccomp");
		_exit(125);
	}
	send_descriptor(LINE, listener);
	/* It must not keep the filter alive: so the notification about this is answered. */
	close(listener);
	execvp(asked.command[0], asked.command);
	perror("fail-one: exec");
	_exit(127);
}

/* ---- our side ---- */

static bool is_in(const pid_t *list, size_t count, pid_t pid)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == pid)
			return true;
	return false;
}

static void read_name(pid_t pid, char *name, size_t size)
{
	char path[32];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/comm", pid);
	file = fopen(path, "re");
	snprintf(name, size, "?");
	if (file != NULL) {
		if (fgets(name, (int)size, file) != NULL)
			name[strcspn(name, "\n")] = '\0';
		fclose(file);
	}
}

/* Answer one question.  Which processes have become something else is kept in `gone`. */
static void answer(int listener, struct run *r, long point, pid_t first)
{
	static pid_t gone[64];
	static size_t gone_count;
	static bool began;
	struct seccomp_notif question = { 0 };
	struct seccomp_notif_resp reply = { 0 };

	if (r->points == 0) {
		gone_count = 0;
		began = r->call == -2;
	}
	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &question) == -1)
		return;
	reply.id = question.id;
	reply.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	if (!began) {
		/* From the first exec on. */
		if (question.data.nr == (asked.from_main ? SYS_fcntl : SYS_execve)) {
			began = true;
			r->call = -2;
		}
	} else if (!is_in(gone, gone_count, (pid_t)question.pid)) {
		/* Once COMMAND runs, those that -c names only tidy up. */
		bool counts = is_asked_for(question.data.nr) &&
			      (asked.calls == NULL || gone_count == 0);

		r->points += counts;
		if (asked.list && counts) {
			read_name((pid_t)question.pid, r->who, sizeof(r->who));
			printf("%4ld  %-12s %s\n", r->points, r->who,
			       name_of(question.data.nr));
		}
		if (counts && r->points == point) {
			read_name((pid_t)question.pid, r->who, sizeof(r->who));
			r->call = question.data.nr;
			if (asked.kill) {
				kill(first, SIGKILL);
			} else {
				reply.flags = 0;
				reply.error = -asked.error;
			}
		}
		if (question.data.nr == SYS_execve && reply.error == 0 &&
		    gone_count < countof(gone))
			gone[gone_count++] = (pid_t)question.pid;
	}
	(void)ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &reply);
}

static void read_all(int fd, char *text)
{
	ssize_t n = pread(fd, text, TEXT - 1, 0);

	text[n > 0 ? n : 0] = '\0';
}

/* Everybody who is left is our child by now: we are the subreaper. */
static void kill_children(void)
{
	char path[64], text[4096], *word, *rest = text;
	FILE *file;
	size_t n;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", getpid());
	file = fopen(path, "re");
	if (file == NULL)
		return;
	n = fread(text, 1, sizeof(text) - 1, file);
	text[n] = '\0';
	fclose(file);
	while ((word = strsep(&rest, " ")) != NULL)
		if (atoi(word) > 0)
			kill(atoi(word), SIGKILL);
}

/* Run COMMAND, and let the call number `point` fail (0: none). */
static void run(struct run *r, long point)
{
	int line[2], out = memfd_create("out", MFD_CLOEXEC),
		     err = memfd_create("err", MFD_CLOEXEC);
	int listener, status, ended = 0;
	long start = milliseconds(), end = 0;
	pid_t first, pid;

	*r = (struct run){ .status = -1, .call = -1 };
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, line) == -1)
		fail("socketpair");
	first = fork();
	if (first == -1)
		fail("fork");
	if (first == 0)
		become_command(line[1], out, err);
	close(line[1]);
	listener = receive_descriptor(line[0]);
	close(line[0]);
	for (;;) {
		struct pollfd p = { .fd = listener, .events = POLLIN };
		long now;

		if (poll(&p, 1, 5) == 1 && (p.revents & POLLIN))
			answer(listener, r, point, first);
		while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
			if (pid == first) {
				ended = 1;
				end = milliseconds();
				r->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status)
								: WEXITSTATUS(status);
			}
		now = milliseconds();
		if (p.revents & POLLHUP && ended) /* nobody has the filter any more */
			break;
		if ((ended && now - end > PATIENCE) ||
		    (!ended && now - start > TOO_LONG)) {
			r->hung = !ended;
			r->left = ended;
			break;
		}
	}
	close(listener);
	while (r->hung || r->left) {
		kill_children();
		if (waitpid(-1, NULL, 0) == -1)
			break;
	}
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	read_all(out, r->out);
	read_all(err, r->err);
	close(out);
	close(err);
}

/* Is the error in the text, by its name or in words? */
static bool is_named(const char *text)
{
	for (size_t i = 0; i < countof(errors); i++)
		if (errors[i].number == asked.error &&
		    (strstr(text, errors[i].name) || strstr(text, errors[i].words)))
			return true;
	/* The loader's ways of saying that mmap(2) failed, if dlopen(3) called it. */
	return strstr(text, "failed to map segment from shared object") != NULL ||
	       strstr(text, "cannot map zero-fill pages") != NULL;
}

static const char *judge(const struct run *r, const struct run *whole)
{
	if (r->hung)
		return "HANGS";
	if (r->left)
		return "LEFT";
	if (asked.kill)
		return NULL;
	/* It may try another way, and get there, or tell of that one's error. */
	if (asked.calls != NULL && r->status == 0)
		return r->out[0] && strcmp(r->out, whole->out) == 0 ? NULL : "GOES ON";
	if (asked.calls != NULL)
		return r->err[0] ? NULL : "SILENT";
	if (r->status == 0)
		return strcmp(r->out, whole->out) == 0 ? NULL : "WEAKER";
	/* Once it has a terminal of its own, stderr comes out of that: by stdout. */
	return is_named(r->err) || is_named(r->out) ? NULL : "UNNAMED";
}

static int try_all(long step, long first)
{
	static struct run whole, again, r;
	long tried = 0, bad = 0, same = 0;
	const char *what;

	run(&whole, 0);
	asked.list = false;
	if (asked.calls != NULL && whole.out[0] == '\0') /* nothing to be compared */
		again = whole;
	else
		run(&again, 0);
	if (whole.status != 0 || strcmp(whole.out, again.out) != 0) {
		fprintf(stderr, "fail-one: when nothing fails: status %d\n%s%s--\n%s",
			whole.status, whole.err, whole.out, again.out);
		return 125;
	}
	for (long point = first;; point += step) {
		run(&r, point);
		if (r.points < point) /* it ended before: that was all */
			break;
		tried++;
		what = judge(&r, &whole);
		same += what == NULL && r.status == 0;
		if (what != NULL || asked.verbose)
			printf("%-8s %4ld %s: %s: status %d: %.*s\n", what ? what : "ok",
			       point, r.who, name_of(r.call), r.status,
			       (int)strcspn(r.err, "\n"), r.err);
		bad += what != NULL;
	}
	printf("%s: %ld points tried, %ld ended and said so, %ld isolated the same, %ld "
	       "bad\n",
	       asked.kill ? "SIGKILL" : strerror(asked.error), tried, tried - same - bad,
	       same, bad);
	return bad > 0 || (tried == 0 && asked.calls == NULL);
}

int main(int argc, char *argv[])
{
	long step = 1, first = 1;
	int option;

	asked.error = EPERM;
	while ((option = getopt(argc, argv, "+e:kc:s:f:blv")) != -1) {
		switch (option) {
		case 'e':
			asked.error = 0;
			for (size_t i = 0; i < countof(errors); i++)
				if (strcmp(optarg, errors[i].name) == 0)
					asked.error = errors[i].number;
			break;
		case 'k':
			asked.kill = true;
			break;
		case 'c':
			asked.calls = optarg;
			break;
		case 's':
			step = atol(optarg);
			break;
		case 'f':
			first = atol(optarg);
			break;
		case 'b':
			asked.from_main = true;
			break;
		case 'l':
			asked.list = true;
			break;
		case 'v':
			asked.verbose = true;
			break;
		default:
			return 125;
		}
	}
	asked.command = argv + optind;
	if (*asked.command == NULL || asked.error == 0 || step < 1 || first < 1) {
		fprintf(stderr,
			"usage: fail-one [-e EPERM|ENOMEM|ENOSYS] [-k] [-c CALL,...] "
			"[-s STEP] [-f FIRST] [-b] [-l] [-v] COMMAND...\n");
		return 125;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	if (asked.list) {
		static struct run r;

		run(&r, 0);
		return r.status;
	}
	return try_all(step, first);
}
