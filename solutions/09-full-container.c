/* 09-full-container - run COMMAND in a container: what labs 01 to 08 built, in one program.
 *
 *   usage: lab09 [OPTION...] [ROOTFS] [COMMAND [ARG...]]          (--help lists them)
 *   try:   make rootfs lab09 && ./lab09 --tty build/rootfs sh     (no privilege needed)
 *
 * In the notes:  cgexec -g cpu,memory:ID unshare -muinpfr ... capsh --chroot=...   (001)
 * New here:      clone3(2), setsid(2), keyctl(2), a terminal of its own; and the order
 * Read:          namespaces(7), capabilities(7), pty(7); GUIDE.md, chapter 09
 * Needs:         nothing; limits need a cgroup that is ours, --net veth needs root
 * Leaves:        what was missing in ROOTFS to mount on: empty folders and files
 *
 *     lab09:parent                          lab09:init (PID 1)           COMMAND
 *     1  clone the init ------------------> wait
 *     2  limit it
 *     3  map its ids
 *     4  connect it
 *     -- #1 limited, mapped, connected -->  5  become root in here
 *                                           6  take a name
 *                                           7  bring the network up
 *                                           8  mount what a root needs
 *                                           9  mask and write-protect
 *                                           10 open a terminal
 *     <------- #2 the terminal -----------  11 leave the old root
 *                                           12 drop privilege
 *     wait, copy between the terminals      reap                         13 begin anew
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/keyctl.h>
#include <linux/sched.h> /* struct clone_args */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lab.h"

struct config {
	const char *name, *user;
	enum network net;
	struct net_pair pair; /* --net veth */
	struct cgroup_limits limits;
	struct id_map uid, gid;
	struct binds binds;
	struct cap_wish wish; /* -k */
	struct words environment;
	bool read_only, tty, no_init;
};

/* What docker(1) leaves to a container, less mknod: enough to install packages, to change
 * users and to serve port 80. */
static const char usual[] = "chown,dac_override,fowner,fsetid,kill,setgid,setuid,setpcap,"
			    "net_bind_service,net_raw,sys_chroot,audit_write,setfcap";

static const struct lab lab09;

static _Noreturn void inside(struct config *c, const char *rootfs);
static void be_init(void);
static pid_t step1_clone_init(uint64_t network);
static void step2_limit(pid_t init, const struct cgroup *g,
			const struct cgroup_limits *limits);
static void step3_map_ids(pid_t init, const struct id_map *uid, const struct id_map *gid);
static void step4_connect(pid_t init, const struct net_pair *pair);
static void step5_become_root(uid_t uid, gid_t gid);
static void step6_take_name(const char *name);
static void step7_bring_network_up(const struct net_pair *pair);
static void step8_mount(const char *rootfs, const struct needed *n, struct binds *binds,
			unsigned long flags);
static void step9_mask(const char *rootfs, const char *const *hidden,
		       const char *const *kept);
static int step10_open_terminal(const char *rootfs, int *slave);
static void step11_leave_old_root(const char *rootfs);
static void step12_drop_privilege(cap_bits keep, const struct user *user);
static void step13_begin_anew(int terminal, const struct words *environment,
			      const char *home);

int main(int argc, char *argv[])
{
	struct config c = { .name = "container" };
	char **operand = argv + lab_options(&lab09, argc, argv, &c);
	const char *rootfs = lab_rootfs(*operand);
	struct cgroup group;
	int terminal = -1;
	pid_t init;

	must_be_mountable(rootfs, &c.binds);
	must_leave_masks(&c.binds);
	if (c.net == NET_VETH) {
		net_play_host();
		net_plan(&c.pair);
	}
	id_maps_own(&c.uid, &c.gid);
	lab_begin(&lab09, *operand ? operand + 1 : operand);
	if (c.limits.asked)
		cgroup_begin(&group, "lab09", c.limits.asked);
	line_open();
	init = step1_clone_init(c.net == NET_HOST ? 0 : CLONE_NEWNET);
	if (init == 0)
		inside(&c, rootfs);
	if (init < 0)
		diex("step 1 made no process");

	/* Parent: outside, where ids, cgroups and the host's links have a meaning. */
	line_child_is_apart(init);
	line_side(PARENT, "lab09:parent");
	if (c.limits.asked)
		step2_limit(init, &group, &c.limits);
	step3_map_ids(init, &c.uid, &c.gid);
	if (c.net == NET_VETH) {
		at_end(net_remove_link, c.pair.host_end);
		step4_connect(init, &c.pair);
	}
	sync_tell(1); /* #1 limited, mapped, connected */
	if (c.tty)
		terminal = sync_wait_fd(2); /* #2 the terminal */
	lab_end(terminal == -1 ? wait_command(init) : pty_relay(terminal, init));
}

