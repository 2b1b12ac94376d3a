/* caught-by: 03 step 6: SIGTERM, SIGINT and SIGUSR1 to lab03 are COMMAND's
 * Reaps all, and is deaf: PID 1 gets no signal that it doesn't handle. */
static int step6_reap_and_pass_on(pid_t command)
{
	int status;

	while (waitpid(-1, &status, 0) != command)
		;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
