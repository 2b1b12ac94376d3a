#!/usr/bin/env bash
# mutants.sh [NAME...] - test the tests: each known wrong program must be caught, rightly.
#
# A mutant is the finished program with a known wrong answer of tests/mutants/ in it (see
# tests/mutant); its first lines name the test that must catch it.  Each step also gets, by
# itself, the mutant in which it does nothing.  Required of the tests: the one named fails and says
# WRONG of that step, and none of an earlier step, which is right, fails.  (Up to an earlier step
# the mutant is mostly the finished program, word for word: that, make check has judged.)  And
# of the program: where its own last words name a step that would help, it is the wrong one.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.." || exit
out=build/mutants

# other_steps SOURCE SOLUTION: the steps whose prefix program (tests/prefixes) isn't the finished
# one's, word for word: that one, make check judges.
other_steps() {
	local k
	awk -v list=1 -f tests/cut.awk "$2" | while IFS=$'\t' read -r k _; do
		cmp -s <(awk -v from=$((k + 1)) -f tests/cut.awk "$1") <(awk -v from=$((k + 1)) -f tests/cut.awk "$2") || echo "$k"
	done
}

# judged_by NN CAUGHT STEP...: which tests have a say, as bats --filter wants it: the one that
# must fail, and those of these steps.
judged_by() {
	printf '^(%s step (%s):.*|%s)$' "$1" "$(IFS='|' && echo "${*:3}")" "$(sed 's/[][\\.*^$/+?(){}|]/\\&/g' <<<"$2")"
}

# hint_of PROGRAM NN: the step that the program itself, if a call fails, says would have helped.
hint_of() {
	build/tests/host -t 10 -c "$1:/lab/lab$2" -c build/tests/rootfs:/lab/build/rootfs \
		-- "/lab/lab$2" true </dev/null 2>&1 | sed -n 's/.*; step \([0-9]*\) does that$/\1/p' | head -n 1
}

# said_of TEST TAP: what the failed TEST printed.
said_of() {
	awk -v test="$1" '/^(not )?ok / { on = substr($0, length($0) - length(test)) == " " test; next } on { print "    " $0 }' "$2"
}

# one NAME SOURCE LAB CAUGHT: build it and judge it; one line of result.
one() {
	local name=$1 lab=$2 caught=$3 nn=${2%%-*} dir=$out/$1 step steps tap first
	mkdir -p "$dir"
	tests/mutant "$name" >"$dir/$lab.c" || { echo "BROKEN    $name: it doesn't fit the solution"; return 1; }
	step=$(sed -n 's/^[0-9]* step \([0-9]*\):.*/\1/p' <<<"$caught")
	mapfile -t steps < <(other_steps "$dir/$lab.c" "solutions/$lab.c" |
		awk -v step="${step:-999}" '$1 <= step')
	# shellcheck disable=SC2086
	if ! $LAB_CC -w -o "$dir/lab$nn" "$dir/$lab.c" $LAB_LIBS ||
		! tests/prefixes "$dir/$lab.c" "$dir/prefix/lab$nn" "${steps[@]}" >"$dir/programs"; then
		echo "BROKEN    $name: it does not compile"
		return 1
	fi
	tap=$dir/result.tap
	LABS_BIN=$dir bats --tap --filter "$(judged_by "$nn" "$caught" "${steps[@]}")" "tests/$lab.bats" >"$tap" 2>&1
	first=$(sed -n 's/^not ok [0-9]* //p' "$tap" | head -n 1)
	if [ -z "$first" ]; then
		echo "SURVIVED  $name: no test fails"
		return 1
	fi
	# An earlier step, which is right, is blamed?
	blamed=$(sed -n 's/^not ok [0-9]* //p' "$tap" |
		awk -v step="${step:-999}" 'match($0, /^[0-9]+ step [0-9]+:/) {
			s = $3 + 0; if (s < step) print }' | head -n 1)
	if [ -n "$blamed" ]; then
		echo "BLAMED    $name: \"$blamed\" fails, though that step is right"
		said_of "$blamed" "$tap"
		return 1
	fi
	case $caught in
	*:) # any test of that step
		if [ "${first#"$caught"}" = "$first" ]; then
			echo "ESCAPED   $name: \"$caught\" should fail first, but \"$first\" does"
			said_of "$first" "$tap"
			return 1
		fi ;;
	*)
		if ! sed -n 's/^not ok [0-9]* //p' "$tap" | grep -qxF -- "$caught"; then
			echo "ESCAPED   $name: \"$caught\" passes; \"$first\" fails"
			said_of "$first" "$tap"
			return 1
		fi ;;
	esac
	said=$(said_of "$first" "$tap" | grep -m 1 '^    # WRONG')
	case $said in
	"    # WRONG  step $step: "*) ;;
	"    # WRONG"*) [ -z "$step" ] || { echo "MISNAMED  $name: \"$first\" says \"$said\""; return 1; } ;;
	*) echo "UNNAMED   $name: the failure of \"$first\" says no WRONG"; return 1 ;;
	esac
	hinted=$(hint_of "$dir/lab$nn" "$nn")
	if [ -n "$hinted" ] && [ -n "$step" ] && [ "$hinted" != "$step" ]; then
		echo "MISLED    $name: its own hint is that step $hinted helps"
		return 1
	fi
	echo "caught    $name: $first"
}

has_cgroup2() { build/tests/host test -e /sys/fs/cgroup/cgroup.controllers 2>/dev/null </dev/null; }

# Every mutant: name, lab, the test that must catch it.
list() {
	local file lab nn k
	for file in tests/mutants/[0-9][0-9]-*.{c,patch}; do
		nn=$(basename "$file")
		# On the other cgroup version the wrong step does no harm.
		if grep -qE '^( \* )?where: v2$' "$file" && ! has_cgroup2; then continue; fi
		lab=$(basename solutions/"${nn%%-*}"-*.c .c)
		printf '%s\t%s\t%s\n' "$(basename "${file%.*}")" "$lab" \
			"$(sed -n 's/^.*caught-by: *//p' "$file" | head -n 1)"
	done
	for file in solutions/[0-9][0-9]-*.c; do
		lab=$(basename "$file" .c)
		nn=${lab%%-*}
		while IFS=$'\t' read -r k _; do
			printf '%s-nothing-in-step%s\t%s\t%s step %s:\n' "$nn" "$k" "$lab" "$nn" "$k"
		done < <(awk -v list=1 -f tests/cut.awk "$file")
	done
}

if [ "${1-}" = --one ]; then
	IFS=$'\t' read -r name lab caught <<<"$2"
	result=$(one "$name" "$lab" "$caught") || bad=1
	printf '%s\n' "$result" # at once: others run beside
	exit "${bad:-0}"
fi

rm -rf --one-file-system "$out"
mkdir -p "$out"
wanted=$(printf '%s\n' "$@")
list | { if [ -n "$wanted" ]; then grep -F -- "$wanted"; else cat; fi; } >"$out/list"
tr '\n' '\0' <"$out/list" | xargs -0 -P "$(nproc)" -I{} "$here/mutants.sh" --one {} | tee "$out/results"
awk '/^[A-Za-z]/ { n[$1]++; all++ } END {
	killed = all - n["SURVIVED"] - n["BROKEN"]
	printf "mutants: %d of %d killed, %d of them rightly named (the test, the step), %d right steps wrongly blamed\n",
		killed, all, n["caught"], n["BLAMED"]
	exit all == 0 || n["caught"] != all }' "$out/results"
