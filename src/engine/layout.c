/* Freezing a model: all it has by name, and where each thing lies in a world.
 *
 * All work and all layout follow the names, so that the order of declaration cannot reach a result.
 */
#include "engine/internal.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    int id;
} named;

static int by_name(const void *a, const void *b) { return strcmp(((const named *)a)->name, ((const named *)b)->name); }

/* Ids in the order of names; stride: bytes from one info to the next, the name being its first member. */
static int sort_names(eng_model *m, const char *what, const void *infos, int count, size_t stride, int **order) {
    int status = ENG_OK;
    named *list = malloc((size_t)(count ? count : 1) * sizeof *list);
    *order = malloc((size_t)(count ? count : 1) * sizeof **order);
    if (!list || !*order) {
        status = ENG_ERR_MEMORY;
        goto out;
    }
    for (int i = 0; i < count; i++) {
        memcpy(&list[i].name, (const char *)infos + (size_t)i * stride, sizeof list[i].name);
        list[i].id = i;
    }
    qsort(list, (size_t)count, sizeof *list, by_name);
    for (int i = 0; i < count; i++) {
        (*order)[i] = list[i].id;
        if (i && !strcmp(list[i].name, list[i - 1].name))
            status = eng_model_fail(m, ENG_ERR_DECLARE, "%s '%s' is declared twice", what, list[i].name);
    }
out:
    free(list);
    return status;
}

static void sign(eng_model *m, const char *text, const void *data, size_t size) {
    uint64_t h = m->signature;
    for (const char *p = text; *p; p++)
        h = (h ^ (unsigned char)*p) * 0x100000001b3u;
    for (size_t i = 0; i < size; i++)
        h = (h ^ ((const unsigned char *)data)[i]) * 0x100000001b3u;
    m->signature = (h ^ 0xff) * 0x100000001b3u;
}

/* Everything begins at a multiple of ENG_PAD cells, as the kernels want of rows. */
static size_t take(size_t *size, size_t n) {
    size_t at = *size;
    *size += (n + ENG_PAD - 1) / ENG_PAD * ENG_PAD;
    return at;
}

static int lay_out_stocks(eng_model *m) {
    for (int i = 0; i < m->nstocks; i++) {
        eng_stock_info *s = &m->stocks[m->stock_order[i]];
        size_t row = (size_t)(s->row = eng_padded(s->classes));
        s->counts = take(&m->arena_size, row);
        s->ready = take(&m->arena_size, row);
        if (s->kind == ENG_QUEUE) {
            s->slots = take(&m->arena_size, row * (size_t)s->ages);
            s->slot_used = m->nslots;
            m->nslots += (size_t)s->ages;
        }
        s->incoming = take(&m->scratch_size, row);
        if (s->row > m->max_classes)
            m->max_classes = s->row;
        int parts[2] = {s->classes, s->ages};
        sign(m, s->name, parts, sizeof parts);
    }
    return ENG_OK;
}

static int same_way(const eng_way_info *a, const eng_flow_info *f) {
    return a->to == f->to && a->delay_max == f->delay_max && a->delay_field == f->delay_field &&
           !a->delay == !f->delay &&
           (!f->delay || memcmp(a->delay, f->delay, (size_t)f->delay_max * sizeof *f->delay) == 0);
}

/* The first flow of a way, by name, names it. */
static int lay_out_ways(eng_model *m) {
    for (int i = 0; i < m->nflows; i++) {
        eng_flow_info *f = &m->flows[m->flow_order[i]];
        f->way = -1;
        if (f->delay_max <= 1)
            continue;
        for (int k = 0; k < m->nways && f->way < 0; k++)
            if (same_way(&m->ways[k], f))
                f->way = k;
        if (f->way >= 0)
            continue;
        if (eng_grow((void **)&m->ways, m->nways, sizeof *m->ways))
            return ENG_ERR_MEMORY;
        size_t row = (size_t)m->stocks[f->to].row;
        f->way = m->nways++;
        m->ways[f->way] = (eng_way_info){.to = f->to,
                                         .delay_max = f->delay_max,
                                         .delay_field = f->delay_field,
                                         .delay = f->delay,
                                         .name = f->name,
                                         .ring = take(&m->arena_size, (size_t)f->delay_max * row),
                                         .setting_out = take(&m->scratch_size, row)};
    }
    return ENG_OK;
}

