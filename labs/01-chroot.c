/* 01-chroot - run COMMAND with another directory as its root.
 *
 *   usage: lab01 [-u USER[:GROUP]] [-G GROUPS] [-i] [ROOTFS] [COMMAND [ARG...]]
 *   try:   make rootfs try01    then    ./lab01 build/rootfs sh
 *
 * In the notes:  chroot --userspec=USER:GROUP --groups=GROUPS ROOTFS COMMAND   (000, 004)
 * New here:      chroot(2), chdir(2), close_range(2), setgroups(2), setresgid(2),
 *                setresuid(2), clearenv(3), execve(2)
 * Read:          chroot(2), path_resolution(7), credentials(7); GUIDE.md, chapter 01
 * Needs:         CAP_SYS_CHROOT; -u and -G need CAP_SETGID and CAP_SETUID
 */
#define _GNU_SOURCE
#include <grp.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lab.h"

struct config {
	const char *user, *groups; /* as given, or NULL */
	bool fresh_environment;
};

static const struct lab lab01;

static void step1_change_root(const char *rootfs);
static void step2_enter_root(void);
static void step3_close_descriptors(void);
static void step4_become_user(const struct user *user);
static void step5_fresh_environment(void);
static _Noreturn void step6_become_command(char *command[]);

int main(int argc, char *argv[])
{
	struct config c = { 0 };
	char **operand = argv + lab_options(&lab01, argc, argv, &c);
	const char *rootfs = lab_rootfs(*operand);
	char **command = *operand ? operand + 1 : operand;
	struct user user;

	lab_begin(&lab01, command);
	need_capability(CAP_SYS_CHROOT, "chroot(2)");

	step1_change_root(rootfs);
	step2_enter_root();
	step3_close_descriptors();
	if (c.user != NULL || c.groups != NULL) {
		look_up_user(c.user, c.groups, &user);
		step4_become_user(&user);
	}
	if (c.fresh_environment)
		step5_fresh_environment();
	if (*command != NULL)
		step6_become_command(command);
	lab_run();
}

/* Step 1: make ROOTFS the root directory.
 *
 * From here on an absolute path starts at ROOTFS, and ".." at ROOTFS stays there.
 * Nothing else changes: the current directory and open descriptors still point outside.
 * See chroot(2) and path_resolution(7).
 */
static void step1_change_root(const char *rootfs)
{
	todo(1, "make ROOTFS the root directory");
}

/* Step 2: enter the new root.
 *
 * chroot(2) leaves the current directory where it was: outside, where ".." never meets
 * the new root and so leads up to the host's real one.
 */
static void step2_enter_root(void)
{
	todo(2, "enter the new root");
}

/* Step 3: close the descriptors that point outside.
 *
 * A directory that was opened before is a way out: openat(2) and fchdir(2) start there
 * and not at the root.  0, 1 and 2 are COMMAND's; the others are closed at its exec.
 * The flag needs Linux 5.11; before that, each takes fcntl(2) with FD_CLOEXEC.
 */
static void step3_close_descriptors(void)
{
	todo(3, "close the descriptors that point outside");
}

/* Step 4: become another user.
 *
 * In this order: the change of uid gives up the right to change gid and groups.  The
 * groups are a list of their own: without setgroups(2) root's would stay.  Real,
 * effective and saved id, so that no way leads back.
 * See credentials(7), setgroups(2), setresuid(2).
 */
static void step4_become_user(const struct user *user)
{
	todo(4, "become another user");
}

/* Step 5: give COMMAND a fresh environment.
 *
 * The environment is memory of the process: it goes along into the new root, with the
 * host's PATH and its secrets.  execve(2) replaces that memory by what it is given.
 * See environ(7).
 */
static void step5_fresh_environment(void)
{
	todo(5, "give COMMAND a fresh environment");
}

/* Step 6: become COMMAND.
 *
 * PATH is looked up now, so in the new root.  execve(2) returns only if it fails; ENOENT
 * can also mean that the file is there and its loader is not: die_exec() looks.
 * 126: cannot be executed, 127: not found, as the shell has it.  See execve(2).
 */
static _Noreturn void step6_become_command(char *command[])
{
	todo(6, "become COMMAND");
}

static const struct lab_option options[] = {
	{ 'u', NULL, "USER[:GROUP]", "run COMMAND as this user, by name or number",
	  option_text, offsetof(struct config, user) },
	{ 'G', NULL, "GROUPS", "with these groups: G1,G2,...", option_text,
	  offsetof(struct config, groups) },
	{ 'i', NULL, NULL, "with an environment of its own", option_flag,
	  offsetof(struct config, fresh_environment) },
	{ 0 },
};

static const struct lab_row rows[] = {
	{ 1, "names in /", row_names, "/", OF_HOST },
	{ 1, " seen outside", row_proc_link, "root", FROM_OUTSIDE },
	{ 1, "/proc", row_processes, NULL, OF_PROCESS },
	{ 2, "current dir", row_cwd, NULL, OF_HOST },
	{ 3, "descriptors", row_descriptors, NULL, OF_HOST },
	{ 4, "uid", row_ids, "Uid", OF_HOST },
	{ 4, "gid", row_ids, "Gid", OF_HOST },
	{ 4, "groups", row_ids, "Groups", OF_HOST },
	{ 5, "environment", row_environment, NULL, OF_HOST },
	{ 0 },
};

static const struct lab lab01 = {
	.name = "lab01",
	.summary = "Run COMMAND with another directory as its root.",
	.operands = "[ROOTFS] [COMMAND [ARG...]]",
	.options = options,
	.rows = rows,
};
