/* Runs that are kept in a folder and used again: what `vado whatif` and `vado claims SCENARIO` are made of. */
#ifndef VADO_KEPT_H
#define VADO_KEPT_H

#include "run/run.h"

/* The runs of one study. Those that are another's up to a day begin where it stood (scenario/apart.h, run/past.h): what
 * is in their stores is the same. */
typedef struct kept_study kept_study;

/* o, and its texts, must outlast the study. 0, or an error said. All runs of a study have these options. */
int kept_open(vado *v, const vado_run_options *o, kept_study **out);
void kept_close(kept_study *k); /* NULL is fine */

/* Where its states are kept, for those of other runs of the study under numbers of their own, below 0. */
pst_past *kept_past(kept_study *k);
/* Makes sure that db is the finished run of an input: a finished store of the same input and options stays as it is,
 * one that was stopped goes on, any other is made anew. Without twins. dir, the folder of db, is made if its
 * own is there (o->make_folders: that too). trunk: 1 if later runs of the study may have their past from it. 0, or an
 * error said. */
int kept_run(kept_study *k, const vado_input *in, const char *db, const char *dir, int trunk);

#endif
