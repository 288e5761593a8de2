/* People on their way into a stock: class by class, through a change of class and a delay.
 *
 * The source has let them go; who they are is known by class of the source.
 * 1. Change of class: each class goes to its class of the target; a dimension that is drawn anew is shared out among
 * its values (multinomial, or each person alone).
 * 2. Delay: the people of each class of the target are shared out over the days of arrival, once, at entry; those of
 * one day wait in the ring of their way. Without a delay they are added to those who arrive for tomorrow. Expected
 * people of all flows that take the same way are added up first, and shared out together.
 * Whole people who are there tomorrow, each class in one of the target, have been added where they go when they were
 * drawn (draw.c).
 * Who took an event stays in the stock, which has not let him or her go: nobody is handed on.
 */
#include "engine/internal.h"
#include "engine/sample.h"

#include <math.h>
#include <string.h>

static uint32_t today(const eng_world *w) { return (uint32_t)w->day; }

/* Shares out n people over k branches that take them all; individual: each person draws alone. */
static void share_out(const eng_world *w, rng_key key, uint32_t cls, int64_t n, int k, const double *p, int64_t *out) {
    if (w->options.arithmetic != ENG_INDIVIDUAL || n > ENG_ALONE) {
        sample_multinomial(key, today(w), w->options.chance_member, cls, 0, n, k, p, out);
        int64_t rest = n;
        for (int i = 0; i < k; i++)
            rest -= out[i];
        for (int i = k - 1; rest > 0 && i >= 0; i--) /* shares that sum to 1 but for rounding */
            if (p[i] > 0) {
                out[i] += rest;
                rest = 0;
            }
        return;
    }
    for (int i = 0; i < k; i++)
        out[i] = 0;
    for (int64_t person = 0; person < n; person++) {
        double u = rng_unit(rng_u64(key, today(w), w->options.chance_member, cls, (uint32_t)person));
        int branch = 0, last = 0;
        for (double sum = 0; branch < k; branch++) {
            if (p[branch] > 0)
                last = branch;
            sum += p[branch];
            if (u < sum)
                break;
        }
        out[branch < k ? branch : last]++;
    }
}

/* Slot of a way's ring for those who arrive after 1 to delay_max days; first: today's, the day modulo delay_max. */
static eng_cell *ring_slot(const eng_world *w, const eng_way_info *way, int first, int delay) {
    int slot = first + delay < way->delay_max ? first + delay : first + delay - way->delay_max;
    return &w->arena[way->ring + (size_t)slot * (size_t)w->model->stocks[way->to].row];
}

/* The shares of those who arrive after 1, 2, ... days, and their sum; NULL: all after delay_max. */
static const double *shares_of(eng_world *w, const eng_way_info *way, const char *name, double *sum, int *status) {
    const double *p = way->delay_field >= 0 ? &w->arena[w->model->fields[way->delay_field].now].x : way->delay;
    *sum = 0;
    *status = ENG_OK;
    for (int d = 0; p && d < way->delay_max; d++)
        *sum += p[d] >= 0 ? p[d] : -1e9;
    if (p && !(fabs(*sum - 1) <= 1e-6))
        *status =
            eng_world_fail(w, ENG_ERR_PROBABILITY, "day %lld: flow '%s': shares of its delay sum to %g, expected 1",
                           (long long)w->day, name, *sum);
    return p;
}

/* ---- in integers ---- */

/* Of classes that join, or go each to its own. */
static void to_class(const eng_flow_info *f, const eng_cell *moved, eng_cell *into) {
    for (int c = 0; c < f->from_classes; c++)
        if (moved[c].n != 0 && f->map[c] >= 0)
            into[f->map[c]].n += moved[c].n;
}

static void to_class_redrawn(const eng_world *w, int flow, const eng_cell *moved, eng_cell *into) {
    const eng_flow_info *f = &w->model->flows[flow];
    int64_t *part = w->part;
    for (int c = 0; c < f->from_classes; c++) {
        const double *p = &f->redraw_shares[(size_t)c * (size_t)f->redraw_size];
        if (f->map[c] < 0 || moved[c].n <= 0)
            continue;
        share_out(w, w->redraw_key[flow], (uint32_t)c, moved[c].n, f->redraw_size, p, part);
        for (int k = 0; k < f->redraw_size; k++)
            into[f->map[c] + k * f->redraw_stride].n += part[k];
    }
}

