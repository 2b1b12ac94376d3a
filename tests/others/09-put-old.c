/* The old root goes onto /tmp and is unmounted from there; masks come last, in the new root;
 * capabilities go by libcap; no init of ours but a loop of waitid(2). */
#include <sys/wait.h>

static void leave_by_put_old(const char *rootfs)
{
	if (chdir(rootfs) == -1)
		die("chdir(\"%s\")", rootfs);
	if (syscall(SYS_pivot_root, ".", "tmp") == -1)
		die("pivot_root(\".\", \"tmp\")");
	if (chdir("/") == -1 || umount2("/tmp", MNT_DETACH) == -1)
		die("umount2(\"/tmp\", MNT_DETACH)");
}

static void drop_by_libcap(cap_bits keep, const struct user *user)
{
	cap_t caps = cap_init();

	for (cap_value_t cap = 0; cap <= caps_last(); cap++) {
		if (!(keep & CAP_BIT(cap)) && cap_drop_bound(cap) == -1)
			die("cap_drop_bound(%d)", cap);
		cap_set_flag(caps, CAP_PERMITTED, 1, &cap, keep >> cap & 1);
		cap_set_flag(caps, CAP_EFFECTIVE, 1, &cap, keep >> cap & 1);
	}
	if (user != NULL && (setresgid(user->gid, user->gid, user->gid) == -1 ||
			     setresuid(user->uid, user->uid, user->uid) == -1))
		die("setresuid(%u)", user->uid);
	if (geteuid() != 0)
		cap_clear(caps);
	if (cap_set_proc(caps) == -1)
		die("cap_set_proc");
	cap_free(caps);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    prctl(PR_SET_DUMPABLE, 0) == -1 || prctl(PR_SET_PDEATHSIG, SIGKILL) == -1)
		die("prctl");
	must_have_parent();
}

/* Reap all who end, pass signals on to COMMAND's; its status. */
static int reap_all(pid_t command)
{
	siginfo_t info, ended;
	sigset_t all;
	int code = -1;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	for (;;) {
		for (;;) {
			ended.si_pid = 0;
			if (waitid(P_ALL, 0, &ended, WEXITED | WNOHANG) == -1 &&
			    code == -1)
				die("waitid");
			if (ended.si_pid == 0)
				break;
			if (ended.si_pid == command)
				code = ended.si_code == CLD_EXITED
					       ? ended.si_status
					       : 128 + ended.si_status;
		}
		if (code != -1)
			return code;
		if (sigwaitinfo(&all, &info) != -1 && info.si_signo != SIGCHLD)
			(void)kill(command, info.si_signo);
	}
}

static _Noreturn void inside(struct config *c, const char *rootfs)
{
	const struct needed *mounts;
	int slave = -1;
	struct user user;
	pid_t command;

	line_side(CHILD, "lab09:init");
	sync_wait(1);
	remember_id_maps();
	step6_take_name(c->name);
	step5_become_root(c->uid.first, c->gid.first);
	mounts = container_mounts(c->net != NET_HOST);
	if (c->read_only)
		make_targets(rootfs, mounts, &c->binds);
	step8_mount(rootfs, mounts, &c->binds, c->read_only ? MS_RDONLY : 0);
	make_dev_links(rootfs);
	if (c->tty)
		sync_tell_fd(2, step10_open_terminal(rootfs, &slave));
	leave_by_put_old(rootfs);
	step9_mask("/", container_masked, container_read_only);
	if (c->net != NET_HOST)
		step7_bring_network_up(c->net == NET_VETH ? &c->pair : NULL);
	look_up_user(c->user, NULL, &user);
	if (slave != -1 && fchown(slave, user.uid, (gid_t)-1) == -1)
		die("chown of the terminal to %u", user.uid);
	if (close_on_exec_from(3) == -1)
		die("close_range(3, ~0)");
	drop_by_libcap(caps_kept(&c->wish, caps_parse(usual, 'k')),
		       c->user ? &user : NULL);
	command = c->no_init ? 0 : fork();
	if (command == -1)
		die("fork");
	if (command > 0) {
		lab_runs_in(command);
		lab_end(reap_all(command));
	}
	if (!c->no_init)
		lab_set_process_name("lab09:command");
	step13_begin_anew(slave, &c->environment, user.home);
	lab_run();
}
