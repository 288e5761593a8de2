/* What a scenario has of the institutions this model knows, and whose values the declared defaults are.
 *
 * An institution is there if a file of the scenario shows it (rows, or values of its parameters), if scenario.yaml
 * names it under `institutions`, or, of those that no table shows, if the scenario lies in the corridor that the
 * defaults were judged for (it has places in Mexico). One that is not there:
 * 1. is off: its settings below hold on every day, whatever a policy or --set says;
 * 2. has no series;
 * 3. needs no values: its parameters are not among those that stand at the defaults of another corridor.
 */
#include "corridor/institutions.h"

#include "text/say.h"

#include <stdlib.h>
#include <string.h>

/* The scenario at home in the defaults, and the country of its way: everything in it may be taken as meant. */
static const char HOME[] = "us-mexico", HOME_COUNTRY[] = "MX";

static int has_home_country(const scn_scenario *s) {
    for (int i = 0; i < s->nplaces; i++)
        if (strcmp(s->places[i].country, HOME_COUNTRY) == 0)
            return 1;
    return 0;
}

static int has_darien(const scn_scenario *s) {
    for (int i = 0; i < s->nlegs; i++)
        if (cor_is_darien(s, i))
            return 1;
    return 0;
}

static int has_trains(const scn_scenario *s) {
    for (int i = 0; i < s->nlegs; i++)
        if (strcmp(s->legs[i].mode, "train") == 0)
            return 1;
    return 0;
}

static int has_stations(const scn_scenario *s) { return s->nstations > 0; }

static int has_ports(const scn_scenario *s) { return s->nports > 0; }

static int has_goods(const scn_scenario *s) {
    for (int i = 0; i < s->nports; i++)
        if (s->ports[i].goods_usd_per_day > 0)
            return 1;
    return 0;
}

static int has_custody(const scn_scenario *s) {
    for (int k = 0; k < s->nsectors; k++)
        if (s->sectors[k].agents > 0 || s->sectors[k].custody_places > 0)
            return 1;
    return 0;
}

enum { PREFIXES = 10, SETTINGS = 14 };
static const struct {
    const char *name;
    int (*shown)(const scn_scenario *s); /* by rows; NULL: no table shows it */
    const char *parameters[PREFIXES];    /* beginnings of paths, as it is named by values of its own */
    mdl_setting off[SETTINGS];
    int whole; /* in place of off, 1 more than a system: as its knock-out has it */
} LIST[COR_INSTITUTIONS] = {
    [HAS_DARIEN] = {.name = "darien", .shown = has_darien},
    [HAS_TRAINS] = {.name = "trains", .shown = has_trains, .parameters = {"mexico.trains."}},
    [HAS_STATIONS] = {.name = "stations",
                      .shown = has_stations,
                      .parameters = {"mexico.stations.", "mexico.checkpoints.", "mexico.effort.", "mexico.personnel.",
                                     "mexico.repatriation.", "mexico.returns.", "mexico.bus", "mexico.north.",
                                     "statistics.mexico_events_factor"},
                      .off = {{"mexico.north.removal_rate", 0}}},
    [HAS_PORTS] = {.name = "ports", .shown = has_ports, .parameters = {"us.ports.", "ports."}},
    [HAS_TRADE] = {.name = "trade", .shown = has_goods, .parameters = {"trade."}, .off = {{"trade.value", 0}}},
    [HAS_CUSTODY] = {.name = "custody",
                     .shown = has_custody,
                     .parameters = {"us.custody.", "us.detention.", "processing.", "us.title8."}},
    [HAS_CARAVANS] = {.name = "caravans",
                      .parameters = {"mexico.caravans.", "harm.in_a_caravan"},
                      .off = {{"mexico.caravans.form", 0}, {"mexico.caravans.called", 0}}},
    [HAS_ASYLUM] = {.name = "asylum", .parameters = {"mexico.asylum."}, .off = {{"mexico.asylum.office", 0}}},
    [HAS_EXPULSIONS] = {.name = "expulsions",
                        .parameters = {"us.title42.", "us.court_lets_stand.title42", "us.mexico_accepts"},
                        .off = {{"us.title42.active", 0}}},
    [HAS_HEARINGS] = {.name = "hearings",
                      .parameters = {"us.mpp.", "us.court_lets_stand.mpp", "attempts.after_mpp",
                                     "beliefs.stay_from_mpp"},
                      .off = {{"us.mpp.share", 0}}},
    [HAS_MINORS] = {.name = "minors", .parameters = {"us.minors."}, .off = {{"us.minors.beds", 1000000}}},
    [HAS_COURTS] = {.name = "courts",
                    .parameters = {"us.courts.", "crossing.years_"},
                    .off = {{"us.courts.first_backlog", 0},
                            {"us.courts.other_cases_per_year", 0},
                            {"us.courts.residents", 0},
                            {"crossing.years_weight", 0}}},
    [HAS_INTERIOR] = {.name = "interior",
                      .parameters = {"us.interior."},
                      .off = {{"us.interior.need_share", 0}, {"us.interior.need_bused", 0}}},
    [HAS_DIPLOMACY] = {.name = "diplomacy",
                       .parameters = {"diplomacy.", "us.diplomacy.", "us.elections.", "mexico.elections."},
                       .off = {{"diplomacy.endogenous", 0}, {"us.diplomacy.threat", 0}, {"us.diplomacy.offer", 0}}},
    [HAS_AID] = {.name = "aid", .parameters = {"aid.", "us.aid."}, .off = {{"us.aid.usd_per_year", 0}}},
    [HAS_MONEY] = {.name = "money", .parameters = {"money."}, .whole = SYS_MONEY + 1},
};

