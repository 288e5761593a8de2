/* Rosters: people with records of their own, and the act that goes through them after the move of a day.
 *
 * One small town: people leave home by a flow, or stand in line for a serve, and each who left by the flow gets a
 * record on a roster; the keepers, a second system, have rosters and a field of their own. What the systems do is given
 * by each test, or is `busy`, which changes every column every day by draws, fields and the day's move.
 */
#include "engine/engine.h"
#include "engine/philox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { DAYS = 12, SEEN = 16, SEED = 77, MEMBER = 5, MOST = 64 };

/* Rosters in the order of their names, which is their order in a snapshot. */
enum { CAMELS, GUARDS, NOBODY, PEOPLE, ROSTERS };
typedef struct {
    const char *name;
    int ints, numbers;
} records;
static const records rosters[ROSTERS] = {{"camels", 0, 1}, {"guards", 1, 0}, {"nobody", 1, 1}, {"people", 2, 2}};

typedef struct town town;
typedef int doing(town *t, eng_day *day);

struct town {
    eng_model *m;
    eng_world *w;
    int walkers, keepers; /* systems */
    int home, gone, line; /* stocks; line is a queue */
    int out, join, served, serve;
    int met, guarded; /* fields of the walkers (two numbers) and of the keepers (one) */
    int roster[ROSTERS];
    doing *decide, *act, *keep; /* of the walkers, and the keepers' act; NULL: nothing */
    int (*record)(town *t, const eng_world *w);
    int more; /* what a test tells its systems */
    double seen[SEEN][8];
    double drawn[MOST], pair[MOST][2];
};

static int walkers_decide(void *user, eng_day *day) {
    town *t = user;
    return t->decide ? t->decide(t, day) : ENG_OK;
}

static int walkers_act(void *user, eng_day *day) {
    town *t = user;
    return t->act ? t->act(t, day) : ENG_OK;
}

static int keepers_act(void *user, eng_day *day) {
    town *t = user;
    return t->keep ? t->keep(t, day) : ENG_OK;
}

static int walkers_record(void *user, const eng_world *w) {
    town *t = user;
    return t->record ? t->record(t, w) : ENG_OK;
}

static void add_system(town *t, int keepers) {
    eng_system walking = {.name = "walkers", .decide = walkers_decide, .record = walkers_record, .act = walkers_act};
    eng_system keeping = {.name = "keepers", .act = keepers_act};
    *(keepers ? &t->keepers : &t->walkers) = eng_system_add(t->m, keepers ? &keeping : &walking);
}

/* backwards: systems, fields and rosters are declared last first. */
static void town_begin_with(town *t, int backwards, const records list[ROSTERS]) {
    memset(t, 0, sizeof *t);
    t->m = eng_model_new();
    assert_non_null(t->m);
    for (int i = 0; i < 2; i++)
        add_system(t, backwards ? 1 - i : i);
    int shape = eng_shape(t->m, 0, NULL);
    t->home = eng_stock(t->m, t->walkers, "home", shape, ENG_POOL, 0);
    t->gone = eng_stock(t->m, t->walkers, "gone", shape, ENG_POOL, 0);
    t->line = eng_stock(t->m, t->walkers, "line", shape, ENG_QUEUE, 3);
    t->out = eng_flow(t->m, "set out", t->home, t->gone, NULL);
    t->join = eng_flow(t->m, "stand in line", t->home, t->line, NULL);
    t->served = eng_flow(t->m, "are called", t->line, t->gone, NULL);
    t->serve = eng_serve(t->m, t->walkers, "calls", 1, &t->served, 0);
    for (int i = 0; i < 2; i++)
        if (i == !backwards)
            t->guarded = eng_field(t->m, t->keepers, "guarded", 1);
        else
            t->met = eng_field(t->m, t->walkers, "met", 2);
    for (int i = 0; i < ROSTERS; i++) {
        int r = backwards ? ROSTERS - 1 - i : i, owner = r == PEOPLE || r == CAMELS ? t->walkers : t->keepers;
        t->roster[r] = eng_roster(t->m, owner, list[r].name, list[r].ints, list[r].numbers);
    }
}

static void town_begin(town *t, int backwards) { town_begin_with(t, backwards, rosters); }

static eng_world *new_world(const town *t, eng_arithmetic arithmetic) {
    eng_world_options o = {
        .arithmetic = arithmetic, .seed = SEED, .chance_member = MEMBER, .environment_member = MEMBER};
    eng_world *w = eng_world_new(t->m, &o);
    assert_non_null(w);
    return w;
}

static void town_open(town *t, eng_arithmetic arithmetic, double people) {
    if (eng_model_freeze(t->m) != ENG_OK)
        fail_msg("%s", eng_model_error(t->m));
    t->w = new_world(t, arithmetic);
    assert_int_equal(eng_world_put(t->w, t->home, 0, people), ENG_OK);
}

static void town_end(town *t) {
    eng_world_free(t->w);
    eng_model_free(t->m);
}

static void step(town *t) {
    if (eng_world_step(t->w, t) != ENG_OK)
        fail_msg("%s", eng_world_error(t->w));
}

/* ---- what the systems do when it does not matter what, as long as all depends on all ---- */

static int busy_decide(town *t, eng_day *day) {
    const eng_world *w = eng_day_world(day);
    double chance = 0.04 + 0.001 * eng_get(w, t->guarded)[0] + 0.0005 * eng_get(w, t->met)[0];
    (void)eng_rate(day, t->out, chance < 0.5 ? chance : 0.5);
    (void)eng_rate(day, t->join, 0.1);
    return eng_capacity(day, t->serve, 7.5);
}

