/* Statistics (S24): the published series as views of flows, under the names they are published by.
 *
 * Each row of the list below is a series: which flows or stocks it counts, and the margins it keeps. Nothing here moves
 * anybody or draws a number. Events and persons are told apart: encounters, got-aways and Mexican events are events;
 * repeat_share is encounters of those encountered before over all encounters, between ports.
 */
#include "corridor/statistics.h"
#include "corridor/checkpoints.h"
#include "corridor/courts.h"
#include "corridor/crossing.h"
#include "corridor/decompression.h"
#include "corridor/institutions.h"
#include "corridor/interior.h"
#include "corridor/money.h"
#include "corridor/origins.h"
#include "corridor/ports.h"
#include "corridor/processing.h"
#include "corridor/regimes.h"
#include "corridor/stations.h"
#include "corridor/waiting.h"

#include <stdlib.h>
#include <string.h>

#define SYS SYS_STATISTICS

enum { P_DETECTED, P_MX_EVENTS, P_COUNT };

static const par_decl PARAMETERS[] = {
    [P_DETECTED] =
        {"statistics.gotaways_detected", "share", 1, 0.05, 1.5, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
         .meaning =
             "Known got-aways for each person who got away: sensors see a part, and see more of them in later years",
         .source = "CBP known got-aways are a detected fraction; parameters.csv and schedule.csv by year"},
    [P_MX_EVENTS] = {"statistics.mexico_events_factor", "events per person held", 1, 0.1, 5, .kind = PAR_STRUCTURE,
                     .confidence = CONF_JUDGEMENT,
                     .meaning = "Events Mexico counts for each person detained in the model",
                     .source = "presented and channelled: two definitions"},
    [P_COUNT] = {.path = NULL}};

typedef enum {
    PLACES_NONE,
    PLACES_SECTORS,
    PLACES_CITIES,
    PLACES_REGIONS,
    PLACES_CLOSABLE,
    PLACES_INTERIOR,
    PLACES_COUNTRIES,
    PLACES_SPENDERS,
    PLACES_KINDS
} places_of;

