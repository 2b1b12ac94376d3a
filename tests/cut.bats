#!/usr/bin/env bats
# Tests of the cutter, tests/cut.awk, in every awk that this machine has.

setup() {
  T=$(mktemp -d)
  cd "$T" || return 1
  AWKS=()
  local awk
  for awk in mawk gawk original-awk "busybox awk" awk; do
    if $awk 'BEGIN { exit 0 }' 2>/dev/null; then AWKS+=("$awk"); fi
  done
  lab >lab.c
}

teardown() {
  cd / && rm -rf "$T"
}

# cut STATUS ARG...  Cuts with each awk; all must end with STATUS and print the same.
# Leaves the text in ./out, the messages in ./err.
cut() {
  local want=$1 awk status first=
  shift
  [ "${#AWKS[@]}" -gt 0 ] || { echo "no awk here"; return 1; }
  for awk in "${AWKS[@]}"; do
    status=0
    # shellcheck disable=SC2086
    timeout 10 $awk -f "$BATS_TEST_DIRNAME/cut.awk" "$@" >out 2>err 3>&- || status=$?
    if [ "$status" != "$want" ]; then
      printf '%s: status %s, expected %s\n' "$awk" "$status" "$want"
      cat out err
      return 1
    fi
    if [ -z "$first" ]; then
      first=$awk
      cp out out.first
      cp err err.first
    else
      diff out.first out || { echo "$first and $awk differ"; return 1; }
      diff err.first err || { echo "$first and $awk differ"; return 1; }
    fi
  done
}

is() {  # is ACTUAL EXPECTED
  [ "$1" = "$2" ] || { printf 'found    %s\nexpected %s\n' "$1" "$2"; return 1; }
}

has() {  # has FILE LINE: a whole line
  grep -qxF -e "$2" "$1" || { printf 'no line  %s\nin:\n' "$2"; cat "$1"; return 1; }
}

hasnt() {  # hasnt FILE PART
  if grep -nF -e "$2" "$1"; then echo "should not be there"; return 1; fi
}

# A lab with everything that could lead the cutter astray. Line numbers matter to the tests.
lab() {
  cat <<'C'
/* 42-traps - a lab for the tests of the cutter.
 *
 * step3_not_this(void) {
}
{ and a brace in column one
 */
#include <stdio.h>
#include <stdlib.h>
#define TWO_LINES(x) do { \
	x; } while (0)

#define todo(n, text) \
	do { \
		printf("%s:%d: %d %s\n", __FILE__, __LINE__, n, text); \
		if (n == 10) \
			exit(0); \
	} while (0)

static const struct row { int a; } rows[] = {
	{ 1 },
	{ '{' },
};
static void step1_one(void);
static int step2_two(int a,
		     const char *b);
static int *step3_pointer(void);
static void step4_first(void);
static int step4_second(void);
static _Noreturn void step10_end(void);

int main(void)
{
	step1_one();
	printf("}\n{ step3_x( /* \" %d %d\n", rows[0].a, step2_two(1, "step2_two(void) {") == '"');
	step3_pointer();
	step4_first();
	step4_second();
	step10_end();
}

/* Step 1: say "hi" with a \ backslash.
 *
 * Step 7: not a heading.
 */
static void step1_one(void)
{
	/*
}
	 */
	TWO_LINES(puts("BODY 1"));
}

/* Step 2 (parent): two lines of signature. */
static int step2_two(int a,
		     const char *b) {
	puts("BODY 2"); // }
	return a + *b;
}

static void helper(void)
{
	puts("BODY of the helper");
}

/* Step 4 (child): two functions, one step. */
static void step4_first(void)
{
	puts("BODY 4\
}");
	helper();
}

static int step4_second(void) { puts("BODY 4b"); return 4; }

/* Step 3: later in the file */
static int *
step3_pointer(void)
{
#if 1
	if (1) {
#else
	if (2) {
#endif
		puts("BODY 3");
	}
	return NULL;
}

/* Step 10: end it. */
static _Noreturn void step10_end(void)
{
	puts("BODY 10");
	for (;;)
		;
}
C
}

# The line of lab.c that holds this text (the first one).
line_of() {
  grep -nF -e "$1" lab.c | head -n 1 | sed 's/:.*//'
}

