/* Prints one line: a digest over runs of Flee's rules on two invented networks, with counts and with people one by one.
 *
 * The inputs are built in memory as src/flee/read.c would leave them: no files and no YAML, so that the same program
 * runs in WebAssembly. Hashed are each day's record and the last day's world. A run that does not do what it is here
 * for (be counted, fill a camp, have people in it) ends the program without a line.
 */
#include "flee/kernel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS = 36, MEMBERS = 2, MOST_SET = 10 };

/* Reading YAML is left out of this program; nobody comes here. */
yml_node *yml_read(const char *text, size_t length, const char *file, rep_report *rep) {
    (void)text;
    (void)length;
    (void)file;
    (void)rep;
    return NULL;
}

/* ---- the networks ---- */

typedef struct {
    const char *name, *country, *type;
    double x, y;
    int conflict_date;
    double people; /* population, or places of a camp */
} place_row;

typedef struct {
    int from, to;
    double km, walk;
    int forced;
} link_row;

typedef struct {
    int place, from, until;
    double level;
} day_row;

typedef struct {
    const char *name;
    int place, day[3];
    double people[3];
} source_row;

typedef struct {
    const char *name;
    int nplaces, nlinks, nconflicts, nfloods, nsources, nclosures;
    const place_row *places;
    const link_row *links;
    const day_row *conflicts, *floods; /* of one place side by side */
    const source_row *sources;
    const fle_closure *closures;
} network;

static const place_row river_places[] = {{"Alder", "Reed", "conflict_zone", 10.2, 20.1, 0, 40000},
                                         {"Birch", "Reed", "conflict_zone", 10.6, 20.4, 9, 25000},
                                         {"Cedar", "Reed", "town", 10.1, 20.9, 0, 0},
                                         {"Dogwood", "Reed", "forwarding_hub", 9.8, 21.3, 0, 0},
                                         {"Elder", "Reed", "marker", 10.4, 21.2, 0, 0},
                                         {"Fir", "Sedge", "camp", 10.3, 21.9, 0, 700},
                                         {"Gorse", "Sedge", "camp", 9.3, 21.8, 0, 20000},
                                         {"Hazel", "Reed", "idpcamp", 9.9, 20.2, 0, 3000}};
static const link_row river_links[] = {{0, 1, 60, 0, 0}, {0, 2, 90, 0, 0},  {1, 2, 75, 0.25, 0}, {2, 3, 55, 0, 0},
                                       {2, 4, 40, 0, 0}, {4, 5, 85, 0, 0},  {3, 5, 90, 0.5, 0},  {3, 6, 95, 0, 0},
                                       {0, 7, 45, 0, 0}, {7, 3, 130, 0, 0}, {1, 4, 380, 0, 0}};
static const day_row river_conflicts[] = {{0, 0, 25, 1}, {1, 9, DAYS, 0.75}};
static const day_row river_floods[] = {{2, 4, 11, 1}, {3, 8, 20, 2}};
static const source_row river_sources[] = {{"total", -1, {0, 15, 36}, {150, 2200, 4100}},
                                           {"Fir", 5, {0, 12, 36}, {120, 900, 1300}},
                                           {"Gorse", 6, {0, 20, 36}, {30, 1100, 2400}},
                                           {"Hazel", 7, {0, 18, 30}, {0, 500, 350}}};

static const place_row hill_places[] = {{"Karst", "Moor", "conflict_zone", -3.1, 35.2, 0, 9000},
                                        {"Loam", "Moor", "conflict_zone", -3.4, 35.9, 12, 16000},
                                        {"Marl", "Moor", "town", -3.9, 35.5, 0, 4000},
                                        {"Ooze", "Moor", "town", -4.2, 36.1, 0, 0},
                                        {"Peat", "Fen", "camp", -4.6, 35.4, 0, 1500},
                                        {"Quartz", "Fen", "camp", -4.9, 36.4, 0, 400}};
