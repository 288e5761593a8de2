/* Runs that are kept in a folder and used again: what `vado whatif` and `vado claims SCENARIO` are made of. */
#ifndef VADO_KEPT_H
#define VADO_KEPT_H

#include "run/run.h"

/* Makes sure that db is the finished run of an input: a finished store of the same input and options stays as it is,
 * one that was stopped goes on, any other is made anew. Without twins. dir, the folder of db, is made if its
 * own is there (o->make_folders: that too). 0, or an error said. */
int kept_run(vado *v, const vado_input *in, const vado_run_options *o, const char *db, const char *dir);

#endif
