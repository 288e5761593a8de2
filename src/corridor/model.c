/* From a checked scenario to a model: the network made ready, every system's stocks, flows and parameters declared.
 *
 * 1. Index the network: roads (legs that join the same two places), border cities, the order of the backward pass.
 * 2. Let every system declare its stocks and fields, then its flows and serves.
 * 3. Freeze; read the latents.
 */
#include "corridor/institutions.h"
#include "corridor/internal.h"
#include "corridor/statistics.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COR_SYSTEM(id, descriptor) [id] = &(descriptor),
static const cor_system *const SYSTEMS[SYS_COUNT] = {
#include COR_SYSTEMS
};
#undef COR_SYSTEM

int cor_name(char *out, size_t size, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int n = vsnprintf(out, size, format, args);
    va_end(args);
    return n < 0 || (size_t)n >= size ? -1 : 0;
}

_Static_assert((int)SYS_COUNT <= (int)MDL_MOST_PARTS, "a model's lists have room for every system");

static int declarations(const par_decl *lists[MDL_MOST_PARTS]) {
    for (int i = 0; i < SYS_COUNT; i++)
        lists[i] = SYSTEMS[i]->parameters;
    return SYS_COUNT;
}

static int is(const char *a, const char *b) { return strcmp(a, b) == 0; }

static int *filled(int n, int value) {
    int *out = malloc((size_t)(n > 0 ? n : 1) * sizeof *out);
    for (int i = 0; out && i < n; i++)
        out[i] = value;
    return out;
}

/* ---- the network ---- */

static int by_ends(const mdl_model *m, int a, int b) {
    const cor_leg *x = &m->legs[a], *y = &m->legs[b];
    if (x->from != y->from)
        return x->from - y->from;
    if (x->to != y->to)
        return x->to - y->to;
    return a - b;
}

static int make_roads(mdl_model *m) {
    int n = m->s->nlegs;
    m->road_legs = filled(n, 0);
    m->road_from = filled(n, 0);
    m->road_to = filled(n, 0);
    m->road_first = filled(n, 0);
    m->road_count = filled(n, 0);
    m->road_modes = filled(n, 0);
    if (!m->road_legs || !m->road_from || !m->road_to || !m->road_first || !m->road_count || !m->road_modes)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < n; i++) { /* insertion sort: a few hundred legs, once */
        int j = i;
        for (; j > 0 && by_ends(m, i, m->road_legs[j - 1]) < 0; j--)
            m->road_legs[j] = m->road_legs[j - 1];
        m->road_legs[j] = i;
    }
    for (int i = 0; i < n; i++) {
        cor_leg *leg = &m->legs[m->road_legs[i]];
        if (i == 0 || leg->from != m->road_from[m->nroads - 1] || leg->to != m->road_to[m->nroads - 1]) {
            m->road_from[m->nroads] = leg->from;
            m->road_to[m->nroads] = leg->to;
            m->road_first[m->nroads++] = i;
        }
        m->road_count[m->nroads - 1]++;
        m->road_modes[m->nroads - 1] += !leg->is_air;
        leg->road = m->nroads - 1;
    }
    for (int r = 0; r < m->nroads; r++) {
        cor_place *from = &m->places[m->road_from[r]];
        int *more = realloc(from->roads, (size_t)(from->nroads + 1) * sizeof *more);
        if (!more)
            return ENG_ERR_MEMORY;
        from->roads = more;
        from->roads[from->nroads++] = r;
        if (m->road_modes[r] == 0)
            m->road_modes[r] = m->road_count[r]; /* flights alone lead there */
        if (from->nroads > COR_MAX_ROADS || m->road_count[r] > COR_MAX_MODES)
            return ENG_ERR_DECLARE;
    }
    return ENG_OK;
}

/* Places so ordered that every road leads to one that stands before: the order of the backward pass. */
static int make_order(mdl_model *m) {
    int n = m->s->nplaces, done = 0, *left = filled(n, 0);
    m->topological = filled(n, 0);
    if (!left || !m->topological) {
        free(left);
        return ENG_ERR_MEMORY;
    }
    for (int r = 0; r < m->nroads; r++)
        left[m->road_from[r]]++;
    while (done < n) {
        int before = done;
        for (int i = 0; i < n; i++) {
            if (left[i] != 0)
                continue;
            left[i] = -1;
            m->topological[done++] = i;
            for (int r = 0; r < m->nroads; r++)
                if (m->road_to[r] == i)
                    left[m->road_from[r]]--;
        }
        if (done == before)
            break;
    }
    free(left);
    return done == n ? ENG_OK : ENG_ERR_DECLARE; /* a cycle: the scenario's check names it */
}

