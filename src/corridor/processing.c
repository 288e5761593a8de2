/* Processing and custody in US hands (S14), and where people go from it.
 *
 * 1. Those encountered between ports stand in their sector's custody, by day of arrival.
 * 2. Share of agents in custody work = clip(low + slope * people / places, low, high). What they can process in a day
 * is that share's hours, and those of officers moved from ports (ports.c), some of whom let agents go back to the line,
 * over the mean hours a person takes today (demographic, regime). Oldest first.
 * 3. The processed leave the next day by the ways of the rules (regimes.c), under the load of custody.
 * 4. Returns to Mexico go to the sector's cities (returns.csv); there some try again soon, some later, others go home
 *    (attempts.c). Those sent back to wait for a hearing wait in the same cities. Detention is national. Minors wait
 * for a bed in their sector's custody (minors.c).
 * 5. People above transfer_fill of a sector's places are moved to sectors with room (a day on the way); there they
 * count as come that day.
 */
#include "corridor/processing.h"
#include "corridor/attempts.h"
#include "corridor/crossing.h"
#include "corridor/exposed.h"
#include "corridor/harm.h"
#include "corridor/interior.h"
#include "corridor/minors.h"
#include "corridor/origins.h"
#include "corridor/ports.h"
#include "corridor/refuge.h"
#include "corridor/regimes.h"
#include "corridor/statistics.h"

#define SYS SYS_PROCESSING

static struct processing_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum {
    P_PLACES,
    P_LOW,
    P_SLOPE,
    P_HIGH,
    P_AGENT_HOURS,
    P_ADULT,
    P_FAMILY,
    P_MINOR,
    P_EXPULSION,
    P_COORD,
    P_DETAINED,
    P_REMOVED,
    P_MPP_DAYS,
    P_FREED,
    P_TRANSFER_FILL,
    P_TRANSFER_RATE,
    P_NO_PLACES,
    P_TRANSFER_MOST,
    P_COUNT,
};

