/* caught-by: 06 step 3: who takes more memory than -m says is killed
 * The file counts bytes. */
static void step3_limit_memory(const struct cgroup *g, const char *bytes)
{
	if (cgroup_write(g, "memory.max", "%s000", bytes) == -1)
		die("write %s000 to %s", bytes, cgroup_file(g, "memory.max"));
	(void)cgroup_write(g, "memory.swap.max", "0");
}
