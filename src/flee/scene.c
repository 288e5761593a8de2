/* What a place is on a day: its kind, conflict, capacity, score, and how much it displaces.
 *
 * A day, in Flee's order:
 * 1. Changes of type by date, then conflicts that start or stop. Flee keeps the intensity with which a conflict began;
 *    `sane` follows the file.
 * 2. The weights of the day's displaced: as they stood after the day before, unless a conflict started or stopped
 *    today. `sane` takes today's.
 * 3. Camps that close or open.
 * 4. Scores; then capacities grow.
 *
 * None of this depends on people, so it is derived from the day and never in a snapshot.
 */
#include "flee/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double conflict_threshold = 1e-6;

double fle_by_level(const fle_list *l, double level) {
    int below = (int)floor(level);
    if (l->n == 0)
        return 0;
    if (below >= l->n - 1)
        return l->values[l->n - 1];
    if (below < 0)
        return l->values[0];
    return l->values[below] + (level - below) * (l->values[below + 1] - l->values[below]);
}

static void start(const fle_input *in, fle_scene *s) {
    s->day = -1;
    for (int i = 0; i < in->nplaces; i++) {
        s->kind[i] = in->places[i].kind;
        s->capacity[i] = in->places[i].capacity;
        s->conflict_since[i] = -1;
        s->score[i] = s->score_before[i] = 1;
        s->level[i] = 0;
    }
}

int fle_scene_make(const fle_input *in, fle_scene *s) {
    size_t n = (size_t)in->nplaces + 1;
    s->kind = calloc(n, sizeof *s->kind);
    s->conflict_since = calloc(n, sizeof *s->conflict_since);
    s->capacity = calloc(n, sizeof *s->capacity);
    s->score = calloc(n, sizeof *s->score);
    s->score_before = calloc(n, sizeof *s->score_before);
    s->displaces = calloc(n, sizeof *s->displaces);
    s->displaces_next = calloc(n, sizeof *s->displaces_next);
    s->level = calloc(n, sizeof *s->level);
    s->conflict = calloc(n, sizeof *s->conflict);
    if (!s->kind || !s->conflict_since || !s->capacity || !s->score || !s->score_before || !s->displaces ||
        !s->displaces_next || !s->level || !s->conflict)
        return -1;
    start(in, s);
    return 0;
}

void fle_scene_free(fle_scene *s) {
    free(s->kind);
    free(s->conflict_since);
    free(s->capacity);
    free(s->score);
    free(s->score_before);
    free(s->displaces);
    free(s->displaces_next);
    free(s->level);
    free(s->conflict);
    memset(s, 0, sizeof *s);
}

/* Share of its first weight that a conflict still has. */
static double decay(const fle_input *in, const fle_scene *s, int place, int day) {
    const fle_list *l = &in->settings.spawn_decay;
    if (l->n == 0)
        return 1;
    int i = (int)floor((day - s->conflict_since[place]) / fle_set(in, SPAWN_conflict_spawn_decay_interval));
    return l->values[i < l->n ? i : l->n - 1];
}

static void weigh(const fle_input *in, const fle_scene *s, int day, double *out) {
    for (int i = 0; i < in->nplaces; i++)
        out[i] = s->kind[i].conflict > 0 ? s->kind[i].conflict * decay(in, s, i, day) : 0;
}

/* ---- conflicts ---- */

static void begin(const fle_input *in, fle_scene *s, int place, double intensity, int day) {
    fle_kind_of_place *k = &s->kind[place];
    k->movechance = fle_set(in, MOVE_conflict_movechance);
    k->conflict = intensity;
    k->town = 0;
    s->conflict_since[place] = day;
}

static void end(const fle_input *in, fle_scene *s, int place) {
    fle_kind_of_place *k = &s->kind[place];
    k->conflict = -1;
    if (in->sane && k->camp) { /* Flee lets people leave such a camp as they leave a town */
        k->movechance = fle_set(in, k->idpcamp ? MOVE_idpcamp_movechance : MOVE_camp_movechance);
        return;
    }
    k->movechance = fle_set(in, MOVE_default_movechance);
    k->town = 1;
}

/* Returns whether the place's conflict started or stopped. */
static int follow_file(const fle_input *in, fle_scene *s, int place, int day) {
    double now = fle_day_value(&in->conflicts, day, place);
    double before = day > 0 ? fle_day_value(&in->conflicts, day - 1, place) : 0;
    if (day == 0 ? now > conflict_threshold : before < conflict_threshold && now >= conflict_threshold) {
        begin(in, s, place, now, day);
        return 1;
    }
    if (day > 0 && before >= conflict_threshold && now < conflict_threshold) {
        end(in, s, place);
        return 1;
    }
    if (!in->sane)
        return 0;
    if (now >= conflict_threshold) {
        s->kind[place].conflict = now;
    } else if (day == 0 && s->kind[place].conflict > 0) {
        end(in, s, place);
        return 1;
    }
    return 0;
}

