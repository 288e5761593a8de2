/* The store, with a small model of its own in place of the corridor: what is killed, cancelled, resumed, shuffled or
 * shared out among threads gives the same digest; what is written is what is read.
 *
 * The model: people go between two stocks by the member's rate and noise. Its fourth series is a ratio. A counter of
 * days kills or cancels at a chosen day of work, so no test rests on time. ctest: sanitized processors=2
 */
#include "run/digest.h"
#include "run/run.h"
#include "store/db.h"
#include "store/pack.h"
#include "store/tidy.h"
#include "table/results.h"

#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- the model ---- */

enum { NATIONS_MAX = 16, PLACES = 2 };
static const char *const place_names[PLACES] = {"East", "West"};
static const par_decl declarations[] = {
    {"fake.rate", "per day", 0.1, 0, 1, PRIOR_LOGNORMAL, 0.5, 2, WHERE_NONE, WHO_NONE, PAR_BEHAVIOUR, CONF_JUDGEMENT,
     "share who set out in a day", "[our judgement]"},
    {"fake.agents", "people", 10, 0, 1000, PRIOR_NONE, 0, 0, WHERE_NONE, WHO_NATIONALITY, PAR_POLICY, CONF_JUDGEMENT,
     "agents, of no effect", "[our judgement]"},
    {.path = NULL}};

struct mdl_model {
    const scn_scenario *scenario;
    eng_model *engine;
    int system, home[PLACES], road[PLACES], out[PLACES], back[PLACES], noise, rate, nations;
    mdl_series series[4];
    int width;
};
struct mdl_member {
    const mdl_model *model;
    eng_world *world;
    double *values;
};

static atomic_int days_stepped;
static int kill_at, cancel_at;
static vado *to_cancel;

static int fake_declarations(const par_decl *lists[MDL_MOST_PARTS]) {
    lists[0] = declarations;
    return 1;
}

static int decide(void *user, eng_day *day) {
    const mdl_member *p = user;
    const mdl_model *m = p->model;
    for (int i = 0; i < PLACES; i++) {
        double *out = eng_prob(day, m->out[i]), *back = eng_prob(day, m->back[i]);
        if (!out || !back)
            return eng_fail(day, "not owned");
        for (int n = 0; n < m->nations; n++) {
            double rate = p->values[m->rate] * eng_noise(eng_day_world(day), m->noise, i) * (n + 1) / m->nations;
            out[n] = rate < 0.9 ? rate : 0.9;
            back[n] = 0.3;
        }
    }
    return 0;
}

static void fake_close(mdl_model *m) {
    eng_model_free(m->engine);
    free(m);
}

static int fake_open(const scn_scenario *s, mdl_model **out, rep_report *rep) {
    (void)rep;
    mdl_model *m = calloc(1, sizeof *m);
    assert_non_null(m);
    m->scenario = s;
    m->engine = eng_model_new();
    m->nations = s->nnationalities;
    eng_system system = {.name = "fake", .decide = decide};
    m->system = eng_system_add(m->engine, &system);
    int dim = eng_dimension(m->engine, "nationality", m->nations), shape = eng_shape(m->engine, 1, &dim);
    for (int i = 0; i < PLACES; i++) {
        char name[32];
        snprintf(name, sizeof name, "%s: home", place_names[i]);
        m->home[i] = eng_stock(m->engine, m->system, name, shape, ENG_POOL, 0);
        snprintf(name, sizeof name, "%s: road", place_names[i]);
        m->road[i] = eng_stock(m->engine, m->system, name, shape, ENG_POOL, 0);
        snprintf(name, sizeof name, "%s: out", place_names[i]);
        m->out[i] = eng_flow(m->engine, name, m->home[i], m->road[i], NULL);
        snprintf(name, sizeof name, "%s: back", place_names[i]);
        eng_flow_spec slow = {.delay_max = 9};
        m->back[i] = eng_flow(m->engine, name, m->road[i], m->home[i], &slow);
    }
    m->noise = eng_channel(m->engine, "effort", PLACES, ENG_NOISE_AR1);
    assert_int_equal(eng_model_freeze(m->engine), 0);
    m->rate = par_offset(&s->registry, "fake.rate");
    int n = m->nations;
    mdl_series all[4] = {
        {"encounters", "people", "who set out", &mdl_plain, NULL, 0, SERIES_SUM, 0, PLACES, place_names, 1, 0,
         PLACES * n, PLACES * n, 0},
        {"waiting", "people", "on the road", &mdl_plain, NULL, 0, SERIES_MEAN, 1, PLACES, place_names, 0, 0, PLACES,
         PLACES, 0},
        {"deaths", "people", "a fiftieth of who set out", &mdl_plain, NULL, 0, SERIES_SUM, 1, 0, NULL, 1, 0, n, n, 0},
        {"repeat_share", "share", "West of all", &mdl_plain, NULL, 0, SERIES_RATIO, 0, 0, NULL, 1, 0, n, 2 * n, 0}};
    for (int i = 0; i < 4; i++) {
        all[i].offset = m->width;
        m->width += all[i].width;
    }
    memcpy(m->series, all, sizeof all);
    *out = m;
    return 0;
}

