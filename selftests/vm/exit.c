// SPDX-License-Identifier: GPL-2.0
/*
 * Ends the test VM: makes QEMU exit with status 33. No panic, reset or
 * power-off does that. In C because cloud kernels have no /dev/port; without
 * libc to be small.
 */

#ifdef __x86_64__
#define EXIT_PORT 0xf4
#define EXIT_VALUE 0x10
#define SYS_IOPERM 173

/* Write 0x10 to isa-debug-exit, which makes 33 of it. */
static void leave(void)
{
	long ret;

	asm volatile("syscall" : "=a"(ret)
		     : "a"(SYS_IOPERM), "D"(EXIT_PORT), "S"(4), "d"(1) : "rcx", "r11", "memory");
	asm volatile("outl %0, %w1" : : "a"(EXIT_VALUE), "Nd"(EXIT_PORT));
}
#endif

#ifdef __aarch64__
#define SYS_EXIT 0x18
#define APPLICATION_EXIT 0x20026

/* Arm's semihosting: a program that ends, and its status. */
static void leave(void)
{
	static const unsigned long block[] = { APPLICATION_EXIT, 33 };

	asm volatile("mov x0, %0\n\t"
		     "mov x1, %1\n\t"
		     "hlt #0xf000"
		     : : "r"((long)SYS_EXIT), "r"(block) : "x0", "x1", "memory");
}
#endif

__attribute__((noreturn)) void _start(void)
{
	leave();
	for (;;)
		;
}
