/* The series of a simulation in memory, in the form in which a store's are read: see simulation.h and api/numbers.h. */
#include "api/numbers.h"
#include "api/simulation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- months ---- */

void sim_month_free(sim_month *m) {
    pack_free(&m->bytes);
    free(m->ends);
    memset(m, 0, sizeof *m);
}

int sim_month_put(vado_simulation *s) {
    const mdl_series *series = sim_series(s);
    sim_month *grown = realloc(s->months, ((size_t)s->nmonths + 1) * sizeof *grown);
    if (!grown)
        return -1;
    s->months = grown;
    sim_month *m = &grown[s->nmonths];
    memset(m, 0, sizeof *m);
    int status = (m->ends = calloc((size_t)s->nseries + 1, sizeof *m->ends)) ? 0 : -1;
    for (int i = 0; status == 0 && i < s->nseries; i++) {
        status = pack_row(&m->bytes, s->sums + series[i].offset, series[i].width);
        m->ends[i] = m->bytes.length;
    }
    if (status) {
        sim_month_free(m);
        return status;
    }
    s->nmonths++;
    memset(s->sums, 0, (size_t)s->width * sizeof *s->sums);
    return 0;
}

/* ---- a table, as res_read makes it ---- */

typedef struct {
    const mdl_series *series;
    int np, nn, ng; /* sizes kept by the series */
    int p, n, g;    /* 1 if that axis is asked for */
} cells_of;

static int max1(int n) { return n > 0 ? n : 1; }

static void add_cell(const cells_of *a, res_table *t, int month, int cell, double value) {
    int i = cell % a->series->cells, g = i % a->ng, n = i / a->ng % a->nn, p = i / a->ng / a->nn;
    double *to = cell < a->series->cells ? t->top : t->bottom;
    to[(size_t)res_cell(t, a->p ? p : 0, a->n ? n : 0, a->g ? g : 0) * (size_t)t->months + (size_t)month] += value;
}

static void add_months(const vado_simulation *s, int series, const cells_of *a, res_table *t) {
    for (int m = 0; m < s->nmonths; m++) {
        const sim_month *from = &s->months[m];
        size_t begin = series ? from->ends[series - 1] : 0, length = from->ends[series] - begin;
        pack_reader reader;
        int cell;
        double value;
        if (length == 0)
            continue;
        pack_read_start(&reader, from->bytes.bytes + begin, length);
        while (pack_read(&reader, &cell, &value) > 0)
            add_cell(a, t, m, cell, value);
    }
    const double *now = s->sums + a->series->offset;
    for (int cell = 0; t->months > s->nmonths && cell < a->series->width; cell++)
        if (now[cell] < 0 || now[cell] > 0)
            add_cell(a, t, s->nmonths, cell, now[cell]);
}

static int months_of(const vado_simulation *s) {
    int64_t from = s->input->opened.scenario.from, day = sim_day(s);
    return day > from ? month_of_day(day - 1) - month_of_day(from) + 1 : 0;
}

static int table(void *user, int series, int axes, res_table *t) {
    const vado_simulation *s = user;
    const scn_scenario *scenario = &s->input->opened.scenario;
    const mdl_series *d = &sim_series(s)[series];
    cells_of a = {d,
                  max1(d->nplaces),
                  d->by_nationality ? max1(scenario->nnationalities) : 1,
                  d->by_group ? max1(scenario->ndemographics) : 1,
                  d->nplaces > 0 && (axes & RES_BY_PLACE),
                  d->by_nationality && (axes & RES_BY_NATIONALITY),
                  d->by_group && (axes & RES_BY_GROUP)};
    memset(t, 0, sizeof *t);
    t->sum = d->sum;
    t->nplaces = a.p ? a.np : 1;
    t->nnationalities = a.n ? a.nn : 1;
    t->ngroups = a.g ? a.ng : 1;
    t->months = months_of(s);
    t->members = 1;
    size_t room = (size_t)(t->nplaces * t->nnationalities * t->ngroups) * (size_t)t->months + 1;
    t->top = calloc(room, sizeof *t->top);
    t->bottom = d->sum == SERIES_RATIO ? calloc(room, sizeof *t->bottom) : NULL;
    if (!t->top || (d->sum == SERIES_RATIO && !t->bottom)) {
        res_table_free(t);
        return VADO_ERR_MEMORY;
    }
    add_months(s, series, &a, t);
    return 0;
}

static int days(void *user, int series, int month, double *out) {
    const vado_simulation *s = user;
    const mdl_series *d = sim_series(s);
    int64_t from = s->input->opened.scenario.from, start = month_start(month_of_day(from) + month);
    int column = 0, ratio = d[series].sum == SERIES_RATIO;
    for (int i = 0; i < series; i++)
        column += d[i].sum == SERIES_RATIO ? 2 : 1;
    for (int i = 0; i < 31; i++) {
        int64_t at = start + i - from;
        const double *day = at >= 0 && at < s->ndays ? s->days + (size_t)at * (size_t)s->columns + column : NULL;
        out[i] = !day ? 0 : !ratio ? day[0] : day[1] > 0 ? day[0] / day[1] : NAN;
    }
    return 0;
}

int vado_simulation_read(vado *v, const vado_simulation *s, const char *series, const vado_read_options *o,
                         vado_numbers **out) {
    if (v)
        ctx_clear(v);
    if (out)
        *out = NULL;
    if (!v || !s || !series || !out)
        return num_nothing(v, !s ? "simulation" : !series ? "series" : "out");
    const scn_scenario *scenario = &s->input->opened.scenario;
    const char **nationalities = calloc((size_t)scenario->nnationalities + 1, sizeof *nationalities);
    if (!nationalities)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; i < scenario->nnationalities; i++)
        nationalities[i] = scenario->nationalities[i].name;
    num_source from = {.user = (void *)(uintptr_t)s,
                       .nseries = s->nseries,
                       .series = sim_series(s),
                       .nnationalities = scenario->nnationalities,
                       .nationalities = nationalities,
                       .ngroups = scenario->ndemographics,
                       .groups = scn_demographic_names,
                       .nmembers = 1,
                       .members = &s->number,
                       .month_first = month_of_day(scenario->from),
                       .months = months_of(s),
                       .months_over = s->nmonths,
                       .from = scenario->from,
                       .until = sim_day(s),
                       .partial = "",
                       .table = table,
                       .days = days};
    int status = num_read(v, &from, series, o, out);
    free(nationalities);
    return status;
}
