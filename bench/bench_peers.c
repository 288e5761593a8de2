/* bench_peers: models that two other simulators are published with, written for this engine, beside a plain loop.
 *
 * SimInf (R): SEIR and SISe, 1,600 nodes, parameters of the examples in its manual. pomp (R): sir, the SIR by Euler
 * steps of its manual, 1/1040 of a year. Neither is run here, so no factor over them is printed. Compared are
 *   split   the engine, stochastic
 *   fluid   the engine, expected values
 *   plain   arrays of counts and a loop: the same chances, the same binomial sampler, a generator with a state; no
 *           names, no balance check, no snapshot, nothing that a second run could share its luck with
 * in turns, CPU time, medians. All three fill their chances by the same functions.
 *
 * What is not as published, since it cannot be had here or is not of this engine: SimInf's steps are events in
 * continuous time, these are days; its example herds and their 466,692 births, deaths and moves are left out, and every
 * node has 100 individuals, 5 of them infected. Of pomp's sir the season has a phase of our own. Its births come out of
 * a reservoir of 1e12, which is as good as Poisson.
 *
 * Checks, else the program ends with 1: nobody is lost; people in I, in the mean of steps and repeats, of split and
 * plain lie within 3% of each other. Fluid may be further off: the mean of chance is not the path of the means.
 */
#include "bench.h"
#include "engine/engine.h"
#include "engine/sample.h"

#include <math.h>

enum { MOST_STOCKS = 5, MOST_FLOWS = 6 };
enum { SPLIT, FLUID, PLAIN, WAYS };

/* A day: chances p [flow][node] from people n [stock][node]; phi, and what it is tomorrow [node], if the model has it.
 */
typedef void chances(int nodes, int step, double noise, const double *const *n, const double *phi, double *const *p,
                     double *phi_next);
typedef struct {
    const char *name, *about;
    int nodes, steps, nstocks, nflows;
    const char *stocks[MOST_STOCKS];
    double first[MOST_STOCKS]; /* people of each node */
    int flows[MOST_FLOWS][2];  /* from, to; those of one stock next to each other */
    int ill;                   /* the stock that is told */
    int repeats;               /* of a turn, each with its own luck */
    double noise_sd;           /* of a gamma multiplier of infection each step; 0: none */
    int has_phi;
    chances *chance;
} peer;

static double by_rate(double rate) { return -expm1(-rate); }

/* SimInf's SEIR: beta 0.16, epsilon 0.25, gamma 0.01 a day. */
static void seir(int nodes, int step, double noise, const double *const *n, const double *phi, double *const *p,
                 double *phi_next) {
    double falls_ill = by_rate(0.25), recovers = by_rate(0.01);
    (void)step, (void)noise, (void)phi, (void)phi_next;
    for (int i = 0; i < nodes; i++) {
        double all = n[0][i] + n[1][i] + n[2][i] + n[3][i];
        p[0][i] = all > 0 ? by_rate(0.16 * n[2][i] / all) : 0;
        p[1][i] = falls_ill;
        p[2][i] = recovers;
    }
}

/* SimInf's SISe: infection by what the infected leave in the surroundings (phi), whose decay has a season. upsilon
 * 0.018, gamma 0.1, alpha 1, beta 0.1, 0.1, 0.125, 0.125 by quarter. */
static void sise(int nodes, int step, double noise, const double *const *n, const double *phi, double *const *p,
                 double *phi_next) {
    double recovers = by_rate(0.1), decay = step % 365 < 182 ? 0.1 : 0.125;
    (void)noise;
    for (int i = 0; i < nodes; i++) {
        double all = n[0][i] + n[1][i];
        p[0][i] = by_rate(0.018 * phi[i]);
        p[1][i] = recovers;
        phi_next[i] = phi[i] + (all > 0 ? n[1][i] / all : 0) - decay * phi[i];
    }
}

/* pomp's sir: gamma 26, mu 0.02, iota 0.01, beta 400, 480, 320 on three periodic cubic B-splines, 2.1e6 people. */
enum { STEPS_A_YEAR = 1040 };
static const double sir_people = 2.1e6, sir_noise = 1e-3, unborn = 1e12;

static double spline(double x) { /* cubic, on -2 to 2 */
    double a = fabs(x);
    return a < 1 ? 2.0 / 3 - a * a + a * a * a / 2 : a < 2 ? (2 - a) * (2 - a) * (2 - a) / 6 : 0;
}

