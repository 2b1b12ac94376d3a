/* caught-by: 09 step 5: session and umask aren't the caller's
 * Whoever has umask 0 lets everybody write what COMMAND makes. */
static void step5_become_root(uid_t uid, gid_t gid)
{
	char groups[16];

	if (read_file("/proc/self/setgroups", groups, sizeof(groups)) == -1)
		die("read /proc/self/setgroups");
	if (groups[0] == 'a' /* allow */ && setgroups(0, NULL) == -1)
		die("setgroups(0, NULL)");
	if (setresgid(gid, gid, gid) == -1)
		die("setresgid(%u, %u, %u)", gid, gid, gid);
	if (setresuid(uid, uid, uid) == -1)
		die("setresuid(%u, %u, %u)", uid, uid, uid);

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1)
		die("prctl(PR_SET_PDEATHSIG)");
	must_have_parent();
	if (prctl(PR_SET_DUMPABLE, 0) == -1)
		die("prctl(PR_SET_DUMPABLE)");
	if (setsid() == -1)
		die("setsid");
}
