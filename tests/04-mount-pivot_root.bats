#!/usr/bin/env bats
# 04-mount-pivot_root: a mount table and a root of COMMAND's own; nothing of it outside.
#
# On the pretend host "/" is shared, as systemd makes it.  Before step 6 COMMAND runs under
# the host's root, so what a step made of ROOTFS is looked for below it; afterwards at "/".

load helper

setup_file() { build 04; }

R=/lab/build/rootfs
# What the tests themselves put on the host, and into ROOTFS.
OWN_FILES='^[a-z ]* /(scratch|srv|tmp/|lab/build/rootfs/)'

# A dialogue with a shell inside, so that both sides can look while it runs:
#   talk COMMAND...    run "COMMAND... sh" in the background
#   ask SCRIPT         have it run SCRIPT, print what it prints
#   bye                end it
# points prints "POINT TYPE" for each mount of a mountinfo below ROOTFS, as seen from there.
PRELUDE=$PRELUDE'
trap "" PIPE
talk() {
	mkfifo talk.in talk.out
	"$@" sh <talk.in >talk.out &
	lab=$!
	exec 8>talk.in 9<talk.out
}
ask() {
	echo "$1; echo end" >&8 || return 0
	while read -r answer <&9 && [ "$answer" != end ]; do echo "$answer"; done
}
bye() {
	exec 8>&- 9<&-
	wait "$lab"
	rm -f talk.in talk.out
}
points() {
	awk -v r=/lab/build/rootfs "{ line[NR] = \$0; if (\$5 == r) below = 1 }
		END { for (i = 1; i <= NR; i++) {
			n = split(line[i], f, \" \")
			for (t = 7; f[t] != \"-\"; t++);
			if (below && index(f[5] \"/\", r \"/\") != 1) continue
			p = below ? substr(f[5], length(r) + 1) : f[5]
			print (p == \"\" ? \"/\" : p), f[t + 1] } }"
}'

MNTNS="mount_namespaces(7)"

# seen K: what step K makes of COMMAND's mounts, as a process of the host sees it (see step in
# helper.bash).
seen() {
	isolated 0 mnt "$R"
	[ "$1" -gt 1 ] || return 0
	host <<-'EOF'
		mkdir -p /srv/disk
		echo $word >/lab/build/rootfs/etc/mark
		start $LAB -b /srv/disk:/mnt /lab/build/rootfs
		p=/proc/$pid
		grep -cE ' (shared:|master:|unbindable )' $p/mountinfo
		echo "$(awk '$4 == "/lab/build/rootfs" { print $5; exit }' $p/mountinfo)"
		echo $(points <$p/mountinfo | grep -xE '/(proc|dev|dev/pts|dev/shm|tmp) (proc|tmpfs|devpts)' | sort)
		awk '$4 == "/srv/disk"' $p/mountinfo | wc -l
		cat $p/root/etc/mark 2>/dev/null || echo
		awk '$5 == "/"' $p/mountinfo | wc -l
		finish
	EOF
	case $1 in
	2) is "$(line 1)" 0 "mounts that aren't private where COMMAND is, seen from outside" ;;
	3) [ "$(line 2)" = / ] || is "$(line 2)" "$R" "where the folder ROOTFS is mounted, where COMMAND is, seen from outside" ;;
	4) is "$(line 3)" "/dev tmpfs /dev/pts devpts /dev/shm tmpfs /proc proc /tmp tmpfs" "mounts in ROOTFS, seen from outside" ;;
	5) is "$(line 4)" 1 "mounts of SRC where COMMAND is, seen from outside" ;;
	6) is "$(line 5)" "$word" "a file of ROOTFS in COMMAND's root, seen from outside" ;;
	7) is "$(line 6)" 1 "mounts on / where COMMAND is, seen from outside" ;;
	esac
}

@test "04 step 1: COMMAND is in another mount namespace than the caller" {
	step 1 "COMMAND is in a mount namespace of its own, and in no other new one" "$MNTNS, unshare(2)"
	host <<-'EOF'
		all=$(for ns in mnt cgroup ipc net pid user uts; do echo /proc/self/ns/$ns; done)
		readlink $all
		# busybox's takes one
		$LAB /lab/build/rootfs sh -c 'for ns; do readlink $ns; done' sh $all
	EOF
	has "$(line 8)" "mnt:[" "the namespace that COMMAND is in"
	differs "$(line 8)" "$(line 1)" "the namespace that COMMAND is in"
	is "$(line '9,14' | grep -vxF "$(line '2,7')")" "" "other namespaces that are not the caller's"
}

@test "04 step 2: what is mounted inside doesn't appear on the host" {
	step 2 "mounts made inside stay inside, below every mount of the host" "$MNTNS, \"SHARED SUBTREES\""
	host <<-'EOF'
		mkdir -p /srv/disk
		mount -t tmpfs disk /srv/disk
		mkdir /srv/disk/sub
		talk $LAB /lab/build/rootfs
		ask "for d in /mnt /srv/disk/sub; do mount -t tmpfs $word \$d 2>/dev/null; done
			echo inside: \$(grep -c $word /proc/self/mountinfo)"
		echo "host: $(grep -c $word /proc/self/mountinfo)"
		bye
	EOF
	case $(line 1) in "inside: "[1-9]) ;; *) wrong "mounts made inside, seen inside: one or two" "$(quote "$(line 1)")" ;; esac
	is "$(line 2)" "host: 0" "mounts made inside, seen on the host"
}

