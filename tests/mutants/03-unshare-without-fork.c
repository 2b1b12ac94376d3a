/* caught-by: 03 step 2: PID 1 is a child of lab03, and COMMAND PID 1 or its child
 * The classic: the caller itself never moves, and COMMAND is PID 1. */
static _Noreturn void inside(const struct config *c)
{
	step3_make_mounts_private();
	if (!c->no_proc)
		step4_mount_proc();
	lab_run();
}

static pid_t step2_fork_pid_1(void)
{
	return 0;
}
