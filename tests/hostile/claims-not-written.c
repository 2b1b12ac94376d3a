/* deserves: no step.  Says that the steps are still to be written. */
#include <stdio.h>

int main(void)
{
	fprintf(stderr, "lab02: step 1 is not written yet: x\n");
	return 77;
}
