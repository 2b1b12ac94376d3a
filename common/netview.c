/* netview.c - readers of the view about the network, and the picture of a pair. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <libmnl/libmnl.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "library.h"

/* Add to a value, as printf(3) does, with `between` before all but the first. */
static void add(char *value, const char *between, const char *fmt, ...) LAB_PRINTF(3, 4);

static void add(char *value, const char *between, const char *fmt, ...)
{
	size_t length = strlen(value);
	va_list args;

	if (length > 0 && length < ROW_VALUE)
		length += (size_t)snprintf(value + length, ROW_VALUE - length, "%s",
					   between);
	if (length >= ROW_VALUE)
		return;
	va_start(args, fmt);
	vsnprintf(value + length, ROW_VALUE - length, fmt, args);
	va_end(args);
}

/* ---- links and addresses ---- */

static struct ifaddrs *all_addresses(void)
{
	struct ifaddrs *all = NULL;

	return getifaddrs(&all) == 0 ? all : NULL;
}

unsigned net_prefix_length(const struct sockaddr *netmask)
{
	const struct sockaddr_in *mask = (const void *)netmask;

	return mask ? (unsigned)__builtin_popcount(mask->sin_addr.s_addr) : 32;
}

/* The IPv4 addresses of `link`, of all links but lo if it is NULL. */
static void add_addresses(const char *link, char *value)
{
	struct ifaddrs *all = all_addresses();
	char text[INET_ADDRSTRLEN];

	for (struct ifaddrs *a = all; a != NULL; a = a->ifa_next) {
		const struct sockaddr_in *in = (const void *)a->ifa_addr;

		if (in == NULL || in->sin_family != AF_INET ||
		    (link ? strcmp(a->ifa_name, link) != 0 : a->ifa_flags & IFF_LOOPBACK))
			continue;
		add(value, " ", "%s/%u",
		    inet_ntop(AF_INET, &in->sin_addr, text, sizeof(text)),
		    net_prefix_length(a->ifa_netmask));
	}
	freeifaddrs(all);
}

void row_addresses(const struct lab_row *row, pid_t pid, char *value)
{
	(void)pid;
	add_addresses(row->what, value);
	if (value[0] == '\0')
		snprintf(value, ROW_VALUE, "none");
}

/* Every link has one entry of AF_PACKET, with or without addresses. */
void row_links(const struct lab_row *row, pid_t pid, char *value)
{
	bool only_up = row->what != NULL && strcmp(row->what, "up") == 0;
	struct ifaddrs *all = all_addresses();

	(void)pid;
	for (struct ifaddrs *a = all; a != NULL; a = a->ifa_next)
		if (a->ifa_addr != NULL && a->ifa_addr->sa_family == AF_PACKET &&
		    (!only_up || (a->ifa_flags & IFF_UP)))
			add(value, " ", "%s", a->ifa_name);
	freeifaddrs(all);
	if (value[0] == '\0')
		snprintf(value, ROW_VALUE, "none");
}

/* "eth0 10.10.10.11/24 up"; "none" if there is no such link. */
static void describe_link(const char *link, char *value)
{
	struct ifaddrs *all = all_addresses();

	for (struct ifaddrs *a = all; a != NULL; a = a->ifa_next)
		if (a->ifa_addr != NULL && a->ifa_addr->sa_family == AF_PACKET &&
		    strcmp(a->ifa_name, link) == 0) {
			add(value, " ", "%s", link);
			add_addresses(link, value);
			add(value, " ", "%s", a->ifa_flags & IFF_UP ? "up" : "down");
		}
	freeifaddrs(all);
	if (value[0] == '\0')
		snprintf(value, ROW_VALUE, "none");
}

void row_link_state(const struct lab_row *row, pid_t pid, char *value)
{
	(void)pid;
	describe_link(row->what, value);
	/* Its name is the row's title. */
	if (strncmp(value, row->what, strlen(row->what)) == 0)
		memmove(value, value + strlen(row->what) + 1,
			strlen(value) - strlen(row->what));
}

void row_hosts_end(const struct lab_row *row, pid_t pid, char *value)
{
	(void)row;
	(void)pid;
	describe_link(net_planned()->host_end, value);
}

