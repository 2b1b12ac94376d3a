/* caught-by: 01 step 5: with -i nothing of the caller's environment is there
 * Nothing at all is no environment: COMMAND wants a PATH. */
static void step5_fresh_environment(void)
{
	if (clearenv() != 0)
		die("clearenv");
}
