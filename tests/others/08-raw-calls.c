/* No libcap: prctl(2) and capset(2) themselves, on two 32-bit words, and the last capability
 * from /proc.  no_new_privs last, the bounding set after the inheritable one. */
#include <fcntl.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <sys/syscall.h>

static void set_all(cap_bits held, cap_bits inheritable)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2];

	for (int i = 0; i < 2; i++) {
		data[i].effective = data[i].permitted = (unsigned)(held >> 32 * i);
		data[i].inheritable = (unsigned)(inheritable >> 32 * i);
	}
	if (syscall(SYS_capset, &header, data) == -1)
		die("capset");
}

int main(int argc, char *argv[])
{
	struct config c = { 0 };
	char **command = argv + lab_options(&lab08, argc, argv, &c), last[16] = "63";
	const char *rootfs = c.rootfs ? lab_rootfs(c.rootfs) : NULL;
	cap_bits kept = caps_kept(&c.wish, 0), permitted, ambient = 0;
	struct user user;

	lab_begin(&lab08, command);
	if (kept != caps_all())
		need_capability(CAP_SETPCAP, "PR_CAPBSET_DROP");
	permitted = caps_permitted();
	read_file("/proc/sys/kernel/cap_last_cap", last, sizeof(last));
	set_all(permitted, 0);
	if (rootfs != NULL) {
		if (chdir(rootfs) == -1 || chroot(".") == -1)
			die("chroot(\"%s\")", rootfs);
		close_on_exec_from(3);
	}
	for (int cap = atoi(last); cap >= 0; cap--)
		if (!(kept >> cap & 1) && prctl(PR_CAPBSET_DROP, cap, 0, 0, 0) == -1)
			die("prctl(PR_CAPBSET_DROP, %d)", cap);
	if (c.user != NULL) {
		look_up_user(c.user, NULL, &user);
		prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0);
		if (setgroups(0, NULL) == -1 || setgid(user.gid) == -1 ||
		    setuid(user.uid) == -1)
			die("setuid(%u)", user.uid);
	}
	if (geteuid() != 0)
		kept = ambient = c.wish.only ? kept : 0;
	set_all(kept & permitted, ambient & permitted);
	for (int cap = 0; cap <= atoi(last); cap++)
		if (ambient & permitted & CAP_BIT(cap))
			prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0);
	if (c.no_new_privs)
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	lab_run();
}
