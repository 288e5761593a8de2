/* Flee's output, column for column, and what a run comes to.
 *
 * A row a day: day, date, for each place that was a camp at the start simulated people, the data's, and the difference
 * relative to the data; then the total of differences over all that the data have ever displaced, sums, people ever
 * displaced, and the debt. Flee prints the date of the next day; `sane` prints the day's own.
 */
#include "flee/internal.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fle_output {
    const mdl_model *m;
    fle_writer *write;
    void *user;
    int day, failed;
    double created;
    fle_scene scene; /* for the camps of the internally displaced */
};

static void put(fle_output *o, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put_text(fle_output *o, const char *text, size_t n) {
    if (!o->failed && n > 0 && o->write(o->user, text, n))
        o->failed = 1;
}

/* At most 199 bytes. */
static void put(fle_output *o, const char *format, ...) {
    char text[200];
    va_list list;
    va_start(list, format);
    int n = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    if (n < 0 || n >= (int)sizeof text)
        o->failed = 1;
    else
        put_text(o, text, (size_t)n);
}

/* A name as Python's csv writes it. */
static void put_name(fle_output *o, const char *name, const char *column) {
    int quoted = name[strcspn(name, ",\"\r\n")] != '\0';
    put(o, quoted ? ",\"" : ",");
    for (const char *p = name; *p;) {
        size_t n = strcspn(p, "\"");
        put_text(o, p, n + (p[n] != '\0'));
        put(o, "%s", p[n] ? "\"" : "");
        p += n + (p[n] != '\0');
    }
    put(o, quoted ? " %s\"" : " %s", column);
}

/* The shortest text that gives the number back, with a point, as Python prints a float. */
static void put_float(fle_output *o, double v) {
    char text[40];
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, v);
        double back = strtod(text, NULL);
        if (back >= v && back <= v)
            break;
    }
    put(o, ",%s%s", text, text[strcspn(text, ".en")] ? "" : ".0");
}

static void put_rounded(fle_output *o, double v) {
    char text[40];
    int n = snprintf(text, sizeof text, "%.4f", v);
    while (n > 2 && text[n - 1] == '0' && text[n - 2] != '.')
        text[--n] = '\0';
    put(o, ",%s", text);
}

fle_output *fle_output_open(const mdl_model *m, fle_writer *write, void *user) {
    const fle_input *in = m->in;
    fle_output *o = calloc(1, sizeof *o);
    if (!o)
        return NULL;
    o->m = m;
    o->write = write;
    o->user = user;
    if (fle_scene_make(in, &o->scene)) {
        fle_output_close(o);
        return NULL;
    }
    for (int i = 0; i < in->nplaces; i++)
        o->created += fle_first_people(m, i);
    put(o, "Day,Date");
    for (int c = 0; c < in->ncamps; c++) {
        static const char *const columns[] = {"sim", "data", "error"};
        for (int k = 0; k < 3; k++)
            put_name(o, in->places[in->camps[c]].name, columns[k]);
    }
    put(o,
        ",Total error,refugees in camps (UNHCR),total refugees (simulation),raw UNHCR refugee count,"
        "refugees in camps (simulation),refugee_debt%s\n",
        fle_set(in, LOG_idp_totals) > 0 ? ",total IDPs" : "");
    return o;
}

void fle_output_close(fle_output *o) {
    if (!o)
        return;
    fle_scene_free(&o->scene);
    free(o);
}

static void totals(fle_output *o, const double *people) {
    const fle_input *in = o->m->in;
    double data = 0, simulated = 0, difference = 0, raw = o->m->course.raw[o->day];
    for (int c = 0; c < in->ncamps; c++) {
        double d = o->m->data[(size_t)o->day * (size_t)in->ncamps + (size_t)c], s = people[in->camps[c]];
        data += d;
        simulated += s;
        difference += fabs(s - d);
    }
    if (raw > 0) {
        put_float(o, difference / raw);
        put(o, ",%.0f,%.0f,%.0f,%.0f,%.0f", data, o->created, raw, simulated, o->m->course.debt[o->day]);
    } else {
        put(o, ",0.0,0,%.0f,0,%.0f,0", o->created, simulated);
    }
}

int fle_output_day(fle_output *o, const double *record) {
    const mdl_model *m = o->m;
    const fle_input *in = m->in;
    const double *people = record + m->series[SERIES_PEOPLE].offset;
    const double *displaced = record + m->series[SERIES_DISPLACED].offset;
    char date[11];
    for (int i = 0; i < in->nplaces; i++)
        o->created += displaced[i];
    day_format(in->start + o->day + !in->sane, date);
    put(o, "%d,%s", o->day, date);
    for (int c = 0; c < in->ncamps; c++) {
        double d = m->data[(size_t)o->day * (size_t)in->ncamps + (size_t)c], s = people[in->camps[c]];
        put(o, ",%.0f,%.0f", s, d);
        put_rounded(o, d < 1e-5 ? 0 : fabs(s / d - 1));
    }
    totals(o, people);
    if (fle_set(in, LOG_idp_totals) > 0) {
        double idps = 0;
        fle_scene_to(in, &o->scene, o->day);
        for (int i = 0; i < in->nplaces; i++)
            idps += o->scene.kind[i].idpcamp ? people[i] : 0;
        put(o, ",%.0f", idps);
    }
    put(o, "\n");
    o->day++;
    return o->failed ? -1 : 0;
}

void fle_result_day(const mdl_model *m, const double *record, fle_result *r) {
    const mdl_series *s = m->series;
    double all = record[s[SERIES_ON_ROADS].offset];
    for (int i = 0; i < m->in->nplaces; i++)
        all += record[s[SERIES_PEOPLE].offset + i];
    if (!m->no_score) {
        r->difference += record[s[SERIES_DIFFERENCE].offset];
        r->rescaled += record[s[SERIES_RESCALED].offset];
    }
    r->people = all;
    r->people_days += all;
}

void fle_result_end(const mdl_model *m, fle_result *r) {
    r->difference /= m->in->days;
    r->rescaled /= m->in->days;
    r->no_score = m->no_score ? m->no_score : r->people_days > 0 ? NULL : fle_nobody;
    r->has_data = !r->no_score;
}

const char *fle_about(const mdl_model *m, char out[320]) {
    char date[11];
    int routes = m->in->nlinks / 2;
    day_format(m->in->start, date);
    snprintf(out, 320, "%.100s: %d days from %s, %d places, %d routes, %d camps%s", m->in->name, m->in->days, date,
             m->in->nplaces, routes, m->in->ncamps, m->in->sane ? "; sane rules" : "");
    return out;
}
