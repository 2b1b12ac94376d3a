/* caught-by: 08 step 4: -N is on, and stays on over exec and fork
 * Another of the many switches of prctl(2). */
static void step4_forbid_new_privileges(void)
{
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) == -1)
		die("prctl(PR_SET_NO_NEW_PRIVS)");
}
