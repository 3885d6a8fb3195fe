/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The sections at one time, and how they have changed since the time before.
 */
#ifndef NTSECTION_CLI_SAMPLE_H
#define NTSECTION_CLI_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ntsection.h>

/**
 * struct rate - bytes per second, negative where it got less
 * @known: false for a section that was not there the time before
 */
struct rate {
	bool known;
	int64_t resident;
	int64_t swapped;
};

/**
 * struct sampled - a section
 * @rate: since the time before
 */
struct sampled {
	struct ntsection_entry entry;
	struct rate rate;
};

/**
 * struct sample - sections at one time
 * @sections: by number
 * @count: how many
 * @time: nanoseconds of CLOCK_MONOTONIC
 */
struct sample {
	struct sampled *sections;
	size_t count;
	int64_t time;
};

/*
 * Take a sample in the place of the one before, which is all zeros for the
 * first.
 */
void sample_take(int device, struct sample *sample);

#endif /* NTSECTION_CLI_SAMPLE_H */
