/* The systems as a list: what they declare, in which order they work, and what they work out each morning.
 *
 * A system's turn is one more than the highest turn of those whose auxiliaries or first values it reads (0: it reads
 * none), so going by turns nobody reads what is not yet made. Within a turn the order does not matter.
 */
#include "corridor/internal.h"
#include "corridor/statistics.h"

#include <stdlib.h>

#define COR_SYSTEM(id, descriptor) [id] = &(descriptor),
static const cor_system *const SYSTEMS[SYS_COUNT] = {
#include COR_SYSTEMS
};
#undef COR_SYSTEM

_Static_assert((int)SYS_COUNT <= (int)MDL_MOST_PARTS, "a model's lists have room for every system");

int cor_declarations(const par_decl *lists[MDL_MOST_PARTS]) {
    static const par_decl none[] = {{.path = NULL}};
    for (int i = 0; i < SYS_COUNT; i++)
        lists[i] = SYSTEMS[i]->parameters ? SYSTEMS[i]->parameters : none;
    return SYS_COUNT;
}

const cor_series *cor_series_of(int system) { return SYSTEMS[system]->series; }

const char *cor_system_name(int system) { return SYSTEMS[system]->name; }

const mdl_setting *cor_off(cor_system_id id) { return SYSTEMS[id]->off; }

int cor_parts(mdl_part list[MDL_MOST_PARTS]) {
    for (int i = 0; i < SYS_COUNT; i++)
        list[i] = (mdl_part){SYSTEMS[i]->name, SYSTEMS[i]->part, SYSTEMS[i]->off, SYSTEMS[i]->nobody};
    return SYS_COUNT;
}

/* ---- declaring ---- */

static void take_turns(mdl_model *m) {
    for (int i = 0; i < SYS_COUNT; i++) {
        int j = i;
        for (; j > 0 && SYSTEMS[m->turns[j - 1]]->turn > SYSTEMS[i]->turn; j--)
            m->turns[j] = m->turns[j - 1];
        m->turns[j] = i;
    }
}

static int make_ids(mdl_model *m) {
    for (int i = 0; i < SYS_COUNT; i++)
        if (SYSTEMS[i]->ids && !(m->ids[i] = cor_room(m, 1, SYSTEMS[i]->ids)))
            return ENG_ERR_MEMORY;
    return ENG_OK;
}

static int find_parameters(mdl_model *m) {
    for (int i = 0; i < SYS_COUNT; i++) {
        int n = 0;
        while (SYSTEMS[i]->parameters && SYSTEMS[i]->parameters[n].path)
            n++;
        if (n != SYSTEMS[i]->nparameters)
            return ENG_ERR_DECLARE;
        if (!(m->par[i] = cor_room(m, n, sizeof(int))))
            return ENG_ERR_MEMORY;
        for (int k = 0; k < n; k++)
            if ((m->par[i][k] = par_offset(&m->s->registry, SYSTEMS[i]->parameters[k].path)) < 0)
                return ENG_ERR_DECLARE;
    }
    return ENG_OK;
}

int cor_declare_systems(mdl_model *m) {
    int id[SYS_COUNT], status;
    if ((status = find_parameters(m)) || (status = make_ids(m)))
        return status;
    take_turns(m);
    for (int i = 0; i < SYS_COUNT; i++) {
        eng_system system = {.name = SYSTEMS[i]->name, .decide = SYSTEMS[i]->decide, .record = SYSTEMS[i]->record};
        if ((id[i] = eng_system_add(m->e, &system)) < 0)
            return id[i];
    }
    for (int i = 0; i < SYS_COUNT; i++)
        if (SYSTEMS[i]->declare_stocks && (status = SYSTEMS[i]->declare_stocks(m, id[i])) < 0)
            return status;
    if ((status = cor_declare_series(m)) < 0)
        return status;
    for (int i = 0; i < SYS_COUNT; i++)
        if (SYSTEMS[i]->declare_flows && (status = SYSTEMS[i]->declare_flows(m, id[i])) < 0)
            return status;
    if ((status = eng_model_freeze(m->e)))
        return status;
    for (int i = 0; i < SYS_COUNT; i++)
        if (SYSTEMS[i]->count && (status = SYSTEMS[i]->count(m)) < 0)
            return status;
    eng_count_list(m->counts.n, m->counts.of);
    return ENG_OK;
}

/* ---- auxiliaries ---- */

int cor_auxiliary(mdl_model *m, cor_system_id system, const char *name, int size) {
    if (m->naux == m->aux_room) {
        int room = 2 * m->aux_room + 64;
        cor_aux_info *more = realloc(m->aux, (size_t)room * sizeof *more);
        if (!more)
            return ENG_ERR_MEMORY;
        m->aux = more;
        m->aux_room = room;
    }
    m->aux[m->naux] = (cor_aux_info){.name = name, .system = (int)system, .at = m->aux_total, .size = size};
    m->aux_total += size;
    return m->naux++;
}

int cor_prepare(mdl_member *p) {
    int status = ENG_OK;
    for (int i = 0; i < SYS_COUNT && !status; i++) {
        p->preparing = p->m->turns[i];
        if (SYSTEMS[p->preparing]->prepare)
            status = SYSTEMS[p->preparing]->prepare(p);
    }
    if (status)
        (void)cor_name(p->error, sizeof p->error, "system '%s' could not prepare: an auxiliary is not its own",
                       SYSTEMS[p->preparing]->name);
    p->preparing = SYS_COUNT;
    return status;
}

/* What follows from parameters alone is there before the first values; all is made again after each. */
int cor_start(mdl_member *p) {
    int status = cor_prepare(p);
    for (int i = 0; i < SYS_COUNT && !status; i++) {
        const cor_system *system = SYSTEMS[p->m->turns[i]];
        if (system->start && !(status = system->start(p)))
            status = cor_prepare(p);
    }
    return status;
}
