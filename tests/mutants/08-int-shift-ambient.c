/* caught-by: 08 step 7: another uid has what -k names, after a second exec, too, and nothing else
 * 1 is an int: bit 32 is taken for bit 0, and so on. */
static void step7_raise_ambient_set(cap_bits over_exec)
{
	for (int cap = 0; cap <= caps_last(); cap++)
		if ((over_exec & (1 << cap)) && cap_set_ambient(cap, CAP_SET) == -1)
			die("cap_set_ambient(%s)", caps_name(cap));
}
