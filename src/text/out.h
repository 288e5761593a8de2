/* Text going out through the caller's writer: CSV cells, numbers that come back as they were, table columns. A failure
 * of the writer is kept and found once, at the end. Control characters go out as '?' (but the end of a line and the
 * tab), so that no name of a store or a file writes what a terminal obeys. */
#ifndef VADO_OUT_H
#define VADO_OUT_H

#include "vado.h"

typedef struct {
    vado_writer *write;
    void *user;
    int failed;
} out_text;

void out_put(out_text *o, const char *text);
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void out_printf(out_text *o, const char *format, ...);
void out_csv(out_text *o, const char *cell); /* quoted if it must be */
void out_number(out_text *o, double value);  /* shortest that reads back the same; nothing if not a number */
enum { OUT_NUMBER = 40 };
const char *out_exact(double value, char out[OUT_NUMBER]);
/* Left-aligned in `width` characters (not bytes) of UTF-8, and a space. */
void out_column(out_text *o, const char *text, int width);
void out_right(out_text *o, const char *text, int width);

#endif