static int fake_series(const mdl_model *m, const mdl_series **out) {
    *out = m->series;
    return 4;
}
static int fake_width(const mdl_model *m) { return m->width; }
static const eng_model *fake_engine(const mdl_model *m) { return m->engine; }

static void fake_member_close(mdl_member *p) {
    eng_world_free(p->world);
    free(p->values);
    free(p);
}

static int fake_member_open(const mdl_model *m, const mdl_member_options *o, mdl_member **out) {
    mdl_member *p = calloc(1, sizeof *p);
    const par_registry *r = &m->scenario->registry;
    p->model = m;
    p->values = calloc((size_t)r->total, sizeof(double));
    if (o->layer_parameters)
        par_draw(r, m->scenario->values, m->scenario->fixed, o->seed, o->member, o->members, p->values);
    else
        memcpy(p->values, m->scenario->values, (size_t)r->total * sizeof(double));
    eng_world_options w = {.arithmetic = o->arithmetic,
                           .seed = o->seed,
                           .chance_member = o->layer_chance ? (uint32_t)o->member : 0,
                           .environment_member = (uint32_t)o->member,
                           .environment_off = !o->layer_environment};
    p->world = eng_world_new(m->engine, &w);
    for (int i = 0; i < PLACES; i++)
        for (int n = 0; n < m->nations; n++)
            eng_world_put(p->world, m->home[i], n, 5000);
    eng_world_noise_set(p->world, m->noise, 0.3, 20);
    *out = p;
    return 0;
}

static int64_t fake_day(const mdl_member *p) {
    const scn_scenario *s = p->model->scenario;
    return s->from - s->spin_up_days + eng_world_today(p->world);
}

static int fake_step(mdl_member *p, double *record) {
    int n = atomic_fetch_add(&days_stepped, 1) + 1;
    if (kill_at && n >= kill_at)
        raise(SIGKILL);
    if (cancel_at && n == cancel_at)
        vado_cancel(to_cancel);
    if (eng_world_step(p->world, p))
        return -1;
    const mdl_model *m = p->model;
    for (int i = 0; record && i < PLACES; i++)
        for (int k = 0; k < m->nations; k++) {
            double moved = eng_moved(p->world, m->out[i], k);
            record[m->series[0].offset + i * m->nations + k] += moved;
            record[m->series[1].offset + i] += eng_people(p->world, m->road[i], k);
            record[m->series[2].offset + k] += moved / 50;
            record[m->series[3].offset + k] += i == 1 ? moved : 0;
            record[m->series[3].offset + m->nations + k] += moved;
        }
    return 0;
}
static const char *fake_error(const mdl_member *p) { return eng_world_error(p->world); }
static eng_world *fake_world(mdl_member *p) { return p->world; }
static const double *fake_parameters(const mdl_member *p) { return p->values; }

static const mdl_kind fake = {.name = "corridor",
                              .declarations = fake_declarations,
                              .open = fake_open,
                              .close = fake_close,
                              .series = fake_series,
                              .record_width = fake_width,
                              .engine = fake_engine,
                              .member_open = fake_member_open,
                              .member_close = fake_member_close,
                              .member_day = fake_day,
                              .member_step = fake_step,
                              .member_error = fake_error,
                              .member_world = fake_world,
                              .member_parameters = fake_parameters};