static int busy_camels(town *t, eng_day *day) {
    const eng_world *w = eng_day_world(day);
    if (eng_roster_add(day, t->roster[CAMELS], eng_world_today(w) % 3))
        return -1;
    double *load = eng_roster_put_numbers(day, t->roster[CAMELS], 0), unit;
    for (int64_t i = 0; i < eng_roster_people(w, t->roster[CAMELS]); i++) {
        eng_roster_units(day, t->roster[CAMELS], 7, i, 1, &unit);
        load[i] += unit;
    }
    return 0;
}

static int busy_act(town *t, eng_day *day) {
    const eng_world *w = eng_day_world(day);
    int roster = t->roster[PEOPLE], met = 0;
    if (eng_roster_add(day, roster, (int64_t)eng_moved_total(w, t->out) + t->more))
        return -1;
    int32_t *days = eng_roster_put_ints(day, roster, 0), *last = eng_roster_put_ints(day, roster, 1);
    double *way = eng_roster_put_numbers(day, roster, 0), *tired = eng_roster_put_numbers(day, roster, 1);
    for (int64_t i = 0; i < eng_roster_people(w, roster); i++) {
        double unit, pair[2];
        eng_roster_units(day, roster, 0, i, 1, &unit);
        eng_roster_pair(day, roster, i, 1, pair);
        days[i] += 1;
        way[i] += unit;
        tired[i] = tired[i] / 2 + pair[0] * pair[1];
        last[i] = unit < 0.3 ? -(int32_t)i : (int32_t)(1000 * pair[1]) + (i ? last[i - 1] % 7 : 0);
        met += unit < 0.3;
    }
    double *field = eng_put(day, t->met);
    field[0] = met;
    field[1] += eng_get(w, t->guarded)[0];
    return busy_camels(t, day);
}

static int busy_keep(town *t, eng_day *day) {
    const eng_world *w = eng_day_world(day);
    int roster = t->roster[GUARDS];
    if (eng_roster_add(day, roster, 2 + (eng_get(w, t->met)[0] > 10)))
        return -1;
    int32_t *post = eng_roster_put_ints(day, roster, 0), odd = 0;
    for (int64_t i = 0; i < eng_roster_people(w, roster); i++) {
        double pair[2];
        eng_roster_pair(day, roster, i, 0, pair);
        post[i] = post[i] / 3 + (int32_t)(1000 * pair[0]) - (int32_t)eng_moved_total(w, t->out);
        odd += post[i] & 1;
    }
    eng_put(day, t->guarded)[0] = odd;
    return 0;
}

static void busy_begin(town *t, eng_arithmetic arithmetic, int backwards) {
    town_begin(t, backwards);
    t->decide = busy_decide;
    t->act = busy_act;
    t->keep = busy_keep;
    town_open(t, arithmetic, 400);
}

/* ---- records ---- */

static int32_t mark(int64_t person, int column) { return (int32_t)(person * 3 + column - 500); }

static double sign_of(int64_t person, int column) { return 0.25 + (double)person * (column ? -0.5 : 1); }

static int add_and_mark(town *t, eng_day *day) {
    const eng_world *w = eng_day_world(day);
    int roster = t->roster[PEOPLE];
    int64_t before = eng_roster_people(w, roster);
    assert_int_equal(eng_roster_add(day, roster, t->more), ENG_OK);
    int64_t people = eng_roster_people(w, roster);
    assert_int_equal(people, before + t->more);
    for (int c = 0; c < 2; c++) {
        int32_t *ints = eng_roster_put_ints(day, roster, c);
        double *numbers = eng_roster_put_numbers(day, roster, c);
        for (int64_t i = before; i < people; i++) {
            if (ints[i] != 0 || numbers[i] < 0 || numbers[i] > 0)
                fail_msg("column %d of person %lld, just added: not zero", c, (long long)i);
            ints[i] = mark(i, c);
            numbers[i] = sign_of(i, c);
        }
    }
    return ENG_OK;
}

static void all_are_marked(const eng_world *w, int roster) {
    for (int c = 0; c < 2; c++) {
        const int32_t *ints = eng_roster_ints(w, roster, c);
        const double *numbers = eng_roster_numbers(w, roster, c);
        for (int64_t i = 0; i < eng_roster_people(w, roster); i++)
            if (ints[i] != mark(i, c) || numbers[i] < sign_of(i, c) || numbers[i] > sign_of(i, c))
                fail_msg("column %d of person %lld: %d and %g", c, (long long)i, (int)ints[i], numbers[i]);
    }
}

static void a_roster_grows_and_keeps_its_records_over_days(void **state) {
    (void)state;
    static const int more[] = {0, 1, 1, 1021, 1, 1, 0, 5000, 3, 20000}; /* 1024 and 1025 in all on the way */
    town t;
    int64_t all = 0;
    town_begin(&t, 0);
    town_open(&t, ENG_STOCHASTIC, 10);
    t.act = add_and_mark;
    for (size_t d = 0; d < sizeof more / sizeof *more; d++) {
        t.more = more[d];
        all += more[d];
        step(&t);
        assert_int_equal(eng_roster_people(t.w, t.roster[PEOPLE]), all);
        all_are_marked(t.w, t.roster[PEOPLE]);
    }
    assert_int_equal(eng_roster_people(t.w, t.roster[GUARDS]), 0);
    town_end(&t);
}

/* A smaller snapshot leaves the room of those who were there: who is added to it must not find their records. */
static void people_added_where_others_once_stood_begin_with_zeros(void **state) {
    (void)state;
    town t;
    town_begin(&t, 0);
    town_open(&t, ENG_STOCHASTIC, 10);
    t.act = add_and_mark;
    t.more = 3;
    step(&t);
    size_t size = eng_snapshot_size(t.w);
    char *bytes = malloc(size);
    assert_non_null(bytes);
    assert_int_equal(eng_snapshot_save(t.w, bytes, size), ENG_OK);
    t.more = 700;
    step(&t);
    assert_int_equal(eng_snapshot_load(t.w, bytes, size), ENG_OK);
    assert_int_equal(eng_roster_people(t.w, t.roster[PEOPLE]), 3);
    all_are_marked(t.w, t.roster[PEOPLE]);
    step(&t); /* looks that all 700 are zeros */
    all_are_marked(t.w, t.roster[PEOPLE]);
    free(bytes);
    town_end(&t);
}