static const struct {
    const char *name, *unit, *meaning;
    series_sum sum;
    int harm;
    places_of places;
    int by_nationality, by_group;
    mdl_shown shown;
} LIST[S_COUNT] = {
    [S_DEPARTURES] = {"departures", "people", "People who set out", SERIES_SUM, 0, PLACES_NONE, 1, 1,
                      .shown = {.heading = "Departures", .order = 25, .section = MDL_WAY, .headline = 1}},
    [S_DARIEN] = {COR_SERIES_DARIEN_CROSSINGS, "people", "People who set out through the gap", SERIES_SUM, 0,
                  PLACES_NONE, 1, 1,
                  .shown = {.heading = "Through the gap",
                            .order = 9,
                            .standing = MDL_HAND_SET,
                            .section = MDL_WAY,
                            .told = MDL_FIRST,
                            .headline = 1}},
    [S_MX_EVENTS] = {COR_SERIES_MEXICO_EVENTS, "events",
                     "People presented to or channelled by migration authorities on the way", SERIES_SUM, 0,
                     PLACES_NONE, 1, 1,
                     .shown = {.heading = "Events recorded on the way",
                               .order = 13,
                               .standing = MDL_HAND_SET,
                               .section = MDL_WAY,
                               .headline = 1}},
    [S_MX_RETURNS] = {COR_SERIES_MEXICO_RETURNS, "people", "People returned to their countries from the way",
                      SERIES_SUM, 0, PLACES_NONE, 1, 1,
                      .shown = {.heading = "Returned from the way to their countries",
                                .order = 14,
                                .standing = MDL_HAND_SET,
                                .section = MDL_WAY,
                                .told = MDL_FIRST,
                                .headline = 1}},
    [S_BUSED] = {"mexico_bused_south", "people", "People taken by bus back to the beginning of the way", SERIES_SUM, 0,
                 PLACES_NONE, 1, 1,
                 .shown = {.heading = "Bused back to the beginning of the way",
                           .order = 15,
                           .section = MDL_WAY,
                           .told = MDL_FIRST}},
    [S_BUSED_AGAIN] =
        {"bused_again", "share",
         "Share of those bused back who will be at the border again within 60 days, at the rates of the day",
         SERIES_RATIO, 0, PLACES_NONE, 0, 0,
         .shown = {.heading = "Of those bused, at the border again", .order = 16, .section = MDL_WAY}},
    [S_BRIBES] = {"bribes", "events", "People seen at a checkpoint who paid and passed", SERIES_SUM, 0, PLACES_NONE, 1,
                  1, .shown = {.heading = "Bribes paid at checkpoints", .order = 24, .section = MDL_WAY}},
    [S_RIDERS] = {"train_riders", "people", "People who board freight trains, once for each leg", SERIES_SUM, 0,
                  PLACES_NONE, 1, 1,
                  .shown = {.heading = "Boardings of freight trains", .order = 10, .section = MDL_WAY}},
    [S_CARAVAN] = {"caravan_people", "people", "People walking in caravans, on the mean day", SERIES_MEAN, 0,
                   PLACES_NONE, 1, 1,
                   .shown = {.heading = "People walking in caravans", .order = 11, .section = MDL_WAY}},
    [S_CARAVAN_KM] = {"caravan_km", "km", "Way that caravans walk", SERIES_SUM, 0, PLACES_NONE, 0, 0},
    [S_PRICE] = {"smuggler_price", "USD", "Fee for a guided crossing, mean of those who are guided", SERIES_RATIO, 0,
                 PLACES_SECTORS, 0, 0,
                 .shown = {.heading = "Fee of a guided crossing, USD", .order = 7, .section = MDL_LINE}},
    [S_ASYLUM] = {"asylum_in_mexico", "people", "People who ask for asylum on the way", SERIES_SUM, 0, PLACES_NONE, 1,
                  1, .shown = {.heading = "Asylum applications on the way", .order = 12, .section = MDL_WAY}},
    [S_EFFORT] = {"mexican_effort", "index", "Effort of enforcement on the way, mean of the days and regions",
                  SERIES_RATIO, 0, PLACES_REGIONS, 0, 0,
                  .shown = {.heading = "Effort of enforcement on the way, index",
                            .order = 38,
                            .section = MDL_WAY,
                            .told = MDL_LATER}},
    [S_BUDGET] = {"repatriation_budget", "USD", "Money left for returns from the way, on the mean day", SERIES_MEAN, 0,
                  PLACES_NONE, 0, 0,
                  .shown = {.heading = "Money left for returns, USD", .order = 17, .section = MDL_WAY}},
    [S_DAYS] = {"days_waiting", "days", "Days of waiting in border cities for each person who goes on from there",
                SERIES_RATIO, 1, PLACES_CITIES, 0, 0,
                .shown = {.heading = "Days of waiting in border cities", .order = 23, .section = MDL_WAY}},
    [S_UNIQUE] = {"unique_persons", "people", "People encountered between ports for the first time in twelve months",
                  SERIES_SUM, 0, PLACES_SECTORS, 1, 1,
                  .shown = {.heading = "People encountered for the first time", .order = 6, .section = MDL_LINE}},
    [S_REMOTE] = {"remote_share", "share", "Encounters and got-aways on remote legs over all of a sector", SERIES_RATIO,
                  0, PLACES_SECTORS, 0, 0,
                  .shown = {.heading = "Share on remote legs", .order = 5, .section = MDL_LINE, .told = MDL_FIRST}},
    [S_PORT_CLOSED] = {"port_closures", "closed", "Ports and rail bridges closed or cut, on the mean day", SERIES_MEAN,
                       0, PLACES_CLOSABLE, 0, 0,
                       .shown = {.heading = "Ports and rail bridges closed or cut", .order = 8, .section = MDL_LINE}},
    [S_MINORS] = {"minors_in_care", "people", "Unaccompanied minors in shelters, on the mean day", SERIES_MEAN, 0,
                  PLACES_NONE, 1, 0,
                  .shown = {.heading = "Minors in shelters, on the mean day",
                            .order = 31,
                            .section = MDL_AFTER,
                            .told = MDL_LATER}},
    [S_EMERGENCY] = {"emergency_shelters", "shelters", "Emergency shelters for minors that are open, on the mean day",
                     SERIES_MEAN, 0, PLACES_NONE, 0, 0,
                     .shown = {.heading = "Emergency shelters for minors", .order = 32, .section = MDL_AFTER}},
    [S_INTERIOR] = {"interior_arrivals", "people", "People released who arrive in interior cities", SERIES_SUM, 0,
                    PLACES_INTERIOR, 1, 1,
                    .shown = {.heading = "Arrivals in interior cities", .order = 33, .section = MDL_AFTER}},
    [S_OCCUPANCY] = {"shelter_occupancy", "people per bed",
                     "People who need a bed in an interior city's shelters, for "
                     "each bed",
                     SERIES_RATIO, 0, PLACES_INTERIOR, 0, 0,
                     .shown = {.heading = "Need of beds in interior cities, people per bed",
                               .order = 30,
                               .section = MDL_AFTER,
                               .told = MDL_LATER}},
    [S_POSTURE] = {"us_posture", "index", "Pressure of the destination on the country of the way, on the mean day",
                   SERIES_MEAN, 0, PLACES_NONE, 0, 0,
                   .shown = {.heading = "Posture of the destination toward the way",
                             .order = 40,
                             .section = MDL_GOVERNMENTS}},
    [S_LEVERAGE] = {"leverage", "index",
                    "What the country of the way holds back, valued by the nearness of elections, on the mean day",
                    SERIES_MEAN, 0, PLACES_NONE, 0, 0,
                    .shown = {.heading = "Leverage of the country of the way, index",
                              .order = 39,
                              .section = MDL_GOVERNMENTS,
                              .told = MDL_LATER}},
    [S_TRADE_HELD] = {"trade_held_usd", "USD", "Value of goods held up at closed crossings", SERIES_SUM, 0,
                      PLACES_CLOSABLE, 0, 0,
                      .shown = {.heading = "Goods held up, USD", .order = 41, .section = MDL_GOVERNMENTS}},
    [S_TRADE_COST] = {"trade_cost_usd", "USD", "What the goods held up cost each economy", SERIES_SUM, 0,
                      PLACES_COUNTRIES, 0, 0,
                      .shown = {.heading = "Cost of trade held up, USD",
                                .order = 37,
                                .section = MDL_GOVERNMENTS,
                                .told = MDL_LATER}},
    [S_MONEY] = {"money_spent", "USD", "Money spent, by whom on what", SERIES_SUM, 0, PLACES_SPENDERS, 0, 0,
                 .shown = {.heading = "Money spent, USD", .order = 36, .section = MDL_GOVERNMENTS, .told = MDL_LATER}},
    [S_WAITING] = {COR_SERIES_WAITING, "people", "People waiting in border cities, on the mean day", SERIES_MEAN, 1,
                   PLACES_CITIES, 1, 1,
                   .shown = {.heading = "People waiting",
                             .column = "waiting",
                             .order = 22,
                             .section = MDL_WAY,
                             .headline = 1,
                             .layers = 1}},
    [S_ENCOUNTERS] = {COR_SERIES_ENCOUNTERS, "events", "Encounters between ports of entry", SERIES_SUM, 0,
                      PLACES_SECTORS, 1, 1,
                      .shown = {.heading = "Encounters between ports",
                                .column = "encounters",
                                .order = 1,
                                .standing = MDL_FITTED,
                                .told = MDL_FIRST,
                                .main = 1,
                                .headline = 1,
                                .layers = 1}},
    [S_PORTS] = {COR_SERIES_ENCOUNTERS_AT_PORTS, "events", "Encounters at ports of entry", SERIES_SUM, 0, PLACES_CITIES,
                 1, 1,
                 .shown = {.heading = "Encounters at ports of entry",
                           .order = 2,
                           .standing = MDL_INPUT,
                           .section = MDL_LINE,
                           .told = MDL_FIRST,
                           .headline = 1}},
    [S_GOTAWAYS] = {COR_SERIES_GOTAWAYS, "events", "Known got-aways", SERIES_SUM, 0, PLACES_SECTORS, 1, 0,
                    .shown = {.heading = "Known got-aways",
                              .order = 3,
                              .standing = MDL_HAND_SET,
                              .section = MDL_LINE,
                              .told = MDL_FIRST,
                              .headline = 1,
                              .yearly = 1,
                              .layers = 1}},
    [S_REPEAT] = {COR_SERIES_REPEAT_SHARE, "share", "Encounters of people encountered before within twelve months",
                  SERIES_RATIO, 0, PLACES_NONE, 1, 0,
                  .shown = {.heading = "Share encountered before",
                            .order = 4,
                            .standing = MDL_HAND_SET,
                            .section = MDL_LINE,
                            .headline = 1,
                            .yearly = 1,
                            .layers = 1}},
    [S_EXPULSIONS] = {"expulsions", "people", "People expelled without a hearing, over the border or by flight",
                      SERIES_SUM, 0, PLACES_SECTORS, 1, 1,
                      .shown = {.heading = "Expelled without a hearing",
                                .order = 26,
                                .standing = MDL_INPUT,
                                .section = MDL_LINE,
                                .told = MDL_FIRST,
                                .headline = 1}},
    [S_RELEASES] = {"releases", "people", "People released from custody", SERIES_SUM, 0, PLACES_SECTORS, 1, 1,
                    .shown = {.heading = "Released from custody",
                              .order = 28,
                              .section = MDL_LINE,
                              .told = MDL_FIRST,
                              .headline = 1}},
    [S_REMOVALS] = {"removals", "people", "People removed or returned from custody", SERIES_SUM, 0, PLACES_NONE, 1, 1,
                    .shown = {.heading = "Removed or returned from custody",
                              .order = 27,
                              .section = MDL_LINE,
                              .told = MDL_FIRST,
                              .headline = 1}},
    [S_CUSTODY] = {"custody", "people", "People in custody at the border, on the mean day", SERIES_MEAN, 0,
                   PLACES_SECTORS, 0, 1,
                   .shown = {.heading = "In custody at the border", .order = 29, .section = MDL_AFTER, .headline = 1}},
    [S_BACKLOG] = {COR_SERIES_COURT_BACKLOG, "cases", "Cases that wait for a court, on the mean day", SERIES_MEAN, 0,
                   PLACES_NONE, 1, 0,
                   .shown = {.heading = "Cases waiting in court",
                             .order = 34,
                             .standing = MDL_HAND_SET,
                             .section = MDL_AFTER,
                             .headline = 1}},
    [S_YEARS] = {"court_wait_years", "years", "Cases that wait over decisions a year", SERIES_MEAN, 0, PLACES_NONE, 0,
                 0, .shown = {.heading = "Years until a decision", .order = 35, .section = MDL_AFTER}},
    [S_DEATHS] =
        {COR_SERIES_DEATHS, "people", "Deaths at the border, found or not", SERIES_SUM, 1, PLACES_SECTORS, 1, 0,
         .shown = {.heading = "Deaths with unrecorded", .column = "deaths", .order = 19, .headline = 1, .layers = 1}},
    [S_RECORDED] = {COR_SERIES_DEATHS_RECORDED, "people", "Deaths at the border that are found", SERIES_SUM, 1,
                    PLACES_SECTORS, 1, 0, .shown = {.heading = "Deaths recorded", .order = 18, .layers = 1}},
    [S_ROAD] = {COR_SERIES_DEATHS_ON_THE_WAY, "people", "Deaths on the way to the border, found or not", SERIES_SUM, 1,
                PLACES_NONE, 1, 0, .shown = {.headline = 1}},
    [S_RESCUES] = {COR_SERIES_RESCUES, "people", "People rescued at the border", SERIES_SUM, 1, PLACES_SECTORS, 1, 0,
                   .shown = {.standing = MDL_HAND_SET}},
    [S_KIDNAP] = {COR_SERIES_KIDNAPPINGS, "people", "People kidnapped while waiting at the border", SERIES_SUM, 1,
                  PLACES_CITIES, 1, 0,
                  .shown = {.heading = "Kidnappings", .column = "kidnapped", .order = 20, .headline = 1, .layers = 1}},
    [S_EXTORT] = {COR_SERIES_EXTORTION, "events", "People extorted or robbed on the way and while waiting", SERIES_SUM,
                  1, PLACES_NONE, 1, 0,
                  .shown = {.heading = "Acts of extortion", .column = "extorted", .order = 21, .headline = 1}},
};

