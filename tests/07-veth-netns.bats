#!/usr/bin/env bats
# 07-veth-netns: COMMAND has a network of its own, and a cable to the host, which goes with it.
#
# "The host" is the pretend one: all traffic stays in there, and every exchange is a few bytes,
# but for the rate's, which is some hundred thousand.

# shellcheck disable=SC2030,SC2031  # each test is a process of its own
load helper

setup_file() { build 07; }

setup_07() {
	# The two ends, another network in each run; the host's is not the first.
	net=10.$((RANDOM % 100 + 100)).$((RANDOM % 250))
	a=$net.$((RANDOM % 100 + 101)) b=$net.$((RANDOM % 100 + 1))
	port=$((RANDOM % 20000 + 10000))
	HOST_OPTIONS="-e a=$a -e b=$b -e net=$net -e port=$port"
	# Who waits for a packet does so for 10 seconds.
	[ "${LABS_TIMEOUT:-5}" -ge 20 ] || LABS_TIMEOUT=20
}

NETLINK="rtnetlink(7)"

# seen K: what step K makes of COMMAND's network, as a process of the host that enters it sees it
# (see step in helper.bash).
seen() {
	isolated 0 net
	[ "$1" -gt 1 ] || return 0
	host <<-'EOF'
		start $LAB -a $a/24 -b $b/24 -r 1mbit
		enter="nsenter --net=/proc/$pid/ns/net"
		$enter ip -o link show lo | grep -c '[<,]UP[,>]'
		$enter ip -o link show type veth | grep -c .
		$enter ip -o link show type veth | grep -c '[<,]UP[,>]'
		$enter ip -4 route show default | grep -c "via $a "
		$enter tc qdisc show | grep -c -v noqueue
		finish
	EOF
	case $1 in
	2) is "$(line 1)" 1 "links called lo that are up where COMMAND is" ;;
	3) is "$(line 2)" 1 "veth links where COMMAND is" ;;
	5) is "$(line 3)" 1 "veth links that are up where COMMAND is" ;;
	6) is "$(line 4)" 1 "default routes through the host's end where COMMAND is" ;;
	7) differs "$(line 5)" 0 "queues that limit where COMMAND is (tc qdisc)" ;;
	esac
}

# More functions for the scripts: serve KIND COMMAND... starts "COMMAND... probe serve KIND
# $port" and returns when it is ready; served waits for its end; gone waits until the kernel has
# taken the last veth link away, which it does when it finds the time.
# shellcheck disable=SC2016
PRELUDE=$PRELUDE'
serve() {
	kind=$1
	shift
	mkfifo served
	"$@" probe serve "$kind" "$port" >served &
	server=$!
	exec 5<served
	read -r _ <&5
}
served() {
	exec 5<&-
	wait "$server"
	rm -f served
}
gone() {
	patience=200
	while [ -n "$(ip -o link show type veth)" ] && [ $((patience -= 1)) -gt 0 ]; do sleep 0.05; done
	ip -o link show type veth
}'

@test "07 step 1: COMMAND is in another network namespace than the caller" {
	setup_07
	step 1 "COMMAND is in a network namespace of its own, and in no other new one" "network_namespaces(7), unshare(2)"
	host <<-'EOF'
		all=$(for ns in net cgroup ipc mnt pid user uts; do echo /proc/self/ns/$ns; done)
		readlink $all
		$LAB readlink $all
	EOF
	has "$(line 8)" "net:[" "the namespace that COMMAND is in"
	differs "$(line 8)" "$(line 1)" "the namespace that COMMAND is in"
	is "$(line '9,14' | grep -vxF "$(line '2,7')")" "" "other namespaces that are not the caller's"
}

