# cut.awk - cut a lab into its steps. The one tool behind the starters, the prefix
# programs, the mutants and partial credit.
#
#   awk -v from=K      -f tests/cut.awk FILE   steps K, K+1, ... become todo(); from=1: the starter
#   awk -v empty=N     -f tests/cut.awk FILE   step N does nothing
#   awk -v graft=BODY  -f tests/cut.awk FILE   the functions of BODY replace those of FILE
#         -v only=N      of BODY only the functions of step N
#         -v add=1       what FILE lacks (helpers, variables, types, directives) comes along
#   awk -v list=1      -f tests/cut.awk FILE   a line a step: N, line, function, heading, and
#         the line of a todo() in it, with a + if it isn't alone there (tabs)
#
#   -v line=1       #line directives: messages show the lines of FILE as it is on disk
#   -v name=PATH    ... under this name, not the one FILE was read by
#
# A step is a function named stepN_...; its heading is the first line of a comment
# "/* Step N: text." or "/* Step N (who): text.", the last one above it in the file (or the
# first one below: a learner may move things). Errors: "cut: FILE:LINE: ..." and status 1.
#
# POSIX awk only: no gensub, no character classes ([:space:]), no {n}; mawk 1.3.3 lacks them.
# Lines may end in CRLF (a learner's editor); what is written ends in LF.

function fail(message)
{
	# A pipe, since "/dev/stderr" is a real file name to busybox awk, which truncates it.
	print "cut: " message "\n" | "cat 1>&2"
	close("cat 1>&2")
	exit 1
}

function at(line_no) { return path ":" line_no ": " }

function c_string(s,    i, c, out)
{
	for (i = 1; i <= length(s); i++) {	# not gsub: awks differ on backslashes in it
		c = substr(s, i, 1)
		out = out (c == "\\" || c == "\"" ? "\\" : "") c
	}
	return "\"" out "\""
}

function line_directive(line_no, file)
{
	return line ? "#line " line_no " " c_string(file) "\n" : ""
}

# ---- reading C -------------------------------------------------------------------------
# scan() finds the functions of the text src[tag, 1..count[tag]]: it knows comments, strings,
# character constants and directives, so that a brace or a "step3_" in one of them is nothing.
# function k: fn (name), first_line/first_col (of the signature), open_line/open_col (of "{"),
# close_line/close_col (of "}"), signature (code only, in one line); all indexed [tag, k].
#
# Braces are counted, so that indentation doesn't matter. If they don't balance (a half-typed
# step), scan again with strict=1: then a function ends at the first "}" in column one, and
# only the function with the mistake is spoilt. Returns 1 if the text made sense.

