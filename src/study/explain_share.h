/* How much of a change of encounters the fitted latents are, by dated event: kept in the store of the run it was found
 * for, so that the report and the what-ifs that touch the event can say so.
 *
 * An event is a day on which rows of schedule.csv begin, or have ended the day before (explain.h). A policy touches it
 * if a row of the policy holds on that day and sets a parameter which such a row sets; it replaces it if the policy's
 * row begins on the day itself.
 */
#ifndef VADO_EXPLAIN_SHARE_H
#define VADO_EXPLAIN_SHARE_H

#include "study/explain.h"
#include "table/results.h"
#include "text/out.h"

typedef struct {
    int64_t day;
    double share;         /* of all that moved encounters, 0 to 1 (exp_latent_share) */
    double before, after; /* encounters a month */
    double deaths[2],
        kidnapped[2];   /* harm of the same months, before and after; NAN where the run has no such series */
    char parameter[96]; /* of the event: the first of those its rows set */
    int others;         /* how many more they set */
} shr_event;

typedef struct {
    shr_event *of; /* by day */
    int n;
} shr_list;

/* Keeps what was found for a whole day; a part of a day's rows is not kept. In one transaction. 0, or an error said. */
int shr_keep(vado *v, const char *db, const exp_result *found);
/* What a run's store holds; an old store, or one nobody asked of, holds nothing. 0, or a status. */
int shr_read(results *r, shr_list *out);
void shr_free(shr_list *list);
const shr_event *shr_find(const shr_list *list, int64_t day);

/* Days of a run's schedule that can be explained: the month before, and their own, are whole. All of them; or those on
 * which a policy's file touches, or replaces, rows of the schedule (policy NULL: none). By date, each once. *days is
 * the caller's. How many, or -1: no memory, or a file that cannot be read. */
int shr_days(const results *r, int64_t **days);
/* Days of the measure that a policy undoes: those of shr_touched, if the policy begins on one of them; else none. */
int shr_measure(const results *r, const scn_file *policy, int64_t **days);
int shr_touched(const results *r, const scn_file *policy, int replaced, int64_t **days);

/* Finds and keeps what the store does not hold yet (some seconds a day), one by one: what is done stays. told, if not
 * NULL, hears of each. past: as exp_run. 0, or an error said. */
typedef void shr_told(void *user, const shr_event *event);
int shr_make(vado *v, const char *db, int n, const int64_t *days, int threads, pst_past *past, shr_told *told,
             void *user);

/* Is more than EXP_LATENT_MUCH of the change the latents? */
int shr_much(const shr_event *event);
/* "YYYY-MM-DD (us.agents and 10 more): 45% of what moved encounters is the fitted latent, no mechanism" */
enum { SHR_SENTENCE = 288 };
const char *shr_sentence(const shr_event *event, char out[SHR_SENTENCE]);

#endif
