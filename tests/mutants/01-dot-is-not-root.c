/* caught-by: 01 step 2: .. does not lead to the host
 * chdir(".") stays outside: MISTAKES.md, 01.1. */
static void step2_enter_root(void)
{
	if (chdir(".") == -1)
		die("chdir");
}