const mdl_shown *cor_shown(const char *series) {
    for (int i = 0; i < S_COUNT; i++)
        if (strcmp(LIST[i].name, series) == 0)
            return &LIST[i].shown;
    return NULL;
}

/* What a scenario must have for a series to be there: 1 more than the institution; 0: every corridor has it. */
static const int OF[S_COUNT] = {
    [S_DARIEN] = HAS_DARIEN + 1,       [S_RIDERS] = HAS_TRAINS + 1,        [S_CARAVAN] = HAS_CARAVANS + 1,
    [S_CARAVAN_KM] = HAS_CARAVANS + 1, [S_MX_EVENTS] = HAS_STATIONS + 1,   [S_MX_RETURNS] = HAS_STATIONS + 1,
    [S_BUSED] = HAS_STATIONS + 1,      [S_BUSED_AGAIN] = HAS_STATIONS + 1, [S_BRIBES] = HAS_STATIONS + 1,
    [S_ASYLUM] = HAS_ASYLUM + 1,       [S_EFFORT] = HAS_STATIONS + 1,      [S_BUDGET] = HAS_STATIONS + 1,
    [S_PORTS] = HAS_PORTS + 1,         [S_PORT_CLOSED] = HAS_PORTS + 1,    [S_EXPULSIONS] = HAS_EXPULSIONS + 1,
    [S_RELEASES] = HAS_CUSTODY + 1,    [S_REMOVALS] = HAS_CUSTODY + 1,     [S_CUSTODY] = HAS_CUSTODY + 1,
    [S_MINORS] = HAS_MINORS + 1,       [S_EMERGENCY] = HAS_MINORS + 1,     [S_BACKLOG] = HAS_COURTS + 1,
    [S_YEARS] = HAS_COURTS + 1,        [S_INTERIOR] = HAS_INTERIOR + 1,    [S_OCCUPANCY] = HAS_INTERIOR + 1,
    [S_POSTURE] = HAS_DIPLOMACY + 1,   [S_LEVERAGE] = HAS_DIPLOMACY + 1,   [S_TRADE_HELD] = HAS_TRADE + 1,
    [S_TRADE_COST] = HAS_TRADE + 1,    [S_MONEY] = HAS_MONEY + 1,
};

