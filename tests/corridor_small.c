/* Opening, editing and stepping the small corridors of corridor_small.h. */
#include "corridor_small.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the folder ---- */

static int replace_all(scn_folder *f, const small_edit *e) {
    const scn_file *file = scn_folder_find(f, e->file);
    size_t found = strlen(e->find), put = strlen(e->text), most;
    char *out, *to;
    int n = 0, status;
    if (!file || found == 0)
        return -1;
    for (const char *at = file->text; (at = strstr(at, e->find)); at += found)
        n++;
    if (n == 0) {
        (void)fprintf(stderr, "%s: nothing reads \"%s\"\n", e->file, e->find);
        return -1;
    }
    most = file->length + (size_t)n * put + 1;
    if (!(out = malloc(most)))
        return -1;
    to = out;
    for (const char *at = file->text; *at;) {
        if (strncmp(at, e->find, found) == 0) {
            memcpy(to, e->text, put);
            to += put;
            at += found;
        } else {
            *to++ = *at++;
        }
    }
    status = scn_folder_add(f, e->file, out, (size_t)(to - out));
    free(out);
    return status;
}

static int add_at_end(scn_folder *f, const small_edit *e) {
    const scn_file *file = scn_folder_find(f, e->file);
    size_t put = strlen(e->text);
    int status;
    char *out;
    if (!file || !(out = malloc(file->length + put)))
        return -1;
    memcpy(out, file->text, file->length);
    memcpy(out + file->length, e->text, put);
    status = scn_folder_add(f, e->file, out, file->length + put);
    free(out);
    return status;
}

static int edit(scn_folder *f, const small_edit *e) {
    if (!e->find)
        return scn_folder_add(f, e->file, e->text, strlen(e->text));
    return e->find[0] ? replace_all(f, e) : add_at_end(f, e);
}

static unsigned next_number(unsigned *state) {
    *state = *state * 1664525U + 1013904223U;
    return *state >> 8;
}

/* Rows in another order; comments and the header stay where they are (a comment goes with the row after it). */
static int shuffle_rows(scn_folder *f, const char *name, unsigned *state) {
    const scn_file *file = scn_folder_find(f, name);
    const char *rows[2000];
    size_t lengths[2000];
    int n = 0, header = 1, status;
    char *out, *to;
    if (!file || !(out = malloc(file->length + 2)))
        return -1;
    to = out;
    for (const char *at = file->text, *end = at + file->length; at < end;) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        size_t length = line ? (size_t)(line - at) : (size_t)(end - at);
        if (at[0] == '#' || length == 0) {
            /* a comment says nothing to the reader */
        } else if (header) {
            memcpy(to, at, length);
            to += length;
            *to++ = '\n';
            header = 0;
        } else if (n < 2000) {
            rows[n] = at;
            lengths[n++] = length;
        }
        at += length + (line ? 1 : 0);
    }
    for (int i = n - 1; i > 0; i--) {
        int j = (int)(next_number(state) % (unsigned)(i + 1));
        const char *row = rows[i];
        size_t length = lengths[i];
        rows[i] = rows[j];
        lengths[i] = lengths[j];
        rows[j] = row;
        lengths[j] = length;
    }
    for (int i = 0; i < n; i++) {
        memcpy(to, rows[i], lengths[i]);
        to += lengths[i];
        *to++ = '\n';
    }
    status = scn_folder_add(f, name, out, (size_t)(to - out));
    free(out);
    return status;
}

static int shuffle_all(scn_folder *f, unsigned seed) {
    unsigned state = seed;
    for (int i = 0; i < f->count; i++) {
        size_t length = strlen(f->files[i].name);
        if (length > 4 && strcmp(f->files[i].name + length - 4, ".csv") == 0 &&
            shuffle_rows(f, f->files[i].name, &state))
            return -1;
    }
    return 0;
}

/* ---- opening ---- */

static void tell(rep_report *rep) {
    for (int i = 0; i < rep->count && i < 20; i++) {
        char *line = rep_line(&rep->entries[i]);
        if (line)
            (void)fprintf(stderr, "%s\n", line);
        free(line);
    }
}

