/* The parameters, as text, CSV or Markdown, all from the one registry.
 *
 * Without a scenario: the declarations. With one: the values after scenario.yaml, parameters.csv and --set. A parameter
 * that varies over places or people has one row with its declared default, and a row `path[element]`, as --set takes
 * it, for each element that differs from it.
 */
#include "run/input.h"
#include "table/tables.h"
#include "text/out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const par_decl *decl;
    char element[256]; /* "" for the parameter as a whole */
    double value;
    const char *source;
} entry;

static void csv_entry(out_text *out, const entry *e) {
    const par_decl *d = e->decl;
    char path[512];
    snprintf(path, sizeof path, "%s%s%s%s", d->path, e->element[0] ? "[" : "", e->element, e->element[0] ? "]" : "");
    out_csv(out, path);
    out_put(out, ",");
    out_csv(out, d->unit ? d->unit : "");
    const double numbers[] = {e->value, d->low, d->high};
    for (int i = 0; i < 3; i++) {
        out_put(out, ",");
        out_number(out, numbers[i]);
    }
    const char *const words[] = {inp_where_names[d->where], inp_who_names[d->who], inp_kind_names[d->kind],
                                 inp_prior_names[d->prior]};
    for (int i = 0; i < 4; i++) {
        out_put(out, ",");
        out_csv(out, words[i]);
    }
    for (int i = 0; i < 2; i++) {
        out_put(out, ",");
        if (d->prior != PRIOR_NONE)
            out_number(out, i ? d->prior_high : d->prior_low);
    }
    const char *const last[] = {inp_confidence_names[d->confidence], d->meaning ? d->meaning : "", e->source};
    for (int i = 0; i < 3; i++) {
        out_put(out, ",");
        out_csv(out, last[i]);
    }
    out_put(out, "\n");
}

static void text_entry(out_text *out, const entry *e) {
    const par_decl *d = e->decl;
    char a[OUT_NUMBER], b[OUT_NUMBER], c[OUT_NUMBER];
    if (e->element[0]) {
        out_printf(out, "    [%s] %s\n", e->element, out_exact(e->value, a));
        return;
    }
    out_printf(out, "%s = %s %s  (%s to %s; %s%s%s%s%s)\n    %s\n    source: %s\n", d->path, out_exact(e->value, a),
               d->unit, out_exact(d->low, b), out_exact(d->high, c), inp_kind_names[d->kind],
               d->where || d->who ? "; by " : "", inp_where_names[d->where], d->where && d->who ? ", " : "",
               inp_who_names[d->who], d->meaning, e->source);
}

/* `|` would end a cell. */
static void cell(out_text *out, const char *text) {
    char one[2] = {0, 0};
    for (; *text; text++) {
        if (*text == '|')
            out_put(out, "\\");
        one[0] = *text == '\n' ? ' ' : *text;
        out_put(out, one);
    }
    out_put(out, " | ");
}

static void markdown_entry(out_text *out, const entry *e) {
    const par_decl *d = e->decl;
    char number[OUT_NUMBER], text[128];
    if (e->element[0])
        return;
    out_printf(out, "| `%s` | ", d->path);
    cell(out, d->unit ? d->unit : "");
    cell(out, out_exact(e->value, number));
    char low[OUT_NUMBER], high[OUT_NUMBER];
    snprintf(text, sizeof text, "%s to %s", out_exact(d->low, low), out_exact(d->high, high));
    cell(out, text);
    snprintf(text, sizeof text, "%s%s%s", inp_where_names[d->where], d->where && d->who ? ", " : "",
             inp_who_names[d->who]);
    cell(out, text);
    cell(out, inp_kind_names[d->kind]);
    snprintf(text, sizeof text, "%s", "none");
    if (d->prior != PRIOR_NONE)
        snprintf(text, sizeof text, "%s, %s to %s", inp_prior_names[d->prior], out_exact(d->prior_low, low),
                 out_exact(d->prior_high, high));
    cell(out, text);
    cell(out, d->meaning ? d->meaning : "");
    cell(out, e->source);
    cell(out, inp_confidence_names[d->confidence]);
    out_put(out, "\n");
}

