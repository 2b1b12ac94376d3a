/* caught-by: 08 step 7: another uid has what -k names, after a second exec, too, and nothing else
 * One of them is raised, the others are forgotten. */
static void step7_raise_ambient_set(cap_bits over_exec)
{
	for (cap_value_t cap = 0; cap <= caps_last(); cap++)
		if (over_exec & CAP_BIT(cap)) {
			if (cap_set_ambient(cap, CAP_SET) == -1)
				die("cap_set_ambient(%s)", caps_name(cap));
			break;
		}
}
