/* vado_claims_of: every statement of a scenario judged on the runs that it rests on.
 *
 *   1. The statements say which runs: the plain one, and for structural statements those with latents of an earlier
 *      month, under a policy, or both (claims_needs.c). Each is made once.
 *   2. A run is a store of its own in the folder, named by what it is of; one of the same input that is finished is
 * used again, one that was stopped goes on. So a call that was interrupted loses nothing.
 *   3. What the scenario lacks the file for is left out and said; its statements then say what they need.
 *   4. The ledger is judged on the plain run with the others as evidence.
 */
#include "study/claims.h"

#include "study/kept.h"
#include "study/studies.h"
#include "text/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    vado *v;
    const char *scenario, *dir;
    const vado_run_options *o;
    kept_study *kept;
    inp_opened opened;
    clm_need *need;
    char **db;
    int n;
    /* one progress over all runs */
    vado_progress *progress;
    void *progress_user;
    int now;
} maker;

static int is_there(const maker *m, const clm_need *need) {
    for (int i = 0; i < m->n; i++)
        if (strcmp(m->need[i].latents, need->latents) == 0 && strcmp(m->need[i].policy, need->policy) == 0)
            return 1;
    return 0;
}

static int add(maker *m, const clm_need *need) {
    char name[512], path[1536], missing[256];
    if (is_there(m, need))
        return 0;
    if (clm_need_missing(&m->opened, need, missing, sizeof missing)) {
        ctx_warn(m->v, "%s: what rests on it is not judged", missing);
        return 0;
    }
    clm_need_name(need, name, sizeof name);
    if (snprintf(path, sizeof path, "%s/%s.db", m->dir, name) >= (int)sizeof path)
        return ctx_fail(m->v, VADO_ERR_FILE, "%s: the path is too long", m->dir);
    m->need[m->n] = *need;
    if (!(m->db[m->n] = txt_copy(path)))
        return ctx_fail(m->v, VADO_ERR_MEMORY, "out of memory");
    m->n++;
    return 0;
}

/* The plain run first: inputs and harm are told of it even if nothing else needs it. */
static int list_runs(maker *m) {
    const scn_scenario *s = &m->opened.scenario;
    clm_need need[2];
    m->need = calloc(2 * (size_t)s->nclaims + 1, sizeof *m->need);
    m->db = calloc(2 * (size_t)s->nclaims + 1, sizeof *m->db);
    if (!m->need || !m->db)
        return ctx_fail(m->v, VADO_ERR_MEMORY, "out of memory");
    const clm_need plain = clm_need_plain(&m->opened);
    int status = add(m, &plain);
    for (int i = 0; status == 0 && i < s->nclaims; i++)
        for (int k = 0, n = clm_needs_of(&m->opened, &s->claims[i], need); status == 0 && k < n; k++)
            status = add(m, &need[k]);
    return status;
}

static void show(void *user, int64_t done, int64_t total, double left) {
    const maker *m = user;
    int64_t all = total * m->n, so_far = total * m->now + done;
    if (left >= 0)
        left = total > done ? left * (double)(all - so_far) / (double)(total - done) : -1;
    m->progress(m->progress_user, so_far, all, left);
}

static int make(maker *m, int i) {
    const clm_need *need = &m->need[i];
    char policy[1536], latents[1536], until[11];
    const char *policies[1] = {policy};
    vado_input in;
    memset(&in, 0, sizeof in);
    in.scenario = m->scenario;
    snprintf(policy, sizeof policy, "%s/policies/%s", m->scenario, need->policy);
    snprintf(latents, sizeof latents, "%s/latents/%s.csv", m->scenario, need->latents);
    if (*need->policy) {
        in.policies = policies;
        in.npolicies = 1;
    }
    if (*need->latents)
        in.latents = latents;
    if (need->until) {
        day_format(need->until - 1, until);
        in.until = until;
    }
    m->now = i;
    return kept_run(m->kept, &in, m->db[i], m->dir, !*need->policy);
}

static int open_scenario(maker *m, const char *claims) {
    scn_folder folder;
    vado_input in;
    memset(&in, 0, sizeof in);
    in.scenario = m->scenario;
    if (!claims)
        return inp_open(m->v, &in, 1, &m->opened);
    rep_report rep;
    rep_init(&rep);
    int status = scn_folder_read(&folder, m->scenario, &rep) ? VADO_ERR_FILE : 0;
    if (status) {
        (void)ctx_report(m->v, &rep);
        status = ctx_fail(m->v, status, "%s: cannot be read, expected the folder of a scenario", m->scenario);
    }
    rep_free(&rep);
    if (status)
        return status;
    status = clm_replace(m->v, &folder, claims);
    if (status) {
        scn_folder_free(&folder);
        return status;
    }
    return inp_open_folder(m->v, &folder, &in, 1, &m->opened);
}

static int make_all(maker *m, vado_claims_told *told, void *user) {
    m->progress = m->v->progress;
    m->progress_user = m->v->progress_user;
    if (m->progress)
        vado_on_progress(m->v, show, m);
    int status = kept_open(m->v, m->o, &m->kept);
    for (int i = 0; status == 0 && i < m->n; i++) {
        if (told)
            told(user, i + 1, m->n, m->db[i]);
        status = make(m, i);
    }
    kept_close(m->kept);
    vado_on_progress(m->v, m->progress, m->progress_user);
    return status;
}

int std_claims_of(vado *v, const char *scenario, const vado_run_options *o, const char *dir,
                  const vado_claims_options *c, vado_claims_told *told, vado_writer *w, void *user) {
    maker m = {.v = v, .scenario = scenario, .dir = dir, .o = o};
    clm_ledger l;
    int status = open_scenario(&m, c->claims);
    if (status)
        return status;
    if (m.opened.scenario.nclaims == 0)
        status = ctx_fail(v, VADO_ERR_INPUT, "%s: has no claims.csv, so there is nothing to judge", scenario);
    if (status == 0)
        status = list_runs(&m);
    if (status == 0)
        status = make_all(&m, told, user);
    if (status == 0)
        status = clm_open(v, m.n, (const char *const *)m.db, c->claims, c->strict, &l);
    if (status == 0)
        status = clm_end(v, &l, (const char *const *)m.db, clm_tell(v, &l, scenario, c, w, user));
    for (int i = 0; i < m.n; i++)
        free(m.db[i]);
    free(m.db);
    free(m.need);
    inp_close(&m.opened);
    return status;
}
