/* deserves: nothing.  Prints without end, escape sequences among it. */
#include <signal.h>
#include <string.h>
#include <unistd.h>

int main(void)
{
	static char block[1 << 16];

	for (size_t i = 0; i + 8 < sizeof(block); i += 8)
		memcpy(block + i, "\033[2Jok 1\n", 8);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	for (;;) {
		write(1, block, sizeof(block));
		write(2, block, sizeof(block));
	}
}
