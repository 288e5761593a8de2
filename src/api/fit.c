/* vado_fit: from the public interface to src/fit, which knows neither contexts nor stores. */
#include "fit/fit.h"

#include "api/api.h"
#include "api/numbers.h"
#include "run/level.h"
#include "run/run.h"
#include "text/hex.h"
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

/* latents/, levels.csv and posteriors are what fits write: only the table that --latents names is read. own: the
 * table's usual name in the scenario. */
static vado_output_options table_options(const vado_input *in, const vado_fit_options *o, const char *own,
                                         const char *head) {
    return (vado_output_options){.kind = VADO_FILE_TABLE,
                                 .head = head,
                                 .force = o->force,
                                 .input = in,
                                 .but = o->stage == VADO_FIT_LEVELS      ? SCN_LEVELS_FILE
                                        : o->stage != VADO_FIT_POSTERIOR ? "latents"
                                        : strchr(own, '/')               ? SCN_POSTERIORS
                                                                         : SCN_POSTERIOR_FILE,
                                 .standard = o->standard,
                                 .standard_user = o->standard_user};
}

/* The fit takes minutes: where its table goes is settled before. name: to be freed. */
static int open_table(vado *v, const vado_input *in, const vado_fit_options *o, const char *own, const char *head,
                      char **name, vado_output **out) {
    const vado_output_options to = table_options(in, o, own, head);
    size_t room = strlen(in->scenario) + (o->out ? strlen(o->out) : 0) + strlen(own) + 2;
    if (!(*name = malloc(room)))
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    const char *slash = strchr(own, '/');
    (void)snprintf(*name, room, "%s/%.*s", in->scenario, slash ? (int)(slash - own) : 0, own);
    int status = o->out || !slash ? 0 : fil_make_folder(v, *name);
    if (o->out)
        (void)snprintf(*name, room, "%s", o->out);
    else
        (void)snprintf(*name, room, "%s/%s", in->scenario, own);
    return status ? status : fil_open(v, *name, &to, out);
}

/* The table into its file, if all is well; text NULL: there was no memory for it. What stood there stands else. */
static int close_table(vado *v, vado_output *out, const char *name, const char *text, int status) {
    if (status == 0 && !text)
        status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    if (status == 0 && fil_write(out, text, strlen(text)))
        status = ctx_fail(v, VADO_ERR_FILE, "%s: the table cannot be written", name);
    return fil_close(v, out, status);
}

static void say_written(speaker *talker, const char *name) {
    if (say(talker, "written:") == 0)
        (void)say(talker, name);
}

/* What is wrong with the input says itself where; all else is said to have failed. */
static void say_failed(vado *v, int status, const char *what, const char *words) {
    const char *known = words[0] ? words : "out of memory";
    if (status == VADO_ERR_INPUT)
        (void)ctx_fail(v, status, "%s", known);
    else if (status && status != VADO_ERR_CANCELLED)
        (void)ctx_fail(v, status, "the %s failed: %s", what, known);
}

static int stage_latents(vado *v, const vado_input *in, const vado_fit_options *o, const fit_job *job, fit_result *r) {
    char month[8], own[32], command[256], *text = NULL, *name = NULL;
    vado_output *out = NULL;
    month_format(job->last_month, month);
    (void)snprintf(own, sizeof own, "latents/%s.csv", month);
    (void)snprintf(command, sizeof command, SAY_FIT " %s " SAY_STAGE " latents " SAY_UNTIL " %s%s", job->scenario->name,
                   month, o->knots_stay ? ", knots as they were" : "");
    int status = open_table(v, in, o, own, FIT_LATENTS_HEAD, &name, &out);
    if (status == 0) {
        status = fit_latents(job, r);
        say_failed(v, status, "fit", r->words);
    }
    if (status == 0)
        (void)fit_table(job, r, command, &text);
    status = close_table(v, out, name, text, status);
    if (status == 0)
        say_written(job->user, name);
    free(text);
    free(name);
    return status;
}

enum { ENSEMBLES_MAX = 16 };

/* Levels of all members of an ensemble: of those that runs have if nobody says anything. */
static int make_ensemble(vado *v, const inp_opened *opened, const vado_input *in, const vado_fit_options *o,
                         int members, speaker *talker, lev_levels **out) {
    const mdl_member_options options = {.arithmetic = ENG_FLUID,
                                        .seed = (uint64_t)o->seed,
                                        .members = members,
                                        .layer_parameters = 1,
                                        .posterior = scn_posterior_is_ours(&opened->scenario) > 0};
    char line[96];
    int status = lev_open_anew(v, opened, in, &options, out);
    (void)snprintf(line, sizeof line, "levels of %d members of the %s, seed %d (%d central runs)", members,
                   options.posterior ? "posterior" : "priors", o->seed, 2 * members + 1);
    if (status == 0 && say(talker, line))
        status = VADO_ERR_CANCELLED;
    return status ? status : lev_make_all(v, *out, 2);
}

