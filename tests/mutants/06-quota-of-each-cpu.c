/* caught-by: 06 step 5: CPU time stays within the quota
 * The quota is for all CPUs together: not one for each. */
static void step5_limit_cpu(const struct cgroup *g, const char *quota, int period)
{
	long atol(const char *);
	long all = atol(quota) * 2;

	if (cgroup_write(g, "cpu.max", "%ld %d", all, period) == -1)
		die("write %ld %d to %s", all, period, cgroup_file(g, "cpu.max"));
}
