# gradescope.awk - gradescope/N.json: what Gradescope's harness reads as results.json, for
# each learner N (names.tsv says who that is).  See tests/rows.awk.
#
# Source: gradescope-autograders.readthedocs.io, "Autograder Specifications", Output format.
# A test that isn't possible here is left out, so that it doesn't count.

function begin() {
	make_folder(out "/gradescope")
	printf "" > (out "/gradescope/names.tsv")
}

function learner(    i, k, file, comma, text) {
	file = out "/gradescope/" id ".json"
	printf "{\n \"output\": %s,\n \"output_format\": \"text\",\n \"stdout_visibility\": \"hidden\",\n \"tests\": [",
		json(sprintf("%.1f %% over all labs", percent())) > file
	for (i = 1; i <= tests; i++) {
		if (t_state[i] == "not here")
			continue
		text = t_state[i] == "done" ? "" : t_state[i] == "alone" ? "right alone, in the finished program; an earlier step isn't" : t_detail[i]
		printf "%s\n  {\"name\": %s, \"number\": %s, \"score\": %d, \"max_score\": %d, \"status\": \"%s\", \"output\": %s, \"output_format\": \"text\", \"visibility\": \"visible\", \"tags\": [%s]}",
			comma, json(t_name[i]), json(t_lab[i] "." t_step[i]), t_earned[i], t_max[i],
			t_state[i] == "done" ? "passed" : "failed", json(text), json("lab" t_lab[i]) > file
		comma = ","
	}
	print "\n ]\n}" > file
	close(file)
	print id "\t" name > (out "/gradescope/names.tsv")
}

function finish() { close(out "/gradescope/names.tsv") }
