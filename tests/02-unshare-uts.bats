#!/usr/bin/env bats
# 02-unshare-uts: COMMAND has names of its own, and the host keeps its own.

load helper

setup_file() { build 02; }

# seen_outside ARG...: the host name and the domain name where COMMAND is, read by a process
# of the host that enters: what COMMAND prints, a program could print without any COMMAND.
seen_outside() {
	host <<-EOF
		start \$LAB $*
		nsenter --target "\$pid" --uts sh -c 'uname -n; cat /proc/sys/kernel/domainname' || true
		finish
	EOF
}

# runs_once: COMMAND, which is in a namespace of its own, does.  The pipe waits for whoever has
# it: a second COMMAND may end later than the first.
runs_once() {
	local HOST_OPTIONS="-G 2000"
	isolated 0 uts
	host <<-'EOF'
		$LAB sh -c 'echo ran' | cat
	EOF
	is "$(printf '%s\n' "$out" | grep -c '^ran$')" 1 "how often COMMAND runs"
}

@test "02 step 1: COMMAND is in another UTS namespace than the caller" {
	step 1 "COMMAND is in a UTS namespace of its own, and in no other new one" "uts_namespaces(7), unshare(2)"
	host <<-'EOF'
		cd /proc/self/ns && readlink uts cgroup ipc mnt net pid user
		cd /scratch
		start $LAB
		cd "/proc/$pid/ns" && readlink uts cgroup ipc mnt net pid user
		cd /scratch
		finish
	EOF
	has "$(line 8)" "uts:[" "the namespace that COMMAND is in"
	differs "$(line 8)" "$(line 1)" "the namespace that COMMAND is in"
	is "$(line '9,14' | grep -vxF "$(line '2,7')")" "" "other namespaces that are not the caller's"
}

@test "02 step 1: the namespace is a new one on each run" {
	step 1 "COMMAND is in a UTS namespace of its own" "uts_namespaces(7)"
	host <<-'EOF'
		mkfifo ready go
		$LAB probe hold >ready <go &
		exec 3<ready 4>go
		read -r _ one <&3 || one=
		first=$(readlink "/proc/${one:-none}/ns/uts")
		start $LAB
		second=$(readlink "/proc/$pid/ns/uts")
		finish
		exec 4>&-
		wait
		printf '%s\n' "$first" "$second"
	EOF
	has "$(line 1)" "uts:[" "the first run's namespace"
	differs "$(line 2)" "$(line 1)" "the second run's namespace"
}

@test "02 step 1: COMMAND runs once" {
	step 1 "COMMAND runs once" "fork(2), unshare(2)"
	runs_once
}

@test "02 step 2: COMMAND sees NAME as its host name" {
	step 2 "the host name inside is NAME" "sethostname(2)"
	lab -n "$word" uname -n
	is "$(line 1)" "$word" "uname -n inside"
	seen_outside -n "$word"
	is "$(line 1)" "$word" "the host name, read from outside (nsenter --uts)"
}

@test "02 step 2: a name of 64 bytes is whole, one byte is enough" {
	step 2 "the host name inside is NAME, byte for byte" "sethostname(2): the length has no null byte"
	long=$(printf "%064d" "$RANDOM")
	seen_outside -n "$long"
	is "$(line 1)" "$long" "the host name inside"
	seen_outside -n x
	is "$(line 1)" "x" "the host name inside"
}

@test "02 step 2: the host keeps its name" {
	step 2 "the host keeps its own name" "uts_namespaces(7)"
	host <<-'EOF'
		uname -n
		start $LAB -n "$word"
		nsenter --target "$pid" --uts uname -n || echo
		uname -n
		finish
	EOF
	is "$(line 2)" "$word" "the host name inside"
	is "$(line 3)" "$(line 1)" "the host's name afterwards"
}

