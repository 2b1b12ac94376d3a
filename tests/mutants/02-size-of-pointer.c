/* caught-by: 02 step 2: COMMAND sees NAME as its host name
 * sizeof of a pointer: eight bytes, whatever the name. */
static void step2_set_host_name(const char *name)
{
	if (sethostname(name, sizeof(name)) == -1)
		die("sethostname(\"%s\")", name);
}
