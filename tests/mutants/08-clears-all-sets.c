/* caught-by: 08 step 2: what the caller left inheritable does not come back at exec
 * Exec gives uid 0 permitted and effective back; but step 3 may do nothing before. */
static void step2_clear_inheritable_set(void)
{
	if (cap_set_proc(cap_init()) == -1)
		die("cap_set_proc(inheritable: none)");
}
