/* Scenarios and runs: vado_check, vado_run, vado_resume, vado_merge, vado_verify, vado_digest. */
#include "run/run.h"

#include "api/api.h"
#include "store/opened.h"
#include "study/studies.h"

#include <string.h>

int api_part_options(vado *v, const vado_run_options *o, vado_run_options *mine) {
    run_defaults(mine);
    int status = api_take(v, "vado_run_options", mine, sizeof *mine, o);
    return status ? status : api_one_of(v, SAY_MODE, (int)mine->mode, VADO_INDIVIDUAL + 1);
}

int api_run_options(vado *v, const vado_run_options *o, vado_run_options *mine) {
    int status = api_part_options(v, o, mine);
    if (status == 0 && (mine->member_first || mine->member_last))
        status = ctx_fail(v, VADO_ERR_USAGE,
                          SAY_MEMBER_RANGE ": found members %d to %d, expected none: only runs, what-ifs, scores and "
                                           "posteriors can be made in parts",
                          mine->member_first, mine->member_last);
    return status;
}

int api_input(vado *v, const vado_input *in, vado_input *mine) {
    *mine = (vado_input)VADO_INIT(vado_input);
    ctx_clear(v);
    int status = api_take(v, "vado_input", mine, sizeof *mine, in);
    if (mine->packed && !mine->scenario)
        mine->scenario = "the packed scenario";
    return status ? status : api_one_of(v, SAY_MODEL, (int)mine->model, VADO_MODEL_FLEE + 1);
}

static int needs_scenario(vado *v, const vado_input *in) {
    return in->scenario ? 0 : ctx_fail(v, VADO_ERR_USAGE, "scenario: found none, expected the folder of one");
}

int api_scenario(vado *v, const vado_input *in, vado_input *mine) {
    int status = api_input(v, in, mine);
    return status ? status : needs_scenario(v, mine);
}

int api_on_disk(vado *v, const vado_input *in) {
    return in->packed ? ctx_fail(v, VADO_ERR_USAGE,
                                 "packed: found a scenario in memory, expected the path of one: this reads it again")
                      : 0;
}

int api_input_and_run(vado *v, const vado_input *in, vado_input *mine, const vado_run_options *o,
                      vado_run_options *run) {
    int status = api_scenario(v, in, mine);
    return status ? status : api_run_options(v, o, run);
}

int api_input_and_part(vado *v, const vado_input *in, vado_input *mine, const vado_run_options *o,
                       vado_run_options *run) {
    int status = api_scenario(v, in, mine);
    return status ? status : api_part_options(v, o, run);
}

void vado_run_defaults_sized(vado_run_options *o, size_t size) {
    vado_run_options mine;
    run_defaults(&mine);
    api_defaults(o, size, &mine, sizeof mine);
}

int vado_check(vado *v, const vado_input *in) {
    vado_input mine;
    int status = api_scenario(v, in, &mine);
    return status ? status : inp_check(v, &mine);
}

int vado_run(vado *v, const vado_input *in, const vado_run_options *o, const char *db) {
    vado_input mine;
    vado_run_options run;
    int status = api_input_and_part(v, in, &mine, o, &run);
    return status ? status : run_tuned(v, &mine, &run, db, NULL);
}

int vado_resume(vado *v, const char *db, int threads) {
    ctx_clear(v);
    return run_resume_tuned(v, db, threads, NULL);
}

int vado_part(vado *v, const char *db, int *first, int *last) {
    db_store store;
    opn_state state;
    ctx_clear(v);
    int status = opn_store(v, db, 1, &store, &state);
    if (status)
        return status;
    *first = state.first;
    *last = state.last;
    db_close(&store);
    return 0;
}

int vado_merge(vado *v, int n, const char *const *parts, const vado_run_options *o, const char *db) {
    vado_run_options mine;
    ctx_clear(v);
    int status = api_run_options(v, o, &mine);
    if (status == 0 && n < 1)
        status = ctx_fail(v, VADO_ERR_USAGE, "n: found %d, expected a part at least", n);
    return status ? status : std_merge(v, n, parts, &mine, db);
}

int vado_verify(vado *v, const char *db, vado_verified *out) {
    vado_verified found = VADO_INIT(vado_verified);
    ctx_clear(v);
    int status = api_takes(v, "vado_verified", out);
    if (status)
        return status;
    status = run_verify(v, db, &found);
    if (out)
        api_give(out, &found, sizeof found);
    return status;
}

int vado_digest(vado *v, const char *db, char out[65]) {
    ctx_clear(v);
    return run_digest(v, db, out);
}
