#!/usr/bin/env bats
# 09-full-container: everything at once, and nothing of it given up.

load helper

setup_file() {
	build 09
	find_cgroups
}

# In the pretend host: R is the root filesystem, with the judge's tools in it; facts says what
# isolates COMMAND, try what it can't do.
R=/lab/build/rootfs
tools() {
	HOST_OPTIONS="-c $ROOT/build/tests/captive:/opt/bin/captive -c $ROOT/build/tests/captive:$R/bin/captive -e R=$R -w $R -w /home/nina ${1-}"
}

# fail_one EVERY: for tests/fail-one; every EVERYth point from a random one on, with ALL_POINTS=yes
# (.ci/run) each of them.
fail_one() {
	local every=$1
	LABS_TIMEOUT=60
	if [ -n "${ALL_POINTS-}" ]; then every=1 LABS_TIMEOUT=600; fi
	tools "-c $ROOT/build/tests/fail-one:/opt/bin/fail-one -e EVERY=$every -e FIRST=$((1 + RANDOM % every))"
}

ALL='namespaces(7), clone(2)'

# seen K: COMMAND is in namespaces of its own, and what step K makes of it, as a process of the
# host sees it (see step in helper.bash).
seen() {
	local kept="${HOST_OPTIONS-}"
	tools
	host <<-'EOF'
		echo $word >$R/etc/mark
		start $LAB -n "$word" $R
		p=/proc/$(outer "$pid")
		echo $(for ns in user mnt pid uts ipc net; do
			[ "$(readlink "$p/ns/$ns" || echo none)" != none ] &&
				[ "$(readlink "$p/ns/$ns")" != "$(readlink /proc/self/ns/$ns)" ] || echo $ns; done)
		echo $(cat $p/uid_map)
		nsenter --uts="$p/ns/uts" uname -n || echo
		nsenter --net="$p/ns/net" ip -o link show lo | grep -c '[<,]UP[,>]'
		cat $p/root/etc/mark || echo
		[ "$(grep CapBnd $p/status)" = "$(grep CapBnd /proc/self/status)" ] && echo "the caller's" || echo fewer
		finish
	EOF
	HOST_OPTIONS=$kept
	is "$(line 1)" "" "namespaces that COMMAND hasn't of its own, seen from outside"
	case $1 in
	3) case $(user) in 0) ;; *) is "$(line 2)" "0 0 65536" "COMMAND's uid_map, seen from outside" ;; esac ;;
	6) is "$(line 3)" "$word" "the host name where COMMAND is, seen from outside" ;;
	7) is "$(line 4)" 1 "links called lo that are up where COMMAND is" ;;
	11) is "$(line 5)" "$word" "a file of ROOTFS in COMMAND's root, seen from outside" ;;
	12) is "$(line 6)" "fewer" "COMMAND's bounding set, seen from outside" ;;
	esac
}

# ---- each step, on its prefix ------------------------------------------------------------

@test "09 step 1: COMMAND is in seven other namespaces, and in an eighth where there is one" {
	step 1 "all namespaces but that of the cgroups are new" "$ALL"
	tools
	host "$(user)" <<-'EOF'
		ls /proc/self/ns | grep -x -e user -e mnt -e pid -e uts -e ipc -e net -e time >kinds
		for ns in $(cat kinds); do readlink /proc/self/ns/$ns; done >before
		$LAB $R sh -c 'for ns; do readlink /proc/self/ns/$ns; done' sh $(cat kinds) >inside || true
		wc -l <kinds
		grep -c '\[' inside
		grep -cxF -f before inside
	EOF
	[ "$(line 1)" -ge 6 ] || fail "the host has $(line 1) kinds of namespace"
	is "$(line 2)" "$(line 1)" "the namespaces that COMMAND is in"
	is "$(line 3)" "0" "those of them that are the host's"
}

@test "09 step 1: PID 1 is a child of lab09" {
	step 1 "lab09's child is PID 1 inside" "pid_namespaces(7)"
	tools
	host "$(user)" <<-'EOF'
		start $LAB $R
		sed -n 's/^PPid:[[:space:]]*//p' "/proc/$(outer 1)/status"
		echo $lab
		finish
	EOF
	differs "$(line 1)" "" "the parent of PID 1, seen outside"
	is "$(line 1)" "$(line 2)" "the parent of PID 1, seen outside"
}

@test "09 step 2: who takes more memory than -m is killed" {
	need_cgroups memory
	step 2 "the memory limit holds" 'cgroups(7); lab 06'
	tools
	host <<-'EOF'
		# One process takes it: of two the kernel may kill the other one, too.
		$LAB -m 24M $R sh -c 'probe eat 3; probe eat 50; echo $?' || true
	EOF
	is "$(line '1,2')" $'ate 3 MiB\n137' "3 MiB, and the status of a program that takes 50 MiB"
}

@test "09 step 2: -p and -c limit processes and CPU time" {
	need_cgroups pids cpu
	step 2 "the limits on processes and CPU time hold" 'cgroups(7); lab 06'
	tools
	host <<-'EOF'
		$LAB -p 12 -c 0.25 $R sh -c '
			for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do sleep 9 & done; echo all' || true
		start $LAB -p 12 -c 0.25 $R
		{ grep -rlsx 25000 /sys/fs/cgroup/cpu/ # v1, or v2
			grep -rls '^25000 100000' /sys/fs/cgroup; } | grep -c -e cfs_quota_us -e cpu.max
		finish
	EOF
	lacks "$out" "all" "20 forks in a group of 12"
	differs "$(line 1)" "0" "groups with a quota of 0.25 CPUs while it runs"
}

@test "09 step 3: root inside is the caller outside" {
	step 3 "the ids are mapped" 'user_namespaces(7); lab 05'
	tools
	host "$(user)" <<-'EOF'
		$LAB $R sh -c 'id -u; id -g; echo $(cat /proc/self/uid_map)' || true
		id -u
	EOF
	is "$(line '1,2')" $'0\n0' "id -u and id -g inside"
	[ "$(user)" = 0 ] || is "$(line 3)" "0 1000 1" "the uid map inside"
}

