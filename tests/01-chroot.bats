#!/usr/bin/env bats
# 01-chroot: another root for COMMAND, what it hides, and what it doesn't.
#
# Outside, in the pretend host, /root is the current directory; inside is a busybox.

load helper

# What the tests themselves put into ROOTFS, and the host's files that they look for.
OWN_FILES='/scratch|/lab/build/rootfs/|/tmp/(secret|link|with|cmd-)'

setup_file() { build 01; }

R=/lab/build/rootfs

# seen K: what step K makes of COMMAND, as a process of the host sees it (see step in helper.bash).
seen() {
	local options=''
	case $1 in
	4) options='-u 1234:2345 -G 3456,4567' ;;
	5) options=-i ;;
	esac
	host <<-EOF
		exec 3</
		export SECRET=$word
		start \$LAB $options $R
		p=/proc/\$pid
		readlink \$p/root || echo
		readlink \$p/cwd || echo
		echo \$(ls \$p/fd)
		echo \$(grep -E '^([UG]id|Groups):' \$p/status)
		tr '\0' '\n' <\$p/environ | grep -c "$word"
		finish
	EOF
	is "$(line 1)" "$R" "COMMAND's root, seen from outside (/proc/PID/root)"
	case $1 in
	2) is "$(line 2)" "$R" "COMMAND's current directory, seen from outside" ;;
	3) is "$(line 3)" "0 1 2" "COMMAND's descriptors, seen from outside" ;;
	4) is "$(line 4)" "Uid: 1234 1234 1234 1234 Gid: 2345 2345 2345 2345 Groups: 3456 4567" "COMMAND's ids, seen from outside" ;;
	5) is "$(line 5)" 0 "variables of the caller in COMMAND's environment, seen from outside" ;;
	esac
}

@test "01 step 1: / is ROOTFS for COMMAND" {
	step 1 "the root directory is ROOTFS" "chroot(2)"
	host <<-EOF
		mv $R /lab/$word
		echo $word >/lab/$word/tmp/mark
		\$LAB /lab/$word cat /tmp/mark
	EOF
	is "$(line 1)" "$word" "cat /tmp/mark, a file of ROOTFS"
}

@test "01 step 1: a file of the host is not to be had by its path" {
	step 1 "an absolute path starts at ROOTFS" "path_resolution(7)"
	host <<-EOF
		echo $word >/tmp/secret
		\$LAB $R sh -c 'cat /tmp/secret /../../../tmp/secret 2>/dev/null; echo ran'
	EOF
	is "$(line 1)" "ran" "cat /tmp/secret, a file of the host"
}

@test "01 step 1: ROOTFS defaults to build/rootfs beside the program" {
	step 1 "ROOTFS has a default" "GUIDE.md, chapter 01"
	host <<-EOF
		\$LAB
		ls -C $R >/dev/null
	EOF
	has "$out" "home" "the view's row of the names in /"
}

@test "01 step 2: the current directory is the new root" {
	step 2 "the current directory is /, inside" "chroot(2), \"does not change the current working directory\""
	lab "$R" pwd -P
	is "$(line 1)" "/" "pwd inside"
}

@test "01 step 2: .. does not lead to the host" {
	step 2 "no relative path leads outside" "path_resolution(7)"
	host <<-EOF
		echo $word >/tmp/secret
		\$LAB $R sh -c 'cat ../tmp/secret ../../../../../../tmp/secret 2>/dev/null; echo ran'
	EOF
	is "$(line 1)" "ran" "cat ../../../tmp/secret, a file of the host"
}

@test "01 step 3: COMMAND gets no descriptor but 0, 1 and 2" {
	step 3 "descriptors that point outside are closed" "close_range(2), openat(2)"
	host <<-EOF
		probe open 33 /tmp probe open 200 /etc/passwd probe open 3 / \$LAB $R probe fds
	EOF
	is "$out" $'0\n1\n2' "COMMAND's open descriptors"
}

@test "01 step 3: a directory opened before is no way out" {
	step 3 "descriptors that point outside are closed" "openat(2)"
	host <<-EOF
		echo $word >/tmp/secret
		exec 9</
		\$LAB $R probe openat 9 tmp/secret
	EOF
	is "$(line 1)" "openat: EBADF" "openat(9, \"tmp/secret\") inside"
}

@test "01 step 4: COMMAND runs as USER:GROUP with GROUPS" {
	need_range
	step 4 "groups, gid and uid are the ones asked for" "credentials(7), setgroups(2)"
	lab -u 1234:2345 -G 3456,4567 "$R" probe ids
	is "$(line '1,3')" $'uid 1234 1234 1234\ngid 2345 2345 2345\ngroups 3456 4567' "the ids inside"
}

@test "01 step 4: without -G no group of the caller's stays" {
	need_range
	step 4 "supplementary groups are dropped" "setgroups(2)"
	host <<-EOF
		setpriv --groups 27,4242 \$LAB -u 1000:1000 $R probe ids
	EOF
	is "$(line 3)" "groups" "the supplementary groups inside"
}

