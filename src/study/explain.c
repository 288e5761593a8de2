/* See explain.h.
 *
 * 1. The scenario is read from the store. The event's rows: those that begin on the day, and those whose last day is
 * the one before it.
 * 2. One fluid central run with nothing switched goes to half a year before the months compared; its state is the start
 *    of all others.
 * 3. From there 16 runs, one for each set of switches. Without the event: rows that begin on the day are left out, rows
 *    that end there go on. Without other dates: the same for all other rows from the day on. Without the latent: it
 *    keeps the value of the middle of the months before (held from the day itself, what it moved in the weeks before
 *    would pass for a mechanism: people on the way). Without the season: the swing of departures is 0 from the start of
 *    step 2, so that it is gone from those on the way when the months compared begin.
 *    Until the event's month the sets differ by season and latent only, so those days are run once for each of the
 * four.
 * 4. Value of a set: mean of the months after less mean of the months before, of that run; then Shapley.
 *
 * 5. One run more: the latents held from the start of step 2 on, and nothing of the four. What the run with none of the
 * four has beyond it is latents that were already moving when the event came: it is booked as latent, not as mechanism.
 * 6. A policy as the event: all its rows, whatever their dates, as one; "without" is the run with the policy where the
 * store's run has it not, and the run without where it has. Two runs more, with and without and all else as it is, to
 * the end of the period: the number that `vado whatif` tells.
 */
#include "study/explain_parts.h"

#include "scenario/variant.h"
#include "text/array.h"
#include "text/path.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the arithmetic ---- */

void exp_shapley(int n, const double *value, double *share) {
    static const double factorial[] = {1, 1, 2, 6, 24, 120, 720};
    for (int i = 0; i < n; i++) {
        share[i] = 0;
        for (int set = 0; set < 1 << n; set++) {
            int size = 0;
            if (set >> i & 1)
                continue;
            for (int k = 0; k < n; k++)
                size += set >> k & 1;
            share[i] += factorial[size] * factorial[n - size - 1] / factorial[n] * (value[set | 1 << i] - value[set]);
        }
    }
}

static double sizes(const exp_row *row) {
    double all = fabs(row->under_way) + fabs(row->noise);
    for (int i = 0; i < EXP_SWITCHES; i++)
        all += fabs(row->part[i]);
    return all;
}

double exp_offsetting(const exp_row *row) {
    double change = fabs(row->after - row->before), all = sizes(row);
    return change > 0 ? all / change : all > 0 ? INFINITY : 0;
}

double exp_latent_share(const exp_row *row) {
    double all = sizes(row);
    return all > 0 ? fabs(row->part[EXP_LATENT]) / all : 0;
}

/* ---- the whole ---- */

int exp_keep_text(char ***list, int *n, const char *text) {
    char **more = arr_more(*list, *n, sizeof *more);
    size_t length = strlen(text) + 1;
    if (!more)
        return -1;
    *list = more;
    if (!(more[*n] = malloc(length)))
        return -1;
    memcpy(more[(*n)++], text, length);
    return 0;
}

/* "us.agents: 3 ends (note of the first)" */
/* Is this option (a path, or a name inside policies/) the policy? */
static int is_policy(const char *option, const char *name) {
    const char *base = path_base(option);
    size_t n = strlen(name);
    return strncmp(base, name, n) == 0 && (base[n] == '\0' || strcmp(base + n, ".csv") == 0);
}

static int no_policy(exp_job *j, const scn_folder *folder) {
    char names[64][128];
    const char *known[64];
    int n = 0;
    for (int i = 0; i < folder->count && n < 64; i++)
        if (strncmp(folder->files[i].name, "policies/", 9) == 0) {
            (void)snprintf(names[n], sizeof names[n], "%.*s", (int)strcspn(folder->files[i].name + 9, "."),
                           folder->files[i].name + 9);
            known[n] = names[n];
            n++;
        }
    const char *near = rep_nearest(j->policy, n, known);
    return ctx_fail(j->v, VADO_ERR_USAGE, SAY_POLICY ": found '%s', expected one of the run's policies/*.csv%s%s%s",
                    j->policy, near ? "; did you mean " : ", which `" SAY_WHATIF_LIST "` shows", near ? near : "",
                    near ? "?" : "");
}

