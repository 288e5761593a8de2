/* A what-if as text and as CSV: the same measures, harm always among them. See whatif.h.
 *
 * Order of the text: encounters, where they went, who was not caught, who was returned; harm and waiting; money, trade
 * and leverage; nationalities and groups; who is worse off; how long it lasted; which of the dates it touches rest on
 * the fit.
 */
#include "study/explain_share.h"
#include "study/whatif.h"
#include "text/html.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int harmful(const whf_pair *p, int i) { return res_series_at(p->r[0], i)->harm; }

static void say(whf_pair *p, const char *series, const char *words, int always, out_text *out) {
    char text[WHF_SENTENCE];
    whf_measure m = whf_total(p, series);
    whf_direction way = whf_direction_of(&m);
    if (!always && (way == WHF_NOTHING || way == WHF_SAME || way == WHF_CHANCE))
        return;
    int i = res_series_find(p->r[0], series);
    words = face_whatif(&p->face, series, words);
    out_printf(out, "  %s\n", whf_sentence(words, i < 0 ? "" : lay_unit(res_series_at(p->r[0], i)), &m, text));
}

/* ---- where pressure went ---- */

typedef struct {
    const char *name;
    double mean, low, high, base, chance;
} place;

static int by_size(const void *a, const void *b) {
    double x = ((const place *)a)->mean, y = ((const place *)b)->mean;
    return (x > y) - (x < y);
}

/* Cells of an axis, sorted from the largest loss to the largest gain; *n of them. NULL if the series has no such axis.
 */
static place *cells(whf_pair *p, const char *series, int axis, int *n) {
    const mdl_series *s;
    res_table t[2];
    const char *const *nations = NULL, *const *groups = NULL;
    *n = 0;
    if (whf_tables(p, series, axis, &s, t))
        return NULL;
    res_nationalities(p->r[0], &nations);
    res_groups(p->r[0], &groups);
    int count = t[0].nplaces * t[0].nnationalities * t[0].ngroups;
    place *list = res_alloc(p->r[0], (size_t)count + 1, sizeof *list);
    for (int i = 0; list && i < count; i++) {
        whf_measure m = whf_measure_of(p, s, t, i, 0, p->count);
        const char *name = axis == RES_BY_PLACE ? s->places[i] : axis == RES_BY_NATIONALITY ? nations[i] : groups[i];
        if (m.known)
            list[(*n)++] = (place){name, m.mean, m.low, m.high, m.a, m.chance};
    }
    res_table_free(&t[0]);
    res_table_free(&t[1]);
    if (list)
        qsort(list, (size_t)*n, sizeof *list, by_size);
    return list;
}

static void put_cell(const place *c, out_text *out) {
    char size[HTML_NUMBER];
    out_printf(out, "%s %s%s", c->name, c->mean < 0 ? "-" : "+", html_rounded(fabs(c->mean), size));
    if (c->base > 0)
        out_printf(out, " (%+.0f%%)", 100 * c->mean / c->base);
}

/* Moves enough to be told: WHF_SAME's threshold, not a handful of people, more than the chance of a rerun. */
static int moves(const place *c) {
    return fabs(c->mean) >= 0.005 * c->base && fabs(c->mean) >= 50 && fabs(c->mean) >= c->chance;
}

static void put_list(const place *const *list, int n, out_text *out) {
    for (int i = 0; i < n; i++) {
        out_put(out, i ? ", " : " ");
        put_cell(list[i], out);
    }
}

/* The largest losses and gains of the sectors, and how much of what some lose others gain. */
int whf_where(whf_pair *p, out_text *out) {
    int n, losers = 0, gainers = 0;
    place *list = cells(p, res_main_name(p->r[0]), RES_BY_PLACE, &n);
    const place *lose[3], *gain[3];
    double *difference = res_alloc(p->r[0], (size_t)n + 1, sizeof *difference);
    for (int i = 0; list && difference && i < n; i++) {
        difference[i] = list[i].mean;
        if (list[i].mean < 0 && losers < 3 && moves(&list[i]))
            lose[losers++] = &list[i];
        const place *last = &list[n - 1 - i];
        if (last->mean > 0 && gainers < 3 && moves(last))
            gain[gainers++] = last;
    }
    if (losers + gainers > 0) {
        whf_shift s = whf_shift_of(difference, n);
        out_put(out, "  Where:");
        put_list(lose, losers, out);
        out_put(out, losers && gainers ? ";" : "");
        put_list(gain, gainers, out);
        if (losers && gainers && s.gained <= 1.2 * s.lost) /* else it is no shift */
            out_printf(out, ". Of what some sectors lose, %.0f%% appears in others", 100 * s.gained / s.lost);
        out_put(out, ".\n");
    }
    free(difference);
    free(list);
    return losers + gainers;
}

