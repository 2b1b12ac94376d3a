/* hint_ns.c - hints: making namespaces and naming them. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hint.h"

/* Is "/" another folder than init's, or just a folder of a mount?  The latter needs no
 * /proc. */
static bool in_chroot(void)
{
	struct stat root, init_root;

	if (stat("/", &root) == 0 && stat("/proc/1/root", &init_root) == 0)
		return root.st_dev != init_root.st_dev || root.st_ino != init_root.st_ino;
	return root_is_folder();
}

/* unshare(CLONE_NEW...) or clone: EPERM.  See unshare(2), ERRORS; user_namespaces(7). */
static bool new_namespace_eperm(const struct hint *h)
{
	char seccomp[16] = "0";

	if (strstr(h->attempt, "CLONE_NEWUSER") == NULL)
		return !have_capability(CAP_SYS_ADMIN) &&
		       because(h, NULL,
			       "CAP_SYS_ADMIN is missing: only a user namespace may be "
			       "made "
			       "without it");
	if (read_sysctl("/proc/sys/kernel/unprivileged_userns_clone") == 0)
		return because(h, NULL,
			       "this machine forbids it to users, not your code: "
			       "kernel.unprivileged_userns_clone is 0");
	if (in_chroot())
		return because(
			h, NULL,
			"this process is in a chroot, where a user namespace may not "
			"be made");
	(void)read_status(0, "Seccomp", seccomp, sizeof(seccomp));
	if (strcmp(seccomp, "2") == 0)
		return because(
			h, NULL,
			"a seccomp filter is on (Docker's default?), which may forbid "
			"it: the machine, not your code");
	return false;
}

/* ENOSPC: the number of namespaces is limited, per user namespace and user, and the
 * depth of user namespaces (33).  See namespaces(7), "/proc/sys/user". */
static bool new_namespace_enospc(const struct hint *h)
{
	static const struct {
		const char *flag, *limit;
	} kinds[] = { { "NEWUSER", "user" },	{ "NEWUTS", "uts" }, { "NEWNS", "mnt" },
		      { "NEWPID", "pid" },	{ "NEWNET", "net" }, { "NEWIPC", "ipc" },
		      { "NEWCGROUP", "cgroup" } };
	char path[64], smallest[64] = "";
	long least = -1;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		long most;

		if (strstr(h->attempt, kinds[i].flag) == NULL)
			continue;
		snprintf(path, sizeof(path), "/proc/sys/user/max_%s_namespaces",
			 kinds[i].limit);
		most = read_sysctl(path);
		if (most >= 0 && (least == -1 || most < least)) {
			least = most;
			snprintf(smallest, sizeof(smallest), "%s", path);
		}
	}
	if (least == -1)
		return false;
	if (least == 0)
		return because(h, NULL,
			       "this machine allows none, not your code: %s is 0",
			       smallest);
	return because(
		h, NULL,
		"the machine allows %ld of them (%s), and they are used up; or user "
		"namespaces are nested too deep",
		least, smallest);
}

/* Will the children be born in another PID namespace?  Its name, if it has one: that comes
 * with its first process.  See namespaces(7). */
static bool has_new_pid_namespace(char *children, size_t size)
{
	char own[64] = "";
	ssize_t n = readlink("/proc/self/ns/pid_for_children", children, size - 1);

	children[n > 0 ? n : 0] = '\0';
	if (n == -1)
		snprintf(children, size, "no process is in it yet");
	return readlink("/proc/self/ns/pid", own, sizeof(own) - 1) > 0 &&
	       strcmp(own, children) != 0;
}

/* ENOMEM: there was a PID 1, and it has ended. */
static bool fork_enomem(const struct hint *h)
{
	char children[64];

	return has_new_pid_namespace(children, sizeof(children)) &&
	       strncmp(children, "pid:", strlen("pid:")) == 0 &&
	       because(h, NULL,
		       "the first child was PID 1 of %s, and has ended: nobody can be "
		       "born there any more",
		       children);
}

static bool new_namespace_einval(const struct hint *h)
{
	char children[64];

	return strstr(h->attempt, "CLONE_NEWPID") != NULL &&
	       has_new_pid_namespace(children, sizeof(children)) &&
	       because(h, NULL,
		       "this process has made a PID namespace for its children already "
		       "(%s); that works once",
		       children);
}

/* Who owns the UTS namespace decides: EPERM means CAP_SYS_ADMIN is missing in the user
 * namespace that owns it.  See uts_namespaces(7), sethostname(2). */
static bool sethostname_eperm(const struct hint *h)
{
	if (!have_capability(CAP_SYS_ADMIN))
		return because(h, NULL, "CAP_SYS_ADMIN is missing");
	return is_owned_above("uts") &&
	       because(h, "uts ns",
		       "this process is in a UTS namespace that a user namespace above "
		       "owns: enter a new one first");
}

static bool sethostname_einval(const struct hint *h)
{
	return because(h, NULL, "a name has at most 64 bytes (HOST_NAME_MAX)");
}

const struct hint_row hints_ns[] = {
	{ "unshare", EPERM, new_namespace_eperm, "unshare(2), ERRORS" },
	{ "clone", EPERM, new_namespace_eperm, "clone(2), ERRORS" },
	{ "unshare", ENOSPC, new_namespace_enospc, "namespaces(7), \"/proc/sys/user\"" },
	{ "clone", ENOSPC, new_namespace_enospc, "namespaces(7), \"/proc/sys/user\"" },
	{ "unshare", EINVAL, new_namespace_einval, "unshare(2), ERRORS" },
	{ "fork", ENOMEM, fork_enomem,
	  "pid_namespaces(7), \"The namespace init process\"" },
	{ "sethostname", EPERM, sethostname_eperm, "uts_namespaces(7)" },
	{ "setdomainname", EPERM, sethostname_eperm, "uts_namespaces(7)" },
	{ "sethostname", EINVAL, sethostname_einval, "sethostname(2), ERRORS" },
	{ "setdomainname", EINVAL, sethostname_einval, "sethostname(2), ERRORS" },
	{ 0 },
};
