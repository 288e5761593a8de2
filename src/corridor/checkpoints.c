/* Checkpoints in Mexico (S07): who of the foreigners on the road is seen, and how many of them can be held.
 *
 * 1. P(seen on a leg) = 1 - exp(-h), h = k * load of the leg * effort^0.8 * (1 + flow / F0)^-0.25, effort and flow of
 * the leg's region; effort of a region is one parameter with dates (schedule.csv), flow that of yesterday.
 * 2. Those seen who do not pay stand in a queue at the end of the leg. Every day the region's staff and stations take
 * as many as they can (serve, oldest first); the rest are let go on. So detections cannot outgrow capacity.
 * 3. Effort met on the way is believed within days.
 * Mexicans are not stopped: Mexico's checkpoints act on foreigners only.
 *
 * Effort in force is what is ordered, so far as staff allow, less what has waned:
 * a. Staff: a unit of effort in one region takes so many people; the mean over regions, and the effort of a region with
 * a figure of its own, cannot go beyond the people there are ("they have reached their limit"). Where no figure is
 * stated there is no limit. The scripted history stays within its staff.
 * b. Waning: of effort above that of early 2018 a share is lost with a half-life. The scripted history (schedule.csv)
 * says itself how its effort wanes, so the share is 0 there; policies that set an effort for good can use it.
 * c. Hundreds of checkpoints added and personnel tenfold are indices of their own. Scripted effort holds them already:
 *    only what a policy changes against the same figure "in effort" counts: checkpoints on being seen, personnel on the
 *    effort that is ordered, which staff limit as any other. So with personnel as in 2021 the effort of 2024 is a
 * tenth.
 */
#include "corridor/checkpoints.h"
#include "corridor/diplomacy.h"
#include "corridor/stations.h"
#include "corridor/statistics.h"
#include "corridor/trains.h"

#define SYS SYS_CHECKPOINTS

static struct checkpoints_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum {
    P_EFFORT,
    P_K,
    P_POWER,
    P_FLOW,
    P_CROWD,
    P_BELIEVE,
    P_STAFF,
    P_STAFF_EFFORT,
    P_NOISE,
    P_NOISE_TAU,
    P_NATIONWIDE,
    P_AT_REGION,
    P_PER_EFFORT,
    P_WANE,
    P_WANE_DAYS,
    P_ADDED,
    P_ADDED_HELD,
    P_BEFORE,
    P_INDEX,
    P_INDEX_HELD,
    P_COUNT,
};