static double season(int step) {
    static const double beta[3] = {400, 480, 320};
    double x = 3.0 * (step % STEPS_A_YEAR) / STEPS_A_YEAR, sum = 0;
    for (int j = -3; j < 6; j++)
        sum += beta[(j + 3) % 3] * spline(x - j);
    return sum;
}

static void two_ways(double a, double b, double *pa, double *pb) { /* of two rates over a step */
    double leaves = by_rate((a + b) / STEPS_A_YEAR);
    *pa = leaves * a / (a + b);
    *pb = leaves * b / (a + b);
}

static void sir(int nodes, int step, double noise, const double *const *n, const double *phi, double *const *p,
                double *phi_next) {
    const double mu = 0.02, gamma = 26, iota = 0.01;
    (void)nodes, (void)phi, (void)phi_next;
    p[0][0] = mu * sir_people / STEPS_A_YEAR / unborn;
    two_ways((iota + season(step) * n[2][0] * noise) / sir_people, mu, &p[1][0], &p[2][0]);
    two_ways(gamma, mu, &p[3][0], &p[4][0]);
    p[5][0] = by_rate(mu / STEPS_A_YEAR);
}

/* Of pomp's sir the stocks are the unborn, susceptible, infectious, recovered, dead. */
static const peer PEERS[] = {{.name = "SimInf SEIR",
                              .about = "1,600 nodes of 100, a year by days",
                              .nodes = 1600,
                              .steps = 365,
                              .nstocks = 4,
                              .nflows = 3,
                              .stocks = {"S", "E", "I", "R"},
                              .first = {95, 0, 5, 0},
                              .flows = {{0, 1}, {1, 2}, {2, 3}},
                              .ill = 2,
                              .repeats = 1,
                              .chance = seir},
                             {.name = "SimInf SISe",
                              .about = "1,600 nodes of 100, a year by days",
                              .nodes = 1600,
                              .steps = 365,
                              .nstocks = 2,
                              .nflows = 2,
                              .stocks = {"S", "I"},
                              .first = {95, 5},
                              .flows = {{0, 1}, {1, 0}},
                              .ill = 1,
                              .repeats = 1,
                              .has_phi = 1,
                              .chance = sise},
                             {.name = "pomp sir",
                              .about = "2.1e6 people in one place, 4 years by 1/1040",
                              .nodes = 1,
                              .steps = 4 * STEPS_A_YEAR,
                              .nstocks = 5,
                              .nflows = 6,
                              .stocks = {"unborn", "S", "I", "R", "dead"},
                              .first = {1e12, 2.1e6 * 26 / 400, 2.1e3, 2.1e6 - 2.1e6 * 26 / 400 - 2.1e3, 0},
                              .flows = {{0, 1}, {1, 2}, {1, 4}, {2, 3}, {2, 4}, {3, 4}},
                              .ill = 2,
                              .repeats = 40,
                              .noise_sd = 1,
                              .chance = sir}};
enum { PEER_COUNT = sizeof PEERS / sizeof *PEERS };

static double noise_of(const peer *x) { return x->noise_sd * sir_noise * sqrt(STEPS_A_YEAR); }

/* ---- the engine ---- */

typedef struct {
    const peer *x;
    eng_model *model;
    int stock[MOST_STOCKS], flow[MOST_FLOWS], phi, channel;
    double *room[MOST_STOCKS]; /* [node], for views */
    double ill;                /* summed over the steps */
} engine_case;

static int decide(void *user, eng_day *day) {
    engine_case *e = user;
    const eng_world *w = eng_day_world(day);
    const double *n[MOST_STOCKS];
    double *p[MOST_FLOWS], *next = e->x->has_phi ? eng_put(day, e->phi) : NULL;
    for (int i = 0; i < e->x->nstocks; i++)
        n[i] = eng_people_view(w, e->stock[i], e->room[i]);
    for (int f = 0; f < e->x->nflows; f++)
        if (!(p[f] = eng_prob(day, e->flow[f])))
            return ENG_ERR_OWNER;
    e->x->chance(e->x->nodes, (int)eng_world_today(w), e->x->noise_sd > 0 ? eng_noise(w, e->channel, 0) : 1, n,
                 e->x->has_phi ? eng_get(w, e->phi) : NULL, p, next);
    return ENG_OK;
}

static int record(void *user, const eng_world *w) {
    engine_case *e = user;
    e->ill += eng_total(w, e->stock[e->x->ill]);
    return ENG_OK;
}

static void case_free(engine_case *e) {
    eng_model_free(e->model);
    for (int i = 0; i < MOST_STOCKS; i++)
        free(e->room[i]);
}

