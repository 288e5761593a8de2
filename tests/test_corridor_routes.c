/* Routes: nested recursive logit against a direct enumeration, legs and route families that open and close.
 *
 * The network: six-places with a way to Monterrey and two more border cities, so that three groups of sectors can be
 * reached: south Texas from Reynosa and Nuevo Laredo, El Paso from Juárez, California from Tijuana.
 */
#include "corridor_small.h"

#include "corridor/crossing.h"
#include "corridor/origins.h"
#include "corridor/routes.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PLACES                                                                                                         \
    {                                                                                                                  \
        "places.csv", "",                                                                                              \
            "Monterrey,MX,route,north-east,25.7,-100.3,3,200,1,x\nNuevo "                                              \
            "Laredo,MX,north_border,north-east,27.5,-99.5,8,300,3,x\n"                                                 \
            "Tijuana,MX,north_border,north-west,32.5,-117.0,8,900,2,x\n"                                               \
    }
#define SECTORS                                                                                                        \
    {                                                                                                                  \
        "sectors.csv", "",                                                                                             \
            "Laredo,South Texas,Texas,1900,900,27.5,-99.5,18,21,25,29,33,36,37,37,33,29,23,19,x\n"                     \
            "San Diego,California,California,2200,900,32.7,-117.1,19,19,19,20,21,22,24,25,25,23,21,19,x\n"             \
    }
#define CROSSINGS                                                                                                      \
    {                                                                                                                  \
        "crossings.csv", "",                                                                                           \
            "Laredo river,Nuevo Laredo,Laredo,urban,river,5,0.5,100,2,0.1,15,x\n"                                      \
            "Laredo ranches,Nuevo Laredo,Laredo,remote,open,100,4,3500,7,0.8,250,x\n"                                  \
            "San Ysidro,Tijuana,San Diego,urban,wall,5,0.5,100,2,0.1,10,x\n"                                           \
            "Tecate mountains,Tijuana,San Diego,remote,mountain,50,2,3500,6,0.6,150,x\n"                               \
    }
#define RETURNS                                                                                                        \
    { "returns.csv", "", "Laredo,Nuevo Laredo,1,x\nSan Diego,Tijuana,1,x\n" }
#define LEGS                                                                                                           \
    "from,to,mode,km,days,cost_usd,hardship,checkpoint,deaths_per_100k,robbery,opens,closes,source\n"                  \
    "San Pedro Sula,Tapachula,bus,750,2,120,1,0,2,1,,,x\n"                                                             \
    "Tapachula,Acayucan,bus,550,1,60,1,1.5,2,1,,,x\n"                                                                  \
    "Tapachula,Acayucan,walk,550,14,80,5,0.5,15,2,,,x\n"                                                               \
    "Tapachula,Mexico City,smuggler,1150,3,1500,2,0.8,5,1,,,x\n"                                                       \
    "Acayucan,Mexico City,bus,520,1,50,1,0.5,2,1,,,x\n"                                                                \
    "Acayucan,Mexico City,train,560,3,20,5,0.3,30,3,,,x\n"                                                             \
    "Acayucan,Monterrey,train,1200,5,40,6,0.4,40,3,,,x\n"                                                              \
    "Mexico City,Monterrey,bus,900,1,70,1,0.6,2,1,,,x\n"                                                               \
    "Mexico City,Ciudad Juárez,bus,1800,2,120,1,0.8,2,1,,,x\n"                                                        \
    "Mexico City,Ciudad Juárez,train,1900,5,30,6,0.3,40,2,,,x\n"                                                      \
    "Mexico City,Tijuana,bus,2700,3,180,1,1.2,2,1,,,x\n"                                                               \
    "Monterrey,Reynosa,bus,220,1,30,1,0.7,2,2,,,x\n"                                                                   \
    "Reynosa,Nuevo Laredo,bus,240,1,40,2,0.9,2,4,,,x\n"
#define TO_LAREDO(dates) "Monterrey,Nuevo Laredo,bus,220,1,30,1,0.7,2,2," dates ",x\n"
#define WIDER(legs)                                                                                                    \
    PLACES, SECTORS, CROSSINGS, RETURNS, { "legs.csv", NULL, legs }

