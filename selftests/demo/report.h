/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The report: what a person reads on the terminal, and demo.json.
 *
 * An act is told in three parts: what is about to happen, what was measured,
 * what it means. Its verdict is true if all its checks are.
 */
#ifndef DEMO_REPORT_H
#define DEMO_REPORT_H

#include <stdbool.h>
#include <stdint.h>

void report_begin(void);
/* Return: true if every act's verdict is. */
bool report_end(const char *folder);

void report_act(int number, const char *title, const char *plan);
/* A line for a step, while it runs. */
void report_stage(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

/* Figures: @key names the number in demo.json, @label is for the terminal. */
void report_bytes(const char *key, const char *label, uint64_t bytes);
void report_count(const char *key, const char *label, uint64_t count);
/* For demo.json alone; the terminal has it in a table. */
void report_value(const char *key, const char *suffix, uint64_t value);

/* A line of text as it is. */
void report_line(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

void report_check(const char *claim, bool holds);
/* Close the act; its meaning is told only if the checks bear it out. */
void report_verdict(const char *meaning);

/* "64.0 MiB", or KiB where that says more. Return: @text. */
char *report_size(char text[16], uint64_t bytes);

#endif
