#!/usr/bin/env bats
# 05-user-ns-maps: COMMAND is root of a user namespace of its own, and nobody special outside.

load helper

setup_file() { build 05; }

MAPS='user_namespaces(7), "Defining user and group ID mappings"'

# seen_outside [UID [ARG...]]: the maps of the namespace that COMMAND is in, and its ids, read by
# a process of the host: what COMMAND prints, a program could print without any namespace.
seen_outside() {
	host "${1:-$(user)}" <<-EOF
		start \$LAB ${*:2}
		for map in uid_map gid_map; do echo \$(cat "/proc/\$pid/\$map"); done
		sed -n 's/^[UG]id:[[:space:]]*//p' "/proc/\$pid/status" | tr '\t' ' '
		[ "\$(readlink "/proc/\$pid/ns/user")" = "\$(readlink /proc/self/ns/user)" ] && echo "the host's own"
		finish
	EOF
}

# map_is_given LINE OPTION: so it is for that line of seen_outside: a range of root's, or where
# there is but one id, that one.
map_is_given() {
	local map=7:20000:5000
	[ "$(user)" -ne 0 ] || map=7:0:1
	seen_outside 0 "$2" "$map"
	is "$(line "$1")" "${map//:/ }" "the map with $2 $map, read from outside"
}

@test "05 step 1: COMMAND is in another user namespace than the caller" {
	step 1 "COMMAND is in a user namespace of its own" "user_namespaces(7), unshare(2)"
	host "$(user)" <<-'EOF'
		readlink /proc/self/ns/user
		start $LAB
		readlink "/proc/$pid/ns/user"
		finish
	EOF
	has "$(line 2)" "user:[" "the namespace that COMMAND is in"
	differs "$(line 2)" "$(line 1)" "the namespace that COMMAND is in"
}

@test "05 step 1: that namespace is a child of the caller's" {
	step 1 "its parent is the caller's user namespace" "user_namespaces(7), ioctl_ns(2)"
	host "$(user)" <<-'EOF'
		start $LAB
		lsns --noheadings --type user --output NS,PNS -p "$pid" || true
		readlink /proc/self/ns/user
		finish
	EOF
	own=$(line 2 | tr -dc 0-9)
	is "$(line 1 | awk '{ print $2 }')" "$own" "the parent of COMMAND's user namespace (lsns: $(line 1))"
}

@test "05 step 2: setgroups is denied inside" {
	need_range
	step 2 "setgroups is denied inside, for good" 'user_namespaces(7), "The /proc/pid/setgroups file"'
	lab_as 1000 cat /proc/self/setgroups
	is "$(line 1)" "deny" "/proc/self/setgroups inside"
	host 1000 <<-'EOF'
		start $LAB
		cat "/proc/$pid/setgroups"
		finish
	EOF
	is "$out" "deny" "COMMAND's /proc/PID/setgroups, read from outside"
}

@test "05 step 3: uid 0 inside is the caller outside" {
	step 3 "uid 0 inside is the caller outside" "$MAPS"
	lab_as "$(user)" sh -c "id -u; echo \$(cat /proc/self/uid_map)"
	is "$(line 1)" "0" "id -u inside"
	is "$(line 2)" "0 $(user) 1" "uid_map inside"
	seen_outside
	is "$(line 1)" "0 $(user) 1" "uid_map, read from outside"
}

@test "05 step 3: -U, and who calls, decide what the map is" {
	step 3 "the line that is given is the map" "$MAPS"
	map_is_given 1 -U
	[ "$(user)" -ne 0 ] || return 0
	local uid=$((2000 + RANDOM))
	seen_outside "$uid"
	is "$(line 1)" "0 $uid 1" "uid_map, read from outside, with $uid as the caller"
}

@test "05 step 3: the capabilities last over exec" {
	step 3 "uid 0 keeps the capabilities over exec" 'user_namespaces(7), "Capabilities"; capabilities(7)'
	lab_as "$(user)" probe caps
	differs "$(line 1 | cut -d' ' -f1)" 0000000000000000 "COMMAND's effective capabilities"
	isolated "$(user)" user
	host "$(user)" <<-'EOF'
		start $LAB
		sed -n 's/^CapEff:[[:space:]]*//p' "/proc/$pid/status"
		finish
	EOF
	differs "$out" 0000000000000000 "COMMAND's effective capabilities, read from outside"
}

