/* 02-unshare-uts - give COMMAND a host name and a domain name of its own.
 *
 *   usage: lab02 [-n NAME] [-d DOMAIN] [COMMAND [ARG...]]
 *   try:   make try02    then    ./lab02 -n inside uname -n; uname -n
 *
 * In the notes:  unshare --uts /bin/bash, then hostname NAME        (002, 004)
 * New here:      unshare(2), sethostname(2), setdomainname(2)
 * Read:          uts_namespaces(7), namespaces(7); GUIDE.md, chapter 02
 * Needs:         CAP_SYS_ADMIN (lab 05 shows how to do without)
 */
#define _GNU_SOURCE
#include <sched.h>
#include <string.h>
#include <unistd.h>

#include "lab.h"

struct config {
	const char *host_name, *domain_name;
};

static const struct lab lab02;

static void step1_enter_uts_namespace(void);
static void step2_set_host_name(const char *name);
static void step3_set_domain_name(const char *name);

int main(int argc, char *argv[])
{
	struct config c = { "lab02", "lab02.example" };
	char **command = argv + lab_options(&lab02, argc, argv, &c);

	lab_begin(&lab02, command);
	need_capability(CAP_SYS_ADMIN, "unshare(CLONE_NEWUTS)");

	step1_enter_uts_namespace();
	must_be_new("uts");
	step2_set_host_name(c.host_name);
	step3_set_domain_name(c.domain_name);
	lab_run();
}

/* Step 1: leave the host's UTS namespace for a copy of it.
 *
 * The new namespace starts with the names of the old one; from now on the two change
 * apart.  UTS is what uname(2) fills in: UNIX Time-sharing System.  See
 * uts_namespaces(7) and unshare(2).
 */
static void step1_enter_uts_namespace(void)
{
	if (unshare(CLONE_NEWUTS) == -1)
		die("unshare(CLONE_NEWUTS)");
}

/* Step 2: set the host name, in here only.
 *
 * The kernel asks for CAP_SYS_ADMIN in the user namespace that owns this UTS namespace.
 * The name is its bytes and a length, without a null byte; at most 64.
 * See sethostname(2).
 */
static void step2_set_host_name(const char *name)
{
	if (sethostname(name, strlen(name)) == -1)
		die("sethostname(\"%s\")", name);
}

/* Step 3: set the NIS domain name, in here only.
 *
 * Not the domain of DNS: that one is in the host name or in /etc/resolv.conf.  It shares
 * the namespace with the host name because uname(2) returns both.
 * See setdomainname(2).
 */
static void step3_set_domain_name(const char *name)
{
	if (setdomainname(name, strlen(name)) == -1)
		die("setdomainname(\"%s\")", name);
}

static const struct lab_option options[] = {
	{ 'n', NULL, "NAME", "the host name inside (default: lab02)", option_host_name,
	  offsetof(struct config, host_name) },
	{ 'd', NULL, "DOMAIN", "the NIS domain name inside (default: lab02.example)",
	  option_domain_name, offsetof(struct config, domain_name) },
	{ 0 },
};

static const struct lab_row rows[] = {
	{ 1, "uts ns", row_namespace, "uts", OF_HOST },
	{ 2, "host name", row_hostname, NULL, OF_HOST },
	{ 3, "domain name", row_domainname, NULL, OF_HOST },
	{ 0 },
};

static const struct lab lab02 = {
	.name = "lab02",
	.summary = "Give COMMAND a host name and a domain name of its own.",
	.operands = "[COMMAND [ARG...]]",
	.options = options,
	.rows = rows,
};
