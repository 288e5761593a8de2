/* The ledger of statements: claims.csv judged on finished stores. Private to src/study, but for
 * the section of the report. What can be checked before any run: run/claims_check.h.
 *
 * claims_judge.c   the relations, pure
 * claims_facts.c  what a store, and what was published, say of one statement
 * claims_needs.c  which runs a statement rests on, and the commands that make them
 * claims.c        which store is evidence, verdicts
 * claims_make.c   all runs that a scenario's statements rest on, made and kept
 * claims_text.c   the command's output
 */
#ifndef VADO_CLAIMS_H
#define VADO_CLAIMS_H

#include "run/claims_check.h"
#include "run/input.h"
#include "run/run.h"
#include "study/claims_judge.h"
#include "table/results.h"

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
    scn_side side; /* of the figures of the period; SCN_SIDES: there are none */
} clm_view;
int clm_view_of(results *r, const scn_claim *c, clm_view *out); /* 0 or a status */
void clm_view_free(clm_view *v);
int clm_is_of_history(const scn_claim *c); /* ranks and records: compared with published months before the run */
/* Facts of member k, or of the published series (k = -1); pair: the other run's view, or NULL. */
clm_facts clm_facts_of(const scn_claim *c, const clm_view *v, const clm_view *pair, int k);

/* ---- verdicts ---- */
/* CLM_CANNOT: on no run. CLM_NEEDS: on a run that was not given; it gates nothing unless asked to. */
typedef enum { CLM_CANNOT, CLM_HOLDS, CLM_FAILS, CLM_UNDECIDED, CLM_DISPUTED, CLM_NEEDS, CLM_VERDICTS } clm_verdict;
typedef enum { CLM_AS_EXPECTED, CLM_DIFFERS, CLM_NOT_GATED, CLM_GATES_NOTHING, CLM_STANDINGS } clm_standing;
extern const char *const clm_verdict_words[CLM_VERDICTS], *const clm_standing_words[CLM_STANDINGS];
typedef struct {
    const scn_claim *claim;
    char expected[96]; /* the test in words */
    clm_verdict verdict;
    clm_standing standing;
    int data;         /* the published series under the same test: 1 holds, 0 fails, -1 not known */
    double published; /* its measure */
    scn_side side;    /* of the published figures of its period; SCN_SIDES: none it could be compared with */
    res_band measure; /* of members */
    double share;     /* of members that hold; NAN if none can tell */
    int members;      /* that can tell */
    char why[256];    /* why it cannot be judged */
    char needs[4096]; /* commands that would make what is missing, a line each */
} clm_row;
typedef struct {
    int nstores;
    results **store;
    rec_input *input;
    const char *const *path;
    inp_opened opened; /* the first store's scenario, with the statements */
    int nrows;
    clm_row *rows;                            /* expected failures first, then what differs, then by role and id */
    int counts[CLM_VERDICTS];                 /* outputs and structural statements only */
    int by_side[SCN_SIDES + 1][CLM_VERDICTS]; /* of them, by the side of the published figures */
    int differs;
} clm_ledger;
/* Judges all statements of the first store. claims: a file to be read in place of the one it holds, or NULL. strict: a
 * run that is missing is a difference where a verdict is expected. The paths are the caller's and stay. */
int clm_open(vado *v, int nstores, const char *const *paths, const char *claims, int strict, clm_ledger *out);
/* Ends with what is found out on closing: a read that failed (res_end). */
int clm_end(vado *v, clm_ledger *l, const char *const *dbs, int status);
void clm_close(clm_ledger *l);
int clm_counts(const clm_row *row); /* 1: an output or structural statement */
int clm_is_expected_failure(const clm_row *row);
int clm_rank(const clm_row *row); /* place in the order: 0 expected failures, 1 differs, 2 outputs, 3 structural, ... */
int clm_replace(vado *v, scn_folder *folder, const char *path); /* another claims.csv into a folder in memory */

/* ---- runs ---- */
typedef struct {
    const char *latents, *policy; /* "2023-11", "no-bribes.csv"; "": the scenario's own, none */
    int64_t until;                /* the day after the last, within the projection; 0: the scenario's */
} clm_need;
/* Runs that a statement rests on: how many; of a pair the one without policy first. */
int clm_needs_of(const inp_opened *o, const scn_claim *c, clm_need need[2]);
clm_need clm_need_plain(const inp_opened *o); /* the run that is told of first */
/* "base", "latents-2023-11-policy-no-tijuana-effort": one name for each run a scenario can need. */
void clm_need_name(const clm_need *need, char *out, size_t size);
/* 0; 1: the scenario lacks the file of latents, 2: that of the policy, in words. */
int clm_need_missing(const inp_opened *o, const clm_need *need, char *words, size_t size);
int clm_covers(const results *r, const scn_claim *c);      /* the run holds the months of a series' statement */
int clm_can_hold(const inp_opened *o, const scn_claim *c); /* some run of the scenario could */
int clm_have(const clm_ledger *l, const scn_claim *c, const clm_need *need); /* the store that is such a run, or -1 */
/* Why a row cannot be judged on the given stores, and the commands; 0: there is no command that would help. */
int clm_say_needs(const clm_ledger *l, clm_row *row);

/* ---- output ---- */
int clm_tell(vado *v, const clm_ledger *l, const char *of, const vado_claims_options *o, vado_writer *w, void *user);

#endif
