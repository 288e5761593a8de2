/* What may be fitted at all.
 *
 * Behaviour and structure may be estimated from published figures. What a government or an organisation decides may
 * not: a fit that is free to move enforcement would explain history by it, and would be one step from searching for it.
 * Nor may anything be estimated from figures that are kept to judge by: fitted to, they would judge no more.
 */
#include "fit/fit.h"

#include "text/say.h"

#include <stdio.h>

int fit_refuses_policy(const par_registry *r, const char *path, char words[256]) {
    int i = par_find(r, path);
    if (i < 0) {
        const char *near = par_did_you_mean(r, path);
        (void)snprintf(words, 256, "found '%.80s', expected a parameter that may be estimated%s%.80s", path,
                       near ? ", did you mean " : "", near ? near : "");
        return VADO_ERR_INPUT;
    }
    if (r->decl[i]->kind != PAR_POLICY)
        return 0;
    (void)snprintf(
        words, 256,
        "found '%.80s', which is a policy: it is decided, not estimated; set it in schedule.csv or a policy file",
        path);
    return VADO_ERR_INPUT;
}

int fit_refuses_judge(const scn_observed *o, int rows, char words[256]) {
    if (rows == 0)
        return 0;
    char more[48] = "";
    if (rows > 1)
        (void)snprintf(more, sizeof more, " and %d more such rows", rows - 1);
    (void)snprintf(
        words, 256,
        "%.90s:%d:%d: found 'judge'%s, expected set or time in a row that is fitted to: end before it by " SAY_UNTIL
        ", or take it out",
        o->file, o->line, o->column, more);
    return VADO_ERR_INPUT;
}
