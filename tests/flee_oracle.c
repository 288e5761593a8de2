/* The oracle for the rules of Flee: one record for each person, one person at a time, written from the specification
 * of its behaviour alone and meant to be checked against it by reading. A fast program is held against it.
 *
 * Steps of a run: read the settings (a small part of YAML), the places, the links between them, the calendars
 * (closures, conflicts, floods, changes of type), the traits of people, the source data; put people in camps; then for
 * each day: changes from the calendars, new people, closures, scores of places, everyone in order of creation decides
 * whether to leave, everyone who is on the way travels (and may decide again on arrival), one row of results.
 * Every mistake in the files that would stop Flee stops the run through fail(), which jumps back to the one entry.
 *
 * Numbers in brackets below are sections of the specification. Left out, with an error when asked for: flood
 * forecaster, food security, harvests, camps as sinks, agents.csv. Without effect there, so left out in silence: system
 * 2 and the connections of people, farmer_fraction, logs.
 *
 * Choices where the specification can be read in more than one way:
 *  1. The day's count of a source table is always a whole number, cut toward zero, also outside its dates; hasten
 *     divides the rows as reals. Between rows: v0 + (v1 - v0) * (day - day0) / (day1 - day0), multiplied first (5.1).
 *  2. Several files for one name (5.1): "last matched value of the second" is the second file's value at the last date
 *     that both files have, 0 before any; a date after the end of the first adds the first file's last value.
 *  3. A correction (5.2) whose date is the table's first row changes nothing; one for a name without a table is an
 *     error, and so is a previous value of 0.
 *  4. Spawn weights also exist before the first refresh, from the state of the places as read. A conflict that starts
 *     or stops refreshes the whole table, with that day's decay; location_changes.csv and floods refresh nothing (4.3).
 *  5. time_of_conflict of a conflict place as read is -1, so its decay counts from the day before the first. It is
 *     left alone by the end of a conflict, by closures and by location_changes.csv.
 *  6. Scores are 1 until first computed (only fixed routes can see that).
 *  7. A marker on a path is passed without asking for more depth, so a path leads on behind a marker even when
 *     awareness_level is 1 (7.1). awareness_level -1 is 1. With 0 nobody moves, also under fixed_routes.
 *  8. Fixed routes (9): places reached by awareness come first, in order found; then the major routes that start here,
 *     then those that start at a place reached by awareness (not by another major route), in the order of the table. A
 *     major route with a hop that is no open link today is left out. No route may end where it starts. Someone who
 *     plans at a marker has no table and stays. A better path replaces a tabled one only when strictly better.
 *  9. Ages are numbers; gender is compared as the exact words "female" and "male". BoysTakeRisk comes after the square
 *     for children and before the square for the elderly, and sets the score itself to 1 (7.3).
 * 10. A camp takes only the camp factors of 7.3, also when in conflict; a conflict place only the conflict ones.
 * 11. The recount for matching (3, 5c) sets every value of the ethnicity and religion tables at every place, zeros
 *     included, and passes over people on links, where Flee is said to fail. Extra columns of locations.csv of the same
 *     names are therefore never seen. Matching without the demographics file is an error.
 * 12. An empty cell means "not given" for max_move_speed and walk_probability of a route, and is an error for
 *     capacity_per_day (all rows), initial_idps (camps), conflict_intensity (conflict places), trade_volume and hdi
 *     (foreign places, when in use).
 * 13. capacity_per_day is added to every place, -1 of towns included, and like initial_idps is not divided by hasten.
 * 14. The route of someone sent back from a closed link is not cleared; it breaks by itself at the next decision.
 *     Someone sent back makes no second decision that day.
 * 15. The parked copy of a link is open again when restored. Restoring a place restores all its parked links,
 *     whatever parked them, and every parked link that comes to it from the end of one of these (2.4).
 * 16. A conflict type with a date above 0 is read as type "town". capacity and pop follow the word "camp" in the type
 *     as written: a town that a low chance turns into a camp keeps -1. It is a camp of the output and needs data.
 * 17. A type that no rule knows keeps the chance it had (location_changes.csv) or 1, and no flag.
 * 18. Flood lists (4.2): a level that is negative, or not below the last entry, is an error; a missing list is one when
 *     it is needed. Floods exist only when flood_rules is on; without it every level is 0.
 * 19. location_changes.csv, registration_corrections.csv and closures.csv may be missing; closures.csv rows must have
 *     five cells. In the by-day files the first row is the header, later rows that begin with # do not count.
 *     An unknown name in location_changes.csv is an error from the start.
 * 20. Without a validation folder the source data are 0 everywhere, and sim_period.csv may be missing.
 * 21. A setting that is there but blank is the default. A boolean may be true, yes, on or a number that is not 0.
 * 22. 0 to a negative power of population (7) stops the run, as it does in Python.
 * 23. demographics: no cell is trimmed; two files for one attribute are an error.
 */
#include "flee_oracle.h"

#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---------- what a run is made of ---------- */

typedef struct {
    int n;
    char **cell;
} row;

typedef struct {
    int n;
    row *rows;
} table;

typedef struct {
    int n, room;
    int *v;
} ints;

typedef struct {
    int n;
    double *v;
} reals;

/* A calendar with one row a day: column 1.. belong to places, by the names in the header. */
typedef struct {
    table rows;
    int ncolumns;
    int *place; /* of each column; -1: no such place */
} calendar;

typedef struct {
    char *name, *country;
    double x, y, movechance;
    int capacity, pop, capacity_per_day, initial_idps;
    bool foreign, camp, idpcamp, town, forward, marker, flood_zone;
    double conflict; /* its intensity; -1: none */
    int time_of_conflict, flood_level;
    double trade_volume, hdi, score;
    long people;
    ints links, parked;
    ints majors; /* rows of `majors` that start here */
    int fixed_from, fixed_n;
} place;

typedef struct {
    int start, end;
    double distance, max_move_speed, walk_probability; /* the last two: -1 when not given */
    bool closed;
    long people;
} link;

typedef struct {
    int at;   /* the place, or where the link starts */
    int link; /* -1: at a place */
    int places_travelled;
    double on_link, today, recent;
    int route_at, route_n, route_room;
    int *route; /* the places still to visit: route[route_at .. route_n-1] */
} person;

/* A place that somebody could choose, with the way there. */
typedef struct {
    int end, path_from, path_n;
    double distance, weight;
} candidate;

typedef struct {
    char *name;
    int nvalues, ncolumns;
    char **value;
    double *number;  /* the value as a number; NAN when it is not one */
    double **weight; /* by column, then value; the columns are the places, then Default */
    bool matched;    /* ethnicity or religion: counted each day */
    long *count;     /* by place, then value */
} trait;

typedef struct {
    char *name;
    int n;
    int *day;
    double *count;
    double day0;
} source;

typedef struct {
    char *type, *name1, *name2;
    int start, end;
} closure;

typedef struct {
    char *name, *type;
    int day;
} change;

typedef struct {
    char *key, *value; /* key: names of the sections and the key, joined with dots */
} entry;

typedef struct {
    double intensity_of_changes;
    bool take_from_population, insert_day0, empty_day0, conflict_zone_only, sum_from_camps;
    bool conflict_driven, flood_driven, flood_rules;
    char *spawn_mode;
    double per_conflict_day;
    reals per_flood_day, spawn_decay;
    int decay_interval;
    double max_move_speed, max_walk_speed, foreign_weight, camp_weight, conflict_weight;
    double conflict_movechance, camp_movechance, idpcamp_movechance, default_movechance;
    int awareness, hasten;
    double capacity_buffer, capacity_scaling, softening, weight_softening, weight_power, distance_power;
    bool avoid_short_stints, start_on_foot, stay_close_to_home, use_pop, fixed_routes, economic_pull;
    double home_distance_power, pop_power, pop_base, pop_factor, pruning, religion_fraction;
    bool women_avoid, children_avoid, elderly_avoid, boys_risk;
    bool camp_religion, camp_ethnicity, town_ethnicity, conflict_ethnicity;
    reals flood_movechances, flood_loc_weights;
} settings;

typedef struct block {
    struct block *before, *after;
    max_align_t room[];
} block;

typedef struct {
    const flee_oracle_input *in;
    flee_oracle_result *out;
    jmp_buf escape;
    block *blocks;
    uint64_t random;
    settings set;
    int nentries;
    entry *entries;
    bool dated;
    long start_date;
    int length, day;
    int nplaces;
    place *places;
    int nlinks, links_room;
    link *links;
    int nclosures, nchanges;
    closure *closures;
    change *changes;
    calendar conflicts, floods;
    int nmajors;
    ints *majors;
    int ntraits;
    trait *traits;
    int gender, age, ethnicity, religion; /* which trait; -1: no file for it */
    int nsources;
    source *sources;
    int *source_of; /* of each place; -1: none */
    double *spawn_weight;
    long npeople, people_room;
    person *people;
    int *trait_of; /* by person, then trait */
    double raw, debt, agent_days;
    int ncandidates, candidates_room;
    candidate *candidates;
    ints walk, paths; /* the path under search; the paths of all candidates */
    int nfixed, fixed_room;
    candidate *fixed; /* the tables of all places, with paths in fixed_paths */
    ints fixed_paths;
} run;

/* ---------- stopping, memory, text ---------- */

static void fail(run *r, const char *words, ...) __attribute__((noreturn, format(printf, 2, 3)));

static void fail(run *r, const char *words, ...) {
    va_list list;
    va_start(list, words);
    vsnprintf(r->out->error, sizeof r->out->error, words, list);
    va_end(list);
    longjmp(r->escape, 1);
}

/* All memory of a run hangs on one list, so that a jump out of the middle loses nothing. */
static void *grow(run *r, void *old, size_t bytes) {
    block *b = old ? (block *)(void *)((char *)old - offsetof(block, room)) : NULL;
    bool fresh = b == NULL;
    b = realloc(b, sizeof(block) + bytes);
    if (!b)
        fail(r, "out of memory");
    if (fresh) {
        b->before = NULL;
        b->after = r->blocks;
    }
    if (b->before)
        b->before->after = b;
    else
        r->blocks = b;
    if (b->after)
        b->after->before = b;
    return b->room;
}

