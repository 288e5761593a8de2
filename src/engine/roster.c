/* People with records of their own, for models whose people differ in too many ways to be counted in classes.
 *
 * 1. Records are kept in columns, one number of all people after another, with room that doubles: a loop that reads two
 *    of five numbers then touches no others.
 * 2. A person is their number in the order of coming. Nobody is taken off, so the number stays, and it keys the
 *    person's chance: a draw is a pure function of (seed, name of the roster, day, member, draw, person).
 * 3. In a snapshot and in the digest rosters follow the arena, by name: number of people, then column by column.
 */
#include "engine/internal.h"

#include <stdlib.h>
#include <string.h>

static const int64_t most_people = 0xFFFFFFFF; /* a person's number is one word of the counter of a draw */

int eng_rosters_make(eng_world *w) {
    const eng_model *m = w->model;
    w->roster = calloc((size_t)m->nrosters + 1, sizeof *w->roster);
    for (int i = 0; w->roster && i < m->nrosters; i++) {
        const eng_roster_info *r = &m->rosters[i];
        eng_people_list *l = &w->roster[i];
        l->ints = calloc((size_t)r->nints + 1, sizeof *l->ints);
        l->numbers = calloc((size_t)r->nnumbers + 1, sizeof *l->numbers);
        if (!l->ints || !l->numbers)
            return ENG_ERR_MEMORY;
        l->unit = rng_key_make(w->options.seed, r->name, "unit");
        l->pair = rng_key_make(w->options.seed, r->name, "pair");
    }
    return w->roster ? ENG_OK : ENG_ERR_MEMORY;
}

void eng_rosters_free(eng_world *w) {
    for (int i = 0; w->roster && i < w->model->nrosters; i++) {
        eng_people_list *l = &w->roster[i];
        for (int k = 0; l->ints && k < w->model->rosters[i].nints; k++)
            free(l->ints[k]);
        for (int k = 0; l->numbers && k < w->model->rosters[i].nnumbers; k++)
            free(l->numbers[k]);
        free(l->ints);
        free(l->numbers);
    }
    free(w->roster);
}

/* ---- records ---- */

/* Room for so many people in all; -1 without memory. What is new is zeroed when it is used. */
static int make_room(const eng_roster_info *r, eng_people_list *l, int64_t people) {
    int64_t room = l->room > 0 ? l->room : 1024;
    while (room < people)
        room *= 2;
    if (room == l->room)
        return 0;
    if ((uint64_t)room > SIZE_MAX / sizeof(double))
        return -1;
    for (int k = 0; k < r->nints; k++) {
        int32_t *grown = realloc(l->ints[k], (size_t)room * sizeof *grown);
        if (!grown)
            return -1;
        l->ints[k] = grown;
    }
    for (int k = 0; k < r->nnumbers; k++) {
        double *grown = realloc(l->numbers[k], (size_t)room * sizeof *grown);
        if (!grown)
            return -1;
        l->numbers[k] = grown;
    }
    l->room = room;
    return 0;
}

static int add(eng_world *w, int roster, int64_t people) {
    const eng_roster_info *r = &w->model->rosters[roster];
    eng_people_list *l = &w->roster[roster];
    if (people < 0 || people > most_people - l->people)
        return eng_world_fail(w, ENG_ERR_DECLARE, "day %lld: roster '%s': %lld people to be added to %lld",
                              (long long)w->day, r->name, (long long)people, (long long)l->people);
    if (make_room(r, l, l->people + people))
        return eng_world_fail(w, ENG_ERR_MEMORY, "day %lld: roster '%s': no memory for %lld people more",
                              (long long)w->day, r->name, (long long)people);
    for (int k = 0; k < r->nints; k++)
        memset(l->ints[k] + l->people, 0, (size_t)people * sizeof **l->ints);
    for (int k = 0; k < r->nnumbers; k++)
        memset(l->numbers[k] + l->people, 0, (size_t)people * sizeof **l->numbers);
    l->people += people;
    return ENG_OK;
}

static int known(const eng_world *w, int roster) { return roster >= 0 && roster < w->model->nrosters; }

int eng_world_roster_add(eng_world *w, int roster, int64_t people) {
    return known(w, roster) ? add(w, roster, people) : eng_world_fail(w, ENG_ERR_DECLARE, "unknown roster %d", roster);
}

int32_t *eng_world_roster_ints(eng_world *w, int roster, int column) { return w->roster[roster].ints[column]; }

double *eng_world_roster_numbers(eng_world *w, int roster, int column) { return w->roster[roster].numbers[column]; }

int64_t eng_roster_people(const eng_world *w, int roster) { return w->roster[roster].people; }

const int32_t *eng_roster_ints(const eng_world *w, int roster, int column) { return w->roster[roster].ints[column]; }

const double *eng_roster_numbers(const eng_world *w, int roster, int column) {
    return w->roster[roster].numbers[column];
}

/* The roster, if it is the acting system's own; else the day fails. */
static eng_people_list *own(eng_day *d, int roster) {
    eng_world *w = d->world;
    if (!known(w, roster)) {
        (void)eng_refuse(d, ENG_ERR_DECLARE, "roster", "unknown");
        return NULL;
    }
    const eng_roster_info *r = &w->model->rosters[roster];
    if (r->system != d->system || !d->acting) {
        (void)eng_refuse(d, ENG_ERR_OWNER, d->acting ? "roster" : "before its act, roster", r->name);
        return NULL;
    }
    return &w->roster[roster];
}

int eng_roster_add(eng_day *d, int roster, int64_t people) {
    if (!own(d, roster))
        return d->status;
    int status = add(d->world, roster, people);
    if (status)
        d->status = status;
    return status;
}

