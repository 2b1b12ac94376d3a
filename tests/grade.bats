#!/usr/bin/env bats
# grade: a class is judged fairly, whatever is handed in, and harms nothing.
#
# Two classes are graded, once for the whole file: a fair one, with right, blank and
# half-written programs, and names and tars that mean ill; and one of hostile programs,
# tests/hostile/*.c as lab 02, with short limits, so that those who hang don't do so for long.

load helper

setup_file() {
	[ -d "$ROOT/solutions" ] || return 0
	build tools
	export ROOT W CLASS OUT HOSTILE secret token
	W=$(mktemp -d)
	CLASS=$W/fair OUT=$W/fair.graded HOSTILE=$W/hostile
	secret=$(printf 's%05d%05d' "$RANDOM" "$RANDOM") token=$(printf 't%05d%05d' "$RANDOM" "$RANDOM")
	mkdir "$CLASS" "$HOSTILE"
	echo "$secret" >"$W/secret"
	make_class
	make_hostile
	fingerprint >"$W/before"
	graded=0
	grade 02 >"$W/said" 2>&1 || graded=$?
	echo "$graded" >"$W/status"
	CLASS=$HOSTILE OUT=$HOSTILE.graded grade 02 GRADER_SECRET="$secret" LAB_SECONDS=8 LABS_TIMEOUT=1 \
		COMPILE_SECONDS=8 >>"$W/said" 2>&1 || :
	fingerprint >"$W/after"
}

teardown_file() {
	[ -z "${W-}" ] || rm -rf --one-file-system "$W"
}

setup() {
	[ -d "$ROOT/solutions" ] || skip "there is no solutions/ here"
	T=$(mktemp -d)
	STEP='' GOAL='' READ='' RAN=''
	case $LABS_IDS in
	*[0-9]*" "*) ;;
	*) need_or_skip "this machine has no pretend host: $LABS_IDS" ;;
	esac
}

# grade ONLY [NAME=VALUE...]: $CLASS, into $OUT.
grade() {
	local only=$1
	shift
	env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS -u LABS_BIN -u TMPDIR "$@" \
		make -s -C "$ROOT" grade SUBMISSIONS="$CLASS" OUT="$OUT" ONLY="$only" </dev/null 3>&- 4>&-
}

fingerprint() {
	find "$ROOT/tests" "$ROOT/labs" "$ROOT/solutions" "$ROOT/common" "$ROOT/build/tests" "$CLASS/nina" -type f -exec sha256sum {} + |
		sort -k 2
	uname -n
	cat /proc/self/mountinfo
}

# learner NAME: a folder with labs/, for them to fill.
learner() { mkdir -p "$CLASS/$1/labs"; }

make_hostile() {
	local file name
	for file in "$ROOT"/tests/hostile/*.c; do
		name=$(basename "$file" .c)
		mkdir -p "$HOSTILE/$name/labs"
		sed -e "s|@ROOT@|$ROOT|g; s|@OUT@|$OUT|g; s|@CLASS@|$CLASS|g; s|@SECRET@|$W/secret|g; s|@TOKEN@|$token|g" \
			-e '/^@STEPS@$/{r '<(seq 1000 | sed 's,.*,/* Step &: x. */\nstatic void step&_x(void)\n{\n}\n,')$'\nd\n}' "$file" >"$HOSTILE/$name/labs/02-unshare-uts.c"
	done
}

