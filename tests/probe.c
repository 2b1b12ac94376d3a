/* probe - what the tests run inside: one static program, a sub-command for each question.
 *
 * It needs nothing of the root it runs in (crun's suite has its init.c for the same
 * reason).  Answers go to stdout, one fact a line; a failed attempt prints its errno's
 * name and ends with 1.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static int do_escape(int argc, char *argv[]);
static int do_open(int argc, char *argv[]);
static int do_fds(int argc, char *argv[]);
static int do_openat(int argc, char *argv[]);
static int do_ids(int argc, char *argv[]);
static int do_caps(int argc, char *argv[]);
static int do_regain(int argc, char *argv[]);
static int do_hold(int argc, char *argv[]);
static int do_undisturbed(int argc, char *argv[]);
static int do_await(int argc, char *argv[]);
static int do_args(int argc, char *argv[]);
static int do_signals(int argc, char *argv[]);
static int do_orphans(int argc, char *argv[]);
static int do_apart(int argc, char *argv[]);
static int do_born_in(int argc, char *argv[]);
static int do_pty(int argc, char *argv[]);
static int do_may(int argc, char *argv[]);
static int do_ping(int argc, char *argv[]);
static int do_kernel(int argc, char *argv[]);
static int do_bind(int argc, char *argv[]);
static int do_serve(int argc, char *argv[]);
static int do_call(int argc, char *argv[]);
static int do_drain(int argc, char *argv[]);
static int do_pour(int argc, char *argv[]);
static int do_eat(int argc, char *argv[]);
static int do_forks(int argc, char *argv[]);
static int do_burn(int argc, char *argv[]);
static int do_disk(int argc, char *argv[]);

static const struct {
	const char *name;
	int (*run)(int argc, char *argv[]);
	int args; /* at least */
	const char *help;
} commands[] = {
	{ "escape", do_escape, 1,
	  "COMMAND...: leave a chroot as root can, then run COMMAND" },
	{ "open", do_open, 3, "FD PATH COMMAND...: run COMMAND with PATH open as FD" },
	{ "fds", do_fds, 0, "the open descriptors, one a line" },
	{ "openat", do_openat, 2, "FD PATH: print PATH as seen from the directory FD" },
	{ "ids", do_ids, 0, "uid, gid (real effective saved) and groups" },
	{ "caps", do_caps, 0, "effective permitted inheritable, in hexadecimal" },
	{ "regain", do_regain, 0, "try to become uid 0 again" },
	{ "hold", do_hold, 0, "print \"ready PID\", stay until stdin ends" },
	{ "undisturbed", do_undisturbed, 1,
	  "COMMAND...: run it with no signal ignored: after & a shell ignores two" },
	{ "await", do_await, 2,
	  "SIGNAL STATUS: print \"ready\", end with STATUS on SIGNAL" },
	{ "args", do_args, 0, "the arguments, one a line, between < and >" },
	{ "signals", do_signals, 1,
	  "LAST: print \"ready PID\", then \"PID signal N\" for each, until LAST" },
	{ "orphans", do_orphans, 1,
	  "N: make N orphans that end at once, print how many stay zombies" },
	{ "apart", do_apart, 1, "COMMAND...: run it in a process group of its own" },
	{ "born-in", do_born_in, 1,
	  "FD: fork a child into the PID namespace that is FD" },
	{ "pty", do_pty, 1, "COMMAND...: run it on a terminal, whose keys are stdin" },
	{ "may", do_may, 1, "CAP...: try what each of these capabilities is for" },
	{ "ping", do_ping, 1, "raw|datagram: one ICMP echo to 127.0.0.1 and back" },
	{ "kernel", do_kernel, 2,
	  "LAST COMMAND...: run it as if the kernel's last capability were LAST; say "
	  "which "
	  "of those that the real one hasn't it dropped" },
	{ "bind", do_bind, 3,
	  "tcp|udp|unix NAME COMMAND...: run it with a socket of this port, or abstract "
	  "name, open" },
	{ "serve", do_serve, 2,
	  "tcp|udp PORT: print \"ready\", answer one caller with its address and its "
	  "word" },
	{ "call", do_call, 3, "tcp|udp|unix ADDRESS PORT [WORD]: print the answer" },
	{ "drain", do_drain, 1,
	  "PORT: print \"ready\", then a TCP caller's bytes, and bits a second" },
	{ "pour", do_pour, 3, "ADDRESS PORT BYTES: send so many by TCP" },
	{ "eat", do_eat, 1, "MIB: take so much memory, and say so" },
	{ "forks", do_forks, 1,
	  "N: fork up to N children that stay; print how many, and what stopped it" },
	{ "burn", do_burn, 1,
	  "MS: keep a CPU busy for MS; print the µs of CPU time got, and of wall time" },
	{ "disk", do_disk, 2,
	  "FILE BYTES: read them past the page cache; print the ms it took" },
};

