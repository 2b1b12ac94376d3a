/* caught-by: 03 step 6: a signal of the terminal is not passed on: COMMAND's group has had it
 * Passes everything on, what the terminal sent to the whole group too. */
static int step6_reap_and_pass_on(pid_t command)
{
	sigset_t all;
	siginfo_t info;
	pid_t ended;
	int status;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	for (;;) {
		while ((ended = waitpid(-1, &status, WNOHANG)) > 0)
			if (ended == command)
				return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
		if (sigwaitinfo(&all, &info) != -1 && info.si_signo != SIGCHLD)
			kill(command, info.si_signo);
	}
}
