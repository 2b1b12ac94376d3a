/* caught-by: 08: each kind of program with more rights, and what is left of it
 * Before the exec USER holds what it is not to have: no_new_privs lets a file capability keep it. */
int main(int argc, char *argv[])
{
	struct config c = { 0 };
	char **command = argv + lab_options(&lab08, argc, argv, &c);
	const char *rootfs = c.rootfs ? lab_rootfs(c.rootfs) : NULL;
	cap_bits kept = caps_kept(&c.wish, 0), held, over_exec = 0;
	struct user user;

	lab_begin(&lab08, command);
	if (kept != caps_all())
		need_capability(CAP_SETPCAP, "PR_CAPBSET_DROP");
	held = kept & caps_permitted();

	step1_shrink_bounding_set(kept);
	step2_clear_inheritable_set();
	if (rootfs != NULL)
		step3_change_root(rootfs);
	if (c.no_new_privs)
		step4_forbid_new_privileges();
	if (c.user != NULL) {
		look_up_user(c.user, NULL, &user);
		step5_become_user(&user);
	}
	if (geteuid() != 0 && c.wish.only)
		over_exec = held;
	step6_hold_only(held, over_exec);
	step7_raise_ambient_set(over_exec);
	lab_run();
}
