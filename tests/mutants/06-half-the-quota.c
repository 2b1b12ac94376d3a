/* caught-by: 06 step 5: CPU time stays within the quota
 * The quota in each of two periods: half of what was asked for. */
static void step5_limit_cpu(const struct cgroup *g, const char *quota, int period)
{
	if (cgroup_write(g, "cpu.max", "%s %d", quota, 2 * period) == -1)
		die("write %s %d to %s", quota, period, cgroup_file(g, "cpu.max"));
}