/* What is known of a flow from here on, and its part in the signature. */
static int settle_flow(eng_model *m, int id) {
    eng_flow_info *f = &m->flows[id];
    eng_stock_info *s = &m->stocks[f->from];
    f->straight = f->hand == HAND_SAME && !f->stays;
    f->at_once = f->way < 0 && f->hand != HAND_REDRAW && !f->stays;
    f->in = f->way >= 0 ? m->nstocks + f->way : f->to;
    f->into = f->way >= 0 ? m->ways[f->way].setting_out : m->stocks[f->to].incoming;
    if (f->redraw_size > m->max_redraw)
        m->max_redraw = f->redraw_size;
    sign(m, f->name, &f->delay_max, sizeof f->delay_max);
    sign(m, s->name, f->map, (size_t)f->from_classes * sizeof f->map[0]);
    sign(m, m->stocks[f->to].name, &f->serve, sizeof f->serve);
    if (f->delay)
        sign(m, "delay", f->delay, (size_t)f->delay_max * sizeof *f->delay);
    if (f->redraw_shares)
        sign(m, "redraw", f->redraw_shares,
             (size_t)f->from_classes * (size_t)f->redraw_size * sizeof *f->redraw_shares);
    if (f->serve >= 0)
        return ENG_OK;
    if (eng_grow((void **)&s->flows, s->nflows, sizeof *s->flows))
        return ENG_ERR_MEMORY;
    f->place = s->nflows;
    s->flows[s->nflows++] = id;
    return ENG_OK;
}

/* Side by side with the flow before, as its exit is. */
static void lay_out_flow(eng_model *m, int id, size_t row, size_t taken, int at) {
    eng_flow_info *f = &m->flows[id];
    int spreads = f->hand == HAND_SPREAD;
    f->exit = at;
    f->moved = take(&m->arena_size, row);
    f->prob = take(&m->scratch_size, row);
    f->taken = taken;
    m->asks[id] = (eng_ask){.owner = f->serve >= 0 ? -1 : m->stocks[f->from].system,
                            .from = f->from,
                            .classes = f->from_classes,
                            .place = f->place,
                            .prob = (eng_at)f->prob,
                            .moved = (eng_at)f->moved};
    m->exits[at] = (eng_exit){.flow = id,
                              .in = f->in,
                              .moved = (eng_at)f->moved,
                              .prob = (eng_at)f->prob,
                              .into = (eng_at)f->into + (eng_at)(spreads ? f->first : 0),
                              .taken = (eng_at)f->taken,
                              .by = spreads ? f->stride : f->group,
                              .n = f->hand == HAND_SAME   ? m->stocks[f->to].row
                                   : f->hand == HAND_JOIN ? f->to_classes
                                                          : f->from_classes,
                              .hand = f->hand,
                              .straight = f->straight,
                              .stays = f->stays,
                              .partial = f->partial};
}

/* The rows of all flows out of a stock lie side by side, as they are gone through. */
static int lay_out_flows(eng_model *m) {
    size_t taken = take(&m->arena_size, 2 * (size_t)m->nflows);
    int status = ENG_OK, n = 0;
    m->asks = malloc((size_t)(m->nflows + 1) * sizeof *m->asks);
    m->exits = malloc((size_t)(m->nflows + 1) * sizeof *m->exits);
    if (!m->asks || !m->exits)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < m->nflows && !status; i++)
        status = settle_flow(m, m->flow_order[i]);
    for (int i = 0; i < m->nstocks && !status; i++) {
        eng_stock_info *s = &m->stocks[m->stock_order[i]];
        s->exits = n;
        for (int k = 0; k < s->nflows; k++, n++)
            lay_out_flow(m, s->flows[k], (size_t)s->row, taken + 2 * (size_t)n, n);
    }
    for (int i = 0; i < m->nflows && !status; i++) {
        const eng_flow_info *f = &m->flows[m->flow_order[i]];
        if (f->serve < 0)
            continue;
        lay_out_flow(m, m->flow_order[i], (size_t)m->stocks[f->from].row, taken + 2 * (size_t)n, n);
        n++;
    }
    return status;
}

