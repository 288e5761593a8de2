/* What a scenario is, in JSON: for a page that shows it, which knows no scenario by itself.
 *
 * Names, words, sources are the scenario's and the registry's; how series are shown stands with their declarations
 * (mdl_shown). Values are those of the first day of the period, before any draw.
 */
#include "table/about.h"
#include "run/input.h"
#include "run/run.h"
#include "table/layers.h"
#include "table/tables.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const over_time[] = {[SERIES_SUM] = "sum", [SERIES_MEAN] = "mean", [SERIES_RATIO] = "ratio"};
static const char *const sections[] = {[MDL_NOWHERE] = "",
                                       [MDL_LINE] = "line",
                                       [MDL_WAY] = "way",
                                       [MDL_AFTER] = "after",
                                       [MDL_GOVERNMENTS] = "governments"};
static const char *const tolds[] = {[MDL_UNTOLD] = "", [MDL_FIRST] = "first", [MDL_LATER] = "later"};

/* ---- dates ---- */

static void put_day(jsn_out *out, const char *key, int64_t day) {
    char text[11] = "";
    if (day != INT64_MAX && day != INT64_MIN)
        day_format(day, text);
    jsn_text(out, key, text);
}

static void put_month(jsn_out *out, const char *key, int64_t day) {
    char text[8];
    month_format(month_of_day(day), text);
    jsn_text(out, key, text);
}

static void put_names(jsn_out *out, const char *key, int n, const char *const *names) {
    jsn_open(out, key, '[');
    for (int i = 0; i < n; i++)
        jsn_text(out, NULL, names[i]);
    jsn_close(out, ']');
}

/* ---- series ---- */

static void series(jsn_out *out, const inp_opened *o, int level) {
    const scn_scenario *s = &o->scenario;
    const scn_face *face = &s->face;
    const mdl_series *list = NULL;
    int n = o->kind->series(o->model, &list);
    jsn_open(out, "series", '[');
    for (int i = 0; i < n; i++) {
        const mdl_series *d = &list[i];
        const mdl_shown *shown = d->shown;
        const char *heading = face_label(face, d->name, shown->heading ? shown->heading : "");
        jsn_open(out, NULL, '{');
        jsn_text(out, "name", d->name);
        jsn_text(out, "heading", heading);
        jsn_text(out, "unit", d->unit);
        jsn_text(out, "meaning", face_meaning(face, d->name, d->meaning));
        jsn_text(out, "sentence", face_whatif(face, d->name, heading));
        jsn_text(out, "overTime", over_time[d->sum]);
        jsn_true(out, "harm", d->harm);
        jsn_true(out, "main", shown->main);
        jsn_true(out, "headline", shown->headline);
        int seen = level == VADO_LEVEL_POSTERIOR && scn_may_set_whole(s->nobserved, s->observed, d->name);
        jsn_text(out, "standing", lay_standing(d, seen));
        jsn_text(out, "section", sections[shown->section]);
        jsn_whole(out, "order", shown->order);
        jsn_text(out, "told", tolds[shown->told]);
        put_names(out, "places", d->nplaces, d->places);
        jsn_true(out, "byNationality", d->by_nationality);
        jsn_true(out, "byGroup", d->by_group);
        jsn_close(out, '}');
    }
    jsn_close(out, ']');
}

/* ---- parameters and what is done with them ---- */

static const char *who_of(const scn_scenario *s, const scn_change *c, char out[256]) {
    const char *n = c->who_nationality < 0 ? "" : s->nationalities[c->who_nationality].name;
    const char *g = c->who_demographic < 0 ? "" : scn_demographic_names[c->who_demographic];
    (void)snprintf(out, 256, "%.120s%s%.120s", n, n[0] && g[0] ? "/" : "", g);
    return out;
}

/* Of the route families that there are, those by which somebody sets out here. */
static int is_here(const scn_scenario *s, par_where where, int i) {
    int here = where != WHERE_FAMILY;
    for (int k = 0; !here && k < s->norigins; k++)
        here = s->origins[k].family == i;
    return here;
}

static void elements(jsn_out *out, const char *key, const scn_scenario *s, par_where where) {
    jsn_open(out, key, '[');
    for (int i = 0; i < s->registry.where_size[where]; i++)
        if (is_here(s, where, i))
            jsn_text(out, NULL, inp_where_name(s, where, i));
    jsn_close(out, ']');
}

static void parameters(jsn_out *out, const inp_opened *o, const double *values) {
    const scn_scenario *s = &o->scenario;
    jsn_open(out, "parameters", '[');
    for (int i = 0; i < s->registry.count; i++) {
        const par_decl *d = s->registry.decl[i];
        int n = par_elements(&s->registry, i), differ = 0;
        const double *first = values + s->registry.offset[i];
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += first[k];
            differ |= first[k] < first[0] || first[k] > first[0];
        }
        jsn_open(out, NULL, '{');
        jsn_text(out, "path", d->path);
        jsn_text(out, "unit", d->unit);
        jsn_number(out, "low", d->low);
        jsn_number(out, "high", d->high);
        jsn_number(out, "value", n < 1 ? NAN : differ ? sum / n : first[0]);
        jsn_true(out, "differs", differ);
        jsn_text(out, "meaning", d->meaning);
        jsn_text(out, "source", s->value_sources[i] ? s->value_sources[i] : d->source);
        jsn_text(out, "kind", inp_kind_names[d->kind]);
        jsn_text(out, "confidence", inp_confidence_names[d->confidence]);
        jsn_text(out, "where", inp_where_names[d->where]);
        jsn_text(out, "who", inp_who_names[d->who]);
        jsn_true(out, "acts", !o->kind->acts || o->kind->acts(s, i));
        jsn_close(out, '}');
    }
    jsn_close(out, ']');
}

