/* Caravans (S05): a group of thousands that leaves one place together on foot and moves along a line of places.
 *
 * The people are one stock; where they are is a field (km from the start). The line is a parameter: the place where a
 * caravan forms is number 1, the next one 2, and so on.
 * 1. One forms on a date (people called by a dated parameter) or by itself: the hazard of a week rises as a power of
 *    the number of foreigners who wait at the start, applicants for asylum among them, and follows what has been heard
 *    of earlier ones: papers make more, those stopped fewer. When the hazards summed up pass an exponential number of
 *    mean 1, it leaves. At most one at a time, and none for some weeks after the last.
 * 2. It takes a part of those who wait: the owners of their stocks (routes.c, refuge.c) read how large it is.
 * 3. A day takes it so many km, fewer after the first days. Each day some fall out, into the place passed last; some
 *    die, at the rates of the walking legs of the line.
 * 4. At each place passed, guards stop a share, which is policy by place and date: 0 lets it pass; where governments
 *    react, it follows the effort of the region as checkpoints do (diplomacy.c). Of those stopped
 *    some stand in the queue of the region's stations, the others are driven back to the start. Guards can also tire a
 *    caravan out: fewer km, more who fall out.
 * 5. After some days papers and buses are offered, a share each day: who takes them goes north by bus (refuge.c).
 * 6. When few are left, or the line is at its end, the rest disperse where they are.
 * Mexicans do not need a caravan.
 */
#include "corridor/caravans.h"
#include "corridor/crossing.h"
#include "corridor/diplomacy.h"
#include "corridor/exposed.h"
#include "corridor/harm.h"
#include "corridor/refuge.h"
#include "corridor/statistics.h"

#define SYS SYS_CARAVANS

static struct caravans_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum {
    P_ACTS,
    P_LINE,
    P_CALLED,
    P_HAZARD,
    P_CROWD,
    P_POWER,
    P_SHARE,
    P_MOST,
    P_PAUSE,
    P_FAST,
    P_FAST_DAYS,
    P_SLOW,
    P_FALL_OUT,
    P_BLOCK,
    P_HELD,
    P_TIRE,
    P_PAPERS,
    P_PAPERS_AFTER,
    P_LEAST,
    P_MOST_SHARE,
    P_DETOUR,
    P_KM_DEATHS,
    P_MOST_FALL,
    P_HEARD,
    P_HEARD_DAYS,
    P_COUNT,
};
enum { MARCHES, KM, DAYS, PAUSE, SUMMED, BOUND, PAPERED, STOPPED, STATES }; /* the last two: as remembered */
enum { MAX_LINE = 40 };

