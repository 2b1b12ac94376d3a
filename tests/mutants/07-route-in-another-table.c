/* caught-by: 07 step 6: what is not of the pair's network goes to the host
 * A table that no rule leads to. */
static void step6_add_default_route(const struct net_address *gateway)
{
	struct nlmsghdr *n = net_request(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL);
	struct rtmsg *route = mnl_nlmsg_put_extra_header(n, sizeof(*route));

	route->rtm_family = AF_INET;
	route->rtm_table = 77;
	route->rtm_protocol = RTPROT_BOOT;
	route->rtm_type = RTN_UNICAST;
	mnl_attr_put_u32(n, RTA_GATEWAY, gateway->ip);
	if (net_send(n) == -1)
		die("ip route add default via %s", gateway->bare);
}
