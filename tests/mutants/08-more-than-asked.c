/* caught-by: 08: only the capabilities change
 * no_new_privs without -N. */
static void step2_clear_inheritable_set(void)
{
	cap_t caps = cap_get_proc();

	if (cap_clear_flag(caps, CAP_INHERITABLE) == -1 || cap_set_proc(caps) == -1)
		die("cap_set_proc(inheritable: none)");
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}
