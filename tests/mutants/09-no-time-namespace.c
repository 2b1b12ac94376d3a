/* caught-by: 09 step 1: COMMAND is in seven other namespaces, and in an eighth where there is one
 * Seven, as the notes have it. */
static pid_t step1_clone_init(uint64_t network)
{
	struct clone_args how = { .exit_signal = SIGCHLD };
	pid_t child;

	how.flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS |
		    CLONE_NEWIPC | network;
	if (access("/proc/self/ns/time", F_OK) == 0)
		;
	else if (errno != ENOENT)
		die("access(\"/proc/self/ns/time\")");

	child = (pid_t)syscall(SYS_clone3, &how, sizeof(how));
	if (child == -1)
		die("clone3(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | ...)");
	return child;
}
