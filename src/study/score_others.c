/* Forecasts of other programs, from a CSV file that somebody hands over: normal on the scale of log(count + 1).
 *
 * 1. A row is one forecast: who foretells, what (a margin and a name, as `--figures` lists them), from which origin,
 * how many months ahead, and mean and standard deviation of log(count + 1).
 * 2. All that is wrong with the file is said before a run begins. Rows of origins and of months ahead that are not
 *    scored are passed over, and counted.
 * What such a program knew at the origin is its own affair: nothing here can tell.
 */
#include "study/score.h"

#include "scenario/table.h"
#include "text/say.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *method, *margin, *name;
    int origin, ahead;
    double mean, sd;
} row;

#define AT(field) offsetof(row, field)
static const tab_column columns[] = {
    {"method", COL_TEXT, 1, AT(method), 0, 0, 0, NULL, 0},
    {"margin", COL_TEXT, 0, AT(margin), 0, 0, 0, NULL, 0},
    {"name", COL_TEXT, 0, AT(name), 0, 0, 0, NULL, 0},
    {"origin", COL_MONTH, 1, AT(origin), 0, 0, 0, NULL, 0},
    {"ahead", COL_COUNT, 1, AT(ahead), 1, SCO_MONTHS, 0, NULL, 0},
    {"mean", COL_NUMBER, 1, AT(mean), -100, 100, 0, NULL, 0},
    {"sd", COL_NUMBER, 1, AT(sd), 0, 100, 0, NULL, 0},
};
static const tab_schema schema = {"forecasts", sizeof(row), 5, 7, columns};

static double *place_of(const sco_result *r, int target, int horizon, int other, int origin) {
    size_t at = (((size_t)target * SCO_HORIZONS + (size_t)horizon) * SCO_OTHERS + (size_t)other) * (size_t)r->norigins;
    return &r->other[2 * (at + (size_t)origin)];
}

int sco_other(const sco_result *r, int target, int horizon, int other, int origin, double *room) {
    const double *at = place_of(r, target, horizon, other, origin);
    if (isnan(at[0]))
        return 0;
    return sco_normal(at[0], at[1], room);
}

/* The number of a method; a new one is added. -1: it is one of vado's own, -2: there are too many. */
static int method_of(sco_result *r, const char *name) {
    for (int m = 0; m < SCO_METHODS; m++)
        if (strcmp(sco_words[m], name) == 0)
            return -1;
    for (int k = 0; k < r->nothers; k++)
        if (strcmp(r->others[k], name) == 0)
            return k;
    if (r->nothers == SCO_OTHERS)
        return -2;
    r->others[r->nothers] = name;
    return r->nothers++;
}

static void complain(const tab_table *t, int at, const char *column, const char *found, const char *expected,
                     rep_report *rep) {
    txt_pos where = tab_at(t, at, column);
    rep_add(rep, REP_ERROR, t->label, where.line, where.column, txt_show(found).text, NULL, "%s", expected);
}

static int horizon_of(int ahead) {
    for (int h = 0; h < SCO_HORIZONS; h++)
        if (sco_ahead[h] == ahead)
            return h;
    return -1;
}

static int origin_of(const sco_result *r, int month) {
    for (int i = 0; i < r->norigins; i++)
        if (r->origin[i] == month)
            return i;
    return -1;
}

static int target_of(const sco_result *r, const row *x) {
    for (int m = 0; m < FCT_MARGINS; m++)
        if (strcmp(fct_margin_words[m], x->margin) == 0)
            return sco_target_find(&r->figures, (fct_margin)m, x->name);
    return -1;
}

/* 1 if the row is of what is scored. */
static int take_row(sco_result *r, const tab_table *t, int at, rep_report *rep) {
    const row *x = tab_row(t, at);
    int target = target_of(r, x), method = method_of(r, x->method), horizon = horizon_of(x->ahead),
        origin = origin_of(r, x->origin);
    if (target < 0)
        complain(t, at, "name", x->name, "a margin and name of the figures that " SAY_SCORE " scores", rep);
    if (method < 0)
        complain(t, at, "method", x->method,
                 method == -1 ? "a name that is none of vado's own methods"
                              : txt_say("%d methods at most", SCO_OTHERS).text,
                 rep);
    if (!(x->sd > 0) && !t->bad[at])
        complain(t, at, "sd", "0", "a standard deviation above 0", rep);
    if (target < 0 || method < 0 || horizon < 0 || origin < 0)
        return 0;
    double *place = place_of(r, target, horizon, method, origin);
    place[0] = x->mean;
    place[1] = x->sd;
    return 1;
}

static int make_room(sco_result *r) {
    size_t n = (size_t)r->figures.n * SCO_HORIZONS * SCO_OTHERS * (size_t)r->norigins * 2;
    if (!(r->other = malloc((n + 1) * sizeof *r->other)))
        return -1;
    for (size_t i = 0; i < n; i++)
        r->other[i] = NAN;
    return 0;
}

int sco_others_read(sco_result *r, const char *path) {
    char *text = NULL;
    size_t length = 0;
    tab_table t = {0};
    rep_report rep;
    int passed = 0;
    if (!path)
        return 0;
    if (scn_read_file(path, &text, &length))
        return ctx_fail(r->v, errno == ENOMEM ? VADO_ERR_MEMORY : VADO_ERR_FILE, "%s: cannot be read: %s", path,
                        strerror(errno));
    rep_init(&rep);
    int lost = make_room(r) || tab_read(&t, &schema, text, length, path, NULL, &r->texts, &rep) || tab_sort(&t, &rep);
    for (int i = 0; !lost && t.loaded && i < t.nrows; i++)
        passed += !take_row(r, &t, i, &rep);
    int status = ctx_report(r->v, &rep);
    if (status == 0 && lost)
        status = ctx_fail(r->v, VADO_ERR_MEMORY, "out of memory");
    if (status == 0 && passed)
        ctx_note(r->v, "%s: %d of %d rows are of an origin, or of months ahead, that is not scored", path, passed,
                 t.nrows);
    rep_free(&rep);
    tab_free(&t);
    free(text);
    return status;
}