/* Which sector groups can be reached from a place: one, or several. */
static void make_groups(mdl_model *m) {
    int several = m->s->nnests;
    for (int i = 0; i < m->s->nplaces; i++)
        m->places[i].group = -1;
    for (int c = 0; c < m->s->ncrossings; c++) {
        int *g = &m->places[m->crossings[c].from].group, nest = m->s->sectors[m->crossings[c].sector].nest_index;
        *g = *g < 0 || *g == nest ? nest : several;
    }
    for (int i = 0; i < m->s->nplaces; i++) {
        cor_place *at = &m->places[m->topological[i]];
        for (int k = 0; k < at->nroads; k++) {
            int there = m->places[m->road_to[at->roads[k]]].group;
            if (there >= 0)
                at->group = at->group < 0 || at->group == there ? there : several;
        }
    }
}

static double distance_km(const scn_place *a, const scn_place *b) {
    double x = (a->lon - b->lon) * det_cos((a->lat + b->lat) * 0.5 * 0.017453292519943295), y = a->lat - b->lat;
    double d2 = x * x + y * y;
    return d2 > 0 ? 111.2 * det_exp(0.5 * det_log(d2)) : 0;
}

static int nearest_station(const scn_scenario *s, int place) {
    int best = -1;
    double least = 1e18;
    for (int i = 0; i < s->nstations; i++) {
        if (s->stations[i].region != s->places[place].region)
            continue;
        double d = distance_km(&s->places[place], &s->places[s->stations[i].place]);
        if (d < least) {
            least = d;
            best = i;
        }
    }
    return best;
}

int cor_is_darien(const scn_scenario *s, int leg) {
    return is(s->places[s->legs[leg].from].country, "CO") && is(s->places[s->legs[leg].to].country, "PA") &&
           !is(s->legs[leg].mode, "air");
}

static int make_network(mdl_model *m) {
    const scn_scenario *s = m->s;
    int status;
    m->places = calloc((size_t)s->nplaces + 1, sizeof *m->places);
    m->legs = calloc((size_t)s->nlegs + 1, sizeof *m->legs);
    m->crossings = calloc((size_t)s->ncrossings + 1, sizeof *m->crossings);
    m->cities = filled(s->nplaces, 0);
    m->bloc = filled(s->nnationalities, 0);
    int *legs_in = filled(s->nplaces, 0);
    if (!m->places || !m->legs || !m->crossings || !m->cities || !m->bloc || !legs_in) {
        free(legs_in);
        return ENG_ERR_MEMORY;
    }
    m->mexico = -1;
    for (int n = 0; n < s->nnationalities; n++) {
        m->bloc[n] = s->nationalities[n].bloc_index;
        if (is(s->nationalities[n].name, "Mexico"))
            m->mexico = n;
    }
    for (int i = 0; i < s->nplaces; i++)
        m->places[i] = (cor_place){.line_city = -1, .again = -1, .line = -1, .held = -1, .station = -1};
    for (int c = 0; c < s->ncrossings; c++) {
        m->crossings[c].from = s->crossings[c].from;
        m->crossings[c].sector = s->crossings[c].sector;
        m->crossings[c].remote = s->crossings[c].remote;
        m->places[s->crossings[c].from].line_city = 0;
    }
    for (int i = 0; i < s->nplaces; i++)
        if (m->places[i].line_city == 0) {
            m->places[i].line_city = m->ncities;
            m->cities[m->ncities++] = i;
        }
    for (int i = 0; i < s->nlegs; i++) {
        const scn_leg *from = &s->legs[i];
        cor_leg *leg = &m->legs[i];
        const scn_place *a = &s->places[from->from], *b = &s->places[from->to];
        *leg = (cor_leg){.from = from->from, .to = from->to, .free = -1, .pays = -1, .held = -1};
        leg->region = from->checkpoint > 0 ? (b->region >= 0 ? b->region : a->region) : -1;
        leg->is_air = is(from->mode, "air");
        leg->darien = cor_is_darien(s, i);
        m->places[leg->to].robbery += from->robbery;
        legs_in[leg->to]++;
        if (leg->region >= 0)
            m->places[leg->to].station = nearest_station(s, leg->to);
        if (leg->region >= 0 && m->places[leg->to].station < 0)
            leg->region = -1; /* nobody there to hold anyone */
    }
    for (int i = 0; i < s->nplaces; i++)
        m->places[i].robbery = legs_in[i] > 0 ? m->places[i].robbery / legs_in[i] : 0;
    free(legs_in);
    if ((status = make_roads(m)) || (status = make_order(m)))
        return status;
    make_groups(m);
    return ENG_OK;
}

