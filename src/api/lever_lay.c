/* A policy laid under a lever, what it shows, whose days it lives: see lever.h. */
#include "api/lever.h"

#include <stdlib.h>
#include <string.h>

static int can(vado *v, const vado_lever *l) {
    if (!v || !l)
        return num_nothing(v, "lever");
    return l->failed ? ctx_fail(v, VADO_ERR_USAGE, "a day failed before, nothing can be changed") : 0;
}

/* The policy over the scenario's changes but the lever's. */
static int read_over(vado *v, vado_lever *l, int layer, const char *policy, const char *text, scn_laid *out) {
    scn_scenario *s = lev_scenario(l), base = *s;
    rep_report rep;
    base.changes = l->own.changes;
    base.nchanges = l->own.nchanges - l->nrows;
    rep_init(&rep);
    int refused = scn_lay_apart(&base, layer, policy, text, l->o.waits ? INT64_MIN : l->first, &rep, out);
    s->folder = base.folder;
    int status = ctx_report(v, &rep);
    rep_free(&rep);
    return !refused ? 0 : status ? status : VADO_ERR_INPUT;
}

/* What holds on a member's first day is in its first state. */
static int start_anew(vado *v, vado_lever *l) {
    int status = lev_make_member(v, l);
    l->failed = status != 0;
    return status;
}

int vado_lever_lay(vado *v, vado_lever *l, const char *policy, const char *text) {
    if (v)
        ctx_clear(v);
    int status = can(v, l);
    if (status)
        return status;
    if (!policy)
        return lev_again(v, l, l->first);
    scn_scenario *s = lev_scenario(l);
    int layer = l->input->given.npolicies + 1;
    int64_t day = s->until, from;
    scn_laid laid;
    if ((status = read_over(v, l, layer, policy, text, &laid)))
        return status;
    for (int i = 0; i < laid.nchanges; i++)
        if (laid.changes[i].layer == layer && laid.changes[i].from < day)
            day = laid.changes[i].from;
    day = day < l->begin_day ? l->begin_day : day;
    if ((status = lev_go_back(v, l, day, &from))) {
        scn_laid_free(&laid);
        return status;
    }
    lev_put_day(&laid, from);
    lev_use(l, &laid);
    scn_laid_free(&l->laid);
    l->laid = laid;
    sim_warn_of_nothing(v, &l->input->opened, layer);
    return l->o.waits && day == l->begin_day ? start_anew(v, l) : 0;
}

int vado_lever_show(vado *v, vado_lever *l, int nseries, const char *const *series, const int *margins) {
    if (v)
        ctx_clear(v);
    int status = can(v, l);
    if (status)
        return status;
    int whole = nseries > 0 && series && margins;
    for (int i = 0; whole && i < nseries; i++)
        whole = series[i] && !(margins[i] & ~(VADO_BY_PLACE | VADO_BY_NATIONALITY | VADO_BY_GROUP));
    if (!whole)
        return ctx_fail(v, VADO_ERR_USAGE,
                        "vado_lever_show: found no series, a NULL or another margin than vado_margin");
    if ((status = lev_show(v, l, nseries, series, margins)))
        return status;
    return lev_again(v, l, l->first);
}

int vado_lever_member(vado *v, vado_lever *l, int member) {
    if (v)
        ctx_clear(v);
    if (!v || !l)
        return num_nothing(v, "lever");
    int members = l->input->options.members, status;
    if (member < 1 || member > members)
        return ctx_fail(v, VADO_ERR_USAGE, "member: found %d, expected 1 to %d", member, members);
    lev_use(l, &l->own); /* a member begins with the scenario's own values */
    l->failed = 1;       /* until all is there again */
    l->ready = 0;
    if ((status = sim_input_member(v, l->input, member - 1)) || (status = lev_open_member(v, l)))
        return status;
    for (int i = 0; i < l->nseries; i++)
        *(int *)(uintptr_t)l->months[i]->members = member;
    if (!l->o.waits && (status = lev_live_through(v, l)))
        return status;
    l->failed = 0;
    return lev_again(v, l, l->first);
}
