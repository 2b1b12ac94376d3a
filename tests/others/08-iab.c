/* Two processes, and libcap's own bundles: cap_setuid(3), and cap_iab_set_proc(3) for
 * inheritable, ambient and bounding at once. */
static void become(const struct user *user)
{
	if (cap_setgroups(user->gid, 0, NULL) == -1)
		die("cap_setgroups(%u)", user->gid);
	if (cap_setuid(user->uid) == -1)
		die("cap_setuid(%u)", user->uid);
}

/* Inheritable and ambient: these; bounding: only what is kept. */
static void set_iab(cap_bits kept, cap_bits ambient)
{
	cap_iab_t iab = cap_iab_init();

	for (cap_value_t cap = 0; cap <= caps_last(); cap++) {
		cap_iab_set_vector(iab, CAP_IAB_BOUND, cap,
				   kept >> cap & 1 ? CAP_CLEAR : CAP_SET);
		cap_iab_set_vector(iab, CAP_IAB_AMB, cap, ambient >> cap & 1);
	}
	if (cap_iab_set_proc(iab) == -1)
		die("cap_iab_set_proc");
}

static void hold(cap_bits held, cap_bits inheritable)
{
	cap_t caps = cap_init();

	for (cap_value_t cap = 0; cap <= caps_last(); cap++) {
		cap_set_flag(caps, CAP_PERMITTED, 1, &cap, held >> cap & 1);
		cap_set_flag(caps, CAP_EFFECTIVE, 1, &cap, held >> cap & 1);
		cap_set_flag(caps, CAP_INHERITABLE, 1, &cap, inheritable >> cap & 1);
	}
	if (cap_set_proc(caps) == -1)
		die("cap_set_proc");
}

int main(int argc, char *argv[])
{
	struct config c = { 0 };
	char **command = argv + lab_options(&lab08, argc, argv, &c);
	const char *rootfs = c.rootfs ? lab_rootfs(c.rootfs) : NULL;
	cap_bits kept = caps_kept(&c.wish, 0), held = kept & caps_permitted(),
		 ambient = 0;
	struct user user;
	pid_t child;

	lab_begin(&lab08, command);
	if (kept != caps_all())
		need_capability(CAP_SETPCAP, "PR_CAPBSET_DROP");
	line_open();
	child = fork();
	if (child == -1)
		die("fork");
	if (child > 0) {
		line_side(PARENT, "lab08");
		lab_end(wait_command(child));
	}
	line_side(CHILD, "lab08:inside");
	if (c.no_new_privs && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		die("prctl(PR_SET_NO_NEW_PRIVS)");
	if (rootfs != NULL &&
	    (chroot(rootfs) == -1 || chdir("/") == -1 || close_on_exec_from(3) == -1))
		die("chroot(\"%s\")", rootfs);
	if (c.user != NULL) {
		look_up_user(c.user, NULL, &user);
		become(&user);
	}
	if (geteuid() != 0)
		held = ambient = c.wish.only ? held : 0;
	set_iab(kept, ambient);
	hold(held, ambient);
	prctl(PR_SET_PDEATHSIG, 9);
	lab_run();
}
