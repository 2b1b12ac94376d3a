/* caught-by: 08 step 6: COMMAND's file can't be reached with what is dropped
 * After the change of uid, and else too, nothing is effective: what is kept is asleep. */
static void step6_hold_only(cap_bits held, cap_bits over_exec)
{
	cap_t caps = cap_init();

	for (cap_value_t cap = 0; cap <= caps_last(); cap++) {
		cap_set_flag(caps, CAP_PERMITTED, 1, &cap, held >> cap & 1);
		cap_set_flag(caps, CAP_INHERITABLE, 1, &cap, over_exec >> cap & 1);
	}
	if (cap_set_proc(caps) == -1)
		die("cap_set_proc(permitted, effective)");
}
