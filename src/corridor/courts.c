/* Immigration courts (S17): a docket, judges, and the years an applicant can expect to wait.
 *
 * Those released or admitted at ports join the docket by way of a city (interior.c); so do people already in the
 * country (a yearly number). Judges decide so many cases a year, in no order of arrival (the courts keep several
 * dockets). Expected years = docket divided by decisions a year (a slow mean: nobody takes a year of closed courtrooms
 * for the rule); they feed what staying is worth (crossing.c), more for nationalities with weak claims (a low grant
 * rate).
 */
#include "corridor/courts.h"
#include "corridor/statistics.h"

#define SYS SYS_COURTS

static struct courts_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum { P_JUDGES, P_CASES, P_OTHER, P_BACKLOG, P_BACKLOG_SHARE, P_RESIDENTS, P_GRANT, P_GRANT_MEAN, P_MEMORY, P_COUNT };
enum { F_YEARS, F_DECISIONS, F_COUNT }; /* the field: expected years; decisions a year as known, slow */

static const par_decl PARAMETERS[] = {
    [P_JUDGES] = {"us.courts.judges", "judges", 400, 1, 5000, .kind = PAR_POLICY, .confidence = CONF_SOURCE,
                  .meaning = "Immigration judges",
                  .source = "EOIR, WOLA April 2024: under 725; about 395 at the end of FY2018"},
    [P_CASES] = {"us.courts.cases_per_judge", "cases/year", 600, 50, 5000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.85,
                 .prior_high = 1.18, .kind = PAR_STRUCTURE, .confidence = CONF_SOURCE,
                 .meaning = "Cases a judge decides in a year",
                 .source = "EOIR completions: 195,146 (FY2018), 314,788 (FY2022), 526,548 (FY2023)"},
    [P_OTHER] = {"us.courts.other_cases_per_year", "cases/year", 60000, 0, 3000000, .prior = PRIOR_LOGNORMAL,
                 .prior_low = 0.8, .prior_high = 1.25, .kind = PAR_STRUCTURE, .confidence = CONF_JUDGEMENT,
                 .meaning = "New cases of people who did not come by this corridor in the run",
                 .source = "EOIR receipts less releases"},
    [P_BACKLOG] = {"us.courts.first_backlog", "cases", 850000, 0, 5000000, .kind = PAR_STRUCTURE,
                   .confidence = CONF_SOURCE, .meaning = "Docket on the first day",
                   .source = "TRAC: 658,728 in November 2017; EOIR counts are higher"},
    [P_BACKLOG_SHARE] = {"us.courts.backlog_share", "weight", 0.05, 0, 1, .who = WHO_NATIONALITY, .kind = PAR_STRUCTURE,
                         .confidence = CONF_JUDGEMENT, .meaning = "Nationalities in the first docket",
                         .source = "parameters.csv"},
    [P_RESIDENTS] = {"us.courts.residents", "people", 20000000, 0, 4e8, .kind = PAR_STRUCTURE,
                     .confidence = CONF_JUDGEMENT,
                     .meaning = "People already in the country from whom other cases come",
                     .source = "our judgement; only their number matters, not who they are"},
    [P_GRANT] = {"us.courts.grant_rate", "share", 0.3, 0, 1, .who = WHO_NATIONALITY, .kind = PAR_STRUCTURE,
                 .confidence = CONF_UNVERIFIED,
                 .meaning = "Of decided cases, share that end with a right to stay: how strong claims are",
                 .source = "EOIR and TRAC, asylum decisions by nationality, rounded; parameters.csv"},
    [P_GRANT_MEAN] = {"us.courts.grant_rate_mean", "share", 0.3, 0, 0.95, .kind = PAR_STRUCTURE,
                      .confidence = CONF_JUDGEMENT,
                      .meaning = "Grant rate at which a year of waiting counts as crossing.years_weight says",
                      .source = "our judgement"},
    [P_MEMORY] = {"us.courts.pace_half_life", "days", 540, 1, 3650, .kind = PAR_BEHAVIOUR, .confidence = CONF_JUDGEMENT,
                  .meaning = "Half-life of the mean of decisions a year by which a wait is expected",
                  .source = "our judgement"},
    [P_COUNT] = {.path = NULL}};

static int declare_stocks(mdl_model *m, int system) {
    own(m)->docket = eng_stock(m->e, system, "docket", m->N, ENG_QUEUE, 1);
    own(m)->decided = eng_stock(m->e, system, "decided by a court", m->N, ENG_POOL, 0);
    own(m)->residents = eng_stock(m->e, system, "in the US before", m->N, ENG_POOL, 0);
    own(m)->years = eng_field(m->e, system, "expected years before a decision", F_COUNT);
    own(m)->weakness = cor_auxiliary(m, SYS, "weakness of claims", m->nn);
    return own(m)->weakness < 0 ? own(m)->weakness : own(m)->years;
}

