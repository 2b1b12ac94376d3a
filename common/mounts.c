/* mounts.c - the mount table, in words; and what is asked of it, or changed in all of it.
 *
 * libmount takes the table apart: mountinfo escapes blanks and newlines, and has a variable
 * number of fields (proc_pid_mountinfo(5)).  The file is read here, since libmount takes a
 * read that fails for its end.
 *
 * libmount and the three libraries behind it are loaded when the table is first asked for:
 * most containers start without, an eighth faster and in a fifth less memory.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <libmount/libmount.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "library.h"

/* clang-format off */
#define FUNCTIONS(is)                                                                    \
	is(mnt_new_table) is(mnt_table_parse_stream) is(mnt_unref_table)                 \
	is(mnt_new_iter) is(mnt_free_iter)                                               \
	is(mnt_table_next_fs) is(mnt_table_get_nents)                                    \
	is(mnt_fs_get_id) is(mnt_fs_get_parent_id) is(mnt_fs_get_root)                   \
	is(mnt_fs_get_target) is(mnt_fs_get_fstype) is(mnt_fs_get_optional_fields)       \
	is(mnt_fs_get_fs_options) is(mnt_fs_get_vfs_options)                             \
	is(mnt_optstr_get_flags) is(mnt_get_builtin_optmap)
/* clang-format on */

static struct {
	bool loaded;
#define MEMBER(name) typeof(name) *name;
	FUNCTIONS(MEMBER)
} lib;

/* Returns 0, or -1.  Once ROOTFS is the root, dlopen(3) would find its libraries,
 * and run what is in there with our rights: then only what the program is linked with will do. */
