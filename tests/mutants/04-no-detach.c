/* caught-by: 04 step 7: .. and the current directory don't lead to the old root
 * EBUSY: this very process has its program open there.  MISTAKES.md, 04.5. */
static void step7_leave_old_root(void)
{
	if (chdir("/") == -1)
		die("chdir(\"/\")");
	if (umount2(".", 0) == -1)
		die("umount2(\".\", 0)");
	if (close_on_exec_from(3) == -1)
		die("close_range(3, ~0)");
}