static int case_make(engine_case *e, const peer *x) {
    static const eng_system spread = {.name = "spread", .decide = decide, .record = record};
    *e = (engine_case){.x = x, .model = eng_model_new()};
    if (!e->model)
        return ENG_ERR_MEMORY;
    int node = eng_dimension(e->model, "node", x->nodes), shape = eng_shape(e->model, 1, &node);
    int system = eng_system_add(e->model, &spread);
    for (int i = 0; i < x->nstocks; i++) {
        e->stock[i] = eng_stock(e->model, system, x->stocks[i], shape, ENG_POOL, 0);
        if (e->stock[i] < 0 || !(e->room[i] = malloc((size_t)x->nodes * sizeof *e->room[i])))
            return ENG_ERR_MEMORY;
    }
    for (int f = 0; f < x->nflows; f++) {
        char name[64];
        snprintf(name, sizeof name, "%s to %s", x->stocks[x->flows[f][0]], x->stocks[x->flows[f][1]]);
        if ((e->flow[f] = eng_flow(e->model, name, e->stock[x->flows[f][0]], e->stock[x->flows[f][1]], NULL)) < 0)
            return e->flow[f];
    }
    if (x->has_phi)
        e->phi = eng_field(e->model, system, "phi", x->nodes);
    if (x->noise_sd > 0)
        e->channel = eng_channel(e->model, "contact", 1, ENG_NOISE_GAMMA);
    return eng_model_freeze(e->model);
}

static double people_of(const peer *x) {
    double sum = 0;
    for (int i = 0; i < x->nstocks; i++)
        sum += floor(x->first[i] + 0.5) * x->nodes;
    return sum;
}

static int engine_run(engine_case *e, eng_arithmetic arithmetic, int member, double *ill, double *seconds) {
    const peer *x = e->x;
    eng_world_options options = {.arithmetic = arithmetic, .seed = 1, .environment_off = arithmetic == ENG_FLUID};
    options.chance_member = options.environment_member = (uint32_t)member;
    eng_world *w = eng_world_new(e->model, &options);
    int status = w ? ENG_OK : ENG_ERR_MEMORY;
    for (int i = 0; status == 0 && i < x->nstocks; i++)
        for (int c = 0; status == 0 && c < x->nodes; c++)
            status = eng_world_put(w, e->stock[i], c, floor(x->first[i] + 0.5));
    if (status == 0 && x->noise_sd > 0)
        status = eng_world_noise_set(w, e->channel, noise_of(x), 1);
    e->ill = 0;
    double start = bench_cpu();
    for (int step = 0; status == 0 && step < x->steps; step++)
        status = eng_world_step(w, e);
    *seconds += bench_cpu() - start;
    *ill += e->ill / x->steps;
    if (status)
        fprintf(stderr, "bench_peers: %s: %s\n", x->name, w ? eng_world_error(w) : "no world");
    else if (fabs(eng_everyone(w) / people_of(x) - 1) > 1e-9)
        status = ENG_ERR_BALANCE;
    eng_world_free(w);
    return status;
}

/* ---- the plain loop ---- */

typedef struct {
    uint64_t s;
} generator;

static double unit(generator *g) { /* splitmix64 */
    uint64_t z = g->s += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return ((double)((z ^ (z >> 31)) >> 12) + 0.5) * 0x1p-52;
}

typedef struct {
    double *n[MOST_STOCKS], *come[MOST_STOCKS], *p[MOST_FLOWS], *phi, *next;
    double ill;
} plain_case;

static void plain_step(const peer *x, plain_case *s, int step, generator *g) {
    double sd = noise_of(x), noise = sd > 0 ? sample_gamma(unit(g), 1 / (sd * sd), sd * sd) : 1;
    x->chance(x->nodes, step, noise, (const double *const *)s->n, s->phi, s->p, s->next);
    for (int c = 0; c < x->nodes; c++) {
        double left = 0, rest = 1;
        for (int f = 0; f < x->nflows; f++) {
            int from = x->flows[f][0], to = x->flows[f][1];
            if (f == 0 || from != x->flows[f - 1][0]) {
                left = s->n[from][c];
                rest = 1;
            }
            if (left <= 0)
                continue;
            double moved = (double)sample_binomial(unit(g), (int64_t)left, s->p[f][c] / rest);
            rest -= s->p[f][c];
            left -= moved;
            s->come[from][c] -= moved;
            s->come[to][c] += moved;
        }
    }
    for (int i = 0; i < x->nstocks; i++)
        for (int c = 0; c < x->nodes; c++) {
            s->n[i][c] += s->come[i][c];
            s->ill += i == x->ill ? s->n[i][c] : 0;
            s->come[i][c] = 0;
        }
    double *kept = s->phi;
    s->phi = s->next;
    s->next = kept;
}

