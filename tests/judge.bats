#!/usr/bin/env bats
# judge: what a learner types: test05, progress, hint05, doctor; from rows to the screen.

load helper

setup_file() { build tools; }

setup() {
	T=$(mktemp -d)
	STEP='' GOAL='' READ='' RAN=''
	# shellcheck source=/dev/null
	. "$ROOT/tests/judge.bash"
	steps=$'1\tone thing\n2\tanother\n3\ta third\n4\ta fourth'
}

# tap LINE...: rows of lab 05 from a TAP stream.
tap() { printf '%s\n' "$@" | REFERENCE=${REFERENCE-} rows_of 05; }

report() { awk -v nn=05 -v title=x -v steps="$steps" "$@" -f "$ROOT/tests/text.awk" -f "$ROOT/tests/report.awk"; }

# a_tree: a copy of this tree's text, for tests that change labs/.
a_tree() {
	mkdir "$T/tree"
	cp -r "$ROOT"/{Makefile,GUIDE.md,common,labs,tests} "$T/tree"
	[ ! -d "$ROOT/solutions" ] || cp -r "$ROOT/solutions" "$T/tree"
	cd "$T/tree" || return
	unset LABS_BIN MAKEFLAGS MAKELEVEL MFLAGS
}

@test "judge: TAP becomes rows: a state, points, and what was found" {
	tap "1..5" "ok 1 05 step 1: a" "not ok 2 05 step 2: b" "# (in test file x)" "# WRONG  step 2: goal" \
		"#   found     \"back\\slash	tab\"" "not ok 3 05 step 3: c" "# NOT WRITTEN  step 3" \
		"ok 4 05 step 4: d # skip not possible here: it takes a range" "not ok 5 05: e" "# NOT JUDGED  step 3 is not written yet: x" >"$T/rows"
	is "$(cut -f 1-5 "$T/rows" | tr '\t' '|')" "05|1|done|2|2
05|2|WRONG|0|2
05|3|not written|0|2
05|4|not here|0|0
05|all|not judged|0|1" "the rows"
	is "$(sed -n 2p "$T/rows" | cut -f 7)" 'WRONG  step 2: goal\n  found     "back\\slash\ttab"' "the detail"
	is "$(awk -F '\t' 'NF != 7' "$T/rows")" "" "rows with another number of fields"
}

@test "judge: both shapes of a skip, bats 1.2 and later" {
	tap "ok 1 05 step 1: a # skip (not possible here: why)" "ok 2 05 step 1: b # skip not possible here: why" >"$T/rows"
	is "$(cut -f 3,7 "$T/rows" | sort -u)" $'not here\twhy' "state and reason"
}

@test "judge: what the finished program can't do here counts for nobody; a skip can't be had" {
	printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' 05 1 'done' 2 2 "05 step 1: a" "" 05 2 "not here" 0 0 "05 step 2: b" "no range" \
		05 3 WRONG 0 2 "05 step 3: c" "WRONG  x" 05 4 'done' 2 2 "05 step 4: d" "" 05 all 'done' 1 1 "05: e" "" >"$T/reference"
	REFERENCE=$T/reference tap "ok 1 05 step 1: a # skip says the program" "ok 2 05 step 2: b" "not ok 3 05 step 3: c" "# WRONG  x" \
		"ok 4 05 step 4: d" "ok 5 05 step 9: forged" >"$T/rows"
	is "$(cut -f 2-5 "$T/rows" | tr '\t' '|')" "1|WRONG|0|2
2|not here|0|0
3|not here|0|0
4|done|2|2
9|not here|0|0
all|WRONG|0|1" "the rows"
	has "$(tail -n 1 "$T/rows")" "no result" "the last row: a test that said nothing"
}

@test "judge: a program that is right ends with 0, one with a blank step doesn't" {
	tap "ok 1 05 step 1: a" "ok 2 05 step 2: b # skip not possible here: why" "ok 3 05 step 3: c" "ok 4 05 step 4: d" "ok 5 05: e" |
		report >"$T/out" || fail "status $?"
	tap "ok 1 05 step 1: a" "not ok 2 05 step 2: b" "# NOT WRITTEN  step 2" | report >"$T/out" && fail "status 0"
	true
}

