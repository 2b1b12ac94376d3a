/* left.c - what COMMAND has left behind or changed: all that is watched is looked at before
 * it and after it, and the two compared.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <net/if.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

#define DEEP 64 /* folders below folders that are looked into */

static void look_at_files(const struct host *h, struct facts *facts, int fd,
			  const char *path, int depth);
static const char *type_word(mode_t mode);
static bool is_unwatched(const struct host *h, const char *path);
static void look_at_mounts(const struct host *h, struct facts *facts);
static void look_at_links(struct facts *facts);
static void look_at_ipc(const struct host *h, struct facts *facts, const char *kind);
static void look_at_groups(struct facts *facts, const char *controllers, int folder,
			   const char *path);
static size_t look_at_processes(const struct host *h, struct facts *facts);
static bool has_ended(const char *text);
static void compare(const struct facts *before, const struct facts *after,
		    struct facts *lines);
static bool covers(const struct facts *facts, const char *key);
static void note(struct facts *facts, char *key, char *value);
static void sort(struct facts *facts);
static char *visible(const char *text);

/* All that is watched.  Through detached copies, so whatever COMMAND mounts. */
void look(const struct host *h, struct facts *facts)
{
	int root = open_folder(h->root, ".");
	struct utsname u;

	if (root == -1 || uname(&u) == -1)
		die("look at the pretend host");
	note(facts, say("hostname"), visible(u.nodename));
	note(facts, say("domainname"), visible(u.domainname));
	look_at_files(h, facts, root, "", 0);
	look_at_mounts(h, facts);
	look_at_links(facts);
	look_at_ipc(h, facts, "shm");
	look_at_ipc(h, facts, "sem");
	look_at_ipc(h, facts, "msg");
	for (size_t i = 0; i < made.groups; i++)
		look_at_groups(facts, made.cgroup[i].controllers, made.cgroup[i].host,
			       "");
	sort(facts);
}

/* What is below the open folder `fd`, which is `path` inside; closes it. */
static void look_at_files(const struct host *h, struct facts *facts, int fd,
			  const char *path, int depth)
{
	DIR *dir = fdopendir(fd);

	if (dir == NULL)
		die("opendir %s", path);
	for (struct dirent *e; (e = readdir(dir)) != NULL;) {
		struct stat st;
		char *full;

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == -1)
			continue;
		full = say("%s/%s", path, e->d_name);
		note(facts, say("%s %s", type_word(st.st_mode), visible(full)),
		     say("%04o %u:%u %lld", st.st_mode & 07777, st.st_uid, st.st_gid,
			 S_ISDIR(st.st_mode) ? 0LL : (long long)st.st_size));
		if (S_ISDIR(st.st_mode) && depth < DEEP && !is_unwatched(h, full)) {
			int below = open_folder(fd, e->d_name);

			if (below != -1)
				look_at_files(h, facts, below, full, depth + 1);
		}
		free(full);
	}
	closedir(dir);
}

static bool is_unwatched(const struct host *h, const char *path)
{
	for (char **dir = h->unwatched; *dir != NULL; dir++)
		if (strcmp(path, *dir) == 0)
			return true;
	return false;
}

static const char *type_word(mode_t mode)
{
	return S_ISDIR(mode)	? "directory"
	       : S_ISLNK(mode)	? "symlink"
	       : S_ISFIFO(mode) ? "fifo"
	       : S_ISSOCK(mode) ? "socket"
	       : S_ISREG(mode)	? "file"
				: "device";
}

static void look_at_mounts(const struct host *h, struct facts *facts)
{
	char *text = slurp(h->proc, "self/mountinfo");
	struct mount_line m;

	while (next_mount(&text, &m))
		note(facts, say("mount %s (%s)\t%s", visible(m.point), m.type, m.id),
		     say("%s %s", m.options, m.propagation));
}

static void look_at_links(struct facts *facts)
{
	struct if_nameindex *links = if_nameindex();
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	for (struct if_nameindex *l = links; l != NULL && l->if_index != 0; l++) {
		struct ifreq r = { 0 };

		strncpy(r.ifr_name, l->if_name, sizeof(r.ifr_name) - 1);
		if (ioctl(fd, SIOCGIFFLAGS, &r) == -1)
			continue;
		note(facts, say("link %s", visible(l->if_name)),
		     say("%s", r.ifr_flags & IFF_UP ? "up" : "down"));
	}
	if (links)
		if_freenameindex(links);
	close(fd);
}

/* The groups below `folder`; those of the pretend host's own making are there before, too. */
static void look_at_groups(struct facts *facts, const char *controllers, int folder,
			   const char *path)
{
	DIR *dir = open_dir(folder, ".");

	for (const char *name; (name = next_group(dir)) != NULL;) {
		char *full = say("%s/%s", path, visible(name));
		int below = open_folder(folder, name);

		note(facts, say("cgroup %s:%s", controllers, full), say("there"));
		look_at_groups(facts, controllers, below, full);
		close(below);
	}
	if (dir)
		closedir(dir);
}