@test "09 step 3: root maps every id to itself" {
	need_range
	step 3 "as root, all ids keep their numbers" 'user_namespaces(7)'
	tools
	host <<-'EOF'
		$LAB $R sh -c 'echo $(cat /proc/self/uid_map) $(cat /proc/self/gid_map)
			cd "${R:-/}" 2>/dev/null || cd /
			touch made; chown 7:8 made' || true
		stat -c '%u %g' $R/made
		rm -f $R/made
	EOF
	is "$(line 1)" "0 0 65536 0 0 65536" "the maps inside"
	is "$(line 2)" "7 8" "the owner, seen outside, of a file that is 7:8 inside"
}

@test "09 step 4: with --net veth one end of a pair is inside, and the other is up here" {
	step 4 "a cable leads to the host" 'veth(4); lab 07'
	tools
	host <<-'EOF'
		start $LAB --net veth $R
		grep -c eth0: /proc/$(outer "$pid")/net/dev
		end=$(ip -o addr show | grep '10\.10\.10\.10/24' | cut -d' ' -f2)
		ip -o link show dev "$end" | grep -o '[<,]UP[,>]' | tr -d '<,>'
		finish
	EOF
	is "$(line 1)" "1" "links called eth0 inside"
	is "$(line 2)" "UP" "the flags of the host's end"
}

@test "09 step 5: COMMAND is root, in no group but its own" {
	need_range
	step 5 "ids become 0, and the caller's groups are dropped" "setgroups(2), setresuid(2)"
	tools
	host <<-'EOF'
		$LAB -U 0:10000:5000 -G 0:20000:5000 $R probe ids || true
		setpriv --groups 27,42 $LAB $R probe ids || true
	EOF
	is "$(line '1,3')" $'uid 0 0 0\ngid 0 0 0\ngroups' "the ids with a range (real, effective, saved)"
	is "$(line '4,6')" $'uid 0 0 0\ngid 0 0 0\ngroups' "the ids of a caller who is in the groups 27 and 42"
}

@test "09 step 5: session and umask aren't the caller's" {
	step 5 "a session of its own, and a sane umask" "setsid(2), umask(2)"
	tools
	host "$(user)" <<-'EOF'
		umask 077
		start $LAB $R
		cut -d' ' -f6 /proc/self/stat "/proc/$(outer "$pid")/stat"
		finish
		echo "umask $($LAB $R sh -c umask)"
	EOF
	differs "$(line 2)" "$(line 1)" "the session inside, seen outside"
	is "$(line 3)" "umask 0022" "umask inside"
}

@test "09 step 6: it has the name that -n says, and the host keeps its own" {
	step 6 "a name of its own" "sethostname(2), uts_namespaces(7)"
	tools
	host "$(user)" <<-'EOF'
		uname -n
		$LAB -n $word $R uname -n || true
		uname -n
	EOF
	is "$(line 2)" "$word" "uname -n inside"
	is "$(line 3)" "$(line 1)" "uname -n on the host afterwards"
}

@test "09 step 6: the group that it is in is /" {
	step 6 "a cgroup namespace, made in its group" "cgroup_namespaces(7)"
	tools
	host <<-'EOF'
		readlink /proc/self/ns/cgroup
		$LAB $R readlink /proc/self/ns/cgroup || true
		case $(cat /sys/fs/cgroup/cgroup.controllers 2>/dev/null)$(ls /sys/fs/cgroup/pids 2>/dev/null) in
		*pids*) $LAB -p 50 $R sh -c 'grep -e :pids: -e ^0:: /proc/self/cgroup | grep -c lab09' || true ;;
		*) echo 0 ;;
		esac
	EOF
	has "$(line 2)" "cgroup:[" "the namespace inside"
	differs "$(line 2)" "$(line 1)" "the namespace inside"
	is "$(line 3)" "0" "lines of /proc/self/cgroup with the group's name in them"
}

@test "09 step 7: the loopback is up" {
	step 7 "lo is up, and 127.0.0.1 answers" "network_namespaces(7)"
	tools
	host "$(user)" <<-'EOF'
		$LAB $R captive facts | grep -e ^link || true
	EOF
	is "$out" "link lo up" "the links inside"
}

@test "09 step 7: with --net veth it can talk with the host" {
	step 7 "the end inside has its address and a route" "veth(4), rtnetlink(7); lab 07"
	tools
	for who in 0 "$(user)"; do
		host "$who" <<-'EOF'
			$LAB --net veth $R sh -c '
				$R/bin/ping -c 1 -w 3 10.10.10.10 2>/dev/null || /bin/ping -c 1 -w 3 10.10.10.10
				cat /proc/net/route' || true
		EOF
		has "$out" " 0% packet loss" "ping of the host"
		has "$out" $'eth0\t00000000\t0A0A0A0A' "/proc/net/route: the default route by 10.10.10.10"
	done
}

@test "09 step 8: what a root needs is mounted in ROOTFS, nosuid, nodev, noexec where usual" {
	step 8 "proc, sys, dev, pts, shm, mqueue, tmp and run are mounted" "mount(2); lab 04"
	tools
	host "$(user)" <<-'EOF'
		$LAB $R sh -c 'cat /proc/self/mountinfo' >table || true
		for m in /proc /dev /dev/pts /dev/shm /dev/mqueue /tmp /run; do
			awk -v p=$m -v r=$R '$5 == p || $5 == r p { sub(/,(rel|no)atime/, "", $6); last = p " " $6 }
				END { print last }' table
		done
		ls /lab/build/rootfs/dev | wc -l
	EOF
	is "$(line '1,7')" "/proc rw,nosuid,nodev,noexec
/dev rw,nosuid
/dev/pts rw,nosuid,noexec
/dev/shm rw,nosuid,nodev,noexec
/dev/mqueue rw,nosuid,nodev,noexec
/tmp rw,nosuid,nodev
/run rw,nosuid,nodev" "the mounts and their flags"
	is "$(line 8)" "0" "what is left in ROOTFS/dev"
}

@test "09 step 8: the usual devices work, and no others count" {
	step 8 "null, zero, full, random, urandom and tty; nothing else" "null(4), mount(2): MS_NODEV"
	tools
	host "$(user)" <<-'EOF'
		$LAB $R sh -c 'cd /lab/build/rootfs 2>/dev/null || cd /
			echo x >dev/null && head -c 3 dev/zero | wc -c && head -c 9 dev/urandom | wc -c
			echo x 2>/dev/null >dev/full || echo full
			echo $(ls dev)
			awk "\$5 == \"$R\" || \$5 == \"/\"" /proc/self/mountinfo | tail -n 1 | grep -o nosuid,nodev' || true
	EOF
	is "$(line '1,3')" $'3\n9\nfull' "what the devices do"
	is "$(line 4)" "fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero" "names in /dev"
	is "$(line 5)" "nosuid,nodev" "the flags of the root"
}

