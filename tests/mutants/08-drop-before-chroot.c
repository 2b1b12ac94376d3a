/* caught-by: 08 step 3: -R changes the root, though cap_sys_chroot is dropped
 * The root is changed when CAP_SYS_CHROOT is gone. */
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
	if (c.no_new_privs)
		step4_forbid_new_privileges();
	if (c.user != NULL) {
		look_up_user(c.user, NULL, &user);
		step5_become_user(&user);
	}
	/* Exec gives uid 0 the bounding set, another uid the ambient one: what -k names. */
	if (geteuid() != 0)
		over_exec = held = c.wish.only ? held : 0;
	step6_hold_only(held, over_exec);
	if (rootfs != NULL)
		step3_change_root(rootfs);
	step7_raise_ambient_set(over_exec);
	lab_run();
}
