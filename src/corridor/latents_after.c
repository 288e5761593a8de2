/* Latents after the last month they were fitted to.
 *
 * 1. Rows of the table, all of the last fitted month: `departures_level`, `group_level`, `sector_level`, where each row
 *    of knots stands at its end; `departures_level_sd` (who = nationality), how unsure that is; `departures_sd`, the
 *    standard deviation of a month's innovation; `departures_shared`, the share of both variances that all
 *    nationalities have together. (Estimated in src/fit/outlook.c.) From the first day after that month on a latent
 *    stands at its level.
 * 2. A table may say in place of levels that latents return to means: `_kept`, the share of the distance that is left
 *    after a month, and `_mean` of each row. The knot k months after the last is mean + kept^k (last - mean).
 * 3. That is the fluid run's path. A member whose environment is its own gets level_sd e(0) + z(k) on top from the
 * first day on, z(k) = kept z(k - 1) + sd e(k), z(0) = 0, e = sqrt(shared) e_all + sqrt(1 - shared) e_n (level_sd is 0
 *    where latents return; where they stand kept says how far what has wandered is damped, and is 1 if the table says
 *    nothing). In logs the mean is 0, so the fluid run is the median of departures and not their mean. e_all and e_n
 *    are drawn by month and name: no draw depends on another, nor on a policy.
 *
 * Invariant: knots up to the last fitted month are not changed, and none after it is read.
 */
#include "corridor/latents.h"
#include "engine/sample.h"

#include <math.h>
#include <string.h>

void cor_latents_expect_nothing(cor_latents *l) {
    l->after.last = COR_NO_END;
    l->after.shared = 0;
    l->after.stands = 0;
    for (int kind = 0; kind < COR_LATENT_KINDS; kind++)
        l->after.kept[kind] = 1;
}

void cor_outlook_take(cor_latents *l, int kind, const char *what, int at, int t, double value) {
    cor_outlook *after = &l->after;
    if (!strcmp(what, "_kept"))
        after->kept[kind] = value;
    else if (!strcmp(what, "_shared"))
        after->shared = value;
    else if (!strcmp(what, "_level") && at >= 0) {
        after->level[at] = value;
        after->stands = 1;
    } else if (!strcmp(what, "_level_sd") && at >= 0)
        after->level_sd[at] = value;
    else if (!strcmp(what, "_mean") && at >= 0)
        after->mean[at] = value;
    else if (!strcmp(what, "_sd") && at >= 0)
        after->sd[at] = value;
    else
        return; /* not of these */
    after->last = t;
}

static void revert(const cor_latents *l, int kind, int row) {
    double *x = cor_latent_knots(l, row), mean = l->after.mean[row];
    int last = l->after.last;
    double here = l->after.stands ? l->after.level[row] : x[last < 0 ? 0 : last];
    for (int t = last + 1; t < l->months; t++) {
        here = l->after.stands ? here : mean + l->after.kept[kind] * (here - mean);
        if (t >= 0)
            x[t] = here;
    }
}

void cor_latents_revert(cor_latents *l) {
    if (l->after.last >= l->months)
        return;
    for (int kind = 0; kind < COR_LATENT_KINDS; kind++)
        for (int row = cor_latent_rows(l, kind); row < cor_latent_rows(l, kind + 1); row++)
            revert(l, kind, row);
}

int cor_latents_innovate(const cor_latents *l) {
    int some = 0;
    for (int n = 0; n < l->nationalities; n++)
        some |= l->after.sd[n] > 0;
    return some && l->after.last < l->months - 1;
}

static double innovation(rng_key key, int month, int member) {
    return sample_normal(rng_unit(rng_u64(key, (uint32_t)month, (uint32_t)member, 0, 0)));
}

void cor_latents_innovations(const cor_latents *l, const scn_scenario *s, uint64_t seed, int member, double *out) {
    const cor_outlook *after = &l->after;
    double together = sqrt(after->shared), alone = sqrt(1 - after->shared);
    rng_key all = rng_key_make(seed, "", "latents");
    for (int n = 0; n < l->nationalities; n++) {
        rng_key own = rng_key_make(seed, s->nationalities[n].name, "latents");
        double *z = out + (size_t)n * (size_t)l->months;
        int end = after->last < l->months ? l->first_month + after->last : 0;
        double e = together * innovation(all, end, member) + alone * innovation(own, end, member);
        double off = after->level_sd[n] * e, here = 0; /* what the level is off by; what has wandered since */
        for (int t = 0; t < l->months && t <= after->last; t++)
            z[t] = 0;
        for (int t = after->last + 1; t < l->months; t++) {
            int month = l->first_month + t;
            e = together * innovation(all, month, member) + alone * innovation(own, month, member);
            here = after->kept[COR_DEPARTURES] * here + after->sd[n] * e;
            if (t >= 0)
                z[t] = off + here;
        }
    }
}
