/* vado_about, vado_policy_rows: what a page is made from. */
#include "table/tables.h"

#include "api/api.h"
#include "api/numbers.h"

int vado_about(vado *v, const vado_input *in, vado_writer *w, void *user) {
    vado_input mine;
    int status = api_scenario(v, in, &mine);
    return status ? status : tbl_about(v, &mine, w, user);
}

int vado_policy_rows(vado *v, const char *policy, const char *text, vado_writer *w, void *user) {
    if (v)
        ctx_clear(v);
    if (!v || !policy || !text || !w)
        return num_nothing(v, !policy ? "policy" : !text ? "text" : "writer");
    return tbl_policy(v, policy, text, w, user);
}
