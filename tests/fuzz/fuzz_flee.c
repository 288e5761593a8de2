/* Any bytes as some files of a small conflict in Flee's format.
 *
 * A line "@x" begins a file, x its letter in `files`; a capital takes the file out. What is not given is as in `files`.
 * What is read must hold together, what is not must say why; a small conflict that opens is then run for its days in
 * both arithmetics, nobody may be lost on the way, and Flee's CSV must be one. */
#include "flee/internal.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    INPUT_MOST = 8192,
    PLACES_MOST = 9,
    LINKS_MOST = 24,
    DAYS_MOST = 10,
    DAYS_RUN = 4,
    HOPS_MOST = 6,    /* a day */
    NIGHTS_MOST = 30, /* on one road */
    PEOPLE_MOST = 3000
};

static const char *const files[][2] = {
    {"scenario.yaml", "model: flee\nname: fuzz\ninput: in\nvalidation: val\nsettings: set.yml\nrules: flee\n"
                      "arithmetic: split\n"},                                                 /* a */
    {"simsetting.yml", "log_levels:\n  idp_totals: 1\nmove_rules:\n  max_move_speed: 120\n"}, /* b */
    {"input/locations.csv", "#name,region,country,lat,lon,location_type,conflict_date,pop\n"
                            "A,r,H,1,1,conflict_zone,0,500\n"
                            "B,r,H,1,1.5,town,,\n"
                            "C,r,H,1.5,1,conflict_zone,2,300\n"
                            "M,r,H,1.5,1.5,marker,,\n"
                            "D,s,N,2,2,camp,,60\n"
                            "E,r,H,1,2,idpcamp,,90\n"}, /* c */
    {"input/routes.csv", "#name1,name2,distance,forced_redirection\n"
                         "A,B,50,0\nB,C,40,2\nB,M,60,0\nM,D,150,0\nB,E,80,0\nC,M,250,0\n"},     /* d */
    {"input/major_routes.csv", NULL},                                                           /* e */
    {"input/sim_period.csv", "StartDate,2020-03-01\nLength,6\n"},                               /* f */
    {"input/closures.csv", "#type,name1,name2,start,end\ncountry,H,N,0,2\nlocation,B,B,3,4\n"}, /* g */
    {"input/conflicts.csv", "#Day,A,C\n0,1,0\n1,1,0\n2,1,0.5\n3,1,0.5\n4,0,1\n5,0,1\n"},        /* h */
    {"input/flood_level.csv", NULL},                                                            /* i */
    {"input/registration_corrections.csv", "D,2020-03-05\n"},                                   /* j */
    {"input/location_changes.csv", NULL},                                                       /* k */
    {"current/location_changes.csv", NULL},                                                     /* l */
    {"input/demographics_age.csv", NULL},                                                       /* m */
    {"input/demographics_gender.csv", NULL},                                                    /* n */
    {"input/demographics_religion.csv", NULL},                                                  /* o */
    {"input/demographics_ethnicity_x.csv", NULL},                                               /* p */
    {"validation/data_layout.csv", "total,refugees.csv\nD,d.csv,d2.csv\nE,e.csv\n"},            /* q */
    {"validation/refugees.csv", "Date,people\n2020-03-01,10\n2020-03-10,200\n"},                /* r */
    {"validation/d.csv", "Date,people\n2020-03-01,10\n2020-03-05,90\n2020-03-10,80\n"},         /* s */
    {"validation/d2.csv", "2020-03-02,1\n2020-03-05,20\n"},                                     /* t */
    {"validation/e.csv", "#date,people\n2020-03-01,0\n2020-03-09,60\n"},                        /* u */
};
enum { FILES = sizeof files / sizeof *files };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(int holds) {
    if (!holds)
        abort();
}

static int is_mark(const char *text, size_t length, size_t at) {
    return at + 2 < length && text[at] == '@' && text[at + 2] == '\n' && (at == 0 || text[at - 1] == '\n');
}

