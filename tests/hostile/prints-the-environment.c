/* deserves: no step.  Whatever it can find of the grader's environment. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	char path[64], text[4096];
	ssize_t n;

	for (int pid = 0; pid < 1000; pid++) {
		snprintf(path, sizeof(path), "/proc/%d/environ", pid);
		int fd = open(path, O_RDONLY);

		while (fd != -1 && (n = read(fd, text, sizeof(text))) > 0)
			write(1, text, (size_t)n);
	}
	return 0;
}
