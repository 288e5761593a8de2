/* The settings that a fit may move: how people go, and nothing that anybody decides or has counted.
 *
 * Chances, weights, speeds and powers of the choice are nobody's to decree and nobody has measured them. Capacities are
 * facts of camps, closures and conflicts are events, and switches are rules: they stay as the user has them. So does
 * awareness_level, a whole number.
 *
 * Each has a prior around its value in the settings at hand: a factor, or for powers a shift, that it stays within nine
 * times out of ten. Two settings on the same scale are comparable by it, and what the figures do not tell stays where
 * it was. Bounds are what the word can mean: a chance is 1 at most, nobody is driven more than 720 km a day (twelve
 * hours at 60 km/h). A chance to leave below 0.005 would make a place a camp (docs/flee.md), so it ends above it.
 */
#include "flee/internal.h"

#include <math.h>

typedef struct {
    int id;
    const char *key;
    double spread, low, high; /* spread: factor of the 95% point, or, if shift, the way to it */
    int shift;
} movable;

#define MOVE_KEY(key) MOVE_##key, "move_rules." #key
static const movable list[FLE_MOVABLE_MAX] = {
    {MOVE_KEY(conflict_movechance), 3, 0.01, 1, 0}, {MOVE_KEY(default_movechance), 3, 0.01, 1, 0},
    {MOVE_KEY(camp_movechance), 5, 1e-5, 0.1, 0},   {MOVE_KEY(idpcamp_movechance), 5, 1e-4, 1, 0},
    {MOVE_KEY(conflict_weight), 3, 1e-3, 10, 0},    {MOVE_KEY(camp_weight), 3, 0.01, 100, 0},
    {MOVE_KEY(foreign_weight), 3, 0.01, 100, 0},    {MOVE_KEY(max_move_speed), 2, 60, 720, 0},
    {MOVE_KEY(max_walk_speed), 2, 5, 70, 0},        {MOVE_KEY(softening), 5, 0.1, 500, 0},
    {MOVE_KEY(distance_power), 0.7, 0, 4, 1},       {MOVE_KEY(weight_power), 0.7, 0.1, 4, 1},
    {MOVE_KEY(home_distance_power), 0.7, 0, 4, 1},  {MOVE_KEY(pop_power_for_loc_weight), 0.2, 0, 2, 1},
};

static const double point_95 = 1.6448536269514722; /* of the standard normal */

/* Does the rule that reads it come to anything in this input? */
static int acts(const fle_input *in, int id) {
    int foreign = 0, idp = 0, walk = fle_on(in, MOVE_start_on_foot);
    for (int i = 0; i < in->nplaces; i++) {
        foreign |= in->places[i].foreign;
        idp |= in->places[i].kind.idpcamp;
    }
    for (int i = 0; i < in->nclosures; i++)
        idp |= in->closures[i].type == CLOSE_IDPCAMP;
    for (int i = 0; i < in->nchanges; i++)
        idp |= in->changes[i].kind.idpcamp;
    for (int i = 0; i < in->nlinks; i++)
        walk |= in->links[i].walk > 0;
    switch (id) {
    case MOVE_foreign_weight:
        return foreign;
    case MOVE_idpcamp_movechance:
        return idp;
    case MOVE_max_walk_speed:
        return walk;
    case MOVE_home_distance_power:
        return fle_on(in, MOVE_stay_close_to_home);
    case MOVE_pop_power_for_loc_weight:
        return fle_on(in, MOVE_use_pop_for_loc_weight);
    default:
        return 1;
    }
}

int fle_movable_list(const mdl_model *m, fle_movable out[FLE_MOVABLE_MAX]) {
    int n = 0;
    for (int i = 0; i < FLE_MOVABLE_MAX; i++) {
        double value = fle_set(m->in, list[i].id);
        if (!acts(m->in, list[i].id) || value < list[i].low || value > list[i].high)
            continue;
        out[n++] = (fle_movable){.id = list[i].id,
                                 .key = list[i].key,
                                 .value = value,
                                 .low = list[i].low,
                                 .high = list[i].high,
                                 .spread = list[i].spread,
                                 .shift = list[i].shift};
    }
    return n;
}

double fle_moved(const fle_movable *a, double deviation) {
    double z = deviation / point_95;
    double v = a->shift ? a->value + a->spread * z : a->value * det_exp(det_log(a->spread) * z);
    return v < a->low ? a->low : v > a->high ? a->high : v;
}

/* By conflicts and floods as many are displaced whatever `hasten` says, so there it stays. */
fle_movable fle_lighter(const mdl_model *m, double people_days) {
    double hasten = fle_set(m->in, FAST_hasten), times = fle_people_days(m) / people_days;
    int may = !m->split.e && m->in->settings.spawn == SPAWN_BY_DATA && times > 1;
    return (fle_movable){
        .id = FAST_hasten, .key = "optimisations.hasten", .value = may ? ceil(hasten * times) : hasten};
}
