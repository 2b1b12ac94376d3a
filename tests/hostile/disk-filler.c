/* deserves: nothing.  Fills every place that can be written. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	static const char *const places[] = { "/tmp",	  "/scratch", "/lab",
					      "/var/tmp", "/dev/shm", "/root",
					      "/run",	  "@ROOT@",   "@OUT@" };
	static char block[1 << 16];
	char path[4096];

	for (int i = 0; i < 900; i++) {
		snprintf(path, sizeof(path), "%s/@TOKEN@.%d", places[i % 9], i);
		int fd = open(path, O_WRONLY | O_CREAT, 0666);

		while (fd != -1 && write(fd, block, sizeof(block)) > 0)
			;
	}
	return 0;
}
