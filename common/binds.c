/* binds.c - -b SRC:DST[:ro] and -p: what of the host is to be in there, and how it propagates. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "library.h"

static const struct binds *asked; /* the program's -b, for the view */

/* ---- options ---- */

/* DST without // and /./; false if there is a "..", or nothing left. */
static bool make_plain(char *path)
{
	char *copy = strdup(path), *rest = copy, *name, *out = path;

	while (copy != NULL && (name = strsep(&rest, "/")) != NULL) {
		if (strcmp(name, "..") == 0)
			return false;
		if (*name != '\0' && strcmp(name, ".") != 0)
			out += sprintf(out, "/%s", name);
	}
	free(copy);
	return out > path;
}

void option_bind(const char *argument, void *field)
{
	struct binds *list = field;
	struct bind *b = &list->bind[list->count];
	char *source = strdup(argument), *target = NULL, *end = source + strlen(source);
	struct stat st;

	if (list->count == MAX_BINDS)
		diex("-b %s: more than %d of them", argument, MAX_BINDS);
	if (end - source > 3 && strcmp(end - 3, ":ro") == 0) {
		b->read_only = true;
		end[-3] = '\0';
	}
	for (char *at = source; (at = strstr(at, ":/")) != NULL; at++)
		target = at; /* the last one: SRC may have a colon in it, DST may not */
	if (target == NULL || target == source || strchr(target + 1, ':') != NULL)
		diex("-b %s: not SRC:DST[:ro] with DST from / on", argument);
	*target++ = '\0';
	if (!make_plain(target))
		diex("-b %s: DST is a place below /, without ..", argument);
	if (stat(source, &st) == -1)
		diex("-b %s: %s: %s (%s)", argument, source, errno_name(errno),
		     strerror(errno));
	b->source = source;
	b->target = target;
	b->directory = S_ISDIR(st.st_mode);
	b->tree = -1;
	list->count++;
	asked = list;
}

const struct binds *binds_asked(void)
{
	return asked;
}

static const struct {
	const char *word;
	unsigned long flag;
} propagations[] = {
	{ "private", MS_PRIVATE },
	{ "slave", MS_SLAVE },
	{ "shared", MS_SHARED },
	{ "unbindable", MS_UNBINDABLE },
};

void option_propagation(const char *argument, void *field)
{
	for (size_t i = 0; i < sizeof(propagations) / sizeof(propagations[0]); i++)
		if (strcmp(argument, propagations[i].word) == 0) {
			*(unsigned long *)field = propagations[i].flag;
			return;
		}
	diex("-p %s: private, slave, shared or unbindable", argument);
}

const char *propagation_word(unsigned long flag)
{
	for (size_t i = 0; i < sizeof(propagations) / sizeof(propagations[0]); i++)
		if (propagations[i].flag == flag)
			return propagations[i].word;
	return "?";
}

/* ---- clones ---- */

/* Where slave or shared is wanted of what gets and gives nothing: say so.  And where it gets
 * and doesn't give: a mount namespace of another user namespace has no peers outside. */
static void must_propagate(const struct bind *b, unsigned long wanted)
{
	const struct mount_info *m = mount_of(b->source);
	char words[128];

	if ((wanted != MS_SLAVE && wanted != MS_SHARED) || m == NULL ||
	    strstr(m->tags, "shared:") != NULL)
		return;
	mount_propagation(m, words, sizeof(words));
	if (strstr(m->tags, "master:") == NULL)
		diex("-p %s: %s is on the mount %s, which is %s: nothing would come "
		     "through (on the host: mount --make-shared %s)",
		     propagation_word(wanted), b->source, m->point, words, m->point);
	if (wanted == MS_SHARED)
		say("-p shared: %s is on the mount %s, which is %s in here: the host's "
		    "mounts come in, none goes out",
		    b->source, m->point, words);
}

/* What is mounted in a shared DST appears in SRC on the host, and stays there. */
static void must_be_apart(const struct binds *list, const struct bind *b)
{
	for (const struct bind *other = list->bind; other < b; other++)
		if (path_below(b->target, other->target) != NULL)
			diex("-p shared: %s is in %s, so it would be mounted in %s on "
			     "the host, too, and stay there",
			     b->target, other->target, other->source);
}

void clone_sources(struct binds *list, unsigned long propagation)
{
	for (size_t i = 0; i < list->count; i++) {
		struct bind *b = &list->bind[i];

		must_propagate(b, propagation);
		if (propagation == MS_SHARED)
			must_be_apart(list, b);
		b->tree = (int)syscall(SYS_open_tree, AT_FDCWD, b->source,
				       OPEN_TREE_CLONE | O_CLOEXEC | AT_RECURSIVE);
		if (b->tree == -1)
			die("open_tree(\"%s\", OPEN_TREE_CLONE)", b->source);
	}
	forget_failures();
}

const char *bind_path(const struct bind *b)
{
	static char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", b->tree);
	return path;
}

const struct mount_info *bind_mounts(const char *rootfs, const struct bind *b)
{
	const struct mount_info *table = mount_table();
	struct mount_info *list;
	size_t count = 0;
	char *top;

	for (const struct mount_info *m = table; m && m->point; m++)
		count++;
	list = calloc(count + 1, sizeof(*list));
	if (list == NULL || asprintf(&top, "%s%s", rootfs, b->target) == -1)
		die("calloc");
	count = 0;
	for (const struct mount_info *m = table; m && m->point; m++) {
		const char *rest = path_below(m->point, top);

		if (rest == NULL)
			continue;
		list[count] = *m;
		if (asprintf(&list[count].path, "%s%s", bind_path(b), rest) == -1)
			die("asprintf");
		count++;
	}
	free(top);
	forget_failures();
	return list;
}
