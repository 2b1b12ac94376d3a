/* caught-by: 09: the exit status and the streams are COMMAND's; 126 and 127
 * waitpid, and then 0: exit 0 without having run. */
int main(int argc, char *argv[])
{
	struct config c = { .name = "container" };
	char **operand = argv + lab_options(&lab09, argc, argv, &c);
	const char *rootfs = lab_rootfs(*operand);
	struct cgroup group;
	int terminal = -1;
	pid_t init;

	must_be_mountable(rootfs, &c.binds);
	if (c.net == NET_VETH) {
		net_play_host();
		net_plan(&c.pair);
	}
	id_maps_own(&c.uid, &c.gid);
	lab_begin(&lab09, *operand ? operand + 1 : operand);
	if (c.limits.asked)
		cgroup_begin(&group, "lab09", c.limits.asked);
	line_open();
	init = step1_clone_init(c.net == NET_HOST ? 0 : CLONE_NEWNET);
	if (init == 0)
		inside(&c, rootfs);
	if (init < 0)
		diex("step 1 made no process");

	/* Parent: outside, where ids, cgroups and the host's links have a meaning. */
	line_child_is_apart(init);
	line_side(PARENT, "lab09:parent");
	if (c.limits.asked)
		step2_limit(init, &group, &c.limits);
	step3_map_ids(init, &c.uid, &c.gid);
	if (c.net == NET_VETH) {
		at_end(net_remove_link, c.pair.host_end);
		step4_connect(init, &c.pair);
	}
	sync_tell(1); /* #1 limited, mapped, connected */
	if (c.tty)
		terminal = sync_wait_fd(2); /* #2 the terminal */
	(void)(terminal == -1 ? wait_command(init) : pty_relay(terminal, init));
	lab_end(0);
}
