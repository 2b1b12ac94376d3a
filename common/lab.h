/* lab.h - the helper library of the labs: everything that is not the lesson.
 *
 * Grouped by the file that defines it, in this order:
 *
 *   lab.c, error.c       how a program begins and ends; messages
 *   options.c            options, ROOTFS, capabilities that are needed
 *   process.c, exec.c    two processes, waiting for COMMAND, becoming it
 *   pty.c                a terminal of its own
 *   file.c               small files, numbers, descriptors
 *   user.c, idmap.c      users; maps of ids
 *   mounts.c             the mount table
 *   binds.c, needed.c    -b and -p; the mounts that a root needs
 *   caps.c               sets of capabilities
 *   net.c, netplan.c     links and addresses
 *   cgroup*.c, limits.c  a group of ours, its files; limits
 *   view.c, rows.c, ...  the table host | inside, and what can stand in it
 *
 * A function returns -1 with errno and prints nothing, except where printing is its purpose
 * (die, diex, say, todo, the view).  Text goes out by one write(2), never through stdio: what
 * stdio still buffers is lost by exec and doubled by fork as soon as stdout is a pipe.
 */
#ifndef LAB_H
#define LAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/capability.h>
#include <sys/types.h>

#define LAB_PRINTF(text, first) __attribute__((format(printf, text, first)))

/* Exit statuses, as env(1), chroot(1) and docker use them; 77 as automake does. */
enum {
	EXIT_UNWRITTEN = 77, /* a step is not written yet */
	EXIT_LAB = 125,	     /* the lab itself failed, or was called wrongly */
	EXIT_CANNOT_EXEC = 126,
	EXIT_NOT_FOUND = 127,
	EXIT_SIGNAL = 128, /* plus the signal that ended COMMAND */
};

struct lab_row;
struct lab_option;

/* What the program says of itself: all of it constant. */
struct lab {
	const char *name;     /* "lab05": in messages and in ps */
	const char *summary;  /* one line, for --help */
	const char *operands; /* "[ROOTFS] [COMMAND [ARG...]]" */
	const struct lab_option *options;
	const struct lab_row *rows; /* the view */
	/* Draw a picture below the table; `outside`: what the first row says that is read
	 * FROM_OUTSIDE.  NULL: no picture. */
	void (*draw)(FILE *out, const char *outside);
};

/* ---- lab.c: how a program begins and ends -------------------------------------- */

/* Name the process, remember COMMAND and what the host looks like.
 *
 * Call it after the options are read and before the first step.  `command` ends with a
 * null pointer; an empty one (or NULL) asks for the view. */
void lab_begin(const struct lab *lab, char *command[]);

/* This process's name, in messages and in ps: "lab09:init". */
void lab_set_process_name(const char *name);

/* End with 125 if this process is still in the caller's `kind` of namespace ("uts",
 * "mnt", as /proc/PID/ns names them): a lab whose first step did nothing must not go on
 * to do the rest to the host. */
void must_be_new(const char *kind);

/* The process that is inside ends here: it becomes COMMAND, or prints the view. */
_Noreturn void lab_run(void);

/* COMMAND, or the view, is in our child `command` already: an unwritten step waits for it
 * and doesn't run it once more. */
void lab_runs_in(pid_t command);

/* Run `undo(arg)` when this process ends, last registered first: by die, todo or lab_end.
 * Register it as soon as the thing to undo is made; a child of fork doesn't inherit it. */
void at_end(void (*undo)(void *arg), void *arg);

/* Run what at_end registered, then _exit(2) with `status`. */
_Noreturn void lab_end(int status);

/* An unwritten step.  todo ends the steps, not the program: the process that is inside
 * runs COMMAND, or shows the view, in the state reached so far; then the step is named
 * and the exit status is 77 (EXIT_UNWRITTEN). */
#define todo(step, heading)                                                              \
	do {                                                                             \
		static const struct todo_site here                                       \
			__attribute__((used, section("todo_sites"))) = { step, heading,  \
									 __FILE__,       \
									 __LINE__ };     \
		todo_at(&here, __func__);                                                \
	} while (0)

struct todo_site {
	int step;
	const char *heading;
	const char *file;
	int line;
};
_Noreturn void todo_at(const struct todo_site *site, const char *function);

/* ---- error.c: messages, and hints computed from the kernel's state --------------- */

/* Report a failed call and end the process with status 125, as err(3) does but with
 * errno by its name, the step (read from the caller's function name) and a hint.
 * errno is read first: nothing may come between the failing call and die().  Where it is 0, no
 * call has failed since main began, or called the library: then it says that instead.
 * Uses _exit(2), so it is safe in a child of fork. */