# Compiles ./out and runs it; its output is left in ./said.
run_it() {
  cc -w -o prog -x c out
  timeout 5 ./prog >said 3>&-
}

@test "cut: from=1 blanks every step and nothing else" {
  cut 0 -v from=1 lab.c
  hasnt out "BODY 1"
  hasnt out "BODY 2"
  hasnt out "BODY 3"
  hasnt out "BODY 4"
  has out $'\tputs("BODY of the helper");'
  has out $'\tstep10_end();'
  is "$(grep -c $'^\ttodo(' out)" 6
  # 21 lines of bodies went; 6 calls came, and the one-line function was parted in three.
  diff lab.c out >changes || true
  is "$(grep -c '^<' changes) $(grep -c '^>' changes)" "21 8"
}

@test "cut: a heading keeps its quotes and backslashes, and loses its full stop" {
  cut 0 -v from=1 lab.c
  has out $'\ttodo(1, "say \\"hi\\" with a \\\\ backslash");'
  has out $'\ttodo(2, "two lines of signature");'
  has out $'\ttodo(3, "later in the file");'
  run_it
  is "$(head -n 1 said | sed 's/^[^ ]* //')" '1 say "hi" with a \ backslash'
}

@test "cut: indented throughout, also in front of its headings: the same steps" {
  cut 0 -v list=1 lab.c
  mv out plain.list
  sed 's/^[^#]/   &/' lab.c >in.c
  mv in.c lab.c
  cut 0 -v list=1 lab.c
  diff plain.list out
  # A comment in a body isn't a heading, nor a brace that is missing.
  sed 's/puts("BODY 2")/\/* Step 1: no *\/ &/' lab.c >inner.c
  cut 0 -v list=1 inner.c
  diff plain.list out
  cut 0 -v from=1 lab.c
  run_it
  is "$(wc -l <said)" 8  # six steps, and two lines of main()
}

@test "cut: what is cut compiles, whole and from each step on" {
  local k
  for k in 1 2 3 4 5 10 11; do
    cut 0 -v from="$k" lab.c
    cc -w -c -o /dev/null -x c out
  done
}

@test "cut: from=K leaves the steps before K alone" {
  cut 0 -v from=3 lab.c
  has out $'\tTWO_LINES(puts("BODY 1"));'
  has out $'\tputs("BODY 2"); // }'
  hasnt out "BODY 3"
  hasnt out "BODY 4"
}

@test "cut: from=K is a number: step 10 comes after step 4, not after step 1" {
  cut 0 -v from=5 lab.c
  has out $'\tputs("BODY 4\\'
  hasnt out "BODY 10"
}

@test "cut: from=K above the last step changes nothing" {
  cut 0 -v from=11 lab.c
  cmp lab.c out
}

@test "cut: all functions of a step are blanked, with the step's heading" {
  cut 0 -v from=4 lab.c
  is "$(grep -cxF $'\ttodo(4, "two functions, one step");' out)" 2
}

@test "cut: line=1 gives todo() the line after the learner's brace" {
  cut 0 -v from=1 -v line=1 -v name=labs/42-traps.c lab.c
  run_it
  cat said
  local first
  first=$(awk '/^static void step1_one\(void\)$/ { print NR + 2 }' lab.c)
  is "$(sed -n 's/^labs.42-traps.c:\([0-9]*\): 1 .*/\1/p' said)" "$first"
  first=$(awk '/^\t\t     const char \*b\) [{]$/ { print NR + 1 }' lab.c)
  is "$(sed -n 's/^labs.42-traps.c:\([0-9]*\): 2 .*/\1/p' said)" "$first"
  first=$(awk '/^static int step4_second\(void\) [{]/ { print NR + 1 }' lab.c)
  is "$(sed -n 's/^labs.42-traps.c:\([0-9]*\): 4 .*/\1/p' said | tail -n 1)" "$first"
}

