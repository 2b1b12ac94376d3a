/* deserves: nothing.  Files of the machine, made part of the program or of a message. */
#include "/etc/shadow"
#include "@SECRET@"
__asm__(".incbin \"@SECRET@\"");
int main(void)
{
	return 0;
}
