/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The sampler: a thread that writes down how much memory is resident and how
 * much swapped while an act runs, for the plot.
 *
 * samples.csv is what "ntsection record" writes and "ntsection plot" draws, with
 * a panel for each act and with events. It is not written by that command since
 * not all subjects are sections.
 */
#ifndef DEMO_SAMPLER_H
#define DEMO_SAMPLER_H

#include "usage.h"

void sampler_open(const char *folder);
void sampler_close(void);

void sampler_begin(int act, const char *title);
void sampler_end(void);

/* Begin to sample a subject, or sample another one under the same name. */
void sampler_watch(struct subject subject);
/* Sample a subject no more; before its handle is closed or its process ends. */
void sampler_forget(const char *name);

/* Note an event, with a sample of everything at that time. */
void sampler_event(const char *label);

#endif