@test "09 step 8: -b binds, and :ro can't be written" {
	step 8 "what -b names is there, read-only with :ro" "mount_setattr(2), mount(2)"
	tools
	host "$(user)" <<-'EOF'
		mkdir mine yours; echo $word >mine/file
		$LAB -b mine:/mnt -b /scratch/yours:/home/nina:ro $R sh -c 'cd "${R:-/}" 2>/dev/null || cd /
			cat mnt/file; echo more >mnt/more && echo written
			{ echo x >home/nina/x; } 2>&1 | grep -o Read-only' || true
		ls mine yours
	EOF
	is "$(line '1,3')" "$word"$'\nwritten\nRead-only' "what COMMAND reads and writes"
	is "$(line '4,20' | tr '\n' ' ')" "mine: file more  yours: " "what is there afterwards"
}

@test "09 step 8: a folder of -b that ROOTFS lies in brings no second /proc" {
	step 8 "what -b names is as it was before anything was mounted in ROOTFS" "open_tree(2), mount(2): MS_REC"
	tools
	host "$(user)" <<-'EOF'
		$LAB -b /lab:/mnt $R sh -c 'cat /proc/self/mountinfo; cd "${R:-/}" 2>/dev/null || cd /
			ls -d mnt/build/rootfs/bin' >table || true
		grep -o '^mnt/build/rootfs/bin' table
		awk '$5 ~ "/mnt/build/rootfs/" { print $5 }' table
	EOF
	is "$out" "mnt/build/rootfs/bin" "what is to be seen of ROOTFS in DST, and the mounts there"
}

@test "09 step 8: --read-only is, and so is what is mounted in ROOTFS" {
	step 8 "with --read-only nothing of ROOTFS can be written" "mount_setattr(2): AT_RECURSIVE"
	tools
	host <<-'EOF'
		mkdir -p $R/deep/er; mount -t tmpfs deep $R/deep; mkdir $R/deep/er; mount -t tmpfs deeper $R/deep/er
		$LAB --read-only $R sh -c 'cd "${R:-/}" 2>/dev/null || cd /
			for f in x etc/x root/x deep/x deep/er/x; do echo x 2>/dev/null >$f && echo $f written; done
			for f in tmp/x dev/shm/x run/x; do echo x >$f && echo $f; done
			echo x >dev/null; echo end' || true
		umount $R/deep/er $R/deep; rmdir $R/deep
	EOF
	is "$out" $'tmp/x\ndev/shm/x\nrun/x\nend' "what could be written"
}

@test "09 step 9: in the new /proc and /sys what tells too much is empty" {
	step 9 "the masks are over the new proc, not below it" "proc(5); GUIDE.md, chapter 09: 8 before 9"
	tools
	host <<-'EOF'
		ls /proc | grep -x -e kcore -e keys -e timer_list -e sysrq-trigger -e sched_debug >files
		$LAB $R sh -c 'cd "${R:-/}" 2>/dev/null || cd /
			for f in kcore keys timer_list sysrq-trigger sched_debug; do
				[ ! -e proc/$f ] || { head -c 9 proc/$f | wc -c; stat -c %F proc/$f; }
			done
			ls sys/firmware 2>/dev/null | wc -l' >inside || true
		wc -l <files
		grep -c -e '^0$' inside
		grep -c 'character special' inside
		[ -d /sys/firmware ] && echo there || :
	EOF
	differs "$(line 1)" 0 "files to hide on this machine"
	is "$(line 3)" "$(line 1)" "files that are covered"
	[ "$(line 2)" -gt "$(line 1)" ] || fail "$(line 2) of $(line 1) files, and /sys/firmware, are empty"
}

@test "09 step 9: /proc/sys and its like are read-only" {
	step 9 "what sets the machine can't be written" "proc(5), mount_setattr(2)"
	tools
	host <<-'EOF'
		$LAB $R sh -c 'cd "${R:-/}" 2>/dev/null || cd /
			for d in sys bus fs irq; do
				grep -E " ($R)?/proc/$d r" /proc/self/mountinfo | cut -d" " -f6 | cut -d, -f1
			done
			cat proc/sys/kernel/ostype
			(echo 5 >proc/sys/kernel/printk_ratelimit) 2>&1 | grep -o Read-only' || true
	EOF
	is "$out" $'ro\nro\nro\nro\nLinux\nRead-only' "four mounts, one read, one write"
}

@test "09 step 9: no user namespace can be made inside" {
	step 9 "max_user_namespaces is 0 inside, and the host's is what it was" 'namespaces(7), "The /proc/sys/user directory"'
	tools
	host "$(user)" <<-'EOF'
		cat /proc/sys/user/max_user_namespaces
		$LAB $R sh -c 'cat /proc/sys/user/max_user_namespaces; captive try | grep "user namespace"' || true
		cat /proc/sys/user/max_user_namespaces
	EOF
	is "$(line '2,3')" $'0\nnew user namespace ENOSPC' "the limit, and an attempt"
	is "$(line 4)" "$(line 1)" "the host's limit"
}

@test "09 step 10: there is a terminal in the new devpts" {
	step 10 "a pseudo-terminal of the new devpts is open" "pts(4), pty(7)"
	tools
	host "$(user)" <<-'EOF'
		ls /dev/pts | wc -w
		$LAB --tty $R sh -c 'cd "$R/dev/pts" 2>/dev/null || cd /dev/pts; printf "%s\n" *' </dev/null | tr -d '\r' | grep -x 0 | head -n 1 || true
		ls /dev/pts | wc -w
	EOF
	is "$(line 2)" "0" "the first terminal of the new devpts"
	is "$(line 3)" "$(line 1)" "terminals in the host's devpts"
}

