/* Numbers and texts as bytes, least significant first, the same on every machine: a writer that grows, and a reader
 * that trusts nothing. What is asked beyond the end is 0, and `bad` stays set: a caller may read on and ask once. */
#ifndef VADO_TEXT_BYTES_H
#define VADO_TEXT_BYTES_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    unsigned char *bytes; /* freed by the caller */
    size_t n, room;
    int failed; /* no memory: nothing more is written */
} byt_writer;

void byt_put(byt_writer *w, const void *bytes, size_t n);
void byt_put_fixed(byt_writer *w, uint64_t x);      /* eight bytes */
void byt_put_number(byt_writer *w, uint64_t x);     /* one to ten bytes, seven bits each: small numbers are short */
void byt_put_signed(byt_writer *w, int64_t x);      /* the same for numbers around zero */
void byt_put_text(byt_writer *w, const char *text); /* its length, its letters and a '\0' */

typedef struct {
    const unsigned char *at, *end;
    int bad;
} byt_reader;

uint64_t byt_fixed(byt_reader *r);
uint64_t byt_number_long(byt_reader *r); /* of byt_number: what is longer than a byte */
int64_t byt_signed(byt_reader *r);
/* n bytes, or NULL. */
const unsigned char *byt_take(byt_reader *r, uint64_t n);
/* A text that stands in the bytes, ended by its '\0' and without another; or NULL. */
const char *byt_text(byt_reader *r);

static inline uint64_t byt_number(byt_reader *r) {
    return r->at < r->end && *r->at < 0x80 ? *r->at++ : byt_number_long(r);
}

#endif
