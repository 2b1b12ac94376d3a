/* exec.c - becoming COMMAND, and why execve(2) refused.
 *
 * All of it happens inside, maybe under a new root: what is looked up is what is there.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "library.h"

void exec_command(char *command[])
{
	const char *file;

	give_shell_a_group(command);
	file = find_command(command[0]);
	if (file == NULL)
		die_exec(command[0]);
	(void)execv(file, command);
	die_exec(file);
}

static const char *search_path(void)
{
	const char *path = getenv("PATH");

	return path ? path : "/bin:/usr/bin"; /* as execvp(3) does */
}

const char *find_command(const char *name)
{
	static char file[4096];
	const char *path = search_path();
	int error = ENOENT;

	if (strchr(name, '/') != NULL)
		return name;
	if (name[0] == '\0') {
		errno = ENOENT;
		return NULL;
	}
	for (;; path++) {
		size_t length = strcspn(path, ":");
		struct stat st;

		/* An empty entry means the current directory. */
		snprintf(file, sizeof(file), "%.*s/%s", length ? (int)length : 1,
			 length ? path : ".", name);
		if (stat(file, &st) == 0 && !S_ISDIR(st.st_mode)) {
			if (faccessat(AT_FDCWD, file, X_OK, AT_EACCESS) == 0)
				return file;
			error = EACCES;
		}
		path += length;
		if (*path == '\0')
			break;
	}
	errno = error;
	return NULL;
}

static const char *machine_name(unsigned machine)
{
	static char number[32];

	switch (machine) {
	case EM_X86_64:
		return "x86_64";
	case EM_AARCH64:
		return "aarch64";
	case EM_386:
		return "i386";
	case EM_ARM:
		return "arm";
	case EM_RISCV:
		return "riscv";
	case EM_PPC64:
		return "ppc64";
	case EM_S390:
		return "s390";
	default:
		snprintf(number, sizeof(number), "ELF machine %u", machine);
		return number;
	}
}

/* The loader that the ELF header of `fd` asks for (its PT_INTERP), for a program of this
 * machine's own width; "" if there is none.  Source: elf(5). */
static void elf_loader(int fd, const Elf64_Ehdr *header, char *loader, size_t size)
{
	bool wide = header->e_ident[EI_CLASS] == ELFCLASS64;
	const Elf32_Ehdr *header32 = (const void *)header;
	int count = wide ? header->e_phnum : header32->e_phnum;
	off_t at = wide ? (off_t)header->e_phoff : (off_t)header32->e_phoff;

	loader[0] = '\0';
	for (int i = 0; i < count; i++) {
		union {
			Elf64_Phdr w;
			Elf32_Phdr n;
		} p;
		off_t step = wide ? (off_t)sizeof(p.w) : (off_t)sizeof(p.n);
		ssize_t n;

		if (pread(fd, &p, (size_t)step, at + i * step) != step)
			return;
		if (p.w.p_type != PT_INTERP) /* the type comes first in both */
			continue;
		n = pread(fd, loader, size - 1,
			  wide ? (off_t)p.w.p_offset : (off_t)p.n.p_offset);
		loader[n > 0 ? n : 0] = '\0';
		return;
	}
}

/* This program's own ELF header; the linker names it. */
extern const ElfW(Ehdr) __ehdr_start __attribute__((visibility("hidden")));

static bool exec_cause(const char *file, int error, int depth, char *cause, size_t size);

/* `name` is the #! interpreter of `file`: it is missing, or it has the trouble itself. */
static bool script_cause(const char *file, const char *name, int error, int depth,
			 char *cause, size_t size)
{
	size_t length = strlen(name);
	struct stat st;

	if (error == ENOENT && length > 0 && name[length - 1] == '\r') {
		snprintf(cause, size,
			 "%s is there; its #! line ends in a carriage return, as Windows "
			 "has it, which counts: sed -i 's/\\r$//' on it",
			 file);
		return true;
	}
	if (error == ENOENT && lstat(name, &st) == -1) {
		snprintf(cause, size, "%s is there; its #! interpreter %s is not", file,
			 name);
		return true;
	}
	/* An interpreter may be a script, too; the kernel follows a few: ELOOP. */
	return depth < 5 && exec_cause(name, error, depth + 1, cause, size);
}

