/* caught-by: 05 step 3: -U, and who calls, decide what the map is
 * The count is taken for 1. */
static void step3_map_uid(pid_t child, const char *map)
{
	unsigned in, out;

	if (sscanf(map, "%u %u", &in, &out) != 2 ||
	    write_proc(child, "uid_map", "%u %u 1", in, out) == -1)
		die("write to /proc/%d/uid_map", (int)child);
}
