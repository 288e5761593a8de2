/* Text that grows, escaping, and numbers as people read them.
 *
 * Escaping: the five characters of markup become entities; bytes that are not UTF-8 and control characters become
 * U+FFFD, so that a page made from a hostile scenario is still a valid page. Numbers are written with commas for
 * thousands and never in the reader's locale: the same store gives the same bytes.
 */
#include "text/html.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void html_free(html_buffer *b) {
    free(b->text);
    memset(b, 0, sizeof *b);
}

void html_done(html_buffer *b, html_buffer *part) {
    b->failed |= part->failed;
    html_free(part);
}

int html_ok(const html_buffer *b) { return !b->failed; }

void html_bytes(html_buffer *b, const char *text, size_t length) {
    if (b->failed)
        return;
    if (b->length + length + 1 > b->capacity) {
        size_t want = b->capacity ? b->capacity : 65536;
        while (want < b->length + length + 1)
            want *= 2;
        char *grown = realloc(b->text, want);
        if (!grown) {
            b->failed = 1;
            return;
        }
        b->text = grown;
        b->capacity = want;
    }
    memcpy(b->text + b->length, text, length);
    b->length += length;
    b->text[b->length] = '\0';
}

void html_raw(html_buffer *b, const char *markup) { html_bytes(b, markup, strlen(markup)); }

/* Length of the valid UTF-8 character at p, or 0. */
static size_t utf8_length(const unsigned char *p) {
    if (p[0] < 0x80)
        return p[0] >= 0x20 || p[0] == '\n' || p[0] == '\t' ? 1 : 0;
    size_t n = p[0] >= 0xC2 && p[0] <= 0xDF   ? 2
               : p[0] >= 0xE0 && p[0] <= 0xEF ? 3
               : p[0] >= 0xF0 && p[0] <= 0xF4 ? 4
                                              : 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    if (n == 3 && ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F)))
        return 0;
    if (n == 4 && ((p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F)))
        return 0;
    return n;
}

void html_text(html_buffer *b, const char *text) {
    const unsigned char *p = (const unsigned char *)(text ? text : "");
    while (*p) {
        switch (*p) {
        case '&':
            html_raw(b, "&amp;");
            break;
        case '<':
            html_raw(b, "&lt;");
            break;
        case '>':
            html_raw(b, "&gt;");
            break;
        case '"':
            html_raw(b, "&quot;");
            break;
        case '\'':
            html_raw(b, "&#39;");
            break;
        default: {
            size_t n = utf8_length(p);
            if (n)
                html_bytes(b, (const char *)p, n);
            else
                html_raw(b, "\xEF\xBF\xBD");
            p += n ? n - 1 : 0;
        }
        }
        p++;
    }
}

void html_printf(html_buffer *b, const char *format, ...) {
    char line[1024];
    va_list a;
    va_start(a, format);
    int n = vsnprintf(line, sizeof line, format, a);
    va_end(a);
    if (n < 0 || (size_t)n >= sizeof line)
        b->failed = 1; /* only short markup is made here: a longer one is a mistake of ours */
    else
        html_bytes(b, line, (size_t)n);
}

void html_markup(html_buffer *b, const char *format, ...) {
    va_list a;
    va_start(a, format);
    for (const char *p = format; *p;) {
        const char *next = strstr(p, "%s");
        if (!next) {
            html_raw(b, p);
            break;
        }
        html_bytes(b, p, (size_t)(next - p));
        html_text(b, va_arg(a, const char *));
        p = next + 2;
    }
    va_end(a);
}

static const char *no_number(char out[HTML_NUMBER]) {
    snprintf(out, HTML_NUMBER, "\xE2\x80\x93");
    return out;
}

/* Puts commas into "-1234567.8". */
static void commas(const char *digits, char out[HTML_NUMBER]) {
    const char *p = digits;
    size_t o = 0;
    if (*p == '-') {
        memcpy(out, "\xE2\x88\x92", 3);
        o = 3;
        p++;
    }
    size_t whole = strcspn(p, ".");
    for (size_t i = 0; p[i] && o + 2 < HTML_NUMBER; i++) {
        if (i && i < whole && (whole - i) % 3 == 0)
            out[o++] = ',';
        out[o++] = p[i];
    }
    out[o] = '\0';
}

