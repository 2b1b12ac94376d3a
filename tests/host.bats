#!/usr/bin/env bats
# host: the pretend host holds whatever a half-written or hostile lab does.
#
# Each test does in it what such a program does, and then looks at the real machine.

load helper

setup_file() { build tools; }

setup() {
	T=$(mktemp -d)
	before=$(machine)
}

teardown() {
	rm -rf --one-file-system "$T"
}

# What must not change out here: names, mounts, links, our groups' folders.
machine() {
	uname -n
	cat /proc/sys/kernel/domainname
	cut -d' ' -f 5- /proc/self/mountinfo
	ls /sys/class/net
}

# in_it SECONDS COMMAND...
in_it() {
	local seconds=$1
	shift
	status=0
	"$ROOT/build/tests/host" -t "$seconds" -o "$T/left" -- "$@" >"$T/out" 2>"$T/err" \
		</dev/null 3>&- 4>&- || status=$?
	out=$(head -c 10000 "$T/out")
	left=$(cat "$T/left")
	[ "$(machine)" = "$before" ] || {
		echo "the machine changed:"
		diff <(echo "$before") <(machine)
		return 1
	}
}

holds() {
	case $1 in *"$2"*) ;; *) echo "no \"$2\" in: $1" && return 1 ;; esac
}

@test "host: COMMAND is root of namespaces of its own, and nobody outside" {
	in_it 5 sh -c 'id -u; for n in user mnt pid uts ipc net; do readlink /proc/self/ns/$n; done'
	[ "$(echo "$out" | head -n 1)" = 0 ]
	for n in user mnt pid uts ipc net; do
		holds "$out" "$n:["
		case $out in *"$(readlink "/proc/self/ns/$n")"*) echo "shares $n" && return 1 ;; esac
	done
}

@test "host: the tests, the solutions and the caller's files are out of reach" {
	in_it 5 sh -c "ls $ROOT /work /home/*/* /root/* 2>/dev/null | grep -v nina; cat $ROOT/Makefile"
	[ "$status" -ne 0 ]
	[ -z "$out" ]
}

@test "host: no descriptor but 0, 1 and 2 gets in" {
	exec 7<"$ROOT/Makefile"
	status=0
	out=$("$ROOT/build/tests/host" -- sh -c 'ls /proc/self/fd | wc -l' </dev/null 3>&- 4>&-)
	exec 7<&-
	[ "$out" -eq 4 ] # 0, 1, 2 and the one of ls itself
}

@test "host: it renames itself and mounts over /proc, and that is told" {
	in_it 5 sh -c 'hostname evil; mount -t tmpfs none /proc; mount -t tmpfs none /mnt'
	holds "$left" "hostname pretend -> evil"
	holds "$left" "/mnt"
	holds "$left" "/proc"
}

@test "host: what is left is told: a file, a process, a link" {
	in_it 5 sh -c 'touch /tmp/forgotten; sleep 1000 & ip link add v0 type veth peer name v1'
	holds "$left" "/tmp/forgotten"
	holds "$left" "sleep"
	holds "$left" "v0"
}

@test "host: nothing is left to tell of after a clean run" {
	in_it 5 true
	[ "$status" -eq 0 ]
	[ -z "$left" ]
}

@test "host: a fork bomb ends in its time" {
	in_it 2 sh -c 'f() { f | f & f; }; f'
	[ "$status" -ne 0 ]
}

