/* caught-by: 09 step 9: in the new /proc and /sys what tells too much is empty
 * The masks are on the host's proc, which nobody sees in there: the new one has none.
 * The silent error: exit status 0, no message. */
static void step9_mask(const char *rootfs, const char *const *hidden,
		       const char *const *kept)
{
	struct stat st;

	if (chdir("/") == -1)
		die("chdir(\"%s\")", rootfs);
	if (write_file("proc/sys/user/max_user_namespaces", "0") == -1)
		die("write 0 to proc/sys/user/max_user_namespaces");

	for (; *hidden != NULL; hidden++) {
		if (stat(*hidden, &st) == -1) {
			if (errno == ENOENT)
				continue; /* this machine has none */
			die("stat(\"%s\")", *hidden);
		}
		if (S_ISDIR(st.st_mode)
			    ? mount("tmpfs", *hidden, "tmpfs", MS_RDONLY, "mode=755") ==
				      -1
			    : mount("dev/null", *hidden, NULL, MS_BIND, NULL) == -1)
			die("mask %s", *hidden);
	}
	for (; *kept != NULL; kept++) {
		if (mount(*kept, *kept, NULL, MS_BIND | MS_REC, NULL) == -1) {
			if (errno == ENOENT)
				continue;
			die("mount --rbind %s %s", *kept, *kept);
		}
		if (add_mount_flags(*kept,
				    MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC) == -1)
			die("mount -o remount,ro %s", *kept);
	}
}
