/* See out.h. */
#include "store/out.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void raw(out_text *o, const char *text, size_t n) {
    if (!o->failed && n && o->write(o->user, text, n))
        o->failed = 1;
}

/* Bytes at text that a terminal would obey: 1 of ASCII, 2 of U+0080 to U+009F; else 0. */
static size_t control(const char *text, size_t n) {
    unsigned char c = (unsigned char)text[0];
    if (c < 0x20)
        return c != '\n' && c != '\t';
    return c == 0x7F ? 1 : c == 0xC2 && n > 1 && ((unsigned char)text[1] & 0xE0) == 0x80 ? 2 : 0;
}

/* Everything goes out here: names of a store or a file cannot write what a terminal obeys. */
static void bytes(out_text *o, const char *text, size_t n) {
    size_t from = 0, skip;
    for (size_t i = 0; i < n; i += skip ? skip : 1)
        if ((skip = control(text + i, n - i))) {
            raw(o, text + from, i - from);
            raw(o, "?", 1);
            from = i + skip;
        }
    raw(o, text + from, n - from);
}

void out_put(out_text *o, const char *text) { bytes(o, text, strlen(text)); }

void out_printf(out_text *o, const char *format, ...) {
    char fixed[512], *text = fixed;
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int n = vsnprintf(fixed, sizeof fixed, format, list);
    if (n >= (int)sizeof fixed && (text = malloc((size_t)n + 1)))
        vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    va_end(list);
    if (n < 0 || !text)
        o->failed = 1;
    else
        bytes(o, text, (size_t)n);
    if (text != fixed)
        free(text);
}

void out_csv(out_text *o, const char *cell) {
    if (!cell[strcspn(cell, ",\"\r\n")] && cell[0] != ' ' && cell[0] != '#') {
        out_put(o, cell);
        return;
    }
    out_put(o, "\"");
    for (const char *p = cell; *p;) {
        size_t n = strcspn(p, "\"");
        bytes(o, p, n);
        p += n;
        if (*p == '"') {
            out_put(o, "\"\"");
            p++;
        }
    }
    out_put(o, "\"");
}

const char *out_exact(double value, char out[OUT_NUMBER]) {
    out[0] = '\0';
    if (!isfinite(value))
        return out;
    if (fabs(value) < 1e15 && value - floor(value) <= 0) {
        snprintf(out, OUT_NUMBER, "%.0f", value + 0.0);
        return out;
    }
    for (int digits = 6; digits <= 17; digits++) {
        snprintf(out, OUT_NUMBER, "%.*g", digits, value);
        double back = strtod(out, NULL);
        if (back >= value && back <= value)
            break;
    }
    return out;
}

void out_number(out_text *o, double value) {
    char text[OUT_NUMBER];
    out_put(o, out_exact(value, text));
}

static int characters(const char *text) {
    int n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

void out_column(out_text *o, const char *text, int width) {
    out_put(o, text);
    for (int n = characters(text); n < width; n++)
        out_put(o, " ");
    out_put(o, " ");
}

void out_right(out_text *o, const char *text, int width) {
    for (int n = characters(text); n < width; n++)
        out_put(o, " ");
    out_put(o, text);
    out_put(o, " ");
}