/* Where the members agree on a change of a series: the two largest falls and rises. */
static void by_people(whf_pair *p, const char *series, int axis, const char *title, out_text *out) {
    int n, shown = 0;
    place *list = cells(p, series, axis, &n);
    for (int i = 0; list && i < n; i++) {
        if ((axis == RES_BY_NATIONALITY && i >= 2 && i < n - 2) || !moves(&list[i]))
            continue; /* the two ends are what a reader looks for; all are in the CSV */
        out_put(out, shown++ ? ", " : title);
        put_cell(&list[i], out);
    }
    if (shown)
        out_put(out, ".\n");
    free(list);
}

/* ---- who is worse off ---- */

/* Those for whom a harm rises in all members (of 40 or more: nearly all), by one percent or more and by more than the
 * chance of a rerun: the two largest of each axis. */
static int worse_by(whf_pair *p, const mdl_series *s, int axis, int before, out_text *out) {
    int n, shown = 0;
    place *list = cells(p, s->name, axis, &n);
    for (int c = n - 1; list && c >= 0 && shown < 2; c--) {
        double least = s->sum == SERIES_RATIO ? 0 : 1;
        if (!(list[c].low > 0) || list[c].mean < 0.01 * list[c].base || list[c].mean < least ||
            list[c].mean < list[c].chance)
            continue;
        if (before + shown == 0)
            out_printf(out, "    %s:", s->name);
        out_put(out, before + shown ? ", " : " ");
        put_cell(&list[c], out);
        shown++;
    }
    free(list);
    return shown;
}

static void worse_off(whf_pair *p, out_text *out) {
    static const int axes[] = {RES_BY_NATIONALITY, RES_BY_GROUP, RES_BY_PLACE};
    int any = 0;
    out_printf(out, "  Worse off (harm rises%s, by more than the chance of a rerun)\n",
               p->members >= RES_QUANTILES ? " in 95% of members"
               : p->members > 1            ? " in every member"
                                           : "");
    for (int i = 0; i < res_series_count(p->r[0]); i++) {
        int shown = 0;
        for (int k = 0; harmful(p, i) && k < 3; k++)
            shown += worse_by(p, res_series_at(p->r[0], i), axes[k], shown, out);
        if (shown)
            out_put(out, ".\n");
        any += shown;
    }
    if (!any)
        out_put(out,
                "    No nationality, group or place of which that can be said; that is no proof that nobody is.\n");
}

/* ---- what is told of a series as a whole ---- */

/* Of what is told first or is harm: people or events that move together with the series `of`. */
static int goes_with(const mdl_series *s, const char *of, const whf_measure *m) {
    return strcmp(s->name, of) != 0 && s->sum != SERIES_RATIO && m->known && m->mean != 0 &&
           (s->harm || s->shown->told == MDL_FIRST);
}

static const char *short_name(const whf_pair *p, const mdl_series *s) {
    return s->harm ? s->name : face_whatif(&p->face, s->name, s->shown->heading);
}

/* Which of these no direction can be said of: members disagree, or it may be chance. */
static int unsure(const whf_measure *m) {
    return (m->members > 1 && m->low * m->high <= 0) || fabs(m->mean) < m->chance;
}

static void unsure_of(whf_pair *p, const char *of, out_text *out) {
    int shown = 0;
    for (int i = 0; i < res_series_count(p->r[0]); i++) {
        const mdl_series *s = res_series_at(p->r[0], i);
        whf_measure m = whf_total(p, s->name);
        if (goes_with(s, of, &m) && unsure(&m))
            out_printf(out, "%s%s", shown++ ? ", " : "    No direction can be said of: ", short_name(p, s));
    }
    if (shown)
        out_put(out, ".\n");
}

/* Of the series that the policy names: whom it moves, and what else moves for each thousand of them, harm always among
 * it: what becomes of those whom it does not take. */