make_class() {
	local finished=$ROOT/solutions/02-unshare-uts.c
	# The right one, with company that must not be taken.
	learner nina
	cp "$finished" "$CLASS/nina/labs"
	mkdir "$CLASS/nina/common" "$CLASS/nina/tests"
	echo '#error not to be taken' >"$CLASS/nina/common/lab.h"
	echo 'exit 1' >"$CLASS/nina/tests/helper.bash"
	learner blank
	cp "$ROOT/labs/02-unshare-uts.c" "$CLASS/blank/labs"
	# Step 2 does nothing; step 3 is right all the same.
	learner second-wrong
	awk -v empty=2 -f "$ROOT/tests/cut.awk" "$finished" >"$CLASS/second-wrong/labs/02-unshare-uts.c"
	# Step 1 ends the program; steps 2 and 3 are right alone.
	learner first-fails
	sed '/^static void step1_/,/^}/s/unshare(CLONE_NEWUTS)/unshare(-1)/' "$finished" >"$CLASS/first-fails/labs/02-unshare-uts.c"
	# Step 3 doesn't compile.
	learner third-broken
	sed '/^static void step3_.*)$/,/^}/s/^{/{ oops/' "$finished" >"$CLASS/third-broken/labs/02-unshare-uts.c"
	# Names.
	learner $'new\nline\t$(touch pwned)`touch pwned`"\'<b>&\033[2J'
	cp "$finished" "$CLASS"/new*/labs
	learner '-rf'
	cp "$finished" "$CLASS/-rf/labs"
	learner '=1+1'
	# What is no file of one's own.
	mkdir "$CLASS/link-to-folder"
	ln -s "$ROOT/solutions" "$CLASS/link-to-folder/labs"
	learner link-to-file
	ln -s "$finished" "$CLASS/link-to-file/labs/02-unshare-uts.c"
	learner fifo
	mkfifo "$CLASS/fifo/labs/02-unshare-uts.c"
	ln -s "$ROOT" "$CLASS/link"
	learner too-long
	{ cat "$finished" && yes '//' | head -n 100000; } >"$CLASS/too-long/labs/02-unshare-uts.c"
	# Tars.
	local t=$W/tar
	mkdir -p "$t/handed-in/labs"
	cp "$finished" "$t/handed-in/labs"
	tar -C "$t" -czf "$CLASS/tarred.tar.gz" handed-in
	ln -sf "$finished" "$t/handed-in/labs/02-unshare-uts.c"
	tar -C "$t" -cf "$CLASS/tarred-link.tar" handed-in
	tar -C "$ROOT" -cPf "$CLASS/tarred-outside.tar" --transform 's,^,../../../../../..'"$CLASS"'/nina/,' labs/02-unshare-uts.c
	rm "$t/handed-in/labs/02-unshare-uts.c"
	mkfifo "$t/handed-in/labs/02-unshare-uts.c"
	tar -C "$t" -cf "$CLASS/tarred-fifo.tar" handed-in
	tar -C /dev -cf "$CLASS/tarred-device.tar" --transform 's,^null,x/labs/02-unshare-uts.c,' null
	mkdir -p "$t"/$'two\nlines $(touch pwned)/labs'
	cp "$finished" "$t"/two*/labs
	tar -C "$t" -cf "$CLASS/tarred-name.tar" $'two\nlines $(touch pwned)'
	head -c 200000000 /dev/zero | gzip >"$CLASS/bomb.tar.gz"
	echo "no tar" >"$CLASS/junk.tar"
	echo "read me" >"$CLASS/README.txt"
}

# of NAME [LAB.STEP]: points, from grades.csv ("percent" without a second word).
of() {
	awk -F '\t' -v name="$1" -v step="${2-}" '
		$2 == name { found = 1; if (step == "" || $4 == step) { got += $6; max += $7 } }
		END { if (!found) print "not in the results"; else print got + 0 " of " max + 0 }' "$OUT/results.tsv"
}

@test "grade: everybody is judged, and the right program gets all points" {
	is "$(cat "$W/status")" 0 "the status of make grade ($(tail -n 5 "$W/said"))"
	max=$(of nina | sed 's/.* of //')
	differs "$max" 0 "the points there are"
	is "$(of nina)" "$max of $max" "nina's points"
	is "$(of tarred)" "$max of $max" "the points of the same program in a tar"
	is "$(of tarred-name)" "$max of $max" "the points of the same program in a tar, below a name of two lines"
	is "$(of -rf)" "$max of $max" "the points of one called -rf"
	is "$(cut -f 1 "$OUT/results.tsv" | sort -u | wc -l)" "$(tr -dc '\0' <"$OUT/judge/list" | wc -c)" "how many have results"
}

