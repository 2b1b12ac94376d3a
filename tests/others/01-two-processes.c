/* The parent stays outside and waits; COMMAND is a child, which has changed its root. */
int main(int argc, char *argv[])
{
	struct config c = { 0 };
	char **operand = argv + lab_options(&lab01, argc, argv, &c);
	const char *rootfs = lab_rootfs(*operand);
	struct user user;
	pid_t child;

	lab_begin(&lab01, *operand ? operand + 1 : operand);
	need_capability(CAP_SYS_CHROOT, "chroot(2)");
	line_open();
	child = fork();
	if (child == -1)
		die("fork");
	if (child > 0) {
		line_side(PARENT, "lab01");
		lab_end(wait_command(child));
	}
	line_side(CHILD, "lab01:inside");
	if (chdir(rootfs) == -1 || syscall(SYS_chroot, rootfs) == -1 || chdir("/") == -1)
		die("chroot(\"%s\")", rootfs);
	close_on_exec_from(3);
	if (c.user != NULL || c.groups != NULL) {
		look_up_user(c.user, c.groups, &user);
		if (syscall(SYS_setgroups, user.group_count, user.groups) == -1 ||
		    setregid(user.gid, user.gid) == -1 ||
		    setreuid(user.uid, user.uid) == -1)
			die("setreuid(%u, %u)", user.uid, user.uid);
	}
	if (c.fresh_environment) {
		clearenv();
		putenv("PATH=/usr/sbin:/usr/bin:/sbin:/bin");
		putenv("HOME=/");
	}
	lab_run();
}
