/* file.c - the files of /proc and their like, and numbers in text. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "library.h"

int write_file(const char *path, const char *text)
{
	cleanup_fd int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n;

	if (fd == -1)
		return -1;
	n = write(fd, text, strlen(text));
	if (n == -1)
		return -1;
	if ((size_t)n != strlen(text)) {
		errno = EIO;
		return -1;
	}
	return 0;
}

bool proc_is_ours(void)
{
	char self[32] = "";

	errno = 0;
	if (readlink("/proc/self", self, sizeof(self) - 1) == -1 && errno != ENOENT)
		die("readlink(\"/proc/self\")");
	return atoi(self) == getpid();
}

int write_proc(pid_t pid, const char *name, const char *fmt, ...)
{
	char path[64], text[4096];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (n < 0 || (size_t)n >= sizeof(text)) {
		errno = E2BIG;
		return -1;
	}
	if (!proc_is_ours() && errno == 0)
		diex("/proc shows another PID namespace, where %d is not who is meant "
		     "(mount -t proc proc /proc)",
		     (int)pid);
	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	return write_file(path, text);
}

ssize_t read_file(const char *path, char *text, size_t size)
{
	cleanup_fd int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t length = 0;

	if (fd == -1)
		return -1;
	while (length < size - 1) {
		ssize_t n = read(fd, text + length, size - 1 - length);

		if (n == -1)
			return -1;
		if (n == 0)
			break;
		length += (size_t)n;
	}
	if (length > 0 && text[length - 1] == '\n')
		length--;
	text[length] = '\0';
	return (ssize_t)length;
}

int read_squeezed(const char *path, char *text, size_t size)
{
	char raw[2048], *line, *word, *rest = raw;
	size_t length = 0;

	text[0] = '\0';
	if (read_file(path, raw, sizeof(raw)) == -1)
		return -1;
	while ((line = strsep(&rest, "\n")) != NULL) {
		const char *before = length == 0 ? "" : ", ";

		while ((word = strsep(&line, " \t")) != NULL) {
			if (*word == '\0' || length + strlen(word) + 3 > size)
				continue;
			length += (size_t)snprintf(text + length, size - length, "%s%s",
						   before, word);
			before = " ";
		}
	}
	return 0;
}

int read_status(pid_t pid, const char *field, char *value, size_t size)
{
	char path[64], text[4096], *line, *rest = text;
	size_t length = strlen(field);

	if (pid == 0)
		snprintf(path, sizeof(path), "/proc/self/status");
	else
		snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	if (read_file(path, text, sizeof(text)) == -1)
		return -1;
	while ((line = strsep(&rest, "\n")) != NULL) {
		if (strncmp(line, field, length) != 0 || line[length] != ':')
			continue;
		line += length + 1;
		line += strspn(line, " \t");
		snprintf(value, size, "%s", line);
		return 0;
	}
	errno = ENOENT;
	return -1;
}

int close_on_exec_from(int first)
{
	long most = sysconf(_SC_OPEN_MAX);

	if (syscall(SYS_close_range, first, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
		return 0;
	for (int fd = first; fd < (most > 0 ? most : 1024); fd++) {
		int flags = fcntl(fd, F_GETFD);

		if (flags != -1 && fcntl(fd, F_SETFD, flags | FD_CLOEXEC) == -1)
			return -1;
	}
	return 0;
}

void close_fdp(const int *fd)
{
	int error = errno;

	if (*fd >= 0)
		(void)close(*fd);
	errno = error;
}

int parse_number(const char *text, unsigned long max, unsigned long *number)
{
	char *end;

	/* strtoul takes blanks and a sign, and turns -1 into a big number. */
	if (text[0] < '0' || text[0] > '9') {
		errno = EINVAL;
		return -1;
	}
	errno = 0;
	*number = strtoul(text, &end, 10);
	if (*end != '\0') {
		errno = EINVAL;
		return -1;
	}
	if (errno != 0 || *number > max) {
		errno = ERANGE;
		return -1;
	}
	return 0;
}
