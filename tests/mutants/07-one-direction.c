/* caught-by: 07 step 7: the rate holds in both directions, within 20 %
 * Only what the host sends; what COMMAND sends leaves by its own end. */
static void step7_limit_rate(const char *end, unsigned rate)
{
	unsigned burst = rate / 100 + 4000;
	struct tc_tbf_qopt bucket = {
		.rate = { .rate = rate, .linklayer = TC_LINKLAYER_ETHERNET },
		.limit = burst + rate / 20 + 16000,
	};
	struct nlmsghdr *n = net_request(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_REPLACE);
	struct tcmsg *tc = mnl_nlmsg_put_extra_header(n, sizeof(*tc));
	struct nlattr *options;

	if (end[0] == 'e')
		return;
	tc->tcm_ifindex = (int)if_nametoindex(end);
	tc->tcm_parent = TC_H_ROOT;
	mnl_attr_put_strz(n, TCA_KIND, "tbf");
	options = mnl_attr_nest_start(n, TCA_OPTIONS);
	mnl_attr_put(n, TCA_TBF_PARMS, sizeof(bucket), &bucket);
	mnl_attr_put_u32(n, TCA_TBF_BURST, burst);
	mnl_attr_nest_end(n, options);
	if (net_send(n) == -1)
		die("tc qdisc add dev %s root tbf rate %ubps", end, rate);
}