const mdl_kind *mdl_find(const char *name) { return strcmp(name, "corridor") == 0 ? &fake : NULL; }

/* ---- its scenario: the tables of six-places with another scenario.yaml ---- */

static const char folder[] = "fake";

static void write_file(const char *name, const char *text, size_t n) {
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    fclose(f);
}

static int make_scenario(void **state) {
    (void)state;
    static const char *const tables[] = {"nationalities", "places", "legs",    "sectors", "crossings",
                                         "stations",      "ports",  "origins", "returns"};
    const char *root = getenv("SOURCE_DIR");
    static char text[1 << 20];
    mkdir(folder, 0777);
    mkdir("fake/observed", 0777);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char path[1024], name[64];
        snprintf(name, sizeof name, "%s.csv", tables[i]);
        snprintf(path, sizeof path, "%s/tests/scenarios/six-places/%s", root ? root : ".", name);
        FILE *f = fopen(path, "rb");
        if (!f)
            continue; /* a table that scenario does not need */
        size_t n = fread(text, 1, sizeof text, f);
        fclose(f);
        write_file(name, text, n);
    }
    static const char yaml[] = "name: fake\ntitle: Two stocks\nmodel: corridor\n"
                               "period: {from: 2018-01-10, until: 2018-05-20}\nspin_up_days: 15\n";
    write_file("scenario.yaml", yaml, strlen(yaml));
    return 0;
}

static vado_input input_of(void) {
    vado_input in = VADO_INIT(vado_input);
    in.scenario = folder;
    return in;
}

static void say(const vado *v) {
    for (int i = 0; i < vado_message_count(v); i++)
        print_message("%s\n", vado_message(v, i));
}

static vado_run_options four_members(void) {
    vado_run_options o;
    vado_run_defaults(&o);
    o.members = 4;
    o.seed = 7;
    o.threads = 2;
    o.command = "test";
    return o;
}

/* Runs, and gives the digest. */
static void digest_of(const vado_run_options *o, const wrk_tuning *t, const char *path, char out[65]) {
    vado *v = vado_new();
    vado_input in = input_of();
    int status = run_tuned(v, &in, o, path, t);
    if (status)
        say(v);
    assert_int_equal(status, 0);
    assert_int_equal(vado_digest(v, path, out), 0);
    vado_free(v);
}

/* ---- tests ---- */

static void a_packed_row_comes_back_bit_for_bit(void **state) {
    (void)state;
    const double row[] = {0,    1,      -1, 0,        0.1, 1e300, -3.5, 9007199254740991.0, 9007199254740993.0,
                          -0.0, 5e-324, 0,  123456789};
    enum { N = sizeof row / sizeof *row };
    pack_buffer b = {0};
    assert_int_equal(pack_row(&b, row, N), 0);
    double back[N] = {0};
    pack_reader r;
    pack_read_start(&r, b.bytes, b.length);
    int cell, rc;
    double value;
    while ((rc = pack_read(&r, &cell, &value)) == 1)
        back[cell] = value;
    assert_int_equal(rc, 0);
    for (int i = 0; i < N; i++)
        assert_true(back[i] >= row[i] && back[i] <= row[i]);
    for (size_t cut = 1; cut < b.length; cut++) { /* damaged bytes end or fail, never overrun */
        pack_read_start(&r, b.bytes, cut);
        while (pack_read(&r, &cell, &value) == 1)
            ;
    }
    const double bad[] = {1, NAN};
    assert_int_equal(pack_row(&b, bad, 2), -2);
    pack_free(&b);
}

static void threads_and_order_of_members_change_nothing(void **state) {
    (void)state;
    char first[65], other[65];
    vado_run_options o = four_members();
    o.threads = 1;
    digest_of(&o, NULL, "one.db", first);
    o.threads = 2;
    digest_of(&o, NULL, "two.db", other);
    assert_string_equal(first, other);
    o.threads = 8;
    wrk_tuning t = {.shuffle = 99};
    digest_of(&o, &t, "eight.db", other);
    assert_string_equal(first, other);
    o.seed = 8;
    digest_of(&o, NULL, "seed.db", other);
    assert_string_not_equal(first, other);
}

