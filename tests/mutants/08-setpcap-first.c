/* caught-by: 08 step 1:
 * CAP_SETPCAP goes first, and with it the right to drop the others. */
static void step1_shrink_bounding_set(cap_bits kept)
{
	cap_value_t setpcap = CAP_SETPCAP;
	cap_t caps = cap_get_proc();

	cap_set_flag(caps, CAP_EFFECTIVE, 1, &setpcap, CAP_CLEAR);
	if (cap_set_proc(caps) == -1)
		die("cap_set_proc");
	for (cap_value_t cap = 0; cap <= caps_last(); cap++)
		if (!(kept & CAP_BIT(cap)) && cap_drop_bound(cap) == -1)
			die("cap_drop_bound(%s)", caps_name(cap));
}