@test "09 step 11: / is ROOTFS, and nothing leads to the old root" {
	step 11 "no path, directory, mount or descriptor leads out" "pivot_root(2), umount2(2), close_range(2)"
	tools
	host "$(user)" <<-'EOF'
		touch of-the-host
		exec 9</scratch
		$LAB $R sh -c 'ls -d /scratch /lab /../lab ../lab 2>/dev/null; pwd
			ls -d /proc/1/root/lab /proc/self/fd/9/ 2>/dev/null
			captive facts | grep -e "^above" -e "^cwd" -e "^fd"
			cut -d" " -f5 /proc/self/mountinfo | grep -c -e ^/scratch -e ^/lab' || true
		exec 9<&-
	EOF
	is "$(printf '%s\n' "$out" | grep -v '^fd [012] ')" $'/\nabove / itself\ncwd /\n0' "the ways out"
}

@test "09 step 12: the capabilities are Docker's without mknod, and -k says which else" {
	step 12 "bounding, permitted and effective set are what is kept" "capabilities(7)"
	tools
	for who in 0 "$(user)"; do
		host "$who" <<-'EOF'
			$LAB $R grep -e ^Cap -e ^NoNew /proc/self/status || true
			$LAB -k net_raw,cap_chown $R grep -e ^Cap /proc/self/status || true
		EOF
		is "$(printf '%s\n' "$out" | tr -s '\t' ' ')" "CapInh: 0000000000000000
CapPrm: 00000000a00425fb
CapEff: 00000000a00425fb
CapBnd: 00000000a00425fb
CapAmb: 0000000000000000
NoNewPrivs: 1
CapInh: 0000000000000000
CapPrm: 0000000000002001
CapEff: 0000000000002001
CapBnd: 0000000000002001
CapAmb: 0000000000000000" "the sets, and with -k net_raw,cap_chown"
	done
}

@test "09 step 12: PID 1 has no more than COMMAND" {
	step 12 "the init drops its own capabilities" "capabilities(7), capset(2)"
	tools
	host "$(user)" <<-'EOF'
		start $LAB -k chown $R
		grep -e ^CapInh -e ^CapPrm -e ^CapEff /proc/$(outer 1)/status
		finish
	EOF
	is "$(printf '%s\n' "$out" | tr -s '\t' ' ')" $'CapInh: 0000000000000000\nCapPrm: 0000000000000001\nCapEff: 0000000000000001' "PID 1's sets with -k chown"
}

@test "09 step 13: the environment is PATH and HOME, then -e" {
	step 13 "a fresh environment" "environ(7), execve(2)"
	tools "-e SECRET=of-the-host -e TERM=of-the-host"
	lab -e A=1 -e "B=two words" -e A=3 $R env
	is "$out" "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
HOME=/root
A=3
B=two words" "env inside"
	host <<-'EOF'
		TERM=vt$word $LAB --tty -e PATH=/bin $R env | tr -d '\r'
	EOF
	is "$out" "PATH=/bin
HOME=/root
TERM=vt$word" "env with --tty, and -e PATH=/bin"
}

@test "09 step 13: signals that the caller ignores or blocks are as new" {
	step 13 "no signal is ignored or blocked" "signal(7), execve(2)"
	tools
	host "$(user)" <<-'EOF'
		trap '' TERM HUP PIPE USR1 QUIT
		$LAB $R grep -e ^SigIgn /proc/self/status
		trap - TERM HUP PIPE USR1 QUIT
		captive blocked $LAB $R grep -e ^SigBlk /proc/self/status
	EOF
	is "$(printf '%s\n' "$out" | tr -s '\t' ' ')" $'SigIgn: 0000000000000000\nSigBlk: 0000000000000000' "ignored and blocked signals"
}

@test "09 step 13: the session keyring is its own" {
	step 13 "the caller's session keyring stays outside" "session-keyring(7), keyctl(2)"
	[ -e /proc/keys ] || need_or_skip "this kernel has no keys"
	tools
	host "$(user)" <<-'EOF'
		captive joined sh -c 'captive keyring; $LAB $R captive keyring'
	EOF
	has "$(line 2)" "key:" "the session keyring inside"
	differs "$(line 2)" "$(line 1)" "the session keyring inside"
}

@test "09 step 13: with --tty its terminal is /dev/pts/0, of the size of ours; else it has none" {
	step 13 "a controlling terminal with --tty, none without" "pts(4), tty(1), ioctl_tty(2)"
	tools
	host "$(user)" <<-'EOF'
		terminal
		keys 'stty rows 33 columns 77\n'
		keys '$LAB --tty $R sh -c "tty; stty size; captive facts | grep ^open.*tty"; echo back $?\n'
		see /dev/pts/; see '33 '; see 'open /'; see 'back 0' >/dev/null
		keys '$LAB $R sh -c "captive facts | grep ^open.*tty; captive sti"\n'
		see 'open /'; see TIOCSTI
		leave
	EOF
	is "$(printf '%s\n' "$out" | tr -d '\r')" $'/dev/pts/0\n33 77\nopen /dev/tty DONE\nopen /dev/tty ENXIO\nTIOCSTI EPERM' "tty, stty size, /dev/tty; without --tty"
}

# ---- the whole: processes ------------------------------------------------------------------

@test "09: PID 1 is an init with ppid 0, COMMAND its child, and /proc has nobody else" {
	whole "processes of its own" "pid_namespaces(7)"
	tools
	for who in 0 "$(user)"; do
		host "$who" <<-'EOF'
			$LAB $R sh -c 'echo $$ $PPID; sed -n "s/^PPid:.//p" /proc/1/status; echo /proc/[0-9]*'
			$LAB --no-init $R sh -c 'echo $$ $PPID; echo /proc/[0-9]*'
		EOF
		is "$out" $'2 1\n0\n/proc/1 /proc/2\n1 0\n/proc/1' "pid, ppid, and /proc; the same with --no-init"
	done
}

@test "09: orphans are reaped, hundreds of them" {
	whole "PID 1 waits for whoever ends" "wait(2)"
	tools
	lab $R sh -c 'for i in 1 2 3; do probe orphans 100 || break; done'
	is "$out" $'zombies 0\nzombies 0\nzombies 0' "zombies after 100 orphans have ended, three times"
}

