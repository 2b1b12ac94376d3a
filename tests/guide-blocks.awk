# guide-blocks.awk - take GUIDE.md and README.md apart for tests/check-guide.
#
#   awk -v out=DIR -f guide-blocks.awk GUIDE.md README.md
#
# Writes each console block as a test for cram, DIR/PLACE.t, and prints what there is to know,
# one a line, fields parted by tabs.  PLACE is "GUIDE.md:77".
#   block PLACE CHAPTER UID PREFIX COMMANDS NEEDS   UID 0, 1000, or "make": in the tree itself;
#                                             PREFIX "05.1" or "-": lab05 after step 1;
#                                             NEEDS "cgroup v1" or "-"
#   section PLACE CHAPTER TITLE               a heading "## ..."
#   step PLACE CHAPTER NUMBER TITLE           a heading "### Step N: ..."
#   hint PLACE CHAPTER NUMBER KIND            "a question", "the ingredients", "the trace"
#   output CHAPTER LINE                       what a make block prints, blanks squeezed
#   trace PLACE CHAPTER LINE                  the same, of a hint
#   unrun PLACE CHAPTER                       a text block with its reason
#   bad PLACE WHAT                            a mistake in the form
#
# A console block is a ```console fence.  "$ " is nina, "# " is root; "> " goes on.  Output
# is compared line by line: a run of blanks is as good as any other, and what the guide
# leaves out with "…" is anything up to the next blank.  <!-- after step K --> before a
# block means: with the chapter's program as it is when steps 1 to K are written (README.md
# has no chapters: <!-- lab 05, after step K -->).  <!-- on cgroup v1 -->: run only there.

function place() { return FILENAME ":" FNR }
function bad(what) { print "bad\t" place() "\t" what }

# An output line as a regular expression for cram.
function pattern(line,    out) {
	gsub(/[][\\.^$*+?(){}|]/, "\\\\&", line)
	gsub(/…/, "\\S*", line)
	# cram writes a tab as \t, and says so at the end.  (Not by gsub: awks differ on what two
	# backslashes put in.)
	while (match(line, /[ \t]+/)) {
		out = out substr(line, 1, RSTART - 1) "(\\s|\\\\t)+"
		line = substr(line, RSTART + RLENGTH)
	}
	return out line "\\s*( \\(esc\\))? (re)"
}

# The shell's last word for cram is a status, which a terminal doesn't show.
function end_command() { if (in_command) print "  > :" >file; in_command = 0 }

function begin_block() {
	first = place()
	file = out "/" first ".t"
	uid = ""
	commands = in_command = 0
}

function command(prompt, text,    who) {
	end_command()
	who = prompt == "#" ? 0 : text ~ /^make / ? "make" : 1000
	if (uid == "")
		# A sleep left behind would keep cram waiting.
		print "  $ cd \"$BLOCK_DIR\"; trap 'kill $(jobs -p) 2>/dev/null' EXIT" >file
	else if (uid != who)
		bad("one block, two users: write two blocks")
	uid = who
	commands++
	in_command = 1
	print "  $ " text >file
}

FNR == 1 { chapter = FILENAME == "GUIDE.md" ? "introduction" : FILENAME }
{ was = comment; if ($0 != "") comment = $0 }

fence == "" && /^```/ {
	fence = substr($0, 4)
	prefix = needs = "-"
	if (fence == "console") {
		if (was ~ /^<!-- (lab [0-9][0-9], )?after step [0-9]+ -->$/) {
			prefix = was
			gsub(/[^0-9]+/, " ", prefix)
			split(prefix, part, " ")
			prefix = 2 in part ? part[1] "." part[2] : chapter "." part[1]
		}
		if (was == "<!-- on cgroup v1 -->")
			needs = "cgroup v1"
		begin_block()
	} else if (fence == "text") {
		if (was ~ /^<!-- not run: .+ -->$/)
			print "unrun\t" place() "\t" chapter
		else
			bad("a text block needs <!-- not run: REASON --> before it")
	} else if (fence != "mermaid")
		bad("a fence of the kind \"" fence "\": console, text or mermaid")
	next
}
fence != "" && /^```$/ {
	if (fence == "console") {
		end_command()
		if (uid == "")
			bad("a console block without a command")
		else
			print "block\t" first "\t" chapter "\t" uid "\t" prefix "\t" commands "\t" needs
		close(file)
	}
	fence = ""
	next
}
fence == "console" && /^[$#] / { command(substr($0, 1, 1), substr($0, 3)); next }
fence == "console" && in_command && /^> / { print "  " $0 >file; next }
fence == "console" {
	if (uid == "")
		bad("output before the first command")
	end_command()
	print "  " pattern($0) >file
	if (uid == "make") {
		gsub(/[ \t]+/, " ")
		print "output\t" chapter "\t " $0
	}
	next
}
fence != "" { next }

/^# / && FILENAME == "GUIDE.md" { chapter = $2 ~ /^[0-9][0-9]$/ ? $2 : "introduction" }
/^## / { print "section\t" place() "\t" chapter "\t" substr($0, 4) }
/^### Step [0-9]+: / {
	number = $3
	sub(/:$/, "", number)
	title = $0
	sub(/^### Step [0-9]+: /, "", title)
	print "step\t" place() "\t" chapter "\t" number "\t" title
}
/<summary>Hint / {
	hint = $0
	gsub(/^.*<summary>Hint |<\/summary>.*$/, "", hint)
	if (split(hint, part, /( \([123] of 3\))?: /) != 2 || part[1] != chapter "." number)
		bad("a hint is \"Hint " chapter "." number " (N of 3): KIND\", this one is \"Hint " hint "\"")
	else
		print "hint\t" place() "\t" chapter "\t" number "\t" part[2]
}

/<\/details>/ { part[2] = "" }
part[2] == "the trace" && /^    / {
	gsub(/[ \t]+/, " ")
	print "trace\t" place() "\t" chapter "\t" $0
}

END { if (fence != "") bad("a fence that isn't closed") }