#define die(...) die_at(__func__, __VA_ARGS__)
_Noreturn void die_at(const char *function, const char *fmt, ...) LAB_PRINTF(2, 3);

/* As die(), for errors that set no errno: bad arguments, a wrong state (as errx(3)). */
_Noreturn void diex(const char *fmt, ...) LAB_PRINTF(1, 2);

/* Print one line on stderr: "lab05: ...". */
void say(const char *fmt, ...) LAB_PRINTF(1, 2);

/* The name of an errno: "EPERM".  The number in words if it is not in the table
 * (strerrorname_np needs glibc 2.32, and musl has none).  The text is static. */
const char *errno_name(int error);

/* ---- options.c ------------------------------------------------------------------- */

struct lab_option {
	char letter;	      /* 'u', or 0 for a long option without one */
	const char *name;     /* "no-proc", or NULL for a letter only */
	const char *argument; /* "USER[:GROUP]", or NULL when it takes none */
	const char *help;
	void (*set)(const char *argument, void *field); /* diex() on a bad one */
	size_t field;					/* offsetof(struct config, ...) */
};

/* Setters for a field that is a `const char *`, or a `bool`. */
void option_text(const char *argument, void *field);
void option_flag(const char *argument, void *field);

/* -n and -d: a name for sethostname(2) and setdomainname(2), not empty, not too long. */
void option_host_name(const char *argument, void *field);
void option_domain_name(const char *argument, void *field);

/* A list of words: NAME=VALUE of -e; and its setter. */
enum { MAX_WORDS = 64 };
struct words {
	size_t count;
	const char *word[MAX_WORDS];
};
void option_variable(const char *argument, void *field);

/* none: only lo; veth: a cable to the host; host: the host's own.  And its setter. */
enum network { NET_NONE, NET_VETH, NET_HOST };
void option_network(const char *argument, void *field);

/* Read the options; each row's `set` stores into its field of `config`.  The table ends
 * with a row of zeroes.  --help prints usage made from the table and ends with 0; a wrong
 * option ends with 125.  Returns the index of the first operand in argv. */
int lab_options(const struct lab *lab, int argc, char *argv[], void *config);

/* ROOTFS as an absolute path without symbolic links; `operand` NULL means the default,
 * build/rootfs beside the program's own folder.  Ends with 125 if it isn't a directory, or
 * an empty one.
 * The text lives as long as the program. */
const char *lab_rootfs(const char *operand);

/* Has this process `capability` effective?  Source: capabilities(7). */
bool have_capability(cap_value_t capability);

/* End with 125 unless this process has `capability` effective: says which one is
 * missing, what for ("chroot(2)"), and the ways on.  Source: capabilities(7). */
void need_capability(cap_value_t capability, const char *what_for);

/* ---- process.c: two processes, and waiting for COMMAND ----------------------------- */

enum line_side { PARENT, CHILD };

/* The line between a parent and the child it is about to fork: a socket pair that
 * carries the numbered sync points.  From here on SIGINT, SIGTERM and their like wait
 * until wait_command passes them on, so that no signal leaves something half-made. */
void line_open(void);

/* Say which side of the line this process is, and its name in ps: "lab05:child".
 * The child also asks to be killed when its parent dies (PR_SET_PDEATHSIG). */
void line_side(enum line_side side, const char *name);

/* Numbered sync points, the same numbers on both sides.  sync_wait ends the process if
 * the other side has ended (which has said why), and runs COMMAND as things are when the
 * other side met an unwritten step. */
void sync_tell(int point);
void sync_wait(int point);

/* As above, and a descriptor goes along; sync_wait_fd returns it, or -1 if none came. */
void sync_tell_fd(int point, int fd);
int sync_wait_fd(int point);

/* Wait for `child`, pass it the signals that a process sends us, stop and continue with
 * it.  Returns its end as sh(1) counts it: 0-255, or 128+n for signal n.
 * Source: waitpid(2), "WUNTRACED"; sigaction(2), si_code. */
int wait_command(pid_t child);

/* ---- exec.c: becoming COMMAND ------------------------------------------------------ */

/* Become `command`: PATH is looked up here and now, so inside a new root.  Does not
 * return; on failure die_exec() says why. */
_Noreturn void exec_command(char *command[]);

/* The file that `name` means: itself if it has a slash, else the first one in PATH that
 * may be executed.  NULL with errno if there is none.  The text is static. */
const char *find_command(const char *name);

/* Say why `file` could not be executed (errno as execve(2) left it) and end with 126, or
 * with 127 if something was not found: a missing loader or #! interpreter is read from
 * the file's own header. */
_Noreturn void die_exec(const char *file);

/* ---- process.c, pty.c: for a container whose init and COMMAND have left our session ---- */