static void each_thousand(whf_pair *p, const char *series, out_text *out) {
    whf_measure all = whf_total(p, series);
    whf_direction way = whf_direction_of(&all);
    int at = res_series_find(p->r[0], series), shown = 0;
    if (series[0] && at < 0)
        out_printf(out, "  There is no series %s, for each thousand of which to tell.\n", series);
    if (at < 0 || (way != WHF_MORE && way != WHF_LESS))
        return;
    out_printf(out, "  %s: whom, and what moves with them\n", short_name(p, res_series_at(p->r[0], at)));
    by_people(p, series, RES_BY_NATIONALITY, "    By nationality: ", out);
    by_people(p, series, RES_BY_GROUP, "    By group: ", out);
    for (int harm = 0; harm < 2; harm++)
        for (int i = 0; i < res_series_count(p->r[0]); i++) {
            const mdl_series *s = res_series_at(p->r[0], i);
            char size[HTML_NUMBER];
            whf_measure m = whf_total(p, s->name);
            double each = 1000 * m.mean / fabs(all.mean);
            if (s->harm != harm || !goes_with(s, series, &m) || unsure(&m) || (!harm && fabs(each) < 1))
                continue;
            out_put(out, shown++ ? ", " : way == WHF_MORE ? "    For each 1,000 more: " : "    For each 1,000 fewer: ");
            out_printf(out, "%s %s%s", short_name(p, s), each < 0 ? "-" : "+", html_rounded(fabs(each), size));
        }
    if (shown)
        out_put(out, ".\n");
    unsure_of(p, series, out);
}

/* In their order; the main series always, and where its people went with it. */
static void tell(whf_pair *p, mdl_told when, out_text *out) {
    for (int i = res_next(p->r[0], -1); i >= 0; i = res_next(p->r[0], i)) {
        const mdl_series *s = res_series_at(p->r[0], i);
        if (s->shown->told != when)
            continue;
        say(p, s->name, s->shown->heading, s->shown->main, out);
        if (s->shown->main)
            (void)whf_where(p, out);
    }
}

/* ---- how long ---- */

static void how_long(whf_pair *p, out_text *out) {
    const mdl_series *s;
    res_table t[2];
    char text[WHF_SENTENCE];
    double *effect = res_alloc(p->r[0], (size_t)p->count + 1, sizeof *effect);
    if (effect && whf_tables(p, res_main_name(p->r[0]), RES_TOTAL, &s, t) == 0) {
        for (int i = 0; i < p->count; i++) {
            whf_measure m = whf_measure_of(p, s, t, 0, i, 1);
            effect[i] = m.known && m.a > 0 ? m.mean / m.a : 0;
        }
        out_printf(out, "  %s\n", whf_lasting(effect, p->count, res_month_first(p->r[0]) + p->first[0], text));
        res_table_free(&t[0]);
        res_table_free(&t[1]);
    }
    free(effect);
}

/* ---- what rests on the fit ---- */

/* Events of the schedule that the policy touches, as far as the baseline's store holds their latents' share, into held.
 * How many it touches, or less than 1. */
static int touched_events(const whf_pair *p, const whf_policy *policy, shr_list *held) {
    int64_t *days;
    int touched = shr_touched(p->r[0], whf_policy_file(p, policy), 0, &days), kept = 0;
    if (touched < 0)
        res_fail(p->r[0], VADO_ERR_MEMORY);
    if (shr_read(p->r[0], held))
        touched = -1;
    for (int i = 0; i < held->n; i++)
        for (int k = 0; k < touched; k++)
            if (days[k] == held->of[i].day)
                held->of[kept++] = held->of[i];
    held->n = kept;
    free(days);
    return touched;
}

static double largest_share(const shr_list *held) {
    double most = NAN;
    for (int i = 0; i < held->n; i++)
        if (!(most >= held->of[i].share))
            most = held->of[i].share;
    return most;
}

static void rests_on_fit(const whf_pair *p, const whf_policy *policy, out_text *out) {
    char words[SHR_SENTENCE];
    shr_list held;
    int touched = touched_events(p, policy, &held);
    double most = largest_share(&held);
    if (touched > 0)
        out_printf(out, "  Dates of the schedule it touches: %d", touched);
    if (touched > 0 && isnan(most))
        out_put(out,
                ". How much of the change around them is the fitted latent is not known: vado explain finds it.\n");
    else if (touched > 0 && most > EXP_LATENT_MUCH)
        out_put(out, ". Around these, much of the change that was seen is fitted and not explained\n");
    else if (touched > 0)
        out_printf(out, ". Where it is known, at most %.0f%% of the change around them is the fitted latent.\n",
                   100 * most);
    for (int i = 0; i < held.n; i++)
        if (shr_much(&held.of[i]))
            out_printf(out, "    Rests on the fit: %s.\n", shr_sentence(&held.of[i], words));
    shr_free(&held);
}