/* Each cell has a value of its own: no column lies on another, of the same roster or not. */
static void records_set_before_the_first_day_stand_by_roster_and_column(void **state) {
    (void)state;
    town t;
    town_begin(&t, 0);
    town_open(&t, ENG_STOCHASTIC, 10);
    for (int r = 0; r < 2 * ROSTERS; r++) /* in two goes */
        assert_int_equal(eng_world_roster_add(t.w, t.roster[r % ROSTERS], 700 + r % ROSTERS), ENG_OK);
    for (int looking = 0; looking < 2; looking++)
        for (int r = 0; r < ROSTERS; r++)
            for (int i = 0; i < 2 * (700 + r); i++) {
                int32_t value = (int32_t)(100000 * r + i + 1);
                for (int c = 0; c < rosters[r].ints; c++, value += 10000) {
                    assert_int_equal(eng_roster_ints(t.w, t.roster[r], c)[i], looking ? value : 0);
                    eng_world_roster_ints(t.w, t.roster[r], c)[i] = value;
                }
                for (int c = 0; c < rosters[r].numbers; c++, value += 10000) {
                    assert_true(eng_roster_numbers(t.w, t.roster[r], c)[i] == (looking ? value + 0.5 : 0));
                    eng_world_roster_numbers(t.w, t.roster[r], c)[i] = value + 0.5;
                }
            }
    town_end(&t);
}

static void nobody_on_a_roster_is_lost(void **state) {
    (void)state;
    for (int a = 0; a < 3; a++) {
        town t;
        double before[ROSTERS] = {0};
        busy_begin(&t, (eng_arithmetic)a, 0);
        assert_int_equal(eng_world_roster_add(t.w, t.roster[NOBODY], 4000), ENG_OK);
        for (int d = 0; d < DAYS; d++) {
            double sum = eng_total(t.w, t.home) + eng_total(t.w, t.gone) + eng_total(t.w, t.line);
            assert_true(sum > 400 - 1e-9 && sum < 400 + 1e-9); /* the flow's own people are in the stocks still */
            for (int r = 0; r < ROSTERS; r++) {
                double now = (double)eng_roster_people(t.w, t.roster[r]);
                assert_true(now >= before[r]);
                before[r] = now;
                sum += now;
            }
            double everyone = eng_everyone(t.w);
            assert_true(everyone > sum - 1e-9 && everyone < sum + 1e-9);
            step(&t);
        }
        assert_true(before[CAMELS] > 0 && before[GUARDS] > before[CAMELS] && before[PEOPLE] > before[GUARDS]);
        town_end(&t);
    }
}

static void people_on_rosters_are_occupied_cells(void **state) {
    (void)state;
    town t;
    int64_t cells, alone;
    double people, few;
    busy_begin(&t, ENG_STOCHASTIC, 0);
    for (int d = 0; d < 4; d++)
        step(&t);
    int64_t listed = 0;
    for (int r = 0; r < ROSTERS; r++)
        listed += eng_roster_people(t.w, t.roster[r]);
    assert_true(listed > 20);
    eng_occupied(t.w, 1, &cells, &people);
    assert_int_equal(cells, 3 + listed); /* home, gone and line hold somebody */
    assert_true(people == 400 + (double)listed);
    eng_occupied(t.w, 2, &alone, &few); /* a person with a record is alone */
    assert_int_equal(alone, 3);
    assert_true(few == 400);
    town_end(&t);
}

/* ---- who may ask for what ---- */

/* What a system asks for where it must not, and what is said to it. */
enum { ADD, INTS, NUMBERS, ADD_TO_NONE, INTS_OF_NONE };
enum { PROB = INTS_OF_NONE + 1, PROB_BY, RATE, LIKE, CAPACITY, PUT };
enum { ONE_TOO_MANY = PUT + 1, FAR_TOO_MANY, FEWER, COMES_TO_NOTHING, SAYS_WHY, ASKS };
static const struct {
    int status;
    const char *words;
    int64_t people; /* to be added */
} answers[ASKS] = {[ADD] = {ENG_ERR_OWNER, "roster 'people'", 1},
                   [INTS] = {ENG_ERR_OWNER, "roster 'people'", 0},
                   [NUMBERS] = {ENG_ERR_OWNER, "roster 'people'", 0},
                   [ADD_TO_NONE] = {ENG_ERR_DECLARE, "roster 'unknown'", 1},
                   [INTS_OF_NONE] = {ENG_ERR_DECLARE, "roster 'unknown'", 0},
                   [PROB] = {ENG_ERR_OWNER, "flow 'set out'", 0},
                   [PROB_BY] = {ENG_ERR_OWNER, "flow 'stand in line'", 0},
                   [RATE] = {ENG_ERR_OWNER, "flow 'set out'", 0},
                   [LIKE] = {ENG_ERR_OWNER, "flow 'stand in line'", 0},
                   [CAPACITY] = {ENG_ERR_OWNER, "serve 'calls'", 0},
                   [PUT] = {ENG_ERR_OWNER, "field 'guarded'", 0},
                   [ONE_TOO_MANY] = {ENG_ERR_DECLARE, "roster 'people': 4294967287 people to be", 0xFFFFFFFF - 8},
                   [FAR_TOO_MANY] = {ENG_ERR_DECLARE, "roster 'people': 9223372036854775807 people", INT64_MAX},
                   [FEWER] = {ENG_ERR_DECLARE, "roster 'people': -1 people to be added to 9", -1},
                   [COMES_TO_NOTHING] = {ENG_ERR_SYSTEM, "its act failed", 0},
                   [SAYS_WHY] = {ENG_ERR_SYSTEM, "the well is dry", 0}};