/* Parent, before line_side(): `child` leaves our session, so wait_command passes on what the
 * terminal sends (Ctrl-C), too.  And there is no need to wait until it says its pid. */
void line_child_is_apart(pid_t child);

/* Child: end if the parent is gone already, which PR_SET_PDEATHSIG doesn't tell.  Call it
 * after that. */
void must_have_parent(void);

/* PID 1: wait for whoever ends, pass signals on, until `command` ends.  Returns its end as
 * wait_command does.  Source: lab 03, step 6. */
int reap_until(pid_t command);

/* Every signal's disposition is the default, and COMMAND will begin with an empty mask.
 * Returns 0, or -1 with errno. */
int reset_signals(void);

/* Give the terminal whose master this is the window size of the one that we are on, if we
 * are.  Returns 0, or -1 with errno. */
int pty_take_size(int master);

/* Parent: copy between our stdin and stdout and the terminal whose master this is, until
 * `child` has ended.  Our own terminal is in raw mode until then: its keys mean something in
 * there.  What stdin's end is, is Ctrl-D in there.  Returns as wait_command does.
 * Source: pty(7), termios(3). */
int pty_relay(int master, pid_t child);

/* ---- file.c ------------------------------------------------------------------------ */

/* Write `text` to `path` with one write(2), as files of /proc and cgroupfs want it.
 * Returns 0, or -1 with errno of open(2) or write(2); a short write is EIO. */
int write_file(const char *path, const char *text);

/* As write_file, for /proc/PID/NAME, with the text made as by printf(3). */
int write_proc(pid_t pid, const char *name, const char *fmt, ...) LAB_PRINTF(3, 4);

/* Read a small file into `text`, as a string without its last newline.
 * Returns its length, or -1 with errno. */
ssize_t read_file(const char *path, char *text, size_t size);

/* The value of `field` in /proc/PID/status ("CapEff", "Uid"); pid 0 means self.
 * Returns 0, or -1 with errno (ENOENT: no /proc, or no such field). */
int read_status(pid_t pid, const char *field, char *value, size_t size);

/* Have exec close the descriptors from `first` on; one by one where close_range(2) can't
 * do that yet (before Linux 5.11).  Returns 0, or -1 with errno. */
int close_on_exec_from(int first);

/* Close the descriptor at the end of its scope: cleanup_fd int fd = open(...);
 * needs an initial value, -1 means nothing to close; keeps errno. */
#define cleanup_fd __attribute__((cleanup(close_fdp)))
void close_fdp(const int *fd);

/* A whole number 0 to `max` in decimal, nothing around it.  Returns 0, or -1 with errno
 * EINVAL (not a number) or ERANGE (too big). */
int parse_number(const char *text, unsigned long max, unsigned long *number);

/* ---- user.c ------------------------------------------------------------------------ */

enum { MAX_GROUPS = 32 };

struct user {
	uid_t uid;
	gid_t gid;
	gid_t groups[MAX_GROUPS]; /* supplementary groups */
	size_t group_count;
	char home[256]; /* their folder; "/" for who has none */
};

/* Whom "USER[:GROUP]" and "G1,G2" mean (either may be NULL: stay who we are, no groups).
 *
 * Names and numbers are looked up in /etc/passwd and /etc/group of the root as it is now:
 * call it after the change of root, so that they are the new root's.  The host's name
 * service isn't used: it would load its libraries from in there.  Ends with 125 and
 * names what isn't known, or has no id in this user namespace.  Source: passwd(5), group(5). */
void look_up_user(const char *user, const char *groups, struct user *result);

/* Read /proc/self/uid_map and gid_map for that, while there is a /proc: lab_rootfs does. */
void remember_id_maps(void);

/* ---- idmap.c ----------------------------------------------------------------------- */

/* A uid_map or gid_map as the kernel wants it: lines "inside outside count", where
 * outside is the id in the user namespace of the process that opens the file.
 * Source: user_namespaces(7). */
struct id_map {
	char text[4096]; /* the kernel takes less than a page */
	unsigned first;	 /* the first id inside: whom COMMAND becomes */
};

/* Add the line of "IN:OUT:COUNT" (`option` is for the message).  Ends with 125 if it is
 * not a map, or has an id that another line has. */
void id_map_add(struct id_map *map, const char *argument, char option);

/* Setters for a `struct id_map`: -U, -G. */
void option_uid_map(const char *argument, void *field);
void option_gid_map(const char *argument, void *field);

/* If the map is empty: `own_id` (outside) becomes 0 (inside). */
void id_map_default(struct id_map *map, unsigned own_id);

/* The same for both maps, but uid 0 with CAP_SETUID (CAP_SETGID) maps all ids of its own map,
 * each to itself. */
