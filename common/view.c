/* view.c - the view: what a lab changes, host beside inside.
 *
 * The host's column is read twice: before the first step, and at the end by the observer,
 * a process that has stayed outside.  So a step that hit the host itself shows (!), and
 * what only an outsider can see of the process inside has somebody to see it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "library.h"

enum { MAX_ROWS = 32, MAX_COLUMNS = 3, PAGE_WIDTH = 80, MAX_LINES = 6, MAX_LIST = 26 };

static struct {
	const struct lab *lab; /* NULL: there is to be no view */
	int rows;
	struct {
		const char *title;
		char value[MAX_ROWS][ROW_VALUE];
	} column[MAX_COLUMNS];
	int columns;
	int observer_fd;
	pid_t observer;
} view;

/* ---- the observer ---- */

static const char unknown[] =
	"?"; /* the observer is gone: a step closed our line to it */

/* What it is asked: this row, about the host as it is now or about the asking process. */
struct question {
	int row;
};

static void read_value(const struct lab_row *row, pid_t pid, char *value)
{
	value[0] = '\0';
	row->read(row, pid, value);
	make_printable(value, '\n');
	if (value[0] == '\0')
		snprintf(value, ROW_VALUE, "(empty)");
}

/* Answer until nobody is left to ask.  The asking process's pid comes with the message,
 * in our PID namespace (SO_PASSCRED, see unix(7)). */
static _Noreturn void observe(int fd)
{
	struct question q;
	char control[CMSG_SPACE(sizeof(struct ucred))], value[ROW_VALUE];
	struct iovec iov = { &q, sizeof(q) };
	struct ucred asker = { .pid = 0 };

	for (;;) {
		struct msghdr message = { .msg_iov = &iov,
					  .msg_iovlen = 1,
					  .msg_control = control,
					  .msg_controllen = sizeof(control) };
		const struct lab_row *row;

		if (recvmsg(fd, &message, 0) != sizeof(q))
			_exit(0);
		memcpy(&asker, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(asker));
		row = &view.lab->rows[q.row];
		read_value(row, row->of == FROM_OUTSIDE ? asker.pid : 0, value);
		(void)send(fd, value, strlen(value) + 1, MSG_NOSIGNAL);
	}
}

static void end_observer(void *unused)
{
	(void)unused;
	/* Not kill(2): a step may have made us another user, who may not. */
	(void)shutdown(view.observer_fd, SHUT_RDWR);
	(void)waitpid(view.observer, NULL, 0);
}

static void start_observer(void)
{
	int fd[2], on = 1;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd) == -1)
		die("socketpair");
	if (setsockopt(fd[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) == -1)
		die("setsockopt SO_PASSCRED");
	view.observer = fork();
	if (view.observer == -1)
		die("fork");
	if (view.observer == 0) {
		(void)prctl(PR_SET_NAME, "lab:observer");
		(void)close(fd[0]);
		observe(fd[1]);
	}
	(void)close(fd[1]);
	view.observer_fd = fd[0];
	at_end(end_observer, NULL);
}

static void ask_observer(int row, char *value)
{
	struct question q = { row };

	if (send(view.observer_fd, &q, sizeof(q), MSG_NOSIGNAL) != sizeof(q) ||
	    recv(view.observer_fd, value, ROW_VALUE, 0) <= 0)
		snprintf(value, ROW_VALUE, "%s", unknown);
}

/* ---- columns ---- */

static void read_row(int i, char *value)
{
	const struct lab_row *row = &view.lab->rows[i];

	if (row->of == FROM_OUTSIDE)
		ask_observer(i, value);
	else
		read_value(row, 0, value);
}

static void read_column(int c, const char *title)
{
	view.column[c].title = title;
	for (int i = 0; i < view.rows; i++)
		read_row(i, view.column[c].value[i]);
}

void view_begin(const struct lab *lab)
{
	view.lab = lab;
	while (lab->rows[view.rows].title != NULL && view.rows < MAX_ROWS)
		view.rows++;
	start_observer();
	read_column(view.columns++, "host");
}

void view_snapshot(const char *title)
{
	if (view.lab != NULL && view.columns < MAX_COLUMNS - 1)
		read_column(view.columns++, title);
	forget_failures();
}

