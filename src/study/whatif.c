/* vado_whatif: policies of a scenario, each run beside the baseline, and told.
 *
 * 1. The policies are the files of SCENARIO/policies; those asked for are found by name. Their first lines say a title
 *    and what they ask (`# title:`, `# about:`, `# each:`).
 * 2. The baseline and each policy are runs of their own, DIR/baseline.db and DIR/policy-<name>.db (so no policy can
 *    take the place of anything else, whatever its name), with the same seed and members. A finished store of the same
 * input is used again; one that was stopped goes on. So a long list of what-ifs can be interrupted and loses nothing.
 * 3. For dates of the schedule that a policy touches the latents' share is found and kept with the baseline.
 * 4. Each pair is measured from the month of the policy's first change on (whatif_pair.c) and told (whatif_text.c).
 */
#include "study/whatif.h"

#include "run/run.h"
#include "study/explain_share.h"
#include "study/kept.h"
#include "study/studies.h"
#include "text/array.h"
#include "text/csv.h"
#include "text/outfile.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    vado *v;
    const vado_input *in;
    const vado_run_options *o;
    const char *dir;
    kept_study *kept;
    whf_policy *list, *known; /* those asked for; all of the scenario, the same list if all are asked for */
    int n, nknown;
    const char *spread; /* what the spread of the members is, once it is known; NULL: there is none */
} job;

/* ---- policies ---- */

/* The earliest date a row begins with. */
static int64_t first_day(const scn_file *f) {
    int64_t best = 0, day;
    int any = 0;
    for (const char *p = f->text; *p;) {
        char date[11];
        snprintf(date, sizeof date, "%.10s", p);
        if (day_parse(date, &day) == 0 && (!any || day < best)) {
            best = day;
            any = 1;
        }
        p += strcspn(p, "\n");
        p += *p == '\n';
    }
    return best;
}

int whf_policy_of(const scn_file *f, const char *scenario, const char *dir, whf_policy *p) {
    static const char under[] = "policies/";
    size_t n = strlen(f->name);
    memset(p, 0, sizeof *p);
    if (strncmp(f->name, under, sizeof under - 1) != 0 || n < sizeof under + 4 || strcmp(f->name + n - 4, ".csv") != 0)
        return 0;
    if (snprintf(p->name, sizeof p->name, "%.*s", (int)(n - 4 - (sizeof under - 1)), f->name + sizeof under - 1) >=
        (int)sizeof p->name)
        return -1;
    csv_heading(f->text, "title", p->title, sizeof p->title);
    csv_heading(f->text, "about", p->about, sizeof p->about);
    csv_heading(f->text, "each", p->each, sizeof p->each);
    if (!p->title[0])
        snprintf(p->title, sizeof p->title, "%.120s", p->name);
    p->from = first_day(f);
    if (snprintf(p->path, sizeof p->path, "%s/%s", scenario, f->name) >= (int)sizeof p->path ||
        snprintf(p->db, sizeof p->db, "%s/policy-%s.db", dir, p->name) >= (int)sizeof p->db)
        return -1;
    return 1;
}

static int add_policy(job *j, const scn_file *f) {
    whf_policy one, *grown;
    int found = whf_policy_of(f, j->in->scenario, j->dir, &one);
    if (found < 0)
        return ctx_fail(j->v, VADO_ERR_FILE, "%s: the path is too long", f->name);
    if (found == 0)
        return 0;
    if (!(grown = arr_more(j->list, j->n, sizeof *grown)))
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    j->list = grown;
    j->list[j->n++] = one;
    return 0;
}

static int find_policies(job *j) {
    scn_folder folder;
    rep_report rep;
    rep_init(&rep);
    int failed = scn_folder_read(&folder, j->in->scenario, &rep), status = ctx_report(j->v, &rep);
    rep_free(&rep);
    if (failed)
        return status ? status : ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; status == 0 && i < folder.count; i++)
        status = add_policy(j, &folder.files[i]);
    scn_folder_free(&folder);
    return status;
}