@test "cut: line=1 keeps the line of everything that is not cut" {
  # The preprocessor's own count, for a mark in each place.
  sed 's/puts("BODY of the helper");/HERE(__LINE__)/; s/^\tstep10_end();/HERE(__LINE__)/' lab.c >marked.c
  sed 's/for (;;)/HERE(__LINE__)/' marked.c >lab.c
  local k
  for k in 1 3 10; do
    cut 0 -v from="$k" -v line=1 lab.c
    cc -E -P -x c out | grep -o 'HERE([0-9]*)' >found
    awk '/HERE/ { print "HERE(" NR ")" }' lab.c >expected
    [ "$k" -gt 10 ] || sed -i '$d' expected  # the last one stands in step 10, which is cut
    diff found expected
  done
}

@test "cut: line=1: an error in a learner's step has the learner's line" {
  sed 's/puts("BODY 2");/no_such_thing;/' lab.c >bad.c
  cut 0 -v from=3 -v line=1 -v name=labs/42.c bad.c
  cc -w -c -o /dev/null -x c out 2>messages && return 1
  grep "^labs/42.c:$(line_of 'puts("BODY 2")'):" messages
}

@test "cut: a name with a quote in it is no trouble" {
  cut 0 -v from=1 -v line=1 -v 'name=a "b".c' lab.c
  has out '#line 1 "a \"b\".c"'
}

@test "cut: list has one line a step, in order, with the line of the definition" {
  cut 0 -v list=1 lab.c
  printf '%s\t%s\t%s\t%s\t\n' \
    1 "$(awk '/^static void step1_one\(void\)$/ { print NR }' lab.c)" step1_one 'say "hi" with a \ backslash' \
    2 "$(awk '/^static int step2_two/ { n = NR } END { print n }' lab.c)" step2_two 'two lines of signature' \
    3 "$(awk '/^step3_pointer/ { print NR }' lab.c)" step3_pointer 'later in the file' \
    4 "$(awk '/^static void step4_first\(void\)$/ { print NR }' lab.c)" step4_first 'two functions, one step' \
    10 "$(awk '/^static _Noreturn void step10_end\(void\)$/ { print NR }' lab.c)" step10_end 'end it' >expected
  diff out expected
}

@test "cut: list of a starter is the list of its solution, but for the lines" {
  cut 0 -v list=1 lab.c
  sed 's/\t[0-9]*\t/ /; s/\t[0-9]*$//' out >solution
  cut 0 -v from=1 lab.c
  cp out starter.c
  cut 0 -v list=1 starter.c
  sed 's/\t[0-9]*\t/ /; s/\t[0-9]*$//' out | diff solution -
  cut 0 -v from=1 starter.c
  cmp out starter.c
}

@test "cut: list has the line of a todo(), unless it is a comment's, a string's or dead" {
  cat >blank.c <<'C'
/* Step 1: not written. */
static void step1_a(void) { todo(1, "a; b"); }
/* Step 2: written above its todo(). */
static void step2_b(void)
{
	work();
	todo(2, "b");
}
/* Step 3: written. */
static void step3_c(void)
{
	/* todo(3, "c"); */
#if 0
	todo(3, "c");
#else
	puts("todo(3, ");	// todo(3, "c");
#endif
}
#if 0
static void step4_d(void)
{
	todo(4, "d");
}
#endif
/* Step 4: as it was kept above. */
static void step4_d(void)
{
	work_todo(4);
}
/* Step 5: parts. */
static void step5_e(void) { work(); }
static void step5_f(void)
{
	todo (5, "e");
}
C
  cut 0 -v list=1 blank.c
  is "$(awk -F '\t' '{ print $1 ":" $5 }' out)" $'1:2\n2:7+\n3:\n4:\n5:34'
}

@test "cut: the mark in front of UTF-8 that some editors write is left out" {
  { printf '\357\273\277' && cat lab.c; } >marked.c
  cut 0 -v from=11 marked.c
  cmp lab.c out
  cut 0 -v graft=marked.c -v only=2 lab.c
}

@test "cut: a comment like a heading inside a body, with braces in column one" {
  cat >inner.c <<'C'
/* Step 1: one. */
static int step1_one(int a)
{
/* Step 1: is it? */
if (a)
{
/* Step 2: it is; then step2_two(a); */
a++;
}
return a;
}
/* Step 2: two. */
static int step2_two(int a)
{
return a;
}
C
  cut 0 -v from=1 inner.c
  is "$(cat out)" "$(printf '%s\n' '/* Step 1: one. */' 'static int step1_one(int a)' '{' $'\ttodo(1, "one");' '}' \
    '/* Step 2: two. */' 'static int step2_two(int a)' '{' $'\ttodo(2, "two");' '}')"
}

