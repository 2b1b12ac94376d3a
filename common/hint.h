/* hint.h - what the files of hints share; nothing for labs.
 *
 * Nothing here guesses: each cause is read from /proc just after the failure, and a hint
 * stays away where the state doesn't prove it.
 */
#ifndef HINT_H
#define HINT_H

#include "library.h"

struct hint {
	char *cause; /* to be filled by because() */
	size_t size;
	const char *attempt; /* die's text: "mount -t proc proc /proc" */
	int step;	     /* the one that failed; 0: none, or not known */
};

/* A row: for attempts that begin so and fail so, the function that looks for the cause. */
struct hint_row {
	const char *attempt; /* what die says begins so; may be a glob(7) */
	int error;	     /* 0: any */
	bool (*look)(const struct hint *h); /* false: nothing is certain */
	const char *manual;		    /* the page to read */
};

/* A table a topic, each ends with a row of zeroes.  The first row that fits counts. */
extern const struct hint_row hints_ns[], hints_ids[], hints_mount[], hints_caps[],
	hints_net[], hints_cgroup[];

/* Set the cause; where the view has a row of this title, name the step that makes it, if it
 * comes before the one that failed: no later one can help it.  Always true, so that a function
 * that looks can end with it. */
bool because(const struct hint *h, const char *row, const char *fmt, ...)
	LAB_PRINTF(3, 4);

bool attempt_starts(const struct hint *h, const char *text);

/* The text between the first quotes of an attempt: a path.  Empty if there is none. */
void attempt_quotes(const char *attempt, char *path, size_t size);

/* Does a user namespace above ours own this namespace of ours ("uts", "mnt", as
 * /proc/PID/ns names them)?  Source: ioctl_ns(2). */
bool is_owned_above(const char *kind);

/* Is the root of this process just a folder of a mount, and not a mount?  Source: statx(2),
 * STATX_ATTR_MOUNT_ROOT (Linux 5.8). */
bool root_is_folder(void);

/* The number in this file below /proc/sys; -1 if it can't be read. */
long read_sysctl(const char *path);

#endif
