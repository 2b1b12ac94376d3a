/* caught-by: 06: no other namespace is made for root
 * Who has CAP_SYS_ADMIN needs no user namespace, and would lose what root may do. */
static void step7_enter_cgroup_namespace(bool privileged)
{
	(void)privileged;
	if (unshare(CLONE_NEWUSER | CLONE_NEWCGROUP) == -1)
		die("unshare(CLONE_NEWUSER | CLONE_NEWCGROUP)");
}