static const par_decl PARAMETERS[] = {
    [P_PLACES] = {"us.custody.places", "multiple", 1, 0, 20, .where = WHERE_SECTOR, .kind = PAR_POLICY,
                  .confidence = CONF_UNVERIFIED, .meaning = "Custody places of a sector, as a multiple of sectors.csv",
                  .source = "sectors.csv; press: 20,500 called full in May 2023"},
    [P_LOW] = {"processing.custody_share_low", "share of agents", 0.12, 0, 1, .kind = PAR_STRUCTURE,
               .confidence = CONF_SOURCE, .meaning = "Agents in custody work when custody is empty",
               .source = "House interviews: 12 to 38%"},
    [P_SLOPE] = {"processing.custody_share_slope", "share of agents", 0.4, 0, 2, .prior = PRIOR_LOGNORMAL,
                 .prior_low = 0.75, .prior_high = 1.3, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "How fast that share grows with custody's fill", .source = "AP Sept 2021: 40%"},
    [P_HIGH] = {"processing.custody_share_high", "share of agents", 0.56, 0, 1, .kind = PAR_STRUCTURE,
                .confidence = CONF_SOURCE, .meaning = "Largest share", .source = "Del Rio station May 2021: 56%"},
    [P_AGENT_HOURS] = {"processing.agent_hours_per_day", "hours", 4.6, 0.5, 24, .kind = PAR_STRUCTURE,
                       .confidence = CONF_JUDGEMENT, .meaning = "Hours of work a day for each agent on the rolls",
                       .source = "8 hours, 230 days a year, our judgement"},
    [P_ADULT] = {"processing.hours_adult", "hours/person", 1.5, 0.1, 12, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7,
                 .prior_high = 1.5, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                 .meaning = "Agent hours for a single adult under title 8", .source = "DHS: 1.5 to 2.5 hours"},
    [P_FAMILY] = {"processing.hours_family", "hours/person", 1.0, 0.1, 12, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7,
                  .prior_high = 1.5, .kind = PAR_STRUCTURE, .confidence = CONF_SOURCE,
                  .meaning = "Agent hours for a family member",
                  .source = "AP May 2019: 2 to 3 hours of paperwork a family"},
    [P_MINOR] = {"processing.hours_minor", "hours/person", 2.5, 0.1, 24, .kind = PAR_STRUCTURE,
                 .confidence = CONF_JUDGEMENT, .meaning = "Agent hours for an unaccompanied minor",
                 .source = "our judgement"},
    [P_EXPULSION] = {"processing.hours_expulsion", "hours/person", 0.25, 0.05, 5, .kind = PAR_STRUCTURE,
                     .confidence = CONF_UNVERIFIED, .meaning = "Agent hours for an expulsion",
                     .source = "press: about 15 minutes"},
    [P_COORD] = {"processing.coordinators_hours", "hours/day", 0, 0, 1e5, .where = WHERE_SECTOR, .kind = PAR_POLICY,
                 .confidence = CONF_JUDGEMENT, .meaning = "Hours a day of other staff (coordinators, lent officers)",
                 .source = "AP Sept 2021: goal of 1,200 coordinators"},
    [P_DETAINED] = {"us.detention.days", "days", 35, 1, 400, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7,
                    .prior_high = 1.4, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                    .meaning = "Mean stay in ICE detention", .source = "our judgement"},
    [P_REMOVED] = {"us.detention.removed_share", "share", 0.7, 0, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.15,
                   .prior_high = 0.15, .who = WHO_NATIONALITY, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                   .meaning = "Of the detained, the share removed; the others are released",
                   .source = "ICE removals FY2022 72,177, FY2023 142,580"},
    [P_MPP_DAYS] = {"us.mpp.days", "days", 150, 10, 1000, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                    .meaning = "Mean time those sent back to wait stay before they give up",
                    .source = "TRAC: most orders in absentia"},
    [P_FREED] = {"processing.agents_freed", "agents per officer", 0.5, 0, 1, .prior = PRIOR_UNIFORM, .prior_low = -0.3,
                 .prior_high = 0.3, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Agents who go back to the line for each officer moved from ports to processing",
                 .source =
                     "our judgement: CBP moved officers in 2019 and 2023 so that agents could go back to the line"},
    [P_TRANSFER_FILL] = {"processing.transfer_fill", "people/places", 1, 0.2, 5, .kind = PAR_BEHAVIOUR,
                         .confidence = CONF_JUDGEMENT,
                         .meaning = "Fill of a sector's custody above which people are moved to other sectors",
                         .source = "our judgement"},
    [P_TRANSFER_RATE] = {"processing.transfer_rate", "1/day", 0.25, 0, 1, .kind = PAR_BEHAVIOUR,
                         .confidence = CONF_JUDGEMENT,
                         .meaning = "Share of those above it who are moved in a day, as far as others have room",
                         .source = "our judgement: flights and buses between sectors in 2019, 2021 and 2023"},
    [P_NO_PLACES] = {"processing.fill_without_places", "people/places", 10, 0, 100, .kind = PAR_STRUCTURE,
                     .confidence = CONF_JUDGEMENT, .meaning = "Fill reckoned for a sector without custody places",
                     .source = "our judgement"},
    [P_TRANSFER_MOST] = {"processing.transfer_most", "share of room", 0.5, 0, 1, .kind = PAR_STRUCTURE,
                         .confidence = CONF_JUDGEMENT,
                         .meaning = "Largest share of the room of other sectors that is filled by transfers in a day",
                         .source = "our judgement"},
    [P_COUNT] = {.path = NULL}};

static const char *const OUT_WORDS[OUT_COUNT] = {"released",           "expelled",          "flown home",
                                                 "returned to Mexico", "sent back to wait", "to detention",
                                                 "to care of minors"};

/* ---- declaring ---- */

