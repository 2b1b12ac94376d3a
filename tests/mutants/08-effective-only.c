/* caught-by: 08 step 6: the process that becomes COMMAND holds no more than is kept
 * What is permitted still can be made effective again. */
static void step6_hold_only(cap_bits held, cap_bits over_exec)
{
	cap_t caps = cap_get_proc();

	for (cap_value_t cap = 0; cap <= caps_last(); cap++) {
		cap_set_flag(caps, CAP_EFFECTIVE, 1, &cap, held >> cap & 1);
		cap_set_flag(caps, CAP_INHERITABLE, 1, &cap, over_exec >> cap & 1);
	}
	if (cap_set_proc(caps) == -1)
		die("cap_set_proc(permitted, effective)");
}
