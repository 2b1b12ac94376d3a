/* caught-by: 06 step 7: as an ordinary user, who stays who they were
 * Alone, CLONE_NEWCGROUP takes CAP_SYS_ADMIN. */
static void step7_enter_cgroup_namespace(bool privileged)
{
	(void)privileged;
	if (unshare(CLONE_NEWCGROUP) == -1)
		die("unshare(CLONE_NEWCGROUP)");
}
