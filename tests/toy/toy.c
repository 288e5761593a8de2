/* A newcomer's system, for the test that one file, one header and one line are enough: volunteers who leave home for
 * the border when they have heard of many encounters there, and come back after ten days on the mean.
 */
#include "toy/toy.h"

#include "corridor/crossing.h"
#include "corridor/statistics.h"

#define SYS SYS_TOY

static struct toy_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum { P_PEOPLE, P_EAGER, P_COUNT };

static const par_decl PARAMETERS[] = {
    [P_PEOPLE] = {"toy.volunteers", "people", 5000, 0, 1e6, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                  .meaning = "Volunteers of each nationality", .source = "a toy"},
    [P_EAGER] = {"toy.eagerness", "1/day", 0.05, 0, 0.5, .prior = PRIOR_UNIFORM, .prior_low = -0.02, .prior_high = 0.02,
                 .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Chance that a volunteer sets out when very many are encountered", .source = "a toy"},
    [P_COUNT] = {.path = NULL}};

static int declare_stocks(mdl_model *m, int system) {
    own(m)->home = eng_stock(m->e, system, "volunteers at home", m->N, ENG_POOL, 0);
    own(m)->field = eng_stock(m->e, system, "volunteers at the border", m->N, ENG_POOL, 0);
    own(m)->seen = eng_field(m->e, system, "encounters volunteers have heard of", 1);
    own(m)->eager = cor_auxiliary(m, SYS, "chance that a volunteer sets out", 1);
    return own(m)->home < 0 || own(m)->field < 0 || own(m)->seen < 0 ? ENG_ERR_DECLARE : own(m)->eager;
}

static int declare_flows(mdl_model *m, int system) {
    (void)system;
    own(m)->goes = eng_flow(m->e, "volunteers set out", own(m)->home, own(m)->field, NULL);
    own(m)->returns = eng_flow(m->e, "volunteers come back", own(m)->field, own(m)->home, NULL);
    return own(m)->goes < 0 ? own(m)->goes : own(m)->returns;
}

static int start(mdl_member *p) {
    static const double none[1] = {0};
    int status = eng_world_field_set(p->w, own(p->m)->seen, none);
    for (int n = 0; n < p->m->nn && !status; n++)
        status = eng_world_put(p->w, own(p->m)->home, n, cor_par(p, SYS, P_PEOPLE, 0));
    return status;
}

static int prepare(mdl_member *p) {
    double *eager = cor_aux_put(p, own(p->m)->eager), seen = eng_get(p->w, own(p->m)->seen)[0];
    if (!eager)
        return ENG_ERR_OWNER;
    eager[0] = cor_par(p, SYS, P_EAGER, 0) * seen / (seen + 10);
    return ENG_OK;
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    double *seen = eng_put(day, own(p->m)->seen), today = 0;
    if (!seen)
        return ENG_ERR_OWNER;
    for (int c = 0; c < p->m->s->ncrossings; c++)
        today += cor_encountered(p, c);
    seen[0] += (today - seen[0]) / 7;
    if (eng_rate(day, own(p->m)->goes, toy_eager(p)))
        return ENG_ERR_OWNER;
    return eng_rate(day, own(p->m)->returns, 0.1);
}

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    if (p->record)
        cor_count(p, own(p->m)->series.out, 0, eng_moved_total(w, own(p->m)->goes));
    return ENG_OK;
}

static const cor_series SERIES[] = {{.id = offsetof(struct toy_ids, series.out),
                                     .name = "volunteers",
                                     .unit = "people",
                                     .meaning = "Volunteers who set out",
                                     .sum = SERIES_SUM,
                                     .shown = {.heading = "Volunteers", .order = 100, .told = MDL_LATER}},
                                    {.name = NULL}};

static const mdl_setting OFF[] = {{"toy.eagerness", 0}, {.path = NULL}};

const cor_system cor_toy = {.name = "toy",
                            .part = "ours",
                            .ids = sizeof(struct toy_ids),
                            .series = SERIES,
                            .record = record,
                            .off = OFF,
                            .parameters = PARAMETERS,
                            .nparameters = P_COUNT,
                            .declare_stocks = declare_stocks,
                            .declare_flows = declare_flows,
                            .turn = 4,
                            .prepare = prepare,
                            .decide = decide,
                            .start = start};
