# helper.bash - what the test files share: build, run in the pretend host, judge.
#
# A test runs the lab as a black box inside tests/host, a throw-away machine of namespaces,
# and judges what the kernel says.  It prints its verdict so that tests/verdict can read it:
# the first line of a failure begins with WRONG, NOT WRITTEN or NOT JUDGED.
#
# No `run` and none of its flags, no BATS_TEST_TMPDIR, no tags: bats 1.2.1 has none of them
# (and passes `run -3 cmd` whatever cmd does).
# shellcheck shell=bash

export LC_ALL=C
ROOT=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
PATH=$PATH:/usr/sbin:/sbin

# LABS_BIN, however it is written: relative to here or to the tree, or absolute.
if [ -n "${LABS_BIN-}" ]; then
	case $LABS_BIN:$PWD in
	build/solutions:"$ROOT" | /*) ;;
	*) [ -d "$LABS_BIN" ] || LABS_BIN=$ROOT/$LABS_BIN ;;
	esac
	[ "$LABS_BIN" = build/solutions ] || LABS_BIN=$(realpath -m -- "$LABS_BIN")
	[ "$LABS_BIN" != "$ROOT/build/solutions" ] || LABS_BIN=build/solutions
fi

# ---- once a file -------------------------------------------------------------------

# build NN: bring the programs of lab NN and the judge's tools up to date; build tools:
# only those.  LABS_BUILT=1: all is there (tests/vm/guest has no compiler).
build() {
	local target=judge-tools owner # programs of other makers are there, or they aren't
	case ${LABS_BIN-}:$1 in
	*:tools) ;;
	:*) target=judge$1 ;;
	build/solutions:*) target=judge-solution$1 ;;
	esac
	owner=$(stat -c %u "$ROOT")
	# As root in somebody else's tree: what is compiled is theirs, so it is their job.
	if [ "$(id -u)" -eq 0 ] && [ "$owner" -ne 0 ]; then
		set -- setpriv --reuid "$owner" --regid "$(stat -c %g "$ROOT")" --clear-groups
	else
		set --
	fi
	"$@" mkdir -p "$ROOT/build"
	[ -n "${LABS_BUILT-}" ] ||
		flock "$ROOT/build" "$@" make -s -C "$ROOT" "$target" >&2 3>&- 4>&-
	find_blank
	export LABS_IDS
	LABS_IDS=$("$ROOT/build/tests/host" -g cat /proc/self/uid_map 2>&1 3>&- 4>&- </dev/null) || :
}

# find_blank: set LABS_BLANK, the steps that are blank in the learner's file: no need to run them
# to know.  "2 3:63": in step 3, at line 63, todo() stands beside what was written.
find_blank() {
	local source_name source
	export LABS_BLANK=''
	source_file
	{ [ -f "$source" ] && [[ $(<"$source") =~ todo ]]; } 2>/dev/null || return 0
	LABS_BLANK=$(awk -v list=1 -f "$ROOT/tests/cut.awk" "$source" 2>/dev/null |
		awk -F '\t' '$5 != "" { print $1 ($5 ~ /[+]/ ? ":" $5 + 0 : "") }') || LABS_BLANK=
	LABS_BLANK=${LABS_BLANK//$'\n'/ }
}

# find_cgroups: set LABS_CGROUPS, the controllers of the pretend host's cgroups, as far as there
# are any, named as v2 names them; and "v2" if that is what it has.
find_cgroups() {
	export LABS_CGROUPS
	# shellcheck disable=SC2016
	LABS_CGROUPS=$("$ROOT/build/tests/host" -c "$ROOT/tests/cgroup.sh:/opt/bin/cgroup.sh" -- sh -c '
		. cgroup.sh
		if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
			echo v2 $(cat /sys/fs/cgroup/cgroup.controllers)
			exit
		fi
		for c in memory pids cpu io; do
			if [ -d "$(folder self $c)" ]; then echo $c; fi
		done' </dev/null 2>/dev/null 3>&- 4>&-) || LABS_CGROUPS=
	LABS_CGROUPS=${LABS_CGROUPS//$'\n'/ }
}

# ---- once a test ---------------------------------------------------------------------

# The file's name tells the lab: 05-user-ns-maps.bats -> 05.
NAME=${BATS_TEST_FILENAME:-00-none.bats}
NAME=${NAME##*/} NAME=${NAME%.bats}
NN=${NAME%%-*}

