/* options.c - options from a table, ROOTFS, and the privilege check. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "library.h"

enum { MAX_OPTIONS = 32, LONG_ONLY = 256, HELP };

static struct {
	const char *path;
	struct stat is;
	bool writable; /* it is on a file system that could be written to, when we began */
} rootfs;

static bool is_last(const struct lab_option *o)
{
	return o->letter == 0 && o->name == NULL;
}

static void print_help(const struct lab *lab)
{
	const struct lab_option *o;
	char *text, left[64];
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (out == NULL)
		die("open_memstream");
	fprintf(out, "usage: %s [OPTION...] %s\n%s\n\n", lab->name, lab->operands,
		lab->summary);
	for (o = lab->options; !is_last(o); o++) {
		if (o->letter != 0)
			snprintf(left, sizeof(left), "-%c%s%s", o->letter,
				 o->argument ? " " : "", o->argument ? o->argument : "");
		else
			snprintf(left, sizeof(left), "--%s%s%s", o->name,
				 o->argument ? " " : "", o->argument ? o->argument : "");
		fprintf(out, "  %-21s  %s\n", left, o->help);
	}
	fprintf(out, "  %-21s  %s\n", "--help", "print this and exit");
	fprintf(out, "\nWithout COMMAND: show what %s changes, host beside inside.\n",
		lab->name);
	fclose(out);
	if (write(STDOUT_FILENO, text, size) != (ssize_t)size)
		die("write the help to stdout");
	lab_end(0);
}

/* The tables that getopt_long wants, made from ours. */
static void fill_getopt_tables(const struct lab *lab, char *letters, struct option *longs)
{
	const struct lab_option *o;
	int n = 0;

	*letters++ = '+'; /* stop at the first operand: the rest is COMMAND's */
	*letters++ = ':'; /* tell a missing argument from an unknown option */
	for (o = lab->options; !is_last(o); o++) {
		if (o->letter != 0) {
			*letters++ = o->letter;
			if (o->argument != NULL)
				*letters++ = ':';
		}
		if (o->name != NULL && n < MAX_OPTIONS - 2)
			longs[n++] = (struct option){
				o->name, o->argument ? required_argument : no_argument,
				NULL, LONG_ONLY + HELP + (int)(o - lab->options)
			};
	}
	*letters = '\0';
	longs[n++] = (struct option){ "help", no_argument, NULL, HELP };
	longs[n] = (struct option){ NULL, 0, NULL, 0 };
}

static const struct lab_option *option_of(const struct lab *lab, int found)
{
	const struct lab_option *o;

	if (found >= LONG_ONLY + HELP)
		return &lab->options[found - LONG_ONLY - HELP];
	for (o = lab->options; !is_last(o); o++)
		if (o->letter == found)
			break;
	return o;
}

void option_text(const char *argument, void *field)
{
	*(const char **)field = argument;
}

/* The kernel takes an empty name too, but nobody wants one.  A long one it refuses only
 * when the namespace is made already. */
static void set_name(char option, const char *name, void *field)
{
	if (name[0] == '\0')
		diex("-%c: an empty name is no name", option);
	if (strlen(name) > HOST_NAME_MAX)
		diex("-%c %s: a name has at most %d bytes, this one has %zu", option,
		     name, HOST_NAME_MAX, strlen(name));
	option_text(name, field);
}

void option_host_name(const char *argument, void *field)
{
	set_name('n', argument, field);
}

void option_domain_name(const char *argument, void *field)
{
	set_name('d', argument, field);
}

void option_flag(const char *argument, void *field)
{
	(void)argument;
	*(bool *)field = true;
}

void option_variable(const char *argument, void *field)
{
	struct words *list = field;

	if (strchr(argument, '=') == NULL || argument[0] == '=')
		diex("-e %s: not NAME=VALUE", argument);
	if (list->count == MAX_WORDS)
		diex("-e %s: more than %d of them", argument, MAX_WORDS);
	list->word[list->count++] = argument;
}

void option_network(const char *argument, void *field)
{
	static const char *const words[] = { "none", "veth", "host" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(argument, words[i]) == 0) {
			*(enum network *)field = (enum network)i;
			return;
		}
	diex("--net %s: none, veth or host", argument);
}

/* Where 0, 1 or 2 is closed, the next thing we open would get that number, and what is
 * said would go there.  So hold the place by something that can't be used: reading from or
 * writing to it fails.  COMMAND gets it closed, as we did. */
static void hold_standard_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) != -1)
			continue;
		if (errno != EBADF)
			die("fcntl(%d, F_GETFD)", fd);
		if (open("/dev/null",
			 (fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) | O_CLOEXEC) != fd)
			_exit(EXIT_LAB);
	}
}

static struct {
	char *start; /* one behind the other, each ends with '\0' */
	size_t length;
} arguments;

/* /proc/PID/cmdline is a window on that memory.  From here on we use copies. */
static void copy_arguments(int argc, char *argv[])
{
	if (argc == 0)
		return;
	arguments.start = argv[0];
	arguments.length = (size_t)(argv[argc - 1] + strlen(argv[argc - 1]) + 1 -
				    argv[0]);
	for (int i = 0; i < argc; i++)
		if ((argv[i] = strdup(argv[i])) == NULL)
			die("strdup");
}

