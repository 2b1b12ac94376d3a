/* host.h - what the files of the pretend host share.  See main.c for what it is. */
#ifndef HOST_H
#define HOST_H

#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>

#define RANGE	       65536 /* ids of a pretend host that has a range */
#define NINA	       1000  /* her uid inside; her group is another number, */
#define NINA_GROUP     1001  /* so that a lab that mixes them up is seen */
#define countof(array) (sizeof(array) / sizeof((array)[0]))

enum ids { RANGE_BY_ROOT, RANGE_BY_NEWUIDMAP, ONE_ID };

struct host {
	/* asked for */
	unsigned int uid; /* inside */
	double seconds, pace, grace;
	bool interactive, cgroups;
	int report;		 /* -o FILE, or -1 */
	char **env, **unwatched; /* -e, -w: end with NULL */
	char **command;
	struct copy *copy; /* -c, and what load_etc adds */
	size_t copies;
	/* chosen by choose_ids */
	enum ids ids;
	unsigned int base_uid, base_gid; /* outside: what 0 inside is mapped to */
	rlim_t threads; /* of the caller, where RLIMIT_NPROC counts them, too */
	/* for PID 1 */
	struct stat old_user, old_mnt; /* the supervisor's namespaces */
	int alive[2];	/* pipe: a byte is "go", end of file "supervisor gone" */
	int root, proc; /* detached copies, out of COMMAND's reach */
};

/* What die() must undo in the supervisor, and finish() in the end. */
extern struct made {
	bool supervisor;
	const struct host *host;
	pid_t init;
	size_t groups;
	struct cgroup {
		int hierarchy; /* the folder that the group is in */
		int folder;    /* the group's own, limited; holds the lock */
		int start;     /* v2: a group in it, where PID 1 is born */
		int join;      /* write "0" here to enter; -1 no need to */
		int host;      /* the group in it that is "/" in the pretend host */
		bool v2;
		char *controllers; /* as mount(2) wants them: "cpu,cpuacct" */
		char *point;	   /* where it is mounted: "/sys/fs/cgroup/cpu" */
		char name[48];
	} cgroup[6];
} made;

/* ---- main.c: the supervisor, which stays outside ---- */

int finish(void);
double now(void);
int wait_signal(const sigset_t *set, double end);

/* ---- ids.c: which ids outside stand for those inside ---- */

void choose_ids(struct host *h);
void map_ids(const struct host *h, pid_t init);
bool map_by_helpers(const struct host *h, pid_t init);
bool is_machine_root(void);
unsigned int group_of(unsigned int uid);

/* ---- groups.c: a cgroup with limits ---- */

void make_groups(void);
void join_groups(void);
void enter_host_groups(void);
void enter_init_groups(void);
void make_ninas_groups(void);
void enter_ninas_groups(void);
const char *next_group(DIR *dir);
void leave_groups_open(void);
void remove_groups(void);

/* ---- init.c: PID 1, and COMMAND's process ---- */

_Noreturn void be_init(struct host *h);
void look_at_namespaces(struct stat *user, struct stat *mnt);
void default_signals(void);

/* ---- root.c: the file tree ---- */

void load(struct host *h, const char *name, const char *path);
void load_set_user_id(struct host *h, const char *name, const char *path);
void load_etc(struct host *h);
void make_root(struct host *h);
void bind_system(void);
void mount_proc_and_sys(struct host *h);
void make_dev(const struct host *h);
void show_cgroups(void);
void enter_root(void);
void protect_system(const struct host *h);
void write_etc(void);
void make_copies(const struct host *h);

/* ---- left.c: what COMMAND has left or changed ---- */

/* What is watched for -o: a sorted list of facts, each a key and a value.  A tab in the
 * key ends what is shown of it; what follows only tells two of the same name apart. */
struct facts {
	struct fact {
		char *key, *value;
	} * fact;
	size_t count;
};

void look(const struct host *h, struct facts *facts);
void settle(const struct host *h);
void report(const struct host *h, const struct facts *before);

/* ---- text.c: reading and writing ---- */

/* One line of /proc/PID/mountinfo, see proc(5). */
struct mount_line {
	char *id, *root, *point, *options, *type, *super;
	char propagation[32]; /* "shared", "master", "shared,master", "private" */
};

char *slurp(int dir, const char *path);
int write_at(int dir, const char *path, const char *text);
int open_folder(int dir, const char *path);
DIR *open_dir(int dir, const char *path);
bool next_mount(char **text, struct mount_line *m);
bool has_word(const char *text, const char *word);
char *say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void *grow(void *array, size_t count, size_t size);
int as_sh(int status);

/* ---- die.c: messages, and the end ---- */

_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void diex(const char *format, ...) __attribute__((format(printf, 1, 2)));
_Noreturn void refused(const char *attempt);
_Noreturn void quit(int status, int error, const char *text, const char *more);
void complain(const char *text);
const char *error_name(int error);

#endif
