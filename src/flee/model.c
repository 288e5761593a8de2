/* From the input to a model: the network and the course of displacement made once, the engine's model declared. */
#include "flee/internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void built_free(fle_built *b) {
    free(b->home);
    free(b->home_serve);
    free(b->out);
    free(b->day0);
    free(b->day0_out);
    eng_model_free(b->e);
    memset(b, 0, sizeof *b);
}

static void model_close(mdl_model *m) {
    if (!m)
        return;
    fle_split_free(m, &m->split);
    built_free(&m->split);
    built_free(&m->individual);
    fle_network_free(&m->net);
    fle_classes_free(&m->classes);
    fle_course_free(&m->course);
    free(m->place_names);
    free(m->camp_names);
    free(m->data);
    free(m);
}

static int make_tables(mdl_model *m) {
    const fle_input *in = m->in;
    m->place_names = calloc((size_t)in->nplaces + 1, sizeof *m->place_names);
    m->camp_names = calloc((size_t)in->ncamps + 1, sizeof *m->camp_names);
    m->data = calloc((size_t)in->days * (size_t)in->ncamps + 1, sizeof *m->data);
    if (!m->place_names || !m->camp_names || !m->data)
        return -1;
    for (int i = 0; i < in->nplaces; i++)
        m->place_names[i] = in->places[i].name;
    for (int c = 0; c < in->ncamps; c++) {
        m->camp_names[c] = in->places[in->camps[c]].name;
        for (int d = 0; d < in->days; d++)
            m->data[(size_t)d * (size_t)in->ncamps + (size_t)c] = fle_source_value(in, in->source_of[in->camps[c]], d);
    }
    return 0;
}

/* People-days of a run, as far as the input tells. */
double fle_people_days(const mdl_model *m) {
    const fle_input *in = m->in;
    double sum = 0;
    fle_scene s;
    memset(&s, 0, sizeof s);
    int scene = in->settings.spawn != SPAWN_BY_DATA && fle_scene_make(in, &s) == 0;
    for (int i = 0; i < in->nplaces; i++)
        sum += fle_first_people(m, i) * in->days;
    for (int day = 0; day < in->days; day++) {
        double born = m->course.born[day];
        if (scene)
            fle_scene_to(in, &s, day);
        for (int i = 0; scene && i < in->nplaces; i++)
            born += fle_own_number(in, &s, i, in->places[i].pop);
        sum += born * (in->days - day);
    }
    fle_scene_free(&s);
    return sum;
}

static int any_capacity(const fle_input *in) {
    for (int i = 0; i < in->nplaces; i++)
        if (in->places[i].capacity > 0 || in->places[i].capacity_per_day > 0)
            return 1;
    return 0;
}

/* Counts where rules and network allow it, and where they cost at most half of taking people one by one. */
static void choose(mdl_model *m) {
    const fle_input *in = m->in;
    double one_by_one = fle_matches(in) ? 40e-9 : 18e-9; /* CPU seconds of a person and day, roughly */
    char words[160] = "";
    int status = 0;
    if (in->arithmetic == ARITHMETIC_INDIVIDUAL)
        snprintf(m->why, sizeof m->why, "as asked");
    else if (fle_on(in, MOVE_avoid_short_stints))
        snprintf(m->why, sizeof m->why, "avoid_short_stints remembers each person's travel of days ago");
    else if (fle_set(in, MOVE_pruning_threshold) >= 1.001 && any_capacity(in))
        snprintf(m->why, sizeof m->why, "pruning_threshold cuts roads in the middle of a day, as camps fill");
    else if (m->classes.n > 64)
        snprintf(m->why, sizeof m->why, "people differ in %d ways that rules read", m->classes.n);
    else if ((status = fle_split_declare(m, &m->split, words)) != 0)
        snprintf(m->why, sizeof m->why, "%.190s",
                 status > 0                                   ? words
                 : m->split.e && *eng_model_error(m->split.e) ? eng_model_error(m->split.e)
                                                              : "not enough memory to count them");
    else if (status == 0 && in->arithmetic == ARITHMETIC_AUTO &&
             fle_split_seconds(m, &m->split) * in->days > 0.5 * one_by_one * fle_people_days(m))
        snprintf(m->why, sizeof m->why, "so few people in so many ways cost less one by one");
    if (m->why[0]) {
        fle_split_free(m, &m->split);
        built_free(&m->split);
    }
}

static int model_open(const scn_scenario *s, mdl_model **out, rep_report *rep) {
    int errors = rep->errors, status = ENG_ERR_MEMORY;
    mdl_model *m = calloc(1, sizeof *m);
    *out = NULL;
    if (!m)
        goto out;
    m->s = s;
    m->in = s->own;
    if (make_tables(m) || fle_course_make(m->in, &m->course) || fle_classes_make(m->in, &m->classes) ||
        fle_network_make(m->in, &m->net, rep))
        goto out;
    m->no_score = fle_no_data(m->in);
    fle_check_displaced(m, rep);
    if (rep->errors > errors)
        goto out;
    fle_series_declare(m);
    if ((status = fle_individual_declare(m, &m->individual)))
        goto out;
    choose(m);
    *out = m;
    m = NULL;
out:
    if (status && rep->errors == errors)
        rep_add(rep, REP_ERROR, s->folder.path ? s->folder.path : "", 0, 0,
                m && m->individual.e && *eng_model_error(m->individual.e) ? eng_model_error(m->individual.e)
                                                                          : "no memory",
                NULL, "an input that a model can be made of");
    model_close(m);
    return status || rep->errors > errors ? -1 : 0;
}

static int model_series(const mdl_model *m, const mdl_series **out) {
    *out = m->series;
    return fle_series_count(m);
}

static int record_width(const mdl_model *m) { return m->width; }

static const eng_model *engine(const mdl_model *m) { return m->split.e ? m->split.e : m->individual.e; }

static eng_arithmetic settle(const mdl_model *m, eng_arithmetic asked) {
    return m->split.e && asked != ENG_INDIVIDUAL ? ENG_STOCHASTIC : ENG_INDIVIDUAL;
}

const char *fle_how(const mdl_model *m, eng_arithmetic arithmetic, char out[320]) {
    if (arithmetic == ENG_INDIVIDUAL)
        snprintf(out, 320, "people one by one: %s", m->why[0] ? m->why : "as asked");
    else
        snprintf(out, 320, "people counted: a day of those who are alike and at one place is one draw");
    return out;
}

static int declarations(const par_decl *lists[MDL_MOST_PARTS]) {
    lists[0] = fle_parameters();
    return 1;
}

const mdl_kind *fle_kind(void) {
    static const mdl_kind kind = {
        .name = "flee",
        .declarations = declarations,
        .read = fle_read,
        .settle = settle,
        .open = model_open,
        .close = model_close,
        .series = model_series,
        .record_width = record_width,
        .engine = engine,
        .member_open = fle_member_open,
        .member_close = fle_member_close,
        .member_day = fle_member_day,
        .member_step = fle_member_step,
        .member_error = fle_member_error,
        .member_world = fle_member_world,
        .member_sane = fle_member_sane,
        .member_parameters = fle_member_parameters,
    };
    return &kind;
}