@test "grade: blank, wrong, and right behind a wrong one: points by step" {
	is "$(of blank)" "0 of $(of nina | sed 's/.* of //')" "the blank one's points"
	is "$(of second-wrong 1)" "$(of nina 1)" "step 1, before the wrong one"
	is "$(of second-wrong 3)" "$(of nina 3)" "step 3, right with a wrong step 2"
	max=$(of nina 2 | sed 's/.* of //')
	is "$(of first-fails 1)" "0 of $(of nina 1 | sed 's/.* of //')" "step 1, which fails"
	is "$(of first-fails 2)" "$((max / 2)) of $max" "step 2, right alone, gets half"
	is "$(of third-broken 1)" "$(of nina 1)" "step 1 of a file whose step 3 doesn't compile"
	is "$(of third-broken 2)" "$(of nina 2)" "step 2 of a file whose step 3 doesn't compile"
	has "$(cat "$OUT/learners/"*/report.txt)" "labs/02-unshare-uts.c does not compile" "a report"
}

@test "grade: hostile programs get nothing for their steps, and end in their time" {
	local graded=$HOSTILE.graded
	is "$(cut -f 2 "$graded/results.tsv" | sort -u)" "$(basename -a -s .c "$ROOT"/tests/hostile/*.c | sort)" "who has results"
	is "$(awk -F '\t' '$4 != "all" && $6 > 0 { print $2 ": " $8 }' "$graded/results.tsv")" "" "points for steps"
	is "$(awk -F '\t' 'NR > 1 && $4 > 300 { print $9 ": " $4 }' "$graded/joblog")" "" "who took longer than 300 s"
	is "$(awk -F '\t' 'NR > 1 && ($7 != 0 || $8 != 0)' "$graded/joblog")" "" "whose job failed"
}

