/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the instructions of rows go.
 */
#ifndef PROFILE_H
#define PROFILE_H

/*
 * Do what some rows do, ours and then a peer's, in one process, each between
 * profile_begin() and profile_end(), at whose addresses profile/plugin.c begins
 * and ends to count. In @folder, "profiles" lists what was done, in lines "number
 * row calls", and "kallsyms" has the kernel's symbols.
 */
void profile(const char *folder);

void profile_begin(void);
void profile_end(void);

#endif /* PROFILE_H */
