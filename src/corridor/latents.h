/* Latent intensities of a day. */
#ifndef VADO_CORRIDOR_LATENTS_H
#define VADO_CORRIDOR_LATENTS_H

#include "corridor/internal.h"

/* Latent of a day from monthly knots. */
double cor_latent(const cor_latents *l, const double *knots, int64_t day);
/* What the environment of a member adds to departures after the last fitted month: out [nationalities][months], log
 * units at the middle of months, 0 up to that month. The same for a seed, a member, a nationality's name and a month,
 * whatever else the scenario holds. */
void cor_latents_innovations(const cor_latents *l, const scn_scenario *s, uint64_t seed, int member, double *out);
/* Whether there is anything to add. */
int cor_latents_innovate(const cor_latents *l);

/* Rows of knots before those of a kind: departures by nationality, groups by bloc, sectors by bloc. */
static inline int cor_latent_rows(const cor_latents *l, int kind) {
    int n = kind > COR_DEPARTURES ? l->nationalities : 0;
    n += kind > COR_GROUP ? l->blocs * COR_GROUPS : 0;
    return kind > COR_SECTOR ? n + l->blocs * l->sectors : n;
}
static inline double *cor_latent_knots(const cor_latents *l, int row) {
    int group = row - cor_latent_rows(l, COR_GROUP), sector = row - cor_latent_rows(l, COR_SECTOR);
    double *of = sector >= 0 ? l->sector : group >= 0 ? l->group : l->departures;
    return of + (size_t)(sector >= 0 ? sector : group >= 0 ? group : row) * (size_t)l->months;
}

/* ---- latents_after.c: what is expected after the last fitted month ---- */
void cor_latents_expect_nothing(cor_latents *l);
/* A row of the table: of a kind, "_level" or "_mean" of the row of knots `at`, "_kept", "_level_sd", "_sd" or
 * "_shared"; t: the knot of its month. */
void cor_outlook_take(cor_latents *l, int kind, const char *what, int at, int t, double value);

/* ---- level.c: what brings a member to what the central run counts ---- */
/* As mdl_kind says. */
int cor_level_months(const mdl_model *m);
int cor_level_aim(const mdl_model *m, mdl_level *aim, const mdl_stop *stop);
int cor_level(const mdl_model *m, const mdl_member_options *o, const mdl_level *aim, mdl_level *level,
              const mdl_stop *stop);
/* Adds a level of at least one month to out [nationalities][months of l], log units at the middle of months. */
void cor_level_add(const cor_latents *l, const mdl_level *level, double *out);

#endif
