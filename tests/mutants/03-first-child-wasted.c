/* caught-by: 03 step 2: PID 1 is a child of lab03, and COMMAND PID 1 or its child
 * Some other child is born first, is PID 1 and ends: ENOMEM ever after. */
static pid_t step2_fork_pid_1(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	waitpid(child, NULL, 0);
	child = fork();
	if (child == -1)
		die("fork");
	return child;
}
