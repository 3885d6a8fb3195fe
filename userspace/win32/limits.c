// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Where in the address space memory may be placed: what the caller asks for,
 * and private memory there. The native library places views.
 */
#include <errno.h>
#include <sys/mman.h>

#include "limits.h"
#include "maps.h"
#include "pagemap.h"
#include "space.h"
#include "user.h"

/* Somebody else may take a gap that was found: not for ever. */
#define TRIES 16

/* Not MAP_NORESERVE: what is committed is to be charged (K-05). */
#define PRIVATE_FLAGS (MAP_PRIVATE | MAP_ANONYMOUS)

void no_limits(struct limits *limits)
{
	limits->low = LOWEST_ADDRESS;
	limits->high = highest_address();
	limits->align = GRANULARITY;
	limits->given = false;
	limits->aligned = false;
	limits->node = NUMA_NO_PREFERRED_NODE;
}

bool add_zero_bits(struct limits *limits, ULONG_PTR zero_bits)
{
	uintptr_t high;

	if (!zero_bits)
		return true;
	if (zero_bits < 32) {
		if (zero_bits > 21)
			return false;
		high = UINT32_MAX >> zero_bits;
	} else {
		/* All ones, from the highest bit of the mask on. */
		high = UINTPTR_MAX >> __builtin_clzl(zero_bits);
	}
	if (high < limits->high)
		limits->high = high;
	limits->given = true;
	return true;
}

static NTSTATUS add_requirements(struct limits *limits, const void *user)
{
	MEM_ADDRESS_REQUIREMENTS wanted;
	NTSTATUS status = copy_in(&wanted, user, sizeof(wanted));
	uintptr_t low, high;

	if (!NT_SUCCESS(status))
		return status;
	low = (uintptr_t)wanted.LowestStartingAddress;
	high = (uintptr_t)wanted.HighestEndingAddress;

	if (wanted.Alignment) {
		if (wanted.Alignment & (wanted.Alignment - 1) ||
		    wanted.Alignment < GRANULARITY)
			return STATUS_INVALID_PARAMETER;
		limits->align = wanted.Alignment;
		limits->aligned = true;
		limits->given = true;
	}
	if (low) {
		if (low % GRANULARITY || low > limits->high)
			return STATUS_INVALID_PARAMETER;
		if (low > limits->low)
			limits->low = low;
		limits->given = true;
	}
	if (high) {
		/* The last byte of a page. */
		if ((high + 1) % page_size() || high > limits->high ||
		    high <= low)
			return STATUS_INVALID_PARAMETER;
		limits->high = high;
		limits->given = true;
	}
	return STATUS_SUCCESS;
}

NTSTATUS add_parameters(struct limits *limits,
			const MEM_EXTENDED_PARAMETER *parameters, ULONG count)
{
	MEM_EXTENDED_PARAMETER parameter;
	unsigned int seen = 0;
	NTSTATUS status;
	ULONG i;

	if (count && !parameters)
		return STATUS_INVALID_PARAMETER;
	for (i = 0; i < count; i++) {
		status = copy_in(&parameter, parameters + i, sizeof(parameter));
		if (!NT_SUCCESS(status))
			return status;
		if (parameter.Type >= MemExtendedParameterMax ||
		    seen & 1U << parameter.Type)
			return STATUS_INVALID_PARAMETER;
		seen |= 1U << parameter.Type;

		switch (parameter.Type) {
		case MemExtendedParameterAddressRequirements:
			status = add_requirements(limits, parameter.Pointer);
			break;
		case MemExtendedParameterNumaNode:
			limits->node = parameter.ULong;
			break;
		case MemExtendedParameterAttributeFlags:
			if (parameter.ULong64)
				status = STATUS_NOT_SUPPORTED;
			break;
		case MemExtendedParameterPartitionHandle:
		case MemExtendedParameterUserPhysicalHandle:
			status = STATUS_NOT_SUPPORTED;
			break;
		default:
			status = STATUS_INVALID_PARAMETER;
		}
		if (!NT_SUCCESS(status))
			return status;
	}
	return STATUS_SUCCESS;
}

static size_t blocks_of(size_t size)
{
	return (size + GRANULARITY - 1) & ~(GRANULARITY - 1);
}

static uintptr_t map_at(uintptr_t base, size_t size)
{
	void *address = mmap((void *)base, size, PROT_NONE,
			     PRIVATE_FLAGS | MAP_FIXED_NOREPLACE, -1, 0);

	return address == MAP_FAILED ? 0 : (uintptr_t)address;
}

/* Whole blocks; or what fits, where others have the rest of the last one. */
static uintptr_t take_at(uintptr_t base, size_t size, size_t *span)
{
	*span = blocks_of(size);
	if (map_at(base, *span))
		return base;
	*span = size;
	return errno == EEXIST ? map_at(base, size) : 0;
}

static uintptr_t take_anywhere(size_t size, size_t *span)
{
	size_t slack = GRANULARITY - page_size(), head;
	void *room;

	*span = blocks_of(size);
	room = mmap(NULL, *span + slack, PROT_NONE, PRIVATE_FLAGS, -1, 0);
	if (room == MAP_FAILED)
		return 0;
	head = -(uintptr_t)room % GRANULARITY;
	if (head)
		munmap(room, head);
	if (slack - head)
		munmap((char *)room + head + *span, slack - head);
	return (uintptr_t)room + head;
}

uintptr_t take_space(uintptr_t base, size_t size, const struct limits *limits,
		     size_t *span)
{
	int tries;

	if (base)
		return take_at(base, size, span);
	if (!limits->given)
		return take_anywhere(size, span);

	for (tries = 0; tries < TRIES; tries++) {
		base = find_gap(size, limits->low, limits->high, limits->align);
		if (!base)
			break;
		if (take_at(base, size, span))
			return base;
	}
	errno = ENOMEM;
	return 0;
}

bool clear_space(uintptr_t base, size_t size)
{
	return mmap((void *)base, size, PROT_NONE, PRIVATE_FLAGS | MAP_FIXED,
		    -1, 0) != MAP_FAILED;
}
