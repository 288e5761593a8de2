/* vado_knockout: the runner of src/study, measured by src/fit on what no latent sees. */
#include "study/knockout.h"

#include "api/api.h"
#include "fit/unseen.h"
#include "run/run.h"

#include <string.h>

static void measure(void *user, int nseries, const mdl_series *series, const double *record, size_t width,
                    int first_month, double *error) {
    fit_unseen_errors(user, nseries, series, record, width, first_month, error);
}

static void central(vado_run_options *o) {
    run_defaults(o);
    o->mode = VADO_FLUID;
    o->members = 1;
}

void vado_knockout_defaults_sized(vado_run_options *o, size_t size) {
    vado_run_options mine;
    central(&mine);
    api_defaults(o, size, &mine, sizeof mine);
}

const char *vado_knockout_head(vado_format format) { return knk_head(format == VADO_CSV); }

static int knockout(vado *v, const vado_input *in, const vado_run_options *o, const vado_knockout_options *k,
                    vado_writer *w, void *user, int *idle) {
    inp_opened opened;
    fit_unseen_set unseen;
    knk_result r;
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
        status = knk_run(v, &opened, in, o, k->nparts, k->parts, &fit, &r);
    if (!status) {
        out_text out = {w, user, 0};
        if (k->format == VADO_CSV)
            knk_csv(&r, &out);
        else
            knk_text(&r, &out);
        for (int i = 1; i < r.nrows; i++)
            *idle += r.rows[i].idle || knk_unexplained(&r, i);
        if (out.failed)
            status = ctx_fail(v, VADO_ERR_FILE, "the output cannot be written");
        knk_free(&r);
    }
    if (unseen.s)
        fit_unseen_close(&unseen);
    inp_close(&opened);
    return status;
}

int vado_knockout(vado *v, const vado_input *in, const vado_run_options *o, const vado_knockout_options *k,
                  vado_writer *w, void *user, int *idle) {
    vado_input input;
    vado_run_options run;
    vado_knockout_options mine = VADO_INIT(vado_knockout_options);
    *idle = 0;
    int status = api_input_and_run(v, in, &input, o, &run);
    status = status ? status : api_on_disk(v, &input);
    if (status == 0 && !o)
        central(&run);
    if (status == 0)
        status = api_take(v, "vado_knockout_options", &mine, sizeof mine, k);
    if (status == 0)
        status = api_format(v, mine.format);
    return status ? status : knockout(v, &input, &run, &mine, w, user, idle);
}
