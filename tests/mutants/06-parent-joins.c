/* caught-by: 06 step 2: the program itself stays where it was
 * The parent goes in and forks: the child is born there, but the parent is limited, too. */
static pid_t step2_start_child(const struct cgroup *g)
{
	pid_t child;

	for (const struct cgroup_part *p = g->part; p < g->part + g->parts; p++)
		if (write_file(p->procs, "0") == -1)
			die("write 0 to %s", p->procs);
	child = fork();
	if (child == -1)
		die("fork");
	return child;
}