/* PID 1: builds the container around itself, then is its init. */
static _Noreturn void inside(struct config *c, const char *rootfs)
{
	const struct needed *mounts;
	int master, slave = -1;
	struct user user;

	line_side(CHILD, "lab09:init");
	must_be_new("user");
	must_be_new("mnt");
	sync_wait(1); /* #1 limited, mapped, connected */
	remember_id_maps();
	step5_become_root(c->uid.first, c->gid.first);
	step6_take_name(c->name);
	if (c->net != NET_HOST)
		step7_bring_network_up(c->net == NET_VETH ? &c->pair : NULL);
	mounts = container_mounts(c->net != NET_HOST);
	if (c->read_only)
		make_targets(rootfs, mounts, &c->binds);
	step8_mount(rootfs, mounts, &c->binds, c->read_only ? MS_RDONLY : 0);
	make_dev_links(rootfs);
	step9_mask(rootfs, container_masked, container_read_only);
	if (c->tty) {
		master = step10_open_terminal(rootfs, &slave);
		if (slave == -1)
			diex("step 10 opened no terminal");
		sync_tell_fd(2, master); /* #2 the terminal */
	}
	step11_leave_old_root(rootfs);
	look_up_user(c->user, NULL, &user);
	if (slave != -1 && fchown(slave, user.uid, (gid_t)-1) == -1)
		die("chown of the terminal to %u", user.uid);
	step12_drop_privilege(caps_kept(&c->wish, caps_parse(usual, 'k')),
			      c->user ? &user : NULL);
	if (!c->no_init)
		be_init();
	step13_begin_anew(slave, &c->environment, user.home);
	lab_run();
}

/* PID 1 stays in here, until COMMAND has ended; who returns is COMMAND's process. */
static void be_init(void)
{
	pid_t command = fork();

	if (command == -1)
		die("fork");
	if (command > 0) {
		lab_runs_in(command);
		lab_end(reap_until(command));
	}
	lab_set_process_name("lab09:command");
}

/* Step 1 (parent): clone the init, with all namespaces at once.
 *
 * Returns as fork(2) does.  The kernel makes the user namespace first, so it owns the others:
 * that is why nobody special may ask for them.  clone3(2) has the one flag that unshare(2)
 * and clone(2) don't have for the process itself, CLONE_NEWTIME; a kernel without time
 * namespaces has no file for it.  The cgroup namespace waits for step 6.
 */
static pid_t step1_clone_init(uint64_t network)
{
	struct clone_args how = { .exit_signal = SIGCHLD };
	pid_t child;

	how.flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS |
		    CLONE_NEWIPC | network;
	if (access("/proc/self/ns/time", F_OK) == 0)
		how.flags |= CLONE_NEWTIME;
	else if (errno != ENOENT)
		die("access(\"/proc/self/ns/time\")");

	child = (pid_t)syscall(SYS_clone3, &how, sizeof(how));
	if (child == -1)
		die("clone3(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | ...)");
	return child;
}

/* Step 2 (parent): limit it.
 *
 * As in lab 06, but it joins by its pid: it waits for us, so nothing is used up yet, and all
 * that it starts is born in the group.  Before step 6, which hides where in the tree that is.
 * See cgroups(7).
 */
static void step2_limit(pid_t init, const struct cgroup *g,
			const struct cgroup_limits *limits)
{
	if (cgroup_join(g, init) == -1)
		die("write %d to %s", (int)init, g->part[0].procs);

	if (cgroup_limit(g, limits) == -1)
		die("write the limits to %s", g->part[0].folder);
}

/* Step 3 (parent): map its ids.
 *
 * As in lab 05, and by root too: with every id mapped to itself, root inside is root for
 * files, and its capabilities count inside only.  After step 2: nothing outside changes any
 * more for who is root inside.  Before step 5: until then there is no id to become.
 * See user_namespaces(7), "User and group ID mappings".
 */