static int is_there(const mdl_model *m, int series) { return !OF[series] || m->has[OF[series] - 1]; }

/* Words for what no series or part of the report is called would be read by nobody. */
static void check_words(const scn_scenario *s, const face_words *list, int n, int parts, const char *key,
                        rep_report *rep) {
    static const char *const PARTS[] = {"way", "published_note", "limits_hand_set", "limits_deaths"};
    enum { PART_COUNT = sizeof PARTS / sizeof *PARTS };
    const char *names[S_COUNT + PART_COUNT];
    int known = S_COUNT + (parts ? PART_COUNT : 0);
    for (int i = 0; i < known; i++)
        names[i] = i < S_COUNT ? LIST[i].name : PARTS[i - S_COUNT];
    for (int i = 0; i < n; i++) {
        int k = 0;
        while (k < known && strcmp(names[k], list[i].key) != 0)
            k++;
        if (k < known)
            continue;
        char *label = txt_join(s->folder.path ? s->folder.path : "", "/", "scenario.yaml");
        txt_unknown(rep, label ? label : "scenario.yaml", list[i].at, list[i].key,
                    txt_say("a series below `%s`: vado series FILE.db lists them", key).text,
                    rep_nearest(list[i].key, known, names), "take it out");
        free(label);
    }
}