static const par_decl PARAMETERS[] =
    {[P_EFFORT] = {"mexico.checkpoints.effort", "multiple of early 2018", 1, 0, 50, .where = WHERE_REGION,
                   .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT, .meaning = "Effort at checkpoints, by region",
                   .source = "schedule.csv"},
     [P_K] = {"mexico.checkpoints.intensity", "1/checkpoint", 0.13, 0, 3, .prior = PRIOR_LOGNORMAL, .prior_low = 0.6,
              .prior_high = 1.6, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
              .meaning = "Hazard of being seen at an ordinary checkpoint at effort 1",
              .source = "our judgement, set so that events of 2018-2023 have the published order"},
     [P_POWER] = {"mexico.checkpoints.effort_power", "exponent", 0.8, 0.1, 1.5, .prior = PRIOR_UNIFORM,
                  .prior_low = -0.2, .prior_high = 0.2, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                  .meaning = "Hazard grows as effort to this power",
                  .source = "our judgement: from less than in proportion to in proportion, 0.6 to 1"},
     [P_FLOW] = {"mexico.checkpoints.crowd_flow", "people/day", 400, 10, 1e5, .kind = PAR_BEHAVIOUR,
                 .confidence = CONF_JUDGEMENT,
                 .meaning = "Flow of foreigners through a region at which sight begins to fall",
                 .source = "our judgement"},
     [P_CROWD] = {"mexico.checkpoints.crowd_power", "exponent", 0.25, 0, 1, .kind = PAR_BEHAVIOUR,
                  .confidence = CONF_JUDGEMENT, .meaning = "How fast sight falls with flow", .source = "our judgement"},
     [P_BELIEVE] = {"mexico.checkpoints.belief_half_life", "days", 5, 1, 60, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7,
                    .prior_high = 1.5, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                    .meaning = "Half-life with which effort met on the way is believed",
                    .source = "our judgement: 4 to 7 days"},
     [P_STAFF] = {"mexico.checkpoints.intake_per_place", "people/day per station place", 0.6, 0.01, 5,
                  .prior = PRIOR_LOGNORMAL, .prior_low = 0.7, .prior_high = 1.4, .kind = PAR_STRUCTURE,
                  .confidence = CONF_JUDGEMENT,
                  .meaning = "People the staff and stations of a region can take in a day at effort 1, for each place",
                  .source = "INM: 5,986 places and 36 hours give at most 3,990 a day; 2,143 events a day in 2023"},
     [P_STAFF_EFFORT] = {"mexico.checkpoints.intake_effort_power", "exponent", 0.5, 0, 1, .kind = PAR_BEHAVIOUR,
                         .confidence = CONF_JUDGEMENT, .meaning = "Intake grows as effort to this power (staff, buses)",
                         .source = "our judgement"},
     [P_NOISE] = {"mexico.checkpoints.noise_sd", "log", 0.15, 0, 1, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                  .meaning = "Spread of the environment's noise on being seen, by region", .source = "our judgement"},
     [P_NOISE_TAU] = {"mexico.checkpoints.noise_days", "days", 20, 1, 365, .kind = PAR_STRUCTURE,
                      .confidence = CONF_JUDGEMENT, .meaning = "Correlation time of that noise",
                      .source = "our judgement"},
     [P_NATIONWIDE] =
         {"mexico.personnel.nationwide", "people", 0, 0, 1e6, .kind = PAR_POLICY, .confidence = CONF_UNVERIFIED,
          .meaning = "National Guard, army and migration officers on migration nationwide; 0: not stated, no limit",
          .source = "mission D4 (C26): more than 32,000 at the end of 2023; schedule.csv"},
     [P_AT_REGION] = {"mexico.personnel.at_region", "people", 0, 0, 1e6, .where = WHERE_REGION, .kind = PAR_POLICY,
                      .confidence = CONF_UNVERIFIED,
                      .meaning = "Security personnel sent to a region, another quantity; 0: not stated, no limit",
                      .source = "mission D3 (C29): 10,000 at the southern border in 2021; schedule.csv"},
     [P_PER_EFFORT] = {"mexico.personnel.per_effort", "people per unit of effort in a region", 1125, 1, 1e5,
                       .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                       .meaning = "People that a unit of effort in one region takes",
                       .source =
                           "our judgement: 32,000 are just enough for January 2024, the highest effort of the history"},
     [P_WANE] = {"mexico.checkpoints.wane", "share", 0, 0, 1, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                 .meaning = "Share of effort above that of early 2018 that is lost in the end; 0 where the schedule "
                            "says itself how it wanes",
                 .source = "mission, S07: waves of effort that later wane; floor our judgement"},
     [P_WANE_DAYS] = {"mexico.checkpoints.wane_half_life", "days", 150, 10, 2000, .prior = PRIOR_LOGNORMAL,
                      .prior_low = 0.6, .prior_high = 1.6, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                      .meaning = "Half-life with which effort wanes", .source = "our judgement: 90 to 240 days"},
     [P_ADDED] = {"mexico.checkpoints.added", "checkpoints", 0, 0, 1e5, .kind = PAR_POLICY,
                  .confidence = CONF_UNVERIFIED, .meaning = "Checkpoints added since 2022",
                  .source = "mission D0, D1 (C51): hundreds; schedule.csv"},
     [P_ADDED_HELD] = {"mexico.checkpoints.added_in_effort", "checkpoints", 0, 0, 1e5, .kind = PAR_STRUCTURE,
                       .confidence = CONF_JUDGEMENT,
                       .meaning = "Checkpoints added that the scripted effort holds already", .source = "schedule.csv"},
     [P_BEFORE] = {"mexico.checkpoints.before", "checkpoints", 400, 1, 1e5, .kind = PAR_STRUCTURE,
                   .confidence = CONF_JUDGEMENT, .meaning = "Checkpoints before 2022, those added counted against them",
                   .source = "our judgement; no published number"},
     [P_INDEX] =
         {"mexico.personnel.index", "index", 1, 0.1, 100, .kind = PAR_POLICY, .confidence = CONF_UNVERIFIED,
          .meaning =
              "Enforcement personnel as the US State Department counts it, 1 at the start of 2022, base not stated",
          .source = "mission D0, D1 (C28): tenfold since 2022; schedule.csv"},
     [P_INDEX_HELD] = {"mexico.personnel.index_in_effort", "index", 1, 0.1, 100, .kind = PAR_STRUCTURE,
                       .confidence = CONF_JUDGEMENT, .meaning = "The same index as the scripted effort holds already",
                       .source = "schedule.csv"},
     [P_COUNT] = {.path = NULL}};

