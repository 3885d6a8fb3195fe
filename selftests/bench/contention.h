/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a second CPU at the same work changes.
 */
#ifndef CONTENTION_H
#define CONTENTION_H

/*
 * Print how the time of a piece of work changes when a second CPU does the same
 * at the same time, for sections and for a peer. Time on the wall, of which an
 * emulator makes no promise: for a look, not for a gate.
 */
void contention_print(void);

#endif /* CONTENTION_H */