@test "cut: empty=N does nothing, and returns what its type can" {
  cut 0 -v empty=1 lab.c
  grep -A 2 -x 'static void step1_one(void)' out >found
  printf '%s\n' 'static void step1_one(void)' '{' '}' | diff found -
  cut 0 -v empty=2 lab.c
  has out $'\treturn 0;'
  hasnt out "BODY 2"
  has out $'\tputs("BODY of the helper");'
  cut 0 -v empty=3 lab.c
  has out $'\treturn NULL;'
  cut 0 -v empty=4 lab.c
  hasnt out "BODY 4"
  cc -w -c -o /dev/null -x c out
  cut 0 -v empty=10 lab.c
  has out $'\t__builtin_trap();'
}

@test "cut: empty=N of a step that is not there fails" {
  cut 1 -v empty=9 lab.c
  has err "cut: lab.c: no step 9"
}

@test "cut: graft replaces one function, signature to brace, and keeps the comment above" {
  cat >mutant.c <<'C'
/* Wrong: the answer to another question. */
static int step2_two(int a, const char *b)
{
	return 42;	/* kept */
}
C
  cut 0 -v graft=mutant.c lab.c
  hasnt out "BODY 2"
  hasnt out "Wrong:"
  hasnt out "#line"
  has out "/* Step 2 (parent): two lines of signature. */"
  has out $'\treturn 42;\t/* kept */'
  has out "static int step2_two(int a,"  # the prototype
  has out $'\tTWO_LINES(puts("BODY 1"));'
  cc -w -c -o /dev/null -x c out
}

@test "cut: graft with line=1: lines of the mutant in it, lines of the lab around it" {
  printf '/* one\n * two */\nstatic void helper(void) {\n\tIN_MUTANT;\n}\n' >mutant.c
  sed 's/puts("BODY 3");/IN_LAB;/' lab.c >marked.c
  cut 0 -v graft=mutant.c -v line=1 -v name=solutions/42.c marked.c
  cc -w -c -o /dev/null -x c out 2>messages && return 1
  grep "^mutant.c:4:.*IN_MUTANT" messages
  grep "^solutions/42.c:$(line_of 'puts("BODY 3");'):.*IN_LAB" messages
}

@test "cut: graft only=N takes one step out of a whole lab" {
  sed 's/BODY/THEIRS/' lab.c >theirs.c
  cut 0 -v graft=theirs.c -v only=4 lab.c
  is "$(grep -c THEIRS out)" 2
  has out $'\tputs("BODY 3");' || has out $'\t\tputs("BODY 3");'
  has out $'\tputs("BODY of the helper");'
  cut 1 -v graft=theirs.c -v only=6 lab.c
  has err "cut: theirs.c: nothing to take for lab.c, step 6"
}

@test "cut: graft of an unknown name fails" {
  printf 'static void step9_gone(void)\n{\n}\n' >mutant.c
  cut 1 -v graft=mutant.c lab.c
  has err "cut: step9_gone is not in lab.c"
  is "$(cat out)" ""
}

@test "cut: graft of a file that is not there, or holds no function, fails" {
  cut 1 -v graft=none.c lab.c
  has err "cut: none.c: cannot be read"
  echo 'int x;' >mutant.c
  cut 1 -v graft=mutant.c lab.c
  has err "cut: mutant.c: nothing to take for lab.c"
}

@test "cut: graft add=1 brings helpers, includes and defines along, in front" {
  cat >mutant.c <<'C'
#include <errno.h>
#include <stdio.h>
#define ANSWER \
	42
static int answer(void) { return ANSWER + 0 * EPERM; }

static int step2_two(int a, const char *b) {
	return answer();
}
C
  cut 1 -v graft=mutant.c lab.c
  has err "cut: answer is not in lab.c"
  cut 0 -v graft=mutant.c -v add=1 -v line=1 lab.c
  cc -w -c -o /dev/null -x c out
  is "$(grep -c 'stdio.h' out)" 1  # FILE has that one
  # From a whole lab: its helpers, but neither its main nor its other steps.
  { cat mutant.c; printf 'static int step9_x(void) { }\nint main(void) { }\n'; } >theirs.c
  cut 0 -v graft=theirs.c -v add=1 -v only=2 lab.c
  has out "static int answer(void) { return ANSWER + 0 * EPERM; }"
  hasnt out step9_x
  cc -w -c -o /dev/null -x c out
}