static const link_row hill_links[] = {{0, 1, 70, 0, 0}, {0, 2, 65, 0.125, 0}, {1, 3, 110, 0, 0}, {2, 3, 80, 0, 1},
                                      {2, 4, 85, 0, 0}, {3, 5, 95, 0.5, 0},   {3, 4, 120, 0, 0}};
static const day_row hill_conflicts[] = {{0, 0, 20, 0.5}, {1, 12, DAYS, 1}};
static const fle_closure hill_closures[] = {{CLOSE_LOCATION, 4, -1, 10, 16},
                                            {CLOSE_LINK, 2, 3, 14, -1},
                                            {CLOSE_COUNTRY, 3, 5, 18, 22},
                                            {CLOSE_CAMP, 5, -1, 24, 30}};

static const network networks[] = {
    {"river", 8, 11, 2, 2, 4, 0, river_places, river_links, river_conflicts, river_floods, river_sources, NULL},
    {"hills", 6, 7, 2, 0, 0, 4, hill_places, hill_links, hill_conflicts, NULL, NULL, hill_closures}};
enum { RIVER, HILLS };

/* ---- what is run ---- */

typedef struct {
    int id;
    double value;
} setting;

typedef struct {
    const char *name;
    int network, sane, counted; /* counted: can be done with counts */
    fle_spawn spawn;
    fle_spawn_mode mode;
    double displaced;                                   /* a day, or a share of the population */
    int genders, majors, decay, floods, crowded, rides; /* rides: nobody walks, or a day has too many courses */
    double capacity_of_first;                           /* of the first camp; 0: as it stands */
    setting set[MOST_SET];                              /* until the value of a key that nobody reads (id 0) */
} game;

static const game games[] = {
    {.name = "by data, one link ahead", .network = RIVER, .counted = 1, .spawn = SPAWN_BY_DATA},
    {.name = "by data, two links ahead, a camp near its capacity",
     .network = RIVER,
     .counted = 1,
     .spawn = SPAWN_BY_DATA,
     .crowded = 1,
     .capacity_of_first = 330,
     .set = {{MOVE_awareness_level, 2}, {MOVE_camp_weight, 2}, {MOVE_camp_movechance, 0.05}}},
    {.name = "on foot at first",
     .network = RIVER,
     .counted = 1,
     .spawn = SPAWN_BY_DATA,
     .set = {{MOVE_awareness_level, 2}, {MOVE_start_on_foot, 1}, {MOVE_softening, 7.5}}},
    {.name = "powers",
     .network = RIVER,
     .counted = 1,
     .spawn = SPAWN_BY_DATA,
     .set = {{MOVE_weight_power, 1.5},
             {MOVE_distance_power, 0.8},
             {MOVE_stay_close_to_home, 1},
             {MOVE_movechance_pop_scale_factor, 0.3},
             {MOVE_movechance_pop_base, 50000},
             {MOVE_use_pop_for_loc_weight, 1},
             {SPAWN_take_from_population, 1},
             {MOVE_foreign_weight, 1.7}}},
    {.name = "fixed routes",
     .network = RIVER,
     .counted = 1,
     .spawn = SPAWN_BY_DATA,
     .majors = 1,
     .set = {{MOVE_fixed_routes, 1}, {MOVE_awareness_level, 2}}},
    {.name = "no short stints",
     .network = RIVER,
     .spawn = SPAWN_BY_DATA,
     .crowded = 1,
     .capacity_of_first = 330,
     .set = {{MOVE_avoid_short_stints, 1},
             {MOVE_awareness_level, 2},
             {MOVE_start_on_foot, 1},
             {MOVE_pruning_threshold, 40}}},
    {.name = "by floods",
     .network = RIVER,
     .counted = 1,
     .spawn = SPAWN_BY_FLOOD,
     .mode = MODE_POP_RATIO,
     .floods = 1,
     .set = {{SPAWN_take_from_population, 1}}},
    {.name = "by conflict, Poisson",
     .network = HILLS,
     .counted = 1,
     .spawn = SPAWN_BY_CONFLICT,
     .mode = MODE_POISSON,
     .displaced = 60,
     .decay = 1,
     .set = {{MOVE_awareness_level, 2}}},
    {.name = "by conflict, a share of the population, sane, women apart",
     .network = HILLS,
     .sane = 1,
     .counted = 1,
     .spawn = SPAWN_BY_CONFLICT,
     .mode = MODE_POP_RATIO,
     .displaced = 0.01,
     .genders = 1,
     .crowded = 1,
     .rides = 1,
     .set = {{MOVE_WomenAvoidHazards, 1}, {SPAWN_take_from_population, 1}, {MOVE_max_move_speed, 256}}},
    {.name = "no short stints, Poisson, sane",
     .network = HILLS,
     .sane = 1,
     .spawn = SPAWN_BY_CONFLICT,
     .mode = MODE_POISSON,
     .displaced = 45,
     .genders = 1,
     .crowded = 1,
     .set = {{MOVE_avoid_short_stints, 1}, {MOVE_WomenAvoidHazards, 1}, {MOVE_awareness_level, 3}}},
};