@test "judge: the report: a line a step, the first wrong one told, 80 columns, no colour on a pipe" {
	tap "ok 1 05 step 1: a" "not ok 2 05 step 2: b" "# WRONG  step 2: goal" "#   expected  x" "ok 3 05 step 3: c" \
		"not ok 4 05 step 4: d" "# NOT JUDGED  step 2 ends the program before: x" "not ok 5 05: whole" "# WRONG  w" |
		report -v hints=1 >"$T/out" || status=$?
	is "$status" 1 "exit status"
	is "$(cat "$T/out")" "lab05  x
    1  done         one thing
    2  WRONG        another
    3  done         a third  (with your step 2 as it is)
    4  not judged   a fourth  (your step 2 ends it before)
  all  WRONG        exit status, signals, bad use, nothing left behind

step 2: goal
  expected  x
  test      b
  hint      make hint05 STEP=2" "the report"
}

@test "judge: the report: why something is not possible here is told once" {
	tap "ok 1 05 step 1: a # skip not possible here: why" "ok 2 05 step 2: b # skip not possible here: why" \
		"ok 3 05 step 3: c # skip not possible here: another" "not ok 4 05 step 4: d" "# NOT WRITTEN  step 4" |
		report -v hints=1 >"$T/out" || status=$?
	is "$(sed -n '2,$p' "$T/out" | head -n 4)" "    1  not here     one thing  (not possible here: why)
    2  not here     another  (as above)
    3  not here     a third  (not possible here: another)
    4  not written  a fourth" "the report"
	has "$(cat "$T/out")" "next: write step 4" "the report"
}

@test "judge: without cgroups a blank step of lab 06 is still one: its tests name the step first" {
	is "$(awk '/^@test/ { named = 0 } /^\t(step|whole) / { named = 1 } /^\tneed_/ && !named' "$ROOT"/tests/06-*.bats)" "" \
		"needs that come before the step"
}

@test "judge: the report: status 0 if all is done that is possible here" {
	status=0
	tap "ok 1 05 step 1: a" "ok 2 05 step 2: b" "ok 3 05 step 3: c" "ok 4 05 step 4: d" "ok 5 05: whole" |
		report -v hints=1 >"$T/out" || status=$?
	is "$status" 0 "exit status of all done ($(cat "$T/out"))"
	status=0
	tap "ok 1 05 step 1: a" "ok 2 05 step 2: b # skip not possible here: why" "ok 3 05: whole" | report >"$T/out" || status=$?
	is "$status" 0 "exit status with a skip ($(cat "$T/out"))"
	status=0
	tap "ok 1 05 step 1: a" "not ok 2 05 step 2: b" "# NOT WRITTEN  step 2" "ok 3 05: whole" | report >"$T/out" || status=$?
	is "$status" 1 "exit status with a blank step"
}

@test "judge: a step that is right, behind a wrong one, is right alone" {
	[ -d "$ROOT/solutions" ] || skip "there is no solutions/ here"
	a_tree
	awk -v graft=tests/mutants/05-fields-swapped.c -f tests/cut.awk solutions/05-user-ns-maps.c >"$T/l.c"
	awk -v from=5 -f tests/cut.awk "$T/l.c" >labs/05-user-ns-maps.c
	make -s test05 >"$T/out" 2>"$T/err" </dev/null 3>&- 4>&- || status=$?
	is "$status" 2 "exit status of make"
	has "$(cat "$T/out")" "    3  WRONG        write the uid map" "the verdict"
	has "$(cat "$T/out")" "    4  right alone  write the gid map  (in the finished program)" "the verdict"
	has "$(cat "$T/out")" "    5  not written  become root inside" "the verdict"
	for word in expected found why where read hint; do
		has "$(cat "$T/out")" "
  $word " "the verdict"
	done
	make -s progress >"$T/out" 2>"$T/err" </dev/null 3>&- 4>&- || :
	has "$(grep ^05 "$T/out")" "++x-. -" "the line of lab 05 in make progress"
	has "$(grep ^05 "$T/out")" "step 3 is wrong" "the line of lab 05 in make progress"
	has "$(grep ^02 "$T/out")" "next: step 1" "the line of lab 02, which is blank"
	is "$(awk 'length > 80' "$T/out")" "" "lines longer than 80"
}

