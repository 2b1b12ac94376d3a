/* caught-by: 07 step 5: both ends are up, and TCP gets through both ways
 * The link of step 2. */
static void step5_set_up(const char *end)
{
	(void)end;
	if (net_link_up("lo") == -1)
		die("ip link set lo up");
}
