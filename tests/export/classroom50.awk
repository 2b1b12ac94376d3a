# classroom50.awk - classroom50/N.json: a result.json of Classroom 50 for each learner N.
#
# The schema "classroom50/result/v1": github.com/foundation50/classroom50, wiki page
# "Advanced Autograding".  What only the platform's runner knows (classroom, assignment,
# submission, commit, release, review) comes from the variables that it sets, or stands for
# itself: a run on the platform is a run with one submission.  The runner adds owner and
# assignment_type; a test may have more fields than the four, here what was found.

function env(variable, otherwise) {
	return json(ENVIRON[variable] != "" ? ENVIRON[variable] : otherwise)
}

function begin() {
	make_folder(out "/classroom50")
	"date -u +%Y-%m-%dT%H:%M:%SZ" | getline now
}

function learner(    i, file, comma, points, most) {
	file = out "/classroom50/" id ".json"
	for (i = 1; i <= tests; i++) {
		points += t_earned[i]
		most += t_max[i]
	}
	printf "{\n \"schema\": \"classroom50/result/v1\",\n \"classroom\": %s,\n \"assignment\": %s,\n \"submission\": %s,\n \"commit\": %s,\n \"release\": %s,\n \"review\": %s,\n \"datetime\": \"%s\",\n \"score\": %d,\n \"max-score\": %d,\n \"tests\": [",
		env("CLASSROOM", "local"), env("ASSIGNMENT", "container-labs"), env("SUBMISSION_TAG", "submission-" id),
		env("COMMIT_URL", "local"), env("RELEASE_URL", "local"),
		env("REVIEW_URL", ENVIRON["COMMIT_URL"] != "" ? ENVIRON["COMMIT_URL"] : "local"), now, points, most > file
	for (i = 1; i <= tests; i++) {
		if (t_state[i] == "not here")
			continue
		printf "%s\n  {\"test-name\": %s, \"passed\": %s, \"score\": %d, \"max-score\": %d, \"output\": %s}", comma,
			json(t_name[i]), t_state[i] == "done" ? "true" : "false", t_earned[i], t_max[i], json(t_detail[i]) > file
		comma = ","
	}
	print "\n ]\n}" > file
	close(file)
}

function finish() { }
