/* caught-by: 07 step 2: lo is up inside, and carries a connection
 * ifi_change says that IFF_UP counts, and ifi_flags that it is 0: down. */
static void step2_set_lo_up(void)
{
	struct nlmsghdr *n = net_request(RTM_NEWLINK, 0);
	struct ifinfomsg *link = mnl_nlmsg_put_extra_header(n, sizeof(*link));

	link->ifi_index = (int)if_nametoindex("lo");
	link->ifi_change = IFF_UP;
	if (net_send(n) == -1)
		die("ip link set lo up");
}
