/* caught-by: 05 step 4: gid 0 inside is the caller's group outside
 * The uid in place of the gid. */
static void step4_map_gid(pid_t child, const char *map)
{
	(void)map;
	if (write_proc(child, "gid_map", "0 %u 1", geteuid()) == -1)
		die("write to /proc/%d/gid_map", (int)child);
}
