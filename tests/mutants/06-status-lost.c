/* caught-by: 06: the exit status and the streams are COMMAND's
 * What wait_command() returns is dropped. */
int main(int argc, char *argv[])
{
	struct config c = { .limits = { .memory = 64 << 20, .processes = 32, .cpu = 50000 } };
	char **command = argv + lab_options(&lab06, argc, argv, &c);
	struct cgroup g;
	pid_t child;

	lab_begin(&lab06, command);
	cgroup_find(&g, "lab06", CGROUP_MEMORY | CGROUP_PIDS | CGROUP_CPU, c.limits.asked);
	step1_make_group(&g);
	line_open();
	child = step2_start_child(&g);
	if (child == 0)
		inside(&g);
	line_side(PARENT, "lab06:parent");
	step3_limit_memory(&g, limit_text(c.limits.memory));
	step4_limit_processes(&g, limit_text(c.limits.processes));
	step5_limit_cpu(&g, limit_text(c.limits.cpu), CGROUP_PERIOD);
	if (g.has & CGROUP_IO)
		step6_limit_io(&g, &c.limits.io);
	sync_tell(1);
	(void)wait_command(child);
	step8_measure(&g, measures);
	if (c.usage || *command == NULL)
		print_measures(measures, *command == NULL ? STDOUT_FILENO : STDERR_FILENO);
	lab_end(0);
}