function scan(tag, strict,    i, s, p, rest, c, two, k)
{
	functions[tag] = headings[tag] = directives[tag] = declarations[tag] = 0
	depth = parens = assigned = in_function = in_comment = directive = if_depth = dead = 0
	text = continued = inner = declared = ""
	sensible = 1

	for (i = 1; i <= count[tag]; i++) {
		s = src[tag, i]
		if (!directive_goes_on) {
			directive = !in_comment && continued == "" && s ~ /^[ \t]*#/
			if (directive)
				see_directive(tag, i, s)
		} else if (depth == 0)
			directive_text[tag, directives[tag]] = directive_text[tag, directives[tag]] "\n" s
		directive_goes_on = directive && s ~ /\\$/
		# A step inside a body: the brace in front of it was forgotten.
		if (depth == 0)
			inner = ""
		if (inner != "" && s !~ /;/ && s ~ ("(^|[^A-Za-z0-9_])step" inner "_[A-Za-z0-9_]*[ \t]*\\("))
			sensible = 0

		p = 1
		if (continued == "//")
			p = length(s) + 1
		else if (continued != "")	# inside a string since the line before
			p = after_string(s, 1, continued)
		if (p <= length(s) || s !~ /\\$/)
			continued = ""

		while (p <= length(s)) {
			rest = substr(s, p)
			if (in_comment) {
				k = index(rest, "*/")
				if (k == 0)
					break
				p += k + 1
				in_comment = 0
				continue
			}
			if (!match(rest, /[\/"'{}();=]/)) {
				code(rest, i, p)
				break
			}
			k = RSTART		# code() has a match() of its own
			if (k > 1)
				code(substr(rest, 1, k - 1), i, p)
			p += k - 1
			c = substr(s, p, 1)
			two = substr(s, p, 2)
			if (two == "/*") {
				if (p == 1 || (depth == 0 && substr(s, 1, p - 1) ~ /^[ \t]*$/))
					see_heading(tag, i, substr(s, p))
				in_comment = 1
				code(" ", i, p)
				p += 2
			} else if (two == "//") {
				continued = s ~ /\\$/ ? "//" : ""
				break
			} else if (c == "\"" || c == "'") {
				code(c c, i, p)
				p = after_string(s, p + 1, c)
				if (p > length(s) && s ~ /\\$/)
					continued = c
			} else {
				if (!directive)
					see(tag, strict, c, s, i, p)
				p++
			}
		}
		code(" ", i, 0)
	}
	return (sensible || strict) && !in_function
}

# The position after the string or character constant whose inside begins at p.
# One that isn't closed (an apostrophe in #error, a half-typed line) ends with its line.
function after_string(s, p, quote,    c)
{
	for (; p <= length(s); p++) {
		c = substr(s, p, 1)
		if (c == "\\")
			p++
		else if (c == quote)
			return p + 1
	}
	return length(s) + 1
}

# Code outside of everything belongs to the declaration that is being read.
function code(t, i, p)
{
	if (depth > 0 || directive)
		return
	if (text ~ /^[ \t]*$/ && match(t, /[^ \t]/)) {
		text = ""
		text_line = i
		text_col = p + RSTART - 1
	}
	text = text t
}

function see(tag, strict, c, s, i, p,    k)
{
	if (in_function && !dead)
		see_body(tag, functions[tag], c, s, i, p)
	if (c == "{") {
		if (depth == 0) {
			k = assigned ? "" : function_name(text)
			if (k == "" && declared == "")
				begin_declaration()
			if (k != "") {
				in_function = 1
				declared = ""
				todo_line[tag, functions[tag] + 1] = statements[tag, functions[tag] + 1] = 0
				by_column = strict && substr(s, p + 1) ~ /^[ \t]*$/
				functions[tag]++
				fn[tag, functions[tag]] = k
				signature[tag, functions[tag]] = text
				first_line[tag, functions[tag]] = text_line
				first_col[tag, functions[tag]] = text_col
				open_line[tag, functions[tag]] = i
				open_col[tag, functions[tag]] = p
			}
			depth = 1
		} else if (!(in_function && by_column))
			depth++
	} else if (c == "}") {
		if (in_function && by_column) {
			if (p > 1)
				return
			depth = 1
		}
		if (--depth < 0) {
			sensible = 0
			depth = 0
		}
		if (depth == 0) {
			if (in_function) {
				close_line[tag, functions[tag]] = i
				close_col[tag, functions[tag]] = p
			}
			in_function = parens = assigned = 0
			text = ""
		}
	} else if (depth == 0) {
		if (c == "(")
			parens++
		else if (c == ")")
			parens--
		else if (c == "=" && parens == 0)
			assigned = 1
		if (c == ";" && parens <= 0) {	# the end of a prototype or a variable
			if (declared == "")
				begin_declaration()
			if (declared != "" && !dead) {
				declarations[tag]++
				declaration_line[tag, declarations[tag]] = declared
				declaration_text[tag, declarations[tag]] = piece(tag, declared, declared_col, i, p + 1)
			}
			declared = ""
			text = ""
			parens = assigned = 0
		} else
			code(c, i, p)
	}
}

# A declaration goes from the first word of its text to its semicolon, over braces in it.
function begin_declaration()
{
	if (text !~ /^[ \t]*$/) {
		declared = text_line
		declared_col = text_col
	}
}

# What is in a body: its todo(), and how many statements besides.
function see_body(tag, k, c, s, i, p)
{
	if (c == "(" && substr(s, 1, p - 1) ~ /(^|[^A-Za-z0-9_])todo[ \t]*$/) {
		if (!todo_line[tag, k])
			todo_line[tag, k] = i
		statements[tag, k]--
	} else if (c == ";")
		statements[tag, k]++
}

# The function that this code in front of "{" defines; "" if it is a struct or the like.
function function_name(t,    i, depth_here, before)
{
	# Steps are known by their name, whatever stands around it.
	if (match(t, /(^|[^A-Za-z0-9_])step[0-9]+_[A-Za-z0-9_]*[ \t]*\(/)) {
		t = substr(t, RSTART, RLENGTH - 1)
		gsub(/[^A-Za-z0-9_]/, "", t)
		return t
	}
	# Others: the word in front of the last (...), attributes left out.
	for (i = length(t); i > 0; i--) {
		if (substr(t, i, 1) == ")")
			depth_here++
		else if (substr(t, i, 1) == "(" && --depth_here == 0) {
			before = substr(t, 1, i - 1)
			sub(/[ \t]+$/, "", before)
			if (match(before, /[A-Za-z_][A-Za-z0-9_]*$/) && substr(before, RSTART) != "__attribute__")
				return substr(before, RSTART)
		}
	}
	return ""
}

# Each branch of an #if begins at the depth at which the #if stands.
function see_directive(tag, i, s)
{
	if (depth == 0) {
		directives[tag]++
		directive_line[tag, directives[tag]] = i
		directive_text[tag, directives[tag]] = s
	}
	sub(/^[ \t]*#[ \t]*/, "", s)
	if (s ~ /^if/) {
		if_depth++
		dead_at[if_depth] = dead
		if (s ~ /^if[ \t]+0[ \t]*($|\/)/)
			dead = 1
		depth_at[if_depth] = depth
		function_at[if_depth] = in_function
	} else if (s ~ /^el/ && if_depth > 0) {
		if (in_function && !function_at[if_depth]) {
			functions[tag]--	# its signature comes once more
			text = ""
		}
		depth = depth_at[if_depth]
		in_function = function_at[if_depth]
		dead = dead_at[if_depth]
	} else if (s ~ /^endif/ && if_depth > 0) {
		dead = dead_at[if_depth]
		if_depth--
	}
}

function see_heading(tag, i, s,    n)
{
	if (!match(s, /^\/\*+[ \t]*Step[ \t]+[0-9]+[ \t]*(\([^)]*\))?[ \t]*:[ \t]*/))
		return
	n = substr(s, index(s, "Step") + 4) + 0
	if (depth > 0) {
		inner = n
		return
	}
	s = substr(s, RLENGTH + 1)
	sub(/[ \t]*\*\/.*$/, "", s)
	sub(/[ \t]+$/, "", s)
	sub(/\.$/, "", s)
	headings[tag]++
	heading_step[tag, headings[tag]] = n
	heading_line[tag, headings[tag]] = i
	heading_text[tag, headings[tag]] = s
}

# ---- questions about a scanned text ----------------------------------------------------

# N of stepN_..., -1 for any other function.
function step_of(f) { return f ~ /^step[0-9]+_/ ? substr(f, 5) + 0 : -1 }

function has_steps(tag,    k)
{
	for (k = 1; k <= functions[tag]; k++)
		if (step_of(fn[tag, k]) >= 0)
			return 1
	return 0
}

# The line on which the name of function k stands.
function name_line(tag, k,    i)
{
	for (i = first_line[tag, k]; i < open_line[tag, k]; i++)
		if (index(src[tag, i], fn[tag, k]))
			return i
	return i
}

function heading_of(tag, k,    i, best)
{
	for (i = 1; i <= headings[tag]; i++)
		if (heading_step[tag, i] == step_of(fn[tag, k]) \
		    && (best == 0 || heading_line[tag, i] < first_line[tag, k]))
			best = i
	if (best == 0 || heading_text[tag, best] == "")
		fail(at(name_line(tag, k)) fn[tag, k] "() has no heading \"/* Step " \
		     step_of(fn[tag, k]) ": ...\"")
	return heading_text[tag, best]
}

# The text from (line1, col1) up to, not including, (line2, col2).
function piece(tag, line1, col1, line2, col2,    i, out)
{
	if (line1 == line2)
		return substr(src[tag, line1], col1, col2 - col1)
	out = substr(src[tag, line1], col1) "\n"
	for (i = line1 + 1; i < line2; i++)
		out = out src[tag, i] "\n"
	return out substr(src[tag, line2], 1, col2 - 1)
}

function definition(tag, k)
{
	return piece(tag, first_line[tag, k], first_col[tag, k], close_line[tag, k], close_col[tag, k] + 1)
}

# ---- the modes -------------------------------------------------------------------------
# Each of them only makes edits; write() then prints FILE with them. So an error leaves no
# half a program on the standard output.

function edit(line1, col1, line2, col2, new)
{
	edits++
	edit_line1[edits] = line1
	edit_col1[edits] = col1
	edit_line2[edits] = line2
	edit_col2[edits] = col2
	edit_new[edits] = new
}

function edit_body(k, new)
{
	edit(open_line["F", k], open_col["F", k] + 1, close_line["F", k], close_col["F", k],
	     "\n" new line_directive(close_line["F", k], name))
}

function cut_from(    k, n)
{
	for (k = 1; k <= functions["F"]; k++) {
		n = step_of(fn["F", k])
		if (n >= from + 0)
			edit_body(k, "\ttodo(" n ", " c_string(heading_of("F", k)) ");\n")
	}
}

function cut_empty(    k, before)
{
	for (k = 1; k <= functions["F"]; k++) {
		if (step_of(fn["F", k]) != empty + 0)
			continue
		before = substr(signature["F", k], 1, index(signature["F", k], fn["F", k]) - 1)
		if (before ~ /\*[ \t]*$/)
			edit_body(k, "\treturn NULL;\n")
		else if (before !~ /(^|[ \t])void[ \t]*$/)
			edit_body(k, "\treturn 0;\n")
		else if (before ~ /[Nn]o[Rr]eturn|NORETURN/)	# to come back would be undefined
			edit_body(k, "\t__builtin_trap();\n")
		else
			edit_body(k, "")
	}
	if (edits == 0)
		fail(path ": no step " empty + 0)
}

function cut_graft(    k, f, s, known, wanted, more, i)
{
	count["B"] = 0
	while ((i = (getline s < graft)) > 0) {
		sub(/\r$/, "", s)
		src["B", ++count["B"]] = s
	}
	sub(/^\357\273\277/, "", src["B", 1])
	if (i < 0)
		fail(graft ": cannot be read")
	if (!scan("B", 0) && !scan("B", 1))
		fail(graft ":" open_line["B", functions["B"]] ": the body is not closed")

	for (k = 1; k <= functions["F"]; k++)
		known[fn["F", k]] = 1
	for (i = 1; i <= count["F"]; i++)
		known["line " src["F", i]] = 1

	for (k = 1; k <= functions["B"]; k++) {
		f = fn["B", k]
		if (f in known) {
			if (only == "" || step_of(f) == only + 0)
				wanted[f] = k
		} else if (only != "" && step_of(f) >= 0 && step_of(f) != only + 0) {
			continue		# another step of another lab file
		} else if (add) {
			if (f != "main")
				more = more line_directive(first_line["B", k], graft) definition("B", k) "\n\n"
		} else if (only == "" || step_of(f) >= 0)
			fail(f " is not in " path)
	}
	for (i = 1; i <= declarations["F"]; i++)
		known["name " declared_name(declaration_text["F", i])] = 1
	for (i = declarations["B"]; i > 0 && add; i--)	# backwards: each goes in front
		if (!(("name " declared_name(declaration_text["B", i])) in known))
			more = line_directive(declaration_line["B", i], graft) declaration_text["B", i] "\n" more
	for (i = directives["B"]; i > 0; i--) {
		s = directive_text["B", i]
		if (s !~ /^[ \t]*#[ \t]*(include|define|undef)/ || ("line " s) in known)
			continue
		if (add)
			more = line_directive(directive_line["B", i], graft) s "\n" more
		else if (only == "")
			fail(graft ":" directive_line["B", i] ": is not in " path " (add=1 takes it along): " s)
	}

	for (k = 1; k <= functions["F"]; k++) {
		f = fn["F", k]
		if (!(f in wanted))
			continue
		s = (first_col["F", k] > 1 && line ? "\n" : "") more \
		    line_directive(first_line["B", wanted[f]], graft) definition("B", wanted[f])
		if (line)
			s = s "\n" line_directive(close_line["F", k], name)
		edit(first_line["F", k], first_col["F", k], close_line["F", k], close_col["F", k] + 1, s)
		more = ""
	}
	if (edits == 0)
		fail(graft ": nothing to take for " path (only == "" ? "" : ", step " only + 0))
}

# The word that a declaration is about, roughly: the variable, the function, the new type, or
# the tag of a struct, union or enum.
function declared_name(t,    before)
{
	gsub(/[ \t\n]+/, " ", t)
	before = t
	sub(/[{].*/, "", before)
	if (before == t || before ~ /[=[]/)
		sub(/[=[;(].*/, "", before)
	else if (match(t, /[}][^}]*[A-Za-z_][^}]*$/)) {
		before = substr(t, RSTART + 1)
		sub(/[=[;].*/, "", before)
	}
	gsub(/[^A-Za-z0-9_]+/, " ", before)
	sub(/ $/, "", before)
	sub(/.* /, "", before)
	return before
}

# The line of the first todo() in the functions of step n.
function unwritten(tag, n,    k)
{
	for (k = 1; k <= functions[tag]; k++)
		if (step_of(fn[tag, k]) == n && todo_line[tag, k])
			return todo_line[tag, k] (statements[tag, k] > 0 ? "+" : "")
	return ""
}

function show_list(    k, n, i, last, seen, out)
{
	last = -1
	for (k = 1; k <= functions["F"]; k++) {
		n = step_of(fn["F", k])
		if (n < 0 || n in seen)
			continue
		seen[n] = n "\t" name_line("F", k) "\t" fn["F", k] "\t" heading_of("F", k) "\t" unwritten("F", n) "\n"
		if (n > last)
			last = n
	}
	for (i = 0; i <= last; i++)
		if (i in seen)
			print seen[i]
}

# Printed in pieces: mawk has a limit for one sprintf.
function write(    i, l, c)
{
	if (line)
		print line_directive(1, name)
	l = c = 1
	for (i = 1; i <= edits; i++) {
		print piece("F", l, c, edit_line1[i], edit_col1[i])
		print edit_new[i]
		l = edit_line2[i]
		c = edit_col2[i]
	}
	print substr(src["F", l], c) "\n"
	for (l++; l <= count["F"]; l++)
		print src["F", l] "\n"
}

FNR == 1 && NR == 1 { path = FILENAME }
FNR == 1 && NR != 1 { too_many = 1 }
NR == 1 { sub(/^\357\273\277/, "") }	# an editor's mark: in front of a #line it is an error
{
	sub(/\r$/, "")
	src["F", NR] = $0
}

END {
	ORS = ""
	count["F"] = NR
	if (name == "")
		name = path
	if (too_many)
		fail("one FILE, please")
	if ((from != "") + (empty != "") + (graft != "") + (list != "") != 1)
		fail("exactly one of from=K, empty=N, graft=BODY, list=1, please")
	if (from empty only !~ /^[0-9]+$/ && from empty only != "")
		fail("not a step number: " from empty only)
	if (NR == 0)
		exit

	# Without a step nothing will be cut, and the text may be in another language.
	if (!scan("F", 0) && !scan("F", 1) && has_steps("F"))
		fail(at(open_line["F", functions["F"]]) fn["F", functions["F"]] "(): the body is not closed")

	if (list != "") {
		show_list()
		exit
	}
	if (graft != "")
		cut_graft()
	else if (empty != "")
		cut_empty()
	else
		cut_from()
	write()
}
