#!/usr/bin/env bats
# unfinished: every half-written state of every lab runs, names its step, and ends with 77.
#
# The prefix programs of the judge are those states: the steps 1 to k written, the rest blank.

load helper

setup_file() {
	for file in "$ROOT"/solutions/[0-9][0-9]-*.c; do
		[ -f "$file" ] || continue # make handout leaves them out
		file=$(basename "$file")
		build "${file%%-*}"
	done
	find_cgroups
}

setup() {
	T=$(mktemp -d)
}

teardown() {
	rm -rf --one-file-system "$T"
}

# each COMMAND...: run every prefix program so, and call check.
each() {
	local program name
	for program in "$ROOT/${LABS_BIN:-build/none}"/prefix/lab??.*[0-9]; do
		[ -x "$program" ] || continue
		name=$(basename "$program")
		nn=${name:3:2} k=${name#*.}
		[ "$nn" != 06 ] || [ -n "$LABS_CGROUPS" ] || continue
		status=0
		set -- "$@"
		local rootfs=()
		! grep -q '\[ROOTFS\]' "$ROOT"/solutions/"$nn"-*.c || rootfs=(/lab/build/rootfs)
		# A step that is for an option is asked for, else nothing is missing.
		[ "$nn" != 07 ] || rootfs=(-r 1mbit)
		"$ROOT/build/tests/host" -t 5 -o "$T/left" -c "$program:/lab/lab$nn" \
			-c "$ROOT/build/tests/rootfs:/lab/build/rootfs" -- "/lab/lab$nn" "${rootfs[@]}" "$@" \
			>"$T/out" 2>"$T/err" </dev/null 3>&- 4>&- || status=$?
		check || { echo "$name $*: status $status" && cat "$T/out" "$T/err" "$T/left" && return 1; }
		runs=$((runs + 1))
	done
}

@test "unfinished: COMMAND runs in what is built, then the step is named: status 77" {
	[ "${LABS_BIN-}" = build/solutions ] || skip "it is about the finished programs"
	runs=0
	check() {
		[ "$status" -eq 77 ] && [ "$(cat "$T/out")" = ran ] && [ ! -s "$T/left" ] &&
			[ "$(sed -n 's/.*step \([0-9]*\) is not written yet.*/\1/p' "$T/err")" -gt "$k" ]
	}
	each sh -c 'echo ran; exit 3'
	[ "$runs" -gt 0 ]
}

@test "unfinished: without COMMAND the view shows it, and marks what is missing" {
	[ "${LABS_BIN-}" = build/solutions ] || skip "it is about the finished programs"
	runs=0
	check() {
		{ [ "$status" -eq 77 ] || { [ "$status" -eq 0 ] && grep -q 'not written yet: step' "$T/out"; }; } &&
			grep -q '^\*' "$T/out" && [ ! -s "$T/left" ]
	}
	each
	[ "$runs" -gt 0 ]
}

@test "unfinished: where no step is written, the view marks none as a difference" {
	[ "${LABS_BIN-}" = build/solutions ] || skip "it is about the finished programs"
	mkdir "$T/blank"
	runs=0
	# The compiler and its options, which the Makefile knows; the libraries are the last words.
	compile=$(make -sC "$ROOT" --eval='compile: ; @echo $(LAB_CC) SOURCE $(LAB_LIBS)' compile)
	for file in "$ROOT"/solutions/[0-9][0-9]-*.c; do
		nn=$(basename "$file") nn=${nn%%-*}
		[ "$nn" != 06 ] || [ -n "$LABS_CGROUPS" ] || continue
		awk -v from=1 -f "$ROOT/tests/cut.awk" "$file" >"$T/blank/lab$nn.c"
		# shellcheck disable=SC2086  # a command and its options
		(cd "$ROOT" && ${compile/SOURCE/-w -o $T/blank/lab$nn $T/blank/lab$nn.c})
		"$ROOT/build/tests/host" -t 5 -c "$T/blank/lab$nn:/lab/lab$nn" \
			-c "$ROOT/build/tests/rootfs:/lab/build/rootfs" -- "/lab/lab$nn" \
			>"$T/out" 2>"$T/err" </dev/null 3>&- 4>&- || [ $? -eq 77 ]
		[ "$(grep -c '^\. ' "$T/out")" -gt 2 ]
		# Two of lab 06 are measurements, which swing by themselves.
		if grep '^\*' "$T/out" | grep -v -e ' taken now ' -e ' a process gets '; then
			cat "$T/out"
			return 1
		fi
		runs=$((runs + 1))
	done
	[ "$runs" -gt 7 ]
}

@test "unfinished: COMMAND has the pid that the view shows, PID 1 too" {
	[ "${LABS_BIN-}" = build/solutions ] || skip "it is about the finished programs"
	each_lab03() {
		for program in "$ROOT"/build/solutions/prefix/lab03.[2-9]; do
			"$ROOT/build/tests/host" -t 5 -c "$program:/lab/lab03" -- /lab/lab03 "$@" \
				2>&1 </dev/null 3>&- 4>&- || [ $? -eq 77 ]
		done
	}
	each_lab03 | awk '$3 == "pid" && $4 != "ns" { print $NF }' >"$T/shown"
	each_lab03 sh -c 'echo "COMMAND $$"; exit 3' | sed -n 's/^COMMAND //p' >"$T/ran"
	[ -s "$T/shown" ]
	diff "$T/shown" "$T/ran"
}
