/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The five acts of the demo, each in a file of its own.
 */
#ifndef DEMO_ACTS_H
#define DEMO_ACTS_H

/* What the limited processes may have in RAM. */
#define ACT_LIMIT	(24 << 20)

void act_freed(void);
void act_paged_out(void);
void act_private(void);
void act_no_swap(void);
void act_reset(void);

#endif
