/* caught-by: 01 step 3: COMMAND gets no descriptor but 0, 1 and 2
 * Ends at the first one that is not open.  F_SETFD is 2, FD_CLOEXEC 1. */
static void step3_close_descriptors(void)
{
	for (int fd = 3; syscall(SYS_fcntl, fd, 2, 1) != -1; fd++)
		;
}
