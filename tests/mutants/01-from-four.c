/* caught-by: 01 step 3: COMMAND gets no descriptor but 0, 1 and 2
 * "0, 1, 2 and 3 are the standard ones." */
static void step3_close_descriptors(void)
{
	if (close_on_exec_from(4) == -1)
		die("close_range(4, ~0)");
}
