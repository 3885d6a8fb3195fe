/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The sections that the caller may see, and how one is named on the command
 * line.
 */
#ifndef NTSECTION_CLI_SECTIONS_H
#define NTSECTION_CLI_SECTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <ntsection.h>

/* The device; exits with a sentence that says what to do if there is none. */
int open_device(void);

/*
 * A call of the library on the device has failed: exit with a sentence, which is
 * about the versions if the module does not know the call.
 */
__attribute__((noreturn)) void device_error(const char *what);

/* All of them, by number; *@count is how many. The caller frees the array. */
struct ntsection_entry *list_sections(int device, size_t *count);

/* The one that @text means, by number or by name; exits if there is none. */
void find_section(int device, const char *text, struct ntsection_entry *entry);

/* Whether @text means this one, by number or by name. */
bool is_section(const struct ntsection_entry *entry, const char *text);

/* Names for numbers. @text has room for 96. */
const char *protection_name(uint32_t protection);
const char *attribute_names(uint32_t attributes, char *text);

/* A section's name, printable. "" if there is none. */
const char *section_name(const struct ntsection_entry *entry);

/* The name of the process that made it, printable. */
const char *section_command(const struct ntsection_entry *entry);

/* A user's name, or his number. @text has room for 40. */
const char *user_name(uint32_t uid, char *text);

/* Seconds since the section was made. */
uint64_t section_age(const struct ntsection_entry *entry);

#endif /* NTSECTION_CLI_SECTIONS_H */
