# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
# What the VM scripts share: where things are, messages, root and apt, and a cache that is never half full.
# Sourced by bash; sets project, here and cache.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../.." && pwd)
: "${HOME:=$(getent passwd "$(id -u)" | cut -d: -f6)}" # minimal build roots leave HOME unset
cache=${XDG_CACHE_HOME:-${HOME:-/var/tmp}/.cache}/ntsection

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() { say "$*"; exit 1; }

# Print the comment block at the top of the calling script: it is the script's --help.
help() { sed -n '3,/^[^#]/s/^# \{0,1\}//p' "$0"; exit 0; }

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"
	elif command -v sudo >/dev/null; then sudo "$@"
	else die "needs root for '$*': run it as root, or install sudo"
	fi
}

apt_update() { as_root apt-get -q update >&2 || die "apt-get update failed: check the network and /etc/apt/sources.list"; }

# download PACKAGE...: put their .deb files into the current folder, without installing anything. Stale package lists
# name files that the mirror has dropped, so a failure is tried once more with fresh lists.
download() {
	local get=(apt-get -qq -o APT::Sandbox::User=root download "$@")
	"${get[@]}" >&2 2>/dev/null || { apt_update; "${get[@]}" >&2; } ||
		die "cannot download $*: check the network and that apt knows these packages"
}

# cached NAME FUNCTION [ARG...]: if <cache>/NAME is missing, run FUNCTION in an empty folder and move that folder there
# when it succeeded. Two runs do not collide, and one that breaks leaves nothing behind that counts.
cached() {
	local dir=$cache/$1
	shift
	[ -e "$dir" ] && return
	mkdir -p "$(dirname "$dir")"
	exec 9>"$dir.lock"
	flock 9
	if [ ! -e "$dir" ]; then
		rm -rf "$dir.tmp"
		mkdir "$dir.tmp"
		(cd "$dir.tmp" && set -eu && "$@")
		mv "$dir.tmp" "$dir"
	fi
	exec 9>&-
}

# index_modules RELEASE: give modprobe its index in ./lib/modules, also where a kernel came without the lists that depmod
# reads.
index_modules() {
	local modules=lib/modules/$1
	touch "$modules"/modules.{order,builtin,builtin.modinfo}
	PATH=$PATH:/usr/sbin:/sbin depmod -b . "$1"
}
