/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sets of pages, see bits.c.
 */
#ifndef _NTSECTION_BITS_H
#define _NTSECTION_BITS_H

#include <linux/types.h>
#include <linux/xarray.h>

struct ntsection_bits {
	struct xarray chunks;
};

void ntsection_bits_init(struct ntsection_bits *bits);
void ntsection_bits_destroy(struct ntsection_bits *bits);
bool ntsection_bits_test(struct ntsection_bits *bits, u64 page);
u64 ntsection_bits_count(struct ntsection_bits *bits, u64 first, u64 end);
u64 ntsection_bits_run(struct ntsection_bits *bits, u64 first, u64 end);
int ntsection_bits_prepare(struct ntsection_bits *bits, u64 first, u64 end,
			   bool for_good);
void ntsection_bits_set(struct ntsection_bits *bits, u64 first, u64 end);
void ntsection_bits_clear(struct ntsection_bits *bits, u64 first, u64 end);

#endif /* _NTSECTION_BITS_H */
