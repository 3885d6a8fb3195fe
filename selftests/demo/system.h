/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the kernel tells in /proc and /sys, and how demo and bench give up.
 *
 * Both are of no use when a step of their own machinery fails: all functions
 * here end the program then. Only write_text() lets the caller look at the
 * error, since the kernel's refusal can be what an act is about.
 */
#ifndef DEMO_SYSTEM_H
#define DEMO_SYSTEM_H

#include <stdint.h>

#define MIB	(UINT64_C(1) << 20)

/* End the program; the message gets the text of errno if errno is not 0. */
_Noreturn void die(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* The first line of a file, without its end. */
void read_line(const char *path, char *line, int size);

/*
 * The number that follows @key in a file of "key number" lines, in bytes if
 * the line says kB.
 */
uint64_t read_key(const char *path, const char *key);

/* The number that is all of a file. */
uint64_t read_number(const char *path);

/* Write one text to a file. Return: 0 or an error number. */
int write_text(const char *path, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Seconds since the program began. */
double elapsed(void);

#endif
