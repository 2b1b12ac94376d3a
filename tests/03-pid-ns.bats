#!/usr/bin/env bats
# 03-pid-ns: COMMAND is among processes of its own, and PID 1 does what an init has to.

load helper

setup_file() { build 03; }

INIT='pid_namespaces(7), "The namespace init process"'

@test "03 step 1: COMMAND is in another PID namespace than the caller" {
	step 1 "COMMAND's PID and mount namespace are its own, and no others" "pid_namespaces(7), unshare(2)"
	host <<-'EOF'
		cd /proc/self/ns && readlink pid cgroup ipc net user uts
		cd /scratch
		start $LAB
		cd "/proc/$(outer "$pid")/ns" && readlink pid cgroup ipc net user uts
		cd /scratch
		finish
	EOF
	has "$(line 7)" "pid:[" "the namespace that COMMAND is in"
	differs "$(line 7)" "$(line 1)" "the namespace that COMMAND is in"
	is "$(line '8,12' | grep -vxF "$(line '2,6')")" "" "other namespaces that are not the caller's"
}

@test "03 step 1: COMMAND is in another mount namespace than the caller" {
	step 1 "COMMAND is in a mount namespace of its own" "mount_namespaces(7), unshare(2)"
	host <<-'EOF'
		readlink /proc/self/ns/mnt
		start $LAB
		readlink "/proc/$(outer "$pid")/ns/mnt"
		finish
	EOF
	has "$(line 2)" "mnt:[" "the namespace that COMMAND is in"
	differs "$(line 2)" "$(line 1)" "the namespace that COMMAND is in"
}

@test "03 step 2: PID 1 is a child of lab03, and COMMAND PID 1 or its child" {
	step 2 "lab03's child is PID 1 inside" "$INIT; fork(2)"
	host <<-'EOF'
		start $LAB
		echo "$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$(outer 1)/status" 2>/dev/null)"
		echo $lab
		finish
		echo $code
		$LAB sh -c '[ $$ -eq 1 ] && echo 1 || echo $PPID' || true
		# An unwritten step 3 may have forked that COMMAND.  Who ran into it is in the view.
		$LAB | awk '$3 == "parent" { print $NF }'
	EOF
	differs "$(line 1)" "" "the parent of PID 1, seen outside"
	is "$(line 1)" "$(line 2)" "the parent of PID 1, seen outside"
	comes_to_its_end "$(line 3)"
	is "$(line 4)" "1" "COMMAND's pid, or its parent's, seen inside"
	case $(line 5) in "" | 0 | 1) ;; *) wrong "the parent of who is inside, in the view: 1, or 0 of PID 1" "$(quote "$(line 5)")" ;; esac
}

# comes_to_its_end STATUS: who waits for COMMAND found it, and not that a step had done so before.
comes_to_its_end() {
	case $LAB_FILE in
	*/prefix/*) is "$1" 77 "exit status: COMMAND ends, then a step that isn't written yet is named" ;;
	*) is "$1" 0 "exit status, which is COMMAND's" ;;
	esac
}

@test "03 step 3: what is mounted inside doesn't appear on the host" {
	step 3 "every mount of this namespace is private" 'mount_namespaces(7), "SHARED SUBTREES"'
	host <<-'EOF'
		start $LAB sh -c 'mount -t tmpfs in-$word /mnt; mount -t tmpfs in-$word /dev/shm; exec "$@"' sh
		cd "/proc/$(outer "$pid")"
		grep -c in-$word mountinfo
		grep -c in-$word /proc/self/mountinfo
		grep -oE ' (shared|master|unbindable)[: ]' mountinfo | sort -u
		cd /scratch
		finish
	EOF
	is "$(line 1)" "2" "mounts made inside, where COMMAND is"
	is "$(line 2)" "0" "mounts made inside, on the host"
	is "$(line '3,$')" "" "tags of mounts inside that aren't private (mountinfo)"
}

@test "03 step 4: COMMAND finds itself in /proc" {
	step 4 "/proc is that of the new namespace" 'pid_namespaces(7), "/proc and PID namespaces"'
	lab sh -c 'echo $$; exec readlink /proc/self'
	differs "$(line 1)" "" "COMMAND's pid"
	is "$(line 2)" "$(line 1)" "/proc/self inside"
	host <<-'EOF'
		start $LAB
		cat "/proc/$(outer "$pid")/root/proc/$pid/comm"
		finish
	EOF
	is "$out" "probe" "the name of COMMAND's pid in COMMAND's /proc, read from outside"
}

@test "03 step 4: /proc lists the processes inside, and no other" {
	step 4 "/proc is that of the new namespace" 'pid_namespaces(7), "/proc and PID namespaces"; proc(5)'
	host <<-'EOF'
		start $LAB
		p=$(outer "$pid")
		readlink "/proc/$p/ns/pid"
		cd "/proc/$p/root/proc" || exit
		readlink [0-9]*/ns/pid | sort -u
		ls -d [0-9]* | wc -l
		cd /scratch
		finish
	EOF
	has "$(line 1)" "pid:[" "COMMAND's PID namespace"
	is "$(line 2)" "$(line 1)" "PID namespaces of those whom /proc lists"
	[ "$(line 3)" -lt 8 ] 2>/dev/null || fail "/proc lists $(line 3) processes"
}