@test "04 step 2: every mount inside is private" {
	step 2 "the whole tree is private, with MS_REC" "mount(2), MS_PRIVATE; $MNTNS"
	host <<-'EOF'
		mkdir -p /srv/disk
		mount -t tmpfs disk /srv/disk
		$LAB /lab/build/rootfs cat /proc/self/mountinfo
	EOF
	has "$out" " - " "/proc/self/mountinfo inside"
	lacks "$out" " shared:" "/proc/self/mountinfo inside"
	lacks "$out" " master:" "/proc/self/mountinfo inside"
	lacks "$out" " unbindable " "/proc/self/mountinfo inside"
}

@test "04 step 3: ROOTFS is a mount, and only inside" {
	step 3 "ROOTFS is bound onto itself" "mount(2), \"Creating a bind mount\"; proc(5), mountinfo: its fourth and fifth field"
	local point=/
	case $LAB_FILE in */prefix/*) point=/lab/$word ;; esac # pivot_root is to come
	host <<-'EOF'
		mv /lab/build/rootfs /lab/$word
		echo $($LAB /lab/$word cat /proc/self/mountinfo | awk -v root=/lab/$word '$4 == root { print $5 }')
		awk -v root=/lab/$word '$4 == root' /proc/self/mountinfo | wc -l
	EOF
	is "$(line 1)" "$point" "where the folder ROOTFS is mounted, inside"
	is "$(line 2)" 0 "mounts on the host that show it"
}

@test "04 step 3: what is mounted below ROOTFS comes along" {
	step 3 "the bind is recursive" "mount(2), MS_REC"
	host <<-'EOF'
		mount -t tmpfs below /lab/build/rootfs/mnt
		echo $word >/lab/build/rootfs/mnt/file
		$LAB /lab/build/rootfs sh -c 'cat /lab/build/rootfs/mnt/file /mnt/file 2>/dev/null'
	EOF
	is "$(line 1)" "$word" "a file of a file system mounted on ROOTFS/mnt"
}

@test "04 step 4: proc, sysfs, dev, devpts, shm and tmp are mounted in ROOTFS" {
	step 4 "the root has what programs expect" "mount(2), proc(5), sysfs(5), devpts in pts(4), tmpfs(5)"
	host <<-'EOF'
		$LAB /lab/build/rootfs cat /proc/self/mountinfo | points | grep -v ' devtmpfs$' | sort
	EOF
	for mount in "/proc proc" "/dev tmpfs" "/dev/pts devpts" "/dev/shm tmpfs" "/tmp tmpfs"; do
		has "$(line '1,$')"$'\n' "$mount"$'\n' "the mounts in ROOTFS"
	done
	host <<-'EOF'
		grep -q ' /sys ' /proc/self/mountinfo || exit 0 # this machine gives none
		$LAB /lab/build/rootfs cat /proc/self/mountinfo | points | grep /sys
	EOF
	[ "$status" -ne 0 ] || [ -z "$out" ] || has "$out" "/sys sysfs" "the mounts in ROOTFS"
}

@test "04 step 4: they are what they should be: modes, flags, an instance of its own" {
	step 4 "flags and options are those of the table" "mount(2), MS_NOSUID, MS_NODEV; mount(8), \"Mount options for devpts\""
	host <<-'EOF'
		$LAB /lab/build/rootfs sh -c '
			B=/lab/build/rootfs
			[ -d $B ] || B=
			cd $B/; cd dev; stat -c "%a %n" ../tmp shm .
			ls pts | tr "\n" " "
			exec 3<>ptmx && ls pts | tr "\n" " "; echo
			awk -v b=$B "\$5 == b \"/proc\" || \$5 == b \"/tmp\" { print \$5, \$6 }" /proc/self/mountinfo |
				sed "s,^$B,," | sort
			[ -z "$(ls -A ../tmp)" ] && echo empty'
	EOF
	is "$(line '1,3')" $'1777 ../tmp\n1777 shm\n755 .' "modes of /tmp, /dev/shm, /dev"
	is "$(line 4)" "ptmx 0 ptmx " "names in /dev/pts, before and after one is opened"
	has "$(line 5)" "/proc rw,nosuid,nodev,noexec" "flags of /proc"
	has "$(line 6)" "/tmp rw,nosuid,nodev" "flags of /tmp"
	is "$(line 7)" "empty" "/tmp"
}

@test "04 step 4: the devices work" {
	step 4 "null, zero, full, random, urandom and tty are the host's, bound" "null(4), full(4), random(4), tty(4)"
	host <<-'EOF'
		$LAB /lab/build/rootfs sh -c '
			D=/lab/build/rootfs/dev
			[ -d $D ] || D=/dev
			echo x >$D/null && wc -c <$D/null
			head -c 1000 $D/zero | tr -d "\0" | wc -c
			head -c 1000 $D/zero | wc -c
			dd if=/bin/sh of=$D/full bs=1 count=1 2>&1 | grep -o "No space left on device"
			head -c 16 $D/random | wc -c
			head -c 16 $D/urandom | wc -c
			stat -c "%F %t:%T" $D/tty
			ls -d $D/fd $D/stdin $D/stdout $D/stderr | wc -l' 2>&1
	EOF
	is "$(line '1,3')" $'0\n0\n1000' "/dev/null and /dev/zero"
	has "$(line 4)" "No space left on device" "a write to /dev/full"
	is "$(line '5,6')" $'16\n16' "16 bytes of /dev/random and /dev/urandom"
	is "$(line 7)" "character special file 5:0" "/dev/tty"
	is "$(line 8)" 4 "fd, stdin, stdout and stderr in /dev"
}

@test "04 step 5: DST shows SRC, and what is mounted below SRC" {
	step 5 "each -b is attached, recursively" "move_mount(2); $MNTNS"
	host <<-'EOF'
		mkdir -p /srv/disk/sub
		echo $word >/srv/disk/file
		mount -t tmpfs sub /srv/disk/sub
		echo below-$word >/srv/disk/sub/file
		$LAB -b /srv/disk:/mnt -b /srv/disk/file:/etc/one /lab/build/rootfs sh -c '
			B=/lab/build/rootfs
			[ -d $B ] || B=
			cat $B/mnt/file $B/mnt/sub/file $B/etc/one
			echo written >$B/mnt/new && echo written'
		cat /srv/disk/new
	EOF
	is "$(line '1,3')" "$word"$'\n'"below-$word"$'\n'"$word" "files of SRC, seen at DST"
	is "$(line '4,5')" $'written\nwritten' "a file written at DST, seen in SRC on the host"
}

@test "04 step 5: with :ro it can't be written, nor what is mounted below" {
	step 5 "MS_RDONLY by a remount, for each mount" "mount(2), \"Remounting an existing mount\""
	host <<-'EOF'
		mkdir -p /srv/disk/sub
		mount -t tmpfs sub /srv/disk/sub
		touch /srv/one
		$LAB -b /srv/disk:/mnt:ro -b /srv/one:/etc/one:ro -b /srv:/home/nina /lab/build/rootfs sh -c '
			B=/lab/build/rootfs
			[ -d $B ] || B=
			for f in mnt/a mnt/a mnt/sub/a mnt/sub/a etc/one; do
				{ echo x >$B/$f; } 2>&1 | grep -o "Read-only file system" || echo "$f is written"
			done
			touch $B/home/nina/two && echo two'
	EOF
	ro="Read-only file system"
	is "$(line '1,5')" "$ro"$'\n'"$ro"$'\n'"$ro"$'\n'"$ro"$'\n'"$ro" "attempts to write"
	is "$(line 6)" "two" "a write to the one without :ro"
}

@test "04 step 5: :ro leaves the other flags as they are" {
	step 5 "a remount says all flags again" "mount(2), MS_REMOUNT | MS_BIND; $MNTNS, \"Restrictions on mount namespaces\""
	host <<-'EOF'
		mkdir -p /srv/disk
		mount -t tmpfs -o nosuid,nodev,noexec,noatime disk /srv/disk
		$LAB -b /srv/disk:/mnt:ro /lab/build/rootfs cat /proc/self/mountinfo | grep ' - tmpfs disk ' |
			grep -E ' (/lab/build/rootfs)?/mnt ' | cut -d' ' -f6
	EOF
	is "$(line 1)" "ro,nosuid,nodev,noexec,noatime" "the mount's options inside"
}

@test "04 step 5: the mount propagates as -p says, and what is below it, too" {
	step 5 "private, slave, shared or unbindable" "$MNTNS, \"SHARED SUBTREES\"; proc(5), mountinfo: optional fields"
	host <<-'EOF'
		mkdir -p /srv/disk
		mount -t tmpfs disk-$word /srv/disk
		mkdir /srv/disk/sub
		mount -t tmpfs sub-$word /srv/disk/sub
		tags() { sed -n "s/.* \(\/[^ ]*\) [^ ]* \(.*\)- tmpfs \([a-z]*\)-$word .*/\3 \2/p"; }
		tags </proc/self/mountinfo
		for type in private slave shared unbindable; do
			echo $type
			$LAB -p $type -b /srv/disk:/mnt /lab/build/rootfs cat /proc/self/mountinfo |
				grep -E ' (/lab/build/rootfs)?/mnt(/sub)? ' | tags
		done 2>/dev/null
	EOF
	disk=$(line 1 | tr -dc 0-9)
	sub=$(line 2 | tr -dc 0-9)
	is "$(line '3,5')" $'private\ndisk \nsub ' "-p private: tags in mountinfo"
	is "$(line '6,8')" "slave"$'\n'"disk master:$disk "$'\n'"sub master:$sub " "-p slave: tags in mountinfo"
	is "$(line '9,11')" "shared"$'\n'"disk shared:$disk "$'\n'"sub shared:$sub " "-p shared: tags in mountinfo"
	is "$(line '12,14')" $'unbindable\ndisk unbindable \nsub unbindable ' "-p unbindable: tags in mountinfo"
}

