/* caught-by: 05 step 4: gid 0 inside is the caller's group outside
 * stdio keeps the text until fclose(3), and _exit(2) loses it. */
static void step4_map_gid(pid_t child, const char *map)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/gid_map", (int)child);
	file = fopen(path, "we");
	if (file == NULL || fprintf(file, "%s\n", map) < 0)
		die("write \"%s\" to %s", map, path);
}
