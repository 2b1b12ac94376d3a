/* caught-by: 02 step 3: COMMAND sees DOMAIN as its domain name
 * Takes the domain name for one of DNS, and its first label for enough. */
static void step3_set_domain_name(const char *name)
{
	if (setdomainname(name, strcspn(name, ".")) == -1)
		die("setdomainname(\"%s\")", name);
}
