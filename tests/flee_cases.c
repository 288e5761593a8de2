/* See flee_cases.h.
 *
 * The land: two zones of conflict, the second from day 4 to day 8; two towns, a marker, a camp for the internally
 * displaced, two camps abroad without a limit, two roads that take three days.
 */
#include "flee_cases.h"

#include "flee_oracle.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char *const land[][2] = {
    {"input/locations.csv", "#name,region,country,latitude,longitude,location_type,conflict_date,population\n"
                            "Aba,North,Home,10.0,20.0,conflict_zone,0,2000\n"
                            "Bor,North,Home,10.5,20.4,town,,1500\n"
                            "Cay,South,Home,9.5,20.5,town,,300\n"
                            "Dun,South,Home,9.2,20.9,town,,\n"
                            "Ebo,South,Home,9.0,21.3,marker,,\n"
                            "Fay,South,Home,9.3,20.2,idpcamp,,\n"
                            "Gao,East,Near,10.9,21.2,camp,,\n"
                            "Hum,West,Far,8.6,21.6,camp,,\n"},
    {"input/routes.csv", "#name1,name2,distance,forced_redirection\n"
                         "Aba,Bor,60,0\n"
                         "Aba,Cay,90,0\n"
                         "Aba,Fay,85,0\n"
                         "Bor,Gao,150,0\n"
                         "Bor,Cay,110,0\n"
                         "Cay,Dun,70,0\n"
                         "Cay,Fay,55,0\n"
                         "Dun,Ebo,45,0\n"
                         "Ebo,Hum,80,0\n"
                         "Dun,Gao,450,0\n"
                         "Fay,Hum,520,0\n"},
    {"input/conflicts.csv", "#Day,Aba,Bor\n0,0.8,0\n1,0.8,0\n2,0.8,0\n3,0.8,0\n4,0.8,0.6\n5,0.8,0.6\n6,0.8,0.9\n"
                            "7,0.8,0.9\n8,0.8,0\n9,0.8,0\n10,0.8,0\n11,0.8,0\n12,0.8,0\n13,0.8,0\n14,0.8,0\n"},
    {"input/closures.csv", "#closure_type,name1,name2,closure_start,closure_end\n"},
    {"input/sim_period.csv", "StartDate,2020-01-01\nLength,12\n"},
    {"data/data_layout.csv", "total,total.csv\nFay,fay.csv\nGao,gao.csv\nHum,hum.csv\n"},
    {"data/total.csv", "2020-01-01,130\n2020-01-07,710\n2020-01-16,1280\n"},
    {"data/fay.csv", "2020-01-01,30\n2020-01-07,160\n2020-01-16,290\n"},
    {"data/gao.csv", "2020-01-01,60\n2020-01-07,320\n2020-01-16,600\n"},
    {"data/hum.csv", "2020-01-01,40\n2020-01-07,230\n2020-01-16,390\n"},
    {"simsetting.yml", "log_levels:\n  idp_totals: 1\nspawn_rules:\n  camps_are_sinks: False\nmove_rules:\n"
                       "  max_move_speed: 200.0\n  conflict_weight: 0.25\noptimisations:\n  hasten: 1\n"}};
enum { LAND_FILES = sizeof land / sizeof *land };

/* ---- edits ---- */

static char *replaced(const char *text, const char *find, const char *put) {
    size_t found = strlen(find), n = 0;
    for (const char *at = text; found && (at = strstr(at, find)); at += found)
        n++;
    char *out = malloc(strlen(text) + (n + 1) * strlen(put) + 1), *to = out;
    if (!out || (found && n == 0)) {
        free(out);
        return NULL;
    }
    while (*text) {
        if (found && strncmp(text, find, found) == 0) {
            to += sprintf(to, "%s", put);
            text += found;
        } else {
            *to++ = *text++;
        }
    }
    sprintf(to, "%s", found ? "" : put);
    return out;
}

static void take_away(scn_folder *f, const char *name) {
    for (int i = 0; i < f->count; i++)
        if (strcmp(f->files[i].name, name) == 0) {
            free(f->files[i].name);
            free(f->files[i].text);
            f->files[i] = f->files[--f->count];
            return;
        }
}