@test "judge: a step that ends the program is named, and how it ended; the later ones aren't to blame" {
	[ -d "$ROOT/solutions" ] || skip "there is no solutions/ here"
	a_tree
	for how in '*(volatile int *)0 = 1' '_exit(0)' 'die("write")'; do
		awk -v line="	$how;" '{ print } /^static void step3_map_uid/ && !/;$/ { on = 1 } on && /^{/ { print line; on = 0 }' \
			"$ROOT/solutions/05-user-ns-maps.c" >labs/05-user-ns-maps.c
		rm -rf solutions # as in a handout: nothing is tried in the finished program
		make -s test05 >"$T/out" 2>"$T/err" </dev/null 3>&- 4>&- || :
		has "$(cat "$T/out")" "    2  done         deny setgroups inside, for good
    3  WRONG        write the uid map
    4  not judged   write the gid map  (your step 3 ends it before)
    5  not judged   become root inside  (your step 3 ends it before)" "the verdict"
		case $how in
		_exit*) has "$(cat "$T/out")" '; lab05 ended with status 0 and said nothing' "what was found" ;;
		die*) has "$(cat "$T/out")" 'step 3: write: no call has failed' "what was found" ;;
		*) has "$(cat "$T/out")" '; lab05 was killed by SIGSEGV' "what was found" ;;
		esac
	done
}

# a_body NN STEP: the finished lab NN as labs/NN-*.c, with stdin in front of the body of STEP.
a_body() {
	awk -v step="$2" -v line="$(cat)" '{ print } $0 ~ "^static .*step" step "_" && !/;$/ { on = 1 } on && /^{/ { print line; on = 0 }' \
		"$ROOT"/solutions/"$1"-*.c >"$T/body.c"
	mv "$T/body.c" labs/"$1"-*.c
}

@test "judge: a todo() that was left is shown; one in #if 0 is none; a trace ends nothing" {
	[ -d "$ROOT/solutions" ] || skip "there is no solutions/ here"
	a_tree
	a_body 02 2 <<<$'\ttodo(2, "set the host name, in here only");'
	make -s test02 >"$T/out" 2>"$T/err" </dev/null 3>&- 4>&- || :
	has "$(cat "$T/out")" "    2  not written  set the host name, in here only
                    (its todo() is still there: line 63)" "the verdict"
	has "$(cat "$T/out")" "next: take the todo() out of step 2; a hint" "the verdict"
	# Three things that a learner does, or an editor; all steps are right.
	a_body 02 2 <<<$'#if 0\n\ttodo(2, "set the host name, in here only");\n#endif\n\tfprintf(stderr, "lab02: step 2: now\\\\n");'
	{ printf '\357\273\277#include "mine.h"\n' && cat labs/02-unshare-uts.c; } >"$T/marked.c"
	mv "$T/marked.c" labs/02-unshare-uts.c
	echo '#define MINE 1' >labs/mine.h
	make -s test02 >"$T/out" 2>"$T/err" </dev/null 3>&- 4>&- || :
	is "$(sed -n '2,4p' "$T/out" | cut -c 1-18)" "    1  done       
    2  done       
    3  done       " "the steps ($(cat "$T/out" "$T/err"))"
	has "$(make -s hint02 2>&1)" "no step of labs/02-unshare-uts.c is blank" "make hint02"
}