static const par_decl PARAMETERS[] = {
    [P_ACTS] = {"mexico.caravans.form", "0 or 1", 1, 0, 1, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                .meaning = "0: no caravan forms", .source = "a switch"},
    [P_LINE] = {"mexico.caravans.line", "number in the line", 0, 0, 40, .where = WHERE_PLACE, .kind = PAR_STRUCTURE,
                .confidence = CONF_SOURCE,
                .meaning = "Places a caravan passes, in order; 1: where it forms; 0: not on the line",
                .source = "mission, S05: Tapachula to Escuintla; the coast road beyond, our judgement"},
    [P_CALLED] = {"mexico.caravans.called", "people", 0, 0, 50000, .kind = PAR_STRUCTURE, .confidence = CONF_SOURCE,
                  .meaning = "People who leave together on this date", .source = "schedule.csv"},
    [P_HAZARD] = {"mexico.caravans.hazard_per_week", "1/week", 0.1, 0, 5, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                  .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                  .meaning = "Hazard that a caravan forms by itself when mexico.caravans.crowd wait",
                  .source = "our judgement: with it two or three a year form, as the press of 2018 to 2023 told of "
                            "[general knowledge]"},
    [P_CROWD] = {"mexico.caravans.crowd", "people", 20000, 10, 1e6, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "People who wait at the start at which the hazard has that value",
                 .source = "our judgement"},
    [P_POWER] = {"mexico.caravans.crowd_power", "exponent", 0.5, 0, 5, .kind = PAR_BEHAVIOUR,
                 .confidence = CONF_JUDGEMENT, .meaning = "Hazard grows as the number who wait to this power",
                 .source = "our judgement: two or three a year in 2018 as in 2023, though many times as many waited"},
    [P_SHARE] = {"mexico.caravans.share", "share", 0.15, 0, 0.4, .prior = PRIOR_UNIFORM, .prior_low = -0.05,
                 .prior_high = 0.05, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Of those who wait, the share that joins a caravan that forms by itself",
                 .source = "our judgement"},
    [P_MOST] = {"mexico.caravans.most", "people", 15000, 0, 1e5, .kind = PAR_BEHAVIOUR, .confidence = CONF_SOURCE,
                .meaning = "Largest caravan that forms by itself",
                .source = "pulsenewsmexico: 7,000 to 15,000 in June 2022"},
    [P_PAUSE] = {"mexico.caravans.pause_days", "days", 45, 1, 730, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Days after a caravan in which no other forms by itself", .source = "our judgement"},
    [P_FAST] = {"mexico.caravans.km_per_day_first", "km/day", 24, 1, 60, .kind = PAR_BEHAVIOUR,
                .confidence = CONF_SOURCE, .meaning = "Way of a day at first",
                .source = "mission: 45 miles, Tapachula to Escuintla, in three days"},
    [P_FAST_DAYS] = {"mexico.caravans.first_days", "days", 3, 0, 60, .kind = PAR_BEHAVIOUR, .confidence = CONF_SOURCE,
                     .meaning = "Days a caravan keeps its first pace",
                     .source = "mission: 45 miles, Tapachula to Escuintla, in three days"},
    [P_SLOW] = {"mexico.caravans.km_per_day_later", "km/day", 6, 0.5, 60, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7,
                .prior_high = 1.5, .kind = PAR_BEHAVIOUR, .confidence = CONF_SOURCE,
                .meaning = "Way of a day later, rests among them",
                .source = "tellerreport.com: 105 km in nine days (December 2023), less 72 in the first three"},
    [P_FALL_OUT] = {"mexico.caravans.fall_out", "1/day", 0.05, 0, 0.5, .prior = PRIOR_LOGNORMAL, .prior_low = 0.5,
                    .prior_high = 2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                    .meaning = "Share that falls out in a day", .source = "our judgement; mission: people fall out"},
    [P_BLOCK] = {"mexico.caravans.block", "share", 0.1, 0, 0.7, .where = WHERE_PLACE, .kind = PAR_POLICY,
                 .confidence = CONF_JUDGEMENT,
                 .meaning = "Share of a caravan stopped by guards when it passes a place; 0: let pass",
                 .source = "mission, S05; schedule.csv"},
    [P_HELD] = {"mexico.caravans.stopped_held", "share", 0.5, 0, 1, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
                .meaning =
                    "Of those stopped, the share taken to stations as far as these have room; the rest is driven back",
                .source = "our judgement"},
    [P_TIRE] = {"mexico.caravans.tire_out", "index", 0, 0, 5, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
                .meaning =
                    "Tiring a caravan out: km of a day are divided by 1 + this, those who fall out multiplied by it",
                .source = "mission, S05; schedule.csv"},
    [P_PAPERS] = {"mexico.caravans.papers_per_day", "1/day", 0.4, 0, 0.7, .prior = PRIOR_UNIFORM, .prior_low = -0.2,
                  .prior_high = 0.2, .kind = PAR_POLICY, .confidence = CONF_SOURCE,
                  .meaning = "Share of a caravan that is given papers and a bus in a day, once offered",
                  .source = "LITERATURE: documents or transport after one to two weeks, with probability about 0.8"},
    [P_PAPERS_AFTER] = {"mexico.caravans.papers_after_days", "days", 8, 0, 120, .kind = PAR_POLICY,
                        .confidence = CONF_SOURCE, .meaning = "Day of its way from which papers are offered",
                        .source = "tellerreport.com: papers and buses at Mapastepec after nine days"},
    [P_LEAST] = {"mexico.caravans.least", "people", 300, 0, 10000, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "People below whom a caravan is none and disperses, or does not form by itself",
                 .source = "our judgement"},
    [P_MOST_SHARE] = {"mexico.caravans.most_share", "share", 0.6, 0, 0.6, .kind = PAR_BEHAVIOUR,
                      .confidence = CONF_JUDGEMENT,
                      .meaning = "Largest share of those who wait that leaves in a caravan", .source = "our judgement"},
    [P_DETOUR] = {"mexico.caravans.detour", "factor", 1.25, 1, 5, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                  .meaning =
                      "Way between two places of the line without a walking leg, against the way as the crow flies",
                  .source = "our judgement"},
    [P_KM_DEATHS] = {"mexico.caravans.deaths_per_100k_km", "deaths per 100,000 and km", 0.04, 0, 10,
                     .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                     .meaning = "Recorded deaths on such a stretch", .source = "our judgement"},
    [P_MOST_FALL] = {"mexico.caravans.most_fall_out", "1/day", 0.9, 0, 0.9, .kind = PAR_BEHAVIOUR,
                     .confidence = CONF_JUDGEMENT, .meaning = "Largest share of a caravan that falls out in a day",
                     .source = "our judgement"},
    [P_HEARD] = {"mexico.caravans.heard", "factor", 2, 1, 20, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
                 .prior_high = 1.7, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Hazard of a caravan after those remembered all got papers, against none remembered; after "
                            "all were stopped it is as much lower",
                 .source = "our judgement; LITERATURE: a device to leave Tapachula with papers"},
    [P_HEARD_DAYS] = {"mexico.caravans.heard_half_life", "days", 180, 10, 3650, .kind = PAR_BEHAVIOUR,
                      .confidence = CONF_JUDGEMENT, .meaning = "Half-life with which the end of a caravan is forgotten",
                      .source = "our judgement"},
    [P_COUNT] = {.path = NULL}};

static const mdl_setting OFF[] = {{"mexico.caravans.form", 0}, {.path = NULL}};

/* ---- declaring ---- */

static double distance_km(const scn_place *a, const scn_place *b) {
    double x = (a->lon - b->lon) * det_cos((a->lat + b->lat) * 0.5 * 0.017453292519943295), y = a->lat - b->lat;
    double d2 = x * x + y * y;
    return d2 > 0 ? 111.2 * det_pow(d2, 0.5) : 0;
}

/* A stretch of the line: km and deaths of the leg that is walked there; without one as the crow flies, and a detour.
 */
static void stretch(const mdl_model *m, int from, int to, double *km, double *deaths) {
    *km = m->s->values[m->par[SYS][P_DETOUR]] * distance_km(&m->s->places[from], &m->s->places[to]);
    *deaths = *km * m->s->values[m->par[SYS][P_KM_DEATHS]];
    for (int l = 0; l < m->s->nlegs; l++)
        if (m->legs[l].from == from && m->legs[l].to == to && m->s->legs[l].mode[0] == 'w') {
            *km = m->s->legs[l].km;
            *deaths = m->s->legs[l].deaths_per_100k;
        }
}

static int make_line(mdl_model *m) {
    const double *number = m->s->values + m->par[SYS][P_LINE];
    own(m)->line = cor_ids(m, MAX_LINE + 1);
    own(m)->km = cor_numbers(m, MAX_LINE + 1);
    own(m)->deaths = cor_numbers(m, MAX_LINE + 1);
    own(m)->n = 0;
    if (!own(m)->line || !own(m)->km || !own(m)->deaths)
        return ENG_ERR_MEMORY;
    for (int k = 1; k <= MAX_LINE; k++) /* in the order of numbers, of equal ones in the order of places */
        for (int i = 0; i < m->s->nplaces && own(m)->n < MAX_LINE; i++)
            if (number[i] > k - 0.5 && number[i] <= k + 0.5)
                own(m)->line[own(m)->n++] = i;
    for (int k = 1; k < own(m)->n; k++) {
        double km;
        stretch(m, own(m)->line[k - 1], own(m)->line[k], &km, &own(m)->deaths[k]);
        own(m)->deaths[k] /= km > 1 ? km : 1;
        own(m)->km[k] = own(m)->km[k - 1] + km;
    }
    return ENG_OK;
}

static int declare_stocks(mdl_model *m, int system) {
    int status = make_line(m);
    if (status)
        return status;
    own(m)->walking = eng_stock(m->e, system, "walking in a caravan", m->ND, ENG_POOL, 0);
    if ((own(m)->leaving = cor_auxiliary(m, SYS, "share that leaves in a caravan", m->s->nplaces)) < 0)
        return own(m)->leaving;
    own(m)->state = eng_field(m->e, system, "caravan", STATES);
    own(m)->noise = eng_channel(m->e, "caravans", 1, ENG_NOISE_GAMMA);
    return own(m)->walking < 0 || own(m)->state < 0 ? ENG_ERR_DECLARE : own(m)->noise;
}

static int declare_flows(mdl_model *m, int system) {
    int n = own(m)->n, from = own(m)->walking;
    char name[200];
    (void)system;
    own(m)->joins = -1;
    own(m)->falls_out = cor_ids(m, n);
    own(m)->held = cor_ids(m, n);
    if (!own(m)->falls_out || !own(m)->held)
        return ENG_ERR_MEMORY;
    for (int k = 0; k < n; k++) {
        const cor_place *at = &m->places[own(m)->line[k]];
        (void)cor_name(name, sizeof name, "falls out of a caravan at %s", m->s->places[own(m)->line[k]].name);
        if ((own(m)->falls_out[k] = eng_flow(m->e, name, from, at->stock, NULL)) < 0)
            return ENG_ERR_DECLARE;
        (void)cor_name(name, sizeof name, "held out of a caravan at %s", m->s->places[own(m)->line[k]].name);
        if (at->held >= 0 && (own(m)->held[k] = eng_flow(m->e, name, from, at->held, NULL)) < 0)
            return ENG_ERR_DECLARE;
    }
    if (n < 2)
        return ENG_OK;
    own(m)->joins = eng_flow(m->e, "joins a caravan", m->places[own(m)->line[0]].stock, from, NULL);
    own(m)->driven_back = eng_flow(m->e, "driven back out of a caravan", from, m->places[own(m)->line[0]].stock, NULL);
    own(m)->papers = eng_flow(m->e, "papers to a caravan", from, refuge_ids(m)->papers, NULL);
    own(m)->died_found = eng_flow(m->e, "dies in a caravan, found", from, crossing_ids(m)->dead, NULL);
    own(m)->died_not_found = eng_flow(m->e, "dies in a caravan, not found", from, crossing_ids(m)->dead, NULL);
    own(m)->exposed = cor_expose(m, "in a caravan", from, -1, 1);
    return own(m)->joins < 0 || own(m)->driven_back < 0 || own(m)->papers < 0 || own(m)->died_found < 0 ||
                   own(m)->died_not_found < 0 || own(m)->exposed < 0
               ? ENG_ERR_DECLARE
               : ENG_OK;
}

static int start(mdl_member *p) {
    static const double first[STATES] = {0};
    int status = eng_world_field_set(p->w, own(p->m)->state, first);
    return status ? status : eng_world_noise_set(p->w, own(p->m)->noise, 1, 1);
}

/* ---- forming ---- */

static double foreigners(const mdl_member *p, int stock) {
    return stock < 0 ? 0 : cor_foreigners(p, eng_people_view(p->w, stock, p->nda));
}

/* Those who wait at the start, on their way or for an answer. */
static double who_wait(const mdl_member *p) {
    int place = own(p->m)->line[0];
    return foreigners(p, p->m->places[place].stock) + foreigners(p, refuge_ids(p->m)->applicants[place]);
}

/* What is remembered of earlier ones, from -1 (all were stopped) to 1 (all got papers). */
static double remembered(const mdl_member *p) {
    const double *now = eng_get(p->w, own(p->m)->state);
    return (now[PAPERED] - now[STOPPED]) / (now[PAPERED] + now[STOPPED] + cor_par(p, SYS, P_LEAST, 0) + 1);
}

static void remember(const mdl_member *p, double *next) {
    const struct caravans_ids *o = own(p->m);
    double forgets = cor_step(cor_par(p, SYS, P_HEARD_DAYS, 0)), stopped = eng_moved_total(p->w, o->driven_back);
    for (int k = 0; k < o->n; k++)
        stopped += o->held[k] < 0 ? 0 : eng_moved_total(p->w, o->held[k]);
    next[PAPERED] += eng_moved_total(p->w, o->papers) - forgets * next[PAPERED];
    next[STOPPED] += stopped - forgets * next[STOPPED];
}

static double hazard(const mdl_member *p, double wait) {
    if (wait * cor_par(p, SYS, P_SHARE, 0) < cor_par(p, SYS, P_LEAST, 0))
        return 0;
    return det_pow(cor_par(p, SYS, P_HEARD, 0), remembered(p)) * cor_par(p, SYS, P_HAZARD, 0) / 7 *
           det_pow(wait / cor_par(p, SYS, P_CROWD, 0), cor_par(p, SYS, P_POWER, 0));
}

/* People who leave together today: of those who wait, `wait`; 0 on most days. */
static double size_today(const mdl_member *p, double wait) {
    const double *now = eng_get(p->w, own(p->m)->state);
    double called = cor_par(p, SYS, P_CALLED, 0), size = 0;
    if (own(p->m)->n < 2 || cor_par(p, SYS, P_ACTS, 0) < 0.5 || now[MARCHES] > 0.5 || wait < 1)
        return 0;
    if (called > 0)
        return called;
    if (now[PAUSE] < 0.5 && now[BOUND] > 0 && now[SUMMED] + hazard(p, wait) >= now[BOUND])
        size = wait * cor_par(p, SYS, P_SHARE, 0);
    return size > cor_par(p, SYS, P_MOST, 0) ? cor_par(p, SYS, P_MOST, 0) : size;
}

static int prepare(mdl_member *p) {
    double *leaving = cor_aux_put(p, own(p->m)->leaving);
    if (!leaving)
        return ENG_ERR_OWNER;
    for (int i = 0; i < p->m->s->nplaces; i++)
        leaving[i] = 0;
    if (own(p->m)->n < 2)
        return ENG_OK;
    double wait = who_wait(p), size = size_today(p, wait);
    leaving[own(p->m)->line[0]] = size > 0 ? cor_clamp(size / wait, 0, cor_par(p, SYS, P_MOST_SHARE, 0)) : 0;
    return ENG_OK;
}

/* ---- on the march ---- */

static int last_passed(const mdl_model *m, double km) {
    int k = 0;
    while (k + 1 < own(m)->n && own(m)->km[k + 1] <= km)
        k++;
    return k;
}

/* Share stopped at a place; a place whose people no station takes in is of no region, and nobody's effort moves it. */
static double blocked_at(const mdl_member *p, int place) {
    int station = p->m->places[place].station;
    double share = cor_par(p, SYS, P_BLOCK, place);
    return station < 0 ? share : cor_clamp(share * cor_effort_factor(p, p->m->s->stations[station].region), 0, 0.7);
}

static int ask(eng_day *day, int flow, double chance) { return chance > 0 ? eng_rate(day, flow, chance) : ENG_OK; }

/* One day of a caravan: from km to km_now, out of which people go in the order extorted, papers, stopped, fall out. */
static int walk(mdl_member *p, eng_day *day, double days, double km, double km_now, int disperse) {
    const mdl_model *m = p->m;
    int at = last_passed(m, km_now), passed = at > last_passed(m, km), status = ENG_OK;
    const double *deaths = cor_deaths_on_the_way(p);
    double left, tire = 1 + cor_par(p, SYS, P_TIRE, 0);
    if (disperse)
        return eng_rate(day, own(m)->falls_out[at], 1);
    if (cor_harm_of(p, day, own(m)->exposed, cor_extortion_in_a_caravan(p, own(m)->line[at]), 0, &left))
        return ENG_ERR_OWNER;
    double rate = at + 1 < own(m)->n ? own(m)->deaths[at + 1] * (km_now - km) * 1e-5 : 0;
    double dies = cor_clamp(rate * deaths[0], 0, deaths[2]), dies_unseen = cor_clamp(rate * deaths[1], 0, deaths[2]);
    double papers = days >= cor_par(p, SYS, P_PAPERS_AFTER, 0) ? cor_par(p, SYS, P_PAPERS, 0) : 0;
    double stopped = 0, held = 0;
    papers *= left;
    left -= dies + dies_unseen + papers;
    for (int k = last_passed(m, km) + 1; passed && k <= at; k++)
        stopped += (1 - stopped) * blocked_at(p, own(m)->line[k]);
    stopped *= left > 0 ? left : 0;
    left -= stopped;
    held = own(m)->held[at] >= 0 ? stopped * cor_par(p, SYS, P_HELD, 0) : 0;
    double falls =
        cor_clamp(cor_par(p, SYS, P_FALL_OUT, 0) * tire, 0, cor_par(p, SYS, P_MOST_FALL, 0)) * (left > 0 ? left : 0);
    if ((status = ask(day, own(m)->died_found, dies)) || (status = ask(day, own(m)->died_not_found, dies_unseen)) ||
        (status = ask(day, own(m)->papers, papers)) || (status = ask(day, own(m)->driven_back, stopped - held)) ||
        (held > 0 && (status = eng_rate(day, own(m)->held[at], held))))
        return status;
    return ask(day, own(m)->falls_out[at], falls);
}

static int is_over(const mdl_member *p, const double *now) {
    return eng_total(p->w, own(p->m)->walking) < cor_par(p, SYS, P_LEAST, 0) ||
           now[KM] >= own(p->m)->km[own(p->m)->n - 1];
}

/* Km from the start in the evening, not beyond the end of the line. */
static double km_in_the_evening(const mdl_member *p, const double *now) {
    double end = own(p->m)->km[own(p->m)->n - 1];
    double pace = now[DAYS] < cor_par(p, SYS, P_FAST_DAYS, 0) ? cor_par(p, SYS, P_FAST, 0) : cor_par(p, SYS, P_SLOW, 0);
    double km = now[KM] + pace / (1 + cor_par(p, SYS, P_TIRE, 0));
    return km < end ? km : end;
}

static int march(mdl_member *p, eng_day *day, const double *now, double *next) {
    int over = is_over(p, now);
    next[KM] = over ? 0 : km_in_the_evening(p, now);
    next[DAYS] = over ? 0 : now[DAYS] + 1;
    next[MARCHES] = !over;
    next[PAUSE] = over ? cor_par(p, SYS, P_PAUSE, 0) : 0;
    if (eng_total(p->w, own(p->m)->walking) <= 0)
        return ENG_OK;
    return walk(p, day, now[DAYS], now[KM], over ? now[KM] : next[KM], over);
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    const double *now = eng_get(p->w, own(m)->state);
    double *next = eng_put(day, own(m)->state);
    if (!next)
        return ENG_ERR_OWNER;
    if (own(m)->n < 2)
        return ENG_OK;
    remember(p, next);
    if (now[MARCHES] > 0.5)
        return march(p, day, now, next);
    double wait = who_wait(p);
    next[MARCHES] = size_today(p, wait) > 0;
    next[KM] = next[DAYS] = 0;
    next[PAUSE] = now[PAUSE] > 0.5 ? now[PAUSE] - 1 : 0;
    if (now[BOUND] <= 0 || next[MARCHES] > 0.5) { /* the next one's number is drawn when this one leaves */
        next[BOUND] = eng_noise(p->w, own(m)->noise, 0);
        next[SUMMED] = 0;
    } else if (now[PAUSE] < 0.5) {
        next[SUMMED] = now[SUMMED] + hazard(p, wait);
    }
    return ENG_OK;
}

static int record(void *member, const eng_world *w) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    if (!p->record || own(m)->n < 2)
        return ENG_OK;
    cor_count_stock(p, w, own(p->m)->series.people, 0, own(m)->walking, 1, 1);
    const double *now = eng_get(w, own(m)->state); /* still this morning's: tomorrow's come after the record */
    if (now[MARCHES] > 0.5 && eng_total(w, own(m)->walking) > 0)
        cor_count(p, own(p->m)->series.km, 0, km_in_the_evening(p, now) - now[KM]);
    cor_count_flow(p, w, harm_ids(p->m)->series.on_the_way, 0, own(m)->died_found, 1, 1);
    cor_count_flow(p, w, harm_ids(p->m)->series.on_the_way, 0, own(m)->died_not_found, 1, 1);
    return ENG_OK;
}

