/* One member of the ensemble: its parameters, its world, its days.
 *
 * Everything a day can change is in the world; parameters follow from the member's number and the date. So a world
 * restored from a snapshot is the whole of a member's state, and its day is the world's.
 */
#include "corridor/institutions.h"
#include "corridor/latents.h"
#include "corridor/statistics.h"

#include <stdlib.h>
#include <string.h>

/* What this member adds to departures: its level, and what its environment innovates. Paired members of two policies
 * get the same: the environment follows from nothing but its key, and the level is given. */
static int open_added(mdl_member *p, const mdl_member_options *o) {
    const cor_latents *l = &p->m->latents;
    int innovates = o->layer_environment && cor_latents_innovate(l), levelled = o->level && o->level->months > 0;
    if (!innovates && !levelled)
        return ENG_OK;
    if (levelled && o->level->rows != l->nationalities)
        return ENG_ERR_DECLARE;
    p->added = calloc((size_t)l->nationalities * (size_t)l->months, sizeof *p->added);
    if (!p->added)
        return ENG_ERR_MEMORY;
    if (innovates)
        cor_latents_innovations(l, p->m->s, o->seed, o->member, p->added);
    if (levelled)
        cor_level_add(l, o->level, p->added);
    return ENG_OK;
}

/* Of the posterior: where the prior drew the member, moved in the directions that figures see. */
static int draw_posterior(const scn_scenario *s, const mdl_member_options *o, double *base) {
    double *z = malloc((size_t)(s->registry.count + 2 * s->moves.directions + 1) * sizeof *z);
    if (!z)
        return ENG_ERR_MEMORY;
    par_normals(&s->registry, s->fixed, o->seed, o->member, o->members, z);
    scn_posterior_move(&s->moves, z, z + s->registry.count);
    par_put_normals(&s->registry, s->values, s->fixed, z, base);
    free(z);
    return ENG_OK;
}

static int draw_parameters(const scn_scenario *s, const mdl_member_options *o, double *base) {
    if (o->normals)
        par_put_normals(&s->registry, s->values, s->fixed, o->normals, base);
    else if (o->layer_parameters && o->posterior)
        return draw_posterior(s, o, base);
    else if (o->layer_parameters)
        par_draw(&s->registry, s->values, s->fixed, o->seed, o->member, o->members, base);
    else
        memcpy(base, s->values, (size_t)s->registry.total * sizeof *base);
    return ENG_OK;
}

int cor_member_open(const mdl_model *m, const mdl_member_options *o, mdl_member **out) {
    const scn_scenario *s = m->s;
    int status = ENG_ERR_MEMORY;
    mdl_member *p = calloc(1, sizeof *p);
    *out = NULL;
    if (!p)
        return ENG_ERR_MEMORY;
    p->m = m;
    p->latents = &m->latents;
    p->first_day = s->from - s->spin_up_days;
    p->draws = o->layer_parameters && !o->normals;
    p->drawn = (scn_drawn){o->seed, o->member, o->members};
    p->base = malloc((size_t)s->registry.total * sizeof *p->base);
    p->values = malloc((size_t)s->registry.total * sizeof *p->values);
    p->nda = malloc((size_t)m->nda * 4 * sizeof *p->nda);
    int big = (s->nplaces + s->nlegs + 4 * s->ncrossings + 2 * s->nplaces + s->nsectors + 3 * s->nfamilies) * m->nd;
    p->big = calloc((size_t)(big > m->room ? big : m->room), sizeof *p->big);
    p->sums = calloc((size_t)(m->counts.nsums + m->counts.most + 1), sizeof *p->sums);
    size_t aux = (size_t)(m->aux_total + 1) * sizeof *p->aux;
    p->aux = malloc(aux);
    if (!p->base || !p->values || !p->nda || !p->big || !p->sums || !p->aux)
        goto out;
    memset(p->aux, 0xff, aux); /* no numbers: nothing is worked out yet */
    if (draw_parameters(s, o, p->base))
        goto out;
    eng_world_options options = {.arithmetic = o->arithmetic, .seed = o->seed};
    options.chance_member = o->layer_chance ? (uint32_t)o->member : 0;
    options.environment_member = o->layer_environment ? (uint32_t)o->member : 0;
    options.environment_off = !o->layer_environment;
    if (!(p->w = eng_world_new(m->e, &options)) || open_added(p, o))
        goto out;
    (void)scn_values_of(s, p->draws ? &p->drawn : NULL, p->base, p->first_day, 1, p->values);
    cor_hold_off(m, p->values);
    p->day = p->first_day;
    p->values_day = p->first_day - 2; /* of no day that a step would follow */
    if ((status = cor_start(p)) < 0)
        goto out;
    *out = p;
    p = NULL;
    status = ENG_OK;
out:
    cor_member_close(p);
    return status;
}

void cor_member_close(mdl_member *p) {
    if (!p)
        return;
    eng_world_free(p->w);
    free(p->base);
    free(p->values);
    free(p->nda);
    free(p->big);
    free(p->counts);
    free(p->sums);
    free(p->aux);
    free(p->added);
    free(p);
}

int64_t cor_member_day(const mdl_member *p) { return p->first_day + eng_world_today(p->w); }

int cor_member_step(mdl_member *p, double *record) {
    p->day = cor_member_day(p);
    p->record = record;
    p->counted_before = p->counted;
    p->counted = 0;
    (void)scn_values_of(p->m->s, p->draws ? &p->drawn : NULL, p->base, p->day, p->values_day != p->day - 1, p->values);
    cor_hold_off(p->m, p->values);
    p->values_day = p->day; /* after a restore the day is another, and all values are made anew */
    int status = cor_prepare(p);
    if (status)
        return status;
    return eng_world_step(p->w, p);
}

int cor_member_ask(mdl_member *p, int n, const int *asked) {
    memset(p->unasked, 1, sizeof p->unasked);
    for (int i = 0; i < n; i++) { /* numbered as others see them */
        int number = 0;
        while (p->m->series[number].offset != p->m->shown[asked[i]].offset)
            number++;
        p->unasked[number] = 0;
    }
    return cor_count_asked(p) ? -1 : 0;
}

const char *cor_member_error(const mdl_member *p) { return p->error[0] ? p->error : eng_world_error(p->w); }

eng_world *cor_member_world(mdl_member *p) { return p->w; }

const double *cor_member_parameters(const mdl_member *p) { return p->base; }

void cor_member_use_latents(mdl_member *p, const cor_latents *l) { p->latents = l; }
