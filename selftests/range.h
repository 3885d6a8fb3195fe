/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tests of reserve and reset share: the calls on ranges, and data
 * that knows its place.
 *
 * Included after ntsection_test.h.
 */
#ifndef NTSECTION_RANGE_H
#define NTSECTION_RANGE_H

#define EXTENT_POISON 0xcccccccc
/* What an entry of the page middle directory maps. */
#define HUGE_PAGE (PAGE * PAGE / 8)

static inline int range_call(int fd, unsigned int cmd, __u64 start,
			     __u64 length)
{
	struct ntsection_range args = {
		.size = sizeof(args),
		.start = start,
		.length = length,
	};

	return ioctl(fd, cmd, &args);
}

static inline int commit(int fd, __u64 start, __u64 length)
{
	return range_call(fd, NTSECTION_IOC_COMMIT, start, length);
}

/* The same by address: no handle is needed. */
static inline int commit_view(const char *address, __u64 length)
{
	return commit(device(), (unsigned long)address, length);
}

static inline int reset(int fd, __u64 start, __u64 length)
{
	return range_call(fd, NTSECTION_IOC_RESET, start, length);
}

static inline int reset_view(const char *address, __u64 length)
{
	return reset(device(), (unsigned long)address, length);
}

static inline int reset_undo(int fd, __u64 start, __u64 length)
{
	return range_call(fd, NTSECTION_IOC_RESET_UNDO, start, length);
}

static inline int undo_view(const char *address, __u64 length)
{
	return reset_undo(device(), (unsigned long)address, length);
}

/* Outputs that are not inputs are poisoned. */
static inline int extent(int fd, __u64 start, __u64 length,
			 struct ntsection_extent *extent)
{
	*extent = (struct ntsection_extent) {
		.size = sizeof(*extent),
		.start = start,
		.length = length,
		.committed = EXTENT_POISON,
	};
	return ioctl(fd, NTSECTION_IOC_EXTENT, extent);
}

static inline int reserve(__u64 size)
{
	return create_with(size, NTSECTION_PAGE_READWRITE,
			   NTSECTION_SEC_RESERVE, RIGHTS);
}

/* ~0 if the section cannot be asked. */
static inline __u64 committed(int section)
{
	struct ntsection_query info;

	return query(section, &info) ? ~0ULL : info.committed;
}

static inline int page_out(char *view, size_t size)
{
	return madvise(view, size, MADV_PAGEOUT);
}

/* A shared view at a multiple of 2 MiB, as huge pages need it. */
static inline char *map_aligned(int section, size_t size)
{
	char *area = mmap(NULL, size + HUGE_PAGE, PROT_NONE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	char *view;

	if (area == MAP_FAILED)
		return MAP_FAILED;
	view = area + -(unsigned long)area % HUGE_PAGE;
	return mmap(view, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
		    section, 0);
}

/* Word @i of memory that was filled with @seed. */
static inline __u64 word(__u64 i, __u64 seed)
{
	return (i + seed) * 0x9e3779b97f4a7c15ULL;
}

static inline void fill(char *view, size_t size, __u64 seed)
{
	__u64 *words = (__u64 *)view, i;

	for (i = 0; i < size / sizeof(*words); i++)
		words[i] = word(i, seed);
}

static inline size_t wrong_words(const char *view, size_t size, __u64 seed)
{
	const __u64 *words = (const __u64 *)view;
	size_t wrong = 0, i;

	for (i = 0; i < size / sizeof(*words); i++)
		wrong += words[i] != word(i, seed);
	return wrong;
}

static inline int is_zero(const char *memory, size_t size)
{
	return !memory[0] && !memcmp(memory, memory + 1, size - 1);
}

/* The choice in a file such as "always [never]", or "". */
static inline void read_choice(const char *path, char *choice, size_t size)
{
	char text[128] = "";
	FILE *file = fopen(path, "re");
	char *begin, *end;

	choice[0] = '\0';
	if (!file)
		return;
	if (fgets(text, sizeof(text), file)) {
		begin = strchr(text, '[');
		end = begin ? strchr(begin, ']') : NULL;
		if (end)
			snprintf(choice, size, "%.*s", (int)(end - begin - 1),
				 begin + 1);
	}
	fclose(file);
}

#define SHMEM_ENABLED "/sys/kernel/mm/transparent_hugepage/shmem_enabled"

#endif /* NTSECTION_RANGE_H */