@test "grade: nothing of the machine has changed, and no process is left" {
	is "$(diff "$W/before" "$W/after" | head -n 5)" "" "changed files, mounts, name"
	is "$(grep -l "$token" /proc/[0-9]*/comm 2>/dev/null | head -n 3)" "" "processes left"
	is "$(find "$W" /tmp /dev/shm -maxdepth 4 -name "$token*" 2>/dev/null | head -n 3)" "" "files left"
	for folder in "$ROOT" "$PWD" "$OUT" "$CLASS" "$OUT"/learners/*; do
		[ ! -e "$folder/pwned" ] || fail "a name was run as a command: $folder/pwned"
	done
}

@test "grade: no secret of the machine is in any report" {
	is "$(grep -rl "$secret" "$HOSTILE.graded" | head -n 3)" "" "where the secret shows up"
	is "$(grep -rlE 'root:[x*!$]' "$HOSTILE.graded" | head -n 3)" "" "where a line of /etc/shadow shows up"
	is "$(LC_ALL=C grep -rlP '[\x00-\x08\x0b-\x1f\x7f]' "$HOSTILE.graded" "$OUT" --include='*.txt' --include='*.csv' --include='*.html' --include='*.json' --include='*.xml' | head -n 3)" \
		"" "where a control character shows up"
}

# need_tool NAME: a maintainer's tool (tests/deps --dev).
need_tool() {
	command -v "$1" >/dev/null || need_or_skip "there is no $1: tests/deps --dev"
}

@test "grade: exports: grades.csv is CSV, with a line a learner and a column a step" {
	# RFC 4180: quotes doubled, the same number of fields in each line.
	fields=$(sed 's/"\([^"]\|""\)*"/q/g' "$OUT/grades.csv" | awk -F, '{ print NF }' | sort -u)
	is "$(wc -w <<<"$fields")" 1 "how many numbers of fields there are"
	is "$(grep -c . "$OUT/grades.csv")" "$(($(tr -dc '\0' <"$OUT/judge/list" | wc -c) + 1))" "lines"
	has "$(head -n 1 "$OUT/grades.csv")" "lab02,lab02.1,lab02.2,lab02.3,lab02.all" "the first line"
	has "$(cat "$OUT/grades.csv")" '"'\''=1+1"' "a name that would be a formula"
}

@test "grade: exports: junit.xml follows the schema, and its sums are right" {
	need_tool xmllint
	xmllint --nonet --noout --schema "$ROOT/tests/export/junit.xsd" "$OUT/junit.xml" 2>"$T/err" || fail "$(cat "$T/err")"
	xmllint --nonet --noout --schema "$ROOT/tests/export/junit.xsd" "$HOSTILE.graded/junit.xml" 2>"$T/err" || fail "$(cat "$T/err")"
	is "$(xmllint --xpath 'sum(//testsuite/@failures) = count(//failure) and sum(//testsuite/@tests) = count(//testcase)' "$OUT/junit.xml")" \
		true "failures and tests, as the suites have them"
	is "$(xmllint --xpath "string(//testsuite[@name='nina']/@failures)" "$OUT/junit.xml")" 0 "nina's failures"
}

# gradescope-autograders.readthedocs.io, "Autograder Specifications": the names and types of
# all fields, and what must be there.
@test "grade: exports: gradescope/N.json has Gradescope's documented fields" {
	need_tool jq
	for file in "$OUT"/gradescope/*.json "$HOSTILE".graded/gradescope/*.json; do
		jq -e '
			(keys - ["score", "execution_time", "output", "output_format", "test_output_format", "test_name_format", "visibility", "stdout_visibility", "extra_data", "tests", "leaderboard"] == [])
			and (.stdout_visibility | IN("visible", "hidden", "after_due_date", "after_published"))
			and (.tests | type == "array" and length > 0)
			and all(.tests[];
				(keys - ["score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags", "visibility", "extra_data"] == [])
				and (.score | type == "number") and (.max_score | type == "number") and .score >= 0 and .score <= .max_score
				and (.status | IN("passed", "failed")) and ((.status == "passed") == (.score == .max_score))
				and (.name | type == "string") and (.number | type == "string") and (.output | type == "string")
				and (.output_format | IN("text", "html", "simple_format", "md", "ansi"))
				and (.visibility | IN("visible", "hidden", "after_due_date", "after_published"))
				and (.tags | type == "array"))' "$file" >"$T/out" 2>&1 || fail "$file: $(cat "$T/out")"
	done
	number=$(awk -F '\t' '$2 == "nina" { print $1 }' "$OUT/gradescope/names.tsv")
	is "$(jq '[.tests[].score] | add' "$OUT/gradescope/$number.json")" "$(of nina | sed 's/ .*//')" "nina's points"
}

