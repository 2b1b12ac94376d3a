# hint.awk - what GUIDE.md has for one step: its folded hints, and the kernel's rule.
#
#   awk -v lab=05 -v step=2 -v rule=1 -f tests/hint.awk GUIDE.md   the rule's first sentence
#   awk -v lab=05 -v step=2 -v hint=K -f tests/hint.awk GUIDE.md   hint K: its kind, an empty
#                                                                  line, the text as in the guide
#   awk -v lab=05 -v list=1           -f tests/hint.awk GUIDE.md   a line a step: N, heading (tab)
#
# The guide's form is what tests/check-guide demands.

/^```/ { code = !code }
code { next }
/^# / { chapter = $2; here = 0 }
/^## / { here = 0 }
/^### Step [0-9]+: / {
	here = chapter == lab && $3 + 0 == step + 0
	if (list && chapter == lab) {
		number = $3 + 0
		sub(/^### Step [0-9]+: /, "")
		print number "\t" $0
	}
	next
}
!here || list { next }

rule && /^\*\*The kernel's rule\.\*\*/ { in_rule = 1; sub(/^\*\*The kernel's rule\.\*\* */, "") }
rule && in_rule && NF == 0 { exit }
rule && in_rule { text = text (text == "" ? "" : " ") $0 }

hint && /<summary>Hint / {
	if (index($0, "(" hint " of ")) {
		kind = $0
		gsub(/^.*\): |<\/summary>.*$/, "", kind)
		print kind
		shown = 1
	}
	next
}
hint && /<\/details>/ { if (shown) exit }
hint && shown { print }

END {
	if (!rule || text == "")
		exit
	gsub(/<[^>]*>|\*\*[NQ][0-9]+\*\*|`|\*/, "", text)	# labels and marks of Markdown
	gsub(/^ +/, "", text)
	# A sentence ends with a full stop and a blank, but for one after a single letter (Q7 "...").
	if (match(text, /[.?]"? [A-Z]/))
		text = substr(text, 1, RSTART + (substr(text, RSTART + 1, 1) == "\""))
	print text
}
