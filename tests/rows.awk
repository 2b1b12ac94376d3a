# rows.awk - the rows of a class, learner by learner: what each file of tests/export/ reads.
#
#   awk -v out=DIR -v steps=FILE -f tests/text.awk -f tests/rows.awk -f tests/export/NAME.awk results.tsv
#
# An export defines three functions: begin(), learner() once a learner, and finish(); it
# writes its file in out.  They find, of the class:
#   labs, lab[i]             how many labs, and their numbers ("05"); title[lab]
#   steps_in[lab]            how many steps; number[lab, k] of the kth, the last one "all";
#                            heading[lab, step]
# and of the learner:
#   id, name
#   tests, t_lab[i], t_step[i], t_state[i], t_earned[i], t_max[i], t_name[i], t_detail[i]
#   earned[lab, step], possible[lab, step], earned[lab], possible[lab]    points
#   state[lab, step]         the worst of its tests: WRONG, "not written", "not judged",
#                            alone, done; "not here" if all are
#   percent_of(lab)          0 to 100, "" if nothing is possible here; percent() of all
# FILE has a line a step: lab, title, step, heading.  Only one learner is held at a time.

BEGIN {
	FS = "\t"
	rank["done"] = 1
	rank["alone"] = 2
	rank["not judged"] = 3
	rank["not written"] = 4
	rank["WRONG"] = 5
	while ((getline line < steps) > 0) {
		split(line, f, "\t")
		if (!(f[1] in title)) {
			title[f[1]] = f[2]
			lab[++labs] = f[1]
		}
		number[f[1], ++steps_in[f[1]]] = f[3]
		heading[f[1], f[3]] = f[4]
	}
	for (i = 1; i <= labs; i++) {
		number[lab[i], ++steps_in[lab[i]]] = "all"
		heading[lab[i], "all"] = "exit status, signals, bad use, nothing left behind"
	}
	begin()
}

$1 != id {
	if (id != "")
		learner()
	id = $1
	name = $2
	tests = 0
	split("", earned)
	split("", possible)
	split("", state)
}
{
	tests++
	t_lab[tests] = $3
	t_step[tests] = $4
	t_state[tests] = $5
	t_earned[tests] = $6
	t_max[tests] = $7
	t_name[tests] = $8
	t_detail[tests] = unescape($9)
	earned[$3] += $6
	possible[$3] += $7
	earned[$3, $4] += $6
	possible[$3, $4] += $7
	if (!(($3, $4) in state) || rank[$5] > rank[state[$3, $4]])
		state[$3, $4] = $5
}

END {
	if (id != "")
		learner()
	finish()
}

function percent_of(l) { return possible[l] > 0 ? 100 * earned[l] / possible[l] : "" }

function percent(    i, sum, n) {
	for (i = 1; i <= labs; i++)
		if (possible[lab[i]] > 0) {
			sum += percent_of(lab[i])
			n++
		}
	return n ? sum / n : 0
}

function make_folder(path) { system("mkdir -p '" shell(path) "'") }
