/* The stage `posterior`: from a scenario to its table.
 *
 * 1. Parameters are those that members draw; of these a policy is held at its prior and never estimated.
 * 2. Months are those that latents were fitted to, and not after the last that may be seen.
 * 3. Runs are kept under a head that names all they depend on.
 */
#include "fit/posterior.h"

#include "corridor/latents.h"
#include "text/hex.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 4, HEAD = 1024 };

typedef struct {
    const fit_job *job;
    int members, seed;
    int n, *parameters;  /* [n] in the registry */
    unsigned char *held; /* [n] */
    fit_published published;
    fit_inverted found;
    double *normals; /* [registry.count] scratch */
    char input[65], figures[65], head[HEAD];
} stage;

static int find_parameters(stage *x, char words[256]) {
    const scn_scenario *s = x->job->scenario;
    char refused[256];
    size_t count = (size_t)s->registry.count + 1;
    x->parameters = calloc(count, sizeof *x->parameters);
    x->held = calloc(count, 1);
    x->normals = calloc(count, sizeof *x->normals);
    if (!x->parameters || !x->held || !x->normals)
        return VADO_ERR_MEMORY;
    for (int i = 0; i < s->registry.count; i++) {
        if (!par_is_drawn(&s->registry, s->fixed, i))
            continue;
        x->held[x->n] = fit_refuses_policy(&s->registry, s->registry.decl[i]->path, refused) != 0;
        x->parameters[x->n++] = i;
    }
    if (x->n > 0)
        return 0;
    (void)snprintf(words, 256, "found no parameter with a prior, expected some that may be estimated");
    return VADO_ERR_INPUT;
}

static int find_figures(stage *x, char words[256]) {
    const fit_job *job = x->job;
    const scn_scenario *s = job->scenario;
    const mdl_series *series;
    int n = job->kind->series(job->model, &series), levels = job->kind->level_months(job->model);
    int first = month_of_day(s->from) + (month_start(month_of_day(s->from)) < s->from);
    int last = month_of_day(s->from - s->spin_up_days) + levels - 1;
    if (levels == 0 || last > job->last_month)
        last = job->last_month;
    return fit_published_read(&x->published, s, n, series, first, last - first + 1, words);
}

static void draw(void *user, int member, int members, double *z) {
    const stage *x = user;
    const scn_scenario *s = x->job->scenario;
    par_normals(&s->registry, s->fixed, (unsigned long long)x->seed, member, members, x->normals);
    for (int p = 0; p < x->n; p++)
        z[p] = x->normals[x->parameters[p]];
}

static int tell(void *user, const char *line) {
    const stage *x = user;
    return fit_say(x->job, "%s", line);
}

static int set_head(stage *x) {
    if (scn_levels_input(x->job->scenario, x->input))
        return VADO_ERR_MEMORY;
    txt_hex(x->published.sha256, x->figures);
    (void)snprintf(x->head, sizeof x->head,
                   FIT_POSTERIOR_RUNS
                   ", scenario %.200s: logs of figures in millionths, levels in "
                   "thousandths.\n# vado " VADO_VERSION
                   "; SHA-256 of files and latents %s, of the published rows %s; months %d from %d; seed %d, %d "
                   "members, %d parameters\n",
                   x->job->scenario->name, x->input, x->figures, x->published.months, x->published.first, x->seed,
                   x->members, x->n);
    return 0;
}

static int invert(stage *x, const fit_posterior_file *file, char words[256]) {
    const fit_runs_of of = {x->job, &x->published, x->parameters, x->n, file, x->head, x->members};
    fit_runs *runs = NULL;
    int lived = 0, kept = 0, status = fit_runs_open(&of, 1 + x->n + x->members * (STEPS + 1), &runs, words);
    const fit_inversion inversion = {.figures = &x->published.figures,
                                     .parameters = x->n,
                                     .members = x->members,
                                     .steps = STEPS,
                                     .held = x->held,
                                     .seed = (uint64_t)x->seed,
                                     .run = fit_runs_do,
                                     .runs = runs,
                                     .draw = draw,
                                     .tell = tell,
                                     .user = x};
    if (status == 0)
        status = fit_invert(&inversion, &x->found);
    if (status == 0) {
        fit_runs_told(runs, &lived, &kept);
        status = fit_say(x->job, "%d members were run, %d of them kept by an earlier call; %d runs in all",
                         x->found.runs, kept, lived + 1);
    }
    fit_runs_close(runs);
    return status;
}

int fit_posterior(const fit_job *job, int members, int seed, const fit_posterior_file *file, char **text,
                  char words[256]) {
    stage x = {.job = job, .members = members, .seed = seed};
    *text = NULL;
    words[0] = '\0';
    int status = find_parameters(&x, words);
    if (status == 0)
        status = find_figures(&x, words);
    if (status == 0)
        status = set_head(&x);
    if (status == 0)
        status = invert(&x, file, words);
    const fit_posterior_found found = {job, &x.published, &x.found, x.parameters, x.held, x.input, x.figures};
    if (status == 0)
        status = fit_posterior_say(&found);
    if (status == 0)
        status = fit_posterior_table(&found, text);
    fit_inverted_free(&x.found);
    fit_published_free(&x.published);
    free(x.parameters);
    free(x.held);
    free(x.normals);
    return status;
}
