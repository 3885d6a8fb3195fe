/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The swap disk: what was written to it, and what is on it.
 */
#ifndef DEMO_SWAPDISK_H
#define DEMO_SWAPDISK_H

#include <stdint.h>

#include "pattern.h"

struct swapdisk_search {
	uint64_t bytes_read;
	/* Places where the marker is, at whatever byte. */
	uint64_t markers;
	/* Different pages of the pattern that are there with all their bytes. */
	uint64_t pages;
};

/* Take the device's name from NTSECTION_SWAP_DEVICE. */
void swapdisk_init(void);
const char *swapdisk_device(void);

/* Sectors of 512 bytes that were written since the machine started. */
uint64_t swapdisk_sectors_written(void);

/* Bytes that the disk adds to swap space; 0 when it is switched off. */
uint64_t swapdisk_size(void);

/* Read the raw device from end to end, past all caches. */
void swapdisk_search(const struct pattern *pattern, uint64_t memory_size,
		     struct swapdisk_search *found);

void swapdisk_off(void);
void swapdisk_on(void);

#endif
