/* caught-by: 08: uid 0 hands nothing on to others: its inheritable and ambient sets are empty
 * What uid 0 keeps becomes inheritable, as in Docker until CVE-2022-24769. */
static void step6_hold_only(cap_bits held, cap_bits over_exec)
{
	cap_t caps = cap_init();

	for (cap_value_t cap = 0; cap <= caps_last(); cap++) {
		cap_set_flag(caps, CAP_PERMITTED, 1, &cap, held >> cap & 1);
		cap_set_flag(caps, CAP_EFFECTIVE, 1, &cap, held >> cap & 1);
		cap_set_flag(caps, CAP_INHERITABLE, 1, &cap, held >> cap & 1);
	}
	if (cap_set_proc(caps) == -1)
		die("cap_set_proc(permitted, effective)");
}
