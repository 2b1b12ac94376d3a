/* caught-by: 05: the exit status and the streams are COMMAND's
 * One process more in between, which waits and then ends with 0. */
static _Noreturn void inside(const struct config *c)
{
	pid_t command;

	line_side(CHILD, "lab05:child");
	step1_enter_user_namespace();
	sync_tell(1);
	sync_wait(2);
	step5_become_root(c->uid.first, c->gid.first);
	command = fork();
	if (command == 0)
		lab_run();
	wait_command(command);
	lab_end(0);
}
