/* Those who are exposed: every owner of a stock of people who are at large names it here, and asks for its harm of a
 * day. The hazards are harm.c's; the flows are the owner's, and made alike for all.
 */
#include "corridor/exposed.h"
#include "corridor/waiting.h"

#include <stdlib.h>

/* Room for one more. */
static int make_room(mdl_model *m) {
    if (m->exposed.n < m->exposed.room)
        return ENG_OK;
    int room = 2 * m->exposed.room + 16;
    cor_exposed *more = realloc(m->exposed.of, (size_t)room * sizeof *more);
    if (!more)
        return ENG_ERR_MEMORY;
    m->exposed.of = more;
    m->exposed.room = room;
    return ENG_OK;
}

int cor_expose(mdl_model *m, const char *who, int stock, int city, int per) {
    const eng_flow_spec event = {.stays = 1};
    char name[300];
    if (make_room(m))
        return ENG_ERR_MEMORY;
    cor_exposed *x = &m->exposed.of[m->exposed.n];
    *x = (cor_exposed){.city = city, .per = per, .kidnapped = -1};
    (void)cor_name(name, sizeof name, "extorted, %s", who);
    if ((x->extorted = eng_flow(m->e, name, stock, stock, &event)) < 0)
        return x->extorted;
    (void)cor_name(name, sizeof name, "kidnapped, %s", who);
    if (city >= 0 && (x->kidnapped = eng_flow(m->e, name, stock, waiting_ids(m)->hostage[city], NULL)) < 0)
        return x->kidnapped;
    return m->exposed.n++;
}

int cor_harm_of(const mdl_member *p, eng_day *day, int exposed, double extorted, double kidnapped, double *unharmed) {
    const cor_exposed *x = &p->m->exposed.of[exposed];
    if (x->kidnapped < 0)
        kidnapped = 0;
    *unharmed = 1 - extorted - kidnapped;
    if (eng_rate(day, x->extorted, extorted) || (x->kidnapped >= 0 && eng_rate(day, x->kidnapped, kidnapped)))
        return ENG_ERR_OWNER;
    return ENG_OK;
}
