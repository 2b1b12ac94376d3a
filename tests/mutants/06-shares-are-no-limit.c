/* caught-by: 06 step 5: CPU time stays within the quota
 * cpu.weight and v1's shares count only while others want the CPU, too. */
static void step5_limit_cpu(const struct cgroup *g, const char *quota, int period)
{
	char path[4096], *name;

	(void)quota;
	(void)period;
	__builtin_snprintf(path, sizeof(path), "%s", cgroup_file(g, "cpu.max"));
	name = __builtin_strrchr(path, '/') + 1;
	__builtin_strcpy(name, __builtin_strcmp(name, "cpu.max") == 0 ? "cpu.weight" : "cpu.shares");
	if (write_file(path, "10") == -1)
		die("write 10 to %s", path);
}
