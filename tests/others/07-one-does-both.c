/* One process does both ends: the child is cloned into its network, makes the pair there
 * with the peer put out to the host by a descriptor, and goes over by setns(2) for the
 * host's end. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

/* Make `inside_end` here, and `host_end` where `host` leads. */
static void make_pair_from_inside(const struct net_pair *pair, int host)
{
	struct nlmsghdr *n = net_request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
	struct nlattr *info, *data, *peer;

	mnl_nlmsg_put_extra_header(n, sizeof(struct ifinfomsg));
	mnl_attr_put_strz(n, IFLA_IFNAME, pair->inside_end);
	info = mnl_attr_nest_start(n, IFLA_LINKINFO);
	mnl_attr_put_strz(n, IFLA_INFO_KIND, "veth");
	data = mnl_attr_nest_start(n, IFLA_INFO_DATA);
	peer = mnl_attr_nest_start(n, VETH_INFO_PEER);
	mnl_nlmsg_put_extra_header(n, sizeof(struct ifinfomsg));
	mnl_attr_put_strz(n, IFLA_IFNAME, pair->host_end);
	mnl_attr_put_u32(n, IFLA_NET_NS_FD, (uint32_t)host);
	mnl_attr_nest_end(n, peer);
	mnl_attr_nest_end(n, data);
	mnl_attr_nest_end(n, info);
	if (net_send(n) == -1)
		die("ip link add %s", pair->inside_end);
}

/* Up first, then the address, the rate: the order is free. */
static void set_end(const char *end, const struct net_address *address,
		    unsigned long rate)
{
	if (net_link_up(end) == -1 || net_add_address(end, address) == -1)
		die("ip link set %s up", end);
	if (rate != 0 && net_limit_rate(end, rate) == -1)
		die("tc qdisc add dev %s", end);
}

static _Noreturn void both_ends(const struct config *c, int host)
{
	cleanup_fd int here = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

	line_side(CHILD, "lab07:child");
	make_pair_from_inside(&c->pair, host);
	set_end(c->pair.inside_end, &c->pair.inside, c->rate);
	if (setns(host, CLONE_NEWNET) == -1)
		die("setns(the host's network)");
	set_end(c->pair.host_end, &c->pair.host, c->rate);
	if (setns(here, CLONE_NEWNET) == -1)
		die("setns(the network inside)");
	if (net_link_up("lo") == -1)
		die("ip link set lo up");
	if (net_default_route(&c->pair.host) == -1)
		die("ip route add default");
	lab_run();
}

int main(int argc, char *argv[])
{
	struct config c = { 0 };
	char **command = argv + lab_options(&lab07, argc, argv, &c);
	cleanup_fd int host = -1;
	long child;

	net_play_host();
	net_plan(&c.pair);
	lab_begin(&lab07, command);
	line_open();
	host = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	child = syscall(SYS_clone, CLONE_NEWNET | SIGCHLD, NULL, NULL, NULL, NULL);
	if (child == -1)
		die("clone(CLONE_NEWNET)");
	if (child == 0)
		both_ends(&c, host);
	line_side(PARENT, "lab07:parent");
	at_end(net_remove_link, c.pair.host_end);
	lab_end(wait_command((pid_t)child));
}
