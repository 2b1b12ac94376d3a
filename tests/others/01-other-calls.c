/* All in main; other calls for the same: fchdir(2) and chroot("."), setuid(2), environ. */
#include <fcntl.h>

int main(int argc, char *argv[])
{
	static char *fresh[] = { "PATH=/bin:/sbin:/usr/bin:/usr/sbin", "HOME=/", NULL };
	struct config c = { 0 };
	char **operand = argv + lab_options(&lab01, argc, argv, &c);
	int root = open(lab_rootfs(*operand), O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct user user;

	lab_begin(&lab01, *operand ? operand + 1 : operand);
	need_capability(CAP_SYS_CHROOT, "chroot(2)");
	if (fchdir(root) == -1 || chroot(".") == -1)
		die("chroot(\".\")");
	for (int fd = 3; fd < 1024; fd++)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	if (c.user != NULL || c.groups != NULL) {
		look_up_user(c.user, c.groups, &user);
		if (setgroups(user.group_count, user.groups) == -1 ||
		    setgid(user.gid) == -1 || setuid(user.uid) == -1)
			die("setuid(%u)", user.uid);
	}
	if (c.fresh_environment)
		environ = fresh;
	lab_run();
}
