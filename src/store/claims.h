/* The ledger of statements: claims.csv judged on finished stores. Private to src/store.
 *
 * claims_check.c  names of series and margins, looked at when a scenario's model is open
 * claims_test.c   the relations, pure
 * claims_facts.c  what a store, and what was published, say of one statement
 * claims.c        which store is evidence, verdicts, the command's output
 * report_claims.c the section of the report
 */
#ifndef VADO_CLAIMS_H
#define VADO_CLAIMS_H

#include "store/claims_test.h"
#include "store/input.h"
#include "store/results.h"
#include "store/run.h"

/* Names of series, places, nationalities, groups against the model's series; errors into rep. 0, -1 without memory. */
int clm_check(const scn_scenario *s, int nseries, const mdl_series *series, rep_report *rep);
/* The next of names joined by '+', into out; returns where to go on, NULL at the end. */
const char *clm_next_name(const char *names, char *out, size_t size);

/* ---- facts ---- */
typedef struct {
    int series_missing; /* the store has no such series (name) */
    char name[64];
    int members;
    int month0, n; /* months known from month0 on: published ones before the store's own for ranks and records */
    int adds;
    int has_months;       /* the store holds the period and the reference period */
    double *months;       /* [members][n] */
    double *other;        /* [members][n] of `over` where it is a second series; else NULL */
    double *now, *before; /* [members] */
    int ndays;
    double *days;      /* [members][ndays]; NULL if not asked for */
    double *published; /* [n] */
    double published_now, published_before;
} clm_view;
int clm_view_of(results *r, const scn_claim *c, clm_view *out); /* 0 or a status */
void clm_view_free(clm_view *v);
/* Facts of member k, or of the published series (k = -1); pair: the other run's view, or NULL. */
clm_facts clm_facts_of(const scn_claim *c, const clm_view *v, const clm_view *pair, int k);

/* ---- verdicts ---- */
typedef enum { CLM_CANNOT, CLM_HOLDS, CLM_FAILS, CLM_UNDECIDED, CLM_DISPUTED, CLM_VERDICTS } clm_verdict;
typedef enum { CLM_AS_EXPECTED, CLM_DIFFERS, CLM_NOT_GATED, CLM_GATES_NOTHING, CLM_STANDINGS } clm_standing;
extern const char *const clm_verdict_words[CLM_VERDICTS], *const clm_standing_words[CLM_STANDINGS];
typedef struct {
    const scn_claim *claim;
    char expected[96]; /* the test in words */
    clm_verdict verdict;
    clm_standing standing;
    int data;         /* the published series under the same test: 1 holds, 0 fails, -1 not known */
    double published; /* its measure */
    res_band measure; /* of members */
    double share;     /* of members that hold; NAN if none can tell */
    int members;      /* that can tell */
    char why[256];    /* why it cannot be judged */
    char needs[1024]; /* commands that would make what is missing, a line each */
} clm_row;
typedef struct {
    int nstores;
    results **store;
    rec_input *input;
    char **path;
    inp_opened opened; /* the first store's scenario, with the statements */
    int nrows;
    clm_row *rows;            /* expected failures first, then what differs, then by role and id */
    int counts[CLM_VERDICTS]; /* outputs and structural statements only */
    int differs;
} clm_ledger;
/* Judges all statements of the first store. claims: a file to be read in place of the one it holds, or NULL. */
int clm_open(vado *v, int nstores, const char *const *paths, const char *claims, clm_ledger *out);
void clm_close(clm_ledger *l);
int clm_counts(const clm_row *row); /* 1: an output or structural statement */
int clm_is_expected_failure(const clm_row *row);

#endif
