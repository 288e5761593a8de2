/* See period.h. */
#include "table/period.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int per_rows(const vado_export_options *o, int first, int count, per_row **rows) {
    *rows = calloc(count > 0 ? (size_t)count : 1, sizeof **rows);
    if (!*rows)
        return -1;
    int n = 0, year = 0;
    for (int m = first; m < first + count; m++) {
        per_row *r = &(*rows)[n];
        if (o->period != VADO_BY_YEAR) {
            char label[8];
            month_format(m, label);
            memcpy(r->label, label, 8);
            r->first = m;
            r->count = 1;
            n++;
            continue;
        }
        int y = o->fiscal_years ? month_fiscal_year(m) : 1970 + m / 12 - (m % 12 < 0);
        if (n == 0 || y != year) {
            snprintf(r->label, sizeof r->label, "%d", y);
            r->first = m;
            r->count = 0;
            n++;
        }
        (*rows)[n - 1].count++;
        year = y;
    }
    return n;
}

static const char *keeps(const mdl_series *s, char *out, size_t size) {
    snprintf(out, size, "%s%s%s", s->nplaces > 0 ? ", place" : "", s->by_nationality ? ", nationality" : "",
             s->by_group ? ", group" : "");
    return out[0] ? out + 2 : "no margins";
}

int per_margins(vado *v, const mdl_series *s, const vado_export_options *o) {
    char kept[64];
    if (o->period == VADO_BY_DAY && (o->by_place || o->by_nationality || o->by_group))
        return ctx_fail(
            v, VADO_ERR_USAGE,
            "found day with place, nationality or group, expected day alone: results are never finer than sector "
            "and month; ask for month (see docs/responsible-use.md)");
    const char *bad = o->by_place && s->nplaces == 0            ? "place"
                      : o->by_nationality && !s->by_nationality ? "nationality"
                      : o->by_group && !s->by_group             ? "group"
                                                                : NULL;
    if (!bad)
        return 0;
    return ctx_fail(v, VADO_ERR_USAGE, "found %s, expected a margin that %s keeps (%s), leave it out", bad, s->name,
                    keeps(s, kept, sizeof kept));
}

int per_unknown(vado *v, const char *name, int n, const char *const *names) {
    const char *near = rep_nearest(name, n, names);
    if (near)
        return ctx_fail(v, VADO_ERR_USAGE, "found series '%s', which is not there; did you mean %s?", name, near);
    char list[1024] = "";
    for (int i = 0; i < n; i++) {
        size_t had = strlen(list);
        snprintf(list + had, sizeof list - had, "%s%s", had ? ", " : "", names[i]);
    }
    return ctx_fail(v, VADO_ERR_USAGE, "found series '%s', which is not there, expected one of: %s", name, list);
}

void per_header(out_text *o, const vado_export_options *e) {
    static const char *const periods[] = {"month", "year", "date"};
    out_printf(o, "%s%s%s%s,%s,value\n", periods[e->period], e->by_place ? ",place" : "",
               e->by_nationality ? ",nationality" : "", e->by_group ? ",group" : "",
               e->members ? "member" : "quantile");
}
