# text.awk - any text as one field of a row (tests/tap.awk), and back; and in other languages.

# Not gsub: awks differ on backslashes in it.
function replace(text, from, to,    done, i) {
	while ((i = index(text, from)) > 0) {
		done = done substr(text, 1, i - 1) to
		text = substr(text, i + length(from))
	}
	return done text
}

function escape(text) { return replace(replace(replace(text, "\\", "\\\\"), "\t", "\\t"), "\n", "\\n") }

function unescape(text,    done, i, c) {
	while ((i = index(text, "\\")) > 0) {
		c = substr(text, i + 1, 1)
		done = done substr(text, 1, i - 1) (c == "n" ? "\n" : c == "t" ? "\t" : c)
		text = substr(text, i + 2)
	}
	return done text
}

# As part of a shell's '...' string.
function shell(text) { return replace(text, "'", "'\\''") }

function xml(text) {
	return replace(replace(replace(replace(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;"), "\"", "&quot;")
}

function json(text) { return "\"" replace(escape(text), "\"", "\\\"") "\"" }
