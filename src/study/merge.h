/* Parts of studies, put together. Private to src/study.
 *
 * merge.c        what is named: stores, folders, what was kept
 * merge_lines.c  what is kept a line a run: a posterior's runs, the members of scores
 */
#ifndef VADO_MERGE_H
#define VADO_MERGE_H

#include "fit/fit.h"
#include "study/score.h"

/* The line of column names of what is kept like this text, or NULL: it is no such thing. */
const char *mrg_columns(const char *text);
/* Puts together what n parts kept, texts as they are in their files. *text: what one call would have kept, to be freed.
 * VADO_ERR_STORE with words: of part *at; or VADO_ERR_MEMORY. */
int mrg_lines(int n, const char *const *texts, char **text, int *at, char words[256]);

#endif