@test "04 step 6: / is ROOTFS, and the host's files are not to be had by their path" {
	step 6 "the root is ROOTFS" "pivot_root(2), path_resolution(7)"
	host <<-'EOF'
		mv /lab/build/rootfs /lab/$word
		echo $word >/lab/$word/etc/mark
		echo secret >/srv-secret
		$LAB /lab/$word sh -c 'cat /etc/mark; cat /srv-secret 2>/dev/null; ls -d /lab /opt 2>/dev/null; echo ran'
	EOF
	is "$(line '1,2')" "$word"$'\n'"ran" "a file of ROOTFS, and two of the host"
}

@test "04 step 6: it is the root of the whole namespace, by pivot_root and not by chroot" {
	step 6 "the old root is put aside, not only out of this process's sight" "pivot_root(2), NOTES"
	# Stacked on the new root it is in the table; once detached, who enters finds the new one.
	host <<-'EOF'
		echo $word >/lab/build/rootfs/etc/mark
		start $LAB /lab/build/rootfs
		awk '$4 == "/" && / - tmpfs pretend / { print "put aside" }' /proc/$pid/mountinfo | head -n 1
		nsenter --target $pid --mount cat /etc/mark 2>/dev/null
		finish
	EOF
	case $(line 1) in
	"put aside" | "$word") ;;
	*) wrong "pivot_root(2): the old root stacked or gone" "the namespace's root is what it was" ;;
	esac
}