static int declare_stocks(mdl_model *m, int system) {
    char name[200];
    own(m)->custody = cor_ids(m, m->s->nsectors);
    own(m)->processed = cor_ids(m, m->s->nsectors);
    own(m)->mpp = cor_ids(m, m->ncities);
    if (!own(m)->custody || !own(m)->processed || !own(m)->mpp)
        return ENG_ERR_MEMORY;
    for (int k = 0; k < m->s->nsectors; k++) {
        (void)cor_name(name, sizeof name, "custody, %s", m->s->sectors[k].name);
        own(m)->custody[k] = eng_stock(m->e, system, name, m->NDA, ENG_QUEUE, 12);
        (void)cor_name(name, sizeof name, "processed, %s", m->s->sectors[k].name);
        own(m)->processed[k] = eng_stock(m->e, system, name, m->NDA, ENG_POOL, 0);
        if (own(m)->custody[k] < 0 || own(m)->processed[k] < 0)
            return ENG_ERR_DECLARE;
    }
    for (int c = 0; c < m->ncities; c++) {
        (void)cor_name(name, sizeof name, "sent back to wait at %s", m->s->places[m->cities[c]].name);
        if ((own(m)->mpp[c] = eng_stock(m->e, system, name, m->ND, ENG_POOL, 0)) < 0)
            return own(m)->mpp[c];
    }
    own(m)->detained = eng_stock(m->e, system, "in detention", m->ND, ENG_POOL, 0);
    own(m)->transfer = eng_stock(m->e, system, "moved between sectors", m->NDA, ENG_POOL, 0);
    if (own(m)->transfer < 0)
        return own(m)->transfer;
    own(m)->inside = eng_stock(m->e, system, "in the US, released", m->ND, ENG_POOL, 0);
    own(m)->load = eng_field(m->e, system, "share of agents in custody work", m->s->nsectors);
    own(m)->places = cor_auxiliary(m, SYS, "custody places", m->s->nsectors);
    own(m)->people = cor_auxiliary(m, SYS, "people in custody", m->s->nsectors);
    own(m)->fill = cor_auxiliary(m, SYS, "fill of custody", m->s->nsectors);
    own(m)->agent_hours = cor_auxiliary(m, SYS, "hours of an agent", 1);
    return own(m)->places < 0 || own(m)->people < 0 || own(m)->fill < 0 || own(m)->agent_hours < 0 ? ENG_ERR_MEMORY
                                                                                                   : own(m)->load;
}

/* After this encounter a person has one more: class of NDA with the attempt raised. */
static void one_more(const mdl_model *m, int *map) {
    for (int i = 0; i < m->nda; i++)
        map[i] = i % COR_ATTEMPTS < COR_ATTEMPTS - 1 ? i + 1 : i;
}

static int to_mexico(mdl_model *m, int sector, int city, double share) {
    static const char *const kinds[COR_BACKS] = {"expelled", "returned"};
    static const char *const ends[COR_ENDS] = {"tries again soon", "tries again later", "gives up"};
    static const double days[8] = {0, 0, .1, .2, .2, .2, .2, .1};
    char name[300];
    int map[COR_MAX_ND * COR_ATTEMPTS], b = own(m)->nback++;
    const char *from = m->s->sectors[sector].name, *to = m->s->places[m->cities[city]].name;
    one_more(m, map);
    own(m)->back_sector[b] = sector;
    own(m)->back_city[b] = city;
    own(m)->back_row_share[b] = share;
    for (int k = 0; k < COR_BACKS; k++)
        for (int e = 0; e < COR_ENDS; e++) {
            eng_flow_spec again = {.class_map = map, .delay_max = 1}, home = {.delay_max = 8, .delay = days};
            int stock = e == 0   ? m->places[m->cities[city]].again
                        : e == 1 ? crossing_ids(m)->later[city]
                                 : origins_ids(m)->home;
            (void)cor_name(name, sizeof name, "%s, %s > %s: %s", kinds[k], from, to, ends[e]);
            int *id = &own(m)->back[k][e][b];
            if ((*id = eng_flow(m->e, name, own(m)->processed[sector], stock, e < 2 ? &again : &home)) < 0)
                return *id;
        }
    (void)cor_name(name, sizeof name, "%s, %s > %s", OUT_WORDS[OUT_MPP], from, to);
    own(m)->back_mpp[b] = eng_flow(m->e, name, own(m)->processed[sector], own(m)->mpp[city], NULL);
    return own(m)->back_mpp[b];
}