static int edit(scn_folder *f, const flee_edit *e) {
    const scn_file *file = scn_folder_find(f, e->file);
    if (!e->find && !e->text) {
        take_away(f, e->file);
        return 0;
    }
    if (!e->find)
        return scn_folder_add(f, e->file, e->text, strlen(e->text));
    char *text = replaced(file ? file->text : "", e->find, e->text);
    if (!text) {
        (void)fprintf(stderr, "%s: nothing reads \"%s\"\n", e->file, e->find);
        return -1;
    }
    int status = scn_folder_add(f, e->file, text, strlen(text));
    free(text);
    return status;
}

/* The files under the names of flee_edit. */
static int make_files(const flee_case *c, scn_folder *f) {
    int status = 0;
    memset(f, 0, sizeof *f);
    if (!(f->path = txt_copy(c->name)))
        return -1;
    for (int i = 0; i < LAND_FILES && status == 0; i++)
        if (!c->no_validation || strncmp(land[i][0], "data/", 5) != 0)
            status = scn_folder_add(f, land[i][0], land[i][1], strlen(land[i][1]));
    for (int i = 0; i < FLEE_EDITS && c->edits[i].file && status == 0; i++)
        status = edit(f, &c->edits[i]);
    if (status)
        scn_folder_free(f);
    return status;
}

int flee_case_write(const flee_case *c) {
    static const char changes[] = "location_changes.csv";
    static const char *const parts[] = {"", "/input", "/data"};
    scn_folder f;
    char path[512];
    int status = make_files(c, &f);
    if (status)
        return -1;
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s%s", c->name, parts[i]);
        (void)mkdir(path, 0777);
    }
    (void)remove(changes);
    for (int i = 0; i < f.count && status == 0; i++) {
        const scn_file *file = &f.files[i];
        int here = strcmp(file->name, changes) == 0;
        snprintf(path, sizeof path, "%s%s%s", here ? "" : c->name, here ? "" : "/", file->name);
        FILE *to = fopen(path, "wb");
        status = to && fwrite(file->text, 1, file->length, to) == file->length ? 0 : -1;
        if (to)
            fclose(to);
    }
    scn_folder_free(&f);
    return status;
}

int flee_case_folder(const flee_case *c, const char *arithmetic, scn_folder *out) {
    scn_folder f;
    char text[512];
    int status = make_files(c, &f);
    memset(out, 0, sizeof *out);
    if (status || !(out->path = txt_copy(c->name)))
        return -1;
    for (int i = 0; i < f.count && status == 0; i++) {
        const char *name = f.files[i].name;
        if (strncmp(name, "data/", 5) == 0)
            snprintf(text, sizeof text, "validation/%s", name + 5);
        else if (strcmp(name, "location_changes.csv") == 0)
            snprintf(text, sizeof text, "current/%s", name);
        else
            snprintf(text, sizeof text, "%s", name);
        status = scn_folder_add(out, text, f.files[i].text, f.files[i].length);
    }
    snprintf(text, sizeof text, "model: flee\nname: %s\ndays: %d\nrules: %s\narithmetic: %s\n", c->name, c->days,
             c->sane ? "sane" : "flee", arithmetic);
    if (status == 0)
        status = scn_folder_add(out, "scenario.yaml", text, strlen(text));
    scn_folder_free(&f);
    if (status)
        scn_folder_free(out);
    return status;
}

char *flee_text_of(const char *path) {
    enum { MOST = 1 << 16 };
    FILE *f = fopen(path, "rb");
    char *text = f ? calloc(MOST, 1) : NULL;
    if (text)
        text[fread(text, 1, MOST - 1, f)] = '\0';
    if (f)
        fclose(f);
    return text;
}

static int add_folder(scn_folder *to, const char *path, const char *under) {
    scn_folder from;
    rep_report rep;
    char name[512];
    rep_init(&rep);
    int status = scn_folder_read(&from, path, &rep);
    rep_free(&rep);
    if (status)
        return -1;
    for (int i = 0; i < from.count && status == 0; i++) {
        snprintf(name, sizeof name, "%s/%s", under, from.files[i].name);
        status = scn_folder_add(to, name, from.files[i].text, from.files[i].length);
    }
    scn_folder_free(&from);
    return status;
}

