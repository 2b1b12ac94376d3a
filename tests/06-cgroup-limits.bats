#!/usr/bin/env bats
# 06-cgroup-limits: COMMAND is in a group of its own, with limits that hold.

# shellcheck disable=SC2030,SC2031  # HOST_OPTIONS is each test's own
load helper

setup_file() {
	build 06
	find_cgroups
	export LABS_DISK
	# The disk that /usr is on, if it is one: "254:0".
	LABS_DISK=$(stat -c '%Hd:%Ld' /usr 2>/dev/null) || :
	[ -e "/sys/dev/block/$LABS_DISK" ] || LABS_DISK=
}

# between LOW FOUND HIGH WHAT
between() {
	if ! [ "$2" -ge "$1" ] 2>/dev/null || ! [ "$2" -le "$3" ]; then wrong "$4: $1 to $3" "$(quote "$2")"; fi
}

random() { echo $(($1 + RANDOM % ($2 - $1 + 1))); }

CGROUPS='cgroups(7)'
V2='the kernel'\''s admin-guide/cgroup-v2'

@test "06 step 1: there is a new group, with the files of the controllers" {
	step 1 "a group of its own is made, in each hierarchy" "$CGROUPS, mkdir(2)"
	need_cgroups memory pids cpu
	host <<-'EOT'
		. cgroup.sh
		groups >before
		start $LAB
		groups | comm -13 before - | while read -r g; do ls "$g"; done |
			sed -n 's/^memory.max$\|^memory.limit_in_bytes$/memory/p; s/^pids.max$/pids/p; s/^cpu.max$\|^cpu.cfs_quota_us$/cpu/p' | sort
		finish
	EOT
	is "$out" $'cpu\nmemory\npids' "the limits that the new groups' files set"
}

@test "06 step 1: as an ordinary user, in a group that is delegated to them" {
	step 1 "the group is made in the user's own" 'cgroups(7), "Cgroups v2 delegation"'
	need_cgroups memory pids cpu
	host "$(user)" <<-'EOT'
		. cgroup.sh
		groups >before
		start $LAB
		groups | comm -13 before - | while read -r g; do stat -c %u "$g"; done | sort -u
		finish
	EOT
	is "$out" "$(user)" "the owner of the new groups"
}

@test "06 step 2: COMMAND is in the new group, in every hierarchy" {
	step 2 "COMMAND is in the group, wherever it has a limit" "$CGROUPS, clone(2)"
	need_cgroups memory pids cpu
	host <<-'EOT'
		. cgroup.sh
		groups >before
		start $LAB
		for c in memory pids cpu; do
			f=$(folder "$pid" $c)
			if [ -d "$f" ] && ! grep -qxF "$f" before; then echo "$c new"; else echo "$c $f"; fi
		done
		finish
	EOT
	is "$out" $'memory new\npids new\ncpu new' "the groups that COMMAND is in"
}

@test "06 step 2: the program itself stays where it was" {
	step 2 "only the child is in the group, not the parent" "$CGROUPS"
	need_cgroups memory pids
	host <<-'EOT'
		. cgroup.sh
		start $LAB
		[ -n "$pid" ] && folder "$pid" pids >there && grep -cxF "$lab" "$(cat there)/cgroup.procs"
		[ "$(folder "$lab" memory)" = "$(folder $$ memory)" ] && echo same
		finish
	EOT
	is "$out" $'0\nsame' "the parent in the group's cgroup.procs, and where it is"
}

@test "06 step 2: as an ordinary user, too" {
	step 2 "COMMAND is in the user's new group" "$CGROUPS"
	need_cgroups memory pids
	host "$(user)" <<-'EOT'
		. cgroup.sh
		folder $$ pids
		start $LAB
		folder "$pid" pids
		finish
	EOT
	differs "$(line 2)" "$(line 1)" "the group that COMMAND is in"
}

@test "06 step 2: where clone3 is forbidden it joins all the same" {
	step 2 "without clone3 the child joins by cgroup.procs" "clone(2), cgroups(7)"
	need_cgroups v2 memory pids
	command -v strace >/dev/null || need_or_skip "strace is missing: make deps"
	host <<-'EOT'
		. cgroup.sh
		groups >before
		start strace -f -o trace -e trace=clone3 -e inject=clone3:error=ENOSYS $LAB
		f=$(folder "$pid" pids)
		if ! grep -qxF "$f" before; then echo new; fi
		finish
	EOT
	is "$out" "new" "the group that COMMAND is in"
}

