/* bench_engine: what a simulated day costs, against people and classes, beside the plain way of doing it.
 *
 * The work: 100 places; each day every person takes one of four ways out to other places, by probabilities that depend
 * on place and class. Done by
 *   split       the engine, stochastic: one multinomial draw for each occupied (place, class) cell;
 *   individual  the engine, one draw for each person;
 *   fluid       the engine, expected values;
 *   plain       a loop over one record per person, as good as we can write it in portable C: four bytes a person, in
 *               order of class so that thresholds stay in the first cache; thresholds ready before day one;
 * xoshiro256++ of its own, one 64-bit draw for two persons; no branch on the outcome. It counts nothing and checks
 *               nothing, which is in its favour. The engine's days include copying the probabilities in and its daily
 *               balance check;
 *   ordinary    the loop as it is usually written: people in no order, one draw each, the first way whose cumulative
 *               chance is above it. Same records, same generator, ready chances, nothing counted either.
 * 1. For each (people, classes): the same people in the same cells for all five; one day to warm up and to size a batch
 *    of days; then batches in turns (split, plain, ordinary, individual, fluid, split, ...). Figures are medians, CPU
 * time.
 * 2. Plain, ordinary and individual are run up to --plain-max and --individual-max people. Above, their cost per
 * person-day is that of the largest run with as many classes, and every figure made from it is marked ~.
 * 3. A finer sweep of people per cell finds where split costs the same as plain, and as ordinary.
 * Invariant: after the days each way still has all its people, else the program ends with 1.
 *
 * xoshiro256++: Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47 (2021).
 */
#include "bench.h"
#include "engine/engine.h"

#include <stdint.h>

enum { PLACES = 100, WAYS = 4, FLOWS = PLACES * WAYS };
enum { SPLIT, PLAIN, ORDINARY, INDIVIDUAL, FLUID, METHODS };
static const int STEP[WAYS] = {1, 7, 23, 49}; /* way k of place i leads to place i + STEP[k] */

typedef struct {
    int turns;
    double batch_seconds;
    int64_t plain_max, individual_max;
} settings;

/* ---- the work, the same for all ---- */