void cor_check_words(const scn_scenario *s, rep_report *rep) {
    check_words(s, s->face.labels, s->face.nlabels, 1, "labels", rep);
    check_words(s, s->face.meanings, s->face.nmeanings, 0, "meanings", rep);
    check_words(s, s->face.whatif, s->face.nwhatif, 0, "whatif", rep);
}

static int declare_stocks(mdl_model *m, int system) {
    const scn_scenario *s = m->s;
    static const char *const countries[2][2] = {{"way", "destination"}, {"Mexico", "United States"}};
    const char **sectors = cor_room(m, s->nsectors, sizeof(const char *)),
               **cities = cor_room(m, m->ncities, sizeof(const char *)),
               **regions = cor_room(m, s->nregions, sizeof(const char *));
    (void)system;
    m->series = calloc(S_COUNT, sizeof *m->series);
    m->shown = calloc(S_COUNT, sizeof *m->shown);
    if (!sectors || !cities || !regions || !m->series || !m->shown)
        return ENG_ERR_MEMORY;
    for (int k = 0; k < s->nsectors; k++)
        sectors[k] = s->sectors[k].name;
    for (int c = 0; c < m->ncities; c++)
        cities[c] = s->places[m->cities[c]].name;
    for (int r = 0; r < s->nregions; r++)
        regions[r] = s->regions[r];
    const struct {
        int n;
        const char *const *names;
    } places[PLACES_KINDS] = {[PLACES_SECTORS] = {s->nsectors, sectors},
                              [PLACES_CITIES] = {m->ncities, cities},
                              [PLACES_REGIONS] = {s->nregions, regions},
                              [PLACES_CLOSABLE] = {ports_ids(m)->n, ports_ids(m)->names},
                              [PLACES_INTERIOR] = {interior_ids(m)->n, interior_ids(m)->names},
                              [PLACES_COUNTRIES] = {2, countries[cor_at_home(s)]},
                              [PLACES_SPENDERS] = {money_ids(m)->n, money_ids(m)->names}};
    for (int i = 0; i < S_COUNT; i++) {
        mdl_series *out = &m->series[i];
        *out = (mdl_series){.name = LIST[i].name,
                            .unit = LIST[i].unit,
                            .meaning = face_meaning(&s->face, LIST[i].name, LIST[i].meaning),
                            .shown = &LIST[i].shown,
                            .sum = LIST[i].sum,
                            .harm = LIST[i].harm,
                            .by_nationality = LIST[i].by_nationality,
                            .by_group = LIST[i].by_group};
        out->nplaces = places[LIST[i].places].n;
        out->places = out->nplaces ? places[LIST[i].places].names : NULL;
        out->cells =
            (out->nplaces ? out->nplaces : 1) * (out->by_nationality ? m->nn : 1) * (out->by_group ? DEMO_COUNT : 1);
        out->width = out->sum == SERIES_RATIO ? 2 * out->cells : out->cells;
    }
    /* Series that are not there come last in a day's record: systems write them, and nobody reads them. */
    for (int there = 1; there >= 0; there--)
        for (int i = 0; i < S_COUNT; i++) {
            if (is_there(m, i) != there)
                continue;
            m->series[i].offset = m->width;
            m->width += m->series[i].width;
            if (there)
                m->shown[m->nseries++] = m->series[i];
        }
    return ENG_OK;
}