@test "09: the exit status and the streams are COMMAND's; 126 and 127" {
	whole "the exit status is COMMAND's" "wait(2), env(1)"
	tools
	for option in -n --no-init; do
		[ $option = --no-init ] || option="-n $word"
		# shellcheck disable=SC2086
		lab_as "$(user)" $option $R sh -c 'echo out; echo err >&2; exit 42'
		is "$status" 42 "exit status"
		is "$out" "out" "stdout"
		is "$err" "err" "stderr"
		# shellcheck disable=SC2086
		lab_as "$(user)" $option $R "no-such-$word"
		is "$status" 127 "exit status"
		has "$err" "no-such-$word" "the message"
		# shellcheck disable=SC2086
		lab_as "$(user)" $option $R /etc/passwd
		is "$status" 126 "exit status"
	done
	lab_as "$(user)" $R sh -c 'kill -SEGV $$'
	is "$status" 139 "exit status after SIGSEGV"
	lab_as "$(user)" $R sh -c 'kill -KILL $$'
	is "$status" 137 "exit status after SIGKILL"
}

@test "09: SIGTERM, SIGINT, SIGHUP and SIGQUIT to lab09 are COMMAND's" {
	whole "signals are passed on" "sigwaitinfo(2), kill(2)"
	tools
	passes_signals "$(user)" "$R"
	passes_signals "$(user)" --no-init "$R"
}

@test "09: what the caller ignores, as with nohup, isn't passed on" {
	whole "an ignored signal stays ignored" "sigwaitinfo(2), nohup(1)"
	tools
	host "$(user)" <<-'EOF'
		mkfifo ready
		(trap '' HUP && exec $LAB $R probe await 15 7) >ready &
		read -r line <ready
		kill -HUP $!
		kill -TERM $!
		wait $! || echo $?
	EOF
	is "$out" 7 "the status after SIGHUP, which COMMAND would have died of, and SIGTERM"
}

@test "09: Ctrl-C at the caller's terminal is passed on, though the session is another" {
	whole "the terminal's signals reach COMMAND" "setsid(2), signal(7)"
	tools
	host "$(user)" <<-'EOF'
		terminal
		keys '$LAB $R probe await 2 7; echo status $?\n'
		see ready
		keys '\003'
		see 'status 7'
		leave
	EOF
	has "$out" "status 7" "COMMAND's status after Ctrl-C"
}

@test "09: a COMMAND that ignores every signal ends with lab09, too" {
	whole "SIGKILL of lab09 takes the container along" "PR_SET_PDEATHSIG in prctl(2); pid_namespaces(7)"
	tools "-G 2000"
	for option in "" --no-init "-u nina"; do
		for who in 0 "$(user)"; do
			[ "$option" != "-u nina" ] || [ "$who" = 0 ] || continue
			[ "$option" != "-u nina" ] || [[ $LABS_IDS = *" 65536"* ]] || continue
			host "$who" <<-EOF
				mkfifo ready
				\$LAB $option \$R sh -c 'trap "" TERM INT HUP QUIT; setsid probe await 15 7 >/dev/null & exec probe await 10 7' >ready &
				read -r line <ready
				kill -KILL \$!
				wait \$! || echo "status \$?"
				rm ready
			EOF
			is "$out" "status 137" "the status; and nobody is left"
		done
	done
}

@test "09: SIGKILL of lab09 at any of its calls leaves nobody behind" {
	whole "the container dies with lab09, whenever that is" "PR_SET_PDEATHSIG in prctl(2)"
	fail_one 7
	host "$(user)" <<-'EOF'
		fail-one -b -k -s $EVERY -f $FIRST $LAB $R captive facts
	EOF
	[ "$status" -eq 0 ] || fail "$out"
}

@test "09: PID 1 shows nothing of the host: environment, program, descriptors, root, arguments" {
	whole "the init isn't dumpable" 'PR_SET_DUMPABLE in prctl(2); proc_pid(5)'
	tools
	for option in "" "--tty"; do
		for who in 0 "$(user)"; do
			host "$who" <<-EOF
				\$LAB $option -b /scratch:/mnt \$R cat /proc/1/cmdline | tr '\0' '\n' | grep -c -e lab/build -e scratch
				SECRET=of-the-host \$LAB $option \$R sh -c 'exec 2>/dev/null
					cat /proc/1/environ; cat /proc/1/exe; ls /proc/1/root/; readlink /proc/1/fd/0 /proc/1/cwd; cat /proc/1/mem' | tr -d '\0' | wc -c
			EOF
			is "$out" $'0\n0' "paths of the host in PID 1's arguments, and bytes of the rest that /proc/1 shows"
		done
	done
}

# ---- the whole: file system and inheritance -----------------------------------------------

@test "09: what the host mounts later doesn't come in, and nothing is shared back" {
	whole "no mount of the container is shared with the host's" "mount_namespaces(7), SHARED SUBTREES"
	tools
	host <<-'EOF'
		mount --make-rshared /
		mkdir -p mine/below
		start $LAB -b mine:/mnt $R
		init=$(outer 1)
		grep -c -e shared: -e master: /proc/$init/mountinfo
		wc -l </proc/$init/mountinfo
		mount -t tmpfs later mine/below
		wc -l </proc/$init/mountinfo
		grep -c ' /proc ' /proc/self/mountinfo
		umount mine/below
		finish
		rm -r mine
	EOF
	is "$(line 1)" 0 "mounts of the container that are shared, or slaves"
	is "$(line 3)" "$(line 2)" "mounts in the container after one more on the host, below -b"
	is "$(line 4)" 1 "the host's own mounts on /proc"
}

@test "09: /sys and the groups in it are read-only, and no mount honours set-user-ID" {
	whole "the mounts' flags" "mount(2), sysfs(5), cgroups(7)"
	tools
	for option in "" "--net host"; do
		for who in 0 "$(user)"; do
			host "$who" <<-EOF
				\$LAB $option \$R sh -c '
					while read -r _ _ _ _ point flags _; do
						[ -d "\$point" ] || continue
						case \$flags in *nosuid*) ;; *) echo "\$point \$flags" ;; esac
						case \$point:\$flags in
						/sys*:ro,*nodev,noexec*) sys=1 ;;
						/sys*) echo "\$point \$flags" ;;
						esac
					done </proc/self/mountinfo
					[ -n "\$sys" ] || [ -z "\$(ls /sys)" ] || echo "/sys is nothing of its own"
					mkdir /sys/fs/cgroup/x 2>/dev/null && echo made'
			EOF
			is "$out" "" "mounts in which set-user-ID counts; in /sys also what can be written"
		done
	done
}

