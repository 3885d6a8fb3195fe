/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kinds of shared memory, all used in the same four steps: sections, through
 * the device and through each library, and what one would take instead.
 */
#ifndef KIND_H
#define KIND_H

#include <stddef.h>

/* Memory of some kind, that exists from create() to close(). */
struct memory {
	size_t size;
	int fd;
	char *view;
	void *handle;
};

/**
 * struct kind - a kind of shared memory
 * @name: what it is called in the table
 * @create: make memory of memory->size bytes
 * @map: map all of it, readable and writable
 * @unmap: undo that
 * @close: give it up
 *
 * All of them end the program when the kernel refuses.
 */
struct kind {
	const char *name;
	void (*create)(struct memory *memory);
	void (*map)(struct memory *memory);
	void (*unmap)(struct memory *memory);
	void (*close)(struct memory *memory);
};

/* ours.c: the device itself, large pages, libntsection, libntsection-win32 */
extern const struct kind section, section_large, section_library, section_win32;

/* A descriptor of /dev/ntsection, opened once. */
int device(void);

/* peers.c */
extern const struct kind memfd, posix_shm, sysv_shm, anonymous, hugetlb;

#endif /* KIND_H */