# in_times RUNNING FORK: what it says of a limit of 0.3 s, with so many running processes a
# processor, and the first forks taking no time, or all so many microseconds.
in_times() {
	cc -shared -fPIC -D_GNU_SOURCE -DRUNNING="$1" -DFORK="$2" -o "$T/times.so" -x c - <<-'EOF'
		#include <dlfcn.h>
		#include <stdio.h>
		#include <string.h>
		#include <sys/wait.h>
		#include <unistd.h>
		FILE *fopen(const char *path, const char *mode)
		{
			static char text[100];

			if (strcmp(path, "/proc/loadavg") != 0)
				return ((FILE *(*)(const char *, const char *))dlsym(RTLD_NEXT, "fopen"))(path, mode);
			snprintf(text, sizeof(text), "99.00 88.00 77.00 %d/1000 1",
				 (int)(RUNNING * sysconf(_SC_NPROCESSORS_ONLN)));
			return fmemopen(text, strlen(text), "r");
		}
		pid_t fork(void)
		{
			static int forks;

			if (forks++ < 3 && FORK == 0)
				return 1 << 30;
			usleep(FORK);
			return ((pid_t (*)(void))dlsym(RTLD_NEXT, "fork"))();
		}
		pid_t waitpid(pid_t child, int *status, int options)
		{
			return child == 1 << 30 ? child : wait4(child, status, options, NULL);
		}
	EOF
	local code=0
	said=$(LD_PRELOAD=$T/times.so "$ROOT/build/tests/host" -t 0.3 -- sleep 100 2>&1 3>&- 4>&-) || code=$?
	[ "$code" -eq 124 ]
}

@test "host: where the machine is slow or has more to do than processors, the time is longer" {
	in_times 0.5 0
	holds "$said" "host: no end after 0.3 s"
	in_times 3 0
	holds "$said" "host: no end after 0.9 s"
	in_times 99 0
	holds "$said" "host: no end after 4.8 s"
	in_times 0.5 100000
	holds "$said" "host: no end after 4.8 s"
}

@test "host: a program that stops or kills everything ends in its time" {
	in_it 2 perl -e 'kill "STOP", -1; kill "STOP", $$; kill "STOP", getppid; sleep 100'
	[ "$status" -eq 124 ]
	in_it 2 sh -c 'kill -9 -1; kill -9 1; exit 3'
	[ "$status" -ne 0 ]
}

@test "host: a daemon that ignores signals doesn't outlive it" {
	tag=$RANDOM$RANDOM
	in_it 2 perl -e '$SIG{$_} = "IGNORE" for keys %SIG; exit if fork; setpgrp; fork; $0 = "daemon'"$tag"'"; sleep 100'
	holds "$left" "process"
	if pgrep -f "daemon$tag"; then echo "still alive" && return 1; fi
}

@test "host: endless output and a full disk end in their time" {
	in_it 2 sh -c 'yes | head -c 200000000 >/dev/null; yes >/tmp/full; exit 5'
	[ "$status" -ne 0 ]
	in_it 1 yes
	[ "$status" -eq 124 ] || [ "$status" -eq 153 ] # SIGXFSZ: the size of stdout is limited
	# Into a file that may not get longer, by a program that doesn't mind.
	run bash -c 'ulimit -f 1024; exec "$1" -t 0.3 -- sh -c "trap \"\" XFSZ; yes; sleep 100" >"$2" 2>&1' bash "$ROOT/build/tests/host" "$T/full"
	[ "$status" -eq 124 ]
}

@test "host: a memory hog is ended" {
	in_it 5 perl -e 'my @a; push @a, "x" x 1048576 while 1'
	[ "$status" -ne 0 ]
}

@test "host: the exit status is COMMAND's" {
	in_it 5 sh -c 'exit 42'
	[ "$status" -eq 42 ]
	in_it 5 sh -c 'kill -SEGV $$'
	[ "$status" -eq 139 ]
}

@test "host: eight at once don't meet" {
	for i in 1 2 3 4 5 6 7 8; do
		"$ROOT/build/tests/host" -o "$T/left$i" -- sh -c "hostname h$i; echo $i; exit $i" \
			>"$T/out$i" 2>&1 </dev/null 3>&- 4>&- &
		pid[i]=$!
	done
	for i in 1 2 3 4 5 6 7 8; do
		status=0
		wait "${pid[i]}" || status=$?
		[ "$status" -eq "$i" ]
		[ "$(cat "$T/out$i")" = "$i" ]
	done
}