int main(int argc, char *argv[])
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (size_t i = 0; argc > 1 && i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(argv[1], commands[i].name) == 0 &&
		    argc - 2 >= commands[i].args)
			return commands[i].run(argc - 2, argv + 2);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		fprintf(stderr, "probe %s %s\n", commands[i].name, commands[i].help);
	return 2;
}

static int failed(const char *what)
{
	static const struct {
		int error;
		const char *name;
	} names[] = { { EPERM, "EPERM" },
		      { ENOENT, "ENOENT" },
		      { EACCES, "EACCES" },
		      { EINVAL, "EINVAL" },
		      { EBADF, "EBADF" },
		      { ENOTDIR, "ENOTDIR" },
		      { EROFS, "EROFS" },
		      { EEXIST, "EEXIST" },
		      { ENOMEM, "ENOMEM" },
		      { EAGAIN, "EAGAIN" },
		      { EADDRINUSE, "EADDRINUSE" },
		      { ENETUNREACH, "ENETUNREACH" },
		      { EHOSTUNREACH, "EHOSTUNREACH" },
		      { ECONNREFUSED, "ECONNREFUSED" },
		      { ENETDOWN, "ENETDOWN" } };
	int error = errno;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].error == error) {
			printf("%s: %s\n", what, names[i].name);
			return 1;
		}
	printf("%s: errno %d\n", what, error);
	return 1;
}

/* The double chroot: the kernel keeps one root a process and stops ".." only there.  A
 * second chroot moves it below the current directory, which is then outside.  See
 * chroot(2), "NOTES". */
static int do_escape(int argc, char *argv[])
{
	char name[32];

	(void)argc;
	snprintf(name, sizeof(name), "/.escape%d", (int)getpid());
	if (mkdir(name, 0700) == -1)
		return failed("mkdir");
	if (chroot(name) == -1) {
		int error = errno;

		rmdir(name);
		errno = error;
		return failed("chroot");
	}
	for (int i = 0; i < 64; i++)
		if (chdir("..") == -1)
			return failed("chdir ..");
	if (chroot(".") == -1)
		return failed("chroot .");
	execvp(argv[0], argv);
	return failed("execvp");
}

static int do_open(int argc, char *argv[])
{
	int wanted = atoi(argv[0]), fd = open(argv[1], O_RDONLY);

	(void)argc;
	if (fd == -1 || (fd != wanted && (dup2(fd, wanted) == -1 || close(fd) == -1)))
		return failed("open");
	execvp(argv[2], argv + 2);
	return failed("execvp");
}

static int do_fds(int argc, char *argv[])
{
	(void)argc;
	(void)argv;
	for (int fd = 0; fd < 4096; fd++) {
		struct stat st;

		if (fcntl(fd, F_GETFD) == -1)
			continue;
		printf("%d%s\n", fd,
		       fstat(fd, &st) == 0 && S_ISDIR(st.st_mode) ? " directory" : "");
	}
	return 0;
}

static int do_openat(int argc, char *argv[])
{
	int fd = openat(atoi(argv[0]), argv[1], O_RDONLY);
	char text[4096];
	ssize_t n;

	(void)argc;
	if (fd == -1)
		return failed("openat");
	while ((n = read(fd, text, sizeof(text))) > 0)
		fwrite(text, 1, (size_t)n, stdout);
	return 0;
}

static int do_ids(int argc, char *argv[])
{
	unsigned r, e, s;
	gid_t groups[NGROUPS_MAX];
	int n = getgroups(NGROUPS_MAX, groups);

	(void)argc;
	(void)argv;
	getresuid(&r, &e, &s);
	printf("uid %u %u %u\n", r, e, s);
	getresgid(&r, &e, &s);
	printf("gid %u %u %u\n", r, e, s);
	printf("groups");
	for (int i = 0; i < n; i++)
		printf(" %u", groups[i]);
	printf("\n");
	return 0;
}

