/* clone(2) with CLONE_NEWUSER; two pipes in place of the line; setgroups, uid, gid in another
 * order, and the ids with setgid(2) and setuid(2). */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

static void write_map(const char *kind, pid_t child, const struct id_map *map,
		      unsigned own, cap_value_t capability)
{
	if (id_map_needs_helper(map, own, capability))
		id_map_by_helper(capability == CAP_SETUID ? "newuidmap" : "newgidmap",
				 child, map->text);
	else if (write_proc(child, kind, "%s\n", map->text) == -1)
		die("write \"%s\" to /proc/%d/%s", map->text, (int)child, kind);
}

int main(int argc, char *argv[])
{
	struct config c = { 0 };
	char **command = argv + lab_options(&lab05, argc, argv, &c);
	long child;

	id_map_default(&c.uid, geteuid());
	id_map_default(&c.gid, getegid());
	lab_begin(&lab05, command);
	line_open();
	child = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, NULL, NULL, NULL, NULL);
	if (child == -1)
		die("clone(CLONE_NEWUSER)");
	if (child == 0) {
		line_side(CHILD, "lab05:child");
		view_snapshot("inside, unmapped");
		sync_tell(1);
		sync_wait(1);
		if (setgid(c.gid.first) == -1 || setuid(c.uid.first) == -1)
			die("setresuid(%u)", c.uid.first);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		lab_run();
	}
	line_side(PARENT, "lab05:parent");
	sync_wait(1);
	write_map("uid_map", (pid_t)child, &c.uid, geteuid(), CAP_SETUID);
	if (write_proc((pid_t)child, "setgroups", "deny") == -1)
		die("write deny to /proc/%d/setgroups", (int)child);
	write_map("gid_map", (pid_t)child, &c.gid, getegid(), CAP_SETGID);
	sync_tell(1);
	lab_end(wait_command((pid_t)child));
}
