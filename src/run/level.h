/* Levels of the members of a run, or of all runs of a study: what brings each to the level of what was fitted.
 *
 * They are those of the scenario and its table of latents alone, without policies and settings: so members of one
 * number have the same under every policy, and a policy moves what it moves. They do not depend on the period that is
 * run, nor on which members are run, in which order or by how many threads.
 * A scenario may hold a table of them (levels.csv). Those that it holds of the same input, seed and ensemble are taken
 * from there; they are the same to the bit.
 */
#ifndef VADO_LEVEL_H
#define VADO_LEVEL_H

#include "run/input.h"

typedef struct lev_levels lev_levels;

/* of: the input, open, of a model that is fitted (mdl_kind's level), with the texts of its files if they were packed;
 * given: what it was opened from. o: of the members. What its table holds of them is made at once.
 * VADO_ERR_INPUT with its message if nothing says up to which month the scenario was fitted. */
int lev_open(vado *v, const inp_opened *of, const vado_input *given, const mdl_member_options *o, lev_levels **out);
/* As lev_open, as if there were no table. */
int lev_open_anew(vado *v, const inp_opened *of, const vado_input *given, const mdl_member_options *o,
                  lev_levels **out);
/* Makes those of n members, numbered from 0, that are not made yet, and notes what that costs; threads 0: as many as
 * processors. 0, or VADO_ERR_CANCELLED, VADO_ERR_MEMORY, VADO_ERR_RUN with its message. */
int lev_make(vado *v, lev_levels *l, int n, const int *members, int threads);
/* As lev_make, of all members that were asked for when it was opened. */
int lev_make_all(vado *v, lev_levels *l, int threads);
/* Of a member, once it is made; the levels'. NULL is fine, and gives NULL. */
const mdl_level *lev_of(const lev_levels *l, int member);
/* The table of all members of n ensembles, which are made, all of the posterior or none: what a scenario like theirs,
 * s, reads. *text is to be freed. 0 or VADO_ERR_MEMORY. */
int lev_table(const scn_scenario *s, int n, lev_levels *const *ensembles, char **text);
void lev_close(lev_levels *l); /* NULL is fine */

#endif
