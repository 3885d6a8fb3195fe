// SPDX-License-Identifier: GPL-2.0
/*
 * Ends the test VM: writes 0x10 to QEMU's isa-debug-exit, which makes QEMU
 * exit with status 33. No panic, reset or power-off does that. In C because
 * cloud kernels have no /dev/port; without libc to be small.
 */

#define EXIT_PORT 0xf4
#define EXIT_VALUE 0x10
#define SYS_IOPERM 173

__attribute__((noreturn)) void _start(void)
{
	long ret;

	asm volatile("syscall" : "=a"(ret)
		     : "a"(SYS_IOPERM), "D"(EXIT_PORT), "S"(4), "d"(1) : "rcx", "r11", "memory");
	asm volatile("outl %0, %w1" : : "a"(EXIT_VALUE), "Nd"(EXIT_PORT));
	for (;;)
		;
}
