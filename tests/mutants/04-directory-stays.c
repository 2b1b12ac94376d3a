/* caught-by: 04: nothing is left in ROOTFS or anywhere
 * As the notes have it: a folder for the old root, which stays. */
static void step6_pivot_root(const char *rootfs)
{
	if (chdir(rootfs) == -1)
		die("chdir(\"%s\")", rootfs);
	if (mkdirat(AT_FDCWD, "old", 0755) == -1 && access("old", F_OK) == -1)
		die("mkdir old");
	if (syscall(SYS_pivot_root, ".", ".") == -1)
		die("pivot_root(\".\", \".\")");
}