@test "judge: steps that main() calls in another order: it shows what main() was" {
	[ -d "$ROOT/solutions" ] || skip "there is no solutions/ here"
	a_tree
	awk '/^\tstep1_enter_uts_namespace\(\);/ { held = $0; next } { print } /^\tstep2_set_host_name\(/ && held != "" { print held; held = "" }' \
		"$ROOT"/solutions/02-*.c >labs/02-unshare-uts.c
	make -s test02 >"$T/out" 2>"$T/err" </dev/null 3>&- 4>&- || :
	has "$(cat "$T/out")" "main() is not as it was given" "the verdict"
	has "$(cat "$T/out")" "-   step1_enter_uts_namespace();
+   step1_enter_uts_namespace();" "the verdict"
	cp "$ROOT"/solutions/02-*.c labs
	make -s test02 >"$T/out" 2>"$T/err" </dev/null 3>&- 4>&- || :
	lacks "$(cat "$T/out")" "as it was given" "the verdict on a right one"
}

@test "judge: where an earlier step is blank, what shows on a terminal only is not judged" {
	[ -d "$ROOT/solutions" ] || skip "there is no solutions/ here"
	a_tree
	a_body 03 4 <<<$'\ttodo(4, "mount a fresh /proc");'
	rm -rf solutions
	make -s test03 >"$T/out" 2>"$T/err" </dev/null 3>&- 4>&- || :
	has "$(cat "$T/out")" "    6  not judged " "the verdict"
	lacks "$(cat "$T/out")" "WRONG" "the verdict"
}

@test "judge: awk sees bytes, whatever the learner's language" {
	mkdir "$T/bin"
	printf '#!/bin/sh\necho "$LC_ALL" >>%s\nexec %s "$@"\n' "$T/languages" "$(command -v awk)" >"$T/bin/awk"
	printf '#!/bin/sh\ncat >/dev/null\n' >"$T/bin/cc"
	chmod +x "$T/bin/awk" "$T/bin/cc"
	export LC_ALL=C.UTF-8 PATH=$T/bin:$PATH LAB_CC=cc LAB_LIBS=
	# shellcheck source=/dev/null
	(. "$ROOT/tests/judge.bash" && steps_of 05 && echo "ok 1 05 step 1: a" | rows_of 05) >/dev/null
	"$ROOT/tests/hint" 05-user-ns-maps 1 >/dev/null
	"$ROOT/tests/prefixes" "$ROOT/labs/05-user-ns-maps.c" "$T/lab05" >/dev/null
	is "$(sort -u "$T/languages")" C "the languages in which awk was run"
}

# tests/hostile/answers/NN-name.c: what a lab is seen to do, said and not done; of the other
# labs it is one that just runs COMMAND.
@test "judge: answers that are printed, and nothing done, earn no step, in any lab" {
	[ -d "$ROOT/tests/hostile" ] || skip "there is no tests/hostile/ here"
	case $LABS_IDS in *[0-9]*" "*) ;; *) need_or_skip "this machine has no pretend host: $LABS_IDS" ;; esac
	local source name nn started=0
	for source in "$ROOT"/solutions/[0-9][0-9]-*.c; do
		name=$(basename "$source" .c) nn=$(basename "$source") nn=${nn%%-*}
		source=$ROOT/tests/hostile/answers/$name.c
		[ -f "$source" ] || source=$ROOT/tests/hostile/just-runs-it.c
		mkdir "$T/$nn"
		"${CC:-cc}" -w -o "$T/$nn/lab$nn" "$source"
		LABS_BIN=$T/$nn LABS_BUILT=1 LABS_SRC='' LABS_STRICT='' \
			bats --tap --filter "^$nn step" "$ROOT/tests/$name.bats" >"$T/$nn.tap" 2>&1 3>&- 4>&- &
		started=$((started + 1))
		[ $((started % 2)) -ne 0 ] || wait
	done
	wait
	for source in "$ROOT"/solutions/[0-9][0-9]-*.c; do
		nn=$(basename "$source") nn=${nn%%-*}
		[ "$(grep -cE '^not ok|# skip' "$T/$nn.tap")" -gt 2 ] || fail "lab $nn was not judged: $(head -n 5 "$T/$nn.tap")"
		is "$(grep '^ok' "$T/$nn.tap" | grep -v '# skip')" "" "steps that are called done"
	done
}

