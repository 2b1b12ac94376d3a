/* caught-by: 03 step 6: orphans are reaped, hundreds of them
 * One SIGCHLD, one wait: but signals of one kind that pend are one. */
static int step6_reap_and_pass_on(pid_t command)
{
	sigset_t all;
	siginfo_t info;
	int status;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	for (;;) {
		if (waitpid(-1, &status, WNOHANG) == command)
			return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
		if (sigwaitinfo(&all, &info) != -1 && info.si_code <= 0)
			kill(command, info.si_signo);
	}
}
