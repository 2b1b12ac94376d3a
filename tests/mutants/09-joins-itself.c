/* caught-by: 09 step 2: who takes more memory than -m is killed
 * 0 means the caller: the supervisor is limited, and COMMAND isn't. */
static void step2_limit(pid_t init, const struct cgroup *g,
			const struct cgroup_limits *limits)
{
	if (cgroup_join(g, 0) == -1)
		die("write %d to %s", (int)init, g->part[0].procs);

	if (cgroup_limit(g, limits) == -1)
		die("write the limits to %s", g->part[0].folder);
}