@test "09: a ROOTFS as Debian's tar has it works: links in /dev, /etc/mtab, /var/run" {
	whole "a real image works" "mount_namespaces(7), path_resolution(7)"
	tools
	host "$(user)" <<-'EOF'
		mkdir -p root/dev/pts root/dev/shm root/etc root/var root/usr
		cp -r $R/usr/bin root/usr/; cp $R/bin/captive root/usr/bin/; ln -s usr/bin root/bin
		ln -s /proc/self/fd root/dev/fd; ln -s /proc/self/fd/0 root/dev/stdin
		ln -s pts/ptmx root/dev/ptmx; : >root/dev/console
		ln -s ../proc/self/mounts root/etc/mtab; ln -s /run root/var/run
		find root/dev root/etc root/var | sort >before
		$LAB root /bin/sh -c 'grep -c "^proc /proc " /etc/mtab; touch /var/run/lock; ls /run
			echo in | cat /dev/stdin; ls /dev/console 2>/dev/null; [ -c /dev/ptmx ] && echo ptmx
			id -u; echo $HOME'
		find root/dev root/etc root/var | sort | cmp - before && ls root | tr '\n' ' '
	EOF
	is "$out" $'1\nlock\nin\nptmx\n0\n/\nbin dev etc proc run sys tmp usr var ' "what works inside; then the names in ROOTFS"
	is "$status" 0 "exit status"
}

@test "09: an ordinary user's range goes through newuidmap, and groups are dropped then" {
	need_range
	command -v newuidmap >/dev/null || need_or_skip "there is no newuidmap"
	whole "ranges of /etc/subuid are to be had without root" "newuidmap(1), subuid(5)"
	tools
	lab_as 1000 -U 0:1000:1 -U 1:10000:20000 -G 0:1001:1 -G 1:10000:20000 -u nina $R \
		sh -c 'probe ids; tr -s " " </proc/self/uid_map'
	is "$(printf '%s\n' "$out" | sed 's/^ //')" $'uid 1000 1000 1000\ngid 1000 1000 1000\ngroups\n0 1000 1\n1 10000 20000' "ids of nina, and uid_map"
	is "$status" 0 "exit status"
}

@test "09: devices can't be made, and one that lies in ROOTFS or in a bound folder can't be opened" {
	whole "no way to a disk" "mknod(2), mount(2): MS_NODEV"
	tools
	for who in 0 "$(user)"; do
		host "$who" <<-'EOF'
			$LAB $R captive try | grep device
		EOF
		is "$out" $'block device EPERM\nmemory device EPERM' "what could be made or opened"
	done
	# No disk can be put there in a test; /dev/null is a device as well.
	host <<-'EOF'
		mkdir mine; touch mine/null $R/null
		mount --bind /dev/null mine/null
		mount --bind /dev/null $R/null
		$LAB -b mine:/mnt -b /dev/null:/root/null $R sh -c '
			for device in /null /mnt/null /root/null; do cat $device 2>/dev/null && echo $device; done; echo ran'
		umount mine/null $R/null
		rm $R/null
	EOF
	is "$out" $'/root/null\nran' "the devices that can be opened: in ROOTFS, in a folder of -b, and what -b names itself"
}

@test "09: a ROOTFS with symbolic links for proc, dev and DST leads nowhere" {
	whole "no mount lands outside ROOTFS" "path_resolution(7), openat(2): O_NOFOLLOW"
	tools
	host "$(user)" <<-'EOF'
		mkdir -p target; mkdir root; cp -r $R/bin root/; touch target/file
		for name in proc dev; do
			rm -rf root/dev root/proc; ln -s /scratch/target root/$name
			$LAB root /bin/true; echo "status $?"
			rm root/$name
		done
		mkdir -p root/srv; ln -s ../../target root/srv/in
		$LAB -b /etc:/srv/in/x root /bin/true; echo "status $?"
		ls -A target
	EOF
	is "$out" $'status 125\nstatus 125\nstatus 125\nfile' "the statuses, and what is in the folder that they lead to"
	has "$err" "symbolic link" "the message"
}

@test "09: only descriptors 0, 1 and 2 are inherited" {
	whole "no descriptor beyond 2" "close_range(2)"
	tools
	host "$(user)" <<-'EOF'
		exec 3</ 5</etc/passwd 7</scratch
		$LAB $R probe fds
		$LAB --no-init $R probe fds
		exec 3<&- 5<&- 7<&-
		$LAB $R true </; echo $?
	EOF
	is "$(line '1,6' | cut -d' ' -f1 | tr '\n' ' ')" "0 1 2 0 1 2 " "the descriptors inside"
	is "$(line 7)" 125 "the status where stdin is a folder, a way out"
}

@test "09: -u takes the user of ROOTFS: ids, home, no capability" {
	need_range
	whole "COMMAND is the user of ROOTFS" "passwd(5), capabilities(7)"
	tools
	lab -u nina $R sh -c 'probe ids; echo $HOME; grep -e ^CapPrm -e ^CapEff /proc/self/status; captive facts | grep 1/env'
	is "$(printf '%s\n' "$out" | tr -s '\t' ' ')" "uid 1000 1000 1000
gid 1000 1000 1000
groups
/home/nina
CapPrm: 0000000000000000
CapEff: 0000000000000000
open /proc/1/environ EACCES" "the ids, home, and capabilities of nina"
	is "$status" 0 "exit status"
	lab -u "no-such-$word" $R true
	one_line_error "no-such-$word"
}

@test "09: a passwd in ROOTFS that is a pipe or a device is refused, NIS's lines are nobody" {
	whole "what ROOTFS says of users neither stops nor breaks anything" "fifo(7), fgetpwent(3)"
	tools
	host <<-'EOF'
		rm $R/etc/passwd; mkfifo $R/etc/passwd
		$LAB $R true; echo $?
		rm $R/etc/passwd; ln -s /dev/zero $R/etc/passwd
		$LAB $R true; echo $?
		rm $R/etc/passwd; printf '+\n-\n+nobody\nroot:x:0:0:r:/mine:/bin/sh\n' >$R/etc/passwd
		$LAB $R sh -c 'echo $HOME'
		$LAB -u + $R true; echo $?
	EOF
	is "$out" $'125\n125\n/mine\n125' "the statuses, and home"
	has "$err" "/etc/passwd" "the message"
}

# ---- the whole: privilege and namespaces -----------------------------------------------------