static void *make(run *r, size_t count, size_t size) {
    size_t bytes = (count ? count : 1) * size;
    void *room = grow(r, NULL, bytes);
    memset(room, 0, bytes);
    return room;
}

/* Room for one thing more in an array that doubles. */
static void *one_more(run *r, void *array, int n, int *room, size_t size) {
    if (n < *room)
        return array;
    *room = *room ? *room * 2 : 8;
    return grow(r, array, (size_t)*room * size);
}

static void push(run *r, ints *a, int x) {
    a->v = one_more(r, a->v, a->n, &a->room, sizeof *a->v);
    a->v[a->n++] = x;
}

static void take_out(ints *a, int at) {
    for (int i = at; i + 1 < a->n; i++)
        a->v[i] = a->v[i + 1];
    a->n--;
}

static char *joined(run *r, const char *a, const char *between, const char *b) {
    size_t size = strlen(a) + strlen(between) + strlen(b) + 1;
    char *text = make(r, size, 1);
    snprintf(text, size, "%s%s%s", a, between, b);
    return text;
}

static bool blank_sign(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/* Cuts blanks off both ends, in place. */
static char *trimmed(char *text) {
    while (blank_sign(*text))
        text++;
    size_t n = strlen(text);
    while (n > 0 && blank_sign(text[n - 1]))
        text[--n] = '\0';
    return text;
}

static bool has_text(const char *text) {
    while (blank_sign(*text))
        text++;
    return *text != '\0';
}

static double real_in(run *r, const char *text, const char *what) {
    char *end;
    double x = strtod(text, &end);
    if (end == text || has_text(end))
        fail(r, "%s: '%s' is not a number", what, text);
    return x;
}

static int whole_in(run *r, const char *text, const char *what) {
    char *end;
    long x = strtol(text, &end, 10);
    if (end == text || has_text(end) || x > 2000000000L || x < -2000000000L)
        fail(r, "%s: '%s' is not a whole number", what, text);
    return (int)x;
}

/* Python's floor division. */
static int floor_div(int a, int b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

/* ---------- random numbers: splitmix64 (Steele, Lea and Flood 2014) ---------- */

static double uniform(run *r) {
    uint64_t z = (r->random += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

/* A large mean is taken in pieces of at most 16, each by counting how many uniforms keep the product above e^-mean. */
static long poisson(run *r, double mean) {
    long total = 0;
    while (mean > 0) {
        double piece = mean > 16 ? 16 : mean, least = exp(-piece), product = uniform(r);
        for (; product > least; product *= uniform(r))
            total++;
        mean -= piece;
    }
    return total;
}

static int pick(run *r, const double *weight, int n, double total) {
    double left = uniform(r) * total;
    int last = 0;
    for (int i = 0; i < n; i++) {
        if (weight[i] <= 0)
            continue;
        last = i;
        if (left < weight[i])
            return i;
        left -= weight[i];
    }
    return last; /* rounding only */
}

/* ---------- files ---------- */

/* NULL when there is no such file. One byte more than needed is left for the end of the last cell. */
static char *file_text(run *r, const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f)
        return NULL;
    size_t n = 0, room = 4096, got;
    char *text = grow(r, NULL, room + 2);
    while ((got = fread(text + n, 1, room - n, f)) > 0) {
        n += got;
        if (n == room)
            text = grow(r, text, (room *= 2) + 2);
    }
    fclose(f);
    text[n] = '\0';
    return text;
}

/* One row in place, as Python's csv reads it: a quote means something only at the start of a cell. */
static char *read_row(run *r, char *p, row *out) {
    int room = 0;
    out->n = 0;
    out->cell = NULL;
    for (char end = ','; end == ',';) {
        char *cell = p, *w = p;
        bool quoted = *p == '"';
        if (quoted)
            p++;
        while (*p && (quoted || (*p != ',' && *p != '\n' && *p != '\r'))) {
            if (quoted && *p == '"') {
                quoted = p[1] == '"';
                if (quoted)
                    *w++ = '"';
                p += quoted ? 2 : 1;
            } else
                *w++ = *p++;
        }
        end = *p;
        if (end == '\r' && p[1] == '\n')
            p++;
        if (end)
            p++;
        *w = '\0';
        out->cell = one_more(r, out->cell, out->n, &room, sizeof *out->cell);
        out->cell[out->n++] = cell;
    }
    if (out->n == 1 && !out->cell[0][0])
        out->n = 0;
    return p;
}

/* All rows that are not empty; those that begin with # too, for they can be headers. */
static bool read_table(run *r, const char *path, table *out) {
    char *p = file_text(r, path);
    int room = 0;
    out->n = 0;
    out->rows = NULL;
    if (!p)
        return false;
    while (*p) {
        out->rows = one_more(r, out->rows, out->n, &room, sizeof *out->rows);
        p = read_row(r, p, &out->rows[out->n]);
        if (out->rows[out->n].n > 0)
            out->n++;
    }
    return true;
}

static void need_table(run *r, const char *path, table *out) {
    if (!read_table(r, path, out))
        fail(r, "cannot read %s", path);
}

static bool is_note(const row *w) { return w->cell[0][0] == '#'; }

static char *cell(run *r, const row *w, int at, const char *file) {
    if (at >= w->n)
        fail(r, "%s: a row that begins with '%s' has no cell %d", file, w->cell[0], at + 1);
    return w->cell[at];
}

/* The extra cell of a row named in the header, or NULL. The last column of a name wins, as in a Python dict. */
static const char *extra(const row *w, const row *header, int first, const char *name) {
    if (header)
        for (int c = header->n - 1; c >= first; c--)
            if (c < w->n && strcmp(header->cell[c], name) == 0)
                return w->cell[c];
    return NULL;
}

static const row *header_of(const table *t, int more_than) {
    for (int i = 0; i < t->n; i++)
        if (is_note(&t->rows[i]) && t->rows[i].n > more_than)
            return &t->rows[i];
    return NULL;
}

/* ---------- settings ---------- */

/* A # that follows a blank or begins the line, outside quotes, begins a comment. */
static void cut_comment(char *line) {
    char quote = 0;
    for (char *p = line; *p; p++) {
        if (quote)
            quote = *p == quote ? 0 : quote;
        else if (*p == '"' || *p == '\'')
            quote = *p;
        else if (*p == '#' && (p == line || blank_sign(p[-1]))) {
            *p = '\0';
            return;
        }
    }
}

static char *unquoted(char *text) {
    size_t n = strlen(text);
    if (n >= 2 && (text[0] == '"' || text[0] == '\'') && text[n - 1] == text[0]) {
        text[n - 1] = '\0';
        return text + 1;
    }
    return text;
}

/* Sections by indentation, `key: value`, inline lists, and lists of "- item" lines, which become inline ones. */
static void read_yaml(run *r, char *text) {
    enum { DEEPEST = 8 };
    int indents[DEEPEST], depth = 0, room = 0;
    char *names[DEEPEST];
    for (char *line = text, *next; line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        cut_comment(line);
        int indent = (int)strspn(line, " ");
        char *body = trimmed(line);
        if (!*body || strcmp(body, "---") == 0)
            continue;
        if (body[0] == '-' && (body[1] == ' ' || !body[1]) && r->nentries > 0) {
            entry *e = &r->entries[r->nentries - 1];
            e->value = joined(r, e->value, *e->value ? "," : "", trimmed(body + 1));
            continue;
        }
        char *colon = strchr(body, ':');
        if (!colon)
            fail(r, "settings: cannot read '%s'", body);
        *colon = '\0';
        while (depth > 0 && indents[depth - 1] >= indent)
            depth--;
        if (depth == DEEPEST)
            fail(r, "settings: too deep at '%s'", body);
        char *name = unquoted(trimmed(body));
        names[depth] = depth ? joined(r, names[depth - 1], ".", name) : name;
        indents[depth] = indent;
        r->entries = one_more(r, r->entries, r->nentries, &room, sizeof *r->entries);
        r->entries[r->nentries++] = (entry){names[depth++], unquoted(trimmed(colon + 1))};
    }
}

/* The last of equal keys counts. */
static const entry *setting(const run *r, const char *key) {
    for (int i = r->nentries - 1; i >= 0; i--)
        if (strcmp(r->entries[i].key, key) == 0)
            return &r->entries[i];
    return NULL;
}

static char *text_setting(const run *r, const char *key, char *otherwise) {
    const entry *e = setting(r, key);
    return e && *e->value ? e->value : otherwise;
}

static double real_setting(run *r, const char *key, double otherwise) {
    const char *text = text_setting(r, key, NULL);
    return text ? real_in(r, text, key) : otherwise;
}

static int whole_setting(run *r, const char *key, int otherwise) { return (int)trunc(real_setting(r, key, otherwise)); }

static bool flag_setting(run *r, const char *key, bool otherwise) {
    static const char *const words[] = {"false", "False", "FALSE", "no",  "No",  "NO",  "off", "Off", "OFF",
                                        "true",  "True",  "TRUE",  "yes", "Yes", "YES", "on",  "On",  "ON"};
    const char *text = text_setting(r, key, NULL);
    if (!text)
        return otherwise;
    for (int i = 0; i < 18; i++)
        if (strcmp(text, words[i]) == 0)
            return i >= 9;
    return real_in(r, text, key) < 0 || real_in(r, text, key) > 0;
}

static reals list_setting(run *r, const char *key) {
    reals list = {0, NULL};
    char *text = text_setting(r, key, NULL);
    if (!text || strcmp(text, "null") == 0 || strcmp(text, "None") == 0)
        return list;
    list.v = make(r, strlen(text) + 1, sizeof *list.v);
    text = joined(r, text, "", "");
    for (char *item = text, *next; item; item = next) {
        next = strchr(item, ',');
        if (next)
            *next++ = '\0';
        item += strspn(item, " [");
        item[strcspn(item, "]")] = '\0';
        if (has_text(item))
            list.v[list.n++] = real_in(r, item, key);
    }
    return list;
}

static void refuse(run *r) {
    static const char *const flags[] = {"spawn_rules.camps_are_sicks",
                                        "spawn_rules.read_from_agents_csv_file",
                                        "spawn_rules.starvation_driven_spawning",
                                        "move_rules.flee_when_starving",
                                        "move_rules.avoid_food_deprived_locations",
                                        "move_rules.flood_rules.flood_forecaster"};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (flag_setting(r, flags[i], false))
            fail(r, "%s is not covered by the oracle", flags[i]);
    if (list_setting(r, "move_rules.harvest_months").n > 0)
        fail(r, "move_rules.harvest_months is not covered by the oracle");
}

static void set_spawning(run *r, settings *s) {
    static const double shares[] = {0, 0.1, 0.2, 0.5, 0.9}, counts[] = {0, 100, 200, 300, 500};
    static char constant[] = "constant", pop_ratio[] = "pop_ratio";
    s->take_from_population = flag_setting(r, "spawn_rules.take_from_population", false);
    s->insert_day0 = flag_setting(r, "spawn_rules.insert_day0", true);
    s->empty_day0 = flag_setting(r, "spawn_rules.empty_camps_on_day0", false);
    s->conflict_zone_only = flag_setting(r, "spawn_rules.conflict_zone_spawning_only", true);
    s->sum_from_camps = flag_setting(r, "spawn_rules.sum_from_camps", true);
    s->spawn_decay = list_setting(r, "spawn_rules.conflict_spawn_decay");
    s->decay_interval = whole_setting(r, "spawn_rules.conflict_spawn_decay_interval", 30);
    bool flood_only = flag_setting(r, "spawn_rules.flood_zone_spawning_only", false);
    if (flood_only && s->conflict_zone_only)
        fail(r, "conflict_zone_spawning_only and flood_zone_spawning_only are both on");
    s->conflict_driven = !flood_only && setting(r, "spawn_rules.conflict_driven_spawning");
    s->flood_driven = flood_only && s->take_from_population && setting(r, "spawn_rules.flood_driven_spawn_mode");
    if (s->conflict_driven) {
        s->spawn_mode = text_setting(r, "spawn_rules.conflict_driven_spawning.spawn_mode", constant);
        const char *key = "spawn_rules.conflict_driven_spawning.displaced_per_conflict_day";
        bool ratio = strcmp(s->spawn_mode, "pop_ratio") == 0;
        s->per_conflict_day = ratio ? real_setting(r, key, 0.01) : whole_setting(r, key, 500);
    }
    if (s->flood_driven) {
        s->spawn_mode = text_setting(r, "spawn_rules.flood_driven_spawn_mode.spawn_mode", pop_ratio);
        s->per_flood_day = list_setting(r, "spawn_rules.flood_driven_spawn_mode.displaced_per_flood_day");
        if (s->per_flood_day.n == 0) {
            s->per_flood_day.v = make(r, 5, sizeof(double));
            s->per_flood_day.n = 5;
            memcpy(s->per_flood_day.v, strcmp(s->spawn_mode, "pop_ratio") == 0 ? shares : counts, sizeof shares);
        }
    }
    if (s->spawn_mode && strcmp(s->spawn_mode, "constant") != 0 && strcmp(s->spawn_mode, "pop_ratio") != 0 &&
        strcmp(s->spawn_mode, "poisson") != 0)
        fail(r, "unknown spawn_mode %s", s->spawn_mode);
}

static void set_moving(run *r, settings *s) {
    s->max_move_speed = real_setting(r, "move_rules.max_move_speed", 360);
    s->max_walk_speed = real_setting(r, "move_rules.max_walk_speed", 35);
    s->foreign_weight = real_setting(r, "move_rules.foreign_weight", 1);
    s->camp_weight = real_setting(r, "move_rules.camp_weight", 1);
    s->conflict_weight = real_setting(r, "move_rules.conflict_weight", 1 / sqrt(10));
    s->conflict_movechance = real_setting(r, "move_rules.conflict_movechance", 1);
    s->camp_movechance = real_setting(r, "move_rules.camp_movechance", 0.001);
    s->idpcamp_movechance = real_setting(r, "move_rules.idpcamp_movechance", 0.1);
    s->default_movechance = real_setting(r, "move_rules.default_movechance", 0.3);
    s->awareness = whole_setting(r, "move_rules.awareness_level", 1);
    s->capacity_buffer = real_setting(r, "move_rules.capacity_buffer", 0.9);
    s->capacity_scaling = real_setting(r, "move_rules.capacity_scaling", 1);
    s->avoid_short_stints = flag_setting(r, "move_rules.avoid_short_stints", false);
    s->start_on_foot = flag_setting(r, "move_rules.start_on_foot", false);
    if (flag_setting(r, "move_rules.use_v1_rules", false)) {
        s->max_move_speed = 200;
        s->start_on_foot = s->avoid_short_stints = false;
        s->camp_weight = 2;
        s->conflict_weight = 0.25;
    }
    s->flood_rules = setting(r, "move_rules.flood_rules");
    s->flood_movechances = list_setting(r, "move_rules.flood_rules.flood_movechances");
    s->flood_loc_weights = list_setting(r, "move_rules.flood_rules.flood_loc_weights");
}

static void set_choosing(run *r, settings *s) {
    s->softening = real_setting(r, "move_rules.softening", 10);
    s->weight_softening = real_setting(r, "move_rules.weight_softening", 0);
    s->weight_power = real_setting(r, "move_rules.weight_power", 1);
    s->distance_power = real_setting(r, "move_rules.distance_power", 1);
    s->stay_close_to_home = flag_setting(r, "move_rules.stay_close_to_home", false);
    s->home_distance_power = real_setting(r, "move_rules.home_distance_power", 0.5);
    s->use_pop = flag_setting(r, "move_rules.use_pop_for_loc_weight", false);
    s->pop_power = real_setting(r, "move_rules.pop_power_for_loc_weight", 0.1);
    s->pop_base = real_setting(r, "move_rules.movechance_pop_base", 10000);
    s->pop_factor = real_setting(r, "move_rules.movechance_pop_scale_factor", 0);
    s->pruning = real_setting(r, "move_rules.pruning_threshold", 1);
    s->women_avoid = flag_setting(r, "move_rules.WomenAvoidHazards", false);
    s->children_avoid = flag_setting(r, "move_rules.ChildrenAvoidHazards", false);
    s->elderly_avoid = flag_setting(r, "move_rules.ElderlyAvoidHazards", false);
    s->boys_risk = flag_setting(r, "move_rules.BoysTakeRisk", false);
    s->camp_religion = flag_setting(r, "move_rules.MatchCampReligion", false);
    s->camp_ethnicity = flag_setting(r, "move_rules.MatchCampEthnicity", false);
    s->town_ethnicity = flag_setting(r, "move_rules.MatchTownEthnicity", false);
    s->conflict_ethnicity = flag_setting(r, "move_rules.MatchConflictEthnicity", false);
    s->religion_fraction = real_setting(r, "move_rules.avg_religion_fraction", 0.25);
    s->fixed_routes = flag_setting(r, "move_rules.fixed_routes", false);
    s->economic_pull = flag_setting(r, "move_rules.use_economic_pull", false);
}

static void load_settings(run *r) {
    if (r->in->settings) {
        char *text = file_text(r, r->in->settings);
        if (!text)
            fail(r, "cannot read %s", r->in->settings);
        read_yaml(r, text);
    }
    refuse(r);
    set_spawning(r, &r->set);
    set_moving(r, &r->set);
    set_choosing(r, &r->set);
    r->set.intensity_of_changes = whole_setting(r, "default_conflict_intensity", 1);
    r->set.hasten = whole_setting(r, "optimisations.hasten", 1);
    if (r->set.hasten < 1 || r->set.decay_interval < 1)
        fail(r, "hasten and conflict_spawn_decay_interval must be 1 or more");
}

/* ---------- dates ---------- */

/* Days from a fixed day long ago, by the rules of the Gregorian calendar; years begin in March for the sum. */
static long day_number(run *r, const char *text) {
    int y, m, d, used = 0;
    if (sscanf(text, " %d-%d-%d%n", &y, &m, &d, &used) != 3 || has_text(text + used) || m < 1 || m > 12 || d < 1 ||
        d > 31)
        fail(r, "'%s' is not a date", text);
    if (m < 3) {
        m += 12;
        y--;
    }
    return 365L * y + y / 4 - y / 100 + y / 400 + (153 * (m - 3) + 2) / 5 + d;
}

static void load_period(run *r) {
    table t;
    read_table(r, joined(r, r->in->input_dir, "/", "sim_period.csv"), &t);
    for (int i = 0; i < t.n; i++) {
        char key[16];
        size_t n = strlen(t.rows[i].cell[0]);
        if (is_note(&t.rows[i]) || n >= sizeof key)
            continue;
        for (size_t c = 0; c <= n; c++) {
            char letter = t.rows[i].cell[0][c];
            key[c] = (char)(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
        }
        if (strcmp(key, "startdate") == 0) {
            r->start_date = day_number(r, cell(r, &t.rows[i], 1, "sim_period.csv"));
            r->dated = true;
        } else if (strcmp(key, "length") == 0)
            r->length = whole_in(r, cell(r, &t.rows[i], 1, "sim_period.csv"), "Length");
    }
    if (r->in->days > 0)
        r->length = r->in->days;
    if (r->length < 1)
        fail(r, "no number of days");
    if (!r->dated && r->in->validation_dir)
        fail(r, "no StartDate in sim_period.csv");
}

/* ---------- places ---------- */

static int find_place(const run *r, const char *name) {
    for (int i = 0; i < r->nplaces; i++)
        if (strcmp(r->places[i].name, name) == 0)
            return i;
    return -1;
}

static int need_place(run *r, const char *name, const char *file) {
    int at = find_place(r, name);
    if (at < 0)
        fail(r, "%s: no place is called '%s'", file, name);
    return at;
}

static bool contains(const char *text, const char *word) {
    for (; *text; text++) {
        size_t i = 0;
        while (word[i] && (text[i] >= 'A' && text[i] <= 'Z' ? text[i] - 'A' + 'a' : text[i]) == word[i])
            i++;
        if (!word[i])
            return true;
    }
    return false;
}

static void clear_flags(place *p) {
    p->camp = p->idpcamp = p->town = p->forward = p->marker = p->flood_zone = false;
    p->conflict = -1;
}

/* The rules of section 1. The caller has cleared the flags; a type that no rule knows keeps the chance. */
static void set_type(const settings *s, place *p, const char *type, double intensity) {
    if (contains(type, "camp")) {
        p->camp = true;
        p->idpcamp = contains(type, "idp");
        p->movechance = p->idpcamp ? s->idpcamp_movechance : s->camp_movechance;
    } else if (contains(type, "conflict")) {
        p->movechance = s->conflict_movechance;
        p->conflict = intensity;
    } else if (contains(type, "forward")) {
        p->movechance = 1;
        p->forward = true;
    } else if (contains(type, "marker")) {
        p->movechance = 1;
        p->marker = true;
    } else if (contains(type, "flood_zone")) {
        p->movechance = s->default_movechance;
        p->flood_zone = true;
    } else if (contains(type, "default") || contains(type, "town")) {
        p->movechance = s->default_movechance;
        p->town = true;
    }
    if (p->movechance < 0.005 && !p->camp && !p->flood_zone) {
        p->camp = true;
        p->town = false;
    }
}

/* The extra columns that change something, other than the intensity of a conflict. */
static void read_extras(run *r, place *p, const row *w, const row *header) {
    const char *text;
    if ((text = extra(w, header, 8, "capacity_per_day")))
        p->capacity_per_day = whole_in(r, text, "capacity_per_day");
    if ((text = extra(w, header, 8, "initial_idps")) && (p->camp || r->set.flood_driven))
        p->initial_idps = whole_in(r, text, "initial_idps");
    if (!r->set.economic_pull || !p->foreign)
        return;
    const char *trade = extra(w, header, 8, "trade_volume"), *hdi = extra(w, header, 8, "hdi");
    if (!trade || !hdi)
        fail(r, "locations.csv: %s needs trade_volume and hdi", p->name);
    p->trade_volume = real_in(r, trade, "trade_volume");
    p->hdi = real_in(r, hdi, "hdi");
}

static void read_place(run *r, place *p, const row *w, const row *header) {
    static char unknown[] = "unknown";
    const char *file = "locations.csv", *type = cell(r, w, 5, file), *pop = cell(r, w, 7, file);
    p->name = w->cell[0];
    p->country = w->cell[2][0] ? w->cell[2] : unknown;
    p->x = has_text(w->cell[3]) ? real_in(r, w->cell[3], file) : 0;
    p->y = has_text(w->cell[4]) ? real_in(r, w->cell[4], file) : 0;
    int count = floor_div(has_text(pop) ? whole_in(r, pop, file) : 0, r->set.hasten);
    bool camp = contains(type, "camp");
    p->capacity = camp ? count : -1;
    p->pop = camp ? 0 : count;
    p->foreign = strcmp(p->country, r->places[0].country) != 0;
    p->time_of_conflict = -1;
    p->movechance = 1;
    p->score = 1;
    if (contains(type, "conflict") && whole_in(r, w->cell[6], "conflict_date") > 0)
        type = "town";
    const char *intensity = contains(type, "conflict") ? extra(w, header, 8, "conflict_intensity") : NULL;
    clear_flags(p);
    set_type(&r->set, p, type, intensity ? real_in(r, intensity, "conflict_intensity") : 1);
    read_extras(r, p, w, header);
}

static void load_places(run *r) {
    table t;
    need_table(r, joined(r, r->in->input_dir, "/", "locations.csv"), &t);
    const row *header = header_of(&t, 8);
    r->places = make(r, (size_t)t.n, sizeof *r->places);
    for (int i = 0; i < t.n; i++)
        if (!is_note(&t.rows[i]))
            read_place(r, &r->places[r->nplaces++], &t.rows[i], header);
    if (r->nplaces == 0)
        fail(r, "locations.csv has no place");
}

/* ---------- links ---------- */

static int new_link(run *r, link l) {
    r->links = one_more(r, r->links, r->nlinks, &r->links_room, sizeof *r->links);
    l.people = 0;
    l.closed = false;
    r->links[r->nlinks] = l;
    return r->nlinks++;
}

static void link_both_ways(run *r, int a, int b, link like) {
    like.start = a;
    like.end = b;
    push(r, &r->places[a].links, new_link(r, like));
    like.start = b;
    like.end = a;
    push(r, &r->places[b].links, new_link(r, like));
}

static double link_extra(run *r, const row *w, const row *header, const char *name) {
    const char *text = extra(w, header, 4, name);
    return text && has_text(text) ? real_in(r, text, name) : -1;
}

/* The flag of forced redirection moves nobody; what it changes is the number of links (1) and their order (2). */
static void load_links(run *r) {
    const char *file = "routes.csv";
    table t;
    need_table(r, joined(r, r->in->input_dir, "/", file), &t);
    const row *header = header_of(&t, 4);
    for (int i = 0; i < t.n; i++) {
        const row *w = &t.rows[i];
        if (is_note(w))
            continue;
        int a = need_place(r, w->cell[0], file), b = need_place(r, cell(r, w, 1, file), file);
        link like = {.distance = real_in(r, cell(r, w, 2, file), "distance"),
                     .max_move_speed = link_extra(r, w, header, "max_move_speed"),
                     .walk_probability = link_extra(r, w, header, "walk_probability")};
        int forced = w->n > 3 && has_text(w->cell[3]) ? whole_in(r, w->cell[3], "forced_redirection") : 0;
        link_both_ways(r, forced == 2 ? b : a, forced == 2 ? a : b, like);
        if (forced == 1)
            link_both_ways(r, a, b, like);
    }
}

static void keep_major(run *r, const row *w, bool backwards) {
    ints *m = &r->majors[r->nmajors];
    for (int i = 0; i < w->n; i++) {
        const char *name = w->cell[backwards ? w->n - 1 - i : i];
        if (has_text(name))
            push(r, m, need_place(r, name, "major_routes.csv"));
    }
    if (m->n < 2)
        fail(r, "major_routes.csv: a route needs two places");
    push(r, &r->places[m->v[0]].majors, r->nmajors++);
}

static void load_majors(run *r) {
    table t;
    if (!r->set.fixed_routes || !read_table(r, joined(r, r->in->input_dir, "/", "major_routes.csv"), &t))
        return;
    r->majors = make(r, (size_t)t.n * 2, sizeof *r->majors);
    for (int i = 0; i < t.n; i++)
        if (!is_note(&t.rows[i])) {
            keep_major(r, &t.rows[i], false);
            keep_major(r, &t.rows[i], true);
        }
}

/* ---------- calendars ---------- */

static void load_closures(run *r) {
    const char *file = "closures.csv";
    table t;
    read_table(r, joined(r, r->in->input_dir, "/", file), &t);
    r->closures = make(r, (size_t)t.n, sizeof *r->closures);
    for (int i = 0; i < t.n; i++)
        if (!is_note(&t.rows[i])) {
            int end = whole_in(r, cell(r, &t.rows[i], 4, file), file);
            char **c = t.rows[i].cell;
            r->closures[r->nclosures++] = (closure){c[0], c[1], c[2], whole_in(r, c[3], file), end};
        }
}

static void load_changes(run *r) {
    const char *file = "location_changes.csv"; /* of the current directory, as Flee has it */
    table t;
    read_table(r, file, &t);
    r->changes = make(r, (size_t)t.n, sizeof *r->changes);
    for (int i = 0; i < t.n; i++)
        if (!is_note(&t.rows[i])) {
            int day = whole_in(r, cell(r, &t.rows[i], 2, file), file);
            need_place(r, t.rows[i].cell[0], file);
            r->changes[r->nchanges++] = (change){t.rows[i].cell[0], t.rows[i].cell[1], day};
        }
}

static void load_calendar(run *r, const char *file, calendar *c) {
    table t;
    need_table(r, joined(r, r->in->input_dir, "/", file), &t);
    if (t.n == 0)
        fail(r, "%s is empty", file);
    c->ncolumns = t.rows[0].n;
    c->place = make(r, (size_t)c->ncolumns, sizeof *c->place);
    for (int k = 0; k < c->ncolumns; k++)
        c->place[k] = k == 0 ? -1 : find_place(r, trimmed(t.rows[0].cell[k]));
    c->rows.rows = make(r, (size_t)t.n, sizeof *c->rows.rows);
    for (int i = 1; i < t.n; i++)
        if (!is_note(&t.rows[i]))
            c->rows.rows[c->rows.n++] = t.rows[i];
}

/* Rows are found by position; the cell that names the day is never read. */
static double on_day(run *r, const calendar *c, int day, int column, const char *file) {
    if (day >= c->rows.n)
        fail(r, "%s has no row for day %d", file, day);
    return real_in(r, cell(r, &c->rows.rows[day], column, file), file);
}

static void load_calendars(run *r) {
    load_closures(r);
    load_changes(r);
    if (r->set.flood_rules)
        load_calendar(r, "flood_level.csv", &r->floods);
    else
        load_calendar(r, "conflicts.csv", &r->conflicts);
}

/* ---------- traits of people ---------- */

static int column_called(const row *header, const char *name) {
    for (int c = 0; c < header->n; c++)
        if (strcmp(header->cell[c], name) == 0)
            return c;
    return -1;
}

static void read_trait(run *r, trait *d, const char *file) {
    table t;
    need_table(r, joined(r, r->in->input_dir, "/", file), &t);
    int values = t.n > 0 ? column_called(&t.rows[0], d->name) : -1;
    if (values < 0)
        fail(r, "%s has no column %s", file, d->name);
    d->nvalues = t.n - 1;
    d->ncolumns = r->nplaces + 1;
    d->value = make(r, (size_t)t.n, sizeof *d->value);
    d->number = make(r, (size_t)t.n, sizeof *d->number);
    d->weight = make(r, (size_t)d->ncolumns, sizeof *d->weight);
    for (int v = 0; v < d->nvalues; v++) {
        char *end;
        d->value[v] = cell(r, &t.rows[v + 1], values, file);
        d->number[v] = strtod(d->value[v], &end);
        if (end == d->value[v] || has_text(end))
            d->number[v] = NAN;
    }
    for (int p = 0; p < d->ncolumns; p++) {
        int c = column_called(&t.rows[0], p < r->nplaces ? r->places[p].name : "Default");
        if (c < 0)
            continue;
        d->weight[p] = make(r, (size_t)d->nvalues, sizeof **d->weight);
        for (int v = 0; v < d->nvalues; v++)
            d->weight[p][v] = real_in(r, cell(r, &t.rows[v + 1], c, file), file);
    }
    d->matched = strcmp(d->name, "ethnicity") == 0 || strcmp(d->name, "religion") == 0;
    d->count = make(r, (size_t)r->nplaces * (size_t)t.n, sizeof *d->count);
}

static int trait_called(const run *r, const char *name) {
    for (int i = 0; i < r->ntraits; i++)
        if (strcmp(r->traits[i].name, name) == 0)
            return i;
    return -1;
}

static int by_name(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* Names of the files demographics_*.csv, sorted so that a run does not depend on the file system. */
static int trait_files(run *r, char ***files) {
    DIR *dir = opendir(r->in->input_dir);
    int n = 0, room = 0;
    char **names = NULL;
    if (!dir)
        fail(r, "cannot open %s", r->in->input_dir);
    for (struct dirent *e; (e = readdir(dir));) {
        size_t size = strlen(e->d_name);
        if (strncmp(e->d_name, "demographics_", 13) != 0 || size < 18 || strcmp(e->d_name + size - 4, ".csv") != 0)
            continue;
        names = one_more(r, names, n, &room, sizeof *names);
        names[n++] = joined(r, e->d_name, "", "");
    }
    closedir(dir);
    if (n > 0)
        qsort(names, (size_t)n, sizeof *names, by_name);
    *files = names;
    return n;
}

static void load_traits(run *r) {
    char **files;
    int n = trait_files(r, &files);
    r->traits = make(r, (size_t)n, sizeof *r->traits);
    for (int i = 0; i < n; i++) {
        char *name = joined(r, files[i] + 13, "", "");
        name[strcspn(name, "_.")] = '\0';
        if (trait_called(r, name) >= 0)
            fail(r, "two demographics files for %s", name);
        r->traits[r->ntraits].name = name;
        read_trait(r, &r->traits[r->ntraits++], files[i]);
    }
    r->gender = trait_called(r, "gender");
    r->age = trait_called(r, "age");
    r->ethnicity = trait_called(r, "ethnicity");
    r->religion = trait_called(r, "religion");
}

/* ---------- source data ---------- */

static source read_source(run *r, const char *file) {
    table t;
    source s = {0};
    need_table(r, joined(r, r->in->validation_dir, "/", file), &t);
    s.day = make(r, (size_t)t.n, sizeof *s.day);
    s.count = make(r, (size_t)t.n, sizeof *s.count);
    for (int i = 0; i < t.n; i++) {
        const row *w = &t.rows[i];
        const char *first = w->cell[0];
        if (i == 0 && (strcmp(first, "DateTime") == 0 || strcmp(first, "Date") == 0 || !has_text(first)))
            continue;
        if (is_note(w) || w->n < 2 || !has_text(w->cell[1]))
            continue;
        s.day[s.n] = (int)(day_number(r, first) - r->start_date);
        s.count[s.n++] = real_in(r, w->cell[1], file) / r->set.hasten;
    }
    if (s.n == 0)
        fail(r, "%s has no rows", file);
    return s;
}

/* The sum of two files as Flee forms it (5.1): exact only where both have the same dates. */
static source sum_of(run *r, source a, source b) {
    source s = {0};
    s.day = make(r, (size_t)(a.n + b.n), sizeof *s.day);
    s.count = make(r, (size_t)(a.n + b.n), sizeof *s.count);
    int i = 0;
    double matched = 0;
    for (int k = 0; k < b.n; k++) {
        for (; i < a.n && a.day[i] < b.day[k]; i++) {
            s.day[s.n] = a.day[i];
            s.count[s.n++] = a.count[i] + matched;
        }
        s.day[s.n] = b.day[k];
        s.count[s.n++] = b.count[k] + a.count[i < a.n ? i : a.n - 1];
        if (i < a.n && a.day[i] == b.day[k]) {
            matched = b.count[k];
            i++;
        }
    }
    return s;
}

static int source_called(const run *r, const char *name) {
    for (int i = 0; i < r->nsources; i++)
        if (strcmp(r->sources[i].name, name) == 0)
            return i;
    return -1;
}

static void correct(run *r, source *s, long day) {
    if (day < 0)
        return;
    int k = 0;
    while (k < s->n && s->day[k] != day)
        k++;
    if (k == s->n)
        fail(r, "registration_corrections.csv: %s has no row on that date", s->name);
    if (k > 0 && fabs(s->count[k - 1]) <= 0)
        fail(r, "registration_corrections.csv: %s had nobody before", s->name);
    double factor = k > 0 ? s->count[k] / s->count[k - 1] : 1;
    for (int i = 0; i < k; i++)
        s->count[i] *= factor;
}

static void load_corrections(run *r) {
    const char *file = "registration_corrections.csv";
    table t;
    read_table(r, joined(r, r->in->input_dir, "/", file), &t);
    for (int i = 0; i < t.n; i++) {
        if (is_note(&t.rows[i]))
            continue;
        int at = source_called(r, t.rows[i].cell[0]);
        if (at < 0)
            fail(r, "%s: no data for %s", file, t.rows[i].cell[0]);
        correct(r, &r->sources[at], day_number(r, cell(r, &t.rows[i], 1, file)) - r->start_date);
    }
}

static void load_sources(run *r) {
    table t;
    r->source_of = make(r, (size_t)r->nplaces, sizeof *r->source_of);
    if (!r->in->validation_dir) {
        if (!r->set.conflict_driven && !r->set.flood_driven)
            fail(r, "spawning by data needs a validation folder");
        memset(r->source_of, 0xff, (size_t)r->nplaces * sizeof *r->source_of);
        return;
    }
    need_table(r, joined(r, r->in->validation_dir, "/", "data_layout.csv"), &t);
    r->sources = make(r, (size_t)t.n, sizeof *r->sources);
    for (int i = 0; i < t.n; i++) {
        const row *w = &t.rows[i];
        if (is_note(w))
            continue;
        source s = read_source(r, cell(r, w, 1, "data_layout.csv"));
        for (int c = 2; c < w->n; c++)
            if (has_text(w->cell[c]))
                s = sum_of(r, s, read_source(r, w->cell[c]));
        s.name = w->cell[0];
        r->sources[r->nsources++] = s;
    }
    if (r->nsources == 0 || strcmp(r->sources[0].name, "total") != 0)
        fail(r, "data_layout.csv must begin with total");
    for (int p = 0; p < r->nplaces; p++) {
        r->source_of[p] = source_called(r, r->places[p].name);
        if (r->source_of[p] < 0 && (r->places[p].camp || r->set.flood_driven))
            fail(r, "data_layout.csv has no row for %s", r->places[p].name);
    }
    load_corrections(r);
}

/* The count on a day, minus that of day 0 once Flee has kept it. */
static double data_on(const source *s, int day) {
    double value = s->count[s->n - 1];
    if (day < s->day[0])
        value = s->count[0];
    else
        for (int i = 1; i < s->n; i++)
            if (day < s->day[i]) {
                int span = s->day[i] - s->day[i - 1];
                value = s->count[i - 1] + (s->count[i] - s->count[i - 1]) * (day - s->day[i - 1]) / span;
                break;
            }
    return trunc(value) - s->day0;
}

static double data_at(const run *r, int at, int day) {
    return r->source_of[at] >= 0 ? data_on(&r->sources[r->source_of[at]], day) : 0;
}

/* How many more people there are today than yesterday. On day 0 the total is counted on top of its own parts (5.3). */
static double difference(run *r) {
    double sum = 0;
    bool parts = r->set.sum_from_camps;
    if (r->day > 0) {
        int first = parts ? 1 : 0, last = parts ? r->nsources : 1;
        for (int i = first; i < last; i++)
            sum += data_on(&r->sources[i], r->day) - data_on(&r->sources[i], r->day - 1);
        return sum;
    }
    for (int i = 0; i < (parts ? r->nsources : 1); i++)
        sum += data_on(&r->sources[i], 0);
    if (!r->set.empty_day0)
        return sum;
    for (int i = 0; i < r->nsources; i++)
        r->sources[i].day0 = data_on(&r->sources[i], 0);
    return 0;
}

/* ---------- lists by level, decay ---------- */

/* Levels are whole numbers, so the interpolation is an entry; the last one cannot be reached (4.2). */
static double at_level(run *r, const reals *list, int level, const char *name) {
    if (level < 0 || level >= list->n - 1)
        fail(r, "%s has no entry that can be used for flood level %d", name, level);
    return list->v[level];
}

static double flood_weight(run *r, int level) {
    return at_level(r, &r->set.flood_loc_weights, level, "flood_loc_weights");
}

static double decay(const run *r, const place *p) {
    const reals *list = &r->set.spawn_decay;
    if (list->n == 0)
        return 1;
    int step = floor_div(r->day - p->time_of_conflict, r->set.decay_interval);
    return list->v[step < list->n - 1 ? step : list->n - 1];
}

/* pow() where it is needed; the two common powers are exact without it. */
static double power(double x, double e) {
    if (e == 1)
        return x;
    return e == 0 ? 1 : pow(x, e);
}

/* ---------- changes of the day ---------- */

static void set_spawn_weights(run *r) {
    for (int i = 0; i < r->nplaces; i++) {
        const place *p = &r->places[i];
        bool none = r->set.conflict_driven || p->conflict <= 0;
        r->spawn_weight[i] = none ? 0 : p->pop * p->conflict * decay(r, p);
    }
}

static void change_types(run *r) {
    for (int i = 0; i < r->nchanges; i++)
        if (r->changes[i].day == r->day) {
            place *p = &r->places[find_place(r, r->changes[i].name)];
            clear_flags(p);
            set_type(&r->set, p, r->changes[i].type, r->set.intensity_of_changes);
        }
}

static void change_floods(run *r) {
    for (int c = 1; c < r->floods.ncolumns; c++)
        if (r->floods.place[c] >= 0)
            r->places[r->floods.place[c]].flood_level = (int)on_day(r, &r->floods, r->day, c, "flood_level.csv");
}

static void start_conflict(run *r, place *p, double intensity) {
    p->movechance = r->set.conflict_movechance;
    p->conflict = intensity;
    p->town = false;
    p->time_of_conflict = r->day;
    set_spawn_weights(r);
}

static void stop_conflict(run *r, place *p) {
    p->movechance = r->set.default_movechance;
    p->conflict = -1;
    p->town = true;
    set_spawn_weights(r);
}

/* Only crossing the threshold counts; a change between two intensities is not seen (3.1). */
static void change_conflicts(run *r) {
    const double threshold = 1e-6;
    for (int c = 1; c < r->conflicts.ncolumns; c++) {
        if (r->conflicts.place[c] < 0)
            continue;
        place *p = &r->places[r->conflicts.place[c]];
        double now = on_day(r, &r->conflicts, r->day, c, "conflicts.csv");
        if (r->day == 0) {
            if (now > threshold)
                start_conflict(r, p, now);
            continue;
        }
        double before = on_day(r, &r->conflicts, r->day - 1, c, "conflicts.csv");
        if (before < threshold && now >= threshold)
            start_conflict(r, p, now);
        else if (before >= threshold && now < threshold)
            stop_conflict(r, p);
    }
}

/* ---------- closures ---------- */

/* The link goes out of use with the people on it; an empty copy waits to be restored. */
static void park(run *r, int at, int position) {
    int old = r->places[at].links.v[position];
    int copy = new_link(r, r->links[old]);
    r->links[old].closed = true;
    take_out(&r->places[at].links, position);
    push(r, &r->places[at].parked, copy);
}

static void restore(run *r, int at, int position) {
    int copy = r->places[at].parked.v[position];
    take_out(&r->places[at].parked, position);
    push(r, &r->places[at].links, copy);
}

static bool between(const run *r, const link *l, const char *one, const char *other) {
    const char *a = r->places[l->start].country, *b = r->places[l->end].country;
    return (strcmp(a, one) == 0 && strcmp(b, other) == 0) || (strcmp(a, other) == 0 && strcmp(b, one) == 0);
}

static void close_country(run *r, const closure *c, bool closing) {
    for (int p = 0; p < r->nplaces; p++) {
        ints *list = closing ? &r->places[p].links : &r->places[p].parked;
        for (int i = 0; i < list->n;) {
            if (!between(r, &r->links[list->v[i]], c->name1, c->name2))
                i++;
            else if (closing)
                park(r, p, i);
            else
                restore(r, p, i);
        }
    }
}

static void close_place(run *r, int at, bool closing) {
    ints *own = closing ? &r->places[at].links : &r->places[at].parked;
    while (own->n > 0) {
        int other = r->links[own->v[0]].end;
        if (closing)
            park(r, at, 0);
        else
            restore(r, at, 0);
        ints *theirs = closing ? &r->places[other].links : &r->places[other].parked;
        for (int i = 0; i < theirs->n;) {
            if (r->links[theirs->v[i]].end != at)
                i++;
            else if (closing)
                park(r, other, i);
            else
                restore(r, other, i);
        }
    }
}

static void close_camp(run *r, const closure *c, bool closing, bool idp) {
    int at = find_place(r, c->name1);
    place *p = &r->places[at < 0 ? 0 : at]; /* a name that nobody has means the first place */
    p->conflict = -1;
    p->town = closing;
    if (closing) {
        p->camp = p->idpcamp = p->forward = p->marker = p->flood_zone = false;
        p->movechance = r->set.default_movechance;
    } else {
        p->camp = true;
        p->idpcamp = p->idpcamp || idp;
        p->movechance = idp ? r->set.idpcamp_movechance : r->set.camp_movechance;
    }
}

static void apply_closure(run *r, const closure *c, bool closing) {
    if (strcmp(c->type, "country") == 0)
        close_country(r, c, closing);
    else if (strcmp(c->type, "location") == 0) {
        int at = find_place(r, c->name1);
        if (at >= 0)
            close_place(r, at, closing);
    } else if (strcmp(c->type, "camp") == 0 || strcmp(c->type, "idpcamp") == 0)
        close_camp(r, c, closing, strcmp(c->type, "idpcamp") == 0);
    /* "link" does nothing in Flee, and the redirection that the last type switches moves nobody */
}

static void apply_closures(run *r) {
    for (int i = 0; i < r->nclosures; i++) {
        if (r->closures[i].start == r->day)
            apply_closure(r, &r->closures[i], true);
        if (r->closures[i].end == r->day)
            apply_closure(r, &r->closures[i], false);
    }
}

/* ---------- new people ---------- */

static int draw_trait(run *r, const trait *d, int at) {
    const double *weight = d->weight[at] ? d->weight[at] : d->weight[r->nplaces];
    double total = 0;
    for (int v = 0; weight && v < d->nvalues; v++)
        total += weight[v];
    if (!(total > 0))
        fail(r, "no weights of %s for %s", d->name, r->places[at].name);
    return pick(r, weight, d->nvalues, total);
}

static void new_person(run *r, int at) {
    if (r->npeople == r->people_room) {
        r->people_room = r->people_room ? r->people_room * 2 : 1024;
        r->people = grow(r, r->people, (size_t)r->people_room * sizeof *r->people);
        r->trait_of = grow(r, r->trait_of, (size_t)r->people_room * (size_t)(r->ntraits + 1) * sizeof *r->trait_of);
    }
    r->people[r->npeople] = (person){.at = at, .link = -1, .places_travelled = 1};
    for (int i = 0; i < r->ntraits; i++)
        r->trait_of[r->npeople * r->ntraits + i] = draw_trait(r, &r->traits[i], at);
    r->npeople++;
    r->places[at].people++;
}

/* Somebody who leaves home; those who are in camps on day 0 come by new_person() and take from no population. */
static void spawn(run *r, int at) {
    if (r->set.take_from_population && r->places[at].pop > 0)
        r->places[at].pop--;
    new_person(r, at);
}

static void fill_camps(run *r) {
    if (r->set.empty_day0)
        return;
    for (int p = 0; p < r->nplaces; p++) {
        if (!r->places[p].camp && !r->set.flood_driven)
            continue;
        double count = (r->set.insert_day0 ? data_at(r, p, 0) : 0) + r->places[p].initial_idps;
        for (long i = 0; i < (long)count; i++)
            new_person(r, p);
    }
}

static void spawn_by_conflict(run *r) {
    for (int p = 0; p < r->nplaces; p++) {
        const place *here = &r->places[p];
        if (here->conflict <= 0)
            continue;
        double mean = r->set.per_conflict_day * here->conflict;
        if (strcmp(r->set.spawn_mode, "pop_ratio") == 0)
            mean = r->set.per_conflict_day * here->pop * here->conflict;
        long count = strcmp(r->set.spawn_mode, "poisson") == 0 ? poisson(r, mean) : (long)mean;
        for (long i = 0; i < count; i++)
            spawn(r, p);
    }
}

static void spawn_by_flood(run *r) {
    for (int p = 0; p < r->nplaces; p++) {
        int level = r->places[p].flood_level;
        if (level <= 0)
            continue;
        double n = at_level(r, &r->set.per_flood_day, level, "displaced_per_flood_day");
        long count = (long)n;
        if (strcmp(r->set.spawn_mode, "pop_ratio") == 0)
            count = (long)(n * r->places[p].pop);
        else if (strcmp(r->set.spawn_mode, "poisson") == 0)
            count = poisson(r, (double)count);
        for (long i = 0; i < count; i++)
            spawn(r, p);
    }
}

static void spawn_by_data(run *r) {
    double more = difference(r), wanted = more - r->debt, total = 0;
    r->raw += more;
    if (r->day == 0 && r->set.insert_day0) {
        wanted = 0;
        for (int p = 0; p < r->nplaces; p++)
            if (r->places[p].capacity > 0)
                r->places[p].capacity -= (int)data_at(r, p, 0);
    }
    r->debt = wanted < 0 ? -wanted : 0;
    for (int p = 0; p < r->nplaces; p++)
        total += r->spawn_weight[p];
    if (!(total > 0))
        fail(r, "day %d: nowhere to start from, all spawn weights are 0", r->day);
    for (long i = 0; i < (long)wanted; i++)
        spawn(r, pick(r, r->spawn_weight, r->nplaces, total));
}

/* ---------- what places are worth ---------- */

static void set_score(run *r, place *p) {
    double s = 1;
    if (p->foreign) {
        if (r->set.economic_pull)
            s += s * (p->trade_volume + p->hdi * p->hdi);
        s *= r->set.foreign_weight;
    }
    if (p->camp || p->idpcamp)
        s *= r->set.camp_weight;
    if (p->conflict > 0)
        s *= power(r->set.conflict_weight, decay(r, p) * p->conflict);
    if (p->flood_zone && r->set.flood_rules)
        s *= flood_weight(r, p->flood_level);
    p->score = s;
}

/* Capacity multiplier (7.2): 1 with room, 0 when full, a straight line between. */
static double room_in(const run *r, const place *p) {
    double full = p->capacity * r->set.capacity_scaling, buffered = r->set.capacity_buffer * full;
    double n = (double)p->people;
    if (full < 1 || n <= buffered)
        return 1;
    if (n >= full)
        return 0;
    return 1 - (n - buffered) / (full * (1 - r->set.capacity_buffer));
}

/* The files have latitude in x; Flee's helper takes x for the longitude all the same. */
static double great_circle(const place *a, const place *b) {
    const double degree = acos(-1) / 180;
    double sx = sin((b->x - a->x) * degree / 2), sy = sin((b->y - a->y) * degree / 2);
    double h = sy * sy + cos(a->y * degree) * cos(b->y * degree) * sx * sx;
    return 2 * 6371 * asin(sqrt(h < 1 ? h : 1));
}

static int value_of(run *r, long who, int which, const char *name) {
    if (which < 0)
        fail(r, "a rule needs demographics_%s.csv", name);
    return r->trait_of[who * r->ntraits + which];
}

/* The hazard rules square the score (below 1: a stronger aversion), or make the place as good as any. */
static double seen_by(run *r, long who, double base) {
    const settings *s = &r->set;
    bool squared = false;
    double age = 0;
    if (s->children_avoid || s->elderly_avoid)
        age = r->traits[r->age].number[value_of(r, who, r->age, "age")];
    const char *gender = "";
    if (s->women_avoid || (s->children_avoid && s->boys_risk))
        gender = r->traits[r->gender].value[value_of(r, who, r->gender, "gender")];
    if (s->children_avoid && age < 19) {
        base *= base;
        squared = true;
    }
    if (s->children_avoid && s->boys_risk && strcmp(gender, "male") == 0 && age > 14)
        base = 1;
    if (s->elderly_avoid && age > 59) {
        base *= base;
        squared = true;
    }
    if (s->women_avoid && strcmp(gender, "female") == 0 && !squared)
        base *= base;
    return base;
}

/* People like this person at the place this morning, against its population. */
static double likeness(run *r, long who, int which, const char *name, int at) {
    int value = value_of(r, who, which, name);
    double pop = r->places[at].pop < 1 ? 1e8 : r->places[at].pop;
    return (double)r->traits[which].count[at * r->traits[which].nvalues + value] / pop;
}

/* Attractiveness of a place for one person (7.3). */
static double attraction(run *r, long who, int at) {
    const settings *s = &r->set;
    const place *p = &r->places[at];
    double base = p->score;
    if (s->women_avoid || s->children_avoid || s->elderly_avoid)
        base = seen_by(r, who, base);
    if (s->stay_close_to_home)
        base /= power(fmax(1, great_circle(p, &r->places[r->people[who].at])), s->home_distance_power);
    if (s->flood_rules && p->flood_level > 0)
        base *= flood_weight(r, p->flood_level);
    if (p->camp) {
        if (s->camp_ethnicity)
            base *= 10 * likeness(r, who, r->ethnicity, "ethnicity", at);
        if (s->camp_religion)
            base *= likeness(r, who, r->religion, "religion", at) / s->religion_fraction;
        return base;
    }
    if (p->conflict > 0 ? s->conflict_ethnicity : s->town_ethnicity)
        base *= 10 * likeness(r, who, r->ethnicity, "ethnicity", at);
    if (s->use_pop)
        base *= power(fmax(1, p->pop), s->pop_power);
    return base;
}

static void recount(run *r) {
    const settings *s = &r->set;
    if (!s->camp_ethnicity && !s->camp_religion && !s->town_ethnicity && !s->conflict_ethnicity)
        return;
    for (int i = 0; i < r->ntraits; i++) {
        trait *d = &r->traits[i];
        if (!d->matched)
            continue;
        memset(d->count, 0, (size_t)r->nplaces * (size_t)d->nvalues * sizeof *d->count);
        for (long who = 0; who < r->npeople; who++)
            if (r->people[who].link < 0)
                d->count[r->people[who].at * d->nvalues + r->trait_of[who * r->ntraits + i]]++;
    }
}

/* ---------- planning ---------- */

static void keep_candidate(run *r, int end, double distance) {
    r->candidates = one_more(r, r->candidates, r->ncandidates, &r->candidates_room, sizeof *r->candidates);
    r->candidates[r->ncandidates++] = (candidate){end, r->paths.n, r->walk.n - 1, distance, 0};
    for (int i = 1; i < r->walk.n; i++)
        push(r, &r->paths, r->walk.v[i]);
}

static bool on_walk(const run *r, int at) {
    for (int i = 0; i < r->walk.n; i++)
        if (r->walk.v[i] == at)
            return true;
    return false;
}

/* Every path that visits no place twice, as deep as people know; markers are passed and cost no depth. */
static void search(run *r, int depth, double distance) {
    int at = r->walk.v[r->walk.n - 1];
    for (int i = 0; i < r->places[at].links.n; i++) {
        const link *l = &r->links[r->places[at].links.v[i]];
        int end = l->end;
        if (on_walk(r, end))
            continue;
        double so_far = distance + l->distance;
        push(r, &r->walk, end);
        if (r->places[end].marker)
            search(r, depth, so_far);
        else {
            keep_candidate(r, end, so_far);
            if (r->set.awareness > depth)
                search(r, depth + 1, so_far);
        }
        r->walk.n--;
    }
}

static void search_from(run *r, int at) {
    r->ncandidates = r->paths.n = r->walk.n = 0;
    push(r, &r->walk, at);
    search(r, 1, 0);
}

static double path_weight(const settings *s, double attractiveness, double softened, double room) {
    double w = (s->weight_softening + attractiveness) / power(softened, s->distance_power) * room;
    return power(w, s->weight_power);
}

/* Which candidate, with chance by weight; any of them when no weight is above 0. */
static const candidate *choose(run *r, const candidate *c, int n) {
    double total = 0;
    for (int i = 0; i < n; i++)
        total += c[i].weight;
    double left = uniform(r) * (total > 0 ? total : n);
    const candidate *last = &c[0];
    for (int i = 0; i < n; i++) {
        double weight = total > 0 ? c[i].weight : 1;
        if (weight <= 0)
            continue;
        last = &c[i];
        if (left < weight)
            break;
        left -= weight;
    }
    return last;
}

static void prune(run *r) {
    double best = 0;
    int kept = 0;
    if (r->set.pruning < 1.001)
        return;
    for (int i = 0; i < r->ncandidates; i++)
        best = fmax(best, r->candidates[i].weight);
    for (int i = 0; i < r->ncandidates; i++)
        if (r->candidates[i].weight >= best / r->set.pruning)
            r->candidates[kept++] = r->candidates[i];
    r->ncandidates = kept;
}

static void take_route(run *r, person *a, const candidate *c, const int *paths) {
    if (c->path_n > a->route_room) {
        a->route_room = c->path_n;
        a->route = grow(r, a->route, (size_t)a->route_room * sizeof *a->route);
    }
    memcpy(a->route, paths + c->path_from, (size_t)c->path_n * sizeof *a->route);
    a->route_at = 0;
    a->route_n = c->path_n;
}

static void plan_from_table(run *r, long who) {
    person *a = &r->people[who];
    const place *here = &r->places[a->at];
    r->ncandidates = 0;
    for (int i = 0; i < here->fixed_n; i++) {
        candidate c = r->fixed[here->fixed_from + i];
        c.weight *= attraction(r, who, c.end);
        r->candidates = one_more(r, r->candidates, r->ncandidates, &r->candidates_room, sizeof *r->candidates);
        r->candidates[r->ncandidates++] = c;
    }
    if (r->ncandidates > 0)
        take_route(r, a, choose(r, r->candidates, r->ncandidates), r->fixed_paths.v);
}

/* Leaves the route empty when there is nowhere to go. */
static void plan(run *r, long who) {
    person *a = &r->people[who];
    a->route_at = a->route_n = 0;
    if (r->set.awareness == 0)
        return;
    if (r->set.fixed_routes) {
        plan_from_table(r, who);
        return;
    }
    search_from(r, a->at);
    for (int i = 0; i < r->ncandidates; i++) {
        candidate *c = &r->candidates[i];
        c->weight = path_weight(&r->set, attraction(r, who, c->end), r->set.softening + c->distance,
                                room_in(r, &r->places[c->end]));
    }
    prune(r);
    if (r->ncandidates > 0)
        take_route(r, a, choose(r, r->candidates, r->ncandidates), r->paths.v);
}

/* ---------- fixed routes ---------- */

static int link_to(const run *r, int from, int to) {
    for (int i = 0; i < r->places[from].links.n; i++)
        if (r->links[r->places[from].links.v[i]].end == to)
            return r->places[from].links.v[i];
    return -1;
}

static double worth_in_table(run *r, int end, double softened) {
    const place *p = &r->places[end];
    double b = p->score;
    if (r->set.flood_rules && p->flood_level > 0)
        b *= flood_weight(r, p->flood_level);
    return path_weight(&r->set, b, softened, 1);
}

static int tabled(const run *r, const place *here, int end) {
    for (int i = 0; i < here->fixed_n; i++)
        if (r->fixed[here->fixed_from + i].end == end)
            return here->fixed_from + i;
    return -1;
}

static void add_fixed(run *r, place *here, candidate c) {
    r->fixed = one_more(r, r->fixed, r->nfixed, &r->fixed_room, sizeof *r->fixed);
    r->fixed[r->nfixed++] = c;
    here->fixed_n++;
}

/* The major routes that start at one place, behind the way to it; the factor 4 makes them look near. */
static void add_majors(run *r, int from, candidate way, int start) {
    for (int i = 0; i < r->places[start].majors.n; i++) {
        const ints *m = &r->majors[r->places[start].majors.v[i]];
        candidate c = {m->v[m->n - 1], r->fixed_paths.n, way.path_n + m->n - 1, way.distance, 0};
        bool open = true;
        for (int k = 0; open && k + 1 < m->n; k++) {
            int l = link_to(r, m->v[k], m->v[k + 1]);
            open = l >= 0;
            c.distance += open ? r->links[l].distance : 0;
        }
        if (!open || c.end == from || tabled(r, &r->places[from], c.end) >= 0)
            continue;
        for (int k = 0; k < way.path_n; k++)
            push(r, &r->fixed_paths, r->fixed_paths.v[way.path_from + k]);
        for (int k = 1; k < m->n; k++)
            push(r, &r->fixed_paths, m->v[k]);
        c.weight = worth_in_table(r, c.end, (r->set.softening + c.distance) / 4);
        add_fixed(r, &r->places[from], c);
    }
}

/* Called in the loop over scores, so that places further down the file still have yesterday's. */
static void build_table(run *r, int at) {
    place *here = &r->places[at];
    here->fixed_from = r->nfixed;
    here->fixed_n = 0;
    if (here->marker)
        return;
    search_from(r, at);
    for (int i = 0; i < r->ncandidates; i++) {
        candidate c = r->candidates[i];
        c.weight = worth_in_table(r, c.end, r->set.softening + c.distance);
        int known = tabled(r, here, c.end);
        if (known >= 0 && c.weight <= r->fixed[known].weight)
            continue;
        int from = r->fixed_paths.n;
        for (int k = 0; k < c.path_n; k++)
            push(r, &r->fixed_paths, r->paths.v[c.path_from + k]);
        c.path_from = from;
        if (known >= 0)
            r->fixed[known] = c;
        else
            add_fixed(r, here, c);
    }
    int near = here->fixed_n;
    add_majors(r, at, (candidate){at, 0, 0, 0, 0}, at);
    for (int i = 0; i < near; i++)
        add_majors(r, at, r->fixed[here->fixed_from + i], r->fixed[here->fixed_from + i].end);
}

static void set_scores(run *r) {
    r->nfixed = r->fixed_paths.n = 0;
    for (int i = 0; i < r->nplaces; i++) {
        set_score(r, &r->places[i]);
        if (r->set.fixed_routes)
            build_table(r, i);
        r->places[i].capacity += r->places[i].capacity_per_day;
    }
}

/* ---------- leaving and travelling ---------- */

static double chance_to_leave(run *r, const person *a, bool forced) {
    const place *p = &r->places[a->at];
    if ((forced && p->town) || a->route_at < a->route_n)
        return 1;
    if (r->set.flood_rules && p->flood_level > 0)
        return at_level(r, &r->set.flood_movechances, p->flood_level, "flood_movechances");
    int size = p->pop > p->capacity ? p->pop : p->capacity;
    if (size == 0 && r->set.pop_factor < 0)
        fail(r, "%s has no people or capacity to be raised to a negative power", p->name);
    return p->movechance * power(size / r->set.pop_base, r->set.pop_factor);
}

/* Section 7: whether to leave, for where, and the first step on to a link. */
static void decide(run *r, long who, bool forced) {
    person *a = &r->people[who];
    if (uniform(r) >= chance_to_leave(r, a, forced))
        return;
    if (a->route_at == a->route_n)
        plan(r, who);
    if (a->route_at == a->route_n)
        return;
    const place *goal = &r->places[a->route[a->route_n - 1]];
    int l = link_to(r, a->at, a->route[a->route_at]);
    if (l < 0 || (goal->camp && room_in(r, goal) < 0.5)) {
        a->route_at = a->route_n = 0;
        return;
    }
    a->route_at++;
    a->link = l;
    a->on_link = 0;
    r->places[a->at].people--;
    r->links[l].people++;
}

static double speed_on(run *r, const person *a, const link *l) {
    double speed = l->max_move_speed >= 0 ? l->max_move_speed : r->set.max_move_speed;
    if (a->places_travelled == 1 && r->set.start_on_foot)
        speed = r->set.max_walk_speed;
    if (l->walk_probability >= 0 && uniform(r) < l->walk_probability)
        speed = r->set.max_walk_speed;
    return speed;
}

/* Section 8. The next link of the same day gets the full speed again: only the test for stopping knows the rest. */
static void travel(run *r, long who) {
    person *a = &r->people[who];
    for (int hops = 0; a->link >= 0; hops++) {
        link *l = &r->links[a->link];
        double speed = speed_on(r, a, l);
        a->on_link += speed;
        a->today += speed;
        if (a->on_link <= l->distance)
            return;
        a->places_travelled++;
        a->today -= a->on_link - l->distance;
        l->people--;
        a->link = -1;
        a->at = l->closed ? l->start : l->end;
        r->places[a->at].people++;
        if (l->closed || a->today >= speed)
            return;
        if (hops > 100000)
            fail(r, "somebody goes round in circles near %s", r->places[a->at].name);
        bool slow = (a->recent + a->today / r->set.max_move_speed) / 2 < 0.5;
        decide(r, who, r->set.avoid_short_stints && slow);
    }
}

static void evolve(run *r) {
    set_spawn_weights(r);
    set_scores(r);
    recount(r);
    for (long who = 0; who < r->npeople; who++)
        if (r->people[who].link < 0)
            decide(r, who, false);
    for (long who = 0; who < r->npeople; who++)
        travel(r, who);
    for (long who = 0; who < r->npeople; who++) {
        person *a = &r->people[who];
        a->recent = (a->recent + a->today / r->set.max_move_speed) / 2;
        a->today = 0;
    }
    r->agent_days += (double)r->npeople;
}

/* ---------- results ---------- */

/* What goes to the caller lives outside the run's own memory. */
static void *give(run *r, size_t count, size_t size) {
    void *room = calloc(count ? count : 1, size);
    if (!room)
        fail(r, "out of memory");
    return room;
}

static char *give_text(run *r, const char *text) {
    char *copy = give(r, strlen(text) + 1, 1);
    memcpy(copy, text, strlen(text) + 1);
    return copy;
}

/* The list of camps is made once: one that closes stays in it. */
static void prepare_results(run *r) {
    flee_oracle_result *out = r->out;
    size_t days = (size_t)r->length;
    out->days = r->length;
    out->places = give(r, (size_t)r->nplaces, sizeof *out->places);
    out->camps = give(r, (size_t)r->nplaces, sizeof *out->camps);
    for (int p = 0; p < r->nplaces; p++) {
        out->places[out->nplaces] = give_text(r, r->places[p].name);
        out->nplaces++;
        if (!r->places[p].camp && !r->set.flood_driven) /* with floods every place is a camp */
            continue;
        out->camps[out->ncamps] = give_text(r, r->places[p].name);
        out->ncamps++;
    }
    out->sim = give(r, days * (size_t)out->ncamps, sizeof *out->sim);
    out->data = give(r, days * (size_t)out->ncamps, sizeof *out->data);
    out->at = give(r, days * (size_t)out->nplaces, sizeof *out->at);
    out->on_links = give(r, days, sizeof *out->on_links);
    out->created = give(r, days, sizeof *out->created);
    out->raw = give(r, days, sizeof *out->raw);
    out->debt = give(r, days, sizeof *out->debt);
    out->idps = give(r, days, sizeof *out->idps);
}

static void row_of_day(run *r, const ints *camps) {
    flee_oracle_result *out = r->out;
    int day = r->day;
    for (int c = 0; c < camps->n; c++) {
        out->sim[day * camps->n + c] = r->places[camps->v[c]].people;
        out->data[day * camps->n + c] = (long)data_at(r, camps->v[c], day);
    }
    for (int p = 0; p < r->nplaces; p++) {
        out->at[day * r->nplaces + p] = r->places[p].people;
        out->idps[day] += r->places[p].idpcamp ? r->places[p].people : 0;
    }
    for (int l = 0; l < r->nlinks; l++)
        out->on_links[day] += r->links[l].people;
    out->created[day] = r->npeople;
    out->raw[day] = r->raw;
    out->debt[day] = r->debt;
}

/* Averaged relative difference (14), plain and with the camps' sum made equal to that of the data. */
static void set_errors(flee_oracle_result *out) {
    for (int d = 0; d < out->days; d++) {
        const long *sim = out->sim + d * out->ncamps, *data = out->data + d * out->ncamps;
        double sums = 0, sumd = 0, plain = 0, rescaled = 0;
        for (int c = 0; c < out->ncamps; c++) {
            sums += (double)sim[c];
            sumd += (double)data[c];
        }
        for (int c = 0; c < out->ncamps; c++) {
            double fitted = sums > 0 ? (double)sim[c] * sumd / sums : 0;
            plain += fabs((double)(sim[c] - data[c]));
            rescaled += fabs(fitted - (double)data[c]);
        }
        out->ard += plain / fmax(1, sumd) / out->days;
        out->ard_rescaled += rescaled / fmax(1, sumd) / out->days;
    }
}

/* ---------- the run ---------- */

static void load(run *r) {
    load_settings(r);
    load_period(r);
    load_places(r);
    load_links(r);
    load_majors(r);
    load_calendars(r);
    load_traits(r);
    load_sources(r);
    r->spawn_weight = make(r, (size_t)r->nplaces, sizeof *r->spawn_weight);
    set_spawn_weights(r);
}

static void one_day(run *r) {
    change_types(r);
    if (r->set.flood_rules)
        change_floods(r);
    else
        change_conflicts(r);
    if (r->set.conflict_driven)
        spawn_by_conflict(r);
    else if (r->set.flood_driven)
        spawn_by_flood(r);
    else
        spawn_by_data(r);
    set_spawn_weights(r);
    apply_closures(r);
    evolve(r);
}

static void simulate(run *r) {
    ints camps = {0};
    load(r);
    prepare_results(r);
    for (int p = 0; p < r->nplaces; p++)
        if (r->places[p].camp || r->set.flood_driven)
            push(r, &camps, p);
    fill_camps(r);
    for (r->day = 0; r->day < r->length; r->day++) {
        one_day(r);
        row_of_day(r, &camps);
    }
    set_errors(r->out);
    r->out->agent_days = r->agent_days;
}

static int guarded(run *r) {
    if (setjmp(r->escape))
        return -1;
    simulate(r);
    return 0;
}

int flee_oracle_run(const flee_oracle_input *in, flee_oracle_result *out) {
    memset(out, 0, sizeof *out);
    run *r = calloc(1, sizeof *r);
    if (!r) {
        snprintf(out->error, sizeof out->error, "out of memory");
        return -1;
    }
    r->in = in;
    r->out = out;
    r->random = in->seed;
    int result = guarded(r);
    for (block *b = r->blocks, *next; b; b = next) {
        next = b->after;
        free(b);
    }
    free(r);
    return result;
}

static void free_texts(char **texts, int n) {
    for (int i = 0; texts && i < n; i++)
        free(texts[i]);
    free(texts);
}

void flee_oracle_free(flee_oracle_result *out) {
    free_texts(out->camps, out->ncamps);
    free_texts(out->places, out->nplaces);
    free(out->sim);
    free(out->data);
    free(out->at);
    free(out->on_links);
    free(out->created);
    free(out->raw);
    free(out->debt);
    free(out->idps);
    memset(out, 0, sizeof *out);
}