bool view_nothing_differs(void)
{
	char value[ROW_VALUE], host[ROW_VALUE];

	for (int i = 0; i < view.rows; i++) {
		/* A process's own differ anyway, and what /proc lists changes by itself. */
		if (view.lab->rows[i].of != OF_HOST)
			continue;
		read_row(i, value);
		ask_observer(i, host);
		if (strcmp(host, unknown) == 0)
			snprintf(host, sizeof(host), "%s", view.column[0].value[i]);
		if (strcmp(value, host) != 0)
			return false;
	}
	return true;
}

int step_of_row(const char *title)
{
	const struct lab *lab = lab_current();

	for (const struct lab_row *row = lab ? lab->rows : NULL; row && row->title; row++)
		if (strcmp(row->title, title) == 0)
			return row->step;
	return 0;
}

/* ---- printing ---- */

/* The columns that `text` takes up to a newline: one a character, whatever its bytes. */
static int columns_of(const char *text)
{
	int columns = 0;

	for (; *text != '\0' && *text != '\n'; text += utf8_length(text))
		columns++;
	return columns;
}

/* The columns of the word that `text` begins with. */
static int columns_of_word(const char *text)
{
	int columns = 0;

	for (; *text != '\0' && *text != ' ' && *text != '\n'; text += utf8_length(text))
		columns++;
	return columns;
}

/* How many bytes of `text` go on a line of `width` columns: up to a newline, or to a blank if
 * there is one, or else as many characters as there is room for.  A word that has no room on
 * a line of its own either isn't worth more than half a line. */
static int line_length(const char *text, int width)
{
	int length = 0, blank = 0;

	for (int column = 0; text[length] != '\0' && text[length] != '\n'; column++) {
		if (text[length] == ' ' &&
		    (column > width / 2 || columns_of_word(text + length + 1) <= width))
			blank = length;
		if (column == width)
			return blank ? blank : length;
		length += utf8_length(text + length);
	}
	return length;
}

static int longest_line(const char *text)
{
	int longest = 0;

	for (;;) {
		int length = columns_of(text);

		longest = length > longest ? length : longest;
		text += strcspn(text, "\n");
		if (*text == '\0')
			return longest;
		text++;
	}
}

/* Share the page: a column that needs less than its part leaves the rest to others. */
static void column_widths(int first, int *width)
{
	int left = PAGE_WIDTH - first - 2 * (view.columns - 1), open = view.columns;
	bool settled[MAX_COLUMNS] = { false };

	for (int c = 0; c < view.columns; c++) {
		width[c] = (int)strlen(view.column[c].title);
		for (int i = 0; i < view.rows; i++)
			if (longest_line(view.column[c].value[i]) > width[c])
				width[c] = longest_line(view.column[c].value[i]);
	}
	for (int round = 0; round < MAX_COLUMNS; round++)
		for (int c = 0; c < view.columns; c++)
			if (!settled[c] && width[c] <= left / open) {
				settled[c] = true;
				left -= width[c];
				open -= open > 1;
			}
	for (int c = 0; c < view.columns; c++)
		if (!settled[c])
			width[c] = left / open;
}

static char mark_of(int i, const char *host_now)
{
	const struct lab_row *row = &view.lab->rows[i];
	const char *host = view.column[0].value[i];

	if (row->of == OF_HOST && strcmp(host_now, unknown) != 0 &&
	    strcmp(host, host_now) != 0)
		return '!';
	if (strcmp(host, view.column[view.columns - 1].value[i]) != 0)
		return '*';
	/* A pid may be the same by chance. */
	for (int c = 1; row->of == OF_PROCESS && c < view.columns; c++)
		if (strcmp(host, view.column[c].value[i]) != 0)
			return '*';
	return todo_is_blank(row->step) ? '.' : '=';
}

static const char *colour_of(char mark)
{
	switch (mark) {
	case '*':
		return "\033[1;32m";
	case '!':
		return "\033[1;31m";
	case '.':
		return "\033[2m";
	default:
		return "";
	}
}

/* The first `length` bytes of `text`, and blanks up to `width` columns. */
static void print_padded(FILE *out, const char *text, int length, int width)
{
	int columns = columns_of(text) - columns_of(text + length);

	fprintf(out, "  %.*s%*s", length, text, width > columns ? width - columns : 0,
		"");
}