static int declare_stocks(mdl_model *m, int system) {
    char name[200];
    for (int l = 0; l < m->s->nlegs; l++) {
        int head = m->legs[l].to;
        if (m->legs[l].region < 0 || m->places[head].held >= 0)
            continue;
        (void)cor_name(name, sizeof name, "seen before %s", m->s->places[head].name);
        if ((m->places[head].held = eng_stock(m->e, system, name, m->ND, ENG_QUEUE, 2)) < 0)
            return m->places[head].held;
    }
    own(m)->seen = eng_field(m->e, system, "chance of being seen", m->s->nlegs);
    own(m)->believed = eng_field(m->e, system, "effort as believed", m->s->nregions + 1);
    own(m)->used = eng_field(m->e, system, "effort as it has been", m->s->nregions + 1);
    own(m)->noise = eng_channel(m->e, "checkpoints", m->s->nregions + 1, ENG_NOISE_AR1);
    own(m)->effort = cor_auxiliary(m, SYS, "effort in force", m->s->nregions + 1);
    own(m)->staff = cor_auxiliary(m, SYS, "staff at work", 1);
    return own(m)->effort < 0 || own(m)->staff < 0 ? ENG_ERR_MEMORY : own(m)->noise;
}

static int declare_flows(mdl_model *m, int system) {
    const scn_scenario *s = m->s;
    char name[200];
    int flows[COR_MAX_FLOWS];
    own(m)->serve = cor_ids(m, s->nregions);
    own(m)->served = cor_ids(m, s->nplaces);
    own(m)->passed = cor_ids(m, s->nplaces);
    if (!own(m)->serve || !own(m)->served || !own(m)->passed)
        return ENG_ERR_MEMORY;
    for (int r = 0; r < s->nregions; r++) {
        int n = 0;
        for (int i = 0; i < s->nplaces; i++) {
            const cor_place *at = &m->places[i];
            if (at->held < 0 || s->stations[at->station].region != r || n == COR_MAX_FLOWS)
                continue;
            (void)cor_name(name, sizeof name, "detained before %s", s->places[i].name);
            own(m)->served[i] = eng_flow(m->e, name, at->held, stations_ids(m)->stock[at->station], NULL);
            (void)cor_name(name, sizeof name, "let go before %s", s->places[i].name);
            own(m)->passed[i] = eng_flow(m->e, name, at->held, at->stock, NULL);
            if (own(m)->served[i] < 0 || own(m)->passed[i] < 0)
                return ENG_ERR_DECLARE;
            flows[n++] = own(m)->served[i];
        }
        if (n == 0)
            continue;
        (void)cor_name(name, sizeof name, "intake of %s", s->regions[r]);
        if ((own(m)->serve[r] = eng_serve(m->e, system, name, n, flows, 0)) < 0)
            return own(m)->serve[r];
    }
    return ENG_OK;
}

/* What a policy changes in the number of checkpoints, and in the index of personnel: 1 in the scripted history. */
static double more_checkpoints(const mdl_member *p) {
    double before = cor_par(p, SYS, P_BEFORE, 0);
    return (before + cor_par(p, SYS, P_ADDED, 0)) / (before + cor_par(p, SYS, P_ADDED_HELD, 0));
}