static void the_number_of_members_does_not_change_who_they_are_in_chance(void **state) {
    (void)state;
    /* With only chance switched on, member 2 of 2 is member 2 of 4. */
    double two = 0, four = 0;
    for (int n = 2; n <= 4; n += 2) {
        vado_run_options o = four_members();
        char digest[65], words[256];
        o.members = n;
        o.layer_parameters = o.layer_environment = 0;
        digest_of(&o, NULL, "some.db", digest);
        results *r = NULL;
        res_table t;
        assert_int_equal(res_open(&r, "some.db", 1, words, sizeof words), 0);
        assert_int_equal(res_read(r, 0, RES_TOTAL, &t), 0);
        *(n == 2 ? &two : &four) = res_value(r, &t, 0, 0, res_month_count(r), 1);
        res_table_free(&t);
        res_close(r);
    }
    assert_true(two > 0 && two >= four && two <= four);
}

/* Plain rows of a run that was stopped are those of one that never was. */
static void the_same_rows_of_tidy(const char *a, const char *b) {
    char sql[512], words[256];
    db_store s;
    assert_int_equal(db_open(&s, b, 0, words, sizeof words), 0);
    assert_int_equal(sto_sizes(&s), 0);
    assert_int_equal(tdy_check(&s), 1);
    (void)snprintf(sql, sizeof sql, "ATTACH '%s' AS other", a);
    assert_int_equal(db_exec(&s, sql), 0);
    sqlite3_stmt *q = NULL;
    assert_int_equal(db_prepare(&s,
                                "SELECT (SELECT count(*) FROM margin), (SELECT count(*) FROM other.margin), (SELECT "
                                "count(*) FROM (SELECT * FROM tidy EXCEPT SELECT * FROM other.tidy))",
                                &q),
                     0);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    assert_true(sqlite3_column_int(q, 0) > 0);
    assert_int_equal(sqlite3_column_int(q, 0), sqlite3_column_int(q, 1));
    assert_int_equal(sqlite3_column_int(q, 2), 0);
    sqlite3_finalize(q);
    db_close(&s);
}

static int child_killed_at(int n, int resume, const char *path) {
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        vado *v = vado_new();
        vado_input in = input_of();
        vado_run_options o = four_members();
        wrk_tuning t = {.snapshot_days = 3};
        atomic_store(&days_stepped, 0);
        kill_at = n;
        int status = resume ? run_resume_tuned(v, path, 2, &t) : run_tuned(v, &in, &o, path, &t);
        _exit(status ? 1 : 0);
    }
    int how = 0;
    assert_int_equal(waitpid(pid, &how, 0), pid);
    return WIFSIGNALED(how) ? WTERMSIG(how) : -WEXITSTATUS(how);
}

static void killed_at_any_moment_and_resumed_gives_the_same_digest(void **state) {
    (void)state;
    char whole[65], again[65];
    vado_run_options o = four_members();
    digest_of(&o, NULL, "whole.db", whole);
    unsigned x = 12345;
    for (int round = 0; round < 8; round++) {
        int kills = 0, how = SIGKILL;
        for (int attempt = 0; attempt < 60 && how == SIGKILL; attempt++) {
            x = x * 1103515245u + 12345u;
            how = child_killed_at(1 + (int)((x >> 16) % 900), attempt > 0, "killed.db");
            kills += how == SIGKILL;
            if (how == -1 && attempt == 0)
                fail_msg("the run failed instead of being killed");
        }
        assert_int_equal(how, 0); /* it came to its end */
        assert_true(kills > 0);
        vado *v = vado_new();
        assert_int_equal(vado_digest(v, "killed.db", again), 0);
        vado_free(v);
        assert_string_equal(whole, again);
        the_same_rows_of_tidy("whole.db", "killed.db");
    }
}

static int into_text(void *user, const char *text, size_t n) {
    char **out = user;
    size_t had = *out ? strlen(*out) : 0;
    *out = realloc(*out, had + n + 1);
    memcpy(*out + had, text, n);
    (*out)[had + n] = '\0';
    return 0;
}