/* 1 if it came back with nothing. */
static int refused(town *t, eng_day *day) {
    int what = t->more, people = t->roster[PEOPLE];
    if (answers[what].people != 0)
        return eng_roster_add(day, what == ADD_TO_NONE ? ROSTERS : people, answers[what].people) < 0;
    switch (what) {
    case INTS:
        return !eng_roster_put_ints(day, people, 1);
    case NUMBERS:
        return !eng_roster_put_numbers(day, people, 0);
    case INTS_OF_NONE:
        return !eng_roster_put_ints(day, -1, 0);
    case PROB:
        return !eng_prob(day, t->out);
    case PROB_BY:
        return !eng_prob_by(day, t->join, 1);
    case RATE:
        return eng_rate(day, t->out, 0.5) < 0;
    case LIKE:
        return eng_like(day, t->join, t->out, 0.5) < 0;
    case CAPACITY:
        return eng_capacity(day, t->serve, 5) < 0;
    case PUT:
        return !eng_put(day, t->guarded);
    case SAYS_WHY:
        return eng_fail(day, "the well is dry") < 0;
    default:
        return 1;
    }
}

static int ask(town *t, eng_day *day) {
    assert_true(refused(t, day));
    return t->more == COMES_TO_NOTHING ? -1 : ENG_OK;
}

static int half_set_out(town *t, eng_day *day) {
    (void)eng_rate(day, t->out, 0.5);
    return eng_capacity(day, t->serve, 5);
}

/* Day 0 goes well, on day 1 somebody asks: d the walkers in decide, a in act, k the keepers in act. */
static void must_fail(int what, char who) {
    town t;
    unsigned char digest[32], after[32];
    char system[32];
    snprintf(system, sizeof system, "system '%s'", who == 'k' ? "keepers" : "walkers");
    town_begin(&t, 0);
    town_open(&t, ENG_STOCHASTIC, 100);
    assert_int_equal(eng_world_roster_add(t.w, t.roster[PEOPLE], 9), ENG_OK);
    t.decide = half_set_out;
    step(&t);
    *(who == 'd' ? &t.decide : who == 'a' ? &t.act : &t.keep) = ask;
    t.more = what;
    int status = eng_world_step(t.w, &t);
    const char *words = eng_world_error(t.w);
    if (status != answers[what].status || !strstr(words, answers[what].words) || !strstr(words, "day 1: ") ||
        (!strstr(words, system) && !strstr(words, " to be added to ")))
        fail_msg("%c, status %d: \"%s\", expected %d: \"%s\"", who, status, words, answers[what].status,
                 answers[what].words);
    assert_int_equal(eng_roster_people(t.w, t.roster[PEOPLE]), 9);
    assert_int_equal(eng_world_today(t.w), 1);
    eng_world_digest(t.w, digest);
    t.decide = t.act = t.keep = NULL;
    assert_int_equal(eng_world_step(t.w, &t), ENG_ERR_SYSTEM); /* a world that failed stays failed */
    eng_world_digest(t.w, after);
    assert_memory_equal(digest, after, 32);
    town_end(&t);
}

static void only_its_owner_may_touch_a_roster(void **state) {
    (void)state;
    for (int what = ADD; what <= NUMBERS; what++)
        must_fail(what, 'k');
}

static void its_owner_may_not_touch_it_in_decide(void **state) {
    (void)state;
    for (int what = ADD; what <= NUMBERS; what++)
        must_fail(what, 'd');
}

static void unknown_rosters_are_refused(void **state) {
    (void)state;
    for (int what = ADD_TO_NONE; what <= INTS_OF_NONE; what++)
        for (int i = 0; i < 3; i++)
            must_fail(what, "adk"[i]);
}

static void act_may_ask_for_no_flow_and_no_serve_and_put_no_field_of_others(void **state) {
    (void)state;
    for (int what = PROB; what <= PUT; what++)
        must_fail(what, 'a');
}

static void an_act_that_fails_ends_the_day_with_its_words(void **state) {
    (void)state;
    for (int what = COMES_TO_NOTHING; what <= SAYS_WHY; what++) {
        must_fail(what, 'a');
        must_fail(what, 'k');
    }
}

static void more_people_than_draws_can_tell_apart_are_refused_with_words(void **state) {
    (void)state;
    for (int what = ONE_TOO_MANY; what <= FEWER; what++)
        must_fail(what, 'a');
    for (int i = 0; i < 3; i++) { /* also before the first day */
        town t;
        town_begin(&t, 0);
        town_open(&t, ENG_STOCHASTIC, 1);
        int roster = i == 2 ? ROSTERS : t.roster[PEOPLE];
        assert_int_equal(eng_world_roster_add(t.w, roster, i == 0 ? 0x100000000 : i == 1 ? -1 : 1), ENG_ERR_DECLARE);
        assert_non_null(strstr(eng_world_error(t.w), i == 2 ? "unknown roster" : "roster 'people'"));
        assert_true(eng_everyone(t.w) == 1);
        town_end(&t);
    }
}

