# report.awk - the verdict on one lab, for people: a line a step, then what is wrong.
#
#   awk -v nn=05 -v title=user-ns-maps -v steps=LIST -f tests/text.awk -f tests/report.awk ROWS
#
#   -v steps=LIST   lines "N (tab) heading"
#   -v every=1      what is wrong with each test, not only the first
#   -v score=1      the points, too
#   -v hints=1      name the command that gives one
#   -v bold= -v green= -v red= -v dim= -v plain=    how to colour
#
# ROWS as tap.awk writes them.  Status 0 if all that is possible here is done, 2 if there
# are no rows.

BEGIN {
	FS = "\t"
	n = split(steps, list, "\n")
	for (i = 1; i <= n; i++) {
		split(list[i], f, "\t")
		number[i] = f[1]
		heading[f[1]] = f[2]
	}
	heading["all"] = "exit status, signals, bad use, nothing left behind"
}

$1 == nn {
	rows++
	step = $2
	count[step, $3]++
	earned += $4
	max += $5
	if (step != "all" && !(step in heading)) {	# a step that only the tests know
		number[++n] = step
		heading[step] = ""
	}
	if ($3 == "not judged" && why_not[step] == "")
		why_not[step] = because($7)
	# Not from a test: there is no file.
	if ($3 == "not written" && $7 !~ /^NOT WRITTEN/ && $7 !~ / as it was given$/ && absent == "")
		absent = unescape($7)
	if ($3 == "not written" && match($7, /its todo\(\) is still there: line [0-9]+/))
		beside[step] = substr($7, RSTART, RLENGTH)
	if ($3 == "not here" && reason[step] == "")
		reason[step] = unescape($7)
	if ($3 == "WRONG") {
		test = $6
		sub(/^[0-9]+ (step [0-9]+)?: */, "", test)
		wrongs++
		wrong_step[wrongs] = step
		wrong_test[wrongs] = test
		wrong_text[wrongs] = unescape($7)
	}
}

# "step 3 ends the program before: ..." or "step 3 is not written yet: ...".
function because(detail) {
	if (match(detail, /step [0-9]+ ends the program/))
		return "your " substr(detail, RSTART, RLENGTH - 17) " ends it before"
	if (match(detail, /step [0-9]+ is not written/))
		return substr(detail, RSTART, RLENGTH)
	if (detail ~ /does not compile/)
		return "it does not compile"
	return ""
}

function state_of(step) {
	if (count[step, "WRONG"])
		return "WRONG"
	if (count[step, "not written"])
		return "not written"
	if (count[step, "not judged"])
		return "not judged"
	if (count[step, "alone"])
		return "right alone"
	if (count[step, "done"])
		return "done"
	return count[step, "not here"] ? "not here" : "no test"
}

# text, in lines of at most `width` bytes, each after the first one indented.
function wrapped(text, width, indent,    out, i) {
	while (length(text) > width) {
		for (i = width; i > 1 && substr(text, i, 1) != " "; i--)
			;
		if (i == 1)
			break
		out = out substr(text, 1, i - 1) "\n" indent
		text = substr(text, i + 1)
	}
	return out text
}

function show(step,    state, colour, note) {
	state = state_of(step)
	colour = state == "WRONG" ? red : state == "done" || state == "right alone" ? green : dim
	note = ""
	if (state == "done" && first_bad != "" && step != "all")
		note = "with your step " first_bad " as it is"
	else if (state == "right alone")
		note = "in the finished program"
	else if (state == "not written" && beside[step] != "")
		note = beside[step]
	else if (state == "not written" && first_bad == "")
		note = absent
	else if (state == "not judged")
		note = why_not[step]
	else if (state == "not here" && reason[step] == told_reason)
		note = "as above"
	else if (state == "not here")
		note = "not possible here: " (told_reason = reason[step])
	else if (state == "done" && count[step, "not here"])
		note = count[step, "not here"] " of " (count[step, "not here"] + count[step, "done"]) " tests not possible here"
	if (first_bad == "" && step != "all" && (state == "WRONG" || state == "not written"))
		first_bad = step
	if (next_step == "" && state == "not written")
		next_step = step
	# The note goes beside the heading if there is room, else below.
	if (note != "")
		note = "(" note ")"
	if (note != "" && 20 + length(heading[step]) + 2 + length(note) <= 79)
		note = "  " note
	else if (note != "")
		note = "\n                    " wrapped(note, 59, "                    ")
	printf "  %3s  %s%-11s%s  %s%s\n", step, colour, state, plain, heading[step], note
}

function tell(i,    text, rest) {
	text = wrong_text[i]
	sub(/^WRONG  /, "", text)
	rest = ""
	if ((k = index(text, "\n")) > 0) {
		rest = substr(text, k + 1) "\n"
		text = substr(text, 1, k - 1)
	}
	printf "\n%s%s%s\n%s", bold, text, plain, rest
	printf "  test      %s\n", wrapped(wrong_test[i], 66, "            ")
}

END {
	if (rows == 0)
		exit 2
	printf "%slab%s  %s%s%s\n", bold, nn, title, plain, score ? sprintf("%*s", 59 - length(title), sprintf("%d of %d points", earned, max)) : ""
	for (i = 1; i <= n; i++)
		show(number[i])
	show("all")
	# The first wrong step, before the tests of the whole.
	for (i = 1; i <= wrongs; i++)
		if (every || (wrong_step[i] != "all" && !told)) {
			tell(i)
			told = 1
		}
	if (!told && wrongs)
		tell(1)
	if (!every && hints && wrongs && wrong_step[1] != "all")
		printf "  hint      make hint%s STEP=%s\n", nn, wrong_step[1]
	if (!wrongs && next_step != "" && absent == "")
		printf "\nnext: %s step %s%s\n", beside[next_step] != "" ? "take the todo() out of" : "write", next_step, hints ? sprintf("; a hint: make hint%s STEP=%s", nn, next_step) : ""
	# Asked for, a count is there, with nothing in it.
	for (key in count)
		if (count[key] && key !~ SUBSEP "done$" && key !~ SUBSEP "not here$")
			exit 1
}
