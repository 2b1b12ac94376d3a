/* caught-by: 08 step 6: COMMAND's file can't be reached with what is dropped
 * capset(0): all is gone, what is to be kept, too. */
static void step6_hold_only(cap_bits held, cap_bits over_exec)
{
	cap_t caps = cap_init();

	for (cap_value_t cap = 0; cap <= caps_last(); cap++) {
	}
	if (cap_set_proc(caps) == -1)
		die("cap_set_proc(\"%s\")", cap_to_text(caps, NULL));
}
