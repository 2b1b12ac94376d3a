/* netplan.c - names and addresses for a veth pair, such as nobody uses; and a network
 * namespace that plays the host. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <libmnl/libmnl.h>
#include <linux/nsfs.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "library.h"

static struct net_pair planned;
static bool host_is_played;

const struct net_pair *net_planned(void)
{
	return &planned;
}

bool net_host_is_played(void)
{
	return host_is_played;
}

/* ---- options ---- */

void option_address(const char *argument, void *field)
{
	struct net_address *a = field;
	const char *slash = strchr(argument, '/');
	char ip[INET_ADDRSTRLEN] = "";
	unsigned long length = 0;
	struct in_addr in;
	unsigned number, hosts;

	if (slash != NULL && slash - argument < (ptrdiff_t)sizeof(ip))
		snprintf(ip, sizeof(ip), "%.*s", (int)(slash - argument), argument);
	if (inet_pton(AF_INET, ip, &in) != 1 ||
	    parse_number(slash + 1, 31, &length) == -1)
		diex("address %s: not of the form 10.10.10.10/24", argument);
	number = ntohl(in.s_addr);
	hosts = length == 0 ? ~0U : ~0U >> length;
	/* 0.x is "this network", 127.x lo's own, 224.x and up are no hosts. */
	if (length < 8 || number >> 24 == 0 || number >> 24 == 127 || number >> 28 >= 14)
		diex("address %s: no network to put two hosts into", argument);
	if (length < 31 && ((number & hosts) == 0 || (number & hosts) == hosts))
		diex("address %s: that is %s", argument,
		     (number & hosts) == 0 ? "the network's own number"
					   : "the broadcast address");
	a->ip = in.s_addr;
	a->length = (unsigned)length;
	snprintf(a->text, sizeof(a->text), "%s/%u", ip, a->length);
	snprintf(a->bare, sizeof(a->bare), "%s", ip);
}

void option_rate(const char *argument, void *field)
{
	static const struct {
		const char *name;
		double bits;
	} units[] = { { "kbit", 1e3 }, { "mbit", 1e6 }, { "gbit", 1e9 }, { "bit", 1 } };
	size_t digits = strspn(argument, "0123456789");
	char number[16] = "";
	unsigned long n = 0;

	if (digits < sizeof(number))
		snprintf(number, sizeof(number), "%.*s", (int)digits, argument);
	if (parse_number(number, 10UL * 1000 * 1000 * 1000, &n) == -1)
		diex("rate %s: not of the form 500kbit, 1mbit", argument);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		double bits = (double)n * units[i].bits;

		if (strcasecmp(argument + digits, units[i].name) != 0)
			continue;
		if (bits < 8e3 || bits > 10e9)
			diex("rate %s: 8kbit to 10gbit are possible", argument);
		*(unsigned long *)field = (unsigned long)(bits / 8);
		return;
	}
	diex("rate %s: bits a second, in bit, kbit, mbit or gbit", argument);
}

/* ---- names and addresses that nobody uses ---- */

/* Take `name` for as long as this process lives, among all who do the same in this network
 * namespace: an abstract socket name can be had once, and goes with the socket.
 * Returns the socket, to stay open, or -1 with errno (EADDRINUSE).  Source: unix(7). */
static int claim(const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), error;
	int length;

	if (fd == -1)
		die("socket(AF_UNIX)");
	length = snprintf(address.sun_path + 1, sizeof(address.sun_path) - 1,
			  "container-labs %s", name);
	if (bind(fd, (struct sockaddr *)&address,
		 (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1) +
			 (socklen_t)length) == 0)
		return fd;
	error = errno;
	(void)close(fd);
	errno = error;
	return -1;
}

static unsigned mask(unsigned length)
{
	return length == 0 ? 0 : ~0U << (32 - length);
}

static bool overlap(unsigned ip1, unsigned length1, unsigned ip2, unsigned length2)
{
	unsigned shorter = length1 < length2 ? length1 : length2;

	return ((ntohl(ip1) ^ ntohl(ip2)) & mask(shorter)) == 0;
}

struct search {
	const struct net_address *wanted;
	bool found;
	char by[64];
};

/* A route other than the default that leads to a part of the wanted network. */
static int look_at_route(const struct nlmsghdr *n, void *data)
{
	const struct rtmsg *route = mnl_nlmsg_get_payload(n);
	struct search *s = data;
	const struct nlattr *a;
	char text[INET_ADDRSTRLEN];
	unsigned ip = 0;

	mnl_attr_for_each (a, n, sizeof(*route))
		if (mnl_attr_get_type(a) == RTA_DST)
			ip = mnl_attr_get_u32(a);
	if (route->rtm_dst_len == 0 || s->found ||
	    !overlap(s->wanted->ip, s->wanted->length, ip, route->rtm_dst_len))
		return MNL_CB_OK;
	s->found = true;
	snprintf(s->by, sizeof(s->by), "the route to %s/%u",
		 inet_ntop(AF_INET, &ip, text, sizeof(text)), route->rtm_dst_len);
	return MNL_CB_OK;
}

static void reset_search(void *data)
{
	((struct search *)data)->found = false;
}

/* Does anything in this network namespace overlap with the network of `wanted`?  What, in
 * `by`.  An address of a link that is down has no route yet. */
