/* deserves: nothing.  Takes all memory there is, in several processes. */
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(void)
{
	prctl(PR_SET_NAME, "@TOKEN@");
	for (int i = 0; i < 3; i++)
		fork();
	for (;;) {
		char *piece = malloc(1 << 20);

		if (piece)
			memset(piece, 1, 1 << 20);
	}
}
