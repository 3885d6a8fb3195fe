// SPDX-License-Identifier: GPL-2.0
/*
 * Sets of pages: one bit for each page of a section, in chunks that exist
 * only where bits were set. A set that nobody added to costs nothing. One bit
 * costs no more than a chunk of 512 bytes, less than the page that it stands
 * for, and a chunk of which all bits are set at once is a mere entry.
 *
 * Time and memory of each call depend on the chunks that exist, or are made
 * for pages that the caller has paid for, and not on the length of the range,
 * which costs nobody anything.
 *
 * Readers need no lock. Writers hold the section's lock; chunks are freed
 * only with the whole set, when no reader is left.
 */

#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "bits.h"

#define CHUNK_BITS	4096UL

/* The entry of a chunk of which all bits are set. */
#define FULL		xa_mk_value(1)

/* The part of [@first, @end) that lies in one chunk. */
struct part {
	unsigned long chunk;
	unsigned int offset;
	unsigned int stop;
};

static struct part part_of(u64 first, u64 end)
{
	struct part part = {
		.chunk = first / CHUNK_BITS,
		.offset = first % CHUNK_BITS,
	};

	part.stop = min_t(u64, end - first + part.offset, CHUNK_BITS);
	return part;
}

/* The same, of that part which lies in chunk @index. */
static struct part part_in(unsigned long index, u64 first, u64 end)
{
	return part_of(max_t(u64, first, (u64)index * CHUNK_BITS), end);
}

static unsigned int part_count(const struct part *part)
{
	return part->stop - part->offset;
}

void ntsection_bits_init(struct ntsection_bits *bits)
{
	xa_init_flags(&bits->chunks, XA_FLAGS_ACCOUNT);
}

void ntsection_bits_destroy(struct ntsection_bits *bits)
{
	unsigned long index;
	void *chunk;

	/* Most sets are never added to: do not take locks for those. */
	if (xa_empty(&bits->chunks))
		return;

	xa_for_each(&bits->chunks, index, chunk) {
		if (!xa_is_value(chunk))
			bitmap_free(chunk);
	}
	xa_destroy(&bits->chunks);
}

static bool chunk_test(const void *chunk, unsigned int bit)
{
	return chunk && (xa_is_value(chunk) || test_bit(bit, chunk));
}

bool ntsection_bits_test(struct ntsection_bits *bits, u64 page)
{
	return chunk_test(xa_load(&bits->chunks, page / CHUNK_BITS),
			  page % CHUNK_BITS);
}

/* The number of bits in [@first, @end) that are set. */
u64 ntsection_bits_count(struct ntsection_bits *bits, u64 first, u64 end)
{
	unsigned long index;
	u64 count = 0;
	void *chunk;

	xa_for_each_range(&bits->chunks, index, chunk, first / CHUNK_BITS,
			  (end - 1) / CHUNK_BITS) {
		struct part part = part_in(index, first, end);
		unsigned int bit;

		if (xa_is_value(chunk)) {
			count += part_count(&part);
			continue;
		}
		for (bit = find_next_bit(chunk, part.stop, part.offset);
		     bit < part.stop;
		     bit = find_next_bit(chunk, part.stop, bit + 1))
			count++;
		cond_resched();
	}
	return count;
}

/* The first bit in [@first, @end) that is set, or @end. */
static u64 next_set(struct ntsection_bits *bits, u64 first, u64 end)
{
	unsigned long index;
	void *chunk;

	xa_for_each_range(&bits->chunks, index, chunk, first / CHUNK_BITS,
			  (end - 1) / CHUNK_BITS) {
		struct part part = part_in(index, first, end);
		unsigned int bit = part.offset;

		if (!xa_is_value(chunk))
			/* A bit that is being set counts as either. */
			bit = data_race(find_next_bit(chunk, part.stop,
						      part.offset));
		if (bit < part.stop)
			return (u64)index * CHUNK_BITS + bit;
		cond_resched();
	}
	return end;
}

/* The first bit in [@first, @end) that is not set, or @end. */
static u64 next_clear(struct ntsection_bits *bits, u64 first, u64 end)
{
	while (first < end) {
		struct part part = part_of(first, end);
		void *chunk = xa_load(&bits->chunks, part.chunk);
		unsigned int bit = part.stop;

		if (!chunk)
			return first;
		if (!xa_is_value(chunk))
			/* As above. */
			bit = data_race(find_next_zero_bit(chunk, part.stop,
							   part.offset));
		first += bit - part.offset;
		if (bit < part.stop)
			break;
		cond_resched();
	}
	return first;
}

/*
 * The first page in [@first, @end) whose bit differs from that of @first, or
 * @end.
 */
u64 ntsection_bits_run(struct ntsection_bits *bits, u64 first, u64 end)
{
	return ntsection_bits_test(bits, first) ? next_clear(bits, first, end) :
						  next_set(bits, first, end);
}

static int add_chunk(struct ntsection_bits *bits, unsigned long index)
{
	unsigned long *chunk = bitmap_zalloc(CHUNK_BITS, GFP_KERNEL_ACCOUNT);
	int err;

	if (!chunk)
		return -ENOMEM;
	err = xa_err(xa_store(&bits->chunks, index, chunk, GFP_KERNEL_ACCOUNT));
	if (err)
		bitmap_free(chunk);
	return err;
}

/*
 * Make the chunks for [@first, @end), so that setting the bits cannot fail.
 * With @for_good no bit will ever be cleared again. What was made stays when
 * this fails: it is empty and goes with the set. Return 0, -ENOMEM, or -EINTR
 * if the caller was killed.
 */
int ntsection_bits_prepare(struct ntsection_bits *bits, u64 first, u64 end,
			   bool for_good)
{
	while (first < end) {
		struct part part = part_of(first, end);
		int err = 0;

		if (xa_load(&bits->chunks, part.chunk))
			goto next;
		if (for_good && part_count(&part) == CHUNK_BITS)
			err = xa_reserve(&bits->chunks, part.chunk,
					 GFP_KERNEL_ACCOUNT);
		else
			err = add_chunk(bits, part.chunk);
		if (err)
			return err;
		if (fatal_signal_pending(current))
			return -EINTR;
next:
		first += part_count(&part);
		cond_resched();
	}
	return 0;
}

/* Set the bits of [@first, @end), for which chunks were prepared. */
void ntsection_bits_set(struct ntsection_bits *bits, u64 first, u64 end)
{
	while (first < end) {
		struct part part = part_of(first, end);
		void *chunk = xa_load(&bits->chunks, part.chunk);
		unsigned int bit;

		if (!chunk) {
			/* The slot was reserved, nothing is allocated. */
			xa_store(&bits->chunks, part.chunk, FULL, GFP_NOWAIT);
		} else if (!xa_is_value(chunk)) {
			/* One by one: readers look at the same words. */
			for (bit = part.offset; bit < part.stop; bit++)
				set_bit(bit, chunk);
		}
		first += part_count(&part);
		cond_resched();
	}
}

/* Clear the bits of [@first, @end), none of which was prepared for good. */
void ntsection_bits_clear(struct ntsection_bits *bits, u64 first, u64 end)
{
	unsigned long index;
	void *chunk;

	xa_for_each_range(&bits->chunks, index, chunk, first / CHUNK_BITS,
			  (end - 1) / CHUNK_BITS) {
		struct part part = part_in(index, first, end);
		unsigned int bit;

		for (bit = part.offset; bit < part.stop; bit++)
			clear_bit(bit, chunk);
		cond_resched();
	}
}
