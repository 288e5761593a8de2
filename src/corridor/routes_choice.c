/* The backward pass: what the way on from each place is worth, and which legs those who go choose. routes.c says how,
 * in its point 1.
 *
 * All classes of a place go side by side. Foreigners and Mexicans see the same roads differently; what lies at their
 * ends is worth something else to every class.
 */
#include "corridor/routes_parts.h"

#include "corridor/checkpoints.h"
#include "corridor/crossing.h"
#include "corridor/trains.h"
#include "engine/wide.h"

static int is_open(const mdl_model *m, int leg, int64_t day) {
    return day >= m->s->legs[leg].opens && day < m->s->legs[leg].closes;
}

/* Flights only where nothing else leads on. */
static int only_flights(const mdl_model *m, int place, int64_t day) {
    const cor_place *at = &m->places[place];
    for (int k = 0; k < at->nroads; k++)
        for (int j = 0; j < m->road_count[at->roads[k]]; j++) {
            int l = m->road_legs[m->road_first[at->roads[k]] + j];
            if (!m->legs[l].is_air && is_open(m, l, day))
                return 0;
        }
    return 1;
}

static double leg_cost(const mdl_member *p, int l) {
    const scn_leg *leg = &p->m->s->legs[l];
    return cor_par(p, SYS, P_COST, 0) * leg->cost_usd / 1000 + cor_par(p, SYS, P_DAYS, 0) * leg->days +
           cor_par(p, SYS, P_HARD, 0) * (leg->hardship + cor_rail_hardship(p, l)) +
           cor_par(p, SYS, P_DEATH, 0) * leg->deaths_per_100k * cor_rail_falls(p, l) / 100;
}

static double scale_at(const mdl_member *p, int place) {
    double far = cor_par(p, SYS, P_MU, 0), near = cor_par(p, SYS, P_MU_NEAR, 0);
    return p->m->places[place].group < p->m->s->nnests && near < far ? near : far;
}

/* Inclusive value of one road for one class, and shares of its legs; -1e9 if none is open. */
static double road_value(const mdl_model *m, int road, const double *u, double mu, double *share) {
    double best = -1e9, sum = 0;
    const int *legs = m->road_legs + m->road_first[road];
    for (int k = 0; k < m->road_count[road]; k++)
        if (u[legs[k]] > best)
            best = u[legs[k]];
    if (best <= -1e8)
        return -1e9;
    for (int k = 0; k < m->road_count[road]; k++) {
        share[k] = u[legs[k]] > -1e8 ? det_exp((u[legs[k]] - best) / mu) : 0;
        sum += share[k];
    }
    for (int k = 0; k < m->road_count[road]; k++)
        share[k] /= sum;
    return best + mu * det_log(sum / m->road_modes[road]); /* many modes are no attraction of their own */
}

/* The roads out of a place as Mexicans, or foreigners, see them: inclusive values, shares of their legs. */
typedef struct {
    double value[COR_MAX_ROADS], share[COR_MAX_ROADS][COR_MAX_MODES];
} road_view;

static void see_roads(const mdl_member *p, int place, const double *u, road_view *out) {
    const cor_place *at = &p->m->places[place];
    double mode = scale_at(p, place) * cor_par(p, SYS, P_MU_MODE, 0);
    for (int k = 0; k < at->nroads; k++)
        out->value[k] = road_value(p->m, at->roads[k], u, mode, out->share[k]);
}

/* Ways of the value u [classes] become their weights, for those to whom the best way is worth `best`: 0 where there is
 * no way. */
ENG_LOOPS void weigh(int wide, int classes, const double *restrict best, double mu, double *restrict u) {
    double x[COR_MAX_ND] = {0}, weight[COR_MAX_ND];
    for (int i = 0; i < classes; i++)
        x[i] = u[i] > -1e8 ? (u[i] - best[i]) / mu : 0;
    det_exp_all(wide, classes, x, weight);
    for (int i = 0; i < classes; i++)
        u[i] = u[i] > -1e8 ? weight[i] : 0;
}

/* What a backward pass finds: V of places, leg choices, choices to cross at a border city; all by ND. */
typedef struct {
    double *v, *choice, *cross_here;
} ways_on;

/* A number for foreigners and one for Mexicans, by ND. */
ENG_LOOPS void by_class(const mdl_model *m, double foreigner, double mexican, double *restrict out) {
    for (int nd = 0; nd < m->nd; nd++)
        out[nd] = foreigner;
    for (int d = 0; d < DEMO_COUNT && m->mexico >= 0; d++)
        out[m->mexico * DEMO_COUNT + d] = mexican;
}

/* What a road is worth by ND, whose way on from its end is worth `on`; `best` learns of it. */
ENG_LOOPS void road_values(int classes, const double *restrict on, double *restrict value, double *restrict best) {
    for (int i = 0; i < classes; i++) {
        double u = on[i] > -1e8 ? value[i] + on[i] : -1e9;
        value[i] = u < -1e8 ? -1e9 : u;
        best[i] = value[i] > best[i] ? value[i] : best[i];
    }
}

/* Choice of a leg: of its road, and on that road; by ND. */
ENG_LOOPS void leg_choice(int classes, const double *restrict road, const double *restrict sum,
                          const double *restrict share, double *restrict choice) {
    for (int i = 0; i < classes; i++)
        choice[i] = road[i] > 0 ? road[i] / sum[i] * share[i] : 0;
}

ENG_LOOPS void choose_legs(const mdl_model *m, int road, int k, const double *weight, const double *sum,
                           const road_view *foreigner, const road_view *mexican, const ways_on *out) {
    double share[COR_MAX_ND];
    for (int j = 0; j < m->road_count[road]; j++) {
        int l = m->road_legs[m->road_first[road] + j];
        by_class(m, foreigner->share[k][j], mexican->share[k][j], share);
        leg_choice(m->nd, weight, sum, share, out->choice + l * m->nd);
    }
}