# github.com/foundation50/classroom50, wiki "Advanced Autograding", the result.json contract.
@test "grade: exports: classroom50/N.json is a classroom50/result/v1" {
	need_tool jq
	for file in "$OUT"/classroom50/*.json "$HOSTILE".graded/classroom50/*.json; do
		jq -e '
			keys == ["assignment", "classroom", "commit", "datetime", "max-score", "release", "review", "schema", "score", "submission", "tests"]
			and .schema == "classroom50/result/v1"
			and all(.classroom, .assignment, .submission, .commit, .release, .review; type == "string" and length > 0)
			and (.datetime | test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"))
			and all(.tests[];
				(keys - ["output"]) == ["max-score", "passed", "score", "test-name"]
				and (.passed | type == "boolean") and (.["test-name"] | type == "string" and length > 0)
				and (.score | . == floor) and .score >= 0 and .score <= .["max-score"])
			and .score == ([.tests[].score] | add) and .["max-score"] == ([.tests[]["max-score"]] | add)' \
			"$file" >"$T/out" 2>&1 || fail "$file: $(cat "$T/out")"
	done
}

@test "grade: exports: index.html is one file without a script, each cross leads somewhere" {
	page=$(cat "$OUT/index.html")
	lacks "$page" "<script" "the page"
	lacks "$page" "http://" "the page"
	lacks "$page" "https://" "the page"
	has "$page" '&lt;b&gt;&amp;' "a name with marks of HTML"
	lacks "$page" "<b>" "the page"
	grep -o 'href="#[^"]*"' "$OUT/index.html" | sed 's/href="#//; s/"//' | sort -u >"$T/links"
	grep -o ' id="[^"]*"' "$OUT/index.html" | sed 's/ id="//; s/"//' | sort >"$T/ids"
	is "$(uniq -d "$T/ids")" "" "the same id twice"
	is "$(comm -23 "$T/links" <(sort -u "$T/ids"))" "" "links that lead nowhere"
	[ "$(grep -c '^t' "$T/links")" -gt 2 ] || fail "few crosses link: $(cat "$T/links")"
	# As XML its tags are closed and its attributes quoted; only the entities are HTML's.
	need_tool xmllint
	sed -e '1d' -e 's/<meta [^>]*>//' -e 's/&[a-z]*;//g' "$OUT/index.html" >"$T/page.xml"
	xmllint --nonet --noout "$T/page.xml" 2>"$T/err" || fail "$(head -n 5 "$T/err")"
}

@test "grade: only regular files labs/NN-name.c are taken" {
	for name in link-to-folder link-to-file fifo tarred-link tarred-fifo tarred-device bomb junk too-long; do
		is "$(of "$name")" "0 of $(of nina | sed 's/.* of //')" "the points of $name"
	done
	is "$(of link)" "not in the results" "a link in the class's folder"
	is "$(find "$OUT/learners" "$HOSTILE.graded/learners" -path '*/labs/*' ! -name '02-unshare-uts.c')" "" "what else was taken"
	has "$(cat "$OUT"/learners/*/log.txt)" "longer than 131072 bytes" "the log of the one that is too long"
}

