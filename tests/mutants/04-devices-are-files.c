/* caught-by: 04 step 4: the devices work
 * "Regular file at /dev/null": MISTAKES.md, 04.8. */
static void step4_mount_what_is_needed(const char *rootfs, const struct needed *n)
{
	for (; n->target != NULL; n++) {
		const char *target = mount_target(rootfs, n->target, n->directory);

		if (n->type != NULL &&
		    mount(n->source, target, n->type, n->flags, n->options) == -1)
			die("mount %s %s %s%s", n->shell, n->source, rootfs, n->target);
	}
}
