# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2154 # output is common.sh's
# Sections and views that stay while a test looks at them. Sourced behind common.sh.

tests=/usr/libexec/ntsection/tests
keeper=$tests/keep
kept='' keepers=''

# keep WORD...: a process does what keep.c says of the words; $kept is its number. It is there, with all that it has
# made, until let_go. keep_as USER WORD... does it as a user.
keep() { keep_as root "$@"; }
keep_as() {
	user=$1
	shift
	mkfifo "$output.words"
	# su becomes the shell, and that becomes the program. It holds the fifo's other end too, so that it sees no end.
	# shellcheck disable=SC2016 # for the shell that su starts
	su "$user" -c 'exec "$0" "$@"' -- "$keeper" "$@" <>"$output.words" >"$output.answers" 2>"$output" &
	kept=$!
	eventually test -s "$output.answers" || result 1 "keep $*"
	keepers="$keepers $kept"
	mv "$output.words" "$output.words.$kept"
	mv "$output.answers" "$output.answers.$kept"
}

# tell PID WORD: let it do one thing more, and wait until it is done.
tell() {
	answers=$(($(wc -l <"$output.answers.$1") + 1))
	echo "$2" >"$output.words.$1"
	eventually has_answered "$1" $answers || result 1 "tell $1 $2"
}
has_answered() { [ "$(wc -l <"$output.answers.$1")" = "$2" ]; }

# let_go [PID...]: end these processes, or all.
let_go() {
	# shellcheck disable=SC2086 # a list of process ids
	[ $# -gt 0 ] || set -- $keepers
	kill "$@"
	wait "$@" 2>/dev/null
	for one; do
		keepers=$(echo " $keepers " | sed "s/ $one / /")
		rm "$output.words.$one" "$output.answers.$one"
	done
}
