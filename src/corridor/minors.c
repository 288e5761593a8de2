/* Minors' shelters (S16): beds, emergency sites, and the minors who wait in custody for a bed.
 *
 * Unaccompanied minors who are not sent back go to shelters of the health department, and from there to a sponsor. Beds
 * are limited; who finds none stays in Border Patrol custody and fills it (processing.c counts them there).
 *
 * 1. The processed who go to care stand in their sector's queue for a bed (processing.c sends them).
 * 2. Free beds = standard beds + open emergency sites * beds of a site - minors in care. One serve over all sectors'
 *    queues, oldest first, takes so many a day.
 * 3. A minor leaves care for a sponsor at 1 / care_days a day (so people in care = arrivals a day * care_days).
 * 4. Sites wanted = (minors in care and waiting / open_fill - standard beds) / beds of a site, from 0 to most_sites.
 *    Those wanted that are neither open nor in preparation are ordered at once; they open after open_days on the mean
 *    (one in open_days of those in preparation a day); open ones no longer wanted close at one in close_days a day.
 * Sites are a mean: a fraction of a site is a site open for a part of the time. Minors met at ports wait there for a
 * bed (ports.c sends them). Minors met at other borders are not counted.
 */
#include "corridor/minors.h"
#include "corridor/processing.h"
#include "corridor/statistics.h"

#define SYS SYS_MINORS

static struct minors_ids *own(const mdl_model *m) { return m->ids[SYS]; }

enum { P_BEDS, P_SITE_BEDS, P_OPEN_FILL, P_OPEN_DAYS, P_CLOSE_DAYS, P_MOST, P_CARE, P_COUNT };
enum { F_OPEN, F_PREPARING, F_COUNT }; /* the field */

static const par_decl PARAMETERS[] = {
    [P_BEDS] = {"us.minors.beds", "beds", 11500, 0, 1e6, .kind = PAR_POLICY, .confidence = CONF_SOURCE,
                .meaning = "Standard beds in use for unaccompanied minors",
                .source = "HHS to CBS News, April 2022: 11,500; schedule.csv"},
    [P_SITE_BEDS] = {"us.minors.site_beds", "beds/site", 1000, 1, 20000, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7,
                     .prior_high = 1.4, .kind = PAR_STRUCTURE, .confidence = CONF_SOURCE,
                     .meaning = "Beds of an emergency site, mean",
                     .source = "HHS, March 2021: 350 (Lackland) to 5,000 (Fort Bliss), most 500 to 2,400"},
    [P_OPEN_FILL] = {"us.minors.open_fill", "minors/bed", 0.85, 0.1, 2, .kind = PAR_POLICY,
                     .confidence = CONF_JUDGEMENT, .meaning = "Fill of the beds over which emergency sites are ordered",
                     .source = "our judgement"},
    [P_OPEN_DAYS] = {"us.minors.open_days", "days", 20, 1, 365, .prior = PRIOR_LOGNORMAL, .prior_low = 0.7,
                     .prior_high = 1.4, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
                     .meaning = "Mean days from the order of a site to its opening",
                     .source =
                         "our judgement: first site of 2021 on 22 February, most in the second half of March (HHS)"},
    [P_CLOSE_DAYS] = {"us.minors.close_days", "days", 60, 1, 1000, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
                      .meaning = "Mean days until a site no longer needed closes",
                      .source = "our judgement: most sites of spring 2021 closed by August"},
    [P_MOST] = {"us.minors.most_sites", "sites", 20, 0, 1000, .kind = PAR_POLICY, .confidence = CONF_JUDGEMENT,
                .meaning = "Most emergency sites at a time",
                .source = "our judgement: more than a dozen opened January to May 2021"},
    [P_CARE] = {"us.minors.care_days", "days", 34, 1, 365, .kind = PAR_STRUCTURE, .confidence = CONF_SOURCE,
                .meaning = "Mean stay of unaccompanied minors in care", .source = "CNN March 2021: 34 days"},
    [P_COUNT] = {.path = NULL}};

static const mdl_setting OFF[] = {{"us.minors.beds", 1000000}, {NULL, 0}};

/* Queues: of the sectors, and of all ports together. */
static const char *where(const mdl_model *m, int k) { return k < m->s->nsectors ? m->s->sectors[k].name : "ports"; }

static int declare_stocks(mdl_model *m, int system) {
    char name[200];
    if (!(own(m)->waiting = cor_ids(m, m->s->nsectors + 1)))
        return ENG_ERR_MEMORY;
    for (int k = 0; k <= m->s->nsectors; k++) {
        (void)cor_name(name, sizeof name, "minors who wait for a bed, %s", where(m, k));
        if ((own(m)->waiting[k] = eng_stock(m->e, system, name, m->ND, ENG_QUEUE, 30)) < 0)
            return own(m)->waiting[k];
    }
    own(m)->care = eng_stock(m->e, system, "minors in care", m->ND, ENG_POOL, 0);
    if ((own(m)->beds = cor_auxiliary(m, SYS, "minors, and standard beds for them", 2)) < 0)
        return own(m)->beds;
    return own(m)->sites = eng_field(m->e, system, "emergency shelters", F_COUNT);
}

