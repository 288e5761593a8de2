/* Statistics (S24): adding a day to a series, for all systems; and the published series that are views of several
 * systems' flows, under the names they are published by. A series of one system is declared and recorded there.
 *
 * Nothing here moves anybody or draws a number. Events and persons are told apart: encounters, got-aways and Mexican
 * events are events; repeat_share is encounters of those encountered before over all encounters, between ports.
 */
#include "corridor/statistics.h"
#include "corridor/checkpoints.h"
#include "corridor/courts.h"
#include "corridor/crossing.h"
#include "corridor/decompression.h"
#include "corridor/institutions.h"
#include "corridor/origins.h"
#include "corridor/ports.h"
#include "corridor/processing.h"
#include "corridor/regimes.h"
#include "corridor/stations.h"
#include "corridor/waiting.h"

#define SYS SYS_STATISTICS

static const struct statistics_ids *own(const mdl_model *m) { return m->ids[SYS]; }

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

/* ---- adding to a record ---- */

static double *cells_of(const mdl_member *p, int series, int place) {
    const mdl_series *s = &p->m->series[series];
    int each = (s->by_nationality ? p->m->nn : 1) * (s->by_group ? DEMO_COUNT : 1);
    return &p->record[s->offset + (s->nplaces ? place * each : 0)];
}

/* How many neighbouring classes of people share a cell, for a series with a margin by nationality; 0: it has none. */
static int classes_a_cell(const mdl_member *p, int series, int per) {
    const mdl_series *s = &p->m->series[series];
    return !s->by_nationality ? 0 : s->by_group ? per : per * DEMO_COUNT;
}

static inline void join(double *restrict out, const double *restrict x, int cells, int group, double factor) {
    for (int i = 0; i < cells; i++, x += group) {
        double sum = x[0];
        for (int k = 1; k < group; k++)
            sum += x[k];
        out[i] += factor * sum;
    }
}

/* Every `group` neighbouring classes of x into one cell of out; the groups there are, known to the compiler. */
static void add_groups(double *out, const double *x, int cells, int group, double factor) {
    switch (group) {
    case 1:
        join(out, x, cells, 1, factor);
        break;
    case COR_ATTEMPTS:
        join(out, x, cells, COR_ATTEMPTS, factor);
        break;
    case DEMO_COUNT:
        join(out, x, cells, DEMO_COUNT, factor);
        break;
    default:
        join(out, x, cells, group, factor);
    }
}

void cor_count_people(const mdl_member *p, int series, int place, const double *x, int per, double factor) {
    if (!cor_asked(p, series))
        return;
    double *out = cells_of(p, series, place);
    int group = classes_a_cell(p, series, per);
    if (group > 0)
        add_groups(out, x, p->m->nd * per / group, group, factor);
    else if (p->m->series[series].by_group)
        for (int n = 0; n < p->m->nn; n++, x += DEMO_COUNT * per)
            add_groups(out, x, DEMO_COUNT, per, factor);
    else
        join(out, x, 1, p->m->nd * per, factor);
}

void cor_count_flow(const mdl_member *p, const eng_world *w, int series, int place, int flow, int per, double factor) {
    if (flow < 0 || !cor_asked(p, series) || !eng_moved_any(w, flow))
        return;
    int group = classes_a_cell(p, series, per);
    if (group > 0)
        eng_moved_add(w, flow, group, factor, cells_of(p, series, place));
    else if (!p->m->series[series].by_group)
        cor_count(p, series, place, factor * eng_moved_total(w, flow));
    else
        cor_count_people(p, series, place, eng_moved_view(w, flow, p->nda), per, factor);
}

void cor_count_flows(const mdl_member *p, const eng_world *w, int series, int place, int n, const int flows[],
                     int per) {
    if (!cor_asked(p, series))
        return;
    int group = classes_a_cell(p, series, per);
    if (group > 0)
        eng_moved_add_all(w, n, flows, group, cells_of(p, series, place));
    else
        for (int i = 0; i < n; i++)
            cor_count_flow(p, w, series, place, flows[i], per, 1);
}

