/* caught-by: 03 step 5: COMMAND is a child of PID 1
 * Step 6 finds nobody to wait for. */
static pid_t step5_fork_command(void)
{
	pid_t command = fork();

	if (command == -1)
		die("fork");
	if (command > 0)
		waitpid(command, NULL, 0);
	return command;
}
