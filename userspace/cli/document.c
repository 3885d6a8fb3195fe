// SPDX-License-Identifier: GPL-2.0
/*
 * JSON that is more than a table.
 */
#include <inttypes.h>
#include <stdio.h>

#include "document.h"
#include "json.h"

/* A new line, or in a flat object a blank. */
static void put_space(const struct json *json)
{
	if (json->flat)
		putchar(' ');
	else
		printf("\n%*s", 3 * json->depth, "");
}

static void put_key(struct json *json, const char *key)
{
	if (json->more)
		putchar(',');
	if (json->depth && (json->more || !json->flat))
		put_space(json);
	json->more = true;
	if (!key)
		return;
	json_quote(stdout, key);
	fputs(": ", stdout);
}

void json_open(struct json *json, const char *key, char bracket)
{
	put_key(json, key);
	putchar(bracket);
	json->depth++;
	json->more = false;
}

void json_open_flat(struct json *json, const char *key, char bracket)
{
	json_open(json, key, bracket);
	json->flat = true;
}

void json_close(struct json *json, char bracket)
{
	json->depth--;
	if (json->more && !json->flat)
		put_space(json);
	json->flat = false;
	json->more = true;
	putchar(bracket);
	if (!json->depth)
		putchar('\n');
}

void json_text(struct json *json, const char *key, const char *text)
{
	if (!text) {
		json_null(json, key);
		return;
	}
	put_key(json, key);
	json_quote(stdout, text);
}

void json_number(struct json *json, const char *key, uint64_t number)
{
	put_key(json, key);
	printf("%" PRIu64, number);
}

void json_real(struct json *json, const char *key, double number)
{
	put_key(json, key);
	printf("%.1f", number);
}

void json_null(struct json *json, const char *key)
{
	put_key(json, key);
	fputs("null", stdout);
}