static int look_at_ensembles(vado *v, const vado_fit_options *o, const int *list, int n) {
    int wrong = o->seed < 0 || n < 1 || n > ENSEMBLES_MAX;
    for (int i = 0; !wrong && i < n; i++) {
        wrong = list[i] < 2 || list[i] > 10000;
        for (int k = 0; k < i; k++)
            wrong |= list[i] == list[k];
    }
    return wrong
               ? ctx_fail(v, VADO_ERR_USAGE,
                          SAY_MEMBERS ": found an ensemble of less than 2 or more than 10000 members, one twice, more "
                                      "than %d of them, or a seed below 0",
                          ENSEMBLES_MAX)
               : 0;
}

static int stage_levels(vado *v, const vado_input *in, const vado_fit_options *o, const inp_opened *opened,
                        speaker *talker) {
    static const int usual[] = {8};
    const int *list = o->nensembles > 0 ? o->ensembles : usual, n = o->nensembles > 0 ? o->nensembles : 1;
    lev_levels *made[ENSEMBLES_MAX] = {NULL};
    char *text = NULL, *name = NULL;
    vado_output *out = NULL;
    int status = list ? look_at_ensembles(v, o, list, n) : num_nothing(v, "ensembles");
    if (status == 0)
        status = open_table(v, in, o, SCN_LEVELS_FILE, "what,seed,members,member,who,value", &name, &out);
    for (int i = 0; status == 0 && i < n; i++)
        status = make_ensemble(v, opened, in, o, list[i], talker, &made[i]);
    if (status == 0)
        (void)lev_table(&opened->scenario, n, made, &text);
    status = close_table(v, out, name, text, status);
    if (status == 0)
        say_written(talker, name);
    for (int i = 0; i < n && i < ENSEMBLES_MAX; i++)
        lev_close(made[i]);
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
    job->knots_stay = o->knots_stay;
    return 0;
}

/* Knots that stay are those of a table that ends with the last month of figures used. */
static int check_staying(vado *v, const vado_input *in, const vado_fit_options *o, const fit_job *job) {
    char last[8] = "none", wanted[8];
    int seen = -1;
    if (!o->knots_stay)
        return 0;
    if (o->stage != VADO_FIT_LATENTS || !in->latents)
        return ctx_fail(v, VADO_ERR_USAGE, "knots that stay: found %s, expected stage latents and a table of latents",
                        in->latents ? "another stage" : "no table");
    for (int i = 0; i < job->scenario->nlatents; i++)
        seen = job->scenario->latents[i].month > seen ? job->scenario->latents[i].month : seen;
    if (seen >= 0)
        month_format(seen, last);
    month_format(job->last_month, wanted);
    return seen == job->last_month
               ? 0
               : ctx_fail(v, VADO_ERR_INPUT, "%s: found a last month of %s, expected %s, the last of the figures used",
                          in->latents, last, wanted);
}

/* ---- rolling: its rows are kept as they come ---- */

typedef struct {
    vado *v;
    const vado_input *in;
    const vado_fit_options *o;
    const scn_scenario *s;
    char *text;     /* of the file as it was; NULL: none */
    char files[65]; /* SHA-256 of the scenario's, where tables are kept */
    int failed;     /* to write, which is said */
} kept_rows;

/* The name of an origin's latents, to be freed; NULL without memory. */
static char *table_name(const kept_rows *k, int origin) {
    char month[8];
    size_t room = strlen(k->o->tables) + sizeof month + 8;
    char *name = malloc(room);
    month_format(origin, month);
    if (name)
        (void)snprintf(name, room, "%s/%s.csv", k->o->tables, month);
    return name;
}

/* Are an origin's latents there, of these files of the scenario? The rows' file says of which figures. */
static int have_table(const kept_rows *k, int origin) {
    char *text = NULL, *name = table_name(k, origin);
    size_t length;
    int found = name && scn_read_file(name, &text, &length) == 0 && strstr(text, k->files) != NULL;
    free(text);
    free(name);
    return found;
}

static int known_row(void *user, const unsigned char rows_sha256[32], fit_rolling_row *row) {
    const kept_rows *k = user;
    return (!k->o->tables || have_table(k, row->origin)) && fit_rolling_known(k->text, k->s, rows_sha256, row);
}

