/* caught-by: 01 step 1: / is ROOTFS for COMMAND
 * It goes there, but the root stays what it was. */
static void step1_change_root(const char *rootfs)
{
	if (chdir(rootfs) == -1)
		die("chdir(\"%s\")", rootfs);
}