static void *need(void *memory) {
    if (!memory) {
        fputs("no memory\n", stderr);
        exit(1);
    }
    return memory;
}

static void *zeros(int n, size_t size) { return need(calloc((size_t)n + 1, size)); }
static char *text(const char *s) { return need(txt_copy(s)); }

static fle_list list(int n, const double *values) {
    fle_list l = {n, zeros(n, sizeof *values), 1};
    memcpy(l.values, values, (size_t)n * sizeof *values);
    return l;
}

/* ---- the input, as the readers fill it ---- */

static void make_settings(fle_input *in, const game *g) {
    static const double decay[] = {1, 0.6, 0.1}, by_level[] = {0, 0.02, 0.05, 0.1}, chances[] = {0.3, 0.6, 1, 1},
                        weights[] = {1, 0.7, 0.3, 0.1};
    fle_settings *s = &in->settings;
    for (int i = 0; i < FLE_SETTINGS; i++)
        s->set[i] = fle_parameters()[i].value;
    for (int i = 0; i < MOST_SET && g->set[i].id; i++)
        s->set[g->set[i].id] = g->set[i].value;
    s->spawn = g->spawn;
    s->mode = g->mode;
    s->displaced_per_day = g->displaced;
    if (g->decay) {
        s->set[SPAWN_conflict_spawn_decay_interval] = 9;
        s->spawn_decay = list(3, decay);
    }
    if (g->floods) {
        s->flood_rules = 1;
        s->displaced_by_level = list(4, by_level);
        s->flood_movechances = list(4, chances);
        s->flood_loc_weights = list(4, weights);
    }
}

static void make_places(fle_input *in, const network *n, const game *g) {
    in->places = zeros(n->nplaces, sizeof *in->places);
    in->camps = zeros(n->nplaces, sizeof *in->camps);
    for (int i = 0; i < n->nplaces; i++) {
        const place_row *row = &n->places[i];
        fle_place *p = &in->places[in->nplaces++];
        int conflict = strstr(row->type, "conflict") != NULL, camp = strstr(row->type, "camp") != NULL;
        p->name = text(row->name);
        p->region = text("unknown");
        p->country = text(row->country);
        p->type = text(row->type);
        p->x = row->x;
        p->y = row->y;
        p->foreign = strcmp(row->country, n->places[0].country) != 0;
        p->conflict_date = row->conflict_date;
        p->conflict_intensity = 1;
        p->kind = fle_kind_of(in, conflict && row->conflict_date > 0 ? "town" : row->type, conflict ? 1 : 0, 1);
        p->capacity = camp ? row->people : -1;
        if (camp && in->ncamps == 0 && g->capacity_of_first > 0)
            p->capacity = g->capacity_of_first;
        p->pop = camp ? 0 : g->floods && row->people < 1 ? 5000 : row->people;
        p->output = p->kind.camp;
        if (p->output)
            in->camps[in->ncamps++] = i;
    }
}

