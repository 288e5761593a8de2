/* What a scenario has of the institutions this model knows: institutions.c. */
#ifndef VADO_CORRIDOR_INSTITUTIONS_H
#define VADO_CORRIDOR_INSTITUTIONS_H

#include "corridor/internal.h"

/* Does a scenario have one; does a parameter act in it; what is wrong with what it says of them. */
int cor_has(const scn_scenario *s, cor_institution institution);
int cor_acts(const scn_scenario *s, int parameter);
void cor_check_institutions(const scn_scenario *s, rep_report *rep);
int cor_settle_institutions(mdl_model *m);             /* fills in has and offs */
void cor_hold_off(const mdl_model *m, double *values); /* after any change of a day's values */
const char *cor_home(void);                            /* the scenario that the defaults were judged for */
int cor_at_home(const scn_scenario *s);                /* does it lie in the same corridor */
const char *const *cor_first_to_judge(void);           /* what to look at first elsewhere, ended by NULL */

#endif
