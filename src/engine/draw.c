/* Splits in whole people: each takes one of the flows out of the stock by chance, or stays.
 *
 * A split is a chain of binomials in the order of flows' names, each monotone in one uniform (sample.h), so that a
 * small change of a probability makes a small change of a count.
 */
#include "engine/internal.h"
#include "engine/sample.h"

#include <string.h>

static int sum_chances(eng_world *w, const eng_stock_info *s) {
    double *restrict sum = w->sum;
    memset(sum, 0, (size_t)s->classes * sizeof *sum);
    for (int i = 0; i < s->nflows; i++) {
        if (!w->asked_flow[s->flows[i]])
            continue;
        const eng_chance *chance = &w->chance[s->flows[i]];
        const double *restrict p = &w->scratch[chance->at].x;
        double factor = chance->factor;
        int classes = s->classes, group = chance->group;
        if (group == 1)
            for (int c = 0; c < classes; c++)
                sum[c] += p[c] * factor >= 0 ? p[c] * factor : 1e9;
        else
            for (int c = 0; c < classes; p++)
                for (int end = c + group; c < end; c++)
                    sum[c] += *p * factor >= 0 ? *p * factor : 1e9;
    }
    return eng_check_sum(w, s);
}

/* n people of one class choose among the stock's flows; `turn` tells apart draws of the same class on one day. How many
 * leave: all who took a flow that is no event. */
static int64_t split_class(eng_world *w, int stock, int cls, uint32_t turn, int64_t n) {
    const eng_stock_info *s = &w->model->stocks[stock];
    int64_t out[ENG_MANY_FLOWS], gone = 0;
    double p[ENG_MANY_FLOWS];
    int k = s->nflows; /* flows not asked for keep their place, so that asking for one more moves no other's luck */
    for (int i = 0; i < k; i++)
        p[i] = w->asked_flow[s->flows[i]] ? eng_chance_of(w, s->flows[i], cls) : 0;
    if (w->options.arithmetic == ENG_INDIVIDUAL && n <= ENG_ALONE) {
        memset(out, 0, (size_t)k * sizeof *out);
        for (int64_t person = 0; person < n; person++) {
            rng_key key = w->split_key[stock];
            key.key[1] ^= turn * 0x9e3779b9u;
            double u =
                rng_unit(rng_u64(key, (uint32_t)w->day, w->options.chance_member, (uint32_t)cls, (uint32_t)person));
            double sum = 0;
            for (int i = 0; i < k; i++)
                if (u < (sum += p[i])) {
                    out[i]++;
                    break;
                }
        }
    } else {
        sample_multinomial(w->split_key[stock], (uint32_t)w->day, w->options.chance_member, (uint32_t)cls,
                           turn * (uint32_t)ENG_MANY_FLOWS, n, k, p, out);
    }
    for (int i = 0; i < k; i++) {
        w->arena[w->model->flows[s->flows[i]].moved + (size_t)cls].n += out[i];
        gone += w->model->flows[s->flows[i]].stays ? 0 : out[i];
    }
    return gone;
}

/* Those of every day of arrival choose alike. */
static void split_queue(eng_world *w, int stock) {
    const eng_stock_info *s = &w->model->stocks[stock];
    eng_cell *counts = &w->arena[s->counts];
    eng_slots q = eng_slots_of(w, s);
    for (int age = 0; age < s->ages; age++) {
        eng_cell *slot = eng_slot(&q, age);
        if (!eng_slot_used(&q, age))
            continue;
        for (int c = 0; c < s->classes; c++) {
            if (slot[c].n == 0 || !(w->sum[c] > 0))
                continue;
            int64_t gone = split_class(w, stock, c, (uint32_t)age, slot[c].n);
            slot[c].n -= gone;
            counts[c].n -= gone;
        }
    }
}

int eng_split_people(eng_world *w, int stock) {
    const eng_stock_info *s = &w->model->stocks[stock];
    eng_cell *counts = &w->arena[s->counts];
    int status;
    if ((status = sum_chances(w, s)))
        return status;
    if (s->kind == ENG_QUEUE)
        split_queue(w, stock);
    else
        for (int c = 0; c < s->classes; c++)
            if (counts[c].n > 0 && w->sum[c] > 0)
                counts[c].n -= split_class(w, stock, c, 0, counts[c].n);
    for (int i = 0; i < s->nflows; i++)
        if (w->asked_flow[s->flows[i]] && (status = eng_hand_on(w, s->flows[i])))
            return status;
    return ENG_OK;
}
