/* Fitting the settings of Flee's rules to the first half of a conflict's figures, and scoring them on the second.
 *
 * The half that is scored is never seen: what is fitted is a folder whose run ends where the first half ends, read
 * without the figures after it.
 */
#ifndef VADO_FLEE_FIT_H
#define VADO_FLEE_FIT_H

#include "flee/flee.h"
#include "vado.h"

enum { FLF_STEPS = 4, FLF_BLOCKS = 3, FLF_DAYS_LEAST = 60 };

typedef struct {
    const scn_folder *whole, *half; /* the folder in memory: all of it, and the first half without later figures */
    const mdl_model *model;         /* of whole */
    uint64_t seed;
    eng_arithmetic arithmetic;
    int threads;                                /* 0: as many as processors; changes nothing but the time */
    void (*tell)(void *user, int done, int of); /* how many runs are done, now and then; or NULL */
    int (*cancelled)(void *user);               /* asked by all threads; or NULL */
    void *user;
} flf_job;

typedef struct {
    int n, half, days, runs; /* settings; days of the first half and of both; runs made */
    fle_movable settings[FLE_MOVABLE_MAX];
    double fitted[FLE_MOVABLE_MAX]; /* what they were if step is 0 */
    int step;                       /* of the inversion at which the fit stands; 0: the settings stay as they were */
    double
        kept_aside[1 + FLF_STEPS]; /* by step: difference on the blocks of the first half that it was not fitted to */
    double chance;                 /* standard deviation by luck of the first of them */
    double before[2], after[2];    /* Flee's averaged relative difference of the halves, with the settings as they were
                                      and as fitted */
    char words[256];               /* what went wrong */
} flf_result;

/* 0, VADO_ERR_CANCELLED, VADO_ERR_INPUT (the first half cannot be fitted), _RUN or _MEMORY with words. */
int flf_fit(const flf_job *job, flf_result *out);

#endif
