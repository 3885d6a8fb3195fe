/* SPDX-License-Identifier: GPL-2.0 */
/*
 * All functions that create sections, under one signature.
 *
 * Included after win32_test.h.
 */
#ifndef WIN32_FORMS_H
#define WIN32_FORMS_H

/* What is above the protection in flProtect. */
#define SEC_MASK 0xffff0000U

enum form { BYTES, WIDE, NUMA_BYTES, NUMA_WIDE, FROM_APP, TWO, FORMS };

struct request {
	HANDLE file;
	SECURITY_ATTRIBUTES *security;
	ULONG protect;		/* with SEC_* bits */
	ULONG64 size;
};

static inline HANDLE make(enum form form, const struct request *what)
{
	DWORD high = (DWORD)(what->size >> 32), low = (DWORD)what->size;

	SetLastError(UNTOUCHED);
	switch (form) {
	case BYTES:
		return CreateFileMappingA(what->file, what->security,
					  what->protect, high, low, NULL);
	case WIDE:
		return CreateFileMappingW(what->file, what->security,
					  what->protect, high, low, NULL);
	case NUMA_BYTES:
		return CreateFileMappingNumaA(what->file, what->security,
					      what->protect, high, low, NULL,
					      NUMA_NO_PREFERRED_NODE);
	case NUMA_WIDE:
		return CreateFileMappingNumaW(what->file, what->security,
					      what->protect, high, low, NULL,
					      NUMA_NO_PREFERRED_NODE);
	case FROM_APP:
		return CreateFileMappingFromApp(what->file, what->security,
						what->protect, what->size,
						NULL);
	default:
		return CreateFileMapping2(what->file, what->security, 0,
					  what->protect & ~SEC_MASK,
					  what->protect & SEC_MASK, what->size,
					  NULL, NULL, 0);
	}
}

/* Every form makes a section, and says with the last error that it is new. */
#define EXPECT_MADE(what, expected_size, attributes) do {		\
	int form_;							\
	for (form_ = 0; form_ < FORMS; form_++) {			\
		HANDLE made_ = make(form_, what);			\
		EXPECT_EQ(ERROR_SUCCESS, GetLastError());		\
		EXPECT_NE(NULL, made_)					\
			TH_LOG("form %d", form_);			\
		EXPECT_SECTION(made_, expected_size, attributes);	\
		EXPECT_SUCCESS(CloseHandle(made_));			\
	}								\
} while (0)

/* C-03: every form returns NULL with the error. */
#define EXPECT_REFUSED(error, what) do {				\
	int form_;							\
	for (form_ = 0; form_ < FORMS; form_++) {			\
		EXPECT_EQ(NULL, make(form_, what));			\
		EXPECT_EQ((DWORD)(error), GetLastError())		\
			TH_LOG("form %d: %u", form_, GetLastError());	\
	}								\
} while (0)

static inline struct request request(ULONG protect, ULONG64 size)
{
	return (struct request) {
		.file = INVALID_HANDLE_VALUE,
		.protect = protect,
		.size = size,
	};
}

#endif /* WIN32_FORMS_H */
