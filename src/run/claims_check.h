/* Statements of claims.csv, as far as they can be checked before a run. */
#ifndef VADO_CLAIMS_CHECK_H
#define VADO_CLAIMS_CHECK_H

#include "scenario/model.h"

/* Names of series, places, nationalities, groups against the model's series; errors into rep. 0, -1 without memory. */
int clm_check(const scn_scenario *s, int nseries, const mdl_series *series, rep_report *rep);
/* The next of names joined by '+', into out; returns where to go on, NULL at the end. */
const char *clm_next_name(const char *names, char *out, size_t size);

#endif
