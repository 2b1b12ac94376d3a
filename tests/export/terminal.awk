# terminal.awk - the table at the end: a line a learner on stdout, and what was hardest.
# See tests/rows.awk.

function begin(    i) {
	printf "\n%6s  %-24s %6s ", "number", "name", "%"
	for (i = 1; i <= labs; i++)
		printf "%4s", lab[i]
	print ""
}

function learner(    i, k, l, p) {
	learners++
	sum += percent()
	printf "%6d  %s %6.1f ", id, fitted(name, 24), percent()
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
		printf "\n%d learner%s, %.1f %% in the mean; files: %s\n", learners, learners == 1 ? "" : "s", sum / learners, out
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
		printf "  %4d %s  lab%s %s: %s\n", wrong[best], wrong[best] == 1 ? "time " : "times", part[1], part[2] == "all" ? "all" : "step " part[2], heading[best]
		delete wrong[best]
	}
}