/* The institution a parameter belongs to, or -1: to people, ways and the border itself, which every corridor has. */
static int of_parameter(const char *path) {
    for (int i = 0; i < COR_INSTITUTIONS; i++)
        for (int k = 0; k < PREFIXES && LIST[i].parameters[k]; k++)
            if (strncmp(path, LIST[i].parameters[k], strlen(LIST[i].parameters[k])) == 0)
                return i;
    return -1;
}

static int named(const scn_scenario *s, int institution) {
    for (int i = 0; i < s->ninstitutions; i++)
        if (strcmp(s->institutions[i], LIST[institution].name) == 0)
            return 1;
    return 0;
}

int cor_has(const scn_scenario *s, cor_institution institution) {
    if (named(s, (int)institution) || (LIST[institution].shown ? LIST[institution].shown(s) : has_home_country(s)))
        return 1;
    if (LIST[institution].shown)
        return 0; /* values alone make no stations, ports or trains */
    for (int i = 0; i < s->registry.count; i++)
        if (s->given[i] && of_parameter(s->registry.decl[i]->path) == (int)institution)
            return 1;
    return 0;
}

int cor_acts(const scn_scenario *s, int parameter) {
    int institution = of_parameter(s->registry.decl[parameter]->path);
    return par_elements(&s->registry, parameter) > 0 && (institution < 0 || cor_has(s, (cor_institution)institution));
}

const char *cor_home(void) { return HOME; }

int cor_at_home(const scn_scenario *s) { return has_home_country(s); }

const char *const *cor_first_to_judge(void) {
    static const char *const list[] = {"origins.rate_per_year",
                                       "crossing.detection",
                                       "crossing.evade_value",
                                       "attempts.after_return_others",
                                       "us.title8.expedited_share",
                                       "processing.hours_adult",
                                       "harm.death_scale",
                                       "harm.undercount",
                                       "mexico.checkpoints.intensity",
                                       "us.courts.judges",
                                       NULL};
    return list;
}

/* ---- off by not being there ---- */

int cor_settle_institutions(mdl_model *m) {
    const par_registry *r = &m->s->registry;
    m->offs = cor_ids(m, COR_INSTITUTIONS * SETTINGS);
    m->off_values = cor_numbers(m, COR_INSTITUTIONS * SETTINGS);
    if (!m->offs || !m->off_values)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < COR_INSTITUTIONS; i++) {
        m->has[i] = cor_has(m->s, (cor_institution)i);
        const mdl_setting *off = LIST[i].whole ? cor_off((cor_system_id)(LIST[i].whole - 1)) : LIST[i].off;
        for (int k = 0; !m->has[i] && k < SETTINGS && off[k].path; k++) {
            int at = par_find(r, off[k].path);
            if (at < 0)
                return ENG_ERR_DECLARE;
            m->offs[m->noffs] = at;
            m->off_values[m->noffs++] = off[k].value;
        }
    }
    return ENG_OK;
}

