/* caught-by: 06 step 8: the memory at its peak, and who was killed for want of it
 * getrusage(2) tells of the children that were waited for, and nothing of the killed. */
static void step8_measure(const struct cgroup *g, struct cgroup_measure *m)
{
	long usage[18]; /* struct rusage: user and system time, then the largest RSS */

	(void)g;
	(void)syscall(SYS_getrusage, -1 /* RUSAGE_CHILDREN */, usage);
	for (; m->file != NULL; m++) {
		m->known = true;
		if (__builtin_strcmp(m->unit, "bytes") == 0)
			m->value = (unsigned long long)usage[4] << 10;
		else if (m->key && __builtin_strcmp(m->key, "usage_usec") == 0)
			m->value = (usage[0] + usage[2]) * 1000000ULL + usage[1] + usage[3];
	}
}
