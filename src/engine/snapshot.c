/* A world's state as bytes: saved, loaded, branched, digested.
 *
 * The state is the arena, the day and the rosters; all else is derived from them, here.
 */
#include "engine/internal.h"

#include <stdlib.h>
#include <string.h>

static const char ENG_MAGIC[8] = {'v', 'a', 'd', 'o', 's', 'n', 'p', '1'};

typedef struct {
    char magic[8];
    uint64_t signature;
    int64_t day;
    uint64_t arithmetic, cells;
} snapshot_head;

/* Does each flow of a state that was copied in take people whom there are? */
static int taken_is_sane(const eng_world *w) {
    const eng_model *m = w->model;
    for (int i = 0; i < m->nflows; i++) {
        int64_t whose = w->arena[m->flows[i].taken].n;
        if (whose < TAKEN_NONE || whose >= TAKEN_LIKE + m->stocks[m->flows[i].from].nflows)
            return 0;
    }
    return 1;
}

/* What is derived from a state that was copied in. */
static void derive(eng_world *w) {
    const eng_model *m = w->model;
    for (int i = 0; i < m->nstocks; i++) {
        const eng_stock_info *s = &m->stocks[i];
        for (int slot = 0; slot < s->ages; slot++) {
            const eng_cell *cells = &w->arena[s->slots + (size_t)slot * (size_t)s->row];
            int used = 0;
            for (int c = 0; c < s->classes; c++)
                used |= cells[c].n != 0; /* an expected 0 has no bits set either */
            w->slot_used[s->slot_used + (size_t)slot] = (unsigned char)used;
        }
    }
    for (int i = 0; i < m->nflows; i++) {
        const eng_flow_info *f = &m->flows[i];
        int row = m->stocks[f->from].row;
        w->moved_sum[i].n = 0;
        if (!eng_fluid(w)) {
            w->moved_sum[i] = eng_sum_cells(w, f->moved, (size_t)row);
            continue;
        }
        eng_taken t = eng_taken_of(w, i);
        if (t.people)
            w->moved_sum[i].x = eng_kernels_of(w)->sum(t.people, row) * t.factor;
    }
    w->totals_known = w->went_on = 0;
    eng_noise_values(w);
}

static size_t fixed_size(const eng_world *w) { return sizeof(snapshot_head) + w->model->arena_size * sizeof(eng_cell); }

size_t eng_snapshot_size(const eng_world *w) { return fixed_size(w) + eng_rosters_size(w); }

int eng_snapshot_save(const eng_world *w, void *out, size_t size) {
    if (size < eng_snapshot_size(w))
        return ENG_ERR_SNAPSHOT;
    snapshot_head head = {.signature = w->model->signature, .day = w->day, .cells = w->model->arena_size};
    memcpy(head.magic, ENG_MAGIC, sizeof head.magic);
    head.arithmetic = (uint64_t)eng_fluid(w);
    memcpy(out, &head, sizeof head);
    memcpy((char *)out + sizeof head, w->arena, w->model->arena_size * sizeof(eng_cell));
    eng_rosters_save(w, (char *)out + fixed_size(w));
    return ENG_OK;
}

int eng_snapshot_load(eng_world *w, const void *in, size_t size) {
    snapshot_head head;
    if (size < sizeof head)
        return eng_world_fail(w, ENG_ERR_SNAPSHOT, "snapshot cut short: %zu bytes", size);
    memcpy(&head, in, sizeof head);
    if (memcmp(head.magic, ENG_MAGIC, sizeof head.magic) != 0 || head.signature != w->model->signature ||
        head.cells != w->model->arena_size || head.arithmetic != (uint64_t)eng_fluid(w))
        return eng_world_fail(w, ENG_ERR_SNAPSHOT, "snapshot of another model or arithmetic");
    if (head.day < 0 || head.day > INT32_MAX)
        return eng_world_fail(w, ENG_ERR_SNAPSHOT, "snapshot of day %lld", (long long)head.day);
    if (size < fixed_size(w) || eng_rosters_load(w, (const char *)in + fixed_size(w), size - fixed_size(w)))
        return eng_world_fail(w, ENG_ERR_SNAPSHOT, "snapshot of %zu bytes, which is not what its model takes", size);
    w->day = head.day;
    memcpy(w->arena, (const char *)in + sizeof head, w->model->arena_size * sizeof(eng_cell));
    if (!taken_is_sane(w))
        return eng_world_fail(w, ENG_ERR_SNAPSHOT, "snapshot in which a flow took people of no stock");
    derive(w);
    return ENG_OK;
}

eng_world *eng_world_branch(const eng_world *w) {
    eng_world *b = eng_world_new(w->model, &w->options);
    if (!b)
        return NULL;
    b->day = w->day;
    memcpy(b->arena, w->arena, w->model->arena_size * sizeof(eng_cell));
    size_t size = eng_rosters_size(w);
    char *people = malloc(size + 1);
    if (people)
        eng_rosters_save(w, people);
    int status = people ? eng_rosters_load(b, people, size) : ENG_ERR_MEMORY;
    free(people);
    if (status) {
        eng_world_free(b);
        return NULL;
    }
    derive(b);
    return b;
}

void eng_world_digest(const eng_world *w, unsigned char out[32]) {
    eng_sha256 s;
    unsigned char bytes[8];
    eng_sha256_start(&s);
    for (int b = 0; b < 8; b++)
        bytes[b] = (unsigned char)((uint64_t)w->day >> (8 * b));
    eng_sha256_add(&s, bytes, 8);
    for (size_t i = 0; i < w->model->arena_size; i++) { /* the arena lies in the order of names */
        uint64_t v = (uint64_t)w->arena[i].n;
        for (int b = 0; b < 8; b++)
            bytes[b] = (unsigned char)(v >> (8 * b));
        eng_sha256_add(&s, bytes, 8);
    }
    eng_rosters_digest(w, &s);
    eng_sha256_end(&s, out);
}
