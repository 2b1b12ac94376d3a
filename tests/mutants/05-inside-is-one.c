/* caught-by: 05 step 3: uid 0 inside is the caller outside
 * Counts from one. */
static void step3_map_uid(pid_t child, const char *map)
{
	(void)map;
	if (write_proc(child, "uid_map", "1 %u 1", geteuid()) == -1)
		die("write to /proc/%d/uid_map", (int)child);
}
