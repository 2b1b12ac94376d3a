/* caught-by: 01 step 2: the current directory is the new root
 * The current directory is set, but by a path of the old root's. */
static void step2_enter_root(void)
{
	(void)chdir("/lab/build/rootfs");
}
