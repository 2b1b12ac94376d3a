/* caught-by: 07 step 5: both ends are up, and TCP gets through both ways
 * The host's end stays down: there is no carrier. */
static void step5_set_up(const char *end)
{
	if (end[0] == 'e' && net_link_up(end) == -1)
		die("ip link set %s up", end);
}
