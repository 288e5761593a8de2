/* See out.h. */
#include "text/out.h"

#include "text/words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names come from files of others: what a terminal would act on is written so that it can be read. */
static int harmless(const char *text, size_t n) {
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if ((c < 0x20 && c != '\n' && c != '\t') || c >= 0x7F)
            return 0;
    }
    return 1;
}

static void bytes(out_text *o, const char *text, size_t n) {
    char *safe = NULL;
    if (!harmless(text, n)) {
        safe = txt_printable(text, n, "\n\t");
        o->failed |= safe == NULL;
        n = safe ? strlen(safe) : 0;
        text = safe;
    }
    if (!o->failed && n && o->write(o->user, text, n))
        o->failed = 1;
    free(safe);
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
