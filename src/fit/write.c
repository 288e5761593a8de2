/* What a fit says and writes: progress lines, the table beside published figures, the latents table. */
#include "corridor/latents.h"
#include "fit/internal.h"
#include "text/hex.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int fit_say(const fit_job *job, const char *format, ...) {
    char line[512];
    va_list list;
    if (!job->say)
        return 0;
    va_start(list, format);
    (void)vsnprintf(line, sizeof line, format, list);
    va_end(list);
    return job->say(job->user, line) ? VADO_ERR_CANCELLED : 0;
}

/* Files that a run depends on and a fit does not write or read: not observed/, latents/, policies/, levels.csv,
 * posterior.csv, nor the texts; nor spreads.csv and stack.csv, of which a central run reads nothing. */
void fit_scenario_hash(const scn_scenario *s, unsigned char out[32]) {
    eng_sha256 hash;
    const scn_folder *f = &s->folder;
    const char *last = "";
    eng_sha256_start(&hash);
    for (;;) { /* by name, whatever the order in memory */
        const scn_file *next = NULL;
        for (int i = 0; i < f->count; i++)
            if (strcmp(f->files[i].name, last) > 0 && (!next || strcmp(f->files[i].name, next->name) < 0))
                next = &f->files[i];
        if (!next)
            break;
        last = next->name;
        size_t n = strlen(last);
        if (!strncmp(last, "observed/", 9) || !strncmp(last, "latents/", 8) || !strncmp(last, "policies/", 9) ||
            !strcmp(last, SCN_LEVELS_FILE) || !strcmp(last, SCN_POSTERIOR_FILE) || !strcmp(last, SCN_SPREADS_FILE) ||
            !strcmp(last, SCN_STACK_FILE) || (n > 3 && !strcmp(last + n - 3, ".md")))
            continue;
        eng_sha256_add(&hash, last, n + 1);
        eng_sha256_add(&hash, next->text, next->length);
    }
    eng_sha256_end(&hash, out);
}

static int say_years(const fit_job *job, const fit_targets *t, const fit_sim *sim, unsigned char *in_years) {
    int start = month_of_day(job->scenario->from) - t->first, status = 0;
    for (int m = start < 0 ? 0 : start; !status && m + 12 <= t->months; m++) {
        double simulated = 0, published = 0;
        int year = month_fiscal_year(t->first + m);
        if (m > 0 && month_fiscal_year(t->first + m - 1) == year)
            continue;
        if (month_fiscal_year(t->first + m + 11) != year)
            continue;
        for (int k = m; k < m + 12; k++) {
            simulated += fit_sim_total(sim, k);
            published += t->total[k];
        }
        if (isnan(published))
            continue;
        memset(in_years + m, 1, 12);
        status = fit_say(job, "  fiscal %d  %12.0f %12.0f  %+6.1f%%", year, simulated, published,
                         100 * (simulated / published - 1));
    }
    return status;
}

static int say_sectors(const fit_job *job, const fit_targets *t, const fit_sim *sim, const unsigned char *in_years) {
    int status = 0;
    for (int k = 0; !status && k < t->sectors; k++) {
        double simulated = 0, published = 0, months = 0;
        for (int m = 0; m < t->months; m++)
            if (in_years[m] && !isnan(t->sector[(size_t)k * (size_t)t->months + (size_t)m])) {
                simulated += fit_sim_sector(sim, m, k);
                published += t->sector[(size_t)k * (size_t)t->months + (size_t)m];
                months++;
            }
        if (months > 0 && published > 0)
            status = fit_say(job, "  %-20s %12.0f %12.0f  %+6.1f%%", job->scenario->sectors[k].name, simulated,
                             published, 100 * (simulated / published - 1));
    }
    return status;
}

int fit_say_tables(const fit_job *job, const fit_targets *t, const fit_sim *sim) {
    unsigned char *in_years = calloc((size_t)t->months + 1, 1);
    if (!in_years)
        return VADO_ERR_MEMORY;
    int status = fit_say(job, "encounters, fitted (simulated, published, difference):");
    if (!status)
        status = say_years(job, t, sim, in_years);
    if (!status)
        status = fit_say(job, "the same years by sector:");
    if (!status)
        status = say_sectors(job, t, sim, in_years);
    free(in_years);
    return status;
}

/* ---- jumps ---- */

