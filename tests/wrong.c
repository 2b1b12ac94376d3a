/* wrong - what goes wrong in the labs, one mistake a sub-command; tests/common.bats reads
 * what common/ says of it.
 *
 *   usage: wrong MISTAKE ROOTFS       in the pretend host, as its root
 *          wrong exec FILE            become FILE
 *          wrong execvp NAME          become it as execvp(3) does
 *          wrong rootfs NAME          NAME is to be ROOTFS
 *          wrong view DIR FILE        the view; meanwhile FILE is made on the host
 *
 * The calls and the texts of die() are the labs' own.  A mistake that the kernel doesn't
 * mind ends with 0.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab.h"

static const char *R; /* ROOTFS */
static const struct lab wrong;

/* For what must succeed before the mistake. */
#define MUST(call)                                                                       \
	do {                                                                             \
		if ((call) == -1)                                                        \
			diex("before the mistake: %s: %s", #call, errno_name(errno));    \
	} while (0)

/* ---- the state that a mistake starts from ---- */

static void drop_capabilities(void)
{
	cap_t none = cap_init();

	MUST(cap_set_proc(none));
	cap_free(none);
}

/* A mount namespace of our own, in which nothing is shared. */
static void new_mounts(void)
{
	MUST(unshare(CLONE_NEWNS));
	MUST(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
}

/* Root of a user namespace, and of what `flags` name. */
static void new_user(int flags)
{
	unsigned uid = geteuid(), gid = getegid();

	MUST(unshare(CLONE_NEWUSER | flags));
	MUST(write_proc(getpid(), "setgroups", "deny"));
	MUST(write_proc(getpid(), "uid_map", "0 %u 1", uid));
	MUST(write_proc(getpid(), "gid_map", "0 %u 1", gid));
}

static void end_child(void *child)
{
	(void)kill(*(pid_t *)child, SIGKILL);
	(void)waitpid(*(pid_t *)child, NULL, 0);
}

/* An ordinary user, whose own files in /proc aren't root's, as they are after a change of uid. */
static void become_nina(void)
{
	MUST(setresgid(1001, 1001, 1001));
	MUST(setresuid(1000, 1000, 1000));
	MUST(prctl(PR_SET_DUMPABLE, 1));
}

/* A child in a user namespace without maps, for its parent to write. */
static pid_t child_in_user_namespace(void)
{
	static pid_t child;
	int ready[2];
	char byte;

	MUST(pipe2(ready, O_CLOEXEC));
	MUST(child = fork());
	if (child == 0) {
		MUST(unshare(CLONE_NEWUSER));
		MUST(write(ready[1], "", 1));
		pause();
	}
	at_end(end_child, &child);
	MUST(read(ready[0], &byte, 1));
	return child;
}

static void bind_root(void)
{
	MUST(mount(R, R, NULL, MS_BIND | MS_REC, NULL));
}

static void mount_tmpfs(const char *point, unsigned long flags)
{
	MUST(mount("tmpfs", point, "tmpfs", flags, NULL));
}

/* ---- calls as the labs make them ---- */

static void try_sethostname(const char *name)
{
	if (sethostname(name, strlen(name)) == -1)
		die("sethostname(\"%s\")", name);
}

static void try_map(pid_t pid, const char *file, const char *map)
{
	if (write_proc(pid, file, "%s", map) == -1)
		die("write \"%s\" to /proc/%d/%s", map, (int)pid, file);
}

/* What is written, and where, is another thing than what die() is told. */
static void try_other_map(pid_t pid, const char *map, pid_t shown_pid, const char *shown)
{
	if (write_proc(pid, "uid_map", "%s", map) == -1)
		die("write \"%s\" to /proc/%d/uid_map", shown, (int)shown_pid);
}

static void try_address(const char *link, unsigned index)
{
	struct nlmsghdr *n = net_request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
	struct ifaddrmsg *a = mnl_nlmsg_put_extra_header(n, sizeof(*a));

	a->ifa_family = AF_INET;
	a->ifa_prefixlen = 24;
	a->ifa_index = index;
	mnl_attr_put_u32(n, IFA_LOCAL, htonl(0x0a0a0a0a));
	mnl_attr_put_u32(n, IFA_ADDRESS, htonl(0x0a0a0a0a));
	if (net_send(n) == -1)
		die("ip addr add 10.10.10.10/24 dev %s", link);
}

static void try_deny(pid_t pid)
{
	if (write_proc(pid, "setgroups", "deny") == -1)
		die("write deny to /proc/%d/setgroups", (int)pid);
}

static void try_setgroups(gid_t group)
{
	if (setgroups(1, &group) == -1)
		die("setgroups(1 ids)");
}

static void try_setresgid(gid_t gid)
{
	if (setresgid(gid, gid, gid) == -1)
		die("setresgid(%u, %u, %u)", gid, gid, gid);
}

static void try_ambient(cap_value_t c)
{
	if (cap_set_ambient(c, CAP_SET) == -1)
		die("cap_set_ambient(%s)", caps_name(c));
}

static void try_pivot(const char *new, const char *old)
{
	if (syscall(SYS_pivot_root, new, old) == -1)
		die("pivot_root(\"%s\", \"%s\")", new, old);
}

static void try_mount(const char *shell, const char *type, const char *point)
{
	if (mount(type, point, type, 0, NULL) == -1)
		die("mount %s %s %s", shell, type, point);
}

static void try_bind(const char *source)
{
	if (mount(source, "/tmp", NULL, MS_BIND, NULL) == -1)
		die("mount --bind %s /tmp", source);
}

static void try_remount(const char *point, unsigned long flags)
{
	if (mount(NULL, point, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | flags, NULL) ==
	    -1)
		die("mount -o remount,bind,ro %s", point);
}

static void try_umount(const char *point, int flags)
{
	if (umount2(point, flags) == -1)
		die("umount2(\"%s\", %d)", point, flags);
}

/* ---- the mistakes ---- */

static void uts_without_capability(void)
{
	drop_capabilities();
	if (unshare(CLONE_NEWUTS) == -1)
		die("unshare(CLONE_NEWUTS)");
}

static void user_in_chroot(void)
{
	MUST(chroot(R));
	if (unshare(CLONE_NEWUSER) == -1)
		die("unshare(CLONE_NEWUSER)");
}

static void pid_namespace_twice(void)
{
	MUST(unshare(CLONE_NEWPID));
	if (unshare(CLONE_NEWPID) == -1)
		die("unshare(CLONE_NEWPID)");
}

static void fork_after_pid_1(void)
{
	pid_t child;

	MUST(unshare(CLONE_NEWPID));
	MUST(child = fork());
	if (child == 0)
		_exit(0);
	MUST(waitpid(child, NULL, 0));
	if (fork() == -1)
		die("fork");
}

static void name_without_capability(void)
{
	drop_capabilities();
	try_sethostname("x");
}

static void name_of_outer_namespace(void)
{
	new_user(0);
	try_sethostname("x");
}

/* In a new PID namespace, with the /proc of the old one: its 1 is somebody else. */
static void map_by_another_proc(void)
{
	pid_t child;

	MUST(unshare(CLONE_NEWPID));
	child = fork();
	if (child == 0) {
		MUST(write_proc(getpid(), "setgroups", "deny"));
		_exit(0);
	}
	exit(wait_command(child));
}

static void name_too_long(void)
{
	char name[66];

	memset(name, 'x', 65);
	name[65] = '\0';
	MUST(unshare(CLONE_NEWUTS));
	try_sethostname(name);
}

static void map_without_namespace(void)
{
	try_map(getpid(), "uid_map", "0 0 1");
}

static void map_of_the_parent(void)
{
	child_in_user_namespace();
	try_map(getpid(), "uid_map", "0 0 1");
}

static void map_twice(void)
{
	new_user(0);
	try_map(getpid(), "uid_map", "0 0 1");
}

static void gid_map_before_deny(void)
{
	MUST(unshare(CLONE_NEWUSER));
	try_map(getpid(), "gid_map", "0 0 1");
}

static void map_of_others(void)
{
	MUST(unshare(CLONE_NEWUSER));
	try_map(getpid(), "uid_map", "0 4711 1");
}

static void map_of_two_numbers(void)
{
	MUST(unshare(CLONE_NEWUSER));
	try_map(getpid(), "uid_map", "0 0");
}

static void map_of_others_as_nina(void)
{
	pid_t child;

	become_nina();
	child = child_in_user_namespace();
	try_map(child, "uid_map", "0 4711 1");
}

static void range_as_nina(void)
{
	pid_t child;

	become_nina();
	child = child_in_user_namespace();
	try_map(child, "uid_map", "0 1000 1\n1 1000000 10");
}

static void map_other_than_shown(void)
{
	pid_t child;

	become_nina();
	child = child_in_user_namespace();
	try_other_map(child, "0 4711 1", child, "0 1000 1");
}

static void map_without_quotes(void)
{
	pid_t child;

	become_nina();
	child = child_in_user_namespace();
	if (write_proc(child, "uid_map", "0 4711 1") == -1)
		die("write 0 1000 1 to /proc/%d/uid_map", (int)child);
}

static void map_elsewhere_than_shown(void)
{
	pid_t child;

	become_nina();
	child = child_in_user_namespace();
	try_other_map(getpid(), "0 1000 1", child, "0 1000 1");
}

static void deny_after_gid_map(void)
{
	pid_t child = child_in_user_namespace();

	MUST(write_proc(child, "gid_map", "0 0 1"));
	try_deny(child);
}

static void become_root_before_map(void)
{
	MUST(unshare(CLONE_NEWUSER));
	if (setresuid(0, 0, 0) == -1)
		die("setresuid(0, 0, 0)");
}

static void gid_not_in_map(void)
{
	new_user(0);
	try_setresgid(4711);
}

static void group_not_in_map(void)
{
	try_setgroups(4711000);
}

static void groups_denied(void)
{
	new_user(0);
	try_setgroups(0);
}

static void groups_after_uid(void)
{
	drop_capabilities();
	try_setgroups(0);
}

static void gid_after_uid(void)
{
	MUST(setresuid(1000, 1000, 1000));
	try_setresgid(1001);
}

static void gid_after_setuid(void)
{
	MUST(setuid(1000));
	if (setgid(1001) == -1)
		die("setgid(1001)");
}

static void ambient_without_keepcaps(void)
{
	MUST(setresuid(1000, 1000, 1000));
	try_ambient(CAP_NET_RAW);
}

static void ambient_after_all_is_dropped(void)
{
	MUST(prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0));
	MUST(setresuid(1000, 1000, 1000));
	drop_capabilities();
	try_ambient(CAP_NET_RAW);
}

static void ambient_beyond_permitted(void)
{
	MUST(caps_hold(CAP_BIT(CAP_CHOWN)));
	try_ambient(CAP_NET_RAW);
}

static void chroot_without_capability(void)
{
	drop_capabilities();
	if (chroot(R) == -1)
		die("chroot(\"%s\")", R);
}

static void pivot_without_capability(void)
{
	drop_capabilities();
	try_pivot(".", ".");
}

static void pivot_of_outer_namespace(void)
{
	new_user(0);
	try_pivot(".", ".");
}

static void pivot_in_chroot(void)
{
	new_mounts();
	MUST(chdir(R));
	mount_tmpfs("mnt", 0);
	MUST(mount("proc", "proc", "proc", 0, NULL));
	MUST(chroot(R));
	try_pivot("/mnt", "/mnt");
}

static void pivot_elsewhere(void)
{
	new_mounts();
	bind_root();
	MUST(chdir("/mnt"));
	try_pivot(".", ".");
}

static void pivot_without_bind(void)
{
	new_mounts();
	MUST(chdir(R));
	try_pivot(".", ".");
}

/* ROOTFS in a file system of its own: that is EINVAL, where the root's own is EBUSY. */
static void pivot_without_bind_2(void)
{
	new_mounts();
	mount_tmpfs("/mnt", 0);
	MUST(mkdir("/mnt/root", 0755));
	try_pivot("/mnt/root", "/mnt/root");
}

static void chdir_before_bind(void)
{
	new_mounts();
	MUST(chdir(R));
	bind_root();
	try_pivot(".", ".");
}

static void pivot_with_shared_parent(void)
{
	MUST(unshare(CLONE_NEWNS));
	MUST(mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL));
	MUST(mount(NULL, "/", NULL, MS_SHARED, NULL));
	bind_root();
	MUST(chdir(R));
	try_pivot(".", ".");
}

