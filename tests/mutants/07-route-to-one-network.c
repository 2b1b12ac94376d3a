/* caught-by: 07 step 6: what is not of the pair's network goes to the host
 * A route through the host, and to 192.168.0.0/16 alone. */
static void step6_add_default_route(const struct net_address *gateway)
{
	struct nlmsghdr *n = net_request(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL);
	struct rtmsg *route = mnl_nlmsg_put_extra_header(n, sizeof(*route));

	route->rtm_family = AF_INET;
	route->rtm_table = RT_TABLE_MAIN;
	route->rtm_protocol = RTPROT_BOOT;
	route->rtm_type = RTN_UNICAST;
	route->rtm_dst_len = 16;
	mnl_attr_put_u32(n, RTA_DST, __builtin_bswap32(0xc0a80000));
	mnl_attr_put_u32(n, RTA_GATEWAY, gateway->ip);
	if (net_send(n) == -1)
		die("ip route add default via %s", gateway->bare);
}
