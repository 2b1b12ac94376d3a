/* caught-by: 05: the exit status and the streams are COMMAND's
 * waitpid, and then 0: exit 0 without having run. */
int main(int argc, char *argv[])
{
	struct config c = { 0 };
	char **command = argv + lab_options(&lab05, argc, argv, &c);
	pid_t child;

	id_map_default(&c.uid, geteuid());
	id_map_default(&c.gid, getegid());
	lab_begin(&lab05, command);
	line_open();
	child = fork();
	if (child == -1)
		die("fork");
	if (child == 0)
		inside(&c);
	line_side(PARENT, "lab05:parent");
	sync_wait(1);
	step2_deny_setgroups(child);
	step3_map_uid(child, c.uid.text);
	step4_map_gid(child, c.gid.text);
	sync_tell(2);
	wait_command(child);
	lab_end(0);
}
