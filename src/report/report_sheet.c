/* See report_sheet.h. */
#include "report/report_sheet.h"

#include <math.h>
#include <string.h>

sht_window sht_window_make(double west, double east, double south, double north, double left, double top,
                           double width) {
    sht_window w = {west, east, south, north, left, top, 0, 0, width, 0};
    w.scale_x = width / (east - west);
    w.scale_y = w.scale_x / cos((south + north) / 2 * 3.14159265358979 / 180);
    w.height = (north - south) * w.scale_y;
    return w;
}

double sht_x(const sht_window *w, double lon) { return w->left + (lon - w->west) * w->scale_x; }
double sht_y(const sht_window *w, double lat) { return w->top + (w->north - lat) * w->scale_y; }
int sht_inside(const sht_window *w, double lat, double lon) {
    return lat > w->south && lat < w->north && lon > w->west && lon < w->east;
}

double sht_text_width(const char *s, double font) {
    int n = 0;
    for (; *s; s++)
        n += (*s & 0xC0) != 0x80;
    return n * font * 0.58;
}

int sht_free(const sht_sheet *s, sht_box b) {
    for (int i = 0; i < s->nboxes; i++) {
        const sht_box *o = &s->boxes[i];
        if (b.x < o->x + o->w && o->x < b.x + b.w && b.y < o->y + o->h && o->y < b.y + b.h)
            return 0;
    }
    return 1;
}

void sht_take(sht_sheet *s, sht_box b) {
    if (s->nboxes < (int)(sizeof s->boxes / sizeof *s->boxes))
        s->boxes[s->nboxes++] = b;
}

void sht_attribute(html_buffer *b, const char *name, double v) {
    html_printf(b, " %s=", name);
    svg_number(b, v);
}

void sht_circle(html_buffer *b, const char *klass, double x, double y, double r) {
    html_printf(b, "<circle class=%s", klass);
    sht_attribute(b, "cx", x);
    sht_attribute(b, "cy", y);
    sht_attribute(b, "r", r);
    html_raw(b, " />");
}

void sht_line(html_buffer *b, const char *klass, double x1, double y1, double x2, double y2) {
    html_printf(b, "<line class=%s", klass);
    sht_attribute(b, "x1", x1);
    sht_attribute(b, "y1", y1);
    sht_attribute(b, "x2", x2);
    sht_attribute(b, "y2", y2);
    html_raw(b, " />");
}

void sht_rect(html_buffer *b, const char *klass, double x, double y, double w, double h) {
    html_printf(b, "<rect class=%s", klass);
    sht_attribute(b, "x", x);
    sht_attribute(b, "y", y);
    sht_attribute(b, "width", w > 0 ? w : 0);
    sht_attribute(b, "height", h > 0 ? h : 0);
    html_raw(b, " />");
}

void sht_text(html_buffer *b, const char *klass, double x, double y, const char *anchor, double font) {
    html_printf(b, "<text class=\"%s\" text-anchor=%s", klass, anchor);
    sht_attribute(b, "x", x);
    sht_attribute(b, "y", y);
    if (font > 0)
        sht_attribute(b, "font-size", font);
    html_raw(b, " >");
}

int sht_name(sht_sheet *s, const sht_window *w, double x, double y, double away, const char *name, double font,
             int matters) {
    static const struct {
        double x, y;
        const char *anchor;
    } tries[] = {{1, 0, "start"},      {-1, 0, "end"},      {0, -1, "middle"},  {0, 1, "middle"},
                 {0.7, -0.7, "start"}, {0.7, 0.7, "start"}, {-0.7, 0.7, "end"}, {-0.7, -0.7, "end"}};
    double width = sht_text_width(name, font), h = font * 1.05;
    for (int k = 0; k < (matters ? 32 : 8); k++) {
        int i = k % 8;
        double far = away * (1 + k / 8 * 2.6), tx = x + tries[i].x * far, ty = y + tries[i].y * far;
        double left = tx - (*tries[i].anchor == 'e' ? width : *tries[i].anchor == 'm' ? width / 2 : 0);
        double low = ty + h * (tries[i].y < 0 ? 0 : tries[i].y > 0 ? 0.75 : 0.33);
        sht_box b = {left - 1, low - h * 0.8, width + 2, h};
        if (b.x < w->left || b.x + b.w > w->left + w->width || b.y < w->top || b.y + b.h > w->top + w->height ||
            !sht_free(s, b))
            continue;
        sht_take(s, b);
        if (k >= 8)
            sht_line(s->p->b, "ev", x, y, tx, ty);
        sht_text(s->p->b, "halo", tx, low, tries[i].anchor, font);
        html_markup(s->p->b, "%s</text>", name);
        return 1;
    }
    return 0;
}

void sht_graticule(sht_sheet *s, const sht_window *w, double step) {
    html_buffer *b = s->p->b;
    html_raw(b, "<g>");
    for (double lon = ceil(w->west / step) * step; lon < w->east; lon += step)
        sht_line(b, "grid1", sht_x(w, lon), w->top, sht_x(w, lon), w->top + w->height);
    for (double lat = ceil(w->south / step) * step; lat < w->north; lat += step) {
        sht_line(b, "grid1", w->left, sht_y(w, lat), w->left + w->width, sht_y(w, lat));
        sht_text(b, "m", w->left + 2, sht_y(w, lat) - 2, "start", s->font * 0.8);
        html_printf(b, "%.4g\xC2\xB0%s</text>", fabs(lat), lat < 0 ? "S" : "N");
    }
    html_raw(b, "</g>");
}