/* ---- adding to a record ---- */

static double *cell(const mdl_member *p, cor_series series, int place, int nd) {
    const mdl_series *s = &p->m->series[series];
    int i = s->nplaces ? place : 0;
    if (s->by_nationality)
        i = i * p->m->nn + cor_n(nd);
    if (s->by_group)
        i = i * DEMO_COUNT + cor_d(nd);
    return &p->record[s->offset + i];
}

/* Every `group` neighbouring classes of x into one cell of out. */
static void add_groups(double *out, const double *x, int cells, int group, double factor) {
    if (group == 1) {
        for (int i = 0; i < cells; i++)
            out[i] += factor * x[i];
        return;
    }
    for (int i = 0; i < cells; i++, x += group) {
        double sum = out[i];
        for (int k = 0; k < group; k++)
            sum += factor * x[k];
        out[i] = sum;
    }
}

/* x by ND (per 1) or NDA (per COR_ATTEMPTS), times a factor, into a series' cells of a place. */
static void add(const mdl_member *p, cor_series series, int place, const double *x, int per, double factor) {
    const mdl_series *s = &p->m->series[series];
    if (!s->by_nationality) {
        for (int i = 0; i < p->m->nd * per; i++)
            *cell(p, series, place, i / per) += factor * x[i];
    } else if (s->by_group) {
        add_groups(cell(p, series, place, 0), x, p->m->nd, per, factor);
    } else {
        add_groups(cell(p, series, place, 0), x, p->m->nn, per * DEMO_COUNT, factor);
    }
}

void cor_count_flow(const mdl_member *p, const eng_world *w, cor_series series, int place, int flow, int per,
                    double factor) {
    if (flow >= 0 && eng_moved_any(w, flow))
        add(p, series, place, eng_moved_view(w, flow, p->nda), per, factor);
}

void cor_count_stock(const mdl_member *p, const eng_world *w, cor_series series, int place, int stock, int per,
                     double factor) {
    if (stock >= 0)
        add(p, series, place, eng_people_view(w, stock, p->nda), per, factor);
}

void cor_count(const mdl_member *p, cor_series series, int place, double value) {
    p->record[p->m->series[series].offset + (p->m->series[series].nplaces ? place : 0)] += value;
}

void cor_count_ratio(const mdl_member *p, cor_series series, int place, double numerator, double denominator) {
    const mdl_series *s = &p->m->series[series];
    double *at = &p->record[s->offset + (s->nplaces ? place : 0)];
    at[0] += numerator;
    at[s->cells] += denominator;
}

/* ---- the parts of a day ---- */

