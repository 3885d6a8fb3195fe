/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which code of the module operations have reached, where the kernel has KCOV
 * and the module was built for it.
 */
#ifndef FUZZ_COVER_H
#define FUZZ_COVER_H

#include <stdbool.h>

/* In the controller. False: this kernel does not tell. */
bool cover_init(void);
/* Places that no operation has reached before; for the operation just done. */
unsigned int cover_new(unsigned int actor);
unsigned int cover_total(void);

/* In an actor. */
void cover_start(unsigned int actor);
void cover_begin(unsigned int actor);
void cover_end(unsigned int actor);

#endif /* FUZZ_COVER_H */