/* A text, NULL without memory for it, into a file. */
static int put_table(const kept_rows *k, const char *path, const char *head, const char *text) {
    const vado_output_options to = table_options(k->in, k->o, k->s->posterior_name, head);
    vado_output *out = NULL;
    return close_table(k->v, out, path, text, fil_open(k->v, path, &to, &out));
}

/* The latents of an origin that was just found. */
static int keep_latents(const kept_rows *k, const fit_rolling_row *row) {
    if (!row->table)
        return 0;
    char *name = table_name(k, row->origin);
    int status =
        name ? put_table(k, name, FIT_LATENTS_HEAD, row->table) : ctx_fail(k->v, VADO_ERR_MEMORY, "out of memory");
    free(name);
    return status;
}

/* Tables first: a row that is kept has its table. */
static int keep_rows(void *user, const unsigned char rows_sha256[32], int n, const fit_rolling_row *rows) {
    kept_rows *k = user;
    char *text = NULL;
    int status = 0;
    for (int i = 0; status == 0 && i < n; i++)
        status = keep_latents(k, &rows[i]);
    if (status == 0) {
        (void)fit_rolling_text(k->s, rows_sha256, n, rows, &text);
        status = put_table(k, k->o->out, FIT_ROLLING_HEAD, text);
    }
    free(text);
    k->failed = status != 0;
    return status;
}

static int find_rows(kept_rows *k, const char *what, const char *head) {
    const vado_output_options to = table_options(k->in, k->o, k->s->posterior_name, head);
    return inp_read_kept(k->v, what, k->o->out, &to, &k->text);
}

static int stage_rolling(vado *v, const vado_input *in, const vado_fit_options *o, const fit_job *job) {
    kept_rows kept = {.v = v, .in = in, .o = o, .s = job->scenario};
    const fit_rolling_file file = {o->tables != NULL, known_row, keep_rows, &kept};
    const int first = month_of_day(job->scenario->from) + YEARS_SEEN * 12 - 1;
    unsigned char files[32];
    char words[256] = "";
    fit_scenario_hash(job->scenario, files);
    txt_hex(files, kept.files);
    if (o->tables && !o->out)
        return ctx_fail(v, VADO_ERR_USAGE,
                        "tables: found no " SAY_INTO " beside it, expected a file of rows, which say what is found");
    int status = o->out ? find_rows(&kept, SAY_INTO, FIT_ROLLING_HEAD) : 0;
    if (status == 0 && o->tables)
        status = fil_make_folder(v, o->tables);
    if (status) {
        free(kept.text);
        return status;
    }
    status = fit_rolling(job, first, o->out ? &file : NULL, words);
    if (!kept.failed)
        say_failed(v, status, "scores", words);
    free(kept.text);
    return status;
}

/* ---- the posterior ---- */

static int keep_runs(void *user, const char *text) {
    kept_rows *k = user;
    int status = put_table(k, k->o->out, FIT_POSTERIOR_RUNS_HEAD, text);
    k->failed = status != 0;
    return status;
}

enum { POSTERIOR_USUAL = 32, POSTERIOR_LEAST = 12, POSTERIOR_MOST = 1000 };

static int look_at_posterior(vado *v, const vado_fit_options *o, int *members) {
    *members = o->nensembles > 0 && o->ensembles ? o->ensembles[0] : POSTERIOR_USUAL;
    if (o->nensembles > 1 || *members < POSTERIOR_LEAST || *members > POSTERIOR_MOST || o->seed < 0)
        return ctx_fail(v, VADO_ERR_USAGE,
                        SAY_MEMBERS ": found more than one ensemble, one of less than %d or more than %d members, or a "
                                    "seed below 0, expected one ensemble",
                        POSTERIOR_LEAST, POSTERIOR_MOST);
    return 0;
}

/* Also of all members a part makes the runs of one round alone. */
static int look_at_part(vado *v, const vado_fit_options *o, int members) {
    int status = run_look_at_part(v, o->member_first, o->member_last, members);
    if (status == 0 && o->member_first && !o->keep)
        status =
            ctx_fail(v, VADO_ERR_USAGE,
                     SAY_MEMBER_RANGE ": found no file in which runs are kept, expected one: `" SAY_MERGE "` takes "
                                      "them from there");
    return status;
}

/* What a part has done, in place of a table. */
static void say_part(vado *v, const vado_fit_options *o, int waits) {
    if (waits)
        ctx_note(v,
                 "the runs of members %d to %d of this round are in %s: `" SAY_MERGE
                 "` puts them together with the others', "
                 "and the same call goes on from there with the next round",
                 o->member_first, o->member_last, o->keep);
    else
        ctx_note(v, "%s holds all runs: the same call without " SAY_MEMBER_RANGE " writes the posterior", o->keep);
}