static void schedule(jsn_out *out, const scn_scenario *s) {
    char who[256];
    jsn_open(out, "schedule", '[');
    for (int i = 0; i < s->nchanges; i++) {
        const scn_change *c = &s->changes[i];
        const par_decl *d = s->registry.decl[c->parameter];
        if (c->layer != 0)
            continue;
        jsn_open(out, NULL, '{');
        put_day(out, "from", c->from);
        put_day(out, "until", c->until == INT64_MAX ? c->until : c->until - 1);
        jsn_text(out, "parameter", d->path);
        jsn_text(out, "where", c->where < 0 ? "" : inp_where_name(s, d->where, c->where));
        jsn_text(out, "who", who_of(s, c, who));
        jsn_text(out, "change", scn_change_words[c->kind]);
        jsn_number(out, "value", c->value);
        jsn_text(out, "note", c->note);
        jsn_text(out, "source", c->source);
        jsn_close(out, '}');
    }
    jsn_close(out, ']');
}

/* ---- the land ---- */

static void places(jsn_out *out, const scn_scenario *s) {
    jsn_open(out, "places", '[');
    for (int i = 0; i < s->nplaces; i++) {
        const scn_place *p = &s->places[i];
        jsn_open(out, NULL, '{');
        jsn_text(out, "name", p->name);
        jsn_text(out, "country", p->country);
        jsn_text(out, "role", p->role);
        jsn_text(out, "region", p->region < 0 ? "" : s->regions[p->region]);
        jsn_number(out, "lat", p->lat);
        jsn_number(out, "lon", p->lon);
        jsn_close(out, '}');
    }
    jsn_close(out, ']');
    jsn_open(out, "legs", '[');
    for (int i = 0; i < s->nlegs; i++) {
        const scn_leg *l = &s->legs[i];
        jsn_open(out, NULL, '{');
        jsn_text(out, "from", s->places[l->from].name);
        jsn_text(out, "to", s->places[l->to].name);
        jsn_text(out, "mode", l->mode);
        jsn_close(out, '}');
    }
    jsn_close(out, ']');
    jsn_open(out, "sectors", '[');
    for (int i = 0; i < s->nsectors; i++) {
        const scn_sector *c = &s->sectors[i];
        jsn_open(out, NULL, '{');
        jsn_text(out, "name", c->name);
        jsn_text(out, "state", c->state);
        jsn_number(out, "lat", c->lat);
        jsn_number(out, "lon", c->lon);
        jsn_close(out, '}');
    }
    jsn_close(out, ']');
}

/* Towns where the corridor meets the line, and the sector behind each: schematic, as legs are. */
static void crossings(jsn_out *out, const scn_scenario *s) {
    jsn_open(out, "crossings", '[');
    for (int i = 0; i < s->ncrossings; i++) {
        int seen = 0;
        for (int k = 0; k < i; k++)
            seen |= s->crossings[k].from == s->crossings[i].from && s->crossings[k].sector == s->crossings[i].sector;
        if (seen)
            continue;
        jsn_open(out, NULL, '{');
        jsn_text(out, "from", s->places[s->crossings[i].from].name);
        jsn_text(out, "sector", s->sectors[s->crossings[i].sector].name);
        jsn_close(out, '}');
    }
    jsn_close(out, ']');
}

static void window(jsn_out *out, const char *key, const scn_face *f, int which) {
    if (!f->has_window[which])
        return;
    const face_window *w = &f->window[which];
    const double corners[] = {w->west, w->east, w->south, w->north};
    jsn_open(out, key, '[');
    for (int i = 0; i < 4; i++)
        jsn_number(out, NULL, corners[i]);
    jsn_close(out, ']');
}

static void face(jsn_out *out, const scn_face *f) {
    jsn_open(out, "countries", '[');
    for (int i = 0; i < f->ncountries; i++) {
        jsn_open(out, NULL, '{');
        jsn_text(out, "code", f->countries[i].code);
        jsn_text(out, "name", f->countries[i].name);
        jsn_number(out, "lat", f->countries[i].lat);
        jsn_number(out, "lon", f->countries[i].lon);
        jsn_close(out, '}');
    }
    jsn_close(out, ']');
    jsn_open(out, "windows", '{');
    window(out, "border", f, FACE_BORDER);
    window(out, "way", f, FACE_WAY);
    window(out, "borderNarrow", f, FACE_BORDER_NARROW);
    window(out, "wayNarrow", f, FACE_WAY_NARROW);
    jsn_close(out, '}');
    jsn_open(out, "labels", '{');
    for (int i = 0; i < f->nlabels; i++)
        jsn_text(out, f->labels[i].key, f->labels[i].text);
    jsn_close(out, '}');
}

