/* die.c - messages, why the machine refuses, and the end. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "host.h"

static char *cause(const char *attempt, int error);
static char *limit_cause(void);
static char *sysctl_cause(const char *name, const char *bad, const char *good);
static char *odd_mount(bool masked_proc);

/* Report the attempt that failed, with errno, and end this process: status 125. */
_Noreturn void die(const char *format, ...)
{
	int error = errno;
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	quit(125, error, text, NULL);
}

/* As die(), where no errno says more. */
_Noreturn void diex(const char *format, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	quit(125, 0, text, NULL);
}

/* As die(), for what a machine may refuse as a matter of policy: status 123. */
_Noreturn void refused(const char *attempt)
{
	static const int refusals[] = { EPERM, EACCES, ENOSPC, EINVAL, ENOSYS, EUSERS };
	int error = errno, status = 125;

	for (size_t i = 0; i < countof(refusals); i++)
		if (error == refusals[i])
			status = 123;
	quit(status, error, attempt, cause(attempt, error));
}

_Noreturn void quit(int status, int error, const char *text, const char *more)
{
	char line[1024] = "";

	if (error)
		snprintf(line, sizeof(line), ": %s (%s)", error_name(error),
			 strerror(error));
	complain(say("%s%s%s%s", text, line, more ? "\n      " : "", more ? more : ""));
	if (made.supervisor)
		finish();
	_exit(status);
}

/* To stderr, unless that is a pipe which is full and which nobody reads. */
void complain(const char *text)
{
	struct pollfd err = { .fd = STDERR_FILENO, .events = POLLOUT };

	if (poll(&err, 1, 0) == 1 && (err.revents & POLLOUT))
		dprintf(STDERR_FILENO, "host: %s\n", text);
}

/* ---- why ---- */

/* Why does this machine refuse, and what helps?  Read from the kernel's state; NULL if
 * nothing is found. */
static char *cause(const char *attempt, int error)
{
	char *status = slurp(AT_FDCWD, "/proc/self/status");
	char *masked = strstr(attempt, "-t proc") ? odd_mount(true) : NULL, *text;

	if (error == ENOSPC)
		return limit_cause();
	if (masked)
		return say("%s is covered, so no new proc is allowed; "
			   "Docker: --security-opt systempaths=unconfined",
			   masked);
	text = sysctl_cause("kernel.unprivileged_userns_clone", "0", "1");
	if (text)
		return text;
	if (odd_mount(false))
		return say("no user namespace in a chroot; run it outside, or pivot_root "
			   "there");
	text = sysctl_cause("kernel.apparmor_restrict_unprivileged_userns", "1", "0");
	if (text)
		return text;
	if (status && strstr(status, "\nSeccomp:\t2"))
		return say("a seccomp filter is on; Docker: --security-opt "
			   "seccomp=unconfined "
			   "--security-opt systempaths=unconfined --security-opt "
			   "apparmor=unconfined");
	return NULL;
}

/* ENOSPC is about a number of namespaces. */
static char *limit_cause(void)
{
	static const char *const kinds[] = { "user", "mnt", "pid",   "uts",
					     "ipc",  "net", "cgroup" };

	for (size_t i = 0; i < countof(kinds); i++) {
		char *name = say("user.max_%s_namespaces", kinds[i]);
		char *text = sysctl_cause(name, "0", "10000");

		if (text)
			return text;
	}
	return say("a limit in /proc/sys/user, or 32 user namespaces deep already");
}

/* NULL unless this setting, named as sysctl(8) names it, has the value `bad`. */
static char *sysctl_cause(const char *name, const char *bad, const char *good)
{
	char *path = say("/proc/sys/%s", name), *text;

	for (char *dot = path; (dot = strchr(dot, '.')) != NULL;)
		*dot = '/';
	text = slurp(AT_FDCWD, path);
	if (text == NULL || strcmp(strsep(&text, "\n"), bad) != 0)
		return NULL;
	return say("%s is %s; as root: sysctl %s=%s", name, bad, name, good);
}

/* The mount that covers something of /proc, or NULL.  "/" if there is no root mount in
 * sight: a process whose root is some folder.  An autofs of systemd's does no harm. */
static char *odd_mount(bool masked_proc)
{
	char *text = slurp(AT_FDCWD, "/proc/self/mountinfo");
	struct mount_line m;

	while (next_mount(&text, &m)) {
		if (masked_proc && strncmp(m.point, "/proc/", 6) == 0 &&
		    strcmp(m.point, "/proc/sys/fs/binfmt_misc") != 0)
			return m.point;
		if (!masked_proc && strcmp(m.point, "/") == 0)
			return NULL;
	}
	return masked_proc ? NULL : say("/");
}

const char *error_name(int error)
{
	static const struct {
		int error;
		const char *name;
	} names[] = {
#define NAME(e) { e, #e }
		NAME(EPERM),  NAME(ENOENT),    NAME(ESRCH),	   NAME(EINTR),
		NAME(EIO),    NAME(E2BIG),     NAME(ENOEXEC),	   NAME(EBADF),
		NAME(ECHILD), NAME(EAGAIN),    NAME(ENOMEM),	   NAME(EACCES),
		NAME(EFAULT), NAME(EBUSY),     NAME(EEXIST),	   NAME(EXDEV),
		NAME(ENODEV), NAME(ENOTDIR),   NAME(EISDIR),	   NAME(EINVAL),
		NAME(ENFILE), NAME(EMFILE),    NAME(ETXTBSY),	   NAME(EFBIG),
		NAME(ENOSPC), NAME(EROFS),     NAME(EMLINK),	   NAME(EPIPE),
		NAME(ERANGE), NAME(ENOSYS),    NAME(ENAMETOOLONG), NAME(ENOTEMPTY),
		NAME(ELOOP),  NAME(EOVERFLOW), NAME(EUSERS),	   NAME(EOPNOTSUPP),
		NAME(EDQUOT),
#undef NAME
	};

	for (size_t i = 0; i < countof(names); i++)
		if (names[i].error == error)
			return names[i].name;
	return "error";
}
