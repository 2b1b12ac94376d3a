/* 07-veth-netns - run COMMAND in a network of its own, with a cable to the host.
 *
 *   usage: lab07 [-a HOST/LEN -b INSIDE/LEN] [-r RATE] [COMMAND [ARG...]]
 *   try:   make lab07 && ./lab07        (no privilege needed)
 *
 * In the notes:  unshare --net;  ip link add veth0-host type veth peer name veth0-ct;
 *                ip link set veth0-ct netns ...;  ip addr add 10.10.10.10/24 ...   (002)
 * New here:      unshare(2) with CLONE_NEWNET; messages to rtnetlink(7), through libmnl
 * Read:          network_namespaces(7), veth(4), rtnetlink(7); GUIDE.md, chapter 07
 * Needs:         nothing: without CAP_NET_ADMIN one more namespace plays the host
 *
 *        lab07:parent (host)                  lab07:child (inside)
 *                                             1  enter a network namespace
 *                                             2  set lo up
 *        #1 <-------- the child is in its network ----------
 *        3  make the pair, one end inside
 *        4  address of the host's end
 *        -------- the pair is there -------------------> #2
 *                                             4  address of the end inside
 *        #3 <-------- both ends have addresses -------------
 *        5  set the host's end up
 *        -------- the host is ready -------------------> #4
 *                                             5  set the end inside up
 *                                             6  default route
 *        7  limit the host's end (-r, #5, #6)   7  limit the end inside
 *        wait                                 COMMAND
 */
#define _GNU_SOURCE
#include <libmnl/libmnl.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <unistd.h>

#include "lab.h"

struct config {
	struct net_pair pair;
	unsigned long rate; /* bytes a second; 0: no limit */
};

static const struct lab lab07;

static _Noreturn void inside(const struct config *c);
static void step1_enter_network_namespace(void);
static void step2_set_lo_up(void);
static void step3_make_pair(const char *host_end, const char *inside_end, pid_t child);
static void step4_add_address(const char *end, const struct net_address *address);
static void step5_set_up(const char *end);
static void step6_add_default_route(const struct net_address *gateway);
static void step7_limit_rate(const char *end, unsigned rate);

int main(int argc, char *argv[])
{
	struct config c = { 0 };
	char **command = argv + lab_options(&lab07, argc, argv, &c);
	pid_t child;

	net_play_host();
	net_plan(&c.pair);
	lab_begin(&lab07, command);
	line_open();
	child = fork();
	if (child == -1)
		die("fork");
	if (child == 0)
		inside(&c);

	/* Parent: stays on the host's side of the cable. */
	line_side(PARENT, "lab07:parent");
	sync_wait(1); /* #1 the child is in its network */
	at_end(net_remove_link, c.pair.host_end);
	step3_make_pair(c.pair.host_end, c.pair.inside_end, child);
	step4_add_address(c.pair.host_end, &c.pair.host);
	sync_tell(2); /* #2 the pair is there */
	sync_wait(3); /* #3 both ends have addresses */
	step5_set_up(c.pair.host_end);
	sync_tell(4); /* #4 the host is ready */
	if (c.rate != 0) {
		sync_wait(5); /* #5 COMMAND can reach the host */
		step7_limit_rate(c.pair.host_end, (unsigned)c.rate);
		sync_tell(6); /* #6 one direction is limited */
	}
	lab_end(wait_command(child));
}

/* Child: inside, where COMMAND will be. */
static _Noreturn void inside(const struct config *c)
{
	line_side(CHILD, "lab07:child");
	step1_enter_network_namespace();
	must_be_new("net");
	view_snapshot("at first");
	step2_set_lo_up();
	sync_tell(1); /* #1 the child is in its network */
	sync_wait(2); /* #2 the pair is there */
	step4_add_address(c->pair.inside_end, &c->pair.inside);
	sync_tell(3); /* #3 both ends have addresses */
	sync_wait(4); /* #4 the host is ready */
	step5_set_up(c->pair.inside_end);
	step6_add_default_route(&c->pair.host);
	if (c->rate != 0) {
		sync_tell(5); /* #5 COMMAND can reach the host */
		sync_wait(6); /* #6 one direction is limited */
		step7_limit_rate(c->pair.inside_end, (unsigned)c->rate);
	}
	lab_run();
}

/* Step 1 (child): enter a network namespace.
 *
 * It has one link, lo, which is down; no address, no route, no socket.  What is open
 * already stays what it was: a socket belongs for life to the namespace that it was made
 * in.  See network_namespaces(7).
 */
static void step1_enter_network_namespace(void)
{
	if (unshare(CLONE_NEWNET) == -1)
		die("unshare(CLONE_NEWNET)");
}

/* Step 2 (child): set lo up.
 *
 * RTM_NEWLINK changes a link that is there already.  ifi_change says which of the flags in
 * ifi_flags count.  net_send() is one sendto(2), and waits for the answer.  As lo goes
 * up, the kernel gives it 127.0.0.1/8.  See rtnetlink(7).
 */
static void step2_set_lo_up(void)
{
	struct nlmsghdr *n = net_request(RTM_NEWLINK, 0);
	struct ifinfomsg *link = mnl_nlmsg_put_extra_header(n, sizeof(*link));

	link->ifi_index = (int)if_nametoindex("lo");
	link->ifi_change = IFF_UP;
	link->ifi_flags = IFF_UP;
	if (net_send(n) == -1)
		die("ip link set lo up");
}

