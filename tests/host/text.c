/* text.c - reading and writing the kernel's files, and strings. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host.h"

/* All of a file in memory, NULs made spaces; NULL with errno if it can't be read. */
char *slurp(int dir, const char *path)
{
	int fd = openat(dir, path, O_RDONLY | O_CLOEXEC);
	size_t size = 0, room = 4096;
	char *text = fd == -1 ? NULL : malloc(room);
	ssize_t n = -1;

	while (text && (n = read(fd, text + size, room - size - 1)) > 0) {
		size += (size_t)n;
		if (size + 1 == room && (text = realloc(text, room *= 2)) == NULL)
			break;
	}
	if (fd != -1)
		close(fd);
	if (text == NULL || n == -1) {
		free(text);
		return NULL;
	}
	for (size_t i = 0; i < size; i++)
		if (text[i] == '\0')
			text[i] = ' ';
	while (size > 0 && text[size - 1] == ' ')
		size--;
	text[size] = '\0';
	return text;
}

/* Write `text` to an existing file with one write(2), as the kernel's files want it. */
int write_at(int dir, const char *path, const char *text)
{
	int fd = openat(dir, path, O_WRONLY | O_CLOEXEC);
	ssize_t n;
	int error;

	if (fd == -1)
		return -1;
	n = write(fd, text, strlen(text));
	error = errno;
	close(fd);
	errno = error;
	return n == -1 ? -1 : 0;
}

int open_folder(int dir, const char *path)
{
	return openat(dir, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* To read the names in a folder; NULL with errno if it can't be opened. */
DIR *open_dir(int dir, const char *path)
{
	int fd = open_folder(dir, path);

	return fd == -1 ? NULL : fdopendir(fd);
}

/* The next line of the mountinfo in `text`, cut up; false at the end.
 *
 *	36 35 98:0 /root /point rw,noatime shared:1 master:2 - type source options */
bool next_mount(char **text, struct mount_line *m)
{
	char *line = *text ? strsep(text, "\n") : NULL, *tag;

	if (line == NULL || *line == '\0')
		return false;
	m->id = strsep(&line, " ");
	strsep(&line, " ");
	strsep(&line, " ");
	m->root = strsep(&line, " ");
	m->point = strsep(&line, " ");
	m->options = strsep(&line, " ");
	m->propagation[0] = '\0';
	while ((tag = strsep(&line, " ")) != NULL && strcmp(tag, "-") != 0) {
		size_t used = strlen(m->propagation);

		snprintf(m->propagation + used, sizeof(m->propagation) - used, "%s%.*s",
			 used ? "," : "", (int)strcspn(tag, ":"), tag);
	}
	if (m->propagation[0] == '\0')
		strcpy(m->propagation, "private");
	m->type = strsep(&line, " ");
	strsep(&line, " ");
	m->super = line;
	return m->super != NULL;
}

/* True if `word` is in `text`, a list with spaces or commas. */
bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *p = text; *p; p += strspn(p, " ,\n")) {
		size_t n = strcspn(p, " ,\n");

		if (n == length && strncmp(p, word, n) == 0)
			return true;
		p += n;
	}
	return false;
}

/* A formatted string of its own.  Most are never freed: no process here lives long. */
char *say(const char *format, ...)
{
	char *text;
	va_list ap;

	va_start(ap, format);
	if (vasprintf(&text, format, ap) == -1)
		quit(125, ENOMEM, "vasprintf", NULL);
	va_end(ap);
	return text;
}

/* Room for one more after `count`: doubles at powers of two. */
void *grow(void *array, size_t count, size_t size)
{
	if ((count & (count - 1)) != 0)
		return array;
	array = realloc(array, (count ? 2 * count : 1) * size);
	if (array == NULL)
		die("realloc");
	return array;
}

/* What waitpid(2) says of a process, as the status that sh(1) would have. */
int as_sh(int status)
{
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