static int on_flight(const scn_leg *leg) { return strcmp(leg->mode, "air") == 0; }

/* ---- a second account of the choice, from the scenario's own rows ---- */

typedef struct {
    const small_member *p;
    int nd, mexican, nplaces;
    int group[64]; /* nest of a place, or -1 if several */
} chooser;

static double par(const chooser *c, const char *path) { return small_parameter(c->p, path, 0); }

static double leg_utility(const chooser *c, int l) {
    const small_model *m = c->p->model;
    const scn_leg *leg = &m->s.legs[l];
    double u = -par(c, "routes.cost_weight") * leg->cost_usd / 1000 - par(c, "routes.day_weight") * leg->days -
               par(c, "routes.hardship_weight") * leg->hardship -
               par(c, "routes.death_weight") * leg->deaths_per_100k / 100;
    if (c->mexican && strcmp(leg->mode, "train") == 0)
        u -= par(c, "mexico.trains.mexicans");
    int region = m->s.places[leg->to].region, station = 0;
    for (int i = 0; i < m->s.nstations; i++)
        station |= m->s.stations[i].region == region;
    if (!c->mexican && leg->checkpoint > 0 && station)
        u -= par(c, "routes.checkpoint_weight") * leg->checkpoint *
             sqrt(small_parameter(c->p, "mexico.checkpoints.effort", region));
    return u;
}

/* All sector groups that can be reached from a place, as bits. */
static int groups_from(const small_model *m, int place) {
    int bits = 0;
    for (int k = 0; k < m->s.ncrossings; k++)
        if (m->s.crossings[k].from == place)
            bits |= 1 << m->s.sectors[m->s.crossings[k].sector].nest_index;
    for (int l = 0; l < m->s.nlegs; l++)
        if (m->s.legs[l].from == place)
            bits |= groups_from(m, m->s.legs[l].to);
    return bits;
}

static double scale(const chooser *c, int place) {
    int bits = groups_from(c->p->model, place);
    double far = par(c, "routes.scale"), near = par(c, "routes.scale_near");
    return bits != 0 && (bits & (bits - 1)) == 0 && near < far ? near : far;
}

/* The value of the line is taken as the model has it; -INFINITY where there is none. */
static double line_value(const chooser *c, int place) {
    const mdl_model *m = c->p->model->m;
    for (int k = 0; k < m->ncities; k++)
        if (m->cities[k] == place)
            return eng_get(c->p->w, crossing_ids(m)->utility)[k * m->nd + c->nd];
    return -INFINITY;
}

/* Value of the modes that lead from a place to a head: mu ln of the mean of exp(u / mu). */
static double modes_value(const chooser *c, int place, int head, double mu) {
    const small_model *m = c->p->model;
    double sum = 0;
    int n = 0;
    for (int l = 0; l < m->s.nlegs; l++)
        if (m->s.legs[l].from == place && m->s.legs[l].to == head && !on_flight(&m->s.legs[l])) {
            sum += exp(leg_utility(c, l) / mu);
            n++;
        }
    return n ? mu * log(sum / n) : -INFINITY;
}

static double value(const chooser *c, int place) {
    double mu = scale(c, place), sum = exp(line_value(c, place) / mu);
    for (int head = 0; head < c->nplaces; head++) {
        double modes = modes_value(c, place, head, mu * par(c, "routes.scale_mode"));
        if (modes > -INFINITY)
            sum += exp((modes + value(c, head)) / mu);
    }
    return mu * log(sum);
}

static double leg_share(const chooser *c, int l) {
    const scn_leg *leg = &c->p->model->s.legs[l];
    double mu = scale(c, leg->from), mode = mu * par(c, "routes.scale_mode"),
           modes = modes_value(c, leg->from, leg->to, mode);
    int n = 0;
    for (int k = 0; k < c->p->model->s.nlegs; k++)
        n += c->p->model->s.legs[k].from == leg->from && c->p->model->s.legs[k].to == leg->to;
    double road = exp((modes + value(c, leg->to) - value(c, leg->from)) / mu);
    return road * exp((leg_utility(c, l) - modes) / mode) / n;
}

