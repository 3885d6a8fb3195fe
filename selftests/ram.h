/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Less RAM, so that tests of full memory need not fill all that there is.
 *
 * Included after proc.h.
 */
#ifndef RAM_H
#define RAM_H

#define HUGE_PAGES "/proc/sys/vm/nr_hugepages"

/* Put RAM aside in huge pages until @rest KiB are available. */
static inline int take_ram(long rest)
{
	long size = read_key("/proc/meminfo", "Hugepagesize");
	long more = read_key("/proc/meminfo", "MemAvailable") - rest;
	char text[32];

	snprintf(text, sizeof(text), "%ld", more > 0 ? more / size : 0);
	return write_text(HUGE_PAGES, text);
}

static inline int give_ram_back(void)
{
	return write_text(HUGE_PAGES, "0");
}

#endif /* RAM_H */