small_model *small_open(const small_options *o) {
    static const small_options none = {{NULL}, {{NULL, NULL, NULL}}, 0};
    const char *root = getenv("SOURCE_DIR");
    char path[1024];
    const mdl_kind *k = cor_kind();
    scn_options options = {0};
    scn_folder folder = {0};
    rep_report rep;
    int status = -1;
    small_model *m = calloc(1, sizeof *m);
    if (!o)
        o = &none;
    rep_init(&rep);
    if (!m)
        goto out;
    const par_decl *lists[MDL_MOST_PARTS];
    options.nlists = k->declarations(lists);
    options.lists = lists;
    options.sets = o->sets;
    while (options.nsets < SMALL_MAX_SETS && o->sets[options.nsets])
        options.nsets++;
    (void)snprintf(path, sizeof path, "%s/tests/scenarios/six-places", root ? root : ".");
    if (scn_folder_read(&folder, path, &rep))
        goto out;
    for (int i = 0; i < SMALL_MAX_EDITS && o->edits[i].file; i++)
        if (edit(&folder, &o->edits[i]))
            goto out;
    if (o->shuffle && shuffle_all(&folder, o->shuffle))
        goto out;
    if (scn_scenario_open_folder(&m->s, &folder, &options, &rep))
        goto out;
    if ((status = k->open(&m->s, &m->m, &rep)))
        goto out;
    m->nseries = k->series(m->m, &m->series);
    m->width = k->record_width(m->m);
out:
    if (status) {
        tell(&rep);
        scn_folder_free(&folder);
        small_close(m);
        m = NULL;
    }
    rep_free(&rep);
    return m;
}

void small_close(small_model *m) {
    if (!m)
        return;
    if (m->m)
        cor_kind()->close(m->m);
    scn_scenario_free(&m->s);
    free(m);
}

small_member *small_start_layers(const small_model *m, eng_arithmetic arithmetic, int member, int layers) {
    mdl_member_options o = {.arithmetic = arithmetic, .seed = 1, .member = member, .members = 64, .layer_chance = 1};
    small_member *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    o.layer_parameters = o.layer_environment = layers;
    p->model = m;
    p->record = calloc((size_t)m->width, sizeof *p->record);
    p->day = calloc((size_t)m->width, sizeof *p->day);
    if (!p->record || !p->day || cor_kind()->member_open(m->m, &o, &p->p)) {
        small_stop(p);
        return NULL;
    }
    p->w = cor_kind()->member_world(p->p);
    p->people_first = eng_everyone(p->w);
    return p;
}

small_member *small_start(const small_model *m, eng_arithmetic arithmetic, int member) {
    return small_start_layers(m, arithmetic, member, 0);
}

void small_stop(small_member *p) {
    if (!p)
        return;
    cor_kind()->member_close(p->p);
    free(p->record);
    free(p->day);
    free(p);
}

int small_run(small_member *p, int days) {
    for (int i = 0; i < days; i++) {
        memset(p->day, 0, (size_t)p->model->width * sizeof *p->day);
        int status = cor_kind()->member_step(p->p, p->day);
        if (status) {
            (void)fprintf(stderr, "%s\n", cor_kind()->member_error(p->p));
            return status;
        }
        for (int k = 0; k < p->model->width; k++)
            p->record[k] += p->day[k];
        p->days++;
    }
    return cor_prepare(p->p); /* what a test reads is of the world as it now stands */
}

int small_run_until(small_member *p, const char *date) {
    int64_t day;
    if (day_parse(date, &day))
        return -1;
    while (cor_kind()->member_day(p->p) < day) {
        int status = small_run(p, 1);
        if (status)
            return status;
    }
    return 0;
}

void small_forget(small_member *p) {
    memset(p->record, 0, (size_t)p->model->width * sizeof *p->record);
    p->days = 0;
}

/* ---- reading ---- */