@test "04 step 7: .. and the current directory don't lead to the old root" {
	step 7 "no relative path leads outside" "pivot_root(2), NOTES; path_resolution(7)"
	host <<-'EOF'
		echo $word >/srv-secret
		mkdir -p /srv/deep/deeper
		ln -s ../srv-secret /lab/build/rootfs/etc/up
		cd /srv/deep/deeper
		$LAB /lab/build/rootfs sh -c '
			pwd
			cat ../../../srv-secret ../srv-secret /../srv-secret /etc/../../srv-secret /etc/up 2>/dev/null
			[ / -ef /.. ] && echo same'
	EOF
	is "$(line '1,2')" $'/\nsame' "pwd; a file of the host by five paths; / and /.."
}

@test "04 step 7: the old root is gone from the mount table" {
	step 7 "the old root and all below it are unmounted" "umount2(2), MNT_DETACH; pivot_root(2)"
	host <<-'EOF'
		$LAB /lab/build/rootfs cat /proc/self/mountinfo >table
		awk '$5 == "/"' table | wc -l
		grep -cE ' /(usr|etc|lab|scratch|opt)[/ ]' table || true
		awk '{ print $5 }' table | grep -vE '^/((proc|sys|dev)(/.*)?|tmp)?$' || true
	EOF
	is "$(line 1)" 1 "mounts on / inside"
	is "$(line '3,$')" "" "mounts inside that are not in step 4's list"
}

@test "04 step 7: no descriptor leads to the old root" {
	step 7 "COMMAND gets no descriptor but 0, 1 and 2" "close_range(2), openat(2)"
	host <<-'EOF'
		echo $word >/srv-secret
		mkdir /srv
		exec 3</srv 9</
		probe open 200 / $LAB /lab/build/rootfs sh -c '
			probe openat 9 srv-secret
			probe openat 200 srv-secret
			probe openat 3 ../srv-secret'
	EOF
	is "$out" $'openat: EBADF\nopenat: EBADF\nopenat: EBADF' "openat(2) from the descriptors 9, 200 and 3"
}

@test "04 step 7: the escape of lab 01 ends in ROOTFS again" {
	step 7 "a double chroot leads to the root of the namespace, which is ROOTFS" "pivot_root(2); chroot(2), NOTES"
	host <<-'EOF'
		echo $word >/srv-secret
		echo inside >/lab/build/rootfs/etc/mark
		$LAB /lab/build/rootfs probe escape /bin/sh -c 'cat /srv-secret /etc/mark 2>/dev/null'
	EOF
	is "$out" "inside" "what is to be read after the escape"
}

