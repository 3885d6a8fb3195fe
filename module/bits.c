// SPDX-License-Identifier: GPL-2.0
/*
 * Sets of pages: one bit for each page of a section, in chunks that exist
 * only where bits were set. A set that nobody added to costs nothing, and one
 * bit costs no more than a chunk of 512 bytes, which is less than the page
 * that it stands for.
 *
 * Readers need no lock. Writers hold the section's lock; chunks are freed
 * only with the whole set, when no reader is left.
 */

#include <linux/bitmap.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include "bits.h"

#define CHUNK_BITS	4096UL

/* The part of [@first, @end) that lies in one chunk. */
struct part {
	unsigned long chunk;
	unsigned int offset;
	unsigned int count;
};

static struct part first_part(u64 first, u64 end)
{
	struct part part = {
		.chunk = first / CHUNK_BITS,
		.offset = first % CHUNK_BITS,
	};

	part.count = min_t(u64, end - first, CHUNK_BITS - part.offset);
	return part;
}

void ntsection_bits_init(struct ntsection_bits *bits)
{
	xa_init_flags(&bits->chunks, XA_FLAGS_ACCOUNT);
}

void ntsection_bits_destroy(struct ntsection_bits *bits)
{
	unsigned long *chunk;
	unsigned long index;

	xa_for_each(&bits->chunks, index, chunk)
		kfree(chunk);
	xa_destroy(&bits->chunks);
}

bool ntsection_bits_test(struct ntsection_bits *bits, u64 page)
{
	const unsigned long *chunk;

	chunk = xa_load(&bits->chunks, page / CHUNK_BITS);
	return chunk && test_bit(page % CHUNK_BITS, chunk);
}

/* The number of bits in [@first, @end) that are not set. */
u64 ntsection_bits_missing(struct ntsection_bits *bits, u64 first, u64 end)
{
	u64 missing = 0;

	while (first < end) {
		struct part part = first_part(first, end);
		const unsigned long *chunk = xa_load(&bits->chunks, part.chunk);
		unsigned int bit, set = 0;

		if (chunk) {
			bit = find_next_bit(chunk, part.offset + part.count,
					    part.offset);
			while (bit < part.offset + part.count) {
				set++;
				bit = find_next_bit(chunk,
						    part.offset + part.count,
						    bit + 1);
			}
		}
		missing += part.count - set;
		first += part.count;
		cond_resched();
	}
	return missing;
}

/*
 * The first page in [@first, @end) whose bit differs from that of @first, or
 * @end.
 */
u64 ntsection_bits_run(struct ntsection_bits *bits, u64 first, u64 end)
{
	bool set = ntsection_bits_test(bits, first);

	while (first < end) {
		struct part part = first_part(first, end);
		const unsigned long *chunk = xa_load(&bits->chunks, part.chunk);
		unsigned int stop = part.offset + part.count, bit = stop;

		if (set)
			bit = chunk ? find_next_zero_bit(chunk, stop,
							 part.offset) :
				      part.offset;
		else if (chunk)
			bit = find_next_bit(chunk, stop, part.offset);
		first += bit - part.offset;
		if (bit < stop)
			break;
		cond_resched();
	}
	return first;
}

/*
 * Make the chunks for [@first, @end), so that setting bits cannot fail. What
 * was made stays when this fails: it is empty and goes with the set.
 */
int ntsection_bits_prepare(struct ntsection_bits *bits, u64 first, u64 end)
{
	while (first < end) {
		struct part part = first_part(first, end);
		unsigned long *chunk;
		int err;

		if (!xa_load(&bits->chunks, part.chunk)) {
			chunk = bitmap_zalloc(CHUNK_BITS, GFP_KERNEL_ACCOUNT);
			if (!chunk)
				return -ENOMEM;
			err = xa_err(xa_store(&bits->chunks, part.chunk, chunk,
					      GFP_KERNEL_ACCOUNT));
			if (err) {
				bitmap_free(chunk);
				return err;
			}
		}
		first += part.count;
		cond_resched();
	}
	return 0;
}

/* Set or clear the bits of [@first, @end), as far as there are chunks. */
void ntsection_bits_assign(struct ntsection_bits *bits, u64 first, u64 end,
			   bool value)
{
	while (first < end) {
		struct part part = first_part(first, end);
		unsigned long *chunk = xa_load(&bits->chunks, part.chunk);

		/* Bit by bit where readers may look at the same word. */
		if (chunk) {
			unsigned int bit = part.offset;

			for (; bit < part.offset + part.count; bit++) {
				if (value)
					set_bit(bit, chunk);
				else
					clear_bit(bit, chunk);
			}
		}
		first += part.count;
		cond_resched();
	}
}
