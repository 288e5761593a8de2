/* Studies: vado_compare, vado_whatif, vado_explain*, vado_claims*; the knock-out is in knockout.c. */
#include "study/studies.h"

#include "api/api.h"
#include "run/run.h"

#include <string.h>

static int begin(vado *v, vado_format format) {
    ctx_clear(v);
    return api_format(v, format);
}

int vado_compare(vado *v, const char *a, const char *b, vado_format format, vado_writer *w, void *user) {
    int status = begin(v, format);
    return status ? status : std_compare(v, a, b, format == VADO_CSV, w, user);
}

int vado_whatif(vado *v, const vado_input *in, const vado_run_options *o, int nnames, const char *const *names,
                const char *dir, vado_format format, vado_writer *w, void *user) {
    vado_input mine;
    vado_run_options run;
    int status = api_input_and_part(v, in, &mine, o, &run);
    status = status ? status : api_on_disk(v, &mine);
    if (status == 0)
        status = api_format(v, format);
    return status ? status : std_whatif(v, &mine, &run, nnames, names, dir, format == VADO_CSV, w, user);
}

int vado_whatif_list(vado *v, const char *scenario, vado_writer *w, void *user) {
    ctx_clear(v);
    return std_whatif_list(v, scenario, w, user);
}

int vado_explain(vado *v, const char *db, const char *event, int threads, vado_format format, vado_writer *w,
                 void *user) {
    int status = begin(v, format);
    return status ? status : std_explain(v, db, event, threads, format == VADO_CSV, w, user);
}

int vado_explain_policy(vado *v, const char *db, const char *policy, int threads, vado_format format, vado_writer *w,
                        void *user) {
    int status = begin(v, format);
    return status ? status : std_explain_policy(v, db, policy, threads, format == VADO_CSV, w, user);
}

int vado_explain_share(vado *v, const char *db, const char *date, int threads, vado_format format, vado_writer *w,
                       void *user) {
    int status = begin(v, format);
    return status ? status : std_explain_share(v, db, date, threads, format == VADO_CSV, w, user);
}

static int claims_options(vado *v, const vado_claims_options *o, vado_claims_options *mine) {
    ctx_clear(v);
    int status = api_take(v, "vado_claims_options", mine, sizeof *mine, o);
    return status ? status : api_format(v, mine->format);
}

int vado_claims(vado *v, int nstores, const char *const *dbs, const vado_claims_options *o, vado_writer *w,
                void *user) {
    vado_claims_options mine = VADO_INIT(vado_claims_options);
    int status = claims_options(v, o, &mine);
    if (status == 0 && nstores < 1)
        status = ctx_fail(v, VADO_ERR_USAGE, "nstores: found %d, expected a store at least", nstores);
    return status ? status : std_claims(v, nstores, dbs, &mine, w, user);
}

static void claims_run(vado_run_options *o) {
    run_defaults(o);
    o->mode = VADO_FLUID;
    o->members = 8;
}

void vado_claims_defaults_sized(vado_run_options *o, size_t size) {
    vado_run_options mine;
    claims_run(&mine);
    api_defaults(o, size, &mine, sizeof mine);
}

int vado_claims_of(vado *v, const char *scenario, const vado_run_options *o, const char *dir,
                   const vado_claims_options *c, vado_claims_told *told, vado_writer *w, void *user) {
    vado_claims_options mine = VADO_INIT(vado_claims_options);
    vado_run_options run;
    int status = claims_options(v, c, &mine);
    if (status == 0)
        status = api_run_options(v, o, &run);
    if (status == 0 && !o)
        claims_run(&run);
    return status ? status : std_claims_of(v, scenario, &run, dir, &mine, told, w, user);
}
