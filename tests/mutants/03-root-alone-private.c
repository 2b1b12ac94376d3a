/* caught-by: 03 step 3: what is mounted inside doesn't appear on the host
 * Not recursive: /proc, /dev/shm and the others stay shared. */
static void step3_make_mounts_private(void)
{
	if (mount(NULL, "/", NULL, MS_PRIVATE, NULL) == -1)
		die("mount --make-private /");
}
