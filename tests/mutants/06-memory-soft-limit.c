/* caught-by: 06 step 3: who takes more memory than -m says is killed
 * memory.low and v1's soft limit are about who gives back first; they stop nobody. */
static void step3_limit_memory(const struct cgroup *g, const char *bytes)
{
	char path[4096], *name;

	__builtin_snprintf(path, sizeof(path), "%s", cgroup_file(g, "memory.max"));
	name = __builtin_strrchr(path, '/') + 1;
	__builtin_strcpy(name, __builtin_strcmp(name, "memory.max") == 0 ? "memory.low"
						      : "memory.soft_limit_in_bytes");
	if (write_file(path, bytes) == -1)
		die("write %s to %s", bytes, path);
	(void)cgroup_write(g, "memory.swap.max", "0");
}
