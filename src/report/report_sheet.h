/* A drawing on a map: degrees to pixels, the few shapes, and names put where there is room.
 *
 * Equirectangular, true at the middle latitude of a window: coasts and borders, a graticule and what is drawn.
 */
#ifndef VADO_REPORT_SHEET_H
#define VADO_REPORT_SHEET_H

#include "report/report_parts.h"

typedef struct {
    double x, y, w, h;
} sht_box;

typedef struct {
    double west, east, south, north; /* degrees */
    double left, top, scale_x, scale_y;
    double width, height;
} sht_window;

/* A drawing and the places in it that are taken. */
typedef struct {
    page *p;
    double font;
    int nboxes;
    sht_box boxes[512];
} sht_sheet;

sht_window sht_window_make(double west, double east, double south, double north, double left, double top, double width);
double sht_x(const sht_window *w, double lon);
double sht_y(const sht_window *w, double lat);
int sht_inside(const sht_window *w, double lat, double lon);
double sht_text_width(const char *s, double font); /* roughly */
int sht_free(const sht_sheet *s, sht_box b);
void sht_take(sht_sheet *s, sht_box b);

void sht_attribute(html_buffer *b, const char *name, double v);
void sht_circle(html_buffer *b, const char *klass, double x, double y, double r);
void sht_line(html_buffer *b, const char *klass, double x1, double y1, double x2, double y2);
void sht_rect(html_buffer *b, const char *klass, double x, double y, double w, double h); /* w, h below 0: 0 */
/* Opens it; font 0: that of the drawing. */
void sht_text(html_buffer *b, const char *klass, double x, double y, const char *anchor, double font);
/* A name beside a point: right, left, above, below; farther off with a leader for those that matter; 1 if there was
 * room. */
int sht_name(sht_sheet *s, const sht_window *w, double x, double y, double away, const char *name, double font,
             int matters);
void sht_graticule(sht_sheet *s, const sht_window *w, double step); /* lines every so many degrees */
void sht_coast(sht_sheet *s, const sht_window *w);                  /* coasts and borders (report_coast.c) */

/* Legs as lines as wide as people on them, the widest `widest`; of one width where the run does not keep them. */
void sht_legs(sht_sheet *s, const sht_window *w, const csv_table *places, double widest);
void sht_legs_words(page *p);                            /* what the widths are */
int sht_row_named(const csv_table *t, const char *name); /* 0: none */

#endif
