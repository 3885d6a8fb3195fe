# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
# target ARCH: what programs for an architecture, by Debian's name, are built and run with. Sourced by bash.
#
# Sets group, the packages that building for it needs; cross, the prefix of its tools; foreign, where the C library for
# it is; triplet, the folder that it has in the guest, and loader, the file that every program names. For this machine's
# own, amd64, all but group are empty. arm64 is for kernels of its own, i386 for callers of 64-bit ones.
target() {
	group=build cross='' foreign='' triplet='' loader=''
	case $1 in
	amd64) return ;;
	i386) cross=i686-linux-gnu- foreign=/usr/i686-linux-gnu/lib triplet=i386-linux-gnu loader=ld-linux.so.2 ;;
	arm64) cross=aarch64-linux-gnu- foreign=/usr/aarch64-linux-gnu/lib triplet=aarch64-linux-gnu
		loader=ld-linux-aarch64.so.1 ;;
	*) die "unknown architecture '$1': use amd64, i386 or arm64" ;;
	esac
	group=$1
}