@test "03 step 4: the host's /proc is what it was" {
	step 4 "the host's /proc is untouched" 'mount_namespaces(7), "SHARED SUBTREES"'
	host <<-'EOF'
		grep -c " - proc " /proc/self/mountinfo
		start $LAB
		cat "/proc/$(outer "$pid")/root/proc/$pid/comm" || echo
		grep -c " - proc " /proc/self/mountinfo
		cat /proc/$$/comm /proc/$lab/comm >/dev/null && echo there
		finish
	EOF
	is "$(line 2)" "probe" "the name of COMMAND's pid in COMMAND's /proc"
	is "$(line 3)" "$(line 1)" "mounts of a proc on the host"
	is "$(line 4)" "there" "the processes of the host in its /proc"
}

@test "03 step 5: COMMAND is a child of PID 1" {
	step 5 "PID 1 stays ours, and COMMAND is its child" "$INIT"
	host <<-'EOF'
		start $LAB
		sed -n 's/^PPid:[[:space:]]*//p' "/proc/$(outer "$pid")/status" || echo
		outer 1
		echo "$pid"
		finish
		echo "$code"
	EOF
	differs "$(line 1)" "" "COMMAND's parent, seen from outside"
	is "$(line 1)" "$(line 2)" "COMMAND's parent, seen from outside: who is PID 1 inside"
	differs "$(line 3)" "1" "COMMAND's pid inside"
	comes_to_its_end "$(line 4)"
}

@test "03 step 6: orphans are reaped, hundreds of them" {
	step 6 "PID 1 waits for whoever ends" "wait(2), NOTES; $INIT"
	# Seen from outside: the numbers that are given away, and who is a zombie.
	host <<-'EOF'
		start $LAB sh -c 'for i in 1 2 3 4 5; do probe orphans 100 || break; done >said; "$@"; exit 0' sh
		cat said
		echo "$pid"
		ps -o stat= --ppid "$(outer 1)" | grep -c Z
		finish
		echo "$code"
	EOF
	is "$(line '1,5')" $'zombies 0\nzombies 0\nzombies 0\nzombies 0\nzombies 0' "zombies after 100 orphans have ended, five times"
	[ "$(line 6)" -gt 500 ] 2>/dev/null || wrong "a process after those 500 is inside, with a pid beyond 500" "$(quote "$(line 6)")"
	is "$(line 7)" 0 "zombies that are children of PID 1, seen from outside"
	is "$(line 8)" 0 "exit status"
}

@test "03 step 6: the exit status and the streams are COMMAND's" {
	step 6 "PID 1 ends as COMMAND did" "wait(2): WEXITSTATUS, WTERMSIG"
	isolated 0 "pid mnt"
	ends_like_command 0
	lab sh -c '(exit 3) & kill -SEGV $$'
	is "$status" 139 "exit status after SIGSEGV, with another child"
}

@test "03 step 6: SIGTERM, SIGINT and SIGUSR1 to lab03 are COMMAND's" {
	step 6 "signals are passed on" "sigwaitinfo(2), kill(2); $INIT"
	isolated 0 "pid mnt"
	passes_signals 0
}

@test "03 step 6: PID 1 waits for COMMAND, whoever else ends before" {
	step 6 "PID 1 ends when COMMAND does" "wait(2)"
	isolated 0 "pid mnt"
	lab sh -c 'probe orphans 3 >/dev/null; (exit 9); echo still; exit 5'
	is "$out" "still" "stdout"
	is "$status" 5 "exit status"
}

@test "03 step 6: a signal of the terminal is not passed on: COMMAND's group has had it" {
	step 6 "only what a process sent is passed on" "sigaction(2): si_code"
	# COMMAND is in a group of its own, so Ctrl-C is not for it.  Another process of the
	# lab's group tells when it came; then a SIGUSR1 goes the way that it must not go.
	host <<-'EOF'
		terminal
		keys '$LAB sh -c "probe signals 10 & exec probe apart probe signals 10"\n'
		see ready; see ready
		keys '\003'
		see 'signal 2'
		kill -USR1 $(outer 1)
		see '2 signal'
		leave
	EOF
	is "$(line 3)" "3 signal 2" "Ctrl-C at the process that is in lab03's group"
	is "$(line 4)" "2 signal 10" "the first signal that COMMAND got"
}

