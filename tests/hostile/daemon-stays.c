/* deserves: no step.  Runs COMMAND, not isolated, and leaves a daemon behind. */
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
	int i = 1;

	if (fork() == 0) {
		prctl(PR_SET_NAME, "@TOKEN@");
		setsid();
		if (fork() != 0)
			_exit(0);
		for (int s = 1; s < 65; s++)
			signal(s, SIG_IGN);
		for (;;)
			pause();
	}
	while (i + 1 < argc && argv[i][0] == '-')
		i += 2;
	execvp(argv[i], &argv[i]);
	return 127;
}
