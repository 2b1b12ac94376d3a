/* caught-by: 01 step 5: with -i nothing of the caller's environment is there
 * Its own variables are set, but the old ones stay. */
static void step5_fresh_environment(void)
{
	setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
	setenv("HOME", "/", 1);
}