@test "judge: hints: three strengths, asked again for more, in a tree without solutions too" {
	a_tree
	rm -rf solutions
	make -s hint05 STEP=3 >"$T/1"
	make -s hint05 STEP=3 >"$T/2"
	make -s hint05 STEP=3 >"$T/3"
	make -s hint05 STEP=3 >"$T/4"
	has "$(cat "$T/1")" "1  a question" "the first hint"
	lacks "$(cat "$T/1")" "the ingredients" "the first hint"
	has "$(cat "$T/2")" "2  the ingredients" "the second hint"
	lacks "$(cat "$T/2")" "the trace" "the second hint"
	has "$(cat "$T/3")" '"0 1000 1"' "the third hint"
	is "$(cat "$T/4")" "$(cat "$T/3")" "the fourth"
	# Each step of each chapter of the guide has all three.
	# shellcheck disable=SC2013
	for chapter in $(sed -n 's/^# \([0-9][0-9]\) .*/\1/p' GUIDE.md); do
		for k in $(awk -v lab="$chapter" -v list=1 -f tests/hint.awk GUIDE.md | cut -f 1); do
			for hint in 1 2 3; do
				text=$(awk -v lab="$chapter" -v step="$k" -v hint=$hint -f tests/hint.awk GUIDE.md)
				[ "$(wc -w <<<"$text")" -gt 3 ] || fail "chapter $chapter, step $k has no hint $hint: $text"
			done
			[ -n "$(awk -v lab="$chapter" -v step="$k" -v rule=1 -f tests/hint.awk GUIDE.md)" ] || fail "chapter $chapter, step $k has no rule"
		done
	done
}

@test "judge: hints: without STEP the first blank step's; a step that isn't there is refused" {
	a_tree
	has "$(make -s hint05)" "lab05, step 1" "make hint05"
	status=0
	tests/hint 05-user-ns-maps 9 >"$T/out" 2>"$T/err" || status=$?
	is "$status" 2 "exit status"
	has "$(cat "$T/err")" "1 2 3 4 5" "the message"
	status=0
	make -s hint05 STEP="1 2" >"$T/out" 2>"$T/err" || status=$?
	is "$status" 2 "exit status"
	has "$(cat "$T/err")" "one step at a time" "the message"
}

@test "judge: doctor: a line a lab; status 0 where the pretend host can be had" {
	cd "$ROOT"
	names=$(basename -a -s .c labs/[0-9][0-9]-*.c)
	make -s build/tests/can >/dev/null 2>&1 || :
	# shellcheck disable=SC2086
	tests/doctor $names >"$T/out" 2>"$T/err" </dev/null 3>&- 4>&- || :
	is "$(grep -cE '^[0-9][0-9]  ' "$T/out")" "$(wc -w <<<"$names")" "lines of labs"
	# Without a cgroup lab 06 is nothing, and lab 09 has all but limits.
	case $(grep ^06 "$T/out") in *"no: cgroup"*) has "$(grep ^09 "$T/out")" "but for limits" "the line of lab 09" ;; esac
	is "$(awk 'length > 80 && !/mkdir \//' "$T/out")" "" "lines longer than 80, but for one with a path of this machine"
	status=0
	tests/doctor 02-unshare-uts >"$T/out" 2>"$T/err" </dev/null 3>&- 4>&- || status=$?
	case $LABS_IDS in
	*[0-9]*" "*) is "$status" 0 "exit status ($(cat "$T/out"))" ;;
	*) is "$status" 1 "exit status" ;;
	esac
}

@test "judge: doctor: where user namespaces are off it names the cause and the cure" {
	unshare --user --map-root-user true 2>/dev/null || need_or_skip "no user namespace can be made"
	cd "$ROOT"
	status=0
	unshare --user --map-root-user sh -c 'echo 0 >/proc/sys/user/max_user_namespaces && exec tests/doctor 05-user-ns-maps' \
		>"$T/out" 2>"$T/err" </dev/null 3>&- 4>&- || status=$?
	is "$status" 1 "exit status"
	has "$(grep ^05 "$T/out")" "no: userns" "the line of lab 05"
	has "$(cat "$T/out")" "cause  user.max_user_namespaces is 0" "the cause"
	has "$(cat "$T/out")" "cure   as root: sysctl user.max_user_namespaces=10000" "the cure"
}
