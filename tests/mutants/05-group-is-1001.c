/* caught-by: 05 step 4: -G, and who calls, decide what the map is
 * The number that id(1) showed when it was written. */
static void step4_map_gid(pid_t child, const char *map)
{
	if (write_proc(child, "gid_map", "%d 1001 1", atoi(map)) == -1)
		die("write to /proc/%d/gid_map", (int)child);
}
