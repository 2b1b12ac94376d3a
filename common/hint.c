/* hint.c - from an errno and the kernel's state to the cause.
 *
 * Each topic has a file of its own, hint_TOPIC.c, with the functions that look and, at its
 * end, the table that goes from a failed attempt to one of them.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <linux/nsfs.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "hint.h"

static const struct hint_row *const topics[] = { hints_ns,   hints_ids, hints_mount,
						 hints_caps, hints_net, hints_cgroup };

bool hint_for(const char *attempt, int error, int step, char *cause, size_t size,
	      const char **manual)
{
	struct hint h = { cause, size, attempt, step };

	for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++) {
		for (const struct hint_row *row = topics[i]; row->attempt != NULL;
		     row++) {
			char start[64];

			snprintf(start, sizeof(start), "%s*", row->attempt);
			if ((row->error != 0 && row->error != error) ||
			    fnmatch(start, attempt, 0) != 0)
				continue;
			if (!row->look(&h))
				cause[0] = '\0';
			*manual = row->manual;
			return true;
		}
	}
	return false;
}

bool because(const struct hint *h, const char *row, const char *fmt, ...)
{
	va_list args;
	int step = row ? step_of_row(row) : 0;
	size_t length;

	va_start(args, fmt);
	vsnprintf(h->cause, h->size, fmt, args);
	va_end(args);
	length = strlen(h->cause);
	if (step > 0 && (h->step == 0 || step < h->step))
		snprintf(h->cause + length, h->size - length, "; step %d does that",
			 step);
	return true;
}

bool attempt_starts(const struct hint *h, const char *text)
{
	return strncmp(h->attempt, text, strlen(text)) == 0;
}

void attempt_quotes(const char *attempt, char *path, size_t size)
{
	const char *start = strchr(attempt, '"');
	const char *end = start ? strchr(start + 1, '"') : NULL;

	snprintf(path, size, "%.*s", end ? (int)(end - start - 1) : 0,
		 end ? start + 1 : "");
}

bool is_owned_above(const char *kind)
{
	char path[64];
	cleanup_fd int ns = -1, owner = -1;

	snprintf(path, sizeof(path), "/proc/self/ns/%s", kind);
	ns = open(path, O_RDONLY | O_CLOEXEC);
	owner = ioctl(ns, NS_GET_USERNS);
	return ns != -1 && owner == -1 && errno == EPERM;
}

bool root_is_folder(void)
{
	struct statx is;

	return statx(AT_FDCWD, "/", 0, 0, &is) == 0 &&
	       (is.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) &&
	       !(is.stx_attributes & STATX_ATTR_MOUNT_ROOT);
}

long read_sysctl(const char *path)
{
	char text[32];

	return read_file(path, text, sizeof(text)) == -1 ? -1 : atol(text);
}
