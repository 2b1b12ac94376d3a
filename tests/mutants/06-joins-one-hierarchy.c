/* caught-by: 06 step 2: COMMAND is in the new group, in every hierarchy
 * A pid written to cgroup.procs joins in that hierarchy only; and nobody looks. */
static pid_t step2_start_child(const struct cgroup *g)
{
	pid_t child = fork();

	if (child == -1)
		die("fork");
	if (child == 0 && write_file(g->part[0].procs, "0") == -1)
		die("write 0 to %s", g->part[0].procs);
	return child;
}

static _Noreturn void inside(const struct cgroup *g)
{
	(void)g;
	line_side(CHILD, "lab06:child");
	sync_wait(1);
	step7_enter_cgroup_namespace(true);
	lab_run();
}
