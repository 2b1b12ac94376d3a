/* caught-by: 08 step 1: without -d and -k all are dropped, up to the kernel's last
 * cap_last_cap is a capability itself, not their number. */
static void step1_shrink_bounding_set(cap_bits kept)
{
	for (cap_value_t cap = 0; cap < caps_last(); cap++)
		if (!(kept & CAP_BIT(cap)) && cap_drop_bound(cap) == -1)
			die("cap_drop_bound(%s)", caps_name(cap));
}
