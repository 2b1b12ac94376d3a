/* lab.c - how a program begins and ends: COMMAND or the view, undo, unwritten steps. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "library.h"

enum { MAX_UNDO = 16 };

static struct {
	const struct lab *lab;
	char **command; /* NULL: show the view */
	char process_name[16];
	bool real_root;	   /* uid 0 of the initial user namespace, when we began */
	pid_t command_pid; /* COMMAND's process, if it is a child that runs already */
	struct {
		const char *kind;
		char id[40]; /* the caller's: "uts:[4026531838]"; "" if unknown */
	} host_ns[8];
} state;

static struct {
	void (*undo)(void *arg);
	void *arg;
	pid_t owner;
} undo_stack[MAX_UNDO];
static int undo_count;

/* The sites of todo() in this program: the linker collects the section and names its
 * ends; a finished program has none, and then the names are null. */
extern const struct todo_site __start_todo_sites[] __attribute__((weak));
extern const struct todo_site __stop_todo_sites[] __attribute__((weak));

const struct lab *lab_current(void)
{
	return state.lab;
}

const char *lab_process_name(void)
{
	return state.process_name;
}

void lab_set_process_name(const char *name)
{
	snprintf(state.process_name, sizeof(state.process_name), "%s", name);
	(void)prctl(PR_SET_NAME, state.process_name);
}

/* Is this process uid 0 of the initial user namespace, which nothing confines?
 * Only there the map is the identity of all ids.  Source: user_namespaces(7). */
static bool is_real_root(void)
{
	char map[128];
	unsigned long inside, outside, count;

	if (read_file("/proc/self/uid_map", map, sizeof(map)) <= 0)
		return state.real_root; /* no /proc, or no map yet: as when we began */
	return geteuid() == 0 &&
	       sscanf(map, "%lu %lu %lu", &inside, &outside, &count) == 3 &&
	       inside == 0 && outside == 0 && count == 4294967295;
}

static void namespace_id(const char *kind, char *id, size_t size)
{
	char path[64];
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/self/ns/%s", kind);
	n = readlink(path, id, size - 1);
	if (n == -1 && errno != ENOENT)
		die("readlink(\"%s\")", path);
	id[n > 0 ? n : 0] = '\0';
}

static void remember_namespaces(void)
{
	static const char *const kinds[] = { "user", "mnt", "pid_for_children", "uts",
					     "ipc",  "net", "cgroup",		"time" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		state.host_ns[i].kind = kinds[i];
		namespace_id(kinds[i], state.host_ns[i].id, sizeof(state.host_ns[i].id));
	}
}

/* Is `now` the caller's namespace of this kind?  `kind` is as in /proc/PID/ns. */
bool is_callers_namespace(const char *kind, const char *now)
{
	for (size_t i = 0; i < sizeof(state.host_ns) / sizeof(state.host_ns[0]); i++)
		if (state.host_ns[i].kind && strcmp(state.host_ns[i].kind, kind) == 0)
			return strcmp(state.host_ns[i].id, now) == 0;
	return false;
}

void must_be_new(const char *kind)
{
	const char *file = strcmp(kind, "pid") == 0 ? "pid_for_children" : kind;
	char now[40], title[24];

	namespace_id(file, now, sizeof(now));
	snprintf(title, sizeof(title), "%s ns", kind);
	if (state.host_ns[0].id[0] == '\0')
		diex("without /proc there is no telling whether step %d made a new "
		     "namespace",
		     step_of_row(title));
	if (is_callers_namespace(file, now))
		diex("step %d made no new namespace: this is still the caller's, %s",
		     step_of_row(title), now);
	forget_failures();
}

/* This process itself, that is, and not only its children to be. */
bool lab_is_in_new_pid_namespace(void)
{
	char now[40];

	namespace_id("pid", now, sizeof(now));
	return now[0] != '\0' && !is_callers_namespace("pid_for_children", now);
}

void lab_begin(const struct lab *lab, char *command[])
{
	state.lab = lab;
	state.command = command && command[0] ? command : NULL;
	lab_set_process_name(lab->name);
	state.real_root = is_real_root();
	remember_namespaces();

	/* If the caller ignores SIGCHLD, the kernel reaps our children itself and their
	 * status is lost.  See wait(2), "NOTES". */
	(void)signal(SIGCHLD, SIG_DFL);

	if (state.command == NULL || todo_is_blank(0))
		view_begin(lab);
	forget_failures();
}