void cor_count_stock(const mdl_member *p, const eng_world *w, int series, int place, int stock, int per,
                     double factor) {
    if (stock >= 0 && cor_asked(p, series))
        cor_count_people(p, series, place, eng_people_view(w, stock, p->nda), per, factor);
}

void cor_count(const mdl_member *p, int series, int place, double value) {
    if (!cor_asked(p, series))
        return;
    p->record[p->m->series[series].offset + (p->m->series[series].nplaces ? place : 0)] += value;
}

void cor_count_ratio(const mdl_member *p, int series, int place, double numerator, double denominator) {
    if (!cor_asked(p, series))
        return;
    const mdl_series *s = &p->m->series[series];
    double *at = &p->record[s->offset + (s->nplaces ? place : 0)];
    at[0] += numerator;
    at[s->cells] += denominator;
}

/* ---- the parts of a day ---- */

static void record_way(const mdl_member *p, const eng_world *w) {
    const mdl_model *m = p->m;
    for (int l = 0; l < m->s->nlegs; l++)
        if (m->legs[l].darien)
            cor_count_flow(p, w, own(m)->series.gap, 0, m->legs[l].free, 1, 1);
    for (int i = 0; i < m->s->nplaces; i++)
        cor_count_flow(p, w, own(m)->series.events, 0, checkpoints_ids(m)->served[i], 1,
                       cor_par(p, SYS, P_MX_EVENTS, 0));
}

static void record_cities(const mdl_member *p, const eng_world *w) {
    const mdl_model *m = p->m;
    for (int c = 0; c < m->ncities; c++) {
        const cor_place *at = &m->places[m->cities[c]];
        int port = ports_ids(m)->of_city[c];
        cor_count_stock(p, w, own(p->m)->series.waiting, c, at->line, 1, 1);
        cor_count_stock(p, w, own(p->m)->series.waiting, c, at->again, COR_ATTEMPTS, 1);
        cor_count_stock(p, w, own(p->m)->series.waiting, c, crossing_ids(m)->later[c], COR_ATTEMPTS, 1);
        cor_count_stock(p, w, own(p->m)->series.waiting, c, processing_ids(m)->mpp[c], 1, 1);
        if (port >= 0)
            cor_count_stock(p, w, own(p->m)->series.waiting, c, ports_ids(m)->queue[port], 1, 1);
        cor_count_flow(p, w, own(p->m)->series.events, 0, crossing_ids(m)->removed[c], 1,
                       cor_par(p, SYS, P_MX_EVENTS, 0));
        cor_count_flow(p, w, own(p->m)->series.events, 0, crossing_ids(m)->removed_again[c], COR_ATTEMPTS,
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
        cor_count_ratio(p, own(p->m)->series.days, c, wait, on);
    }
}

/* Encounters of a sector: all, those of people met for the first time, and by nationality those of the others over all.
 * Nobody among those who try again is without an earlier encounter. */
static void record_encounters(const mdl_member *p, const eng_world *w, int sector) {
    double first[COR_MAX_ND] = {0}, again[COR_MAX_ND] = {0};
    for (int c = 0; c < p->m->s->ncrossings; c++)
        if (p->m->crossings[c].sector == sector) {
            eng_moved_add_all(w, TRY_RESCUED + 1, p->m->crossings[c].first, 1, first);
            eng_moved_add_all(w, TRY_RESCUED + 1, p->m->crossings[c].again, COR_ATTEMPTS, again);
        }
    cor_count_people(p, own(p->m)->series.encounters, sector, first, 1, 1);
    cor_count_people(p, own(p->m)->series.encounters, sector, again, 1, 1);
    cor_count_people(p, crossing_ids(p->m)->series.unique, sector, first, 1, 1);
    if (!cor_asked(p, own(p->m)->series.repeat_share))
        return;
    const mdl_series *s = &p->m->series[own(p->m)->series.repeat_share];
    double *repeats = &p->record[s->offset], *all = repeats + s->cells;
    add_groups(all, first, p->m->nn, DEMO_COUNT, 1);
    add_groups(all, again, p->m->nn, DEMO_COUNT, 1);
    add_groups(repeats, again, p->m->nn, DEMO_COUNT, 1);
}

static void count_tries(const mdl_member *p, const eng_world *w, int series, const cor_crossing *x, cor_try how,
                        double factor) {
    cor_count_flow(p, w, series, x->sector, x->first[how], 1, factor);
    cor_count_flow(p, w, series, x->sector, x->again[how], COR_ATTEMPTS, factor);
}

static void record_crossings(const mdl_member *p, const eng_world *w) {
    const struct statistics_ids *o = own(p->m);
    int any = cor_asked(p, o->series.encounters) || cor_asked(p, o->series.repeat_share) ||
              cor_asked(p, crossing_ids(p->m)->series.unique);
    for (int k = 0; any && k < p->m->s->nsectors; k++)
        record_encounters(p, w, k);
    for (int c = 0; c < p->m->s->ncrossings; c++) {
        const cor_crossing *x = &p->m->crossings[c];
        count_tries(p, w, o->series.rescues, x, TRY_RESCUED, 1);
        count_tries(p, w, o->series.gotaways, x, TRY_GOT_AWAY, cor_par(p, SYS, P_DETECTED, 0));
        count_tries(p, w, o->series.recorded, x, TRY_DIED_FOUND, 1);
        cor_count_flows(p, w, o->series.deaths, x->sector, 2, &x->first[TRY_DIED_FOUND], 1);
        cor_count_flows(p, w, o->series.deaths, x->sector, 2, &x->again[TRY_DIED_FOUND], COR_ATTEMPTS);
    }
}

static void record_custody(const mdl_member *p, const eng_world *w) {
    const mdl_model *m = p->m;
    for (int k = 0; k < m->s->nsectors; k++) {
        cor_count_stock(p, w, own(m)->series.custody, k, processing_ids(m)->custody[k], COR_ATTEMPTS, 1);
        cor_count_stock(p, w, own(m)->series.custody, k, processing_ids(m)->processed[k], COR_ATTEMPTS, 1);
    }
}

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    if (!p->record)
        return ENG_OK;
    record_way(p, w);
    record_cities(p, w);
    if (cor_asked(p, own(p->m)->series.days))
        record_days_waiting(p, w);
    record_crossings(p, w);
    record_custody(p, w);
    return ENG_OK;
}

