/* Those who are exposed to extortion and kidnapping: for the owners of their stocks. */
#ifndef VADO_CORRIDOR_EXPOSED_H
#define VADO_CORRIDOR_EXPOSED_H

#include "corridor/internal.h"

/* Names a stock of shape ND (per 1) or NDA (per COR_ATTEMPTS) whose people can be extorted and, if `city` is an index
 * among border cities and not -1, kidnapped near it. In declare_flows; returns the number to ask with, or an error
 * below 0. */
int cor_expose(mdl_model *m, const char *who, int stock, int city, int per);
/* ... the owner asks for a day's harm of them, by the chances of the place they are at (harm.h). *unharmed: the share
 * that is left for whatever else may happen to them that day. */
int cor_harm_of(const mdl_member *p, eng_day *day, int exposed, double extorted, double kidnapped, double *unharmed);

#endif