static void pivot_to_shared(void)
{
	new_mounts();
	bind_root();
	MUST(mount(NULL, R, NULL, MS_SHARED, NULL));
	MUST(chdir(R));
	try_pivot(".", ".");
}

static void pivot_the_wrong_way_round(void)
{
	new_mounts();
	bind_root();
	MUST(chdir(R));
	try_pivot("/", ".");
}

static void put_old_outside(void)
{
	new_mounts();
	bind_root();
	mount_tmpfs("/mnt", 0);
	try_pivot(R, "/mnt");
}

static void put_old_on_root(void)
{
	new_mounts();
	bind_root();
	try_pivot(R, "/mnt");
}

static void put_old_missing(void)
{
	new_mounts();
	bind_root();
	MUST(chdir(R));
	try_pivot(".", "old");
}

static void proc_of_outer_namespace(void)
{
	new_user(CLONE_NEWNS);
	try_mount("-t proc", "proc", "/proc");
}

/* In a child, whose PID namespace is its own. */
static void proc_after_pivot(void)
{
	pid_t child;
	int status;

	new_user(CLONE_NEWNS | CLONE_NEWPID);
	MUST(child = fork());
	if (child == 0) {
		bind_root();
		MUST(chdir(R));
		MUST((int)syscall(SYS_pivot_root, ".", "."));
		MUST(umount2(".", MNT_DETACH));
		try_mount("-t proc", "proc", "/proc");
	}
	MUST(waitpid(child, &status, 0));
	lab_end(WEXITSTATUS(status));
}