setup() {
	T=$(mktemp -d)
	STEP='' GOAL='' READ='' RAN='' TYPED=() BAD=() LEFT_OK='^[a-z ]* /scratch'
	mkdir -m 1777 "$T/scratch"
	printf -v word 'w%05d%05d' "$RANDOM" "$RANDOM"
	case ${LABS_BIN:-.} in
	/*) bin_dir=$LABS_BIN ;;
	*) bin_dir=$ROOT/${LABS_BIN:-.} ;;
	esac
	LAB_FILE=${PROGRAM:-$bin_dir/lab$NN}
	[ -x "$LAB_FILE" ] || verdict "NOT JUDGED" "there is no program $LAB_FILE"
	case $LABS_IDS in
	*[0-9]*" "*) ;;
	*) need_or_skip "this machine has no pretend host: $LABS_IDS" ;;
	esac
}

teardown() {
	rm -rf --one-file-system "$T"
}

# step K GOAL READ: this test is about step K; it is judged on the program whose steps
# after K are blank.
step() {
	STEP=$1 GOAL=$2 READ=$3
	PREFIX=$ROOT/build/prefix/lab$NN
	[ -z "${LABS_BIN-}" ] || PREFIX=$bin_dir/prefix/lab$NN
	[ ! -x "$PREFIX.$STEP" ] || LAB_FILE=$PREFIX.$STEP
	case " $LABS_BLANK " in *" $STEP "* | *" $STEP:"*) not_written ;; esac
	# What COMMAND prints, and how it ends, a program could print, and end so, that does nothing:
	# a file's function seen, if it has one, looks from outside first, once for each step.
	local mark=${BATS_RUN_TMPDIR:-$T}/seen-$NAME-$STEP
	if declare -F seen >/dev/null && [ ! -e "$mark" ]; then
		seen "$STEP"
		: >"$mark"
	fi
}

not_written() {
	local beside=" $LABS_BLANK"
	case $beside in *" $STEP:"*) beside=${beside#*" $STEP:"} ;; *) beside='' ;; esac
	verdict "NOT WRITTEN" "step $STEP of $(where_is "$STEP"): $GOAL" \
		"${beside:+"its todo() is still there: line ${beside%% *}"}"
}

# whole GOAL READ: judged on the whole program: its end, its signals, what it leaves.
whole() {
	local blank=${LABS_BLANK%%[: ]*}
	STEP='' GOAL=$1 READ=$2
	[ -z "$blank" ] || verdict "NOT JUDGED" "step $blank is not written yet: $(where_is "$blank")"
}

# The file that is judged, and what it is called in messages: labs/NN-name.c, or that of
# LABS_BIN=build/solutions, or that in the folder LABS_SRC (tests/grade).
source_file() {
	source_name=labs/$NAME.c source=$ROOT/labs/$NAME.c
	if [ -n "${LABS_SRC-}" ]; then
		source=$LABS_SRC/$NAME.c
	elif [ "${LABS_BIN-}" = build/solutions ]; then
		source_name=solutions/$NAME.c source=$ROOT/$source_name
	elif [ -n "${LABS_BIN-}" ]; then
		source=
	fi
}

# An ordinary user of the pretend host and their group: nina, uid 1000, gid 1001 (another
# number, so that mixing them up shows); or, where there is but one id, that one.
user() { case $LABS_IDS in *" 65536"*) echo 1000 ;; *) echo 0 ;; esac; }
group() { case $LABS_IDS in *" 65536"*) echo 1001 ;; *) echo 0 ;; esac; }

# need range: ids 0 to 65535 inside (root, or newuidmap with /etc/subuid).
need_range() {
	case $LABS_IDS in
	*" 65536"*) ;;
	*) need_or_skip "it takes a range of ids: root, or newuidmap with /etc/subuid" ;;
	esac
}

# need_cgroups CONTROLLER...: groups of the pretend host's own with these controllers, or "v2".
# Afterwards scripts have cgroup.sh.
need_cgroups() {
	local c
	for c; do
		case " $LABS_CGROUPS " in
		*" $c "*) ;;
		*v2*) need_or_skip "the pretend host's cgroup v2 has no $c controller: $LABS_CGROUPS" ;;
		*" pids "*) need_or_skip "the pretend host has cgroup v1, and $c is wanted: $LABS_CGROUPS" ;;
		*) need_or_skip "the pretend host has no cgroups: it takes root, or a delegated group: systemd-run --user --scope -p Delegate=yes" ;;
		esac
	done
	HOST_OPTIONS="-c $ROOT/tests/cgroup.sh:/opt/bin/cgroup.sh"
}

# A skip, or under LABS_STRICT=1 a failure unless tests/skips.txt expects it here.
need_or_skip() {
	local kind=user
	[ "$(id -u)" -ne 0 ] || kind=root
	if [ "${LABS_STRICT-}" = 1 ] &&
		! grep -qxF "$kind	$BATS_TEST_DESCRIPTION" "$ROOT/tests/skips.txt"; then
		fail "not possible here, and tests/skips.txt does not expect that: $1"
	fi
	skip "not possible here: $1"
}

# ---- running ---------------------------------------------------------------------------

# lab ARG...: run the lab with these arguments, as the pretend host's root.
lab() { lab_as 0 "$@"; }

# lab_as UID ARG...
lab_as() {
	local uid=$1
	shift
	RAN=lab$NN TYPED=("$@")
	in_host "$uid" "/lab/lab$NN" "$@"
}

# as_typed ARG...: a blank before each, quotes where a shell wants them.  Only for who fails: a
# loop is slow under bats, which looks at each command.
as_typed() {
	local a
	for a; do
		case $a in
		'' | *[!A-Za-z0-9_./:=,@%+-]*) printf " '%s'" "${a//\'/\'\\\'\'}" ;;
		*) printf ' %s' "$a" ;;
		esac
	done
}

# host [UID]: run the script on stdin there; $LAB is the program.  Two functions are there:
#   start COMMAND...   run "COMMAND... probe hold" in the background; $pid is probe's pid as
#                      it sees itself, $lab is the pid of COMMAND; if probe doesn't run, the
#                      script ends, and the test says so
#   finish             end it; $code is its status
#   outer PID          the pid of the process that is PID in a PID namespace just below
#   terminal           start a shell with job control on a terminal; then
#   keys TEXT          types, as printf(1) has it (not echoed), and
#   see TEXT           prints the next line on the screen with TEXT in it
#   leave              end that shell
host() {
	local script
	script=$(cat)
	RAN=$script TYPED=()
	in_host "${1:-0}" sh -c "$PRELUDE
$script" script
}

# shellcheck disable=SC2016
PRELUDE='cd /scratch
start() {
	mkfifo hold.in hold.out
	probe undisturbed "$@" probe hold <hold.in >hold.out &
	lab=$!
	exec 8>hold.in 9<hold.out
	pid=
	read -r _ pid <&9 || {
		finish
		echo "start: COMMAND does not run: status $code" >&2
		exit
	}
}
finish() {
	exec 8>&- 9<&-
	code=0
	wait "$lab" || code=$?
	rm -f hold.in hold.out
}
outer() {
	cat /proc/[0-9]*/status 2>/dev/null |
		sed -n "s/^NSpid:[[:space:]]*\([0-9][0-9]*\)[[:space:]][[:space:]]*$1\$/\1/p"
}
terminal() {
	mkfifo keys screen
	probe undisturbed probe pty env PS1= HISTFILE= bash --norc --noprofile --noediting -i <keys >screen &
	shell=$!
	exec 6>keys 7<screen
}
keys() { printf "$1" >&6; }
see() {
	while IFS= read -r seen <&7; do
		case $seen in *"$1"*) printf "%s\n" "$seen" && return ;; esac
	done
	echo "never seen: $1"
}
leave() {
	keys "exit\nexit\n" # the first may only warn of stopped jobs
	exec 6>&-
	cat <&7 >/dev/null
	exec 7<&-
	wait "$shell"
	rm -f keys screen
}'