@test "05 step 3: seen from the host it is the caller still" {
	step 3 "the host sees the caller's uid" "user_namespaces(7)"
	seen_outside
	is "$(line 1)" "0 $(user) 1" "/proc/PID/uid_map, read outside"
	is "$(line 3)" "$(user) $(user) $(user) $(user)" "Uid in /proc/PID/status, read outside"
}

@test "05 step 4: gid 0 inside is the caller's group outside" {
	step 4 "gid 0 inside is the caller's gid outside" "$MAPS"
	lab_as "$(user)" sh -c "id -g; echo \$(cat /proc/self/gid_map)"
	is "$(line 1)" "0" "id -g inside"
	is "$(line 2)" "0 $(group) 1" "gid_map inside"
	seen_outside
	is "$(line 2)" "0 $(group) 1" "gid_map, read from outside"
}

# The caller's uid stays: another would be step 3's concern.
@test "05 step 4: -G, and who calls, decide what the map is" {
	step 4 "the line that is given is the map" "$MAPS"
	map_is_given 2 -G
	[ "$(user)" -ne 0 ] || return 0
	local gid=$((2000 + RANDOM))
	host <<-EOF
		start setpriv --reuid 1000 --regid $gid --clear-groups \$LAB
		echo \$(cat "/proc/\$pid/gid_map")
		finish
	EOF
	is "$out" "0 $gid 1" "gid_map, read from outside, with the caller in the group $gid"
}

@test "05 step 4: a file made inside is the caller's group's outside" {
	step 4 "what root makes inside is the caller's outside" "user_namespaces(7)"
	host "$(user)" <<-'EOF'
		start $LAB sh -c 'touch made && stat -c %g made >inside; exec "$@"' sh
		cat inside
		stat -c %g made
		echo $(cat "/proc/$pid/gid_map")
		finish
	EOF
	is "$(line 1)" "0" "the file's group, seen inside"
	is "$(line 2)" "$(group)" "the file's group, seen outside"
	is "$(line 3)" "0 $(group) 1" "gid_map, read from outside"
}

@test "05 step 5: with a range COMMAND is root, and not the caller's id" {
	need_range
	step 5 "real, effective and saved id become 0" "setresuid(2), credentials(7)"
	lab -U 0:10000:5000 -G 0:20000:5000 probe ids
	is "$(line '1,2')" $'uid 0 0 0\ngid 0 0 0' "the ids inside (real, effective, saved)"
	host <<-'EOF'
		start $LAB -U 0:10000:5000 -G 0:20000:5000
		sed -n 's/^[UG]id:[[:space:]]*//p' /proc/$pid/status
		for map in uid_map gid_map; do echo $(cat "/proc/$pid/$map"); done
		finish
	EOF
	is "$(line '1,2' | tr '\t' ' ')" $'10000 10000 10000 10000\n20000 20000 20000 20000' "the ids, read outside"
	is "$(line '3,4')" $'0 10000 5000\n0 20000 5000' "the maps, read outside"
}

@test "05 step 5: COMMAND is the first id of the map, 0 or not" {
	need_range
	step 5 "the ids become the ones that step 5 is given" "setresuid(2), credentials(7)"
	lab -U 7:1002:1 -G 8:1003:1 probe ids
	is "$(line '1,2')" $'uid 7 7 7\ngid 8 8 8' "the ids inside (real, effective, saved), with -U 7:1002:1 -G 8:1003:1"
	seen_outside 0 -U 7:1002:1 -G 8:1003:1
	is "$(line '3,4')" $'1002 1002 1002 1002\n1003 1003 1003 1003' "the ids, read outside"
	is "$(line '1,2')" $'7 1002 1\n8 1003 1' "the maps, read outside"
}