static chooser choosing(const small_member *p, const char *nationality, int demographic) {
    int n = small_nationality(p->model, nationality);
    chooser c = {.p = p,
                 .nd = n * DEMO_COUNT + demographic,
                 .mexican = strcmp(nationality, "Mexico") == 0,
                 .nplaces = p->model->s.nplaces};
    return c;
}

static void choices_are_those_of_a_nested_logit_counted_out_by_hand(void **state) {
    static const small_options cases[] = {{.edits = {WIDER(LEGS TO_LAREDO(","))}},
                                          {.sets = {"routes.scale_near=0.4", "routes.scale_mode=0.7",
                                                    "mexico.checkpoints.effort=3", "routes.checkpoint_weight=0.8"},
                                           .edits = {WIDER(LEGS TO_LAREDO(","))}}};
    static const char *const who[] = {"Honduras", "Mexico"};
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(&cases[k], ENG_FLUID);
        const mdl_model *m = p->model->m;
        const double *v = eng_get(p->w, routes_ids(m)->value), *choice = eng_get(p->w, routes_ids(m)->choice);
        const double *here = eng_get(p->w, routes_ids(m)->cross_here);
        for (int n = 0; n < 2; n++)
            for (int d = 0; d < DEMO_COUNT; d++) {
                chooser c = choosing(p, who[n], d);
                for (int i = 0; i < c.nplaces; i++) {
                    double sum = 0, line = line_value(&c, i);
                    assert_true(fabs(v[i * m->nd + c.nd] - value(&c, i)) < 1e-9);
                    for (int l = 0; l < m->s->nlegs; l++) {
                        if (m->s->legs[l].from != i)
                            continue;
                        double share = choice[l * m->nd + c.nd];
                        if (!(fabs(share - leg_share(&c, l)) < 1e-9))
                            fail_msg("%s: %.12f, by hand %.12f", m->s->legs[l].name, share, leg_share(&c, l));
                        sum += share;
                    }
                    if (line > -INFINITY) {
                        double stays = here[m->places[i].line_city * m->nd + c.nd];
                        assert_true(fabs(stays - exp((line - value(&c, i)) / scale(&c, i))) < 1e-9);
                        sum += stays;
                    }
                    assert_true(fabs(sum - 1) < 1e-9);
                }
            }
        small_closed(p);
    }
}

/* With one scale for all, the chance of a whole journey is a plain logit over all journeys: every path to a line, mode
 * by mode, is written out and compared. */
typedef struct {
    double weight, of_model; /* exp of the path's utility; product of the model's choices */
} journey;

static int walk(const chooser *c, int place, double utility, double chance, journey *out, int n, int most) {
    const mdl_model *m = c->p->model->m;
    double line = line_value(c, place);
    if (line > -INFINITY) {
        assert_true(n < most);
        double stays = eng_get(c->p->w, routes_ids(m)->cross_here)[m->places[place].line_city * m->nd + c->nd];
        out[n++] = (journey){exp(utility + line), chance * stays};
    }
    for (int l = 0; l < m->s->nlegs; l++) {
        int twins = 0;
        if (m->s->legs[l].from != place)
            continue;
        for (int k = 0; k < m->s->nlegs; k++)
            twins += m->s->legs[k].from == place && m->s->legs[k].to == m->s->legs[l].to;
        n = walk(c, m->s->legs[l].to, utility + leg_utility(c, l) - log(twins),
                 chance * eng_get(c->p->w, routes_ids(m)->choice)[l * m->nd + c->nd], out, n, most);
    }
    return n;
}

static void with_one_scale_every_whole_journey_has_its_plain_logit_share(void **state) {
    static const small_options o = {.sets = {"routes.scale=1", "routes.scale_near=1", "routes.scale_mode=1"},
                                    .edits = {WIDER(LEGS TO_LAREDO(","))}};
    journey all[500];
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    chooser c = choosing(p, "Honduras", DEMO_FAMILY);
    int n = walk(&c, small_place(p->model, "San Pedro Sula"), 0, 1, all, 0, 500);
    double sum = 0, chances = 0;
    assert_true(n >= 30);
    for (int i = 0; i < n; i++) {
        sum += all[i].weight;
        chances += all[i].of_model;
    }
    assert_true(fabs(chances - 1) < 1e-9);
    for (int i = 0; i < n; i++)
        assert_true(fabs(all[i].of_model - all[i].weight / sum) < 1e-9);
    small_closed(p);
}