@test "02 step 3: COMMAND sees DOMAIN as its domain name" {
	step 3 "the domain name inside is DOMAIN" "setdomainname(2)"
	lab -d "$word.example" cat /proc/sys/kernel/domainname
	is "$(line 1)" "$word.example" "/proc/sys/kernel/domainname inside"
	seen_outside -d "$word.example"
	is "$(line 2)" "$word.example" "the domain name, read from outside (nsenter --uts)"
	differs "$(line 1)" "$word.example" "the host name inside"
}

@test "02 step 3: the host keeps its domain name" {
	step 3 "the host keeps its own domain name" "uts_namespaces(7)"
	host <<-'EOF'
		cat /proc/sys/kernel/domainname
		start $LAB -d "$word"
		nsenter --target "$pid" --uts cat /proc/sys/kernel/domainname || echo
		cat /proc/sys/kernel/domainname
		finish
	EOF
	is "$(line 2)" "$word" "the domain name inside"
	is "$(line 3)" "$(line 1)" "the host's domain name afterwards"
}

@test "02: COMMAND runs once, whatever the steps do" {
	whole "COMMAND runs once" "fork(2)"
	runs_once
}

@test "02: what COMMAND renames, the host does not see" {
	whole "COMMAND may rename itself and nobody else" "uts_namespaces(7)"
	host <<-'EOF'
		uname -n
		$LAB sh -c '/lab/build/rootfs/bin/hostname "$word"; uname -n' | cat
		uname -n
	EOF
	is "$(line 2)" "$word" "the name inside"
	is "$(line '$')" "$(line 1)" "the host's name afterwards"
}

@test "02: only the UTS namespace is another" {
	whole "nothing but the UTS namespace is new" "namespaces(7)"
	same_namespaces 0 "cgroup ipc mnt net pid user"
}

@test "02: the exit status and the streams are COMMAND's" {
	whole "the exit status is COMMAND's, and the streams are" "execve(2)"
	ends_like_command 0
}

@test "02: SIGTERM, SIGINT and SIGUSR1 to lab02 are COMMAND's" {
	whole "a signal to lab02 is COMMAND's" "signal(7)"
	passes_signals 0
}

@test "02: a call of a step that fails ends it, and is told" {
	whole "errors are checked: no COMMAND where a call has failed" "errno(3), perror(3)"
	tells_of_failures 0 unshare,clone,clone3,sethostname,setdomainname
}

@test "02: a COMMAND that isn't there is 127, one that can't run is 126" {
	whole "126 and 127 as the shell has them" "execve(2), ERRORS; exit status of env(1)"
	cannot_execute 0
}

@test "02: without COMMAND it shows the names, host beside inside" {
	whole "the view" "GUIDE.md, chapter 02"
	lab -n "$word"
	is "$status" 0 "exit status"
	has "$out" "$word" "the view"
	has "$out" "pretend" "the view"
	has "$out" "uts:[" "the view"
}

@test "02: an empty name, and one of 65 bytes, are refused" {
	whole "a bad name is refused and nothing is changed" "sethostname(2), ERRORS"
	for option in -n -d; do
		bad "$option" $option "" uname -n
		bad "64" $option "$(printf "%065d" 1)" uname -n
		bad "$option 0000" $option "$(printf "%065d" 1)" uname -n
	done
	all_refused
}

@test "02: a view that nobody can read is no success" {
	whole "closed or full, stdout is a failure that is told" "write(2)"
	host <<-'EOF'
		for how in '>&-' '>/dev/full' '--help >&-' '--help >/dev/full'; do
			status=0
			eval "$LAB $how" 2>said || status=$?
			echo "$how $status $(wc -l <said) $(grep -c -e EBADF -e ENOSPC said)"
		done
		rm said
	EOF
	is "$out" $'>&- 125 1 1\n>/dev/full 125 1 1\n--help >&- 125 1 1\n--help >/dev/full 125 1 1' "status, lines on stderr, of them with the errno"
}

@test "02: an unknown option is refused by name" {
	whole "bad use ends with 125 and one line" "getopt(3)"
	refuses -Z --no-such -n -d
}

@test "02: without the privilege it says which one, and the ways on" {
	need_range
	whole "a missing capability is named" "capabilities(7)"
	names_capability CAP_SYS_ADMIN
}
