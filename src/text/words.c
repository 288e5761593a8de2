/* Text helpers of the readers. See words.h. */
#include "text/words.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *txt_copy_n(const char *text, size_t length) {
    char *copy = malloc(length + 1);
    if (copy == NULL)
        return NULL;
    if (length > 0)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *txt_copy(const char *text) { return text == NULL ? txt_copy_n("", 0) : txt_copy_n(text, strlen(text)); }

char *txt_join(const char *a, const char *b, const char *c) {
    size_t na = strlen(a), nb = strlen(b), nc = strlen(c);
    char *out = malloc(na + nb + nc + 1);
    if (out == NULL)
        return NULL;
    memcpy(out, a, na);
    memcpy(out + na, b, nb);
    memcpy(out + na + nb, c, nc + 1);
    return out;
}

int txt_ends(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

int txt_utf8(const char *s, size_t n, uint32_t *code) {
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    if (n == 0)
        return 0;
    unsigned char first = (unsigned char)s[0];
    int bytes = first < 0x80 ? 1 : (first >> 5) == 6 ? 2 : (first >> 4) == 14 ? 3 : (first >> 3) == 30 ? 4 : 0;
    if (bytes == 0 || (size_t)bytes > n)
        return 0;
    uint32_t c = bytes == 1 ? first : first & (0x7Fu >> bytes);
    for (int i = 1; i < bytes; i++) {
        unsigned char next = (unsigned char)s[i];
        if ((next & 0xC0) != 0x80)
            return 0;
        c = (c << 6) | (next & 0x3Fu);
    }
    if (c < least[bytes] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    if (code != NULL)
        *code = c;
    return bytes;
}

enum { SHOWN = 96 }; /* bytes of a found text: the rest of the line has things to say too */

txt_shown txt_show(const char *text) {
    txt_shown out;
    size_t n = strlen(text), i = 0, o = 0;
    out.text[o++] = '"';
    while (i < n) {
        int bytes = txt_utf8(text + i, n - i, NULL);
        size_t step = bytes > 0 ? (size_t)bytes : 1;
        if (o + step + 5 > SHOWN) {
            memcpy(out.text + o, "...", 3);
            o += 3;
            break;
        }
        if (bytes == 0 || (unsigned char)text[i] < 0x20 || text[i] == 0x7F)
            out.text[o++] = '?';
        else {
            memcpy(out.text + o, text + i, step);
            o += step;
        }
        i += step;
    }
    out.text[o++] = '"';
    out.text[o] = '\0';
    return out;
}

txt_shown txt_say(const char *format, ...) {
    txt_shown out;
    va_list args;
    va_start(args, format);
    vsnprintf(out.text, sizeof out.text, format, args);
    va_end(args);
    size_t n = strlen(out.text), i = 0;
    while (i < n) { /* a %.40s, or the end, may have cut a character */
        int bytes = txt_utf8(out.text + i, n - i, NULL);
        if (bytes == 0) {
            memmove(out.text + i, out.text + i + 1, n - i);
            n--;
        }
        i += (size_t)bytes;
    }
    return out;
}

/* Characters that a terminal acts on: C0, DEL, C1, and those that turn the direction of what follows. */
static int acts(uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

char *txt_printable(const char *text, size_t n, const char *kept) {
    char *out = malloc(4 * n + 1);
    size_t o = 0;
    for (size_t i = 0; out != NULL && i < n;) {
        uint32_t c = 0;
        int bytes = txt_utf8(text + i, n - i, &c), bad = bytes == 0 || acts(c);
        if (bad && c < 0x80 && c > 0 && strchr(kept, (int)c) != NULL)
            bad = 0;
        for (int k = 0; k < (bytes > 0 ? bytes : 1); k++, i++) {
            if (bad)
                o += (size_t)snprintf(out + o, 5, "\\x%02x", (unsigned)(unsigned char)text[i]);
            else
                out[o++] = text[i];
        }
    }
    if (out != NULL)
        out[o] = '\0';
    return out;
}

static const char *digits(const char *p) {
    while (*p >= '0' && *p <= '9')
        p++;
    return p;
}

int txt_number_parse(const char *text, double *value) {
    const char *p = text, *q = NULL;
    int any = 0;
    if (*p == '+' || *p == '-')
        p++;
    q = digits(p);
    any = q > p;
    p = q;
    if (*p == '.') {
        q = digits(p + 1);
        any = any || q > p + 1;
        p = q;
    }
    if (!any)
        return -1;
    if (*p == 'e' || *p == 'E') {
        p++;
        if (*p == '+' || *p == '-')
            p++;
        q = digits(p);
        if (q == p)
            return -1;
        p = q;
    }
    if (*p != '\0')
        return -1;
    char *end = NULL;
    double v = strtod(text, &end);
    if (end != p || !isfinite(v))
        return -1;
    *value = v;
    return 0;
}

void txt_unknown(rep_report *rep, const char *file, txt_pos at, const char *found, const char *expected,
                 const char *nearest, const char *todo) {
    txt_shown hint;
    if (nearest != NULL) {
        hint = txt_say("did you mean %s?", txt_show(nearest).text);
        todo = hint.text;
    }
    rep_add(rep, REP_ERROR, file, at.line, at.column, txt_show(found).text, todo, "%s", expected);
}

void txt_warn_formula(rep_report *rep, const char *file, txt_pos at, const char *text) {
    if (text[0] == '\0' || strchr("=+-@\t\r\n", text[0]) == NULL)
        return;
    rep_add(rep, REP_WARNING, file, at.line, at.column, txt_show(text).text,
            "begin it with a letter: tables that are exported hold it as it is",
            "a text that a spreadsheet does not run as a formula (it would from = + - @, a tab or a line's end on)");
}

int txt_sort(int n, int *order, int (*compare)(const void *context, int a, int b), const void *context) {
    if (n < 2)
        return 0;
    int *other = malloc((size_t)n * sizeof *other);
    if (other == NULL)
        return -1;
    int *from = order, *to = other;
    for (int width = 1; width<n; width = width> n / 2 ? n : width * 2) { /* bottom-up merge */
        for (int start = 0; start < n;) {
            int middle = n - start > width ? start + width : n;
            int end = n - middle > width ? middle + width : n;
            int a = start, b = middle;
            if (b < end && compare(context, from[b - 1], from[b]) <= 0) { /* in order as they are */
                memcpy(to + start, from + start, (size_t)(end - start) * sizeof *to);
                start = end;
                continue;
            }
            for (int k = start; k < end; k++) {
                if (a < middle && (b >= end || compare(context, from[a], from[b]) <= 0))
                    to[k] = from[a++];
                else
                    to[k] = from[b++];
            }
            start = end;
        }
        int *swap = from;
        from = to;
        to = swap;
    }
    if (from != order)
        memcpy(order, from, (size_t)n * sizeof *order);
    free(other);
    return 0;
}

int txt_find(const char *name, int n, const char *(*at)(const void *of, int i), const void *of) {
    int low = 0, high = n - 1;
    while (low <= high) {
        int middle = low + (high - low) / 2;
        int c = strcmp(name, at(of, middle));
        if (c == 0)
            return middle;
        if (c < 0)
            high = middle - 1;
        else
            low = middle + 1;
    }
    return -1;
}
