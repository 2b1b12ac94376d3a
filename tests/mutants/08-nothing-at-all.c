/* caught-by: 08 step 6: COMMAND's file can't be reached with what is dropped
 * capset(0): all is gone, what is to be kept, too. */
static void step6_hold_only(cap_bits held, cap_bits over_exec)
{
	(void)held;
	(void)over_exec;
	if (cap_set_proc(cap_init()) == -1)
		die("cap_set_proc");
}