/* The folder in memory; -1 without memory. */
static int make_folder(scn_folder *f, const char *text, size_t length) {
    int given[FILES] = {0};
    memset(f, 0, sizeof *f);
    if (!(f->path = txt_copy("in")))
        return -1;
    for (size_t at = 0; at < length;) {
        size_t end = at + 1;
        while (end < length && !is_mark(text, length, end))
            end++;
        int letter = is_mark(text, length, at) ? (text[at + 1] | 32) - 'a' : -1;
        if (letter >= 0 && letter < FILES) {
            given[letter] = 1;
            if (text[at + 1] >= 'a' && scn_folder_add(f, files[letter][0], text + at + 3, end - at - 3))
                return -1;
        }
        at = end;
    }
    for (int i = 0; i < FILES; i++)
        if (!given[i] && files[i][1] && scn_folder_add(f, files[i][0], files[i][1], strlen(files[i][1])))
            return -1;
    return 0;
}

/* Every message names its file, says what is expected, and is a line of text. */
static void check_messages(const rep_report *rep) {
    for (int i = 0; i < rep->count; i++) {
        const rep_entry *e = &rep->entries[i];
        char *line = rep_line(e);
        must(line == NULL || (e->file[0] && e->found[0] && e->expected[0] && e->line >= 0 && e->column >= 0));
        must(strncmp(e->found, "no memory", 9) != 0); /* it is never that here */
        free(line);
    }
}

static void check_place(const fle_input *in, int place) { must(place >= 0 && place < in->nplaces); }

/* What was read refers to what is there, and every number is one. */
static void check_input(const fle_input *in) {
    must(in->days > 0 && in->nplaces > 0);
    for (int i = 0; i < FLE_SETTINGS; i++)
        must(isfinite(in->settings.set[i]));
    for (int i = 0; i < in->nplaces; i++) {
        const fle_place *p = &in->places[i];
        must(isfinite(p->x) && isfinite(p->y) && p->pop >= 0 && p->capacity >= -1 && isfinite(p->conflict_intensity));
        must(fle_find_place(in, p->name) == i);
    }
    for (int i = 0; i < in->nlinks; i++) {
        check_place(in, in->links[i].from);
        check_place(in, in->links[i].to);
        must(in->links[i].from != in->links[i].to && in->links[i].km > 0 && in->links[i].speed > 0);
    }
    for (int i = 0; i < in->nclosures; i++)
        must(in->closures[i].a < in->nplaces && in->closures[i].b < in->nplaces);
    for (int i = 0; i < in->nchanges; i++)
        check_place(in, in->changes[i].place);
    for (int i = 0; i < in->nmajors; i++)
        for (int k = 0; k < in->majors[i].n; k++)
            check_place(in, in->majors[i].places[k]);
    for (int c = 0; c < in->ncamps; c++)
        check_place(in, in->camps[c]);
    for (int i = 0; i < in->nsources; i++)
        for (int k = 0; k < in->sources[i].n; k++)
            must(isfinite(in->sources[i].people[k]) && in->sources[i].people[k] >= 0);
}

/* Where every share of a day is another course of it, counting is slow but where a day is whole roads. */
static int many_courses(const fle_input *in) {
    int whole = in->nlinks == 2 && !fle_on(in, MOVE_start_on_foot);
    for (int i = 0; whole && i < in->nlinks; i++)
        whole = !(fmod(in->links[i].speed, in->links[i].km) > 0) && !(in->links[i].walk > 0);
    return in->sane && in->arithmetic != ARITHMETIC_INDIVIDUAL && !whole;
}

/* People there can be at most, or nothing if the conflict is too large to run here. */
static double people_of(const fle_input *in) {
    double people = 0, shortest = 1e300, longest = 0;
    double slowest = fle_set(in, MOVE_max_walk_speed), fastest = slowest;
    fle_course course = {NULL, NULL, NULL};
    fle_scene scene;
    memset(&scene, 0, sizeof scene);
    if (in->days > DAYS_MOST || in->nplaces > PLACES_MOST || in->nlinks > LINKS_MOST || many_courses(in))
        return -1;
    for (int i = 0; i < in->nlinks; i++) {
        shortest = in->links[i].km < shortest ? in->links[i].km : shortest;
        longest = in->links[i].km > longest ? in->links[i].km : longest;
        fastest = in->links[i].speed > fastest ? in->links[i].speed : fastest;
        slowest = in->links[i].speed < slowest ? in->links[i].speed : slowest;
    }
    if (fle_course_make(in, &course) || fle_scene_make(in, &scene) || fastest / shortest > HOPS_MOST ||
        longest / slowest > NIGHTS_MOST)
        people = -1;
    for (int day = 0; people >= 0 && day < in->days; day++) {
        must(course.born[day] >= 0 && course.debt[day] >= 0);
        people += course.born[day];
        fle_scene_to(in, &scene, day);
        for (int i = 0; i < in->nplaces; i++) {
            if (in->settings.spawn != SPAWN_BY_DATA)
                people += fle_own_number(in, &scene, i, in->places[i].pop) * 2;
            if (day == 0)
                people += fle_source_value(in, in->source_of[i], 0) + in->places[i].initial_idps;
        }
    }
    fle_course_free(&course);
    fle_scene_free(&scene);
    return people;
}