int32_t *eng_roster_put_ints(eng_day *d, int roster, int column) {
    eng_people_list *l = own(d, roster);
    return l ? l->ints[column] : NULL;
}

double *eng_roster_put_numbers(eng_day *d, int roster, int column) {
    eng_people_list *l = own(d, roster);
    return l ? l->numbers[column] : NULL;
}

/* ---- chance ---- */

void eng_roster_units(eng_day *d, int roster, uint32_t draw, int64_t first, int n, double *out) {
    const eng_world *w = d->world;
    const eng_people_list *l = own(d, roster);
    if (!l) {
        memset(out, 0, (size_t)(n > 0 ? n : 0) * sizeof *out);
        return;
    }
    rng_key key = l->unit;
    uint32_t day = (uint32_t)w->day, member = w->options.chance_member, person = (uint32_t)first;
    uint64_t both[2];
    int i = 0;
    if (n > 0 && (person & 1u))
        out[i++] = rng_unit(rng_u64(key, day, member, draw, person));
    for (; i + 1 < n; i += 2) { /* two neighbours share a block */
        rng_u64x2(key, day, member, draw, (person + (uint32_t)i) >> 1, both);
        out[i] = rng_unit(both[0]);
        out[i + 1] = rng_unit(both[1]);
    }
    if (i < n)
        out[i] = rng_unit(rng_u64(key, day, member, draw, person + (uint32_t)i));
}

void eng_roster_pair(eng_day *d, int roster, int64_t person, uint32_t pair, double out[2]) {
    const eng_world *w = d->world;
    const eng_people_list *l = own(d, roster);
    uint64_t both[2];
    out[0] = out[1] = 0;
    if (!l)
        return;
    rng_u64x2(l->pair, (uint32_t)w->day, w->options.chance_member, pair, (uint32_t)person, both);
    out[0] = rng_unit(both[0]);
    out[1] = rng_unit(both[1]);
}

/* ---- snapshot, digest ---- */

static size_t record_size(const eng_roster_info *r) {
    return (size_t)r->nints * sizeof(int32_t) + (size_t)r->nnumbers * sizeof(double);
}

size_t eng_rosters_size(const eng_world *w) {
    size_t size = 0;
    for (int i = 0; i < w->model->nrosters; i++)
        size += sizeof(int64_t) + (size_t)w->roster[i].people * record_size(&w->model->rosters[i]);
    return size;
}

static void save(char **to, const void *from, size_t n) {
    if (n)
        memcpy(*to, from, n);
    *to += n;
}

void eng_rosters_save(const eng_world *w, char *out) {
    for (int i = 0; i < w->model->nrosters; i++) {
        int id = w->model->roster_order[i];
        const eng_roster_info *r = &w->model->rosters[id];
        const eng_people_list *l = &w->roster[id];
        save(&out, &l->people, sizeof l->people);
        for (int k = 0; k < r->nints; k++)
            save(&out, l->ints[k], (size_t)l->people * sizeof **l->ints);
        for (int k = 0; k < r->nnumbers; k++)
            save(&out, l->numbers[k], (size_t)l->people * sizeof **l->numbers);
    }
}

static void load(void *to, const char **from, size_t n) {
    if (n)
        memcpy(to, *from, n);
    *from += n;
}

/* Whether the bytes are all of such rosters, and room for them: nothing is loaded by halves. */
static int can_load(eng_world *w, const char *in, size_t size) {
    const char *end = in + size;
    for (int i = 0; i < w->model->nrosters; i++) {
        int id = w->model->roster_order[i];
        const eng_roster_info *r = &w->model->rosters[id];
        int64_t people;
        if ((size_t)(end - in) < sizeof people)
            return 0;
        load(&people, &in, sizeof people);
        if (people < 0 || people > most_people || (uint64_t)people > (uint64_t)(end - in) / record_size(r) ||
            make_room(r, &w->roster[id], people))
            return 0;
        in += (size_t)people * record_size(r);
    }
    return in == end;
}

int eng_rosters_load(eng_world *w, const char *in, size_t size) {
    if (!can_load(w, in, size))
        return -1;
    for (int i = 0; i < w->model->nrosters; i++) {
        int id = w->model->roster_order[i];
        const eng_roster_info *r = &w->model->rosters[id];
        eng_people_list *l = &w->roster[id];
        load(&l->people, &in, sizeof l->people);
        size_t people = (size_t)l->people;
        for (int k = 0; k < r->nints; k++)
            load(l->ints[k], &in, people * sizeof **l->ints);
        for (int k = 0; k < r->nnumbers; k++)
            load(l->numbers[k], &in, people * sizeof **l->numbers);
    }
    return 0;
}

static void digest_word(eng_sha256 *s, uint64_t v, int bytes) {
    unsigned char out[8];
    for (int b = 0; b < bytes; b++)
        out[b] = (unsigned char)(v >> (8 * b));
    eng_sha256_add(s, out, (size_t)bytes);
}

void eng_rosters_digest(const eng_world *w, eng_sha256 *s) {
    for (int i = 0; i < w->model->nrosters; i++) {
        int id = w->model->roster_order[i];
        const eng_roster_info *r = &w->model->rosters[id];
        const eng_people_list *l = &w->roster[id];
        digest_word(s, (uint64_t)l->people, 8);
        for (int k = 0; k < r->nints; k++)
            for (int64_t p = 0; p < l->people; p++)
                digest_word(s, (uint32_t)l->ints[k][p], 4);
        for (int k = 0; k < r->nnumbers; k++)
            for (int64_t p = 0; p < l->people; p++) {
                uint64_t bits;
                memcpy(&bits, &l->numbers[k][p], sizeof bits);
                digest_word(s, bits, 8);
            }
    }
}