static void unknown_file_system(void)
{
	new_mounts();
	try_mount("-t nofs", "nofs", "/tmp");
}

static void mount_without_capability(void)
{
	drop_capabilities();
	try_bind("/mnt");
}

static void private_of_folder(void)
{
	new_mounts();
	if (mount(NULL, "/mnt", NULL, MS_PRIVATE, NULL) == -1)
		die("mount --make-private /mnt");
}

static void bind_of_unbindable(void)
{
	new_mounts();
	mount_tmpfs("/mnt", 0);
	MUST(mount(NULL, "/mnt", NULL, MS_UNBINDABLE, NULL));
	try_bind("/mnt");
}

static void bind_not_recursive(void)
{
	new_user(CLONE_NEWNS);
	try_bind("/");
}

static void remount_without_flags(void)
{
	new_mounts();
	mount_tmpfs("/mnt", MS_NOSUID | MS_NOEXEC);
	new_user(CLONE_NEWNS);
	try_remount("/mnt", MS_NOSUID);
}

static void remount_with_other_atime(void)
{
	new_mounts();
	mount_tmpfs("/mnt", MS_NOATIME);
	new_user(CLONE_NEWNS);
	try_remount("/mnt", MS_RELATIME);
}

/* Not the mount but the whole file system. */
static void remount_without_bind(void)
{
	new_mounts();
	bind_root();
	MUST(mount(NULL, R, NULL, MS_REMOUNT | MS_RDONLY, NULL));
	(void)mount_target(R, "none-yet", true);
}

