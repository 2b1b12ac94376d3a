/* caught-by: 06 step 5: CPU time stays within the quota
 * "QUOTA PERIOD", not the other way round. */
static void step5_limit_cpu(const struct cgroup *g, const char *quota, int period)
{
	if (cgroup_write(g, "cpu.max", "%d %s", period, quota) == -1)
		die("write %d %s to %s", period, quota, cgroup_file(g, "cpu.max"));
}
