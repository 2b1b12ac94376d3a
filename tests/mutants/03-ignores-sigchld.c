/* caught-by: 03 step 6: the exit status and the streams are COMMAND's
 * SIG_IGN reaps by itself, and throws the status away: waitpid(2) is ECHILD. */
static int step6_reap_and_pass_on(pid_t command)
{
	int status = 0;

	signal(SIGCHLD, SIG_IGN);
	(void)waitpid(command, &status, 0);
	return WEXITSTATUS(status);
}
