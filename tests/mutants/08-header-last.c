/* caught-by: 08 step 1: on a kernel with more capabilities than libcap has names they go, too
 * Ends at the last capability that the header knew when it was compiled. */
static void step1_shrink_bounding_set(cap_bits kept)
{
	for (cap_value_t cap = 0; cap <= caps_last() && cap <= CAP_LAST_CAP; cap++)
		if (!(kept & CAP_BIT(cap)) && cap_drop_bound(cap) == -1)
			die("cap_drop_bound(%s)", caps_name(cap));
}
