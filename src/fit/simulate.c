/* Runs of the model for the fit: the monthly encounters of several members, each with latents of its own.
 *
 * 1. A job of the crew opens a member, steps it day by day from the spin-up's first day and sums the encounters of each
 * month.
 * 2. A job writes only into its own sums, so the result does not depend on who did what.
 */
#include "fit/internal.h"

#include "run/crew.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const fit_job *job;
    const cor_latents *latents;
    fit_sim *out;
    const mdl_series *encounters;
    int asked, width; /* asked: the number of encounters among the series */
} candidates;

int fit_sim_make(fit_sim *x, const mdl_model *m, const scn_scenario *s, int months) {
    (void)m;
    *x = (fit_sim){.months = months, .sectors = s->nsectors, .people = s->nnationalities};
    size_t size = (size_t)months * (size_t)s->nsectors * (size_t)s->nnationalities * DEMO_COUNT;
    x->count = calloc(size ? size : 1, sizeof *x->count);
    return x->count ? 0 : VADO_ERR_MEMORY;
}

void fit_sim_free(fit_sim *x) {
    free(x->count);
    x->count = NULL;
}

/* Steps a member through `months` from the latents' first; gives each month's sums to `take`. asked: the one series
 * that it reads there, or -1: all. */
static int walk(const fit_job *job, const cor_latents *l, int asked, int months, double *record, size_t width,
                void (*take)(void *user, int month, const double *record), void *user, char words[256]) {
    mdl_member_options options = {.arithmetic = ENG_FLUID, .seed = 1, .member = 0, .members = 1};
    mdl_member *p = NULL;
    int64_t end = month_start(l->first_month + months);
    int status = 0, month = -1;
    if (job->kind->member_open(job->model, &options, &p)) {
        (void)snprintf(words, 256, "a member could not be made (memory?)");
        return VADO_ERR_RUN;
    }
    cor_member_use_latents(p, l);
    if (asked >= 0 && job->kind->member_ask && job->kind->member_ask(p, 1, &asked)) {
        job->kind->member_close(p);
        (void)snprintf(words, 256, "out of memory");
        return VADO_ERR_MEMORY;
    }
    for (;;) {
        int64_t day = job->kind->member_day(p);
        int at = month_of_day(day) - l->first_month;
        if (at != month || day >= end) {
            if (month >= 0)
                take(user, month, record);
            if (day >= end)
                break;
            memset(record, 0, width * sizeof *record);
            month = at;
            if (job->cancelled && job->cancelled(job->cancel_user)) {
                status = VADO_ERR_CANCELLED;
                break;
            }
        }
        if (job->kind->member_step(p, record)) {
            (void)snprintf(words, 256, "%.255s", job->kind->member_error(p));
            status = VADO_ERR_RUN;
            break;
        }
    }
    job->kind->member_close(p);
    return status;
}

typedef struct {
    double *to;
    size_t offset, cells; /* of the part of a record that is kept */
} keeper;

static void keep(void *user, int month, const double *record) {
    const keeper *k = user;
    memcpy(k->to + (size_t)month * k->cells, record + k->offset, k->cells * sizeof *record);
}

static int one(void *user, int i, void *record, char words[CREW_WORDS]) {
    candidates *c = user;
    fit_sim *x = &c->out[i];
    keeper k = {x->count, (size_t)c->encounters->offset, (size_t)c->encounters->cells};
    memset(x->count, 0, (size_t)x->months * k.cells * sizeof *x->count);
    return walk(c->job, &c->latents[i], c->asked, x->months, record, (size_t)c->width, keep, &k, words);
}

int fit_simulate_all(const fit_job *job, const cor_latents *latents, int months, double *record, char words[256]) {
    size_t width = (size_t)job->kind->record_width(job->model);
    keeper k = {record, 0, width};
    double *month = malloc((width ? width : 1) * sizeof *month);
    if (!month)
        return VADO_ERR_MEMORY;
    memset(record, 0, (size_t)months * width * sizeof *record);
    int status = walk(job, latents, -1, months, month, width, keep, &k, words);
    free(month);
    return status;
}

int fit_simulate(const fit_job *job, int n, const cor_latents *latents, fit_sim *out, char words[256]) {
    candidates c = {.job = job, .latents = latents, .out = out};
    const mdl_series *series;
    int count = job->kind->series(job->model, &series);
    c.asked = mdl_main(count, series);
    c.encounters = c.asked < 0 ? NULL : &series[c.asked];
    c.width = job->kind->record_width(job->model);
    const scn_scenario *s = job->scenario;
    if (!c.encounters || c.encounters->cells != s->nsectors * s->nnationalities * DEMO_COUNT) {
        (void)snprintf(words, 256, "the model has no series `encounters` by sector, nationality and group");
        return VADO_ERR_RUN;
    }
    char said[CREW_WORDS];
    const crew_list list = {.jobs = n,
                            .threads = job->threads > 0 ? job->threads : 2,
                            .room = (size_t)c.width * sizeof(double),
                            .work = one,
                            .user = &c};
    int status = crew_run(&list, said);
    if (status)
        (void)snprintf(words, 256, "%.255s", said);
    return status;
}

double fit_sim_bloc(const fit_sim *x, const scn_scenario *s, int t, int bloc, int sector, int group) {
    double sum = 0;
    for (int k = sector < 0 ? 0 : sector; k < (sector < 0 ? x->sectors : sector + 1); k++)
        for (int n = 0; n < x->people; n++) {
            if (bloc >= 0 && s->nationalities[n].bloc_index != bloc)
                continue;
            const double *c =
                x->count + (((size_t)t * (size_t)x->sectors + (size_t)k) * (size_t)x->people + (size_t)n) * DEMO_COUNT;
            for (int g = group < 0 ? 0 : group; g < (group < 0 ? DEMO_COUNT : group + 1); g++)
                sum += c[g];
        }
    return sum;
}

double fit_sim_people(const fit_sim *x, int t, int n) {
    double sum = 0;
    for (int k = 0; k < x->sectors; k++) {
        const double *c =
            x->count + (((size_t)t * (size_t)x->sectors + (size_t)k) * (size_t)x->people + (size_t)n) * DEMO_COUNT;
        for (int g = 0; g < DEMO_COUNT; g++)
            sum += c[g];
    }
    return sum;
}

double fit_sim_sector(const fit_sim *x, int t, int k) {
    const double *c = x->count + ((size_t)t * (size_t)x->sectors + (size_t)k) * (size_t)x->people * DEMO_COUNT;
    double sum = 0;
    for (int i = 0; i < x->people * DEMO_COUNT; i++)
        sum += c[i];
    return sum;
}

double fit_sim_total(const fit_sim *x, int t) {
    double sum = 0;
    for (int k = 0; k < x->sectors; k++)
        sum += fit_sim_sector(x, t, k);
    return sum;
}