/* ---- substitution ---- */

/* Where a class that starts at a place comes to the line, by city. */
static void arrivals(const small_member *p, int from, int nd, double *city) {
    const mdl_model *m = p->model->m;
    const double *choice = eng_get(p->w, routes_ids(m)->choice), *here = eng_get(p->w, routes_ids(m)->cross_here);
    double at[64] = {0};
    at[from] = 1;
    for (int c = 0; c < m->ncities; c++)
        city[c] = 0;
    for (int i = m->s->nplaces - 1; i >= 0; i--) { /* the other way round: south first */
        int place = m->topological[i];
        for (int l = 0; l < m->s->nlegs; l++)
            if (m->s->legs[l].from == place)
                at[m->s->legs[l].to] += at[place] * choice[l * m->nd + nd];
        if (m->places[place].line_city >= 0)
            city[m->places[place].line_city] += at[place] * here[m->places[place].line_city * m->nd + nd];
    }
}

/* Log gains of the cities when the leg to Nuevo Laredo is closed. */
static void gains(const char *near, double *reynosa, double *juarez, double *tijuana) {
    double city[2][8];
    for (int k = 0; k < 2; k++) {
        small_options o = {.sets = {near, NULL}, .edits = {WIDER(LEGS TO_LAREDO(","))}};
        if (k) { /* not before long after the first day; and no way round by Reynosa */
            o.edits[4].text = LEGS TO_LAREDO("2018-06-01,");
        }
        small_member *p = small_opened(&o, ENG_FLUID);
        arrivals(p, small_place(p->model, "San Pedro Sula"), 0, city[k]);
        if (k) {
            *reynosa = log(city[1][small_city(p->model, "Reynosa")] / city[0][small_city(p->model, "Reynosa")]);
            *juarez =
                log(city[1][small_city(p->model, "Ciudad Juárez")] / city[0][small_city(p->model, "Ciudad Juárez")]);
            *tijuana = log(city[1][small_city(p->model, "Tijuana")] / city[0][small_city(p->model, "Tijuana")]);
            assert_true(city[1][small_city(p->model, "Nuevo Laredo")] <
                        0.8 * city[0][small_city(p->model, "Nuevo Laredo")]);
        }
        small_closed(p);
    }
}

static void a_closed_leg_moves_people_to_the_nearest_alternatives_first(void **state) {
    double reynosa, juarez, tijuana;
    (void)state;
    gains("routes.scale_near=0.5", &reynosa, &juarez, &tijuana);
    assert_true(reynosa > 1.1 * juarez && reynosa > 1.1 * tijuana);
    assert_true(juarez > 0 && tijuana > 0);
    gains("routes.scale_near=1", &reynosa, &juarez, &tijuana); /* a plain logit knows no closeness */
    assert_true(reynosa > 0);
    assert_true(fabs(juarez - tijuana) < 1e-9 && fabs(reynosa - juarez) < 1e-9);
}

static void parallel_modes_are_no_attraction_of_their_own(void **state) {
    static const small_options one = {.edits = {WIDER(LEGS TO_LAREDO(","))}};
    static const small_options three = {
        .edits = {WIDER(LEGS TO_LAREDO(",") "Mexico City,Tijuana,truck,2700,3,180,1,1.2,2,1,,,x\nMexico "
                                            "City,Tijuana,train,2700,3,180,1,1.2,2,1,,,x\n")}};
    double city[2][8], v[2], modes = 0;
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(k ? &three : &one, ENG_FLUID);
        const mdl_model *m = p->model->m;
        arrivals(p, small_place(p->model, "San Pedro Sula"), 0, city[k]);
        v[k] = eng_get(p->w, routes_ids(m)->value)[small_place(p->model, "San Pedro Sula") * m->nd];
        if (k) {
            static const char *const names[] = {"bus", "truck", "train"};
            for (int i = 0; i < 3; i++) {
                double share = eng_get(
                    p->w, routes_ids(m)->choice)[small_leg(p->model, "Mexico City", "Tijuana", names[i]) * m->nd];
                if (i > 0)
                    assert_true(fabs(share - modes / i) < 1e-12);
                modes += share;
            }
        }
        small_closed(p);
    }
    assert_true(modes > 0);
    for (int c = 0; c < 4; c++)
        assert_true(fabs(city[0][c] - city[1][c]) < 1e-12);
    assert_true(fabs(v[0] - v[1]) < 1e-12);
}

