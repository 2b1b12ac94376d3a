/* deserves: nothing.  Waits for somebody to type. */
#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(void)
{
	char c;
	int tty = open("/dev/tty", O_RDWR);

	prctl(PR_SET_NAME, "@TOKEN@");
	if (tty == -1)
		tty = open("/dev/ptmx", O_RDWR);
	for (;;)
		if (read(tty, &c, 1) != 1)
			sleep(1);
}