enum { JUMP_LINE = 400 };
static const double least_jump = 0.2; /* log units: less is told of nobody */

/* Who jumps on the break after a month, as "Venezuela -0.81, Peru +0.24"; departures of nationalities. */
static void jump_words(const scn_scenario *s, const cor_latents *l, int t, char out[JUMP_LINE]) {
    size_t used = 0;
    (void)snprintf(out, JUMP_LINE, "none of %.1f or more", least_jump);
    for (int n = 0; n < s->nnationalities && used < JUMP_LINE - 60; n++) {
        const double *x = l->departures + (size_t)n * (size_t)l->months + t;
        if (fabs(x[1] - x[0]) >= least_jump)
            used += (size_t)snprintf(out + used, JUMP_LINE - used, "%s%.40s %+.2f", used ? ", " : "",
                                     s->nationalities[n].name, x[1] - x[0]);
    }
}

/* The next break from month *t on whose both sides are fitted; 0: no more. */
static int next_jump(const cor_latents *l, int months, int *t) {
    while (*t + 1 < months && l->jump[*t] == COR_NO_JUMP)
        ++*t;
    return *t + 1 < months;
}

int fit_say_jumps(const fit_job *job, const cor_latents *l, int months) {
    char day[11], words[JUMP_LINE];
    int status = 0;
    for (int t = 0; !status && next_jump(l, months, &t); t++) {
        day_format(l->jump[t], day);
        jump_words(job->scenario, l, t, words);
        status = fit_say(job, "jump of departures on %s, which nothing explains: %s", day, words);
    }
    return status;
}

/* ---- what is expected ---- */

int fit_say_outlook(const fit_job *job, const cor_latents *l, const fit_outlook_errors *e) {
    char month[8];
    double low = l->after.sd[0], high = low, unsure = 0;
    month_format(job->last_month, month);
    if (l->after.last == COR_NO_END)
        return fit_say(job, "after %s latents stay flat: too few months tell what to expect", month);
    for (int n = 0; n < l->nationalities; n++) {
        low = l->after.sd[n] < low ? l->after.sd[n] : low;
        high = l->after.sd[n] > high ? l->after.sd[n] : high;
        unsure += l->after.level_sd[n] / l->nationalities;
    }
    return fit_say(
        job,
        "after %s latents go on from the level at which they stand: of departures unsure by %.2f in the mean, "
        "innovations %.2f to %.2f by nationality, %.2f of the variance shared; in units of that variance noise "
        "of figures %.3g, a step over a break %.0f; from %d figures, each foretold from those before. Of what has "
        "wandered %.2f is left a month later: so figures six and twelve months ahead are likelier by %.1f (log) than "
        "if all were",
        month, unsure, low, high, l->after.shared, e->noise, e->steps, e->figures, e->kept, e->surer);
}

/* ---- the table ---- */

typedef struct {
    char *text;
    size_t length, room;
    int lost;
} buffer;

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
static void
put(buffer *b, const char *format, ...) {
    char line[1024];
    va_list list;
    va_start(list, format);
    int n = vsnprintf(line, sizeof line, format, list);
    va_end(list);
    if (n < 0 || (size_t)n >= sizeof line || b->lost) {
        b->lost = 1;
        return;
    }
    if (b->length + (size_t)n + 1 > b->room) {
        size_t room = 2 * b->room + (size_t)n + 4096;
        char *grown = realloc(b->text, room);
        if (!grown) {
            b->lost = 1;
            return;
        }
        b->text = grown;
        b->room = room;
    }
    memcpy(b->text + b->length, line, (size_t)n + 1);
    b->length += (size_t)n;
}

static void put_rows(buffer *b, const fit_result *r, const char *latent, const char *where, const char *who,
                     const double *x) {
    char month[8];
    const char *q = where && strchr(where, ',') ? "\"" : "", *p = strchr(who, ',') ? "\"" : "";
    for (int t = 0; t < r->months; t++) {
        month_format(r->first_month + t, month);
        put(b, "%s,%s,%s%s%s,%s%s%s,%.6g\n", latent, month, q, where ? where : "", q, p, who, p,
            fabs(x[t]) < 5e-7 ? 0.0 : x[t]);
    }
}

static void put_one(buffer *b, const char *latent, const char *month, const char *where, const char *who, double x) {
    const char *q = strchr(where, ',') ? "\"" : "", *p = strchr(who, ',') ? "\"" : "";
    put(b, "%s,%s,%s%s%s,%s%s%s,%.6g\n", latent, month, q, where, q, p, who, p, fabs(x) < 5e-7 ? 0.0 : x);
}

