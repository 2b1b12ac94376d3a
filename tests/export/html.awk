# html.awk - index.html: the class as a heat map, learners by steps.  See tests/rows.awk.
#
# One file with everything in it, and no script: a cell links to what its tests said, further
# down.  All that is a learner's goes through xml().

function begin(    i, k, l) {
	file = out "/index.html"
	details = out "/index.details"
	printf "" > details
	symbol["done"] = "&#10003;"
	symbol["alone"] = "&#189;"
	symbol["WRONG"] = "&#10007;"
	symbol["not written"] = "&#183;"
	symbol["not judged"] = "&#8211;"
	symbol["not here"] = ""
	class["done"] = "d"
	class["alone"] = "a"
	class["WRONG"] = "w"
	class["not written"] = "b"
	class["not judged"] = "j"
	class["not here"] = "n"
	saying["alone"] = "right alone, in the finished program"
	saying["not here"] = "not possible on this machine"
	saying["WRONG"] = "wrong"

	print "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>Container labs: the class</title>\n<style>" > file
	style()
	print "</style>\n</head>\n<body>\n<h1>Container labs: the class</h1>" > file
	print "<p class=\"legend\">" > file
	for (i = split("done,alone,WRONG,not judged,not written,not here", order, ","); i >= 1; i--)
		legend = "<span class=\"c " class[order[i]] "\">" (symbol[order[i]] == "" ? "&nbsp;" : symbol[order[i]]) "</span> " \
			(order[i] in saying ? saying[order[i]] : order[i]) " &ensp; " legend
	print legend "</p>\n<div class=\"scroll\">\n<table>\n<thead>\n<tr><th rowspan=\"2\" class=\"name\">learner</th><th rowspan=\"2\">%</th>" > file
	for (i = 1; i <= labs; i++)
		printf "<th class=\"lab\" colspan=\"%d\" title=\"%s\"><span>%s</span></th>\n", steps_in[lab[i]], xml(title[lab[i]]), lab[i] " " xml(title[lab[i]]) > file
	print "</tr>\n<tr>" > file
	for (i = 1; i <= labs; i++)
		for (k = 1; k <= steps_in[lab[i]]; k++) {
			l = number[lab[i], k]
			printf "<th%s title=\"%s\">%s</th>", k == 1 ? " class=\"first\"" : "", xml(heading[lab[i], l]), l == "all" ? "&#931;" : l > file
		}
	print "</tr>\n</thead>\n<tbody>" > file
}

function style() {
	print ":root { color-scheme: light dark; --bg: #fff; --fg: #1b1f24; --line: #d5dae0; --soft: #f3f5f7;\n --d: #2f855a; --a: #8fc9a6; --w: #c53030; --j: #d9b98a; --b: #e5e8ec; }\n@media (prefers-color-scheme: dark) { :root { --bg: #14171a; --fg: #e4e7eb; --line: #353b43; --soft: #1e2328;\n --d: #2f855a; --a: #4b7a5f; --w: #c94a4a; --j: #7d6640; --b: #2b3138; } }" > file
	print "body { background: var(--bg); color: var(--fg); font: 15px/1.45 system-ui, sans-serif; margin: 1.5rem; }\nh1 { font-size: 1.5rem; margin: 0 0 .5rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .3rem; border-top: 1px solid var(--line); padding-top: 1rem; } h3 { font-size: 1rem; margin: 1rem 0 .3rem; }" > file
	print ".scroll { overflow-x: auto; }\ntable { border-collapse: separate; border-spacing: 1px; font-variant-numeric: tabular-nums; }\nth { font-weight: 600; font-size: .8rem; padding: .1rem .15rem; } th.lab { border-left: 3px solid var(--bg); background: var(--soft); max-width: 1px; } th.lab span { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }\nthead th { background: var(--bg); }" > file
	print "th.name, td.name { text-align: left; position: sticky; left: 0; background: var(--bg); max-width: 14rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; padding-right: .6rem; font-weight: 400; }\ntd.p { text-align: right; padding-right: .5rem; }\ntd.c, span.c { min-width: 1.35rem; height: 1.35rem; text-align: center; padding: 0; color: #fff; border-radius: 3px; line-height: 1.35rem; }\nspan.c { display: inline-block; }\ntd.first, th.first { border-left: 3px solid var(--bg); }\ntd.c a { display: block; color: inherit; text-decoration: none; } td.c a:hover, td.c a:focus { outline: 2px solid var(--fg); }" > file
	print ".d { background: var(--d); } .a { background: var(--a); color: #10261a !important; } .w { background: var(--w); font-weight: 700; } .j { background: var(--j); color: #2c2110 !important; } .b { background: var(--b); color: var(--fg) !important; } .n { background: repeating-linear-gradient(45deg, var(--soft) 0 3px, var(--bg) 3px 6px); color: var(--fg) !important; }\n@media (prefers-color-scheme: dark) { .a, .j { color: #f1f1f1 !important; } }" > file
	print "pre { background: var(--soft); padding: .6rem .8rem; overflow-x: auto; font-size: .85rem; border-left: 4px solid var(--w); margin: .3rem 0; }\narticle:target { outline: 3px solid var(--d); outline-offset: 4px; } .legend { font-size: .9rem; line-height: 2; }\ntfoot td { font-size: .75rem; text-align: center; color: var(--fg); } a.up { font-size: .85rem; }\n@media print { .scroll { overflow: visible; } * { print-color-adjust: exact; } }" > file
}