@test "01 step 4: root can't be had back" {
	need_range
	step 4 "no way leads back to uid 0" "setresuid(2): the saved id"
	lab -u 1000:1000 "$R" probe regain
	is "$(line '1,4')" $'setuid: EPERM\nsetgid: EPERM\nsetgroups: EPERM\nsetresuid: EPERM' "attempts to become root again"
}

@test "01 step 5: with -i nothing of the caller's environment is there" {
	step 5 "the environment is fresh" "environ(7), clearenv(3)"
	host <<-EOF
		SECRET=$word \$LAB -i $R env
	EOF
	lacks "$out" "$word" "env inside"
	has "$out" "PATH=" "env inside"
}

@test "01 step 6: the exit status and the streams are COMMAND's" {
	step 6 "the program becomes COMMAND" "execve(2)"
	ends_like_command 0 "$R"
}

@test "01 step 6: PATH is looked up inside" {
	step 6 "PATH is looked up in the new root" "execve(2), environ(7)"
	host <<-EOF
		mkdir $R/only-here
		cp $R/bin/busybox $R/only-here/cmd-$word
		ln -s /bin/sh /tmp/cmd-$word
		PATH=/only-here:/bin \$LAB $R cmd-$word echo found
	EOF
	# busybox under another name asks for its applet
	is "$status" 127 "exit status (busybox's own word for an unknown applet)"
	has "$err" "applet not found" "busybox's answer"
}

@test "01 step 6: the environment stays without -i" {
	step 6 "chroot(1) keeps the environment" "environ(7)"
	host <<-EOF
		KEPT=$word \$LAB $R sh -c 'echo \$KEPT'
	EOF
	is "$out" "$word" "a variable of the caller's"
}

@test "01: a call of a step that fails ends it, and is told" {
	whole "errors are checked: no COMMAND where a call has failed" "errno(3), perror(3)"
	tells_of_failures 0 chroot,chdir,setgroups,setgid,setregid,setresgid,setuid,setreuid,setresuid -u 1234:2345 "$R"
}

@test "01 step 6: a COMMAND that isn't there is 127, one that can't run is 126" {
	step 6 "126 and 127 as the shell has them" "execve(2), ERRORS; exit status of env(1)"
	cannot_execute 0 "$R"
}

@test "01 step 6: a program without its loader: 127, and the loader is named" {
	step 6 "ENOENT, though the file is there" "execve(2), ld.so(8); ldd(1) lists what to copy"
	host <<-EOF
		cp /usr/bin/env $R/bin/dynamic
		\$LAB $R dynamic
	EOF
	is "$status" 127 "exit status"
	has "$err" "dynamic is there" "the message"
	has "$err" "ld-" "the message"
	# ldd(1) is outside, where the file has another name.
	ldd=$(sed -n 's/.*`\(ldd .*\)`.*/\1/p' <<<"$err")
	host <<-EOF
		cp /usr/bin/env $R/bin/dynamic
		$ldd
	EOF
	has "$out" "libc" "what \"$ldd\" lists on the host"
}

@test "01 step 6: a script without its interpreter: 127, and it is named" {
	step 6 "ENOENT, though the file is there" "execve(2), \"Interpreter scripts\""
	host <<-EOF
		printf '#! /usr/bin/none-$word -x\necho\n' >$R/bin/script
		chmod +x $R/bin/script
		\$LAB $R script
	EOF
	is "$status" 127 "exit status"
	has "$err" "/usr/bin/none-$word" "the message"
}

@test "01 step 6: a program for another machine: 126 and ENOEXEC" {
	step 6 "the wrong machine is ENOEXEC" "execve(2), elf(5)"
	host <<-EOF
		# an ELF header for s390 (e_machine 22, big-endian), which no machine here is
		{ printf '\177ELF\2\2\1\0\0\0\0\0\0\0\0\0\0\2\0\26\0\0\0\1'; head -c 200 /dev/zero; } >$R/bin/foreign
		chmod +x $R/bin/foreign
		\$LAB $R foreign
	EOF
	is "$status" 126 "exit status"
	has "$err" "ENOEXEC" "the message"
	has "$err" "s390" "the message"
}

@test "01: names of USER and GROUP are those of ROOTFS" {
	LEFT_OK=$OWN_FILES
	need_range
	whole "names are looked up in the new root" "passwd(5)"
	host <<-EOF
		echo "other:x:4321:5432::/:/bin/sh" >>$R/etc/passwd
		echo "crew:x:6543:" >>$R/etc/group
		\$LAB -u other $R probe ids
		\$LAB -u other:crew -G crew $R probe ids
	EOF
	is "$out" $'uid 4321 4321 4321\ngid 5432 5432 5432\ngroups\nuid 4321 4321 4321\ngid 6543 6543 6543\ngroups 6543' "the ids inside"
}

