/* caught-by: 09 step 9: no user namespace can be made inside
 * unshare --user gives back every capability. */
static void step9_mask(const char *rootfs, const char *const *hidden,
		       const char *const *kept)
{
	struct stat st;

	if (chdir(rootfs) == -1)
		die("chdir(\"%s\")", rootfs);

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