# in_host UID COMMAND...: sets out, err, status, left (what is not as before, less
# what LEFT_OK, an extended regular expression, takes out: the test's own files).
in_host() {
	local hung=''
	seconds=${LABS_TIMEOUT:-5}
	# A program that hangs does so in most tests: don't wait out each.
	hangs=${LABS_RUN:-$BATS_RUN_TMPDIR}/hangs-$NAME
	[ ! -e "$hangs" ] || hung=$(<"$hangs")
	case $hung in
	"") ;;
	x) seconds=2 ;;
	*)
		rm -f "$T/out" "$T/err"
		verdict "NOT JUDGED" "twice it had no end, so it isn't run again (LABS_TIMEOUT=$((seconds * 6)) gives it longer)"
		;;
	esac
	LAST_RUN=("$@")
	run_there "$LAB_FILE" "$T"
	text_of "$T/out"
	out=$text
	text_of "$T/err"
	err=$text
	left=
	[ ! -s "$T/left" ] || left=$(grep -Ev "$LEFT_OK" "$T/left" || :)
	case $err in "host: "*) [ "$status" -ne 125 ] || fail "the pretend host could not be made" ;; esac
	[ "$status" -ne 124 ] || printf x >>"$hangs"
	check_written
	[ "$status" -ne 124 ] || earlier_is_written
	[ "$status" -ne 124 ] || fail "$(tail -n 1 "$T/err" | grep -ao 'no end after .*' || echo "no end")"
	if [[ $err =~ "start: COMMAND does not run: status "([0-9]*) ]]; then
		status=${BASH_REMATCH[1]}
		wrong "COMMAND runs, so that one can look" "no word of it: $(how_it_ended)"
	fi
	if [ -z "$STEP" ]; then
		is "$left" "" "what is left behind on the host"
	fi
}