/* What is expected after the last month: rows of that month. */
static void put_outlook(buffer *b, const scn_scenario *s, const cor_latents *l, const char *month) {
    const cor_outlook *after = &l->after;
    if (after->last == COR_NO_END)
        return;
    const double *group = after->level + cor_latent_rows(l, COR_GROUP);
    const double *sector = after->level + cor_latent_rows(l, COR_SECTOR);
    put_one(b, "departures_shared", month, "", "", after->shared);
    put_one(b, "departures_kept", month, "", "", after->kept[COR_DEPARTURES]);
    for (int n = 0; n < s->nnationalities; n++)
        put_one(b, "departures_sd", month, "", s->nationalities[n].name, after->sd[n]);
    for (int n = 0; n < s->nnationalities; n++)
        put_one(b, "departures_level", month, "", s->nationalities[n].name, after->level[n]);
    for (int n = 0; n < s->nnationalities; n++)
        put_one(b, "departures_level_sd", month, "", s->nationalities[n].name, after->level_sd[n]);
    for (int k = 0; k < s->nblocs; k++)
        for (int g = 0; g < COR_GROUPS; g++)
            put_one(b, "group_level", month, s->blocs[k], g == COR_FAMILY ? "family" : "minor",
                    group[k * COR_GROUPS + g]);
    for (int q = 0; q < s->nsectors; q++)
        for (int k = 0; k < s->nblocs; k++)
            put_one(b, "sector_level", month, s->sectors[q].name, s->blocs[k], sector[k * s->nsectors + q]);
}

int fit_table(const fit_job *job, const fit_result *r, const char *command, char **text) {
    const scn_scenario *s = job->scenario;
    const cor_latents *l = &r->latents;
    const fit_errors *e = &r->errors;
    size_t months = (size_t)l->months;
    buffer b = {0};
    char month[8], scenario[65], rows[65];
    month_format(job->last_month, month);
    txt_hex(r->scenario_sha256, scenario);
    txt_hex(r->rows_sha256, rows);
    put(&b, "# Latent intensities of scenario %s, written by: %s\n", s->name, command);
    put(&b, "# Last month of published figures used: %s. The latents %s after it.\n", month,
        l->after.last == COR_NO_END ? "are flat" : "go on from their levels, the rows *_level,");
    put(&b, "# SHA-256 of the scenario's files (without observed/, latents/, policies/): %s\n", scenario);
    put(&b, "# SHA-256 of the published rows used: %s\n", rows);
    put(&b, "# Log errors: border total by month rms %.4f; nationality-months, weighted mean %.4f.\n", e->total,
        e->people);
    put(&b,
        "# Half the sum of share differences, mean of months: sectors %.4f; groups %.4f. Mean second difference of "
        "departures %.3f.\n",
        e->sector, e->group, e->rough);
    for (int t = 0; next_jump(l, r->months, &t); t++) {
        char day[11], words[JUMP_LINE];
        day_format(l->jump[t], day);
        jump_words(s, l, t, words);
        put(&b, "# Jump of departures on %s, which nothing explains: %s.\n", day, words);
    }
    put(&b, "# A description of the past, not a finding: these take up what the mechanisms do not explain.\n");
    put(&b, FIT_LATENTS_HEAD "\n");
    for (int n = 0; n < s->nnationalities; n++)
        put_rows(&b, r, "departures", NULL, s->nationalities[n].name, l->departures + (size_t)n * months);
    for (int k = 0; k < s->nblocs; k++)
        for (int g = 0; g < COR_GROUPS; g++)
            put_rows(&b, r, "group", s->blocs[k], g == COR_FAMILY ? "family" : "minor",
                     l->group + (size_t)(k * COR_GROUPS + g) * months);
    for (int q = 0; q < s->nsectors; q++)
        for (int k = 0; k < s->nblocs; k++)
            put_rows(&b, r, "sector", s->sectors[q].name, s->blocs[k],
                     l->sector + (size_t)(k * s->nsectors + q) * months);
    put_outlook(&b, s, l, month);
    if (b.lost) {
        free(b.text);
        b.text = NULL;
    }
    *text = b.text;
    return b.text ? 0 : VADO_ERR_MEMORY;
}
