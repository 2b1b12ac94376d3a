/* caught-by: 05 step 2: setgroups is denied inside
 * The other word. */
static void step2_deny_setgroups(pid_t child)
{
	if (write_proc(child, "setgroups", "allow") == -1)
		die("write allow to /proc/%d/setgroups", (int)child);
}
