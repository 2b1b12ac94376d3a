/* caught-by: 02 step 2: COMMAND sees NAME as its host name
 * The example of the text instead of the parameter. */
static void step2_set_host_name(const char *name)
{
	(void)name;
	if (sethostname("lab02", 5) == -1)
		die("sethostname");
}
