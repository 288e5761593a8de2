/* See judged.h: which numbers of a scenario rest on judgement.
 *
 * 1. A parameter whose declaration says judgement, or whose source, declared or given in parameters.csv, names ours.
 * 2. Of schedule.csv, the rows of one parameter that begin on one day and whose source names ours. Policies are not
 *    looked at: they are questions, not what the scenario says.
 * 3. Columns of tables (judged_table.c).
 * Left out, and counted: parameters of what the scenario has not (inert), and numbers that cannot be moved or change
 * no value of any day when they are (still): 0 and 1 of what lies between them are statements, not sizes, and a value
 * that the schedule sets on every day is the schedule's.
 */
#include "study/judged.h"

#include "text/array.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* By its whole name, or by how it begins: "mexico.*". */
static int wanted(const char *name, int n, const char *const *names) {
    for (int i = 0; i < n; i++) {
        size_t length = strlen(names[i]);
        int begins = length > 0 && names[i][length - 1] == '*';
        if (begins ? strncmp(name, names[i], length - 1) == 0 : strcmp(name, names[i]) == 0)
            return 1;
    }
    return n == 0;
}

jdg_number *jdg_add(jdg_result *r, int n, const char *const *names, const jdg_number *x, int *status) {
    if (!wanted(x->name, n, names))
        return NULL;
    jdg_number *more = arr_more(r->numbers, r->n, sizeof *more);
    if (!more) {
        *status = VADO_ERR_MEMORY;
        return NULL;
    }
    r->numbers = more;
    r->numbers[r->n] = *x;
    return &r->numbers[r->n++];
}

void jdg_stretch(jdg_number *x, int first, double value, const double moved[JDG_SIDES]) {
    x->low = first || value < x->low ? value : x->low;
    x->high = first || value > x->high ? value : x->high;
    for (int side = 0; side < JDG_SIDES; side++) {
        x->moved[side][0] = first || moved[side] < x->moved[side][0] ? moved[side] : x->moved[side][0];
        x->moved[side][1] = first || moved[side] > x->moved[side][1] ? moved[side] : x->moved[side][1];
    }
}

/* ---- parameters ---- */

static int is_judged(const scn_scenario *s, int p, const char **source) {
    const par_decl *d = s->registry.decl[p];
    const char *given = s->value_sources[p];
    int by_given = given && strstr(given, JDG_JUDGED);
    *source = by_given ? given : d->source ? d->source : "";
    return by_given || d->confidence == CONF_JUDGEMENT || strstr(*source, JDG_JUDGED);
}

static int find_parameters(jdg_result *r, int n, const char *const *names) {
    const scn_scenario *s = &r->in->scenario;
    int status = 0;
    for (int p = 0; p < s->registry.count && !status; p++) {
        const par_decl *d = s->registry.decl[p];
        jdg_number x = {
            .kind = JDG_PARAMETER, .parameter = p, .nrows = par_elements(&s->registry, p), .start = INT64_MIN};
        if (!is_judged(s, p, &x.source) || !wanted(d->path, n, names))
            continue;
        (void)snprintf(x.name, sizeof x.name, "%s", d->path);
        x.note = d->meaning;
        x.drawn = par_is_drawn(&s->registry, s->fixed, p);
        for (int i = 0; i < x.nrows; i++) {
            double value = s->values[s->registry.offset[p] + i], moved[JDG_SIDES];
            for (int side = 0; side < JDG_SIDES; side++)
                moved[side] = jdg_move(d, 1, r->factor, side, value);
            jdg_stretch(&x, i == 0, value, moved);
        }
        r->asked++;
        if (r->in->kind->acts && !r->in->kind->acts(s, p))
            r->ninert++;
        else
            (void)jdg_add(r, n, names, &x, &status);
    }
    return status;
}

/* ---- the schedule ---- */

int jdg_is_row(const scn_change *c, int parameter, int64_t from) {
    return c->layer == 0 && c->parameter == parameter && c->from == from && c->source && strstr(c->source, JDG_JUDGED);
}

/* The first morning of the quarter of a day, from which its runs may begin; INT64_MIN: from the first day. */
static int64_t start_of(const scn_scenario *s, int64_t from) {
    int64_t quarter = from == INT64_MIN || from < s->from ? INT64_MIN : month_start(month_of_day(from) / 3 * 3);
    return quarter < s->from ? INT64_MIN : quarter;
}

static void rows_of(const jdg_result *r, int first, jdg_number *x) {
    const scn_scenario *s = &r->in->scenario;
    const par_decl *d = s->registry.decl[x->parameter];
    for (int k = first; k < s->nchanges; k++) {
        const scn_change *c = &s->changes[k];
        double moved[JDG_SIDES];
        if (!jdg_is_row(c, x->parameter, x->from))
            continue;
        x->spread = c->spread > x->spread ? c->spread : x->spread;
        x->drawn = x->drawn || c->spread > 1;
        for (int side = 0; side < JDG_SIDES; side++)
            moved[side] = jdg_move(d, 0, c->spread > 1 ? c->spread : r->factor, side, c->value);
        jdg_stretch(x, x->nrows++ == 0, c->value, moved);
    }
}

static int find_schedule(jdg_result *r, int n, const char *const *names) {
    const scn_scenario *s = &r->in->scenario;
    int status = 0;
    for (int i = 0; i < s->nchanges && !status; i++) {
        const scn_change *c = &s->changes[i];
        int known = !jdg_is_row(c, c->parameter, c->from) || c->from >= s->until;
        for (int k = 0; k < i && !known; k++)
            known = jdg_is_row(&s->changes[k], c->parameter, c->from);
        if (known)
            continue;
        jdg_number x = {.kind = JDG_SCHEDULE,
                        .parameter = c->parameter,
                        .from = c->from,
                        .source = c->source,
                        .note = c->note,
                        .start = start_of(s, c->from)};
        char day[11];
        day_format(c->from, day);
        (void)snprintf(x.name, sizeof x.name, "%s from %s", s->registry.decl[c->parameter]->path, day);
        rows_of(r, i, &x);
        r->asked += wanted(x.name, n, names);
        (void)jdg_add(r, n, names, &x, &status);
    }
    return status;
}

/* ---- what moves nothing ---- */

static int is_still(const jdg_result *r, const jdg_number *x) {
    int moved = 0;
    for (int side = 0; side < JDG_SIDES && moved == 0; side++) {
        jdg_variant v;
        if (jdg_vary(r, x, side, &v))
            return -1;
        moved = jdg_changes(&r->in->scenario, &v.s);
        jdg_variant_free(r, &v);
    }
    return moved < 0 ? -1 : !moved;
}

static int drop_still(jdg_result *r) {
    int kept = 0;
    for (int i = 0; i < r->n; i++) {
        jdg_number *x = &r->numbers[i];
        int still = x->kind == JDG_TABLE
                        ? jdg_is_alone(r, x) || (x->moved[JDG_DOWN][0] == x->low && x->moved[JDG_UP][1] == x->high)
                        : is_still(r, x);
        if (still < 0)
            return VADO_ERR_MEMORY;
        r->nstill += still;
        if (!still)
            r->numbers[kept++] = *x;
    }
    r->n = kept;
    return 0;
}

int jdg_find(jdg_result *r, int n, const char *const *names) {
    int status = find_parameters(r, n, names);
    status = status ? status : find_schedule(r, n, names);
    status = status ? status : jdg_find_tables(r, n, names);
    return status ? status : drop_still(r);
}