void id_maps_own(struct id_map *uid, struct id_map *gid);

/* Must setgroups be denied before gid_map is written?  For whoever lacks CAP_SETGID. */
bool id_map_needs_deny(cap_value_t capability);

/* Must somebody else write this map?  One's own id one may map oneself; others take
 * `capability` (CAP_SETUID or CAP_SETGID), or newuidmap(1). */
bool id_map_needs_helper(const struct id_map *map, unsigned own_id,
			 cap_value_t capability);

/* In a user namespace just entered: keep the ids that we had outside, each mapped to itself.
 * Ends with 125 if the kernel refuses. */
void id_map_keep(uid_t uid, gid_t gid);

/* Have newuidmap(1) or newgidmap(1) write it for `child`.  Ends with 125 if it refuses. */
void id_map_by_helper(const char *helper, pid_t child, const char *map);

/* ---- mounts.c: the mount table -------------------------------------------------------- */

/* A line of /proc/self/mountinfo.  The texts live as long as the program. */
struct mount_info {
	int id, parent;
	const char *point, *type;
	const char *tags;    /* "shared:1 master:2", or "" */
	const char *root;    /* the folder of the file system that it shows: "/" */
	const char *options; /* the file system's own: "rw,cpu,cpuacct" */
	unsigned long flags; /* MS_RDONLY, MS_NOSUID, ...: the mount's own */
	char *path;	     /* a way to it, where bind_mounts made one */
};

/* The mount table; ends with a null `point`.  NULL with errno: ENOENT if there is no /proc;
 * ELIBACC if libmount isn't there, or wasn't loaded before ROOTFS became the root. */
const struct mount_info *mount_table(void);

/* The mount on just this point, the topmost; or the one that `path` lies on.  NULL if there
 * is none. */
const struct mount_info *mount_at(const char *point);
const struct mount_info *mount_of(const char *path);

/* What follows `above` in `path`: "" if they are the same, NULL if it isn't below. */
const char *path_below(const char *path, const char *above);

/* How it propagates, in words: "shared:1", "slave of 1", "private", "unbindable". */
void mount_propagation(const struct mount_info *m, char *text, size_t size);

/* End with 125 if any mount is still shared: what is mounted on it would appear in other
 * mount namespaces, and what is unmounted would vanish there. */
void must_all_be_private(void);

/* Add MS_RDONLY, MS_NOSUID, MS_NODEV or MS_NOEXEC to the mount `path` and to all below it.
 * Returns 0, or -1 with errno.  Source: mount_setattr(2). */
int add_mount_flags(const char *path, unsigned long flags);

/* ---- binds.c: -b SRC:DST[:ro] and -p --------------------------------------------------- */

/* One -b, and what is made of it. */
struct bind {
	const char *source, *target; /* target: below ROOTFS, without // /./ and .. */
	bool directory, read_only;
	int tree; /* the clone of SRC that open_tree(2) made; -1: not yet */
};
enum { MAX_BINDS = 16 };
struct binds {
	size_t count;
	struct bind bind[MAX_BINDS];
};

/* Setters for a `struct binds`, and for an `unsigned long` that becomes MS_PRIVATE,
 * MS_SLAVE, MS_SHARED or MS_UNBINDABLE. */
void option_bind(const char *argument, void *field);
void option_propagation(const char *argument, void *field);
const char *propagation_word(unsigned long flag);

/* Clone each SRC and what is mounted below it: open_tree(2), Linux 5.2.  A clone is a peer
 * of its original, if that is shared; so before the tree is made private.  Ends with 125 if
 * `propagation` is slave or shared, and SRC lies on a mount that gets and gives nothing. */
void clone_sources(struct binds *list, unsigned long propagation);

/* A path to the clone of SRC, attached or not (/proc/self/fd/N). */
const char *bind_path(const struct bind *b);

/* The mounts of an attached -b: the one on DST, and those below; each with a `path`.  The
 * list ends with a null `point`. */
const struct mount_info *bind_mounts(const char *rootfs, const struct bind *b);

/* ---- needed.c: the mounts that a root needs, and safe places to mount on ---------------- */

/* A mount that a root needs, as mount(2) wants it. */
struct needed {
	const char *shell; /* "-t proc", "--bind": as mount(8) has it, for messages */
	const char *source, *target, *type;
	unsigned long flags;
	const char *options;
	bool directory; /* what `target` must be */
};

/* proc, sysfs, /dev with its devices, devpts, /dev/shm, /tmp; ends with a null `target`.  As
 * this machine grants it: see there. */
const struct needed *needed_mounts(void);

/* As needed_mounts(), for a process that has all namespaces of its own; `own_network`: that
 * one, too.  Also /run, /dev/mqueue and /sys/fs/cgroup. */
