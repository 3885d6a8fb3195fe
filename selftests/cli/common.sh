# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# What the tests of the ntsection command share. Sourced where the module is loaded; prints TAP, with finish at the end.
#
# Golden files in golden/ hold what a command writes, word for word, with what differs from run to run replaced: see
# stable(). NTSECTION_GOLDEN=DIR writes them there instead of comparing.

cli=$(cd "$(dirname "$0")" && pwd)
number=0 failed=0
output=$(mktemp)

result() { # STATUS NAME: one result; what the command wrote if it failed
	number=$((number + 1))
	if [ "$1" = 0 ]; then
		echo "ok $number $2"
	else
		failed=1
		echo "not ok $number $2"
		sed 's/^/#   /' "$output"
	fi
}

# expect NAME STATUS TEXT COMMAND...: the command ends with STATUS and writes TEXT, or part of it, on either output.
expect() {
	name=$1 status=$2 text=$3
	shift 3
	"$@" >"$output" 2>&1 </dev/null
	got=$?
	[ "$got" = "$status" ] && grep -qF -- "$text" "$output"
	result $? "$name"
}

# silent NAME STATUS COMMAND...: the command ends with STATUS and writes nothing.
silent() {
	name=$1 status=$2
	shift 2
	"$@" >"$output" 2>&1 </dev/null
	got=$?
	[ "$got" = "$status" ] && [ ! -s "$output" ]
	result $? "$name"
}

# refused NAME STATUS TEXT COMMAND...: as expect, with one sentence on stderr and nothing on stdout.
refused() {
	name=$1 status=$2 text=$3
	shift 3
	"$@" >"$output.out" 2>"$output" </dev/null
	got=$?
	[ "$got" = "$status" ] && [ ! -s "$output.out" ] && [ "$(wc -l <"$output")" = 1 ] && grep -qF -- "$text" "$output"
	result $? "$name"
}

# golden FILE COMMAND...: the command succeeds and writes what the file has.
golden() {
	file=$1
	shift
	"$@" >"$output.raw" 2>&1 </dev/null
	got=$?
	stable <"$output.raw" >"$output.new"
	if [ "${NTSECTION_GOLDEN-}" ]; then
		cp "$output.new" "$NTSECTION_GOLDEN/$file"
		got=0
	fi
	[ "$got" = 0 ] && diff "$cli/golden/$file" "$output.new" >"$output" 2>&1
	result $? "golden $file: $*"
}

# same NAME TEXT COMMAND...: the command writes TEXT, no more and no less.
same() {
	name=$1 text=$2
	shift 2
	"$@" >"$output" 2>&1 </dev/null
	[ "$(cat "$output")" = "$text" ]
	result $? "$name"
}

# Numbers of sections and processes become #: tests that need more define a stable() of their own that calls this.
# So does how much memory the VM has.
stable() { sed -E 's/^( *)[0-9]+ /\1# /; s/("(id|pid)": *)[0-9]+/\1#/; s/of [^ ]+ RAM and swap/of # RAM and swap/'; }

# eventually COMMAND...: wait until it succeeds; fails after 15 s.
eventually() {
	deadline=$(($(date +%s) + 15))
	until "$@"; do
		[ "$(date +%s)" -lt $deadline ] || return 1
		usleep 20000
	done
}

# is_listed NAME: there is a section of that name.
is_listed() { ntsection list --raw --noheadings -o NAME | grep -qx "$1"; }
is_not_listed() { ! is_listed "$1"; }

finish() {
	echo "1..$number"
	exit "$failed"
}