static int do_caps(int argc, char *argv[])
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];

	(void)argc;
	(void)argv;
	if (syscall(SYS_capget, &header, data) == -1)
		return failed("capget");
	printf("%08x%08x %08x%08x %08x%08x\n", data[1].effective, data[0].effective,
	       data[1].permitted, data[0].permitted, data[1].inheritable,
	       data[0].inheritable);
	return 0;
}

static int do_regain(int argc, char *argv[])
{
	gid_t root = 0;
	int failures = 0;

	(void)argc;
	(void)argv;
	failures += setuid(0) == -1 ? failed("setuid") : 0;
	failures += setgid(0) == -1 ? failed("setgid") : 0;
	failures += setgroups(1, &root) == -1 ? failed("setgroups") : 0;
	failures += setresuid(0, 0, 0) == -1 ? failed("setresuid") : 0;
	return failures == 4 ? 1 : 0;
}

static int do_hold(int argc, char *argv[])
{
	char byte;

	(void)argc;
	(void)argv;
	printf("ready %d\n", (int)getpid());
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
	return 0;
}

static int do_undisturbed(int argc, char *argv[])
{
	(void)argc;
	for (int number = 1; number < NSIG; number++)
		(void)signal(number, SIG_DFL);
	execvp(argv[0], argv);
	return 127;
}

static int do_await(int argc, char *argv[])
{
	int number = 0, wanted = atoi(argv[0]);
	sigset_t set;

	(void)argc;
	sigemptyset(&set);
	sigaddset(&set, wanted);
	sigprocmask(SIG_BLOCK, &set, NULL);
	printf("ready %d\n", (int)getpid());
	sigwait(&set, &number);
	return atoi(argv[1]);
}

static int do_args(int argc, char *argv[])
{
	for (int i = 0; i < argc; i++)
		printf("<%s>\n", argv[i]);
	return 0;
}

