/* vado_flee_fit: from Flee's folders to fitted settings, a file of them, and a table that says what they are worth. */
#include "fit/flee_fit.h"

#include "api/api.h"
#include "api/flee_folder.h"
#include "run/input.h"
#include "text/out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void tell(void *user, int done, int of) {
    vado *v = user;
    if (v->progress)
        v->progress(v->progress_user, done, of, -1);
}

static int cancelled(void *user) { return ctx_cancelled(user); }

/* ---- what is said ---- */

static const char *short_key(const char *key) {
    const char *dot = strrchr(key, '.');
    return dot ? dot + 1 : key;
}

static void prior_words(const fle_movable *a, char out[48]) {
    if (a->shift)
        snprintf(out, 48, "%.4g to %.4g", a->value - a->spread, a->value + a->spread);
    else
        snprintf(out, 48, "%.4g to %.4g", a->value / a->spread, a->value * a->spread);
}

static void put_settings(out_text *o, const flf_result *r) {
    char cell[48];
    out_column(o, "setting", 26);
    out_right(o, "as given", 10);
    out_right(o, "fitted", 10);
    out_right(o, "bounds", 17);
    out_put(o, "  prior, nine times out of ten\n");
    for (int k = 0; k < r->n; k++) {
        const fle_movable *a = &r->settings[k];
        out_column(o, short_key(a->key), 26);
        snprintf(cell, sizeof cell, "%.4g", a->value);
        out_right(o, cell, 10);
        snprintf(cell, sizeof cell, "%.4g", r->fitted[k]);
        out_right(o, cell, 10);
        snprintf(cell, sizeof cell, "%g to %g", a->low, a->high);
        out_right(o, cell, 17);
        prior_words(a, cell);
        out_printf(o, "  %s\n", cell);
    }
}

static double change(double before, double after) { return before > 0 ? 100 * (after / before - 1) : 0; }

static void put_differences(out_text *o, const flf_result *r) {
    out_put(o, "\n");
    out_column(o, "averaged relative difference", 32);
    out_put(o, "as given     fitted     change\n");
    for (int second = 0; second < 2; second++) {
        char days[64];
        snprintf(days, sizeof days, "days %d to %d, %s", second ? r->half : 0, second ? r->days - 1 : r->half - 1,
                 second ? "not seen" : "fitted");
        out_column(o, days, 31);
        out_printf(o, "%9.4f  %9.4f  %+8.1f%%\n", r->before[second], r->after[second],
                   change(r->before[second], r->after[second]));
    }
    out_printf(o, "\nOn thirds of the first half that a fit did not see, by its step: as given %.4f (chance %.4f)",
               r->kept_aside[0], r->chance);
    for (int i = 1; i <= FLF_STEPS; i++)
        out_printf(o, ", %d %.4f", i, r->kept_aside[i]);
    if (r->step)
        out_printf(o, ".\nThe fit stands at step %d of %d, after %d runs.\n", r->step, FLF_STEPS, r->runs);
    else
        out_printf(o,
                   ".\nNo fit foretells them better by more than chance than the settings as given, which stay, after "
                   "%d runs.\n",
                   r->runs);
}

static int say(const flf_result *r, vado_writer *w, void *user) {
    out_text o = {w, user, 0};
    if (!w)
        return 0;
    put_settings(&o, r);
    put_differences(&o, r);
    return o.failed;
}

static int write_settings(vado *v, const inp_opened *opened, const flf_result *r, uint64_t seed, vado_writer *w,
                          void *user) {
    char head[400], *text = NULL;
    if (!w)
        return 0;
    snprintf(head, sizeof head,
             "# Settings of Flee's rules, fitted by vado %s to days 0 to %d of %.100s (seed %llu).\n"
             "# Averaged relative difference of the days after them: %.4f, with the settings as given %.4f.\n",
             VADO_VERSION, r->half - 1, opened->scenario.name, (unsigned long long)seed, r->after[1], r->before[1]);
    if (fle_settings_text(opened->model, r->n, r->settings, r->fitted, head, &text))
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    int failed = w(user, text, strlen(text));
    free(text);
    return failed ? ctx_fail(v, VADO_ERR_FILE, "the settings cannot be written") : 0;
}

/* ---- the fit ---- */

