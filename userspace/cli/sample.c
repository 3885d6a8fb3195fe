// SPDX-License-Identifier: GPL-2.0
/*
 * The sections at one time, and how they have changed since the time before.
 */
#include <err.h>
#include <stdlib.h>

#include "pace.h"
#include "sample.h"
#include "sections.h"

static int compare_ids(const void *key, const void *section)
{
	uint64_t wanted = *(const uint64_t *)key;
	uint64_t id = ((const struct sampled *)section)->entry.id;

	return (wanted > id) - (wanted < id);
}

static const struct sampled *find(const struct sample *sample, uint64_t id)
{
	if (!sample->count)
		return NULL;
	return bsearch(&id, sample->sections, sample->count,
		       sizeof(*sample->sections), compare_ids);
}

static int64_t per_second(uint64_t now, uint64_t before, int64_t nanoseconds)
{
	double change = (double)now - (double)before;

	return (int64_t)(change * NANOSECONDS / (double)nanoseconds);
}

static void set_rate(struct sampled *section, const struct sample *before,
		     int64_t nanoseconds)
{
	const struct sampled *old = find(before, section->entry.id);

	if (!old || nanoseconds <= 0)
		return;
	section->rate.known = true;
	section->rate.resident = per_second(section->entry.resident,
					    old->entry.resident, nanoseconds);
	section->rate.swapped = per_second(section->entry.swapped,
					   old->entry.swapped, nanoseconds);
}

void sample_take(int device, struct sample *sample)
{
	struct sample now = { .time = monotonic() };
	struct ntsection_entry *entries;
	size_t i;

	entries = list_sections(device, &now.count);
	/* One more: no section at all is no error of calloc(). */
	now.sections = calloc(now.count + 1, sizeof(*now.sections));
	if (!now.sections)
		errx(EXIT_FAILURE, "no memory for a sample");
	for (i = 0; i < now.count; i++) {
		now.sections[i].entry = entries[i];
		set_rate(&now.sections[i], sample, now.time - sample->time);
	}
	free(entries);
	free(sample->sections);
	*sample = now;
}
