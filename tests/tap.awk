# tap.awk - the TAP stream of one lab's tests as rows: what verdict, grade and exports read.
#
#   bats --tap tests/05-user-ns-maps.bats | awk -v nn=05 -v points=tests/points.tsv -f tests/text.awk -f tests/tap.awk
#
#   -v reference=FILE   rows of the finished program on this machine: a test that it doesn't
#                       pass is not possible here; one that it passes can't be skipped; one
#                       that says nothing at all is wrong
#   -v only=K           rows of step K alone
#
# A row, fields parted by tabs; in the detail \n, \t and \\ stand for themselves:
#   LAB STEP STATE EARNED MAX TEST DETAIL
# STEP is a number or "all"; STATE done, WRONG, "not written", "not judged", "not here",
# or "alone" (tests/judge.bash); MAX is 0 where it is not here.

BEGIN {
	FS = "\t"
	while (points != "" && (getline line < points) > 0) {
		split(line, f, "\t")
		if (f[1] == nn)
			weight[f[4]] = f[3]
	}
	while (reference != "" && (getline line < reference) > 0) {
		split(line, f, "\t")
		expected[++expecteds] = f[6]
		able[f[6]] = f[3] == "done"
		why_not[f[6]] = f[3] == "not here" ? f[7] : "the finished program doesn't pass it on this machine"
	}
}

function step_of(test) {
	return match(test, / step [0-9]+:/) ? substr(test, RSTART + 6, RLENGTH - 7) + 0 : "all"
}

function row(test, state, detail,    step, max) {
	step = step_of(test)
	if (only != "" && step != only)
		return
	max = test in weight ? weight[test] : step == "all" ? 1 : 2
	if (reference != "" && !able[test]) {
		state = "not here"
		detail = test in why_not ? why_not[test] : "the finished program has no such test"
	} else if (reference != "" && state == "not here") {
		detail = "it ended as \"" detail "\", which the finished program doesn't"
		state = "WRONG"
	}
	if (state == "not here")
		max = 0
	print nn "\t" step "\t" state "\t" (state == "done" ? max : 0) "\t" max "\t" test "\t" detail
}

function flush(    state) {
	if (test == "")
		return
	state = kind != "" ? kind : "WRONG"
	if (!ok) {
		sub(/\n$/, "", block)
		sub(/\n$/, "", trouble)
		row(test, state, escape(block != "" ? block : "WRONG  the test broke off\n" trouble))
	}
	test = ""
}

/^(not )?ok [0-9]+ / {
	flush()
	ok = $0 ~ /^ok/
	test = $0
	sub(/^(not )?ok [0-9]+ /, "", test)
	reason = ""
	if (ok && match(test, / # skip/)) {
		reason = substr(test, RSTART + RLENGTH)
		test = substr(test, 1, RSTART - 1)
		gsub(/^ *\(?|\)$/, "", reason)
		sub(/^not possible here: /, "", reason)
	}
	sub(/ # in [0-9]+ .*/, "", test)
	seen[test] = 1
	if (ok)
		row(test, reason == "" ? "done" : "not here", escape(reason))
	kind = block = trouble = ""
	next
}
/^# (WRONG|NOT WRITTEN|NOT JUDGED)  / && kind == "" {
	kind = substr($0, 3)
	sub(/  .*/, "", kind)
	if (kind != "WRONG")
		kind = tolower(kind)
	block = substr($0, 3) "\n"
	next
}
/^#/ && block != "" { block = block substr($0, 3) "\n"; next }
/^#/ { trouble = trouble substr($0, 3) "\n"; next }
!/^1\.\./ { print | "cat 1>&2" }

END {
	flush()
	for (i = 1; i <= expecteds; i++)
		if (!(expected[i] in seen))
			row(expected[i], "WRONG", "WRONG  no result: the tests were stopped, as they took too long")
}
