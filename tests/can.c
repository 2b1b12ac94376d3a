/* can - what the kernel lets us do here, one thing at a time: for tests/doctor.
 *
 *   usage: can FEATURE...
 *
 * Prints a line a feature: FEATURE, a tab, and "yes"; or FEATURE, the error's name, a tab,
 * what was tried.  With CAP_SYS_ADMIN each is tried as we are, otherwise as root of a new
 * user namespace, as an ordinary user would.
 *
 * Each runs in a child that makes namespaces of its own and goes no further if one can't
 * be had, so that nothing of the machine's is touched.
 *
 * Read: namespaces(7), user_namespaces(7), pivot_root(2), rtnetlink(7)
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void user_namespace(void);
static void uts(void);
static void mounts(void);
static void pivot(void);
static void processes(void);
static void network(void);
static void root_directory(void);
static void capabilities(void);

static const struct feature {
	const char *name;
	void (*try)(void); /* ends the process with refuse() if it can't be done */
} features[] = {
	{ "userns", user_namespace }, { "uts", uts },		{ "mount", mounts },
	{ "pivot", pivot },	      { "pid", processes },	{ "net", network },
	{ "chroot", root_directory }, { "caps", capabilities },
};

static int answer; /* where a child writes what it couldn't do */

static void ask(const struct feature *f);

int main(int argc, char *argv[])
{
	for (int i = 1; i < argc; i++)
		for (size_t k = 0; k < sizeof(features) / sizeof(features[0]); k++)
			if (strcmp(argv[i], features[k].name) == 0)
				ask(&features[k]);
	return 0;
}

/* Try it in a child; print what that child says, or "yes" if it says nothing. */
static void ask(const struct feature *f)
{
	char text[256];
	int line[2], status = 0;
	ssize_t n;
	pid_t child;

	if (pipe2(line, O_CLOEXEC) == -1 || (child = fork()) == -1) {
		perror("can");
		exit(1);
	}
	if (child == 0) {
		answer = line[1];
		alarm(10);
		f->try();
		_exit(0);
	}
	close(line[1]);
	n = read(line[0], text, sizeof(text) - 1);
	close(line[0]);
	waitpid(child, &status, 0);
	text[n > 0 ? n : 0] = '\0';
	if (n <= 0)
		snprintf(text, sizeof(text), "%s",
			 status == 0 ? "yes" : "killed\tthe attempt");
	printf("%s\t%s\n", f->name, text);
	fflush(stdout);
}

static _Noreturn void refuse(const char *attempt)
{
	static const struct {
		int error;
		const char *name;
	} names[] = {
		{ EPERM, "EPERM" },   { EACCES, "EACCES" }, { ENOSPC, "ENOSPC" },
		{ EINVAL, "EINVAL" }, { ENOSYS, "ENOSYS" }, { EOPNOTSUPP, "EOPNOTSUPP" },
		{ ENODEV, "ENODEV" }, { EUSERS, "EUSERS" }, { EBUSY, "EBUSY" },
	};
	const char *name = strerror(errno);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (errno == names[i].error)
			name = names[i].name;
	dprintf(answer, "%s\t%s", name, attempt);
	_exit(1);
}

static void write_or_refuse(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd == -1 || write(fd, text, strlen(text)) == -1)
		refuse(path);
	close(fd);
}

/* CAP_SYS_ADMIN (21), see capabilities(7). */
static bool is_admin(void)
{
	unsigned long long caps = 0;
	char line[256];
	FILE *status = fopen("/proc/self/status", "re");

	while (status && fgets(line, sizeof(line), status))
		if (sscanf(line, "CapEff: %llx", &caps) == 1)
			break;
	if (status)
		fclose(status);
	return caps >> 21 & 1;
}

static void user_namespace(void)
{
	char uid[64], gid[64];

	snprintf(uid, sizeof(uid), "0 %u 1", geteuid());
	snprintf(gid, sizeof(gid), "0 %u 1", getegid());
	if (unshare(CLONE_NEWUSER) == -1)
		refuse("unshare(CLONE_NEWUSER)");
	write_or_refuse("/proc/self/setgroups", "deny");
	write_or_refuse("/proc/self/uid_map", uid);
	write_or_refuse("/proc/self/gid_map", gid);
}

/* New namespaces of these kinds, with every right in them. */
static void enter(int flags, const char *call)
{
	if (!is_admin())
		user_namespace();
	if (unshare(flags) == -1)
		refuse(call);
}

static void uts(void)
{
	enter(CLONE_NEWUTS, "unshare(CLONE_NEWUTS)");
	if (sethostname("doctor", 6) == -1)
		refuse("sethostname");
}

static void mounts(void)
{
	enter(CLONE_NEWNS, "unshare(CLONE_NEWNS)");
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1)
		refuse("mount --make-rprivate /");
	if (mount("doctor", "/tmp", "tmpfs", 0, NULL) == -1)
		refuse("mount -t tmpfs");
}

static void pivot(void)
{
	mounts();
	if (chdir("/tmp") == -1)
		refuse("chdir /tmp");
	if (syscall(SYS_pivot_root, ".", ".") == -1)
		refuse("pivot_root");
}

static void processes(void)
{
	int status;
	pid_t child;

	enter(CLONE_NEWNS | CLONE_NEWPID, "unshare(CLONE_NEWPID)");
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1)
		refuse("mount --make-rprivate /");
	child = fork();
	if (child == -1)
		refuse("fork in a new PID namespace");
	if (child == 0) {
		if (mount("proc", "/proc", "proc", 0, NULL) == -1)
			refuse("mount -t proc");
		_exit(0);
	}
	if (waitpid(child, &status, 0) == -1 || status != 0)
		_exit(1); /* the child has said why */
}

/* One end of a veth pair: a link message with the kind in a nested attribute. */
static void network(void)
{
	struct {
		struct nlmsghdr header;
		struct ifinfomsg link;
		struct rtattr info;
		struct rtattr kind;
		char name[8];
	} message = {
		.header = { .nlmsg_len = sizeof(message),
			    .nlmsg_type = RTM_NEWLINK,
			    .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE |
					   NLM_F_EXCL },
		.info = { .rta_len = sizeof(message.info) + sizeof(message.kind) +
				     sizeof(message.name),
			  .rta_type = IFLA_LINKINFO },
		.kind = { .rta_len = sizeof(message.kind) + 5,
			  .rta_type = IFLA_INFO_KIND },
		.name = "veth",
	};
	struct {
		struct nlmsghdr header;
		struct nlmsgerr error;
		char rest[512];
	} reply;
	int fd;

	enter(CLONE_NEWNET, "unshare(CLONE_NEWNET)");
	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (fd == -1)
		refuse("socket(AF_NETLINK)");
	if (send(fd, &message, sizeof(message), 0) == -1 ||
	    recv(fd, &reply, sizeof(reply), 0) == -1)
		refuse("ip link add type veth");
	if (reply.header.nlmsg_type == NLMSG_ERROR && reply.error.error != 0) {
		errno = -reply.error.error;
		refuse("ip link add type veth");
	}
}

static void root_directory(void)
{
	enter(0, "unshare(0)");
	if (chroot("/usr") == -1)
		refuse("chroot");
}

static void capabilities(void)
{
	enter(0, "unshare(0)");
	if (prctl(PR_CAPBSET_DROP, 22UL, 0UL, 0UL, 0UL) == -1)
		refuse("prctl(PR_CAPBSET_DROP)");
}