@test "06 step 3: who takes more memory than -m says is killed" {
	step 3 "beyond the limit COMMAND is killed" "$V2, \"Memory Interface Files\""
	need_cgroups memory
	m=$(random 24 60)
	HOST_OPTIONS+=" -e m=$m"
	host <<-'EOT'
		. cgroup.sh
		start $LAB -m ${m}M sh -c 'probe eat $((m + 12)) >ate; echo "status $?" >>ate; exec "$@"' sh
		cat ate
		echo "killed $(counted "$pid" oom_kill)"
		finish
	EOT
	is "$out" $'status 137\nkilled 1' "$((m + 12)) MiB taken with -m ${m}M"
}

@test "06 step 3: who takes less than that is left alone" {
	step 3 "below the limit there is memory" "$V2, \"Memory Interface Files\""
	need_cgroups memory
	m=$(random 40 60)
	HOST_OPTIONS+=" -e m=$m"
	# The one who is killed in the end shows that there was a limit.
	host <<-'EOT'
		. cgroup.sh
		start $LAB -m ${m}M sh -c 'probe eat $((m - 12)) >ate; probe eat $((m + 12)) >&2; exec "$@"' sh
		cat ate
		echo "killed $(counted "$pid" oom_kill)"
		finish
	EOT
	is "$out" $"ate $((m - 12)) MiB"$'\nkilled 1' "$((m - 12)) MiB taken with -m ${m}M, then $((m + 12))"
}

@test "06 step 3: swap is no way around it" {
	step 3 "nothing may be swapped out instead" "$V2, \"memory.swap.max\""
	need_cgroups memory
	host <<-'EOT'
		. cgroup.sh
		groups >before
		start $LAB -m 48M
		f=$(folder "$pid" memory)
		if [ -z "$f" ] || grep -qxF "$f" before; then
			echo "no group of its own"
		elif [ -e "$f/memory.swap.max" ]; then
			echo "swap $(cat "$f/memory.swap.max")"
		elif [ -e "$f/memory.memsw.limit_in_bytes" ]; then
			echo "swap $(($(cat "$f/memory.memsw.limit_in_bytes") - $(cat "$f/memory.limit_in_bytes")))"
		elif [ -n "$pid" ]; then
			echo "not counted"
		fi
		finish
	EOT
	[ "$out" != "not counted" ] || need_or_skip "this kernel doesn't count swap"
	is "$out" "swap 0" "bytes of swap that the group may take"
}

# forks COUNT: what COMMAND says of COUNT forks with -p $p, whether one of more was refused, and
# the limit itself: the forks show it but for one, as there may be an init in the group.
forks() {
	HOST_OPTIONS+=" -e p=$p -e count=$1"
	host <<-'EOT'
		. cgroup.sh
		start $LAB -p $p sh -c 'probe forks $count >forks; probe forks $((p + 20)) >/dev/null; exec "$@"' sh
		cat forks
		refused "$pid"
		echo "pids.max $(cat "$(folder "$pid" pids)/pids.max")"
		finish
	EOT
}

@test "06 step 4: beyond -p processes fork is EAGAIN" {
	step 4 "at the limit nobody can fork" "$V2, \"PID Interface Files\"; fork(2)"
	need_cgroups pids
	p=$(random 12 40)
	forks $((p + 20))
	is "$(line 2)" "fork: EAGAIN" "what ends the forking, with -p $p"
	# sh and probe take a place each, and an init may.
	between $((p - 3)) "$(line 1 | tr -dc 0-9)" $((p - 2)) "children that $p processes leave room for"
	is "$(line 3)" "refused" "what the group's pids.events says of the forks"
	is "$(line 4)" "pids.max $p" "the limit of the group that COMMAND is in, with -p $p"
}

@test "06 step 4: up to it all is well" {
	step 4 "below the limit fork works" "$V2, \"PID Interface Files\""
	need_cgroups pids
	p=$(random 12 40)
	forks $((p - 4))
	is "$(line 1)"$'\n'"$(line 2)" "made $((p - 4))"$'\nrefused' "forks, with -p $p, and refused ones when there are more"
}

