/* How much of a spread each layer of uncertainty makes.
 *
 * For member k: x_k of the ensemble, p_k of its parameter twin, e_k of its environment twin (both fluid).
 *   parameters  Var(p)     environment  Var(e) - Var(p)     chance  Var(x - e)
 * An estimate: terms below zero (few members) count as zero, and the three are divided by their sum.
 */
#ifndef VADO_LAYERS_H
#define VADO_LAYERS_H

#include "table/results.h"

typedef struct {
    int known; /* 0: the run has no twins, or nothing varies */
    double parameters, environment, chance;
} lay_shares;
lay_shares lay_of(const double *x, const double *p, const double *e, int n);

/* Values of a series for every member and its twins, in one cell by place (or the total), over some months. */
typedef struct {
    res_table member, parameters, environment;
    int usable; /* twins are there */
} lay_tables;
int lay_read(results *r, int series, int axes, lay_tables *t);
void lay_free(lay_tables *t);
/* Twin values of member k; a layer that is off repeats the one below it, and chance alone leaves a constant. */
void lay_twins(const results *r, const lay_tables *t, int cell, int first, int count, int k, double *p, double *e);
/* As res_value, but harm in stocks is counted in person-days: see lay_unit. */
double lay_value(const results *r, const mdl_series *s, const res_table *t, int cell, int first, int count, int k);
const char *lay_unit(const mdl_series *s);

/* How far a difference of two runs' counts must go to be told: what a rerun with another seed may move it by.
 *   of n members   2 sqrt(max(variance of the paired differences, least of A + B and 100) / n)
 *   of one         2 sqrt(A + B)
 * Two counts A and B of independent people differ by sqrt(A + B) by chance alone. Members are paired, so where counts
 * are large their differences say it themselves; of small counts few members may agree by chance, hence the floor.
 * Person-days are counted as people (divided by the days). What counts nobody (shares, money, an index) has no such
 * floor, and of one run none. days: of the period compared. */
double lay_chance(const mdl_series *s, double a, double b, const double *differences, int n, int days);
/* The same for two numbers of one run, which are not paired: means of so many months, or such. */
double lay_chance_of_counts(double sum_of_counts, int n);

/* Of mdl_standing, in words; seen: by the posterior that members are drawn from. */
const char *lay_standing(const mdl_series *s, int seen);

#endif
