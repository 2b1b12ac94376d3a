/* 05-user-ns-maps - run COMMAND as root of a user namespace of its own.
 *
 *   usage: lab05 [-U IN:OUT:COUNT]... [-G IN:OUT:COUNT]... [COMMAND [ARG...]]
 *   try:   make lab05 && ./lab05        (no privilege needed)
 *
 * In the notes:  unshare --user, then echo '0 1000 1' > /proc/PID/uid_map;  unshare -r
 * New here:      unshare(2) with CLONE_NEWUSER, /proc/PID/setgroups, uid_map, gid_map
 * Read:          user_namespaces(7), credentials(7); GUIDE.md, chapter 05
 * Needs:         nothing; other people's ids need newuidmap(1) and /etc/subuid
 *
 *        lab05:parent                         lab05:child
 *                                             1  enter a user namespace
 *        #1 <-------- the child is in its namespace --------
 *        2  deny setgroups
 *        3  write uid_map
 *        4  write gid_map
 *        -------- the maps are written ----------------> #2
 *                                             5  become root
 *        wait                                 COMMAND
 */
#define _GNU_SOURCE
#include <sched.h>
#include <unistd.h>

#include "lab.h"

struct config {
	struct id_map uid, gid;
};

static const struct lab lab05;

static _Noreturn void inside(const struct config *c);
static void step1_enter_user_namespace(void);
static void step2_deny_setgroups(pid_t child);
static void step3_map_uid(pid_t child, const char *map);
static void step4_map_gid(pid_t child, const char *map);
static void step5_become_root(uid_t uid, gid_t gid);

int main(int argc, char *argv[])
{
	struct config c = { 0 };
	char **command = argv + lab_options(&lab05, argc, argv, &c);
	pid_t child;

	id_map_default(&c.uid, geteuid());
	id_map_default(&c.gid, getegid());
	lab_begin(&lab05, command);
	line_open();
	child = fork();
	if (child == -1)
		die("fork");
	if (child == 0)
		inside(&c);

	/* Parent: stays outside, where the ids to map have their meaning. */
	line_side(PARENT, "lab05:parent");
	sync_wait(1); /* #1 the child is in its namespace */
	step2_deny_setgroups(child);
	if (id_map_needs_helper(&c.uid, geteuid(), CAP_SETUID))
		id_map_by_helper("newuidmap", child, c.uid.text);
	else
		step3_map_uid(child, c.uid.text);
	if (id_map_needs_helper(&c.gid, getegid(), CAP_SETGID))
		id_map_by_helper("newgidmap", child, c.gid.text);
	else
		step4_map_gid(child, c.gid.text);
	sync_tell(2); /* #2 the maps are written */
	lab_end(wait_command(child));
}

/* Child: inside, where COMMAND will be. */
static _Noreturn void inside(const struct config *c)
{
	line_side(CHILD, "lab05:child");
	step1_enter_user_namespace();
	must_be_new("user");
	view_snapshot("inside, unmapped");
	sync_tell(1); /* #1 the child is in its namespace */
	sync_wait(2); /* #2 the maps are written */
	step5_become_root(c->uid.first, c->gid.first);
	lab_run();
}

/* Step 1 (child): enter a new user namespace.
 *
 * The one kind that needs no privilege: it gives none over what is outside.  The caller
 * gets every capability in it, but no id: until a map is written, all its ids read as
 * 65534 (/proc/sys/kernel/overflowuid), and an exec takes the capabilities away again.
 * See user_namespaces(7), "Capabilities".
 */
static void step1_enter_user_namespace(void)
{
	todo(1, "enter a new user namespace");
}

/* Step 2 (parent): deny setgroups inside, for good.
 *
 * A group can be listed to forbid something (mode 0604: everyone but the group), and
 * dropping it with setgroups(2) would get around that.  So an ordinary user may write
 * gid_map only after "deny", and "deny" can't be taken back.  Linux 3.19 and later.
 * See user_namespaces(7), "The /proc/pid/setgroups file".
 */
static void step2_deny_setgroups(pid_t child)
{
	todo(2, "deny setgroups inside, for good");
}

/* Step 3 (parent): write the uid map.
 *
 * A line is "inside outside count".  The file is written once, all lines in one write(2);
 * an ordinary user may map one id, their own.  From then on uid 0 inside is the caller
 * outside, and capabilities last over an exec.
 * See user_namespaces(7), "Defining user and group ID mappings".
 */
static void step3_map_uid(pid_t child, const char *map)
{
	todo(3, "write the uid map");
}

/* Step 4 (parent): write the gid map.
 *
 * As for the uids.  A group that is not in the map reads as 65534 (nogroup) inside: that
 * is what the notes' id shows behind "0(root)".
 */
static void step4_map_gid(pid_t child, const char *map)
{
	todo(4, "write the gid map");
}

/* Step 5 (child): become root inside.
 *
 * With one's own id mapped to 0 we are root already.  With a range we are still the id
 * from outside, which may have no name in here.  gid first: without uid 0 the right to
 * change it would be gone.  Real, effective and saved id, so that no way leads back.
 * See setresgid(2), setresuid(2), credentials(7).
 */
static void step5_become_root(uid_t uid, gid_t gid)
{
	todo(5, "become root inside");
}

static void set_uid_map(const char *argument, void *field)
{
	id_map_add(field, argument, 'U');
}

static void set_gid_map(const char *argument, void *field)
{
	id_map_add(field, argument, 'G');
}

static const struct lab_option options[] = {
	{ 'U', NULL, "IN:OUT:COUNT", "map uids (default: 0 to your own)", set_uid_map,
	  offsetof(struct config, uid) },
	{ 'G', NULL, "IN:OUT:COUNT", "map gids (default: 0 to your own)", set_gid_map,
	  offsetof(struct config, gid) },
	{ 0 },
};

static const struct lab_row rows[] = {
	{ 1, "user ns", row_namespace, "user", OF_HOST },
	{ 1, "capabilities", row_capabilities, "CapEff", OF_HOST },
	{ 2, "setgroups", row_proc_file, "setgroups", OF_HOST },
	{ 3, "uid_map", row_proc_file, "uid_map", OF_HOST },
	{ 3, "uid", row_ids, "Uid", OF_HOST },
	{ 3, " seen outside", row_ids, "Uid", FROM_OUTSIDE },
	{ 3, " after exec", row_after_exec, "CapEff", OF_HOST },
	{ 4, "gid_map", row_proc_file, "gid_map", OF_HOST },
	{ 4, "gid", row_ids, "Gid", OF_HOST },
	{ 4, "groups", row_ids, "Groups", OF_HOST },
	{ 0 },
};

static const struct lab lab05 = {
	.name = "lab05",
	.summary = "Run COMMAND as root of a user namespace of its own.",
	.operands = "[COMMAND [ARG...]]",
	.options = options,
	.rows = rows,
};
