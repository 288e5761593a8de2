/* Statistics (S24): the published series that are views of several systems' flows, under the names they are published
 * by. A series of one system is declared and recorded there. How a day is added to a series: statistics_counts.c.
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

static struct statistics_ids *own(const mdl_model *m) { return m->ids[SYS]; }

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

/* ---- flows that are counted every day ---- */

static int count_way(mdl_model *m) {
    int status = ENG_OK, events = m->par[SYS][P_MX_EVENTS];
    for (int l = 0; l < m->s->nlegs && !status; l++)
        if (m->legs[l].darien)
            status = cor_series_flow(m, own(m)->series.gap, 0, m->legs[l].free, 1, ENG_NO_FACTOR);
    for (int i = 0; i < m->s->nplaces && !status; i++)
        status = cor_series_flow(m, own(m)->series.events, 0, checkpoints_ids(m)->served[i], 1, events);
    for (int c = 0; c < m->ncities && !status; c++)
        if (!(status = cor_series_flow(m, own(m)->series.events, 0, crossing_ids(m)->removed[c], 1, events)))
            status =
                cor_series_flow(m, own(m)->series.events, 0, crossing_ids(m)->removed_again[c], COR_ATTEMPTS, events);
    return status;
}

/* What became of those who tried a crossing: encounters into a sum by class, the others into their series; and all who
 * evaded. */
static int count_tries(mdl_model *m, int sector, const int flows[TRY_COUNT], int per, int met, int evaders) {
    const struct statistics_ids *o = own(m);
    const struct {
        int series;
        cor_try how;
        int factor;
    } fates[] = {{o->series.rescues, TRY_RESCUED, ENG_NO_FACTOR},
                 {o->series.gotaways, TRY_GOT_AWAY, m->par[SYS][P_DETECTED]},
                 {o->series.recorded, TRY_DIED_FOUND, ENG_NO_FACTOR},
                 {o->series.deaths, TRY_DIED_FOUND, ENG_NO_FACTOR},
                 {o->series.deaths, TRY_DIED_NOT_FOUND, ENG_NO_FACTOR}};
    int status = ENG_OK;
    for (int how = 0; how <= TRY_RESCUED && !status; how++)
        status = cor_sum_flow(m, met, flows[how], per);
    for (size_t k = 0; k < sizeof fates / sizeof fates[0] && !status; k++)
        status = cor_series_flow(m, fates[k].series, sector, flows[fates[k].how], per, fates[k].factor);
    for (int how = TRY_CAUGHT; how < TRY_COUNT && !status; how++)
        status = cor_sum_flow(m, evaders, flows[how], per * DEMO_COUNT);
    return status;
}

static int count(mdl_model *m) {
    int status = count_way(m), met = own(m)->met = cor_sums(m, m->s->nsectors * 2 * m->nd);
    int evaders = own(m)->evaders = cor_sums(m, m->s->ncrossings * m->nn);
    for (int c = 0; c < m->s->ncrossings && !status; c++, evaders += m->nn) {
        const cor_crossing *x = &m->crossings[c];
        int first = met + x->sector * 2 * m->nd;
        if (!(status = count_tries(m, x->sector, x->first, 1, first, evaders)))
            status = count_tries(m, x->sector, x->again, COR_ATTEMPTS, first + m->nd, evaders);
    }
    return status;
}

/* ---- the rest of a day ---- */

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
static void record_encounters(const mdl_member *p, int sector, const double *first, const double *again) {
    const struct statistics_ids *o = own(p->m);
    const mdl_series *s = &p->m->series[o->series.repeat_share];
    double *restrict repeats = &p->record[s->offset], *restrict all = repeats + s->cells;
    cor_count_people(p, o->series.encounters, sector, first);
    cor_count_people(p, o->series.encounters, sector, again);
    cor_count_people(p, crossing_ids(p->m)->series.unique, sector, first);
    if (!cor_asked(p, o->series.repeat_share))
        return;
    for (int n = 0; n < p->m->nn; n++)
        for (int d = 0; d < DEMO_COUNT; d++, first++, again++) {
            all[n] += *first + *again;
            repeats[n] += *again;
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
    mdl_member *p = member;
    const mdl_model *m = p->m;
    if (!p->record)
        return ENG_OK;
    const double *met = cor_counted(p, w) + own(m)->met;
    record_cities(p, w);
    if (cor_asked(p, own(m)->series.days))
        record_days_waiting(p, w);
    for (int k = 0; k < m->s->nsectors; k++, met += 2 * m->nd)
        record_encounters(p, k, met, met + m->nd);
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
     .name = COR_SERIES_CUSTODY,
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
                                   .count = count,
                                   .record = record};
