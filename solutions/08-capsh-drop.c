/* 08-capsh-drop - run COMMAND with fewer capabilities, for good.
 *
 *   usage: lab08 [-d CAP,...] [-k CAP,...] [-u USER] [-R ROOTFS] [-N] [COMMAND [ARG...]]
 *   try:   make try08    then    ./lab08 -d cap_sys_chroot    or    ./lab08 -u nina
 *
 * In the notes:  capsh --chroot=ROOTFS --drop=cap_sys_chroot -- -c COMMAND        (001)
 * New here:      prctl(2), cap_drop_bound(3), cap_set_proc(3), cap_set_ambient(3)
 * Read:          capabilities(7), capset(2), prctl(2); GUIDE.md, chapter 08
 * Needs:         CAP_SETPCAP; -R needs CAP_SYS_CHROOT, -u CAP_SETGID and CAP_SETUID
 */
#define _GNU_SOURCE
#include <grp.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "lab.h"

struct config {
	struct cap_wish wish;	   /* -d and -k */
	const char *user, *rootfs; /* as given, or NULL */
	bool no_new_privs;
};

static const struct lab lab08;

static void step1_shrink_bounding_set(cap_bits kept);
static void step2_clear_inheritable_set(void);
static void step3_change_root(const char *rootfs);
static void step4_forbid_new_privileges(void);
static void step5_become_user(const struct user *user);
static void step6_hold_only(cap_bits held, cap_bits over_exec);
static void step7_raise_ambient_set(cap_bits over_exec);

int main(int argc, char *argv[])
{
	struct config c = { 0 };
	char **command = argv + lab_options(&lab08, argc, argv, &c);
	const char *rootfs = c.rootfs ? lab_rootfs(c.rootfs) : NULL;
	cap_bits kept = caps_kept(&c.wish, 0), held, over_exec = 0;
	struct user user;

	lab_begin(&lab08, command);
	if (kept != caps_all())
		need_capability(CAP_SETPCAP, "PR_CAPBSET_DROP");
	held = kept & caps_permitted();

	step1_shrink_bounding_set(kept);
	step2_clear_inheritable_set();
	if (rootfs != NULL)
		step3_change_root(rootfs);
	if (c.no_new_privs)
		step4_forbid_new_privileges();
	if (c.user != NULL) {
		look_up_user(c.user, NULL, &user);
		step5_become_user(&user);
	}
	/* Exec gives uid 0 the bounding set, another uid the ambient one: what -k names. */
	if (geteuid() != 0)
		over_exec = held = c.wish.only ? held : 0;
	step6_hold_only(held, over_exec);
	step7_raise_ambient_set(over_exec);
	lab_run();
}

/* Step 1: shrink the bounding set.
 *
 * No exec gives what isn't in it: not to uid 0, not by a file's capabilities.  What is
 * effective now stays so.  Takes CAP_SETPCAP; up to the last one that *this* kernel knows.
 * See capabilities(7), "Capability bounding set"; PR_CAPBSET_DROP in prctl(2).
 */
static void step1_shrink_bounding_set(cap_bits kept)
{
	for (cap_value_t cap = 0; cap <= caps_last(); cap++)
		if (!(kept & CAP_BIT(cap)) && cap_drop_bound(cap) == -1)
			die("cap_drop_bound(%s)", caps_name(cap));
}

/* Step 2: clear the inheritable set, and so the ambient set.
 *
 * Exec gives uid 0 "inheritable or bounding": what the caller left in here would come back
 * in spite of step 1 (CVE-2022-24769).  What isn't inheritable can't stay ambient.
 * See capabilities(7), "Transformation of capabilities during execve()".
 */
static void step2_clear_inheritable_set(void)
{
	cap_t caps = cap_get_proc(); /* permitted and effective as they are */

	if (cap_clear_flag(caps, CAP_INHERITABLE) == -1 || cap_set_proc(caps) == -1)
		die("cap_set_proc(inheritable: none)");
	cap_free(caps);
}

/* Step 3: change the root, while we may.
 *
 * As in lab 01.  chroot(2) and chdir(2) ask the effective set, which is full still.
 */
static void step3_change_root(const char *rootfs)
{
	if (chroot(rootfs) == -1)
		die("chroot(\"%s\")", rootfs);
	if (chdir("/") == -1 || close_on_exec_from(3) == -1)
		die("leave the old root");
}

/* Step 4: forbid new privileges.
 *
 * From now on set-user-ID bits and file capabilities add nothing to what one has.  It stays
 * over fork and exec, and can't be unset.  See PR_SET_NO_NEW_PRIVS, prctl(2).
 */
