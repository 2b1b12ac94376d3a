/* caught-by: 07: the pair is gone as soon as lab07 is
 * It goes with the namespace; but a process that COMMAND left behind keeps that. */
int main(int argc, char *argv[])
{
	struct config c = { 0 };
	char **command = argv + lab_options(&lab07, argc, argv, &c);
	pid_t child;

	net_play_host();
	net_plan(&c.pair);
	lab_begin(&lab07, command);
	line_open();
	child = fork();
	if (child == -1)
		die("fork");
	if (child == 0)
		inside(&c);

	/* Parent: stays on the host's side of the cable. */
	line_side(PARENT, "lab07:parent");
	sync_wait(1); /* #1 the child is in its network */
	step3_make_pair(c.pair.host_end, c.pair.inside_end, child);
	step4_add_address(c.pair.host_end, &c.pair.host);
	sync_tell(2); /* #2 the pair is there */
	sync_wait(3); /* #3 both ends have addresses */
	step5_set_up(c.pair.host_end);
	sync_tell(4); /* #4 the host is ready */
	if (c.rate != 0) {
		sync_wait(5); /* #5 COMMAND can reach the host */
		step7_limit_rate(c.pair.host_end, (unsigned)c.rate);
		sync_tell(6); /* #6 one direction is limited */
	}
	lab_end(wait_command(child));
}
