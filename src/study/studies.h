/* What src/api gives away under the same names with vado_: the studies as a caller asks for them. csv: CSV, else text.
 */
#ifndef VADO_STUDIES_H
#define VADO_STUDIES_H

#include "vado.h"

int std_compare(vado *v, const char *a, const char *b, int csv, vado_writer *w, void *user);
int std_whatif(vado *v, const vado_input *in, const vado_run_options *o, int nnames, const char *const *names,
               const char *dir, int csv, vado_writer *w, void *user);
int std_merge(vado *v, int n, const char *const *parts, const vado_run_options *o, const char *db);
int std_whatif_list(vado *v, const char *scenario, vado_writer *w, void *user);
int std_explain(vado *v, const char *db, const char *event, int threads, int csv, vado_writer *w, void *user);
int std_explain_policy(vado *v, const char *db, const char *policy, int threads, int csv, vado_writer *w, void *user);
int std_explain_share(vado *v, const char *db, const char *date, int threads, int csv, vado_writer *w, void *user);
int std_forecast(vado *v, const vado_input *in, const vado_run_options *o, const vado_forecast_options *f,
                 vado_writer *w, void *user);
int std_score(vado *v, const vado_input *in, const vado_run_options *o, const vado_forecast_options *f, vado_writer *w,
              void *user);
int std_claims(vado *v, int nstores, const char *const *dbs, const vado_claims_options *o, vado_writer *w, void *user);
int std_claims_of(vado *v, const char *scenario, const vado_run_options *o, const char *dir,
                  const vado_claims_options *c, vado_claims_told *told, vado_writer *w, void *user);

#endif
