/* vado_report. */
#include "api/api.h"
#include "report/page.h"

int vado_report(vado *v, const char *db, const vado_report_options *o, const char *html) {
    vado_report_options mine = VADO_INIT(vado_report_options);
    ctx_clear(v);
    int status = api_take(v, "vado_report_options", &mine, sizeof mine, o);
    return status ? status : rpt_write(v, db, &mine, html);
}
