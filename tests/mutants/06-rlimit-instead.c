/* caught-by: 06 step 4: beyond -p processes fork is EAGAIN
 * RLIMIT_NPROC counts a user's processes, wherever they are, and not those of root; and it
 * is the parent's own here. */
static void step4_limit_processes(const struct cgroup *g, const char *count)
{
	unsigned long long strtoull(const char *, char **, int);
	unsigned long long limit[2] = { strtoull(count, NULL, 10), ~0ULL };

	(void)g;
	(void)syscall(SYS_prlimit64, 0, 6 /* RLIMIT_NPROC */, limit, NULL);
}
