// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What the machine is like.
 */
#include <string.h>
#include <unistd.h>

#include "maps.h"
#include "object.h"
#include "pagemap.h"
#include "space.h"

#if defined(__x86_64__)
#define ARCHITECTURE	PROCESSOR_ARCHITECTURE_AMD64
#define PROCESSOR	PROCESSOR_AMD_X8664
#elif defined(__i386__)
#define ARCHITECTURE	PROCESSOR_ARCHITECTURE_INTEL
#define PROCESSOR	PROCESSOR_INTEL_PENTIUM
#elif defined(__aarch64__)
#define ARCHITECTURE	PROCESSOR_ARCHITECTURE_ARM64
#define PROCESSOR	0
#else
#define ARCHITECTURE	PROCESSOR_ARCHITECTURE_UNKNOWN
#define PROCESSOR	0
#endif

VOID WINAPI GetSystemInfo(LPSYSTEM_INFO lpSystemInfo)
{
	const unsigned int most = 8 * sizeof(DWORD_PTR);
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	if (processors < 1)
		processors = 1;
	if (processors > (long)most)
		processors = most;
	memset(lpSystemInfo, 0, sizeof(*lpSystemInfo));
	lpSystemInfo->wProcessorArchitecture = ARCHITECTURE;
	lpSystemInfo->dwPageSize = (DWORD)page_size();
	lpSystemInfo->lpMinimumApplicationAddress = (LPVOID)LOWEST_ADDRESS;
	lpSystemInfo->lpMaximumApplicationAddress = (LPVOID)highest_address();
	lpSystemInfo->dwActiveProcessorMask = (DWORD_PTR)-1 >>
					      (most - processors);
	lpSystemInfo->dwNumberOfProcessors = (DWORD)processors;
	lpSystemInfo->dwProcessorType = PROCESSOR;
	lpSystemInfo->dwAllocationGranularity = GRANULARITY;
}

SIZE_T WINAPI GetLargePageMinimum(VOID)
{
	struct ntsection_features features;
	int result;

	ON_DEVICE(result, ntsection_features(device(), &features));
	return result ? 0 : features.large_page_size;
}
