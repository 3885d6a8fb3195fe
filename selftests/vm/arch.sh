# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
# target ARCH: what differs between architectures, by Debian's names: amd64, arm64 with kernels of its own, and i386 for
# 32-bit callers of amd64's kernels. Sourced by bash.
#
# Sets group, the packages that programs are built with, and the prefix of its tools, cross; for another architecture
# than this machine's also foreign, where its C library is, triplet, the folder of that in the guest, and loader, the file
# that every program names. Of kernels: kbuild, what to build a module with, vm, the packages to boot one with, machine,
# the QEMU that does, cpu, what it emulates, and console, its serial port.
target() {
	group=build cross='' foreign='' triplet='' loader='' kbuild=() vm=vm machine=() cpu=max console=''
	case $1 in
	amd64)
		# After an emulated cmpxchg16b QEMU 7.2 saves flags at an interrupt that are no flags, and the kernel that
		# returns with these double-faults, or worse.
		# isa-debug-exit ends QEMU with a status that nothing else gives, see exit.c.
		machine=(qemu-system-x86_64 -device "isa-debug-exit,iobase=0xf4,iosize=4") cpu=max,-cx16 console=ttyS0
		return
		;;
	i386) cross=i686-linux-gnu- foreign=/usr/i686-linux-gnu/lib triplet=i386-linux-gnu loader=ld-linux.so.2 ;;
	arm64)
		cross=aarch64-linux-gnu- foreign=/usr/aarch64-linux-gnu/lib triplet=aarch64-linux-gnu
		loader=ld-linux-aarch64.so.1 kbuild=(ARCH=arm64 CROSS_COMPILE="$cross") vm=vm-arm64
		# The same by a call that programs can make, too.
		machine=(qemu-system-aarch64 -machine virt -semihosting-config "enable=on,userspace=on,target=native")
		# Arm's own algorithm to sign pointers takes most of the time when it is emulated.
		cpu=max,pauth-impdef=on console=ttyAMA0
		;;
	*) die "unknown architecture '$1': use amd64, i386 or arm64" ;;
	esac
	group=$1
}