@test "01: what is made inside is there outside" {
	LEFT_OK=$OWN_FILES
	whole "the tree is shared, not copied" "the notes, 003: touch /tmp/sample"
	host <<-EOF
		\$LAB $R sh -c 'echo $word >/tmp/made'
		cat $R/tmp/made
	EOF
	is "$out" "$word" "ROOTFS/tmp/made outside"
}

@test "01: the caller's own root is what it was" {
	LEFT_OK=$OWN_FILES
	whole "chroot is a matter of one process" "chroot(2)"
	host <<-EOF
		\$LAB $R true
		readlink /proc/self/root; pwd
	EOF
	is "$out" $'/\n/scratch' "root and current directory of the caller"
}

@test "01: chroot isolates nothing else: root walks out again" {
	LEFT_OK=$OWN_FILES
	whole "the double chroot succeeds here, which is why containers use pivot_root" "chroot(2), NOTES"
	host <<-EOF
		echo $word >/tmp/secret
		\$LAB $R probe escape /bin/sh -c 'cat /tmp/secret'
	EOF
	is "$out" "$word" "a file of the host, read after the escape"
	is "$status" 0 "exit status"
}

@test "01: without CAP_SYS_CHROOT there is no way out by a second chroot" {
	LEFT_OK=$OWN_FILES
	need_range
	whole "the escape is root's" "capabilities(7), CAP_SYS_CHROOT"
	lab -u 1000:1000 "$R" sh -c 'cd /tmp && probe escape /bin/true'
	is "$status" 1 "exit status of the escape"
	has "$out" ": E" "where it failed"
}

@test "01: there is no /proc inside, and the view says so" {
	LEFT_OK=$OWN_FILES
	whole "the view" "GUIDE.md, chapter 01"
	lab "$R"
	is "$status" 0 "exit status"
	has "$out" "no /proc in here" "the view"
	# Who closes descriptors at once, not at exec, closes the one through which that row is seen.
	[ "${LABS_BIN-}" != build/solutions ] && grep -q 'seen outside .* ?$' "$T/out" ||
		has "$out" "$R" "the view's row of the root as seen outside"
}

@test "01: ROOTFS in every form a path can have" {
	LEFT_OK=$OWN_FILES
	whole "ROOTFS may be relative, a link, with blanks and newlines in its name" "realpath(3)"
	host <<-EOF
		cp -a $R "/tmp/with space"
		cp -a $R "/tmp/with
		newline"
		ln -s "/tmp/with space" /tmp/link
		for root in "/tmp/with space" "/tmp/with
		newline" /tmp/link /tmp/link/ "../tmp/with space/" //lab/build/./rootfs; do
			\$LAB "\$root" pwd
		done
	EOF
	is "$out" $'/\n/\n/\n/\n/\n/' "pwd inside each"
}

@test "01: a ROOTFS that is missing, a file or empty is refused by name" {
	LEFT_OK=$OWN_FILES
	whole "bad input: 125 and one line" "chroot(2), ERRORS"
	lab "/no-such-$word" true
	one_line_error "/no-such-$word"
	lab /etc/passwd true
	one_line_error "/etc/passwd"
	lab "" true
	one_line_error "ROOTFS"
	lab /mnt true # an empty folder
	one_line_error "ROOTFS /mnt: there is nothing in it"
}

@test "01: a user or group that doesn't exist is refused by name" {
	LEFT_OK=$OWN_FILES
	need_range
	whole "bad input: 125 and one line" "passwd(5), group(5)"
	lab -u "nobody-$word" "$R" true
	one_line_error "nobody-$word"
	bad "none-$word" -u "1000:none-$word" "$R" true
	bad "4242" -u 4242 "$R" true
	bad "x$word" -G "1,x$word" "$R" true
	bad "70000 is not in this user namespace's uid_map" -u 70000:70000 "$R" true
	bad "70001 is not in this user namespace's gid_map" -G 1,70001 "$R" true
	for id in 4294967295 99999999999999999999; do
		bad "user \"$id\": out of range" -u "$id:1" "$R" true
		bad "group \"$id\": out of range" -u "1:$id" "$R" true
	done
	refuses -Z --no-such
}

@test "01: an id is read whole, however long, and no group is lost" {
	need_range
	whole "what is asked for, or an error: never another id" "setresuid(2), setgroups(2)"
	LEFT_OK=$OWN_FILES
	groups=$(for g in $(seq 101 130); do printf '%050d,' "$g"; done)
	lab -u "$(printf %0300d 1234):2345" -G "${groups%,}" "$R" probe ids
	is "$out" "uid 1234 1234 1234"$'\n'"gid 2345 2345 2345"$'\n'"groups $(seq -s ' ' 101 130)" "the ids inside"
}

@test "01: without the privilege it says which one, and the ways on" {
	LEFT_OK=$OWN_FILES
	need_range
	whole "a missing capability is named" "capabilities(7)"
	names_capability CAP_SYS_CHROOT "$R"
}