void whf_text(whf_pair *p, const whf_policy *policy, out_text *out) {
    char first[8], last[8], range[RES_WORDS];
    int start = res_month_first(p->r[0]) + p->first[0], one = p->members == 1;
    month_format(start, first);
    month_format(start + p->count - 1, last);
    out_printf(out, "\n%s  [%s]\n", policy->title, policy->name);
    if (policy->about[0])
        out_printf(out, "  %s\n", policy->about);
    out_printf(out, "  %s to %s beside the baseline, %d member%s%s, paired: %s%s%s.\n", first, last, p->members,
               one ? "" : "s", res_whose(p->r[0]), one ? "no interval" : "mean of the differences (",
               res_range_words(p->members, range), one ? "" : ")");
    tell(p, MDL_FIRST, out);
    each_thousand(p, policy->each, out);
    out_put(out, "  Harm\n");
    for (int i = 0; i < res_series_count(p->r[0]); i++) {
        const mdl_series *s = res_series_at(p->r[0], i);
        char words[160];
        if (!harmful(p, i))
            continue;
        snprintf(words, sizeof words, "  %s (%s)", s->meaning, lay_unit(s));
        say(p, s->name, words, 1, out);
    }
    tell(p, MDL_LATER, out);
    by_people(p, res_main_name(p->r[0]), RES_BY_NATIONALITY, "  Encounters by nationality: ", out);
    by_people(p, res_main_name(p->r[0]), RES_BY_GROUP, "  By group: ", out);
    worse_off(p, out);
    how_long(p, out);
    rests_on_fit(p, policy, out);
}

/* ---- CSV ---- */

void whf_csv_header(out_text *out) {
    out_put(out, "policy,series,unit,harm,from,until,place,nationality,group,baseline,policy_value,difference,low,high,"
                 "change,latent_share,within_chance\n");
}

static void csv_row(whf_pair *p, const whf_policy *policy, const mdl_series *s, int axis, int cell,
                    const whf_measure *m, double latent_share, out_text *out) {
    const char *const *nations = NULL, *const *groups = NULL;
    char first[8], last[8];
    int start = res_month_first(p->r[0]) + p->first[0];
    month_format(start, first);
    month_format(start + p->count - 1, last);
    res_nationalities(p->r[0], &nations);
    res_groups(p->r[0], &groups);
    const char *where[3] = {axis == RES_BY_PLACE ? s->places[cell] : "",
                            axis == RES_BY_NATIONALITY ? nations[cell] : "", axis == RES_BY_GROUP ? groups[cell] : ""};
    out_csv(out, policy->name);
    out_put(out, ",");
    out_csv(out, s->name);
    out_put(out, ",");
    out_csv(out, lay_unit(s));
    out_printf(out, ",%d,%s,%s", s->harm, first, last);
    for (int i = 0; i < 3; i++) {
        out_put(out, ",");
        out_csv(out, where[i]);
    }
    const double low = res_has_range(m->members) ? m->low : NAN, high = res_has_range(m->members) ? m->high : NAN;
    const double numbers[] = {m->a, m->b, m->mean, low, high, m->a > 0 ? m->b / m->a - 1 : NAN, latent_share};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        out_put(out, ",");
        out_number(out, numbers[i]);
    }
    out_printf(out, ",%d\n", fabs(m->mean) < m->chance);
}

void whf_csv(whf_pair *p, const whf_policy *policy, out_text *out) {
    static const int axes[] = {RES_TOTAL, RES_BY_PLACE, RES_BY_NATIONALITY, RES_BY_GROUP};
    shr_list held;
    (void)touched_events(p, policy, &held);
    double share = largest_share(&held);
    shr_free(&held);
    for (int i = 0; i < res_series_count(p->r[0]); i++)
        for (int k = 0; k < 4; k++) {
            const mdl_series *s;
            res_table t[2];
            if (whf_tables(p, res_series_at(p->r[0], i)->name, axes[k], &s, t))
                continue;
            int n = t[0].nplaces * t[0].nnationalities * t[0].ngroups;
            for (int c = 0; c < n; c++) {
                whf_measure m = whf_measure_of(p, s, t, c, 0, p->count);
                if (m.known)
                    csv_row(p, policy, s, axes[k], c, &m, share, out);
            }
            res_table_free(&t[0]);
            res_table_free(&t[1]);
        }
}