/* All but SIGTSTP, which stops. */
static int do_signals(int argc, char *argv[])
{
	int number = 0, last = atoi(argv[0]);
	sigset_t set;

	(void)argc;
	sigfillset(&set);
	sigdelset(&set, SIGTSTP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	printf("ready %d\n", (int)getpid());
	while (number != last) {
		sigwait(&set, &number);
		printf("%d signal %d\n", (int)getpid(), number);
	}
	return 0;
}

/* Fork `count` processes that end when `go` does; their pids go to `tell`.  Never returns. */
static void make_orphans(int count, const int go[2], int tell)
{
	for (int i = 0; i < count; i++) {
		pid_t pid = fork();
		char byte;

		if (pid == -1)
			_exit(failed("fork"));
		if (pid == 0) {
			close(go[1]);
			_exit((int)read(go[0], &byte, 1));
		}
		if (write(tell, &pid, sizeof(pid)) == -1)
			_exit(failed("write"));
	}
	_exit(0);
}

/* A zombie answers kill(2) still. */
static int do_orphans(int argc, char *argv[])
{
	int count = atoi(argv[0]), go[2], tell[2], status, zombies = 0;
	pid_t pid, parent;

	(void)argc;
	if (pipe(go) == -1 || pipe(tell) == -1 || (parent = fork()) == -1)
		return failed("fork");
	if (parent == 0)
		make_orphans(count, go, tell[1]);
	close(tell[1]);
	waitpid(parent, &status, 0);
	close(go[1]); /* they have no parent any more: let them end, all at once */
	for (int patience = 500; read(tell[0], &pid, sizeof(pid)) == sizeof(pid);) {
		while (kill(pid, 0) == 0 && patience-- > 0)
			poll(NULL, 0, 10);
		zombies += kill(pid, 0) == 0;
	}
	printf("zombies %d\n", zombies);
	return status != 0 || zombies > 0;
}

static int do_apart(int argc, char *argv[])
{
	(void)argc;
	if (setpgid(0, 0) == -1)
		return failed("setpgid");
	execvp(argv[0], argv);
	return failed("execvp");
}

static int do_born_in(int argc, char *argv[])
{
	pid_t pid;

	(void)argc;
	if (setns(atoi(argv[0]), CLONE_NEWPID) == -1)
		return failed("setns");
	pid = fork();
	if (pid == -1)
		return failed("fork");
	if (pid == 0) {
		printf("born\n");
		exit(0);
	}
	waitpid(pid, NULL, 0);
	return 0;
}

static void run_on_terminal(const char *path, char *argv[])
{
	struct termios t;
	int fd;

	setsid();
	fd = open(path, O_RDWR); /* a session leader's first terminal becomes its own */
	if (fd == -1 || tcgetattr(fd, &t) == -1)
		exit(failed("open the terminal"));
	t.c_lflag &= ~(tcflag_t)ECHO;
	t.c_oflag &= ~(tcflag_t)OPOST;
	tcsetattr(fd, TCSANOW, &t);
	for (int i = 0; i < 3; i++)
		dup2(fd, i);
	if (fd > 2)
		close(fd);
	execvp(argv[0], argv);
	exit(failed("execvp"));
}

/* Until COMMAND and all who have the terminal open are gone. */
static int do_pty(int argc, char *argv[])
{
	int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), status;
	struct pollfd fds[2] = { { STDIN_FILENO, POLLIN, 0 }, { master, POLLIN, 0 } };
	char text[4096];
	ssize_t n;
	pid_t pid;

	(void)argc;
	if (master == -1 || grantpt(master) == -1 || unlockpt(master) == -1)
		return failed("posix_openpt");
	pid = fork();
	if (pid == -1)
		return failed("fork");
	if (pid == 0)
		run_on_terminal(ptsname(master), argv);
	for (;;) {
		poll(fds, 2, -1);
		if (fds[1].revents) {
			n = read(master, text, sizeof(text));
			if (n <= 0)
				break;
			if (write(STDOUT_FILENO, text, (size_t)n) != n)
				break;
		}
		if (fds[0].revents) {
			n = read(STDIN_FILENO, text, sizeof(text));
			if (n <= 0)
				fds[0].fd = -1;
			else if (write(master, text, (size_t)n) != n)
				break;
		}
	}
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* ---- may: one attempt a capability, each in a child, which leaves no trace ---- */

/* A new empty file of ours, open as `fd`, without a name. */
static int own_file(mode_t mode)
{
	char path[] = "/tmp/may-XXXXXX";
	int fd = mkstemp(path);

	if (fd != -1) {
		fchmod(fd, mode);
		unlink(path);
	}
	return fd;
}

static int may_chown(void)
{
	return fchown(own_file(0600), 1, (gid_t)-1);
}

static int may_dac_override(void)
{
	char path[40];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", own_file(0));
	return open(path, O_WRONLY);
}

/* Somebody else's folder: nina's for root, root's for others. */
static int may_fowner(void)
{
	return geteuid() == 0 ? chmod("/home/nina", 0755) : chmod("/tmp", 01777);
}

static int may_setgid(void)
{
	return setresgid(4321, 4321, 4321);
}

static int may_setuid(void)
{
	return setresuid(4321, 4321, 4321);
}

static int may_setpcap(void)
{
	return prctl(PR_CAPBSET_DROP, CAP_AUDIT_READ);
}

static int may_net_bind_service(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(7) };

	return bind(socket(AF_INET, SOCK_STREAM, 0), (struct sockaddr *)&address,
		    sizeof(address));
}

/* Set the flags of "lo" to what they are. */
static int may_net_admin(void)
{
	struct ifreq lo = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	return ioctl(fd, SIOCGIFFLAGS, &lo) == -1 ? -1 : ioctl(fd, SIOCSIFFLAGS, &lo);
}

static int may_net_raw(void)
{
	return socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
}

static int may_sys_chroot(void)
{
	return chroot("/");
}

static int may_sys_admin(void)
{
	return unshare(CLONE_NEWUTS);
}