@test "06 step 5: CPU time stays within the quota" {
	step 5 "in a second of wall time COMMAND gets the quota, not more" "$V2, \"CPU Interface Files\""
	need_cgroups cpu
	c=$(random 8 12)
	HOST_OPTIONS+=" -e c=$c"
	LABS_TIMEOUT=${LABS_TIMEOUT:-20} # the machine may be busy
	host <<-'EOT'
		. cgroup.sh
		probe burn 1500
		start $LAB -c $c% sh -c 'probe burn 1500 >got; exec "$@"' sh
		cat got
		sed -n 's/^nr_periods //p; s/^nr_throttled //p' "$(folder "$pid" cpu)/cpu.stat"
		finish
	EOT
	read -r free _ < <(line 1)
	read -r got wall < <(line 2)
	# In each period that has begun, and 15 %: the kernel counts in ticks.  Where we don't
	# have a CPU to ourselves (or it's an emulated one) a tick can come late.
	most=$((c * 1000 * (wall + 100000) * 115 / 10000000))
	if [ "$free" -lt 1350000 ] || [ "$free" -gt 1510000 ]; then most=$((most + 45000)); fi
	# Where it was held back in nearly every period, as no other kept the CPU from it, it had
	# all of the quota in most of them.
	periods=$(line 3) throttled=$(line 4)
	least=$((c * 1000 * (wall / 100000) / 3))
	[ "${throttled:-0}" -lt $((periods - 4)) ] ||
		least=$((c * 1000 * (wall / 100000 - 3) * 85 / 100))
	between "$least" "$got" "$most" "µs of CPU time in ${wall:-no} µs with -c $c% (unlimited: $free)"
	differs "$throttled" 0 "the periods in which the group was held back (nr_throttled)"
}

@test "06 step 5: two processes share it" {
	step 5 "the quota is for all in the group together" "$V2, \"CPU Interface Files\""
	need_cgroups cpu
	LABS_TIMEOUT=${LABS_TIMEOUT:-20}
	host <<-'EOT'
		. cgroup.sh
		begin=$(date +%s%6N)
		start $LAB -c 10% sh -c 'probe burn 600 >one & probe burn 600 >two; wait; exec "$@"' sh
		cat one two
		echo $(($(date +%s%6N) - begin))
		sed -n 's/^nr_throttled //p' "$(folder "$pid" cpu)/cpu.stat"
		finish
	EOT
	read -r one _ < <(line 1)
	read -r two _ < <(line 2)
	between 1 $((one + two)) $((10000 * ($(line 3) / 100000 + 2) * 115 / 100 + 45000)) "µs of CPU time of both in $(line 3) µs with -c 10%"
	differs "$(line 4)" 0 "the periods in which the group was held back (nr_throttled)"
}

@test "06 step 6: a disk gives what -i says in a second" {
	step 6 "the disk is read at the limited rate" "$V2, \"IO Interface Files\""
	need_cgroups io
	[ -n "$LABS_DISK" ] || need_or_skip "/usr is not on a disk of its own here"
	LABS_TIMEOUT=${LABS_TIMEOUT:-20}
	file=$(find -L /usr/bin /usr/lib -maxdepth 2 -type f -size +600k -readable 2>/dev/null | head -n 1)
	HOST_OPTIONS+=" -e file=$file -e disk=$LABS_DISK"
	host <<-'EOT'
		. cgroup.sh
		probe disk "$file" 524288 || exit
		start $LAB -i "$disk:300K:max" sh -c 'probe disk "$file" 524288 >read; exec "$@"' sh
		cat read
		f=$(folder "$pid" io)
		cat "$f/io.max" "$f/blkio.throttle.read_bps_device" 2>/dev/null | grep -o "^$disk .*307200"
		finish
	EOT
	case $(line 1) in *[!0-9]* | "") need_or_skip "the file system of /usr reads nothing past the page cache ($(line 1))" ;; esac
	[ "$(line 1)" -lt 800 ] || need_or_skip "this machine's disk is too busy"
	between 1200 "$(line 2)" 4500 "ms for 512 KiB at 300 KiB a second (unlimited: $(line 1))"
	differs "$(line 3)" "" "307200 in the file of the group that COMMAND is in (io.max)"
}

