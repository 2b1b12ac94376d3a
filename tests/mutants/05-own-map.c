/* caught-by: 05 step 3: uid 0 inside is the caller outside
 * The parent writes its own map: it is not the one in the new namespace. */
static void step3_map_uid(pid_t child, const char *map)
{
	(void)child;
	if (write_proc(getpid(), "uid_map", "%s", map) == -1)
		die("write \"%s\" to /proc/%d/uid_map", map, (int)getpid());
}
