/* mountview.c - the view's rows about mounts. */
#define _GNU_SOURCE
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "library.h"

enum { TABLE_LINES = 24 };

/* What is below the mount that `base` is, in `table`: the path from there; NULL for others,
 * such as those of an old root that is stacked on it. */
static const char *below_base(const struct mount_info *m, const char *base,
			      const struct mount_info *table)
{
	const struct mount_info *top = m, *on = mount_of(base), *next;
	const char *rest = path_below(m->point, base);

	if (rest == NULL || *rest == '\0' || strcmp(rest, "/") == 0 || on == NULL)
		return NULL;
	while (top->point != NULL && strcmp(top->point, base) != 0) {
		for (next = table; next->point != NULL && next->id != top->parent; next++)
			;
		top = next;
	}
	return top->point != NULL && top->id != on->id ? NULL : rest;
}

/* Is this place, below ROOTFS, one of a -b? */
static bool is_of_bind(const char *place)
{
	const struct binds *asked = binds_asked();

	for (size_t i = 0; asked != NULL && i < asked->count; i++)
		if (path_below(place, asked->bind[i].target) != NULL)
			return true;
	return false;
}

/* What has been made of ROOTFS: a folder of some mount, a mount itself, the root. */
void row_rootfs(const struct lab_row *row, pid_t pid, char *value)
{
	const char *base = rootfs_here();
	const struct mount_info *on = mount_of(base);
	int here = 0;

	(void)row;
	(void)pid;
	for (const struct mount_info *m = mount_table(); m && m->point; m++)
		here += strcmp(m->point, base) == 0;
	if (strcmp(base, "/") == 0)
		snprintf(value, ROW_VALUE, "the root");
	else if (here > 1)
		snprintf(value, ROW_VALUE, "%d mounts, one on the other", here);
	else if (here == 1)
		snprintf(value, ROW_VALUE, "a mount of its own");
	else
		snprintf(value, ROW_VALUE, "a folder of the mount %s",
			 on ? on->point : "?");
	make_printable(value, '\0');
}

/* Add TEXT to a list, as far as there is room; a newline in a name is none of ours. */
static void add_word(char *value, char separator, const char *text)
{
	size_t length = strlen(value), more = strlen(text);

	if (length + more + 2 > ROW_VALUE)
		return;
	if (length > 0)
		value[length++] = separator;
	for (size_t i = 0; i <= more; i++)
		value[length + i] = text[i] == '\n' ? '?' : text[i];
}

/* The mounts below ROOTFS but for those of -b; `what` is "folders" or "files". */
void row_mounted(const struct lab_row *row, pid_t pid, char *value)
{
	const struct mount_info *table = mount_table();
	const char *base = rootfs_here(), *place;
	bool folders = strcmp(row->what, "folders") == 0;
	struct stat st;

	(void)pid;
	for (const struct mount_info *m = table; m && m->point; m++)
		if ((place = below_base(m, base, table)) != NULL && !is_of_bind(place) &&
		    stat(m->point, &st) == 0 && S_ISDIR(st.st_mode) == folders)
			add_word(value, ' ', place);
	if (value[0] == '\0')
		snprintf(value, ROW_VALUE, "nothing");
}

/* The -b mounts, one a line: "/data slave of 5, read-only". */
void row_binds(const struct lab_row *row, pid_t pid, char *value)
{
	const struct mount_info *table = mount_table();
	const char *base = rootfs_here(), *place;
	char words[128], text[PATH_MAX + 160];

	(void)row;
	(void)pid;
	for (const struct mount_info *m = table; m && m->point; m++) {
		if ((place = below_base(m, base, table)) == NULL || !is_of_bind(place))
			continue;
		mount_propagation(m, words, sizeof(words));
		snprintf(text, sizeof(text), "%s %s%s", place, words,
			 m->flags & MS_RDONLY ? ", read-only" : "");
		add_word(value, '\n', text);
	}
	if (value[0] == '\0')
		snprintf(value, ROW_VALUE,
			 binds_asked() ? "not mounted" : "none asked for");
}

static int by_point(const void *a, const void *b)
{
	const struct mount_info *x = a, *y = b;

	return strcmp(x->point, y->point) ? strcmp(x->point, y->point) : x->id - y->id;
}

/* The table itself: point and propagation, a line each. */
void row_mount_table(const struct lab_row *row, pid_t pid, char *value)
{
	struct mount_info *table = (struct mount_info *)mount_table();
	char words[128], text[PATH_MAX + 160];
	size_t count = 0;
	int lines = 0, more = 0;

	(void)row;
	(void)pid;
	while (table != NULL && table[count].point != NULL)
		count++;
	if (count > 0)
		qsort(table, count, sizeof(*table), by_point);
	for (const struct mount_info *m = table; m && m->point; m++) {
		if (++lines > TABLE_LINES || strlen(value) > ROW_VALUE - 128) {
			more++;
			continue;
		}
		mount_propagation(m, words, sizeof(words));
		snprintf(text, sizeof(text), "%s %s", m->point, words);
		add_word(value, '\n', text);
	}
	if (more > 0) {
		snprintf(text, sizeof(text), "and %d more", more);
		add_word(value, '\n', text);
	}
	if (lines == 0)
		snprintf(value, ROW_VALUE, "no /proc in here");
}

/* How many mounts there are, and of which types: "17: proc 2, tmpfs 5". */
void row_mount_types(const struct lab_row *row, pid_t pid, char *value)
{
	const struct mount_info *table = mount_table();
	size_t length = 0;
	int all = 0;

	(void)row;
	(void)pid;
	for (const struct mount_info *m = table; m && m->point; m++)
		all++;
	if (all == 0) {
		snprintf(value, ROW_VALUE, "no /proc in here");
		return;
	}
	length = (size_t)snprintf(value, ROW_VALUE, "%d:", all);
	for (const struct mount_info *m = table; m->point; m++) {
		int same = 0;
		bool seen = false;

		for (const struct mount_info *o = table; o->point; o++) {
			seen = seen || (o < m && strcmp(o->type, m->type) == 0);
			same += strcmp(o->type, m->type) == 0;
		}
		if (!seen && length < ROW_VALUE - 64)
			length += (size_t)snprintf(value + length, ROW_VALUE - length,
						   " %s %d", m->type, same);
	}
}

/* Which of the files that are often hidden show nothing. */
void row_masked(const struct lab_row *row, pid_t pid, char *value)
{
	static const char *const files[] = { "/proc/kcore", "/proc/keys",
					     "/proc/timer_list", "/proc/sysrq-trigger" };
	size_t length = 0;
	struct statvfs fs;

	(void)row;
	(void)pid;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct stat st;

		if (stat(files[i], &st) == 0 && S_ISCHR(st.st_mode))
			length += (size_t)snprintf(value + length, ROW_VALUE - length,
						   "%s ", files[i] + strlen("/proc/"));
	}
	if (statvfs("/proc/sys", &fs) == 0 && (fs.f_flag & ST_RDONLY))
		snprintf(value + length, ROW_VALUE - length, "sys read-only");
	if (value[0] == '\0')
		snprintf(value, ROW_VALUE, "nothing");
}