static int declare_sector(mdl_model *m, int system, int k) {
    char name[200];
    const char *sector = m->s->sectors[k].name;
    int target[OUT_COUNT] = {own(m)->inside,           -1, origins_ids(m)->home, -1, -1, own(m)->detained,
                             minors_ids(m)->waiting[k]};
    (void)cor_name(name, sizeof name, "processing, %s", sector);
    own(m)->served[k] = eng_flow(m->e, name, own(m)->custody[k], own(m)->processed[k], NULL);
    if (own(m)->served[k] < 0)
        return own(m)->served[k];
    (void)cor_name(name, sizeof name, "moved out of %s", sector);
    own(m)->moved_out[k] = eng_flow(m->e, name, own(m)->custody[k], own(m)->transfer, NULL);
    (void)cor_name(name, sizeof name, "moved to %s", sector);
    own(m)->moved_in[k] = eng_flow(m->e, name, own(m)->transfer, own(m)->custody[k], NULL);
    if (own(m)->moved_out[k] < 0 || own(m)->moved_in[k] < 0)
        return ENG_ERR_DECLARE;
    (void)cor_name(name, sizeof name, "staff of %s", sector);
    if ((own(m)->serve[k] = eng_serve(m->e, system, name, 1, &own(m)->served[k], 0)) < 0)
        return own(m)->serve[k];
    for (int w = 0; w < OUT_COUNT; w++) {
        if (target[w] < 0)
            continue;
        (void)cor_name(name, sizeof name, "%s, %s", OUT_WORDS[w], sector);
        if ((own(m)->out[w][k] = eng_flow(m->e, name, own(m)->processed[k], target[w], NULL)) < 0)
            return own(m)->out[w][k];
    }
    return ENG_OK;
}

static int declare_flows(mdl_model *m, int system) {
    int status, nback = m->s->nreturns + m->s->nsectors + 1;
    char name[200];
    own(m)->served = cor_ids(m, m->s->nsectors);
    own(m)->serve = cor_ids(m, m->s->nsectors);
    own(m)->moved_out = cor_ids(m, m->s->nsectors);
    own(m)->moved_in = cor_ids(m, m->s->nsectors);
    own(m)->mpp_leave = cor_ids(m, m->ncities);
    own(m)->mpp_retry = cor_ids(m, m->ncities);
    own(m)->mpp_exposed = cor_ids(m, m->ncities);
    own(m)->back_sector = cor_ids(m, nback);
    own(m)->back_city = cor_ids(m, nback);
    own(m)->back_mpp = cor_ids(m, nback);
    own(m)->back_row_share = cor_numbers(m, nback);
    if (!own(m)->moved_out || !own(m)->moved_in || !own(m)->mpp_exposed)
        return ENG_ERR_MEMORY;
    if (!own(m)->served || !own(m)->serve || !own(m)->mpp_leave || !own(m)->mpp_retry || !own(m)->back_sector ||
        !own(m)->back_city || !own(m)->back_mpp || !own(m)->back_row_share)
        return ENG_ERR_MEMORY;
    for (int w = 0; w < OUT_COUNT; w++)
        if (!(own(m)->out[w] = cor_ids(m, m->s->nsectors)))
            return ENG_ERR_MEMORY;
    for (int k = 0; k < COR_BACKS; k++)
        for (int e = 0; e < COR_ENDS; e++)
            if (!(own(m)->back[k][e] = cor_ids(m, nback)))
                return ENG_ERR_MEMORY;
    for (int k = 0; k < m->s->nsectors; k++)
        if ((status = declare_sector(m, system, k)) < 0)
            return status;
    for (int i = 0; i < m->s->nreturns; i++) {
        int city = m->places[m->s->returns[i].place].line_city;
        if (city < 0)
            continue; /* the scenario's check tells of it */
        if ((status = to_mexico(m, m->s->returns[i].sector, city, m->s->returns[i].share)) < 0)
            return status;
    }
    int map[COR_MAX_ND];
    const eng_flow_spec after = {.class_map = map}; /* one encounter behind them */
    for (int nd = 0; nd < m->nd; nd++)
        map[nd] = nd * COR_ATTEMPTS + 1;
    for (int c = 0; c < m->ncities; c++) {
        const char *city = m->s->places[m->cities[c]].name;
        (void)cor_name(name, sizeof name, "gives up waiting at %s", city);
        own(m)->mpp_leave[c] = eng_flow(m->e, name, own(m)->mpp[c], origins_ids(m)->home, NULL);
        (void)cor_name(name, sizeof name, "crosses while waiting at %s", city);
        own(m)->mpp_retry[c] = eng_flow(m->e, name, own(m)->mpp[c], m->places[m->cities[c]].again, &after);
        (void)cor_name(name, sizeof name, "sent back to wait at %s", city);
        own(m)->mpp_exposed[c] = cor_expose(m, name, own(m)->mpp[c], c, 1);
        if (own(m)->mpp_leave[c] < 0 || own(m)->mpp_retry[c] < 0 || own(m)->mpp_exposed[c] < 0)
            return ENG_ERR_DECLARE;
    }
    own(m)->detained_removed = eng_flow(m->e, "detention > removed", own(m)->detained, origins_ids(m)->home, NULL);
    own(m)->detained_released = eng_flow(m->e, "detention > released", own(m)->detained, own(m)->inside, NULL);
    own(m)->files = eng_flow(m->e, "released > cities", own(m)->inside, interior_ids(m)->arriving, NULL);
    return own(m)->files < 0 || own(m)->detained_removed < 0 || own(m)->detained_released < 0 ? ENG_ERR_DECLARE
                                                                                              : ENG_OK;
}