# run_there PROGRAM FOLDER: LAST_RUN in the pretend host; sets status, and FOLDER has out, err, left.
run_there() {
	status=0
	# A root filesystem for the labs that take one, and where it is named: copying takes time.
	local rootfs=()
	case "$NN ${LAST_RUN[*]:1}" in
	01\ * | 04\ * | 08\ * | 09\ * | *rootfs*)
		rootfs=(-c "$ROOT/build/tests/rootfs:/lab/build/rootfs"
			-c "$ROOT/build/tests/probe:/lab/build/rootfs/bin/probe") ;;
	esac
	# shellcheck disable=SC2086
	"$ROOT/build/tests/host" -u "${LAST_RUN[0]}" -t "$seconds" -o "$2/left" \
		-c "$1:/lab/lab$NN" "${rootfs[@]}" -c "$ROOT/build/tests/probe:/opt/bin/probe" \
		-c "$T/scratch:/scratch" -e "LAB=/lab/lab$NN" -e "word=$word" ${HOST_OPTIONS-} "${LAST_RUN[@]:1}" \
		>"$2/out" 2>"$2/err" </dev/null 3>&- 4>&- || status=$?
}

# What the program said in the end, or how it ended if it said nothing.
how_it_ended() {
	local said
	said=$(grep -a "^lab$NN" "$T/err" | grep -av 'is not written yet' | head -n 1)
	[ -n "$said" ] || [ "$status" -gt 128 ] ||
		said=$(grep -av -e '^start: ' -e '^lab[0-9]*: step [0-9]* is not written yet' "$T/err" | tail -n 1)
	if [ -n "$said" ]; then
		quote "$said"
	elif [ "$status" -gt 128 ]; then
		printf 'lab%s was killed by SIG%s' "$NN" "$(kill -l $((status - 128)))"
	elif grep -aq '^lab[0-9]*: step [0-9]* is not written yet' "$T/err"; then
		printf 'lab%s came to its blank step' "$NN"
	else
		printf 'lab%s ended with status %s and said nothing' "$NN" "$status"
	fi
}