static void step3_map_ids(pid_t init, const struct id_map *uid, const struct id_map *gid)
{
	bool helper = id_map_needs_helper(gid, getegid(), CAP_SETGID);

	if (!helper && id_map_needs_deny(CAP_SETGID) &&
	    write_proc(init, "setgroups", "deny") == -1)
		die("write deny to /proc/%d/setgroups", (int)init);

	if (id_map_needs_helper(uid, geteuid(), CAP_SETUID))
		id_map_by_helper("newuidmap", init, uid->text);
	else if (write_proc(init, "uid_map", "%s", uid->text) == -1)
		die("write \"%s\" to /proc/%d/uid_map", uid->text, (int)init);

	if (helper)
		id_map_by_helper("newgidmap", init, gid->text);
	else if (write_proc(init, "gid_map", "%s", gid->text) == -1)
		die("write \"%s\" to /proc/%d/gid_map", gid->text, (int)init);
}

/* Step 4 (parent): connect it.
 *
 * As in lab 07: a pair with one end inside.  From out here, since in there our end has no
 * name.  See veth(4).
 */
static void step4_connect(pid_t init, const struct net_pair *pair)
{
	if (net_make_pair(pair, init) == -1)
		die("ip link add %s type veth peer name %s netns %d", pair->host_end,
		    pair->inside_end, (int)init);
	if (net_add_address(pair->host_end, &pair->host) == -1)
		die("ip addr add %s dev %s", pair->host.text, pair->host_end);
	if (net_link_up(pair->host_end) == -1)
		die("ip link set %s up", pair->host_end);
}

/* Step 5 (init): become root in here, and nobody's in there.
 *
 * The caller's groups go, where the kernel lets them; its session, and so its terminal and
 * its Ctrl-C; its umask.  A change of ids clears PDEATHSIG, and makes /proc/1 readable for
 * root inside: environ, exe and fd of a process that came from the host.
 * See setresgid(2), setgroups(2), setsid(2); PR_SET_PDEATHSIG and PR_SET_DUMPABLE, prctl(2).
 */
static void step5_become_root(uid_t uid, gid_t gid)
{
	char groups[16];

	if (read_file("/proc/self/setgroups", groups, sizeof(groups)) == -1)
		die("read /proc/self/setgroups");
	if (groups[0] == 'a' /* allow */ && setgroups(0, NULL) == -1)
		die("setgroups(0, NULL)");
	if (setresgid(gid, gid, gid) == -1)
		die("setresgid(%u, %u, %u)", gid, gid, gid);
	if (setresuid(uid, uid, uid) == -1)
		die("setresuid(%u, %u, %u)", uid, uid, uid);

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1)
		die("prctl(PR_SET_PDEATHSIG)");
	must_have_parent();
	if (prctl(PR_SET_DUMPABLE, 0) == -1)
		die("prctl(PR_SET_DUMPABLE)");
	if (setsid() == -1)
		die("setsid");
	(void)umask(022); /* the one call here that can't fail */
}

/* Step 6 (init): take a name, and hide the one of the group.
 *
 * Where a process is as it makes a cgroup namespace becomes "/" in there: so after step 2,
 * and not in step 1.  See cgroup_namespaces(7), sethostname(2).
 */
static void step6_take_name(const char *name)
{
	if (unshare(CLONE_NEWCGROUP) == -1)
		die("unshare(CLONE_NEWCGROUP)");

	if (sethostname(name, strlen(name)) == -1)
		die("sethostname(\"%s\")", name);
}

/* Step 7 (init): bring the network up.
 *
 * A new network namespace has a loopback, and it is down: a server in here could not even
 * talk to itself.  See network_namespaces(7), netdevice(7).
 */
static void step7_bring_network_up(const struct net_pair *pair)
{
	if (net_link_up("lo") == -1)
		die("ip link set lo up");
	if (pair == NULL)
		return;

	if (net_add_address(pair->inside_end, &pair->inside) == -1)
		die("ip addr add %s dev %s", pair->inside.text, pair->inside_end);
	if (net_link_up(pair->inside_end) == -1)
		die("ip link set %s up", pair->inside_end);
	if (net_default_route(&pair->host) == -1)
		die("ip route add default via %s", pair->host.text);
}

