#!/usr/bin/env bash
# others.sh [NAME...] - test the tests the other way: other correct programs must pass them all.
#
# tests/others/NN-name.c has a main of its own, and whatever it calls, for lab NN; options,
# texts and the view's rows are the finished program's.  NN-name.sh, .py: a whole program.
# None has step functions, so each is judged as one piece; and so is the finished program, once
# more.  A test judges behaviour, or it fails here.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
out=build/others

# one FILE: build it and judge it; one line of result, and each failure's own.
one() {
	local file=$1 name nn lab dir interpreter
	name=$(basename "${file%.*}") nn=$(basename "$file") nn=${nn%%-*}
	lab=$(basename solutions/"$nn"-*.c .c) dir=$out/$name
	[ "${file%/*}" != solutions ] || name=$nn-in-one-piece dir=$out/$nn-in-one-piece
	mkdir -p "$dir"
	case $file in
	solutions/*)
		# Without prefix programs beside it each step is judged on the whole.
		# shellcheck disable=SC2086
		$LAB_CC -w -o "$dir/lab$nn" "$file" $LAB_LIBS || { echo "BROKEN  $name: it does not compile" && return 1; } ;;
	*.c)
		# shellcheck disable=SC2086
		if ! awk -v graft="$file" -v add=1 -f tests/cut.awk "solutions/$lab.c" >"$dir/$lab.c" ||
			! $LAB_CC -w -o "$dir/lab$nn" "$dir/$lab.c" $LAB_LIBS; then
			echo "BROKEN  $name: it does not compile"
			return 1
		fi ;;
	*)
		interpreter=$(sed -n '1{s,^#!\(/usr/bin/env \)*,,p}' "$file")
		type -P "$interpreter" >/dev/null || { echo "skipped $name: $interpreter is missing" && return; }
		install -m 755 "$file" "$dir/lab$nn" ;;
	esac
	LABS_BIN=$dir bats --tap "tests/$lab.bats" >"$dir/result.tap" 2>&1
	if grep -q '^not ok' "$dir/result.tap" || ! grep -q '^ok' "$dir/result.tap"; then
		echo "FAILS   $name: $(grep -c '^not ok' "$dir/result.tap") tests"
		grep -A 12 '^not ok' "$dir/result.tap" | sed 's/^/    /'
		return 1
	fi
	echo "passes  $name: $(grep -c '^ok' "$dir/result.tap") tests, $(grep -c '^ok.*# skip' "$dir/result.tap") of them skipped"
}

if [ "${1-}" = --one ]; then
	one "$2"
	exit
fi

rm -rf --one-file-system "$out"
mkdir -p "$out"
wanted=$(printf '%s\n' "$@")
printf '%s\n' solutions/[0-9][0-9]-*.c tests/others/[0-9][0-9]-*.* | { if [ -n "$wanted" ]; then grep -F -- "$wanted"; else cat; fi; } |
	tr '\n' '\0' | xargs -0 -P "$(nproc)" -I{} tests/others.sh --one {} | tee "$out/results"
awk '/^(passes|FAILS|BROKEN)/ { n[$1 == "passes"]++ } END {
	printf "others: %d of %d correct programs pass every test\n", n[1], n[0] + n[1]
	exit n[0] > 0 || n[1] == 0 }' "$out/results"
