/* caught-by: 02 step 2: a name of 64 bytes is whole, one byte is enough
 * A place is kept for a null byte that the kernel doesn't want. */
static void step2_set_host_name(const char *name)
{
	if (sethostname(name, strnlen(name, 63)) == -1)
		die("sethostname(\"%s\")", name);
}
