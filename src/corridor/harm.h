/* What others may know of harm.c: hazards of the day. */
#ifndef VADO_CORRIDOR_HARM_H
#define VADO_CORRIDOR_HARM_H

#include "corridor/internal.h"

struct harm_ids {
    int noise; /* channel */
};

static inline const struct harm_ids *harm_ids(const mdl_model *m) { return m->ids[SYS_HARM]; }

/* Recorded deaths, others, and rescues per person who evades at a crossing on the day. */
void cor_harm_of_crossing(const mdl_member *p, int crossing, double *recorded, double *not_found, double *rescued);
/* Factor on extortion in a caravan; factors on the recorded deaths of legs. */
double cor_harm_in_a_caravan(const mdl_member *p);
void cor_deaths_on_the_way(const mdl_member *p, double *found, double *not_found);
/* Names a stock of shape ND (per 1) or NDA (per COR_ATTEMPTS) whose people can be extorted and, if `city` is an
 * index among border cities and not -1, kidnapped near it. In declare_flows; returns the number to ask with, or an
 * error below 0. */
int cor_expose(mdl_model *m, const char *who, int stock, int city, int per);
/* ... the owner asks for a day's harm of them at a place, hazards times a factor. *unharmed: the share that is left for
 * whatever else may happen to them that day. */
int cor_harm_of(mdl_member *p, eng_day *day, int exposed, int place, double factor, double *unharmed);
/* ... of all of them, yesterday or in `record` today: acts of extortion, people kidnapped. */
double cor_extorted(const mdl_member *p, const eng_world *w);
double cor_kidnapped(const mdl_member *p, const eng_world *w);

#endif
