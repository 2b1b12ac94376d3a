# terminal.awk - the table at the end: a line a learner on stdout, and what was hardest.
# See tests/rows.awk.

function begin(    i) {
	printf "\n%6s  %-24s %6s ", "number", "name", "%"
	for (i = 1; i <= labs; i++)
		printf "%4s", lab[i]
	print ""
}

function learner(    i, k, l, p, shown) {
	learners++
	sum += percent()
	shown = length(name) > 24 ? substr(name, 1, 21) "..." : name
	printf "%6d  %-24s %6.1f ", id, shown, percent()
	for (i = 1; i <= labs; i++) {
		p = percent_of(lab[i])
		printf "%4s", p == "" ? "-" : sprintf("%.0f", p)
		for (k = 1; k <= steps_in[lab[i]]; k++) {
			l = lab[i] SUBSEP number[lab[i], k]
			if (state[l] == "WRONG")
				wrong[l]++
		}
	}
	print ""
}

function finish(    l, best, i, part) {
	if (learners)
		printf "\n%d learners, %.1f %% in the mean; files: %s\n", learners, sum / learners, out
	for (i = 1; i <= 3; i++) {
		best = ""
		for (l in wrong)
			if (best == "" || wrong[l] > wrong[best] || (wrong[l] == wrong[best] && l < best))
				best = l
		if (best == "")
			return
		if (i == 1)
			print "most often wrong:"
		split(best, part, SUBSEP)
		printf "  %4d times  lab%s %s: %s\n", wrong[best], part[1], part[2] == "all" ? "all" : "step " part[2], heading[best]
		delete wrong[best]
	}
}