const struct needed *container_mounts(bool own_network);

/* What step 9 of lab 09 hides, and what it makes read-only: below ROOTFS, without the first
 * slash; each list ends with NULL. */
extern const char *const container_masked[], *const container_read_only[];

/* Make the places in ROOTFS for all these mounts, if they aren't there: for a ROOTFS that is
 * read-only by then. */
void make_targets(const char *rootfs, const struct needed *list,
		  const struct binds *binds);

/* The place `path` of ROOTFS, to be mounted on; made if it isn't there, a folder or an empty
 * file.  Symbolic links are not followed: ends with 125 if one is on the way, so that no
 * mount lands outside ROOTFS.  What is returned names the place by an open descriptor
 * (/proc/self/fd/N): nobody can put a link there between the look and the mount.  The text
 * lasts until the next call. */
const char *mount_target(const char *rootfs, const char *path, bool directory);

/* Look at each place that is to be mounted on, and make nothing.  Ends with 125 where
 * mount_target() would, and where a DST in another -b's DST would have to be made in the
 * host's folder.  For before the first mount: so that bad use changes nothing. */
void must_be_mountable(const char *rootfs, const struct binds *list);

/* For lab 09: end with 125 where a DST would cover what step 9 masks by, or writes to: /proc
 * and what is in it, /dev, /dev/null. */
void must_leave_masks(const struct binds *list);

/* fd, stdin, stdout, stderr and ptmx in ROOTFS/dev, if something is mounted there. */
void make_dev_links(const char *rootfs);

/* ---- caps.c: sets of capabilities, their names, -d and -k ---------------------------- */

/* A set, as /proc/PID/status prints one: bit n is capability n. */
typedef uint64_t cap_bits;
#define CAP_BIT(c) (UINT64_C(1) << (c))

/* The last capability that this kernel knows, and the set of all of them.  libcap may know
 * more or fewer.  Ends with 125 if the kernel doesn't say.
 * Source: capabilities(7), PR_CAPBSET_READ in prctl(2). */
cap_value_t caps_last(void);
cap_bits caps_all(void);

/* This process's own set ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", as
 * /proc/PID/status names them), by system calls: a new root may have no /proc.
 * Returns 0, or -1 with errno. */
int caps_get(const char *set, cap_bits *bits);

/* This process's permitted set.  Ends with 125 if it can't be read. */
cap_bits caps_permitted(void);

/* "cap_net_raw", or the number if libcap has no name for it.  The text is static. */
const char *caps_name(cap_value_t c);

/* The set that "CAP,..." means: names in either case, with or without "cap_", numbers, and
 * the words "all" and "none".  `option` is for the message.  Ends with 125 and names what
 * isn't one, or what this kernel doesn't know. */
cap_bits caps_parse(const char *list, char option);

/* What -d CAP,... (all but these) and -k CAP,... (only these) ask for; both add up when
 * they are given again, and what is in both is dropped. */
struct cap_wish {
	bool given; /* any of the two */
	bool only;  /* -k */
	cap_bits keep, drop;
};

/* Setters for a `struct cap_wish`. */
void option_drop(const char *argument, void *field);
void option_keep(const char *argument, void *field);

/* The set to be kept; without -d and -k it is `otherwise`, less what this kernel doesn't
 * know. */
cap_bits caps_kept(const struct cap_wish *wish, cap_bits otherwise);

/* Lab 08's steps in one call each: drop from the bounding set all but `keep`; make `held` the
 * permitted and effective set, and the inheritable one empty.  0, or -1 with errno. */
int caps_bound(cap_bits keep);
int caps_hold(cap_bits held);

/* A set for people: "all 41", "all but cap_sys_chroot", "2: cap_chown cap_kill", "none".
 * A long list goes without the "cap_". */
void caps_in_words(cap_bits set, char *text, size_t size);

/* ---- net.c, netplan.c, netview.c: rtnetlink through libmnl; veth pairs ---------------- */

struct nlmsghdr;

/* A request to the kernel's routing (RTM_NEWLINK, RTM_NEWADDR, ...), empty but for its
 * header: NLM_F_REQUEST, NLM_F_ACK and `flags`.  Fill it by mnl_nlmsg_put_extra_header and
 * mnl_attr_put_...; it lasts until the next call.  Source: rtnetlink(7), libmnl. */
struct nlmsghdr *net_request(int type, int flags);

/* Send it and wait for the kernel's answer.  It is about the network namespace that this
 * process is in at the moment: the socket is opened here and now, and a socket belongs to
 * one for life.  Returns 0, or -1 with the errno of the answer; die() adds the kernel's
 * own words (its "extended ack"), if there were any. */
