# csv.awk - grades.csv: a line a learner; points by lab and by step.  See tests/rows.awk.
#
# RFC 4180, lines ended by LF.  A cell is empty where nothing is possible on this machine.  A
# name that a spreadsheet would take for a formula gets an apostrophe in front.

function begin(    i, k, line) {
	file = out "/grades.csv"
	line = "number,name,percent,points,possible"
	for (i = 1; i <= labs; i++) {
		line = line ",lab" lab[i]
		for (k = 1; k <= steps_in[lab[i]]; k++)
			line = line ",lab" lab[i] "." number[lab[i], k]
	}
	print line > file
}

function cell(text) {
	if (text ~ /^[=+@\t\r-]/)
		text = "'" text
	gsub(/"/, "\"\"", text)
	return "\"" text "\""
}

function learner(    i, k, l, line, points, most) {
	for (i = 1; i <= labs; i++) {
		l = lab[i]
		points += earned[l]
		most += possible[l]
		line = line "," (possible[l] ? earned[l] + 0 : "")
		for (k = 1; k <= steps_in[l]; k++)
			line = line "," (possible[l, number[l, k]] ? earned[l, number[l, k]] + 0 : "")
	}
	printf "%d,%s,%.1f,%d,%d%s\n", id, cell(name), percent(), points, most, line > file
}

function finish() { close(file) }
