/* caught-by: 02 step 2: a name of 64 bytes is whole, one byte is enough
 * strlen + 1: with 64 bytes it is EINVAL. */
static void step2_set_host_name(const char *name)
{
	if (sethostname(name, strlen(name) + 1) == -1)
		die("sethostname(\"%s\")", name);
}
