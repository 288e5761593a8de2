/* The network ready for the day's work: roads (legs that join the same two places), border cities, the order of the
 * backward pass, which sector groups can be reached from where.
 */
#include "corridor/internal.h"
#include "text/array.h"

#include <stdlib.h>
#include <string.h>

static int is(const char *a, const char *b) { return strcmp(a, b) == 0; }

static int *zeros(mdl_model *m, int n) { return cor_room(m, n, sizeof(int)); }

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
    int **lists[] = {&m->road_legs, &m->road_from, &m->road_to, &m->road_first, &m->road_count, &m->road_modes};
    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++)
        if (!(*lists[k] = zeros(m, n)))
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
        int *more = arr_more(from->roads, from->nroads, sizeof *more);
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
    int n = m->s->nplaces, done = 0, *left = calloc((size_t)n + 1, sizeof *left);
    m->topological = zeros(m, n);
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
    return is(s->places[s->legs[leg].from].country, s->roles.gap[0]) &&
           is(s->places[s->legs[leg].to].country, s->roles.gap[1]) && !is(s->legs[leg].mode, "air");
}

/* Nationalities, crossings and the border cities they start from. */
static void index_people_and_cities(mdl_model *m) {
    const scn_scenario *s = m->s;
    m->mexico = -1;
    for (int n = 0; n < s->nnationalities; n++) {
        m->bloc[n] = s->nationalities[n].bloc_index;
        if (is(s->nationalities[n].name, s->roles.returned))
            m->mexico = n;
    }
    for (int i = 0; i < s->nplaces; i++)
        m->places[i] = (cor_place){.line_city = -1, .again = -1, .line = -1, .held = -1, .station = -1};
    for (int c = 0; c < s->ncrossings; c++) {
        m->crossings[c].from = s->crossings[c].from;
        m->crossings[c].sector = s->crossings[c].sector;
        m->crossings[c].remote = s->crossings[c].remote;
        m->crossings[c].river = strcmp(s->crossings[c].terrain, "river") == 0;
        m->places[s->crossings[c].from].line_city = 0;
    }
    for (int i = 0; i < s->nplaces; i++)
        if (m->places[i].line_city == 0) {
            m->places[i].line_city = m->ncities;
            m->cities[m->ncities++] = i;
        }
}

/* Legs: where they are checked and whose station takes those held there; how dangerous the legs to a place are. */
static int index_legs(mdl_model *m) {
    const scn_scenario *s = m->s;
    int *legs_in = calloc((size_t)s->nplaces + 1, sizeof *legs_in);
    if (!legs_in)
        return ENG_ERR_MEMORY;
    for (int i = 0; i < s->nlegs; i++) {
        const scn_leg *from = &s->legs[i];
        cor_leg *leg = &m->legs[i];
        const scn_place *a = &s->places[from->from], *b = &s->places[from->to];
        *leg = (cor_leg){.from = from->from, .to = from->to, .free = -1, .pays = -1, .held = -1};
        leg->region = from->checkpoint > 0 ? (b->region >= 0 ? b->region : a->region) : -1;
        leg->is_air = is(from->mode, "air");
        leg->guided = is(from->mode, "smuggler");
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
    return ENG_OK;
}

int cor_make_network(mdl_model *m) {
    const scn_scenario *s = m->s;
    int status;
    m->places = cor_room(m, s->nplaces, sizeof *m->places);
    m->legs = cor_room(m, s->nlegs, sizeof *m->legs);
    m->crossings = cor_room(m, s->ncrossings, sizeof *m->crossings);
    m->cities = zeros(m, s->nplaces);
    m->bloc = zeros(m, s->nnationalities);
    if (!m->places || !m->legs || !m->crossings || !m->cities || !m->bloc)
        return ENG_ERR_MEMORY;
    index_people_and_cities(m);
    if ((status = index_legs(m)) || (status = make_roads(m)) || (status = make_order(m)))
        return status;
    make_groups(m);
    return ENG_OK;
}