@test "04: the host's mount table is the same before, meanwhile and after" {
	LEFT_OK=$OWN_FILES
	whole "nothing appears on the host, though / is shared there" "$MNTNS"
	host <<-'EOF'
		mkdir -p /srv/disk
		mount -t tmpfs disk /srv/disk
		cat /proc/self/mountinfo >before
		talk $LAB -p slave -b /srv/disk:/mnt:ro -b /etc/passwd:/etc/one /lab/build/rootfs
		ask "mount -t tmpfs none /home; umount /dev/shm; grep -c . /proc/self/mountinfo"
		cmp before /proc/self/mountinfo && echo same
		bye
		cmp before /proc/self/mountinfo && echo same
		umount /srv/disk
	EOF
	differs "$(line 1)" 0 "lines in the table inside"
	is "$(line '2,3')" $'same\nsame' "the host's table meanwhile, and after"
}

@test "04: nothing is left in ROOTFS or anywhere" {
	whole "no folder is needed for the old root" "pivot_root(2), NOTES: pivot_root(\".\", \".\")"
	lab "$R" true
	is "$status" 0 "exit status"
}

@test "04: what is missing in ROOTFS to mount on is made, and stays, empty" {
	LEFT_OK=$OWN_FILES
	whole "as runc does; no more than that" "mkdir(2)"
	host <<-'EOF'
		mkdir -p /srv/root/bin
		cp /lab/build/rootfs/bin/busybox /srv/root/bin/busybox
		touch /srv/file
		$LAB -b /srv/file:/a/b/file -b /etc:/a/dir /srv/root /bin/busybox true
		cd /srv/root && find . ! -path './bin*' | sort
		find . -type f ! -path './bin/*' -size +0
	EOF
	is "$status" 0 "exit status"
	is "$out" $'.\n./a\n./a/b\n./a/b/file\n./a/dir\n./dev\n./proc\n./sys\n./tmp' "what is in ROOTFS afterwards, but for bin"
}

@test "04: only the mount namespace is another" {
	whole "nothing but the mount namespace is new" "namespaces(7)"
	same_namespaces 0 "cgroup ipc net pid user uts" "$R"
}

@test "04: the exit status and the streams are COMMAND's" {
	whole "the exit status is COMMAND's, and the streams are" "execve(2)"
	ends_like_command 0 "$R"
}

@test "04: SIGTERM, SIGINT and SIGUSR1 to lab04 are COMMAND's" {
	whole "signals reach COMMAND" "execve(2): the process is the same"
	passes_signals 0 "$R"
}

@test "04: a call of a step that fails ends it, and is told" {
	whole "errors are checked: no COMMAND where a call has failed" "errno(3), perror(3)"
	FACTS="sh -c 'captive facts | grep -v ^pid'" tells_of_failures 0 unshare,clone,clone3,mount,move_mount,pivot_root,umount2,chdir -b /etc:/mnt:ro "$R"
}

@test "04: a COMMAND that isn't there is 127, one that can't run is 126" {
	LEFT_OK=$OWN_FILES
	whole "126 and 127 as the shell has them" "execve(2), ERRORS; exit status of env(1)"
	cannot_execute 0 "$R"
	host <<-'EOF'
		cp /usr/bin/env /lab/build/rootfs/bin/dynamic
		$LAB /lab/build/rootfs dynamic
	EOF
	is "$status" 127 "exit status of a program without its loader"
	has "$err" "dynamic is there" "the message"
}

@test "04: -p private and unbindable: no mount comes through, either way" {
	LEFT_OK=$OWN_FILES
	whole "the default keeps both sides apart" "$MNTNS"
	propagation private
	is "$out" $'inside: none\noutside: none' "a mount made on the other side"
	propagation unbindable
	is "$out" $'inside: none\noutside: none' "a mount made on the other side"
}

@test "04: -p slave: the host's mount is seen inside, and not the other way" {
	LEFT_OK=$OWN_FILES
	whole "a slave receives and sends nothing" "$MNTNS, MS_SLAVE"
	propagation slave
	is "$out" $'inside: disk-'"$word"$'\noutside: none' "a mount made on the other side"
}

@test "04: -p shared: mounts are seen both ways" {
	LEFT_OK=$OWN_FILES
	whole "peers receive and send" "$MNTNS, MS_SHARED"
	propagation shared
	is "$out" $'inside: disk-'"$word"$'\noutside: back-'"$word" "a mount made on the other side"
}

# propagation TYPE: mount something on each side of a -b after the start; see what comes
# through, and that it is usable.
propagation() {
	host <<-EOF
		mkdir -p /srv/disk/a /srv/disk/b
		talk \$LAB -p $1 -b /srv/disk:/mnt $R
		ask true
		mount -t tmpfs disk /srv/disk/a && echo disk-$word >/srv/disk/a/file
		echo "inside: \$(ask "cat /mnt/a/file 2>/dev/null || echo none")"
		ask "mount -t tmpfs back /mnt/b && echo back-$word >/mnt/b/file"
		echo "outside: \$(cat /srv/disk/b/file 2>/dev/null || echo none)"
		bye
		umount /srv/disk/a
		umount /srv/disk/b 2>/dev/null || true
	EOF
}

