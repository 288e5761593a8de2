/* Adding a day to series, for all systems.
 *
 * Flows that are counted every day are one list of all systems, made once: each flow, how its classes join, and the
 * cells of a series, or of sums of the day, that they are added to. It is gone through once a day (cor_counted). Stocks
 * and single numbers are added by the systems' `record`.
 */
#include "corridor/statistics.h"
#include "text/array.h"

#include <stdlib.h>
#include <string.h>

enum { INTO_RECORD, INTO_SUMS };
_Static_assert(DEMO_COUNT == 3, "cor_count_people adds three");

/* ---- the cells of a series ---- */

static int first_cell(const mdl_model *m, int series, int place) {
    const mdl_series *s = &m->series[series];
    int each = (s->by_nationality ? m->nn : 1) * (s->by_group ? DEMO_COUNT : 1);
    return s->offset + (s->nplaces ? place * each : 0);
}

/* How many neighbouring classes of people share a cell, for a series with a margin by nationality; 0: it has none. */
static int classes_a_cell(const mdl_model *m, int series, int per) {
    const mdl_series *s = &m->series[series];
    return !s->by_nationality ? 0 : s->by_group ? per : per * DEMO_COUNT;
}

/* ---- the list ---- */

static int add_row(mdl_model *m, const eng_count *row) {
    eng_count *more = arr_more(m->counts.of, m->counts.n, sizeof *more);
    if (!more)
        return ENG_ERR_MEMORY;
    m->counts.of = more;
    m->counts.of[m->counts.n++] = *row;
    m->counts.most = row->cells > m->counts.most ? row->cells : m->counts.most;
    return ENG_OK;
}

int cor_series_flow(mdl_model *m, int series, int place, int flow, int per, int factor) {
    const mdl_series *s = &m->series[series];
    if (flow < 0)
        return ENG_OK;
    if ((s->by_group && !s->by_nationality) || eng_stock_classes(m->e, eng_flow_from(m->e, flow)) != m->nd * per)
        return ENG_ERR_DECLARE;
    eng_count row = eng_count_of(m->e, flow, classes_a_cell(m, series, per), first_cell(m, series, place));
    row.factor = factor;
    row.array = INTO_RECORD;
    return add_row(m, &row);
}

int cor_sums(mdl_model *m, int n) {
    m->counts.nsums += n;
    return m->counts.nsums - n;
}

int cor_sum_flow(mdl_model *m, int at, int flow, int group) {
    if (flow < 0)
        return ENG_OK;
    eng_count row = eng_count_of(m->e, flow, group, at);
    row.array = INTO_SUMS;
    return add_row(m, &row);
}

/* A row into a series that nobody wants. Sums are always made: mornings read them. */
static int unasked(const mdl_member *p, const eng_count *row) {
    int k = 0;
    if (row->array != INTO_RECORD)
        return 0;
    while (row->to < p->m->series[k].offset || row->to >= p->m->series[k].offset + p->m->series[k].width)
        k++;
    return p->unasked[k];
}

int cor_count_asked(mdl_member *p) {
    const mdl_model *m = p->m;
    eng_count *rows = malloc((size_t)(m->counts.n + 1) * sizeof *rows);
    int n = 0;
    if (!rows)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < m->counts.n; i++)
        if (!unasked(p, &m->counts.of[i]))
            rows[n++] = m->counts.of[i];
    eng_count_list(n, rows);
    free(p->counts);
    p->counts = rows;
    p->ncounts = n;
    return ENG_OK;
}

const double *cor_counted(mdl_member *p, const eng_world *w) {
    const mdl_model *m = p->m;
    double *const arrays[] = {[INTO_RECORD] = p->record, [INTO_SUMS] = p->sums};
    if (p->counted || !p->record)
        return p->sums;
    memset(p->sums, 0, (size_t)m->counts.nsums * sizeof *p->sums);
    eng_count_moved(w, p->counts ? p->ncounts : m->counts.n, p->counts ? p->counts : m->counts.of, p->values, arrays,
                    p->sums + m->counts.nsums);
    p->counted = 1;
    return p->sums;
}

const double *cor_counted_before(const mdl_member *p) {
    return p->counted_before && eng_count_lasts(p->w) ? p->sums : NULL;
}

/* ---- in record ---- */

/* Of a series with a margin by demographic alone: people [ND], each nationality's into the same cells. */
static void add_each_nationality(const mdl_model *m, const double *people, double *out) {
    for (int n = 0; n < m->nn; n++, people += DEMO_COUNT)
        for (int d = 0; d < DEMO_COUNT; d++)
            out[d] += people[d];
}

static int by_group_alone(const mdl_model *m, int series) {
    return m->series[series].by_group && !m->series[series].by_nationality;
}

static void count_flows(const mdl_member *p, const eng_world *w, int series, int place, int n, const int flows[],
                        int per, double factor) {
    const mdl_model *m = p->m;
    int group = classes_a_cell(m, series, per);
    double *out = &p->record[first_cell(m, series, place)];
    if (group > 0) {
        eng_count_several(w, n, flows, group, factor, out);
    } else if (by_group_alone(m, series)) {
        double people[COR_MAX_ND] = {0};
        eng_count_several(w, n, flows, per, factor, people);
        add_each_nationality(m, people, out);
    } else {
        for (int i = 0; i < n; i++)
            *out += flows[i] < 0 ? 0 : factor * eng_moved_total(w, flows[i]);
    }
}

void cor_count_flow(const mdl_member *p, const eng_world *w, int series, int place, int flow, int per, double factor) {
    if (flow >= 0 && cor_asked(p, series) && eng_moved_any(w, flow))
        count_flows(p, w, series, place, 1, &flow, per, factor);
}

void cor_count_flows(const mdl_member *p, const eng_world *w, int series, int place, int n, const int flows[],
                     int per) {
    if (cor_asked(p, series))
        count_flows(p, w, series, place, n, flows, per, 1);
}

void cor_count_stock(const mdl_member *p, const eng_world *w, int series, int place, int stock, int per,
                     double factor) {
    const mdl_model *m = p->m;
    if (stock < 0 || !cor_asked(p, series))
        return;
    int group = classes_a_cell(m, series, per);
    double *out = &p->record[first_cell(m, series, place)];
    if (group > 0) {
        eng_count_people(w, stock, group, factor, out);
    } else if (by_group_alone(m, series)) {
        double people[COR_MAX_ND] = {0};
        eng_count_people(w, stock, per, factor, people);
        add_each_nationality(m, people, out);
    } else {
        *out += factor * eng_total(w, stock);
    }
}

void cor_count_people(const mdl_member *p, int series, int place, const double *people) {
    const mdl_model *m = p->m;
    if (!cor_asked(p, series))
        return;
    double *restrict out = &p->record[first_cell(m, series, place)];
    const double *restrict x = people;
    if (m->series[series].by_group)
        for (int i = 0; i < m->nd; i++)
            out[i] += x[i];
    else
        for (int i = 0; i < m->nn; i++, x += DEMO_COUNT)
            out[i] += x[0] + x[1] + x[2];
}

void cor_count(const mdl_member *p, int series, int place, double value) {
    if (cor_asked(p, series))
        p->record[first_cell(p->m, series, place)] += value;
}

void cor_count_ratio(const mdl_member *p, int series, int place, double numerator, double denominator) {
    if (!cor_asked(p, series))
        return;
    double *at = &p->record[first_cell(p->m, series, place)];
    at[0] += numerator;
    at[p->m->series[series].cells] += denominator;
}
