/* clone(2) with a stack in place of unshare(2): the child is born in the new namespace. */
#include <signal.h>
#include <stdlib.h>

static int inside(void *config)
{
	const struct config *c = config;

	line_side(CHILD, "lab02:inside");
	if (syscall(SYS_sethostname, c->host_name, strlen(c->host_name)) == -1)
		die("sethostname(\"%s\")", c->host_name);
	if (syscall(SYS_setdomainname, c->domain_name, strlen(c->domain_name)) == -1)
		die("setdomainname(\"%s\")", c->domain_name);
	lab_run();
}

#include <sys/syscall.h>

int main(int argc, char *argv[])
{
	struct config c = { "lab02", "lab02.example" };
	char **command = argv + lab_options(&lab02, argc, argv, &c);
	const size_t size = 256 * 1024;
	pid_t child;

	lab_begin(&lab02, command);
	need_capability(CAP_SYS_ADMIN, "clone(CLONE_NEWUTS)");
	line_open();
	child = clone(inside, (char *)aligned_alloc(16, size) + size,
		      CLONE_NEWUTS | SIGCHLD, &c);
	if (child == -1)
		die("clone(CLONE_NEWUTS)");
	line_side(PARENT, "lab02");
	lab_end(wait_command(child));
}
