# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2154 # output is common.sh's
# Sections and views that stay while a test looks at them. Sourced behind common.sh.

tests=/usr/libexec/ntsection/tests
kept='' keepers=''

# keep WORD...: a process does what keep.c says of the words; $kept is its number. It is there, with all that it has
# made, until let_go. keep_as USER WORD... does it as a user.
keep() { keep_as root "$@"; }
keep_as() {
	user=$1
	shift
	mkfifo "$output.ready"
	# su becomes the shell, and that becomes the program.
	# shellcheck disable=SC2016 # for the shell that su starts
	su "$user" -c 'exec "$0" "$@"' -- "$tests/keep" "$@" >"$output.ready" 2>"$output" &
	kept=$!
	keepers="$keepers $kept"
	# It ends without a line when the program does.
	read -r line <"$output.ready"
	rm "$output.ready"
	[ "$line" = ready ] || result 1 "keep $*"
}

# let_go [PID...]: end these processes, or all.
let_go() {
	# shellcheck disable=SC2086 # a list of process ids
	[ $# -gt 0 ] || set -- $keepers
	kill "$@"
	wait "$@" 2>/dev/null
	for one; do keepers=$(echo " $keepers " | sed "s/ $one / /"); done
}