@test "04: one external disk is seen in every container: -p slave" {
	LEFT_OK=$OWN_FILES
	whole "the wish of the notes (N14)" "$MNTNS, MS_SLAVE"
	host <<-'EOF'
		mkdir -p /srv/media/usb
		for i in 1 2; do
			mkdir dialogue$i && cd dialogue$i
			talk $LAB -p slave -b /srv/media:/mnt /lab/build/rootfs
			ask true
			eval "lab$i=$lab"
			exec 8>&8
			[ $i = 2 ] || exec 6>&8 7<&9
			cd ..
		done
		mount -t tmpfs usb /srv/media/usb
		echo $word >/srv/media/usb/photo
		ask "cat /mnt/usb/photo"
		exec 8>&6 9<&7
		ask "cat /mnt/usb/photo"
		exec 6>&- 7<&- 8>&- 9<&-
		wait
		umount /srv/media/usb
	EOF
	is "$out" "$word"$'\n'"$word" "a file of the disk, in both containers"
}

@test "04: an unbindable mount can't be bound" {
	LEFT_OK=$OWN_FILES
	whole "unbindable is private, and no bind mount shows it" "$MNTNS, MS_UNBINDABLE"
	host <<-'EOF'
		mkdir -p /srv/disk
		for type in private unbindable; do
			$LAB -p $type -b /srv/disk:/mnt /lab/build/rootfs sh -c 'mount -o bind /mnt /home 2>&1 && echo bound'
		done
	EOF
	is "$(line 1)" "bound" "mount --bind of a private one"
	has "$(line 2)" "Invalid argument" "mount --bind of an unbindable one"
}

@test "04: slave or shared of a private mount is refused, as nothing could come through" {
	LEFT_OK=$OWN_FILES
	whole "no silent weakening" "$MNTNS"
	for type in slave shared; do
		host <<-EOF
			mkdir -p /srv/disk
			mount -t tmpfs disk /srv/disk
			mount --make-private /srv/disk
			\$LAB -p $type -b /srv/disk:/mnt $R echo ran || echo "status \$?"
			umount /srv/disk
		EOF
		is "$out" "status 125" "exit status"
		has "$err" "-p $type: /srv/disk" "the message"
		is "$(wc -l <"$T/err")" 1 "lines on stderr"
	done
	host <<-EOF
		mkdir -p /srv/disk/sub
		\$LAB -p shared -b /srv/disk:/mnt -b /etc:/mnt/sub $R echo ran || echo "status \$?"
	EOF
	is "$out" "status 125" "exit status of one -b in another that is shared"
}

@test "04: an ordinary user does it in a user namespace" {
	LEFT_OK=$OWN_FILES
	whole "lab05 before it is all it takes" "user_namespaces(7), mount_namespaces(7)"
	host "$(user)" <<-'EOF'
		mkdir ours
		echo $word >ours/file
		unshare --user --map-root-user $LAB -b ours:/mnt:ro /lab/build/rootfs sh -c '
			cat /mnt/file; echo x >/mnt/file
			echo x >/dev/null && echo x >/tmp/x && ls -d /proc/self/fd
			ls -d /usr/bin/perl /scratch
			wc -l </proc/self/mountinfo' 2>/dev/null
		cat ours/file
	EOF
	is "$(line '1,2')" "$word"$'\n/proc/self/fd' "what works inside"
	is "$(line 4)" "$word" "the file, outside"
}

@test "04: across a user namespace shared becomes a slave" {
	LEFT_OK=$OWN_FILES
	whole "the less privileged namespace receives and sends nothing" "$MNTNS, \"Restrictions on mount namespaces\""
	host <<-'EOF'
		mkdir -p /srv/disk/a /srv/disk/b
		talk unshare --user --map-root-user $LAB -p shared -b /srv/disk:/mnt /lab/build/rootfs
		ask "grep -c ' /mnt .* master:' /proc/self/mountinfo"
		mount -t tmpfs disk /srv/disk/a && echo $word >/srv/disk/a/file
		ask "cat /mnt/a/file"
		ask "mount -t tmpfs back /mnt/b && echo mounted"
		grep -c ' /srv/disk/b ' /proc/self/mountinfo
		bye
		umount /srv/disk/a
	EOF
	has "$err" "-p shared: /srv/disk is on the mount /, which is slave of" "the message"
	is "$out" "1"$'\n'"$word"$'\nmounted\n0' "master: in the tags; the host's mount inside; the inside's mount on the host"
}

