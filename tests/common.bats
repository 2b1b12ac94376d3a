#!/usr/bin/env bats
# common: what the library says when something fails, and how it prints odd names.
#
# tests/wrong.c makes the mistakes, one at a time, with the calls and texts of the labs.

load helper

setup_file() { build tools; }

PROGRAM=$ROOT/build/tests/wrong # in the pretend host it is /lab/labcommon

R=/lab/build/rootfs

# hints: on stdin "MISTAKE ERRNO WORDS..." a line; WORDS must be in what is said of it.
# ERRNO is EBUSY|EINVAL where the kernels differ.
hints() {
	local mistake errno words
	while read -r mistake errno words; do
		lab "$mistake" "$R"
		is "$status" 125 "exit status of $mistake"
		sed -n 1p "$T/err" | grep -qE ": ($errno) \(" || wrong "$errno on stderr" "$(quote "$err")"
		has "$(sed -n 2p "$T/err")" "$words" "the cause, the second line on stderr"
		has "$(sed -n 3p "$T/err")" "       read " "the third line on stderr"
	done
}

# cannot_exec STATUS WORDS: what became of /scratch/x, which the script on stdin makes.
cannot_exec() {
	host <<-EOF
		$(cat)
		\$LAB exec /scratch/x
	EOF
	is "$status" "$1" "exit status"
	has "$err" "$2" "the message"
	is "$(wc -l <"$T/err")" 3 "lines on stderr"
}

# within_page: no line of the view has more than 80 columns, and no control character.
within_page() {
	[ "$(LC_ALL=C.UTF-8 wc -L <"$T/out")" -le 80 ] || fail "a line of more than 80 columns"
	is "$(LC_ALL=C.UTF-8 grep -c '[[:cntrl:]]' "$T/out")" 0 "lines of the view with control characters"
	iconv -f UTF-8 -t UTF-8 <"$T/out" >/dev/null 2>&1 || wrong "UTF-8 on stdout" "a part of a character"
}

