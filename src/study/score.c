/* See score.h.
 *
 * 1. An origin is the last month of a table latents/YYYY-MM.csv of the scenario, after which a figure was published.
 *    All those there are are taken: nobody chooses.
 * 2. From each a forecast of twelve months, or as many as were published, is made as `vado forecast` makes it.
 * 3. On the scale of log(count + 1) the members' sample, and those of the baselines, are held against what came.
 * Invariant: no forecast sees a figure after its origin, but for what went into the scenario before (score_text.c).
 */
#include "study/score.h"

#include "study/score_measure.h"
#include "study/studies.h"
#include "table/results.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const int sco_ahead[SCO_HORIZONS] = {1, 2, 3, 6, 12};
const double sco_shares[SCO_SHARES] = {0.5, 0.8, 0.95};

enum { ALL_METHODS = SCO_METHODS + SCO_OTHERS };

sco_one *sco_at(const sco_result *r, int target, int horizon, int method, int origin) {
    size_t at = ((size_t)target * SCO_HORIZONS + (size_t)horizon) * ALL_METHODS + (size_t)method;
    return &r->one[at * (size_t)r->norigins + (size_t)origin];
}

const char *sco_word(const sco_result *r, int method) {
    return method < SCO_METHODS ? sco_words[method] : r->others[method - SCO_METHODS];
}

/* ---- origins ---- */

/* The month of "latents/2021-12.csv", or -1: another file. */
static int month_of_table(const char *name) {
    static const char front[] = "latents/", end[] = ".csv";
    size_t n = strlen(front), length = n + 7 + strlen(end);
    char month[8] = "";
    int64_t day;
    if (strlen(name) != length || strncmp(name, front, n) != 0 || strcmp(name + n + 7, end) != 0)
        return -1;
    memcpy(month, name + n, 7);
    return day_parse(month, &day) ? -1 : month_of_day(day);
}

/* Is anything published after it, that a forecast could be held against? */
static int has_after(const sco_result *r, int origin) {
    int end = month_of_day(r->in.scenario.figures_until - 1);
    for (int i = 0; i < r->figures.n; i++)
        for (int m = origin + 1; m <= end && m <= origin + SCO_MONTHS; m++)
            if (!isnan(sco_figure(&r->figures, i, m)))
                return 1;
    return 0;
}

