/* error.c - messages: who failed, in which step, at what, and why. */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "library.h"

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

/* 3 if `function` is "step3_map_uid", else 0. */
static int step_of(const char *function)
{
	return strncmp(function, "step", 4) == 0 ? atoi(function + 4) : 0;
}

void make_printable(char *text, char but)
{
	char *to = text;

	for (int n; *text != '\0'; text += n) {
		n = utf8_length(text);
		if (n == 0 || (n == 1 && *text != but && iscntrl((unsigned char)*text))) {
			*to++ = '?';
			n = 1;
		} else {
			memmove(to, text, (size_t)n);
			to += n;
		}
	}
	*to = '\0';
}

int utf8_length(const char *text)
{
	const unsigned char *t = (const unsigned char *)text;
	int n = t[0] < 0x80 ? 1 : t[0] < 0xc2 ? 0 : t[0] < 0xe0 ? 2 : t[0] < 0xf0 ? 3 : 4;

	for (int i = 1; i < n; i++)
		if ((t[i] & 0xc0) != 0x80)
			return 0;
	/* U+0080 to U+009F are control characters, too. */
	return t[0] > 0xf4 || (t[0] == 0xc2 && t[1] < 0xa0) ? 0 : n;
}

void say_why(const char *attempt, int error, const char *cause, const char *manual)
{
	char line[3][MESSAGE], message[3 * MESSAGE + 64];

	if (error == 0)
		snprintf(line[0], MESSAGE, "%.*s: no call has failed", MESSAGE - 128,
			 attempt);
	else
		snprintf(line[0], MESSAGE, "%.*s: %s (%s)", MESSAGE - 128, attempt,
			 errno_name(error), strerror(error));
	snprintf(line[1], MESSAGE, "%s", cause);
	snprintf(line[2], MESSAGE, "%s", manual ? manual : "");
	for (int i = 0; i < 3; i++)
		make_printable(line[i], '\0');
	snprintf(message, sizeof(message), "%s: %s%s%s%s%s\n", lab_process_name(),
		 line[0], line[1][0] ? "\n       " : "", line[1],
		 line[2][0] ? "\n       read " : "", line[2]);
	print_message(message);
}

/* No call that succeeds has to set errno, and none sets it to 0.  See errno(3). */
void forget_failures(void)
{
	errno = 0;
}

void die_at(const char *function, const char *fmt, ...)
{
	int error = errno, step = step_of(function);
	char text[MESSAGE] = "", cause[MESSAGE] = "", *attempt;
	const char *manual = NULL;
	va_list args;

	if (step > 0)
		snprintf(text, sizeof(text), "step %d: ", step);
	attempt = text + strlen(text);
	va_start(args, fmt);
	vsnprintf(attempt, sizeof(text) - strlen(text), fmt, args);
	va_end(args);
	if (error == 0)
		snprintf(cause, sizeof(cause),
			 "errno is 0: is the check before die() the wrong way round, or "
			 "is there a ; behind its if?");
	else
		(void)hint_for(attempt, error, step, cause, sizeof(cause), &manual);
	say_why(text, error, cause, manual);
	lab_end(EXIT_LAB);
}

/* One line: the process's name, the text. */
static void print_line(const char *fmt, va_list args)
{
	char text[MESSAGE], message[MESSAGE + 32];

	vsnprintf(text, sizeof(text), fmt, args);
	make_printable(text, '\0');
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
		NAME(ELIBACC);
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
