/* hint_net.c - hints: links, addresses, routes and rates. */
#define _GNU_SOURCE
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "hint.h"

/* rtnetlink: what the kernel itself said in its answer, if it did.  See netlink(7),
 * NETLINK_EXT_ACK. */
static bool said_by_kernel(const struct hint *h)
{
	return net_reason()[0] != '\0' &&
	       because(h, NULL, "the kernel says: %s", net_reason());
}

static bool network_eperm(const struct hint *h)
{
	if (!have_capability(CAP_NET_ADMIN))
		return because(h, NULL, "CAP_NET_ADMIN is missing");
	return said_by_kernel(h);
}

/* ENETUNREACH: a gateway must be on a network that a link leads to, one that is up. */
static bool route_enetunreach(const struct hint *h)
{
	const struct lab_row all = { 0 };
	char addresses[ROW_VALUE] = "", routes[ROW_VALUE] = "";

	row_addresses(&all, 0, addresses);
	row_routes(&all, 0, routes);
	if (strcmp(addresses, "none") == 0)
		return because(
			h, "addresses",
			"no link but lo has an address, so no network is in reach");
	if (strcmp(routes, "none") == 0)
		return because(
			h, "up",
			"there is no route at all yet: the address brings one, when "
			"its link is set up");
	return said_by_kernel(h);
}

/* The link of an attempt: "ip link set NAME up", "... dev NAME ...".  Empty if it has none. */
static void link_in(const char *attempt, char name[LINK_NAME])
{
	const char *at = strstr(attempt, " dev ");

	name[0] = '\0';
	if (at != NULL)
		(void)sscanf(at, " dev %15s", name);
	else
		(void)sscanf(attempt, "ip link set %15s", name);
}

/* ENODEV: the link isn't in the network namespace that was asked.  If it is, then not under
 * the index that was asked for. */
static bool network_enodev(const struct hint *h)
{
	const struct lab_row all = { 0 };
	char links[ROW_VALUE] = "", name[LINK_NAME];
	unsigned index;

	link_in(h->attempt, name);
	index = if_nametoindex(name);
	if (index != 0)
		return because(h, NULL,
			       "%s is there, with the index %u: the index in the message "
			       "is another",
			       name, index);
	row_links(&all, 0, links);
	if (strcmp(links, "lo") == 0)
		return because(h, "links", "in this process's network there is only lo");
	return because(h, NULL, "the links of this process's network are: %s", links);
}

const struct hint_row hints_net[] = {
	{ "ip route add ", ENETUNREACH, route_enetunreach, "rtnetlink(7), ip-route(8)" },
	{ "ip link ", EPERM, network_eperm, "network_namespaces(7), rtnetlink(7)" },
	{ "ip addr ", EPERM, network_eperm, "network_namespaces(7), rtnetlink(7)" },
	{ "ip route ", EPERM, network_eperm, "network_namespaces(7), rtnetlink(7)" },
	{ "tc qdisc ", EPERM, network_eperm, "network_namespaces(7), rtnetlink(7)" },
	{ "ip link set ", ENODEV, network_enodev, "network_namespaces(7)" },
	{ "ip addr ", ENODEV, network_enodev, "network_namespaces(7)" },
	{ "tc qdisc ", ENODEV, network_enodev, "network_namespaces(7)" },
	{ "ip link add ", 0, said_by_kernel, "veth(4), rtnetlink(7)" },
	{ "ip link ", 0, said_by_kernel, "rtnetlink(7), ip-link(8)" },
	{ "ip addr ", 0, said_by_kernel, "rtnetlink(7), ip-address(8)" },
	{ "ip route ", 0, said_by_kernel, "rtnetlink(7), ip-route(8)" },
	{ "tc qdisc ", 0, said_by_kernel, "tc-tbf(8), rtnetlink(7)" },
	{ 0 },
};
