/* The series of all systems as one list: found in their descriptors, numbered, made ready for a day's record.
 *
 * A series' number is its place in the list; it is written among the ids of the system that declares it.
 */
#include "corridor/institutions.h"
#include "corridor/interior.h"
#include "corridor/money.h"
#include "corridor/ports.h"
#include "corridor/stations.h"
#include "corridor/statistics.h"
#include "text/say.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int n, too_many;
    const cor_series *row[COR_MOST_SERIES];
    int system[COR_MOST_SERIES];
} all_series;

static int place(const cor_series *row) { return row->at ? row->at : INT_MAX; }

static void find(all_series *all) {
    all->n = all->too_many = 0;
    for (int system = 0; system < SYS_COUNT; system++)
        for (const cor_series *row = cor_series_of(system); row && row->name; row++) {
            if (all->n == COR_MOST_SERIES) {
                all->too_many = 1;
                return;
            }
            int i = all->n++;
            for (; i > 0 && place(all->row[i - 1]) > place(row); i--) {
                all->row[i] = all->row[i - 1];
                all->system[i] = all->system[i - 1];
            }
            all->row[i] = row;
            all->system[i] = system;
        }
}

const mdl_shown *cor_shown(const char *series) {
    for (int system = 0; system < SYS_COUNT; system++)
        for (const cor_series *row = cor_series_of(system); row && row->name; row++)
            if (strcmp(row->name, series) == 0)
                return &row->shown;
    return NULL;
}

static int is_there(const mdl_model *m, const cor_series *row) { return !row->of || m->has[row->of - 1]; }

/* Words for what no series or part of the report is called would be read by nobody. */
static void check_words(const scn_scenario *s, const face_words *list, int n, int parts, const char *key,
                        rep_report *rep) {
    static const char *const PARTS[] = {"way", "published_note", "limits_hand_set", "limits_deaths"};
    enum { PART_COUNT = sizeof PARTS / sizeof *PARTS };
    const char *names[COR_MOST_SERIES + PART_COUNT];
    all_series all;
    find(&all);
    int known = all.n + (parts ? PART_COUNT : 0);
    for (int i = 0; i < known; i++)
        names[i] = i < all.n ? all.row[i]->name : PARTS[i - all.n];
    for (int i = 0; i < n; i++) {
        int k = 0;
        while (k < known && strcmp(names[k], list[i].key) != 0)
            k++;
        if (k < known)
            continue;
        char *label = txt_join(s->folder.path ? s->folder.path : "", "/", "scenario.yaml");
        txt_unknown(rep, label ? label : "scenario.yaml", list[i].at, list[i].key,
                    txt_say("a series below `%s`: " SAY_SERIES " FILE.db lists them", key).text,
                    rep_nearest(list[i].key, known, names), "take it out");
        free(label);
    }
}

void cor_check_words(const scn_scenario *s, rep_report *rep) {
    check_words(s, s->face.labels, s->face.nlabels, 1, "labels", rep);
    check_words(s, s->face.meanings, s->face.nmeanings, 0, "meanings", rep);
    check_words(s, s->face.whatif, s->face.nwhatif, 0, "whatif", rep);
}

typedef struct {
    int n;
    const char *const *names;
} place_names;

static int name_places(mdl_model *m, place_names places[PLACES_KINDS]) {
    static const char *const countries[2][2] = {{"way", "destination"}, {"Mexico", "United States"}};
    const scn_scenario *s = m->s;
    const char **sectors = cor_room(m, s->nsectors, sizeof(const char *)),
               **cities = cor_room(m, m->ncities, sizeof(const char *)),
               **regions = cor_room(m, s->nregions, sizeof(const char *)),
               **legs = cor_room(m, s->nlegs, sizeof(const char *));
    if (!sectors || !cities || !regions || !legs)
        return ENG_ERR_MEMORY;
    for (int k = 0; k < s->nsectors; k++)
        sectors[k] = s->sectors[k].name;
    for (int c = 0; c < m->ncities; c++)
        cities[c] = s->places[m->cities[c]].name;
    for (int r = 0; r < s->nregions; r++)
        regions[r] = s->regions[r];
    for (int l = 0; l < s->nlegs; l++)
        legs[l] = s->legs[l].name;
    places[PLACES_NONE] = (place_names){0, NULL};
    places[PLACES_SECTORS] = (place_names){s->nsectors, sectors};
    places[PLACES_CITIES] = (place_names){m->ncities, cities};
    places[PLACES_REGIONS] = (place_names){s->nregions, regions};
    places[PLACES_CLOSABLE] = (place_names){ports_ids(m)->n, ports_ids(m)->names};
    places[PLACES_INTERIOR] = (place_names){interior_ids(m)->n, interior_ids(m)->names};
    places[PLACES_COUNTRIES] = (place_names){2, countries[cor_at_home(s)]};
    places[PLACES_SPENDERS] = (place_names){money_ids(m)->n, money_ids(m)->names};
    places[PLACES_STATIONS] = (place_names){stations_ids(m)->ntowns, stations_ids(m)->towns};
    places[PLACES_LEGS] = (place_names){s->nlegs, legs};
    return ENG_OK;
}

static mdl_series series_of(const mdl_model *m, int system, const cor_series *row, const place_names *places) {
    mdl_series out = {.name = row->name,
                      .unit = row->unit,
                      .meaning = face_meaning(&m->s->face, row->name, row->meaning),
                      .shown = &row->shown,
                      .part = cor_system_name(system),
                      .ledger = row->ledger,
                      .sum = row->sum,
                      .harm = row->harm,
                      .nplaces = places->n,
                      .places = places->n ? places->names : NULL,
                      .by_nationality = row->by_nationality,
                      .by_group = row->by_group};
    out.cells = (out.nplaces ? out.nplaces : 1) * (out.by_nationality ? m->nn : 1) * (out.by_group ? DEMO_COUNT : 1);
    out.width = out.sum == SERIES_RATIO ? 2 * out.cells : out.cells;
    return out;
}

/* What is told or drawn has words and a place for it. */
static int complete(const mdl_shown *x) {
    int somewhere = x->section || x->told || x->layers || x->column;
    return !somewhere || (x->heading && x->order > 0);
}

int cor_declare_series(mdl_model *m) {
    all_series all;
    place_names places[PLACES_KINDS];
    find(&all);
    m->series = calloc((size_t)all.n + 1, sizeof *m->series);
    m->shown = calloc((size_t)all.n + 1, sizeof *m->shown);
    if (!m->series || !m->shown || name_places(m, places))
        return ENG_ERR_MEMORY;
    if (all.too_many)
        return ENG_ERR_DECLARE;
    for (int i = 0; i < all.n; i++) {
        const cor_series *row = all.row[i];
        if (cor_shown(row->name) != &row->shown || !m->ids[all.system[i]] || !complete(&row->shown))
            return ENG_ERR_DECLARE; /* two of one name; nowhere to put its number */
        *(int *)(void *)((char *)m->ids[all.system[i]] + row->id) = i;
        m->series[i] = series_of(m, all.system[i], row, &places[row->places]);
    }
    /* Series that are not there come last in a day's record: systems write them, and nobody reads them. */
    for (int there = 1; there >= 0; there--)
        for (int i = 0; i < all.n; i++) {
            if (is_there(m, all.row[i]) != there)
                continue;
            m->series[i].offset = m->width;
            m->width += m->series[i].width;
            if (there)
                m->shown[m->nseries++] = m->series[i];
        }
    return ENG_OK;
}