static uint64_t mixed(uint64_t x) { /* splitmix64 */
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

/* Chances of the four ways for people of class c at place i. */
static void chances(int i, int c, double p[WAYS]) {
    static const double base[WAYS] = {0.4, 0.3, 0.2, 0.1};
    double sum = 0;
    for (int k = 0; k < WAYS; k++) {
        double unit = (double)(mixed(((uint64_t)c * PLACES + (uint64_t)i) * WAYS + (uint64_t)k) >> 11) * 0x1p-53;
        sum += p[k] = base[k] * (0.8 + 0.4 * unit);
    }
    for (int k = 0; k < WAYS; k++)
        p[k] /= sum;
}

/* People of cell j (class j / 100, place j % 100) on the first day, as even as whole numbers go. */
static int64_t first_people(int64_t people, int64_t cells, int64_t j) {
    return (j + 1) * people / cells - j * people / cells;
}

/* ---- plain and ordinary: one record per person ---- */

typedef struct {
    uint16_t place, cls;
} person;
typedef struct {
    uint32_t upto[WAYS]; /* chance of the first k + 1 ways, times 2^32; the last is not read */
} thresholds;
typedef struct {
    uint64_t s[4];
} xoshiro;
typedef struct {
    int64_t people;
    person *persons;
    thresholds *ready;          /* [classes][PLACES], plain */
    double (*cumulative)[WAYS]; /* [classes][PLACES], ordinary */
    xoshiro rng;
} plain_world;

static inline uint64_t rotated(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static inline uint64_t draw(xoshiro *g) {
    uint64_t out = rotated(g->s[0] + g->s[3], 23) + g->s[0], t = g->s[1] << 17;
    g->s[2] ^= g->s[0];
    g->s[3] ^= g->s[1];
    g->s[1] ^= g->s[2];
    g->s[0] ^= g->s[3];
    g->s[2] ^= t;
    g->s[3] = rotated(g->s[3], 45);
    return out;
}

static inline void move(const thresholds *ready, person *who, uint32_t u) {
    const thresholds *t = &ready[(uint32_t)who->cls * PLACES + who->place];
    int way = (u >= t->upto[0]) + (u >= t->upto[1]) + (u >= t->upto[2]);
    int to = who->place + STEP[way];
    who->place = (uint16_t)(to >= PLACES ? to - PLACES : to);
}

static void plain_day(plain_world *w) {
    xoshiro g = w->rng;
    int64_t i = 0;
    for (; i + 1 < w->people; i += 2) {
        uint64_t u = draw(&g);
        move(w->ready, &w->persons[i], (uint32_t)u);
        move(w->ready, &w->persons[i + 1], (uint32_t)(u >> 32));
    }
    if (i < w->people)
        move(w->ready, &w->persons[i], (uint32_t)draw(&g));
    w->rng = g;
}

static void ordinary_day(plain_world *w) {
    xoshiro g = w->rng;
    for (int64_t i = 0; i < w->people; i++) {
        person *who = &w->persons[i];
        const double *upto = w->cumulative[(uint32_t)who->cls * PLACES + who->place];
        double u = (double)(draw(&g) >> 11) * 0x1p-53;
        int way = 0;
        while (way < WAYS - 1 && u >= upto[way])
            way++;
        int to = who->place + STEP[way];
        who->place = (uint16_t)(to >= PLACES ? to - PLACES : to);
    }
    w->rng = g;
}

static void shuffle(plain_world *w) {
    for (int64_t i = w->people - 1; i > 0; i--) {
        int64_t j = (int64_t)(draw(&w->rng) % (uint64_t)(i + 1));
        person kept = w->persons[i];
        w->persons[i] = w->persons[j];
        w->persons[j] = kept;
    }
}

static void plain_free(plain_world *w) {
    free(w->persons);
    free(w->ready);
    free(w->cumulative);
    *w = (plain_world){0};
}

static int plain_make(plain_world *w, int64_t people, int classes, int ordinary) {
    int64_t cells = (int64_t)classes * PLACES, next = 0;
    *w = (plain_world){.people = people, .rng = {{mixed(1), mixed(2), mixed(3), mixed(4)}}};
    w->persons = malloc((size_t)people * sizeof *w->persons);
    if (ordinary)
        w->cumulative = malloc((size_t)cells * sizeof *w->cumulative);
    else
        w->ready = malloc((size_t)cells * sizeof *w->ready);
    if (!w->persons || (!w->ready && !w->cumulative))
        return -1;
    for (int64_t j = 0; j < cells; j++) {
        double p[WAYS], sum = 0;
        chances((int)(j % PLACES), (int)(j / PLACES), p);
        for (int k = 0; k < WAYS; k++) {
            sum += p[k];
            if (ordinary)
                w->cumulative[j][k] = sum;
            else
                w->ready[j].upto[k] = sum < 1 ? (uint32_t)(sum * 0x1p32) : UINT32_MAX;
        }
        for (int64_t n = first_people(people, cells, j); n > 0; n--)
            w->persons[next++] = (person){(uint16_t)(j % PLACES), (uint16_t)(j / PLACES)};
    }
    if (ordinary)
        shuffle(w);
    return 0;
}

static int plain_whole(const plain_world *w) { /* also keeps the compiler from dropping the work */
    int64_t at[PLACES] = {0}, sum = 0;
    for (int64_t i = 0; i < w->people; i++)
        at[w->persons[i].place]++;
    for (int i = 0; i < PLACES; i++)
        sum += at[i];
    return sum == w->people;
}

/* ---- the engine ---- */

typedef struct {
    int classes;
    eng_model *model;
    int stock[PLACES], flow[FLOWS];
    double *chance; /* [FLOWS][classes] */
} engine_case;

static int decide(void *user, eng_day *day) {
    const engine_case *e = user;
    for (int f = 0; f < FLOWS; f++) {
        double *p = eng_prob(day, e->flow[f]);
        if (!p)
            return ENG_ERR_OWNER;
        memcpy(p, e->chance + (size_t)f * (size_t)e->classes, (size_t)e->classes * sizeof *p);
    }
    return ENG_OK;
}

static void case_free(engine_case *e) {
    eng_model_free(e->model);
    free(e->chance);
    *e = (engine_case){0};
}

static int case_make(engine_case *e, int classes) {
    static const eng_system mover = {.name = "mover", .decide = decide};
    char name[64];
    *e = (engine_case){.classes = classes};
    e->chance = malloc((size_t)FLOWS * (size_t)classes * sizeof *e->chance);
    e->model = eng_model_new();
    if (!e->chance || !e->model)
        return ENG_ERR_MEMORY;
    int dim = eng_dimension(e->model, "class", classes);
    int shape = eng_shape(e->model, 1, &dim), system = eng_system_add(e->model, &mover);
    for (int i = 0; i < PLACES; i++) {
        snprintf(name, sizeof name, "place %02d", i);
        if ((e->stock[i] = eng_stock(e->model, system, name, shape, ENG_POOL, 0)) < 0)
            return e->stock[i];
    }
    for (int f = 0; f < FLOWS; f++) {
        int from = f / WAYS, to = (from + STEP[f % WAYS]) % PLACES;
        snprintf(name, sizeof name, "from %02d, way %d", from, f % WAYS);
        if ((e->flow[f] = eng_flow(e->model, name, e->stock[from], e->stock[to], NULL)) < 0)
            return e->flow[f];
    }
    for (int i = 0; i < PLACES; i++)
        for (int c = 0; c < classes; c++) {
            double p[WAYS];
            chances(i, c, p);
            p[WAYS - 1] = 1 - p[0] - p[1] - p[2]; /* nobody stays */
            for (int k = 0; k < WAYS; k++)
                e->chance[(size_t)(i * WAYS + k) * (size_t)classes + (size_t)c] = p[k];
        }
    return eng_model_freeze(e->model);
}

static eng_world *world_make(const engine_case *e, eng_arithmetic arithmetic, int64_t people) {
    eng_world_options options = {.arithmetic = arithmetic, .seed = 1};
    eng_world *w = eng_world_new(e->model, &options);
    int64_t cells = (int64_t)e->classes * PLACES;
    for (int64_t j = 0; w && j < cells; j++) {
        int64_t n = first_people(people, cells, j);
        if (n > 0 && eng_world_put(w, e->stock[j % PLACES], (int)(j / PLACES), (double)n)) {
            eng_world_free(w);
            return NULL;
        }
    }
    return w;
}

/* ---- measuring one (people, classes) ---- */

typedef struct {
    int64_t people;
    int classes;
    double per_cell;            /* people per occupied cell after the days of `split` */
    double day[METHODS];        /* CPU seconds of a day; 0: not run */
    double over_plain[METHODS]; /* ratio to plain, turn by turn; 0: not run */
    double over_ordinary;       /* of split to ordinary, alike */
} figure;

typedef struct {
    engine_case *e;
    eng_world *world[METHODS];
    plain_world plain, ordinary;
    int days[METHODS]; /* in a batch; 0: this one is not run */
} contest;

static int run_days(contest *c, int method, int days, double *seconds) {
    double start = bench_cpu();
    int status = 0;
    for (int d = 0; d < days && status == 0; d++) {
        if (method == PLAIN)
            plain_day(&c->plain);
        else if (method == ORDINARY)
            ordinary_day(&c->ordinary);
        else
            status = eng_world_step(c->world[method], c->e);
    }
    *seconds = bench_cpu() - start;
    return status;
}

static int contest_make(contest *c, engine_case *e, int64_t people, const int run[METHODS]) {
    static const eng_arithmetic arithmetic[METHODS] = {
        [SPLIT] = ENG_STOCHASTIC, [INDIVIDUAL] = ENG_INDIVIDUAL, [FLUID] = ENG_FLUID};
    *c = (contest){.e = e};
    for (int m = 0; m < METHODS; m++) {
        if (!run[m])
            continue;
        int status = 0;
        if (m == PLAIN || m == ORDINARY)
            status = plain_make(m == PLAIN ? &c->plain : &c->ordinary, people, e->classes, m == ORDINARY);
        else if (!(c->world[m] = world_make(e, arithmetic[m], people)))
            status = ENG_ERR_MEMORY;
        if (status)
            return status;
        c->days[m] = 1;
    }
    return 0;
}

static void contest_free(contest *c) {
    for (int m = 0; m < METHODS; m++)
        eng_world_free(c->world[m]);
    plain_free(&c->plain);
    plain_free(&c->ordinary);
}

static int nobody_lost(const contest *c, int64_t people) {
    for (int m = 0; m < METHODS; m++) {
        double all = c->world[m] ? eng_everyone(c->world[m]) : (double)people;
        if (all < (double)people * (1 - 1e-9) || all > (double)people * (1 + 1e-9))
            return 0;
    }
    return plain_whole(&c->plain) && plain_whole(&c->ordinary);
}

static int measure(const settings *set, engine_case *e, int64_t people, const int run[METHODS], figure *out) {
    contest c;
    bench_times times[METHODS] = {{0}};
    double seconds, cell_people;
    int64_t cells;
    int status = contest_make(&c, e, people, run);
    *out = (figure){.people = people, .classes = e->classes};
    for (int m = 0; m < METHODS && status == 0; m++) {
        if (!c.days[m])
            continue;
        /* the first day touches the memory, the second sizes the batch */
        if ((status = run_days(&c, m, 1, &seconds)) || (status = run_days(&c, m, 1, &seconds)))
            break;
        double days = set->batch_seconds / (seconds > 1e-7 ? seconds : 1e-7);
        c.days[m] = days < 1 ? 1 : days > 20000 ? 20000 : (int)days;
    }
    for (int t = 0; t < set->turns && status == 0; t++)
        for (int m = 0; m < METHODS && status == 0; m++) {
            if (!c.days[m])
                continue;
            status = run_days(&c, m, c.days[m], &seconds);
            bench_add(&times[m], seconds / c.days[m]);
        }
    for (int m = 0; m < METHODS && status == 0; m++) {
        out->day[m] = bench_median(&times[m]);
        out->over_plain[m] = bench_ratio(&times[m], &times[PLAIN]);
    }
    out->over_ordinary = bench_ratio(&times[SPLIT], &times[ORDINARY]);
    if (status == 0) {
        eng_occupied(c.world[SPLIT], 1, &cells, &cell_people);
        out->per_cell = cells > 0 ? cell_people / (double)cells : 0;
        if (!nobody_lost(&c, people)) {
            fprintf(stderr, "bench_engine: people were lost (%lld people, %d classes)\n", (long long)people,
                    e->classes);
            status = -1;
        }
    }
    contest_free(&c);
    return status;
}

/* ---- the table ---- */

static void ns(double seconds, double people, int estimated) {
    char text[32];
    snprintf(text, sizeof text, "%s%.3g", estimated ? "~" : "", seconds / people * 1e9);
    printf(" %10s", seconds > 0 ? text : "-");
}

static void ratio(double x, int estimated) {
    char text[32];
    snprintf(text, sizeof text, "%s%.3g", estimated ? "~" : "", x);
    printf(" %12s", x > 0 ? text : "-");
}

/* `largest`: the largest run of plain and of individual with as many classes. */
static void print_row(const figure *f, const figure *largest_plain, const figure *largest_individual) {
    double people = (double)f->people;
    int plain_guess = f->day[PLAIN] <= 0, individual_guess = f->day[INDIVIDUAL] <= 0;
    double ordinary =
        plain_guess ? largest_plain->day[ORDINARY] / (double)largest_plain->people * people : f->day[ORDINARY];
    double plain = plain_guess ? largest_plain->day[PLAIN] / (double)largest_plain->people * people : f->day[PLAIN];
    double individual = individual_guess
                            ? largest_individual->day[INDIVIDUAL] / (double)largest_individual->people * people
                            : f->day[INDIVIDUAL];
    printf("%10lld %7d %12.4g %12.4g", (long long)f->people, f->classes, f->per_cell, f->day[SPLIT] * 1e3);
    ns(f->day[SPLIT], people, 0);
    ns(individual, people, individual_guess);
    ns(f->day[FLUID], people, 0);
    ns(plain, people, plain_guess);
    ns(ordinary, people, plain_guess);
    ratio(plain_guess ? f->day[SPLIT] / plain : f->over_plain[SPLIT], plain_guess);
    ratio(plain_guess ? f->day[SPLIT] / ordinary : f->over_ordinary, plain_guess);
    ratio(individual_guess || plain_guess ? individual / plain : f->over_plain[INDIVIDUAL],
          individual_guess || plain_guess);
    printf("%s\n", f->over_plain[SPLIT] > 1 ? "  loses" : "");
}

enum { SIZES = 6, KINDS = 5 };
static const int64_t PEOPLE[SIZES] = {10000, 100000, 1000000, 10000000, 100000000, 1000000000};
static const int CLASSES[KINDS] = {1, 10, 100, 1000, 10000};

static int table(const settings *set, figure grid[KINDS][SIZES]) {
    printf("Cost of a simulated day, %d places, %d ways out. CPU time, median of %d turns.\n", PLACES, WAYS,
           set->turns);
    printf("ns: per person and day. ~: not run at this size; cost per person of the largest run with as many "
           "classes.\n\n");
    printf("%10s %7s %12s %12s %10s %10s %10s %10s %10s %12s %12s %12s\n", "people", "classes", "people/cell",
           "split ms/day", "split ns", "individ ns", "fluid ns", "plain ns", "ordin ns", "split/plain", "split/ordin",
           "indiv/plain");
    for (int k = 0; k < KINDS; k++) {
        engine_case e;
        int status = case_make(&e, CLASSES[k]), plain_at = 0, individual_at = 0;
        for (int n = 0; n < SIZES && status == 0; n++) {
            int run[METHODS] = {1, PEOPLE[n] <= set->plain_max, PEOPLE[n] <= set->plain_max,
                                PEOPLE[n] <= set->individual_max, 1};
            status = measure(set, &e, PEOPLE[n], run, &grid[k][n]);
            if (run[PLAIN])
                plain_at = n;
            if (run[INDIVIDUAL])
                individual_at = n;
            if (status == 0)
                print_row(&grid[k][n], &grid[k][plain_at], &grid[k][individual_at]);
            fflush(stdout);
        }
        if (status)
            fprintf(stderr, "bench_engine: %s\n", e.model ? eng_model_error(e.model) : "out of memory");
        case_free(&e);
        if (status)
            return status;
    }
    return 0;
}

/* ---- break-even ---- */

enum { STEPS = 12 };
static const int CELL[STEPS] = {1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 100, 300};

static double split_over(const figure *f, int method) {
    return method == PLAIN ? f->over_plain[SPLIT] : f->over_ordinary;
}

/* People per cell where split costs as much as the loop: where the ratio crosses 1 downward for the last time, on a
 * straight line between two neighbours of the sweep. -1 if split wins everywhere, -2 if nowhere. */
static double crossing(const figure *f, int n, int method) {
    double at = n > 0 && split_over(&f[0], method) < 1 ? -1 : -2;
    for (int i = 1; i < n; i++) {
        double a = split_over(&f[i - 1], method), b = split_over(&f[i], method);
        if (!(a >= 1 && b < 1))
            continue;
        double share = (a - 1) / (a - b), low = f[i - 1].per_cell, high = f[i].per_cell;
        at = low + share * (high - low);
    }
    return at;
}

static void print_crossing(const char *loop, double at) {
    if (at == -1)
        printf("against %s: split wins from one person a cell on\n", loop);
    else if (at == -2)
        printf("against %s: split loses up to the largest cells tried\n", loop);
    else
        printf("against %s: break-even at %.1f people per occupied cell\n", loop, at);
}

static int break_even(const settings *set, double even_plain[3], double even_ordinary[3]) {
    static const int classes[3] = {10, 100, 1000};
    static const int run[METHODS] = {[SPLIT] = 1, [PLAIN] = 1, [ORDINARY] = 1};
    printf("\nBreak-even: split against the loops by people in a cell (occupied ones, as they stood after the days);\n"
           "ns: per cell and day\n");
    for (int k = 0; k < 3; k++) {
        engine_case e;
        figure f[STEPS];
        int status = case_make(&e, classes[k]), n = 0;
        for (; n < STEPS && status == 0; n++) {
            int64_t people = (int64_t)CELL[n] * PLACES * classes[k];
            if (people > set->plain_max)
                break;
            status = measure(set, &e, people, run, &f[n]);
        }
        case_free(&e);
        if (status)
            return status;
        printf("\n%d classes\n%12s %12s %12s %12s %12s %12s\n", classes[k], "people/cell", "split ns", "plain ns",
               "ordin ns", "split/plain", "split/ordin");
        for (int i = 0; i < n; i++) {
            double cells = (double)f[i].people / f[i].per_cell;
            printf("%12.4g %12.4g %12.4g %12.4g %12.3g %12.3g%s\n", f[i].per_cell, f[i].day[SPLIT] / cells * 1e9,
                   f[i].day[PLAIN] / cells * 1e9, f[i].day[ORDINARY] / cells * 1e9, f[i].over_plain[SPLIT],
                   f[i].over_ordinary, f[i].over_plain[SPLIT] > 1 ? "  loses" : "");
        }
        print_crossing("plain", even_plain[k] = crossing(f, n, PLAIN));
        print_crossing("ordinary", even_ordinary[k] = crossing(f, n, ORDINARY));
        fflush(stdout);
    }
    return 0;
}

/* ---- what it comes to ---- */

static void print_evens(const double even[3]) {
    for (int k = 0; k < 3; k++) {
        if (even[k] > 0)
            printf("%s %.0f", k ? "," : "", even[k]);
        else
            printf("%s %s", k ? "," : "", even[k] == -1 ? "below 1" : "not reached");
    }
}

static void losing_end(figure grid[KINDS][SIZES], double *worst) {
    int lost = 0;
    printf("\nLosing end (split dearer than plain):\n");
    for (int k = 0; k < KINDS; k++)
        for (int n = 0; n < SIZES; n++) {
            const figure *f = &grid[k][n];
            if (!(f->over_plain[SPLIT] > 1))
                continue;
            printf("  %9lld people in %5d classes, %5.3g a cell: %5.3g times plain, %5.3g times ordinary\n",
                   (long long)f->people, f->classes, f->per_cell, f->over_plain[SPLIT], f->over_ordinary);
            if (f->over_plain[SPLIT] > *worst)
                *worst = f->over_plain[SPLIT];
            lost++;
        }
    if (!lost)
        printf("  none of the sizes tried\n");
}

static void conclude(figure grid[KINDS][SIZES], const double even_plain[3], const double even_ordinary[3]) {
    double worst = 0;
    losing_end(grid, &worst);
    printf("\nExpected by the design, against a loop of 8 ns a person-day: at 1e6 people 490, 41, 4 times cheaper with "
           "1, 10,\n"
           "100 classes; break-even at about 10 people a cell. No limit is set on these: the curve is the result.\n");
    printf("Here at 1e6 people and 1 class: plain %.3g ns, ordinary %.3g ns a person-day.\n",
           grid[0][2].day[PLAIN] * 1e3, grid[0][2].day[ORDINARY] * 1e3);
    printf("\nsummary bench_engine: 1e6 people, 1, 10, 100, 1000, 10000 classes: plain/split");
    for (int k = 0; k < KINDS; k++)
        printf("%s %.3g", k ? "," : "", 1 / grid[k][2].over_plain[SPLIT]);
    printf("; ordinary/split");
    for (int k = 0; k < KINDS; k++)
        printf("%s %.3g", k ? "," : "", 1 / grid[k][2].over_ordinary);
    printf("; individual/plain %.2g (100 classes); worst loss %.3g times plain; break-even in people a cell (10, 100, "
           "1000 "
           "classes): against plain",
           grid[2][2].over_plain[INDIVIDUAL], worst);
    print_evens(even_plain);
    printf("; against ordinary");
    print_evens(even_ordinary);
    printf("\n");
}

int main(int argc, char **argv) {
    settings set = {.turns = 5, .batch_seconds = 0.02, .plain_max = 10000000, .individual_max = 10000000};
    static figure grid[KINDS][SIZES];
    double even_plain[3] = {0}, even_ordinary[3] = {0};
    for (int i = 1; i < argc; i++) {
        const char *value;
        if ((value = bench_option(argc, argv, &i, "--turns")))
            set.turns = atoi(value);
        else if ((value = bench_option(argc, argv, &i, "--batch")))
            set.batch_seconds = atof(value);
        else if ((value = bench_option(argc, argv, &i, "--plain-max")))
            set.plain_max = (int64_t)atof(value);
        else if ((value = bench_option(argc, argv, &i, "--individual-max")))
            set.individual_max = (int64_t)atof(value);
        else {
            fprintf(stderr, "usage: %s [--turns N] [--batch SECONDS] [--plain-max PEOPLE] [--individual-max PEOPLE]\n",
                    argv[0]);
            return 2;
        }
    }
    if (set.turns < 1 || set.turns > BENCH_MOST_TURNS || set.plain_max < 1000000 || set.individual_max < 1000000) {
        fprintf(stderr, "%s: turns are 1 to %d, people at least 1e6\n", argv[0], BENCH_MOST_TURNS);
        return 2;
    }
    if (table(&set, grid) || break_even(&set, even_plain, even_ordinary))
        return 1;
    conclude(grid, even_plain, even_ordinary);
    return 0;
}
