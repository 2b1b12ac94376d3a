/* caught-by: 09 step 12: PID 1 has no more than COMMAND
 * Only exec makes the bounding set count, and PID 1 execs nothing. */
static void step12_drop_privilege(cap_bits keep, const struct user *user)
{
	if (caps_bound(keep) == -1)
		die("prctl(PR_CAPBSET_DROP)");

	if (user != NULL && setresgid(user->gid, user->gid, user->gid) == -1)
		die("setresgid(%u, %u, %u)", user->gid, user->gid, user->gid);
	if (user != NULL && setresuid(user->uid, user->uid, user->uid) == -1)
		die("setresuid(%u, %u, %u)", user->uid, user->uid, user->uid);
	if (prctl(PR_SET_DUMPABLE, 0) == -1 || prctl(PR_SET_PDEATHSIG, SIGKILL) == -1)
		die("prctl(PR_SET_PDEATHSIG)");
	must_have_parent();

	/* Who isn't uid 0 any more has lost them with that. */
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		die("prctl(PR_SET_NO_NEW_PRIVS)");
}
