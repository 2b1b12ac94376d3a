/* caught-by: 06 step 1: there is a new group, with the files of the controllers
 * v1 has a hierarchy for each controller; a folder in one limits one. */
static void step1_make_group(struct cgroup *g)
{
	struct cgroup_part *p = g->part;

	if (mkdir(p->folder, 0755) == -1)
		die("mkdir %s", p->folder);
	if (cgroup_hold(g, p) == -1)
		die("flock %s", p->folder);
	g->parts = 1;
}
