# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # $output is common.sh's, $holder for whoever sources this
# Processes that tests hold in the background, each until a descriptor of the script is closed, which is the other end of
# its stdin. Sourced after common.sh.

# hold FD COMMAND...: run it until release FD; FD is 7, 8 or 9. Returns when it has written its first line, which is in
# $output.held.FD. $holder is its process.
hold() {
	fd=$1
	shift
	mkfifo "$output.fifo.$fd"
	(
		exec 7>&- 8>&- 9>&- # else none would see the end of its stdin
		exec "$@"
	) <"$output.fifo.$fd" >"$output.held.$fd" 2>&1 &
	holder=$!
	eval "exec $fd>\"\$output.fifo.\$fd\""
	eventually test -s "$output.held.$fd"
}

release() {
	eval "exec $1>&-"
	rm -f "$output.fifo.$1"
}

# has_ended PID: a process that the script has not waited for is a zombie then.
has_ended() { ! grep -q '^State:.*[^Z] (' "/proc/$1/status" 2>/dev/null; }
