/* Freight trains (S04): a mode with room for so many, that a railway stops when too many ride, and whose lines are
 * guarded and raided; and buses that people are put off.
 *
 * 1. A train leg takes at most `room` people a day. Who finds no room takes another mode of the same road at once, or
 *    waits at the place: routes.c shares those who go among the legs of a road.
 * 2. The large railway (legs that lead to its places) runs a share of its trains: a dated parameter, and a state: when
 *    more than `load_limit` people a day have boarded its trains for `load_days` days, it stops all of them for
 *    `stop_days`. A stopped leg has no room at once, and on the next day it is no choice at all (routes.c makes its
 *    values anew when the state changes). When trains run again, people come back to them in the same way.
 * 3. Security along the lines is an index by region and date; above 1 it makes the ride harder, multiplies what is seen
 *    of those on trains (checkpoints.c) and their falls (deaths of the leg).
 * 4. Mexicans ride buses unchecked: few of them climb on a freight train.
 * 5. Of foreigners who would take a bus in Mexico a share, policy by region and date, is put off it: they go on by
 *    another mode of the same road, not by bus or train, or wait.
 * State, in one field: trains run or not; days above the limit; days left of a stop; share that ran yesterday.
 */
#include "corridor/trains.h"
#include "corridor/statistics.h"

#include <string.h>

#define SYS SYS_TRAINS

static struct trains_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum {
    P_ACTS,
    P_RUNNING,
    P_ROOM,
    P_LARGE,
    P_LIMIT,
    P_LOAD_DAYS,
    P_STOP_DAYS,
    P_SECURITY,
    P_HARD,
    P_FALLS,
    P_PUT_OFF,
    P_MEXICANS,
    P_COUNT,
};
enum { RUNS, DAYS_OVER, DAYS_LEFT, RAN, STATES };

static const par_decl PARAMETERS[] =
    {[P_ACTS] = {"mexico.trains.limits", "0 or 1", 1, 0, 1, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                 .meaning = "1: trains have limited room, stops and guarded lines; 0: they are a leg like any other",
                 .source = "a switch"},
     [P_RUNNING] = {"mexico.trains.running", "share", 1, 0, 1, .kind = PAR_POLICY, .confidence = CONF_SOURCE,
                    .meaning = "Share of the large railway's trains that run",
                    .source = "railwayage.com: Ferromex stopped 60 trains, 19 to 23 September 2023"},
     [P_ROOM] = {"mexico.trains.room", "people/day per leg", 3000, 0, 1e6, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                 .prior_high = 2, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                 .meaning = "People a day that the trains of one leg can take on",
                 .source = "our judgement: several trains a day, some hundreds of people on each"},
     [P_LARGE] = {"mexico.trains.large_railway", "0 or 1", 1, 0, 1, .where = WHERE_PLACE, .kind = PAR_STRUCTURE,
                  .confidence = CONF_UNVERIFIED,
                  .meaning = "1: trains to this place are the large railway's, which stops when too many ride",
                  .source = "which company runs which line: general knowledge"},
     [P_LIMIT] = {"mexico.trains.load_limit", "people/day", 14000, 1, 1e7, .prior = PRIOR_LOGNORMAL, .prior_low = 0.8,
                  .prior_high = 1.25, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                  .meaning = "Boardings a day on all legs of the large railway above which it is no longer safe to run",
                  .source = "our judgement, set by hand above the boardings of the scripted history"},
     [P_LOAD_DAYS] = {"mexico.trains.load_days", "days", 5, 1, 60, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                      .meaning = "Days above the limit before the large railway stops its trains",
                      .source = "our judgement"},
     [P_STOP_DAYS] = {"mexico.trains.stop_days", "days", 5, 1, 90, .kind = PAR_BEHAVIOUR, .confidence = CONF_SOURCE,
                      .meaning = "Days a stop of trains lasts",
                      .source = "railwayage.com: stopped 19 September 2023, traffic resumed 23 September"},
     [P_SECURITY] =
         {"mexico.trains.security", "index", 1, 0, 10, .where = WHERE_REGION,
          .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
          .meaning =
              "Security and raids along rail lines: 1 as in early 2018; checks of those on trains are multiplied by it",
          .source = "mission, S04; schedule.csv"},
     [P_HARD] = {"mexico.trains.security_hardship", "hardship per unit of security above 1", 1, 0, 10,
                 .prior = PRIOR_LOGNORMAL, .prior_low = 0.5, .prior_high = 2, .kind = PAR_BEHAVIOUR,
                 .confidence = CONF_JUDGEMENT, .meaning = "How much harder guarded lines make a ride on a train",
                 .source = "our judgement"},
     [P_FALLS] = {"mexico.trains.security_falls", "share per unit of security above 1", 0.3, 0, 5,
                  .prior = PRIOR_LOGNORMAL, .prior_low = 0.4, .prior_high = 2.5, .kind = PAR_BEHAVIOUR,
                  .confidence = CONF_JUDGEMENT,
                  .meaning = "How much more people fall from trains that they must board running, or are chased from",
                  .source = "our judgement; accounts of raids under Plan Frontera Sur"},
     [P_PUT_OFF] = {"mexico.buses.put_off", "share", 0, 0, 1, .where = WHERE_REGION, .kind = PAR_POLICY,
                    .confidence = CONF_JUDGEMENT,
                    .meaning = "Of foreigners who would take a bus to a place of the region, the share put off it",
                    .source = "mission, S04; schedule.csv"},
     [P_MEXICANS] = {"mexico.trains.mexicans", "utility", 1, 0, 10, .prior = PRIOR_UNIFORM, .prior_low = -0.4,
                     .prior_high = 0.4, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                     .meaning = "How far Mexicans, whom nobody checks on a bus, are put off a freight train",
                     .source = "riders of freight trains are foreigners by nearly all accounts [general knowledge]; "
                               "the size our judgement"},
     [P_COUNT] = {.path = NULL}};