@test "05: what root makes inside is the caller's outside" {
	whole "root's files inside are the caller's outside" "user_namespaces(7)"
	host "$(user)" <<-'EOF'
		$LAB sh -c 'touch made && stat -c "%u %g" made'
		stat -c '%u %g' made
	EOF
	is "$out" $'0 0\n'"$(user) $(group)" "the file's owner, seen inside and outside"
}

@test "05: several ranges, in the order given" {
	need_range
	whole "each -U and -G is a line of the map" "$MAPS"
	lab -U 0:10000:10 -U 500:30000:100 -G 0:20000:10 -G 700:40000:1 \
		sh -c 'tr -s " " </proc/self/uid_map; tr -s " " </proc/self/gid_map'
	is "$(printf '%s\n' "$out" | sed 's/^ //')" $'0 10000 10\n500 30000 100\n0 20000 10\n700 40000 1' "the maps"
	is "$status" 0 "exit status"
}

@test "05: an ordinary user's range goes through newuidmap" {
	need_range
	command -v newuidmap >/dev/null || need_or_skip "there is no newuidmap"
	whole "ranges of /etc/subuid are to be had without root" "newuidmap(1), subuid(5)"
	lab_as 1000 -U 0:1000:1 -U 1:10000:20000 -G 0:1001:1 -G 1:10000:20000 \
		sh -c 'id -u; tr -s " " </proc/self/uid_map; tr -s " " </proc/self/gid_map'
	is "$(printf '%s\n' "$out" | sed 's/^ //')" $'0\n0 1000 1\n1 10000 20000\n0 1001 1\n1 10000 20000' "id -u, uid_map, gid_map"
	is "$status" 0 "exit status"
}

@test "05: other people's ids are refused to an ordinary user" {
	need_range
	whole "no id that isn't one's own" "user_namespaces(7); subuid(5)"
	lab_as 1000 -U 0:2000:1 id -u
	is "$status" 125 "exit status"
	is "$out" "" "stdout: COMMAND must not have run"
	differs "$err" "" "the message on stderr"
}

@test "05: root inside has no power over the host" {
	need_range
	whole "uid 0 inside is not uid 0 outside" "user_namespaces(7), \"Interaction of user namespaces and other types of namespaces\""
	host 1000 <<-'EOF'
		$LAB sh -c '
			hostname evil-inside && echo renamed
			chown 0:0 /home/nina && chown 5:5 /home/nina && echo chowned
			cat /etc/shadow-not-there 2>/dev/null
			echo x >/etc/passwd && echo written
			mknod null c 1 3 && echo device
			umount /proc && echo unmounted
			id -u' 2>/dev/null
		uname -n
	EOF
	is "$out" $'0\npretend' "what succeeded"
}

@test "05: the groups of the caller stay, unnamed, and can't be dropped" {
	need_range
	whole "an ordinary user can't drop groups" "user_namespaces(7), \"The /proc/pid/setgroups file\""
	lab_as 1000 probe ids
	is "$(line 3 | tr ' ' '\n' | sort | xargs)" "0 65534 groups" "the groups inside, sorted"
}

@test "05: only the user namespace is another" {
	whole "nothing but the user namespace is new" "namespaces(7)"
	same_namespaces "$(user)" "cgroup ipc mnt net pid uts"
}

@test "05: the exit status and the streams are COMMAND's" {
	whole "the exit status is COMMAND's, and the streams are" "wait(2)"
	ends_like_command "$(user)"
}

@test "05: SIGTERM, SIGINT and SIGUSR1 to lab05 are COMMAND's" {
	whole "signals are passed on" "sigaction(2), kill(2)"
	passes_signals "$(user)"
}

@test "05: when lab05 is killed, COMMAND dies with it" {
	whole "SIGKILL takes COMMAND along" "PR_SET_PDEATHSIG in prctl(2)"
	HOST_OPTIONS="-G 2000"
	host "$(user)" <<-'EOF'
		mkfifo ready
		$LAB probe await 10 7 >ready &
		read -r line <ready
		kill -KILL $!
		wait $! || echo "status $?"
		rm ready
	EOF
	is "$out" "status 137" "the status"
}

