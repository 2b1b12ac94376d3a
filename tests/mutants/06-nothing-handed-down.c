/* caught-by: 06 step 1: there is a new group, with the files of the controllers
 * where: v2
 * Without "+memory" in the cgroup.subtree_control above there is no memory.max. */
static void step1_make_group(struct cgroup *g)
{
	for (struct cgroup_part *p = g->part; p < g->part + g->parts; p++) {
		if (mkdir(p->folder, 0755) == -1)
			die("mkdir %s", p->folder);
		if (cgroup_hold(g, p) == -1)
			die("flock %s", p->folder);
	}
}