static void add_link(fle_input *in, int from, int to, double km, double walk, int forced) {
    in->links[in->nlinks++] = (fle_link){.from = from,
                                         .to = to,
                                         .km = km,
                                         .speed = fle_set(in, MOVE_max_move_speed),
                                         .walk = walk,
                                         .forced = forced,
                                         .line = in->nlinks / 2 + 2};
}

static void make_links(fle_input *in, const network *n, int rides) {
    in->links = zeros(4 * n->nlinks, sizeof *in->links);
    for (int i = 0; i < n->nlinks; i++) {
        const link_row *l = &n->links[i];
        double walk = rides ? 0 : l->walk;
        for (int twice = 0; twice < (l->forced && !in->sane ? 2 : 1); twice++) {
            add_link(in, l->from, l->to, l->km, walk, l->forced && !twice);
            add_link(in, l->to, l->from, l->km, walk, 0);
        }
    }
    in->closures = zeros(n->nclosures, sizeof *in->closures);
    for (int i = 0; i < n->nclosures; i++)
        in->closures[in->nclosures++] = n->closures[i];
}

static void make_majors(fle_input *in) {
    static const int along[] = {0, 2, 3, 6};
    in->majors = zeros(1, sizeof *in->majors);
    in->majors[0] = (fle_major){4, zeros(4, sizeof(int))};
    memcpy(in->majors[0].places, along, sizeof along);
    in->nmajors = 1;
}

static void make_by_day(const fle_input *in, fle_by_day *t, int n, const day_row *rows) {
    t->days = in->days;
    t->place = zeros(n, sizeof *t->place);
    t->column = zeros(in->nplaces, sizeof *t->column);
    t->values = zeros(in->days * n, sizeof *t->values);
    for (int i = 0; i < in->nplaces; i++)
        t->column[i] = -1;
    for (int i = 0; i < n; i++) {
        t->column[rows[i].place] = t->columns;
        t->place[t->columns++] = rows[i].place;
    }
    for (int i = 0; i < n; i++)
        for (int day = rows[i].from; day < rows[i].until && day < in->days; day++)
            t->values[day * n + i] = rows[i].level;
}

static void make_sources(fle_input *in, const network *n) {
    in->sources = zeros(n->nsources, sizeof *in->sources);
    in->source_of = zeros(in->nplaces, sizeof *in->source_of);
    in->has_source = n->nsources > 0;
    for (int i = 0; i < in->nplaces; i++)
        in->source_of[i] = -1;
    for (int i = 0; i < n->nsources; i++) {
        const source_row *row = &n->sources[i];
        fle_source *s = &in->sources[in->nsources++];
        *s = (fle_source){
            .name = text(row->name), .files = text("figures.csv"), .n = 3, .place = row->place, .first = i};
        s->day = zeros(3, sizeof *s->day);
        s->people = zeros(3, sizeof *s->people);
        memcpy(s->day, row->day, sizeof row->day);
        memcpy(s->people, row->people, sizeof row->people);
        if (row->place >= 0)
            in->source_of[row->place] = i;
    }
}

static void make_genders(fle_input *in) {
    fle_attribute *a = in->attributes = zeros(1, sizeof *in->attributes);
    in->nattributes = 1;
    *a = (fle_attribute){text("gender"), 2, zeros(2, sizeof *a->values), NULL};
    a->values[0] = text("female");
    a->values[1] = text("male");
    a->weights = zeros(2 * (in->nplaces + 1), sizeof *a->weights);
    for (int i = 0; i <= in->nplaces; i++) {
        a->weights[2 * i] = 53 + i;
        a->weights[2 * i + 1] = 47;
    }
}