/* Keeps those named, in the order of the names; all errors at once. */
static int keep_named(job *j, int nnames, const char *const *names) {
    if (nnames == 0 && j->n == 0)
        return ctx_fail(j->v, VADO_ERR_INPUT,
                        "%s: has no policies/*.csv, expected one file a what-if; write %s/policies/NAME.csv",
                        j->in->scenario, j->in->scenario);
    j->known = j->list;
    j->nknown = j->n;
    if (nnames == 0)
        return 0;
    whf_policy *kept = calloc((size_t)nnames, sizeof *kept);
    const char **known = calloc((size_t)j->n + 1, sizeof *known);
    int status = kept && known ? 0 : ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    for (int i = 0; status != VADO_ERR_MEMORY && i < j->n; i++)
        known[i] = j->list[i].name;
    for (int k = 0; status != VADO_ERR_MEMORY && k < nnames; k++) {
        int at = 0;
        while (at < j->n && strcmp(j->list[at].name, names[k]) != 0)
            at++;
        if (at < j->n) {
            kept[k] = j->list[at];
            continue;
        }
        const char *near = rep_nearest(names[k], j->n, known);
        status = ctx_fail(j->v, VADO_ERR_USAGE, "what-if %s: not in %s/policies%s%s%s", names[k], j->in->scenario,
                          near       ? "; did you mean "
                          : j->n > 0 ? ", which `" SAY_WHATIF_LIST "` shows"
                                     : ", there is none: write one file a what-if, NAME.csv",
                          near ? near : "", near ? "?" : "");
    }
    free(known);
    if (status) {
        free(kept);
        return status;
    }
    j->list = kept;
    j->n = nnames;
    return 0;
}

/* ---- runs ---- */

/* policy NULL: the baseline. */
static int run_one(job *j, const char *policy, const char *db) {
    vado_input in = *j->in;
    const char **policies = malloc(((size_t)in.npolicies + 1) * sizeof *policies);
    if (!policies)
        return ctx_fail(j->v, VADO_ERR_MEMORY, "out of memory");
    if (in.npolicies)
        memcpy(policies, in.policies, (size_t)in.npolicies * sizeof *policies);
    if (policy) /* after those that the baseline has too */
        policies[in.npolicies++] = policy;
    in.policies = policies;
    int status = kept_run(j->kept, &in, db, j->dir, policy == NULL);
    free(policies);
    return status;
}

/* How much of the change around the dates a policy touches is the fitted latent: found once for the baseline. All that
 * the policy replaces, and of the others the first few, since each takes some seconds. */
static int share_of_latents(job *j, const whf_pair *pair, const whf_policy *policy, const char *baseline) {
    enum { MOST_TOUCHED = 4 };
    int status = 0;
    for (int replaced = 1; replaced >= 0 && status == 0; replaced--) {
        int64_t *days;
        int n = shr_touched(pair->r[0], whf_policy_file(pair, policy), replaced, &days);
        if (!replaced && n > MOST_TOUCHED)
            n = MOST_TOUCHED;
        if (n < 0)
            res_fail(pair->r[0], VADO_ERR_MEMORY);
        if (n > 0)
            status = shr_make(j->v, baseline, n, days, j->o->threads, kept_past(j->kept), NULL, NULL);
        free(days);
    }
    return status;
}

/* ---- all ---- */

static int tell(job *j, const whf_policy *policy, const char *baseline, int csv, out_text *out) {
    whf_pair pair;
    char words[512];
    int month = policy->from ? month_of_day(policy->from) : 0;
    int status = whf_pair_open(&pair, baseline, policy->db, month, words, sizeof words);
    if (status)
        status = ctx_fail(j->v, status, "%s", words);
    else
        status = share_of_latents(j, &pair, policy, baseline);
    if (status == 0 && csv)
        whf_csv(&pair, policy, out);
    else if (status == 0)
        whf_text(&pair, policy, out);
    if (status == 0 && res_members(pair.r[0]) > 1)
        j->spread = res_spread(pair.r[0]);
    const char *const paths[] = {baseline, policy->db};
    for (int i = 0; i < 2; i++) {
        status = res_end(j->v, pair.r[i], paths[i], status);
        pair.r[i] = NULL;
    }
    whf_pair_close(&pair);
    return status;
}

