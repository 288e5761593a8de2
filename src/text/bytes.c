/* See bytes.h. */
#include "text/bytes.h"

#include <stdlib.h>
#include <string.h>

void byt_put(byt_writer *w, const void *bytes, size_t n) {
    if (w->failed || n == 0)
        return;
    if (w->room - w->n < n) {
        size_t room = w->room < 1024 ? 1024 : w->room;
        while (room - w->n < n && room <= SIZE_MAX / 2)
            room *= 2;
        unsigned char *grown = room - w->n < n ? NULL : realloc(w->bytes, room);
        if (grown == NULL) {
            w->failed = 1;
            return;
        }
        w->bytes = grown;
        w->room = room;
    }
    memcpy(w->bytes + w->n, bytes, n);
    w->n += n;
}

void byt_put_fixed(byt_writer *w, uint64_t x) {
    unsigned char b[8];
    for (int k = 0; k < 8; k++)
        b[k] = (unsigned char)(x >> (8 * k));
    byt_put(w, b, 8);
}

void byt_put_number(byt_writer *w, uint64_t x) {
    unsigned char b[10];
    size_t n = 0;
    for (; x >= 0x80; x >>= 7)
        b[n++] = (unsigned char)(x | 0x80);
    b[n++] = (unsigned char)x;
    byt_put(w, b, n);
}

/* 0, -1, 1, -2, ... become 0, 1, 2, 3, ... */
void byt_put_signed(byt_writer *w, int64_t x) { byt_put_number(w, ((uint64_t)x << 1) ^ (x < 0 ? UINT64_MAX : 0)); }

void byt_put_text(byt_writer *w, const char *text) {
    size_t n = strlen(text);
    byt_put_number(w, n);
    byt_put(w, text, n + 1);
}

const unsigned char *byt_take(byt_reader *r, uint64_t n) {
    const unsigned char *from = r->at;
    if (n > (uint64_t)(r->end - r->at)) {
        r->at = r->end;
        r->bad = 1;
        return NULL;
    }
    r->at += n;
    return from;
}

uint64_t byt_fixed(byt_reader *r) {
    const unsigned char *b = byt_take(r, 8);
    uint64_t x = 0;
    for (int k = 7; b != NULL && k >= 0; k--)
        x = x << 8 | b[k];
    return x;
}

uint64_t byt_number_long(byt_reader *r) {
    uint64_t x = 0;
    for (int shift = 0; r->at < r->end && shift < 64; shift += 7) {
        unsigned char b = *r->at++;
        if (shift == 63 && b > 1)
            break;
        x |= (uint64_t)(b & 0x7F) << shift;
        if (b < 0x80)
            return x;
    }
    r->at = r->end;
    r->bad = 1;
    return 0;
}

int64_t byt_signed(byt_reader *r) {
    uint64_t x = byt_number(r);
    return (int64_t)(x >> 1) ^ -(int64_t)(x & 1);
}

const char *byt_text(byt_reader *r) {
    uint64_t n = byt_number(r);
    const unsigned char *text = n == UINT64_MAX ? NULL : byt_take(r, n + 1);
    if (text == NULL || memchr(text, 0, (size_t)n + 1) != text + n) {
        r->bad = 1;
        return NULL;
    }
    return (const char *)text;
}
