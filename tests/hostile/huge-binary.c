/* deserves: nothing.  A program of half a gigabyte. */
char block[1 << 29] = { 1 };
int main(void)
{
	return block[0];
}
