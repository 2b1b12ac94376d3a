#!/usr/bin/env bats
# 08-capsh-drop: what COMMAND may do no more, what it still may, and how it could come back.
#
# Judged by attempts: "probe may CAP" does what that capability is for.  With one id only,
# those that take a second one are left out.

# shellcheck disable=SC2086  # lists of words are split on purpose

load helper

setup_file() { build 08; }

R=/lab/build/rootfs
EXEC='capabilities(7), "Transformation of capabilities during execve()"'

# seen K: what step K makes of COMMAND, as a process of the host sees it (see step in helper.bash).
seen() {
	# Bits 0 and 13: who shifts an int finds the first in 32, too.
	local options="-k cap_chown,cap_net_raw" kept=0000000000002001
	case $1 in
	3) options="-R $R -d cap_sys_chroot" ;;
	4) options="-N" ;;
	5 | 7) options+=" -u 1234:2345" ;;
	esac
	host <<-EOF
		start setpriv --inh-caps +sys_chroot --ambient-caps +sys_chroot \$LAB $options
		p=/proc/\$pid
		readlink \$p/root || echo
		for key in Uid Groups CapInh CapEff CapBnd CapAmb NoNewPrivs; do echo \$(sed -n "s/^\$key://p" \$p/status); done
		finish
	EOF
	case $1 in
	1) is "$(line 6)" $kept "COMMAND's bounding set, seen from outside, with $options" ;;
	2) is "$(line '4,7')" 0000000000000000$'\n'$kept$'\n'$kept$'\n'0000000000000000 "CapInh, CapEff, CapBnd and CapAmb, seen from outside, with $options" ;;
	3) is "$(line 1)" "$R" "COMMAND's root, seen from outside (/proc/PID/root)" ;;
	4) is "$(line 8)" 1 "COMMAND's NoNewPrivs, seen from outside" ;;
	5) is "Uid $(line 2), Groups $(line 3)" "Uid 1234 1234 1234 1234, Groups " "COMMAND's ids, seen from outside" ;;
	6) is "$(line '5,6')" $kept$'\n'$kept "COMMAND's CapEff and CapBnd, seen from outside, with $options" ;;
	7) is "$(line 5)" $kept "COMMAND's CapEff, seen from outside, with $options" ;;
	esac
}

# The capabilities that probe may can try here, in random order, one a line.
some_capabilities() {
	local all=(dac_override setpcap net_bind_service net_admin net_raw sys_chroot sys_admin)
	case $LABS_IDS in *" 65536"*) all+=(chown fowner setgid setuid) ;; esac
	printf 'cap_%s\n' "${all[@]}" | shuf
}

# split: a random half of them in $here, the rest in $gone, each as "a b c".
split() {
	local all
	mapfile -t all < <(some_capabilities)
	here="${all[*]:0:3}" gone="${all[*]:3}"
}

# What probe may is to print: these are ok, and those not (a file's mode has its own errno).
expect_ok() { printf '%s: ok\n' $1; }
expect_not() { printf '%s: EPERM\n' $1 | sed '/dac_override\|net_bind_service/s/EPERM/EACCES/'; }

comma() { echo "${1// /,}"; }

@test "08 step 1: what -d drops fails for uid 0, what is left works" {
	step 1 "exec gives uid 0 nothing that is not in the bounding set" "$EXEC"
	split
	lab -d "$(comma "$gone")" probe may $here $gone
	is "$out" "$(expect_ok "$here"; expect_not "$gone")" "what COMMAND may"
}

@test "08 step 1: -k keeps these and no others" {
	step 1 "exec gives uid 0 nothing that is not in the bounding set" "$EXEC"
	split
	lab -k "$(comma "$here")" probe may $here $gone
	is "$out" "$(expect_ok "$here"; expect_not "$gone")" "what COMMAND may"
}

@test "08 step 1: without -d and -k all are dropped, up to the kernel's last" {
	step 1 "the bounding set is empty" 'capabilities(7), "/proc/sys/kernel/cap_last_cap"'
	lab sh -c 'grep CapBnd /proc/self/status; exec probe may cap_sys_chroot'
	is "$(line 1)" $'CapBnd:\t0000000000000000' "the bounding set inside"
	is "$(line 2)" "cap_sys_chroot: EPERM" "chroot(2) inside"
}

# as_kernel LAST ARG...: the lab on a kernel whose last capability is another number.
as_kernel() {
	host <<-EOF
		echo $1 >last
		mount --bind last /proc/sys/kernel/cap_last_cap
		probe kernel $1 \$LAB ${*:2}
		umount /proc/sys/kernel/cap_last_cap
	EOF
	case $out in "seccomp: "*) need_or_skip "no seccomp filter that asks (Linux 5.5)" ;; esac
}

