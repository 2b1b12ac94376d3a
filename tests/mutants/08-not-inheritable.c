/* caught-by: 08 step 6: for another uid it is inheritable: the ambient set wants that
 * Step 7 will be EPERM. */
static void step6_hold_only(cap_bits held, cap_bits over_exec)
{
	cap_t caps = cap_init();

	for (cap_value_t cap = 0; cap <= caps_last(); cap++) {
		cap_set_flag(caps, CAP_PERMITTED, 1, &cap, held >> cap & 1);
		cap_set_flag(caps, CAP_EFFECTIVE, 1, &cap, held >> cap & 1);
	}
	if (cap_set_proc(caps) == -1)
		die("cap_set_proc(permitted, effective)");
}
