/* See knockout.h.
 *
 * 1. For each part that says what switches it off, a variant of the scenario is made in which those parameters hold
 *    their values on every day, whatever the schedule and the policies say (scenario/variant.h). Latents stay those of
 *    the scenario: they were fitted with the part present, so encounters must move when it goes.
 * 2. Whole and variants are run side by side, members of one number with the same seed, parameters, environment, luck.
 * 3. Of each run only the sums over the period are kept, and the errors measured while its months are at hand.
 * 4. A part is idle if no cell (place, nationality, group) of any series differs by more than rounding in any member.
 */
#include "study/knockout.h"

#include "run/run.h"
#include "run/variants.h"
#include "scenario/variant.h"
#include "table/layers.h"
#include "table/results.h"
#include "text/say.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- which parts ---- */

static int wanted(const mdl_part *p, int n, const char *const *names) {
    for (int i = 0; i < n; i++)
        if (strcmp(names[i], p->name) == 0 || strcmp(names[i], p->part) == 0)
            return 1;
    return n == 0;
}

static int by_part(const void *a, const void *b) {
    const mdl_part *x = *(const mdl_part *const *)a, *y = *(const mdl_part *const *)b;
    int c = strcmp(x->part, y->part);
    return c ? c : strcmp(x->name, y->name);
}

static int check_names(vado *v, int nparts, const mdl_part *parts, int n, const char *const *names) {
    for (int i = 0; i < n; i++) {
        const char *all[128], *near;
        int found = 0, count = 0;
        for (int k = 0; k < nparts && count < 126; k++) {
            found |= strcmp(names[i], parts[k].name) == 0 || strcmp(names[i], parts[k].part) == 0;
            all[count++] = parts[k].name;
        }
        near = rep_nearest(names[i], count, all);
        if (!found)
            return ctx_fail(v, VADO_ERR_USAGE,
                            SAY_PARTS ": found '%s', expected a system or a part of the mission%s%s%s", names[i],
                            near ? ", did you mean " : ", as checkpoints or S07", near ? near : "", near ? "?" : "");
    }
    return 0;
}

