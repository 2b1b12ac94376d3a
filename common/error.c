/* error.c - messages: who failed, in which step, at what, and why. */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lab.h"

enum { MESSAGE = 2048 };

/* Write all of `text` on stderr, if there is anybody to read it. */
static void print_message(const char *text)
{
	size_t left = strlen(text);

	while (left > 0) {
		ssize_t n = write(STDERR_FILENO, text, left);

		if (n == -1)
			return;
		text += n;
		left -= (size_t)n;
	}
}

/* "step 3: " if `function` is "step3_map_uid", else nothing. */
static void step_prefix(const char *function, char *text, size_t size)
{
	text[0] = '\0';
	if (strncmp(function, "step", 4) == 0 && isdigit((unsigned char)function[4]))
		snprintf(text, size, "step %d: ", atoi(function + 4));
}

void die_at(const char *function, const char *fmt, ...)
{
	int error = errno;
	char attempt[MESSAGE / 2], step[24], cause[MESSAGE / 4], message[2 * MESSAGE];
	const char *manual = NULL;
	va_list args;
	int length;

	va_start(args, fmt);
	vsnprintf(attempt, sizeof(attempt), fmt, args);
	va_end(args);
	step_prefix(function, step, sizeof(step));

	length = snprintf(message, sizeof(message), "%s: %s%s: %s (%s)\n",
			  lab_process_name(), step, attempt, errno_name(error),
			  strerror(error));
	cause[0] = '\0';
	if (hint_for(attempt, error, cause, sizeof(cause), &manual)) {
		if (cause[0] != '\0')
			length += snprintf(message + length,
					   sizeof(message) - (size_t)length,
					   "       %s\n", cause);
		if (manual != NULL)
			snprintf(message + length, sizeof(message) - (size_t)length,
				 "       read %s\n", manual);
	}
	print_message(message);
	lab_end(EXIT_LAB);
}

/* One line: the process's name, the text. */
static void print_line(const char *fmt, va_list args)
{
	char text[MESSAGE], message[MESSAGE + 32];

	vsnprintf(text, sizeof(text), fmt, args);
	snprintf(message, sizeof(message), "%s: %s\n", lab_process_name(), text);
	print_message(message);
}

void diex(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	print_line(fmt, args);
	va_end(args);
	lab_end(EXIT_LAB);
}

void say(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	print_line(fmt, args);
	va_end(args);
}

const char *errno_name(int error)
{
	static char number[24];

#define NAME(e)                                                                          \
	case e:                                                                          \
		return #e
	switch (error) {
		NAME(E2BIG);
		NAME(EACCES);
		NAME(EADDRINUSE);
		NAME(EADDRNOTAVAIL);
		NAME(EAFNOSUPPORT);
		NAME(EAGAIN);
		NAME(EBADF);
		NAME(EBUSY);
		NAME(ECHILD);
		NAME(ECONNREFUSED);
		NAME(EDQUOT);
		NAME(EEXIST);
		NAME(EFAULT);
		NAME(EFBIG);
		NAME(EINTR);
		NAME(EINVAL);
		NAME(EIO);
		NAME(EISDIR);
		NAME(ELIBBAD);
		NAME(ELOOP);
		NAME(EMFILE);
		NAME(ENAMETOOLONG);
		NAME(ENETDOWN);
		NAME(ENETUNREACH);
		NAME(ENFILE);
		NAME(ENODEV);
		NAME(ENOENT);
		NAME(ENOEXEC);
		NAME(ENOMEM);
		NAME(ENOSPC);
		NAME(ENOSYS);
		NAME(ENOTDIR);
		NAME(ENOTEMPTY);
		NAME(ENOTTY);
		NAME(ENXIO);
		NAME(EOPNOTSUPP);
		NAME(EOVERFLOW);
		NAME(EPERM);
		NAME(EPIPE);
		NAME(ERANGE);
		NAME(EROFS);
		NAME(ESRCH);
		NAME(ETXTBSY);
		NAME(EUSERS);
		NAME(EXDEV);
	default:
		snprintf(number, sizeof(number), "errno %d", error);
		return number;
	}
#undef NAME
}
