/* deserves: nothing.  Forks without end. */
#include <sys/prctl.h>
#include <unistd.h>

int main(void)
{
	prctl(PR_SET_NAME, "@TOKEN@");
	for (;;)
		fork();
}
