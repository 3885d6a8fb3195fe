/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where in the address space memory may be placed.
 */
#ifndef NTSECTION_WIN32_INTERNAL_LIMITS_H
#define NTSECTION_WIN32_INTERNAL_LIMITS_H

#include <ntsection/win32.h>
#include <stdbool.h>
#include <stdint.h>

/**
 * struct limits - what the caller asked for
 * @low: lowest address
 * @high: highest address
 * @align: a power of two, at least 64 KiB
 * @given: anything is narrower than what all programs have
 * @aligned: @align was given
 * @node: NUMA node to take pages from, or NUMA_NO_PREFERRED_NODE
 */
struct limits {
	uintptr_t low;
	uintptr_t high;
	size_t align;
	bool given;
	bool aligned;
	DWORD node;
};

void no_limits(struct limits *limits);

/* ZeroBits: a count of bits for 32-bit addresses, or a mask (V-21). */
bool add_zero_bits(struct limits *limits, ULONG_PTR zero_bits);

/* STATUS_INVALID_PARAMETER, STATUS_NOT_SUPPORTED, STATUS_ACCESS_VIOLATION. */
NTSTATUS add_parameters(struct limits *limits,
			const MEM_EXTENDED_PARAMETER *parameters, ULONG count);

/*
 * Take address space for private memory, without access: at @base, or if that
 * is 0 within the limits. *@span is what was taken. 0 with errno on failure:
 * EEXIST if something is there, else ENOMEM.
 */
uintptr_t take_space(uintptr_t base, size_t size, const struct limits *limits,
		     size_t *span);

/* Make a range of private memory as new: no access, no content, no charge. */
bool clear_space(uintptr_t base, size_t size);

#endif /* NTSECTION_WIN32_INTERNAL_LIMITS_H */
