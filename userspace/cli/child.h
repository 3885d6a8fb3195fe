/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The COMMAND behind "--": a verb does its work as long as it runs, and ends as
 * it does.
 */
#ifndef NTSECTION_CLI_CHILD_H
#define NTSECTION_CLI_CHILD_H

#include <sys/types.h>

#include "command.h"

/*
 * Take "-- COMMAND [ARGUMENT...]" off the end of the arguments. Returns COMMAND
 * or NULL.
 */
char **split_command(const struct verb *verb, int *argc, char **argv);

/*
 * Run it, with its output on descriptor @output. If that cannot be done, the
 * child says so and ends with 127 or 126, as of a shell.
 */
pid_t start_command(char **command, int output);

/*
 * Wait until the child ends. Signals that would end this process go to the
 * child. Returns the exit status, 128 and its number for a signal.
 */
int wait_command(pid_t child);

/* The exit status that a status of waitpid() is. */
int status_of(int status);

/*
 * Wait until stdin ends and return 0. A signal that this process does not ignore
 * ends it, and so what it holds.
 */
int wait_for_stdin(void);

#endif /* NTSECTION_CLI_CHILD_H */