@test "08 step 1: on a kernel with more capabilities than libcap has names they go, too" {
	step 1 "the last capability is the kernel's, not the header's" 'capabilities(7), "/proc/sys/kernel/cap_last_cap"'
	last=$(cat /proc/sys/kernel/cap_last_cap)
	as_kernel $((last + 5)) echo ran
	is "$out" "ran"$'\n'"dropped $(seq -s ' ' $((last + 1)) $((last + 5)))" "COMMAND's word, and what was dropped beyond $last"
}

@test "08 step 1: on a kernel with fewer capabilities than libcap knows it works" {
	step 1 "the last capability is the kernel's, not the header's" 'PR_CAPBSET_DROP in prctl(2): EINVAL'
	as_kernel 36 sh -c "'echo ran; probe may cap_sys_chroot'"
	is "$out" $'ran\ncap_sys_chroot: EPERM\ndropped' "COMMAND's word, and what was dropped"
}

@test "08 step 2: what the caller left inheritable does not come back at exec" {
	step 2 "the inheritable set is empty: exec gives uid 0 \"inheritable or bounding\"" "$EXEC"
	host <<-'EOF'
		setpriv --inh-caps +net_raw,+sys_chroot $LAB -d cap_net_raw,cap_sys_chroot sh -c '
			probe may cap_net_raw cap_sys_chroot
			grep CapInh /proc/self/status
			sed -n "s/^\(Cap[PE].*\):./\1 /p" /proc/$PPID/status'
		sed -n "s/^\(Cap[PE].*\):./\1 /p" /proc/self/status
	EOF
	is "$(line '1,3')" $'cap_net_raw: EPERM\ncap_sys_chroot: EPERM\nCapInh:\t0000000000000000' "what COMMAND may, and its inheritable set"
	# In a half-written program COMMAND's parent is who has cleared it: exec gives uid 0 all back.
	case $LAB_FILE in
	*/prefix/*) is "$(line '4,5')" "$(line '6,7')" "the other sets, before exec: as the caller has them" ;;
	esac
}

@test "08 step 2: nor what the caller left ambient" {
	step 2 "the ambient set is empty" 'capabilities(7), "Ambient"'
	host <<-'EOF'
		setpriv --inh-caps +net_raw --ambient-caps +net_raw $LAB -d cap_net_raw sh -c '
			probe may cap_net_raw
			grep CapAmb /proc/self/status'
	EOF
	is "$out" $'cap_net_raw: EPERM\nCapAmb:\t0000000000000000' "what COMMAND may, and its ambient set"
}

@test "08 step 3: -R changes the root, though cap_sys_chroot is dropped" {
	step 3 "the root is changed while CAP_SYS_CHROOT is effective" "chroot(2), capabilities(7)"
	host <<-EOF
		mv $R /lab/$word
		echo $word >/lab/$word/tmp/mark
		\$LAB -R /lab/$word -d cap_sys_chroot sh -c 'cat /tmp/mark; pwd -P'
	EOF
	is "$out" "$word"$'\n/' "a file of ROOTFS, and the current directory"
}

@test "08 step 3: and it can't be left again" {
	step 3 "no way leads outside" "chroot(2), NOTES; openat(2)"
	host <<-EOF
		echo $word >/tmp/secret
		exec 3</ 9</
		\$LAB -R $R sh -c 'probe escape /bin/true; probe openat 3 tmp/secret; probe openat 9 tmp/secret; cat ../tmp/secret 2>/dev/null; echo ran'
	EOF
	is "$out" $'chroot: EPERM\nopenat: EBADF\nopenat: EBADF\nran' "ways out: a second chroot, two descriptors, \"..\""
}

@test "08 step 4: -N is on, and stays on over exec and fork" {
	step 4 "no_new_privs is set" "PR_SET_NO_NEW_PRIVS in prctl(2)"
	lab -N sh -c '(grep NoNewPrivs /proc/self/status); exec grep NoNewPrivs /proc/self/status'
	is "$out" $'NoNewPrivs:\t1\nNoNewPrivs:\t1' "NoNewPrivs inside"
}

@test "08 step 4: with -N a set-user-ID program is one like any other" {
	need_range
	step 4 "set-user-ID bits count for nothing" "execve(2), PR_SET_NO_NEW_PRIVS in prctl(2)"
	host <<-'EOF'
		cp /opt/bin/probe suid && chmod 4755 suid
		setpriv --reuid 1000 --clear-groups ./suid ids
		$LAB -k all -N setpriv --reuid 1000 --clear-groups ./suid ids
	EOF
	is "$(line 1)" "uid 1000 0 0" "the ids without the lab (real, effective, saved)"
	is "$(line 4)" "uid 1000 1000 1000" "the ids inside"
}

@test "08 step 5: COMMAND runs as USER, without the caller's groups" {
	need_range
	step 5 "groups, gid and uid are USER's" "credentials(7), setgroups(2)"
	host <<-'EOF'
		setpriv --groups 27,4242 $LAB -u 1234:2345 probe ids
		$LAB -u 1234:2345 probe regain
	EOF
	is "$(line '1,3')" $'uid 1234 1234 1234\ngid 2345 2345 2345\ngroups' "the ids inside"
	is "$(line '4,7')" $'setuid: EPERM\nsetgid: EPERM\nsetgroups: EPERM\nsetresuid: EPERM' "attempts to become root again"
}

@test "08 step 5: what -k names is still permitted after the change of uid" {
	need_range
	step 5 "the permitted set survives" 'PR_SET_KEEPCAPS in prctl(2); capabilities(7), "Effect of user ID changes on capabilities"'
	# COMMAND has it; or the process that has run it, as that user, in a half-written program.
	lab -u 1234:2345 -k cap_net_raw sh -c 'cat /proc/self/status; cat /proc/$PPID/status'
	found=none
	while read -r set; do
		(((0x$set & 1 << 13) == 0)) || found=cap_net_raw
	done < <(printf '%s\n' "$out" | awk '/^Uid:/ { uid = $2 } /^CapPrm:/ && uid == 1234 { print $2 }')
	is "$found" "cap_net_raw" "permitted to uid 1234"
}

@test "08 step 6: COMMAND's file can't be reached with what is dropped" {
	step 6 "the effective set is cut down before the exec, too" "capabilities(7), CAP_DAC_OVERRIDE; execve(2)"
	host <<-'EOF'
		mkdir closed && cp /opt/bin/probe closed && chmod 0 closed
		$LAB -k cap_dac_override closed/probe args allowed || true
		$LAB closed/probe args reached || true
	EOF
	is "$out" "<allowed>" "programs in a closed directory that were run"
}

@test "08 step 6: the process that becomes COMMAND holds no more than is kept" {
	step 6 "permitted and effective are what is kept" "capset(2)"
	# In a half-written program that process is COMMAND's parent; a finished one has become
	# COMMAND, and whoever is the parent then may hold what it wants.
	lab -k cap_chown,cap_net_raw sh -c 'grep -e CapPrm -e CapEff /proc/$PPID/status; echo ran'
	has "$out" "ran" "COMMAND's word"
	case $err in *"is not written yet"*)
		is "$(line '1,2')" $'CapPrm:\t0000000000002001\nCapEff:\t0000000000002001' "its sets" ;;
	esac
}

@test "08 step 6: for another uid it is inheritable: the ambient set wants that" {
	need_range
	step 6 "inheritable: what is to be ambient" "PR_CAP_AMBIENT_RAISE in prctl(2)"
	lab -u 1234:2345 -k cap_net_raw grep CapInh /proc/self/status
	is "$(line 1)" $'CapInh:\t0000000000002000' "COMMAND's inheritable set: cap_net_raw, bit 13"
}

@test "08 step 7: another uid has what -k names, after a second exec, too, and nothing else" {
	need_range
	step 7 "what is kept lasts over exec for another uid than 0" "PR_CAP_AMBIENT in prctl(2)"
	split
	expected=$(expect_ok "$here"; expect_not "$gone")
	lab -u nina -k "$(comma "$here")" probe may $here $gone
	is "$out" "$expected" "what nina may"
	lab -u nina -k "$(comma "$here")" sh -c "exec env probe may $here $gone"
	is "$out" "$expected" "what nina may after a second and a third exec"
}

@test "08 step 7: without -k another uid has nothing" {
	need_range
	step 7 "a change of uid gives up all that isn't asked for" "$EXEC"
	split
	lab -u nina -d "$(comma "$here")" probe may $here $gone
	is "$out" "$(expect_not "$here $gone")" "what nina may"
}

@test "08: what is dropped is gone for uid 0 after a second exec, too" {
	whole "no exec brings it back" "$EXEC"
	split
	lab -d "$(comma "$gone")" sh -c "probe may $here $gone; exec env probe may $here $gone"
	expected=$(expect_ok "$here"; expect_not "$gone")
	is "$out" "$expected"$'\n'"$expected" "what COMMAND may, twice"
}

@test "08: uid 0 hands nothing on to others: its inheritable and ambient sets are empty" {
	whole "what uid 0 keeps comes from the bounding set alone" "CVE-2022-24769; capabilities(7)"
	host <<-'EOF'
		setpriv --inh-caps +net_raw,+chown --ambient-caps +chown $LAB -k net_raw,chown grep -e CapInh -e CapAmb /proc/self/status
	EOF
	is "$out" $'CapInh:\t0000000000000000\nCapAmb:\t0000000000000000' "the sets inside"
}

@test "08: names in any form, -d and -k again and again" {
	whole "a capability by its name or number" "capabilities(7)"
	for list in cap_net_raw,cap_chown NET_RAW,0 13,Cap_Chown "net_raw -k chown" "all -d all -k none" \
		"chown,net_raw,kill -d kill"; do
		lab -k $list grep CapBnd /proc/self/status
		case $list in *none) bits=0000 ;; *) bits=2001 ;; esac
		is "$out" $'CapBnd:\t000000000000'$bits "the bounding set with -k $list"
	done
	lab -d chown -d NET_RAW,5 sh -c 'sed -n "s/CapBnd:.0*//p" /proc/self/status'
	is "${out: -4}" "dfde" "the last 16 bits of the bounding set with -d chown -d NET_RAW,5"
}

