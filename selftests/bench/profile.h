/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the instructions of a row go.
 */
#ifndef PROFILE_H
#define PROFILE_H

/*
 * Do what the row "lifecycle" does, @calls times for sections and then for
 * memfd, and what "named" does, in one process, for sections and for shm_open,
 * each between profile_begin() and profile_end(), at whose addresses
 * profile/plugin.c begins and ends to count. Write the kernel's symbols to
 * @symbols.
 */
void profile(const char *symbols, unsigned int calls);

void profile_begin(void);
void profile_end(void);

#endif /* PROFILE_H */
