/* caught-by: 09 step 10: there is a terminal in the new devpts
 * The host's devpts: tty(1) finds no name for it in there. */
static int step10_open_terminal(const char *rootfs, int *slave)
{
	int master, unlock = 0;

	if (chdir(rootfs) == -1)
		die("chdir(\"%s\")", rootfs);
	master = open("/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (master == -1)
		die("open dev/pts/ptmx");
	if (ioctl(master, TIOCSPTLCK, &unlock) == -1)
		die("ioctl(TIOCSPTLCK)");
	*slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (*slave == -1)
		die("ioctl(TIOCGPTPEER)");
	if (pty_take_size(master) == -1)
		die("ioctl(TIOCSWINSZ)");
	return master;
}
