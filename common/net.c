/* net.c - rtnetlink through libmnl: requests and answers, and what they build. */
#define _GNU_SOURCE
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "library.h"

enum { MESSAGE = 4096, ANSWER = 32768 };

static char reason[256]; /* the kernel's words for the last refusal */

/* ---- requests and answers ---- */

struct nlmsghdr *net_request(int type, int flags)
{
	static _Alignas(NLMSG_ALIGNTO) char buffer[MESSAGE];
	struct nlmsghdr *n = mnl_nlmsg_put_header(buffer);

	n->nlmsg_type = (__u16)type;
	n->nlmsg_flags = (__u16)(NLM_F_REQUEST | NLM_F_ACK | flags);
	n->nlmsg_seq = 1; /* one request a socket */
	return n;
}

const char *net_reason(void)
{
	return reason;
}

/* The text of an extended ack, which stands behind the error.  Since the socket has
 * NETLINK_CAP_ACK, the request isn't repeated there.  Source: netlink(7). */
static void keep_reason(const struct nlmsghdr *n)
{
	const struct nlattr *a;

	if (n->nlmsg_type != NLMSG_ERROR || !(n->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	mnl_attr_for_each (a, n, sizeof(struct nlmsgerr))
		if (mnl_attr_get_type(a) == NLMSGERR_ATTR_MSG &&
		    mnl_attr_validate(a, MNL_TYPE_NUL_STRING) == 0)
			snprintf(reason, sizeof(reason), "%s", mnl_attr_get_str(a));
}

static int exchange(struct mnl_socket *socket, struct nlmsghdr *request, net_each *each,
		    void *data)
{
	static _Alignas(NLMSG_ALIGNTO) char answer[ANSWER];
	int on = 1, more;
	ssize_t n;

	if (mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) == -1)
		return -1;
	/* Older kernels have neither, and say less. */
	(void)mnl_socket_setsockopt(socket, NETLINK_EXT_ACK, &on, sizeof(on));
	(void)mnl_socket_setsockopt(socket, NETLINK_CAP_ACK, &on, sizeof(on));
	if (mnl_socket_sendto(socket, request, request->nlmsg_len) == -1)
		return -1;
	do {
		n = mnl_socket_recvfrom(socket, answer, sizeof(answer));
		if (n == -1)
			return -1;
		if (n >= (ssize_t)sizeof(struct nlmsghdr))
			keep_reason((const struct nlmsghdr *)(const void *)answer);
		more = mnl_cb_run(answer, (size_t)n, request->nlmsg_seq,
				  mnl_socket_get_portid(socket), each, data);
	} while (more > 0);
	return more;
}

/* Send a request, call `each` for every message of the answer. */
static int ask(struct nlmsghdr *request, net_each *each, void *data)
{
	struct mnl_socket *socket = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);
	int result, error;

	reason[0] = '\0';
	if (socket == NULL)
		return -1;
	result = exchange(socket, request, each, data);
	error = errno;
	(void)mnl_socket_close(socket);
	errno = error;
	return result;
}

int net_send(struct nlmsghdr *request)
{
	return ask(request, NULL, NULL);
}

int net_dump(int type, net_each *each, void *data, void (*reset)(void *data))
{
	struct nlmsghdr *n;
	struct rtgenmsg *family;
	int result;

	do {
		reset(data);
		n = net_request(type, NLM_F_DUMP);
		n->nlmsg_flags &= (__u16)~NLM_F_ACK;
		family = mnl_nlmsg_put_extra_header(n, type == RTM_GETROUTE
							       ? sizeof(struct rtmsg)
							       : sizeof(struct tcmsg));
		family->rtgen_family = type == RTM_GETROUTE ? AF_INET : AF_UNSPEC;
		result = ask(n, each, data);
	} while (result == -1 && errno == EINTR);
	return result;
}

/* ---- what lab 07 does message by message ---- */

/* The index of a link by its name; ENODEV if there is none. */
static unsigned link_index(const char *link)
{
	return if_nametoindex(link);
}

