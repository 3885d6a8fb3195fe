# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
# Other releases of Debian: the list of kernels, the sources of a suite, and apt for a suite that is not this machine's.
# Sourced after common.sh.

# list_kernels [NAME]: the lines of the list of kernels, or that of one.
list_kernels() { awk -v name="${1-}" '/^[^#]/ && (name == "" || $1 == name) { print $1, $2, $3, $4 }' "$project/selftests/kernels"; }

# arch_of FLAVOUR: the architecture of a kernel by the end of its package's name.
arch_of() { case $1 in *arm64*) echo arm64 ;; *) echo amd64 ;; esac; }

# mirror LABEL: where this machine gets the packages of "Debian" or "Debian-Security" from. Who has the one usually has the
# other beside it.
mirror() {
	local site
	# shellcheck disable=SC2016 # apt's own variables
	site=$(apt-get indextargets --format '$(SITE) $(LABEL)' 'Created-By: Packages' 2>/dev/null |
		awk -v label="$1" '$2 == label && NF == 2 { print $1; exit }')
	if [ "$site" ] || [ "$1" = Debian ]; then echo "$site"; return; fi
	mirror Debian | sed 's|/*$|-security|'
}

# sources_of SUITE...: lines of a sources.list. What is signed is good enough for tests, however long ago that was: the
# indices of old suites expire, and so do those of a mirror that stands still.
sources_of() {
	local suite label from
	[ "$(mirror Debian)" ] || apt_update
	[ "$(mirror Debian)" ] || die "apt on this machine has no source that calls itself Debian: not known where $* are"
	for suite; do
		label=Debian
		case $suite in *-security) label=Debian-Security ;; esac
		from=$(mirror "$label")
		echo "deb [check-valid-until=no] $from $suite main"
	done
}

# suite_apt SUITE COMMAND [ARGUMENT...]: run a command of apt that sees nothing but SUITE, and nothing as installed. Packages
# are those for $arch, amd64 if that is not set, and what runs on this machine.
suite_apt() {
	local dir=$cache/apt/$1-${arch:-amd64} command=$2
	shift 2
	"$command" -o Dir::State="$dir" -o Dir::State::status="$dir/status" -o Dir::Cache="$dir/cache" \
		-o Dir::Etc::sourcelist="$dir/sources.list" -o Dir::Etc::sourceparts=/dev/null \
		-o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
		-o APT::Sandbox::User=root -o APT::Architecture="${arch:-amd64}" \
		-o APT::Architectures::="${arch:-amd64}" -o APT::Architectures::=amd64 "$@"
}

# suite_update SUITE: learn what is in SUITE now.
suite_update() {
	local dir=$cache/apt/$1-${arch:-amd64}
	mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
	: >"$dir/status"
	sources_of "$1" >"$dir/sources.list.new"
	mv "$dir/sources.list.new" "$dir/sources.list"
	suite_apt "$1" apt-get -qq --error-on=any update >&2 ||
		die "cannot fetch what is in Debian's $1: check the network, and that this machine's mirror has that suite"
}

# suite_depends SUITE PACKAGE: the packages that it depends on.
suite_depends() { suite_apt "$1" apt-cache depends --important "$2" 2>/dev/null | awk '$1 == "Depends:" { print $2 }'; }

# newest_kernel SUITE FLAVOUR: the version string of its newest kernel of that flavour.
newest_kernel() { suite_depends "$1" "linux-image-$2" | sed -n 's/^linux-image-//p'; }
