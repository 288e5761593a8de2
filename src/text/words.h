/* Small helpers on text for the readers: copies, UTF-8, numbers, and how a found text is shown in a message. */
#ifndef VADO_WORDS_H
#define VADO_WORDS_H

#include "text/report.h"

#include <stddef.h>
#include <stdint.h>

/* A place in a file: line and column from 1, columns in UTF-8 characters. 0, 0: nowhere in particular. */
typedef struct {
    int line, column;
} txt_pos;

typedef struct {
    char text[200];
} txt_shown;

char *txt_copy(const char *text); /* NULL gives a copy of ""; NULL is returned only without memory */
char *txt_copy_n(const char *text, size_t length);
char *txt_join(const char *a, const char *b, const char *c); /* a, b and c in one new string */

int txt_ends(const char *text, const char *end);

/* Bytes of the character at s (1 to 4), or 0 if it is not well-formed UTF-8. *code is set unless code is NULL. */
int txt_utf8(const char *s, size_t n, uint32_t *code);

/* The text in double quotes, cut to fit, control characters as '?'. */
txt_shown txt_show(const char *text);
/* printf into the same, cut at a character if it does not fit. */
#if defined(__GNUC__)
__attribute__((format(printf, 1, 2)))
#endif
txt_shown
txt_say(const char *format, ...);

/* A copy that a terminal may be given: control characters, the marks that turn the direction of text, and bytes that
 * are no UTF-8 are written as \x1b (each byte); those of `kept` (as "\n\t") stay. The one place where this is done.
 * NULL without memory. */
char *txt_printable(const char *text, size_t n, const char *kept);

/* A plain decimal number: no spaces, no thousands marks, no nan, inf or hexadecimal. 0 or -1. */
int txt_number_parse(const char *text, double *value);

/* Adds an error about a name that is not known: the nearest known one is offered, else `todo` (may be NULL). */
void txt_unknown(rep_report *rep, const char *file, txt_pos at, const char *found, const char *expected,
                 const char *nearest, const char *todo);

/* Warns of a text that a spreadsheet would run as a formula: names and texts end up in exported CSV as they are. */
void txt_warn_formula(rep_report *rep, const char *file, txt_pos at, const char *text);

/* The place of a name in a list sorted by name, of n, whose i-th name is at(of, i); -1 if it is not there. */
int txt_find(const char *name, int n, const char *(*at)(const void *of, int i), const void *of);
/* Stable sort of n row numbers by a comparison that can see its context. 0, or -1 without memory. */
int txt_sort(int n, int *order, int (*compare)(const void *context, int a, int b), const void *context);

#endif
