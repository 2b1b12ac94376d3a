/* caught-by: 09 step 6: the group that it is in is /
 * Made with the others, before it joins its group: the group's name shows. */
static pid_t step1_clone_init(uint64_t network)
{
	struct clone_args how = { .exit_signal = SIGCHLD };
	pid_t child;

	how.flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS |
		    CLONE_NEWIPC | CLONE_NEWCGROUP | network;
	if (access("/proc/self/ns/time", F_OK) == 0)
		how.flags |= CLONE_NEWTIME;
	else if (errno != ENOENT)
		die("access(\"/proc/self/ns/time\")");

	child = (pid_t)syscall(SYS_clone3, &how, sizeof(how));
	if (child == -1)
		die("clone3(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | ...)");
	return child;
}
static void step6_take_name(const char *name)
{
	if (sethostname(name, strlen(name)) == -1)
		die("sethostname(\"%s\")", name);
}
