/* The parts of one explanation, private to explain*.c: what they share while it is made. */
#ifndef VADO_EXPLAIN_PARTS_H
#define VADO_EXPLAIN_PARTS_H

#include "run/run.h"
#include "run/variants.h"
#include "study/explain.h"
#include "table/results.h"

enum { EXP_SETS = 1 << EXP_SWITCHES, EXP_MODELS = EXP_SETS / 2, EXP_STILL = EXP_SETS, EXP_RUNS };
enum { EXP_OF_EVENT = 1, EXP_OF_POLICY }; /* rows of the schedule, rows of the policy laid over them */

typedef struct {
    vado *v;
    const char *db;
    exp_result *r;
    rec_input given;
    inp_opened in;
    results *store;
    pst_past *past;        /* of the central run, or NULL */
    const char *policy;    /* the event is this one of policies/, or NULL */
    const char **policies; /* what is laid over the run, the policy among it */
    int layer, laid;       /* of the policy's rows; does the store's run have it? */
    int parameter;         /* of the event, or -1 */
    unsigned char *chosen; /* [changes] EXP_OF_EVENT, EXP_OF_POLICY */
    scn_scenario scenario[EXP_MODELS];
    mdl_model *model[EXP_MODELS];
    cor_latents flat, still, moving; /* held from the middle of the months before on, from the start on, as fitted */
    int series;                      /* encounters, in the order of the model */
    double *value; /* [EXP_RUNS][sectors][people]: mean of the months after less mean of those before */
} exp_job;

/* A copy of a text at the end of a list. 0, or -1 without memory. */
int exp_keep_text(char ***list, int *n, const char *text);

/* explain_event.c: which rows are the event, and which months are compared. 0, or an error said. */
int exp_find_event(exp_job *j, const char *event);
int exp_find_policy(exp_job *j);
int exp_find_months(exp_job *j);
/* explain_runs.c: the variants of the scenario, their latents, and their runs. */
int exp_make_models(exp_job *j);
int exp_make_latents(exp_job *j);
int exp_run_all(exp_job *j, int threads);
/* explain_rows.c: the result's rows, and the harm of the same months. */
int exp_fill_rows(exp_job *j, int series);
int exp_fill_harm(exp_job *j);

#endif
