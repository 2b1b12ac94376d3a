/* caught-by: 06 step 7: COMMAND is in a cgroup namespace of its own
 * CLONE_NEWNS is the mount namespace, not "a new namespace". */
static void step7_enter_cgroup_namespace(bool privileged)
{
	if (unshare(privileged ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) == -1)
		die("unshare");
}