static void remount_with_bind_too_early(void)
{
	new_mounts();
	bind_root();
	MUST(mount(NULL, R, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL));
	(void)mount_target(R, "none-yet", true);
}

static void umount_busy(void)
{
	new_mounts();
	mount_tmpfs("/mnt", 0);
	MUST(chdir("/mnt"));
	try_umount("/mnt", 0);
}

static void umount_of_folder(void)
{
	new_mounts();
	try_umount("/mnt", 0);
}

static void umount_of_root(void)
{
	new_mounts();
	try_umount("/", MNT_DETACH);
}

static void address_of_missing_link(void)
{
	MUST(unshare(CLONE_NEWNET));
	try_address("eth0", 0);
}

/* As a step before the one that makes the links; its name tells. */
static void step2_bring_up_missing_link(void)
{
	MUST(unshare(CLONE_NEWNET));
	if (net_link_up("eth0") == -1)
		die("ip link set eth0 up");
}

static void missing_link_beside_a_pair(void)
{
	struct net_pair pair = { .host_end = "lab07h4", .inside_end = "eth1" };

	MUST(unshare(CLONE_NEWNET));
	MUST(net_make_pair(&pair, getpid()));
	if (net_link_up("eth0") == -1)
		die("ip link set eth0 up");
}

static void address_by_another_index(void)
{
	MUST(unshare(CLONE_NEWNET));
	try_address("lo", if_nametoindex("lo") + 4711);
}

