/* See level.h.
 *
 * 1. What the scenario's table holds of the members is taken from there, if it was found with this input.
 * 2. For what is left the input is opened once more without policies, settings and dates, from its folder in memory.
 * 3. The aim, one central run, is made with the first levels; then member after member, as jobs of a crew. What a
 * member is given depends on nothing but its number, so it is the same whoever works.
 */
#include "run/level_parts.h"

#include "run/crew.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int cancelled(void *user) { return ctx_cancelled(user); }

/* What is to be said of the input was said when it was opened the first time. */
static int open_bare(lev_levels *l, const inp_opened *of, const vado_input *given) {
    scn_folder folder;
    vado_input bare = *given;
    bare.nsets = bare.npolicies = 0;
    bare.from = bare.until = NULL;
    memset(&folder, 0, sizeof folder);
    vado *quiet = vado_new();
    int status = quiet && !scn_folder_copy(&folder, &of->scenario.folder) ? 0 : VADO_ERR_MEMORY;
    if (status == 0 && (status = inp_open_folder(quiet, &folder, &bare, 1, &l->bare)))
        (void)ctx_fail(l->v, status, "%s, without policies and settings: %s", given->scenario, vado_message(quiet, 0));
    else if (status)
        (void)ctx_fail(l->v, status, "out of memory");
    vado_free(quiet);
    if (status == 0 && l->bare.kind->level_months(l->bare.model) == 0)
        return ctx_fail(l->v, VADO_ERR_INPUT,
                        SAY_LEVEL ": found no month up to which the scenario was fitted, expected a table of latents "
                                  "with what is expected after its last month: `" SAY_FIT "` writes one");
    return status;
}

/* ---- opening ---- */

static int open_levels(vado *v, const inp_opened *of, const vado_input *given, const mdl_member_options *o, int anew,
                       lev_levels **out) {
    *out = NULL;
    lev_levels *l = calloc(1, sizeof *l);
    if (!l || !(l->levels = calloc((size_t)o->members + 1, sizeof *l->levels))) {
        free(l);
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    l->v = v;
    l->options = *o;
    l->options.level = NULL;
    l->rows = of->scenario.nnationalities;
    int status = anew ? 0 : lev_take(l, &of->scenario), left = 0;
    for (int i = 0; i < o->members; i++)
        left += !l->levels[i].x;
    if (status == 0 && left > 0)
        status = open_bare(l, of, given);
    if (status)
        lev_close(l);
    else
        *out = l;
    return status;
}

int lev_open(vado *v, const inp_opened *of, const vado_input *given, const mdl_member_options *o, lev_levels **out) {
    return open_levels(v, of, given, o, 0, out);
}

int lev_open_anew(vado *v, const inp_opened *of, const vado_input *given, const mdl_member_options *o,
                  lev_levels **out) {
    return open_levels(v, of, given, o, 1, out);
}

/* ---- making ---- */

static int status_of(const lev_levels *l, int status) {
    return status == MDL_STOPPED      ? VADO_ERR_CANCELLED
           : status == ENG_ERR_MEMORY ? VADO_ERR_MEMORY
           : status                   ? VADO_ERR_RUN
           : ctx_cancelled(l->v)      ? VADO_ERR_CANCELLED
                                      : 0;
}

typedef struct {
    lev_levels *l;
    const int *members; /* [n] still to be made */
} making;

static int one(void *user, int job, void *room, char words[CREW_WORDS]) {
    const making *m = user;
    lev_levels *l = m->l;
    const mdl_stop stop = {cancelled, l->v};
    mdl_member_options o = l->options;
    (void)room;
    o.member = m->members[job];
    mdl_level *level = &l->levels[o.member];
    int status = status_of(l, l->bare.kind->level(l->bare.model, &o, &l->aim, level, &stop));
    if (status) {
        free(level->x);
        *level = (mdl_level){0};
        (void)snprintf(words, CREW_WORDS, "the level of member %d cannot be found", o.member + 1);
    }
    return status;
}

static int take_aim(lev_levels *l) {
    const mdl_stop stop = {cancelled, l->v};
    if (l->has_aim)
        return 0;
    free(l->aim.x);
    l->aim = (mdl_level){0};
    int status = status_of(l, l->bare.kind->level_aim(l->bare.model, &l->aim, &stop));
    l->has_aim = status == 0;
    if (status == VADO_ERR_RUN)
        return ctx_fail(l->v, status, "the central run, whose level members are brought to, failed");
    return status;
}

int lev_make(vado *v, lev_levels *l, int n, const int *members, int threads) {
    char words[CREW_WORDS];
    int *left = calloc((size_t)n + 1, sizeof *left), nleft = 0;
    l->v = v;
    if (!left)
        return ctx_fail(l->v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; i < n; i++)
        if (!l->levels[members[i]].x)
            left[nleft++] = members[i];
    making m = {l, left};
    const crew_list list = {.jobs = nleft, .threads = threads, .work = one, .user = &m};
    if (nleft > 0 && l->why[0])
        ctx_note(l->v,
                 "levels of %d members are worked out, in the time of %d central runs: %s; `" SAY_FIT
                 "` writes that table",
                 nleft, 2 * nleft + 1, l->why);
    int status = nleft > 0 ? take_aim(l) : 0;
    if (status == 0 && nleft > 0 && (status = crew_run(&list, words)) && status != VADO_ERR_CANCELLED)
        status = ctx_fail(l->v, status, "%s", status == VADO_ERR_MEMORY ? "out of memory" : words);
    free(left);
    return status;
}

int lev_make_all(vado *v, lev_levels *l, int threads) {
    int n = l->options.members, *all = calloc((size_t)n + 1, sizeof *all);
    for (int i = 0; all && i < n; i++)
        all[i] = i;
    int status = all ? lev_make(v, l, n, all, threads) : ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    free(all);
    return status;
}

const mdl_level *lev_of(const lev_levels *l, int member) { return l ? &l->levels[member] : NULL; }

void lev_close(lev_levels *l) {
    if (!l)
        return;
    for (int i = 0; i < l->options.members; i++)
        free(l->levels[i].x);
    free(l->levels);
    free(l->aim.x);
    if (l->bare.kind)
        inp_close(&l->bare);
    free(l);
}
