/* caught-by: 02 step 3: COMMAND sees DOMAIN as its domain name
 * Host and domain name mixed up. */
static void step3_set_domain_name(const char *name)
{
	if (sethostname(name, strlen(name)) == -1)
		die("sethostname(\"%s\")", name);
}