@test "cut: graft add=1 brings variables and types along, those that the lab lacks" {
  cat >theirs.c <<'C'
#include <stdio.h>
enum { FEW = 2, MANY };
typedef struct { int n; } box;
struct pair {
	int a, b; /* { */
};
static int pipes[FEW];
static struct pair pairs[] = {
	{ 1, 2 },
};
static const struct row { int a, more; } rows[] = { { 7, 8 } };
static int twice(int), *where;

static int twice(int n)
{
	return 2 * n;
}
static int step2_two(int a, const char *b)
{
	box x = { twice(pairs[0].b) };

	pipes[0] = x.n;
	where = pipes;
	return *where + MANY;
}
C
  cut 0 -v graft=theirs.c -v add=1 -v only=2 -v line=1 lab.c
  cc -w -c -o /dev/null -x c out
  is "$(grep -c 'rows\[\] =' out)" 1  # its own
}

@test "cut: graft without add=1 refuses a define that the lab lacks" {
  printf '#define X 1\nstatic void helper(void)\n{\n}\n' >mutant.c
  cut 1 -v graft=mutant.c lab.c
  has err "cut: mutant.c:1: is not in lab.c (add=1 takes it along): #define X 1"
}

@test "cut: a file without step functions is its own prefix, and lists nothing" {
  printf '/* Step 1: no. */\nint main(void)\n{\n\tstep1_x();\n\treturn 0;\n}\n' >plain.c
  cut 0 -v from=1 plain.c
  cmp plain.c out
  cut 0 -v list=1 plain.c
  is "$(cat out)" ""
  # Another language: braces that don't match are not our business.
  printf 'fn main() {\n  let c = '"'"'{'"'"';\n}}\n{ x\n' >plain.rs
  cut 0 -v from=2 plain.rs
  cmp plain.rs out
  : >nothing.c
  cut 0 -v from=1 nothing.c
  is "$(cat out)" ""
}

@test "cut: a step without a heading is an error, with its line" {
  grep -v '^/\* Step 3' lab.c >bare.c
  cut 1 -v from=2 bare.c
  has err "cut: bare.c:$(awk '/^step3_pointer/ { print NR }' bare.c): step3_pointer() has no heading \"/* Step 3: ...\""
  is "$(cat out)" ""
  cut 0 -v from=4 bare.c  # nobody asks for it
}

@test "cut: a body that isn't closed is an error, with its line" {
  printf '/* Step 1: x. */\nvoid step1_x(void)\n{\n\tif (1) {\n\t}\n' >open.c
  cut 1 -v from=1 open.c
  has err "cut: open.c:3: step1_x(): the body is not closed"
}

@test "cut: a brace too few, and one too many, spoil no other step" {
  sed 's/puts("BODY 2"); .*/if (a) {/; s/return NULL;/}/' lab.c >half.c
  cut 0 -v from=2 half.c
  is "$(grep -c $'^\ttodo(' out)" 5
  hasnt out "BODY 4"
  cc -w -c -o /dev/null -x c out
}

@test "cut: bodies without indentation, with braces in column one" {
  cat >flat.c <<'C'
/* Step 1: flat. */
void step1_flat(int a)
{
if (a)
{
a = 1;
}
a = 2;
}

int main(void)
{
}
C
  cut 0 -v from=1 flat.c
  is "$(grep -c '' out)" 9
  cc -w -c -o /dev/null -x c out
}

@test "cut: lines that end in CRLF are understood; LF is written" {
  sed 's/$/\r/' lab.c >dos.c
  cut 0 -v from=2 dos.c
  cp out from_dos
  cut 0 -v from=2 lab.c
  cmp from_dos out
}

@test "cut: options that make no sense fail" {
  cut 1 lab.c
  cut 1 -v from=x lab.c
  has err "cut: not a step number: x"
  cut 1 -v from=1 -v list=1 lab.c
  cut 1 -v from=1 lab.c lab.c
}