@test "08: each kind of program with more rights, and what is left of it" {
	need_range
	whole "set-user-ID root against a file capability" "capabilities(7), \"File capabilities\""
	host <<-'EOF'
		for name in plain suid fcap; do cp /opt/bin/probe $name; done
		chmod 4755 suid
		setcap cap_net_raw+ep fcap
		mkdir nosuid
		mount -t tmpfs -o nosuid none nosuid
		for name in plain suid fcap; do cp -p $name nosuid/; done
		setcap cap_net_raw+ep nosuid/fcap
		for file in plain suid fcap nosuid/plain nosuid/suid nosuid/fcap; do
			for options in "-d chown" "-d net_raw" "-d chown -N"; do
				printf "%s, %s: " "$file" "$options"
				$LAB $options -u nina ./$file ping raw 2>/dev/null || [ $? -ne 126 ] || echo "not executed"
			done
		done
		umount nosuid
	EOF
	is "$out" "$(cat <<-'EOF'
		plain, -d chown: raw: EPERM
		plain, -d net_raw: raw: EPERM
		plain, -d chown -N: raw: EPERM
		suid, -d chown: raw: answered
		suid, -d net_raw: raw: EPERM
		suid, -d chown -N: raw: EPERM
		fcap, -d chown: raw: answered
		fcap, -d net_raw: not executed
		fcap, -d chown -N: raw: EPERM
		nosuid/plain, -d chown: raw: EPERM
		nosuid/plain, -d net_raw: raw: EPERM
		nosuid/plain, -d chown -N: raw: EPERM
		nosuid/suid, -d chown: raw: EPERM
		nosuid/suid, -d net_raw: raw: EPERM
		nosuid/suid, -d chown -N: raw: EPERM
		nosuid/fcap, -d chown: raw: EPERM
		nosuid/fcap, -d net_raw: raw: EPERM
		nosuid/fcap, -d chown -N: raw: EPERM
	EOF
	)" "a raw ICMP socket, as nina"
}

