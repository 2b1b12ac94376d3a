/* caught-by: 05 step 3: -U, and who calls, decide what the map is
 * What the notes write; the pretend host's nina is 1000, too. */
static void step3_map_uid(pid_t child, const char *map)
{
	(void)map;
	if (write_proc(child, "uid_map", "0 1000 1") == -1)
		die("write to /proc/%d/uid_map", (int)child);
}
