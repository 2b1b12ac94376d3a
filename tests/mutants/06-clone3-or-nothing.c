/* caught-by: 06 step 2: where clone3 is forbidden it joins all the same
 * where: v2
 * Docker's seccomp profile answers clone3(2) with ENOSYS. */
static pid_t step2_start_child(const struct cgroup *g)
{
	struct clone_args args = { .flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD };
	pid_t child;

	args.cgroup = (unsigned)cgroup_v2_fd(g);
	child = (pid_t)syscall(SYS_clone3, &args, sizeof(args));
	if (child == -1)
		die("clone3(CLONE_INTO_CGROUP)");
	return child;
}