/* Step 3 (parent): make the pair, with one end inside.
 *
 * One RTM_NEWLINK makes both: the second, as a whole message of its own (header and
 * attributes), is nested in the first.  IFLA_NET_NS_PID puts it into the namespace of that
 * process at once, so no name of ours meets one of the host's.  See veth(4).
 */
static void step3_make_pair(const char *host_end, const char *inside_end, pid_t child)
{
	struct nlmsghdr *n = net_request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
	struct nlattr *info, *data, *peer;

	mnl_nlmsg_put_extra_header(n, sizeof(struct ifinfomsg));
	mnl_attr_put_strz(n, IFLA_IFNAME, host_end);
	info = mnl_attr_nest_start(n, IFLA_LINKINFO);
	mnl_attr_put_strz(n, IFLA_INFO_KIND, "veth");
	data = mnl_attr_nest_start(n, IFLA_INFO_DATA);
	peer = mnl_attr_nest_start(n, VETH_INFO_PEER);
	mnl_nlmsg_put_extra_header(n, sizeof(struct ifinfomsg));
	mnl_attr_put_strz(n, IFLA_IFNAME, inside_end);
	mnl_attr_put_u32(n, IFLA_NET_NS_PID, (uint32_t)child);
	mnl_attr_nest_end(n, peer);
	mnl_attr_nest_end(n, data);
	mnl_attr_nest_end(n, info);
	if (net_send(n) == -1)
		die("ip link add %s type veth peer name %s netns %d", host_end,
		    inside_end, (int)child);
}

/* Step 4 (both): give this end its address.
 *
 * An address belongs to a link and doesn't outlive a move to another namespace, so each
 * end gets it where it is.  IFA_LOCAL is the address; IFA_ADDRESS is the peer's on a
 * point-to-point link, and the same on others.  See rtnetlink(7), RTM_NEWADDR.
 */
static void step4_add_address(const char *end, const struct net_address *address)
{
	struct nlmsghdr *n = net_request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
	struct ifaddrmsg *a = mnl_nlmsg_put_extra_header(n, sizeof(*a));

	a->ifa_family = AF_INET;
	a->ifa_prefixlen = (unsigned char)address->length;
	a->ifa_index = if_nametoindex(end);
	mnl_attr_put_u32(n, IFA_LOCAL, address->ip);
	mnl_attr_put_u32(n, IFA_ADDRESS, address->ip);
	if (net_send(n) == -1)
		die("ip addr add %s dev %s", address->text, end);
}

/* Step 5 (both): set this end up.
 *
 * As step 2; net_link_up() is that message as a function.  The kernel then adds the route to
 * the address's network, and there is a carrier as soon as both ends are up.
 */
static void step5_set_up(const char *end)
{
	if (net_link_up(end) == -1)
		die("ip link set %s up", end);
}

/* Step 6 (child): make the host the default gateway.
 *
 * A route with no destination is for all of them.  The gateway must be within reach: the
 * route to its network has to be there before.  (That the host forwards what comes is
 * another matter: chapter 13.)  See rtnetlink(7), RTM_NEWROUTE.
 */
static void step6_add_default_route(const struct net_address *gateway)
{
	struct nlmsghdr *n = net_request(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL);
	struct rtmsg *route = mnl_nlmsg_put_extra_header(n, sizeof(*route));

	route->rtm_family = AF_INET;
	route->rtm_table = RT_TABLE_MAIN;
	route->rtm_protocol = RTPROT_BOOT;
	route->rtm_type = RTN_UNICAST;
	mnl_attr_put_u32(n, RTA_GATEWAY, gateway->ip);
	if (net_send(n) == -1)
		die("ip route add default via %s", gateway->bare);
}

/* Step 7 (both): limit what this end sends.
 *
 * A token bucket: `rate` bytes of tokens drop in a second, at most `burst` are kept, and a
 * packet takes as many as it is long; `limit` bytes may wait, the rest is dropped.  Only
 * what leaves a link can be held up, so each end limits one direction.  See tc-tbf(8).
 */
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

static const struct lab_option options[] = {
	{ 'a', NULL, "HOST/LEN", "the host's address (default: 10.10.10.10/24)",
	  option_address, offsetof(struct config, pair.host) },
	{ 'b', NULL, "INSIDE/LEN", "COMMAND's (default: 10.10.10.11/24)", option_address,
	  offsetof(struct config, pair.inside) },
	{ 'r', NULL, "RATE", "limit each direction: 500kbit, 1mbit", option_rate,
	  offsetof(struct config, rate) },
	{ 0 },
};

static const struct lab_row rows[] = {
	{ 1, "net ns", row_namespace, "net", OF_HOST },
	{ 1, "listening", row_listening, NULL, OF_PROCESS },
	{ 1, "unix names", row_abstract_names, NULL, OF_PROCESS },
	{ 2, "lo", row_link_state, "lo", OF_PROCESS },
	{ 3, "links", row_links, NULL, OF_PROCESS },
	{ 3, " host's end", row_hosts_end, NULL, FROM_OUTSIDE },
	{ 4, "addresses", row_addresses, NULL, OF_PROCESS },
	{ 5, "up", row_links, "up", OF_PROCESS },
	{ 6, "routes", row_routes, NULL, OF_PROCESS },
	{ 7, "eth0 sends", row_rate, "eth0", OF_PROCESS },
	{ 0 },
};

static const struct lab lab07 = {
	.name = "lab07",
	.summary = "Run COMMAND in a network of its own, with a cable to the host.",
	.operands = "[COMMAND [ARG...]]",
	.options = options,
	.rows = rows,
	.draw = net_draw_pair,
};
