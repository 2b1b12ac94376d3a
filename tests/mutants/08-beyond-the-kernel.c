/* caught-by: 08 step 1: on a kernel with fewer capabilities than libcap knows it works
 * EINVAL for those that this kernel has not got yet: SinusBot, MISTAKES.md 08.4. */
static void step1_shrink_bounding_set(cap_bits kept)
{
	for (cap_value_t cap = 0; cap <= CAP_LAST_CAP; cap++)
		if (!(kept & CAP_BIT(cap)) && cap_drop_bound(cap) == -1)
			die("cap_drop_bound(%s)", caps_name(cap));
}