static void print(out_text *out, vado_format format, const entry *e) {
    (format == VADO_CSV ? csv_entry : format == VADO_MARKDOWN ? markdown_entry : text_entry)(out, e);
}

static void header(out_text *out, vado_format format) {
    if (format == VADO_CSV)
        out_put(out,
                "path,unit,default,low,high,where,who,kind,prior,prior_low,prior_high,confidence,meaning,source\n");
    if (format == VADO_MARKDOWN)
        out_put(out,
                "| path | unit | default | bounds | by | kind | prior (5 to 95%) | meaning | source | confidence |\n"
                "|---|---|---|---|---|---|---|---|---|---|\n");
}

static int by_path(const void *x, const void *y) {
    const par_decl *const *a = x, *const *b = y;
    return strcmp((*a)->path, (*b)->path);
}

static int declared(vado *v, vado_model model, vado_format format, out_text *out) {
    const mdl_kind *kind = mdl_find(model == VADO_MODEL_FLEE ? "flee" : "corridor");
    const par_decl *lists[MDL_MOST_PARTS];
    int nlists = kind->declarations(lists), n = 0;
    for (int i = 0; i < nlists; i++)
        for (const par_decl *d = lists[i]; d->path; d++)
            n++;
    const par_decl **all = calloc((size_t)n + 1, sizeof *all);
    if (!all)
        return ctx_fail(v, VADO_ERR_MEMORY, "out of memory");
    n = 0;
    for (int i = 0; i < nlists; i++)
        for (const par_decl *d = lists[i]; d->path; d++)
            all[n++] = d;
    qsort(all, (size_t)n, sizeof *all, by_path);
    for (int i = 0; i < n; i++) {
        entry e = {all[i], "", all[i]->value, all[i]->source ? all[i]->source : ""};
        print(out, format, &e);
    }
    free(all);
    return 0;
}

static void in_scenario(const inp_opened *o, int only_defaults, vado_format format, out_text *out) {
    const scn_scenario *s = &o->scenario;
    for (int i = 0; i < s->registry.count; i++) {
        if (only_defaults && !inp_judged_elsewhere(o, i))
            continue;
        const par_decl *d = s->registry.decl[i];
        const double *values = s->values + s->registry.offset[i];
        int n = par_elements(&s->registry, i), alike = 1;
        for (int k = 1; k < n; k++)
            alike = alike && values[k] >= values[0] && values[k] <= values[0];
        const char *source = s->value_sources && s->value_sources[i] ? s->value_sources[i] : d->source ? d->source : "";
        entry e = {d, "", n > 0 && alike ? values[0] : d->value, source};
        print(out, format, &e);
        for (int k = 0; !alike && k < n; k++) {
            if (values[k] >= d->value && values[k] <= d->value)
                continue;
            e.value = values[k];
            inp_element_name(s, d, k, e.element, sizeof e.element);
            print(out, format, &e);
        }
    }
}

int tbl_params(vado *v, const vado_input *in, vado_format format, vado_writer *w, void *user) {
    out_text out = {w, user, 0};
    inp_opened opened;
    int status = 0;
    if (!in->scenario && in->defaults) {
        status = ctx_fail(v, VADO_ERR_USAGE, SAY_DEFAULTS ": found no scenario, expected one: name its folder");
    } else if (!in->scenario) {
        header(&out, format);
        status = declared(v, in->model, format, &out);
    } else if ((status = inp_open(v, in, 0, &opened)) == 0) {
        header(&out, format);
        in_scenario(&opened, in->defaults, format, &out);
        inp_close(&opened);
    }
    if (status == 0 && out.failed)
        status = ctx_fail(v, VADO_ERR_FILE, "the output cannot be written");
    return status;
}
