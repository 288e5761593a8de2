/* Tables: vado_params, and what is read from a store as one. */
#include "table/tables.h"

#include "api/api.h"

int vado_params(vado *v, const vado_input *in, vado_format format, vado_writer *w, void *user) {
    vado_input mine;
    int status = api_input(v, in, &mine);
    if (status == 0)
        status = api_one_of(v, "format", (int)format, VADO_MARKDOWN + 1);
    return status ? status : tbl_params(v, &mine, format, w, user);
}

int vado_series_list(vado *v, const char *db, vado_writer *w, void *user) {
    ctx_clear(v);
    return tbl_series_list(v, db, w, user);
}

int vado_summary(vado *v, const char *db, vado_writer *w, void *user) {
    ctx_clear(v);
    return tbl_summary(v, db, w, user);
}

static int columns(vado *v, const vado_export_options *o, vado_export_options *mine) {
    ctx_clear(v);
    int status = api_take(v, "vado_export_options", mine, sizeof *mine, o);
    return status ? status : api_one_of(v, "period", (int)mine->period, VADO_BY_DAY + 1);
}

int vado_export(vado *v, const char *db, const char *series, const vado_export_options *o, vado_writer *w, void *user) {
    vado_export_options mine = VADO_INIT(vado_export_options);
    int status = columns(v, o, &mine);
    return status ? status : tbl_export(v, db, series, &mine, w, user);
}

int vado_export_folder(vado *v, const char *db, int nseries, const char *const *series, const vado_export_options *o,
                       const char *folder) {
    vado_export_options mine = VADO_INIT(vado_export_options);
    int status = columns(v, o, &mine);
    return status ? status : tbl_export_folder(v, db, nseries, series, &mine, folder);
}

int vado_observed(vado *v, const char *scenario, const char *series, const vado_export_options *o, vado_writer *w,
                  void *user) {
    vado_export_options mine = VADO_INIT(vado_export_options);
    int status = columns(v, o, &mine);
    return status ? status : tbl_observed(v, scenario, series, &mine, w, user);
}