static void link_up_by_another_index(void)
{
	struct nlmsghdr *n = net_request(RTM_NEWLINK, 0);
	struct ifinfomsg *link = mnl_nlmsg_put_extra_header(n, sizeof(*link));

	MUST(unshare(CLONE_NEWNET));
	link->ifi_index = 4711;
	if (net_send(n) == -1)
		die("ip link set lo up");
}

static void group_not_made(void)
{
	struct cgroup g = { .parts = 1, .part = { { .folder = "/none", .fd = -1 } } };

	cgroup_must_be_made(&g);
}

static void group_not_held(void)
{
	struct cgroup g = { .parts = 1, .part = { { .folder = "/tmp", .fd = -1 } } };

	cgroup_must_be_made(&g);
}

static void group_file_of_v1(void)
{
	(void)cgroup_write(&(struct cgroup){ 0 }, "memory.limit_in_bytes", "1");
}

static void group_file_unknown(void)
{
	(void)cgroup_write(&(struct cgroup){ 0 }, "memory.high", "1");
}

/* The check is the wrong way round; before it the library has put up with a failure of its
 * own, and so has what called it. */
static void inverted_at_first(void)
{
	char *command[] = { (char *)"true", NULL };

	errno = EBADF;
	lab_begin(&wrong, command);
	if (chroot(R) != -1)
		die("chroot(\"%s\")", R);
}

static void inverted_in_new_namespace(void)
{
	MUST(unshare(CLONE_NEWUTS));
	errno = ENOENT;
	must_be_new("uts");
	if (sethostname("x", 1) == 0)
		die("sethostname(\"x\")");
}

/* As with a ; behind the if. */
static void die_after_success(void)
{
	const char *mnt;

	new_mounts();
	errno = ENOENT;
	mnt = mount_target(R, "mnt", true);
	(void)mount(R, mnt, NULL, MS_BIND, NULL);
	die("mount --bind %s %s/mnt", R, R);
}

static void inverted_in_child(void)
{
	pid_t child;

	line_open();
	MUST(child = fork());
	line_side(child == 0 ? CHILD : PARENT, child == 0 ? "child" : "parent");
	if (child == 0) {
		errno = ENOENT;
		sync_tell(1);
		sync_wait(2);
		if (chdir("/") == 0)
			die("chdir(\"/\")");
	}
	sync_wait(1);
	sync_tell(2);
	lab_end(wait_command(child));
}

/* Names that look like attempts. */
static void path_like_an_attempt(void)
{
	errno = EPERM;
	die("open /srv/unshare/mount -t proc/pivot_root(/uid_map");
}