/* Rows of the parts that can be switched off, after the row of the whole; the others into r->fixed. */
static int make_rows(vado *v, knk_result *r, int n, const char *const *names) {
    mdl_part *parts = r->parts;
    int nparts = r->in->kind->parts ? r->in->kind->parts(parts) : 0;
    if (nparts == 0)
        return ctx_fail(v, VADO_ERR_USAGE, "found model '%s', expected one that names its parts: 'corridor'",
                        r->in->kind->name);
    if (check_names(v, nparts, parts, n, names))
        return VADO_ERR_USAGE;
    const mdl_part **sorted = malloc((size_t)nparts * sizeof *sorted);
    r->rows = calloc((size_t)nparts + 1, sizeof *r->rows);
    r->fixed = calloc((size_t)nparts + 1, sizeof(mdl_part *));
    r->scratch = calloc((size_t)r->options.members + 1, sizeof(double));
    if (!sorted || !r->rows || !r->fixed || !r->scratch) {
        free(sorted);
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    for (int i = 0; i < nparts; i++)
        sorted[i] = &parts[i];
    qsort(sorted, (size_t)nparts, sizeof *sorted, by_part);
    r->nrows = 1;
    for (int i = 0; i < nparts; i++) {
        if (!wanted(sorted[i], n, names))
            continue;
        if (sorted[i]->off)
            r->rows[r->nrows++].part = sorted[i];
        else
            r->fixed[r->nfixed++] = sorted[i];
    }
    free(sorted);
    size_t members = (size_t)r->options.members;
    for (int i = 0; i < r->nrows; i++) {
        knk_row *row = &r->rows[i];
        row->total = calloc(members * (size_t)r->nseries + 1, sizeof(double));
        row->cells = calloc(members * r->width + 1, sizeof(double));
        row->error = calloc(members * KNK_ERRORS, sizeof(double));
        if (!row->total || !row->cells || !row->error)
            return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    return 0;
}

/* ---- variants ---- */

typedef struct {
    int n;
    scn_scenario *scenario; /* [n]; the first is not a copy and not used */
    mdl_model **model;
    var_one *one;
} variant_set;

static int hold(vado *v, scn_scenario *s, const mdl_part *p) {
    for (const mdl_setting *x = p->off; x->path; x++) {
        int status = scn_variant_hold(s, x->path, x->value);
        if (status)
            return ctx_fail(v, VADO_ERR_RUN, "the system '%s' is switched off by %s=%g, %s: a fault of the program",
                            p->name, x->path, x->value,
                            status == -1 ? "which is no parameter" : "which is outside its bounds");
    }
    return 0;
}

static int make_variants(vado *v, const knk_result *r, variant_set *set) {
    size_t n = (size_t)r->nrows;
    set->n = r->nrows;
    set->scenario = calloc(n, sizeof *set->scenario);
    set->model = calloc(n, sizeof *set->model);
    set->one = calloc(n, sizeof *set->one);
    if (!set->scenario || !set->model || !set->one)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    set->one[0].model = r->in->model;
    for (int i = 1; i < r->nrows; i++) {
        rep_report rep;
        if (scn_variant_make(&set->scenario[i], &r->in->scenario))
            return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
        int status = hold(v, &set->scenario[i], r->rows[i].part);
        if (status)
            return status;
        rep_init(&rep);
        if (r->in->kind->open(&set->scenario[i], &set->model[i], &rep)) {
            set->model[i] = NULL;
            status = ctx_report(v, &rep);
        }
        rep_free(&rep);
        if (!set->model[i])
            return status ? status : ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
        set->one[i].model = set->model[i];
    }
    return 0;
}

static void free_variants(const knk_result *r, variant_set *set) {
    for (int i = 1; i < set->n; i++) {
        if (set->model && set->model[i])
            r->in->kind->close(set->model[i]);
        if (set->scenario && set->scenario[i].values)
            scn_variant_free(&set->scenario[i]);
    }
    free(set->scenario);
    free(set->model);
    free(set->one);
}

/* ---- what is kept of a run ---- */

static double total_of(const mdl_series *s, const double *cells, double days) {
    double above = 0, below = 0;
    for (int i = 0; i < s->cells; i++) {
        above += cells[s->offset + i];
        below += s->sum == SERIES_RATIO ? cells[s->offset + s->cells + i] : 0;
    }
    return s->sum == SERIES_SUM ? above : s->sum == SERIES_MEAN ? above / days : below > 0 ? above / below : NAN;
}

static int take(void *user, int variant, int member, const double *record) {
    knk_result *r = user;
    knk_row *row = &r->rows[variant];
    const scn_scenario *s = &r->in->scenario;
    int first = month_of_day(s->from), months = month_of_day(s->until - 1) - first + 1;
    double *cells = row->cells + (size_t)member * r->width;
    for (int t = 0; t < months; t++)
        for (size_t i = 0; i < r->width; i++)
            cells[i] += record[(size_t)t * r->width + i];
    for (int i = 0; i < r->nseries; i++)
        row->total[member * r->nseries + i] = total_of(&r->series[i], cells, (double)(s->until - s->from));
    if (r->fit->n > 0)
        r->fit->measure(r->fit->user, r->nseries, r->series, record, r->width, first,
                        row->error + (size_t)member * KNK_ERRORS);
    return 0;
}

static int idle(const knk_result *r, int row) {
    const double *a = r->rows[0].cells, *b = r->rows[row].cells;
    for (size_t i = 0; i < (size_t)r->options.members * r->width; i++)
        if (!(fabs(a[i] - b[i]) <= 1e-9 * (fabs(a[i]) + fabs(b[i]))))
            return 0;
    return 1;
}

/* Those of the whole, for its variants too: a part that is off has no level of its own to hide what it does. */
static int make_levels(vado *v, knk_result *r, const vado_input *given, vado_run_options o, lev_levels **out) {
    int status = r->options.layer_parameters ? run_settle_model(v, r->in, &o) : 0;
    if (status || !r->options.layer_parameters || !o.level)
        return status;
    r->options.posterior = o.level == VADO_LEVEL_POSTERIOR;
    status = lev_open(v, r->in, given, &r->options, out);
    return status ? status : lev_make_all(v, *out, o.threads);
}

int knk_run(vado *v, const inp_opened *in, const vado_input *given, const vado_run_options *o, int nparts,
            const char *const *parts, const knk_fit *fit, knk_result *r) {
    static const eng_arithmetic arithmetics[] = {ENG_STOCHASTIC, ENG_FLUID, ENG_INDIVIDUAL};
    variant_set set;
    lev_levels *levels = NULL;
    memset(r, 0, sizeof *r);
    memset(&set, 0, sizeof set);
    r->in = in;
    r->fit = fit;
    if (o->members < 0 || o->members > 1000)
        return ctx_fail(v, VADO_ERR_USAGE, "members: found %d, expected 1 to 1000", o->members);
    int members = o->members > 0 ? o->members : 1, centre = o->mode == VADO_FLUID && members == 1;
    r->options = (mdl_member_options){.arithmetic = arithmetics[o->mode],
                                      .seed = o->seed,
                                      .members = members,
                                      .layer_parameters = !centre,
                                      .layer_environment = !centre,
                                      .layer_chance = o->mode != VADO_FLUID};
    r->nseries = in->kind->series(in->model, &r->series);
    r->width = (size_t)in->kind->record_width(in->model);
    int status = make_rows(v, r, nparts, parts);
    if (status == 0)
        status = make_variants(v, r, &set);
    if (status == 0)
        status = make_levels(v, r, given, *o, &levels);
    r->levelled = levels != NULL;
    if (status == 0) {
        var_job job = {.v = v,
                       .kind = in->kind,
                       .n = r->nrows,
                       .variants = set.one,
                       .options = r->options,
                       .levels = levels,
                       .threads = o->threads,
                       .from = in->scenario.from,
                       .until = in->scenario.until,
                       .take = take,
                       .user = r};
        status = var_run(&job);
    }
    for (int i = 1; status == 0 && i < r->nrows; i++)
        r->rows[i].idle = idle(r, i);
    free_variants(r, &set);
    lev_close(levels);
    if (status)
        knk_free(r);
    return status;
}

void knk_free(knk_result *r) {
    for (int i = 0; r->rows && i < r->nrows; i++) {
        free(r->rows[i].total);
        free(r->rows[i].cells);
        free(r->rows[i].error);
    }
    free(r->rows);
    free(r->fixed);
    free(r->scratch);
    memset(r, 0, sizeof *r);
}

/* ---- measures ---- */

double knk_error(const knk_result *r, int row, int i) {
    double sum = 0;
    int n = 0;
    for (int k = 0; k < r->options.members; k++)
        for (int e = i < r->fit->n ? i : 0; e < (i < r->fit->n ? i + 1 : r->fit->n); e++) {
            double x = r->rows[row].error[k * KNK_ERRORS + e];
            if (!isnan(x) && !isnan(r->rows[0].error[k * KNK_ERRORS + e])) {
                sum += x;
                n++;
            }
        }
    return n ? sum / n : NAN;
}

/* A ratio of nobody is no number: a member without one on either side is not compared. */
static int compared(const knk_result *r, int row, int series, int k, double *x, double *y) {
    *x = r->rows[0].total[k * r->nseries + series];
    *y = r->rows[row].total[k * r->nseries + series];
    return !isnan(*x) && !isnan(*y);
}

int knk_means(const knk_result *r, int row, int series, double *whole, double *off) {
    int n = 0;
    double a = 0, b = 0, x, y;
    for (int k = 0; k < r->options.members; k++)
        if (compared(r, row, series, k, &x, &y)) {
            a += x;
            b += y;
            n++;
        }
    *whole = n > 0 ? a / n : NAN;
    *off = n > 0 ? b / n : NAN;
    return n;
}

int knk_by_chance(const knk_result *r, int row, int series) {
    double a, b, x, y, *each = malloc((size_t)r->options.members * sizeof *each);
    int n = 0;
    for (int k = 0; each && k < r->options.members; k++)
        if (compared(r, row, series, k, &x, &y))
            each[n++] = y - x;
    /* totals of stocks are people on the mean day here, so one person is one */
    int chance =
        each && knk_means(r, row, series, &a, &b) > 0 && fabs(b - a) < lay_chance(&r->series[series], a, b, each, n, 1);
    free(each);
    return chance;
}

double knk_error_of_means(const knk_result *r, int row, int series) {
    double x, y, sum = 0, squares = 0;
    int n = 0;
    for (int k = 0; k < r->options.members; k++)
        if (compared(r, row, series, k, &x, &y)) {
            sum += y - x;
            n++;
        }
    for (int k = 0; k < r->options.members; k++)
        if (compared(r, row, series, k, &x, &y))
            squares += (y - x - sum / n) * (y - x - sum / n);
    return n > 1 ? sqrt(squares / (n - 1) / n) : NAN;
}

int knk_moves(const knk_result *r, int row, int series) {
    const mdl_series *s = &r->series[series];
    double whole, off;
    if (s->ledger || !s->part || strcmp(s->part, r->rows[row].part->name) == 0)
        return 0;
    if (knk_means(r, row, series, &whole, &off) == 0 || knk_by_chance(r, row, series))
        return 0;
    double change = fabs(off - whole), error = knk_error_of_means(r, row, series);
    return change > KNK_LEAST * fabs(whole) && (isnan(error) || change > 2 * error);
}

int knk_unexplained(const knk_result *r, int row) {
    for (int i = 0; i < r->nseries; i++)
        if (knk_moves(r, row, i))
            return 0;
    return !r->rows[row].part->nobody;
}

double knk_change(const knk_result *r, int row, int series, double *low, double *high) {
    int n = r->options.members, given = 0;
    double a, b, x, y;
    *low = *high = NAN;
    for (int k = 0; k < n; k++)
        if (compared(r, row, series, k, &x, &y) && x > 0)
            r->scratch[given++] = y / x - 1;
    if (given > 0) {
        res_band band = res_band_of(r->scratch, given);
        *low = band.low;
        *high = band.high;
    }
    if (knk_means(r, row, series, &a, &b) == 0)
        return NAN;
    return a > 0 ? b / a - 1 : b > 0 ? INFINITY : 0;
}
