/* deserves: no step.  Speaks as the pretend host does when the machine fails. */
#include <stdio.h>

int main(void)
{
	fprintf(stderr, "host: clone into new namespaces: EPERM\n");
	return 125;
}