/* An unfinished run is refused by all that read it, unless they are told to: then they say so in what they write. */
static void read_as_far_as_it_is(const char *path) {
    for (int partial = 0; partial < 2; partial++) {
        char *text[3] = {NULL, NULL, NULL};
        vado_export_options e = VADO_INIT(vado_export_options);
        vado *v = vado_new();
        vado_allow_partial(v, partial);
        int status[3] = {vado_export(v, path, "encounters", &e, into_text, &text[0]),
                         vado_series_list(v, path, into_text, &text[1]), vado_summary(v, path, into_text, &text[2])};
        for (int i = 0; i < 3; i++) {
            assert_int_equal(status[i], partial ? 0 : VADO_ERR_STORE);
            if (!partial)
                assert_null(text[i]);
            else
                assert_int_equal(strncmp(text[i], i < 2 ? "# PARTIAL: " : "PARTIAL: ", i < 2 ? 11 : 9), 0);
            free(text[i]);
        }
        if (!partial)
            assert_non_null(strstr(vado_message(v, 0), "vado_resume"));
        vado_free(v);
    }
}

static void cancelled_it_says_so_and_can_be_resumed_without_its_folder(void **state) {
    (void)state;
    char whole[65], again[65];
    vado_run_options o = four_members();
    digest_of(&o, NULL, "whole.db", whole);
    vado *v = vado_new();
    vado_input in = input_of();
    atomic_store(&days_stepped, 0);
    cancel_at = 700;
    to_cancel = v;
    assert_int_equal(vado_run(v, &in, &o, "cancelled.db"), VADO_ERR_CANCELLED);
    cancel_at = 0;
    assert_int_equal(vado_digest(v, "cancelled.db", again), VADO_ERR_STORE); /* not finished */
    vado_free(v);
    read_as_far_as_it_is("cancelled.db");
    assert_int_equal(rename(folder, "elsewhere"), 0);
    v = vado_new();
    int status = vado_resume(v, "cancelled.db", 1);
    assert_int_equal(rename("elsewhere", folder), 0);
    if (status)
        say(v);
    assert_int_equal(status, 0);
    assert_int_equal(vado_digest(v, "cancelled.db", again), 0);
    assert_string_equal(whole, again);
    the_same_rows_of_tidy("whole.db", "cancelled.db");
    assert_int_equal(vado_resume(v, "cancelled.db", 1), 0); /* nothing left to do */
    vado_free(v);
}

/* Undone seals would say so first: the digest itself is asked here. */
static void a_planted_change_of_one_value_changes_the_digest_and_breaks_the_seal(void **state) {
    (void)state;
    char before[65], after[65], words[256];
    vado_run_options o = four_members();
    digest_of(&o, NULL, "planted.db", before);
    db_store s;
    assert_int_equal(db_open(&s, "planted.db", 1, words, sizeof words), 0);
    assert_int_equal(sto_sizes(&s), 0);
    double row[1] = {1};
    pack_buffer b = {0};
    assert_int_equal(pack_row(&b, row, 1), 0);
    assert_int_equal(db_put_value(&s, DB_MEMBER, 3, 2, 1, b.bytes, b.length), 0);
    pack_free(&b);
    assert_int_equal(dig_run(&s, after), 0);
    assert_string_not_equal(before, after);
    db_close(&s);
    vado *v = vado_new();
    assert_int_equal(vado_digest(v, "planted.db", after), VADO_ERR_STORE);
    assert_non_null(strstr(vado_message(v, 0), "results are not as they were written (member 4, month 3 of the run)"));
    vado_free(v);
}

