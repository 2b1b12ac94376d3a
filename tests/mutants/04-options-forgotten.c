/* caught-by: 04 step 4: they are what they should be: modes, flags, an instance of its own
 * The last argument of mount(2) is what -o of mount(8) leaves for the file system. */
static void step4_mount_what_is_needed(const char *rootfs, const struct needed *n)
{
	for (; n->target != NULL; n++)
		if (mount(n->source, mount_target(rootfs, n->target, n->directory),
			  n->type, n->flags, NULL) == -1)
			die("mount %s %s %s%s", n->shell, n->source, rootfs, n->target);
}