@test "06 step 7: COMMAND is in a cgroup namespace of its own" {
	step 7 "a cgroup namespace of its own" "cgroup_namespaces(7), unshare(2)"
	need_cgroups memory
	host <<-'EOT'
		readlink /proc/self/ns/cgroup
		start $LAB
		readlink "/proc/$pid/ns/cgroup"
		finish
	EOT
	has "$(line 2)" "cgroup:[" "the namespace that COMMAND is in"
	differs "$(line 2)" "$(line 1)" "the namespace that COMMAND is in"
}

@test "06 step 7: in there the group is /" {
	step 7 "what is above the group has no name inside" "cgroup_namespaces(7)"
	need_cgroups memory pids
	# Read by a process of the host that enters.
	host <<-'EOT'
		. cgroup.sh
		groups >before
		start $LAB
		new "$pid" pids
		nsenter --target "$pid" --cgroup cat "/proc/$pid/cgroup" >inside
		grep -E '^0:|:(.*,)?(memory|pids)(,.*)?:' inside | cut -d: -f3 | sort -u
		finish
	EOT
	is "$out" $'new\n/' "COMMAND's group, and its path as read in COMMAND's cgroup namespace"
}

@test "06 step 7: as an ordinary user, who stays who they were" {
	step 7 "a user namespace allows it, and keeps the ids" "cgroup_namespaces(7), user_namespaces(7)"
	need_cgroups memory pids
	isolated "$(user)" cgroup
	host "$(user)" <<-'EOT'
		$LAB sh -c 'cat /proc/self/cgroup >inside; id -u; id -g'
		grep -E '^0:|:(.*,)?(memory|pids)(,.*)?:' inside | cut -d: -f3 | sort -u
		id -g
	EOT
	is "$(line 1)" "$(user)" "uid inside"
	is "$(line 2)" "$(line 4)" "gid inside"
	is "$(line 3)" "/" "the group's path in /proc/self/cgroup"
}