static void days_sum_to_months_and_members_to_their_quantiles(void **state) {
    (void)state;
    char digest[65];
    vado_run_options o = four_members();
    digest_of(&o, NULL, "export.db", digest);
    char *months = NULL, *days = NULL;
    vado *v = vado_new();
    vado_export_options e = VADO_INIT(vado_export_options);
    e.members = 1;
    assert_int_equal(vado_export(v, "export.db", "encounters", &e, into_text, &months), 0);
    e.period = VADO_BY_DAY;
    assert_int_equal(vado_export(v, "export.db", "encounters", &e, into_text, &days), 0);
    assert_int_equal(strncmp(months, "month,member,value\n2018-01,1,", 29), 0);
    assert_int_equal(strncmp(days, "date,member,value\n2018-01-10,1,", 31), 0);
    double sum[2] = {0, 0};
    char *texts[2] = {months, days};
    for (int i = 0; i < 2; i++)
        for (char *line = strchr(texts[i], '\n') + 1; *line; line = strchr(line, '\n') + 1)
            sum[i] += strtod(strchr(strchr(line, ',') + 1, ',') + 1, NULL);
    assert_true(sum[0] > 0 && sum[0] >= sum[1] && sum[0] <= sum[1]);
    e.by_place = 1;
    assert_int_equal(vado_export(v, "export.db", "encounters", &e, into_text, &days), VADO_ERR_USAGE);
    assert_int_equal(vado_export(v, "export.db", "encontres", &e, into_text, &days), VADO_ERR_USAGE);
    free(months);
    free(days);
    vado_free(v);
}

static void a_run_compared_with_itself_shows_no_difference_and_harm_beside(void **state) {
    (void)state;
    char digest[65];
    vado_run_options o = four_members();
    digest_of(&o, NULL, "a.db", digest);
    char *text = NULL;
    vado *v = vado_new();
    assert_int_equal(vado_compare(v, "a.db", "a.db", VADO_CSV, into_text, &text), 0);
    assert_non_null(strstr(text, "\nencounters,"));
    assert_non_null(strstr(text, "\ndeaths,"));
    assert_non_null(strstr(text, "\nwaiting,"));
    free(text);
    text = NULL;
    /* A rate twice as high: every paired difference of encounters is above zero. */
    const char *sets[] = {"fake.rate=0.2"};
    vado_input in = input_of();
    in.nsets = 1;
    in.sets = sets;
    assert_int_equal(vado_run(v, &in, &o, "b.db"), 0);
    assert_int_equal(vado_compare(v, "a.db", "b.db", VADO_TEXT, into_text, &text), 0);
    assert_non_null(strstr(text, "orse off"));
    free(text);
    text = NULL;
    assert_int_equal(vado_summary(v, "b.db", into_text, &text), 0);
    assert_non_null(strstr(text, "deaths"));
    free(text);
    o.members = 1;
    assert_int_equal(vado_run(v, &in, &o, "single.db"), 0);
    assert_int_equal(vado_compare(v, "a.db", "single.db", VADO_TEXT, into_text, &text), VADO_ERR_USAGE);
    vado_free(v);
}

static void what_is_not_a_store_is_left_alone(void **state) {
    (void)state;
    FILE *f = fopen("letter.db", "w");
    fputs("Dear friend, this is longer than the head of a file of SQLite, which has seventy-two bytes or more.", f);
    fclose(f);
    vado *v = vado_new();
    vado_input in = input_of();
    vado_run_options o = four_members();
    char digest[65];
    assert_int_equal(vado_run(v, &in, &o, "letter.db"), VADO_ERR_FILE);
    assert_int_equal(vado_digest(v, "letter.db", digest), VADO_ERR_STORE);
    assert_int_equal(vado_digest(v, "absent.db", digest), VADO_ERR_FILE);
    assert_int_equal(vado_resume(v, "absent.db", 1), VADO_ERR_FILE);
    assert_int_equal(access("absent.db", F_OK), -1);
    vado_free(v);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_packed_row_comes_back_bit_for_bit),
        cmocka_unit_test(threads_and_order_of_members_change_nothing),
        cmocka_unit_test(the_number_of_members_does_not_change_who_they_are_in_chance),
        cmocka_unit_test(killed_at_any_moment_and_resumed_gives_the_same_digest),
        cmocka_unit_test(cancelled_it_says_so_and_can_be_resumed_without_its_folder),
        cmocka_unit_test(a_planted_change_of_one_value_changes_the_digest_and_breaks_the_seal),
        cmocka_unit_test(days_sum_to_months_and_members_to_their_quantiles),
        cmocka_unit_test(a_run_compared_with_itself_shows_no_difference_and_harm_beside),
        cmocka_unit_test(what_is_not_a_store_is_left_alone),
    };
    return cmocka_run_group_tests(tests, make_scenario, NULL);
}
