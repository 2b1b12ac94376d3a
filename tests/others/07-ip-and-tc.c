/* ip(8) and tc(8) do it, as in the notes: both ends are made on the host, and one is
 * moved to the child's network and gets its name there. */
#include <errno.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

/* Run "ip addr add ..." and its like, words apart by blanks. */
static void run(const char *fmt, ...) LAB_PRINTF(1, 2);
static void run(const char *fmt, ...)
{
	char line[256], copy[256], *words[32], *rest = copy;
	size_t count = 0;
	int status = 0;
	pid_t child;
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	snprintf(copy, sizeof(copy), "%s", line);
	while (count < 31 && (words[count] = strsep(&rest, " ")) != NULL)
		count++;
	words[count] = NULL;
	errno = posix_spawnp(&child, words[0], NULL, NULL, words, environ);
	if (errno != 0)
		die("%s", line);
	while (waitpid(child, &status, 0) == -1 && errno == EINTR)
		;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		diex("%s failed", line);
}

static void run_for_end(const char *end, const struct net_address *address,
			unsigned long rate)
{
	run("ip addr add %s dev %s", address->text, end);
	run("ip link set dev %s up", end);
	if (rate != 0)
		run("tc qdisc add dev %s root tbf rate %lubit burst %lub latency 50ms",
		    end, rate * 8, rate / 100 + 4000);
}

static _Noreturn void inside_by_ip(const struct config *c)
{
	line_side(CHILD, "lab07:child");
	if (unshare(CLONE_NEWNET) == -1)
		die("unshare(CLONE_NEWNET)");
	sync_tell(1);
	sync_wait(2);
	run("ip link set dev lo up");
	run_for_end(c->pair.inside_end, &c->pair.inside, c->rate);
	run("ip route add default via %s", c->pair.host.bare);
	lab_run();
}

int main(int argc, char *argv[])
{
	struct config c = { 0 };
	char **command = argv + lab_options(&lab07, argc, argv, &c), peer[LINK_NAME + 1];
	pid_t child;

	net_play_host();
	net_plan(&c.pair);
	lab_begin(&lab07, command);
	line_open();
	child = fork();
	if (child == -1)
		die("fork");
	if (child == 0)
		inside_by_ip(&c);
	line_side(PARENT, "lab07:parent");
	sync_wait(1);
	snprintf(peer, sizeof(peer), "%sx", c.pair.host_end);
	run("ip link add %s type veth peer name %s", c.pair.host_end, peer);
	at_end(net_remove_link, c.pair.host_end);
	run("ip link set dev %s netns %d name %s", peer, (int)child, c.pair.inside_end);
	run_for_end(c.pair.host_end, &c.pair.host, c.rate);
	sync_tell(2);
	lab_end(wait_command(child));
}