static double more_personnel(const mdl_member *p) {
    return cor_par(p, SYS, P_INDEX, 0) / cor_par(p, SYS, P_INDEX_HELD, 0);
}

/* Effort as ordered in a region. What governments do of themselves is a factor here, nowhere else. */
static double ordered(const mdl_member *p, int region) {
    return cor_par(p, SYS, P_EFFORT, region) * cor_effort_factor(p, region) * more_personnel(p);
}

/* ... within what the staff can do. */
static double staffed(const mdl_member *p, int region) {
    double wanted = ordered(p, region), per = cor_par(p, SYS, P_PER_EFFORT, 0), sum = 0;
    double here = cor_par(p, SYS, P_AT_REGION, region), all = cor_par(p, SYS, P_NATIONWIDE, 0);
    for (int r = 0; r < p->m->s->nregions && all > 0; r++)
        sum += ordered(p, r) * per;
    if (sum > all)
        wanted *= all / sum;
    return here > 0 && wanted * per > here ? here / per : wanted;
}

static double in_force(const mdl_member *p, int region) {
    double now = staffed(p, region), used = eng_get(p->w, own(p->m)->used)[region];
    double stale = (used < now ? used : now) - 1;
    return stale > 0 ? now - cor_par(p, SYS, P_WANE, 0) * stale : now;
}

/* Waning costs effect and not people. Checkpoints that a policy adds take people in proportion. */
static double staff(const mdl_member *p) {
    double sum = 0;
    for (int r = 0; r < p->m->s->nregions; r++)
        sum += staffed(p, r);
    return sum * cor_par(p, SYS, P_PER_EFFORT, 0) * more_checkpoints(p);
}

static int prepare(mdl_member *p) {
    double *effort = cor_aux_put(p, own(p->m)->effort), *people = cor_aux_put(p, own(p->m)->staff);
    if (!effort || !people)
        return ENG_ERR_OWNER;
    int regions = p->m->s->nregions;
    effort[regions] = 0; /* the mean */
    for (int r = 0; r < regions; r++) {
        effort[r] = in_force(p, r);
        effort[regions] += effort[r] / regions;
    }
    people[0] = staff(p);
    return ENG_OK;
}

static int start(mdl_member *p) {
    double believed[65] = {0}, used[65] = {0};
    int status;
    for (int r = 0; r < p->m->s->nregions; r++)
        believed[r] = used[r] = staffed(p, r);
    if ((status = eng_world_field_set(p->w, own(p->m)->believed, believed)) ||
        (status = eng_world_field_set(p->w, own(p->m)->used, used)))
        return status;
    return eng_world_noise_set(p->w, own(p->m)->noise, cor_par(p, SYS, P_NOISE, 0), cor_par(p, SYS, P_NOISE_TAU, 0));
}

/* Foreigners who entered a region's checked legs yesterday. */
static void flows_by_region(const mdl_member *p, double *flow) {
    const mdl_model *m = p->m;
    for (int r = 0; r < m->s->nregions; r++)
        flow[r] = 0;
    for (int l = 0; l < m->s->nlegs; l++) {
        if (m->legs[l].region < 0)
            continue;
        flow[m->legs[l].region] += cor_foreigners_moved(p, p->w, m->legs[l].free) +
                                   eng_moved_total(p->w, m->legs[l].pays) + eng_moved_total(p->w, m->legs[l].held);
    }
}

static double staffed_places(const mdl_member *p, int region) {
    double places = 0;
    for (int i = 0; i < p->m->s->nstations; i++)
        if (p->m->s->stations[i].region == region)
            places += p->m->s->stations[i].places;
    return places * cor_station_capacity(p, region);
}

