/* Sparse rows of numbers, packed small and losslessly.
 *
 * A row is a list of (cell, value) with value not zero, cells ascending. Bytes: for each, varint(cell - previous cell -
 * 1), then for a whole number below 2^53 varint(zigzag(n) * 2), otherwise the varint 1 and the 8 bytes of the double,
 * least first. Most counts of a month take two or three bytes. The exact bits come back, so a digest over values is one
 * over the run. -0 is zero and is not stored.
 */
#ifndef VADO_PACK_H
#define VADO_PACK_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    unsigned char *bytes;
    size_t length, capacity;
} pack_buffer;

void pack_free(pack_buffer *b);
/* Appends values[0..n); -1 without memory, -2 if a value is not a number. */
int pack_row(pack_buffer *b, const double *values, int n);
int pack_bytes(pack_buffer *b, const void *data, size_t n);

typedef struct {
    const unsigned char *at, *end;
    int64_t cell;
} pack_reader;
void pack_read_start(pack_reader *r, const void *data, size_t n);
/* 1 with the next cell (from 0) and value, 0 at the end, -1 if the bytes are none that pack_row writes. */
int pack_read(pack_reader *r, int *cell, double *value);

#endif
