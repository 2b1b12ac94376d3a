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

# How many columns of a terminal UTF-8 text takes, byte by byte (LC_ALL=C): accents that
# combine take none; what is Chinese, Japanese, Korean or beyond 16 bits takes two, roughly.
function columns(text) {
	gsub(/\314[\200-\277]|\315[\200-\257]/, "", text)
	gsub(/[\343-\355\360-\364][\200-\277]*/, "xx", text)
	gsub(/[\200-\277]/, "", text)
	return length(text)
}

# text in just that many columns, left or cut.
function fitted(text, width) {
	if (columns(text) > width) {
		while (columns(text) > width - 3)
			sub(/[^\200-\277][\200-\277]*$/, "", text)
		text = text "..."
	}
	return sprintf("%s%*s", text, width - columns(text), "")
}

# As part of a shell's '...' string.
function shell(text) { return replace(text, "'", "'\\''") }

function xml(text) {
	return replace(replace(replace(replace(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;"), "\"", "&quot;")
}

function json(text) { return "\"" replace(escape(text), "\"", "\\\"") "\"" }