static fle_input *make_input(const game *g) {
    const network *n = &networks[g->network];
    fle_input *in = zeros(1, sizeof *in);
    in->name = text(n->name);
    in->title = text(g->name);
    in->input_label = text("input");
    in->validation_label = n->nsources ? text("validation") : NULL;
    in->sane = g->sane;
    in->arithmetic = ARITHMETIC_SPLIT;
    in->start = 15000;
    in->days = DAYS;
    make_settings(in, g);
    make_places(in, n, g);
    make_links(in, n, g->rides);
    if (g->majors)
        make_majors(in);
    if (!g->floods)
        make_by_day(in, &in->conflicts, n->nconflicts, n->conflicts);
    else
        make_by_day(in, &in->floods, n->nfloods, n->floods);
    make_sources(in, n);
    if (g->genders)
        make_genders(in);
    return in;
}

static void free_input(void *in) { fle_input_free(in); }

static void make_scenario(scn_scenario *s, const game *g) {
    static const int where[WHERE_COUNT] = {[WHERE_NONE] = 1}, who[WHO_COUNT] = {[WHO_NONE] = 1};
    const par_decl *lists[1] = {fle_parameters()};
    fle_input *in = make_input(g);
    memset(s, 0, sizeof *s);
    s->own = in;
    s->own_free = free_input;
    s->folder.path = text("golden");
    s->name = text(in->name);
    s->title = text(in->title);
    s->model = text("flee");
    s->latents_name = text("");
    s->from = in->start;
    s->until = in->start + in->days;
    if (par_registry_make(&s->registry, 1, lists, where, who))
        exit(1);
    s->values = zeros(s->registry.total, sizeof *s->values);
    s->fixed = zeros(s->registry.count, 1);
    s->value_sources = zeros(s->registry.count, sizeof *s->value_sources);
    for (int i = 0; i < FLE_SETTINGS; i++)
        s->values[par_offset(&s->registry, lists[0][i].path)] = in->settings.set[i];
}

/* ---- runs ---- */

static void hash_numbers(eng_sha256 *sum, const double *v, int n) {
    for (int i = 0; i < n; i++) {
        uint64_t bits = det_bits(v[i]);
        unsigned char bytes[8];
        for (int b = 0; b < 8; b++)
            bytes[b] = (unsigned char)(bits >> (8 * b));
        eng_sha256_add(sum, bytes, sizeof bytes);
    }
}

static int complain(const game *g, const char *words) {
    fprintf(stderr, "%s: %s\n", g->name, words);
    return -1;
}

/* Chances of all evenings of those who are at a place, with the weights and rooms of the member's last day. */
static void hash_evenings(eng_sha256 *sum, const mdl_model *m, const krn_graph *g, mdl_member *p) {
    krn_decisions d;
    krn_start starts[KRN_COLUMNS];
    int n = m->in->nplaces < KRN_COLUMNS ? m->in->nplaces : KRN_COLUMNS;
    double *mass = zeros(g->nnodes * KRN_COLUMNS, sizeof *mass), *out = zeros(g->nends * KRN_COLUMNS, sizeof *out);
    double *ones = zeros(m->in->nplaces, sizeof *ones);
    for (int i = 0; i < m->in->nplaces; i++)
        ones[i] = 1;
    for (int i = 0; i < n; i++)
        starts[i] = (krn_start){g->ends[g->stayed[i]].state, fle_on(m->in, MOVE_start_on_foot)};
    if (krn_decisions_make(m, g, &d))
        exit(1);
    krn_decisions_clear(m, g, &p->choice, &d);
    krn_decide(m, g, &p->choice, &p->scene, ones, &d);
    for (int cls = 0; cls < m->classes.n; cls++) {
        krn_evaluate(m, g, &d, &d, p->movechance, DAYS - 1, cls, n, starts, mass, out);
        hash_numbers(sum, out, g->nends * KRN_COLUMNS);
    }
    krn_decisions_free(&d);
    free(mass);
    free(out);
    free(ones);
}