@test "08: a file capability is not copied with the file" {
	need_range
	whole "a copy has no capabilities" "capabilities(7), \"File capabilities\"; xattr(7)"
	host <<-'EOF'
		cp /opt/bin/probe fcap && setcap cap_net_raw+ep fcap && cp fcap copy
		$LAB -d chown -u nina ./fcap ping raw
		$LAB -d chown -u nina ./copy ping raw
	EOF
	is "$out" $'raw: answered\nraw: EPERM' "a raw ICMP socket by the file and by its copy"
}

@test "08: ping needs no capability where its group may have ICMP datagram sockets" {
	need_range
	whole "why a copied ping works (note 001)" "icmp(7), net.ipv4.ping_group_range"
	host <<-'EOF'
		unshare --net sh -c '
			ip link set lo up
			range=/proc/sys/net/ipv4/ping_group_range
			echo "1 0" >$range      # nobody: the kernel'\''s own default
			$LAB -u nina probe ping datagram
			$LAB -u nina probe ping raw
			echo "1001 1001" >$range
			$LAB -u nina probe ping datagram
			$LAB -u nina probe ping raw
			$LAB -u 2000:2000 probe ping datagram'
	EOF
	is "$out" $'datagram: EACCES\nraw: EPERM\ndatagram: answered\nraw: EPERM\ndatagram: EACCES' "ping without any capability, before and after the range"
}

