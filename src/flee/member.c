/* One member: a world, and the scene and weights of its day, which are derived from the day and the people. */
#include "flee/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

double fle_movechance(const mdl_member *p, int place, const double *pop) {
    const fle_input *in = p->m->in;
    double scale = fle_set(in, MOVE_movechance_pop_scale_factor), v = p->scene.kind[place].movechance;
    if (in->settings.flood_rules && p->scene.level[place] > 0) {
        v = fle_by_level(&in->settings.flood_movechances, p->scene.level[place]);
        return v < 1 ? v : 1;
    }
    if (scale > 0 || scale < 0) {
        double people = pop[place] > p->scene.capacity[place] ? pop[place] : p->scene.capacity[place];
        v *= fle_power((people > 0 ? people : 0) / fle_set(in, MOVE_movechance_pop_base), scale);
    }
    return v < 1 ? v : 1;
}

void fle_member_close(mdl_member *p) {
    if (!p)
        return;
    fle_split_close(p);
    eng_world_free(p->w);
    fle_scene_free(&p->scene);
    fle_choice_free(&p->choice);
    free(p->here);
    free(p->now);
    free(p->movechance);
    free(p->counts);
    free(p->travellers);
    free(p->moved);
    free(p);
}

int fle_member_open(const mdl_model *m, const mdl_member_options *o, mdl_member **out) {
    size_t n = (size_t)m->in->nplaces + 1;
    mdl_member *p = calloc(1, sizeof *p);
    *out = p;
    if (!p)
        return ENG_ERR_MEMORY;
    p->m = m;
    p->b = m->split.e && o->arithmetic != ENG_INDIVIDUAL ? &m->split : &m->individual;
    uint32_t member = o->layer_chance ? (uint32_t)o->member : 0;
    eng_world_options options = {.arithmetic = p->b == &m->split ? ENG_STOCHASTIC : ENG_INDIVIDUAL,
                                 .seed = o->seed,
                                 .chance_member = member,
                                 .environment_member = (uint32_t)o->member,
                                 .environment_off = 1};
    p->here = calloc(n, sizeof *p->here);
    p->now = calloc(n, sizeof *p->now);
    p->movechance = calloc(n, sizeof *p->movechance);
    if (fle_matches(m->in))
        p->counts = calloc(n * (size_t)m->classes.n, sizeof *p->counts);
    p->w = eng_world_new(p->b->e, &options);
    if (!p->w || !p->here || !p->now || !p->movechance || (fle_matches(m->in) && !p->counts) ||
        fle_scene_make(m->in, &p->scene) || fle_choice_make(m, &p->choice) || fle_displaced_start(p) ||
        (p->b->split && fle_split_open(p))) {
        fle_member_close(p);
        *out = NULL;
        return ENG_ERR_MEMORY;
    }
    return ENG_OK;
}

int64_t fle_member_day(const mdl_member *p) { return p->m->in->start + fle_day(p); }

/* The engine counts ticks, several a day: the day of the run in its place. */
static void note_failure(mdl_member *p, int day) {
    const char *words = eng_world_error(p->w);
    char date[11];
    if (strncmp(words, "day ", 4) == 0 && strchr(words, ':'))
        words = strchr(words, ':') + 1 + (strchr(words, ':')[1] == ' ');
    day_format(p->m->in->start + day, date);
    snprintf(p->words, sizeof p->words, "day %d (%s): %.550s", day, date, words);
}

int fle_member_step(mdl_member *p, double *record) {
    p->record = record;
    int day = fle_day(p);
    for (int status, i = 0; i < p->b->ticks; i++)
        if ((status = eng_world_step(p->w, p))) {
            note_failure(p, day);
            return status;
        }
    return ENG_OK;
}

const char *fle_member_error(const mdl_member *p) { return p->words[0] ? p->words : eng_world_error(p->w); }

eng_world *fle_member_world(mdl_member *p) { return p->w; }

int fle_member_sane(const mdl_member *p) { return p->b != &p->m->individual || fle_individual_sane(p); }

const double *fle_member_parameters(const mdl_member *p) { return p->m->s->values; }