void cor_hold_off(const mdl_model *m, double *values) {
    const par_registry *r = &m->s->registry;
    for (int i = 0; i < m->noffs; i++)
        for (int k = 0, n = par_elements(r, m->offs[i]); k < n; k++)
            values[r->offset[m->offs[i]] + k] = m->off_values[i];
}

/* ---- what is said of them ---- */

static void unknown(const scn_scenario *s, int i, rep_report *rep) {
    const char *names[COR_INSTITUTIONS];
    for (int k = 0; k < COR_INSTITUTIONS; k++) {
        names[k] = LIST[k].name;
        if (strcmp(names[k], s->institutions[i]) == 0)
            return;
    }
    char *label = txt_join(s->folder.path ? s->folder.path : "", "/", "scenario.yaml");
    txt_unknown(rep, label ? label : "scenario.yaml", s->institution_at[i], s->institutions[i],
                "an institution of the model (docs/scenario-format.md lists them)",
                rep_nearest(s->institutions[i], COR_INSTITUTIONS, names), "take it out");
    free(label);
}

static void acts_on_nothing(const scn_scenario *s, int parameter, const char *file, int line, int column,
                            rep_report *rep) {
    const char *path = s->registry.decl[parameter]->path;
    int i = of_parameter(path);
    if (i < 0 || cor_has(s, (cor_institution)i))
        return;
    rep_add(rep, REP_WARNING, file, line, column, path,
            txt_say(LIST[i].shown ? "give the scenario its rows, see docs/scenario-format.md, or name it under "
                                    "`institutions` of scenario.yaml: %s"
                                  : "name it under `institutions` of scenario.yaml to have it: %s",
                    LIST[i].name)
                .text,
            "a parameter of what this scenario has: it has no %s, and the value acts on nothing", LIST[i].name);
}

/* Whether some nationality on some day has a value above 0. */
static int ever_above_zero(const scn_scenario *s, int parameter) {
    for (int k = 0, n = par_elements(&s->registry, parameter); k < n; k++)
        if (s->values[s->registry.offset[parameter] + k] > 0)
            return 1;
    for (int i = 0; i < s->nchanges; i++)
        if (s->changes[i].parameter == parameter && s->changes[i].value > 0)
            return 1;
    return 0;
}

/* Without returns.csv nobody whom a sector returns has a place to go to, and all stay in custody. */
static void returned_to_nowhere(const scn_scenario *s, rep_report *rep) {
    static const char *const ways[] = {"us.title8.return_to_mexico_share", "us.title42.active", "us.mpp.share"};
    for (int i = 0; s->nreturns == 0 && i < 3; i++) {
        int at = par_find(&s->registry, ways[i]), institution = of_parameter(ways[i]);
        if (at < 0 || !ever_above_zero(s, at) || (institution >= 0 && !cor_has(s, (cor_institution)institution)))
            continue;
        char *label = txt_join(s->folder.path ? s->folder.path : "", "/", "returns.csv");
        rep_add(rep, REP_WARNING, label ? label : "returns.csv", 0, 0, "no rows",
                "write to which place each sector returns people",
                "returns.csv, as %s is above 0: people stay in custody", ways[i]);
        free(label);
        return;
    }
}

void cor_check_institutions(const scn_scenario *s, rep_report *rep) {
    returned_to_nowhere(s, rep);
    for (int i = 0; i < s->ninstitutions; i++)
        unknown(s, i, rep);
    for (int i = 0, last = -1; i < s->nchanges; i++) { /* one line for a parameter's rows in a row */
        if (s->changes[i].parameter != last)
            acts_on_nothing(s, s->changes[i].parameter, s->changes[i].file, s->changes[i].line, s->changes[i].column,
                            rep);
        last = s->changes[i].parameter;
    }
    for (int i = 0; i < s->registry.count; i++)
        if (s->fixed[i])
            acts_on_nothing(s, i, SAY_SETS, 0, 0, rep);
}
