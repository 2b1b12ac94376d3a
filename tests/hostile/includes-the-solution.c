/* deserves: nothing.  The finished program's text in place of one's own. */
#include "@ROOT@/solutions/02-unshare-uts.c"