int flee_disk_folder(const char *input, const char *validation, const char *settings, const char *arithmetic,
                     scn_folder *out) {
    char text[128], *set = flee_text_of(settings);
    snprintf(text, sizeof text, "model: flee\nname: test\narithmetic: %s\n", arithmetic);
    memset(out, 0, sizeof *out);
    int status = set && (out->path = txt_copy(input)) && add_folder(out, input, "input") == 0 &&
                         add_folder(out, validation, "validation") == 0 &&
                         scn_folder_add(out, "simsetting.yml", set, strlen(set)) == 0 &&
                         scn_folder_add(out, "scenario.yaml", text, strlen(text)) == 0
                     ? 0
                     : -1;
    free(set);
    if (status)
        scn_folder_free(out);
    return status;
}

/* ---- models ---- */

int flee_open_folder(scn_folder *folder, flee_model *out) {
    scn_options options;
    memset(&options, 0, sizeof options);
    memset(out, 0, sizeof *out);
    rep_init(&out->rep);
    int status = fle_kind()->read(&out->s, folder, &options, &out->rep);
    if (status == 0 && fle_kind()->open(&out->s, &out->m, &out->rep)) {
        out->m = NULL;
        scn_scenario_free(&out->s);
        status = -1;
    }
    return status;
}

int flee_open(const flee_case *c, const char *arithmetic, flee_model *out) {
    scn_folder folder;
    if (flee_case_folder(c, arithmetic, &folder))
        return -1;
    int status = flee_open_folder(&folder, out);
    for (int i = 0; status && i < out->rep.count; i++) {
        char *line = rep_line(&out->rep.entries[i]);
        (void)fprintf(stderr, "%s: %s\n", c->name, line ? line : "");
        free(line);
    }
    if (status)
        rep_free(&out->rep);
    return status;
}

void flee_close(flee_model *f) {
    if (f->m)
        fle_kind()->close(f->m);
    if (f->m)
        scn_scenario_free(&f->s);
    rep_free(&f->rep);
    memset(f, 0, sizeof *f);
}

int flee_said(const flee_model *f, const char *words) {
    int found = 0;
    for (int i = 0; i < f->rep.count; i++) {
        char *line = rep_line(&f->rep.entries[i]);
        found |= line && strstr(line, words);
        free(line);
    }
    return found;
}

mdl_member *flee_member(const flee_model *f, eng_arithmetic arithmetic, uint64_t seed, int member) {
    mdl_member_options o = {
        .arithmetic = arithmetic, .seed = seed, .member = member, .members = member + 1, .layer_chance = 1};
    mdl_member *p = NULL;
    return fle_kind()->member_open(f->m, &o, &p) == 0 ? p : NULL;
}

/* ---- samples ---- */

static flee_sample *sample_new(int n, int days, int places, int ncamps) {
    flee_sample *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    *s = (flee_sample){.n = n, .days = days, .places = places, .ncamps = ncamps, .columns = places + 2};
    s->cells = (days + 1) * s->columns;
    s->at = calloc((size_t)n * (size_t)s->cells, sizeof(double));
    s->data = calloc((size_t)days * (size_t)(ncamps + 1), sizeof(double));
    s->raw = calloc((size_t)days, sizeof(double));
    s->debt = calloc((size_t)days, sizeof(double));
    s->ard = calloc((size_t)n, sizeof(double));
    s->rescaled = calloc((size_t)n, sizeof(double));
    if (!s->at || !s->data || !s->raw || !s->debt || !s->ard || !s->rescaled) {
        flee_sample_free(s);
        return NULL;
    }
    return s;
}

void flee_sample_free(flee_sample *s) {
    if (!s)
        return;
    free(s->at);
    free(s->data);
    free(s->raw);
    free(s->debt);
    free(s->ard);
    free(s->rescaled);
    free(s);
}

static void sum_days(flee_sample *s, double *at) {
    double *sum = at + s->days * s->columns;
    for (int i = 0; i < s->days * s->columns; i++)
        sum[i % s->columns] += at[i];
}

static void keep_oracle(flee_sample *s, int run, const flee_oracle_result *r) {
    double *at = s->at + (size_t)run * (size_t)s->cells;
    for (int d = 0; d < s->days; d++) {
        for (int p = 0; p < s->places; p++)
            at[d * s->columns + p] = (double)r->at[d * s->places + p];
        at[d * s->columns + s->places] = (double)r->on_links[d];
        at[d * s->columns + s->places + 1] = (double)r->created[d];
        for (int c = 0; c < s->ncamps; c++)
            s->data[d * s->ncamps + c] = (double)r->data[d * s->ncamps + c];
        s->raw[d] = r->raw[d];
        s->debt[d] = r->debt[d];
    }
    sum_days(s, at);
    s->ard[run] = r->ard;
    s->rescaled[run] = r->ard_rescaled;
    s->people_days = r->agent_days;
}