@test "07 step 1: in there is lo and nothing else: no address, no route, no socket" {
	setup_07
	step 1 "a new network has one link, lo" "network_namespaces(7)"
	host <<-'EOF'
		ip link add of-host type veth peer name of-host2
		ip addr add $a/24 dev of-host
		ip link set of-host up
		probe bind tcp $port $LAB sh -c "ip -o link | cut -d' ' -f2,3; ip route show table all; ss -Hltu; sed '1,2d; s/ *//; s/:.*//' /proc/net/dev"
	EOF
	# Exactly so in the prefix program only: later steps add to it.
	case $LAB_FILE in
	*/prefix/*) is "$out" $'lo: <LOOPBACK>\nlo' "links, routes, sockets, /proc/net/dev inside" ;;
	esac
	has "$out" "lo: <LOOPBACK" "links inside"
	lacks "$out" "of-host" "links inside"
	lacks "$out" ":$port" "sockets inside"
}

@test "07 step 2: lo is up inside, and carries a connection" {
	setup_07
	step 2 "lo is up, with 127.0.0.1" "$NETLINK, RTM_NEWLINK"
	lab sh -c "mkfifo s; probe serve tcp $port >s & exec 5<s; read -r x <&5; probe call tcp 127.0.0.1 $port $word"
	is "$out" "127.0.0.1 $word" "the answer over lo"
}

@test "07 step 3: one end of a veth pair is inside, the other on the host" {
	setup_07
	step 3 "a veth pair joins the two namespaces" "veth(4); $NETLINK, RTM_NEWLINK"
	host <<-'EOF'
		start $LAB
		nsenter --net=/proc/$pid/ns/net ip -o link show type veth | tee inside | grep -c .
		ip -o link show type veth | tee outside | grep -c .
		# "5: eth0@if7: ...": number and, behind @if, the number of the peer over there.
		sed 's/^\([0-9]*\): [^@]*@if\([0-9]*\):.*/\1 \2/' inside
		sed 's/^\([0-9]*\): [^@]*@if\([0-9]*\):.*/\2 \1/' outside
		finish
	EOF
	is "$(line 1)" 1 "veth links inside"
	is "$(line 2)" 1 "veth links on the host"
	differs "$(line 3)" "" "the link inside (its number, its peer's)"
	is "$(line 3)" "$(line 4)" "number of the end inside and of its peer, as both sides have it"
}

@test "07 step 3: links of the host with the names that one would choose don't matter" {
	setup_07
	step 3 "no name of ours meets one of the host's" "veth(4); $NETLINK, RTM_NEWLINK"
	host <<-'EOF'
		ip link add eth0 type veth peer name veth0
		ip link add veth1 type veth peer name veth0-ct
		ip link add veth0-host type veth peer name vethhost0
		ip -o link | sed 's/ state.*//' >before
		$LAB sh -c 'ip -o link show type veth | grep -c .'
		ip -o link | sed 's/ state.*//' >after
		grep -vxFf after before || echo all there
	EOF
	is "$out" $'1\nall there' "veth links inside, and the host's own links that have changed"
}

@test "07 step 4: each end has its address, as asked for" {
	setup_07
	step 4 "each end gets its address and its prefix length" "$NETLINK, RTM_NEWADDR"
	host <<-'EOF'
		start $LAB -a $a/24 -b $b/24
		nsenter --net=/proc/$pid/ns/net ip -4 -o addr show scope global | awk '{ print $4 }'
		ip -4 -o addr show scope global | awk '{ print $4 }'
		finish
	EOF
	is "$(line 1)" "$b/24" "the address inside"
	is "$(line 2)" "$a/24" "the address on the host's side"
	for length in 16 31; do
		HOST_OPTIONS="-e net=$net -e length=$length"
		host <<-'EOF'
			start $LAB -a $net.10/$length -b $net.11/$length
			nsenter --net=/proc/$pid/ns/net ip -4 -o addr show scope global | awk '{ print $4 }'
			ip -4 -o addr show scope global | awk '{ print $4 }'
			finish
		EOF
		is "$out" "$net.11/$length"$'\n'"$net.10/$length" "the addresses inside and on the host's side"
	done
}

@test "07 step 5: both ends are up, and TCP gets through both ways" {
	setup_07
	step 5 "both ends are up" "$NETLINK, RTM_NEWLINK; ip-link(8)"
	host <<-'EOF'
		serve tcp
		$LAB -a $a/24 -b $b/24 probe call tcp $a $port $word-out 2>err
		served
		gone
		serve tcp $LAB -a $a/24 -b $b/24
		probe call tcp $b $port $word-in
		served
	EOF
	is "$(line 1)" "$b $word-out" "the host's answer (whom it saw, what it heard)"
	is "$(line 2)" "$a $word-in" "the answer from inside (whom it saw, what it heard)"
}

