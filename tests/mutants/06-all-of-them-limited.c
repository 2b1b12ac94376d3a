/* caught-by: 06: nobody else is limited: the program's siblings
 * The quota is set one folder up, too: all that the caller runs is held back. */
static void step5_limit_cpu(const struct cgroup *g, const char *quota, int period)
{
	char *strrchr(const char *, int);
	int sprintf(char *, const char *, ...);
	const char *file = cgroup_file(g, "cpu.max");
	char above[4096];

	if (cgroup_write(g, "cpu.max", "%s %d", quota, period) == -1)
		die("write %s %d to %s", quota, period, file);
	sprintf(above, "%.*s/..%s", (int)(strrchr(file, '/') - file), file,
		strrchr(file, '/'));
	(void)write_file(above, quota);
}
