/* deserves: no step.  Runs COMMAND, and isolates it from nothing. */
#include <string.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
	int i = 1;

	/* Options of the labs that take no argument: --long ones, -i and -N. */
	while (i < argc && argv[i][0] == '-') {
		if (strcmp(argv[i], "--net") == 0 ||
		    (argv[i][1] != '-' && strchr("iN", argv[i][1]) == NULL))
			i++;
		i++;
	}
	if (i < argc && strstr(argv[i], "rootfs"))
		i++;
	execvp(argv[i], &argv[i]);
	return 127;
}
