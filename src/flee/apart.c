/* How far a run is from the figures, camp by camp, where figures tell.
 *
 * After the last figure of a camp Flee goes on with the same number (cover.c). Nothing is known there, so whoever fits
 * settings looks away: a cell is told from the first day to the camp's last figure.
 */
#include "flee/internal.h"

#include <math.h>

int fle_camps(const mdl_model *m) { return m->in->ncamps; }
int fle_days(const mdl_model *m) { return m->in->days; }
const char *fle_no_score(const mdl_model *m) { return m->no_score; }

static int told(const fle_input *in, int camp, int day) {
    int source = in->source_of[in->camps[camp]];
    if (source < 0)
        return 0;
    const fle_source *s = &in->sources[in->sources[source].first];
    for (int i = 0; i < s->n; i++)
        if (s->day[i] >= day)
            return 1;
    return 0;
}

void fle_apart(const mdl_model *m, int day, const double *record, double *out) {
    const fle_input *in = m->in;
    const double *data = m->data + (size_t)day * (size_t)in->ncamps;
    const double *people = record + m->series[SERIES_PEOPLE].offset;
    double sum = 0;
    for (int c = 0; c < in->ncamps; c++)
        sum += (out[c] = told(in, c, day)) > 0 ? data[c] : 0;
    for (int c = 0; c < in->ncamps; c++)
        out[c] = out[c] > 0 ? (people[in->camps[c]] - data[c]) / (sum > 1 ? sum : 1) : NAN;
}

double fle_difference(const mdl_model *m, const double *record) {
    return m->no_score ? NAN : record[m->series[SERIES_DIFFERENCE].offset];
}
