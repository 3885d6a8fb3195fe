/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How costs grow.
 */
#ifndef GROWTH_H
#define GROWTH_H

/*
 * Write how costs grow with the size of a section, and with the number of
 * sections, views and processes: lines "panel,x,ntsection,memfd".
 */
void growth_write(const char *path);

#endif /* GROWTH_H */
