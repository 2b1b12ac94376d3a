/* caught-by: 03 step 2: PID 1 is a child of lab03, and COMMAND PID 1 or its child
 * "Who forks waits": main does, later, and finds nobody. */
static pid_t step2_fork_pid_1(void)
{
	pid_t child = fork();

	if (child == -1)
		die("fork");
	if (child > 0)
		waitpid(child, NULL, 0);
	return child;
}
