/* caught-by: 05 step 3: -U, and who calls, decide what the map is
 * Only the first number is taken over: the caller is 1000. */
static void step3_map_uid(pid_t child, const char *map)
{
	if (write_proc(child, "uid_map", "%d 1000 1", atoi(map)) == -1)
		die("write to /proc/%d/uid_map", (int)child);
}