/* ---- load ---- */

static double places(const mdl_member *p, int sector) {
    return p->m->s->sectors[sector].custody_places * cor_par(p, SYS, P_PLACES, sector);
}

static double in_custody(const mdl_member *p, int sector) {
    return eng_total(p->w, own(p->m)->custody[sector]) + eng_total(p->w, own(p->m)->processed[sector]) +
           cor_minors_waiting(p, sector);
}

static int prepare(mdl_member *p) {
    double *room = cor_aux_put(p, own(p->m)->places), *people = cor_aux_put(p, own(p->m)->people);
    double *fill = cor_aux_put(p, own(p->m)->fill), *hours = cor_aux_put(p, own(p->m)->agent_hours);
    if (!room || !people || !fill || !hours)
        return ENG_ERR_OWNER;
    for (int k = 0; k < p->m->s->nsectors; k++) {
        room[k] = places(p, k);
        people[k] = in_custody(p, k);
        fill[k] = room[k] > 0 ? people[k] / room[k] : cor_par(p, SYS, P_NO_PLACES, 0);
    }
    hours[0] = cor_par(p, SYS, P_AGENT_HOURS, 0);
    return ENG_OK;
}

static int start(mdl_member *p) {
    double load[COR_MAX_SECTORS];
    for (int k = 0; k < p->m->s->nsectors; k++)
        load[k] = cor_par(p, SYS, P_LOW, 0);
    return eng_world_field_set(p->w, own(p->m)->load, load);
}

/* ---- the day ---- */

/* Mean agent hours a person in custody takes, as the rules of the day stand. */
static double mean_hours(const mdl_member *p, int sector) {
    const mdl_model *m = p->m;
    double people = 0, hours = 0, expulsion = cor_par(p, SYS, P_EXPULSION, 0), title8[DEMO_COUNT];
    const double *in = eng_people_view(p->w, own(m)->custody[sector], p->nda);
    const double *rules = cor_regime_under_load(p, sector, 0);
    for (int d = 0; d < DEMO_COUNT; d++)
        title8[d] = cor_par(p, SYS, d == DEMO_SINGLE_ADULT ? P_ADULT : d == DEMO_FAMILY ? P_FAMILY : P_MINOR, 0);
    for (int n = 0; n < m->nn; n++)
        for (int d = 0; d < DEMO_COUNT; d++, in += COR_ATTEMPTS, rules += OUT_COUNT) {
            double quick = rules[OUT_EXPELLED] + (n == m->mexico ? rules[OUT_RETURNED] : 0);
            double here = in[0] + in[1] + in[2] + in[3];
            people += here;
            hours += here * (quick * expulsion + (1 - quick) * title8[d]);
        }
    return people > 0 ? hours / people : 1;
}

