# cgroup.sh - for the test scripts of labs 06 and 09, inside the pretend host: ". cgroup.sh"
# shellcheck shell=sh

# folder PID CONTROLLER: the folder of PID's group in the hierarchy that has CONTROLLER, which
# is named as v2 names it.
folder() {
	fold_v1=$2
	[ "$2" != io ] || fold_v1=blkio
	fold_point=$(sed -n 's/^[^ ]* [^ ]* [^ ]* [^ ]* \([^ ]*\) .* - cgroup [^ ]* \(.*\)$/\1 ,\2,/p' \
		/proc/self/mountinfo | sed -n "s/ .*,$fold_v1,.*//p" | head -n 1)
	if [ -n "$fold_point" ]; then
		fold_path=$(sed -n "s/^[0-9]*:\\([^:]*,\\)*$fold_v1\\(,[^:]*\\)*://p" "/proc/$1/cgroup")
	else
		fold_point=$(sed -n 's/^[^ ]* [^ ]* [^ ]* [^ ]* \([^ ]*\) .* - cgroup2 .*/\1/p' /proc/self/mountinfo | head -n 1)
		fold_path=$(sed -n 's/^0:://p' "/proc/$1/cgroup")
	fi
	printf '%s%s\n' "$fold_point" "${fold_path%/}"
}

# groups: all the groups there are, one a line.
groups() { find /sys/fs/cgroup -name cgroup.procs 2>/dev/null | sed 's,/cgroup.procs$,,' | sort; }

# counted PID KEY: what the group of PID has counted ("oom_kill").
counted() {
	count_folder=$(folder "$1" memory)
	cat "$count_folder/memory.events" "$count_folder/memory.oom_control" 2>/dev/null |
		sed -n "s/^$2 //p"
}

# refused PID: says so if a fork in PID's group met its limit.
refused() { ! grep -qs '^max [1-9]' "$(folder "$1" pids)/pids.events" || echo refused; }

# new PID CONTROLLER: says so if PID's group isn't in the file "before".
new() { ! { [ -d "/proc/${1:-none}" ] && ! grep -qxF "$(folder "$1" "$2")" before; } || echo new; }

# cpu_time PID: the µs that PID's group has used.
cpu_time() {
	sed -n 's/^usage_usec //p' "$(folder "$1" cpu)/cpu.stat"
	sed -n 's/...$//p' "$(folder "$1" cpuacct)/cpuacct.usage" 2>/dev/null
}

# alive NAME: how many processes of that name there are; a zombie has ended.
alive() { ps -C "$1" -o stat= | awk '!/Z/ { n++ } END { print n + 0 }'; }