int net_send(struct nlmsghdr *request);

/* An IPv4 address with its network's prefix length: "10.10.10.10/24". */
struct net_address {
	unsigned ip;	 /* in network byte order */
	unsigned length; /* 1 to 31; 0: none given */
	char text[sizeof("255.255.255.255/31")];
	char bare[sizeof("255.255.255.255")]; /* without the length */
};

/* Setters for a `struct net_address`, and for an `unsigned long` that becomes bytes a
 * second: "500kbit", "1mbit", as tc(8) has it. */
void option_address(const char *argument, void *field);
void option_rate(const char *argument, void *field);

enum { LINK_NAME = 16 }; /* IFNAMSIZ */

/* The two ends of a pair, one in the host's network namespace and one inside. */
struct net_pair {
	struct net_address host, inside;
	char host_end[LINK_NAME];   /* "lab07h4711" */
	char inside_end[LINK_NAME]; /* "eth0" */
};

/* Choose the names, and the addresses where none are given (10.10.10.10/24 and .11, or the
 * next network that nobody uses): such as no link or route of this network namespace has,
 * nor another process that has planned here and lives still.  Call it on the host's side,
 * before lab_begin().  Ends with 125 if the addresses that are given don't go together, or
 * overlap with what is there. */
void net_plan(struct net_pair *pair);

/* May this process change the network namespace that it is in, and make new ones?  If not
 * (an ordinary user may not): enter a user namespace, as its root, and a network namespace
 * of our own that plays the host, with `lo` up.  Call it before lab_begin().  Returns
 * whether it had to. */
bool net_play_host(void);

/* What lab 07 builds message by message, as one call each.  They return 0, or -1 with
 * errno.  Links go by name, in the network namespace of the caller. */
int net_link_up(const char *link);
int net_make_pair(const struct net_pair *pair, pid_t inside); /* a process in there */
int net_add_address(const char *link, const struct net_address *address);
int net_default_route(const struct net_address *gateway);
int net_limit_rate(const char *link, unsigned long bytes_per_second); /* what it sends */

/* For at_end(): remove the link of this name, and so the whole pair.  The kernel does that by
 * itself when the network namespace of one end goes, but a little later. */
void net_remove_link(void *link);

/* For the view: draw the pair, the host's end beside ours. */
void net_draw_pair(FILE *out, const char *hosts_end);

/* ---- cgroup_find.c, cgroup.c, cgroup_files.c: a group of ours, on v2, v1, or both -------- */

/* The resources, bits of a set. */
enum { CGROUP_MEMORY = 1, CGROUP_PIDS = 2, CGROUP_CPU = 4, CGROUP_IO = 8 };

/* v2 has one tree for all controllers, v1 a hierarchy for each, or for a few.  So a group
 * is as many folders as there are hierarchies that it is needed in.  All paths are the
 * caller's, absolute; the texts live as long as the program. */
struct cgroup_part {
	bool v2;
	const char *folder; /* the group's own: ".../lab06-4711" */
	const char *procs;  /* its cgroup.procs: a pid written there joins */
	/* v2: the cgroup.subtree_control of the folder above, and what is to be written
	 * there so that `folder` gets its controllers: "+memory +pids".  The first is NULL
	 * on v1, where the second are the hierarchy's, and where they are handed down. */
	const char *subtree_control, *controllers;
	int fd; /* the folder, open and locked; -1: not made yet */
};

struct cgroup {
	unsigned has; /* the resources that it can limit */
	size_t parts;
	struct cgroup_part part[6];
};

/* Choose where the group is to be: in the nearest folder above us, or our own, that is ours
 * to write, that has the controllers of `wanted` (else of `required`) and, on v2, no process
 * of others.  Groups there that a killed run has left are removed, with the processes in
 * them: those with a lab's name whose lock is free.  Makes nothing, but where v2 takes it:
 * moves this process (with the view's) out of the way, into a leaf of its own.  Ends with
 * 125 if there is no place, or if a controller of `required` is missing.
 * Source: cgroups(7); the kernel's admin-guide/cgroup-v2, "Delegation". */
void cgroup_find(struct cgroup *g, const char *lab, unsigned wanted, unsigned required);

/* Hold what mkdir(2) has made of p->folder: open it and lock it (flock(2)), so that no other
 * run takes it for a leftover; when this process ends, all who are in the group are killed
 * and its folders removed.  Returns 0, or -1 with errno. */
int cgroup_hold(struct cgroup *g, struct cgroup_part *p);

/* Lab 06's steps 1 and 2 in one call each: hand the controllers down, make the folders and
 * hold them; put `pid` (0: the caller) into the group.  0, or -1 with errno. */
