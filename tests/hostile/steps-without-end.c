/* deserves: nothing.  Names of steps that the cutter would take hours for. */
#define S(n) static void step##n##_x(void) { }
@STEPS@
int main(void) { return 0; }