static int stage_posterior(vado *v, const vado_input *in, const vado_fit_options *o, fit_job *job) {
    vado_fit_options keeping = *o;
    keeping.out = o->keep;
    kept_rows kept = {.v = v, .in = in, .o = &keeping, .s = job->scenario};
    char *text = NULL, *name = NULL, words[256] = "";
    vado_output *out = NULL;
    int members, part = o->member_first > 0, status = look_at_posterior(v, o, &members);
    if (status == 0)
        status = look_at_part(v, o, members);
    if (status == 0 && !part)
        status = open_table(v, in, o, job->scenario->posterior_name, FIT_POSTERIOR_HEAD, &name, &out);
    if (status == 0 && o->keep)
        status = find_rows(&kept, "keep", FIT_POSTERIOR_RUNS_HEAD);
    if (status == 0) {
        const fit_posterior_file file = {kept.text, o->keep ? keep_runs : NULL, &kept, o->member_first, o->member_last};
        status = fit_posterior(job, members, o->seed, &file, &text, words);
        if (!kept.failed && status != FIT_WAITS)
            say_failed(v, status, "posterior", words);
    }
    if (part && (status == 0 || status == FIT_WAITS)) {
        say_part(v, o, status == FIT_WAITS);
        status = 0;
    } else if (!part) {
        status = close_table(v, out, name, text, status);
        if (status == 0)
            say_written(job->user, name);
    }
    free(kept.text);
    free(text);
    free(name);
    return status;
}

/* The stages that write no file, but for rolling. */
static int stage_told(vado *v, const vado_input *in, const vado_fit_options *o, const fit_job *job) {
    char words[256] = "";
    int table = o->stage == VADO_FIT_HISTORY;
    if (o->stage == VADO_FIT_ROLLING)
        return stage_rolling(v, in, o, job);
    int status = table ? fit_history_stage(job, words) : fit_scores(job, first_origin(job->scenario), 3, words);
    say_failed(v, status, table ? "table" : "scores", words);
    return status;
}

/* All stages but levels, which ask for latents and no figure. */
static int to_figures(vado *v, const vado_input *in, const vado_fit_options *o, fit_job *job) {
    const char *nowhere = o->stage == VADO_FIT_SCORES ? "scores" : o->stage == VADO_FIT_HISTORY ? "history" : NULL;
    fit_result result;
    cor_latents start;
    memset(&result, 0, sizeof result);
    memset(&start, 0, sizeof start);
    int status = last_month(v, o, job->scenario, &job->last_month);
    if (status == 0 && o->out && nowhere)
        status =
            ctx_fail(v, VADO_ERR_USAGE, SAY_STAGE " %s writes no file: leave " SAY_INTO " %s out", nowhere, o->out);
    if (status == 0)
        status = check_staying(v, in, o, job);
    if (status == 0 && o->stage != VADO_FIT_POSTERIOR)
        status = take_start(v, in, o, job, &start);
    if (status == 0)
        status = o->stage == VADO_FIT_LATENTS     ? stage_latents(v, in, o, job, &result)
                 : o->stage == VADO_FIT_POSTERIOR ? stage_posterior(v, in, o, job)
                                                  : stage_told(v, in, o, job);
    cor_latents_free(&start);
    fit_result_free(&result);
    return status;
}

static int fit(vado *v, const vado_input *in, const vado_fit_options *o, speaker *talker) {
    inp_opened opened;
    int status = inp_open(v, in, 1, &opened);
    if (status)
        return status;
    fit_job job = {.scenario = &opened.scenario,
                   .kind = opened.kind,
                   .model = opened.model,
                   .threads = o->stage == VADO_FIT_POSTERIOR ? o->threads : 0,
                   .say = say,
                   .user = talker,
                   .cancelled = cancelled,
                   .cancel_user = v};
    if (opened.kind != cor_kind())
        status = ctx_fail(v, VADO_ERR_INPUT, "%s: found model '%s', expected 'corridor': no other has latents",
                          in->scenario, opened.kind->name);
    else if (o->stage == VADO_FIT_LEVELS)
        status = stage_levels(v, in, o, &opened, talker);
    else
        status = to_figures(v, in, o, &job);
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
        status = api_one_of(v, SAY_STAGE, (int)mine.stage, VADO_FIT_POSTERIOR + 1);
    if (status == 0 && (mine.member_first || mine.member_last) && mine.stage != VADO_FIT_POSTERIOR)
        status =
            ctx_fail(v, VADO_ERR_USAGE,
                     SAY_MEMBER_RANGE ": found members %d to %d, expected none: of all stages only posterior can be "
                                      "made in parts",
                     mine.member_first, mine.member_last);
    return status ? status : fit(v, &input, &mine, &talker);
}