static int do_may(int argc, char *argv[])
{
	static const struct {
		const char *name;
		int (*attempt)(void);
	} known[] = {
		{ "cap_chown", may_chown },
		{ "cap_dac_override", may_dac_override },
		{ "cap_fowner", may_fowner },
		{ "cap_setgid", may_setgid },
		{ "cap_setuid", may_setuid },
		{ "cap_setpcap", may_setpcap },
		{ "cap_net_bind_service", may_net_bind_service },
		{ "cap_net_admin", may_net_admin },
		{ "cap_net_raw", may_net_raw },
		{ "cap_sys_chroot", may_sys_chroot },
		{ "cap_sys_admin", may_sys_admin },
	};

	for (int i = 0; i < argc; i++)
		for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++) {
			pid_t pid;

			if (strcmp(argv[i], known[k].name) != 0)
				continue;
			pid = fork();
			if (pid == -1)
				return failed("fork");
			if (pid == 0) {
				if (known[k].attempt() == -1)
					exit(failed(argv[i]));
				printf("%s: ok\n", argv[i]);
				exit(0);
			}
			waitpid(pid, NULL, 0);
		}
	return 0;
}

/* ---- ping ---- */

static unsigned short checksum(const void *data, size_t size)
{
	const unsigned short *word = data;
	unsigned sum = 0;

	for (size_t i = 0; i < size / 2; i++)
		sum += word[i];
	sum = (sum >> 16) + (sum & 0xffff);
	return (unsigned short)~(sum + (sum >> 16));
}

/* A raw socket also hears the request, and each packet with its IP header; see raw(7).  A
 * datagram socket gets the answers to its own requests only; see icmp(7). */
static int do_ping(int argc, char *argv[])
{
	bool raw = strcmp(argv[0], "raw") == 0;
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct icmphdr request = { .type = ICMP_ECHO }, answer = { 0 };
	struct timeval patience = { .tv_sec = 2 };
	char packet[256];
	int fd = socket(AF_INET, raw ? SOCK_RAW : SOCK_DGRAM, IPPROTO_ICMP);

	(void)argc;
	if (fd == -1)
		return failed(argv[0]);
	request.un.echo.id = (unsigned short)getpid();
	request.checksum = checksum(&request, sizeof(request));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (sendto(fd, &request, sizeof(request), 0, (struct sockaddr *)&to,
		   sizeof(to)) == -1)
		return failed("sendto");
	do {
		ssize_t n = recv(fd, packet, sizeof(packet), 0);
		size_t header = raw ? 4 * (size_t)(packet[0] & 15) : 0;

		if (n < (ssize_t)(header + sizeof(answer)))
			return failed("recv");
		memcpy(&answer, packet + header, sizeof(answer));
	} while (answer.type != ICMP_ECHOREPLY ||
		 (raw && answer.un.echo.id != request.un.echo.id));
	printf("%s: answered\n", argv[0]);
	return 0;
}

/* ---- kernel: another last capability ---- */

/* Ask a supervisor at each PR_CAPBSET_READ and PR_CAPBSET_DROP; returns its descriptor. */
static int watch_bounding_set(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 4),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, args[0]) +
				 4 * (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_CAPBSET_READ, 1, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_CAPBSET_DROP, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(code[0]), code };

	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
			    SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

/* Answer one call; those above `real` are in `bounding` as long as they aren't dropped. */
static void answer_as_kernel(int listener, unsigned real, unsigned last,
			     unsigned long long *bounding)
{
	struct seccomp_notif asked = { 0 };
	struct seccomp_notif_resp answer = { 0 };
	unsigned long long cap;

	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked) == -1)
		return;
	cap = asked.data.args[1];
	answer.id = asked.id;
	if (cap > last)
		answer.error = -EINVAL;
	else if (cap <= real)
		answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	else if (asked.data.args[0] == PR_CAPBSET_READ)
		answer.val = *bounding >> cap & 1;
	else
		*bounding &= ~(1ULL << cap);
	ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}

static int do_kernel(int argc, char *argv[])
{
	unsigned last = (unsigned)atoi(argv[0]), real = 0;
	unsigned long long bounding = ~0ULL;
	struct pollfd fds[2] = { { .events = POLLIN }, { .events = POLLIN } };
	int status;
	pid_t pid;

	(void)argc;
	while (prctl(PR_CAPBSET_READ, real + 1) != -1)
		real++;
	fds[0].fd = watch_bounding_set();
	if (fds[0].fd == -1)
		return failed("seccomp");
	pid = fork();
	if (pid == -1)
		return failed("fork");
	if (pid == 0) {
		close(fds[0].fd);
		execvp(argv[1], argv + 1);
		exit(failed("execvp"));
	}
	fds[1].fd = (int)syscall(SYS_pidfd_open, pid, 0);
	while (poll(fds, 2, -1) > 0 && !fds[1].revents)
		answer_as_kernel(fds[0].fd, real, last, &bounding);
	waitpid(pid, &status, 0);
	printf("dropped");
	for (unsigned cap = real + 1; cap <= last; cap++)
		if (!(bounding >> cap & 1))
			printf(" %u", cap);
	printf("\n");
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* ---- the network: whoever waits does so for PATIENCE seconds at most ---- */

enum { PATIENCE = 10 };

struct address {
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_un un;
	};
	socklen_t size;
};

