/* caught-by: 08 step 2: what the caller left inheritable does not come back at exec
 * Exec makes effective again what is permitted; but step 3 may do nothing before. */
static void step2_clear_inheritable_set(void)
{
	cap_t caps = cap_get_proc();

	if (cap_clear_flag(caps, CAP_INHERITABLE) == -1 ||
	    cap_clear_flag(caps, CAP_EFFECTIVE) == -1 || cap_set_proc(caps) == -1)
		die("cap_set_proc(inheritable: none)");
	cap_free(caps);
}