static const struct {
	const char *name;
	void (*make)(void);
} mistakes[] = {
#define MISTAKE(function)                                                                \
	{                                                                                \
#function, function                                                      \
	}
	MISTAKE(uts_without_capability),
	MISTAKE(user_in_chroot),
	MISTAKE(pid_namespace_twice),
	MISTAKE(fork_after_pid_1),
	MISTAKE(name_without_capability),
	MISTAKE(name_of_outer_namespace),
	MISTAKE(name_too_long),
	MISTAKE(map_by_another_proc),
	MISTAKE(map_without_namespace),
	MISTAKE(map_of_the_parent),
	MISTAKE(map_twice),
	MISTAKE(gid_map_before_deny),
	MISTAKE(map_of_others),
	MISTAKE(map_of_two_numbers),
	MISTAKE(map_of_others_as_nina),
	MISTAKE(range_as_nina),
	MISTAKE(map_other_than_shown),
	MISTAKE(map_without_quotes),
	MISTAKE(map_elsewhere_than_shown),
	MISTAKE(deny_after_gid_map),
	MISTAKE(become_root_before_map),
	MISTAKE(gid_not_in_map),
	MISTAKE(group_not_in_map),
	MISTAKE(groups_denied),
	MISTAKE(groups_after_uid),
	MISTAKE(gid_after_uid),
	MISTAKE(gid_after_setuid),
	MISTAKE(ambient_without_keepcaps),
	MISTAKE(ambient_after_all_is_dropped),
	MISTAKE(ambient_beyond_permitted),
	MISTAKE(chroot_without_capability),
	MISTAKE(pivot_without_capability),
	MISTAKE(pivot_of_outer_namespace),
	MISTAKE(pivot_in_chroot),
	MISTAKE(pivot_elsewhere),
	MISTAKE(pivot_without_bind),
	MISTAKE(pivot_without_bind_2),
	MISTAKE(chdir_before_bind),
	MISTAKE(pivot_with_shared_parent),
	MISTAKE(pivot_to_shared),
	MISTAKE(pivot_the_wrong_way_round),
	MISTAKE(put_old_outside),
	MISTAKE(put_old_on_root),
	MISTAKE(put_old_missing),
	MISTAKE(proc_of_outer_namespace),
	MISTAKE(proc_after_pivot),
	MISTAKE(unknown_file_system),
	MISTAKE(mount_without_capability),
	MISTAKE(private_of_folder),
	MISTAKE(bind_of_unbindable),
	MISTAKE(bind_not_recursive),
	MISTAKE(remount_without_flags),
	MISTAKE(remount_with_other_atime),
	MISTAKE(remount_without_bind),
	MISTAKE(remount_with_bind_too_early),
	MISTAKE(umount_busy),
	MISTAKE(umount_of_folder),
	MISTAKE(umount_of_root),
	MISTAKE(address_of_missing_link),
	MISTAKE(step2_bring_up_missing_link),
	MISTAKE(missing_link_beside_a_pair),
	MISTAKE(address_by_another_index),
	MISTAKE(link_up_by_another_index),
	MISTAKE(group_not_made),
	MISTAKE(group_not_held),
	MISTAKE(group_file_of_v1),
	MISTAKE(group_file_unknown),
	MISTAKE(inverted_at_first),
	MISTAKE(inverted_in_new_namespace),
	MISTAKE(die_after_success),
	MISTAKE(inverted_in_child),
	MISTAKE(path_like_an_attempt),
};

static struct lab_row rows[] = {
	{ 1, "uts ns", row_namespace, "uts", OF_HOST },
	{ 2, "ROOTFS is", row_rootfs, NULL, OF_HOST },
	{ 0, "names", row_names, "/", OF_HOST },
	{ 0, "process", row_status, "Name", OF_PROCESS },
	{ 3, "links", row_links, NULL, OF_PROCESS },
	{ 4, "permitted", row_capabilities, "CapPrm", OF_HOST },
	{ 5, "group", row_cgroup_made, NULL, OF_HOST },
	{ 0 },
};

static const struct lab wrong = { .name = "wrong", .rows = rows };

int main(int argc, char *argv[])
{
	char *command[] = { argc > 2 ? argv[2] : NULL, NULL };

	lab_set_process_name(wrong.name);
	if (argc < 3)
		diex("usage: wrong MISTAKE ROOTFS");
	if (strcmp(argv[1], "view") == 0) {
		rows[2].what = argv[2];
		lab_rootfs("/");
		lab_begin(&wrong, NULL);
		lab_set_process_name("\303\244\033[31m");
		view_snapshot("now");
		MUST(close(open(argv[3], O_CREAT | O_CLOEXEC, 0600)));
		lab_run();
	}
	if (strcmp(argv[1], "rootfs") == 0)
		lab_rootfs(argv[2]);
	lab_begin(&wrong, command);
	if (strcmp(argv[1], "exec") == 0)
		lab_run();
	if (strcmp(argv[1], "execvp") == 0) {
		(void)execvp(command[0], command);
		die_exec(command[0]);
	}
	R = lab_rootfs(argv[2]);
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++)
		if (strcmp(argv[1], mistakes[i].name) == 0) {
			mistakes[i].make();
			lab_end(0);
		}
	diex("there is no mistake %s", argv[1]);
}