@test "07 step 5: so does UDP, and ping" {
	setup_07
	step 5 "both ends are up" "$NETLINK, RTM_NEWLINK; ip-link(8)"
	host <<-'EOF'
		serve udp
		$LAB -a $a/24 -b $b/24 probe call udp $a $port $word 2>err
		served
		gone
		start $LAB -a $a/24 -b $b/24 2>err
		/lab/build/rootfs/bin/ping -c 1 -W 5 $b | grep -o '1 packets received'
		nsenter --net=/proc/$pid/ns/net /lab/build/rootfs/bin/ping -c 1 -W 5 $a | grep -o '1 packets received'
		finish
	EOF
	is "$out" "$b $word"$'\n1 packets received\n1 packets received' "UDP's answer, ping from the host, ping from inside"
}

@test "07 step 6: what is not of the pair's network goes to the host" {
	setup_07
	step 6 "the default route leads to the host's end" "$NETLINK, RTM_NEWROUTE; ip-route(8)"
	# An address of the host that is elsewhere: only a route gets there.
	far=198.51.100.$((RANDOM % 250 + 1))
	HOST_OPTIONS="$HOST_OPTIONS -e far=$far"
	host <<-'EOF'
		ip addr add $far/32 dev lo
		serve tcp
		$LAB -a $a/24 -b $b/24 probe call tcp $far $port $word 2>err
		served
		gone
		$LAB -a $a/24 -b $b/24 sh -c 'ip -4 route show default; ip -4 route get 192.0.2.1' 2>err
	EOF
	is "$(line 1)" "$b $word" "the answer from an address of another network"
	has "$(line 2)" "default via $a " "the default route inside"
	has "$(line 3)" "via $a " "the way to 192.0.2.1"
}

# measure RATE BYTES: bits a second from inside out, and from outside in.
measure() {
	HOST_OPTIONS="$HOST_OPTIONS -e rate=$1 -e bytes=$2"
	host <<-'EOF'
		mkfifo drained
		probe drain $port >drained &
		exec 5<drained
		read -r _ <&5
		$LAB -a $a/24 -b $b/24 -r $rate probe pour $a $port $bytes
		cat <&5
		gone
		$LAB -a $a/24 -b $b/24 -r $rate probe drain $port >drained &
		exec 5<drained
		read -r _ <&5
		probe pour $b $port $bytes
		cat <&5
		wait
	EOF
}

@test "07 step 7: the rate holds in both directions, within 20 %" {
	setup_07
	step 7 "-r limits what each end sends" "tc-tbf(8); $NETLINK, RTM_NEWQDISC"
	kbit=$((RANDOM % 500 + 1000))
	measure ${kbit}kbit 500000
	for direction in 1:out 2:in; do
		is "$(line "${direction%:*}" | cut -d' ' -f1)" 500000 "bytes that arrived (${direction#*:})"
		bits=$(line "${direction%:*}" | cut -d' ' -f2)
		[ "$bits" -ge $((kbit * 800)) ] && [ "$bits" -le $((kbit * 1200)) ] ||
			wrong "${direction#*:}: $((kbit * 800)) to $((kbit * 1200)) bit/s" "$bits"
	done
}

@test "07: without -r nothing is limited" {
	setup_07
	whole "no limit is set that wasn't asked for" "tc-tbf(8)"
	host <<-'EOF'
		start $LAB
		tc qdisc show | grep -c -v noqueue
		nsenter --net=/proc/$pid/ns/net tc qdisc show | grep -c -v noqueue
		finish
	EOF
	is "$out" $'0\n0' "queues other than noqueue, on the host and inside"
}

@test "07: ports and abstract names are separate, and so are /proc/net and /sys/class/net" {
	setup_07
	whole "what a network namespace separates" "network_namespaces(7); unix(7)"
	host <<-'EOF'
		for kind in tcp udp unix; do
			probe bind $kind $port probe bind $kind $port echo twice here
			probe bind $kind $port $LAB probe bind $kind $port echo $kind twice
		done
		probe bind unix $word probe call unix - $word
		probe bind unix $word $LAB probe call unix - $word
		probe bind unix $word $LAB grep -c "@$word" /proc/net/unix
		probe bind tcp $port $LAB sh -c 'sed 1d /proc/net/tcp | grep -c .'
		$LAB sed 's/[: ]*//; 1,2d; s/:.*//' /proc/net/dev | sort | xargs
		ls /sys/class/net | grep -c eth0
		$LAB unshare --mount sh -c 'mount -t sysfs none /sys && ls /sys/class/net' | xargs
	EOF
	is "$(line '1,6')" $'bind: EADDRINUSE\ntcp twice\nbind: EADDRINUSE\nudp twice\nbind: EADDRINUSE\nunix twice' \
		"each twice: in one namespace, in two"
	is "$(line '7,8')" $'connected\nconnect: ECONNREFUSED' "an abstract name, called from the host and from inside"
	is "$(line '9,10')" $'0\n0' "the host's abstract name and listening port in /proc/net inside"
	is "$(line 11)" "eth0 lo" "/proc/net/dev inside"
	is "$(line 12)" 0 "eth0 in the host's /sys/class/net"
	is "$(line 13)" "eth0 lo" "/sys/class/net inside, in a sysfs mounted there"
}