@test "08: a user namespace of one's own gives them back, over itself only" {
	need_range
	whole "what dropping capabilities does not do" "user_namespaces(7), \"Capabilities\""
	lab -N -u nina sh -c 'probe may cap_sys_chroot
		unshare --user --map-root-user sh -c "probe may cap_sys_chroot; hostname other 2>/dev/null || echo no"'
	is "$out" $'cap_sys_chroot: EPERM\ncap_sys_chroot: ok\nno' "chroot outside, chroot inside, the host's name"
}

@test "08: only the capabilities change" {
	whole "nothing else is another" "namespaces(7), credentials(7)"
	same_namespaces 0 "cgroup ipc mnt net pid user uts"
	host <<-'EOF'
		probe ids; pwd; grep NoNew /proc/self/status
		$LAB sh -c 'probe ids; pwd; grep NoNew /proc/self/status'
	EOF
	is "$(line '6,10')" "$(line '1,5')" "ids, directory, no_new_privs inside"
}

@test "08: the caller keeps its own" {
	whole "the sets are those of one process" "capabilities(7)"
	host <<-'EOF'
		grep Cap /proc/self/status
		$LAB true
		grep Cap /proc/self/status
	EOF
	is "$(line '6,10')" "$(line '1,5')" "the caller's sets afterwards"
}

@test "08: a call of a step that fails ends it, and is told" {
	whole "errors are checked: no COMMAND where a call has failed" "errno(3), perror(3)"
	tells_of_failures 0 chroot,setgroups,setgid,setregid,setresgid,setuid,setreuid,setresuid -k net_raw -u nina -R "$R"
}

@test "08: the exit status and the streams are COMMAND's" {
	whole "the exit status is COMMAND's, and the streams are" "wait(2)"
	ends_like_command 0
}

@test "08: signals to lab08 are COMMAND's, and SIGKILL takes it along" {
	whole "signals reach COMMAND" "kill(2); PR_SET_PDEATHSIG in prctl(2)"
	HOST_OPTIONS="-G 2000"
	passes_signals 0
	host <<-'EOF'
		mkfifo ready
		$LAB probe await 10 7 >ready &
		read -r line <ready
		kill -KILL $!
		wait $! || echo "killed $?"
		rm ready
	EOF
	is "$out" "killed 137" "the status"
}

@test "08: 126 and 127" {
	whole "126 and 127 as the shell has them" "execve(2), ERRORS; exit status of env(1)"
	cannot_execute 0
}

@test "08: without COMMAND it shows the five sets, in words, within 80 columns" {
	whole "the view" "GUIDE.md, chapter 08"
	for options in "" "-d sys_chroot" "-k chown,dac_override,fsetid,fowner,net_raw,setgid,setuid,setfcap,setpcap,net_bind_service,sys_chroot,kill,audit_write"; do
		lab $options
		is "$status" 0 "exit status"
		for set in bounding inheritable permitted effective ambient; do
			has "$out" "$set" "the view"
		done
		has "$out" "after exec" "the view"
		is "$(printf '%s\n' "$out" | grep -cE '.{81}')" 0 "lines longer than 80 columns"
	done
	lab -d sys_chroot
	has "$out" "all but cap_sys_chroot" "the view"
	lab -k CHOWN,13
	has "$out" "2: cap_chown cap_net_raw" "the view"
}

@test "08: what is no capability, user or ROOTFS is refused by name" {
	whole "bad input: 125 and one line" "capabilities(7)"
	for name in "cap_none_$word" "$word" 64 -1 13x cap_ "" "chown,,kill" "chown kill" "$(($(cat /proc/sys/kernel/cap_last_cap) + 1))"; do
		for option in -d -k; do
			bad "$option $name" "$option" "$name" true
		done
	done
	bad "/none-$word" -R "/none-$word" true
	bad "nobody-$word" -u "nobody-$word" true
	refuses -Z --no-such -d -k -u -R
}

@test "08: without the privilege it says which one, and what needs none is done" {
	need_range
	whole "a missing capability is named" "capabilities(7), CAP_SETPCAP"
	names_capability CAP_SETPCAP
	lab_as 1000 -k all -N grep NoNewPrivs /proc/self/status
	is "$out" $'NoNewPrivs:\t1' "-N without any privilege"
}