flee_sample *flee_sample_folders(const char *input, const char *validation, const char *settings, int days, int n) {
    flee_sample *s = NULL;
    for (int run = 0; run < n; run++) {
        flee_oracle_input in = {input, validation, settings, days, 1000003u * (uint64_t)(run + 1)};
        flee_oracle_result r;
        if (flee_oracle_run(&in, &r)) {
            (void)fprintf(stderr, "%s: oracle: %s\n", input, r.error);
            flee_oracle_free(&r);
            flee_sample_free(s);
            return NULL;
        }
        if (!s && !(s = sample_new(n, r.days, r.nplaces, r.ncamps))) {
            flee_oracle_free(&r);
            return NULL;
        }
        keep_oracle(s, run, &r);
        flee_oracle_free(&r);
    }
    if (s)
        s->how = "by the oracle";
    return s;
}

static int run_member(const flee_model *f, flee_sample *s, int run, mdl_member *p, double *record) {
    const mdl_model *m = f->m;
    double *at = s->at + (size_t)run * (size_t)s->cells, created = 0;
    fle_result r = {0, 0, 0, 0, 0, NULL};
    for (int i = 0; i < s->places; i++)
        created += fle_first_people(m, i);
    for (int d = 0; d < s->days; d++) {
        memset(record, 0, (size_t)m->width * sizeof *record);
        if (fle_kind()->member_step(p, record)) {
            (void)fprintf(stderr, "%s: day %d: %s\n", m->in->name, d, fle_kind()->member_error(p));
            return -1;
        }
        for (int i = 0; i < s->places; i++) {
            at[d * s->columns + i] = record[m->series[SERIES_PEOPLE].offset + i];
            created += record[m->series[SERIES_DISPLACED].offset + i];
        }
        at[d * s->columns + s->places] = record[m->series[SERIES_ON_ROADS].offset];
        at[d * s->columns + s->places + 1] = created;
        s->debt[d] = record[m->series[SERIES_DEBT].offset];
        fle_result_day(m, record, &r);
    }
    sum_days(s, at);
    fle_result_end(m, &r);
    s->ard[run] = r.difference;
    s->rescaled[run] = r.rescaled;
    s->people_days = r.people_days;
    return 0;
}

flee_sample *flee_sample_model(const flee_model *f, int how, int n) {
    const mdl_model *m = f->m;
    flee_sample *s = sample_new(n, m->in->days, m->in->nplaces, m->in->ncamps);
    double *record = calloc((size_t)m->width + 1, sizeof *record);
    int status = s && record ? 0 : -1;
    for (int run = 0; run < n && status == 0; run++) {
        mdl_member *p = flee_member(f, (eng_arithmetic)how, 11, run);
        status = p ? run_member(f, s, run, p, record) : -1;
        if (p)
            fle_kind()->member_close(p);
    }
    free(record);
    if (status) {
        flee_sample_free(s);
        return NULL;
    }
    memcpy(s->data, m->data, (size_t)(s->days * s->ncamps) * sizeof *s->data);
    memcpy(s->raw, m->course.raw, (size_t)s->days * sizeof *s->raw);
    s->how = how == ENG_INDIVIDUAL ? "one by one" : "counted";
    return s;
}

flee_sample *flee_sample_of(const flee_case *c, int how, int n) {
    char path[3][512];
    if (how == FLEE_ORACLE) {
        if (flee_case_write(c))
            return NULL;
        snprintf(path[0], sizeof path[0], "%s/input", c->name);
        snprintf(path[1], sizeof path[1], "%s/data", c->name);
        snprintf(path[2], sizeof path[2], "%s/simsetting.yml", c->name);
        return flee_sample_folders(path[0], c->no_validation ? NULL : path[1], path[2], c->days, n);
    }
    flee_model f;
    flee_sample *s = NULL;
    if (flee_open(c, how == ENG_INDIVIDUAL ? "individual" : "split", &f))
        return NULL;
    if (how == ENG_INDIVIDUAL || f.m->split.e)
        s = flee_sample_model(&f, how, n);
    else
        (void)fprintf(stderr, "%s: not counted: %s\n", c->name, f.m->why);
    flee_close(&f);
    return s;
}