static int declare_flows(mdl_model *m, int system) {
    char name[200];
    int *taken = cor_ids(m, m->s->nsectors + 1);
    if (!taken)
        return ENG_ERR_MEMORY;
    for (int k = 0; k <= m->s->nsectors; k++) {
        (void)cor_name(name, sizeof name, "finds a bed, %s", where(m, k));
        if ((taken[k] = eng_flow(m->e, name, own(m)->waiting[k], own(m)->care, NULL)) < 0)
            return taken[k];
    }
    own(m)->taken = taken;
    own(m)->leave = eng_flow(m->e, "care > sponsor", own(m)->care, processing_ids(m)->inside, NULL);
    if (own(m)->leave < 0)
        return own(m)->leave;
    return own(m)->serve = eng_serve(m->e, system, "beds for minors", m->s->nsectors + 1, taken, 0);
}

static int start(mdl_member *p) {
    static const double none[F_COUNT] = {0, 0};
    return eng_world_field_set(p->w, own(p->m)->sites, none);
}

static int prepare(mdl_member *p) {
    double *beds = cor_aux_put(p, own(p->m)->beds);
    if (!beds)
        return ENG_ERR_OWNER;
    beds[0] = cor_minors_in_care(p);
    for (int k = 0; k <= p->m->s->nsectors; k++)
        beds[0] += cor_minors_waiting(p, k);
    beds[1] = cor_par(p, SYS, P_BEDS, 0);
    return ENG_OK;
}

static int decide(void *member, eng_day *day) {
    mdl_member *p = member;
    const mdl_model *m = p->m;
    const double *sites = eng_get(p->w, own(m)->sites);
    double *next = eng_put(day, own(m)->sites), care = cor_minors_in_care(p), all = cor_minors_all(p);
    double beds = cor_par(p, SYS, P_BEDS, 0), each = cor_par(p, SYS, P_SITE_BEDS, 0);
    if (!next)
        return ENG_ERR_OWNER;
    double wanted = cor_clamp((all / cor_par(p, SYS, P_OPEN_FILL, 0) - beds) / each, 0, cor_par(p, SYS, P_MOST, 0));
    double opened = sites[F_PREPARING] / cor_par(p, SYS, P_OPEN_DAYS, 0);
    double more = wanted - sites[F_OPEN] - sites[F_PREPARING], too_many = sites[F_OPEN] - wanted;
    next[F_OPEN] = sites[F_OPEN] + opened - (too_many > 0 ? too_many / cor_par(p, SYS, P_CLOSE_DAYS, 0) : 0);
    next[F_PREPARING] = sites[F_PREPARING] - opened + (more > 0 ? more : 0);
    double room = beds + sites[F_OPEN] * each - care;
    if (eng_capacity(day, own(m)->serve, room > 0 ? room : 0))
        return ENG_ERR_OWNER;
    return eng_rate(day, own(m)->leave, cor_clamp(1 / cor_par(p, SYS, P_CARE, 0), 0, 1));
}

static int record(void *member, const eng_world *w) {
    const mdl_member *p = member;
    if (!p->record)
        return ENG_OK;
    cor_count_stock(p, w, own(p->m)->series.in_care, 0, own(p->m)->care, 1, 1);
    cor_count(p, own(p->m)->series.emergency, 0, eng_get(w, own(p->m)->sites)[F_OPEN]);
    for (int k = 0; k < p->m->s->nsectors; k++)
        cor_count_stock(p, w, statistics_ids(p->m)->series.custody, k, own(p->m)->waiting[k], 1, 1);
    return ENG_OK;
}

static const cor_series SERIES[] = {
    {.id = offsetof(struct minors_ids, series.in_care),
     .at = 28,
     .name = "minors_in_care",
     .unit = "people",
     .meaning = "Unaccompanied minors in shelters, on the mean day",
     .sum = SERIES_MEAN,
     .by_nationality = 1,
     .of = HAS_MINORS + 1,
     .shown = {.heading = "Minors in shelters, on the mean day", .order = 31, .section = MDL_AFTER, .told = MDL_LATER}},
    {.id = offsetof(struct minors_ids, series.emergency),
     .at = 29,
     .name = "emergency_shelters",
     .unit = "shelters",
     .meaning = "Emergency shelters for minors that are open, on the mean day",
     .sum = SERIES_MEAN,
     .of = HAS_MINORS + 1,
     .shown = {.heading = "Emergency shelters for minors", .order = 32, .section = MDL_AFTER}},
    {.name = NULL}};

const cor_system cor_minors = {.name = "minors",
                               .part = "S16",
                               .ids = sizeof(struct minors_ids),
                               .series = SERIES,
                               .off = OFF,
                               .nobody = "beds were short in few months, in which minors fill custody: over years that "
                                         "is little",
                               .parameters = PARAMETERS,
                               .nparameters = P_COUNT,
                               .declare_stocks = declare_stocks,
                               .declare_flows = declare_flows,
                               .prepare = prepare,
                               .decide = decide,
                               .record = record,
                               .start = start};
