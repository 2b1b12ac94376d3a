/* caught-by: 02 step 3: COMMAND sees DOMAIN as its domain name
 * The domain of DNS goes behind a dot of the host name; this is the NIS domain. */
static void step3_set_domain_name(const char *name)
{
	char host[65], both[65];

	gethostname(host, sizeof(host));
	strcpy(both, host);
	strcat(both, ".");
	strncat(both, name, sizeof(both) - strlen(both) - 1);
	if (sethostname(both, strlen(both)) == -1)
		die("sethostname(\"%s\")", both);
}
