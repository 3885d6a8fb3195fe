# SPDX-License-Identifier: GPL-2.0
# page.awk: make a man page of its source, an mdoc page in which lines that begin with "@" stand for what the headers
# say. What a header says of a function is so written once, in its comment.
#
#   awk -f page.awk -v examples=DIR HEADER... PAGE
#
#   @functions NAME...     the functions of this page
#   @names                 them as NAME has them
#   @prototypes            them as SYNOPSIS has them
#   @descriptions          a subsection for each: its comment
#   @returns               what each returns
#   @calls NAME...         a subsection for each of these ioctls
#   @structures NAME...    a subsection for each of these structures
#   @constants PREFIX...   what begins so: values, and meanings where a header has them
#   @example FILE          a program of userspace/examples
#
# Comments are in kernel-doc's format. Row ids such as (N-27) are left out: who reads the page has no conformance.md.

function fatal(text) {
	print "page.awk: " FILENAME ": " text > "/dev/stderr"
	bad = 1
	exit 1
}

# Text as mdoc: what kernel-doc marks, what mdoc would not print as it is, a line for each sentence.
function marked(text,    row) {
	row = "[A-Z]-[0-9][0-9]b?"
	gsub(" \\(" row "((,| to| and) " row ")*(, NT's [A-Za-z]+)?\\)", "", text)
	gsub(/``/, "\"", text)
	gsub(/\\/, "\\e", text)
	text = fonted(text, "-[0-9]", "", 0)
	text = fonted(text, "%[A-Z][A-Za-z0-9_]*", "B", 1)
	text = fonted(text, "@[A-Za-z][A-Za-z0-9_]*", "I", 1)
	text = fonted(text, "[A-Za-z_0-9]+\\(\\)", "B", 0)
	gsub(/\. /, ".\n", text)
	gsub(/; %/, ";\n%", text)
	gsub(/\n[.']/, "\n\\\\\\&&", text)
	if (text ~ /^[.']/)
		text = "\\&" text
	return folded(text)
}

# Lines of no more than 79 characters.
function folded(text,    n, line, i, j, result) {
	result = ""
	n = split(text, line, "\n")
	for (i = 1; i <= n; i++) {
		while (length(line[i]) > 79) {
			for (j = 79; j > 0 && substr(line[i], j, 1) != " "; j--)
				;
			if (!j)
				break
			result = result substr(line[i], 1, j - 1) "\n"
			line[i] = substr(line[i], j + 1)
		}
		result = result line[i] (i < n ? "\n" : "")
	}
	return result
}

# What matches is set in FONT, without its first SKIP characters.
function fonted(text, pattern, font, skip,    result, name, tail) {
	result = ""
	while (match(text, pattern)) {
		name = substr(text, RSTART + skip, RLENGTH - skip)
		tail = ""
		if (font == "") {
			result = result substr(text, 1, RSTART - 1) "\\" name
			text = substr(text, RSTART + RLENGTH)
			continue
		}
		if (name ~ /\(\)$/) {
			sub(/\(\)$/, "", name)
			tail = "()"
		}
		result = result substr(text, 1, RSTART - 1) "\\f" font name "\\fR" tail
		text = substr(text, RSTART + RLENGTH)
	}
	return result text
}

# A C declaration on one line.
function flat(text) {
	gsub(/[ \t\n]+/, " ", text)
	sub(/^ /, "", text)
	sub(/ $/, "", text)
	return text
}

# --- headers ---

/^\/\*\*$/ && !reading { comment = ""; in_comment = 1; next }
in_comment && /^ \*\/$/ { in_comment = 0; in_code = 1; code = ""; next }
in_comment { sub(/^ \* ?/, ""); comment = comment $0 "\n"; next }
in_code {
	code = code $0 "\n"
	if (/^#define/)
		define[++defines] = $0
	if (code ~ /^(__extension__ )?(typedef )?(struct|union) [^()]*\n?$/ ? /^}.*;$/ : code ~ /^#/ ? !/\\$/ : /;$/) {
		in_code = 0
		name = comment
		sub(/ - .*/, "", name)
		said[name] = comment
		declared[name] = code
	}
	next
}
/^#define/ { define[++defines] = $0 }

# --- the page ---

/^@functions / { reading = 1; split_names(functions, $0); next }
/^@names$/ {
	for (i = 1; i in functions; i++)
		print ".Nm " functions[i] ((i + 1) in functions ? " ," : "")
	next
}
/^@prototypes$/ { for (i = 1; i in functions; i++) prototype(functions[i]); next }
/^@descriptions$/ { for (i = 1; i in functions; i++) describe(functions[i]); next }
/^@returns$/ {
	print ".Bl -tag -width Ds"
	for (i = 1; i in functions; i++)
		if (split_comment(functions[i]) && returned) {
			print ".It Fn " functions[i]
			print marked(flat(returned))
		}
	print ".El"
	next
}
/^@calls / { split_names(list, $0); for (i = 1; i in list; i++) describe(list[i]); next }
/^@structures / { split_names(list, $0, "struct "); for (i = 1; i in list; i++) structure(list[i]); next }
/^@constants / {
	split_names(list, $0)
	print ".Bl -tag -width Ds -compact"
	for (i = 1; i in list; i++) {
		seen = 0
		for (j = 1; j <= defines; j++) {
			split(define[j], word, /[ \t]+/)
			if (index(word[2], list[i]) != 1 || word[3] == "")
				continue
			seen = 1
			print ".It Dv " word[2] " Pq " substr(define[j], index(define[j], word[3]))
			if (word[2] in said && split_comment(word[2]))
				print marked(summary)
		}
		if (!seen)
			fatal("no constant begins with " list[i])
	}
	print ".El"
	next
}
/^@example / {
	print ".Bd -literal"
	while ((status = (getline line < (examples "/" $2))) > 0) {
		if (line ~ /SPDX-License-Identifier/)
			continue
		gsub(/\\/, "\\e", line)
		gsub(/\t/, "        ", line)
		print line ~ /^[.']/ ? "\\&" line : line
	}
	print ".Ed"
	if (status < 0)
		fatal("no example " $2)
	close(examples "/" $2)
	next
}
/^@/ { fatal("unknown line: " $0) }
/^\.Dd / { reading = 1 }
reading
END { exit bad }

function split_names(array, line, kind,    n, word, i) {
	for (i in array)
		delete array[i]
	n = split(line, word, " ")
	for (i = 2; i <= n; i++) {
		array[i - 1] = kind word[i]
		if (line !~ /^@constants/ && !(kind word[i] in said))
			fatal("no header describes " kind word[i])
	}
}

# The parts of a comment: summary, arguments, paragraphs, returned.
function split_comment(name,    n, line, i, text) {
	summary = returned = paragraphs = ""
	argc = 0
	where = "summary"
	n = split(said[name], line, "\n")
	for (i = 1; i <= n; i++) {
		text = line[i]
		if (i == 1) {
			sub(/^[^-]* - /, "", text)
			summary = text
		} else if (text == "") {
			where = "text"
			paragraphs = paragraphs "\n"
		} else if (text ~ /^@[A-Za-z_0-9]+:/) {
			where = "argument"
			argument[++argc] = substr(text, 2, index(text, ":") - 2)
			meaning[argc] = substr(text, index(text, ":") + 1)
		} else if (text ~ /^Return: /) {
			where = "return"
			returned = substr(text, 9)
		} else if (text ~ /^Page: /) {
			where = "nothing"
		} else if (where == "summary") {
			summary = summary " " text
		} else if (where == "argument") {
			meaning[argc] = meaning[argc] " " text
		} else if (where == "return") {
			returned = returned " " text
		} else if (where == "text") {
			paragraphs = paragraphs text "\n"
		}
	}
	return 1
}

function prototype(name,    code, n, word, i, depth, c, arg, type) {
	code = flat(declared[name])
	sub(/;$/, "", code)
	gsub(/ (WINAPI|NTAPI)/, "", code)
	i = index(code, name "(")
	type = substr(code, 1, i - 1)
	sub(/ $/, "", type)
	code = substr(code, i + length(name) + 1)
	sub(/\)$/, "", code)
	print ".Ft " (type ~ / / ? "\"" type "\"" : type)
	print ".Fo " name
	depth = 0
	arg = ""
	for (i = 1; i <= length(code); i++) {
		c = substr(code, i, 1)
		depth += (c == "(") - (c == ")")
		if (c == "," && !depth) {
			print ".Fa \"" flat(arg) "\""
			arg = ""
		} else {
			arg = arg c
		}
	}
	print ".Fa \"" flat(arg) "\""
	print ".Fc"
}

function print_arguments(macro,    i) {
	if (!argc)
		return
	print ".Bl -tag -width Ds"
	for (i = 1; i <= argc; i++) {
		print ".It " macro " " argument[i]
		print marked(flat(meaning[i]))
	}
	print ".El"
}

# Paragraphs; a list, of lines that begin with "* ", becomes a list of what stands before the colon.
function print_paragraphs(text,    n, line, i, open, item, block) {
	n = split(text, line, "\n")
	block = ""
	open = 0
	for (i = 1; i <= n + 1; i++) {
		item = i <= n && line[i] ~ /^\* /
		if (block != "" && (i > n || line[i] == "" || item)) {
			if (block ~ /^\* /) {
				if (!open)
					print ".Bl -tag -width Ds"
				open = 1
				block = substr(block, 3)
				j = index(block, ": ")
				what = substr(block, 1, j - 1)
				gsub(/%/, "", what)
				gsub(/, /, " , ", what)
				print ".It " (what ~ /^E[A-Z0-9]+( , E[A-Z0-9]+)*$/ ? "Er " : "") what
				print marked(substr(block, j + 2))
			} else {
				if (open)
					print ".El"
				open = 0
				print ".Pp"
				print marked(block)
			}
			block = ""
		}
		if (i <= n && line[i] != "") {
			sub(/^[ \t]+/, "", line[i])
			block = block (block == "" ? "" : " ") line[i]
		}
	}
	if (open)
		print ".El"
}

function describe(name) {
	split_comment(name)
	print ".Ss " name
	sub(/^[a-z]/, toupper(substr(summary, 1, 1)), summary)
	print marked(summary ".")
	print_arguments("Fa")
	print_paragraphs(paragraphs)
}

function structure(name,    n, line, i) {
	split_comment(name)
	print ".Ss " name
	sub(/^[a-z]/, toupper(substr(summary, 1, 1)), summary)
	print marked(summary ".")
	print ".Bd -literal"
	n = split(declared[name], line, "\n")
	for (i = 1; i < n; i++) {
		gsub(/\t/, "    ", line[i])
		print line[i]
	}
	print ".Ed"
	print_arguments("Va")
	print_paragraphs(paragraphs)
}
