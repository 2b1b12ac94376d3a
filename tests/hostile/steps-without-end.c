/* deserves: nothing.  A thousand steps, for the cutter and the compiler to choke on. */
@STEPS@
int main(void)
{
	return 0;
}
