/* process.c - two processes and the line between them; waiting; becoming COMMAND. */
#define _GNU_SOURCE
#include <elf.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab.h"

/* What travels on the line: the number of a sync point, or one of these. */
enum { HELLO = 0, FINISH_AS_YOU_ARE = 0xff };

static struct {
	int fd[2]; /* by enum line_side */
	bool open, has_side;
	enum line_side side;
	pid_t owner; /* the process that has this side; one that it forks hasn't */
	pid_t child; /* as the parent sees it; 0: not known yet, -1: has been waited for */
} line;

static sigset_t caller_mask; /* the signal mask COMMAND will get back */
static bool mask_is_ours;

/* The signals that are COMMAND's when somebody sends them to us. */
static const int passed_on[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2 };

static void signals_to_wait_for(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGCHLD);
	for (size_t i = 0; i < sizeof(passed_on) / sizeof(passed_on[0]); i++)
		sigaddset(set, passed_on[i]);
}

static void hold_signals(void)
{
	sigset_t set;

	if (mask_is_ours)
		return;
	signals_to_wait_for(&set);
	if (sigprocmask(SIG_BLOCK, &set, &caller_mask) == -1)
		die("sigprocmask");
	mask_is_ours = true;
}

/* ---- the line ---- */

/* The parent ends: a child that still waits for it, or runs, must not stay. */
static void end_child(void *unused)
{
	(void)unused;
	if (line.child > 0) {
		(void)kill(line.child, SIGKILL);
		(void)waitpid(line.child, NULL, 0);
		line.child = -1;
	}
}

void line_open(void)
{
	int on = 1;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, line.fd) == -1)
		die("socketpair");
	/* With SO_PASSCRED each message bears its sender's pid, translated by the kernel
	 * into the receiver's PID namespace.  See unix(7). */
	if (setsockopt(line.fd[PARENT], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) == -1)
		die("setsockopt SO_PASSCRED");
	line.open = true;
	hold_signals();
}

static void line_send(unsigned char byte)
{
	/* A write to a side that is gone fails; what it said stands on the screen. */
	(void)send(line.fd[line.side], &byte, 1, MSG_NOSIGNAL);
}

/* The next byte from the other side, or -1 when it has ended. */
static int line_receive(void)
{
	unsigned char byte;
	char control[CMSG_SPACE(sizeof(struct ucred))];
	struct iovec iov = { &byte, 1 };
	struct msghdr message = { .msg_iov = &iov,
				  .msg_iovlen = 1,
				  .msg_control = control,
				  .msg_controllen = sizeof(control) };
	struct cmsghdr *c;
	struct ucred sender;
	ssize_t n;

	do
		n = recvmsg(line.fd[line.side], &message, MSG_CMSG_CLOEXEC);
	while (n == -1 && errno == EINTR);
	if (n <= 0)
		return -1;
	c = CMSG_FIRSTHDR(&message);
	if (c != NULL && c->cmsg_type == SCM_CREDENTIALS && line.child == 0) {
		memcpy(&sender, CMSG_DATA(c), sizeof(sender));
		line.child = sender.pid;
	}
	return byte;
}

/* PDEATHSIG fires only for a death after the call: look whether the parent is there
 * still.  getppid() can't tell in a new PID namespace, where it is 0 either way. */
static void die_with_parent(void)
{
	struct pollfd other = { .fd = line.fd[CHILD], .events = 0 };

	if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1)
		die("prctl(PR_SET_PDEATHSIG)");
	if (poll(&other, 1, 0) == 1 && (other.revents & POLLHUP))
		_exit(EXIT_LAB);
}

void line_side(enum line_side side, const char *name)
{
	line.side = side;
	line.has_side = true;
	line.owner = getpid();
	(void)close(line.fd[side == PARENT ? CHILD : PARENT]);
	lab_set_process_name(name);
	if (side == CHILD) {
		lab_forget_undo();
		die_with_parent();
		line_send(HELLO);
	} else {
		at_end(end_child, NULL);
		if (line_receive() == -1) /* its HELLO: from here on we know its pid */
			diex("the child ended before it could begin");
	}
}

void sync_tell(int point)
{
	line_send((unsigned char)point);
}

void sync_wait(int point)
{
	int byte = line_receive();

	if (byte == point)
		return;
	if (byte == FINISH_AS_YOU_ARE && line.side == CHILD)
		lab_finish_as_you_are();
	if (byte != -1)
		diex("sync point #%d expected, #%d came", point, byte);
	/* The other side has ended, and has said why. */
	if (line.side == CHILD)
		lab_end(EXIT_LAB);
	lab_end(wait_command(line.child));
}

bool line_is_child(void)
{
	return line.open && line.side == CHILD;
}

/* A step of this process is not written.  As the parent of a child that waits inside:
 * let that one run COMMAND as things are, wait for it, and return true. */
bool line_finish_child(void)
{
	if (!line.has_side)
		return false;
	if (line.side == CHILD) {
		/* The parent shall see the end of the line, and wait for us. */
		(void)shutdown(line.fd[CHILD], SHUT_RDWR);
		line.has_side = false;
		return false;
	}
	line_send(FINISH_AS_YOU_ARE);
	(void)wait_command(line.child);
	return true;
}

/* ---- waiting ---- */