/* A way out of one sector under its load, for all classes; every class has one number. */
static int out_by(mdl_member *p, eng_day *day, int sector, int flow, cor_out way) {
    const double *rules = cor_regime_under_load(p, sector, 0);
    double *prob = eng_prob_by(day, flow, COR_ATTEMPTS);
    if (!prob)
        return ENG_ERR_OWNER;
    for (int nd = 0; nd < p->m->nd; nd++)
        prob[nd] = rules[nd * OUT_COUNT + (int)way];
    return ENG_OK;
}

/* Those sent back to Mexico from a sector who try again, and who give up. */
static int back_by(mdl_member *p, eng_day *day, int sector, int tries_flow, int gives_up_flow, cor_out way) {
    const double *rules = cor_regime_under_load(p, sector, 0), *again = cor_retries(p, way);
    double *tries = eng_prob(day, tries_flow), *gives_up = eng_prob(day, gives_up_flow);
    if (!tries || !gives_up)
        return ENG_ERR_OWNER;
    for (int nd = 0; nd < p->m->nd; nd++, again += COR_ATTEMPTS, tries += COR_ATTEMPTS, gives_up += COR_ATTEMPTS) {
        double q = rules[nd * OUT_COUNT + (int)way];
        for (int a = 0; a < COR_ATTEMPTS; a++) {
            tries[a] = q * again[a];
            gives_up[a] = q * (1 - again[a]);
        }
    }
    return ENG_OK;
}

/* The cities to which a sector sends people back: chances are written once, for its first row of returns.csv; those of
 * all rows are these by the row's share. */
static int send_back(mdl_member *p, eng_day *day, int sector) {
    const struct processing_ids *o = own(p->m);
    double total = 0, soon = cor_soon_share(p);
    int first = -1;
    for (int b = 0; b < o->nback; b++)
        if (o->back_sector[b] == sector) {
            total += o->back_row_share[b];
            first = first < 0 ? b : first;
        }
    if (first < 0)
        return ENG_OK;
    for (int k = 0; k < COR_BACKS; k++)
        if (back_by(p, day, sector, o->back[k][0][first], o->back[k][2][first], k == 0 ? OUT_EXPELLED : OUT_RETURNED))
            return ENG_ERR_OWNER;
    if (out_by(p, day, sector, o->back_mpp[first], OUT_MPP))
        return ENG_ERR_OWNER;
    for (int b = first; b < o->nback; b++) {
        double share = o->back_row_share[b] / total;
        if (o->back_sector[b] != sector)
            continue;
        for (int k = 0; k < COR_BACKS; k++)
            if (eng_like(day, o->back[k][0][b], o->back[k][0][first], share * soon) ||
                eng_like(day, o->back[k][1][b], o->back[k][0][first], share * (1 - soon)) ||
                eng_like(day, o->back[k][2][b], o->back[k][2][first], share))
                return ENG_ERR_OWNER;
        if (eng_like(day, o->back_mpp[b], o->back_mpp[first], share))
            return ENG_ERR_OWNER;
    }
    return ENG_OK;
}

/* The ways out of one sector for all classes under its load. */
static int send_out(mdl_member *p, eng_day *day, int sector) {
    for (int w = 0; w < OUT_COUNT; w++)
        if (own(p->m)->out[w][sector] >= 0 && out_by(p, day, sector, own(p->m)->out[w][sector], (cor_out)w))
            return ENG_ERR_OWNER;
    return send_back(p, day, sector);
}