/* ---- opening ---- */

/* First values of fields are made in this order: each from those before it. */
static const cor_system_id START_ORDER[SYS_COUNT] = {
    SYS_REGIMES,    SYS_COURTS,   SYS_DIPLOMACY, SYS_AID,          SYS_BELIEFS,       SYS_HARM,    SYS_ATTEMPTS,
    SYS_PROCESSING, SYS_MINORS,   SYS_INTERIOR,  SYS_PORTS,        SYS_TRADE,         SYS_WAITING, SYS_CHECKPOINTS,
    SYS_SMUGGLERS,  SYS_CROSSING, SYS_STATIONS,  SYS_REPATRIATION, SYS_DECOMPRESSION, SYS_REFUGE,  SYS_TRAINS,
    SYS_CARAVANS,   SYS_ROUTES,   SYS_ORIGINS,   SYS_MONEY,        SYS_STATISTICS};

int cor_start(mdl_member *p) {
    int status = ENG_OK;
    for (int i = 0; i < SYS_COUNT && status >= 0; i++)
        if (SYSTEMS[START_ORDER[i]]->start)
            status = SYSTEMS[START_ORDER[i]]->start(p);
    return status;
}

static void model_close(mdl_model *m) {
    if (!m)
        return;
    for (int i = 0; m->places && i < m->s->nplaces; i++)
        free(m->places[i].roads);
    free(m->places);
    free(m->legs);
    free(m->crossings);
    free(m->road_from);
    free(m->road_to);
    free(m->road_first);
    free(m->road_count);
    free(m->road_modes);
    free(m->road_legs);
    free(m->topological);
    free(m->cities);
    free(m->bloc);
    for (int i = 0; i < SYS_COUNT; i++)
        free(m->par[i]);
    for (int i = 0; i < m->nkept; i++)
        free(m->kept[i]);
    free(m->kept);
    free(m->exposed.of);
    free(m->series);
    free(m->shown);
    cor_latents_free(&m->latents);
    eng_model_free(m->e);
    free(m);
}

static void *keep(mdl_model *m, void *array) {
    void **more = realloc(m->kept, (size_t)(m->nkept + 1) * sizeof *more);
    if (more)
        m->kept = more;
    if (!array || !more) {
        free(array);
        return NULL;
    }
    return m->kept[m->nkept++] = array;
}

int *cor_ids(mdl_model *m, int n) { return keep(m, filled(n, -1)); }

void *cor_room(mdl_model *m, int n, size_t each) { return keep(m, calloc((size_t)n + 1, each)); }

double *cor_numbers(mdl_model *m, int n) { return cor_room(m, n, sizeof(double)); }

static int make_ids(mdl_model *m) {
    for (int i = 0; i < SYS_COUNT; i++)
        if (SYSTEMS[i]->ids && !(m->ids[i] = cor_room(m, 1, SYSTEMS[i]->ids)))
            return ENG_ERR_MEMORY;
    return ENG_OK;
}

static int find_parameters(mdl_model *m) {
    for (int i = 0; i < SYS_COUNT; i++) {
        int n = 0;
        while (SYSTEMS[i]->parameters && SYSTEMS[i]->parameters[n].path)
            n++;
        if (n != SYSTEMS[i]->nparameters)
            return ENG_ERR_DECLARE;
        if (!(m->par[i] = filled(n, 0)))
            return ENG_ERR_MEMORY;
        for (int k = 0; k < n; k++)
            if ((m->par[i][k] = par_offset(&m->s->registry, SYSTEMS[i]->parameters[k].path)) < 0)
                return ENG_ERR_DECLARE;
    }
    return ENG_OK;
}

static int declare_all(mdl_model *m) {
    int id[SYS_COUNT], status;
    for (int i = 0; i < SYS_COUNT; i++) {
        eng_system system = {.name = SYSTEMS[i]->name, .decide = SYSTEMS[i]->decide, .record = SYSTEMS[i]->record};
        if ((id[i] = eng_system_add(m->e, &system)) < 0)
            return id[i];
    }
    for (int i = 0; i < SYS_COUNT; i++)
        if (SYSTEMS[i]->declare_stocks && (status = SYSTEMS[i]->declare_stocks(m, id[i])) < 0)
            return status;
    for (int i = 0; i < SYS_COUNT; i++)
        if (SYSTEMS[i]->declare_flows && (status = SYSTEMS[i]->declare_flows(m, id[i])) < 0)
            return status;
    return eng_model_freeze(m->e);
}