/* A flight where there are other ways on, a leg of another year: nobody can take them, so they change no choice. */
static void a_flight_that_nobody_takes_there_changes_no_choice(void **state) {
    static const small_options cases[2] = {
        {.edits = {WIDER(LEGS TO_LAREDO(","))}},
        {.edits = {WIDER(LEGS TO_LAREDO(",") "Mexico City,Tijuana,air,2300,1,150,0,0,0,1,,,x\n")}}};
    double city[2][8];
    (void)state;
    for (int k = 0; k < 2; k++) {
        small_member *p = small_opened(&cases[k], ENG_FLUID);
        arrivals(p, small_place(p->model, "San Pedro Sula"), 0, city[k]);
        for (int c = 0; k > 0 && c < p->model->m->ncities; c++)
            if (!(fabs(city[k][c] - city[0][c]) < 1e-12))
                fail_msg("%s: %.6f come to the line there, %.6f without the leg",
                         p->model->s.places[p->model->m->cities[c]].name, city[k][c], city[0][c]);
        small_closed(p);
    }
}

/* ---- the network ---- */

static void every_way_leads_to_a_place_whose_value_is_known_before(void **state) {
    static const small_options o = {.edits = {WIDER(LEGS TO_LAREDO(","))}};
    int before[64];
    (void)state;
    small_model *m = small_open(&o);
    assert_non_null(m);
    for (int i = 0; i < m->s.nplaces; i++)
        before[m->m->topological[i]] = i;
    for (int l = 0; l < m->s.nlegs; l++)
        assert_true(before[m->s.legs[l].to] < before[m->s.legs[l].from]);
    small_close(m);
}

static void a_northbound_circle_is_refused(void **state) {
    static const small_options o = {
        .edits = {WIDER(LEGS TO_LAREDO(",") "Monterrey,Acayucan,bus,1200,5,40,6,0.4,40,3,,,x\n")}};
    (void)state;
    assert_null(small_open(&o));
}

static void a_leg_carries_people_only_between_its_dates(void **state) {
    static const small_options o = {.edits = {WIDER(LEGS TO_LAREDO("2018-02-14,2018-05-10"))}};
    int64_t first, last;
    (void)state;
    assert_int_equal(day_parse("2018-02-14", &first), 0);
    assert_int_equal(day_parse("2018-05-10", &last), 0);
    small_member *p = small_opened(&o, ENG_FLUID);
    const mdl_model *m = p->model->m;
    int l = small_leg(p->model, "Monterrey", "Nuevo Laredo", "bus"), days = 0;
    assert_true(l >= 0 && m->s->legs[l].opens == first);
    while (cor_kind()->member_day(p->p) < m->s->until) {
        int64_t day = cor_kind()->member_day(p->p);
        assert_int_equal(small_run(p, 1), 0);
        double moved = small_moved(p, m->legs[l].free, -1) + small_moved(p, m->legs[l].pays, -1) +
                       small_moved(p, m->legs[l].held, -1);
        if (day < first || day >= m->s->legs[l].closes)
            assert_true(moved == 0);
        else {
            assert_true(moved > 0);
            days++;
        }
    }
    assert_true(days > 80);
    small_closed(p);
}

/* ---- families of routes ---- */

#define FAMILIES                                                                                                       \
    {                                                                                                                  \
        "origins.csv", NULL,                                                                                           \
            "nationality,place,family,from,until,share,source\nHonduras,San Pedro Sula,home,,,1,x\n"                   \
            "Honduras,Mexico City,air_mexico,,,3,x\nMexico,Mexico City,home,,,1,x\n"                                   \
    }
