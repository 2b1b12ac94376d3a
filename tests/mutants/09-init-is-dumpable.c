/* caught-by: 09: PID 1 shows nothing of the host: environment, program, descriptors, root
 * /proc/1/environ is the host's environment. */
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
	if (setsid() == -1)
		die("setsid");
	(void)umask(022); /* the one call here that can't fail */
}
static void step12_drop_privilege(cap_bits keep, const struct user *user)
{
	if (caps_bound(keep) == -1)
		die("prctl(PR_CAPBSET_DROP)");

	if (user != NULL && setresgid(user->gid, user->gid, user->gid) == -1)
		die("setresgid(%u, %u, %u)", user->gid, user->gid, user->gid);
	if (user != NULL && setresuid(user->uid, user->uid, user->uid) == -1)
		die("setresuid(%u, %u, %u)", user->uid, user->uid, user->uid);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1)
		die("prctl(PR_SET_PDEATHSIG)");
	must_have_parent();

	/* Who isn't uid 0 any more has lost them with that. */
	if (caps_hold(geteuid() == 0 ? keep : 0) == -1)
		die("capset");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		die("prctl(PR_SET_NO_NEW_PRIVS)");
}