/* Where one road leads on, and no line is near, everybody takes it. */
ENG_LOOPS void only_road(const mdl_model *m, int place, const road_view *foreigner, const road_view *mexican,
                         const ways_on *out) {
    int road = m->places[place].roads[0];
    double best[COR_MAX_ND], *v = out->v + place * m->nd, weight[COR_MAX_ND], sum[COR_MAX_ND];
    by_class(m, -1e9, -1e9, best);
    by_class(m, foreigner->value[0], mexican->value[0], v);
    road_values(m->nd, out->v + m->road_to[road] * m->nd, v, best);
    for (int nd = 0; nd < m->nd; nd++)
        sum[nd] = weight[nd] = v[nd] > -1e8 ? 1 : 0;
    choose_legs(m, road, 0, weight, sum, foreigner, mexican, out);
}

/* V and leg choices of one place, from the values of the places its roads lead to. At a border city the line there is
 * one more way on. */
ENG_LOOPS void place_value(const mdl_member *p, int place, const road_view *foreigner, const road_view *mexican,
                           const ways_on *out) {
    const mdl_model *m = p->m;
    const cor_place *at = &m->places[place];
    double mu = scale_at(p, place), *v = out->v + place * m->nd;
    int wide = eng_wide(p->w);
    double best[COR_MAX_ND], sum[COR_MAX_ND], line[COR_MAX_ND], value[COR_MAX_ROADS][COR_MAX_ND];
    const double *here = at->line_city < 0 ? NULL : eng_get(p->w, crossing_ids(m)->utility) + at->line_city * m->nd;
    for (int nd = 0; nd < m->nd; nd++)
        best[nd] = line[nd] = here ? here[nd] : -1e9;
    for (int k = 0; k < at->nroads; k++) {
        by_class(m, foreigner->value[k], mexican->value[k], value[k]);
        road_values(m->nd, out->v + m->road_to[at->roads[k]] * m->nd, value[k], best);
    }
    if (here)
        weigh(wide, m->nd, best, mu, line);
    for (int nd = 0; nd < m->nd; nd++)
        sum[nd] = here ? line[nd] : 0;
    for (int k = 0; k < at->nroads; k++) {
        weigh(wide, m->nd, best, mu, value[k]);
        for (int nd = 0; nd < m->nd; nd++)
            sum[nd] += value[k][nd];
    }
    det_log_all(wide, m->nd, sum, v);
    for (int nd = 0; nd < m->nd; nd++)
        v[nd] = sum[nd] > 0 ? best[nd] + mu * v[nd] : -1e9;
    for (int k = 0; k < at->nroads; k++)
        choose_legs(m, at->roads[k], k, value[k], sum, foreigner, mexican, out);
    for (int nd = 0; here && nd < m->nd; nd++)
        out->cross_here[at->line_city * m->nd + nd] = sum[nd] > 0 ? line[nd] / sum[nd] : 0;
}

/* Utilities of legs as Mexicans and foreigners see them on a day; -1e9: closed. */
static void leg_values(const mdl_member *p, int64_t day, double *mexican, double *foreign) {
    const mdl_model *m = p->m;
    const double *believed = eng_get(p->w, checkpoints_ids(m)->believed);
    double checked[64], weight = cor_par(p, SYS, P_CHECK, 0);
    for (int r = 0; r < m->s->nregions; r++)
        checked[r] = det_pow(believed[r], cor_par(p, SYS, P_CHECK_POWER, 0));
    double unchecked = det_pow(0, cor_par(p, SYS, P_CHECK_POWER, 0));
    for (int l = 0; l < m->s->nlegs; l++) {
        const cor_leg *leg = &m->legs[l];
        mexican[l] = foreign[l] = -1e9;
        if (!is_open(m, l, day) || (leg->is_air && !only_flights(m, leg->from, day)) || !cor_rail_runs(p, l))
            continue;
        double cost = leg_cost(p, l), effort = leg->region >= 0 ? checked[leg->region] : unchecked;
        mexican[l] = -cost - cor_rail_for_mexicans(p, l);
        foreign[l] = -cost - weight * m->s->legs[l].checkpoint * cor_rail_checks(p, l) * effort;
    }
}

ENG_LOOPS void all_places(const mdl_member *p, const double *foreign, const double *mexican, const ways_on *on) {
    const mdl_model *m = p->m;
    road_view as_mexican, as_foreigner;
    for (int i = 0; i < m->s->nplaces; i++) {
        int place = m->topological[i];
        see_roads(p, place, foreign, &as_foreigner);
        see_roads(p, place, mexican, &as_mexican);
        if (m->places[place].nroads == 1 && m->places[place].line_city < 0)
            only_road(m, place, &as_foreigner, &as_mexican, on);
        else
            place_value(p, place, &as_foreigner, &as_mexican, on);
    }
}

ENG_WIDE static void all_places_wide(const mdl_member *p, const double *foreign, const double *mexican,
                                     const ways_on *on) {
    all_places(p, foreign, mexican, on);
}

void cor_value_ways(const mdl_member *p, int64_t day, double *v, double *choice, double *cross_here) {
    const ways_on on = {v, choice, cross_here};
    double foreign[COR_MAX_LEGS], mexican[COR_MAX_LEGS];
    leg_values(p, day, mexican, foreign);
    if (eng_wide(p->w))
        all_places_wide(p, foreign, mexican, &on);
    else
        all_places(p, foreign, mexican, &on);
}