static void record_way(const mdl_member *p, const eng_world *w) {
    const mdl_model *m = p->m;
    for (int f = 0; f < origins_ids(m)->nflows; f++)
        cor_count_flow(p, w, S_DEPARTURES, 0, origins_ids(m)->flow[f], 1, 1);
    for (int l = 0; l < m->s->nlegs; l++) {
        if (m->legs[l].darien)
            cor_count_flow(p, w, S_DARIEN, 0, m->legs[l].free, 1, 1);
        cor_count_flow(p, w, S_BRIBES, 0, m->legs[l].pays, 1, 1);
    }
    for (int i = 0; i < m->s->nplaces; i++) {
        cor_count_flow(p, w, S_MX_EVENTS, 0, checkpoints_ids(m)->served[i], 1, cor_par(p, SYS, P_MX_EVENTS, 0));
        cor_count_flow(p, w, S_BUSED, 0, decompression_ids(m)->taken[i], 1, 1);
        cor_count_flow(p, w, S_ROAD, 0, m->places[i].died_found, 1, 1);
        cor_count_flow(p, w, S_ROAD, 0, m->places[i].died_not_found, 1, 1);
    }
    for (int i = 0; i < m->s->nstations; i++) {
        cor_count_flow(p, w, S_MX_RETURNS, 0, stations_ids(m)->returned[i], 1, 1);
        cor_count_flow(p, w, S_MX_RETURNS, 0, stations_ids(m)->flown[i], 1, 1);
    }
}

static void record_cities(const mdl_member *p, const eng_world *w) {
    const mdl_model *m = p->m;
    for (int c = 0; c < m->ncities; c++) {
        const cor_place *at = &m->places[m->cities[c]];
        int port = ports_ids(m)->of_city[c];
        cor_count_stock(p, w, S_WAITING, c, at->line, 1, 1);
        cor_count_stock(p, w, S_WAITING, c, at->again, COR_ATTEMPTS, 1);
        cor_count_stock(p, w, S_WAITING, c, crossing_ids(m)->later[c], COR_ATTEMPTS, 1);
        cor_count_stock(p, w, S_WAITING, c, processing_ids(m)->mpp[c], 1, 1);
        if (port >= 0) {
            cor_count_stock(p, w, S_WAITING, c, ports_ids(m)->queue[port], 1, 1);
            cor_count_flow(p, w, S_PORTS, c, ports_ids(m)->served[port], 1, 1);
        }
        cor_count_flow(p, w, S_MX_EVENTS, 0, crossing_ids(m)->removed[c], 1, cor_par(p, SYS, P_MX_EVENTS, 0));
        cor_count_flow(p, w, S_MX_EVENTS, 0, crossing_ids(m)->removed_again[c], COR_ATTEMPTS,
                       cor_par(p, SYS, P_MX_EVENTS, 0));
    }
}

static double moved(const eng_world *w, int flow) { return flow < 0 ? 0 : eng_moved_total(w, flow); }

static double people(const eng_world *w, int stock) { return stock < 0 ? 0 : eng_total(w, stock); }

/* Days waiting: everyone who waits in a border city today, hostages too, over those who go on from there today: tries
 * at crossings, appointments kept, removals to the south, and those who give up. */
static void record_days_waiting(const mdl_member *p, const eng_world *w) {
    const mdl_model *m = p->m;
    for (int c = 0; c < m->ncities; c++) {
        const cor_place *at = &m->places[m->cities[c]];
        int port = ports_ids(m)->of_city[c];
        double wait = people(w, at->line) + people(w, at->again) + people(w, crossing_ids(m)->later[c]) +
                      people(w, processing_ids(m)->mpp[c]) + people(w, waiting_ids(m)->hostage[c]);
        double on = moved(w, crossing_ids(m)->removed[c]) + moved(w, crossing_ids(m)->removed_again[c]) +
                    moved(w, crossing_ids(m)->give_up[c]) + moved(w, crossing_ids(m)->give_up_again[c]) +
                    moved(w, processing_ids(m)->mpp_leave[c]);
        if (port >= 0) {
            wait += people(w, ports_ids(m)->queue[port]);
            on += moved(w, ports_ids(m)->served[port]);
        }
        for (int x = crossing_ids(m)->city_first[c]; x < crossing_ids(m)->city_first[c + 1]; x++)
            for (int how = 0; how < TRY_COUNT; how++)
                on += moved(w, m->crossings[crossing_ids(m)->of_city[x]].first[how]) +
                      moved(w, m->crossings[crossing_ids(m)->of_city[x]].again[how]);
        cor_count_ratio(p, S_DAYS, c, wait, on);
    }
}

