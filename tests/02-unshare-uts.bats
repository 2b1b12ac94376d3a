#!/usr/bin/env bats
# 02-unshare-uts: COMMAND has names of its own, and the host keeps its own.

load helper

setup_file() { build 02; }

@test "02 step 1: COMMAND is in another UTS namespace than the caller" {
	step 1 "COMMAND is in a UTS namespace of its own" "uts_namespaces(7), unshare(2)"
	host <<-'EOF'
		readlink /proc/self/ns/uts
		$LAB readlink /proc/self/ns/uts
	EOF
	has "$(line 2)" "uts:[" "the namespace that COMMAND is in"
	differs "$(line 2)" "$(line 1)" "the namespace that COMMAND is in"
}

@test "02 step 1: the namespace is a new one on each run" {
	step 1 "COMMAND is in a UTS namespace of its own" "uts_namespaces(7)"
	host <<-'EOF'
		mkfifo ready go
		$LAB sh -c 'readlink /proc/self/ns/uts; read -r x' >ready <go &
		exec 3<ready 4>go
		read -r first <&3 || first=
		second=$($LAB readlink /proc/self/ns/uts) || true
		exec 4>&-
		wait
		printf '%s\n' "$first" "$second"
	EOF
	has "$(line 1)" "uts:[" "the first run's namespace"
	differs "$(line 2)" "$(line 1)" "the second run's namespace"
}

@test "02 step 2: COMMAND sees NAME as its host name" {
	step 2 "the host name inside is NAME" "sethostname(2)"
	lab -n "$word" uname -n
	is "$(line 1)" "$word" "uname -n inside"
}

@test "02 step 2: a name of 64 bytes is whole, one byte is enough" {
	step 2 "the host name inside is NAME, byte for byte" "sethostname(2): the length has no null byte"
	long=$(printf "%064d" "$RANDOM")
	lab -n "$long" uname -n
	is "$(line 1)" "$long" "uname -n inside"
	lab -n "x" uname -n
	is "$(line 1)" "x" "uname -n inside"
}

@test "02 step 2: the host keeps its name" {
	step 2 "the host keeps its own name" "uts_namespaces(7)"
	host <<-'EOF'
		uname -n
		$LAB -n "$word" uname -n || true
		uname -n
	EOF
	is "$(line 2)" "$word" "uname -n inside"
	is "$(line 3)" "$(line 1)" "the host's name afterwards"
}

@test "02 step 3: COMMAND sees DOMAIN as its domain name" {
	step 3 "the domain name inside is DOMAIN" "setdomainname(2)"
	lab -d "$word.example" cat /proc/sys/kernel/domainname /proc/sys/kernel/hostname
	is "$(line 1)" "$word.example" "/proc/sys/kernel/domainname inside"
	differs "$(line 2)" "$word.example" "the host name inside"
}

@test "02 step 3: the host keeps its domain name" {
	step 3 "the host keeps its own domain name" "uts_namespaces(7)"
	host <<-'EOF'
		cat /proc/sys/kernel/domainname
		$LAB -d "$word" cat /proc/sys/kernel/domainname || true
		cat /proc/sys/kernel/domainname
	EOF
	is "$(line 2)" "$word" "the domain name inside"
	is "$(line 3)" "$(line 1)" "the host's domain name afterwards"
}

@test "02: what COMMAND renames, the host does not see" {
	whole "COMMAND may rename itself and nobody else" "uts_namespaces(7)"
	host <<-'EOF'
		uname -n
		$LAB sh -c '/lab/build/rootfs/bin/hostname "$word"; uname -n'
		uname -n
	EOF
	is "$(line 2)" "$word" "the name inside"
	is "$(line 3)" "$(line 1)" "the host's name afterwards"
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
		lab $option "" uname -n
		one_line_error "$option"
		lab $option "$(printf "%065d" 1)" uname -n
		one_line_error "$option 0000"
		has "$err" "64" "the message"
	done
	is "$out" "" "stdout: COMMAND must not have run"
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