/* What can be told from the whole folder: are there figures and days enough? */
static int judge(vado *v, const vado_flee_input *in, const inp_opened *o) {
    const char *why = fle_no_score(o->model);
    int days = fle_days(o->model);
    if (why)
        return ctx_fail(v, VADO_ERR_INPUT, "%s: found nothing to fit to (%s), expected figures of camps", in->input,
                        why);
    if (days < FLF_DAYS_LEAST)
        return ctx_fail(v, VADO_ERR_INPUT,
                        "%s: found %d days, expected %d or more: one half is fitted, the other scores it", in->input,
                        days, FLF_DAYS_LEAST);
    return 0;
}

static void give(const flf_result *r, vado_flee_fitted *out) {
    *out = (vado_flee_fitted){.settings = r->n, .changed = r->step > 0, .first_days = r->half, .days = r->days};
    out->runs = r->runs;
    for (int i = 0; i < 2; i++) {
        out->before[i] = r->before[i];
        out->after[i] = r->after[i];
    }
}

static int fit(vado *v, const vado_flee_input *in, const vado_run_options *o, const inp_opened *opened,
               const scn_folder *half, flf_result *r) {
    flf_job job = {.whole = &opened->scenario.folder,
                   .half = half,
                   .model = opened->model,
                   .seed = o->seed,
                   .threads = o->threads,
                   .tell = tell,
                   .cancelled = cancelled,
                   .user = v};
    job.arithmetic = o->mode == VADO_INDIVIDUAL ? ENG_INDIVIDUAL : ENG_STOCHASTIC;
    int status = flf_fit(&job, r);
    if (status == VADO_ERR_INPUT)
        return ctx_fail(v, status, "%s: the first half (%d days) cannot be fitted by itself: %s", in->input, r->half,
                        r->words);
    if (status && status != VADO_ERR_CANCELLED)
        return ctx_fail(v, status, "the fit failed: %s", r->words[0] ? r->words : "out of memory");
    return status;
}

static int fit_opened(vado *v, const vado_flee_input *in, const vado_run_options *o, const inp_opened *opened,
                      flf_result *r) {
    scn_folder half;
    vado_flee_input first = *in;
    int status = judge(v, in, opened);
    if (status)
        return status;
    first.days = fle_days(opened->model) / 2;
    status = flee_folder(v, &first, 1, &half);
    if (status == 0)
        status = fit(v, in, o, opened, &half, r);
    scn_folder_free(&half);
    return status;
}

static int flee_fit(vado *v, const vado_flee_input *in, const vado_run_options *o, vado_writer *settings, void *to,
                    vado_writer *table, void *user, vado_flee_fitted *out) {
    inp_opened opened;
    scn_folder folder;
    flf_result result;
    const vado_input input = {.scenario = in->input};
    int status = flee_folder(v, in, 0, &folder);
    if (status) {
        scn_folder_free(&folder);
        return status;
    }
    if ((status = inp_open_folder(v, &folder, &input, 1, &opened)))
        return status;
    memset(&result, 0, sizeof result);
    status = fit_opened(v, in, o, &opened, &result);
    if (status == 0)
        status = write_settings(v, &opened, &result, o->seed, settings, to);
    if (status == 0 && say(&result, table, user))
        status = ctx_fail(v, VADO_ERR_FILE, "the table cannot be written");
    if (status == 0)
        give(&result, out);
    inp_close(&opened);
    return status;
}

int vado_flee_fit(vado *v, const vado_flee_input *in, const vado_run_options *o, vado_writer *settings, void *to,
                  vado_writer *table, void *user, vado_flee_fitted *out) {
    vado_flee_input mine = VADO_INIT(vado_flee_input);
    vado_run_options run;
    vado_flee_fitted result;
    memset(&result, 0, sizeof result);
    ctx_clear(v);
    int status = api_take(v, "vado_flee_input", &mine, sizeof mine, in);
    if (status == 0)
        status = api_one_of(v, SAY_ARITHMETIC, (int)mine.arithmetic, VADO_ARITHMETIC_INDIVIDUAL + 1);
    if (status == 0)
        status = api_run_options(v, o, &run);
    if (status == 0)
        status = api_takes(v, "vado_flee_fitted", out);
    if (status)
        return status;
    if (!mine.input)
        return ctx_fail(v, VADO_ERR_USAGE, "input: found none, expected a folder of Flee's files");
    status = flee_fit(v, &mine, &run, settings, to, table, user, &result);
    if (out)
        api_give(out, &result, sizeof result);
    return status;
}