static int by_month(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

static int list_origins(sco_result *r, const char *scenario) {
    const scn_scenario *s = &r->in.scenario;
    r->origin = calloc((size_t)s->folder.count + 1, sizeof *r->origin);
    if (!r->origin)
        return ctx_fail(r->v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; i < s->folder.count; i++) {
        int month = month_of_table(s->folder.files[i].name);
        if (month < 0)
            continue;
        char text[8];
        month_format(month, text);
        if (month >= month_of_day(s->from) && has_after(r, month))
            r->origin[r->norigins++] = month;
        else
            ctx_note(r->v, "latents/%s.csv: no month of the period after it has a published figure, nothing is scored",
                     text);
    }
    qsort(r->origin, (size_t)r->norigins, sizeof *r->origin, by_month);
    if (r->norigins)
        return 0;
    return ctx_fail(
        r->v, VADO_ERR_INPUT,
        "%s/latents: found no table that ends before the last published month, expected latents/YYYY-MM.csv "
        "of some origins: `" SAY_FIT " %s " SAY_UNTIL " YYYY-MM` writes one",
        scenario, scenario);
}

/* ---- scoring ---- */

void sco_score_one(sco_one *one, const double *sorted, int n, double came) {
    *one = (sco_one){.wis = NAN, .crps = NAN, .error = NAN};
    if (n == 0 || isnan(came))
        return;
    one->wis = msr_wis(sorted, n, came);
    one->crps = msr_crps(sorted, n, came);
    one->error = msr_median(sorted, n) - came;
    for (int i = 0; i < SCO_SHARES; i++)
        one->inside[i] = (unsigned char)msr_inside(sorted, n, sco_shares[i], came);
}

/* The members' sample, or the last value moved by each member's change; sorted. */
static int members_say(const fct_result *f, int at, int ahead, double last, double *room) {
    const double *now = fct_values(f, at, ahead), *then = fct_values(f, at, 0);
    int moved = !isnan(last), n = 0;
    for (int k = 0; k < f->members; k++) {
        double x = log(now[k] + 1);
        room[n++] = moved ? last + x - log(then[k] + 1) : x;
    }
    return res_ascending(room, n);
}

int sco_foretold(const fct_result *f, const sco_target *t) {
    for (int i = 0; i < f->ntargets; i++)
        if (f->targets[i].margin == t->margin && strcmp(f->targets[i].name, t->name) == 0)
            return i;
    return -1;
}

/* One method's forecast of a target, sorted, into room; how many numbers. member_row: the target in f, or -1. smooth:
 * its figures smoothed, or NULL. */
static int foretell(const sco_result *r, const fct_result *f, const smo_fit *smooth, int target, int member_row, int at,
                    int h, int method, double *room) {
    int ahead = sco_ahead[h], origin = r->origin[at], foretold = ahead < f->months && member_row >= 0;
    double last = sco_figure(&r->figures, target, origin);
    if (method == SCO_VADO)
        return foretold ? members_say(f, member_row, ahead, NAN, room) : 0;
    if (method == SCO_CHANGE)
        return foretold && !isnan(last) ? members_say(f, member_row, ahead, last, room) : 0;
    if (method >= SCO_METHODS)
        return sco_other(r, target, h, method - SCO_METHODS, at, room);
    if (method == SCO_SMOOTHED)
        return smooth ? sco_smoothed(smooth, ahead, room) : 0;
    return sco_baseline(&r->figures, target, (sco_method)method, origin, ahead, room);
}

static const sco_method part_of[STK_PARTS] = {SCO_VADO, SCO_SMOOTHED, SCO_LAST};

static void score_target(const sco_result *r, const fct_result *f, int target, int at, double *room) {
    int member_row = sco_foretold(f, &r->figures.target[target]);
    smo_fit fit, *smooth = sco_smooth(&r->figures, target, r->origin[at], &fit) ? NULL : &fit;
    for (int h = 0; h < SCO_HORIZONS; h++) {
        double came = sco_ahead[h] < f->months ? sco_figure(&r->figures, target, r->origin[at] + sco_ahead[h]) : NAN;
        for (int m = 0; m < SCO_METHODS + r->nothers; m++) {
            if (m == SCO_STACK)
                continue; /* once all origins are there */
            int n = isnan(came) ? 0 : foretell(r, f, smooth, target, member_row, at, h, m, room);
            sco_score_one(sco_at(r, target, h, m, at), room, n, came);
            for (int part = 0; part < STK_PARTS; part++)
                if ((int)part_of[part] == m)
                    sco_stack_put(r, target, h, (stk_part)part, at, room, n);
        }
    }
}

/* ---- one progress over all origins ---- */

typedef struct {
    vado_progress *progress;
    void *user;
    int now, of;
} showing;

static void show(void *user, int64_t done, int64_t total, double left) {
    const showing *s = user;
    (void)left;
    s->progress(s->user, total * s->now + done, total * s->of, -1);
}

static int from_origin(sco_result *r, const vado_input *in, const vado_run_options *o, int at) {
    fct_result f;
    fct_ask ask = r->ask;
    int end = month_of_day(r->in.scenario.figures_until - 1), origin = r->origin[at];
    ask.first_month = origin + 1;
    ask.months = origin + SCO_MONTHS < end ? SCO_MONTHS : end - origin;
    int status = fct_run(r->v, in, o, &ask, &f);
    if (status)
        return status;
    if (f.missing > 0) { /* what there is of it says nothing yet */
        fct_free(&f);
        return 0;
    }
    size_t most = (size_t)f.members + 2 * (size_t)r->figures.months + SCO_QUANTILES;
    double *room = calloc(most, sizeof *room);
    if (!room)
        status = ctx_fail(r->v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; status == 0 && i < r->figures.n; i++)
        score_target(r, &f, i, at, room);
    if (status == 0)
        status = sco_events_take(r, &f, at);
    r->members = f.members;
    r->governments_react = f.governments_react;
    free(room);
    fct_free(&f);
    return status;
}

static int all_origins(sco_result *r, const vado_input *in, const vado_run_options *o) {
    vado *v = r->v;
    showing s = {v->progress, v->progress_user, 0, r->norigins};
    int status = 0;
    if (s.progress)
        vado_on_progress(v, show, &s);
    for (; status == 0 && s.now < r->norigins; s.now++)
        status = from_origin(r, in, o, s.now);
    vado_on_progress(v, s.progress, s.user);
    return status;
}

static void free_result(sco_result *r) {
    sco_figures_free(&r->figures);
    free(r->origin);
    free(r->one);
    free(r->quantiles);
    free(r->other);
    sco_events_free(r);
    txt_pool_free(&r->texts);
    if (r->in.kind)
        inp_close(&r->in);
}

static int open_scores(sco_result *r, const vado_input *in) {
    const mdl_series *series = NULL;
    int status = inp_open(r->v, in, 1, &r->in), n, main_one;
    if (status)
        return status;
    n = r->in.kind->series(r->in.model, &series);
    main_one = mdl_main(n, series);
    if (!r->in.kind->level_months || main_one < 0)
        return ctx_fail(r->v, VADO_ERR_USAGE, "found model '%s', expected one that is fitted: 'corridor'",
                        r->in.kind->name);
    if (sco_figures_read(&r->figures, &r->in.scenario, series[main_one].name))
        return ctx_fail(r->v, VADO_ERR_MEMORY, "out of memory");
    if ((status = list_origins(r, in->scenario)))
        return status;
    size_t cells = (size_t)r->figures.n * SCO_HORIZONS * (size_t)r->norigins;
    r->one = calloc(cells * ALL_METHODS + 1, sizeof *r->one);
    r->quantiles = calloc(cells * STK_PARTS * SCO_QUANTILES + 1, sizeof *r->quantiles);
    return r->one && r->quantiles ? 0 : ctx_fail(r->v, VADO_ERR_MEMORY, "out of memory");
}

/* Which members of each forecast are this call's, and where they are kept. */
static int open_kept(sco_result *r, const vado_input *in, const vado_run_options *o, const vado_forecast_options *f,
                     fct_keeper *keeper, sco_kept **kept) {
    vado_run_options mine = *o;
    int status = run_settle(r->v, &mine);
    if (status == 0 && mine.member_first && !f->keep)
        status = ctx_fail(r->v, VADO_ERR_USAGE,
                          SAY_MEMBER_RANGE ": found no file in which members are kept, expected one: `" SAY_MERGE
                                           "` takes them from there");
    if (status || !f->keep)
        return status;
    keeper->first = mine.member_first;
    keeper->last = mine.member_last;
    if ((status = sco_kept_open(r, in, o, f->keep, f->force, kept)))
        return status;
    sco_kept_keeper(*kept, keeper);
    r->ask.keeper = keeper;
    return 0;
}

/* A part tells no scores. */
static void say_part(const sco_result *r, const fct_keeper *keeper, const char *path) {
    ctx_note(r->v,
             "members %d to %d of each forecast are in %s: `" SAY_MERGE
             "` puts them together with the others', and the same call on that without " SAY_MEMBER_RANGE
             " tells the scores",
             keeper->first, keeper->last, path);
}

static int score_all(sco_result *r, const vado_input *in, const vado_run_options *o, const vado_forecast_options *f,
                     vado_writer *w, void *user) {
    sco_kept *kept = NULL;
    fct_keeper keeper = {0};
    vado_run_options all = *o;
    all.member_first = all.member_last = 0; /* the keeper knows */
    int status = sco_others_read(r, f->others);
    if (status == 0)
        status = sco_events_read(r, f->events);
    if (status == 0)
        status = open_kept(r, in, o, f, &keeper, &kept);
    if (status == 0)
        status = all_origins(r, in, &all);
    if (kept && (status == 0 || status == VADO_ERR_CANCELLED)) {
        int written = sco_kept_write(kept);
        status = status ? status : written;
    }
    if (status == 0 && keeper.first > 0) {
        say_part(r, &keeper, f->keep);
    } else if (status == 0 && r->events) {
        status = sco_events_write(r, f->format == VADO_CSV, w, user);
    } else if (status == 0 && f->stack) {
        status = sco_stack_write(r, w, user);
    } else if (status == 0) {
        sco_stack(r);
        status = sco_write(r, o, f->format == VADO_CSV, w, user);
    }
    sco_kept_close(kept);
    return status;
}

int std_score(vado *v, const vado_input *in, const vado_run_options *o, const vado_forecast_options *f, vado_writer *w,
              void *user) {
    sco_result r = {.v = v};
    vado_input mine = *in;
    vado_run_options members = *o;
    members.members = o->members ? o->members : FCT_MEMBERS;
    int status = fct_asked(v, f, &r.ask);
    if (status == 0 && (f->figures != 0) + (f->stack != 0) + (f->events != NULL) > 1)
        status = ctx_fail(v, VADO_ERR_USAGE,
                          "found more than one of figures, events and the stack, expected one: each is told in place "
                          "of scores");
    mine.latents = mine.from = mine.until = NULL; /* each origin has its own */
    r.ask.main_only = 1;
    if (status == 0)
        status = open_scores(&r, &mine);
    if (status == 0 && f->figures)
        status = sco_write_figures(&r, w, user);
    else if (status == 0)
        status = score_all(&r, &mine, &members, f, w, user);
    free_result(&r);
    return status;
}