@test "09: nothing that a prisoner would try succeeds" {
	whole "no privilege over the host, nor a way to get one" "capabilities(7), user_namespaces(7)"
	tools
	for who in 0 "$(user)"; do
		for option in "" "--no-init" "--net host" "--tty"; do
			host "$who" <<-EOF
				\$LAB $option \$R captive try | tr -d '\r'
			EOF
			tried=$out
			# COMMAND may look at itself.
			[ "$option" != --no-init ] || tried=$(printf '%s\n' "$out" | sed 's/ of PID 1 DONE/ of its own/')
			is "$(printf '%s\n' "$tried" | grep DONE || :)" "" "what succeeded"
			is "$(printf '%s\n' "$out" | wc -l)" "23" "attempts"
		done
	done
}

@test "09: uid 0 inside isn't uid 0 outside for an ordinary user" {
	need_range
	whole "root inside is nobody special outside" "user_namespaces(7)"
	tools
	host 1000 <<-'EOF'
		mkdir own
		$LAB -b own:/mnt -b /etc:/home/nina $R sh -c '
			touch /mnt/made; (echo x >>/home/nina/passwd) 2>/dev/null && echo written
			chown 1 /mnt/made 2>/dev/null && echo chowned
			stat -c %u /mnt/made'
		stat -c %u own/made
	EOF
	is "$out" $'0\n1000' "what succeeded; the file's owner inside and outside"
}

@test "09: all eight namespaces are its own, but for --net host" {
	whole "as many namespaces as there are kinds" "namespaces(7)"
	tools
	host "$(user)" <<-'EOF'
		ns=$(for n in cgroup ipc mnt net pid time user uts; do readlink /proc/self/ns/$n; done)
		$LAB $R captive facts $ns | grep -e '^ns.*own' | wc -l
		ls /proc/self/ns | grep -vc _for_
		$LAB --net host $R captive facts $ns | grep -e "^ns.*host's"
	EOF
	is "$(line 1)" "$(line 2)" "namespaces of its own, and kinds"
	is "$(line 3)" "ns net the host's" "what --net host shares"
	is "$(line '4,9')" "" "what else it shares"
}

@test "09: System V objects and POSIX queues of the host aren't seen" {
	whole "an IPC namespace of its own" "ipc_namespaces(7), mq_overview(7)"
	tools
	host "$(user)" <<-'EOF'
		ipcmk -Q >/dev/null
		tail -n +2 /proc/sysvipc/msg | wc -l
		$LAB $R sh -c 'tail -n +2 /proc/sysvipc/msg | wc -l; touch /dev/mqueue/mine; ls /dev/mqueue'
		ipcrm --all=msg
	EOF
	is "$out" $'1\n0\nmine' "queues on the host, inside, and one made inside"
}

# ---- the whole: arguments and streams ----------------------------------------------------------

@test "09: arguments are COMMAND's, byte for byte" {
	whole "argv is passed on as it is" "execve(2)"
	tools
	host "$(user)" <<-'EOF'
		$LAB $R probe args "" " a  b " "new
		line" "$(printf '\001\377')" --help -- '$HOME' "*"
	EOF
	is "$out" $'<>\n< a  b >\n<new\nline>\n<\001\377>\n<--help>\n<-->\n<$HOME>\n<*>' "the arguments"
}

@test "09: 300 kB of binary go through, with a terminal as a pipe too" {
	whole "streams are passed on" "pipe(7)"
	tools
	host "$(user)" <<-'EOF'
		head -c 300000 /dev/urandom >random
		cat random | $LAB $R cat | cmp - random && echo same
		base64 -w 70 random >text
		$LAB --tty $R cat <text | tr -d '\r' >back
		# The terminal echoes what is typed, so each line comes twice.
		sort text text | cmp - <<-END && echo twice
		$(sort back)
		END
	EOF
	is "$out" $'same\ntwice' "300 kB through cat, and through cat on a terminal"
}

@test "09: closed standard streams, and a full one: a message or a status, never a hang" {
	whole "closed and full streams" "null(4), full(4)"
	tools
	host "$(user)" <<-'EOF'
		$LAB $R true <&-; echo $?
		$LAB $R true >&- ; echo $?
		$LAB $R sh -c 'exit 3' <&- >&- 2>&-; echo $?
		$LAB --tty $R true <&- >&- 2>&-; echo $?
		$LAB $R >/dev/full; echo $?
		$LAB --tty $R echo something >/dev/full; echo $?
		$LAB $R sh -c 'echo x 2>/dev/null || exit 4' >/dev/full; echo $?
	EOF
	is "$(line '1,3' | tr '\n' ' ')" "0 0 3 " "statuses with closed streams"
	is "$(line '5,7' | tr '\n' ' ')" "125 125 4 " "statuses with a full stdout"
	has "$err" "ENOSPC" "the message"
}

# ---- the whole: a terminal -----------------------------------------------------------------------

@test "09: a shell on --tty has job control, Ctrl-C, Ctrl-D; the caller's terminal comes back" {
	whole "a terminal to work with" "tcsetpgrp(3), termios(3)"
	tools
	host "$(user)" <<-'EOF'
		terminal
		keys '$LAB --tty -e PS1= $R sh; echo back $?\n'
		keys 'stty -echo; echo in $(($$ + 40))\n'
		see 'in 42'
		keys 'probe signals 2; echo end $?\n'
		see ready
		keys '\032'
		keys 'fg\n'
		see 'signal 18'
		keys '\003'
		see 'signal 2'
		keys 'cat\n'
		keys "$word\n\004"
		see $word
		keys 'exit 6\n'
		see 'back 6'
		keys 'echo after $((40 + 2))\n'
		see after
		leave
	EOF
	has "$out" "in 42" "the shell's pid"
	has "$out" "4 signal 18" "fg after Ctrl-Z"
	has "$out" "4 signal 2" "Ctrl-C"
	has "$out" "$word" "a line through cat"
	has "$out" "back 6" "the shell's status"
	has "$out" "after 42" "the caller's terminal afterwards"
}

