/* What src/api gives away as vado_export, vado_series_list, vado_summary, vado_params, vado_observed, vado_about and
 * vado_policy_rows, a file each; package.c is vado_export_folder. */
#ifndef VADO_TABLES_H
#define VADO_TABLES_H

#include "vado.h"

int tbl_export(vado *v, const char *db, const char *series, const vado_export_options *o, vado_writer *w, void *user);
int tbl_export_folder(vado *v, const char *db, int nseries, const char *const *series, const vado_export_options *o,
                      const char *folder);
int tbl_series_list(vado *v, const char *db, vado_writer *w, void *user);
int tbl_summary(vado *v, const char *db, vado_writer *w, void *user);
int tbl_params(vado *v, const vado_input *in, vado_format format, vado_writer *w, void *user);
int tbl_about(vado *v, const vado_input *in, vado_writer *w, void *user);
int tbl_policy(vado *v, const char *name, const char *text, vado_writer *w, void *user);
int tbl_observed(vado *v, const char *scenario, const char *series, const vado_export_options *o, vado_writer *w,
                 void *user);

#endif