int net_link_up(const char *link)
{
	unsigned index = link_index(link);
	struct nlmsghdr *n = net_request(RTM_NEWLINK, 0);
	struct ifinfomsg *info = mnl_nlmsg_put_extra_header(n, sizeof(*info));

	info->ifi_index = (int)index;
	info->ifi_change = IFF_UP;
	info->ifi_flags = IFF_UP;
	return index == 0 ? -1 : net_send(n);
}

int net_make_pair(const struct net_pair *pair, pid_t inside)
{
	struct nlmsghdr *n = net_request(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
	struct nlattr *info, *data, *peer;

	mnl_nlmsg_put_extra_header(n, sizeof(struct ifinfomsg));
	mnl_attr_put_strz(n, IFLA_IFNAME, pair->host_end);
	info = mnl_attr_nest_start(n, IFLA_LINKINFO);
	mnl_attr_put_strz(n, IFLA_INFO_KIND, "veth");
	data = mnl_attr_nest_start(n, IFLA_INFO_DATA);
	peer = mnl_attr_nest_start(n, VETH_INFO_PEER);
	mnl_nlmsg_put_extra_header(n, sizeof(struct ifinfomsg));
	mnl_attr_put_strz(n, IFLA_IFNAME, pair->inside_end);
	mnl_attr_put_u32(n, IFLA_NET_NS_PID, (uint32_t)inside);
	mnl_attr_nest_end(n, peer);
	mnl_attr_nest_end(n, data);
	mnl_attr_nest_end(n, info);
	return net_send(n);
}

int net_add_address(const char *link, const struct net_address *address)
{
	unsigned index = link_index(link);
	struct nlmsghdr *n = net_request(RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL);
	struct ifaddrmsg *a = mnl_nlmsg_put_extra_header(n, sizeof(*a));

	a->ifa_family = AF_INET;
	a->ifa_prefixlen = (unsigned char)address->length;
	a->ifa_index = index;
	mnl_attr_put_u32(n, IFA_LOCAL, address->ip);
	mnl_attr_put_u32(n, IFA_ADDRESS, address->ip);
	return index == 0 ? -1 : net_send(n);
}

int net_default_route(const struct net_address *gateway)
{
	struct nlmsghdr *n = net_request(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL);
	struct rtmsg *route = mnl_nlmsg_put_extra_header(n, sizeof(*route));

	route->rtm_family = AF_INET;
	route->rtm_table = RT_TABLE_MAIN;
	route->rtm_protocol = RTPROT_BOOT;
	route->rtm_type = RTN_UNICAST;
	mnl_attr_put_u32(n, RTA_GATEWAY, gateway->ip);
	return net_send(n);
}

/* See tc-tbf(8): a bucket of 10 ms, and a queue of 50 ms, both for some packets at least. */
int net_limit_rate(const char *link, unsigned long bytes_per_second)
{
	unsigned index = link_index(link);
	unsigned rate = (unsigned)bytes_per_second, burst = rate / 100 + 4000;
	struct tc_tbf_qopt tbf = {
		.rate = { .rate = rate, .linklayer = TC_LINKLAYER_ETHERNET },
		.limit = burst + rate / 20 + 16000,
	};
	struct nlmsghdr *n = net_request(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_REPLACE);
	struct tcmsg *tc = mnl_nlmsg_put_extra_header(n, sizeof(*tc));
	struct nlattr *options;

	tc->tcm_ifindex = (int)index;
	tc->tcm_parent = TC_H_ROOT;
	mnl_attr_put_strz(n, TCA_KIND, "tbf");
	options = mnl_attr_nest_start(n, TCA_OPTIONS);
	mnl_attr_put(n, TCA_TBF_PARMS, sizeof(tbf), &tbf);
	mnl_attr_put_u32(n, TCA_TBF_BURST, burst);
	mnl_attr_nest_end(n, options);
	return index == 0 ? -1 : net_send(n);
}

void net_remove_link(void *link)
{
	unsigned index = link_index(link);
	struct nlmsghdr *n = net_request(RTM_DELLINK, 0);
	struct ifinfomsg *info = mnl_nlmsg_put_extra_header(n, sizeof(*info));

	info->ifi_index = (int)index;
	if (index != 0)
		(void)net_send(n);
}