static const cor_series SERIES[] = {
    {.id = offsetof(struct statistics_ids, series.gap),
     .at = 2,
     .name = COR_SERIES_GAP_CROSSINGS,
     .unit = "people",
     .meaning = "People who set out through the gap",
     .sum = SERIES_SUM,
     .by_nationality = 1,
     .by_group = 1,
     .of = HAS_DARIEN + 1,
     .shown = {.heading = "Through the gap",
               .order = 9,
               .standing = MDL_HAND_SET,
               .section = MDL_WAY,
               .told = MDL_FIRST,
               .headline = 1}},
    {.id = offsetof(struct statistics_ids, series.events),
     .at = 7,
     .name = COR_SERIES_WAY_EVENTS,
     .unit = "events",
     .meaning = "People presented to or channelled by migration authorities on the way",
     .sum = SERIES_SUM,
     .by_nationality = 1,
     .by_group = 1,
     .of = HAS_STATIONS + 1,
     .shown = {.heading = "Events recorded on the way",
               .order = 13,
               .standing = MDL_HAND_SET,
               .section = MDL_WAY,
               .headline = 1}},
    {.id = offsetof(struct statistics_ids, series.waiting),
     .at = 15,
     .name = COR_SERIES_WAITING,
     .unit = "people",
     .meaning = "People waiting in border cities, on the mean day",
     .sum = SERIES_MEAN,
     .harm = 1,
     .places = PLACES_CITIES,
     .by_nationality = 1,
     .by_group = 1,
     .shown = {.heading = "People waiting",
               .column = "waiting",
               .order = 22,
               .section = MDL_WAY,
               .headline = 1,
               .layers = 1}},
    {.id = offsetof(struct statistics_ids, series.days),
     .at = 16,
     .name = "days_waiting",
     .unit = "days",
     .meaning = "Days of waiting in border cities for each person who goes on from there",
     .sum = SERIES_RATIO,
     .harm = 1,
     .places = PLACES_CITIES,
     .shown = {.heading = "Days of waiting in border cities", .order = 23, .section = MDL_WAY}},
    {.id = offsetof(struct statistics_ids, series.encounters),
     .at = 17,
     .name = COR_SERIES_ENCOUNTERS,
     .unit = "events",
     .meaning = "Encounters between ports of entry",
     .sum = SERIES_SUM,
     .places = PLACES_SECTORS,
     .by_nationality = 1,
     .by_group = 1,
     .shown = {.heading = "Encounters between ports",
               .column = "encounters",
               .order = 1,
               .standing = MDL_FITTED,
               .told = MDL_FIRST,
               .main = 1,
               .headline = 1,
               .layers = 1}},
    {.id = offsetof(struct statistics_ids, series.gotaways),
     .at = 22,
     .name = COR_SERIES_GOTAWAYS,
     .unit = "events",
     .meaning = "Known got-aways",
     .sum = SERIES_SUM,
     .places = PLACES_SECTORS,
     .by_nationality = 1,
     .shown = {.heading = "Known got-aways",
               .order = 3,
               .standing = MDL_HAND_SET,
               .section = MDL_LINE,
               .told = MDL_FIRST,
               .headline = 1,
               .yearly = 1,
               .layers = 1}},
    {.id = offsetof(struct statistics_ids, series.repeat_share),
     .at = 23,
     .name = COR_SERIES_REPEAT_SHARE,
     .unit = "share",
     .meaning = "Encounters of people encountered before within twelve months",
     .sum = SERIES_RATIO,
     .by_nationality = 1,
     .shown = {.heading = "Share encountered before",
               .order = 4,
               .standing = MDL_HAND_SET,
               .section = MDL_LINE,
               .headline = 1,
               .yearly = 1,
               .layers = 1}},
    {.id = offsetof(struct statistics_ids, series.custody),
     .at = 27,
     .name = "custody",
     .unit = "people",
     .meaning = "People in custody at the border, on the mean day",
     .sum = SERIES_MEAN,
     .places = PLACES_SECTORS,
     .by_group = 1,
     .of = HAS_CUSTODY + 1,
     .shown = {.heading = "In custody at the border", .order = 29, .section = MDL_AFTER, .headline = 1}},
    {.id = offsetof(struct statistics_ids, series.deaths),
     .at = 39,
     .name = COR_SERIES_DEATHS,
     .unit = "people",
     .meaning = "Deaths at the border, found or not",
     .sum = SERIES_SUM,
     .harm = 1,
     .places = PLACES_SECTORS,
     .by_nationality = 1,
     .shown = {.heading = "Deaths with unrecorded", .column = "deaths", .order = 19, .headline = 1, .layers = 1}},
    {.id = offsetof(struct statistics_ids, series.recorded),
     .at = 40,
     .name = COR_SERIES_DEATHS_RECORDED,
     .unit = "people",
     .meaning = "Deaths at the border that are found",
     .sum = SERIES_SUM,
     .harm = 1,
     .places = PLACES_SECTORS,
     .by_nationality = 1,
     .shown = {.heading = "Deaths recorded", .order = 18, .layers = 1}},
    {.id = offsetof(struct statistics_ids, series.rescues),
     .at = 42,
     .name = COR_SERIES_RESCUES,
     .unit = "people",
     .meaning = "People rescued at the border",
     .sum = SERIES_SUM,
     .harm = 1,
     .places = PLACES_SECTORS,
     .by_nationality = 1,
     .shown = {.standing = MDL_HAND_SET}},
    {.name = NULL}};

const cor_system cor_statistics = {.name = "statistics",
                                   .part = "S24",
                                   .ids = sizeof(struct statistics_ids),
                                   .series = SERIES,
                                   .parameters = PARAMETERS,
                                   .nparameters = P_COUNT,
                                   .record = record};