@test "04: where /proc is masked a fresh one is EPERM, and the message says what covers it" {
	LEFT_OK=$OWN_FILES
	whole "a new proc would show what is covered; the old one, bound, doesn't" "user_namespaces(7); mount_too_revealing() of the kernel"
	host <<-'EOF'
		mount -t tmpfs mask /proc/sys
		unshare --user --map-root-user --pid --fork $LAB /lab/build/rootfs echo ran || echo "status $?"
		unshare --user --map-root-user $LAB /lab/build/rootfs sh -c 'ls -A /proc/sys | wc -l'
		umount /proc/sys
	EOF
	is "$out" $'status 125\n0' "with a PID namespace: the status; without: names in /proc/sys inside"
	explains EPERM "/proc/sys is covered"
}

@test "04: /proc shows the host's processes, and root walks out through one; a PID namespace ends it" {
	LEFT_OK=$OWN_FILES
	whole "a mount namespace hides no process" "proc(5), /proc/pid/root; ptrace(2), \"Ptrace access mode checking\""
	host <<-'EOF'
		echo $word >/srv-secret
		$LAB /lab/build/rootfs cat /proc/$$/root/srv-secret
		unshare --pid --fork $LAB /lab/build/rootfs sh -c "
			cat /proc/$$/root/srv-secret 2>/dev/null
			cat /proc/self/root/etc/hostname"
		rm /srv-secret
	EOF
	is "$out" "$word"$'\nrootfs' "the host's file through /proc/PID/root; with a PID namespace"
}

@test "04: to an ordinary user's root /proc/PID/root is closed" {
	LEFT_OK=$OWN_FILES
	whole "ptrace rights end at the user namespace" "ptrace(2); user_namespaces(7)"
	host "$(user)" <<-'EOF'
		echo $word >secret
		unshare --user --map-root-user $LAB /lab/build/rootfs sh -c "
			cat /proc/$$/root/scratch/secret /proc/1/root/scratch/secret 2>/dev/null; echo ran"
	EOF
	is "$out" "ran" "a file of the host through /proc/PID/root"
}

@test "04: a ROOTFS whose proc, dev or DST is a symbolic link is refused, and nothing is touched" {
	LEFT_OK=$OWN_FILES
	whole "no mount lands outside ROOTFS" "openat(2), O_NOFOLLOW; runc: CVE-2019-19921"
	for name in proc dev tmp; do
		host <<-EOF
			mkdir -p /srv/outside /srv/root
			cp -a $R/. /srv/root
			rm -rf /srv/root/$name
			ln -s ../outside /srv/root/$name
			\$LAB /srv/root echo ran || echo "status \$?"
			ls -A /srv/outside
		EOF
		is "$out" "status 125" "exit status; names in the place outside"
		has "$err" "/srv/root/$name is a symbolic link" "the message"
		is "$(wc -l <"$T/err")" 1 "lines on stderr"
	done
	for target in /link/new /link /etc/file/new /srv-link/x; do
		host <<-EOF
			mkdir -p /srv/outside /srv/disk
			ln -s /srv/outside $R/link
			ln -s ../../../srv/outside $R/srv-link
			touch $R/etc/file
			\$LAB -b /srv/disk:$target $R echo ran || echo "status \$?"
			ls -A /srv/outside
		EOF
		is "$out" "status 125" "exit status; names in the place outside"
		is "$(wc -l <"$T/err")" 1 "lines on stderr"
	done
}

@test "04: ROOTFS in every form a path can have" {
	LEFT_OK=$OWN_FILES
	whole "ROOTFS may be relative, a link, with blanks and newlines in its name" "realpath(3)"
	host <<-EOF
		cp -a $R "/tmp/with space"
		cp -a $R "/tmp/with
		newline"
		ln -s "/tmp/with space" /tmp/link
		mkdir -p /srv/disk
		echo x >/srv/disk/x
		for root in "/tmp/with space" "/tmp/with
		newline" /tmp/link /tmp/link/ "../tmp/with space/" //lab/build/./rootfs; do
			\$LAB -b ../srv/disk/:/mnt//./here:ro "\$root" sh -c 'pwd; ls /mnt/here; touch /mnt/here/y' 2>/dev/null |
				tr '\n' ' '
		done
	EOF
	is "$out" "/ x / x / x / x / x / x " "pwd and ls inside each"
}

@test "04: a ROOTFS that is missing, a file or empty is refused by name" {
	whole "bad input: 125 and one line" "pivot_root(2), ERRORS"
	lab "/no-such-$word" true
	one_line_error "/no-such-$word"
	lab /etc/passwd true
	one_line_error "/etc/passwd"
	lab "" true
	one_line_error "ROOTFS"
	lab / true
	one_line_error "ROOTFS /"
	lab /mnt true # an empty folder
	one_line_error "ROOTFS /mnt: there is nothing in it"
}

