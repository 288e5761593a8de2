/* The page of a run: as vado_report. */
#ifndef VADO_PAGE_H
#define VADO_PAGE_H

#include "vado.h"

int rpt_write(vado *v, const char *db, const vado_report_options *o, const char *html);

#endif
