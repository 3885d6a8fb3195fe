/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The module's tracepoints as they happen: an instance of the kernel's tracing
 * of our own, so that we disturb nobody, and nobody us. It is removed whenever
 * this process exits, and what one that was killed left behind is removed by the
 * next.
 */
#ifndef NTSECTION_CLI_TRACING_H
#define NTSECTION_CLI_TRACING_H

#include <stdbool.h>
#include <stdint.h>

/* Make the instance; exits with a sentence if that cannot be done. */
void tracing_open(void);

/* Is there such an event, without the prefix ntsection_? */
bool tracing_knows(const char *event);

/*
 * Let an event come, without the prefix ntsection_; with @id not 0 only that of
 * the section.
 */
void tracing_enable(const char *event, uint64_t id);

/* The descriptor to poll. */
int tracing_descriptor(void);

/*
 * The next line, without its end; NULL if there is none for now. Good until the
 * next call.
 */
char *tracing_line(void);

/* Remove the instance. */
void tracing_close(void);

#endif /* NTSECTION_CLI_TRACING_H */