static void rosters_that_cannot_be_are_refused(void **state) {
    (void)state;
    static const struct {
        int system;
        records r;
    } bad[] = {{0, {"of nothing", 0, 0}}, {0, {"less", -1, 2}}, {0, {"less", 2, -1}},  {2, {"of nobody", 1, 0}},
               {-1, {"of nobody", 1, 0}}, {0, {"", 1, 0}},      {0, {"people", 1, 0}}, {0, {"late", 1, 0}}};
    for (int i = 0; i < 8; i++) {
        town t;
        const records *r = &bad[i].r;
        town_begin(&t, 0);
        if (i == 7)
            assert_int_equal(eng_model_freeze(t.m), ENG_OK);
        int roster = eng_roster(t.m, bad[i].system, r->name, r->ints, r->numbers);
        assert_true(i == 6 ? roster == ROSTERS : roster == ENG_ERR_DECLARE);
        assert_int_equal(eng_model_freeze(t.m), ENG_ERR_DECLARE); /* which says so of the sixth */
        assert_non_null(strstr(eng_model_error(t.m), i == 7 ? "frozen" : i == 5 ? "roster" : r->name));
        town_end(&t);
    }
}

/* ---- the order of a day ---- */

/* Everybody sets out on day 2. What is seen of a day where: */
enum { MOVED_IN_DECIDE, MOVED_IN_ACT, LEFT_IN_ACT, ROSTER_IN_RECORD, FIELD_IN_DECIDE, FIELD_IN_ACT, FIELD_IN_RECORD };

static int watched_decide(town *t, eng_day *day) {
    const eng_world *w = eng_day_world(day);
    double *seen = t->seen[eng_world_today(w)];
    seen[MOVED_IN_DECIDE] = eng_moved_total(w, t->out);
    seen[FIELD_IN_DECIDE] = eng_get(w, t->met)[0];
    eng_put(day, t->met)[1] = 1000 + (double)eng_world_today(w);
    return eng_rate(day, t->out, eng_world_today(w) == 2 ? 1 : 0);
}

static int watched_act(town *t, eng_day *day) {
    const eng_world *w = eng_day_world(day);
    double today = (double)eng_world_today(w), *seen = t->seen[eng_world_today(w)], *met = eng_put(day, t->met);
    assert_true(met[1] == 1000 + today); /* decide's own are not lost */
    met[0] = 10 + today;
    seen[MOVED_IN_ACT] = eng_moved_total(w, t->out);
    seen[LEFT_IN_ACT] = eng_people(w, t->home, 0);
    seen[FIELD_IN_ACT] = eng_get(w, t->met)[0];
    return eng_roster_add(day, t->roster[PEOPLE], (int64_t)eng_moved_total(w, t->out));
}

static int watched_record(town *t, const eng_world *w) {
    double *seen = t->seen[eng_world_today(w)];
    seen[ROSTER_IN_RECORD] = (double)eng_roster_people(w, t->roster[PEOPLE]);
    seen[FIELD_IN_RECORD] = eng_get(w, t->met)[0];
    return ENG_OK;
}

static void watch_five_days(town *t, int arithmetic) {
    const double first[2] = {9, 0};
    town_begin(t, 0);
    town_open(t, (eng_arithmetic)arithmetic, 50);
    assert_int_equal(eng_world_field_set(t->w, t->met, first), ENG_OK);
    t->decide = watched_decide;
    t->act = watched_act;
    t->record = watched_record;
    for (int d = 0; d < 5; d++)
        step(t);
}

static void act_sees_the_move_of_the_day_and_record_what_act_did(void **state) {
    (void)state;
    for (int a = 0; a < 3; a++) {
        town t;
        watch_five_days(&t, a);
        for (int d = 0; d < 5; d++) {
            assert_true(t.seen[d][MOVED_IN_DECIDE] == (d == 3 ? 50 : 0)); /* yesterday's */
            assert_true(t.seen[d][MOVED_IN_ACT] == (d == 2 ? 50 : 0));    /* today's */
            assert_true(t.seen[d][LEFT_IN_ACT] == (d < 2 ? 50 : 0));
            assert_true(t.seen[d][ROSTER_IN_RECORD] == (d < 2 ? 0 : 50));
        }
        town_end(&t);
    }
}

static void what_act_puts_in_a_field_is_seen_on_the_next_day(void **state) {
    (void)state;
    for (int a = 0; a < 3; a++) {
        town t;
        watch_five_days(&t, a);
        for (int d = 0; d < 5; d++)
            for (int where = FIELD_IN_DECIDE; where <= FIELD_IN_RECORD; where++)
                assert_true(t.seen[d][where] == 9 + d);
        assert_true(eng_get(t.w, t.met)[0] == 14 && eng_get(t.w, t.met)[1] == 1004);
        town_end(&t);
    }
}

/* ---- chance ---- */

static int units_by_the_rule(town *t, eng_day *day) {
    static const int64_t firsts[] = {0, 1, 2, 3, 510, 1023, 0x7FFFFFFF, 0x80000000, 0xFFFFFFEE, 0xFFFFFFEF};
    static const uint32_t draws[] = {0, 1, 77, 0xFFFFFFFF};
    rng_key key = rng_key_make(SEED, rosters[t->more].name, "unit");
    uint32_t today = (uint32_t)eng_world_today(eng_day_world(day));
    double out[MOST];
    for (size_t f = 0; f < sizeof firsts / sizeof *firsts; f++)
        for (int n = 0; n <= 17; n++) {
            uint32_t draw = draws[(f + (size_t)n) % 4];
            for (int i = 0; i < MOST; i++)
                out[i] = -1;
            eng_roster_units(day, t->roster[t->more], draw, firsts[f], n, out + 1);
            for (int i = 0; i < MOST; i++) {
                double expected = -1; /* nothing is written before and after */
                if (i > 0 && i <= n)
                    expected = rng_unit(rng_u64(key, today, MEMBER, draw, (uint32_t)(firsts[f] + i - 1)));
                if (out[i] < expected || out[i] > expected)
                    fail_msg("first %lld, n %d: out[%d] is %.17g, expected %.17g", (long long)firsts[f], n, i - 1,
                             out[i], expected);
            }
        }
    return ENG_OK;
}