/* A new socket: "tcp", "udp", or "unix" (an abstract name), and the address that goes with
 * it. */
static int socket_of(const char *kind, const char *host, const char *name,
		     struct address *address)
{
	struct timeval patience = { .tv_sec = PATIENCE };
	int type = strcmp(kind, "udp") == 0 ? SOCK_DGRAM : SOCK_STREAM, fd;

	memset(address, 0, sizeof(*address));
	if (strcmp(kind, "unix") == 0) {
		address->un.sun_family = AF_UNIX;
		/* The null byte in front makes it abstract.  See unix(7). */
		address->size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
					    (size_t)snprintf(
						    address->un.sun_path + 1,
						    sizeof(address->un.sun_path) - 1,
						    "%s", name));
	} else {
		address->in.sin_family = AF_INET;
		address->in.sin_port = htons((uint16_t)atoi(name));
		address->size = sizeof(address->in);
		if (inet_pton(AF_INET, host, &address->in.sin_addr) != 1) {
			errno = EINVAL;
			return -1;
		}
	}
	fd = socket(address->any.sa_family, type, 0);
	if (fd != -1) {
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
		setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	}
	return fd;
}

/* Bound, and listening but for udp. */
static int listener(const char *kind, const char *name)
{
	struct address own;
	int fd = socket_of(kind, "0.0.0.0", name, &own), on = 1;

	if (fd == -1)
		return -1;
	/* A connection of a moment ago is no reason to refuse; a listener is. */
	if (own.any.sa_family == AF_INET && strcmp(kind, "tcp") == 0)
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, &own.any, own.size) == -1 ||
	    (strcmp(kind, "udp") != 0 && listen(fd, 1) == -1))
		return -1;
	return fd;
}

static int caller(const char *kind, const char *host, const char *name)
{
	struct address other;
	int fd = socket_of(kind, host, name, &other);

	return fd == -1 || connect(fd, &other.any, other.size) == -1 ? -1 : fd;
}

static int do_bind(int argc, char *argv[])
{
	(void)argc;
	if (listener(argv[0], argv[1]) == -1)
		return failed("bind");
	execvp(argv[2], argv + 2);
	return failed("execvp");
}

static int do_serve(int argc, char *argv[])
{
	int fd = listener(argv[0], argv[1]);
	bool udp = strcmp(argv[0], "udp") == 0;
	struct address peer = { .size = sizeof(peer.un) };
	char word[256], answer[512], text[INET_ADDRSTRLEN];
	ssize_t n;

	(void)argc;
	if (fd == -1)
		return failed("bind");
	printf("ready %d\n", (int)getpid());
	if (!udp) {
		fd = accept(fd, &peer.any, &peer.size);
		if (fd == -1)
			return failed("accept");
	}
	n = udp ? recvfrom(fd, word, sizeof(word) - 1, 0, &peer.any, &peer.size)
		: recv(fd, word, sizeof(word) - 1, 0);
	if (n == -1)
		return failed("recv");
	word[n] = '\0';
	snprintf(answer, sizeof(answer), "%s %s",
		 inet_ntop(AF_INET, &peer.in.sin_addr, text, sizeof(text)), word);
	if (sendto(fd, answer, strlen(answer), MSG_NOSIGNAL, udp ? &peer.any : NULL,
		   udp ? peer.size : 0) == -1)
		return failed("send");
	return 0;
}

