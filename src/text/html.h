/* Text that grows, and the few ways a number or a name is written into a page.
 *
 * Every name that comes from a file goes through html_text, so no file can write markup. A failure (memory) is kept and
 * found once, at the end: see html_ok.
 */
#ifndef VADO_HTML_H
#define VADO_HTML_H

#include <stddef.h>

typedef struct {
    char *text; /* NUL-terminated; NULL until the first write */
    size_t length, capacity;
    int failed;
} html_buffer;

void html_free(html_buffer *b);
/* Frees a part made for b; what was lost in it is lost in b. */
void html_done(html_buffer *b, html_buffer *part);
int html_ok(const html_buffer *b); /* 1 if nothing was lost */
void html_raw(html_buffer *b, const char *markup);
void html_bytes(html_buffer *b, const char *text, size_t length);
void html_text(html_buffer *b, const char *text); /* escaped; not UTF-8 or a control character: U+FFFD */
#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void html_printf(html_buffer *b, const char *format, ...); /* markup; arguments are NOT escaped */
/* Markup in which each %s is escaped text: html_markup(b, "<b>%s</b>", name). Only %s. */
void html_markup(html_buffer *b, const char *format, ...);

enum { HTML_NUMBER = 40 };
/* 1,234,567; `-` for no number; digits after the point only below 10 unless whole. */
const char *html_number(double value, char out[HTML_NUMBER]);
/* Three figures are enough to read: 213,000; 3,910; 41; 0.27 */
const char *html_rounded(double value, char out[HTML_NUMBER]);
/* 8.42m, 213k, 3.9k, 41 */
const char *html_short(double value, char out[HTML_NUMBER]);
/* 8.42 million, 213,000, 41 */
const char *html_words(double value, char out[HTML_NUMBER]);
const char *html_percent(double share, char out[HTML_NUMBER]); /* 0.27 -> 27% */
const char *html_change(double share, char out[HTML_NUMBER]);  /* -0.41 -> −41%, 0.05 -> +5% */

/* SVG: coordinates in tenths, so that the file is small and the bytes never depend on a last bit. */
void svg_xy(html_buffer *b, double x, double y); /* "12.3,4" */
void svg_number(html_buffer *b, double v);
typedef struct {
    double low, high; /* values */
    double a, b;      /* pixels */
} svg_scale;
double svg_at(const svg_scale *s, double value);
/* A step of 1, 2, 2.5 or 5 times a power of ten that gives at most n steps up to top. */
double svg_step(double top, int n);

#endif
