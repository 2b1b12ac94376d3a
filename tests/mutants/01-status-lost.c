/* caught-by: 01 step 6: the exit status and the streams are COMMAND's
 * The classic of FINDINGS.md, section 5: waitpid(pid, NULL, 0); return 0. */
static _Noreturn void step6_become_command(char *command[])
{
	const char *file = find_command(command[0]);
	pid_t pid = fork();

	if (pid == 0) {
		execve(file ? file : command[0], command, environ);
		die_exec(file ? file : command[0]);
	}
	while (waitpid(pid, NULL, 0) != pid)
		;
	_exit(0);
}