/* ---- routes, and how fast ---- */

static int add_route(const struct nlmsghdr *n, void *value)
{
	const struct rtmsg *route = mnl_nlmsg_get_payload(n);
	char text[INET_ADDRSTRLEN], link[IF_NAMESIZE];
	unsigned ip = 0, gateway = 0, index = 0;
	const struct nlattr *a;

	mnl_attr_for_each (a, n, sizeof(*route)) {
		if (mnl_attr_get_type(a) == RTA_DST)
			ip = mnl_attr_get_u32(a);
		else if (mnl_attr_get_type(a) == RTA_GATEWAY)
			gateway = mnl_attr_get_u32(a);
		else if (mnl_attr_get_type(a) == RTA_OIF)
			index = mnl_attr_get_u32(a);
	}
	if (route->rtm_table != RT_TABLE_MAIN)
		return MNL_CB_OK;
	if (route->rtm_dst_len == 0)
		add(value, "\n", "default");
	else
		add(value, "\n", "%s/%u", inet_ntop(AF_INET, &ip, text, sizeof(text)),
		    route->rtm_dst_len);
	if (gateway != 0)
		add(value, "", " via %s",
		    inet_ntop(AF_INET, &gateway, text, sizeof(text)));
	else if (if_indextoname(index, link) != NULL)
		add(value, "", " dev %s", link);
	return MNL_CB_OK;
}

static void empty(void *value)
{
	*(char *)value = '\0';
}

void row_routes(const struct lab_row *row, pid_t pid, char *value)
{
	(void)row;
	(void)pid;
	if (net_dump(RTM_GETROUTE, add_route, value, empty) == -1)
		snprintf(value, ROW_VALUE, "%s", errno_name(errno));
	else if (value[0] == '\0')
		snprintf(value, ROW_VALUE, "none");
}

struct bucket {
	int index; /* of the link that is looked for */
	unsigned rate;
};

static int look_at_bucket(const struct nlmsghdr *n, void *data)
{
	const struct tcmsg *tc = mnl_nlmsg_get_payload(n);
	struct bucket *b = data;
	const struct nlattr *a, *option;
	bool is_tbf = false;

	mnl_attr_for_each (a, n, sizeof(*tc)) {
		if (mnl_attr_get_type(a) == TCA_KIND)
			is_tbf = strcmp(mnl_attr_get_str(a), "tbf") == 0;
		if (mnl_attr_get_type(a) != TCA_OPTIONS || !is_tbf ||
		    tc->tcm_ifindex != b->index)
			continue;
		mnl_attr_for_each_nested (option, a)
			if (mnl_attr_get_type(option) == TCA_TBF_PARMS)
				b->rate = ((const struct tc_tbf_qopt *)
						   mnl_attr_get_payload(option))
						  ->rate.rate;
	}
	return MNL_CB_OK;
}

static void empty_bucket(void *bucket)
{
	((struct bucket *)bucket)->rate = 0;
}

/* "1mbit", or "no limit". */
static void describe_rate(const char *link, char *text, size_t size)
{
	struct bucket b = { .index = (int)if_nametoindex(link) };
	double bits;

	if (b.index != 0)
		(void)net_dump(RTM_GETQDISC, look_at_bucket, &b, empty_bucket);
	bits = 8.0 * b.rate;
	if (b.rate == 0)
		snprintf(text, size, "no limit");
	else if (bits < 1e6)
		snprintf(text, size, "%gkbit", bits / 1e3);
	else
		snprintf(text, size, "%gmbit", bits / 1e6);
}

void row_rate(const struct lab_row *row, pid_t pid, char *value)
{
	(void)pid;
	describe_rate(row->what, value, ROW_VALUE);
}

/* ---- sockets ---- */