static bool elf_cause(const char *file, int fd, const Elf64_Ehdr *header, int error,
		      int depth, char *cause, size_t size)
{
	bool little = header->e_ident[EI_DATA] == ELFDATA2LSB;
	unsigned machine = little ? le16toh(header->e_machine)
				  : be16toh(header->e_machine);
	struct utsname own;
	char loader[256];

	if (error == ENOEXEC && machine == __ehdr_start.e_machine) {
		snprintf(cause, size,
			 "%s is an ELF file for this machine, but damaged or no whole "
			 "program: `readelf -hl %s%s` tells",
			 file, rootfs_outside(), file);
		return true;
	}
	if (error == ENOEXEC) {
		(void)uname(&own);
		snprintf(cause, size, "%s is a program for %s, and this machine is %s",
			 file, machine_name(machine), own.machine);
		return true;
	}
	elf_loader(fd, header, loader, sizeof(loader));
	if (loader[0] == '\0')
		return false;
	if (error == ENOENT && access(loader, F_OK) == -1) {
		/* ldd(1) is outside, and so is the name by which it finds the file. */
		snprintf(cause, size,
			 "%s is there; its loader %s is not: copy what `ldd %s%s` lists",
			 file, loader, rootfs_outside(), file);
		return true;
	}
	return depth < 5 && exec_cause(loader, error, depth + 1, cause, size);
}

/* Why execve(2) refused `file`, or the one that `file` needs, from its mode and its first
 * bytes.  False: no idea. */
static bool exec_cause(const char *file, int error, int depth, char *cause, size_t size)
{
	cleanup_fd int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	union {
		Elf64_Ehdr elf;
		char text[256];
	} head = { .text = "" };
	char target[256] = "";
	ssize_t n = fd == -1 ? -1 : pread(fd, &head, sizeof(head) - 1, 0);
	struct stat st;

	if (stat(file, &st) == -1) {
		if (readlink(file, target, sizeof(target) - 1) == -1)
			return false;
		snprintf(cause, size, "%s is a symbolic link to %s, which isn't there",
			 file, target);
		return true;
	}
	if (S_ISDIR(st.st_mode)) {
		snprintf(cause, size, "%s is a folder", file);
		return true;
	}
	if (error == EACCES && (st.st_mode & 0111) == 0) {
		snprintf(cause, size,
			 "%s is there, but has no x bit (mode %03o): chmod +x", file,
			 st.st_mode & 0777);
		return true;
	}
	if (n >= 2 && memcmp(head.text, "#!", 2) == 0) {
		char *name = head.text + 2 + strspn(head.text + 2, " \t");

		name[strcspn(name, " \t\n")] = '\0';
		return script_cause(file, name, error, depth, cause, size);
	}
	if (n >= (ssize_t)sizeof(head.elf) && memcmp(head.text, ELFMAG, SELFMAG) == 0)
		return elf_cause(file, fd, &head.elf, error, depth, cause, size);
	snprintf(cause, size, "%s is neither a program (ELF) nor a script with #!", file);
	return error == ENOEXEC && n >= 0;
}

void die_exec(const char *file)
{
	int error = errno;
	bool not_found = error == ENOENT || error == ENOTDIR;
	/* execvp(3) says ENOENT, too, of a file that PATH has and whose loader is missing. */
	const char *found = find_command(file);
	char attempt[PATH_MAX + 16], cause[1024];

	snprintf(attempt, sizeof(attempt), "execve %s", found ? found : file);
	if (found != NULL && exec_cause(found, error, 0, cause, sizeof(cause)))
		say_why(attempt, error, cause, "execve(2), ERRORS");
	else if (found == NULL && not_found)
		say("%s: not found in PATH (%s)", file, search_path());
	else if (strchr(file, '/') == NULL && error == EACCES)
		say("%s: %s (what PATH finds may not be executed)", file,
		    errno_name(error));
	else
		say_why(attempt, error, "", NULL);
	lab_end(not_found ? EXIT_NOT_FOUND : EXIT_CANNOT_EXEC);
}
