/* Running and resuming, with the tuning that tests need. */
#ifndef VADO_RUN_H
#define VADO_RUN_H

#include "run/input.h"
#include "run/work.h"
#include "store/meta.h"

void run_defaults(vado_run_options *o); /* stochastic, seed 1, all layers */
int run_tuned(vado *v, const vado_input *in, const vado_run_options *o, const char *path, const wrk_tuning *tuning);
/* The same of an input that is open already (and stays so); in: what it was opened from, for the record. trunk: the run
 * it has its past from or whose past it is, or NULL. */
int run_opened(vado *v, const inp_opened *opened, const vado_input *in, const vado_run_options *o, const char *path,
               const wrk_tuning *tuning, const wrk_trunk *trunk);
int run_resume_tuned(vado *v, const char *path, int threads, const wrk_tuning *tuning);

/* make.c: a new store at path, as `to` judges it; it gets its name when fill has written and committed what it is to
 * hold. 0 with the store open and locked, or an error with its message: what stood at path stands (the caller closes
 * the store in any case). */
typedef int run_filler(vado *v, db_store *store, void *user);
int run_make_store(vado *v, db_store *store, const char *path, const vado_output_options *to, run_filler *fill,
                   void *user);
/* All that the store holds is read back; then it is said to be done (part: as a part of a run). writing_share: of the
 * time it took, for the curious. 0, or an error with its message. */
int run_done(vado *v, db_store *store, const char *path, int part, double writing_share);

/* 0 if the members from first to last, numbered from 1, are some of so many, or both are 0; else an error with its
 * message. */
int run_look_at_part(vado *v, int first, int last, int members);

/* merge.c: as vado_merge, of stores. */
int run_merge(vado *v, int n, const char *const *parts, const vado_run_options *o, const char *db);

/* verify.c: as vado_verify, vado_digest. */
int run_verify(vado *v, const char *path, vado_verified *out);
int run_digest(vado *v, const char *path, char out[65]);
/* What the options come to: how many members there are, and in which layers they differ. A single fluid run is the
 * centre; several differ in parameters and environment, never in chance. 0 or VADO_ERR_USAGE with its message. */
int run_settle(vado *v, vado_run_options *o);
/* What is known of members is settled; a model whose members differ in chance only chooses its arithmetic, and
 * needs no fluid twins. */
int run_settle_model(vado *v, const inp_opened *in, vado_run_options *o);
/* Options of the members of a run that is settled; .member is to be filled in. */
mdl_member_options run_members(const vado_run_options *o);

/* record.c: the run's record, written before day one. */
int rec_write(vado *v, db_store *store, const char *path, const inp_opened *in, const vado_input *given,
              const vado_run_options *o, int with_twins);
/* The record's words for what members differ in, and whether they are levelled: runs of other words are no pair. */
void rec_layers(const vado_run_options *o, char *out, size_t size);
/* Input of an earlier run: folder and options, to be freed by rec_input_free. */
typedef struct {
    vado_input input; /* points into texts */
    vado_run_options options;
    int ntexts;
    char **texts;
    const char **sets, **policies;
} rec_input;
int rec_read(vado *v, db_store *store, const char *path, rec_input *in, scn_folder *folder);
void rec_input_free(rec_input *in);
/* Opens the input that a store holds, which must be the one it was begun with, by its hash; else VADO_ERR_STORE with a
 * message. The caller closes opened and frees in; after an error there is nothing to free. */
int run_reopen(vado *v, db_store *store, const char *path, int with_model, rec_input *in, inp_opened *opened);
/* Hash of all files and all that is laid over them: the record's input_hash. */
void rec_input_hash(const scn_scenario *s, const vado_input *given, char out[65]);

#endif