void lab_run(void)
{
	if (state.command != NULL) {
		exec_prepare();
		exec_command(state.command);
	}
	view_print(false);
	lab_end(0);
}

void lab_runs_in(pid_t command)
{
	state.command_pid = command;
}

void at_end(void (*undo)(void *arg), void *arg)
{
	if (undo_count == MAX_UNDO)
		diex("more than %d things to undo", MAX_UNDO);
	undo_stack[undo_count].undo = undo;
	undo_stack[undo_count].arg = arg;
	undo_stack[undo_count].owner = getpid();
	undo_count++;
}

void lab_end(int status)
{
	while (undo_count > 0) {
		int last = --undo_count;

		if (undo_stack[last].owner == getpid())
			undo_stack[last].undo(undo_stack[last].arg);
	}
	_exit(status);
}

/* A child of fork inherits the list, but isn't the one to undo.  `owner` alone doesn't tell
 * in a new PID namespace, whose pids begin again at 1. */
void lab_forget_undo(void)
{
	undo_count = 0;
}

bool todo_is_blank(int step)
{
	const struct todo_site *site;

	for (site = __start_todo_sites; site != __stop_todo_sites; site++)
		if (step == 0 || site->step == step)
			return true;
	return false;
}

/* Run COMMAND as a child, so that the unwritten step can be named after it. */
static void run_command_in_child(void)
{
	struct pollfd parent;
	int fd[2]; /* its end tells that the parent has gone */
	pid_t child;

	if (pipe2(fd, O_CLOEXEC) == -1)
		die("pipe2");
	child = fork();
	if (child == -1)
		die("fork");
	if (child == 0) {
		/* Not getppid(): it is 0 in a new PID namespace, gone or not. */
		parent = (struct pollfd){ .fd = fd[0] };
		(void)close(fd[1]);
		lab_forget_undo();
		if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1 || poll(&parent, 1, 0) != 0)
			_exit(EXIT_LAB);
		exec_prepare();
		exec_command(state.command);
	}
	(void)close(fd[0]);
	(void)wait_command(child);
	(void)close(fd[1]);
}

/* The process that is inside becomes COMMAND, so with the pid that it has had so far; its
 * parent names the step. */
static _Noreturn void become_command(const struct unwritten *step)
{
	line_leave_note(step);
	exec_prepare();
	exec_command(state.command);
}

/* COMMAND, or the view, in what is built so far.  Where nothing differs from the host
 * COMMAND would hit the host itself, so it isn't run; nor is it run by the machine's real
 * root, whom a half-built container doesn't hold. */
static void run_unfinished(const struct unwritten *step)
{
	/* If we are a child: a step that changed our ids has cleared this. */
	if (line_is_child())
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (state.command_pid > 0) {
		(void)wait_command(state.command_pid);
	} else if (state.command == NULL) {
		view_print(true);
	} else if (view_nothing_differs()) {
		say("COMMAND was not run: nothing is isolated yet");
	} else if (is_real_root()) {
		view_print(true);
		say("COMMAND was not run: the real root is not let loose in a half-built "
		    "container; make try%s does it safely",
		    state.lab->name + strlen("lab"));
	} else if (line_is_child()) {
		become_command(step);
	} else {
		run_command_in_child();
	}
}

void lab_finish_as_you_are(void)
{
	run_unfinished(NULL);
	lab_end(0);
}

void todo_at(const struct todo_site *site, const char *function)
{
	struct unwritten step = { site, function };

	if (!line_finish_child())
		run_unfinished(&step);
	todo_end(&step);
}

void todo_end(const struct unwritten *step)
{
	const char *name = state.lab ? state.lab->name : "lab";

	dprintf(STDERR_FILENO,
		"%s: step %d is not written yet: %s\n"
		"       write it in  %s:%d, %s()\n"
		"       then         make test%s\n",
		name, step->site->step, step->site->heading, step->site->file,
		step->site->line, step->function, name + strlen("lab"));
	lab_end(EXIT_UNWRITTEN);
}