static void chances_seen(const mdl_member *p, const double *hazard, double *seen) {
    const mdl_model *m = p->m;
    double *x = p->big, *out = x + m->s->nlegs;
    int n = 0;
    for (int l = 0; l < m->s->nlegs; l++)
        if (m->legs[l].region >= 0)
            x[n++] = -hazard[m->legs[l].region] * m->s->legs[l].checkpoint * cor_rail_checks(p, l);
    det_exp_all(eng_wide(p->w), n, x, out);
    for (int l = 0; l < m->s->nlegs; l++)
        if (m->legs[l].region >= 0)
            seen[l] = 1 - *out++;
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    double flow[64], hazard[64];
    double *seen = eng_put(day, own(m)->seen), *believed = eng_put(day, own(m)->believed),
           *used = eng_put(day, own(m)->used);
    if (!seen || !believed || !used)
        return ENG_ERR_OWNER;
    flows_by_region(p, flow);
    for (int r = 0; r < m->s->nregions; r++) {
        double effort = cor_effort(p, r);
        hazard[r] = cor_par(p, SYS, P_K, 0) * det_pow(effort, cor_par(p, SYS, P_POWER, 0)) * more_checkpoints(p) *
                    det_pow(1 + flow[r] / cor_par(p, SYS, P_FLOW, 0), -cor_par(p, SYS, P_CROWD, 0)) *
                    eng_noise(p->w, own(m)->noise, r);
        believed[r] += cor_step(cor_par(p, SYS, P_BELIEVE, 0)) * (effort - believed[r]);
        used[r] += cor_step(cor_par(p, SYS, P_WANE_DAYS, 0)) * (staffed(p, r) - used[r]);
        if (own(m)->serve[r] < 0)
            continue;
        double take =
            staffed_places(p, r) * cor_par(p, SYS, P_STAFF, 0) * det_pow(effort, cor_par(p, SYS, P_STAFF_EFFORT, 0));
        if (eng_capacity(day, own(m)->serve[r], take))
            return ENG_ERR_OWNER;
    }
    chances_seen(p, hazard, seen);
    for (int i = 0; i < m->s->nplaces; i++)
        if (own(m)->passed[i] >= 0 && eng_rate(day, own(m)->passed[i], 1))
            return ENG_ERR_OWNER;
    return ENG_OK;
}

static int count(mdl_model *m) {
    int status = ENG_OK;
    for (int l = 0; l < m->s->nlegs && !status; l++)
        status = cor_series_flow(m, own(m)->series.bribes, 0, m->legs[l].pays, 1, ENG_NO_FACTOR);
    return status;
}

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    (void)w;
    for (int r = 0; p->record && r < p->m->s->nregions; r++)
        cor_count_ratio(p, own(p->m)->series.effort, r, cor_effort(p, r), 1);
    return ENG_OK;
}

/* Off: nobody is seen. */
static const mdl_setting OFF[] = {{"mexico.checkpoints.effort", 0}, {.path = NULL}};

static const cor_series SERIES[] = {
    {.id = offsetof(struct checkpoints_ids, series.bribes),
     .at = 11,
     .name = "bribes",
     .unit = "events",
     .meaning = "People seen at a checkpoint who paid and passed",
     .sum = SERIES_SUM,
     .by_nationality = 1,
     .by_group = 1,
     .of = HAS_STATIONS + 1,
     .shown = {.heading = "Bribes paid at checkpoints", .order = 24, .section = MDL_WAY}},
    {.id = offsetof(struct checkpoints_ids, series.effort),
     .at = 13,
     .name = "mexican_effort",
     .unit = "index",
     .meaning = "Effort of enforcement on the way, mean of the days and regions",
     .sum = SERIES_RATIO,
     .places = PLACES_REGIONS,
     .of = HAS_STATIONS + 1,
     .shown =
         {.heading = "Effort of enforcement on the way, index", .order = 38, .section = MDL_WAY, .told = MDL_LATER}},
    {.name = NULL}};

const cor_system cor_checkpoints = {.name = "checkpoints",
                                    .part = "S07",
                                    .ids = sizeof(struct checkpoints_ids),
                                    .series = SERIES,
                                    .off = OFF,
                                    .parameters = PARAMETERS,
                                    .nparameters = P_COUNT,
                                    .declare_stocks = declare_stocks,
                                    .declare_flows = declare_flows,
                                    .turn = 1,
                                    .prepare = prepare,
                                    .decide = decide,
                                    .count = count,
                                    .record = record,
                                    .start = start};
