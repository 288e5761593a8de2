/* The corridor: people moving through Mexico to the United States border, and the governments acting on that movement.
 * A model on the engine; docs/model.md describes it in ODD form. */
#ifndef VADO_CORRIDOR_H
#define VADO_CORRIDOR_H

#include "scenario/model.h"

#include <limits.h>

const mdl_kind *cor_kind(void);

/* Names of the series that others must name for what they are: harm that stands beside every result, and what a fit is
 * measured on. Of all others nothing but their declaration knows the name. */
#define COR_SERIES_ENCOUNTERS "encounters"
#define COR_SERIES_ENCOUNTERS_AT_PORTS "encounters_at_ports"
#define COR_SERIES_GOTAWAYS "gotaways"
#define COR_SERIES_REPEAT_SHARE "repeat_share"
#define COR_SERIES_GAP_CROSSINGS "darien_crossings"
#define COR_SERIES_WAY_EVENTS "mexico_events"
#define COR_SERIES_WAY_RETURNS "mexico_returns"
#define COR_SERIES_COURT_BACKLOG "court_backlog"
#define COR_SERIES_PEOPLE_ON_LEGS "people_on_legs"
#define COR_SERIES_CUSTODY "custody"
#define COR_SERIES_WAITING "waiting"
#define COR_SERIES_DEATHS "deaths"
#define COR_SERIES_DEATHS_RECORDED "deaths_recorded"
#define COR_SERIES_DEATHS_ON_THE_WAY "deaths_on_the_way"
#define COR_SERIES_RESCUES "rescues"
#define COR_SERIES_KIDNAPPINGS "kidnappings"
#define COR_SERIES_EXTORTION "extortion"

/* What is expected of intensities after the last month they were fitted to: each loses a share of its distance to a
 * mean every month, and a month's innovation moves departures on top. */
enum { COR_DEPARTURES, COR_GROUP, COR_SECTOR, COR_LATENT_KINDS };
#define COR_NO_END INT_MAX
typedef struct {
    int last;                      /* knot of that month, below 0 if before the first; COR_NO_END: nothing expected */
    double kept[COR_LATENT_KINDS]; /* of the distance to the mean, over a month: 0 to 1 */
    double *mean;     /* [nationalities + blocs * COR_GROUPS + blocs * sectors] log factors, in that order */
    double *sd;       /* [nationalities] of a month's innovation, log units */
    double shared;    /* of its variance, what all nationalities have together: 0 to 1 */
    int stands;       /* 1: they go on from a level at which they stand, from the first day on; 0: from the last knot */
    double *level;    /* as mean; where a table says none, the last knot */
    double *level_sd; /* [nationalities] how unsure the level is */
} cor_outlook;

/* The intensities that `vado fit` estimates: log factors at the middle of months, linear between, flat before the
 * first; flat after the last fitted month, or as is expected of them. Between two middles with a break of the scenario
 * they are flat before its day, and flat from it on. */
#define COR_NO_JUMP INT64_MAX
enum { COR_FAMILY, COR_MINOR, COR_GROUPS };
typedef struct {
    int first_month, months; /* months since 1970-01 */
    cor_outlook after;
    int64_t *jump; /* [months] the break between the middle of this month and the next; COR_NO_JUMP */
    int nationalities, blocs, sectors;
    double *departures; /* [nationalities][months] */
    double *group;      /* [blocs][COR_GROUPS][months]: families, minors, against single adults */
    double *sector;     /* [blocs][sectors][months] attractiveness */
} cor_latents;

int cor_latents_init(cor_latents *l, const mdl_model *m); /* from the scenario's table */
int cor_latents_copy(cor_latents *to, const cor_latents *from);
void cor_latents_free(cor_latents *l);
/* The knots after the last fitted month become what is expected of them; nothing else is read or changed. */
void cor_latents_revert(cor_latents *l);
/* From the day on all stay as they are on it. */
void cor_latents_hold(cor_latents *l, int64_t day);
/* Makes a member use these (kept by reference) in place of the scenario's; before its first step. */
void cor_member_use_latents(mdl_member *p, const cor_latents *l);
/* One round of what finds a member's level (mdl_kind's level): count is what it counts, by nationality and month. */
void cor_level_correct(const mdl_level *aim, const mdl_level *count, mdl_level *level);

#endif
