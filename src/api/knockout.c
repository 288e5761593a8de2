/* vado_knockout: the runner of src/study, measured by src/fit on what no latent sees. */
#include "study/knockout.h"
#include "fit/unseen.h"
#include "text/context.h"

#include <string.h>

static void measure(void *user, int nseries, const mdl_series *series, const double *record, size_t width,
                    int first_month, double *error) {
    fit_unseen_errors(user, nseries, series, record, width, first_month, error);
}

void vado_knockout_defaults(vado_run_options *o) {
    vado_run_defaults(o);
    o->mode = VADO_FLUID;
    o->members = 1;
}

int vado_knockout(vado *v, const vado_input *in, const vado_run_options *o, const vado_knockout_options *k,
                  vado_writer *w, void *user, int *idle) {
    inp_opened opened;
    fit_unseen_set unseen;
    knk_result r;
    *idle = 0;
    memset(&unseen, 0, sizeof unseen);
    memset(&r, 0, sizeof r);
    int status = inp_open(v, in, 1, &opened);
    if (status)
        return status;
    const scn_scenario *s = &opened.scenario;
    knk_fit fit = {.n = FIT_TARGETS_UNSEEN, .names = fit_target_names, .measure = measure, .user = &unseen};
    if (opened.kind != cor_kind())
        fit.n = 0;
    else if (fit_unseen_open(&unseen, s, s->from, s->until))
        status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    if (!status)
        status = knk_run(v, &opened, o, k->nparts, k->parts, &fit, &r);
    if (!status) {
        out_text out = {w, user, 0};
        if (k->csv)
            knk_csv(&r, &out);
        else
            knk_text(&r, &out);
        for (int i = 1; i < r.nrows; i++)
            *idle += r.rows[i].idle;
        if (out.failed)
            status = ctx_fail(v, VADO_ERR_FILE, "the output cannot be written");
        knk_free(&r);
    }
    if (unseen.s)
        fit_unseen_close(&unseen);
    inp_close(&opened);
    return status;
}
