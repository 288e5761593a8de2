/* See pack.h. */
#include "store/pack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double exact_whole = 9007199254740992.0; /* 2^53 */

void pack_free(pack_buffer *b) {
    free(b->bytes);
    memset(b, 0, sizeof *b);
}

static int room(pack_buffer *b, size_t more) {
    if (b->length + more <= b->capacity)
        return 0;
    size_t capacity = b->capacity ? b->capacity : 256;
    while (capacity < b->length + more)
        capacity *= 2;
    unsigned char *grown = realloc(b->bytes, capacity);
    if (!grown)
        return -1;
    b->bytes = grown;
    b->capacity = capacity;
    return 0;
}

int pack_bytes(pack_buffer *b, const void *data, size_t n) {
    if (room(b, n))
        return -1;
    if (n)
        memcpy(b->bytes + b->length, data, n);
    b->length += n;
    return 0;
}

static void varint(pack_buffer *b, uint64_t x) {
    while (x >= 0x80) {
        b->bytes[b->length++] = (unsigned char)(x | 0x80);
        x >>= 7;
    }
    b->bytes[b->length++] = (unsigned char)x;
}

int pack_row(pack_buffer *b, const double *values, int n) {
    int64_t previous = -1;
    for (int i = 0; i < n; i++) {
        double x = values[i];
        if (!isfinite(x))
            return -2;
        if (!(x > 0) && !(x < 0))
            continue;
        if (room(b, 24))
            return -1;
        varint(b, (uint64_t)(i - previous - 1));
        previous = i;
        if (fabs(x) < exact_whole && x - floor(x) <= 0) {
            int64_t whole = (int64_t)x;
            uint64_t zigzag = whole < 0 ? ((uint64_t)(-whole) << 1) - 1 : (uint64_t)whole << 1;
            varint(b, zigzag << 1);
        } else {
            uint64_t bits;
            memcpy(&bits, &x, sizeof bits);
            varint(b, 1);
            for (int k = 0; k < 8; k++)
                b->bytes[b->length++] = (unsigned char)(bits >> (8 * k));
        }
    }
    return 0;
}

void pack_read_start(pack_reader *r, const void *data, size_t n) {
    r->at = data;
    r->end = data ? r->at + n : NULL;
    r->cell = -1;
}

static int read_varint(pack_reader *r, uint64_t *x) {
    *x = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (r->at >= r->end)
            return -1;
        unsigned char c = *r->at++;
        if (shift == 63 && c > 1) /* more than 64 bits */
            return -1;
        *x |= (uint64_t)(c & 0x7f) << shift;
        if (!(c & 0x80))
            return 0;
    }
    return -1;
}

/* Only what pack_row writes: no zero, nothing that is not a number. */
static int stored(double value) { return isfinite(value) && (value > 0 || value < 0) ? 1 : -1; }

int pack_read(pack_reader *r, int *cell, double *value) {
    if (r->at == r->end)
        return 0;
    uint64_t gap, word;
    if (read_varint(r, &gap) || read_varint(r, &word) || gap > INT32_MAX)
        return -1;
    r->cell += (int64_t)gap + 1;
    if (r->cell >= INT32_MAX)
        return -1;
    *cell = (int)r->cell;
    if (word & 1) {
        if (r->end - r->at < 8)
            return -1;
        uint64_t bits = 0;
        for (int k = 0; k < 8; k++)
            bits |= (uint64_t)*r->at++ << (8 * k);
        memcpy(value, &bits, sizeof bits);
        return stored(*value);
    }
    uint64_t zigzag = word >> 1;
    *value = zigzag & 1 ? -(double)((zigzag >> 1) + 1) : (double)(zigzag >> 1);
    return stored(*value);
}