static int pairs_by_the_rule(town *t, eng_day *day) {
    static const int64_t people[] = {0, 1, 2, 999, 0x80000001, 0xFFFFFFFF};
    static const uint32_t pairs[] = {0, 1, 2, 1 << 20, 0xFFFFFFFF};
    rng_key key = rng_key_make(SEED, rosters[t->more].name, "pair");
    uint32_t today = (uint32_t)eng_world_today(eng_day_world(day));
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
            double out[4] = {-1, -1, -1, -1};
            uint64_t both[2];
            eng_roster_pair(day, t->roster[t->more], people[i], pairs[k], out + 1);
            rng_u64x2(key, today, MEMBER, pairs[k], (uint32_t)people[i], both);
            assert_true(out[1] == rng_unit(both[0]) && out[2] == rng_unit(both[1]));
            assert_true(out[0] == -1 && out[3] == -1);
        }
    return ENG_OK;
}

static void draws_follow_the_documented_rule(void **state) {
    (void)state;
    town t;
    town_begin(&t, 0);
    town_open(&t, ENG_STOCHASTIC, 1);
    for (int d = 0; d < 8; d++) {
        t.more = d % 2 ? PEOPLE : CAMELS;
        t.act = d % 4 < 2 ? units_by_the_rule : pairs_by_the_rule;
        step(&t);
    }
    town_end(&t);
}

/* Draws of the first MOST people, noted; `more` of them are added before, with draws of their own on the way. */
static int draw_and_note(town *t, eng_day *day) {
    double other[MOST];
    if (eng_roster_add(day, t->roster[PEOPLE], MOST + t->more))
        return -1;
    for (int i = 0; i < t->more; i++) {
        eng_roster_units(day, t->roster[PEOPLE], (uint32_t)i, i, 7, other);
        eng_roster_pair(day, t->roster[PEOPLE], i, (uint32_t)i, other);
    }
    eng_roster_units(day, t->roster[PEOPLE], 3, 0, MOST, t->drawn);
    for (int i = 0; i < MOST; i++)
        eng_roster_pair(day, t->roster[PEOPLE], i, 3, t->pair[i]);
    return ENG_OK;
}

typedef struct {
    double drawn[MOST], pair[MOST][2];
} luck;

static void draw(luck *out, const eng_world_options *o, int more, int days, int backwards) {
    town t;
    town_begin(&t, backwards);
    if (more) { /* another system with another roster besides */
        eng_system system = {.name = "a stranger"};
        int stranger = eng_system_add(t.m, &system);
        assert_true(eng_roster(t.m, stranger, "a crowd", 1, 1) >= 0);
    }
    assert_int_equal(eng_model_freeze(t.m), ENG_OK);
    t.w = eng_world_new(t.m, o);
    assert_non_null(t.w);
    t.act = draw_and_note;
    t.more = more;
    for (int d = 0; d < days; d++)
        step(&t);
    memcpy(out->drawn, t.drawn, sizeof out->drawn);
    memcpy(out->pair, t.pair, sizeof out->pair);
    town_end(&t);
}

/* Draws the two have in common, person by person. */
static int alike(const luck *a, const luck *b) {
    int n = 0;
    for (int i = 0; i < MOST; i++)
        n += (a->drawn[i] <= b->drawn[i] && a->drawn[i] >= b->drawn[i]) +
             (a->pair[i][0] <= b->pair[i][0] && a->pair[i][0] >= b->pair[i][0]) +
             (a->pair[i][1] <= b->pair[i][1] && a->pair[i][1] >= b->pair[i][1]);
    return n;
}

static void who_is_added_and_who_draws_more_moves_nobody_elses_luck(void **state) {
    (void)state;
    const eng_world_options o = {.seed = SEED, .chance_member = MEMBER};
    luck few, many;
    for (int days = 1; days < 4; days++) {
        draw(&few, &o, 0, days, 0);
        draw(&many, &o, 40, days, days == 2);
        assert_int_equal(alike(&few, &many), 3 * MOST);
    }
}

static void members_seeds_and_days_differ_and_equal_members_share_their_luck(void **state) {
    (void)state;
    static const struct {
        eng_world_options o;
        int days, same;
    } runs[] = {{{ENG_STOCHASTIC, SEED, MEMBER, 1, 0, 0}, 1, 1},
                {{ENG_INDIVIDUAL, SEED, MEMBER, 9, 1, 1}, 1, 1}, /* neither arithmetic nor environment comes in */
                {{ENG_STOCHASTIC, SEED, MEMBER + 1, 1, 0, 0}, 1, 0},
                {{ENG_STOCHASTIC, SEED + 1, MEMBER, 1, 0, 0}, 1, 0},
                {{ENG_STOCHASTIC, SEED, MEMBER, 1, 0, 0}, 2, 0}};
    luck first, other;
    draw(&first, &runs[0].o, 0, 1, 0);
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
        draw(&other, &runs[i].o, 0, runs[i].days, 0);
        assert_int_equal(alike(&first, &other), runs[i].same ? 3 * MOST : 0);
    }
}

/* ---- snapshot, branch, digest ---- */

static char *saved(const eng_world *w, size_t *size) {
    *size = eng_snapshot_size(w);
    char *bytes = malloc(*size);
    assert_non_null(bytes);
    assert_int_equal(eng_snapshot_save(w, bytes, *size - 1), ENG_ERR_SNAPSHOT);
    assert_int_equal(eng_snapshot_save(w, bytes, *size), ENG_OK);
    return bytes;
}

static void run_on(town *t, eng_world *w) {
    eng_world *mine = t->w;
    t->w = w;
    while (eng_world_today(w) < DAYS)
        step(t);
    t->w = mine;
}

