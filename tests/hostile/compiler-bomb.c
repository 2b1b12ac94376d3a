/* deserves: nothing.  A few lines that become gigabytes. */
#define A(x) x, x, x, x, x, x, x, x
#define B(x) A(x), A(x), A(x), A(x), A(x), A(x), A(x), A(x)
#define C(x) B(x), B(x), B(x), B(x), B(x), B(x), B(x), B(x)
#define D(x) C(x), C(x), C(x), C(x), C(x), C(x), C(x), C(x)
int all[] = { D(D(D(D(1)))) };
int main(void)
{
	return all[0];
}