static int national(mdl_member *p, eng_day *day) {
    const mdl_model *m = p->m;
    double *removed = eng_prob(day, own(m)->detained_removed), *released = eng_prob(day, own(m)->detained_released);
    if (!removed || !released)
        return ENG_ERR_OWNER;
    double out = cor_clamp(1 / cor_par(p, SYS, P_DETAINED, 0), 0, 1);
    for (int nd = 0; nd < m->nd; nd++) {
        double share = cor_par(p, SYS, P_REMOVED, cor_n(nd));
        removed[nd] = out * share;
        released[nd] = out * (1 - share);
    }
    double leave = 1 / cor_par(p, SYS, P_MPP_DAYS, 0), retry = cor_retry_from_mpp(p);
    for (int c = 0; c < m->ncities; c++) {
        double unharmed;
        if (cor_harm_of(p, day, own(m)->mpp_exposed[c], cor_extortion(p, m->cities[c]), cor_kidnapping(p, m->cities[c]),
                        &unharmed) ||
            eng_rate(day, own(m)->mpp_leave[c], leave * unharmed) ||
            eng_rate(day, own(m)->mpp_retry[c], retry * unharmed))
            return ENG_ERR_OWNER;
    }
    return eng_rate(day, own(m)->files, cor_interior_sets_out(p));
}

/* Room of each sector below the fill from which it moves people out, as shares; returns the room, people. Without any:
 * shares by places. */
static double rooms(const mdl_member *p, double share[COR_MAX_SECTORS]) {
    double sum = 0, all = 0, above = cor_par(p, SYS, P_TRANSFER_FILL, 0);
    int n = p->m->s->nsectors;
    for (int k = 0; k < n; k++) {
        double room = places(p, k) * above - in_custody(p, k);
        sum += share[k] = room > 0 ? room : 0;
        all += places(p, k);
    }
    for (int k = 0; k < n; k++)
        share[k] = sum > 0 ? share[k] / sum : all > 0 ? places(p, k) / all : 1.0 / n;
    return sum;
}

/* People above the fill of their sector are moved to where there is room: at most a part of that room in a day. */
static int between_sectors(mdl_member *p, eng_day *day) {
    const mdl_model *m = p->m;
    double share[COR_MAX_SECTORS], moves[COR_MAX_SECTORS], sum = 0;
    double most = rooms(p, share) * cor_par(p, SYS, P_TRANSFER_MOST, 0);
    for (int k = 0; k < m->s->nsectors; k++) {
        double over = in_custody(p, k) - places(p, k) * cor_par(p, SYS, P_TRANSFER_FILL, 0);
        sum += moves[k] = over > 0 ? over * cor_par(p, SYS, P_TRANSFER_RATE, 0) : 0;
    }
    for (int k = 0; k < m->s->nsectors; k++) {
        double held = eng_total(p->w, own(m)->custody[k]), limit = sum > most ? most / sum : 1;
        if (eng_rate(day, own(m)->moved_out[k], held > 0 ? cor_clamp(moves[k] * limit / held, 0, 1) : 0) ||
            eng_rate(day, own(m)->moved_in[k], share[k]))
            return ENG_ERR_OWNER;
    }
    return ENG_OK;
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    double *load = eng_put(day, own(m)->load);
    int status;
    if (!load)
        return ENG_ERR_OWNER;
    for (int k = 0; k < m->s->nsectors; k++) {
        double fill = cor_custody_fill(p, k);
        double officers = cor_officers_moved(p, k), agents = cor_agents(p, k), low = cor_par(p, SYS, P_LOW, 0);
        load[k] = cor_clamp(low + cor_par(p, SYS, P_SLOPE, 0) * fill, low, cor_par(p, SYS, P_HIGH, 0));
        if (agents > 0)
            load[k] = cor_clamp(load[k] - cor_par(p, SYS, P_FREED, 0) * officers / agents, low, load[k]);
        double hours = (load[k] * agents + officers) * cor_par(p, SYS, P_AGENT_HOURS, 0) + cor_par(p, SYS, P_COORD, k);
        if (eng_capacity(day, own(m)->serve[k], hours / mean_hours(p, k)))
            return ENG_ERR_OWNER;
        if ((status = send_out(p, day, k)))
            return status;
    }
    if (between_sectors(p, day))
        return ENG_ERR_OWNER;
    return national(p, day);
}

