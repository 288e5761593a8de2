/* Trade held up at closed crossings (S23).
 *
 * 1. A rail bridge closed by a share holds up that share of the goods that pass it in a day, freight north and grain
 *    south (ports.csv, goods_usd_per_day). A port cut for want of officers cuts passengers first: freight has lanes and
 *    officers of its own, so only a part of the cut reaches its goods.
 * 2. Goods held up are late, not lost: the cost to each economy is a share of the value held up, with a wide prior.
 * 3. A day is counted once: goods that wait several days are not counted again, and nothing is made up for by other
 *    crossings.
 */
#include "corridor/trade.h"
#include "corridor/ports.h"
#include "corridor/statistics.h"

#define SYS SYS_TRADE

static struct trade_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum { P_VALUE, P_CARGO, P_COST_MX, P_COST_US, P_COUNT };

static const par_decl PARAMETERS[] = {
    [P_VALUE] = {"trade.value", "multiple", 1, 0, 10, .prior = PRIOR_LOGNORMAL, .prior_low = 0.8, .prior_high = 2.15,
                 .kind = PAR_STRUCTURE, .confidence = CONF_SOURCE,
                 .meaning = "Value of the goods that pass in a day, as a multiple of ports.csv",
                 .source = "AAR in AJOT Dec 2023: 33.95bn USD a year at Eagle Pass and El Paso (93m a day); Union "
                           "Pacific: 200m a day"},
    [P_CARGO] = {"trade.port_goods_share", "share", 0.1, 0, 1, .prior = PRIOR_LOGNORMAL, .prior_low = 0.3,
                 .prior_high = 3, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                 .meaning = "Of the share of its service a port is cut by, the part that reaches its freight lanes",
                 .source = "our judgement: CBP cut lanes for pedestrians and cars in 2023, not those for freight"},
    [P_COST_MX] = {"trade.cost_mexico", "share", 0.1, 0, 2, .prior = PRIOR_LOGNORMAL, .prior_low = 0.2, .prior_high = 5,
                   .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                   .meaning = "Cost to Mexico's economy for each dollar of goods held up for a day",
                   .source = "our judgement, wide: goods are late, not lost; no study was read"},
    [P_COST_US] = {"trade.cost_united_states", "share", 0.1, 0, 2, .prior = PRIOR_LOGNORMAL, .prior_low = 0.2,
                   .prior_high = 5, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                   .meaning = "Cost to the economy of the United States for each dollar of goods held up for a day",
                   .source = "our judgement, wide: goods are late, not lost; no study was read"},
    [P_COUNT] = {.path = NULL}};

static int declare_stocks(mdl_model *m, int system) {
    (void)system;
    return own(m)->held = cor_auxiliary(m, SYS, "goods held up", m->s->nports);
}

static double held_at(const mdl_member *p, int closable) {
    const scn_port *port = &p->m->s->ports[ports_ids(p->m)->closable[closable]];
    double reach = port->rail ? 1 : cor_par(p, SYS, P_CARGO, 0);
    return port->goods_usd_per_day * cor_par(p, SYS, P_VALUE, 0) * reach * cor_closed(p, closable);
}

static int prepare(mdl_member *p) {
    double *held = cor_aux_put(p, own(p->m)->held);
    if (!held)
        return ENG_ERR_OWNER;
    for (int i = 0; i < ports_ids(p->m)->n; i++)
        held[i] = held_at(p, i);
    return ENG_OK;
}

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    double all = 0;
    (void)w;
    if (!p->record)
        return ENG_OK;
    for (int i = 0; i < ports_ids(p->m)->n; i++) {
        double held = cor_trade_held(p, i);
        cor_count(p, own(p->m)->series.held, i, held);
        all += held;
    }
    cor_count(p, own(p->m)->series.cost, 0, all * cor_par(p, SYS, P_COST_MX, 0));
    cor_count(p, own(p->m)->series.cost, 1, all * cor_par(p, SYS, P_COST_US, 0));
    return ENG_OK;
}

static const mdl_setting OFF[] = {{"trade.value", 0}, {.path = NULL}};

static const cor_series SERIES[] = {
    {.id = offsetof(struct trade_ids, series.held),
     .at = 36,
     .name = "trade_held_usd",
     .unit = "USD",
     .meaning = "Value of goods held up at closed crossings",
     .sum = SERIES_SUM,
     .places = PLACES_CLOSABLE,
     .of = HAS_TRADE + 1,
     .shown = {.heading = "Goods held up, USD", .order = 41, .section = MDL_GOVERNMENTS}},
    {.id = offsetof(struct trade_ids, series.cost),
     .at = 37,
     .name = "trade_cost_usd",
     .unit = "USD",
     .meaning = "What the goods held up cost each economy",
     .sum = SERIES_SUM,
     .ledger = 1,
     .places = PLACES_COUNTRIES,
     .of = HAS_TRADE + 1,
     .shown = {.heading = "Cost of trade held up, USD", .order = 37, .section = MDL_GOVERNMENTS, .told = MDL_LATER}},
    {.name = NULL}};

const cor_system cor_trade = {.name = "trade",
                              .part = "S23",
                              .ids = sizeof(struct trade_ids),
                              .series = SERIES,
                              .off = OFF,
                              .nobody = "goods held up weigh with governments, which acts only where these react "
                                        "(diplomacy.endogenous)",
                              .parameters = PARAMETERS,
                              .nparameters = P_COUNT,
                              .declare_stocks = declare_stocks,
                              .turn = 1,
                              .prepare = prepare,
                              .record = record};
