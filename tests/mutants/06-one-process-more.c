/* caught-by: 06 step 4: beyond -p processes fork is EAGAIN
 * The parent is not in the group: it takes no place in there. */
static void step4_limit_processes(const struct cgroup *g, const char *count)
{
	int atoi(const char *);

	if (cgroup_write(g, "pids.max", "%d", atoi(count) + 1) == -1)
		die("write %s to %s", count, cgroup_file(g, "pids.max"));
}