@test "03: Ctrl-Z stops COMMAND and lab03, fg lets both go on, Ctrl-C is COMMAND's" {
	whole "stop and continue on a terminal" "signal(7), \"Job control\"; tcsetpgrp(3)"
	host <<-'EOF'
		terminal
		keys '$LAB probe signals 2; echo status $?\n'
		see ready
		keys '\032'
		see Stopped >/dev/null
		until grep '^State:.T' /proc/$(outer 2)/status; do :; done
		keys 'fg >/dev/null; echo status $?\n'
		see 'signal 18'
		keys '\003'
		see 'signal 2'
		see 'status'
		leave
	EOF
	has "$(line 2)" "(stopped)" "COMMAND's state after Ctrl-Z"
	is "$(line 3)" "2 signal 18" "what fg sends to COMMAND"
	is "$(line 4)" "2 signal 2" "what Ctrl-C sends to COMMAND"
	is "$(line 5)" "status 0" "COMMAND's exit status"
}

@test "03: a shell as COMMAND has job control, and the terminal comes back" {
	whole "job control inside, and the terminal afterwards" "tcsetpgrp(3), setpgid(2)"
	host <<-'EOF'
		terminal
		keys 'sh -c '\''$LAB bash --norc --noprofile --noediting -i; echo back $?; read x; echo got $x'\''\n'
		keys 'probe signals 2; echo end $?\n'
		see ready
		keys '\032'
		see Stopped >/dev/null
		keys 'fg >/dev/null\n'
		see 'signal 18' >/dev/null
		keys '\003'
		see 'signal 2' >/dev/null
		keys 'echo in $PPID; exit 6\n'
		see 'in '
		see back
		keys "$word\n"
		see 'got'
		leave
	EOF
	is "$(line 2)" "in 1" "the parent of the shell inside"
	is "$(line 3)" "back 6" "its exit status"
	is "$(line 4)" "got $word" "what the script outside reads from the terminal then"
}

@test "03: every shell finds a terminal that it can give back, dash too" {
	whole "a shell's process group has a number inside" "tcsetpgrp(3), setpgid(2); pid_namespaces(7)"
	host <<-'EOF'
		for option in "" --no-init; do
			terminal
			keys "\$LAB $option sh; echo status \$?; read x; echo got \$x\\n"
			keys 'probe signals 2; exit 5\n'
			see ready >/dev/null
			keys '\003'
			see 'signal 2' >/dev/null
			see 'status'
			keys "$word\n"
			see 'got'
			leave
		done
	EOF
	is "$(printf '%s\n' "$out" | sed 's/.*status/status/; s/.*got/got/')" \
		$'status 5\ngot '"$word"$'\nstatus 5\ngot '"$word" "sh's exit status, and what the shell outside reads then"
}

@test "03: with --no-init COMMAND itself is PID 1, and its parent is nobody" {
	whole "COMMAND is PID 1" "$INIT; getppid(2)"
	lab --no-init sh -c 'echo $$ $PPID; set -- /proc/[0-9]*; echo "$@"; exit 9'
	is "$out" $'1 0\n/proc/1' "COMMAND's pid and parent, and the processes in /proc"
	is "$status" 9 "exit status"
}

@test "03: as PID 1 COMMAND gets no signal that it doesn't handle, but SIGKILL" {
	whole "the kernel protects a PID 1" "$INIT"
	host <<-'EOF'
		$LAB --no-init sh -c 'kill -TERM $$; kill -KILL $$; echo alive'
		start $LAB --no-init
		kill -TERM $(outer 1)
		finish
		echo $code
		start $LAB --no-init
		kill -KILL $(outer 1)
		finish
		echo $code
	EOF
	is "$out" $'alive\n0\n137' "after its own signals; after SIGTERM and SIGKILL from outside"
}

@test "03: with --no-proc /proc still lists the host" {
	whole "ps reads /proc, whatever the namespace" "the notes, 004; pid_namespaces(7)"
	host <<-'EOF'
		$LAB --no-proc sh -c 'echo $$; exec readlink /proc/self'
		OUTSIDE=$$ $LAB --no-proc sh -c 'cat /proc/$OUTSIDE/comm'
		cat /proc/$$/comm
	EOF
	is "$(line 1)" "2" "COMMAND's pid"
	differs "$(line 2)" "$(line 1)" "/proc/self, which is the pid outside"
	is "$(line 3)" "$(line 4)" "the name of a process of the host"
}