/* Sees to it that the policy is among what is laid over the run, as the store's folder has it. */
static int lay_policy(exp_job *j, const scn_folder *folder, vado_input *in) {
    char name[300];
    for (int i = 0; i < in->npolicies && !j->laid; i++)
        if (is_policy(in->policies[i], j->policy)) {
            j->laid = 1;
            j->layer = i + 1;
        }
    if (j->laid)
        return 0;
    (void)snprintf(name, sizeof name, "policies/%.250s.csv", j->policy);
    const scn_file *file = scn_folder_find(folder, name);
    if (!file)
        return no_policy(j, folder);
    if (!(j->policies = malloc(((size_t)in->npolicies + 1) * sizeof *j->policies)))
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    if (in->npolicies)
        memcpy(j->policies, in->policies, (size_t)in->npolicies * sizeof *j->policies);
    if (exp_keep_text(&j->r->names, &j->r->nnames, name))
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    j->policies[in->npolicies++] = j->r->names[j->r->nnames - 1];
    in->policies = j->policies;
    j->layer = in->npolicies;
    return 0;
}

static int read_store(exp_job *j) {
    db_store store;
    scn_folder folder;
    char words[512];
    int status = res_open(&j->store, j->db, 0, words, sizeof words);
    if (status == 0)
        status = db_open(&store, j->db, 0, words, sizeof words);
    if (status)
        return ctx_fail(j->v, status, "%s", words);
    char *version = sto_meta(&store, "version");
    if (!version || strcmp(version, VADO_VERSION) != 0)
        status = ctx_fail(j->v, VADO_ERR_STORE, "%s: was made by vado %s, this is vado %s: run the scenario again",
                          j->db, version ? version : "?", VADO_VERSION);
    if (status == 0 && (status = rec_read(j->v, &store, j->db, &j->given, &folder)) == 0) {
        vado_input input = j->given.input;
        if (j->policy && (status = lay_policy(j, &folder, &input)))
            scn_folder_free(&folder);
        else
            status = inp_open_folder(j->v, &folder, &input, 1, &j->in);
    }
    free(version);
    db_close(&store);
    if (status)
        return status;
    if (j->in.kind != cor_kind())
        return ctx_fail(j->v, VADO_ERR_USAGE, "%s: found model '%s', expected 'corridor': no other has dated changes",
                        j->db, j->in.kind->name);
    if ((j->r->members = res_members(j->store)) < 1)
        return ctx_fail(j->v, VADO_ERR_STORE, "%s: holds no month of any member: go on with " SAY_RESUME, j->db);
    return 0;
}

static void free_job(exp_job *j) {
    for (int i = 0; i < EXP_MODELS; i++) {
        if (j->model[i])
            j->in.kind->close(j->model[i]);
        if (j->scenario[i].values)
            scn_variant_free(&j->scenario[i]);
    }
    cor_latents_free(&j->flat);
    cor_latents_free(&j->still);
    cor_latents_free(&j->moving);
    free(j->chosen);
    free(j->policies);
    free(j->value);
    inp_close(&j->in);
    rec_input_free(&j->given);
    if (j->store)
        res_close(j->store);
}

int exp_run(vado *v, const char *db, const char *event, const char *policy, int threads, pst_past *past,
            exp_result *r) {
    exp_job j;
    memset(&j, 0, sizeof j);
    memset(r, 0, sizeof *r);
    j.v = v;
    j.db = db;
    j.r = r;
    j.policy = policy;
    j.past = policy ? NULL : past; /* laid over the run it may change its first days */
    int status = read_store(&j), series = -1;
    if (status == 0)
        status = policy ? exp_find_policy(&j) : exp_find_event(&j, event);
    if (status == 0)
        status = exp_find_months(&j);
    if (status == 0) {
        const mdl_series *list;
        int n = j.in.kind->series(j.in.model, &list);
        j.series = mdl_main(n, list);
        r->npeople = j.in.scenario.nnationalities;
        r->nsectors = j.in.scenario.nsectors;
        series = res_main(j.store);
        if (j.series < 0 || series < 0 || list[j.series].cells != r->npeople * r->nsectors * DEMO_COUNT)
            status = ctx_fail(v, VADO_ERR_STORE, "%s: holds no encounters by sector, nationality and group", db);
        else if (!(j.value = calloc((size_t)EXP_RUNS * (size_t)(r->npeople * r->nsectors) + 1, sizeof *j.value)))
            status = ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    }
    if (status == 0)
        status = exp_make_models(&j);
    if (status == 0)
        status = exp_make_latents(&j);
    if (status == 0)
        status = exp_run_all(&j, threads);
    if (status == 0)
        status = exp_fill_rows(&j, series);
    if (status == 0)
        status = exp_fill_harm(&j);
    free_job(&j);
    if (status)
        exp_free(r);
    return status;
}

void exp_free(exp_result *r) {
    for (int i = 0; i < r->nevents; i++)
        free(r->events[i]);
    for (int i = 0; i < r->nnames; i++)
        free(r->names[i]);
    free(r->events);
    free(r->names);
    free(r->people);
    free(r->sectors);
    free(r->harm);
    memset(r, 0, sizeof *r);
}