/* Step 8 (init): mount what a root needs.
 *
 * Private first, as in lab 04, and clones of what -b names: ROOTFS may lie in it, and a proc
 * that is mounted by then would come along, one that step 9 doesn't mask, without a message.
 * Set-user-ID programs and device files in ROOTFS, or in what -b names, count for nothing;
 * `flags` may add MS_RDONLY.  All of it while the host's proc and sysfs are in sight: after
 * step 11 fresh ones are EPERM.  See mount_namespaces(7), mount(2), mount_setattr(2).
 */
static void step8_mount(const char *rootfs, const struct needed *n, struct binds *binds,
			unsigned long flags)
{
	const struct bind *b;

	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1)
		die("mount --make-rprivate /");
	clone_sources(binds, MS_PRIVATE);
	if (mount(rootfs, rootfs, NULL, MS_BIND | MS_REC, NULL) == -1)
		die("mount --rbind %s %s", rootfs, rootfs);
	if (add_mount_flags(rootfs, MS_NOSUID | MS_NODEV | flags) == -1)
		die("mount -o remount,nosuid,nodev %s", rootfs);

	for (; n->target != NULL; n++) {
		if (mount(n->source, mount_target(rootfs, n->target, n->directory),
			  n->type, n->flags, n->options) == -1)
			die("mount %s %s %s%s", n->shell, n->source, rootfs, n->target);
		if ((n->flags & MS_REC) != 0 &&
		    add_mount_flags(mount_target(rootfs, n->target, true),
				    MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC) == -1)
			die("mount -o remount,ro %s%s", rootfs, n->target);
	}
	for (b = binds->bind; b < binds->bind + binds->count; b++) {
		if (syscall(SYS_move_mount, b->tree, "", AT_FDCWD,
			    mount_target(rootfs, b->target, b->directory),
			    MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_SYMLINKS) == -1)
			die("mount --move %s %s%s", b->source, rootfs, b->target);
		/* A device counts if -b names it, not if it only lies about in there. */
		if (add_mount_flags(mount_target(rootfs, b->target, b->directory),
				    MS_NOSUID | (b->directory ? MS_NODEV : 0) |
					    (b->read_only ? MS_RDONLY : 0)) == -1)
			die("mount -o remount,nosuid%s%s %s%s",
			    b->directory ? ",nodev" : "", b->read_only ? ",ro" : "",
			    rootfs, b->target);
	}
}

/* Step 9 (init): mask and write-protect.
 *
 * proc and sysfs are the machine's, not the container's.  An empty file or folder over what
 * tells or harms too much; the rest of what can be written, read-only.  Before that, the
 * last word in /proc/sys: no user namespace is made in here, or it would give back every
 * capability that step 12 drops.  After step 8, or the new proc would cover the masks: exit
 * status 0, no message, and weaker.  See proc(5); namespaces(7), "/proc/sys/user".
 */
static void step9_mask(const char *rootfs, const char *const *hidden,
		       const char *const *kept)
{
	const unsigned long flags = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC;
	struct stat st;

	if (chdir(rootfs) == -1)
		die("chdir(\"%s\")", rootfs);
	if (write_file("proc/sys/user/max_user_namespaces", "0") == -1)
		die("write 0 to proc/sys/user/max_user_namespaces");

	for (; *hidden != NULL; hidden++) {
		if (stat(*hidden, &st) == -1) {
			if (errno == ENOENT)
				continue; /* this machine has none */
			die("stat(\"%s\")", *hidden);
		}
		if (S_ISDIR(st.st_mode)
			    ? mount("tmpfs", *hidden, "tmpfs", flags, "mode=755") == -1
			    : mount("dev/null", *hidden, NULL, MS_BIND, NULL) == -1)
			die("mask %s", *hidden);
	}
	for (; *kept != NULL; kept++) {
		if (mount(*kept, *kept, NULL, MS_BIND | MS_REC, NULL) == -1) {
			if (errno == ENOENT)
				continue;
			die("mount --rbind %s %s", *kept, *kept);
		}
		if (add_mount_flags(*kept, flags) == -1)
			die("mount -o remount,ro %s", *kept);
	}
}

/* Step 10 (init): open a terminal of the new devpts.
 *
 * Returns the master; `slave` is what COMMAND gets, /dev/pts/0 in there.  Two ends of one
 * thing: the master goes out to the parent, and what is written to one is read at the other.
 * It is one of the *new* devpts, so that tty(1) finds its name.  TIOCGPTPEER opens the slave
 * without a path, on which something else could lie.
 * See pty(7), pts(4), ioctl_tty(2).
 */
