/* Nobody is lost: after every day, each stock and each way holds what it held, less who left, plus who came.
 *
 * What left and came is counted where people are moved (day.c, deposit.c); what is held is summed anew from the state.
 * Integers must agree exactly, expected people to 1e-9 of what is there.
 */
#include "engine/internal.h"

#include <math.h>
#include <string.h>

eng_cell eng_sum_cells(const eng_world *w, size_t at, size_t n) {
    eng_cell total = {.n = 0};
    if (eng_fluid(w))
        total.x = eng_kernels_of(w)->sum(&w->arena[at].x, (int)n);
    else
        total.n = eng_kernels_of(w)->sum_whole(&w->arena[at].n, n);
    return total;
}

static size_t ring_cells(const eng_world *w, const eng_way_info *way) {
    return (size_t)way->delay_max * (size_t)w->model->stocks[way->to].row;
}

void eng_totals(eng_world *w) {
    const eng_model *m = w->model;
    if (!w->totals_known && !w->options.no_balance_check) {
        for (int i = 0; i < m->nstocks; i++)
            w->stock_total[i] = eng_sum_cells(w, m->stocks[i].counts, (size_t)m->stocks[i].row);
        for (int i = 0; i < m->nways; i++)
            w->way_total[i] = eng_sum_cells(w, m->ways[i].ring, ring_cells(w, &m->ways[i]));
        w->totals_known = 1;
    }
    memset(w->stock_in, 0, (size_t)m->nstocks * sizeof *w->stock_in);
    memset(w->stock_out, 0, (size_t)m->nstocks * sizeof *w->stock_out);
    memset(w->way_in, 0, (size_t)m->nways * sizeof *w->way_in);
    memset(w->way_out, 0, (size_t)m->nways * sizeof *w->way_out);
}

static int check(eng_world *w, const char *what, const char *name, eng_cell before, eng_cell in, eng_cell out,
                 eng_cell now) {
    if (eng_fluid(w)) {
        double expected = before.x + in.x - out.x;
        if (fabs(now.x - expected) <= 1e-9 * (before.x + in.x + 1))
            return ENG_OK;
        return eng_world_fail(w, ENG_ERR_BALANCE, "day %lld: %s '%s' holds %.9g people, expected %.9g",
                              (long long)w->day, what, name, now.x, expected);
    }
    if (now.n == before.n + in.n - out.n)
        return ENG_OK;
    return eng_world_fail(w, ENG_ERR_BALANCE, "day %lld: %s '%s' holds %lld people, expected %lld", (long long)w->day,
                          what, name, (long long)now.n, (long long)(before.n + in.n - out.n));
}

/* What a stock holds now. A count below nothing is a fault even where the sums agree. */
static int count(eng_world *w, const eng_stock_info *s, eng_cell *now) {
    const eng_cell *v = &w->arena[s->counts];
    int fluid = eng_fluid(w), below = 0;
    if (fluid)
        now->x = eng_kernels_of(w)->sum_signs(&v->x, s->row, &below);
    else
        now->n = eng_kernels_of(w)->sum_whole_signs(&v->n, (size_t)s->row, &below);
    for (int c = 0; below && c < s->classes; c++)
        if (fluid ? v[c].x < 0 : v[c].n < 0)
            return eng_world_fail(w, ENG_ERR_BALANCE, "day %lld: stock '%s' has fewer than 0 people in class %d",
                                  (long long)w->day, s->name, c);
    return ENG_OK;
}

/* Days of arrival that stand as empty are not summed: whoever was lost there is missed in the queue's own count, which
 * is checked against those who came and went. */
static eng_cell sum_slots(const eng_world *w, const eng_stock_info *s) {
    eng_cell total = {.n = 0};
    for (int slot = 0; slot < s->ages; slot++) {
        if (!w->slot_used[s->slot_used + (size_t)slot])
            continue;
        eng_cell there = eng_sum_cells(w, s->slots + (size_t)slot * (size_t)s->row, (size_t)s->row);
        if (eng_fluid(w))
            total.x += there.x;
        else
            total.n += there.n;
    }
    return total;
}

int eng_balance_check(eng_world *w) {
    const eng_model *m = w->model;
    const eng_cell nobody = {.n = 0};
    int status;
    for (int i = 0; i < m->nstocks; i++) {
        const eng_stock_info *s = &m->stocks[i];
        eng_cell now;
        if ((status = count(w, s, &now)) ||
            (status = check(w, "stock", s->name, w->stock_total[i], w->stock_in[i], w->stock_out[i], now)))
            return status;
        w->stock_total[i] = now;
        if (s->kind != ENG_QUEUE)
            continue;
        if ((status = check(w, "the days of arrival of queue", s->name, now, nobody, nobody, sum_slots(w, s))))
            return status;
    }
    for (int i = 0; i < m->nways; i++) {
        eng_cell now = eng_sum_cells(w, m->ways[i].ring, ring_cells(w, &m->ways[i]));
        if ((status = check(w, "the way along", m->ways[i].name, w->way_total[i], w->way_in[i], w->way_out[i], now)))
            return status;
        w->way_total[i] = now;
    }
    w->totals_known = w->went_on = 1;
    return ENG_OK;
}