static const mdl_setting OFF[] = {{"mexico.trains.limits", 0}, {"mexico.buses.put_off", 0}, {.path = NULL}};

static int declare_stocks(mdl_model *m, int system) {
    own(m)->is_train = cor_ids(m, m->s->nlegs);
    own(m)->bus_region = cor_ids(m, m->s->nlegs);
    if (!own(m)->is_train || !own(m)->bus_region)
        return ENG_ERR_MEMORY;
    for (int l = 0; l < m->s->nlegs; l++) {
        own(m)->is_train[l] = !strcmp(m->s->legs[l].mode, "train");
        if (!strcmp(m->s->legs[l].mode, "bus"))
            own(m)->bus_region[l] = m->s->places[m->legs[l].to].region;
    }
    int *const of_legs[] = {&own(m)->runs,  &own(m)->checks, &own(m)->hardship, &own(m)->mexicans,
                            &own(m)->falls, &own(m)->places, &own(m)->taken};
    static const char *const names[] = {
        "runs", "factor on checkpoints", "hardship added", "utility lost to Mexicans", "factor on deaths",
        "room", "share let on buses"};
    for (int k = 0; k < 7; k++)
        if ((*of_legs[k] = cor_auxiliary(m, SYS, names[k], m->s->nlegs)) < 0)
            return *of_legs[k];
    if ((own(m)->changed = cor_auxiliary(m, SYS, "trains run, or not, since today", 1)) < 0)
        return own(m)->changed;
    return own(m)->state = eng_field(m->e, system, "trains", STATES);
}

static int acts(const mdl_member *p) { return cor_par(p, SYS, P_ACTS, 0) > 0.5; }

static int start(mdl_member *p) {
    static const double first[STATES] = {1, 0, 0, 1};
    return eng_world_field_set(p->w, own(p->m)->state, first);
}

/* Share of the large railway's trains that run today. */
static double running(const mdl_member *p) {
    if (!acts(p))
        return 1;
    return eng_get(p->w, own(p->m)->state)[RUNS] > 0.5 ? cor_par(p, SYS, P_RUNNING, 0) : 0;
}

static int of_the_large(const mdl_member *p, int leg) {
    return own(p->m)->is_train[leg] && cor_par(p, SYS, P_LARGE, p->m->legs[leg].to) > 0.5;
}

static double above_ordinary(const mdl_member *p, int leg) {
    int region = p->m->s->places[p->m->legs[leg].to].region;
    if (region < 0 || !acts(p))
        return 0;
    return cor_par(p, SYS, P_SECURITY, region) - 1;
}

/* People a day that the trains of a leg have room for. */
static double room(const mdl_member *p, int leg) {
    if (!acts(p))
        return -1;
    return cor_par(p, SYS, P_ROOM, 0) * (of_the_large(p, leg) ? running(p) : 1);
}

