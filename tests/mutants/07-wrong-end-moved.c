/* caught-by: 07 step 3: links of the host with the names that one would choose don't matter
 * The namespace stands in the outer message, so it is the host's end that goes inside. */
static void step3_make_pair(const char *host_end, const char *inside_end, pid_t child)
{
	struct nlmsghdr *n = net_request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
	struct nlattr *info, *data, *peer;

	mnl_nlmsg_put_extra_header(n, sizeof(struct ifinfomsg));
	mnl_attr_put_strz(n, IFLA_IFNAME, host_end);
	mnl_attr_put_u32(n, IFLA_NET_NS_PID, (uint32_t)child);
	info = mnl_attr_nest_start(n, IFLA_LINKINFO);
	mnl_attr_put_strz(n, IFLA_INFO_KIND, "veth");
	data = mnl_attr_nest_start(n, IFLA_INFO_DATA);
	peer = mnl_attr_nest_start(n, VETH_INFO_PEER);
	mnl_nlmsg_put_extra_header(n, sizeof(struct ifinfomsg));
	mnl_attr_put_strz(n, IFLA_IFNAME, inside_end);
	mnl_attr_nest_end(n, peer);
	mnl_attr_nest_end(n, data);
	mnl_attr_nest_end(n, info);
	if (net_send(n) == -1)
		die("ip link add %s type veth peer name %s", host_end, inside_end);
}