/* From the snapshot to the last day in a world of t's; used: a world that is not new. */
static void restored_ends_alike(town *t, eng_arithmetic arithmetic, const char *bytes, size_t size, int used,
                                const unsigned char expected[32]) {
    unsigned char digest[32];
    eng_world *w = new_world(t, arithmetic);
    size_t again;
    if (used) {
        assert_int_equal(eng_world_put(w, t->home, 0, 90), ENG_OK);
        run_on(t, w);
        for (int r = 0; r < ROSTERS; r++)
            assert_int_equal(eng_world_roster_add(w, t->roster[r], 50), ENG_OK);
    }
    if (eng_snapshot_load(w, bytes, size) != ENG_OK)
        fail_msg("%s", eng_world_error(w));
    char *copy = saved(w, &again);
    assert_int_equal(again, size);
    assert_memory_equal(copy, bytes, size);
    run_on(t, w);
    eng_world_digest(w, digest);
    assert_memory_equal(digest, expected, 32);
    free(copy);
    eng_world_free(w);
}

static void a_world_saved_on_any_day_goes_on_as_if_nothing_had_happened(void **state) {
    (void)state;
    for (int a = 0; a < 3; a++)
        for (int backwards = 0; backwards < 2; backwards++) {
            town t, other;
            char *bytes[DAYS + 1];
            size_t size[DAYS + 1];
            unsigned char digest[32];
            busy_begin(&t, (eng_arithmetic)a, backwards);
            busy_begin(&other, (eng_arithmetic)a, !backwards);
            for (int d = 0; d < DAYS; d++) {
                bytes[d] = saved(t.w, &size[d]);
                step(&t);
            }
            bytes[DAYS] = saved(t.w, &size[DAYS]);
            assert_true(size[DAYS] > size[1] + 1000); /* the rosters have grown */
            eng_world_digest(t.w, digest);
            for (int d = 0; d <= DAYS; d++) {
                restored_ends_alike(&t, (eng_arithmetic)a, bytes[d], size[d], d % 2, digest);
                restored_ends_alike(&other, (eng_arithmetic)a, bytes[d], size[d], !(d % 2), digest);
                free(bytes[d]);
            }
            town_end(&t);
            town_end(&other);
        }
}

static void must_be_refused(const town *t, const char *bytes, size_t size) {
    eng_world *w = new_world(t, ENG_STOCHASTIC);
    char *exact = malloc(size ? size : 1); /* so that a look beyond its end is one beyond its memory */
    assert_non_null(exact);
    memcpy(exact, bytes, size);
    if (eng_snapshot_load(w, exact, size) != ENG_ERR_SNAPSHOT)
        fail_msg("a snapshot of %zu bytes was taken", size);
    assert_true(eng_world_error(w)[0] != 0);
    assert_true(eng_world_today(w) == 0 && eng_total(w, t->home) == 0);
    assert_int_equal(eng_world_step(w, NULL), ENG_ERR_SYSTEM);
    free(exact);
    eng_world_free(w);
}

static void snapshots_that_are_cut_short_or_too_long_are_refused(void **state) {
    (void)state;
    town t;
    size_t size;
    busy_begin(&t, ENG_STOCHASTIC, 0);
    for (int d = 0; d < 3; d++)
        step(&t);
    char *bytes = saved(t.w, &size), *longer = calloc(1, size + 64);
    assert_non_null(longer);
    memcpy(longer, bytes, size);
    for (size_t n = 0; n < size; n++)
        must_be_refused(&t, bytes, n);
    for (size_t n = 1; n <= 64; n++)
        must_be_refused(&t, longer, size + n);
    free(bytes);
    free(longer);
    town_end(&t);
}

static void snapshots_with_a_false_number_of_people_are_refused(void **state) {
    (void)state;
    town t;
    size_t size, at;
    busy_begin(&t, ENG_STOCHASTIC, 0);
    eng_world *empty = new_world(&t, ENG_STOCHASTIC);
    at = eng_snapshot_size(empty) - ROSTERS * sizeof(int64_t); /* where the first roster begins */
    eng_world_free(empty);
    for (int d = 0; d < 3; d++)
        step(&t);
    char *bytes = saved(t.w, &size);
    for (int r = 0; r < ROSTERS; r++) {
        int64_t people, wrong;
        memcpy(&people, bytes + at, sizeof people);
        assert_int_equal(people, eng_roster_people(t.w, t.roster[r]));
        const int64_t wrongs[] = {people + 1,     people - 1,       -1,
                                  -people - 1,    INT64_MIN,        INT64_MAX,
                                  0xFFFFFFFF,     0x100000000,      people + 0x100000000,
                                  INT64_MAX / 24, (int64_t)1 << 61, people + ((int64_t)1 << 61)};
        for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
            wrong = wrongs[i];
            memcpy(bytes + at, &wrong, sizeof wrong);
            must_be_refused(&t, bytes, size);
        }
        memcpy(bytes + at, &people, sizeof people);
        at += sizeof people + (size_t)people * (4 * (size_t)rosters[r].ints + 8 * (size_t)rosters[r].numbers);
    }
    assert_int_equal(at, size);
    free(bytes);
    town_end(&t);
}

static void snapshots_of_other_rosters_are_refused(void **state) {
    (void)state;
    static const records others[] = {{"peoples", 2, 2}, {"people", 1, 2}, {"people", 2, 1}, {"people", 4, 1}};
    town t;
    size_t size;
    busy_begin(&t, ENG_STOCHASTIC, 0);
    char *bytes = saved(t.w, &size);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        town other;
        records list[ROSTERS];
        memcpy(list, rosters, sizeof list);
        list[PEOPLE] = others[i];
        town_begin_with(&other, 0, list);
        town_open(&other, ENG_STOCHASTIC, 1);
        must_be_refused(&other, bytes, size);
        town_end(&other);
    }
    free(bytes);
    town_end(&t);
}