function learner(    i, k, l, s, key, told) {
	learners++
	sum += percent()
	printf "<tr id=\"r%d\"><td class=\"name\" title=\"%s\">%s</td><td class=\"p\">%.1f</td>", id, xml(name), xml(name), percent() > file
	for (i = 1; i <= labs; i++)
		for (k = 1; k <= steps_in[lab[i]]; k++) {
			l = number[lab[i], k]
			s = state[lab[i], l]
			if (s == "")
				s = "not here"
			key = lab[i] SUBSEP l
			all[key] += s != "not here"
			right[key] += s == "done"
			printf "<td class=\"c %s%s\" title=\"lab%s %s: %s%s\">", class[s], k == 1 ? " first" : "", lab[i],
				l == "all" ? "as a whole" : "step " l, s in saying ? saying[s] : s,
				s == "not here" ? "" : sprintf(", %d of %d points", earned[lab[i], l], possible[lab[i], l]) > file
			if (s == "WRONG")
				printf "<a href=\"#t%d-%s-%s\">%s</a></td>", id, lab[i], l, symbol[s] > file
			else
				printf "%s</td>", symbol[s] > file
		}
	print "</tr>" > file

	split("", told)
	for (i = 1; i <= tests; i++) {
		# Not from a test: why nothing could be taken.
		if (t_state[i] == "not written" && t_detail[i] !~ /^NOT WRITTEN|^there is no labs| as it was given$/ && !("why" in told)) {
			printf "<h2>%s</h2>\n<p>%s</p>\n", xml(name), xml(t_detail[i]) > details
			told["why"] = 1
		}
		if (t_state[i] != "WRONG")
			continue
		key = t_lab[i] "-" t_step[i]
		if (!(0 in told))
			printf "<h2>%s</h2>\n", xml(name) > details
		told[0] = 1
		if (!(key in told)) {
			if (open_article)
				print "</article>" > details
			printf "<article id=\"t%d-%s\">\n<h3>lab%s, %s: %s <a class=\"up\" href=\"#r%d\">&uarr; table</a></h3>\n", id, key, t_lab[i],
				t_step[i] == "all" ? "as a whole" : "step " t_step[i], xml(heading[t_lab[i], t_step[i]]), id > details
			told[key] = open_article = 1
		}
		sub(/^WRONG  /, "", t_detail[i])
		printf "<pre>%s</pre>\n", xml(substr(t_detail[i], 1, 1500)) > details
	}
	if (open_article)
		print "</article>" > details
	open_article = 0
}

function finish(    i, k, l, line) {
	printf "</tbody>\n<tfoot>\n<tr><td class=\"name\">done, in %%</td><td class=\"p\">%.1f</td>", learners ? sum / learners : 0 > file
	for (i = 1; i <= labs; i++)
		for (k = 1; k <= steps_in[lab[i]]; k++) {
			l = lab[i] SUBSEP number[lab[i], k]
			printf "<td>%s</td>", all[l] ? sprintf("%.0f", 100 * right[l] / all[l]) : "" > file
		}
	printf "</tr>\n</tfoot>\n</table>\n</div>\n<p>%d learner%s. A cell with a cross leads to what its tests found.</p>\n", learners, learners == 1 ? "" : "s" > file
	close(details)
	while ((getline line < details) > 0)
		print line > file
	print "</body>\n</html>" > file
	close(file)
	close(details)
	system("rm -f '" shell(details) "'")
}