@test "grade: the same command again repeats nothing; who hands in again is judged again" {
	stamps() { stat -c '%n %Y %i' "$OUT"/learners/*/rows.tsv; }
	stamps >"$T/before"
	grade 02 >"$T/said" 2>&1
	stamps >"$T/after"
	is "$(diff "$T/before" "$T/after")" "" "whose rows are new"
	cp "$ROOT/solutions/02-unshare-uts.c" "$CLASS/blank/labs"
	# An old time of modification, as rsync -a and tar bring it along.
	touch -d 2020-01-01 "$CLASS/blank/labs/02-unshare-uts.c" "$CLASS/blank/labs" "$CLASS/blank"
	learner zz-late
	cp "$ROOT/solutions/02-unshare-uts.c" "$CLASS/zz-late/labs"
	grade 02 >"$T/said" 2>&1
	stamps >"$T/later"
	is "$(diff "$T/after" "$T/later" | grep -c '^>')" 2 "whose rows are new: the changed one and the late one"
	is "$(of blank)" "$(of nina)" "the points of the one who handed in again"
	is "$(of zz-late)" "$(of nina)" "the points of the late one"
}

# another: an empty class of a test's own, whose finished programs are judged already.
another() {
	mkdir -p "$T/class" "$T/graded/judge/reference"
	cp -p "$OUT"/judge/reference/* "$T/graded/judge/reference"
	CLASS=$T/class OUT=$T/graded
}

@test "grade: a socket as stdout, which can't be opened by its name" {
	another
	learner zoe
	export -f grade
	CLASS=$CLASS OUT=$OUT perl -MSocket -e 'socketpair(my $us, my $them, AF_UNIX, SOCK_STREAM, 0) or die;
		if (!fork) { open STDOUT, ">&", $them; exec @ARGV } close $them; print while <$us>' \
		bash -c 'grade 02 2>&3' 3>"$T/err" >"$T/said" </dev/null 4>&-
	has "$(cat "$T/said")" "    1    0.0 %  zoe" "what it says ($(cat "$T/err"))"
	is "$(of zoe)" "0 of $(awk -F '\t' '{ n += $5 } END { print n }' "$OUT"/judge/reference/*)" "the points"
}

# on NAME: what is said of them on the terminal, and in their log.
on() {
	local n
	n=$(awk -F '\t' -v name="$1" '$2 == name { print $1; exit }' "$OUT/results.tsv")
	report=$OUT/learners/$n/report.txt log=$OUT/learners/$n/log.txt
	grep -F "grade: $1: " "$T/said" | sed "s/^grade: $1: //"
}

@test "grade: a file that is in no folder, or in one more, counts as if in labs/, of a folder and of a tar" {
	local file=02-unshare-uts.c full
	full=$(of nina)
	another
	mkdir -p "$CLASS/flat" "$CLASS/deep/home/zoe/course/labs" "$T/flat"
	cp "$ROOT/solutions/$file" "$CLASS/flat"
	cp "$ROOT/solutions/$file" "$CLASS/deep/home/zoe/course/labs"
	cp "$ROOT/solutions/$file" "$T/flat"
	tar -C "$T/flat" -czf "$CLASS/flat-tar.tgz" "$file"
	tar -C "$T" -cf "$CLASS/Loud.TAR" flat
	tar -C "$CLASS/deep" -cf "$CLASS/deep-tar.tar" home
	grade 02 >"$T/said" 2>&1
	for name in flat deep flat-tar Loud deep-tar; do
		is "$(of "$name")" "$full" "the points of $name ($(cat "$T/said"))"
	done
}

@test "grade: where nothing can be taken the terminal, the report and the log say why" {
	local file=02-unshare-uts.c
	another
	learner named
	for name in lab02.c 2.c unshare.c $'x\n\033[2J.c'; do cp "$ROOT/labs/$file" "$CLASS/named/labs/$name"; done
	mkdir -p "$CLASS/placed/Labs" "$CLASS/placed/common"
	cp "$ROOT/labs/$file" "$CLASS/placed/Labs"
	cp "$ROOT/common/lab.h" "$CLASS/placed/common/a.c"
	learner none
	tar -C "$CLASS/named" -cf "$CLASS/named-tar.tar" labs
	head -c 5000 /dev/urandom >"$CLASS/noise.tar.gz"
	tar -C "$ROOT" -cz solutions | head -c 2000 >"$CLASS/cut.tar.gz"
	learner blank-one
	cp "$ROOT/labs/$file" "$CLASS/blank-one/labs"
	grade 02 >"$T/said" 2>&1
	said_everywhere() {
		is "$(on "$1")" "$2" "what the terminal says of $1"
		on "$1" >"$T/out"
		has "$(tr -s '\n ' ' ' <"$report")" "($2)" "the report of $1"
		lacks "$(cat "$report")" "next: write" "the report of $1"
		has "$(cat "$log")" "$2" "the log of $1"
		has "$(grep -A 1 "^<h2>$1</h2>" "$OUT/index.html")" "<p>$2</p>" "the page"
	}
	said_everywhere named "no labs/$file; there is: labs/2.c, labs/lab02.c, labs/unshare.c"
	said_everywhere named-tar "no labs/$file; there is: labs/2.c, labs/lab02.c, labs/unshare.c"
	said_everywhere placed "no labs/$file; there is: Labs/$file, common/a.c"
	said_everywhere none "no labs/$file; there is no C file"
	said_everywhere noise "can't be unpacked"
	said_everywhere cut "can't be unpacked"
	is "$(on blank-one)" "" "what the terminal says of one who wrote nothing"
	on blank-one >"$T/out"
	has "$(cat "$report")" "next: write step 1" "the report of one who wrote nothing"
}

@test "grade: of several files the least deep is taken, then the first by name, and it is said" {
	local file=02-unshare-uts.c full
	full=$(of nina)
	another
	mkdir -p "$CLASS"/twice/{labs,old/labs} "$CLASS"/same/{b,a}/labs
	cp "$ROOT/labs/$file" "$CLASS/twice/old/labs"
	cp "$ROOT/labs/$file" "$CLASS/same/b/labs"
	cp "$ROOT/solutions/$file" "$CLASS/twice/labs"
	cp "$ROOT/solutions/$file" "$CLASS/same/a/labs"
	tar -C "$CLASS/twice" -cf "$CLASS/twice-tar.tar" old labs
	tar -C "$CLASS/same" -cf "$CLASS/same-tar.tar" b a
	grade 02 >"$T/said" 2>&1
	for name in twice twice-tar same same-tar; do
		is "$(of "$name")" "$full" "the points of $name"
	done
	for name in twice twice-tar; do
		is "$(on $name)" "of several, labs/$file is taken, not old/labs/$file" "what the terminal says of $name"
	done
	for name in same same-tar; do
		is "$(on $name)" "of several, a/labs/$file is taken, not b/labs/$file" "what the terminal says of $name"
		on $name >"$T/out"
		has "$(cat "$log")" "a/labs/$file is taken, not b/labs/$file" "the log of $name"
	done
}

@test "grade: a zip is a row of the class, until there is its folder; what is left out is named" {
	another
	learner zoe
	echo zip >"$CLASS/zipped.ZIP"
	for i in $(seq 12); do echo >"$CLASS/note-$i.txt"; done
	status=0
	grade 02 >"$T/said" 2>&1 || status=$?
	differs "$status" 0 "the status of a class with one who can't be judged"
	is "$(on zipped)" "a zip: hand in a folder or a tar" "what is said of the zip"
	has "$(cat "$OUT/grades.csv")" '"zipped",0.0' "the table"
	has "$(cat "$T/said")" "left out, neither a folder nor a tar: note-1.txt note-10.txt" "what is said"
	has "$(cat "$T/said")" " and 2 more" "what is said"
	learner zipped
	status=0
	grade 02 >"$T/said" 2>&1 || status=$?
	is "$status" 0 "the status where the zip is unpacked ($(cat "$T/said"))"
	is "$(grep -c '"zipped"' "$OUT/grades.csv")" 1 "how many rows they have"
}

@test "grade: the table on the terminal is straight, whatever the names" {
	another
	learner 'Zoë Ünïcode'
	learner $'Zoe\xcc\x88'
	learner '山田太郎'
	learner 'Übermäßig Öffentliches Ärgernis GmbH'
	learner plain
	grade 02 2>&1 | grep -E '^ +[0-9]+  .*  0\.0 +0$' >"$T/said"
	is "$(cut -c 1-15 "$T/said" | wc -l)" 5 "learners in the table"
	has "$(cat "$T/said")" "  plain                       0.0 " "the table"
	has "$(cat "$T/said")" "  Zoë Ünïcode                 0.0 " "the table"
	has "$(cat "$T/said")" "  山田太郎                    0.0 " "the table"
	has "$(cat "$T/said")" "  Übermäßig Öffentliche...    0.0 " "the table"
	has "$(cat "$T/said")" $'  Zoe\xcc\x88                         0.0 ' "the table"
}

@test "grade: who is gone keeps the result, and it is said" {
	local full
	full=$(of nina)
	another
	learner gone
	learner crlf
	cp "$ROOT/solutions/02-unshare-uts.c" "$CLASS/gone/labs"
	cp "$ROOT/solutions/02-unshare-uts.c" "$CLASS/crlf/labs"
	grade 02 >"$T/said" 2>&1
	rm -r "$CLASS/gone"
	mv "$CLASS/crlf" "$CLASS/crlf2"
	for again in '' 'with an empty job log'; do
		[ -z "$again" ] || rm "$OUT/joblog"
		grade 02 >"$T/said" 2>&1
		for name in gone crlf crlf2; do is "$(of $name)" "$full" "the points of $name $again"; done
		is "$(grep gone: "$T/said")" "grade: gone: crlf (the old result stays)"$'\n'"grade: gone: gone (the old result stays)" "what is said"
	done
	has "$(cat "$T/said")" "grade: 3 submissions, 1 lab, " "how many there are"
}

@test "grade: interrupted it ends, and started again it goes on" {
	local hangs=$T/class/p-hangs/labs/02-unshare-uts.c
	mkdir -p "$T/class" "${hangs%/*}"
	cp -r "$CLASS/nina" "$CLASS/second-wrong" "$T/class"
	sed '/^static void step1_.*)$/,/^}/s/^{/{ for (;;) sleep(1);/' "$ROOT/solutions/02-unshare-uts.c" >"$hangs"
	export -f grade
	# Ctrl-C, which a shell has what it starts with "&" ignore.
	CLASS=$T/class OUT=$T/graded LABS_TIMEOUT=600 setsid perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' \
		bash -c 'grade 02 JOBS=1' >"$T/said" 2>&1 3>&- 4>&- &
	local pid=$!
	# The first one is done, and the second one hangs: kill it all.
	for _ in $(seq 1200); do
		if grep -q '^1	' "$T/graded/joblog" 2>/dev/null && pgrep -f "host.* -o $T/graded/learners/2" >/dev/null; then break; fi
		sleep 0.1
	done
	kill -INT -- "-$pid"
	wait "$pid" || true
	for _ in $(seq 200); do
		if ! pgrep -f "$T/graded" >/dev/null; then break; fi
		sleep 0.1
	done
	is "$(pgrep -f "$T/graded" | wc -l)" 0 "processes of it that go on"
	first=$(stat -c '%Y %i' "$T/graded/learners/1/rows.tsv")
	[ ! -e "$T/graded/results.tsv" ] || fail "it was not killed half-way"
	CLASS=$T/class OUT=$T/graded LABS_TIMEOUT=1 grade 02 >"$T/said" 2>&1 3>&- 4>&-
	is "$(stat -c '%Y %i' "$T/graded/learners/1/rows.tsv")" "$first" "the one that was done, rows.tsv"
	is "$(cut -f 1 "$T/graded/results.tsv" | sort -u | paste -sd ' ')" "1 2 3" "who has results in the end"
}

@test "grade: bad use is refused in one line" {
	refused() {
		status=0
		env -u MAKEFLAGS "$@" LAB_CC=cc LAB_LIBS= "$ROOT/tests/grade" >"$T/out" 2>"$T/err" </dev/null 3>&- 4>&- || status=$?
		is "$status" 2 "exit status"
		is "$(wc -l <"$T/err")" 1 "lines on stderr"
	}
	refused SUBMISSIONS=
	refused SUBMISSIONS="$T/nowhere"
	has "$(cat "$T/err")" "$T/nowhere" "the message"
	refused SUBMISSIONS="$CLASS" OUT="$CLASS/in"
	refused SUBMISSIONS="$CLASS" OUT="$T/o" JOBS=many
	refused SUBMISSIONS="$CLASS" OUT="$T/o" ONLY=77
	refused SUBMISSIONS="$CLASS" OUT="$T/o" VM=perhaps
	mkdir "$T/empty"
	refused SUBMISSIONS="$T/empty" OUT="$T/o"
}

@test "grade: where namespaces are forbidden it says so at once" {
	command -v unshare >/dev/null || skip "there is no unshare(1)"
	status=0
	LABS_IDS='' unshare --user --map-root-user sh -c 'echo 0 >/proc/sys/user/max_user_namespaces && exec "$@"' sh \
		env SUBMISSIONS="$CLASS" OUT="$T/o" LAB_CC=cc LAB_LIBS= "$ROOT/tests/grade" >"$T/out" 2>"$T/err" </dev/null 3>&- 4>&- || status=$?
	is "$status" 3 "exit status"
	has "$(cat "$T/err")" "host: " "the cause, as the pretend host knows it"
	has "$(cat "$T/err")" "make grade VM=yes" "the way on"
	[ ! -e "$T/o" ] || fail "something was made already"
}

@test "grade: the table of points is complete" {
	"$ROOT/tests/points" 2>"$T/err" || fail "$(cat "$T/err")"
}
