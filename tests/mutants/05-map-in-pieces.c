/* caught-by: 05 step 3: uid 0 inside is the caller outside
 * A map takes one write, as a whole. */
static void step3_map_uid(pid_t child, const char *map)
{
	char piece[2] = "";

	for (; *map; map++) {
		piece[0] = *map;
		if (write_proc(child, "uid_map", "%s", piece) == -1)
			die("write \"%s\" to /proc/%d/uid_map", piece, (int)child);
	}
}