/* A shell with job control gives the terminal back as it ends.  One in a PID namespace
 * can't: the group that had it has no number in there.  So if the terminal is left to a
 * group that is no more, take it.  See tcsetpgrp(3). */
static void take_terminal_back(void)
{
	cleanup_fd int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	pid_t group = terminal == -1 ? -1 : tcgetpgrp(terminal);
	sigset_t ttou, before;

	if (group <= 0 || kill(-group, 0) == 0 || errno != ESRCH)
		return;
	sigemptyset(&ttou); /* else who is in the background is stopped for asking */
	sigaddset(&ttou, SIGTTOU);
	(void)sigprocmask(SIG_BLOCK, &ttou, &before);
	(void)tcsetpgrp(terminal, getpgrp());
	(void)sigprocmask(SIG_SETMASK, &before, NULL);
}

int wait_command(pid_t child)
{
	sigset_t set;
	siginfo_t info;
	int status;

	if (child <= 0) /* to waitpid(2) and kill(2) that means many */
		diex("%d is no pid to wait for", (int)child);
	hold_signals();
	signals_to_wait_for(&set);
	for (;;) {
		pid_t ended = waitpid(child, &status, WUNTRACED | WNOHANG);

		if (ended == -1)
			die("waitpid");
		if (ended == child && WIFSTOPPED(status)) {
			/* Stop as well, so that our caller sees it; and go on together. */
			if (WSTOPSIG(status) == SIGSTOP) {
				(void)kill(getpid(), SIGSTOP);
				(void)kill(child, SIGCONT);
			}
		} else if (ended == child) {
			break;
		} else if (sigwaitinfo(&set, &info) != -1 && info.si_signo != SIGCHLD &&
			   info.si_code <= 0) {
			/* si_code <= 0: a process sent it.  What the terminal sends goes
			 * to the whole group, so COMMAND has had that already. */
			(void)kill(child, info.si_signo);
		}
	}
	if (child == line.child)
		line.child = -1;
	take_terminal_back();
	return WIFSIGNALED(status) ? EXIT_SIGNAL + WTERMSIG(status) : WEXITSTATUS(status);
}

/* ---- becoming COMMAND ---- */

void exec_prepare(void)
{
	/* A change of ids clears PDEATHSIG: ask again.  See PR_SET_PDEATHSIG(2const). */
	if (line.has_side && line.side == CHILD && line.owner == getpid())
		die_with_parent();
	if (mask_is_ours && sigprocmask(SIG_SETMASK, &caller_mask, NULL) == -1)
		die("sigprocmask");
}

void exec_command(char *command[])
{
	const char *file = find_command(command[0]);

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

/* Why execve(2) refused `file`, which exists, from its first bytes.  False: no idea. */
static bool exec_cause(const char *file, int error, char *cause, size_t size)
{
	cleanup_fd int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	union {
		Elf64_Ehdr elf;
		char text[256];
	} head = { .text = "" };
	struct utsname machine;
	struct stat st;
	char loader[256];
	ssize_t n = fd == -1 ? -1 : pread(fd, &head, sizeof(head) - 1, 0);

	if (error == EACCES && stat(file, &st) == 0 && (st.st_mode & 0111) == 0) {
		snprintf(cause, size,
			 "%s is there, but has no x bit (mode %03o): chmod +x", file,
			 st.st_mode & 0777);
		return true;
	}
	if (n >= 2 && memcmp(head.text, "#!", 2) == 0) {
		char *start = head.text + 2 + strspn(head.text + 2, " \t");

		start[strcspn(start, " \t\n")] = '\0';
		snprintf(cause, size, "%s is there; its #! interpreter %s is not", file,
			 start);
		return error == ENOENT;
	}
	if (n < (ssize_t)sizeof(head.elf) || memcmp(head.text, ELFMAG, SELFMAG) != 0) {
		snprintf(cause, size,
			 "it is neither a program (ELF) nor a script with #!");
		return error == ENOEXEC;
	}
	if (error == ENOENT) {
		elf_loader(fd, &head.elf, loader, sizeof(loader));
		snprintf(cause, size,
			 "%s is there; its loader %s is not: copy what `ldd %s` lists",
			 file, loader, file);
		return loader[0] != '\0' && access(loader, F_OK) == -1;
	}
	(void)uname(&machine);
	snprintf(cause, size, "it is a program for %s, and this machine is %s",
		 machine_name(head.elf.e_ident[EI_DATA] == ELFDATA2LSB
				      ? le16toh(head.elf.e_machine)
				      : be16toh(head.elf.e_machine)),
		 machine.machine);
	return error == ENOEXEC;
}

void die_exec(const char *file)
{
	int error = errno;
	bool not_found = error == ENOENT || error == ENOTDIR;
	char cause[1024];

	if (strchr(file, '/') == NULL && not_found)
		say("%s: not found in PATH (%s)", file, search_path());
	else if (strchr(file, '/') == NULL)
		say("%s: %s (what PATH finds may not be executed)", file,
		    errno_name(error));
	else if (exec_cause(file, error, cause, sizeof(cause)))
		say("execve %s: %s (%s)\n       %s\n       read execve(2), ERRORS", file,
		    errno_name(error), strerror(error), cause);
	else
		say("execve %s: %s (%s)", file, errno_name(error), strerror(error));
	lab_end(not_found ? EXIT_NOT_FOUND : EXIT_CANNOT_EXEC);
}