/* Where people went from custody; while expulsions are ordered, those flown home are expelled. */
static void record_ways_out(const mdl_member *p, const eng_world *w) {
    const struct processing_ids *o = own(p->m);
    int flown = cor_title42(p) ? o->series.expulsions : o->series.removals;
    for (int k = 0; k < p->m->s->nsectors; k++) {
        cor_count_flow(p, w, o->series.releases, k, o->out[OUT_RELEASED][k], COR_ATTEMPTS, 1);
        cor_count_flow(p, w, flown, k, o->out[OUT_FLOWN][k], COR_ATTEMPTS, 1);
    }
    for (int b = 0; b < o->nback; b++) {
        const int expelled[COR_ENDS] = {o->back[0][0][b], o->back[0][1][b], o->back[0][2][b]};
        const int returned[COR_ENDS] = {o->back[1][0][b], o->back[1][1][b], o->back[1][2][b]};
        cor_count_flows(p, w, o->series.expulsions, o->back_sector[b], COR_ENDS, expelled, COR_ATTEMPTS);
        cor_count_flows(p, w, o->series.removals, 0, COR_ENDS, returned, COR_ATTEMPTS);
    }
    cor_count_flow(p, w, o->series.removals, 0, o->detained_removed, 1, 1);
}

/* Those on the way between sectors are in custody too: counted where there is room for them. */
static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    double share[COR_MAX_SECTORS];
    if (!p->record)
        return ENG_OK;
    if (eng_total(w, own(p->m)->transfer) > 0) {
        (void)rooms(p, share);
        for (int k = 0; k < p->m->s->nsectors; k++)
            cor_count_stock(p, w, statistics_ids(p->m)->series.custody, k, own(p->m)->transfer, COR_ATTEMPTS, share[k]);
    }
    record_ways_out(p, w);
    return ENG_OK;
}

static const mdl_setting OFF[] = {
    {"us.custody.places", 20}, {"processing.custody_share_slope", 0}, {"processing.transfer_rate", 0}, {.path = NULL}};

static const cor_series SERIES[] = {
    {.id = offsetof(struct processing_ids, series.expulsions),
     .at = 24,
     .name = "expulsions",
     .unit = "people",
     .meaning = "People expelled without a hearing, over the border or by flight",
     .sum = SERIES_SUM,
     .places = PLACES_SECTORS,
     .by_nationality = 1,
     .by_group = 1,
     .of = HAS_EXPULSIONS + 1,
     .shown = {.heading = "Expelled without a hearing",
               .order = 26,
               .standing = MDL_INPUT,
               .section = MDL_LINE,
               .told = MDL_FIRST,
               .headline = 1}},
    {.id = offsetof(struct processing_ids, series.releases),
     .at = 25,
     .name = "releases",
     .unit = "people",
     .meaning = "People released from custody",
     .sum = SERIES_SUM,
     .places = PLACES_SECTORS,
     .by_nationality = 1,
     .by_group = 1,
     .of = HAS_CUSTODY + 1,
     .shown = {.heading = "Released from custody", .order = 28, .section = MDL_LINE, .told = MDL_FIRST, .headline = 1}},
    {.id = offsetof(struct processing_ids, series.removals),
     .at = 26,
     .name = "removals",
     .unit = "people",
     .meaning = "People removed or returned from custody",
     .sum = SERIES_SUM,
     .by_nationality = 1,
     .by_group = 1,
     .of = HAS_CUSTODY + 1,
     .shown = {.heading = "Removed or returned from custody",
               .order = 27,
               .section = MDL_LINE,
               .told = MDL_FIRST,
               .headline = 1}},
    {.name = NULL}};

const cor_system cor_processing = {.name = "processing",
                                   .part = "S14",
                                   .ids = sizeof(struct processing_ids),
                                   .series = SERIES,
                                   .off = OFF,
                                   .parameters = PARAMETERS,
                                   .nparameters = P_COUNT,
                                   .declare_stocks = declare_stocks,
                                   .declare_flows = declare_flows,
                                   .prepare = prepare,
                                   .decide = decide,
                                   .record = record,
                                   .start = start};
