/* deserves: nothing.  Ignores every signal, and never ends. */
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(void)
{
	sigset_t all;

	prctl(PR_SET_NAME, "@TOKEN@");
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	for (;;)
		pause();
}