static bool is_used(const struct net_address *wanted, char *by, size_t size)
{
	struct search s = { .wanted = wanted };
	struct ifaddrs *all = NULL;

	if (net_dump(RTM_GETROUTE, look_at_route, &s, reset_search) == -1)
		die("ip route show");
	if (getifaddrs(&all) == -1)
		die("getifaddrs");
	for (struct ifaddrs *a = all; a != NULL && !s.found; a = a->ifa_next) {
		const struct sockaddr_in *in = (const void *)a->ifa_addr;

		if (in == NULL || in->sin_family != AF_INET ||
		    !overlap(wanted->ip, wanted->length, in->sin_addr.s_addr,
			     net_prefix_length(a->ifa_netmask)))
			continue;
		s.found = true;
		snprintf(s.by, sizeof(s.by), "an address of %s", a->ifa_name);
	}
	freeifaddrs(all);
	snprintf(by, size, "%s", s.by);
	return s.found;
}

/* "10.10.10.0/24", the network of an address. */
static void network_of(const struct net_address *a, char *text, size_t size)
{
	struct in_addr network = { htonl(ntohl(a->ip) & mask(a->length)) };
	char ip[INET_ADDRSTRLEN];

	snprintf(text, size, "%s/%u", inet_ntop(AF_INET, &network, ip, sizeof(ip)),
		 a->length);
}

static bool take_network(const struct net_address *a, char *by, size_t size)
{
	char network[32];
	int held;

	network_of(a, network, sizeof(network));
	held = claim(network);
	if (held == -1) {
		if (errno != EADDRINUSE)
			die("bind the name of %s", network);
		snprintf(by, size, "another lab that runs");
		return false;
	}
	if (!is_used(a, by, size))
		return true;
	(void)close(held);
	return false;
}

/* The notes' addresses, or the same in the next network that is free. */
static void plan_addresses(struct net_pair *pair)
{
	static const char *const beginnings[] = { "10.10", "172.31", "192.168" };
	char text[32], by[64];

	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++)
		for (int third = 10; third < 250; third++) {
			snprintf(text, sizeof(text), "%s.%d.10/24", beginnings[i], third);
			option_address(text, &pair->host);
			if (!take_network(&pair->host, by, sizeof(by)))
				continue;
			snprintf(text, sizeof(text), "%s.%d.11/24", beginnings[i], third);
			option_address(text, &pair->inside);
			return;
		}
	diex("no free network found for the pair: name two addresses");
}

static void check_addresses(const struct net_pair *pair)
{
	const struct net_address *a = &pair->host, *b = &pair->inside;
	char by[64];

	if (a->length == 0 || b->length == 0)
		diex("address %s: the other end needs one, too",
		     a->length ? a->text : b->text);
	if (a->ip == b->ip)
		diex("addresses %s and %s: one for each end", a->text, b->text);
	if (a->length != b->length || !overlap(a->ip, a->length, b->ip, b->length))
		diex("addresses %s and %s: not of one network", a->text, b->text);
	if (!take_network(a, by, sizeof(by)))
		diex("address %s: %s is in the way", a->text, by);
}

void net_plan(struct net_pair *pair)
{
	const char *lab = lab_process_name();
	unsigned number = (unsigned)getpid();

	if (pair->host.length == 0 && pair->inside.length == 0)
		plan_addresses(pair);
	else
		check_addresses(pair);
	/* The pid makes it one of its kind; but there may be two PID namespaces. */
	do
		snprintf(pair->host_end, sizeof(pair->host_end), "%.5sh%u", lab,
			 number++ % 100000000);
	while (if_nametoindex(pair->host_end) != 0 || claim(pair->host_end) == -1);
	snprintf(pair->inside_end, sizeof(pair->inside_end), "eth0");
	planned = *pair;
}

/* ---- a network namespace that plays the host ---- */

static bool has_capabilities(void)
{
	cap_flag_value_t admin = CAP_CLEAR, net = CAP_CLEAR;
	cap_t mine = cap_get_proc();

	if (mine == NULL)
		die("cap_get_proc");
	(void)cap_get_flag(mine, CAP_SYS_ADMIN, CAP_EFFECTIVE, &admin);
	(void)cap_get_flag(mine, CAP_NET_ADMIN, CAP_EFFECTIVE, &net);
	cap_free(mine);
	return admin == CAP_SET && net == CAP_SET;
}

/* Our capabilities count here only if our user namespace owns this network namespace.  For one
 * that a user namespace above ours owns, EPERM is the answer; and then we can't enter it anew
 * either.  See ioctl_ns(2), setns(2). */
static bool owns_network(void)
{
	cleanup_fd int net = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	cleanup_fd int owner = net == -1 ? -1 : ioctl(net, NS_GET_USERNS);
	struct stat its, ours;

	if (net == -1 ||
	    (owner == -1 && (errno != EPERM || setns(net, CLONE_NEWNET) == 0)))
		die("ioctl(\"/proc/self/ns/net\", NS_GET_USERNS)");
	if (owner == -1)
		return false;
	if (fstat(owner, &its) == -1 || stat("/proc/self/ns/user", &ours) == -1)
		die("stat(\"/proc/self/ns/user\")");
	return its.st_ino == ours.st_ino;
}

bool net_play_host(void)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();

	if (has_capabilities() && owns_network())
		return false;
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET) == -1)
		die("unshare(CLONE_NEWUSER | CLONE_NEWNET)");
	/* Chapter 05 explains these. */
	if (write_proc(getpid(), "setgroups", "deny") == -1)
		die("write deny to /proc/%d/setgroups", (int)getpid());
	if (write_proc(getpid(), "uid_map", "0 %u 1", uid) == -1)
		die("write \"0 %u 1\" to /proc/%d/uid_map", uid, (int)getpid());
	if (write_proc(getpid(), "gid_map", "0 %u 1", gid) == -1)
		die("write \"0 %u 1\" to /proc/%d/gid_map", gid, (int)getpid());
	if (net_link_up("lo") == -1)
		die("ip link set lo up");
	host_is_played = true;
	return true;
}