static int do_call(int argc, char *argv[])
{
	const char *word = argc > 3 ? argv[3] : "word";
	int fd = caller(argv[0], argv[1], argv[2]);
	char answer[512];
	ssize_t n;

	if (fd == -1)
		return failed("connect");
	if (strcmp(argv[0], "unix") == 0) {
		printf("connected\n");
		return 0;
	}
	if (send(fd, word, strlen(word), MSG_NOSIGNAL) == -1)
		return failed("send");
	n = recv(fd, answer, sizeof(answer), 0);
	if (n == -1)
		return failed("recv");
	printf("%.*s\n", (int)n, answer);
	return n == 0;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The first of them don't count: a bucket may have been full, and TCP begins slowly. */
static int do_drain(int argc, char *argv[])
{
	int listening = listener("tcp", argv[0]), fd;
	static char bytes[1 << 16];
	double first = 0, last = 0;
	long all = 0, timed = 0;
	ssize_t n;

	(void)argc;
	if (listening == -1)
		return failed("bind");
	printf("ready %d\n", (int)getpid());
	fd = accept(listening, NULL, NULL);
	if (fd == -1)
		return failed("accept");
	while ((n = recv(fd, bytes, sizeof(bytes), 0)) > 0) {
		last = now();
		if (all < 100000)
			first = last;
		else
			timed += n;
		all += n;
	}
	if (n == -1)
		return failed("recv");
	printf("%ld %.0f\n", all, last > first ? 8 * (double)timed / (last - first) : 0);
	return 0;
}

/* The kernel gets as much at once as it takes: it then sends whether we get our turn or not. */
static int do_pour(int argc, char *argv[])
{
	int fd = caller("tcp", argv[0], argv[1]), room = 1 << 20;
	static const char bytes[1 << 16];
	char byte;

	(void)argc;
	if (fd == -1)
		return failed("connect");
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
	for (long left = atol(argv[2]); left > 0;) {
		ssize_t n = send(fd, bytes,
				 left < (long)sizeof(bytes) ? (size_t)left
							    : sizeof(bytes),
				 MSG_NOSIGNAL);

		if (n == -1)
			return failed("send");
		left -= n;
	}
	/* Until all has arrived: the link may go when we do. */
	if (shutdown(fd, SHUT_WR) == -1 || recv(fd, &byte, 1, 0) == -1)
		return failed("recv");
	return 0;
}

/* Touched page by page: what is only allocated isn't taken. */
static int do_eat(int argc, char *argv[])
{
	size_t size = (size_t)atoi(argv[0]) << 20;
	volatile char *memory = malloc(size);

	(void)argc;
	if (memory == NULL)
		return failed("malloc");
	for (size_t i = 0; i < size; i += 4096)
		memory[i] = 1;
	printf("ate %s MiB\n", argv[0]);
	return 0;
}

static int do_forks(int argc, char *argv[])
{
	int most = atoi(argv[0]), made = 0, error, hold[2];
	pid_t child = 0;

	(void)argc;
	if (pipe(hold) == -1)
		return failed("pipe");
	while (made < most && (child = fork()) > 0)
		made++;
	error = errno;
	if (child == 0 && made < most) {
		close(hold[1]);
		_exit(read(hold[0], &(char){ 0 }, 1) != 0);
	}
	printf("made %d\n", made);
	errno = error;
	if (child == -1)
		failed("fork");
	close(hold[1]);
	while (wait(NULL) > 0)
		;
	return 0;
}

static long micros(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int do_burn(int argc, char *argv[])
{
	long begin = micros(CLOCK_MONOTONIC), wall;

	(void)argc;
	do
		wall = micros(CLOCK_MONOTONIC) - begin;
	while (wall < 1000L * atoi(argv[0]));
	printf("%ld %ld\n", micros(CLOCK_PROCESS_CPUTIME_ID), wall);
	return 0;
}

static int do_disk(int argc, char *argv[])
{
	int fd = open(argv[0], O_RDONLY | O_DIRECT);
	long begin = micros(CLOCK_MONOTONIC), left = atol(argv[1]);
	void *buffer;

	(void)argc;
	if (fd == -1 || posix_memalign(&buffer, 65536, 65536) != 0)
		return failed("open");
	while (left > 0) {
		ssize_t n = read(fd, buffer, 65536);

		if (n == -1 || (n == 0 && lseek(fd, 0, SEEK_SET) == -1))
			return failed("read");
		left -= n;
	}
	printf("%ld\n", (micros(CLOCK_MONOTONIC) - begin) / 1000);
	return 0;
}