@test "04: what can't be mounted is refused before anything is made" {
	whole "bad use changes nothing" "GUIDE.md, chapter 04"
	LEFT_OK=$OWN_FILES'|^directory /srv$'
	# Each of these fits until the last: the look comes before the first mkdir.
	for bad in /etc/passwd/new /link/new /link /etc; do
		host <<-EOF
			mkdir -p /srv/root/bin /srv/root/etc
			touch /srv/root/etc/passwd /scratch/file
			ln -s ../etc /srv/root/link
			\$LAB -b /etc:/new/folder -b /scratch/file:$bad /srv/root true || echo "status \$?"
			cd /srv/root && find . | sort | xargs
			cd / && rm -r /srv/root
		EOF
		is "$(line 1)" "status 125" "exit status of -b /scratch/file:$bad"
		is "$(line 2)" ". ./bin ./etc ./etc/passwd ./link" "what is in ROOTFS afterwards"
		is "$(wc -l <"$T/err")" 1 "lines on stderr"
	done
}

@test "04: -b in the DST of another -b: a place of the host's folder, never made there" {
	LEFT_OK=$OWN_FILES
	whole "what is made at DST is made in SRC" "mount(2), MS_BIND"
	host <<-'EOF'
		mkdir -p /srv/disk/here /srv/other
		touch /srv/other/file /srv/disk/one
		for target in /mnt/new /mnt/here/new /mnt/one; do
			$LAB -b /srv/disk:/mnt -b /srv/other:$target /lab/build/rootfs true 2>>errors || echo "status $?"
		done
		find /srv/disk | sort | xargs
		wc -l <errors
		$LAB -b /srv/disk:/mnt -b /srv/other:/mnt/here /lab/build/rootfs ls /mnt/here
		$LAB -b /srv/disk:/mnt -b /srv/other:/mnt /lab/build/rootfs ls /mnt
	EOF
	is "$out" $'status 125\nstatus 125\nstatus 125\n/srv/disk /srv/disk/here /srv/disk/one\n3\nfile\nfile' "the refusals, SRC afterwards, lines on stderr; two that fit"
}

@test "04: a malformed -b or -p is refused by name, before anything is made" {
	whole "bad input: 125 and one line" "GUIDE.md, chapter 04"
	for bind in "" : /etc /etc: :/mnt /etc:mnt /etc:/ /etc:/. /etc:/mnt:rw /etc:/mnt:ro:ro /etc:/mnt/../etc /etc:/.. \
		"/no-such-$word:/mnt"; do
		bad "-b $bind" -b "$bind" "$R" true
	done
	for type in "" rshared PRIVATE "private,slave"; do
		bad "-p $type" -p "$type" "$R" true
	done
	refuses -Z --no-such -b -p
}

@test "04: without the privilege it says which one, and the ways on" {
	need_range
	whole "a missing capability is named" "capabilities(7)"
	names_capability CAP_SYS_ADMIN "$R"
}

@test "04: without COMMAND it shows the mount table inside and the host's" {
	LEFT_OK=$OWN_FILES
	whole "the view" "GUIDE.md, chapter 04"
	lab -p slave -b /home:/mnt:ro "$R"
	is "$status" 0 "exit status"
	has "$out" "mnt:[" "the view"
	has "$out" "/ shared:" "the host's table in the view"
	has "$out" "/proc private" "the table inside, in the view"
	has "$out" "/mnt slave of " "the table inside, in the view"
	has "$out" "read-only" "the row of -b"
	lacks "$out" "!  " "marks of a host that changed"
}

@test "04: Q5: after pivot_root . old the shell lives on, and ls is under /old, its loader too" {
	LEFT_OK=$OWN_FILES
	whole "what the notes saw, and why" "pivot_root(8); ld.so(8)"
	host <<-'EOF'
		mkdir -p /srv/newroot
		ls=$(command -v ls)
		libs=$(ldd "$ls" | sed -n 's/.*=> \(\/[^ ]*\)\/[^ ]* .*/\/old\1/p' | sort -u | paste -sd:)
		loader=$(readlink -f "$(ldd "$ls" | sed -n 's/^[^/]*\(\/[^ ]*ld-[^ ]*\) .*/\1/p')")
		unshare --mount --propagation private sh -c '
			mount --bind /srv/newroot /srv/newroot
			cd /srv/newroot && mkdir old && pivot_root . old && cd /
			echo "the shell lives: $$"
			'$ls' / 2>&- || echo "ls: $?"
			[ -e /old'$ls' ] && echo "it is there"
			/old'$ls' / 2>&- || echo "/old/ls: $?"
			/old'$loader' --library-path '$libs' /old'$ls' /
			/old/opt/bin/probe args static' | sed '1s/[0-9][0-9]*$/N/'
		rmdir /srv/newroot/old
	EOF
	is "$out" $'the shell lives: N\nls: 127\nit is there\n/old/ls: 127\nold\n<static>' "the experiment"
}
