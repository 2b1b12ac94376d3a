/* caps.c - sets of capabilities: their names, what -d and -k ask for, and in words.
 *
 * The kernel and libcap may be of different ages.  What the kernel knows is asked of the
 * kernel; libcap gives the names, and a number stands for one that it has no name for.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "library.h"

enum { WITH_PREFIX = 6 }; /* more names than that go without their "cap_" */

/* PR_CAPBSET_READ is EINVAL for what this kernel doesn't know, and needs no /proc.  Any
 * other error tells nothing, and fewer of them would mean fewer that are dropped. */
cap_value_t caps_last(void)
{
	static cap_value_t last = -1;

	if (last != -1)
		return last;
	while (last < 63 && cap_get_bound(last + 1) != -1)
		last++;
	if (last == -1 || (last < 63 && errno != EINVAL))
		die("prctl(PR_CAPBSET_READ, %d)", last + 1);
	return last;
}

cap_bits caps_all(void)
{
	return ~UINT64_C(0) >> (63 - caps_last());
}

int caps_get(const char *set, cap_bits *bits)
{
	bool bounding = strcmp(set, "CapBnd") == 0, ambient = strcmp(set, "CapAmb") == 0;
	cap_flag_t flag = strcmp(set, "CapInh") == 0   ? CAP_INHERITABLE
			  : strcmp(set, "CapPrm") == 0 ? CAP_PERMITTED
						       : CAP_EFFECTIVE;
	cap_t mine = cap_get_proc();

	if (mine == NULL)
		return -1;
	*bits = 0;
	for (cap_value_t c = 0; c <= caps_last(); c++) {
		cap_flag_value_t value = CAP_CLEAR;

		if (bounding)
			value = cap_get_bound(c) == 1 ? CAP_SET : CAP_CLEAR;
		else if (ambient)
			value = cap_get_ambient(c) == 1 ? CAP_SET : CAP_CLEAR;
		else
			(void)cap_get_flag(mine, c, flag, &value);
		if (value == CAP_SET)
			*bits |= CAP_BIT(c);
	}
	cap_free(mine);
	return 0;
}

cap_bits caps_permitted(void)
{
	cap_bits set;

	if (caps_get("CapPrm", &set) == -1)
		die("cap_get_proc");
	return set;
}

/* ---- names ---- */

const char *caps_name(cap_value_t c)
{
	static char text[32];
	char *name = cap_to_name(c);

	snprintf(text, sizeof(text), "%s", name ? name : "?");
	cap_free(name);
	return text;
}

/* "cap_net_raw", "NET_RAW", "13"; -1 if it is none of these. */
static int capability_of(const char *text)
{
	char name[64];
	cap_value_t c;
	unsigned long number;

	if (parse_number(text, 63, &number) == 0)
		return (int)number;
	if ((size_t)snprintf(name, sizeof(name), "%s%s",
			     strncasecmp(text, "cap_", 4) == 0 ? "" : "cap_",
			     text) >= sizeof(name))
		return -1;
	for (char *p = name; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	/* It reads as far as it can: "cap_chown x" is CAP_CHOWN to it. */
	return cap_from_name(name, &c) == 0 && strcmp(name, caps_name(c)) == 0 ? c : -1;
}

cap_bits caps_parse(const char *list, char option)
{
	char *copy = strdup(list), *rest = copy, *name;
	cap_bits bits = 0;

	if (copy == NULL)
		die("strdup");
	while ((name = strsep(&rest, ",")) != NULL) {
		int c = capability_of(name);

		if (strcasecmp(name, "all") == 0)
			bits |= caps_all();
		else if (strcasecmp(name, "none") == 0)
			continue;
		else if (c == -1)
			diex("-%c %s: \"%s\" is no capability (capabilities(7) lists "
			     "them; or: all, none)",
			     option, list, name);
		else if (c > caps_last())
			diex("-%c %s: this kernel has no %s (its last capability is "
			     "number %d)",
			     option, list, name, caps_last());
		else
			bits |= CAP_BIT(c);
	}
	free(copy);
	return bits;
}

/* ---- -d and -k ---- */

void option_drop(const char *argument, void *field)
{
	struct cap_wish *wish = field;

	wish->drop |= caps_parse(argument, 'd');
	wish->given = true;
}

void option_keep(const char *argument, void *field)
{
	struct cap_wish *wish = field;

	wish->keep |= caps_parse(argument, 'k');
	wish->given = wish->only = true;
}

cap_bits caps_kept(const struct cap_wish *wish, cap_bits otherwise)
{
	cap_bits all = caps_all();

	forget_failures();
	if (!wish->given)
		return otherwise & all;
	return (wish->only ? wish->keep : all) & ~wish->drop;
}

/* ---- setting them ---- */

int caps_bound(cap_bits keep)
{
	for (cap_value_t c = 0; c <= caps_last(); c++)
		if (!(keep & CAP_BIT(c)) && cap_drop_bound(c) == -1)
			return -1;
	return 0;
}

int caps_hold(cap_bits held)
{
	cap_t caps = cap_init(); /* none */
	int result = caps ? 0 : -1;

	for (cap_value_t c = 0; result == 0 && c <= caps_last(); c++)
		if ((held & CAP_BIT(c)) &&
		    (cap_set_flag(caps, CAP_PERMITTED, 1, &c, CAP_SET) == -1 ||
		     cap_set_flag(caps, CAP_EFFECTIVE, 1, &c, CAP_SET) == -1))
			result = -1;
	if (result == 0)
		result = cap_set_proc(caps);
	cap_free(caps);
	return result;
}

/* ---- in words ---- */

static void add_names(cap_bits set, char *text, size_t size)
{
	bool prefix = __builtin_popcountll(set) <= WITH_PREFIX;

	for (cap_value_t c = 0; c <= caps_last(); c++) {
		const char *name = caps_name(c);
		size_t length = strlen(text);

		if (!(set & CAP_BIT(c)))
			continue;
		if (!prefix && strncmp(name, "cap_", 4) == 0)
			name += 4;
		snprintf(text + length, size - length, " %s", name);
	}
}

void caps_in_words(cap_bits set, char *text, size_t size)
{
	cap_bits all = caps_all();
	int has = __builtin_popcountll(set & all), known = __builtin_popcountll(all);

	if (has == 0) {
		snprintf(text, size, "none");
	} else if (has == known) {
		snprintf(text, size, "all %d", known);
	} else if (known - has < has) {
		snprintf(text, size, "all but");
		add_names(all & ~set, text, size);
	} else {
		snprintf(text, size, "%d:", has);
		add_names(set & all, text, size);
	}
}
