/* caught-by: 03 step 6: the exit status and the streams are COMMAND's
 * WEXITSTATUS of a process that a signal has ended is 0. */
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
				return WEXITSTATUS(status);
		if (sigwaitinfo(&all, &info) != -1 && info.si_code <= 0)
			kill(command, info.si_signo);
	}
}