@test "03: the host sees the same process under another number" {
	whole "a process has a pid in each namespace it is in" "pid_namespaces(7): NSpid"
	host <<-'EOF'
		start $LAB
		echo $pid
		tr '\0' ' ' <"/proc/$(outer "$pid")/cmdline"; echo
		finish
		echo $code
	EOF
	is "$(line 1)" "2" "its pid inside"
	is "$(line 2)" "probe hold " "the process of the host whose NSpid ends with that"
	is "$(line 3)" "0" "exit status"
}

@test "03: only the PID and the mount namespace are others" {
	whole "nothing but the PID and the mount namespace is new" "namespaces(7)"
	same_namespaces 0 "cgroup ipc net user uts"
}

@test "03: COMMAND blocks and ignores no other signals than the caller" {
	whole "the signal mask is the caller's" "sigprocmask(2), execve(2)"
	host <<-'EOF'
		grep -E '^Sig(Blk|Ign)' /proc/self/status
		$LAB grep -E '^Sig(Blk|Ign)' /proc/self/status
		$LAB --no-init grep -E '^Sig(Blk|Ign)' /proc/self/status
	EOF
	is "$(line '3,4')" "$(line '1,2')" "blocked and ignored signals"
	is "$(line '5,6')" "$(line '1,2')" "blocked and ignored signals with --no-init"
}

@test "03: when COMMAND ends, the kernel ends all others inside" {
	whole "the namespace ends with its PID 1" "$INIT"
	lab sh -c 'setsid probe await 10 7 & setsid probe await 15 7 & exit 4'
	is "$status" 4 "exit status"
}

@test "03: when lab03 is killed, all inside die with it" {
	whole "SIGKILL takes the namespace along" "PR_SET_PDEATHSIG in prctl(2); $INIT"
	HOST_OPTIONS="-G 2000"
	for option in "" --no-init; do
		host <<-EOF
			start \$LAB $option sh -c 'setsid probe await 10 7 >/dev/null & exec "\$@"' sh
			echo \$pid
			kill -KILL \$lab
			finish
			echo \$code
		EOF
		differs "$(line 1)" "" "COMMAND's pid"
		is "$(line 2)" "137" "the status"
	done
}

@test "03: nobody is born into the namespace once its PID 1 has ended" {
	whole "fork into a namespace without an init is ENOMEM" "$INIT"
	host <<-'EOF'
		start $LAB
		exec 7<"/proc/$(outer 1)/ns/pid"
		probe born-in 7
		finish
		probe born-in 7
	EOF
	is "$out" $'born\nfork: ENOMEM' "a fork while PID 1 lives, and one after"
}

@test "03: a call of a step that fails ends it, and is told" {
	whole "errors are checked: no COMMAND where a call has failed" "errno(3), perror(3)"
	FACTS="captive facts" tells_of_failures 0 unshare,clone,clone3,mount
}

@test "03: a COMMAND that isn't there is 127, one that can't run is 126" {
	whole "126 and 127 as the shell has them" "execve(2), ERRORS; exit status of env(1)"
	cannot_execute 0
	cannot_execute 0 --no-init
}

@test "03: without COMMAND it shows the pids, the mounts and /proc, before and after" {
	whole "the view" "GUIDE.md, chapter 03"
	lab
	is "$status" 0 "exit status"
	for part in "pid:[" "mnt:[" "old /proc" "shared:" "private" "2 processes" "lab03:init" "reaped by PID 1"; do
		has "$out" "$part" "the view"
	done
	lab --no-init --no-proc
	is "$status" 0 "exit status"
	lacks "$out" "lab03:init" "the view with --no-init"
	lacks "$out" "1 process" "the view with --no-proc"
}

@test "03: an unknown option is refused by name" {
	whole "bad use ends with 125 and one line" "getopt(3)"
	refuses -Z --no-such --no-init=yes
}

@test "03: without the privilege it says which one, and the ways on" {
	need_range
	whole "a missing capability is named" "capabilities(7)"
	names_capability CAP_SYS_ADMIN
}

@test "03: in a user namespace an ordinary user can, too" {
	whole "a user namespace gives the capability" "user_namespaces(7)"
	host "$(user)" <<-'EOF'
		unshare --user --map-root-user $LAB sh -c 'echo $$ $PPID; exec readlink /proc/self; exit 3'
	EOF
	is "$out" $'2 1\n2' "COMMAND's pid and parent, and /proc/self"
}

@test "03: where /proc is partly covered it says why a fresh one is refused" {
	whole "EPERM from mount is explained" 'user_namespaces(7); mount_namespaces(7), "Restrictions on mount namespaces"'
	host <<-'EOF'
		mount --bind /dev/null /proc/kallsyms
		unshare --user --map-root-user $LAB true
		echo $?
		umount /proc/kallsyms
	EOF
	is "$out" "125" "exit status"
	explains EPERM /proc/kallsyms
}