# An earlier step is to blame if the program ends before it comes to this one: the program that
# has this step blank, run just so, doesn't say that it came there.  Sets culprit.
earlier_step_ends_it() {
	culprit=${STEP:-1}
	while [ "$culprit" -gt 1 ] && ! comes_to "$culprit"; do culprit=$((culprit - 1)); done
	[ "$culprit" -lt "${STEP:-1}" ]
}

# comes_to K: so does the program in which step K and all after it are blank.
comes_to() {
	local before=$PREFIX.$(($1 - 1)) number status
	[ -x "$before" ] || return 0
	mkdir -p "$T/before"
	run_there "$before" "$T/before"
	number=$(sed -n 's/^lab[0-9]*: step \([0-9]*\) is not written yet.*/\1/p' "$T/before/err" | head -n 1)
	[ "${number:-0}" -ge "$1" ]
}

# text_of FILE: sets text: what is in it, but for null bytes and, as ever, trailing newlines; and
# no more than makes sense, since bash compares long texts slowly.  A test that minds reads the
# file.
text_of() {
	IFS= read -r -N 100000 text <"$1" || :
	text=${text%$'\n'}
	[[ $text != *$'\n' ]] || text=$(printf '%s' "$text") # a fork only where there are more
}

# A program that stops at a blank step on a terminal says so there: not to us.
earlier_is_written() {
	local blank=${LABS_BLANK%%[: ]*}
	[ -z "$blank" ] || [ -z "$STEP" ] || [ "$blank" -ge "$STEP" ] ||
		verdict "NOT JUDGED" "step $blank is not written yet: $(where_is "$blank")"
}

# An unwritten step is no wrong step; and what an earlier step stops is not this one's fault.
check_written() {
	local blank died
	[ -n "$err" ] || return 0
	blank=$(sed -n 's/^lab[0-9]*: step \([0-9]*\) is not written yet.*/\1/p' "$T/err" | head -n 1)
	# die() names the error, or says that there is none; a learner's own trace looks alike, but for that.
	died=$(sed -nE 's/^lab[0-9:a-z]*: step ([0-9]+): .*: (E[A-Z0-9]+ \(.*|no call has failed)$/\1/p' "$T/err" | head -n 1)
	if [ -n "$blank" ] && [ "$blank" = "$STEP" ]; then
		not_written
	elif [ -n "$blank" ] && { [ -z "$STEP" ] || [ "$blank" -lt "$STEP" ]; }; then
		verdict "NOT JUDGED" "step $blank is not written yet: $(where_is "$blank")"
	elif [ -n "$died" ] && [ -n "$STEP" ] && [ "$died" -lt "$STEP" ]; then
		verdict "NOT JUDGED" "step $died ends the program before: $(sed -n 1p "$T/err")"
	fi
}

# ---- judging -----------------------------------------------------------------------------

# is FOUND EXPECTED WHAT
is() {
	[ "$1" = "$2" ] || wrong "$3: $(quote "$2")" "$(quote "$1")"
}

# differs FOUND OTHER WHAT: nothing at all doesn't count as different.
differs() {
	{ [ -n "$1" ] && [ "$1" != "$2" ]; } || wrong "$3: not $(quote "$2")" "$(quote "$1")"
}

