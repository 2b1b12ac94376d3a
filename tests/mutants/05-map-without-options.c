/* caught-by: 05 step 3: -U, and who calls, decide what the map is
 * Made anew, and -U forgotten. */
static void step3_map_uid(pid_t child, const char *map)
{
	(void)map;
	if (write_proc(child, "uid_map", "0 %u 1", geteuid()) == -1)
		die("write to /proc/%d/uid_map", (int)child);
}