static void a_branch_goes_on_alike_and_leaves_the_main_line_alone(void **state) {
    (void)state;
    for (int a = 0; a < 3; a++) {
        town t;
        unsigned char straight[32], digest[32];
        int apart = 0;
        busy_begin(&t, (eng_arithmetic)a, 0);
        run_on(&t, t.w);
        eng_world_digest(t.w, straight);
        town_end(&t);
        busy_begin(&t, (eng_arithmetic)a, 0);
        for (int d = 0; d < DAYS; d++) {
            eng_world *same = eng_world_branch(t.w), *other = eng_world_branch(t.w);
            assert_non_null(same);
            assert_non_null(other);
            t.more = 1; /* one more a day */
            run_on(&t, other);
            t.more = 0;
            run_on(&t, same);
            eng_world_digest(same, digest);
            assert_memory_equal(digest, straight, 32);
            eng_world_digest(other, digest);
            apart += memcmp(digest, straight, 32) != 0;
            eng_world_free(same);
            eng_world_free(other);
            step(&t);
        }
        eng_world_digest(t.w, digest);
        assert_memory_equal(digest, straight, 32);
        assert_int_equal(apart, DAYS);
        town_end(&t);
    }
}

enum { CHANGES = 13 };

/* Digest of a world of six in each roster with one thing changed; 0: with nothing. A camel's zeros are as many bytes as
 * two guards', and still tell another story. */
static void digest_with(int change, unsigned char digest[32]) {
    town t;
    town_begin(&t, change == CHANGES); /* the last: nothing but the order of declarations */
    town_open(&t, ENG_STOCHASTIC, 1);
    for (int r = 0; r < ROSTERS; r++)
        assert_int_equal(eng_world_roster_add(t.w, t.roster[r],
                                              6 + (change != 1 + r ? 0
                                                   : r == GUARDS   ? 2
                                                                   : 1)),
                         ENG_OK);
    int people = t.roster[PEOPLE];
    if (change >= 5 && change <= 8)
        eng_world_roster_ints(t.w, people, change % 2)[change < 7 ? 0 : 5] = 1;
    if (change >= 9 && change <= 12)
        eng_world_roster_numbers(t.w, people, change % 2)[change < 11 ? 0 : 5] = 0x1p-1074;
    eng_world_digest(t.w, digest);
    town_end(&t);
}

static void digests_differ_by_one_record(void **state) {
    (void)state;
    unsigned char digests[CHANGES][32], backwards[32];
    for (int i = 0; i < CHANGES; i++) {
        digest_with(i, digests[i]);
        for (int k = 0; k < i; k++)
            if (memcmp(digests[i], digests[k], 32) == 0)
                fail_msg("changes %d and %d have one digest", i, k);
    }
    digest_with(CHANGES, backwards);
    assert_memory_equal(backwards, digests[0], 32);
}

static void systems_and_rosters_declared_in_either_order_give_the_same_digest(void **state) {
    (void)state;
    for (int a = 0; a < 3; a++) {
        town t[2];
        unsigned char digest[2][32];
        for (int i = 0; i < 2; i++)
            busy_begin(&t[i], (eng_arithmetic)a, i);
        assert_true(t[0].walkers != t[1].walkers && t[0].roster[PEOPLE] != t[1].roster[PEOPLE]);
        for (int d = 0; d <= DAYS; d++) {
            for (int i = 0; i < 2; i++)
                eng_world_digest(t[i].w, digest[i]);
            assert_memory_equal(digest[0], digest[1], 32);
            for (int i = 0; i < 2; i++)
                step(&t[i]);
        }
        assert_true(eng_get(t[0].w, t[0].met)[0] > 10 && eng_get(t[0].w, t[0].guarded)[0] > 0);
        for (int i = 0; i < 2; i++)
            town_end(&t[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_roster_grows_and_keeps_its_records_over_days),
        cmocka_unit_test(people_added_where_others_once_stood_begin_with_zeros),
        cmocka_unit_test(records_set_before_the_first_day_stand_by_roster_and_column),
        cmocka_unit_test(nobody_on_a_roster_is_lost),
        cmocka_unit_test(people_on_rosters_are_occupied_cells),
        cmocka_unit_test(only_its_owner_may_touch_a_roster),
        cmocka_unit_test(its_owner_may_not_touch_it_in_decide),
        cmocka_unit_test(unknown_rosters_are_refused),
        cmocka_unit_test(act_may_ask_for_no_flow_and_no_serve_and_put_no_field_of_others),
        cmocka_unit_test(an_act_that_fails_ends_the_day_with_its_words),
        cmocka_unit_test(more_people_than_draws_can_tell_apart_are_refused_with_words),
        cmocka_unit_test(rosters_that_cannot_be_are_refused),
        cmocka_unit_test(act_sees_the_move_of_the_day_and_record_what_act_did),
        cmocka_unit_test(what_act_puts_in_a_field_is_seen_on_the_next_day),
        cmocka_unit_test(draws_follow_the_documented_rule),
        cmocka_unit_test(who_is_added_and_who_draws_more_moves_nobody_elses_luck),
        cmocka_unit_test(members_seeds_and_days_differ_and_equal_members_share_their_luck),
        cmocka_unit_test(a_world_saved_on_any_day_goes_on_as_if_nothing_had_happened),
        cmocka_unit_test(snapshots_that_are_cut_short_or_too_long_are_refused),
        cmocka_unit_test(snapshots_with_a_false_number_of_people_are_refused),
        cmocka_unit_test(snapshots_of_other_rosters_are_refused),
        cmocka_unit_test(a_branch_goes_on_alike_and_leaves_the_main_line_alone),
        cmocka_unit_test(digests_differ_by_one_record),
        cmocka_unit_test(systems_and_rosters_declared_in_either_order_give_the_same_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
