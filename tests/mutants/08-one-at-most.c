/* caught-by: 08 step 1: what -d drops fails for uid 0, what is left works
 * Only the first of them is dropped. */
static void step1_shrink_bounding_set(cap_bits kept)
{
	for (cap_value_t cap = 0; cap <= caps_last(); cap++)
		if (!(kept & CAP_BIT(cap))) {
			if (cap_drop_bound(cap) == -1)
				die("cap_drop_bound(%s)", caps_name(cap));
			return;
		}
}