static int declare_flows(mdl_model *m, int system) {
    own(m)->served = eng_flow(m->e, "docket > decided", own(m)->docket, own(m)->decided, NULL);
    own(m)->filed = eng_flow(m->e, "in the US before > docket", own(m)->residents, own(m)->docket, NULL);
    if (own(m)->served < 0 || own(m)->filed < 0)
        return ENG_ERR_DECLARE;
    return own(m)->serve = eng_serve(m->e, system, "judges", 1, &own(m)->served, 1);
}

/* To who will lose, the years before a decision are all there is to win; to who will win they are not. */
static int prepare(mdl_member *p) {
    double *weakness = cor_aux_put(p, own(p->m)->weakness);
    if (!weakness)
        return ENG_ERR_OWNER;
    for (int n = 0; n < p->m->nn; n++)
        weakness[n] = (1 - cor_par(p, SYS, P_GRANT, n)) / (1 - cor_par(p, SYS, P_GRANT_MEAN, 0));
    return ENG_OK;
}

static double decisions_per_year(const mdl_member *p) {
    return cor_par(p, SYS, P_JUDGES, 0) * cor_par(p, SYS, P_CASES, 0);
}

static int start(mdl_member *p) {
    const mdl_model *m = p->m;
    double sum = 0, backlog = cor_par(p, SYS, P_BACKLOG, 0), pace = decisions_per_year(p);
    const double first[F_COUNT] = {backlog / pace, pace};
    int status;
    for (int n = 0; n < m->nn; n++)
        sum += cor_par(p, SYS, P_BACKLOG_SHARE, n);
    for (int n = 0; n < m->nn; n++) {
        double share = sum > 0 ? cor_par(p, SYS, P_BACKLOG_SHARE, n) / sum : 1.0 / m->nn;
        if ((status = eng_world_put(p->w, own(m)->docket, n, backlog * share)) ||
            (status = eng_world_put(p->w, own(m)->residents, n, cor_par(p, SYS, P_RESIDENTS, 0) * share)))
            return status;
    }
    return eng_world_field_set(p->w, own(m)->years, first);
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    double *years = eng_put(day, own(m)->years), *filed = eng_prob(day, own(m)->filed);
    double residents = eng_total(p->w, own(m)->residents);
    if (!years || !filed)
        return ENG_ERR_OWNER;
    double pace = eng_get(p->w, own(m)->years)[F_DECISIONS], today = decisions_per_year(p);
    years[F_DECISIONS] = pace + cor_step(cor_par(p, SYS, P_MEMORY, 0)) * (today - pace);
    years[F_YEARS] = eng_total(p->w, own(m)->docket) / years[F_DECISIONS];
    for (int n = 0; n < m->nn; n++)
        filed[n] = residents > 1 ? cor_clamp(cor_par(p, SYS, P_OTHER, 0) / 365.25 / residents, 0, 1) : 0;
    return eng_capacity(day, own(m)->serve, today / 365.25);
}

static const mdl_setting OFF[] = {{"crossing.years_weight", 0}, {.path = NULL}};

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    const mdl_model *m = p->m;
    if (!p->record)
        return ENG_OK;
    for (int n = 0; cor_asked(p, own(m)->series.backlog) && n < m->nn; n++)
        p->record[m->series[own(m)->series.backlog].offset + n] += eng_people(w, own(m)->docket, n);
    cor_count(p, own(m)->series.years, 0, eng_total(w, own(m)->docket) / decisions_per_year(p));
    return ENG_OK;
}

static const cor_series SERIES[] = {{.id = offsetof(struct courts_ids, series.backlog),
                                     .at = 30,
                                     .name = COR_SERIES_COURT_BACKLOG,
                                     .unit = "cases",
                                     .meaning = "Cases that wait for a court, on the mean day",
                                     .sum = SERIES_MEAN,
                                     .by_nationality = 1,
                                     .of = HAS_COURTS + 1,
                                     .shown = {.heading = "Cases waiting in court",
                                               .order = 34,
                                               .standing = MDL_HAND_SET,
                                               .section = MDL_AFTER,
                                               .headline = 1}},
                                    {.id = offsetof(struct courts_ids, series.years),
                                     .at = 31,
                                     .name = "court_wait_years",
                                     .unit = "years",
                                     .meaning = "Cases that wait over decisions a year",
                                     .sum = SERIES_MEAN,
                                     .of = HAS_COURTS + 1,
                                     .shown = {.heading = "Years until a decision", .order = 35, .section = MDL_AFTER}},
                                    {.name = NULL}};

const cor_system cor_courts = {.name = "courts",
                               .part = "S17",
                               .ids = sizeof(struct courts_ids),
                               .series = SERIES,
                               .record = record,
                               .off = OFF,
                               .parameters = PARAMETERS,
                               .nparameters = P_COUNT,
                               .declare_stocks = declare_stocks,
                               .declare_flows = declare_flows,
                               .prepare = prepare,
                               .decide = decide,
                               .start = start};