# has TEXT PART WHAT / lacks TEXT PART WHAT
has() {
	case $1 in *"$2"*) ;; *) wrong "$3: $(quote "$2") in it" "$(quote "$1")" ;; esac
}

lacks() {
	case $1 in *"$2"*) wrong "$3: no $(quote "$2") in it" "$(quote "$1")" ;; *) ;; esac
}

# one_line_error PART: bad input ends with 125 and one line on stderr that names it.
one_line_error() {
	is "$status" 125 "exit status"
	has "$err" "$1" "the message on stderr"
	is "$(wc -l <"$T/err")" 1 "lines on stderr"
}

# explains ERROR HINT: the message names the error, or has strerror(3)'s words for it.  What die()
# says of the cause depends on the attempt's words: only the finished program's are known.
explains() {
	case $1:$err in
	*:*"$1"* | EPERM:*"Operation not permitted"* | ENOSPC:*"No space left on device"*) ;;
	*) has "$err" "$1" "the message" ;;
	esac
	[ "${LABS_BIN-}" != build/solutions ] || has "$err" "$2" "the message"
}

# line N of out
line() { printf '%s\n' "$out" | sed -n "$1p"; }

# What a program printed, as text that can do no harm: not too long, no control characters.
quote() {
	local text=${1:0:2000} lines=${1:0:2000}
	lines=${lines//[^$'\n']/}
	[ "${#lines}" -lt 16 ] || text=$(head -n 12 <<<"$text")$'\n...'
	printf '"%s"' "${text//[^$'\n'[:print:]]/?}"
}

# "labs/05-user-ns-maps.c:108, step3_map_uid()"
where_is() {
	local source_name source
	source_file
	[ -f "${source:=$ROOT/$source_name}" ] || { printf 'lab%s' "$NN" && return; }
	awk -v list=1 -f "$ROOT/tests/cut.awk" "$source" |
		awk -F '\t' -v n="$1" -v f="$source_name" '$1 == n { printf "%s:%s, %s()", f, $2, $3; found = 1 }
			END { if (!found) printf "%s", f }'
}

wrong() {
	local found=$2 why='' where='' goal=$GOAL
	[ "${status:-0}" -eq 124 ] || why=$(why)
	# It printed nothing at all: then the point is that COMMAND hasn't run, and why.
	if [[ $RAN == lab* || $found == "no word of it: "* ]] && [ -z "$out" ] && [ "${status:-0}" -ne 124 ]; then
		case $err in
		*"lab$NN"*": "*) ;;
		*)
			why=
			[[ $found == "no word of it: "* ]] || found+="; $(how_it_ended)"
			;;
		esac
		if earlier_step_ends_it; then
			verdict "NOT JUDGED" "step $culprit ends the program before: $(how_it_ended)"
		fi
	fi
	if [ -n "$STEP" ]; then goal="step $STEP: $GOAL" where="where     $(where_is "$STEP")"; fi
	verdict WRONG "$goal" "expected  $(folded "$1")" "found     $(folded "$found")" "$why" "$where" "$(read_this)"
}

# A line that is too long for the report, in several.
folded() { fold -s -w 66 <<<"$1"; }

# "read      ...": the manual page.
read_this() { printf 'read      %s' "$(folded "$READ")"; }

# "why       ...": why it matters, one sentence; the last column of tests/points.tsv, or
# else the kernel's rule, as the guide has it for this step.
why() {
	local text
	text=$(awk -F '\t' -v test="$BATS_TEST_DESCRIPTION" '$4 == test { print $5 }' "$ROOT/tests/points.tsv" 2>/dev/null)
	[ -n "$text" ] || [ -z "$STEP" ] ||
		text=$(awk -v lab="$NN" -v step="$STEP" -v rule=1 -f "$ROOT/tests/hint.awk" "$ROOT/GUIDE.md" 2>/dev/null)
	[ -z "$text" ] || printf 'why       %s' "$(folded "$text")"
}

fail() { wrong "$GOAL" "$1"; }

