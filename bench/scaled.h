/* A scenario in memory, as it is or with every population and capacity times a number.
 *
 * What grows: people (populations, first docket, those in the US before), places (custody, stations), agents, port
 * officers, and every parameter that is a number of people, cases or hours a day, in its values, in its bounds and in
 * the schedule. What is per agent, per place or a share is left alone.
 *
 * This file is built with an older source too (bench_side.c): what that one calls otherwise is told apart here, and
 * nowhere else.
 */
#ifndef VADO_BENCH_SCALED_H
#define VADO_BENCH_SCALED_H

#include "corridor/corridor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BENCH_LISTS = 64 };

typedef struct {
    scn_scenario scenario;
    mdl_model *model;
    const mdl_kind *kind;
    const par_decl *lists[BENCH_LISTS];
    par_decl *copies[BENCH_LISTS]; /* declarations with wider bounds, if scaled */
    double scale;
    int opened;
} setting;

/* Parameters that grow with the number of people, and one that falls (per 1,000 agents). */
static const char *const GROW[] = {"beliefs.people_to_convince",
                                   "mexico.bus_south.per_day",
                                   "mexico.checkpoints.crowd_flow",
                                   "mexico.repatriation.seats_per_day",
                                   "processing.coordinators_hours",
                                   "us.courts.first_backlog",
                                   "us.courts.judges",
                                   "us.courts.other_cases_per_year",
                                   "us.courts.residents",
                                   "us.parole.per_month",
                                   "us.ports.appointments_per_day",
                                   NULL};
static const char *const FALL[] = {"crossing.agents_deter", NULL};

static double factor_of(const char *path, double scale) {
    for (int i = 0; GROW[i]; i++)
        if (strcmp(path, GROW[i]) == 0)
            return scale;
    for (int i = 0; FALL[i]; i++)
        if (strcmp(path, FALL[i]) == 0)
            return 1 / scale;
    return 1;
}

#if __has_include("text/report.h")
static int declared(const mdl_kind *kind, const par_decl *lists[BENCH_LISTS]) {
    _Static_assert((int)MDL_MOST_PARTS <= (int)BENCH_LISTS, "room for the lists of a model");
    return kind->declarations(lists);
}
#else /* a source before src/text was a folder */
static int declared(const mdl_kind *kind, const par_decl *lists[BENCH_LISTS]) {
    int n;
    const par_decl *const *own = kind->declarations(&n);
    for (int i = 0; i < n && i < BENCH_LISTS; i++)
        lists[i] = own[i];
    return n;
}
#endif

/* The model's declarations; if scaled, copies whose upper bounds leave room. Lower bounds stay: the files hold to them.
 */
static int take_lists(setting *x, int *nlists) {
    *nlists = declared(x->kind, x->lists);
    if (*nlists > BENCH_LISTS)
        return -1;
    for (int i = 0; i < *nlists; i++) {
        const par_decl *list = x->lists[i];
        int n = 0;
        while (list && list[n].path)
            n++;
        if (x->scale <= 1 || n == 0)
            continue;
        if (!(x->copies[i] = malloc(((size_t)n + 1) * sizeof *x->copies[i])))
            return -1;
        memcpy(x->copies[i], list, ((size_t)n + 1) * sizeof *x->copies[i]);
        for (int k = 0; k < n; k++)
            if (factor_of(list[k].path, x->scale) > 1)
                x->copies[i][k].high *= x->scale;
        x->lists[i] = x->copies[i];
    }
    return 0;
}

static int scale_parameters(scn_scenario *s, double scale) {
    const char *const *const both[2] = {GROW, FALL};
    for (int b = 0; b < 2; b++)
        for (int i = 0; both[b][i]; i++) {
            int p = par_find(&s->registry, both[b][i]);
            if (p < 0) {
                fprintf(stderr, "bench: the model has no parameter '%s': mend the list in scaled.h\n", both[b][i]);
                return -1;
            }
            double factor = factor_of(both[b][i], scale);
            int n = par_elements(&s->registry, p);
            for (int k = 0; k < n; k++)
                s->values[s->registry.offset[p] + k] *= factor;
            for (int k = 0; k < s->nchanges; k++)
                if (s->changes[k].parameter == p && s->changes[k].kind != CHANGE_SCALE)
                    s->changes[k].value *= factor;
        }
    return 0;
}

static int scale_scenario(scn_scenario *s, double scale) {
    for (int i = 0; i < s->nnationalities; i++)
        s->nationalities[i].population *= scale;
    for (int i = 0; i < s->nsectors; i++) {
        s->sectors[i].agents *= scale;
        s->sectors[i].custody_places *= scale;
    }
    for (int i = 0; i < s->nstations; i++)
        s->stations[i].places *= scale;
    for (int i = 0; i < s->nports; i++)
        s->ports[i].officers *= scale;
    for (int i = 0; i < s->nplaces; i++)
        s->places[i].shelter_places *= scale;
    return scale_parameters(s, scale);
}

static void setting_close(setting *x) {
    if (x->model)
        x->kind->close(x->model);
    if (x->opened)
        scn_scenario_free(&x->scenario);
    for (int i = 0; i < BENCH_LISTS; i++)
        free(x->copies[i]);
    *x = (setting){0};
}

/* Reads, checks and freezes; what is wrong goes to stderr. latents: a file in place of the scenario's own, or NULL. */
static int setting_open(setting *x, const char *path, const char *latents, double scale) {
    rep_report rep;
    scn_options options = {.latents = latents};
    *x = (setting){.kind = cor_kind(), .scale = scale};
    rep_init(&rep);
    int status = take_lists(x, &options.nlists);
    options.lists = x->lists;
    if (status == 0)
        status = scn_scenario_open(&x->scenario, path, &options, &rep);
    x->opened = status == 0;
    if (status == 0 && scale > 1)
        status = scale_scenario(&x->scenario, scale);
    if (status == 0)
        status = x->kind->open(&x->scenario, &x->model, &rep);
    for (int i = 0; status && i < rep.count && i < 20; i++) {
        char *line = rep_line(&rep.entries[i]);
        fprintf(stderr, "%s\n", line ? line : "out of memory");
        free(line);
    }
    rep_free(&rep);
    return status;
}

#endif
