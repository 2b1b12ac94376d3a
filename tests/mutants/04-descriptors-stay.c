/* caught-by: 04 step 7: no descriptor leads to the old root
 * What is unmounted is still there for who has it open. */
static void step7_leave_old_root(void)
{
	if (chdir("/") == -1)
		die("chdir(\"/\")");
	if (umount2(".", MNT_DETACH) == -1)
		die("umount2(\".\", MNT_DETACH)");
}
