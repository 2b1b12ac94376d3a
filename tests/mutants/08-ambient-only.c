/* caught-by: 08 step 2: what the caller left inheritable does not come back at exec
 * The ambient set is cleared, the inheritable one stays: CVE-2022-24769. */
static void step2_clear_inheritable_set(void)
{
	if (cap_reset_ambient() == -1)
		die("cap_reset_ambient");
}