# verdict STATE FIRST LINE...: print it, and what was run, and fail.
verdict() {
	local state=$1 l
	shift
	printf '%s  %s\n' "$state" "$1"
	shift
	for l; do [ -z "$l" ] || printf '  %s\n' "${l//$'\n'/$'\n'            }"; done
	[ -z "${RAN-}" ] || printf '%s%s\n' "$RAN" "$(as_typed "${TYPED[@]}")" |
		cut -c 1-400 | sed '1s/^/  ran       /; 2,$s/^/            /'
	[ ! -s "$T/out" ] || shorten "$T/out" '  stdout    '
	[ ! -s "$T/err" ] || shorten "$T/err" '  stderr    '
	[ -n "$STEP" ] || [ -z "${left-}" ] || shorten "$T/left" '  left      '
	return 1
}

# The first lines, printable characters only: what a program prints must not reach the
# terminal, nor look like TAP.
shorten() {
	head -c 4000 "$1" | tr -c '\n\t -~' '?' | cut -c 1-300 | fold -s -w 68 | sed "s/ *\$//" | head -n 12 |
		sed "1s/^/$2/; 2,\$s/^/            /"
}

# ---- what every lab promises ---------------------------------------------------------------
# Each runs the lab as UID with ARG... before COMMAND (options, ROOTFS), and judges it.

# ends_like_command UID [ARG...]: the exit status and the three streams are COMMAND's.
ends_like_command() {
	local uid=$1
	shift
	lab_as "$uid" "$@" sh -c 'echo out; echo err >&2; exit 42'
	is "$status" 42 "exit status"
	is "$out" "out" "stdout"
	is "$err" "err" "stderr"
	# shellcheck disable=SC2016
	lab_as "$uid" "$@" sh -c 'kill -SEGV $$'
	is "$status" 139 "exit status after SIGSEGV"
	host "$uid" <<-EOF
		printf 'a\n\nb' | \$LAB $* cat
	EOF
	is "$out" $'a\n\nb' "stdin through cat"
}

# cannot_execute UID [ARG...]: 127 for a COMMAND that isn't there, 126 for one that can't run.
cannot_execute() {
	local uid=$1 name
	shift
	for name in "no-such-$word" "/no-such-$word" /etc/passwd /bin; do
		lab_as "$uid" "$@" "$name"
		case $name in
		*no-such*) is "$status" 127 "exit status, there being no $name" ;;
		*) is "$status" 126 "exit status of $name, which is no program" ;;
		esac
		has "$err" "$name" "the message"
	done
}

# passes_signals UID [ARG...]: SIGTERM, SIGINT, SIGHUP, SIGQUIT and SIGUSR1 to the lab reach
# COMMAND, once, and its status comes back.
passes_signals() {
	host "$1" <<-EOF
		for signal in 15 2 1 3 10; do
			mkfifo ready-\$signal
			probe undisturbed \$LAB ${*:2} probe await \$signal 7 >ready-\$signal &
			read -r line <ready-\$signal
			kill -\$signal \$!
			wait \$! && status=0 || status=\$?
			echo "\$signal \$status"
			rm ready-\$signal
		done
	EOF
	is "$out" $'15 7\n2 7\n1 7\n3 7\n10 7' "what the signals did"
}