@test "07: one's own pair in there does what the notes saw, and why" {
	setup_07
	whole "both ends in one namespace: the packets go over lo" "veth(4); arp(7); GUIDE.md, Q9"
	host <<-'EOF'
		cat >pair <<-'END'
			ping() { /lab/build/rootfs/bin/ping "$@" | grep -o '. packets received'; }
			lo() { cat /sys/class/net/lo/statistics/rx_packets; }
			mount -t sysfs none /sys
			ip link add one type veth peer name two
			ip addr add $net.201/24 dev one && ip link set one up
			ip addr add $net.202/24 dev two && ip link set two up
			ip -o route get $net.202 | grep -o 'dev [a-z]*'
			before=$(lo)
			ping -c 1 -W 5 $net.202
			[ $(lo) -gt $before ] && echo over lo
			ping -c 1 -W 1 -I one $net.202
			sysctl -q net.ipv4.conf.one.accept_local=1 net.ipv4.conf.two.accept_local=1
			ping -c 3 -W 5 -I one $net.202 | grep -c '[1-3]'
			unshare --net probe hold <hold >ready &
			exec 8>hold 9<ready
			read -r _ pid <&9
			ip link set two netns $pid
			nsenter --target $pid --net ip -brief addr show dev two | sed 's/^two@[a-z0-9]* *//; s/ *$//'
			exec 8>&-
		END
		mkfifo hold ready
		$LAB unshare --mount sh pair
		rm pair hold ready
	EOF
	is "$(line '1,3')" $'dev lo\n1 packets received\nover lo' "the way to the other end, ping's answer, and what lo counted"
	is "$(line '4,5')" $'0 packets received\n1' "ping -I, and with accept_local"
	is "$(line 6)" "DOWN" "state and address of the end that was moved"
}

@test "07: an ordinary user gets both ends, and the host isn't touched" {
	need_range
	setup_07
	whole "without privilege a namespace of one's own plays host" "user_namespaces(7), network_namespaces(7)"
	host 1000 <<-'EOF'
		ip -o link >before
		serve tcp $LAB -a $a/24 -b $b/24
		ip -o link | cmp - before && echo the same
		nsenter --target $server --user --net --preserve-credentials probe call tcp $b $port $word
		served
		$LAB sh -c 'id -u; ip -4 route show default; cat /proc/self/uid_map' | tr -s ' ' | sed 's/\( dev eth0\) .*/\1/'
		$LAB -a $a/24 -b $b/24 /lab/build/rootfs/bin/ping -c 1 -W 5 $a | grep -o '1 packets received'
	EOF
	is "$(line 1)" "the same" "the host's links"
	is "$(line 2)" "$a $word" "the answer from inside to who plays host"
	is "$(line '3,5')" $'0\ndefault via 10.10.10.10 dev eth0\n 0 1000 1' "id -u, the default route, uid_map inside"
	is "$(line 6)" "1 packets received" "ping from inside"
}

@test "07: uid 0 without CAP_NET_ADMIN is an ordinary user" {
	setup_07
	whole "capabilities count, not the uid" "capabilities(7)"
	host <<-'EOF'
		ip -o link >before
		setpriv --bounding-set=-net_admin $LAB sh -c 'ip -4 -o addr show eth0 | grep -c inet; echo ran'
		ip -o link | cmp - before && echo the same
	EOF
	is "$out" $'1\nran\nthe same' "addresses inside, and the host's links"
}

@test "07: capabilities over another network don't count here" {
	setup_07
	whole "a network that another user namespace owns can't be changed" "user_namespaces(7); ioctl_ns(2)"
	host <<-'EOF'
		unshare --user --map-root-user $LAB ip -4 -o addr show eth0 | grep -c inet
	EOF
	is "$out" 1 "addresses inside, started as root of a user namespace"
	is "$err" "" "stderr"
}

