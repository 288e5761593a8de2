/* See simulation.h.
 *
 * To lay something over a scenario is to read one policy more into the scenario in memory (scn_lay): it is checked as
 * the command checks it, and means the same. A parameter that is set is a policy of one row. The model and the member
 * stay: they ask the scenario for the values of each day. Where branches share the scenario, it is read again from its
 * folder in memory first, for the one that is changed.
 */
#include "api/simulation.h"

#include "scenario/packed.h"
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

static int copy_list(int n, const char *const *from, const char *const **to) {
    const char **list = calloc((size_t)n + 1, sizeof *list);
    *to = list;
    for (int i = 0; list && i < n; i++)
        if (copy_text(from[i], &list[i]))
            return -1;
    return list ? 0 : -1;
}

static int given_copy(const vado_input *from, vado_input *to) {
    *to = *from;
    to->scenario = to->latents = to->from = to->until = NULL;
    to->sets = to->policies = NULL;
    int status = copy_text(from->scenario, &to->scenario);
    status = copy_text(from->latents, &to->latents) || status;
    status = copy_text(from->from, &to->from) || status;
    status = copy_text(from->until, &to->until) || status;
    status = copy_list(from->nsets, from->sets, &to->sets) || status;
    status = copy_list(from->npolicies, from->policies, &to->policies) || status;
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

static int copy_level(const mdl_level *from, sim_input *to) {
    size_t size = (size_t)from->rows * (size_t)from->months * sizeof(double);
    double *x = malloc(size + 1);
    if (!x)
        return -1;
    memcpy(x, from->x, size);
    free(to->level.x);
    to->level = *from;
    to->level.x = x;
    to->options.level = &to->level;
    return 0;
}

/* The texts of a packed scenario say whether its posterior and its table of levels are of them. */
static int open_texts(vado *v, sim_input *input) {
    return scn_packed_texts(&input->opened.scenario.folder)
               ? ctx_fail(v, VADO_ERR_INPUT, "%s: the packed scenario is damaged", input->given.scenario)
               : 0;
}

/* The member's level, as a run makes it. */
static int find_level(vado *v, sim_input *input) {
    const int member = input->options.member;
    int status = input->levels ? 0 : open_texts(v, input);
    if (status == 0 && !input->levels)
        status = lev_open(v, &input->opened, &input->given, &input->options, &input->levels);
    if (status == 0)
        status = lev_make(v, input->levels, 1, &member, 1);
    if (status == 0 && copy_level(lev_of(input->levels, member), input))
        status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    return status;
}

int sim_input_member(vado *v, sim_input *input, int member) {
    input->options.member = member;
    return input->options.level ? find_level(v, input) : 0;
}

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
    run->level = o->level;
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
    if (!input || given_copy(in, &input->given)) {
        free(input);
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    atomic_init(&input->users, 1);
    status = inp_open_quick(v, &input->given, 1, &input->opened);
    input->given.packed = NULL; /* the caller's; it was copied */
    if (status == 0 && run.level && input->opened.scenario.nposterior > 0)
        status = open_texts(v, input);
    if (status == 0)
        status = run_settle_model(v, &input->opened, &run);
    input->options = run_members(&run);
    input->options.member = o->member - 1;
    if (status == 0 && run.level)
        status = find_level(v, input);
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

int sim_input_is_shared(const sim_input *input) { return atomic_load(&input->users) > 1; }

void sim_input_release(sim_input *input) {
    if (!input || atomic_fetch_sub(&input->users, 1) > 1)
        return;
    if (input->opened.kind)
        inp_close(&input->opened);
    given_free(&input->given);
    free(input->level.x);
    lev_close(input->levels);
    free(input);
}

/* ---- laying ---- */

int sim_input_own(vado *v, const sim_input *from, sim_input **out) {
    scn_folder folder;
    sim_input *input = calloc(1, sizeof *input);
    *out = NULL;
    memset(&folder, 0, sizeof folder);
    if (!input || given_copy(&from->given, &input->given) || (from->level.x && copy_level(&from->level, input)) ||
        scn_folder_copy(&folder, &from->opened.scenario.folder)) {
        if (input) {
            given_free(&input->given);
            free(input->level.x);
        }
        free(input);
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    atomic_init(&input->users, 1);
    const mdl_level *level = input->options.level;
    input->options = from->options;
    input->options.level = level;
    int status = inp_open_folder(v, &folder, &input->given, 1, &input->opened);
    if (status)
        sim_input_release(input);
    else
        *out = input;
    return status;
}

/* As the model says it of a scenario that is opened. */
void sim_warn_of_nothing(vado *v, const inp_opened *o, int layer) {
    const scn_scenario *s = &o->scenario;
    for (int i = 0, last = -1; i < s->nchanges; i++) {
        const scn_change *c = &s->changes[i];
        if (c->layer != layer || c->parameter == last)
            continue;
        last = c->parameter;
        if (o->kind->acts && !o->kind->acts(s, last))
            ctx_warn(v, "%s:%d: found %s, expected a parameter of what this scenario has: the value acts on nothing",
                     c->file, c->line, s->registry.decl[last]->path);
    }
}

int sim_input_lay(vado *v, sim_input *input, const char *policy, const char *text, int64_t today) {
    vado_input *given = &input->given;
    size_t n = (size_t)given->npolicies;
    const char **list = calloc(n + 2, sizeof *list);
    if (!list || !(list[n] = txt_copy(policy))) {
        free(list);
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    if (n > 0)
        memcpy(list, given->policies, n * sizeof *list);
    rep_report rep;
    rep_init(&rep);
    int refused = scn_lay(&input->opened.scenario, (int)n + 1, policy, text, today, &rep), status = ctx_report(v, &rep);
    rep_free(&rep);
    if (refused) {
        free((void *)(uintptr_t)list[n]);
        free(list);
        return status ? status : VADO_ERR_INPUT;
    }
    free((void *)(uintptr_t)given->policies);
    given->policies = list;
    given->npolicies++;
    sim_warn_of_nothing(v, &input->opened, given->npolicies);
    return 0;
}
