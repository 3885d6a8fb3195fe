/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Named shared memory, as two processes use it.
 */
#ifndef NAMED_H
#define NAMED_H

/**
 * struct named - a kind of named memory
 * @create: make memory of a page with this name, and return its descriptor
 * @open: open it
 * @remove: remove the name, if it does not go by itself
 */
struct named {
	int (*create)(const char *name);
	int (*open)(const char *name);
	void (*remove)(const char *name);
};

extern const struct named named_section, named_posix_shm;

#endif /* NAMED_H */