@test "common: hints of unshare, fork and sethostname" {
	whole "the cause is named, from the kernel's state" "common/hint.c"
	hints <<-'EOF'
		uts_without_capability EPERM CAP_SYS_ADMIN is missing
		user_in_chroot EPERM in a chroot
		pid_namespace_twice EINVAL has made a PID namespace for its children already
		fork_after_pid_1 ENOMEM the first child was PID 1 of pid:[
		name_without_capability EPERM CAP_SYS_ADMIN is missing
		name_of_outer_namespace EPERM a user namespace above owns: enter a new one first; step 1
		name_too_long EINVAL at most 64 bytes
	EOF
}

@test "common: hints of the maps and of changing ids" {
	whole "the cause is named, from the kernel's state" "common/hint.c"
	hints <<-'EOF'
		map_without_namespace EPERM is not in a user namespace of its own
		map_of_the_parent EPERM that one's is to be written
		map_twice EPERM has been written already
		map_of_others EPERM one id, their own
		map_of_two_numbers EINVAL inside outside count
		become_root_before_map EINVAL uid_map is empty
		gid_not_in_map EINVAL is not in this namespace's gid_map (0 0 1)
		groups_denied EPERM setgroups is "deny"
		groups_after_uid EPERM CAP_SETGID is gone
		chroot_without_capability EPERM CAP_SYS_CHROOT is missing
	EOF
}

@test "common: hints of setgroups, where it is still allowed" {
	need_range
	whole "the cause is named, from the kernel's state" "common/hint.c"
	hints <<-'EOF'
		gid_map_before_deny EPERM setgroups is still "allow"
		deny_after_gid_map EPERM "deny" must come before it
		group_not_in_map EINVAL is not in this namespace's gid_map (0
		gid_after_uid EPERM CAP_SETGID is gone
		gid_after_setuid EPERM CAP_SETGID is gone: groups come before gid, and gid before uid
	EOF
}

@test "common: hints of an ordinary user's maps" {
	need_range
	whole "the cause is named, from the kernel's state" "common/hint_ids.c"
	hints <<-'EOF'
		map_of_others_as_nina EPERM one id, their own (1000), and nothing else
		range_as_nina EPERM one id, their own (1000), and nothing else
		map_other_than_shown EPERM may write that: so what was written is another text, or it went to another
		map_without_quotes EPERM may write that: so what was written is another text
		map_elsewhere_than_shown EPERM may write that: so what was written is another text, or it went to another
	EOF
}

@test "common: hints of the ambient set" {
	need_range
	whole "the cause is named, and no step that has done its part" "common/hint_caps.c"
	hints <<<"ambient_without_keepcaps EPERM nothing is permitted: the change of uid clears that without PR_SET_KEEPCAPS"
	lacks "$err" "; step" "the message"
	hints <<<"ambient_after_all_is_dropped EPERM only what is permitted can be raised, and that is none"
	lacks "$err" "; step" "the message"
	hints <<<"ambient_beyond_permitted EPERM only what is permitted can be raised, and that is 1: cap_chown"
	lacks "$err" "; step" "the message"
}

@test "common: hints of links" {
	whole "the cause is named, and a step only if it lacks, and comes before" "common/hint_net.c"
	hints <<<"missing_link_beside_a_pair ENODEV the links of this process's network are: lo "
	lacks "$err" "; step" "the message"
	hints <<<"step2_bring_up_missing_link ENODEV there is only lo"
	lacks "$err" "; step" "the message"
	hints <<-'EOF'
		address_of_missing_link ENODEV there is only lo; step 3 does that
		address_by_another_index ENODEV lo is there, with the index 1: the index in the message is another
	EOF
	lacks "$err" "step" "the message"
	hints <<<"link_up_by_another_index ENODEV lo is there, with the index 1: the index in the message is another"
}

@test "common: hints of pivot_root" {
	whole "the cause is named, from the kernel's state" "common/hint.c; pivot_root(2)"
	hints <<-EOF
		pivot_without_capability EPERM CAP_SYS_ADMIN is missing
		pivot_of_outer_namespace EPERM a mount namespace that a user namespace above owns
		pivot_in_chroot EINVAL own root is a folder (chroot)
		pivot_elsewhere EBUSY|EINVAL "." is /mnt and not ROOTFS
		pivot_without_bind EBUSY|EINVAL no mount of its own: bind it onto itself; step 2
		pivot_without_bind_2 EINVAL /mnt/root is no mount of its own
		chdir_before_bind EBUSY|EINVAL chdir(2) comes after the bind
		pivot_with_shared_parent EINVAL the parent of $R, the mount /, is shared:
		pivot_to_shared EINVAL $R is shared:
		pivot_the_wrong_way_round EBUSY|EINVAL the first name is to be the new root, and that is / as it is
		put_old_outside EINVAL the place for the old root, /mnt, is not at or below $R
		put_old_on_root EBUSY the place for the old root must be at or below $R
		put_old_missing ENOENT there is no old to put the old root on
	EOF
}

@test "common: hints of mount and umount" {
	whole "the cause is named, from the kernel's state" "common/hint.c; mount(2), umount(2)"
	hints <<-'EOF'
		proc_of_outer_namespace EPERM a PID namespace that a user namespace above owns
		proc_after_pivot EPERM no /proc is in sight any more
		unknown_file_system ENODEV /proc/filesystems
		mount_without_capability EPERM CAP_SYS_ADMIN is missing
		private_of_folder EINVAL /mnt is no mount
		bind_of_unbindable EINVAL the mount /mnt, which is unbindable
		bind_not_recursive EINVAL is mounted below it, and locked to it
		remount_without_flags EPERM /mnt has nosuid noexec relatime from a user namespace above
		remount_with_other_atime EPERM /mnt has noatime from a user namespace above
		remount_without_bind EROFS itself, and wasn't before this program: MS_REMOUNT without MS_BIND does that
		remount_with_bind_too_early EROFS is on the mount /lab/build/rootfs, which is read-only
		umount_busy EBUSY MNT_DETACH
		umount_of_folder EINVAL nothing is mounted on /mnt
		umount_of_root EINVAL the root of this namespace itself
	EOF
}

@test "common: a die() behind no failed call says so" {
	whole "an errno of some call before isn't shown" "errno(3)"
	local mistake
	for mistake in inverted_at_first inverted_in_new_namespace die_after_success inverted_in_child; do
		lab "$mistake" "$R"
		is "$status" 125 "exit status of $mistake"
		has "$(sed -n 1p "$T/err")" ": no call has failed" "the first line on stderr"
		has "$(sed -n 2p "$T/err")" "errno is 0: is the check before die() the wrong way round" "the second line on stderr"
	done
}

@test "common: a path that reads like a call gets no hint of that call" {
	whole "a hint is about the call that failed" "common/hint.c"
	lab path_like_an_attempt "$R"
	is "$(wc -l <"$T/err")" 1 "lines on stderr"
}

@test "common: why a COMMAND that is there can't be executed" {
	whole "the cause is read from the file, and from what it needs" "execve(2), ERRORS; elf(5)"
	cannot_exec 126 "/scratch/x is a folder" <<-'EOF'
		mkdir x
	EOF
	cannot_exec 126 "has no x bit (mode 640)" <<-'EOF'
		echo '#!/bin/sh' >x; chmod 640 x
	EOF
	cannot_exec 127 "is a symbolic link to none-$word, which isn't there" <<-'EOF'
		ln -sf none-$word x
	EOF
	cannot_exec 127 "its #! interpreter /bin/none-$word is not" <<-'EOF'
		echo "#! /bin/none-$word -x" >x; chmod +x x
	EOF
	cannot_exec 127 "its #! line ends in a carriage return" <<-'EOF'
		printf '#!/bin/sh\r\necho\r\n' >x; chmod +x x
	EOF
	cannot_exec 126 "/etc/passwd is there, but has no x bit" <<-'EOF'
		echo '#!/etc/passwd' >x; chmod +x x
	EOF
	cannot_exec 126 "/etc is a folder" <<-'EOF'
		echo '#!/etc' >x; chmod +x x
	EOF
	cannot_exec 127 "/scratch/link is a symbolic link to none-$word" <<-'EOF'
		ln -s none-$word link; echo '#!/scratch/link' >x; chmod +x x
	EOF
	cannot_exec 126 "neither a program (ELF) nor a script" <<-'EOF'
		echo plain >x; chmod +x x
	EOF
	cannot_exec 126 "damaged" <<-'EOF'
		head -c 64 /opt/bin/probe >x; chmod +x x # the ELF header alone
	EOF
}

@test "common: execvp(3): a COMMAND that PATH has isn't called not found" {
	whole "the cause is read from the file that PATH has" "execvp(3); execve(2), ERRORS"
	host <<-'EOF'
		echo "#! /bin/none-$word" >x; chmod +x x
		PATH=$PATH:/scratch $LAB execvp x
	EOF
	is "$status" 127 "exit status"
	has "$err" "/scratch/x is there; its #! interpreter /bin/none-$word is not" "the message"
	lab execvp "none-$word"
	is "$status" 127 "exit status"
	has "$err" "none-$word: not found in PATH (" "the message"
}

@test "common: a group that isn't held, and a file that it hasn't" {
	whole "what lacks is named: the group or the hold, the file by v2's name" "cgroups(7)"
	lab group_not_made "$R"
	one_line_error "step 5 made no group /none"
	lab group_not_held "$R"
	one_line_error "step 5 made the group /tmp, but doesn't hold it: cgroup_hold() does"
	lab group_file_of_v1 "$R"
	one_line_error "memory.limit_in_bytes is v1's name: say memory.max"
	lab group_file_unknown "$R"
	one_line_error "know no memory.high, but these of v2: memory.max, memory.swap.max, "
}

@test "common: control characters of a name don't reach the terminal, UTF-8 does" {
	whole "one line, whatever the name" "utf-8(7); console_codes(4)"
	lab rootfs $'/no\nsuch\r\033[31m\x9b\xc2\x9bB\xff\xc3\xa4\xe2\x82'
	one_line_error $'ROOTFS /no?such??[31m???B?\xc3\xa4??: ENOENT'
	# cut where a character is two bytes long, at either of them
	for start in a aa; do
		lab rootfs "/$start$(printf '\xc3\xa4%.0s' {1..3000})"
		is "$status" 125 "exit status"
		iconv -f UTF-8 -t UTF-8 <"$T/err" >/dev/null 2>&1 || wrong "UTF-8 on stderr" "a part of a character"
	done
}

@test "common: the view keeps to 80 columns, with names of any kind" {
	whole "a name can't break the table" "utf-8(7)"
	host <<-'EOF'
		mkdir odd
		touch odd/"$(printf 'a\nb')" odd/"$(printf 'c\033[31m\302\233')" odd/"$(printf '\377')"
		for i in d e; do touch odd/"$i$(printf '\303\244%.0s' $(seq 70))"; done
		$LAB view /scratch/odd /scratch/odd/$word
	EOF
	is "$status" 0 "exit status"
	has "$out" '  a?b c?[31m??  ' "the view's row of names"
	has "$out" "the host itself changed: a?b" "the view"
	has "$out" "-> a?b" "the view"
	has "$out" "$word" "the view"
	within_page
	# Its last column, of six characters, ends where that of the title does: "inside".
	has "$out" $'\xc3\xa4?[31m' "the view's row of the process's name"
	is "$(grep process "$T/out" | LC_ALL=C.UTF-8 wc -L)" "$(head -n 1 "$T/out" | LC_ALL=C.UTF-8 wc -L)" "columns of that row"
}

@test "common: the view parts a value at its blanks, and only a word that is too long elsewhere" {
	whole "a word is read in one piece" "utf-8(7)"
	host <<-'EOF'
		mkdir odd
		touch odd/aa odd/nineteen-characters odd/x$(printf 'y%.0s' $(seq 30))
		$LAB view /scratch/odd /scratch/odd/$word
	EOF
	is "$status" 0 "exit status"
	has "$out" 'names      aa                   aa  ' "the view's row of names"
	has "$out" '  nineteen-characters  nineteen-characters  ' "the view's row of names"
	has "$out" "  x$(printf 'y%.0s' {1..18})  x" "the view's row of names"
	within_page
}

@test "common: a folder as stdin, stdout or stderr is no way out of ROOTFS" {
	whole "fchdir(2) needs no path: COMMAND gets no open folder" "fchdir(2)"
	host <<-EOF
		\$LAB rootfs $R </; echo \$?
		\$LAB rootfs $R 1</; echo \$?
		\$LAB rootfs $R 2</; echo \$?
	EOF
	is "$out" $'125\n125\n125' "the statuses"
	has "$err" "stdin is a folder" "the message"
	has "$err" "stdout is a folder" "the message"
}

@test "common: where /proc is another PID namespace's, no stranger's file is written" {
	whole "a pid means another process there" "pid_namespaces(7)"
	lab map_by_another_proc $R
	one_line_error "another PID namespace"
}
