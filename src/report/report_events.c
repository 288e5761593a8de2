/* The named events of the first chart: those that the scenario names (scenario.yaml, events), else the days on which
 * most rows of its schedule begin, by the first words of their first note.
 *
 * A wide drawing writes the words above the plot, each in the lowest row where it has room, with a line down through
 * plot and harm. A narrow one writes numbers, and their list stands below it.
 */
#include "report/report_chart.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static double month_at(const page *p, int64_t day) {
    int month = month_of_day(day);
    return month - p->month0 + (double)(day - month_start(month)) / 31;
}

static int inside(const page *p, int64_t day) {
    double at = month_at(p, day);
    return at > 0 && at < p->months;
}

static void put(page *p, int64_t day, const char *words) {
    page_event *e = &p->events[p->nevents++];
    e->day = day;
    size_t n = strlen(words), most = sizeof e->words - 4;
    if (n > most) { /* between characters, not in one */
        n = most;
        while (n > 0 && ((unsigned char)words[n] & 0xC0) == 0x80)
            n--;
        snprintf(e->words, sizeof e->words, "%.*s\xE2\x80\xA6", (int)n, words);
    } else
        snprintf(e->words, sizeof e->words, "%s", words);
}

static int known(const page *p, int64_t day) {
    for (int i = 0; i < p->nevents; i++)
        if (p->events[i].day == day)
            return 1;
    return 0;
}

int events_busiest(const page *p, const csv_table *t, events_takes *takes) {
    int most = 0, row = 0;
    for (int i = 1; i < t->nrows; i++) {
        const char *from = csv_named(t, i, "from");
        int64_t day;
        int rows = 0;
        if (day_parse(from, &day) || !takes(p, t, i, day))
            continue;
        for (int k = i; k < t->nrows; k++) /* from its first row that is taken on */
            rows += strcmp(csv_named(t, k, "from"), from) == 0;
        if (rows > most) {
            most = rows;
            row = i;
        }
    }
    return row;
}

/* A day not yet taken, at a row that says what begins. */
static int is_new(const page *p, const csv_table *t, int row, int64_t day) {
    return inside(p, day) && !known(p, day) && *csv_named(t, row, "note");
}

/* Up to the first pause. */
static void put_note(page *p, int64_t day, const char *note) {
    char words[128];
    snprintf(words, sizeof words, "%.*s", (int)strcspn(note, ":;("), note);
    put(p, day, words);
}

void events_choose(page *p) {
    const scn_face *f = &p->face;
    csv_table t = {0};
    int64_t day;
    int row;
    for (int i = 0; i < f->nevents && p->nevents < PAGE_EVENTS; i++)
        if (inside(p, f->events[i].day))
            put(p, f->events[i].day, f->events[i].words);
    if (f->nevents == 0 && page_csv(p, "schedule.csv", &t))
        while (p->nevents < PAGE_EVENTS - 2 && (row = events_busiest(p, &t, is_new)) > 0 &&
               !day_parse(csv_named(&t, row, "from"), &day))
            put_note(p, day, csv_named(&t, row, "note"));
    csv_free(&t);
    for (int i = 1; i < p->nevents; i++) /* by day */
        for (int k = i; k > 0 && p->events[k].day < p->events[k - 1].day; k--) {
            page_event e = p->events[k];
            p->events[k] = p->events[k - 1];
            p->events[k - 1] = e;
        }
}

/* ---- in the drawing ---- */

typedef struct {
    int row, end; /* end: the words stand left of the line */
    double left, width;
} label;

static int wide(const cht_drawing *d) { return d->s->width > 600; }

/* Puts every label in the lowest row where it has room; returns how many rows there are. */
static int place(const cht_drawing *d, label *list) {
    int rows = 0;
    for (int i = 0; i < d->p->nevents; i++) {
        double x = cht_x(d, month_at(d->p, d->p->events[i].day)),
               width = wide(d) ? sht_text_width(d->p->events[i].words, d->s->font * 0.92) + 10 : d->s->font * 1.3;
        label *l = &list[i];
        l->width = width;
        l->end = wide(d) && x + width > d->s->width;
        l->left = !wide(d) ? x - width / 2 : l->end ? x - width : x;
        for (int clash = 1; clash; l->row += clash) {
            clash = 0;
            for (int k = 0; k < i; k++)
                clash |= list[k].row == l->row && list[k].left < l->left + l->width + 4 &&
                         l->left < list[k].left + list[k].width + 4;
        }
        rows = l->row + 1 > rows ? l->row + 1 : rows;
    }
    return rows;
}

int event_rows(const cht_drawing *d) {
    label list[PAGE_EVENTS] = {{0}};
    return d->s->all_lanes && !d->c->yearly ? place(d, list) : 0;
}

void event_marks(cht_drawing *d, int rows) {
    html_buffer *b = d->p->b;
    label list[PAGE_EVENTS] = {{0}};
    double h = d->s->font * 1.25, bottom = d->top - 3, size = d->s->font * 0.92;
    if (rows < 1)
        return;
    (void)place(d, list);
    for (int i = 0; i < d->p->nevents; i++) {
        const shr_event *share = shr_find(&d->p->shares, d->p->events[i].day);
        double x = cht_x(d, month_at(d->p, d->p->events[i].day));
        sht_line(b, share && shr_much(share) ? "evfit" : "ev", x, bottom - list[i].row * h - (wide(d) ? h : 0), x,
                 d->base);
    }
    for (int i = 0; i < d->p->nevents; i++) {
        double x = cht_x(d, month_at(d->p, d->p->events[i].day)), y = bottom - list[i].row * h;
        sht_rect(b, "paper", list[i].left + (list[i].end ? 0 : 1), y - h + 1, list[i].width - 1, h - 1);
        sht_text(b, "e", wide(d) ? x + (list[i].end ? -4 : 4) : x, y - h * 0.25,
                 !wide(d)      ? "middle"
                 : list[i].end ? "end"
                               : "start",
                 size);
        if (wide(d))
            html_text(b, d->p->events[i].words);
        else
            html_printf(b, "%d", i + 1);
        html_raw(b, "</text>");
    }
}

void event_ticks(const cht_drawing *d) {
    html_buffer *b = d->p->b;
    csv_table t = {0};
    const char *last = "";
    if (!page_csv(d->p, "schedule.csv", &t)) {
        csv_free(&t);
        return;
    }
    for (int i = 1; i < t.nrows; i++) {
        const char *from = csv_named(&t, i, "from");
        int64_t day;
        if (strcmp(from, last) == 0 || day_parse(from, &day) || !inside(d->p, day))
            continue;
        last = from;
        const shr_event *share = shr_find(&d->p->shares, day);
        html_markup(b, "<g><title>%s: %s", from, csv_named(&t, i, "note"));
        if (share)
            html_printf(b, " (%.0f%% of the change around it is the fitted latent)", 100 * share->share);
        html_raw(b, "</title>");
        sht_line(b, "tick1", cht_x(d, month_at(d->p, day)), d->base, cht_x(d, month_at(d->p, day)), d->base + 4);
        html_raw(b, "</g>");
    }
    csv_free(&t);
}

/* The words of the numbers in a narrow drawing, and what the fit has in them. */
void events_list(page *p) {
    if (!p->nevents)
        return;
    html_raw(p->b, "<ol class=events>");
    for (int i = 0; i < p->nevents; i++) {
        char day[11];
        day_format(p->events[i].day, day);
        html_markup(p->b, "<li><span>%s</span> %s</li>", day, p->events[i].words);
    }
    html_raw(p->b, "</ol>");
}
