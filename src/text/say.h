/* How a message names what of the interface its reader may use: an option, a call. The library does not know how the
 * program over it calls them, so a message carries a mark, and the context (context.c) puts words for it: those of the
 * program if it gave any (vado_on_term), else the names of vado.h that stand here.
 */
#ifndef VADO_SAY_H
#define VADO_SAY_H

#include "vado.h"

#define SAY_BYTE "\x1A"
#define SAY_MARK(words) SAY_BYTE words SAY_BYTE

#define SAY_SETS SAY_MARK("sets")
#define SAY_POLICIES SAY_MARK("policies")
#define SAY_LATENTS SAY_MARK("latents")
#define SAY_FROM SAY_MARK("from")
#define SAY_UNTIL SAY_MARK("until")
#define SAY_MODEL SAY_MARK("model")
#define SAY_DEFAULTS SAY_MARK("defaults")
#define SAY_MODE SAY_MARK("mode")
#define SAY_MEMBERS SAY_MARK("members")
#define SAY_SEED SAY_MARK("seed")
#define SAY_LAYERS SAY_MARK("layers")
#define SAY_LEVEL SAY_MARK("level")
#define SAY_SNAPSHOTS SAY_MARK("snapshots")
#define SAY_FORCE SAY_MARK("force")
#define SAY_PARTIAL SAY_MARK("vado_allow_partial")
#define SAY_INTO SAY_MARK("into")
#define SAY_DB SAY_MARK("db")
#define SAY_CSV SAY_MARK("VADO_CSV")
#define SAY_NUMBERS SAY_MARK("numbers")
#define SAY_PARTS SAY_MARK("parts")
#define SAY_POLICY SAY_MARK("policy")
#define SAY_WHATIFS SAY_MARK("whatif")
#define SAY_CLAIMS_FILE SAY_MARK("claims")
#define SAY_STAGE SAY_MARK("stage")
#define SAY_SANE SAY_MARK("sane")
#define SAY_DAYS SAY_MARK("days")
#define SAY_ARITHMETIC SAY_MARK("arithmetic")

#define SAY_CHECK SAY_MARK("vado_check")
#define SAY_PARAMS SAY_MARK("vado_params")
#define SAY_RUN SAY_MARK("vado_run")
#define SAY_RESUME SAY_MARK("vado_resume")
#define SAY_SUMMARY SAY_MARK("vado_summary")
#define SAY_SERIES SAY_MARK("vado_series_list")
#define SAY_FIT SAY_MARK("vado_fit")
#define SAY_FLEE SAY_MARK("vado_flee")
#define SAY_WHATIF SAY_MARK("vado_whatif")
#define SAY_WHATIF_LIST SAY_MARK("vado_whatif_list")
#define SAY_KNOCKOUT SAY_MARK("vado_knockout")
#define SAY_EXPLAIN SAY_MARK("vado_explain")
#define SAY_CLAIMS SAY_MARK("vado_claims_of")
#define SAY_FORECAST SAY_MARK("vado_forecast")
#define SAY_SCORE SAY_MARK("vado_score")
#define SAY_MONTHS SAY_MARK("months")
#define SAY_MEMBER_RANGE SAY_MARK("member_first, member_last")
#define SAY_MERGE SAY_MARK("vado_merge")
#define SAY_NEW SAY_MARK("vado_new_scenario")

/* A new string with words in place of the marks; bit t of *terms (may be NULL) is set for each term t that was named.
 * NULL without memory. */
char *say_words(const char *text, vado_wording *words, void *user, uint64_t *terms);
/* Whether a text begins with a mark: of a message about an option, not about a file. */
int say_begins(const char *text);

#endif
