/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Comparing figures with those that are kept.
 */
#ifndef STORED_H
#define STORED_H

/*
 * Is @path no worse than @stored, of the same kernel? Prints what is. Returns
 * the program's exit status.
 */
int compare(const char *stored, const char *path);

/* Lines "row, ratio, target" of @path, with tabs between. */
void ratios_print(const char *path);

#endif /* STORED_H */