int cgroup_make(struct cgroup *g);
int cgroup_join(const struct cgroup *g, pid_t pid);

/* cgroup_find() and cgroup_make() in one: `resources` are all required.  Ends with 125 if it
 * can't be. */
void cgroup_begin(struct cgroup *g, const char *lab, unsigned resources);

/* The descriptor of the v2 folder, for CLONE_INTO_CGROUP of clone3(2); -1 if there is none. */
int cgroup_v2_fd(const struct cgroup *g);

/* End with 125 unless the folders are there, or unless this process is in them. */
void cgroup_must_be_made(const struct cgroup *g);
void cgroup_must_have_us(const struct cgroup *g);

/* Write to a file of the group, named as v2 names it ("memory.max", "memory.swap.max",
 * "pids.max", "cpu.max", "io.max"), in v2's format; where the controller is v1's, to the
 * file that v1 has for it.  Returns 0, or -1 with errno (ENOENT: not on this kernel).
 * cgroup_file() is the path that is really written, for messages; its text is static. */
int cgroup_write(const struct cgroup *g, const char *file, const char *fmt, ...)
	LAB_PRINTF(3, 4);
const char *cgroup_file(const struct cgroup *g, const char *file);

/* Read a number the same way: "memory.current", "memory.peak", "pids.current" (`key` NULL);
 * or the one behind a key: "memory.events" "oom_kill", "cpu.stat" "usage_usec",
 * "nr_throttled".  Units as in v2: bytes, microseconds.  Returns 0, or -1 with errno. */
int cgroup_read(const struct cgroup *g, const char *file, const char *key,
		unsigned long long *value);

/* Has the group a part in the hierarchy that a line "ID:LIST:PATH" of /proc/PID/cgroup is
 * about? */
bool cgroup_uses(const struct cgroup *g, const char *id, const char *list);

/* ---- limits.c: limits as people write them, and what the group has used ---------------- */

#define CGROUP_MAX (~0ULL)	 /* "max": no limit */
enum { CGROUP_PERIOD = 100000 }; /* µs */

struct cgroup_io {
	unsigned major, minor;	  /* of a whole disk */
	const char *read, *write; /* bytes a second, or "max" */
};

struct cgroup_limits {
	unsigned long long memory, processes; /* bytes, number */
	unsigned long long cpu;		      /* µs in a CGROUP_PERIOD */
	struct cgroup_io io;
	unsigned asked; /* the resources that an option named */
};

/* Setters for a `struct cgroup_limits`; diex() on what is no limit, or absurd. */
void option_memory(const char *argument, void *field);	  /* 64M, max */
void option_processes(const char *argument, void *field); /* 20, max */
void option_cpus(const char *argument, void *field);	  /* 0.5, 50%, max */
void option_io(const char *argument, void *field);	  /* DEV:RBPS:WBPS */

/* Lab 06's steps 3 to 5: set those that were asked for.  0, or -1 with errno. */
int cgroup_limit(const struct cgroup *g, const struct cgroup_limits *limits);

/* A limit as the kernel writes it: "67108864", "max".  The text is static. */
const char *limit_text(unsigned long long limit);

/* A number of bytes for people: "64 MiB".  The text is static. */
const char *bytes_text(unsigned long long bytes);

/* Something that a group counts: cgroup_read() tells it. */
struct cgroup_measure {
	const char *title, *file, *key, *unit; /* unit: "bytes", "µs", "" */
	unsigned long long value;
	bool known; /* false: this kernel doesn't count it */
};

/* Print what is known, a line each: below the view, or on stderr. */
void print_measures(const struct cgroup_measure *measure, int fd);

/* ---- view.c: the table host | inside ------------------------------------------------ */

enum { ROW_VALUE = 1024 };

/* Whose value a row shows, and so who reads it. */
enum row_of {
	OF_HOST,      /* the process inside; at the end the host's is read again */
	FROM_OUTSIDE, /* a process that stayed on the host, about the one inside */
	OF_PROCESS,   /* the process inside; a process's own, nothing of the host */
};

struct lab_row {
	int step;	   /* the step that makes it differ; 0: none */
	const char *title; /* a leading blank sets it below the row above */
	/* Put the value, as this process sees it, into `value` (ROW_VALUE bytes); a list
	 * has newlines in it.  pid 0 means the calling process. */
	void (*read)(const struct lab_row *row, pid_t pid, char *value);
	const char *what; /* for `read`: "uts", "CapEff" */
	enum row_of of;
};

/* Take the rows as they are now, as one more column between host and inside, if there
 * is to be a view ("inside, unmapped"). */
void view_snapshot(const char *title);

/* ---- readers of the view that more than one lab has use for; `what` in brackets --------- */

