/* caught-by: 05 step 2: setgroups is denied inside
 * The parent denies it to itself, not to the child. */
static void step2_deny_setgroups(pid_t child)
{
	(void)child;
	if (write_proc(getpid(), "setgroups", "deny") == -1)
		die("write deny to /proc/%d/setgroups", (int)getpid());
}
