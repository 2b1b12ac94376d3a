/* caught-by: 06 step 6: a disk gives what -i says in a second
 * rbps and wbps are easily mixed up. */
static void step6_limit_io(const struct cgroup *g, const struct cgroup_io *io)
{
	if (cgroup_write(g, "io.max", "%u:%u rbps=%s wbps=%s", io->major, io->minor,
			 io->write, io->read) == -1)
		die("write to %s", cgroup_file(g, "io.max"));
}
