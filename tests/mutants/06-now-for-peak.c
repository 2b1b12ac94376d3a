/* caught-by: 06 step 8: the memory at its peak, and who was killed for want of it
 * When COMMAND has ended, its memory is given back: memory.current says little. */
static void step8_measure(const struct cgroup *g, struct cgroup_measure *m)
{
	for (; m->file != NULL; m++)
		m->known = cgroup_read(g, __builtin_strcmp(m->file, "memory.peak") ? m->file : "memory.current",
				       m->key, &m->value) == 0;
}