/* The number of System V IPC objects of a kind: a line each, below a heading. */
static void look_at_ipc(const struct host *h, struct facts *facts, const char *kind)
{
	char *text = slurp(h->proc, say("sysvipc/%s", kind));
	int lines = -1;

	for (char *p = text; p && (p = strchr(p, '\n')) != NULL; p++)
		lines++;
	note(facts, say("sysvipc %s", kind), say("%d", lines));
	free(text);
}

/* ---- processes ---- */

/* Reap all zombies; with -G wait for the others, until none is left or time is up. */
void settle(const struct host *h)
{
	double end = now() + h->grace;
	struct facts facts = { 0 };
	sigset_t child;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	for (;;) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		if (h->grace <= 0 || look_at_processes(h, &facts) == 0)
			return;
		if (wait_signal(&child, end) == -1)
			return;
	}
}

/* Note each process but PID 1 that hasn't ended; returns their number. */
static size_t look_at_processes(const struct host *h, struct facts *facts)
{
	DIR *dir = open_dir(h->proc, ".");
	size_t count = facts->count;

	if (dir == NULL)
		die("opendir /proc");
	for (struct dirent *e; (e = readdir(dir)) != NULL;) {
		char *text, *name, *end, *line;

		if (!isdigit((unsigned char)e->d_name[0]) || strcmp(e->d_name, "1") == 0)
			continue;
		text = slurp(h->proc, say("%s/stat", e->d_name));
		name = text ? strchr(text, '(') : NULL;
		end = name ? strrchr(name, ')') : NULL; /* the name may hold anything */
		if (end == NULL || has_ended(end))
			continue;
		end[1] = '\0';
		line = slurp(h->proc, say("%s/cmdline", e->d_name));
		note(facts,
		     say("process %s %.200s", e->d_name,
			 visible(line && *line ? line : name)),
		     NULL);
	}
	closedir(dir);
	return facts->count - count;
}

/* Has the process ended, whose /proc/PID/stat goes on with `text` after the name?  A
 * zombie has, or one that the kernel is ending (PF_EXITING, 4, in the ninth field),
 * unless other threads go on (the twentieth).  See proc(5). */
static bool has_ended(const char *text)
{
	unsigned int flags;
	int threads;
	char state;

	return sscanf(text,
		      ") %c %*s %*s %*s %*s %*s %u"
		      " %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %d",
		      &state, &flags, &threads) == 3 &&
	       (strchr("ZX", state) || (flags & 4)) && threads <= 1;
}

/* ---- the difference ---- */

/* Write to -o FILE what differs from `before`, and the processes that are left. */
void report(const struct host *h, const struct facts *before)
{
	struct facts after = { 0 }, lines = { 0 };

	look(h, &after);
	look_at_processes(h, &lines);
	compare(before, &after, &lines);
	sort(&lines);
	for (size_t i = 0; i < lines.count; i++)
		dprintf(h->report, "%s\n", lines.fact[i].key);
}

/* One line for each difference of two sorted lists. */
static void compare(const struct facts *before, const struct facts *after,
		    struct facts *lines)
{
	for (size_t i = 0, j = 0; i < before->count || j < after->count;) {
		const struct fact *b = &before->fact[i], *a = &after->fact[j];
		int order = i == before->count	? 1
			    : j == after->count ? -1
						: strcmp(b->key, a->key);
		int shown = (int)strcspn(order < 0 ? b->key : a->key, "\t");

		if (order < 0) {
			note(lines, say("missing %.*s", shown, b->key), NULL);
		} else if (order > 0) {
			note(lines, say("%.*s", shown, a->key), NULL);
			if (strncmp(a->key, "mount ", 6) == 0 && covers(before, a->key))
				note(lines,
				     say("root %.*s covered",
					 (int)(strstr(a->key, " (") - a->key), a->key),
				     NULL);
		} else if (strcmp(b->value, a->value) != 0) {
			note(lines,
			     say("%.*s %s -> %s", shown, b->key, b->value, a->value),
			     NULL);
		}
		i += order <= 0;
		j += order >= 0;
	}
}

/* True if `facts` had a mount on the same point as that in `key`. */
static bool covers(const struct facts *facts, const char *key)
{
	size_t length = (size_t)(strstr(key, " (") + 2 - key);

	for (size_t i = 0; i < facts->count; i++)
		if (strncmp(facts->fact[i].key, key, length) == 0)
			return true;
	return false;
}

static void note(struct facts *facts, char *key, char *value)
{
	facts->fact = grow(facts->fact, facts->count, sizeof(*facts->fact));
	facts->fact[facts->count++] = (struct fact){ key, value };
}

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct fact *)a)->key, ((const struct fact *)b)->key);
}

static void sort(struct facts *facts)
{
	if (facts->count > 0)
		qsort(facts->fact, facts->count, sizeof(*facts->fact), by_key);
}

/* `text` on one line: control characters as \ooo, as mountinfo has them. */
static char *visible(const char *text)
{
	char *copy = malloc(4 * strlen(text) + 1), *out = copy;

	if (copy == NULL)
		die("malloc");
	for (; *text; text++)
		if (iscntrl((unsigned char)*text))
			out += sprintf(out, "\\%03o", (unsigned char)*text);
		else
			*out++ = *text;
	*out = '\0';
	return copy;
}