@test "05: a call of a step that fails ends it, and is told" {
	whole "errors are checked: no COMMAND where a call has failed" "errno(3), perror(3)"
	tells_of_failures "$(user)" unshare,clone,clone3,write,setgid,setregid,setresgid,setuid,setreuid,setresuid
}

@test "05: a COMMAND that isn't there is 127, one that can't run is 126" {
	whole "126 and 127 as the shell has them" "execve(2), ERRORS; exit status of env(1)"
	cannot_execute "$(user)"
}

@test "05: without COMMAND it shows the ids before, after and from outside" {
	whole "the view" "GUIDE.md, chapter 05"
	lab_as "$(user)"
	is "$status" 0 "exit status"
	has "$out" "user:[" "the view"
	has "$out" "65534" "the view"
	has "$out" "0 $(user) 1" "the view"
}

@test "05: a malformed map is refused by name, before anything is made" {
	whole "bad input: 125 and one line" "user_namespaces(7)"
	for map in 0 0:1 a:b:c 0:1000:0 0:1000:1:1 -1:1000:1 0:4294967295:1 0:1000:4294967295 ""; do
		bad "$map" -U "$map" id
	done
	bad 0:x:1 -G 0:x:1 id
	all_refused "$(user)"
}

@test "05: ranges that overlap are refused, and both are named" {
	whole "bad input: 125 and one line" "user_namespaces(7): ranges may not overlap"
	lab_as "$(user)" -U 0:1000:10 -U 20:5000:10 -U 9:7000:1 id
	one_line_error "-U 9:7000:1"
	has "$err" "-U 0:1000:10" "the message"
	lab_as "$(user)" -G 0:1000:10 -G 20:5000:10 -G 90:4990:11 id
	one_line_error "-G 90:4990:11"
	has "$err" "-G 20:5000:10" "the message"
	is "$out" "" "stdout: COMMAND must not have run"
}

# lines N BASE: N options -U for one id each, with gaps, the first one nina's own.
lines() { awk -v n="$1" -v base="$2" 'BEGIN { for (i = 0; i < n; i++) printf "-U %d:%d:1 ", i, base + 2 * i }'; }

@test "05: a map of many lines is whole" {
	need_range
	whole "at most 340 lines, by newuidmap too" "user_namespaces(7), \"Defining user and group ID mappings\""
	# shellcheck disable=SC2046
	lab $(lines 300 2000) -G 0:2000:1 sh -c 'wc -l </proc/self/uid_map; tail -n 1 /proc/self/uid_map | tr -s " "'
	is "$out" $'300\n 299 2598 1' "lines of uid_map, and the last one"
	command -v newuidmap >/dev/null || need_or_skip "there is no newuidmap"
	# shellcheck disable=SC2046
	lab_as 1000 $(lines 60 10000) -G 0:1001:1 sh -c 'wc -l </proc/self/uid_map; tail -n 1 /proc/self/uid_map | tr -s " "'
	is "$out" $'60\n 59 10118 1' "lines of uid_map, and the last one"
}

@test "05: what newuidmap refuses, and that it is missing, is said in one line" {
	need_range
	whole "bad input: 125 and one line" "newuidmap(1), subuid(5)"
	host 1000 <<-'EOF'
		PATH=/lab $LAB -U 0:10000:5 /bin/true
	EOF
	one_line_error "newuidmap"
	command -v newuidmap >/dev/null || need_or_skip "there is no newuidmap"
	lab_as 1000 -U 0:0:1 id -u
	one_line_error "not allowed"
	has "$err" "/etc/subuid" "the message"
	lab_as 1000 -G 0:10000:30000 id -u
	one_line_error "not allowed"
	has "$err" "/etc/subgid" "the message"
}

@test "05: where user namespaces are used up it says so, and whose fault it is" {
	whole "ENOSPC is explained" "namespaces(7), \"The /proc/sys/user directory\""
	host <<-'EOF'
		echo 0 >/proc/sys/user/max_user_namespaces
		$LAB id
	EOF
	is "$status" 125 "exit status"
	explains ENOSPC max_user_namespaces
}

@test "05: an unknown option is refused by name" {
	whole "bad use ends with 125 and one line" "getopt(3)"
	refuses -Z --no-such -U -G
}
