/* The series of a run, and Flee's own measure of error.
 *
 * Whoever is at a place at the end of the day is counted there; people on roads are nobody's. The averaged relative
 * difference of a day is the sum over camps of |simulated - data| over the sum of the data (at least 1); rescaled, the
 * simulated are first scaled to the data's sum. Where no difference can be said (cover.c) the last two series are not
 * there at all.
 *
 * Flee's rules know no harm: nobody dies, is robbed or goes hungry in them. What they do say of danger stands in its
 * place and is marked as harm: people in conflict zones, and people in camps beyond their capacity.
 */
#include "flee/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int fle_series_count(const mdl_model *m) { return m->no_score ? SERIES_DIFFERENCE : SERIES_COUNT; }

void fle_series_declare(mdl_model *m) {
    static const mdl_series list[SERIES_COUNT] = {
        [SERIES_PEOPLE] = {.name = FLE_SERIES_PEOPLE,
                           .unit = "people",
                           .meaning = "people displaced who are at the place at the end of the day",
                           .sum = SERIES_MEAN},
        [SERIES_IN_CAMPS] = {.name = FLE_SERIES_IN_CAMPS,
                             .unit = "people",
                             .meaning = "people in the camps that have columns in Flee's output",
                             .sum = SERIES_MEAN},
        [SERIES_DISPLACED] = {.name = FLE_SERIES_DISPLACED,
                              .unit = "people",
                              .meaning = "people newly displaced, by where they set out",
                              .sum = SERIES_SUM},
        [SERIES_ON_ROADS] = {.name = "on_roads",
                             .unit = "people",
                             .meaning = "people under way at the end of the day",
                             .sum = SERIES_MEAN},
        [SERIES_IN_CONFLICT] = {.name = FLE_SERIES_IN_CONFLICT,
                                .unit = "people",
                                .meaning = "displaced people in places in conflict at the end of the day: exposure, "
                                           "since these rules know no injury and no death",
                                .sum = SERIES_MEAN,
                                .harm = 1},
        [SERIES_OVER_CAPACITY] = {.name = FLE_SERIES_OVER_CAPACITY,
                                  .unit = "people",
                                  .meaning = "people in camps beyond the places there are: crowding, since these rules "
                                             "know no illness and no hunger",
                                  .sum = SERIES_MEAN,
                                  .harm = 1},
        [SERIES_DEBT] = {.name = "debt",
                         .unit = "people",
                         .meaning = "people the data have lost, who are taken off the next displaced",
                         .sum = SERIES_MEAN},
        [SERIES_DIFFERENCE] = {.name = FLE_SERIES_DIFFERENCE,
                               .unit = "share",
                               .meaning = "sum over camps of |simulated - data| over the sum of the data",
                               .sum = SERIES_MEAN},
        [SERIES_RESCALED] = {.name = FLE_SERIES_RESCALED,
                             .unit = "share",
                             .meaning = "the same after scaling the simulated to the sum of the data",
                             .sum = SERIES_MEAN}};
    m->width = 0;
    for (int i = 0; i < fle_series_count(m); i++) {
        mdl_series *s = &m->series[i];
        *s = list[i];
        s->shown = &mdl_plain;
        if (i == SERIES_PEOPLE || i == SERIES_DISPLACED || i == SERIES_IN_CONFLICT) {
            s->nplaces = m->in->nplaces;
            s->places = m->place_names;
        } else if (i == SERIES_OVER_CAPACITY && m->in->ncamps > 0) {
            s->nplaces = m->in->ncamps;
            s->places = m->camp_names;
        }
        s->cells = s->width = s->nplaces > 0 ? s->nplaces : 1;
        s->offset = m->width;
        m->width += s->width;
    }
}

/* Differences of the day, plain and rescaled. */
static void differences(const mdl_member *p, const double *here, int day, double out[2]) {
    const fle_input *in = p->m->in;
    double data = 0, simulated = 0;
    out[0] = out[1] = 0;
    for (int c = 0; c < in->ncamps; c++) {
        data += p->m->data[(size_t)day * (size_t)in->ncamps + (size_t)c];
        simulated += here[in->camps[c]];
    }
    for (int c = 0; c < in->ncamps; c++) {
        double d = p->m->data[(size_t)day * (size_t)in->ncamps + (size_t)c], s = here[in->camps[c]];
        out[0] += fabs(s - d);
        out[1] += fabs((simulated > 0 ? s * data / simulated : 0) - d);
    }
    out[0] /= data > 1 ? data : 1;
    out[1] /= data > 1 ? data : 1;
}

int fle_record(void *member, const eng_world *w) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    const fle_input *in = m->in;
    int day = fle_day(p), step = fle_step(p);
    double *out = p->record;
    if (!out)
        return 0;
    const mdl_series *s = m->series;
    for (int i = 0; i < in->nplaces; i++) /* they set out on an earlier tick of the day, or on this one */
        out[s[SERIES_DISPLACED].offset + i] += eng_moved_total(w, p->b->out[i]);
    if (step != p->b->ticks - 1)
        return 0;
    double difference[2];
    if (p->split)
        fle_split_count(p, w);
    for (int i = 0; i < in->nplaces; i++) {
        out[s[SERIES_PEOPLE].offset + i] += p->now[i];
        if (p->scene.kind[i].conflict > 0)
            out[s[SERIES_IN_CONFLICT].offset + i] += p->now[i];
    }
    for (int c = 0; c < in->ncamps; c++) {
        double limit = p->scene.capacity[in->camps[c]] * fle_set(in, MOVE_capacity_scaling);
        if (limit >= 1 && p->now[in->camps[c]] > limit)
            out[s[SERIES_OVER_CAPACITY].offset + c] += p->now[in->camps[c]] - limit;
    }
    for (int c = 0; c < in->ncamps; c++)
        out[s[SERIES_IN_CAMPS].offset] += p->now[in->camps[c]];
    out[s[SERIES_ON_ROADS].offset] += p->on_roads;
    out[s[SERIES_DEBT].offset] += m->course.debt[day];
    if (m->no_score)
        return 0;
    differences(p, p->now, day, difference);
    out[s[SERIES_DIFFERENCE].offset] += difference[0];
    out[s[SERIES_RESCALED].offset] += difference[1];
    return 0;
}