static int into_ring(eng_world *w, int flow, const eng_cell *line) {
    const eng_flow_info *f = &w->model->flows[flow];
    const eng_way_info *way = &w->model->ways[f->way];
    int first = (int)(w->day % way->delay_max), status;
    double sum;
    const double *p = shares_of(w, way, f->name, &sum, &status);
    int64_t part[ENG_MAX_DELAY];
    if (!p)
        eng_add(w, ring_slot(w, way, first, way->delay_max), line, f->to_classes);
    for (int c = 0; p && !status && c < f->to_classes; c++) {
        if (line[c].n == 0)
            continue;
        share_out(w, w->delay_key[flow], (uint32_t)c, line[c].n, way->delay_max, p, part);
        for (int d = 0; d < way->delay_max; d++)
            if (part[d] > 0)
                ring_slot(w, way, first, d + 1)[c].n += part[d];
    }
    return status;
}

int eng_deposit(eng_world *w, int flow, eng_cell people, int there) {
    const eng_flow_info *f = &w->model->flows[flow];
    const eng_cell *moved = &w->arena[f->moved];
    eng_cell *into = f->way >= 0 ? w->line : &w->scratch[f->into];
    w->moved_sum[flow] = people;
    if (people.n == 0 || f->stays)
        return ENG_OK;
    w->stock_out[f->from].n += people.n;
    w->stock_in[f->in].n += people.n;
    if (there)
        return ENG_OK;
    if (f->way >= 0 && f->straight)
        return into_ring(w, flow, moved);
    if (f->way >= 0)
        memset(into, 0, (size_t)f->to_classes * sizeof *into);
    if (f->redraw_shares)
        to_class_redrawn(w, flow, moved, into);
    else
        to_class(f, moved, into);
    return f->way >= 0 ? into_ring(w, flow, into) : ENG_OK;
}

/* ---- expected people ---- */

static void redraw_fluid(const eng_flow_info *f, const double *taken, double factor, double *into) {
    for (int c = 0; c < f->from_classes; c++) {
        const double *p = &f->redraw_shares[(size_t)c * (size_t)f->redraw_size];
        for (int k = 0; f->map[c] >= 0 && k < f->redraw_size; k++)
            into[f->map[c] + k * f->redraw_stride] += taken[c] * factor * p[k];
    }
}

static void to_classes(const eng_flow_info *f, const double *restrict taken, double factor, double *restrict into) {
    const int *map = f->map;
    int n = f->from_classes;
    for (int c = 0; c < n; c++)
        if (map[c] >= 0)
            into[map[c]] += taken[c] * factor;
}

void eng_deposit_fluid(eng_world *w, const eng_exit *x, const double *taken, double factor) {
    double *into = &w->scratch[x->into].x;
    const eng_kernels *k = eng_kernels_of(w);
    switch ((eng_hand)x->hand) {
    case HAND_SAME:
        k->add_row(into, taken, factor, x->n);
        return;
    case HAND_JOIN:
        k->join(into, taken, factor, x->by, x->n);
        return;
    case HAND_SPREAD:
        k->scatter(into, taken, factor, x->by, x->n);
        return;
    case HAND_CLIMB:
        k->climb(into, taken, factor, x->n);
        return;
    case HAND_LIST:
        to_classes(&w->model->flows[x->flow], taken, factor, into);
        return;
    case HAND_REDRAW:
        redraw_fluid(&w->model->flows[x->flow], taken, factor, into);
    }
}

int eng_set_out(eng_world *w, int id) {
    const eng_way_info *way = &w->model->ways[id];
    double *line = &w->scratch[way->setting_out].x;
    int first = (int)(w->day % way->delay_max), n = w->model->stocks[way->to].row, status;
    double sum;
    if (w->way_in[id].n == 0) /* an expected 0 has no bits set */
        return ENG_OK;
    const double *p = shares_of(w, way, way->name, &sum, &status);
    if (!p)
        eng_kernels_of(w)->add_one(&ring_slot(w, way, first, way->delay_max)->x, line, n);
    for (int d = 0; p && !status && d < way->delay_max; d++)
        if (p[d] > 0)
            eng_kernels_of(w)->add_row(&ring_slot(w, way, first, d + 1)->x, line, p[d] / sum, n);
    memset(line, 0, (size_t)n * sizeof *line); /* empty again for tomorrow's */
    return status;
}
