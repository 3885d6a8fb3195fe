/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The whole terminal, drawn anew as often as one likes, and its keys.
 *
 * However the process ends, but for SIGKILL, the terminal is as it was before:
 * what it had shown is shown again. Messages on stderr appear then.
 */
#ifndef NTSECTION_CLI_SCREEN_H
#define NTSECTION_CLI_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What screen_wait() returns beside characters that were typed. */
enum screen_event {
	SCREEN_TIME = 256,	/* the time is over */
	SCREEN_RESIZED,		/* or has to be drawn anew for another reason */
	SCREEN_GONE,		/* there is no terminal any more */
	SCREEN_UP,
	SCREEN_DOWN,
	SCREEN_LEFT,
	SCREEN_RIGHT,
};

/* Whether there is a terminal to draw on and to read keys from. */
bool screen_possible(void);

/* Take the terminal. */
void screen_open(void);

/* Give it back. */
void screen_close(void);

/* Lines and columns as they are now. */
void screen_size(int *lines, int *columns);

/*
 * Wait for a key, for what happens to the terminal, and at most so long. A
 * signal that ends the process ends it.
 */
int screen_wait(int64_t nanoseconds);

/* Print a line to a frame, cut to so many columns; @attribute is "" or SGR. */
void screen_line(FILE *frame, const char *attribute, const char *text,
		 int columns);

/* Show a frame that is made of lines, and nothing else. */
void screen_show(const char *frame, size_t length);

#endif /* NTSECTION_CLI_SCREEN_H */
