/* See simulation.h.
 *
 * To lay something over a scenario is to read it again from its folder in memory with one policy more: so it is checked
 * as the command checks it, and means the same. A parameter that is set is a policy of one row.
 */
#include "api/simulation.h"

#include "text/out.h"
#include "text/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what was given, copied ---- */

static void free_list(int n, const char *const *list) {
    for (int i = 0; list && i < n; i++)
        free((void *)(uintptr_t)list[i]);
    free((void *)(uintptr_t)list);
}

static void given_free(vado_input *g) {
    free((void *)(uintptr_t)g->scenario);
    free((void *)(uintptr_t)g->latents);
    free((void *)(uintptr_t)g->from);
    free((void *)(uintptr_t)g->until);
    free_list(g->nsets, g->sets);
    free_list(g->npolicies, g->policies);
    memset(g, 0, sizeof *g);
}

static int copy_text(const char *from, const char **to) {
    *to = from ? txt_copy(from) : NULL;
    return from && !*to ? -1 : 0;
}

/* more: one text that comes after those of the list, or NULL. */
static int copy_list(int n, const char *const *from, const char *more, int *count, const char *const **to) {
    const char **list = calloc((size_t)n + 2, sizeof *list);
    *count = n + (more != NULL);
    *to = list;
    for (int i = 0; list && i < *count; i++)
        if (copy_text(i < n ? from[i] : more, &list[i]))
            return -1;
    return list ? 0 : -1;
}

static int given_copy(const vado_input *from, const char *policy, vado_input *to) {
    *to = *from;
    to->scenario = to->latents = to->from = to->until = NULL;
    to->sets = to->policies = NULL;
    int status = copy_text(from->scenario, &to->scenario);
    status = copy_text(from->latents, &to->latents) || status;
    status = copy_text(from->from, &to->from) || status;
    status = copy_text(from->until, &to->until) || status;
    status = copy_list(from->nsets, from->sets, NULL, &to->nsets, &to->sets) || status;
    status = copy_list(from->npolicies, from->policies, policy, &to->npolicies, &to->policies) || status;
    if (status)
        given_free(to);
    return status ? -1 : 0;
}

static int list_is_whole(int n, const char *const *list) {
    int whole = n >= 0 && (n == 0 || list);
    for (int i = 0; whole && i < n; i++)
        whole = list[i] != NULL;
    return whole;
}

static int look_at(vado *v, const vado_input *in) {
    if (!in->scenario)
        return ctx_fail(v, VADO_ERR_USAGE, "vado_input: found no scenario, expected the path of its folder");
    if (!list_is_whole(in->nsets, in->sets) || !list_is_whole(in->npolicies, in->policies))
        return ctx_fail(v, VADO_ERR_USAGE, "vado_input: found fewer texts than nsets or npolicies says");
    return 0;
}

/* ---- opening and sharing ---- */

static int settle(vado *v, const vado_simulation_options *o, vado_run_options *run) {
    if ((int)o->mode < VADO_STOCHASTIC || (int)o->mode > VADO_INDIVIDUAL)
        return ctx_fail(v, VADO_ERR_USAGE, "mode: found %d, expected one of vado_mode", (int)o->mode);
    vado_run_defaults(run);
    run->mode = o->mode;
    run->seed = o->seed;
    run->members = o->members;
    run->layer_parameters = o->layer_parameters != 0;
    run->layer_environment = o->layer_environment != 0;
    run->layer_chance = o->layer_chance != 0;
    int status = run_settle(v, run);
    if (status == 0 && (o->member < 1 || o->member > run->members))
        status = ctx_fail(v, VADO_ERR_USAGE, "member: found %d, expected 1 to %d", o->member, run->members);
    return status;
}

int sim_input_open(vado *v, const vado_input *in, const vado_simulation_options *o, sim_input **out) {
    vado_run_options run;
    int status = look_at(v, in);
    *out = NULL;
    if (status || (status = settle(v, o, &run)))
        return status;
    sim_input *input = calloc(1, sizeof *input);
    if (!input || given_copy(in, NULL, &input->given)) {
        free(input);
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    atomic_init(&input->users, 1);
    status = inp_open_quick(v, &input->given, 1, &input->opened);
    input->given.packed = NULL; /* the caller's; it was copied */
    if (status == 0)
        status = run_settle_model(v, &input->opened, &run);
    input->options = run_members(&run);
    input->options.member = o->member - 1;
    if (status)
        sim_input_release(input);
    else
        *out = input;
    return status;
}

sim_input *sim_input_share(sim_input *input) {
    atomic_fetch_add(&input->users, 1);
    return input;
}

void sim_input_release(sim_input *input) {
    if (!input || atomic_fetch_sub(&input->users, 1) > 1)
        return;
    if (input->opened.kind)
        inp_close(&input->opened);
    given_free(&input->given);
    free(input);
}

/* ---- laying ---- */

/* Rows of the last layer must lie ahead. */
static int look_ahead(vado *v, const scn_scenario *s, int layer, int64_t today) {
    char began[11], now[11];
    day_format(today, now);
    for (int i = 0; i < s->nchanges; i++) {
        const scn_change *c = &s->changes[i];
        if (c->layer != layer || c->from >= today)
            continue;
        day_format(c->from, began);
        return ctx_fail(v, VADO_ERR_INPUT,
                        "%s:%d: found a row from %s, which is past, expected %s or later: what has been simulated is "
                        "not changed; lay it before, or name it when the simulation is opened",
                        c->file, c->line, began, now);
    }
    return 0;
}

int sim_input_lay(vado *v, const sim_input *from, const char *policy, const char *text, int64_t today,
                  sim_input **out) {
    scn_folder folder;
    const scn_scenario *s = &from->opened.scenario;
    int number = from->given.npolicies + 1;
    *out = NULL;
    if (from->opened.kind->read)
        return ctx_fail(v, VADO_ERR_USAGE, "%s: the model '%s' takes neither policies nor parameters", policy,
                        from->opened.kind->name);
    sim_input *input = calloc(1, sizeof *input);
    memset(&folder, 0, sizeof folder);
    if (!input || given_copy(&from->given, policy, &input->given) || scn_folder_copy(&folder, &s->folder) ||
        scn_folder_give_policy(&folder, number, policy, text)) {
        scn_folder_free(&folder);
        if (input)
            given_free(&input->given);
        free(input);
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    atomic_init(&input->users, 1);
    input->options = from->options;
    int status = inp_open_folder(v, &folder, &input->given, 1, &input->opened);
    if (status == 0)
        status = look_ahead(v, &input->opened.scenario, number, today);
    if (status)
        sim_input_release(input);
    else
        *out = input;
    return status;
}