static int declare_classes(mdl_model *m) {
    m->nn = m->s->nnationalities;
    m->nd = m->nn * DEMO_COUNT;
    m->nda = m->nd * COR_ATTEMPTS;
    if (!(m->e = eng_model_new()))
        return ENG_ERR_MEMORY;
    m->dim_n = eng_dimension(m->e, "nationality", m->nn);
    m->dim_d = eng_dimension(m->e, "demographic", DEMO_COUNT);
    m->dim_a = eng_dimension(m->e, "attempt", COR_ATTEMPTS);
    int dims[3] = {m->dim_n, m->dim_d, m->dim_a};
    m->N = eng_shape(m->e, 1, dims);
    m->ND = eng_shape(m->e, 2, dims);
    m->NDA = eng_shape(m->e, 3, dims);
    return m->NDA < 0 ? m->NDA : ENG_OK;
}

/* The day's tables have room for so many. */
static int too_many(rep_report *rep, const char *file, int found, int most) {
    if (found <= most)
        return 0;
    rep_add(rep, REP_ERROR, file, 0, 0, "too many rows", "join rows, or raise the limit in src/corridor/internal.h",
            "at most %d", most);
    return 1;
}

static int model_open(const scn_scenario *s, mdl_model **out, rep_report *rep) {
    int status = ENG_ERR_MEMORY;
    mdl_model *m = calloc(1, sizeof *m);
    *out = NULL;
    if (!m)
        goto out;
    m->s = s;
    if (too_many(rep, "legs.csv", s->nlegs, COR_MAX_LEGS) ||
        too_many(rep, "sectors.csv", s->nsectors, COR_MAX_SECTORS) ||
        too_many(rep, "nationalities.csv", s->nblocs, COR_MAX_BLOCS) ||
        too_many(rep, "places.csv", m->s->nregions, 64) || too_many(rep, "ports.csv", s->nports, COR_MAX_PORTS)) {
        status = ENG_ERR_DECLARE;
        goto out;
    }
    if (s->nnationalities > COR_MAX_ND / DEMO_COUNT) {
        rep_add(rep, REP_ERROR, "nationalities.csv", 0, 0, "too many rows", "join small groups under Other",
                "at most %d", COR_MAX_ND / DEMO_COUNT);
        status = ENG_ERR_DECLARE;
        goto out;
    }
    int errors = rep->errors;
    cor_check_institutions(s, rep);
    cor_check_words(s, rep);
    if (rep->errors > errors) {
        status = ENG_ERR_DECLARE;
        goto out;
    }
    if ((status = cor_settle_institutions(m)) || (status = make_network(m)) || (status = declare_classes(m)) ||
        (status = find_parameters(m)) || (status = make_ids(m)) || (status = declare_all(m)) ||
        (status = cor_latents_init(&m->latents, m)))
        goto out;
    *out = m;
    m = NULL;
out:
    if (status && m && rep->errors == 0)
        rep_add(rep, REP_ERROR, s->folder.path, 0, 0, m->e ? eng_model_error(m->e) : "the network", NULL,
                "a scenario that the corridor model can be made of (status %d)", status);
    model_close(m);
    return status;
}

static int model_series(const mdl_model *m, const mdl_series **out) {
    *out = m->shown;
    return m->nseries;
}

static int record_width(const mdl_model *m) { return m->width; }

static const eng_model *engine(const mdl_model *m) { return m->e; }

static int parts(mdl_part list[MDL_MOST_PARTS]) {
    for (int i = 0; i < SYS_COUNT; i++)
        list[i] = (mdl_part){SYSTEMS[i]->name, SYSTEMS[i]->part, SYSTEMS[i]->off};
    return SYS_COUNT;
}

const mdl_kind *cor_kind(void) {
    static const mdl_kind kind = {
        .name = "corridor",
        .declarations = declarations,
        .open = model_open,
        .close = model_close,
        .series = model_series,
        .record_width = record_width,
        .engine = engine,
        .parts = parts,
        .home = cor_home,
        .first_to_judge = cor_first_to_judge,
        .acts = cor_acts,
        .member_open = cor_member_open,
        .member_close = cor_member_close,
        .member_day = cor_member_day,
        .member_step = cor_member_step,
        .member_error = cor_member_error,
        .member_world = cor_member_world,
        .member_parameters = cor_member_parameters,
    };
    return &kind;
}