static int load_libmount(void)
{
	void *library = RTLD_DEFAULT;

	if (lib.loaded)
		return 0;
	if (*rootfs_outside() == '\0' &&
	    (library = dlopen("libmount.so.1", RTLD_LAZY | RTLD_LOCAL)) == NULL)
		return -1;
#define LOOK_UP(name)                                                                    \
	if ((lib.name = dlsym(library, #name)) == NULL)                                  \
		return -1;
	FUNCTIONS(LOOK_UP)
	lib.loaded = true;
	return 0;
}

/* The whole file; NULL with errno.  It has no size before it is read. */
static char *read_table(void)
{
	size_t size = 1 << 14;
	char *text = NULL;
	ssize_t length;

	do {
		free(text);
		size *= 2;
		text = malloc(size);
		length = text ? read_file("/proc/self/mountinfo", text, size) : -1;
	} while (length + 2 >= (ssize_t)size);
	if (length != -1)
		return text;
	free(text);
	return NULL;
}

/* In a chroot no mount may be in sight, and fmemopen(3) wants at least a byte. */
static struct libmnt_table *parse_table(char *text)
{
	struct libmnt_table *table = lib.mnt_new_table();
	FILE *file = *text ? fmemopen(text, strlen(text), "r") : NULL;
	int failed = 0;

	if (table == NULL || (*text && file == NULL))
		failed = 1;
	else if (file != NULL)
		failed = lib.mnt_table_parse_stream(table, file, "/proc/self/mountinfo");
	if (file != NULL)
		fclose(file);
	if (!failed)
		return table;
	lib.mnt_unref_table(table);
	return NULL;
}

const char *mount_table_reason(void)
{
	const char *reason = lib.loaded ? NULL : dlerror();

	return reason ? reason : "";
}

const struct mount_info *mount_table(void)
{
	struct libmnt_table *table;
	struct libmnt_iter *iter;
	struct mount_info *list = NULL;
	struct libmnt_fs *fs;
	char *text;

	if ((text = read_table()) == NULL)
		return NULL;
	if (load_libmount() == -1) {
		free(text);
		errno = ELIBACC;
		return NULL;
	}
	table = parse_table(text);
	free(text);
	iter = lib.mnt_new_iter(MNT_ITER_FORWARD);
	if (table != NULL && iter != NULL)
		list = calloc((size_t)lib.mnt_table_get_nents(table) + 1, sizeof(*list));
	for (struct mount_info *m = list;
	     list != NULL && lib.mnt_table_next_fs(table, iter, &fs) == 0; m++) {
		m->id = lib.mnt_fs_get_id(fs);
		m->parent = lib.mnt_fs_get_parent_id(fs);
		m->point = lib.mnt_fs_get_target(fs);
		m->type = lib.mnt_fs_get_fstype(fs);
		m->root = lib.mnt_fs_get_root(fs);
		m->options = lib.mnt_fs_get_fs_options(fs);
		m->tags = lib.mnt_fs_get_optional_fields(fs);
		if (m->tags == NULL)
			m->tags = "";
		(void)lib.mnt_optstr_get_flags(lib.mnt_fs_get_vfs_options(fs), &m->flags,
					       lib.mnt_get_builtin_optmap(MNT_LINUX_MAP));
	}
	lib.mnt_free_iter(iter); /* not the table: the texts are in there */
	return list;
}

const char *path_below(const char *path, const char *above)
{
	size_t length = strcmp(above, "/") == 0 ? 0 : strlen(above);

	if (strncmp(path, above, length) != 0 ||
	    (path[length] != '/' && path[length] != '\0'))
		return NULL;
	return path + length;
}

const struct mount_info *mount_at(const char *point)
{
	const struct mount_info *found = NULL;

	for (const struct mount_info *m = mount_table(); m && m->point; m++)
		if (strcmp(m->point, point) == 0)
			found = m;
	return found;
}

const struct mount_info *mount_of(const char *path)
{
	cleanup_fd int fd = open(path, O_PATH | O_CLOEXEC);
	char name[64], text[256];
	const char *id;

	snprintf(name, sizeof(name), "/proc/self/fdinfo/%d", fd);
	if (fd == -1 || read_file(name, text, sizeof(text)) == -1 ||
	    (id = strstr(text, "mnt_id:")) == NULL)
		return NULL;
	for (const struct mount_info *m = mount_table(); m && m->point; m++)
		if (m->id == atoi(id + strlen("mnt_id:")))
			return m;
	return NULL;
}

/* "shared:1 master:2" in words: "shared:1, slave of 2". */
void mount_propagation(const struct mount_info *m, char *text, size_t size)
{
	char tags[128], *tag, *rest = tags;
	const char *comma = "";
	size_t length = 0;

	snprintf(tags, sizeof(tags), "%s", m->tags);
	snprintf(text, size, "private");
	while ((tag = strsep(&rest, " ")) != NULL && length < size) {
		bool slave = strncmp(tag, "master:", strlen("master:")) == 0;

		if (*tag == '\0' || strncmp(tag, "propagate_from:", 15) == 0)
			continue;
		length += (size_t)snprintf(text + length, size - length, "%s%s%s", comma,
					   slave ? "slave of " : "",
					   slave ? tag + strlen("master:") : tag);
		comma = ", ";
	}
}

void must_all_be_private(void)
{
	const struct mount_info *m = mount_table();
	char words[128];

	if (m == NULL && errno != ENOENT)
		die("read /proc/self/mountinfo");
	for (; m && m->point; m++) {
		if (strstr(m->tags, "shared:") == NULL)
			continue;
		mount_propagation(m, words, sizeof(words));
		diex("step %d left %s %s: what is mounted there would appear on the host",
		     step_of_row("propagation"), m->point, words);
	}
	forget_failures();
}

/* The flags of mount(2) as mount_setattr(2) has them: the same numbers. */
int add_mount_flags(const char *path, unsigned long flags)
{
	struct {
		uint64_t set, clear, propagation, userns_fd;
	} attributes = { .set = flags };
	const struct mount_info *m;
	char *real;

	if (syscall(SYS_mount_setattr, AT_FDCWD, path, AT_RECURSIVE, &attributes,
		    sizeof(attributes)) == 0)
		return 0;
	if (errno != ENOSYS)
		return -1;
	/* Before Linux 5.12: one by one. */
	real = realpath(path, NULL);
	m = real ? mount_table() : NULL;
	for (; m != NULL && m->point != NULL; m++)
		if (path_below(m->point, real) != NULL &&
		    mount(NULL, m->point, NULL, MS_REMOUNT | MS_BIND | flags | m->flags,
			  NULL) == -1)
			break;
	free(real);
	return m != NULL && m->point == NULL ? 0 : -1;
}
