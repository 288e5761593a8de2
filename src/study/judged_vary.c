/* See judged.h: how a number is moved. */
#include "study/judged.h"

#include "scenario/variant.h"

#include <stdlib.h>
#include <string.h>

static double by_odds(double x, double factor) { return x * factor / (1 - x + x * factor); }

double jdg_move(const par_decl *d, int prior, double factor, int side, double x) {
    double by = side == JDG_UP ? factor : 1 / factor, low = d ? d->low : 0, high = d ? d->high : 1e300;
    if (d && prior && d->prior != PRIOR_NONE) {
        double to = side == JDG_UP ? d->prior_high : d->prior_low;
        x = d->prior == PRIOR_LOGNORMAL ? x * to : x + to;
    } else if (low == 0 && high == 1) {
        x = by_odds(x, by);
    } else {
        x *= by;
    }
    return x < low ? low : x > high ? high : x;
}

static void vary_parameter(const jdg_result *r, const jdg_number *x, int side, scn_scenario *s) {
    const par_decl *d = s->registry.decl[x->parameter];
    for (int i = 0; i < par_elements(&s->registry, x->parameter); i++) {
        double *value = &s->values[s->registry.offset[x->parameter] + i];
        *value = jdg_move(d, 1, r->factor, side, *value);
    }
}

static void vary_schedule(const jdg_result *r, const jdg_number *x, int side, scn_scenario *s) {
    const par_decl *d = s->registry.decl[x->parameter];
    for (int i = 0; i < s->nchanges; i++) {
        scn_change *c = &s->changes[i];
        if (jdg_is_row(c, x->parameter, x->from))
            c->value = jdg_move(d, 0, c->spread > 1 ? c->spread : r->factor, side, c->value);
    }
}

int jdg_vary(const jdg_result *r, const jdg_number *x, int side, jdg_variant *out) {
    memset(out, 0, sizeof *out);
    if (scn_variant_make(&out->s, &r->in->scenario))
        return VADO_ERR_MEMORY;
    memset(out->s.fixed, 1, (size_t)out->s.registry.count); /* the centre, whatever layers a member has */
    int status = 0;
    if (x->kind == JDG_PARAMETER)
        vary_parameter(r, x, side, &out->s);
    else if (x->kind == JDG_SCHEDULE)
        vary_schedule(r, x, side, &out->s);
    else
        status = jdg_vary_table(r, x, side, out);
    for (int i = 0; i < out->s.nchanges; i++) /* nor are sizes of the schedule drawn */
        out->s.changes[i].spread = 1;
    if (status)
        jdg_variant_free(r, out);
    return status;
}

void jdg_variant_free(const jdg_result *r, jdg_variant *x) {
    if (x->model)
        r->in->kind->close(x->model);
    if (x->s.values)
        scn_variant_free(&x->s);
    free(x->table);
    memset(x, 0, sizeof *x);
}

int jdg_changes(const scn_scenario *a, const scn_scenario *b) {
    size_t size = (size_t)a->registry.total * sizeof *a->values;
    double *of_a = malloc(size + 1), *of_b = malloc(size + 1);
    int64_t first = a->from - a->spin_up_days;
    int found = of_a && of_b ? 0 : -1;
    for (int k = -1; found == 0 && k < a->ncut_days; k++) {
        int64_t day = k < 0 ? first : a->cut_days[k];
        if (day < first || day >= a->until)
            continue;
        (void)scn_values_at(a, a->values, day, 1, of_a);
        (void)scn_values_at(b, b->values, day, 1, of_b);
        found = memcmp(of_a, of_b, size) != 0;
    }
    free(of_a);
    free(of_b);
    return found;
}