/* rows.c: ids, capabilities, names, processes */
void row_namespace(const struct lab_row *row, pid_t pid, char *value); /* [uts] */
void row_proc_file(const struct lab_row *row, pid_t pid, char *value); /* [uid_map] */
void row_proc_link(const struct lab_row *row, pid_t pid, char *value); /* [root] */
void row_status(const struct lab_row *row, pid_t pid, char *value);    /* [NSpid] */
void row_link(const struct lab_row *row, pid_t pid, char *value);      /* [/proc/self] */
void row_ids(const struct lab_row *row, pid_t pid, char *value);       /* [Uid] */
void row_capabilities(const struct lab_row *row, pid_t pid, char *value); /* [CapEff] */
void row_after_exec(const struct lab_row *row, pid_t pid, char *value);	  /* [CapEff] */
void row_no_new_privs(const struct lab_row *row, pid_t pid, char *value);
void row_hostname(const struct lab_row *row, pid_t pid, char *value);
void row_domainname(const struct lab_row *row, pid_t pid, char *value);
void row_pid(const struct lab_row *row, pid_t pid, char *value); /* [pid, ppid] */
void row_pid_1(const struct lab_row *row, pid_t pid, char *value);
void row_processes(const struct lab_row *row, pid_t pid, char *value);
void row_orphan(const struct lab_row *row, pid_t pid, char *value);
void row_names(const struct lab_row *row, pid_t pid, char *value); /* [/] */
void row_cwd(const struct lab_row *row, pid_t pid, char *value);
void row_propagation(const struct lab_row *row, pid_t pid, char *value); /* [/] */
void row_descriptors(const struct lab_row *row, pid_t pid, char *value);
void row_environment(const struct lab_row *row, pid_t pid, char *value);

/* mountview.c */
void row_rootfs(const struct lab_row *row, pid_t pid, char *value);
void row_mounted(const struct lab_row *row, pid_t pid, char *value); /* [folders] */
void row_binds(const struct lab_row *row, pid_t pid, char *value);
void row_mount_table(const struct lab_row *row, pid_t pid, char *value);
void row_mount_types(const struct lab_row *row, pid_t pid, char *value);
void row_masked(const struct lab_row *row, pid_t pid, char *value);

/* cgroupview.c */
void row_cgroup_made(const struct lab_row *row, pid_t pid, char *value);
void row_cgroup_member(const struct lab_row *row, pid_t pid, char *value);
void row_cgroup_limit(const struct lab_row *row, pid_t pid, char *value); /* [pids.max] */
/* As row_cgroup_limit, FROM_OUTSIDE. */
void row_limit_outside(const struct lab_row *row, pid_t pid, char *value);
void row_cgroup_usage(const struct lab_row *row, pid_t pid, char *value);
void row_cgroup_try(const struct lab_row *row, pid_t pid, char *value); /* [memory] */

/* netview.c */
void row_links(const struct lab_row *row, pid_t pid, char *value); /* [up]: only those */
void row_link_state(const struct lab_row *row, pid_t pid, char *value); /* [lo] */
void row_addresses(const struct lab_row *row, pid_t pid, char *value);
void row_routes(const struct lab_row *row, pid_t pid, char *value);
void row_rate(const struct lab_row *row, pid_t pid, char *value); /* [eth0] */
void row_hosts_end(const struct lab_row *row, pid_t pid, char *value);
void row_listening(const struct lab_row *row, pid_t pid, char *value);
void row_abstract_names(const struct lab_row *row, pid_t pid, char *value);

/* pty.c */
void row_terminal(const struct lab_row *row, pid_t pid, char *value);

/* ---- what the C libraries of 2020, and musl, lack ------------------------------------ */

/* The numbers are the same on every machine. */
#ifndef STATX_ATTR_MOUNT_ROOT
#define STATX_ATTR_MOUNT_ROOT 0x2000
#endif
#ifndef SYS_open_tree
#define SYS_open_tree 428
#endif
#ifndef SYS_move_mount
#define SYS_move_mount 429
#endif
#ifndef SYS_fsopen
#define SYS_fsopen   430
#define SYS_fsconfig 431
#define SYS_fsmount  432
#endif
#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif
#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef OPEN_TREE_CLONE
#define OPEN_TREE_CLONE 1
#endif
#ifndef MOVE_MOUNT_F_EMPTY_PATH
#define MOVE_MOUNT_F_EMPTY_PATH 0x00000004
#endif
#ifndef MOVE_MOUNT_T_SYMLINKS
#define MOVE_MOUNT_T_SYMLINKS 0x00000010
#endif
#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif
#ifndef AT_RECURSIVE
#define AT_RECURSIVE 0x8000
#endif

#endif
