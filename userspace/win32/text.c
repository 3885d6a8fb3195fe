// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Strings of 16-bit units and of bytes.
 */
#include <stdint.h>

#include "text.h"

#define REPLACEMENT 0xfffd

static int is_high_surrogate(uint32_t unit)
{
	return (unit & 0xfc00) == 0xd800;
}

static int is_low_surrogate(uint32_t unit)
{
	return (unit & 0xfc00) == 0xdc00;
}

static size_t encode(unsigned char *bytes, uint32_t point)
{
	if (point < 0x80) {
		bytes[0] = point;
		return 1;
	}
	if (point < 0x800) {
		bytes[0] = 0xc0 | point >> 6;
		bytes[1] = 0x80 | (point & 0x3f);
		return 2;
	}
	if (point < 0x10000) {
		bytes[0] = 0xe0 | point >> 12;
		bytes[1] = 0x80 | (point >> 6 & 0x3f);
		bytes[2] = 0x80 | (point & 0x3f);
		return 3;
	}
	bytes[0] = 0xf0 | point >> 18;
	bytes[1] = 0x80 | (point >> 12 & 0x3f);
	bytes[2] = 0x80 | (point >> 6 & 0x3f);
	bytes[3] = 0x80 | (point & 0x3f);
	return 4;
}

size_t bytes_of_units(char *bytes, const WCHAR *units, size_t count)
{
	size_t i, length = 0;

	for (i = 0; i < count; i++) {
		uint32_t point = units[i];

		if (is_high_surrogate(point) && i + 1 < count &&
		    is_low_surrogate(units[i + 1])) {
			point = 0x10000 + ((point & 0x3ff) << 10) +
				(units[i + 1] & 0x3ff);
			i++;
		}
		length += encode((unsigned char *)bytes + length, point);
	}
	return length;
}

/* Decode one code point and step over it; what is wrong is one byte. */
static uint32_t decode(const unsigned char **bytes)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	const unsigned char *byte = *bytes;
	unsigned int more, i;
	uint32_t point;

	*bytes += 1;
	if (*byte < 0x80)
		return *byte;
	if (*byte < 0xc2 || *byte > 0xf4)
		return REPLACEMENT;

	more = *byte < 0xe0 ? 1 : *byte < 0xf0 ? 2 : 3;
	point = *byte & (0x3f >> more);
	for (i = 1; i <= more; i++) {
		/* This also ends at the NUL. */
		if ((byte[i] & 0xc0) != 0x80)
			return REPLACEMENT;
		point = point << 6 | (byte[i] & 0x3f);
	}
	if (point < least[more] || point > 0x10ffff ||
	    is_high_surrogate(point) || is_low_surrogate(point))
		return REPLACEMENT;
	*bytes += more;
	return point;
}

long units_of_bytes(WCHAR *units, size_t room, const char *bytes)
{
	const unsigned char *next = (const unsigned char *)bytes;
	size_t count = 0;

	while (*next) {
		uint32_t point = decode(&next);
		size_t wanted = point < 0x10000 ? 1 : 2;

		if (count + wanted > room)
			return -1;
		if (wanted == 1) {
			units[count++] = (WCHAR)point;
			continue;
		}
		point -= 0x10000;
		units[count++] = (WCHAR)(0xd800 | point >> 10);
		units[count++] = (WCHAR)(0xdc00 | (point & 0x3ff));
	}
	return (long)count;
}