static int index_of(const char *name, int n, const char *const *names) {
    for (int i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

static const mdl_series *find_series(const small_model *m, const char *name) {
    for (int i = 0; i < m->nseries; i++)
        if (strcmp(m->series[i].name, name) == 0)
            return &m->series[i];
    return NULL;
}

/* A name that is not there gives not a number, which no assertion passes. */
static double sum_cells(const small_member *p, const mdl_series *s, int from, const char *place,
                        const char *nationality, int group) {
    int nn = s && s->by_nationality ? p->model->s.nnationalities : 1, ng = s && s->by_group ? DEMO_COUNT : 1;
    int at = -1, n = -1;
    double sum = 0;
    if (!s)
        return 0.0 / 0.0;
    if (place[0] && (at = index_of(place, s->nplaces, s->places)) < 0)
        return 0.0 / 0.0;
    if (nationality[0] && (!s->by_nationality || (n = small_nationality(p->model, nationality)) < 0))
        return 0.0 / 0.0;
    if (group >= 0 && !s->by_group)
        return 0.0 / 0.0;
    for (int c = 0; c < s->cells; c++) {
        int d = c % ng, who = c / ng % nn, where = c / (ng * nn);
        if ((at < 0 || at == where) && (n < 0 || n == who) && (group < 0 || group == d))
            sum += p->record[s->offset + from + c];
    }
    return s->sum == SERIES_MEAN ? sum / p->days : sum;
}

double small_value(const small_member *p, const char *series, const char *place, const char *nationality, int group) {
    return sum_cells(p, find_series(p->model, series), 0, place, nationality, group);
}

double small_denominator(const small_member *p, const char *series, const char *nationality) {
    const mdl_series *s = find_series(p->model, series);
    return sum_cells(p, s, s ? s->cells : 0, "", nationality, -1);
}

double small_ratio(const small_member *p, const char *series, const char *nationality) {
    return small_value(p, series, "", nationality, -1) / small_denominator(p, series, nationality);
}

double small_ratio_at(const small_member *p, const char *series, const char *place) {
    const mdl_series *s = find_series(p->model, series);
    return small_value(p, series, place, "", -1) / sum_cells(p, s, s ? s->cells : 0, place, "", -1);
}

#define FIND(table, count)                                                                                             \
    for (int i = 0; i < m->s.count; i++)                                                                               \
        if (strcmp(m->s.table[i].name, name) == 0)                                                                     \
            return i;                                                                                                  \
    return -1

int small_place(const small_model *m, const char *name) { FIND(places, nplaces); }

int small_nationality(const small_model *m, const char *name) { FIND(nationalities, nnationalities); }

int small_sector(const small_model *m, const char *name) { FIND(sectors, nsectors); }

int small_crossing(const small_model *m, const char *name) { FIND(crossings, ncrossings); }

int small_leg(const small_model *m, const char *from, const char *to, const char *mode) {
    int a = small_place(m, from), b = small_place(m, to);
    for (int i = 0; i < m->s.nlegs; i++)
        if (m->s.legs[i].from == a && m->s.legs[i].to == b && strcmp(m->s.legs[i].mode, mode) == 0)
            return i;
    return -1;
}

int small_city(const small_model *m, const char *place) {
    int at = small_place(m, place);
    for (int c = 0; c < m->m->ncities; c++)
        if (m->m->cities[c] == at)
            return c;
    return -1;
}

double small_parameter(const small_member *p, const char *path, int element) {
    int at = par_offset(&p->model->s.registry, path);
    return at < 0 ? 0.0 / 0.0 : p->p->values[at + element];
}

/* Every shape of the corridor keeps the nationality slowest. */
static double of_nationality(const small_model *m, const double *people, int classes, int nationality) {
    int each = classes / m->s.nnationalities;
    double sum = 0;
    for (int i = 0; i < classes; i++)
        if (nationality < 0 || i / each == nationality)
            sum += people[i];
    return sum;
}

double small_moved(const small_member *p, int flow, int nationality) {
    double people[COR_MAX_ND * COR_ATTEMPTS];
    if (flow < 0)
        return 0;
    int classes = eng_stock_classes(p->model->m->e, eng_flow_from(p->model->m->e, flow));
    eng_moved_all(p->w, flow, people);
    return of_nationality(p->model, people, classes, nationality);
}

double small_people(const small_member *p, int stock, int nationality) {
    double people[COR_MAX_ND * COR_ATTEMPTS];
    if (stock < 0)
        return 0;
    eng_people_all(p->w, stock, people);
    return of_nationality(p->model, people, eng_stock_classes(p->model->m->e, stock), nationality);
}
