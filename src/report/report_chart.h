/* What the files that draw a chart share: its shape, its scales, the lanes of harm and the named events. */
#ifndef VADO_REPORT_CHART_H
#define VADO_REPORT_CHART_H

#include "report/report_sheet.h"

/* One frame: the plot above, lanes of harm below in the same months, the axis of months under both. */
typedef struct {
    double width, plot, left, lane, font;
    int all_lanes; /* of every track of harm, with totals; else one */
    const char *klass;
} cht_shape;

typedef struct {
    page *p;
    const chart *c;
    const cht_shape *s;
    svg_scale x, y;          /* x: periods 0..n */
    double top, floor, base; /* of the plot; where it ends and the lanes begin; where the frame ends */
    int track;               /* the track of a frame with one lane; -1: none keeps the chart's margin */
} cht_drawing;

double cht_x(const cht_drawing *d, double period);
const char *cht_axis_number(const chart *c, double v, char out[HTML_NUMBER]); /* 2m, not 2.00m */
void cht_axis(html_buffer *b, const page *p, const svg_scale *x, int n, const int *first, double y, double font,
              int whole_years); /* years, or months of a short run, below y; whole_years: "2024", not "'24" */

/* ---- harm (report_lane.c) ---- */
/* The first track that the run keeps for the people of a scope, or -1. */
int lane_track(const page *p, const harm_scope *scope);
double lane_height(const page *p, const cht_shape *s, int track);
void lane_write(cht_drawing *d);

/* ---- named events (report_events.c) ---- */
int event_rows(const cht_drawing *d); /* rows of labels above the plot */
void event_marks(cht_drawing *d, int rows);
void event_ticks(const cht_drawing *d); /* a tick on the axis for every date of the schedule */

#endif