static int prepare(mdl_member *p) {
    const struct trains_ids *x = own(p->m);
    double *runs = cor_aux_put(p, x->runs), *checks = cor_aux_put(p, x->checks), *hard = cor_aux_put(p, x->hardship);
    double *mexicans = cor_aux_put(p, x->mexicans), *falls = cor_aux_put(p, x->falls);
    double *places = cor_aux_put(p, x->places), *taken = cor_aux_put(p, x->taken),
           *changed = cor_aux_put(p, x->changed);
    if (!runs || !checks || !hard || !mexicans || !falls || !places || !taken || !changed)
        return ENG_ERR_OWNER;
    for (int l = 0; l < p->m->s->nlegs; l++) {
        taken[l] = x->bus_region[l] >= 0 ? 1 - cor_par(p, SYS, P_PUT_OFF, x->bus_region[l]) : 1;
        if (!x->is_train[l]) {
            runs[l] = checks[l] = falls[l] = 1;
            hard[l] = mexicans[l] = 0;
            places[l] = -1;
            continue;
        }
        double above = above_ordinary(p, l);
        runs[l] = !of_the_large(p, l) || running(p) > 0;
        checks[l] = 1 + above;
        hard[l] = above > 0 ? above * cor_par(p, SYS, P_HARD, 0) : 0;
        mexicans[l] = cor_par(p, SYS, P_MEXICANS, 0);
        falls[l] = above > 0 ? 1 + above * cor_par(p, SYS, P_FALLS, 0) : 1;
        places[l] = room(p, l);
    }
    changed[0] = (running(p) > 0) != (eng_get(p->w, x->state)[RAN] > 0);
    return ENG_OK;
}

static double boarded(const mdl_member *p, int leg) {
    const cor_leg *x = &p->m->legs[leg];
    const int ways[3] = {x->free, x->pays, x->held};
    double sum = 0;
    for (int k = 0; k < 3; k++)
        if (ways[k] >= 0 && eng_moved_any(p->w, ways[k]))
            sum += eng_moved_total(p->w, ways[k]);
    return sum;
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    const double *now = eng_get(p->w, own(m)->state);
    double *next = eng_put(day, own(m)->state), load = 0, over = now[DAYS_OVER];
    if (!next)
        return ENG_ERR_OWNER;
    for (int l = 0; l < m->s->nlegs; l++)
        if (of_the_large(p, l))
            load += boarded(p, l);
    next[RAN] = running(p);
    if (now[RUNS] < 0.5) { /* a stop: it ends by itself */
        next[DAYS_LEFT] = now[DAYS_LEFT] - 1;
        next[RUNS] = next[DAYS_LEFT] < 0.5;
        return ENG_OK;
    }
    over = load > cor_par(p, SYS, P_LIMIT, 0) ? over + 1 : 0;
    next[RUNS] = over < cor_par(p, SYS, P_LOAD_DAYS, 0) || !acts(p);
    next[DAYS_LEFT] = next[RUNS] > 0.5 ? 0 : cor_par(p, SYS, P_STOP_DAYS, 0);
    next[DAYS_OVER] = next[RUNS] > 0.5 ? over : 0;
    return ENG_OK;
}

static int count(mdl_model *m) {
    int status = ENG_OK;
    for (int l = 0; l < m->s->nlegs; l++) {
        const int ways[3] = {m->legs[l].free, m->legs[l].pays, m->legs[l].held};
        for (int k = 0; k < 3 && own(m)->is_train[l] && !status; k++)
            status = cor_series_flow(m, own(m)->series.riders, 0, ways[k], 1, ENG_NO_FACTOR);
    }
    return status;
}

static const cor_series SERIES[] = {
    {.id = offsetof(struct trains_ids, series.riders),
     .at = 3,
     .name = "train_riders",
     .unit = "people",
     .meaning = "People who board freight trains, once for each leg",
     .sum = SERIES_SUM,
     .by_nationality = 1,
     .by_group = 1,
     .of = HAS_TRAINS + 1,
     .shown = {.heading = "Boardings of freight trains", .order = 10, .section = MDL_WAY}},
    {.name = NULL}};

const cor_system cor_trains = {.name = "trains",
                               .part = "S04",
                               .ids = sizeof(struct trains_ids),
                               .series = SERIES,
                               .off = OFF,
                               .parameters = PARAMETERS,
                               .nparameters = P_COUNT,
                               .declare_stocks = declare_stocks,
                               .prepare = prepare,
                               .decide = decide,
                               .count = count,
                               .start = start};