static void hash_choice(eng_sha256 *sum, const mdl_model *m, const mdl_member *p) {
    hash_numbers(sum, p->choice.base, p->choice.most_ways * m->classes.n);
    hash_numbers(sum, p->choice.room_power, m->in->nplaces);
    hash_numbers(sum, p->movechance, m->in->nplaces);
}

/* One member; adds its records, what they were drawn by, and its last world. */
static int run_member(eng_sha256 *sum, const game *g, const mdl_model *m, const krn_graph *graph,
                      const mdl_member_options *o) {
    const mdl_kind *kind = fle_kind();
    int width = kind->record_width(m), crowded = 0, status = 0;
    double *record = zeros(width, sizeof *record), people = 0;
    unsigned char digest[32];
    mdl_member *p = NULL;
    if (kind->member_open(m, o, &p))
        return complain(g, "no member");
    for (int day = 0; day < m->in->days && status == 0; day++) {
        memset(record, 0, (size_t)width * sizeof *record);
        status = kind->member_step(p, record);
        hash_numbers(sum, record, width);
        hash_choice(sum, m, p);
        for (int i = 0; i < m->in->nplaces; i++)
            crowded |= p->choice.room[i] < 1;
    }
    for (int i = 0; i < m->in->nplaces; i++)
        people += record[m->series[SERIES_PEOPLE].offset + i];
    if (status)
        status = complain(g, kind->member_error(p));
    else if (p->b != (o->arithmetic == ENG_INDIVIDUAL ? &m->individual : &m->split))
        status = complain(g, "not in the arithmetic asked for");
    else if (!(people > 500) || crowded < g->crowded)
        status = complain(g, !(people > 500) ? "hardly anybody is displaced" : "no camp comes near its capacity");
    hash_numbers(sum, kind->member_parameters(p), m->s->registry.total);
    if (p->b == &m->split)
        hash_evenings(sum, m, graph, p);
    eng_world_digest(kind->member_world(p), digest);
    eng_sha256_add(sum, digest, sizeof digest);
    kind->member_close(p);
    free(record);
    return status;
}

static int run_game(eng_sha256 *sum, const game *g) {
    scn_scenario s;
    rep_report rep;
    krn_graph graph;
    char words[160];
    mdl_model *m = NULL;
    memset(&graph, 0, sizeof graph);
    make_scenario(&s, g);
    rep_init(&rep);
    int status = fle_kind()->open(&s, &m, &rep);
    for (int i = 0; i < rep.count; i++) {
        char *line = need(rep_line(&rep.entries[i]));
        (void)complain(g, line);
        free(line);
    }
    if (status == 0 && (m->split.e != NULL) != g->counted)
        status = complain(g, g->counted ? m->why : "counted, where each person differs");
    if (status == 0 && g->counted && krn_make(m, &graph, words) != 0)
        status = complain(g, words);
    for (int individual = !g->counted; individual < 2 && status == 0; individual++)
        for (int k = 0; k < MEMBERS && status == 0; k++) {
            mdl_member_options o = {.arithmetic = individual ? ENG_INDIVIDUAL : ENG_STOCHASTIC,
                                    .seed = 2024,
                                    .member = k,
                                    .members = MEMBERS,
                                    .layer_chance = 1};
            status = run_member(sum, g, m, &graph, &o);
        }
    if (m)
        krn_free(m, &graph);
    fle_kind()->close(m);
    rep_free(&rep);
    scn_scenario_free(&s);
    return status;
}

int main(void) {
    unsigned char digest[32];
    eng_sha256 sum;
    eng_sha256_start(&sum);
    for (size_t i = 0; i < sizeof games / sizeof *games; i++)
        if (run_game(&sum, &games[i]) != 0)
            return 1;
    eng_sha256_end(&sum, digest);
    for (int i = 0; i < 32; i++)
        printf("%02x", digest[i]);
    printf("\n");
    return 0;
}