static void step4_forbid_new_privileges(void)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		die("prctl(PR_SET_NO_NEW_PRIVS)");
}

/* Step 5: become USER, and keep what is permitted.
 *
 * As the last uid 0 goes, the permitted, effective and ambient sets are cleared.  KEEPCAPS
 * spares the permitted one, till the next exec.  setgroups(2), setresgid(2) and setresuid(2)
 * in this order, as in lab 01.  See capabilities(7), "Effect of user ID changes".
 */
static void step5_become_user(const struct user *user)
{
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) == -1)
		die("prctl(PR_SET_KEEPCAPS)");
	if (setgroups(user->group_count, user->groups) == -1)
		die("setgroups(%zu ids)", user->group_count);
	if (setresgid(user->gid, user->gid, user->gid) == -1)
		die("setresgid(%u, %u, %u)", user->gid, user->gid, user->gid);
	if (setresuid(user->uid, user->uid, user->uid) == -1)
		die("setresuid(%u, %u, %u)", user->uid, user->uid, user->uid);
}

/* Step 6: hold only what is to be kept.
 *
 * The kernel asks the effective set, now, also whether we may reach COMMAND's file.  So it's
 * after all that takes capabilities.  Inheritable is what step 7 wants.  See capset(2).
 */
static void step6_hold_only(cap_bits held, cap_bits over_exec)
{
	cap_t caps = cap_get_proc();

	for (cap_value_t cap = 0; cap <= caps_last(); cap++) {
		(void)cap_set_flag(caps, CAP_PERMITTED, 1, &cap, held >> cap & 1);
		(void)cap_set_flag(caps, CAP_EFFECTIVE, 1, &cap, held >> cap & 1);
		if (over_exec & CAP_BIT(cap))
			(void)cap_set_flag(caps, CAP_INHERITABLE, 1, &cap, CAP_SET);
	}
	if (cap_set_proc(caps) == -1)
		die("cap_set_proc(permitted, effective)");
	cap_free(caps);
}

/* Step 7: hand it on over exec.
 *
 * Exec leaves another uid than 0 what is ambient, and what the file gives.  EPERM for what
 * isn't both permitted and inheritable.  See PR_CAP_AMBIENT, prctl(2).
 */
static void step7_raise_ambient_set(cap_bits over_exec)
{
	for (cap_value_t cap = 0; cap <= caps_last(); cap++)
		if ((over_exec & CAP_BIT(cap)) && cap_set_ambient(cap, CAP_SET) == -1)
			die("cap_set_ambient(%s)", caps_name(cap));
}

static const struct lab_option options[] = {
	{ 'd', NULL, "CAP,...", "drop these (without -d and -k: all)", option_drop,
	  offsetof(struct config, wish) },
	{ 'k', NULL, "CAP,...", "keep these, no others; USER gets them, too", option_keep,
	  offsetof(struct config, wish) },
	{ 'u', NULL, "USER[:GROUP]", "run COMMAND as this user", option_text,
	  offsetof(struct config, user) },
	{ 'R', NULL, "ROOTFS", "with this directory as its root", option_text,
	  offsetof(struct config, rootfs) },
	{ 'N', NULL, NULL, "no new privileges by any exec", option_flag,
	  offsetof(struct config, no_new_privs) },
	{ 0 },
};

static const struct lab_row rows[] = {
	{ 1, "bounding", row_capabilities, "CapBnd", OF_HOST },
	{ 2, "inheritable", row_capabilities, "CapInh", OF_HOST },
	{ 3, "root directory", row_proc_link, "root", FROM_OUTSIDE },
	{ 4, "no_new_privs", row_no_new_privs, NULL, OF_HOST },
	{ 5, "uid", row_ids, "Uid", OF_HOST },
	{ 6, "permitted", row_capabilities, "CapPrm", OF_HOST },
	{ 0, " after exec", row_after_exec, "CapPrm", OF_HOST },
	{ 6, "effective", row_capabilities, "CapEff", OF_HOST },
	{ 0, " after exec", row_after_exec, "CapEff", OF_HOST },
	{ 7, "ambient", row_capabilities, "CapAmb", OF_HOST },
	{ 0 },
};

static const struct lab lab08 = {
	.name = "lab08",
	.summary = "Run COMMAND with fewer capabilities, for good.",
	.operands = "[COMMAND [ARG...]]",
	.options = options,
	.rows = rows,
};