@test "07: two at once don't collide, and each has its own cable" {
	setup_07
	whole "names and addresses are ours alone" "veth(4); unix(7), \"Abstract\""
	host <<-'EOF'
		mkfifo one.in one.out two.in two.out
		for n in one two; do
			$LAB sh -c "ip -4 -o addr show eth0 | awk '{ print \$4 }'; probe serve tcp $port" <$n.in >$n.out &
		done
		exec 5<>one.in 6<one.out 7<>two.in 8<two.out
		read -r one <&6; read -r _ <&6
		read -r two <&8; read -r _ <&8
		[ "$one" != "$two" ] && echo different
		ip -o link show type veth | grep -c .
		probe call tcp ${one%/*} $port to-one | sed 's/.* //'
		probe call tcp ${two%/*} $port to-two | sed 's/.* //'
		wait
		gone
		rm one.in one.out two.in two.out
	EOF
	is "$out" $'different\n2\nto-one\nto-two' "addresses, links on the host, and who answered"
	is "$err" "" "stderr"
}

@test "07: two with one pid, in two PID namespaces, neither" {
	setup_07
	whole "the pid alone doesn't make a name unique" "pid_namespaces(7)"
	host <<-'EOF'
		for n in one two; do
			mkfifo $n
			unshare --pid --fork --mount-proc $LAB probe await 10 0 >$n &
			eval $n=$!
		done
		exec 5<one 6<two
		read -r pid1 <&5; read -r pid2 <&6
		[ "$pid1" = "$pid2" ] && echo one pid
		ip -o link show type veth | grep -c .
		for pid in $(pgrep -x probe); do kill -USR1 $pid; done
		wait $one; echo $?; wait $two; echo $?
		rm one two
	EOF
	is "$out" $'one pid\n2\n0\n0' "the pids, the links on the host, both ends"
}

@test "07: links that lab07 didn't make are as they were" {
	setup_07
	whole "it touches only its own links" "$NETLINK"
	host <<-'EOF'
		# The names that it would use next, if it made them of its pid.
		n=$(sh -c 'echo $$')
		for i in 0 1 2 3 4 5 6 7 8 9; do
			ip link add lab07h$((n + 2 * i)) type veth peer name lab07h$((n + 2 * i + 1))
		done
		ip -o -d link >before
		$LAB true && echo ran
		ip -o -d link >after
		grep -vxFf after before || echo all there
		for i in 0 1 2 3 4 5 6 7 8 9; do ip link del lab07h$((n + 2 * i)); done
	EOF
	is "$out" $'ran\nall there' "which of them have changed"
}

@test "07: a network that the host has in use isn't taken" {
	setup_07
	whole "addresses: what is free, or a refusal" "$NETLINK"
	host <<-'EOF'
		ip link add first type veth peer name second
		ip addr add 10.10.10.1/24 dev first
		ip link set first up
		ip addr add $a/24 dev second
		serve tcp
		$LAB sh -c 'gateway=$(ip route show default | cut -d" " -f3); probe call tcp $gateway $port $word; echo $gateway'
		served
		$LAB -a $net.5/25 -b $net.6/25 true
		echo $?
		$LAB -a 10.10.77.10/16 -b 10.10.77.11/16 true
		echo $?
		ip link del first
	EOF
	has "$(line 1)" " $word" "the answer from the host's end"
	differs "$(line 2)" "10.10.10.10" "the host's end"
	is "$(line '3,4')" $'125\n125' "status, when a network is asked for that overlaps"
	has "$err" "$net.5/25" "the message on stderr"
	is "$(wc -l <"$T/err")" 2 "lines on stderr"
}

@test "07: the pair is gone as soon as lab07 is" {
	setup_07
	whole "nothing of the pair stays" "veth(4); $NETLINK, RTM_DELLINK"
	host <<-'EOF'
		$LAB sh -c 'setsid sleep 9 >/dev/null 2>&1 &'
		ip -o link show type veth
		mkfifo ready
		$LAB probe await 15 7 >ready &
		read -r line <ready
		ip -o link show type veth | grep -c .
		kill -TERM $!
		wait $! && status=0 || status=$?
		echo $status
		ip -o link show type veth
		pkill -x sleep # in the pretend host; and until it is gone
		while pgrep -x sleep >/dev/null; do sleep 0.01; done
		rm ready
	EOF
	is "$out" $'1\n7' "veth links while it runs, its status; and none left (though somebody is inside still)"
}

@test "07: when lab07 is killed, COMMAND and the pair go, too" {
	setup_07
	whole "SIGKILL leaves nothing" "network_namespaces(7); PR_SET_PDEATHSIG in prctl(2)"
	HOST_OPTIONS="$HOST_OPTIONS -G 2000"
	host <<-'EOF'
		mkfifo ready
		$LAB probe await 10 7 >ready &
		exec 5<ready
		read -r line <&5
		ip -o link show type veth | grep -c .
		kill -KILL $!
		wait $! || echo "status $?"
		cat <&5 # until COMMAND is gone
		gone
		rm ready
	EOF
	is "$out" $'1\nstatus 137' "veth links while it runs, its status; and none left"
}

@test "07: root inside can't take the cable's end to another network" {
	need_range
	setup_07
	# Not tried: a new pair with one end out there, which Linux before 6.13 grants.
	whole "power over one's own network is none over the host's" "user_namespaces(7), network_namespaces(7)"
	host 1000 <<-'EOF'
		$LAB sh -c '
			ip link set eth0 netns 1 2>/dev/null && echo moved
			nsenter --net=/proc/1/ns/net true 2>/dev/null && echo entered
			ip link set lo mtu 1400 && echo own'
		ip -o link show lo | grep -c 1400
	EOF
	is "$out" $'own\n0' "what succeeded; and the host's lo with another mtu"
}

@test "07: only the network namespace is another" {
	setup_07
	whole "with privilege nothing but the network namespace is new" "namespaces(7)"
	same_namespaces 0 "cgroup ipc mnt pid user uts"
}

@test "07: a call of a step that fails ends it, and is told" {
	whole "errors are checked: no COMMAND where a call has failed" "errno(3), perror(3)"
	tells_of_failures "$(user)" unshare,clone,sendto
}

@test "07: the exit status and the streams are COMMAND's" {
	setup_07
	whole "the exit status is COMMAND's, and the streams are" "wait(2)"
	ends_like_command "$(user)"
	ends_like_command 0 -r 100mbit
	lab probe fds
	is "$out" $'0\n1\n2' "open descriptors inside"
}

@test "07: SIGTERM, SIGINT and SIGUSR1 to lab07 are COMMAND's" {
	setup_07
	whole "signals are passed on" "sigaction(2), kill(2)"
	passes_signals "$(user)"
}

@test "07: a COMMAND that isn't there is 127, one that can't run is 126" {
	setup_07
	whole "126 and 127 as the shell has them" "execve(2), ERRORS; exit status of env(1)"
	cannot_execute "$(user)"
}

@test "07: without COMMAND it draws the pair" {
	setup_07
	whole "the view" "GUIDE.md, chapter 07"
	a=10.$((RANDOM % 90 + 10)).6.10 b=${a%10}11
	lab -a "$a/24" -b "$b/24" -r 2Mbit # as tc(8) prints it
	is "$status" 0 "exit status"
	has "$out" "net:[" "the view"
	has "$out" "$a/24" "the view"
	has "$out" "$b/24" "the view"
	has "$out" "default via $a" "the view"
	has "$out" "2mbit" "the view"
	has "$out" "+================+" "the view"
	is "$(awk 'length > 80' "$T/out")" "" "lines of more than 80 characters"
}

@test "07: unknown and incomplete options are refused by name" {
	setup_07
	whole "bad options: 125 and one line" "lab07 --help"
	refuses --no-such-option -x -a -b -r
}

@test "07: a bad address or rate is refused by name" {
	setup_07
	whole "bad input: 125 and one line" "ip-address(8), tc(8)"
	for address in "" 1 10.1.2.3 10.1.2/24 10.1.2.3/ 10.1.2.3/33 10.1.2.3/32 10.1.2.3/0 10.1.2.256/24 fe80::1/64 \
		10.1.2.0/24 10.1.2.255/24 127.0.0.1/8 0.1.2.3/24 224.1.2.3/24 10.1.2.3/24x " 10.1.2.3/24"; do
		bad "$address" -a "$address" -b 10.1.2.4/24 true
	done
	bad "$b/24" -b "$b/24" true
	bad "$a/24" -a "$a/24" -b "$a/24" true
	bad 10.9.9.9/24 -a "$a/24" -b 10.9.9.9/24 true
	for rate in "" 0 0mbit 1 1k -1mbit 1.5mbit 1mbps 99999999999999999999bit 11gbit 7kbit mbit; do
		bad "$rate" -r "$rate" true
	done
	all_refused
}