@test "09: the caller's terminal comes back, whatever ends lab09" {
	whole "what ends lab09 finds the terminal as it was" "termios(3), signal(7): SIGPIPE"
	tools
	host "$(user)" <<-'EOF'
		# Two scripts: bash itself would put the terminal right.
		cat >pipe <<-'SCRIPT'
			before=$(stty -g)
			probe undisturbed $LAB --tty $R yes | head -n 1
			[ "$(stty -g)" = "$before" ] && echo after a pipe >>result
		SCRIPT
		cat >alarm <<-'SCRIPT'
			before=$(stty -g)
			$LAB --tty $R sh -c 'echo ready; cat'
			[ "$(stty -g)" = "$before" ] && echo after SIGALRM >>result
		SCRIPT
		terminal
		keys 'sh pipe; echo end $((40 + 2))\n'
		see 'end 42'
		keys 'sh alarm; echo end $((41 + 2))\n'
		see ready
		pkill -ALRM -x lab09:parent
		see 'end 43'
		leave
		cat result
	EOF
	has "$out" "after a pipe" "when the terminal was as before"
	has "$out" "after SIGALRM" "when the terminal was as before"
}

@test "09: a change of the window's size is passed on" {
	whole "SIGWINCH and the new size" "ioctl_tty(2): TIOCSWINSZ"
	tools
	host "$(user)" <<-'EOF'
		terminal
		keys 'stty rows 20 columns 60; tty\n'
		pts=$(see /dev/pts/ | tr -d '\r')
		keys '$LAB --tty $R sh -c "stty size; probe await 28 7; stty size"; echo back $?\n'
		see '20 60'
		see ready
		stty rows 31 <"$pts" # rows alone: of two settings stty(1) makes two changes
		see '31 60'
		see 'back 0'
		leave
	EOF
	has "$out" "31 60" "stty size after the change"
}

# ---- the whole: nothing left, one failing call -----------------------------------------------------

@test "09: twenty at once, each with a root of the same folder" {
	whole "many at once" "$ALL"
	tools
	LABS_TIMEOUT=30
	host "$(user)" <<-'EOF'
		for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
			$LAB -n c$i $R sh -c 'echo $(uname -n) $$; exit 0' &
		done
		wait
	EOF
	is "$(printf '%s\n' "$out" | sort -u | wc -l)" "20" "containers with a name of their own"
	is "$(printf '%s\n' "$out" | grep -c ' 2$')" "20" "COMMANDs that are process 2"
}

@test "09: out of memory, out of processes: a status, and nothing is left" {
	need_cgroups memory pids
	whole "limits end COMMAND, not lab09" "cgroups(7)"
	tools
	lab -m 24M -p 30 $R tail /dev/zero
	is "$status" 137 "exit status of who wants all memory"
	lab -m 24M -p 5 $R sh -c ':(){ :|:& };:; sleep 0.2'
	differs "$status" 124 "exit status of a fork bomb"
	lab -m 24M --net veth $R "no-such-$word"
	is "$status" 127 "exit status"
	host <<-'EOF'
		start $LAB -m 24M --net veth $R
		kill -TERM $lab
		wait $lab || echo $?
		finish
	EOF
	is "$out" 143 "exit status after SIGTERM"
}

@test "09: no library of ROOTFS is loaded into the program" {
	command -v strace >/dev/null || need_or_skip "strace is missing: make deps"
	whole "from pivot_root to COMMAND no library is opened, not for a message either" "dlopen(3)"
	tools
	host <<-'EOF'
		strace -f -o calls -e trace=openat,pivot_root,umount2 -e inject=umount2:error=EINVAL \
			$LAB $R true && echo "it ran"
		sed -n '1,/pivot_root/d; s/.*openat(.*"\(.*\.so.*\)".*/\1/p' calls | head -n 3
		grep -c pivot_root calls
	EOF
	is "$out" 1 "libraries opened after pivot_root, where umount2 fails; and the calls of pivot_root"
}

@test "09: whichever system call fails, it says so, or isolates just the same" {
	whole "never weaker, never a hang, never exit 0 unrun" "errno(3); tests/fail-one.c"
	fail_one 17
	# Every step is in it: limits where there are groups, a cable, a terminal.
	limits=
	[[ $LABS_CGROUPS != *memory*pids* ]] || limits="-m 64M -p 40"
	for error in EPERM ENOMEM ENOSYS; do
		for who in "0 $limits" "$(user) --tty"; do
			host "${who%% *}" <<-EOF
				ns=\$(for n in cgroup ipc mnt net pid time user uts; do readlink /proc/self/ns/\$n; done)
				fail-one -b -e $error -s \$EVERY -f \$FIRST \
					\$LAB --read-only -b /etc:/mnt:ro --net veth ${who#* } \$R captive facts \$ns \$(captive keyring)
			EOF
			[ "$status" -eq 0 ] && [[ $out == *" 0 bad" ]] || fail "$out"
		done
	done
}

# ---- the view, and bad use --------------------------------------------------------------------------

@test "09: without COMMAND it shows the whole picture" {
	whole "the view" "GUIDE.md, chapter 09"
	tools
	lab_as "$(user)"
	is "$status" 0 "exit status"
	for part in "user:[" "pid:[" "mnt:[" "uts:[" "ipc:[" "net:[" "cgroup:[" container "uid_map" "lo" "cgroup2" "read-only" "no_new_privs" "13: chown" "lab09:init"; do
		has "$out" "$part" "the view"
	done
	is "$(printf '%s\n' "$out" | awk 'length > 80' | wc -l)" 0 "lines longer than 80 columns"
	[ "$(user)" = 0 ] || has "$out" "65534 0" "the groups that an ordinary user can't drop"
}

@test "09: bad use: 125, one line that names it, and nothing is made" {
	whole "bad use ends with 125 and one line" "getopt(3)"
	tools
	for option in "-Z" "--no-such" "--net wlan" "-e x" "-k cap_no_such" "-m 1Z" "-b /etc" "-b /no-such:/x" \
		"-b /etc:/proc" "-b /etc:/proc/sys" "-b /etc:/dev" "-b /etc/passwd:/dev/null" "-U 0:x:1" "-p 0"; do
		# shellcheck disable=SC2086
		bad "${option#* }" $option $R true
	done
	bad "-n: an empty name" -n "" $R true
	bad /no-such /no-such true
	bad /etc/passwd /etc/passwd true
	bad "-n 0000" -n "$(printf '%065d' 1)" $R true
	all_refused
}

@test "09: an ordinary user's limits take a group that is theirs; the message says so" {
	need_range
	whole "what takes privilege is named" "cgroups(7), delegation"
	tools
	host 1000 <<-'EOF'
		$LAB -m 64M $R true; echo $?
	EOF
	case $(line 1) in
	0) ;; # a delegated group: as it should be
	*) is "$(line 1)" 125 "exit status"; has "$err" "memory" "the message" ;;
	esac
}
