/* caught-by: 06 step 3: swap is no way around it
 * Beyond memory.max the group is swapped out, and lives on. */
static void step3_limit_memory(const struct cgroup *g, const char *bytes)
{
	if (cgroup_write(g, "memory.max", "%s", bytes) == -1)
		die("write %s to %s", bytes, cgroup_file(g, "memory.max"));
}