static int step10_open_terminal(const char *rootfs, int *slave)
{
	int master, unlock = 0;

	if (chdir(rootfs) == -1)
		die("chdir(\"%s\")", rootfs);
	master = open("dev/pts/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (master == -1)
		die("open dev/pts/ptmx");
	if (ioctl(master, TIOCSPTLCK, &unlock) == -1)
		die("ioctl(TIOCSPTLCK)");
	*slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (*slave == -1)
		die("ioctl(TIOCGPTPEER)");
	if (pty_take_size(master) == -1)
		die("ioctl(TIOCSWINSZ)");
	return master;
}

/* Step 11 (init): leave the old root.
 *
 * As in lab 04: ROOTFS is "/", and no path, mount or descriptor leads out.  After all that
 * needs the old one.  See pivot_root(2), umount2(2), close_range(2).
 */
static void step11_leave_old_root(const char *rootfs)
{
	if (chdir(rootfs) == -1)
		die("chdir(\"%s\")", rootfs);
	if (syscall(SYS_pivot_root, ".", ".") == -1)
		die("pivot_root(\".\", \".\")");
	if (umount2(".", MNT_DETACH) == -1)
		die("umount2(\".\", MNT_DETACH)");
	if (chdir("/") == -1)
		die("chdir(\"/\")");
	if (close_on_exec_from(3) == -1)
		die("close_range(3, ~0)");
}

/* Step 12 (init): drop privilege.
 *
 * As in lab 08, and in its order: the bounding set takes CAP_SETPCAP, other ids take
 * CAP_SETUID; then nothing is left over.  Inheritable and ambient stay empty, and
 * no_new_privs makes set-user-ID bits and file capabilities void.  After step 11: pivot_root
 * takes CAP_SYS_ADMIN.  See capabilities(7), prctl(2).
 */
static void step12_drop_privilege(cap_bits keep, const struct user *user)
{
	if (caps_bound(keep) == -1)
		die("prctl(PR_CAPBSET_DROP)");

	if (user != NULL && setresgid(user->gid, user->gid, user->gid) == -1)
		die("setresgid(%u, %u, %u)", user->gid, user->gid, user->gid);
	if (user != NULL && setresuid(user->uid, user->uid, user->uid) == -1)
		die("setresuid(%u, %u, %u)", user->uid, user->uid, user->uid);
	if (prctl(PR_SET_DUMPABLE, 0) == -1 || prctl(PR_SET_PDEATHSIG, SIGKILL) == -1)
		die("prctl(PR_SET_PDEATHSIG)");
	must_have_parent();

	/* Who isn't uid 0 any more has lost them with that. */
	if (caps_hold(geteuid() == 0 ? keep : 0) == -1)
		die("capset");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		die("prctl(PR_SET_NO_NEW_PRIVS)");
}

/* Step 13 (COMMAND): begin anew.
 *
 * What a process inherits: its session and terminal, its keys, its signals, its environment.
 * None of it is to be the caller's.  TIOCSCTTY makes the terminal the session's own, so that
 * its keys send signals and a shell has job control.
 * See setsid(2), ioctl_tty(2), keyctl(2), sigaction(2), environ(7).
 */
static void step13_begin_anew(int terminal, const struct words *environment,
			      const char *home)
{
	const char *term = getenv("TERM");

	if (getpid() != 1 && setsid() == -1)
		die("setsid");
	if (terminal != -1) {
		if (ioctl(terminal, TIOCSCTTY, 0) == -1)
			die("ioctl(TIOCSCTTY)");
		for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
			if (dup2(terminal, fd) == -1)
				die("dup2(%d, %d)", terminal, fd);
	}
	/* A kernel without keys has no /proc/keys either. */
	if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) == -1 &&
	    (errno != ENOSYS || access("/proc/keys", F_OK) == 0))
		die("keyctl(KEYCTL_JOIN_SESSION_KEYRING)");
	if (reset_signals() == -1)
		die("sigaction(SIG_DFL)");

	term = term && terminal != -1 ? strdup(term) : NULL;
	if (clearenv() != 0 ||
	    setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		   1) == -1 ||
	    setenv("HOME", home, 1) == -1 || (term && setenv("TERM", term, 1) == -1))
		die("setenv");
	for (size_t i = 0; i < environment->count; i++)
		if (putenv((char *)environment->word[i]) != 0)
			die("putenv(\"%s\")", environment->word[i]);
}

#define AT(field) offsetof(struct config, field)

