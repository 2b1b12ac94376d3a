/* caught-by: 07 step 6: what is not of the pair's network goes to the host
 * Its own address as the gateway. */
static _Noreturn void inside(const struct config *c)
{
	line_side(CHILD, "lab07:child");
	step1_enter_network_namespace();
	must_be_new("net");
	view_snapshot("at first");
	step2_set_lo_up();
	sync_tell(1); /* #1 the child is in its network */
	sync_wait(2); /* #2 the pair is there */
	step4_add_address(c->pair.inside_end, &c->pair.inside);
	sync_tell(3); /* #3 both ends have addresses */
	sync_wait(4); /* #4 the host is ready */
	step5_set_up(c->pair.inside_end);
	step6_add_default_route(&c->pair.inside);
	if (c->rate != 0) {
		sync_tell(5); /* #5 COMMAND can reach the host */
		sync_wait(6); /* #6 one direction is limited */
		step7_limit_rate(c->pair.inside_end, (unsigned)c->rate);
	}
	lab_run();
}
