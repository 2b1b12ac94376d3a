# judge.bash - what verdict, progress and grade share: one lab judged, as rows of tap.awk.
# shellcheck shell=bash
#
# In the environment: LABS_BIN, LABS_SRC and the like, as tests/helper.bash knows them;
# REFERENCE, rows of the finished program (see tap.awk).
export LC_ALL=C # bytes are bytes: gawk takes those of text.awk for an error in UTF-8
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

rows_of() { # NN: TAP on stdin
	awk -v nn="$1" -v points="$tests/points.tsv" -v reference="${REFERENCE-}" -v only="${2-}" -f "$tests/text.awk" -f "$tests/tap.awk"
}

# tap_within SECONDS ARG...: what bats prints, in its time.  Whoever ends us ends it, too:
# timeout(1) puts it in a process group of its own, and a shell waits for its child first.
tap_within() {
	local tap
	tap=$(mktemp)
	timeout -k 5 "$1" bats --tap "${@:2}" >"$tap" 2>&1 </dev/null &
	trap 'kill $! && wait $!; rm "$tap"; exit 1' TERM INT HUP
	wait $! || :
	cat "$tap"
	rm "$tap"
}

# judge NAME: rows of lab NN-name.  Three parts side by side: the steps, and two of the whole;
# or, for those who run many at once, all in a row and within LAB_SECONDS.
judge() {
	local nn=${1%%-*} rest part
	if [ -n "${LAB_SECONDS-}" ]; then
		tap_within "$LAB_SECONDS" "$tests/$1.bats" | rows_of "$nn"
		return
	fi
	rest=$(mktemp -d)
	{
		export LABS_RUN=$rest # what one part sees hang, the others need not wait for
		for part in '[a-s]' '[^a-s]'; do
			bats --tap --filter "^$nn: $part" "$tests/$1.bats" >"$rest/$part" 2>&1 &
		done
		bats --tap --filter "^$nn step" "$tests/$1.bats" 2>&1
		wait
		cat "$rest/[a-s]" "$rest/[^a-s]"
	} | rows_of "$nn"
	rm -r "$rest"
}

# The steps of lab NN-name, a line each: number and heading, parted by a tab.
steps_of() {
	local root=${tests%/*} list='' file
	for file in "$root/solutions/$1.c" "$root/labs/$1.c"; do
		if [ -z "$list" ] && [ -f "$file" ]; then
			list=$(awk -v list=1 -f "$tests/cut.awk" "$file" 2>/dev/null | cut -f 1,4)
		fi
	done
	[ -n "$list" ] || list=$(awk -v lab="${1%%-*}" -v list=1 -f "$tests/hint.awk" "$root/GUIDE.md")
	printf '%s\n' "$list"
}

# The steps that rows on stdin don't call right, though an earlier one is to blame: those
# after the first one that isn't done, and written.
to_graft() {
	awk -F '\t' '$2 != "all" && $3 != "done" && $3 != "not here" { if (!($2 in bad)) bad[$2] = $3
			if (first == "" || $2 < first) first = $2
			if ($3 == "not written") blank[$2] = 1 }
		END { for (k in bad) if (k + 0 > first + 0 && !(k in blank)) print k }' | sort -n
}

# alone NAME SOURCE FOLDER COMPILE...: rows on stdin; a step that is right in the finished
# program, where an earlier step of SOURCE is not, becomes "alone", and earns half.
# "COMPILE... FILE PROGRAM" compiles.
alone() {
	local name=$1 source=$2 grafts=$3 nn=${1%%-*} k rows right=''
	shift 3
	rows=$(cat)
	for k in $([ ! -f "${tests%/*}/solutions/$name.c" ] || to_graft <<<"$rows"); do
		mkdir -p "$grafts/$k"
		timeout 10 awk -v graft="$source" -v only="$k" -v add=1 -v line=1 -v name="solutions/$name.c" \
			-f "$tests/cut.awk" "${tests%/*}/solutions/$name.c" >"$grafts/$k/$name.c" 2>/dev/null || continue
		"$@" "$grafts/$k/$name.c" "$grafts/$k/lab$nn" >/dev/null 2>&1 || continue
		if LABS_BIN=$grafts/$k LABS_SRC='' LABS_RUN='' tap_within "${LAB_SECONDS:-60}" --filter "^$nn step $k:" "$tests/$name.bats" |
			rows_of "$nn" "$k" | awk -F '\t' '$3 == "done" { n++ } $3 != "done" && $3 != "not here" { bad++ }
				END { exit !(n && !bad) }'; then
			right="$right $k"
		fi
	done
	awk -F '\t' -v OFS='\t' -v right="$right" 'BEGIN { n = split(right, r, " "); for (i = 1; i <= n; i++) ok[r[i]] = 1 }
		$2 in ok && $3 != "done" && $3 != "not here" { $3 = "alone"; $4 = int($5 / 2); $7 = "" } { print }' <<<"$rows"
}
