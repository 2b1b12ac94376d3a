/* caught-by: 07 step 4: each end has its address, as asked for
 * What the notes' end had when it was moved: nothing is left of that inside. */
static void step4_add_address(const char *end, const struct net_address *address)
{
	struct nlmsghdr *n = net_request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
	struct ifaddrmsg *a = mnl_nlmsg_put_extra_header(n, sizeof(*a));

	if (end[0] == 'e')
		return;
	a->ifa_family = AF_INET;
	a->ifa_prefixlen = (unsigned char)address->length;
	a->ifa_index = if_nametoindex(end);
	mnl_attr_put_u32(n, IFA_LOCAL, address->ip);
	mnl_attr_put_u32(n, IFA_ADDRESS, address->ip);
	if (net_send(n) == -1)
		die("ip addr add %s dev %s", address->text, end);
}
