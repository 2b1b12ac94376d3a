/* caught-by: 06 step 1: there is a new group, with the files of the controllers
 * mkdir(2) alone: the next run would take it for a leftover. */
static void step1_make_group(struct cgroup *g)
{
	for (struct cgroup_part *p = g->part; p < g->part + g->parts; p++) {
		if (p->subtree_control != NULL &&
		    write_file(p->subtree_control, p->controllers) == -1)
			die("write %s to %s", p->controllers, p->subtree_control);
		if (mkdir(p->folder, 0755) == -1)
			die("mkdir %s", p->folder);
	}
}