/* ---- comparing ---- */

typedef struct {
    double mean, variance, fourth; /* fourth: mean fourth power of the distance from the mean */
} moments;

static moments moments_of(const flee_sample *s, int cell) {
    moments m = {0, 0, 0};
    for (int i = 0; i < s->n; i++)
        m.mean += s->at[(size_t)i * (size_t)s->cells + (size_t)cell] / s->n;
    for (int i = 0; i < s->n; i++) {
        double d = s->at[(size_t)i * (size_t)s->cells + (size_t)cell] - m.mean;
        m.variance += d * d / (s->n > 1 ? s->n - 1 : 1);
        m.fourth += d * d * d * d / s->n;
    }
    return m;
}

double flee_mean(const flee_sample *s, int day, int column) { return moments_of(s, day * s->columns + column).mean; }
double flee_variance(const flee_sample *s, int day, int column) {
    return moments_of(s, day * s->columns + column).variance;
}

/* Squared standard error of a mean. A count that is seldom above 0 is taken to vary as a Poisson number at least. */
static double error2(const moments *m, int n) {
    double least = m->mean < 1 ? m->mean : 0, v = m->variance > least ? m->variance : least;
    return (v > 1.0 / n ? v : 1.0 / n) / n;
}

static double z_of(const moments *a, int na, const moments *b, int nb) {
    if (!(a->variance > 0) && !(b->variance > 0))
        return fabs(a->mean - b->mean) > 1e-6 ? 1e9 : 0;
    return fabs(a->mean - b->mean) / sqrt(error2(a, na) + error2(b, nb));
}

/* Log of the ratio of two variances, and its standard error from the fourth moments. */
static void spread_of(const moments *a, int na, const moments *b, int nb, double *ratio, double *error) {
    double ka = a->fourth / (a->variance * a->variance) - 1, kb = b->fourth / (b->variance * b->variance) - 1;
    *ratio = log(b->variance / a->variance);
    *error = sqrt((ka > 1 ? ka : 1) / na + (kb > 1 ? kb : 1) / nb);
}

flee_gap flee_compare(const flee_sample *a, const flee_sample *b) {
    flee_gap g = {.day = -1, .spread_day = -1, .ratio = 1};
    for (int cell = 0; cell < a->cells; cell++) {
        int day = cell / a->columns, column = cell % a->columns;
        moments x = moments_of(a, cell), y = moments_of(b, cell);
        double created = moments_of(a, day * a->columns + a->columns - 1).mean, log_ratio, error;
        double z = z_of(&x, a->n, &y, b->n), gap = fabs(x.mean - y.mean);
        double excess = gap - 4.5 * sqrt(error2(&x, a->n) + error2(&y, b->n));
        if (z > g.z) {
            g.z = z;
            g.day = day;
            g.column = column;
        }
        if (created > 0 && gap / created > g.gap)
            g.gap = gap / created;
        if (created > 0 && excess / created > g.excess)
            g.excess = excess / created;
        if (!(x.variance > 1 && y.variance > 1))
            continue;
        spread_of(&x, a->n, &y, b->n, &log_ratio, &error);
        if (exp(fabs(log_ratio)) > g.ratio)
            g.ratio = exp(fabs(log_ratio));
        if (fabs(log_ratio) / error > g.spread) {
            g.spread = fabs(log_ratio) / error;
            g.spread_day = day;
            g.spread_column = column;
        }
    }
    return g;
}

const char *flee_gap_words(const flee_sample *a, const flee_sample *b, int day, int column, char out[200]) {
    if (day < 0)
        return "nowhere";
    moments x = moments_of(a, day * a->columns + column), y = moments_of(b, day * b->columns + column);
    const char *what = column == a->places ? "roads" : column > a->places ? "created" : "place";
    snprintf(out, 200, "day %d, %s %d: %.2f +- %.2f (variance %.1f) %s, %.2f +- %.2f (%.1f) %s", day, what, column,
             x.mean, sqrt(error2(&x, a->n)), x.variance, a->how, y.mean, sqrt(error2(&y, b->n)), y.variance, b->how);
    return out;
}
