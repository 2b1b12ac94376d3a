/* deserves: nothing.  Rewrites the tests, the points and another's rows. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void)
{
	static const char *const files[] = { "@ROOT@/tests/points.tsv",
					     "@ROOT@/tests/helper.bash",
					     "@ROOT@/build/tests/probe",
					     "@OUT@/learners/1/rows.tsv",
					     "@CLASS@/nina/labs/02-unshare-uts.c" };
	static const char *const roots[] = { "", "/proc/1/root", "/proc/self/root",
					     "/../../.." };
	char path[4096];

	for (int i = 0; i < 20; i++) {
		snprintf(path, sizeof(path), "%s%s", roots[i % 4], files[i % 5]);
		int fd = open(path, O_WRONLY | O_TRUNC);

		if (fd != -1)
			dprintf(fd, "@TOKEN@\n");
		unlink(path);
		chmod(path, 0777);
	}
	return 0;
}
