/* People on their way into a stock: class by class, through a change of class and a delay.
 *
 * The source has let them go: they stand in the flow's `moved` cells, by class of the source.
 * 1. Change of class: each class goes to its class of the target; a dimension that is drawn anew is shared out among
 * its values (multinomial, or each person alone).
 * 2. Delay: the people of each class of the target are shared out over the days of arrival, once, at entry; those of
 * one day wait in the flow's ring. Without a delay they are added to those who arrive for tomorrow.
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

static inline void join(eng_cell *restrict line, const eng_cell *restrict moved, int classes, int group, int fluid) {
    for (int to = 0; to < classes; to++, moved += group) {
        eng_cell sum = {.n = 0};
        if (fluid)
            for (int k = 0; k < group; k++)
                sum.x += moved[k].x;
        else
            for (int k = 0; k < group; k++)
                sum.n += moved[k].n;
        line[to] = sum;
    }
}

/* Neighbouring classes join: the usual case of a dimension that is dropped. Small groups are known to the compiler. */
static void to_class_by_groups(const eng_world *w, const eng_flow_info *f, const eng_cell *moved) {
    int fluid = w->options.arithmetic == ENG_FLUID;
    if (fluid && f->group == 3)
        join(w->line, moved, f->to_classes, 3, 1);
    else if (fluid && f->group == 4)
        join(w->line, moved, f->to_classes, 4, 1);
    else
        join(w->line, moved, f->to_classes, f->group, fluid);
}

static void to_class(const eng_world *w, const eng_flow_info *f, const eng_cell *moved) {
    int fluid = w->options.arithmetic == ENG_FLUID;
    memset(w->line, 0, (size_t)f->to_classes * sizeof *w->line);
    for (int c = 0; c < f->from_classes; c++) {
        int to = f->map[c];
        if (to < 0)
            continue;
        if (fluid)
            w->line[to].x += moved[c].x;
        else
            w->line[to].n += moved[c].n;
    }
}

static void to_class_redrawn(const eng_world *w, int flow, const eng_cell *moved) {
    const eng_flow_info *f = &w->model->flows[flow];
    int64_t *part = w->part;
    memset(w->line, 0, (size_t)f->to_classes * sizeof *w->line);
    for (int c = 0; c < f->from_classes; c++) {
        const double *p = f->redraw_shares + (size_t)c * (size_t)f->redraw_size;
        if (f->map[c] < 0)
            continue;
        if (w->options.arithmetic == ENG_FLUID) {
            for (int k = 0; k < f->redraw_size; k++)
                w->line[f->map[c] + k * f->redraw_stride].x += moved[c].x * p[k];
        } else if (moved[c].n > 0) {
            share_out(w, w->redraw_key[flow], (uint32_t)c, moved[c].n, f->redraw_size, p, part);
            for (int k = 0; k < f->redraw_size; k++)
                w->line[f->map[c] + k * f->redraw_stride].n += part[k];
        }
    }
}

/* Slot of the ring for those who arrive after 1 to delay_max days; first: today's, the day modulo delay_max. */
static eng_cell *ring_slot(const eng_world *w, const eng_flow_info *f, int first, int delay) {
    int slot = first + delay < f->delay_max ? first + delay : first + delay - f->delay_max;
    return &w->arena[f->ring + (size_t)slot * (size_t)f->to_classes];
}

static int into_ring(eng_world *w, int flow, const eng_cell *line) {
    const eng_flow_info *f = &w->model->flows[flow];
    int first = (int)(w->day % f->delay_max);
    const double *p = f->delay_field >= 0 ? &w->arena[w->model->fields[f->delay_field].now].x : f->delay;
    int64_t part[ENG_MAX_DELAY];
    if (!p) {
        eng_add(w, ring_slot(w, f, first, f->delay_max), line, f->to_classes);
        return ENG_OK;
    }
    double sum = 0;
    for (int d = 0; d < f->delay_max; d++)
        sum += p[d] >= 0 ? p[d] : -1e9;
    if (!(fabs(sum - 1) <= 1e-6))
        return eng_world_fail(w, ENG_ERR_PROBABILITY, "day %lld: flow '%s': shares of its delay sum to %g, expected 1",
                              (long long)w->day, f->name, sum);
    if (w->options.arithmetic == ENG_FLUID) {
        for (int d = 0; d < f->delay_max; d++) {
            eng_cell *restrict slot = ring_slot(w, f, first, d + 1);
            double share = p[d] / sum;
            int classes = f->to_classes;
            if (p[d] > 0)
                for (int c = 0; c < classes; c++)
                    slot[c].x += line[c].x * share;
        }
        return ENG_OK;
    }
    for (int c = 0; c < f->to_classes; c++) {
        if (line[c].n == 0)
            continue;
        share_out(w, w->delay_key[flow], (uint32_t)c, line[c].n, f->delay_max, p, part);
        for (int d = 0; d < f->delay_max; d++)
            ring_slot(w, f, first, d + 1)[c].n += part[d];
    }
    return ENG_OK;
}

/* Counts who goes, for the balance. */
static void count_in(eng_world *w, const eng_flow_info *f, int flow, eng_cell people) {
    eng_cell *in = f->delay_max > 1 ? &w->ring_in[flow] : &w->stock_in[f->to], *out = &w->stock_out[f->from];
    if (w->options.arithmetic == ENG_FLUID) {
        in->x += people.x;
        out->x += people.x;
    } else {
        in->n += people.n;
        out->n += people.n;
    }
}

int eng_deposit(eng_world *w, int flow, eng_cell people) {
    const eng_flow_info *f = &w->model->flows[flow];
    const eng_cell *moved = &w->arena[f->moved], *line = w->line;
    w->moved_sum[flow] = people;
    if (!eng_moved_any(w, flow) || f->stays)
        return ENG_OK;
    count_in(w, f, flow, people);
    if (f->redraw_shares)
        to_class_redrawn(w, flow, moved);
    else if (f->group == 1)
        line = moved;
    else if (f->group > 1)
        to_class_by_groups(w, f, moved);
    else
        to_class(w, f, moved);
    if (f->delay_max > 1)
        return into_ring(w, flow, line);
    eng_add(w, &w->scratch[w->model->stocks[f->to].incoming], line, f->to_classes);
    return ENG_OK;
}
