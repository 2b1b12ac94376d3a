/* caught-by: 06 step 2: COMMAND is in the new group, in every hierarchy
 * The child is moved after it has forked COMMAND: what is forked already stays outside. */
static pid_t step2_start_child(const struct cgroup *g)
{
	pid_t child = fork(), late;

	if (child == -1)
		die("fork");
	if (child == 0) {
		late = fork();
		if (late != 0) {
			for (const struct cgroup_part *p = g->part; p < g->part + g->parts; p++)
				(void)write_file(p->procs, "0");
			lab_end(wait_command(late));
		}
	}
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