static double clean(double v) { return fabs(v) < 5e-10 ? 0 : v > 1e18 ? 1e18 : v < -1e18 ? -1e18 : v; }

/* Two figures of what is below a tenth, so that a small ratio is not told as none. */
static int places_of(double size) {
    if (size == floor(size) || size >= 10)
        return 0;
    if (size >= 0.1)
        return size >= 1 ? 1 : 2;
    return size < 1e-5 ? 6 : 1 - (int)floor(log10(size));
}

const char *html_number(double value, char out[HTML_NUMBER]) {
    if (!isfinite(value))
        return no_number(out);
    char digits[32];
    double v = clean(value);
    int places = places_of(fabs(v));
    snprintf(digits, sizeof digits, "%.*f", places, v);
    for (char *end = digits + strlen(digits) - 1; places > 2 && *end == '0'; places--)
        *end-- = '\0';
    commas(digits, out);
    return out;
}

static double three_figures(double v, int figures) {
    if (v == 0)
        return 0;
    double scale = pow(10, figures - 1 - floor(log10(fabs(v))));
    return round(v * scale) / scale;
}

const char *html_rounded(double value, char out[HTML_NUMBER]) {
    return html_number(isfinite(value) && fabs(value) >= 100 ? three_figures(value, 3) : value, out);
}

static const char *with_unit(double value, const char *million, const char *thousand, char out[HTML_NUMBER]) {
    if (!isfinite(value))
        return no_number(out);
    double v = three_figures(clean(value), 3), size = fabs(v);
    const char *unit = size >= 999500 ? million : size >= 1000 && *thousand ? thousand : "";
    double by = unit == million ? 1e6 : *unit ? 1e3 : 1;
    if (by == 1)
        return html_number(size >= 10 ? round(v) : v, out);
    char digits[32], number[HTML_NUMBER];
    double shown = size / by;
    int places = shown >= 100 ? 0 : shown >= 10 ? 1 : 2;
    snprintf(digits, sizeof digits, "%.*f", places, v / by);
    if (unit != million && strchr(digits, '.')) {
        char *end = digits + strlen(digits) - 1;
        while (*end == '0')
            *end-- = '\0';
        if (*end == '.')
            *end = '\0';
    }
    commas(digits, number);
    snprintf(out, HTML_NUMBER, "%.30s%s", number, unit);
    return out;
}

const char *html_short(double value, char out[HTML_NUMBER]) { return with_unit(value, "m", "k", out); }
const char *html_words(double value, char out[HTML_NUMBER]) { return with_unit(value, " million", "", out); }

const char *html_percent(double share, char out[HTML_NUMBER]) {
    if (!isfinite(share))
        return no_number(out);
    double v = clean(share * 100);
    snprintf(out, HTML_NUMBER, "%.*f%%", fabs(v) < 9.95 && v != round(v) ? 1 : 0, v);
    return out;
}

const char *html_change(double share, char out[HTML_NUMBER]) {
    if (!isfinite(share))
        return no_number(out);
    double v = round(share * 100);
    snprintf(out, HTML_NUMBER, "%s%.0f%%", v < 0 ? "\xE2\x88\x92" : v > 0 ? "+" : "", fabs(v));
    return out;
}

void svg_number(html_buffer *b, double v) {
    char digits[32];
    double t = isfinite(v) ? round(v * 10) / 10 : 0;
    if (t == 0)
        t = 0; /* no minus zero */
    snprintf(digits, sizeof digits, "%.1f", t);
    size_t n = strlen(digits);
    if (n > 2 && digits[n - 1] == '0')
        digits[n - 2] = '\0';
    html_raw(b, digits);
}

void svg_xy(html_buffer *b, double x, double y) {
    svg_number(b, x);
    html_raw(b, ",");
    svg_number(b, y);
}

double svg_at(const svg_scale *s, double value) {
    double span = s->high - s->low;
    return span > 0 ? s->a + (s->b - s->a) * (value - s->low) / span : s->a;
}

double svg_step(double top, int n) {
    if (!(top > 0) || n < 1)
        return 1;
    double rough = top / n, power = pow(10, floor(log10(rough)));
    static const double nice[] = {1, 2, 2.5, 5, 10};
    for (int i = 0; i < 5; i++)
        if (nice[i] * power >= rough * 0.999999)
            return nice[i] * power;
    return 10 * power;
}
