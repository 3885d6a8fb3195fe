# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Sections that a test holds. Sourced behind common.sh.
PATH=$PATH:/usr/libexec/ntsection/tests
folder=$(mktemp -d)
holder=/usr/libexec/ntsection/tests/hold

# until_true COMMAND...: wait until it succeeds, for ten seconds at most.
until_true() {
	tries=0
	until "$@" >/dev/null 2>&1; do
		tries=$((tries + 1))
		[ $tries -lt 500 ] || return 1
		usleep 20000
	done
}

answered() { [ "$(grep -c "done" "$folder/$1.answers")" = "$2" ]; }

# hold KEY SIZE [NAME]: have a section of SIZE bytes.
hold() {
	key=$1
	shift
	mkfifo "$folder/$key"
	"$holder" "$@" <"$folder/$key" >"$folder/$key.answers" &
	sleep 1000 >"$folder/$key" & # keeps the fifo open
	echo $! >"$folder/$key.pid"
	until_true answered "$key" 1
	echo 1 >"$folder/$key.count"
}

# tell KEY VERB BYTES: let the holder fill or page out the first bytes.
tell() {
	count=$(($(cat "$folder/$1.count") + 1))
	echo "$2 $3" >"$folder/$1"
	until_true answered "$1" $count
	echo $count >"$folder/$1.count"
}

# drop KEY: the section goes.
drop() {
	kill "$(cat "$folder/$1.pid")" 2>/dev/null || :
	wait "$(cat "$folder/$1.pid")" 2>/dev/null || :
}

no_section() { [ "$(ntsection list --noheadings -r | wc -l)" = 0 ]; }

# All go in the end, before another test begins.
drop_all() {
	for file in "$folder"/*.pid; do
		[ ! -e "$file" ] || drop "$(basename "$file" .pid)"
	done
	until_true no_section
	rm -rf "$folder"
}
trap drop_all EXIT
