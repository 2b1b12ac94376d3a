/* As runc does: a helper unshares everything, gets its ids, and clones the init as its own
 * sibling (CLONE_PARENT).  The limits come before the init.  Inside, what is neutral comes
 * in another order. */
#include <sys/socket.h>
#include <sys/wait.h>

static void put(int line, const void *data, size_t size)
{
	if (write(line, data, size) == -1)
		die("write to the line");
}

/* False: the other side has ended, and said why. */
static bool get(int line, void *data, size_t size)
{
	ssize_t n = read(line, data, size);

	if (n == -1)
		die("read from the line");
	return n == (ssize_t)size;
}

static _Noreturn void helper(const struct config *c, const char *rootfs, int line)
{
	long init, flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS |
			   CLONE_NEWIPC | (c->net == NET_HOST ? 0 : CLONE_NEWNET);
	char byte;

	if (access("/proc/self/ns/time", F_OK) == 0)
		flags |= CLONE_NEWTIME;
	else if (errno != ENOENT)
		die("access(\"/proc/self/ns/time\")");
	if (unshare((int)flags) == -1)
		die("unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | ...)");
	put(line, "", 1);
	if (!get(line, &byte, 1))
		_exit(EXIT_LAB);
	init = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL, NULL, NULL, NULL);
	if (init == -1)
		die("clone(CLONE_PARENT)");
	if (init == 0) {
		(void)close(line); /* else the parent would wait for us */
		inside(c, rootfs);
	}
	put(line, &init, sizeof(init));
	_exit(0);
}

/* The pid of the init. */
static pid_t start(const struct config *c, const char *rootfs)
{
	int line[2], status = 0;
	bool made = false;
	long init = -1;
	char byte;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, line) == -1)
		die("socketpair");
	pid = fork();
	if (pid == -1)
		die("fork");
	if (pid == 0) {
		(void)close(line[0]);
		helper(c, rootfs, line[1]);
	}
	(void)close(line[1]);
	if (get(line[0], &byte, 1)) {
		step3_map_ids(pid, &c->uid, &c->gid);
		put(line[0], "", 1);
		made = get(line[0], &init, sizeof(init));
	}
	(void)close(line[0]);
	if (waitpid(pid, &status, 0) == -1)
		die("waitpid");
	if (status != 0 || !made)
		lab_end(EXIT_LAB); /* it has said why */
	return (pid_t)init;
}

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
	if (c.limits.asked) {
		cgroup_find(&group, "lab09", c.limits.asked, c.limits.asked);
		if (cgroup_make(&group) == -1 || cgroup_limit(&group, &c.limits) == -1)
			die("mkdir %s", group.part[0].folder);
	}
	line_open();
	init = start(&c, rootfs);
	line_child_is_apart(init);
	line_side(PARENT, "lab09:parent");
	if (c.net == NET_VETH) {
		at_end(net_remove_link, c.pair.host_end);
		step4_connect(init, &c.pair);
	}
	if (c.limits.asked && cgroup_join(&group, init) == -1)
		die("write %d to cgroup.procs", (int)init);
	sync_tell(1);
	if (c.tty)
		terminal = sync_wait_fd(2);
	lab_end(terminal == -1 ? wait_command(init) : pty_relay(terminal, init));
}

static _Noreturn void inside(struct config *c, const char *rootfs)
{
	const struct needed *mounts;
	int master, slave = -1;
	struct user user;
	pid_t command;

	line_side(CHILD, "lab09:init");
	sync_wait(1);
	remember_id_maps();
	if (c->net != NET_HOST)
		step7_bring_network_up(c->net == NET_VETH ? &c->pair : NULL);
	step6_take_name(c->name);
	step5_become_root(c->uid.first, c->gid.first);
	mounts = container_mounts(c->net != NET_HOST);
	if (c->read_only)
		make_targets(rootfs, mounts, &c->binds);
	step8_mount(rootfs, mounts, &c->binds, c->read_only ? MS_RDONLY : 0);
	make_dev_links(rootfs);
	if (c->tty) {
		master = step10_open_terminal(rootfs, &slave);
		sync_tell_fd(2, master);
	}
	step9_mask(rootfs, container_masked, container_read_only);
	step11_leave_old_root(rootfs);
	look_up_user(c->user, NULL, &user);
	if (slave != -1 && fchown(slave, user.uid, (gid_t)-1) == -1)
		die("chown of the terminal to %u", user.uid);
	step12_drop_privilege(caps_kept(&c->wish, caps_parse(usual, 'k')),
			      c->user ? &user : NULL);
	command = c->no_init ? 0 : fork();
	if (command == -1)
		die("fork");
	if (command > 0) {
		lab_runs_in(command);
		lab_end(reap_until(command));
	}
	if (!c->no_init)
		lab_set_process_name("lab09:command");
	step13_begin_anew(slave, &c->environment, user.home);
	lab_run();
}
