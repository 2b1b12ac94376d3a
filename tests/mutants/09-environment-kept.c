/* caught-by: 09 step 13: the environment is PATH and HOME, then -e
 * The caller's secrets. */
static void step13_begin_anew(int terminal, const struct words *environment,
			      const char *home)
{
	const char *term = getenv("TERM");

	if (getpid() != 1 && setsid() == -1)
		die("setsid");
	if (terminal != -1) {
		if (ioctl(terminal, TIOCSCTTY, 0) == -1)
			die("ioctl(TIOCSCTTY)");
		for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
			if (dup2(terminal, fd) == -1)
				die("dup2(%d, %d)", terminal, fd);
	}
	/* A kernel without keys has no /proc/keys either. */
	if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) == -1 &&
	    (errno != ENOSYS || access("/proc/keys", F_OK) == 0))
		die("keyctl(KEYCTL_JOIN_SESSION_KEYRING)");
	if (reset_signals() == -1)
		die("sigaction(SIG_DFL)");

	term = term && terminal != -1 ? strdup(term) : NULL;
	if (
	    setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		   1) == -1 ||
	    setenv("HOME", home, 1) == -1 || (term && setenv("TERM", term, 1) == -1))
		die("setenv");
	for (size_t i = 0; i < environment->count; i++)
		if (putenv((char *)environment->word[i]) != 0)
			die("putenv(\"%s\")", environment->word[i]);
}