static void print_change(FILE *out, const char *was, const char *is)
{
	char text[2 * ROW_VALUE + 64], *rest = text;

	snprintf(text, sizeof(text), "the host itself changed: %s -> %s", was, is);
	for (int n; *rest != '\0'; rest += n + (rest[n] == ' ')) {
		n = line_length(rest, PAGE_WIDTH - 7);
		fprintf(out, "       %.*s\n", n, rest);
	}
}

/* One row: as many lines as its longest value takes, the mark on the first. */
static void print_row(FILE *out, int i, const int *width, int title_width, bool colours)
{
	const struct lab_row *row = &view.lab->rows[i];
	char host_now[ROW_VALUE] = "", step[16] = "";
	const char *rest[MAX_COLUMNS];
	int most = MAX_LINES;
	bool more = true;
	char mark;

	if (row->of == OF_HOST)
		ask_observer(i, host_now);
	mark = mark_of(i, host_now);
	if (row->step > 0)
		snprintf(step, sizeof(step), "%d", row->step);
	for (int c = 0; c < view.columns; c++) {
		rest[c] = view.column[c].value[i];
		if (strchr(rest[c], '\n') != NULL)
			most = MAX_LIST;
	}
	for (int line = 0; more && line < most; line++) {
		fprintf(out, "%s%c %2s  %-*s", colours ? colour_of(mark) : "",
			line == 0 ? mark : ' ', line == 0 ? step : "", title_width,
			line == 0 ? row->title : "");
		more = false;
		for (int c = 0; c < view.columns; c++) {
			int n = line_length(rest[c], width[c]);
			bool cut = line == most - 1 && rest[c][n] != '\0';

			print_padded(out, cut ? "..." : rest[c], cut ? 3 : n,
				     c == view.columns - 1 ? 0 : width[c]);
			rest[c] += n + (rest[c][n] == ' ' || rest[c][n] == '\n');
			more = more || rest[c][0] != '\0';
		}
		fprintf(out, "%s\n", colours && colour_of(mark)[0] ? "\033[0m" : "");
	}
	if (mark == '!' && most == MAX_LIST)
		fprintf(out, "       the host itself changed\n");
	else if (mark == '!')
		print_change(out, view.column[0].value[i], host_now);
}

/* The first row that is read outside tells what the picture needs of the host. */
static void draw_picture(FILE *out)
{
	int i = 0;

	while (i < view.rows && view.lab->rows[i].of != FROM_OUTSIDE)
		i++;
	view.lab->draw(out, i < view.rows ? view.column[view.columns - 1].value[i] : "");
}

void view_print(bool unfinished)
{
	char *text, *at;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	bool colours = isatty(STDOUT_FILENO);
	int width[MAX_COLUMNS], title_width = 0;

	if (out == NULL)
		die("open_memstream");
	read_column(view.columns++, unfinished ? "inside so far" : "inside");
	for (int i = 0; i < view.rows; i++)
		if ((int)strlen(view.lab->rows[i].title) > title_width)
			title_width = (int)strlen(view.lab->rows[i].title);
	column_widths(6 + title_width + 2, width);

	fprintf(out, "%s  step%*s", colours ? "\033[4m" : "", title_width, "");
	for (int c = 0; c < view.columns; c++)
		fprintf(out, "  %-*s", c == view.columns - 1 ? 0 : width[c],
			view.column[c].title);
	fprintf(out, "%s\n", colours ? "\033[0m" : "");
	for (int i = 0; i < view.rows; i++)
		print_row(out, i, width, title_width, colours);
	if (view.lab->draw != NULL)
		draw_picture(out);
	fprintf(out, "\n  * differs   = same as the host   . not written yet   "
		     "! the host changed\n");
	if (!unfinished && todo_is_blank(0)) {
		fprintf(out, "  not written yet: step");
		for (int step = 1; step < 100; step++)
			if (todo_is_blank(step))
				fprintf(out, " %d", step);
		fprintf(out, "\n");
	}
	fclose(out);
	view.columns--;

	for (at = text; size > 0;) {
		ssize_t n = write(STDOUT_FILENO, at, size);

		if (n == -1)
			die("write the view to stdout");
		at += n;
		size -= (size_t)n;
	}
	free(text);
}