/* ---- published figures and statements ---- */

static void observed(jsn_out *out, const scn_scenario *s) {
    jsn_open(out, "observed", '[');
    for (int i = 0; i < s->nobserved; i++) {
        const scn_observed *f = &s->observed[i];
        jsn_open(out, NULL, '{');
        jsn_text(out, "series", f->series);
        put_month(out, "from", f->from);
        put_month(out, "until", f->until - 1);
        jsn_text(out, "place", f->place);
        jsn_text(out, "nationality", f->nationality);
        jsn_text(out, "group", f->group);
        jsn_number(out, "value", f->value);
        jsn_text(out, "publisher", f->publisher);
        jsn_text(out, "source", f->source);
        jsn_text(out, "side", f->used && f->used[0] ? "used" : f->side && f->side[0] ? f->side : SCN_SIDE_SET);
        jsn_close(out, '}');
    }
    jsn_close(out, ']');
}

static void claims(jsn_out *out, const scn_scenario *s) {
    jsn_open(out, "claims", '[');
    for (int i = 0; i < s->nclaims; i++) {
        const scn_claim *c = &s->claims[i];
        jsn_open(out, NULL, '{');
        jsn_text(out, "id", c->id);
        jsn_text(out, "text", c->statement);
        jsn_text(out, "source", c->documents);
        jsn_text(out, "verdict", c->expected_verdict);
        jsn_text(out, "note", c->note);
        jsn_close(out, '}');
    }
    jsn_close(out, ']');
}

/* ---- all ---- */

/* What members of an ensemble are if nobody says anything, a vado_level that is settled, and up to which month they are
 * brought to the level of the fit. */
static void uncertainty(jsn_out *out, const inp_opened *o, int level) {
    int months = level != VADO_LEVEL_PRIOR ? o->kind->level_months(o->model) : 0;
    char text[8] = "";
    jsn_text(out, "uncertainty",
             level == VADO_LEVEL_POSTERIOR ? "posterior"
             : level == VADO_LEVEL_FIT     ? "level"
                                           : "prior");
    if (months > 0)
        month_format(month_of_day(o->scenario.from - o->scenario.spin_up_days) + months - 1, text);
    jsn_text(out, "levelUntil", text);
}

static void whole(jsn_out *out, const inp_opened *o, const vado_input *in, int level, const double *values) {
    const scn_scenario *s = &o->scenario;
    char hash[65];
    rec_input_hash(s, in, hash);
    jsn_open(out, NULL, '{');
    jsn_text(out, "title", s->title);
    jsn_text(out, "version", vado_version());
    jsn_text(out, "scenario", s->name);
    jsn_text(out, "model", s->model);
    jsn_text(out, "inputHash", hash);
    uncertainty(out, o, level);
    put_month(out, "first", s->from);
    put_month(out, "last", s->until - 1);
    put_day(out, "leverFirst", s->from);
    put_day(out, "leverLast", s->until - 1);
    series(out, o, level);
    parameters(out, o, values);
    schedule(out, s);
    abt_policies(out, s);
    places(out, s);
    crossings(out, s);
    jsn_open(out, "nationalities", '[');
    for (int i = 0; i < s->nnationalities; i++)
        jsn_text(out, NULL, s->nationalities[i].name);
    jsn_close(out, ']');
    put_names(out, "groups", s->ndemographics, scn_demographic_names);
    jsn_open(out, "elements", '{');
    for (int w = WHERE_NONE + 1; w < WHERE_COUNT; w++)
        elements(out, inp_where_names[w], s, (par_where)w);
    jsn_close(out, '}');
    face(out, &s->face);
    observed(out, s);
    claims(out, s);
    jsn_close(out, '}');
}

int tbl_about(vado *v, const vado_input *in, vado_writer *w, void *user) {
    inp_opened o;
    jsn_out out = {.write = w, .user = user};
    int status = inp_open(v, in, 1, &o);
    if (status)
        return status;
    if (o.kind->read) {
        status = ctx_fail(v, VADO_ERR_USAGE, "%s: the model '%s' has neither parameters nor a schedule to tell of",
                          in->scenario, o.kind->name);
        inp_close(&o);
        return status;
    }
    vado_run_options usual;
    run_defaults(&usual);
    if ((status = run_settle_model(v, &o, &usual))) {
        inp_close(&o);
        return status;
    }
    double *values = calloc((size_t)o.scenario.registry.total + 1, sizeof *values);
    if (values) {
        (void)scn_values_at(&o.scenario, o.scenario.values, o.scenario.from, 1, values);
        whole(&out, &o, in, usual.level, values);
    }
    status = !values      ? ctx_fail(v, VADO_ERR_MEMORY, "out of memory")
             : out.failed ? ctx_fail(v, VADO_ERR_FILE, "what the scenario is could not be written")
                          : 0;
    free(values);
    inp_close(&o);
    return status;
}