static int plain_run(const peer *x, int member, double *ill, double *seconds) {
    plain_case s = {.ill = 0};
    generator g = {7 + 1000003u * (uint64_t)member};
    double all = 0, *room = calloc((size_t)x->nodes * (2 * MOST_STOCKS + MOST_FLOWS + 2), sizeof *room), *at = room;
    if (!room)
        return -1;
    for (int i = 0; i < x->nstocks; i++, at += 2 * x->nodes) {
        s.n[i] = at;
        s.come[i] = at + x->nodes;
        for (int c = 0; c < x->nodes; c++)
            s.n[i][c] = floor(x->first[i] + 0.5);
    }
    for (int f = 0; f < x->nflows; f++, at += x->nodes)
        s.p[f] = at;
    s.phi = at;
    s.next = at + x->nodes;
    double start = bench_cpu();
    for (int step = 0; step < x->steps; step++)
        plain_step(x, &s, step, &g);
    *seconds += bench_cpu() - start;
    *ill += s.ill / x->steps;
    for (int i = 0; i < x->nstocks; i++)
        for (int c = 0; c < x->nodes; c++)
            all += s.n[i][c];
    free(room);
    return fabs(all / people_of(x) - 1) > 1e-9 ? -1 : 0;
}

/* ---- */

static int peer_turn(engine_case *e, int turn, double ill[WAYS], bench_times t[WAYS]) {
    double seconds[WAYS] = {0};
    for (int i = 0; i < e->x->repeats; i++) {
        int member = turn * e->x->repeats + i;
        if (engine_run(e, ENG_STOCHASTIC, member, &ill[SPLIT], &seconds[SPLIT]) ||
            engine_run(e, ENG_FLUID, member, &ill[FLUID], &seconds[FLUID]) ||
            plain_run(e->x, member, &ill[PLAIN], &seconds[PLAIN]))
            return -1;
    }
    for (int way = 0; way < WAYS; way++)
        bench_add(&t[way], seconds[way]);
    return 0;
}

static int peer_row(const peer *x, int turns) {
    bench_times t[WAYS] = {{0}};
    double ill[WAYS] = {0}, step[WAYS];
    engine_case e;
    int status = case_make(&e, x), runs = turns * x->repeats;
    for (int k = 0; status == 0 && k < turns; k++)
        status = peer_turn(&e, k, ill, t);
    for (int way = 0; way < WAYS; way++)
        step[way] = bench_median(&t[way]) / x->repeats / x->steps * 1e6;
    double apart = bench_ratio(&t[SPLIT], &t[PLAIN]);
    if (status == 0)
        printf("%-12s %-46s %9.4g %9.4g %9.4g %9.3g  %9.0f %9.0f %9.0f%s\n", x->name, x->about, step[SPLIT],
               step[FLUID], step[PLAIN], apart, ill[SPLIT] / runs, ill[FLUID] / runs, ill[PLAIN] / runs,
               apart > 1 ? "  loses" : "");
    if (status == 0 && fabs(ill[SPLIT] / ill[PLAIN] - 1) > 0.03) {
        fprintf(stderr, "bench_peers: %s: split and plain differ by more than 3%%: not the same model\n", x->name);
        status = -1;
    }
    case_free(&e);
    return status;
}

int main(int argc, char **argv) {
    int turns = 3;
    for (int i = 1; i < argc; i++) {
        const char *value = bench_option(argc, argv, &i, "--turns");
        turns = value ? atoi(value) : 0;
    }
    if (turns < 1 || turns > BENCH_MOST_TURNS) {
        fprintf(stderr, "usage: %s [--turns N]\n", argv[0]);
        return 2;
    }
    printf("Models that others are published with, written for this engine: microseconds of CPU a step, median of %d "
           "turns\n\n%-12s %-46s %9s %9s %9s %9s  %9s %9s %9s\n",
           turns, "model", "", "split", "fluid", "plain", "spl/plain", "in I", "fluid", "plain");
    for (int i = 0; i < PEER_COUNT; i++)
        if (peer_row(&PEERS[i], turns))
            return 1;
    printf("\nNot run, and so no factor over them: SimInf and pomp themselves (R and packages from outside Debian); "
           "SimInf's scheduled\nbirths, deaths and moves between nodes (466,692 of its example, which ships with the "
           "package); pomp's gompertz, ricker and\nou2 (numbers that are not people: nothing for an engine of counts); "
           "particle filters and fits of either.\n");
    return 0;
}
