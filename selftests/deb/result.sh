# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh disable=SC2034 # whoever sources it ends with $failed
# Results of the packages' tests, as TAP. Sourced.
number=0 failed=0
output=$(mktemp)

# expect NAME STATUS TEXT COMMAND...: the command ends with STATUS and prints TEXT, or part of it, on either output.
expect() {
	name=$1 status=$2 text=$3
	shift 3
	got=0
	"$@" >"$output" 2>&1 </dev/null || got=$?
	number=$((number + 1))
	if [ "$got" = "$status" ] && { [ ! "$text" ] || grep -qF -- "$text" "$output"; }; then
		echo "ok $number $name"
	else
		failed=1
		echo "not ok $number $name (exit status $got)"
		tail -n 30 "$output" | sed 's/^/#   /'
	fi
}
