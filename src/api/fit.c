/* vado_fit: from the public interface to src/fit, which knows neither contexts nor stores. */
#include "fit/fit.h"

#include "api/api.h"
#include "run/input.h"
#include "text/outfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    vado_writer *write;
    void *user;
} speaker;

static int say(void *user, const char *line) {
    speaker *s = user;
    if (!s->write)
        return 0;
    return s->write(s->user, line, strlen(line)) || s->write(s->user, "\n", 1);
}

static int cancelled(void *user) { return ctx_cancelled(user); }

static int last_month(vado *v, const vado_fit_options *o, const scn_scenario *s, int *month) {
    int64_t day;
    char first[8], last[8];
    int most = fit_last_month(s);
    *month = most;
    if (most < 0)
        return ctx_fail(
            v, VADO_ERR_INPUT,
            "%s/observed: found no monthly rows of encounters in the scenario's period, expected what can be fitted to",
            s->folder.path);
    if (!o->until)
        return 0;
    int low = month_of_day(s->from) + 2;
    month_format(low, first);
    month_format(most, last);
    if (strlen(o->until) != 7 || day_parse(o->until, &day) || month_of_day(day) < low || month_of_day(day) > most)
        return ctx_fail(v, VADO_ERR_INPUT,
                        SAY_UNTIL ": found '%s', expected a month that has published figures, choose one of %s to %s, "
                                  "written as YYYY-MM",
                        o->until, first, last);
    *month = month_of_day(day);
    return 0;
}

/* The fit takes minutes: where its table goes is settled before. name: to be freed. */
static int open_table(vado *v, const vado_input *in, const vado_fit_options *o, const char *month, char **name,
                      vado_output **out) {
    /* latents/ is what fits write: only the table that --latents names is read */
    const vado_output_options to = {.kind = VADO_FILE_TABLE,
                                    .head = "latent,month,where,who,value",
                                    .force = o->force,
                                    .input = in,
                                    .but = "latents",
                                    .standard = o->standard,
                                    .standard_user = o->standard_user};
    size_t room = strlen(in->scenario) + (o->out ? strlen(o->out) : 0) + 32;
    if (!(*name = malloc(room)))
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    (void)snprintf(*name, room, "%s/latents", in->scenario);
    int status = o->out ? 0 : fil_make_folder(v, *name);
    if (o->out)
        (void)snprintf(*name, room, "%s", o->out);
    else
        (void)snprintf(*name, room, "%s/latents/%s.csv", in->scenario, month);
    return status ? status : fil_open(v, *name, &to, out);
}

/* What is wrong with the input says itself where; all else is said to have failed. */
static void say_failed(vado *v, int status, const char *what, const char *words) {
    const char *known = words[0] ? words : "out of memory";
    if (status == VADO_ERR_INPUT)
        (void)ctx_fail(v, status, "%s", known);
    else if (status && status != VADO_ERR_CANCELLED)
        (void)ctx_fail(v, status, "the %s failed: %s", what, known);
}

static int stage_latents(vado *v, const vado_input *in, const vado_fit_options *o, const scn_scenario *s,
                         const fit_job *job, fit_result *r) {
    char month[8], command[256], *text = NULL, *name = NULL;
    vado_output *out = NULL;
    month_format(job->last_month, month);
    int status = open_table(v, in, o, month, &name, &out);
    if (status)
        goto out;
    status = fit_latents(job, r);
    say_failed(v, status, "fit", r->words);
    if (status)
        goto out;
    (void)snprintf(command, sizeof command, SAY_FIT " %s " SAY_STAGE " latents " SAY_UNTIL " %s", s->name, month);
    if (fit_table(job, r, command, &text))
        status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    else if (fil_write(out, text, strlen(text)))
        status = ctx_fail(v, VADO_ERR_FILE, "%s: the table cannot be written", name);
out:
    status = fil_close(v, out, status);
    if (!status && say(job->user, "written:") == 0)
        (void)say(job->user, name);
    free(text);
    free(name);
    return status;
}

enum { YEARS_SEEN = 2 }; /* before the first origin of those that are months */

/* The last December after which two years of figures or more are left. */
static int first_origin(const scn_scenario *s) {
    int month = fit_last_month(s) - 24;
    return month - (month + 1) % 12;
}

/* A fit takes a start only if it is named: the scenario's own table may know later months. */
static int take_start(vado *v, const vado_input *in, const vado_fit_options *o, fit_job *job, cor_latents *start) {
    if (!in->latents && (o->stage != VADO_FIT_HISTORY || job->scenario->nlatents == 0))
        return 0;
    if (cor_latents_init(start, job->model))
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    job->start = start;
    return 0;
}

/* The stages that write no file. */
static int stage_told(vado *v, const vado_fit_options *o, const scn_scenario *s, const fit_job *job) {
    char words[256] = "";
    int table = o->stage == VADO_FIT_HISTORY;
    int status = table                          ? fit_history_stage(job, words)
                 : o->stage == VADO_FIT_ROLLING ? fit_rolling(job, month_of_day(s->from) + YEARS_SEEN * 12 - 1, words)
                                                : fit_scores(job, first_origin(s), 3, words);
    say_failed(v, status, table ? "table" : "scores", words);
    return status;
}

static int fit(vado *v, const vado_input *in, const vado_fit_options *o, speaker *talker) {
    static const char *const stages[] = {"latents", "scores", "history", "rolling"};
    inp_opened opened;
    fit_result result;
    cor_latents start;
    memset(&result, 0, sizeof result);
    memset(&start, 0, sizeof start);
    int status = inp_open(v, in, 1, &opened);
    if (status)
        return status;
    const scn_scenario *s = &opened.scenario;
    fit_job job = {.scenario = s,
                   .kind = opened.kind,
                   .model = opened.model,
                   .say = say,
                   .user = talker,
                   .cancelled = cancelled,
                   .cancel_user = v};
    if (opened.kind != cor_kind())
        status = ctx_fail(v, VADO_ERR_INPUT, "%s: found model '%s', expected 'corridor': no other has latents",
                          in->scenario, opened.kind->name);
    else if ((status = last_month(v, o, s, &job.last_month)) == 0 && o->out && o->stage != VADO_FIT_LATENTS)
        status = ctx_fail(v, VADO_ERR_USAGE, SAY_STAGE " %s writes no file: leave " SAY_INTO " %s out",
                          stages[o->stage], o->out);
    if (status == 0)
        status = take_start(v, in, o, &job, &start);
    if (status == 0)
        status = o->stage == VADO_FIT_LATENTS ? stage_latents(v, in, o, s, &job, &result) : stage_told(v, o, s, &job);
    cor_latents_free(&start);
    fit_result_free(&result);
    inp_close(&opened);
    return status;
}

int vado_fit(vado *v, const vado_input *in, const vado_fit_options *o, vado_writer *log, void *user) {
    vado_input input;
    vado_fit_options mine = VADO_INIT(vado_fit_options);
    speaker talker = {log, user};
    int status = api_scenario(v, in, &input);
    status = status ? status : api_on_disk(v, &input);
    if (status == 0)
        status = api_take(v, "vado_fit_options", &mine, sizeof mine, o);
    if (status == 0)
        status = api_one_of(v, SAY_STAGE, (int)mine.stage, VADO_FIT_ROLLING + 1);
    return status ? status : fit(v, &input, &mine, &talker);
}