#define STEADY "origins.season=0", "origins.season_mexican_adults=0", "origins.response=0", "origins.refill_years=0.25"
#define VISA(until)                                                                                                    \
    {                                                                                                                  \
        "schedule.csv", NULL,                                                                                          \
            "from,until,parameter,where,who,change,value,note,source\n2018-02-01," until                               \
            ",routes.family_open,air_mexico,Honduras,set,0.03,,x\n"                                                    \
    }

static void by_family(const small_member *p, double *home, double *air) {
    const mdl_model *m = p->model->m;
    int honduras = small_nationality(p->model, "Honduras");
    *home = *air = 0;
    for (int f = 0; f < origins_ids(m)->nflows; f++) {
        const scn_origin *o = &m->s->origins[origins_ids(m)->flow_origin[f]];
        if (o->nationality != honduras)
            continue;
        *(strcmp(m->s->families[o->family], "home") ? air : home) += small_moved(p, origins_ids(m)->flow[f], -1);
    }
}

static void a_closed_family_keeps_a_few_percent_and_returns_by_the_others_in_half_a_year(void **state) {
    static const small_options o = {.sets = {STEADY}, .edits = {FAMILIES, VISA("")}};
    double home, air, home_then, air_then;
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    assert_int_equal(small_run_until(p, "2018-02-01"), 0);
    by_family(p, &home, &air);
    assert_true(fabs(air / home - 3) < 1e-6);
    assert_int_equal(small_run(p, 1), 0); /* the first day of the visa */
    by_family(p, &home_then, &air_then);
    assert_true(fabs(air_then / air - 0.03) < 0.001);
    assert_true(fabs(home_then / home - 1) < 0.02);
    assert_int_equal(small_run(p, 45), 0); /* nobody has found another way yet */
    by_family(p, &home_then, &air_then);
    assert_true(home_then + air_then < 0.5 * (home + air));
    assert_int_equal(small_run(p, 150), 0);
    by_family(p, &home_then, &air_then);
    assert_true(air_then < 0.05 * air);
    assert_true(home_then + air_then > 0.6 * (home + air));
    assert_int_equal(small_run_until(p, "2018-12-31"), 0);
    by_family(p, &home_then, &air_then);
    assert_true(home_then + air_then > 0.9 * (home + air));
    assert_true(home_then + air_then < 1.02 * (home + air));
    small_closed(p);
}

static void a_family_that_opens_again_brings_no_more_people_than_before(void **state) {
    static const small_options o = {.sets = {STEADY}, .edits = {FAMILIES, VISA("2018-10-31")}};
    double home, air, home_then, air_then;
    (void)state;
    small_member *p = small_opened(&o, ENG_FLUID);
    assert_int_equal(small_run_until(p, "2018-02-01"), 0);
    by_family(p, &home, &air);
    assert_int_equal(small_run_until(p, "2018-11-01"), 0);
    for (int day = 0; day < 30; day++) {
        assert_int_equal(small_run(p, 1), 0);
        by_family(p, &home_then, &air_then);
        if (!(home_then + air_then < 1.05 * (home + air)))
            fail_msg("%g a day set out, %g before the visa", home_then + air_then, home + air);
    }
    small_closed(p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(choices_are_those_of_a_nested_logit_counted_out_by_hand),
        cmocka_unit_test(with_one_scale_every_whole_journey_has_its_plain_logit_share),
        cmocka_unit_test(a_closed_leg_moves_people_to_the_nearest_alternatives_first),
        cmocka_unit_test(parallel_modes_are_no_attraction_of_their_own),
        cmocka_unit_test(a_flight_that_nobody_takes_there_changes_no_choice),
        cmocka_unit_test(every_way_leads_to_a_place_whose_value_is_known_before),
        cmocka_unit_test(a_northbound_circle_is_refused),
        cmocka_unit_test(a_leg_carries_people_only_between_its_dates),
        cmocka_unit_test(a_closed_family_keeps_a_few_percent_and_returns_by_the_others_in_half_a_year),
        cmocka_unit_test(a_family_that_opens_again_brings_no_more_people_than_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