# tells_of_failures UID CALL,... [ARG...]: whichever of these calls fails, the lab ends, and not
# with 0, and says what failed; COMMAND doesn't run.  EPERM is what a container's seccomp says.
# Another way to the same isolation is right, too, where FACTS is a command that prints it.
tells_of_failures() {
	local bad
	LABS_TIMEOUT=30
	HOST_OPTIONS="${HOST_OPTIONS-} -c $ROOT/build/tests/fail-one:/opt/bin/fail-one"
	[ -z "${FACTS-}" ] || HOST_OPTIONS+=" -c $ROOT/build/tests/captive:${R:-/opt}/bin/captive"
	host "$1" <<-EOF
		fail-one -b -c $2 \$LAB ${*:3} ${FACTS:-true}
	EOF
	case $err in *"fail-one: seccomp"*) need_or_skip "this machine lets nobody ask for a seccomp listener" ;; esac
	bad=$(printf '%s\n' "$out" | sed -E '$d
		s/: clone: status/: clone (what fork is to the kernel): status/
		s/^GOES ON +[0-9]+ (.*): ([^:]*): status 0: .*/\2 of \1 fails, and it goes on: status 0/
		s/^SILENT +[0-9]+ (.*): ([^:]*): status ([0-9]*): .*/\2 of \1 fails, and it says nothing: status \3/')
	: >"$T/out"
	[ -z "$bad" ] || wrong "whichever call fails (here by EPERM), the program ends, not with 0, and says which one it was" "$bad"
	is "$status" 0 "status of fail-one: $err"
}

# bad NAMED ARG...: the lab with these arguments is one more case for all_refused.
bad() { BAD+=("$(printf '%q ' "$@")"); }

# all_refused [UID]: each bad case ends with 125, and one line on stderr that has NAMED in it.
# All in one pretend host: that takes less time.
# shellcheck disable=SC2120
all_refused() {
	host "${1:-0}" <<-EOF
		try() {
			named=\$1
			shift
			status=0
			\$LAB "\$@" >said 2>complained || status=\$?
			case \$status:\$(wc -l <complained):\$(wc -c <said):\$(cat complained) in
			125:1:0:*"\$named"*) echo refused ;;
			*) echo "\$*: status \$status, on stdout \$(wc -c <said) bytes, on stderr: \$(cat complained)" ;;
			esac
		}
		$(printf 'try %s\n' "${BAD[@]}")
	EOF
	RAN=$(printf "lab$NN %s\n" "${BAD[@]#* }")
	local others
	others=$(printf '%s\n' "$out" | grep -v '^refused$' | head -n 4 || :)
	[ -z "$others" ] || wrong "each ends with 125, one line on stderr that names what is wrong, and no COMMAND" "$others"
	is "$(printf '%s\n' "$out" | grep -c '^refused$')" "${#BAD[@]}" "how many are refused"
	BAD=()
}

# refuses OPTION...: each of these unknown, or incomplete, options is named in one line.
refuses() {
	local option
	for option; do bad "${option%%=*}" "$option"; done
	# shellcheck disable=SC2119
	all_refused
}

# names_capability NAME [ARG...]: without the privilege the lab says which one, and the ways on.
names_capability() {
	lab_as 1000 "${@:2}" true
	is "$status" 125 "exit status"
	has "$err" "$1" "the message"
	has "$err" "make try$NN" "the message"
	has "$err" "unshare --user --map-root-user" "the message"
	is "$out" "" "stdout: COMMAND must not have run"
}

# isolated UID "NAME..." [ARG...]: COMMAND, seen from outside, is in namespaces of its own.  How a
# program ends, and what it prints, counts only then: whoever just runs COMMAND has that, too.
isolated() {
	host "$1" <<-EOF
		start \$LAB ${*:3}
		p=\$(outer "\$pid")
		for ns in $2; do
			inside=\$(readlink "/proc/\${p:-\$pid}/ns/\$ns")
			[ "\${inside:-none}" != none ] && [ "\$inside" != "\$(readlink /proc/self/ns/\$ns)" ] || echo "\$ns"
		done
		finish
	EOF
	is "$out" "" "namespaces that COMMAND hasn't of its own, seen from outside"
}

# same_namespaces UID "NAME..." [ARG...]: these are COMMAND's as they are the caller's.
same_namespaces() {
	host "$1" <<-EOF
		for ns in $2; do readlink /proc/self/ns/\$ns; done
		echo inside
		\$LAB ${*:3} sh -c 'for ns in $2; do readlink /proc/self/ns/\$ns; done'
	EOF
	is "${out#*$'\n'inside}" $'\n'"${out%$'\n'inside*}" "the other namespaces inside"
}
