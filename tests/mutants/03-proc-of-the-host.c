/* caught-by: 03 step 4: COMMAND finds itself in /proc
 * The old /proc bound onto itself is a new mount, and still the host's. */
static void step4_mount_proc(void)
{
	if (mount("/proc", "/proc", NULL, MS_BIND | MS_REC, NULL) == -1)
		die("mount --rbind /proc /proc");
}
