/* deserves: nothing.  Stops its parent, everybody, and itself. */
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(void)
{
	prctl(PR_SET_NAME, "@TOKEN@");
	kill(getppid(), SIGSTOP);
	kill(-1, SIGSTOP);
	raise(SIGSTOP);
	for (;;)
		pause();
}
