/* Fluid splits: expected people leave a stock, in one pass over the classes of each flow.
 *
 * 1. Ready to leave are those of each class, unless they are fewer than LEAST_PEOPLE: these stay where they are.
 * 2. Flow by flow, in the order of names: its chances are checked and added to what leaves, and those of the ready who
 *    take it are its moved people, handed on to their stock or their way (deposit.c).
 * 3. Who stays: 1 less what leaves, at least 0; in a queue those of every day of arrival alike. The chances of events
 *    count against 1 with the others, and their people are given back to those who stay.
 * Flows that nobody can take today are passed over: nobody is ready, or all have the one chance 0.
 * A chance that is negative or not a number counts as IMPOSSIBLE, so that the sum tells of it.
 */
#include "engine/internal.h"

#include <string.h>

static const double LEAST_PEOPLE = 1e-9;
static const double IMPOSSIBLE = 1e9;

static double checked(double chance) { return chance >= 0 ? chance : IMPOSSIBLE; }

/* leaves: the sum of the chances by class so far. */
static double leave(const double *restrict p, double factor, const double *restrict ready, double *restrict leaves,
                    double *restrict moved, int classes) {
    double gone[4] = {0, 0, 0, 0};
    int c = 0;
    for (; c + 4 <= classes; c += 4)
        for (int k = 0; k < 4; k++) {
            double chance = p[c + k] * factor;
            leaves[c + k] += checked(chance);
            gone[k] += moved[c + k] = ready[c + k] * chance;
        }
    for (; c < classes; c++) {
        double chance = p[c] * factor;
        leaves[c] += checked(chance);
        gone[0] += moved[c] = ready[c] * chance;
    }
    return (gone[0] + gone[1]) + (gone[2] + gone[3]);
}

/* The same where every `group` neighbouring classes have one chance. */
static inline double leave_by(int group, const double *restrict p, double factor, const double *restrict ready,
                              double *restrict leaves, double *restrict moved, int classes) {
    double gone[4] = {0, 0, 0, 0};
    for (int c = 0; c < classes; p++) {
        double chance = *p * factor, in_sum = checked(chance);
        int end = c + group;
        for (; c + 4 <= end; c += 4)
            for (int k = 0; k < 4; k++) {
                leaves[c + k] += in_sum;
                gone[k] += moved[c + k] = ready[c + k] * chance;
            }
        for (; c < end; c++) {
            leaves[c] += in_sum;
            gone[0] += moved[c] = ready[c] * chance;
        }
    }
    return (gone[0] + gone[1]) + (gone[2] + gone[3]);
}

static int take(eng_world *w, int flow) {
    const eng_flow_info *f = &w->model->flows[flow];
    const eng_chance *chance = &w->chance[flow];
    const double *p = &w->scratch[chance->at].x;
    double *moved = &w->arena[f->moved].x;
    eng_cell people;
    if (chance->group == f->from_classes && p[0] * chance->factor == 0) {
        eng_moved_none(w, flow);
        return ENG_OK;
    }
    if (chance->group == 1)
        people.x = leave(p, chance->factor, w->ready, w->sum, moved, f->from_classes);
    else if (chance->group == 4) /* known to the compiler: no loop left */
        people.x = leave_by(4, p, chance->factor, w->ready, w->sum, moved, f->from_classes);
    else
        people.x = leave_by(chance->group, p, chance->factor, w->ready, w->sum, moved, f->from_classes);
    if (chance->group != 1 && chance->group % 4 != 0 && chance->group != f->from_classes)
        people.x = eng_sum(&w->arena[f->moved], (size_t)f->from_classes); /* one order of adding for one sum */
    return eng_deposit(w, flow, people);
}

/* 0: nobody. */
static int who_is_ready(const double *restrict counts, double *restrict ready, int classes) {
    int any = 0;
    for (int c = 0; c < classes; c++) {
        ready[c] = counts[c] > LEAST_PEOPLE ? counts[c] : 0;
        any |= counts[c] > LEAST_PEOPLE;
    }
    return any;
}

/* The chance of an event is no chance of leaving. */
static void give_back(eng_world *w, int flow, int classes) {
    for (int c = 0; c < classes; c++)
        w->sum[c] -= eng_chance_of(w, flow, c);
}

/* From what leaves to what stays; nearly nobody stays whole. */
static void who_stays(const double *restrict ready, double *restrict sum, int classes) {
    for (int c = 0; c < classes; c++) {
        double stays = sum[c] < 1 ? 1 - sum[c] : 0;
        sum[c] = ready[c] > 0 ? stays : 1;
    }
}

static void times(double *restrict people, const double *restrict share, int classes) {
    for (int c = 0; c < classes; c++)
        people[c] *= share[c];
}

/* A queue's count is what its days of arrival hold, summed from the oldest. */
void eng_count_slots(eng_world *w, const eng_stock_info *s) {
    double *restrict counts = &w->arena[s->counts].x;
    eng_slots q = eng_slots_of(w, s);
    int classes = s->classes;
    memset(counts, 0, (size_t)classes * sizeof *counts);
    for (int age = s->ages - 1; age >= 0; age--) {
        if (!eng_slot_used(&q, age))
            continue;
        const double *restrict slot = &eng_slot(&q, age)->x;
        for (int c = 0; c < classes; c++)
            counts[c] += slot[c];
    }
}

int eng_split_fluid(eng_world *w, const eng_stock_info *s) {
    double *counts = &w->arena[s->counts].x;
    int status;
    if (!who_is_ready(counts, w->ready, s->classes)) {
        for (int i = 0; i < s->nflows; i++)
            eng_moved_none(w, s->flows[i]);
        return ENG_OK;
    }
    memset(w->sum, 0, (size_t)s->classes * sizeof *w->sum);
    for (int i = 0; i < s->nflows; i++)
        if (w->asked_flow[s->flows[i]] && (status = take(w, s->flows[i])))
            return status;
    if ((status = eng_check_sum(w, s)))
        return status;
    for (int i = 0; i < s->nflows; i++)
        if (w->asked_flow[s->flows[i]] && w->model->flows[s->flows[i]].stays)
            give_back(w, s->flows[i], s->classes);
    who_stays(w->ready, w->sum, s->classes);
    if (s->kind == ENG_POOL) {
        times(counts, w->sum, s->classes);
        return ENG_OK;
    }
    eng_slots q = eng_slots_of(w, s);
    for (int age = 0; age < s->ages; age++)
        if (eng_slot_used(&q, age))
            times(&eng_slot(&q, age)->x, w->sum, s->classes);
    eng_count_slots(w, s);
    return ENG_OK;
}
