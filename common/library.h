/* library.h - what the files of the library call of one another; nothing for labs, which have
 * lab.h.  Grouped by the file that defines it.
 */
#ifndef LIBRARY_H
#define LIBRARY_H

#include "lab.h"

/* ---- lab.c: the program's state, and how an unfinished one ends --------------------- */

const struct lab *lab_current(void);
const char *lab_process_name(void);
bool lab_is_in_new_pid_namespace(void);

/* Is `id`, as readlink(2) of /proc/PID/ns/`kind` has it, the caller's, whom lab_begin()
 * remembered? */
bool is_callers_namespace(const char *kind, const char *id);

/* A child of fork isn't the one to undo what at_end() has registered. */
void lab_forget_undo(void);

/* Is `step` one of the blank ones of this program?  0 asks whether there is any. */
bool todo_is_blank(int step);

/* A step that isn't written: where todo() stands, and in which function. */
struct unwritten {
	const struct todo_site *site;
	const char *function;
};
_Noreturn void todo_end(const struct unwritten *step);

/* The other side of the line met an unwritten step: COMMAND, or the view, as things are. */
_Noreturn void lab_finish_as_you_are(void);

/* ---- error.c: messages --------------------------------------------------------------- */

/* Print what failed and why, a line each: "lab05: ATTEMPT: EPERM (...)" (or, if `error` is 0,
 * that nothing has), the cause (may be empty), the page to read (may be NULL). */
void say_why(const char *attempt, int error, const char *cause, const char *manual);

/* Turn what is no printable UTF-8 into '?', but for the character `but`: a name may hold
 * anything, and must not break a line or steer the terminal.  Source: utf-8(7). */
void make_printable(char *text, char but);

/* The bytes of the UTF-8 character that `text` begins with; 0 if it is none. */
int utf8_length(const char *text);

/* For what the labs call between two of their own calls: what failed in it was put up with.  So
 * the next die() can tell whether a call has failed.  Source: errno(3). */
void forget_failures(void);

/* ---- hint.c: hints computed from the kernel's state (see hint.h) ------------------------ */

/* The cause of a failure, read from the kernel's state.  A hint_TOPIC.c holds its table.
 *
 * `attempt` is die's text, `error` its errno, `step` the one that it was in (0: none).  Returns
 * true and fills `cause` (may stay empty) and `manual` (the page to read) where something
 * certain is known. */
bool hint_for(const char *attempt, int error, int step, char *cause, size_t size,
	      const char **manual);

/* ---- file.c --------------------------------------------------------------------------- */

/* Does /proc show this process's PID namespace, and not another?  If there is none, or this
 * process isn't in there, errno is ENOENT, else 0. */
bool proc_is_ours(void);

/* As read_file, but on one line for people: blanks squeezed, ", " between the lines.
 * Returns 0, or -1 with errno. */
int read_squeezed(const char *path, char *text, size_t size);

/* ---- options.c ------------------------------------------------------------------------ */

/* Let ps(1) and /proc/PID/cmdline show this process's name, not what the program was called
 * with: for PID 1, which COMMAND can look at.  Source: proc_pid_cmdline(5). */
void hide_arguments(void);

/* Once ROOTFS is the root: its path outside, which goes before a path inside to make one for
 * the host.  Else "". */
const char *rootfs_outside(void);

/* Where ROOTFS is for this process: the path that lab_rootfs() returned, and "/" once it is
 * the root. */
const char *rootfs_here(void);

/* Is `path` on ROOTFS's file system, and was that one not read-only when lab_rootfs() looked? */
bool rootfs_was_writable(const char *path);

/* ---- process.c, exec.c ----------------------------------------------------------------- */

/* To a set that will be blocked.  What the caller ignores stays so, as with nohup(1): once it
 * is blocked, it would be kept for us all the same.  Source: sigwaitinfo(2). */
void add_unless_ignored(sigset_t *set, int signal);

/* The signals that are COMMAND's when somebody sends them to us. */
void signals_passed_on(sigset_t *set);

void line_leave_note(const struct unwritten *step); /* for the parent: it ends with it */
bool line_finish_child(void);
bool line_is_child(void);
void exec_prepare(void);
void give_shell_a_group(char *command[]);

/* ---- idmap.c --------------------------------------------------------------------------- */

/* Is `id` one of the ids inside, in the text of a map? */
bool id_map_has(const char *map, unsigned id);

/* ---- binds.c --------------------------------------------------------------------------- */

/* What -b has asked for; NULL if there was none. */
const struct binds *binds_asked(void);

/* ---- mounts.c -------------------------------------------------------------------------- */

/* Why mount_table() has just returned NULL with ELIBACC: the loader's words, or "". */
const char *mount_table_reason(void);

/* ---- net.c, netplan.c ------------------------------------------------------------------ */

/* The kernel's own words for the last refusal, or "". */
const char *net_reason(void);

typedef int net_each(const struct nlmsghdr *message, void *data);
int net_dump(int type, net_each *each, void *data, void (*reset)(void *data));

const struct net_pair *net_planned(void);
bool net_host_is_played(void);
struct sockaddr;
unsigned net_prefix_length(const struct sockaddr *netmask);

/* ---- cgroup.c, cgroup_find.c ------------------------------------------------------------ */

/* Remove what killed runs have left in `above`: groups with a lab's name that nobody holds. */
void cgroup_sweep(const char *above);

/* Open and lock a folder that has just been made.  Returns the descriptor, or -1 with errno. */
int cgroup_lock(const char *folder);

bool cgroup_is_folder(const char *path);

/* Is this process in that folder? */
bool cgroup_are_we_in(const struct cgroup_part *p);

/* The part that has the controller `v1` of v1, or the one on v2 (NULL); NULL: none. */
const struct cgroup_part *cgroup_part_with(const struct cgroup *g, const char *v1);

/* Our group, NULL until it is made; and the one that this process is in: ours once it is made
 * and we are in it, else the caller's. */
const struct cgroup *cgroup_made(void);
const struct cgroup *cgroup_here(void);

/* From now on cgroup_here() is about the group of this process; 0: again about our own. */
void cgroup_look_at(pid_t pid);

/* ---- view.c, rows.c ---------------------------------------------------------------------- */

void view_begin(const struct lab *lab);
bool view_nothing_differs(void);
void view_print(bool unfinished);

/* The step that makes the row of the view with this title; 0 if there is none. */
int step_of_row(const char *title);

/* Is this the lab, started again to show what execve(2) leaves?  Then answer, and end. */
void answer_after_exec(int argc, char *argv[]);

#endif