static void add_ports(const char *protocol, unsigned listening, char *value)
{
	unsigned port, state, seen[64], count = 0;
	char path[64], line[512];

	for (int six = 0; six <= 1; six++) {
		FILE *f;

		snprintf(path, sizeof(path), "/proc/self/net/%s%s", protocol,
			 six ? "6" : "");
		f = fopen(path, "re");
		while (f != NULL && fgets(line, sizeof(line), f) != NULL) {
			unsigned i = 0;

			if (sscanf(line, " %*u: %*[^:]:%x %*[^:]:%*x %x", &port,
				   &state) != 2 ||
			    state != listening)
				continue;
			while (i < count && seen[i] != port)
				i++;
			if (i == count && count < sizeof(seen) / sizeof(seen[0])) {
				seen[count++] = port;
				add(value, ", ", "%s %u", protocol, port);
			}
		}
		if (f != NULL)
			fclose(f);
	}
}

/* A UDP socket that has a port and no peer is in the state that TCP calls closed. */
void row_listening(const struct lab_row *row, pid_t pid, char *value)
{
	(void)row;
	(void)pid;
	if (access("/proc/self/net/tcp", R_OK) == -1) {
		snprintf(value, ROW_VALUE, "no /proc in here");
		return;
	}
	add_ports("tcp", TCP_LISTEN, value);
	add_ports("udp", TCP_CLOSE, value);
	if (value[0] == '\0')
		snprintf(value, ROW_VALUE, "none");
}

void row_abstract_names(const struct lab_row *row, pid_t pid, char *value)
{
	FILE *f = fopen("/proc/self/net/unix", "re");
	char line[512], *name;
	int n = 0;

	(void)row;
	(void)pid;
	/* A name with an @ is an abstract one.  One of five hexadecimal digits is no program's:
	 * the kernel gives it to a socket with SO_PASSCRED, such as our own messages have.
	 * See proc(5); unix(7), "Autobind feature". */
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		n += (name = strstr(line, " @")) != NULL &&
		     (strspn(name + 2, "0123456789abcdef") != 5 || name[7] != '\n');
	snprintf(value, ROW_VALUE, f ? "%d" : "no /proc in here", n);
	if (f != NULL)
		fclose(f);
}

/* ---- the picture ---- */

enum { BOX = 24, CABLE = 16, BOX_LINES = 3 };

/* The words of "eth0 10.10.10.11/24 up", one a line of the box. */
static void fill_box(const char *end, char line[BOX_LINES][BOX])
{
	int word = 0;

	for (int i = 0; i < BOX_LINES; i++)
		line[i][0] = '\0';
	while (*end != '\0' && word < BOX_LINES) {
		size_t length = strcspn(end, " ");

		/* The state is the last line, also if there is no address. */
		if (end[length] == '\0')
			word = BOX_LINES - 1;
		snprintf(line[word++], BOX, "%.*s", (int)length, end);
		end += length + strspn(end + length, " ");
	}
}

void net_draw_pair(FILE *out, const char *hosts_end)
{
	const char *end = net_planned()->inside_end, *edge = "+------------------------+";
	char ours[ROW_VALUE] = "", cable[BOX_LINES][CABLE + 1];
	char left[BOX_LINES][BOX], right[BOX_LINES][BOX];

	describe_link(end, ours);
	if (strcmp(ours, "none") == 0 || strcmp(hosts_end, "none") == 0)
		return; /* there is no pair yet */
	fill_box(hosts_end, left);
	fill_box(ours, right);
	snprintf(cable[0], sizeof(cable[0]), "veth pair");
	snprintf(cable[1], sizeof(cable[1]), "================");
	describe_rate(end, cable[2], sizeof(cable[2]));
	fprintf(out, "\n  %-*s%*sinside\n  %s%*s%s\n", BOX + 2,
		net_host_is_played() ? "a namespace plays host" : "host", CABLE, "", edge,
		CABLE, "", edge);
	for (int i = 0; i < BOX_LINES; i++) {
		int pad = i == 1 ? 0 : (CABLE - (int)strlen(cable[i])) / 2;

		fprintf(out, "  %c %-*s%c%*s%-*s%c %-*s|\n", '|', BOX - 1, left[i],
			i == 1 ? '+' : '|', pad, "", CABLE - pad, cable[i],
			i == 1 ? '+' : '|', BOX - 1, right[i]);
	}
	fprintf(out, "  %s%*s%s\n", edge, CABLE, "", edge);
}
