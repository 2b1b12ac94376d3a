/* hint_caps.c - hints: giving capabilities up. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "hint.h"

/* A capability named in an attempt: "cap_set_ambient(cap_chown)". */
static cap_value_t capability_in(const char *attempt)
{
	char name[32];
	cap_value_t c;

	return sscanf(attempt, "%*[^(](%31[^)])", name) == 1 &&
			       cap_from_name(name, &c) == 0
		       ? c
		       : -1;
}

static bool drop_bound_eperm(const struct hint *h)
{
	return !have_capability(CAP_SETPCAP) &&
	       because(h, NULL,
		       geteuid() != 0
			       ? "CAP_SETPCAP is gone: the bounding set comes before the "
				 "change of uid, which clears the effective set"
			       : "CAP_SETPCAP is gone: the bounding set comes before the "
				 "effective one");
}

static bool drop_bound_einval(const struct hint *h)
{
	return because(h, NULL, "the last capability of this kernel is number %d",
		       caps_last());
}

/* A change from uid 0 to others clears the permitted set, unless this flag is set before; only
 * exec takes it back.  See capabilities(7), "Effect of user ID changes on capabilities";
 * PR_GET_KEEPCAPS in prctl(2). */
static bool change_of_uid_cleared(cap_bits permitted)
{
	return permitted == 0 && geteuid() != 0 &&
	       prctl(PR_GET_KEEPCAPS, 0, 0, 0, 0) == 0;
}

/* capset: EPERM for what isn't permitted, or (inheritable) was in neither set. */
static bool set_proc_eperm(const struct hint *h)
{
	cap_bits permitted;
	char words[512];

	if (caps_get("CapPrm", &permitted) == -1)
		return false;
	caps_in_words(permitted, words, sizeof(words));
	return because(h, NULL,
		       "one can only hold what is permitted already, and that is %s%s",
		       words,
		       change_of_uid_cleared(permitted)
			       ? ": the change of uid clears it without PR_SET_KEEPCAPS"
			       : "");
}

/* See PR_CAP_AMBIENT_RAISE in prctl(2). */
static bool set_ambient_eperm(const struct hint *h)
{
	cap_value_t c = capability_in(h->attempt);
	cap_bits permitted, inheritable;
	char words[512];

	if (c == -1 || caps_get("CapPrm", &permitted) == -1 ||
	    caps_get("CapInh", &inheritable) == -1)
		return false;
	if (change_of_uid_cleared(permitted))
		return because(h, NULL,
			       "nothing is permitted: the change of uid clears that "
			       "without PR_SET_KEEPCAPS before it");
	caps_in_words(permitted, words, sizeof(words));
	if (!(permitted & CAP_BIT(c)))
		return because(h, NULL,
			       "only what is permitted can be raised, and that is %s",
			       words);
	return !(inheritable & CAP_BIT(c)) &&
	       because(h, NULL, "%s is not inheritable: that comes first", caps_name(c));
}

const struct hint_row hints_caps[] = {
	{ "cap_drop_bound", EPERM, drop_bound_eperm,
	  "capabilities(7), \"Capability bounding set\"" },
	{ "cap_drop_bound", EINVAL, drop_bound_einval,
	  "capabilities(7), \"/proc/sys/kernel/cap_last_cap\"" },
	{ "cap_set_proc", EPERM, set_proc_eperm, "capset(2), ERRORS" },
	{ "cap_set_ambient", EPERM, set_ambient_eperm, "PR_CAP_AMBIENT in prctl(2)" },
	{ 0 },
};
