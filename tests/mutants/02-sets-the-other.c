/* caught-by: 02 step 2: COMMAND sees NAME as its host name
 * The two calls mixed up: the host name stays. */
static void step2_set_host_name(const char *name)
{
	if (setdomainname(name, strlen(name)) == -1)
		die("setdomainname(\"%s\")", name);
}