@test "06 step 8: the CPU time read back is what was used" {
	step 8 "the group's CPU time agrees with getrusage" "$V2, cpu.stat; getrusage(2)"
	need_cgroups cpu
	host <<-'EOT'
		. cgroup.sh
		groups >before
		start $LAB -c max --usage sh -c 'probe burn 400 >own; exec "$@"' sh 2>used
		new "$pid" cpu
		cpu_time "$pid"
		finish
		cat own
		cat used >&2
	EOT
	is "$(line 1)" "new" "the group that COMMAND is in"
	counted=$(line 2)
	read -r own _ < <(line 3)
	group=$(sed -n 's/.*CPU time: \([0-9]*\)\.\([0-9]*\) s$/\1\2/p' "$T/err")
	[ -n "$group" ] || wrong "a line \"CPU time: N.NNN s\" on stderr" "$(quote "$err")"
	group=$((10#$group * 1000))
	# The start and the end of COMMAND's processes are the group's, too: on a slow machine much.
	[ "$counted" -ge $((own * 90 / 100)) ] || wrong "µs of CPU time that the group counts: $own or more" "$counted"
	between $((counted - 1000)) "$group" $((counted + 100000)) "µs of CPU time, where the group had counted $counted just before"
}

@test "06 step 8: the memory at its peak, and who was killed for want of it" {
	step 8 "the peak and the killed are counted" "$V2, memory.peak and memory.events"
	need_cgroups memory
	m=$(random 20 40)
	HOST_OPTIONS+=" -e m=$m"
	host <<-'EOT'
		. cgroup.sh
		groups >before
		start $LAB -m 64M --usage sh -c 'probe eat $m >ate; exec "$@"' sh 2>used
		new "$pid" memory
		finish
		sed -n 's/.*memory, at the peak: /peak /p' used
		sed -n 's/.*want of it: /killed /p' used
		start $LAB -m 24M --usage sh -c 'probe eat 50 >ate; exec "$@"' sh 2>used
		new "$pid" memory
		echo "counted $(counted "$pid" oom_kill)"
		finish
		sed -n 's/.*want of it: /killed /p' used
	EOT
	is "$(printf '%s\n' "$out" | grep -c '^new$')" 2 "runs with COMMAND in a new group"
	is "$(printf '%s\n' "$out" | grep -E '^(killed|counted)')" $'killed 0\ncounted 1\nkilled 1' "who was killed, and what the second group counted"
	peak=$(printf '%s\n' "$out" | sed -n 's/^peak //p')
	if [ -n "$peak" ]; then # memory.peak is younger than 5.19
		has "$peak" " MiB" "the peak, for a COMMAND that takes $m MiB"
		between "$m" "${peak%%[^0-9]*}" $((m + 6)) "MiB at the peak, for a COMMAND that takes $m"
	fi
}

@test "06: a call of a step that fails ends it, and is told" {
	whole "errors are checked: no COMMAND where a call has failed" "errno(3), perror(3)"
	need_cgroups pids
	tells_of_failures 0 mkdir,mkdirat,unshare -p 20
}

@test "06: the exit status and the streams are COMMAND's" {
	whole "status, stdin, stdout and stderr pass through" "wait(2)"
	need_cgroups memory
	ends_like_command 0
	cannot_execute 0
}

@test "06: signals reach COMMAND, once" {
	whole "signals that the lab gets are passed on" "kill(2)"
	need_cgroups memory
	passes_signals "$(user)"
}

@test "06: out of memory, COMMAND's status is 137 and nothing stays" {
	whole "killed by the OOM killer is 137" "wait(2)"
	need_cgroups memory
	lab -m 20M probe eat 60
	is "$status" 137 "exit status"
}

@test "06: after SIGTERM the group is gone" {
	whole "COMMAND is ended, then the group is removed" "kill(2)"
	need_cgroups memory
	host <<-'EOT'
		$LAB sleep 100 &
		lab=$!
		until pgrep -x sleep >/dev/null; do :; done
		kill -TERM "$lab"
		wait $lab
		echo $?
	EOT
	is "$out" 143 "exit status"
}

@test "06: who is left in the group when COMMAND ends, ends too" {
	whole "nobody stays behind in the group" "cgroups(7), cgroup.kill"
	need_cgroups memory pids
	host <<-'EOT'
		$LAB sh -c 'setsid sleep 1000 & (trap "" TERM HUP; sleep 1000) & exit 5'
		echo $?
		. cgroup.sh
		alive sleep
	EOT
	is "$out" $'5\n0' "status, and the processes that are left"
}

@test "06: groups that COMMAND makes in its own go, too" {
	whole "rmdir(2) takes the inner ones first" "cgroups(7), \"Removing cgroups\""
	need_cgroups pids
	host <<-'EOT'
		. cgroup.sh
		start $LAB sh -c 'exec "$@"' sh
		mkdir -p "$(folder "$pid" pids)/a/b" && echo made
		finish
		echo $code
	EOT
	is "$out" $'made\n0' "status"
}

@test "06: after SIGKILL of the program COMMAND is gone" {
	whole "COMMAND does not outlive the program" "PR_SET_PDEATHSIG"
	need_cgroups memory
	LEFT_OK='^cgroup |^[a-z ]* /scratch'
	host <<-'EOT'
		start $LAB
		kill -KILL "$lab"
		read -r more <&9 || echo ended
		wait "$lab"
		echo $?
	EOT
	is "$out" $'ended\n137' "COMMAND's end of the pipe, and the status"
}

@test "06: what a killed program left, the next one removes" {
	whole "the next run ends the rest and drops the group" "flock(2)"
	need_cgroups memory pids
	host <<-'EOT'
		. cgroup.sh
		groups >before
		start $LAB sh -c 'setsid sleep 1000 & exec "$@"' sh
		kill -KILL "$lab"
		wait "$lab"
		groups | comm -13 before - | grep -q . && echo left
		$LAB true
		groups | comm -13 before -
		alive sleep
		exec 8>&- 9<&-
		rm -f hold.in hold.out
	EOT
	is "$out" $'left\n0' "what is left before and after the next run"
}

@test "06: nobody else is limited: the program's siblings" {
	whole "the limits are the group's alone" "$CGROUPS"
	need_cgroups memory pids cpu
	LABS_TIMEOUT=${LABS_TIMEOUT:-20}
	host <<-'EOT'
		. cgroup.sh
		start $LAB -m 16M -p 4 -c 5%
		probe eat 40
		probe forks 20
		read -r burnt _ <<-END
			$(probe burn 600)
		END
		[ "$burnt" -gt 60000 ] && echo burnt
		finish
	EOT
	is "$out" $'ate 40 MiB\nmade 20\nburnt' "what a sibling can do beside -m 16M -p 4 -c 5%"
}

@test "06: somebody else's group of a name like ours is left alone" {
	whole "nobody is killed but who is ours" "cgroups(7)"
	need_cgroups memory pids
	host <<-'EOT'
		. cgroup.sh
		theirs=$(folder self pids)/lab12-web
		mkdir "$theirs"
		sh -c 'echo $$ >"$1/cgroup.procs"; exec sleep 1000' sh "$theirs" &
		until grep -q . "$theirs/cgroup.procs"; do :; done
		$LAB true
		kill -0 $! && alive sleep
		kill $!
		wait $! || true
		rmdir "$theirs" && echo removed
	EOT
	is "$out" $'1\nremoved' "processes of another's group after a run"
}

@test "06: a group that is in use is left alone, and two runs don't meet" {
	whole "each run has a group of its own; a sweep spares a locked one" "flock(2)"
	need_cgroups memory pids
	host <<-'EOT'
		. cgroup.sh
		start $LAB -p 11
		first=$(folder "$pid" pids)
		$LAB -p 12 sh -c ': >second; until [ -s second ]; do :; done' &
		until [ -e second ]; do :; done
		$LAB -p 13 true
		cat "$first/pids.max"
		cat "$(dirname "$first")"/lab06-*/pids.max | sort
		echo go >second
		wait $!
		echo $?
		finish
		echo $code
	EOT
	is "$out" $'11\n11\n12\n0\n0' "the limits of the first, of both, and the statuses"
}

@test "06: make clean's sweep drops a group that no run holds" {
	whole "tests/sweep ends the rest and drops the group, but not one in use" "flock(2)"
	need_cgroups memory pids
	HOST_OPTIONS+=" -c $ROOT/tests/sweep:/opt/bin/sweep"
	host <<-'EOT'
		. cgroup.sh
		start $LAB
		groups >before
		$LAB sh -c 'setsid sleep 1000 & echo >second; exec sleep 1000' &
		until [ -s second ]; do :; done
		kill -KILL $!
		wait $!
		groups | comm -13 before - | grep -q . && echo left
		setsid sleep 999 &
		bash /opt/bin/sweep /scratch/nothing || echo "sweep: $?"
		groups | comm -3 before -
		[ -d "$(folder "$pid" pids)" ] && echo "in use: spared"
		alive sleep
		kill $!
		finish
		echo $code
	EOT
	is "$out" $'left\nin use: spared\n1\n0' "what the sweep spares (the sleep outside the group, too)"
}

@test "06: in a group that is the program's alone" {
	whole "the program moves out of the way, and back" 'cgroups(7), no internal processes'
	need_cgroups memory pids
	host <<-'EOT'
		. cgroup.sh
		for c in memory pids cpu; do
			f=$(folder 1 $c)
			solo=${f%/init}/solo
			mkdir -p "$solo"
		done
		[ ! -e "$(dirname "$solo")/cgroup.subtree_control" ] ||
			echo "+memory +pids +cpu" >"$(dirname "$solo")/cgroup.subtree_control"
		sh -c 'for c in memory pids cpu; do f=$(. cgroup.sh; folder 1 $c); echo $$ >"${f%/init}/solo/cgroup.procs"; done
			exec "$@"' sh $LAB -p 9 sh -c 'cat /sys/fs/cgroup/pids/solo/lab06-*/pids.max /sys/fs/cgroup/solo/lab06-*[0-9]/pids.max 2>/dev/null; ls -d /sys/fs/cgroup/solo/*.self 2>/dev/null | wc -l >aside'
		find /sys/fs/cgroup -mindepth 2 -path '*/solo/*' -type d
		for c in memory pids cpu; do f=$(folder 1 $c); rmdir "${f%/init}/solo" 2>/dev/null; done
		:
	EOT
	is "$out" "9" "the limit in the group that is made below it"
}

@test "06: limits are the group's, not the namespace's: max lifts them" {
	whole "-m, -p and -c max mean no limit" "$V2"
	need_cgroups memory pids cpu
	lab -m max -p max -c max probe forks 40
	is "$out" "made 40" "forks"
}

@test "06: at -p N there are N processes, COMMAND among them" {
	whole "the limit counts COMMAND itself" "$V2, \"PID Interface Files\""
	need_cgroups pids
	p=$(random 5 30)
	lab -p "$p" probe forks $((p + 20))
	is "$out" "made $((p - 1))"$'\nfork: EAGAIN' "forks, with -p $p"
}

@test "06: a fork bomb leaves the host well" {
	whole "only the group is full" "fork(2), ERRORS"
	need_cgroups pids
	host <<-'EOT'
		$LAB -p 30 sh -c 'b() { b | b & }; b; sleep 0.3' 2>/dev/null
		echo "well $(sh -c 'sh -c "echo yes | cat"')"
	EOT
	is "$out" "well yes" "what the host can still do"
}

@test "06: no other namespace is made for root" {
	whole "only the cgroup namespace is new" "namespaces(7)"
	need_cgroups memory
	same_namespaces 0 "ipc mnt net pid user uts"
	same_namespaces "$(user)" "ipc mnt net pid uts"
}

@test "06: a bad limit is refused before anything is made" {
	whole "bad use is 125 and one line" "GUIDE.md, chapter 06"
	host <<-'EOT'
		find /sys/fs/cgroup -name 'lab06*' >before
		while read -r option value names; do
			$LAB "$option" $value true >out 2>err
			echo "$? $(wc -l <err)" >got
			[ "$(cat got)" = "125 1" ] || echo "$option $value: status and lines on stderr: $(cat got)"
			grep -qF -e "${names:-$value}" err || echo "$option $value: not named: $(cat err)"
		done <<-'END'
			-m 12Q
			-m -5M
			-m 0
			-m 100K
			-m 99999999999G
			-m 1.5M
			-c 0
			-c -1
			-c 1e3
			-c 101000%
			-c nan
			-c 0x1
			-c half
			-p 0
			-p many
			-p 99999999
			-p 3.5
			-i /dev/null
			-i /dev/null:1M:1M /dev/null
			-i /nowhere:1M:1M /nowhere
			-i 999:999:1M:1M 999:999
			-i /dev/null:1M:1X
		END
		find /sys/fs/cgroup -name 'lab06*' | cmp - before
	EOT
	is "$out" "" "what is wrong with the refusals"
	refuses -Z --no-such --usage=yes -m -p -c -i
}

@test "06: without a group of one's own it says how to get one" {
	whole "EACCES is explained" 'cgroups(7), "Cgroups v2 delegation"'
	need_range
	need_cgroups memory
	host <<-'EOT'
		setpriv --reuid 1000 --regid 1001 --clear-groups $LAB true
		echo $?
	EOT
	is "$out" 125 "exit status"
	has "$err" "Delegate=yes" "the ways on"
	has "$err" "try06" "the ways on"
	# On v1 the first of those that are wanted is named, not the one beside that measures.
	lacks "$err" cpuacct "the folder that is not ours to write"
}

@test "06: without COMMAND it shows host beside inside" {
	whole "the view" "GUIDE.md, chapter 06"
	need_cgroups memory pids cpu
	lab -m 32M -p 17 -c 25%
	is "$status" 0 "exit status"
	has "$(grep 'memory ' "$T/out")" "32 MiB" "the limit on memory"
	has "$(grep 'more than that' "$T/out")" "killed" "more than that"
	has "$(grep 'processes ' "$T/out")" "17" "the limit on processes"
	# Inside there is the view itself, and nobody else.
	is "$(sed -n '/processes/,$ { s/.* taken now .* //p; }' "$T/out")" 1 "processes that are taken now, inside"
	has "$(grep 'CPUs' "$T/out")" "0.25" "the limit on CPU time"
	has "$out" "killed for want of it" "what was used"
	between 1 "$(awk '{ if (length > n) n = length } END { print n }' "$T/out")" 80 "columns"
	case $out in *$'\n!'*) wrong "an unchanged host" "$out" ;; esac
}