static int conflicts(const fle_input *in, fle_scene *s, int day) {
    int changed = 0;
    if (in->settings.flood_rules)
        return 0;
    for (int i = 0; i < in->nplaces; i++) {
        if (in->conflicts.column && in->conflicts.column[i] >= 0) {
            changed |= follow_file(in, s, i, day);
        } else if (in->sane && in->places[i].conflict_date > 0 && in->places[i].conflict_date == day) {
            begin(in, s, i, in->places[i].conflict_intensity, day);
            changed = 1;
        }
    }
    return changed;
}

/* ---- the rest of a day ---- */

static void change_types(const fle_input *in, fle_scene *s, int day) {
    for (int i = 0; i < in->nchanges; i++) {
        const fle_change *c = &in->changes[i];
        if (c->day == day)
            s->kind[c->place] = c->unknown ? fle_kind_of(in, "", -1, s->kind[c->place].movechance) : c->kind;
    }
}

static void close_camps(const fle_input *in, fle_scene *s, int day) {
    for (int i = 0; i < in->nclosures; i++) {
        const fle_closure *c = &in->closures[i];
        if ((c->type != CLOSE_CAMP && c->type != CLOSE_IDPCAMP) || c->a < 0)
            continue;
        fle_kind_of_place *k = &s->kind[c->a];
        if (c->start == day)
            *k = (fle_kind_of_place){.town = 1, .movechance = fle_set(in, MOVE_default_movechance), .conflict = -1};
        if (c->end == day) {
            int idp = c->type == CLOSE_IDPCAMP;
            k->camp = 1;
            k->town = 0;
            k->idpcamp = idp ? 1 : k->idpcamp;
            k->movechance = fle_set(in, idp ? MOVE_idpcamp_movechance : MOVE_camp_movechance);
            k->conflict = -1;
        }
    }
}

static double score(const fle_input *in, const fle_scene *s, int place, int day) {
    const fle_place *p = &in->places[place];
    const fle_kind_of_place *k = &s->kind[place];
    double v = 1;
    if (p->foreign) {
        if (fle_on(in, MOVE_use_economic_pull))
            v += v * (p->trade_volume + p->hdi * p->hdi);
        v *= fle_set(in, MOVE_foreign_weight);
    }
    if (k->camp || k->idpcamp)
        v *= fle_set(in, MOVE_camp_weight);
    if (k->conflict > 0) {
        v *= fle_power(fle_set(in, MOVE_conflict_weight), decay(in, s, place, day) * k->conflict);
    }
    if (k->flood_zone && in->settings.flood_rules)
        v *= fle_by_level(&in->settings.flood_loc_weights, s->level[place]);
    return v;
}

static void capacities(const fle_input *in, fle_scene *s, int day) {
    int inserted = day == 0 && in->settings.spawn == SPAWN_BY_DATA && fle_on(in, SPAWN_insert_day0) && !in->sane;
    for (int i = 0; i < in->nplaces; i++) {
        /* Those who are there on day 0 are counted in the camp and taken off its capacity too. */
        if (inserted && s->capacity[i] > 0 && in->source_of[i] >= 0)
            s->capacity[i] -= fle_source_value(in, in->source_of[i], 0);
        s->capacity[i] += in->places[i].capacity_per_day;
    }
}

static void one_day(const fle_input *in, fle_scene *s) {
    int day = ++s->day;
    if (day == 0)
        weigh(in, s, 0, s->displaces_next);
    memcpy(s->displaces, s->displaces_next, (size_t)in->nplaces * sizeof *s->displaces);
    change_types(in, s, day);
    for (int i = 0; i < in->nplaces; i++)
        s->level[i] = (int)fle_day_value(&in->floods, day, i);
    if (conflicts(in, s, day) || in->sane)
        weigh(in, s, day, s->displaces);
    for (int i = 0; i < in->nplaces; i++)
        s->conflict[i] = s->kind[i].conflict;
    close_camps(in, s, day);
    weigh(in, s, day, s->displaces_next);
    memcpy(s->score_before, s->score, (size_t)in->nplaces * sizeof *s->score);
    for (int i = 0; i < in->nplaces; i++)
        s->score[i] = score(in, s, i, day);
    capacities(in, s, day);
}

void fle_scene_to(const fle_input *in, fle_scene *s, int day) {
    if (s->day > day)
        start(in, s);
    while (s->day < day)
        one_day(in, s);
}