void hide_arguments(void)
{
	char *name = (char *)lab_process_name();

	/* err(3) and warn(3) print these, which point into that memory. */
	program_invocation_name = program_invocation_short_name = name;
	memset(arguments.start, 0, arguments.length);
	memccpy(arguments.start, name, '\0', arguments.length);
}

int lab_options(const struct lab *lab, int argc, char *argv[], void *config)
{
	char letters[3 * MAX_OPTIONS];
	struct option longs[MAX_OPTIONS];
	int found;

	lab_set_process_name(lab->name);
	hold_standard_descriptors();
	answer_after_exec(argc, argv);
	copy_arguments(argc, argv);
	fill_getopt_tables(lab, letters, longs);
	opterr = 0; /* we print: one line, our own status */
	while ((found = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
		const struct lab_option *o;

		if (found == HELP)
			print_help(lab);
		if (found == '?' || found == ':') {
			const char *text = argv[optind - 1];
			char letter[] = { '-', (char)optopt, '\0' };

			if (optopt > 0 && optopt < LONG_ONLY)
				text = letter;
			diex("%s %s (%s --help lists the options)",
			     found == '?' ? "unknown option"
					  : "an argument is missing after",
			     text, lab->name);
		}
		o = option_of(lab, found);
		o->set(optarg, (char *)config + o->field);
	}
	return optind;
}

/* The default ROOTFS: build/rootfs beside the program's own folder, so that ./lab01,
 * build/solutions/lab01 and build/prefix/lab01.2 find the same one. */
static const char *default_rootfs(void)
{
	static const char *const places[] = { "build/rootfs", "../rootfs" };
	static char path[PATH_MAX + 32];
	char self[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	struct stat st;

	if (n == -1)
		die("readlink /proc/self/exe");
	self[n] = '\0';
	*strrchr(self, '/') = '\0';
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", self, places[i]);
		if (stat(path, &st) == 0)
			return path;
	}
	diex("there is no root filesystem yet: make rootfs makes build/rootfs "
	     "(or name a ROOTFS of your own)");
}

/* Nothing but . and ..?  False if that can't be read. */
static bool is_empty(const char *path)
{
	DIR *folder = opendir(path);
	int names = 0;

	errno = 0;
	while (folder != NULL && names < 3 && readdir(folder) != NULL)
		names++;
	if (folder != NULL && names < 3 && errno != 0)
		die("readdir %s", path);
	if (folder != NULL)
		closedir(folder);
	return folder != NULL && names < 3;
}

/* COMMAND gets them, and fchdir(2) to an open folder needs no path: it leads out of any root. */
static void must_have_no_folder_open(void)
{
	static const char *const names[] = { "stdin", "stdout", "stderr" };
	struct stat st;

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
			diex("%s is a folder: COMMAND would get out of ROOTFS by it",
			     names[fd]);
}

const char *lab_rootfs(const char *operand)
{
	const char *asked = operand ? operand : default_rootfs();
	char *path = realpath(asked, NULL);

	must_have_no_folder_open();
	if (path == NULL)
		diex("ROOTFS %s: %s (%s)", asked, errno_name(errno), strerror(errno));
	if (stat(path, &rootfs.is) == -1)
		die("stat %s", path);
	if (!S_ISDIR(rootfs.is.st_mode))
		diex("ROOTFS %s: ENOTDIR (it is not a directory)", asked);
	if (is_empty(path))
		diex("ROOTFS %s: there is nothing in it (make rootfs makes one)", asked);
	rootfs.path = path;
	rootfs.writable = access(path, W_OK) == 0 || errno != EROFS;
	remember_id_maps();
	return path;
}

const char *rootfs_outside(void)
{
	return rootfs.path && strcmp(rootfs_here(), "/") == 0 ? rootfs.path : "";
}

const char *rootfs_here(void)
{
	struct stat root;

	if (stat("/", &root) == 0 && root.st_dev == rootfs.is.st_dev &&
	    root.st_ino == rootfs.is.st_ino)
		return "/";
	return rootfs.path;
}

bool rootfs_was_writable(const char *path)
{
	struct stat st;

	return rootfs.writable && stat(path, &st) == 0 && st.st_dev == rootfs.is.st_dev;
}

bool have_capability(cap_value_t capability)
{
	cap_t mine = cap_get_proc();
	cap_flag_value_t value = CAP_CLEAR;

	if (mine == NULL || cap_get_flag(mine, capability, CAP_EFFECTIVE, &value) == -1)
		die("cap_get_proc");
	cap_free(mine);
	return value == CAP_SET;
}

void need_capability(cap_value_t capability, const char *what_for)
{
	const char *lab = lab_current()->name, *number = lab + strlen("lab");
	char *name;

	if (have_capability(capability)) {
		forget_failures();
		return;
	}
	name = cap_to_name(capability);
	for (char *c = name; c && *c; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
	dprintf(STDERR_FILENO,
		"%s: %s is missing: %s needs it\n"
		"       without root:  make try%s        (a throw-away machine to play "
		"in)\n"
		"                      unshare --user --map-root-user ./%s  (see lab "
		"05)\n"
		"       with it:       sudo ./%s\n",
		lab, name ? name : "a capability", what_for, number, lab, lab);
	cap_free(name);
	lab_end(EXIT_LAB);
}