static const char *const closing =
    "\nEncounters count what agents record, not people's good: fewer are not better by that. Differences hold in this "
    "model;\nsizes of scheduled effects are assumptions with wide priors. What is not modelled is not in these "
    "sentences: see\ndocs/responsible-use.md.\n";

int std_whatif_list(vado *v, const char *scenario, vado_writer *w, void *user) {
    vado_input in;
    memset(&in, 0, sizeof in);
    in.scenario = scenario;
    job j = {.v = v, .in = &in, .dir = "."};
    out_text out = {w, user, 0};
    int status = find_policies(&j);
    if (status == 0)
        status = keep_named(&j, 0, NULL);
    for (int i = 0; status == 0 && i < j.n; i++) {
        out_column(&out, j.list[i].name, 36);
        out_printf(&out, "%s\n", j.list[i].title);
    }
    free(j.list);
    if (status == 0 && out.failed)
        status = ctx_fail(v, VADO_ERR_FILE, "the output cannot be written");
    return status;
}

/* What lies beneath the baseline and every what-if: the schedule alone, or policies, each in its own words. */
static void tell_beneath(const job *j, out_text *out) {
    if (j->in->npolicies == 0)
        out_put(out, "Beneath: the schedule as it stands; what governments do is scripted.\n");
    for (int i = 0; i < j->in->npolicies; i++) {
        const whf_policy *known = NULL;
        for (int k = 0; k < j->nknown; k++)
            if (strcmp(j->known[k].name, j->in->policies[i]) == 0 || strcmp(j->known[k].path, j->in->policies[i]) == 0)
                known = &j->known[k];
        out_printf(out, "Beneath: %s. %s\n", known ? known->title : j->in->policies[i], known ? known->about : "");
    }
}

int std_whatif(vado *v, const vado_input *in, const vado_run_options *o, int nnames, const char *const *names,
               const char *dir, int csv, vado_writer *w, void *user) {
    job j = {.v = v, .in = in, .o = o, .dir = dir};
    out_text out = {w, user, 0};
    char baseline[1024];
    vado_run_options settled = *o;
    int part = 0; /* of members: what differs is told of all */
    int status = find_policies(&j);
    if (status == 0)
        status = keep_named(&j, nnames, names);
    if (status == 0 && snprintf(baseline, sizeof baseline, "%s/" WHF_BASELINE, dir) >= (int)sizeof baseline)
        status = ctx_fail(v, VADO_ERR_FILE, "%s: the path is too long", dir);
    if (status == 0)
        status = run_settle(v, &settled);
    part = status == 0 && settled.member_first > 0;
    if (status == 0)
        status = kept_open(v, o, &j.kept);
    if (status == 0)
        status = run_one(&j, NULL, baseline);
    if (status == 0 && csv && !part)
        whf_csv_header(&out);
    else if (status == 0 && !part)
        tell_beneath(&j, &out);
    for (int i = 0; status == 0 && i < j.n; i++) {
        status = run_one(&j, j.list[i].path, j.list[i].db);
        if (status == 0 && !part)
            status = tell(&j, &j.list[i], baseline, csv, &out);
    }
    if (status == 0 && part)
        ctx_note(v,
                 "members %d to %d of %d of each run are in %s: `" SAY_MERGE
                 "` puts them together with the others, and "
                 "the same call without " SAY_MEMBER_RANGE " on what it wrote tells what differs",
                 settled.member_first, settled.member_last, settled.members, dir);
    else if (status == 0 && !csv) {
        out_put(&out, closing);
        out_printf(&out, "%s%s", j.spread ? j.spread : "", j.spread ? "\n" : "");
    }
    kept_close(j.kept);
    if (j.known != j.list)
        free(j.known);
    free(j.list);
    if (status == 0 && out.failed)
        status = ctx_fail(v, VADO_ERR_FILE, "the output cannot be written");
    return status;
}
