/* The tests by which a statement is judged: pure functions of what one member, or the published series, says. */
#ifndef VADO_CLAIMS_JUDGE_H
#define VADO_CLAIMS_JUDGE_H

#include "scenario/scenario.h"

typedef struct {
    scn_relation relation;
    double value, high, tolerance;
} clm_test;

/* What is looked at; NAN where nothing is known. Months stand in a row, one number each. */
typedef struct {
    double now;           /* over the period */
    double before;        /* over the reference period; of a pair: now of the other run */
    int n, at, length;    /* months known, and which of them the period is */
    int since;            /* month from which it is compared, 0 if from the first on */
    int reference;        /* first month of the reference period, -1 if none */
    int adds;             /* 1: a period is the sum of its months, 0: their mean */
    const double *months; /* [n] */
    const double *other;  /* [n] of a pair: the other run; of triggered: the second series */
    int ndays;
    const double *days; /* [ndays] of the period */
} clm_facts;

/* 1 it holds, 0 it does not, -1 it cannot be told. *measure: the number that was looked at (NAN if there is none). */
int clm_judge(const clm_test *t, const clm_facts *f, double *measure);
/* "below 0.7 of the reference period", for people. */
void clm_words(const clm_test *t, char *out, size_t size);

#endif
