/* caught-by: 02: COMMAND runs once, whatever the steps do
 * The same in a later step. */
static void step3_set_domain_name(const char *name)
{
	fork();
	if (setdomainname(name, strlen(name)) == -1)
		die("setdomainname(\"%s\")", name);
}
