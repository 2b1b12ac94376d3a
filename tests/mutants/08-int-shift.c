/* caught-by: 08 step 1: -k keeps these and no others
 * 1 is an int: bit 32 is taken for bit 0, and so on. */
static void step1_shrink_bounding_set(cap_bits kept)
{
	for (int cap = 0; cap <= caps_last(); cap++)
		if (!(kept & (1 << cap)) && cap_drop_bound(cap) == -1)
			die("cap_drop_bound(%s)", caps_name(cap));
}