static const struct lab_option options[] = {
	{ 'm', NULL, "BYTES", "limit its memory: 64M", option_memory, AT(limits) },
	{ 'p', NULL, "COUNT", "limit its processes and threads: 32", option_processes,
	  AT(limits) },
	{ 'c', NULL, "CPUS", "limit its CPU time: 0.5, 50%", option_cpus, AT(limits) },
	{ 'n', NULL, "NAME", "the host name inside (default: container)",
	  option_host_name, AT(name) },
	{ 'b', NULL, "SRC:DST[:ro]", "SRC of the host is to be DST inside (many times)",
	  option_bind, AT(binds) },
	{ 'k', NULL, "CAP,...",
	  "the capabilities to keep (default: Docker's, less mknod)", option_keep,
	  AT(wish) },
	{ 'u', NULL, "USER[:GROUP]", "who COMMAND is, of ROOTFS (default: root)",
	  option_text, AT(user) },
	{ 'e', NULL, "NAME=VALUE", "add to the environment (many times)", option_variable,
	  AT(environment) },
	{ 'U', NULL, "IN:OUT:COUNT", "map uids (default: 0 to your own; as root all)",
	  option_uid_map, AT(uid) },
	{ 'G', NULL, "IN:OUT:COUNT", "map gids (default: 0 to your own; as root all)",
	  option_gid_map, AT(gid) },
	{ 0, "net", "none|veth|host",
	  "its network: lo only, a cable to the host, or no own", option_network,
	  AT(net) },
	{ 0, "read-only", NULL, "ROOTFS can't be written; -b takes its own :ro",
	  option_flag, AT(read_only) },
	{ 0, "tty", NULL, "a terminal of its own, for a shell", option_flag, AT(tty) },
	{ 0, "no-init", NULL, "COMMAND itself is PID 1", option_flag, AT(no_init) },
	{ 0 },
};

static const struct lab_row rows[] = {
	{ 1, "user ns", row_namespace, "user", OF_HOST },
	{ 1, "pid ns", row_namespace, "pid", OF_HOST },
	{ 1, "mnt ns", row_namespace, "mnt", OF_HOST },
	{ 1, "uts ns", row_namespace, "uts", OF_HOST },
	{ 1, "ipc ns", row_namespace, "ipc", OF_HOST },
	{ 1, "net ns", row_namespace, "net", OF_HOST },
	{ 1, "time ns", row_namespace, "time", OF_HOST },
	{ 2, "memory", row_limit_outside, "memory.max", FROM_OUTSIDE },
	{ 2, "processes", row_limit_outside, "pids.max", FROM_OUTSIDE },
	{ 2, "CPUs", row_limit_outside, "cpu.max", FROM_OUTSIDE },
	{ 3, "uid_map", row_proc_file, "uid_map", OF_HOST },
	{ 3, " uid outside", row_ids, "Uid", FROM_OUTSIDE },
	{ 5, "uid", row_ids, "Uid", OF_PROCESS },
	{ 5, "groups", row_ids, "Groups", OF_PROCESS },
	{ 6, "cgroup ns", row_namespace, "cgroup", OF_HOST },
	{ 6, "host name", row_hostname, NULL, OF_HOST },
	{ 7, "links", row_links, NULL, OF_PROCESS },
	{ 8, "mounts", row_mount_types, NULL, OF_HOST },
	{ 9, "masked", row_masked, NULL, OF_HOST },
	{ 10, "terminal", row_terminal, NULL, OF_PROCESS },
	{ 11, "names in /", row_names, "/", OF_HOST },
	{ 12, "effective", row_capabilities, "CapEff", OF_PROCESS },
	{ 12, "bounding", row_capabilities, "CapBnd", OF_PROCESS },
	{ 12, "no_new_privs", row_no_new_privs, NULL, OF_PROCESS },
	{ 13, "environment", row_environment, NULL, OF_PROCESS },
	{ 13, "descriptors", row_descriptors, NULL, OF_PROCESS },
	{ 13, "/proc lists", row_processes, NULL, OF_PROCESS },
	{ 13, "PID 1 is", row_pid_1, NULL, OF_PROCESS },
	{ 0 },
};

static const struct lab lab09 = {
	.name = "lab09",
	.summary = "Run COMMAND in a container.",
	.operands = "[ROOTFS] [COMMAND [ARG...]]",
	.options = options,
	.rows = rows,
};
