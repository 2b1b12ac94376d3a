/* caught-by: 06 step 4: beyond -p processes fork is EAGAIN
 * The shell that starts COMMAND isn't counted, they thought. */
static void step4_limit_processes(const struct cgroup *g, const char *count)
{
	int atoi(const char *);

	if (cgroup_write(g, "pids.max", "%d", atoi(count) - 1) == -1)
		die("write %s to %s", count, cgroup_file(g, "pids.max"));
}
