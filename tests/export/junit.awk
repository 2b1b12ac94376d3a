# junit.awk - junit.xml: a testsuite a learner, a testcase a test.  See tests/rows.awk.
#
# The elements and attributes that Jenkins' and GitLab's schema knows; no times, as bats
# doesn't say them in TAP.

function begin() {
	file = out "/junit.xml"
	print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"container labs\">" > file
}

function learner(    i, failures, skipped, text, first) {
	for (i = 1; i <= tests; i++) {
		failures += t_state[i] != "done" && t_state[i] != "not here"
		skipped += t_state[i] == "not here"
	}
	printf "<testsuite name=\"%s\" id=\"%d\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\">\n",
		xml(name), id, tests, failures, skipped > file
	for (i = 1; i <= tests; i++) {
		printf "<testcase classname=\"%s\" name=\"%s\"", xml(t_lab[i] "-" title[t_lab[i]]), xml(t_name[i]) > file
		if (t_state[i] == "done") {
			print "/>" > file
		} else if (t_state[i] == "not here") {
			printf "><skipped message=\"%s\"/></testcase>\n", xml(t_detail[i]) > file
		} else {
			first = t_detail[i]
			sub(/\n.*/, "", first)
			printf "><failure type=\"%s\" message=\"%s\">%s</failure></testcase>\n",
				t_state[i], xml(first), xml(t_detail[i]) > file
		}
	}
	print "</testsuite>" > file
}

function finish() {
	print "</testsuites>" > file
	close(file)
}