static void record_repeats(const mdl_member *p, const eng_world *w, int first, int again) {
    const mdl_series *s = &p->m->series[S_REPEAT];
    double *repeats = &p->record[s->offset], *all = repeats + s->cells;
    if (eng_moved_any(w, first))
        add_groups(all, eng_moved_view(w, first, p->nda), p->m->nn, DEMO_COUNT, 1);
    if (!eng_moved_any(w, again))
        return;
    const double *moved = eng_moved_view(w, again, p->nda);
    add_groups(all, moved, p->m->nn, DEMO_COUNT * COR_ATTEMPTS, 1);
    for (int n = 0; n < p->m->nn; n++)
        for (int d = 0; d < DEMO_COUNT; d++, moved += COR_ATTEMPTS)
            for (int a = 1; a < COR_ATTEMPTS; a++)
                repeats[n] += moved[a];
}

static void record_crossings(const mdl_member *p, const eng_world *w) {
    static const struct {
        cor_try how;
        int series[2]; /* -1: no second */
    } kinds[] = {{TRY_TURN_IN, {S_ENCOUNTERS, -1}},   {TRY_OUTSIDE, {S_ENCOUNTERS, -1}},
                 {TRY_CAUGHT, {S_ENCOUNTERS, -1}},    {TRY_RESCUED, {S_ENCOUNTERS, S_RESCUES}},
                 {TRY_GOT_AWAY, {S_GOTAWAYS, -1}},    {TRY_DIED_FOUND, {S_DEATHS, S_RECORDED}},
                 {TRY_DIED_NOT_FOUND, {S_DEATHS, -1}}};
    for (int c = 0; c < p->m->s->ncrossings; c++) {
        const cor_crossing *x = &p->m->crossings[c];
        for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
            cor_try how = kinds[k].how;
            double factor = how == TRY_GOT_AWAY ? cor_par(p, SYS, P_DETECTED, 0) : 1;
            for (int j = 0; j < 2 && kinds[k].series[j] >= 0; j++) {
                cor_count_flow(p, w, (cor_series)kinds[k].series[j], x->sector, x->first[how], 1, factor);
                cor_count_flow(p, w, (cor_series)kinds[k].series[j], x->sector, x->again[how], COR_ATTEMPTS, factor);
            }
            if (kinds[k].series[0] == S_ENCOUNTERS)
                record_repeats(p, w, x->first[how], x->again[how]);
        }
    }
}

static void record_custody(const mdl_member *p, const eng_world *w) {
    const mdl_model *m = p->m;
    int title42 = cor_title42(p);
    for (int k = 0; k < m->s->nsectors; k++) {
        cor_count_stock(p, w, S_CUSTODY, k, processing_ids(m)->custody[k], COR_ATTEMPTS, 1);
        cor_count_stock(p, w, S_CUSTODY, k, processing_ids(m)->processed[k], COR_ATTEMPTS, 1);
        cor_count_flow(p, w, S_RELEASES, k, processing_ids(m)->out[OUT_RELEASED][k], COR_ATTEMPTS, 1);
        cor_count_flow(p, w, title42 ? S_EXPULSIONS : S_REMOVALS, k, processing_ids(m)->out[OUT_FLOWN][k], COR_ATTEMPTS,
                       1);
    }
    for (int b = 0; b < processing_ids(m)->nback; b++)
        for (int e = 0; e < COR_ENDS; e++) {
            cor_count_flow(p, w, S_EXPULSIONS, processing_ids(m)->back_sector[b], processing_ids(m)->back[0][e][b],
                           COR_ATTEMPTS, 1);
            cor_count_flow(p, w, S_REMOVALS, 0, processing_ids(m)->back[1][e][b], COR_ATTEMPTS, 1);
        }
    cor_count_flow(p, w, S_REMOVALS, 0, processing_ids(m)->detained_removed, 1, 1);
    const mdl_series *backlog = &m->series[S_BACKLOG];
    for (int n = 0; n < m->nn; n++)
        p->record[backlog->offset + n] += eng_people(w, courts_ids(m)->docket, n);
    p->record[m->series[S_YEARS].offset] += eng_get(w, courts_ids(m)->years)[0];
}

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    if (!p->record)
        return ENG_OK;
    record_way(p, w);
    record_cities(p, w);
    record_days_waiting(p, w);
    record_crossings(p, w);
    record_custody(p, w);
    return ENG_OK;
}

const cor_system cor_statistics = {.name = "statistics",
                                   .part = "S24",
                                   .parameters = PARAMETERS,
                                   .nparameters = P_COUNT,
                                   .declare_stocks = declare_stocks,
                                   .record = record};
