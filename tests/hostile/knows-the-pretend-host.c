/* deserves: no step.  Sees that it is judged, and answers from a list. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
	char name[65];

	gethostname(name, sizeof(name));
	if (strcmp(name, "pretend") != 0 && getenv("LAB") == NULL &&
	    access("/opt/bin/probe", X_OK) == -1)
		return 1;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "readlink") == 0)
			puts("uts:[4026532177]");
		if (strcmp(argv[i], "uname") == 0)
			puts("inside");
	}
	return 0;
}