/* Flows of a serve by name, as everything, and how many days of arrival their queues tell apart at most. */
static void settle_serve(eng_model *m, eng_serve_info *v) {
    for (int i = 1; i < v->nflows; i++)
        for (int j = i; j > 0 && strcmp(m->flows[v->flows[j]].name, m->flows[v->flows[j - 1]].name) < 0; j--) {
            int swap = v->flows[j];
            v->flows[j] = v->flows[j - 1];
            v->flows[j - 1] = swap;
        }
    for (int i = 0; i < v->nflows; i++) {
        int ages = m->stocks[m->flows[v->flows[i]].from].ages;
        v->ages = ages > v->ages ? ages : v->ages;
    }
}

int eng_model_freeze(eng_model *m) {
    int status;
    if (m->frozen)
        return eng_model_fail(m, ENG_ERR_DECLARE, "the model is frozen already");
    if (m->error[0])
        return ENG_ERR_DECLARE; /* the first declaration that failed stands */
    if ((status = sort_names(m, "stock", m->stocks, m->nstocks, sizeof *m->stocks, &m->stock_order)) ||
        (status = sort_names(m, "flow", m->flows, m->nflows, sizeof *m->flows, &m->flow_order)) ||
        (status = sort_names(m, "serve", m->serves, m->nserves, sizeof *m->serves, &m->serve_order)) ||
        (status = sort_names(m, "field", m->fields, m->nfields, sizeof *m->fields, &m->field_order)) ||
        (status = sort_names(m, "channel", m->channels, m->nchannels, sizeof *m->channels, &m->channel_order)) ||
        (status = sort_names(m, "roster", m->rosters, m->nrosters, sizeof *m->rosters, &m->roster_order)) ||
        (status = sort_names(m, "system", m->systems, m->nsystems, sizeof *m->systems, &m->system_order)))
        return status;
    m->signature = 0xcbf29ce484222325u;
    m->max_classes = 1;
    if ((status = lay_out_stocks(m)) || (status = lay_out_ways(m)) || (status = lay_out_flows(m)))
        return status;
    for (int i = 0; i < m->nserves; i++)
        settle_serve(m, &m->serves[m->serve_order[i]]);
    for (int i = 0; i < m->nfields; i++) {
        eng_field_info *f = &m->fields[m->field_order[i]];
        f->now = take(&m->arena_size, (size_t)f->size);
        f->next = take(&m->scratch_size, (size_t)f->size);
        sign(m, f->name, &f->size, sizeof f->size);
    }
    for (int i = 0; i < m->nchannels; i++) {
        eng_channel_info *c = &m->channels[m->channel_order[i]];
        c->spread = take(&m->arena_size, 2);
        c->state = take(&m->arena_size, (size_t)c->n);
        c->value = take(&m->scratch_size, (size_t)c->n);
        int parts[2] = {c->n, (int)c->kind};
        sign(m, c->name, parts, sizeof parts);
    }
    for (int i = 0; i < m->nrosters; i++) {
        const eng_roster_info *r = &m->rosters[m->roster_order[i]];
        int parts[2] = {r->nints, r->nnumbers};
        sign(m, r->name, parts, sizeof parts);
    }
    if (m->arena_size > UINT32_MAX || m->scratch_size > UINT32_MAX)
        return eng_model_fail(m, ENG_ERR_DECLARE, "a world of more than %u numbers", UINT32_MAX);
    m->frozen = 1;
    return ENG_OK;
}