/* ---- running ---- */

typedef struct {
    char *text;
    size_t length, room;
} written;

static int take(void *user, const char *text, size_t n) {
    written *w = user;
    if (w->length + n + 1 > w->room) {
        size_t room = 2 * (w->length + n + 1);
        char *grown = realloc(w->text, room);
        if (!grown)
            return -1;
        w->text = grown;
        w->room = room;
    }
    memcpy(w->text + w->length, text, n);
    w->length += n;
    return 0;
}

static void check_csv(const written *w, int days) {
    csv_table t;
    rep_report rep;
    rep_init(&rep);
    if (csv_read(&t, w->text, w->length, "output", &rep) == 0) {
        must(rep.errors == 0 && t.nrows == 1 + days);
        csv_free(&t);
    }
    rep_free(&rep);
}

static void run(const mdl_model *m, const fle_input *in, eng_arithmetic arithmetic, uint64_t seed) {
    const mdl_kind *kind = fle_kind();
    const mdl_series *series;
    mdl_member_options options = {.arithmetic = arithmetic, .seed = seed, .members = 1, .layer_chance = 1};
    mdl_member *p = NULL;
    written text = {NULL, 0, 0};
    size_t width = (size_t)kind->record_width(m);
    double *record = calloc(width + 1, sizeof *record), all = 0;
    fle_output *output = fle_output_open(m, take, &text);
    int day = 0, status = record && output ? kind->member_open(m, &options, &p) : -1;
    must(status == 0);
    kind->series(m, &series);
    for (int i = 0; i < in->nplaces; i++)
        all += fle_first_people(m, i);
    for (; status == 0 && day < in->days && day < DAYS_RUN; day++) {
        memset(record, 0, width * sizeof *record);
        if ((status = kind->member_step(p, record))) {
            must(kind->member_error(p)[0] != '\0');
            break;
        }
        double there = record[series[SERIES_ON_ROADS].offset];
        for (size_t i = 0; i < width; i++)
            must(isfinite(record[i]) && record[i] >= 0);
        for (int i = 0; i < in->nplaces; i++) {
            all += record[series[SERIES_DISPLACED].offset + i];
            there += record[series[SERIES_PEOPLE].offset + i];
        }
        must(all > 1e15 || fabs(all - there) < 0.5);
        must(fle_output_day(output, record) == 0);
    }
    if (status == 0)
        check_csv(&text, day);
    fle_output_close(output);
    if (p)
        kind->member_close(p);
    free(record);
    free(text.text);
}

static void use(const scn_scenario *s, uint64_t seed, rep_report *rep) {
    const mdl_kind *kind = fle_kind();
    const fle_input *in = s->own;
    mdl_model *m = NULL;
    check_input(in);
    double people = people_of(in);
    if (people < 0)
        return;
    int errors = rep->errors, status = kind->open(s, &m, rep);
    must((status != 0) == (rep->errors > errors) && (status != 0) == (m == NULL));
    if (status)
        return;
    if (kind->settle(m, ENG_STOCHASTIC) == ENG_STOCHASTIC)
        run(m, in, ENG_STOCHASTIC, seed);
    if (people <= PEOPLE_MOST)
        run(m, in, ENG_INDIVIDUAL, seed);
    kind->close(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    scn_folder folder;
    scn_scenario s;
    rep_report rep;
    if (size > INPUT_MOST)
        return 0;
    rep_init(&rep);
    if (make_folder(&folder, (const char *)data, size)) {
        scn_folder_free(&folder);
        return 0;
    }
    int status = fle_read(&s, &folder, NULL, &rep);
    must((status != 0) == (rep.errors > 0));
    if (status == 0) {
        use(&s, size, &rep);
        scn_scenario_free(&s);
    }
    check_messages(&rep);
    rep_free(&rep);
    scn_folder_free(&folder);
    return 0;
}