static const cor_series SERIES[] = {
    {.id = offsetof(struct caravans_ids, series.people),
     .at = 4,
     .name = "caravan_people",
     .unit = "people",
     .meaning = "People walking in caravans, on the mean day",
     .sum = SERIES_MEAN,
     .by_nationality = 1,
     .by_group = 1,
     .of = HAS_CARAVANS + 1,
     .shown = {.heading = "People walking in caravans", .order = 11, .section = MDL_WAY}},
    {.id = offsetof(struct caravans_ids, series.km),
     .at = 5,
     .name = "caravan_km",
     .unit = "km",
     .meaning = "Way that caravans walk",
     .sum = SERIES_SUM,
     .of = HAS_CARAVANS + 1},
    {.name = NULL}};

const cor_system cor_caravans = {.name = "caravans",
                                 .part = "S05",
                                 .ids = sizeof(struct caravans_ids),
                                 .series = SERIES,
                                 .off = OFF,
                                 .nobody = "few walk in one: some tens of thousands of people in six years, beside "
                                           "millions; what a crowd does to governments acts only where these react "
                                           "(diplomacy.endogenous)",
                                 .parameters = PARAMETERS,
                                 .nparameters = P_COUNT,
                                 .declare_stocks = declare_stocks,
                                 .declare_flows = declare_flows,
                                 .prepare = prepare,
                                 .decide = decide,
                                 .record = record,
                                 .start = start};
