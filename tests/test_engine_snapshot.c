/* A world saved on any day goes on in a new process as if nothing had happened.
 *
 * 1. A run of DAYS days with full delays, queues, fields and noise is saved to a file on every day, 0 to DAYS.
 * 2. For each file this program is started anew (fork and exec): it loads the file, runs the rest of the days and
 * prints its digest, which must be the digest of the uninterrupted run.
 * 3. The same with a planted hidden state, a counter inside a system that no snapshot knows: now the digests must
 *    differ, or this test would see nothing.
 */
#include "networks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { DAYS = 24, NETS = 5, SEED = 31 };

static const char *program;

/* Few ages and long delays, so that both are full well before the end. */
static net *crowded(int which) {
    net *n = which == 0   ? net_two_queues()
             : which == 1 ? net_delay_field()
             : which == 2 ? net_loop()
             : which == 3 ? net_lottery()
                          : net_random(4);
    if (n)
        net_add_noise(n);
    return n;
}

static eng_world_options options(int arithmetic) {
    return (eng_world_options){
        .arithmetic = (eng_arithmetic)arithmetic, .seed = SEED, .chance_member = 5, .environment_member = 6};
}

/* The planted mistake: a system that counts its days by itself. */
static double hidden_counter(void) {
    static int calls;
    return calls++ % 2 ? 0.5 : 1;
}

static void print_hex(FILE *to, const unsigned char digest[32]) {
    for (int i = 0; i < 32; i++)
        fprintf(to, "%02x", digest[i]);
    fprintf(to, "\n");
}

/* ---- the new process: child NET ARITHMETIC HIDDEN FILE ---- */

static int run_child(char **argv) {
    int which = atoi(argv[2]), arithmetic = atoi(argv[3]), hidden = atoi(argv[4]), status = 1;
    net *n = crowded(which);
    net_model nm = {0};
    eng_world *w = NULL;
    FILE *file = NULL;
    char *bytes = NULL;
    unsigned char digest[32];
    eng_world_options o = options(arithmetic);
    if (!n || net_build(&nm, n, 0) != 0)
        goto out;
    net_user user = {&nm, hidden ? 0 : -1, 1, hidden ? hidden_counter : NULL, NULL, 0};
    w = eng_world_new(nm.m, &o);
    if (!w)
        goto out;
    size_t size = eng_snapshot_size(w);
    bytes = malloc(size + 1);
    file = fopen(argv[5], "rb");
    if (!bytes || !file || fread(bytes, 1, size + 1, file) != size)
        goto out;
    if (eng_snapshot_load(w, bytes, size) != ENG_OK)
        goto out;
    while (eng_world_today(w) < DAYS)
        if (eng_world_step(w, &user) != ENG_OK)
            goto out;
    eng_world_digest(w, digest);
    print_hex(stdout, digest);
    status = 0;
out:
    if (file)
        fclose(file);
    free(bytes);
    eng_world_free(w);
    net_unbuild(&nm);
    free(n);
    return status;
}

/* ---- the parent ---- */

static void digest_in_a_new_process(int which, int arithmetic, int hidden, const char *path, char hex[66]) {
    int ends[2];
    char a[12], b[12], c[12];
    snprintf(a, sizeof a, "%d", which);
    snprintf(b, sizeof b, "%d", arithmetic);
    snprintf(c, sizeof c, "%d", hidden);
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl(program, program, "child", a, b, c, path, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    size_t got = 0;
    ssize_t some;
    while (got < 65 && (some = read(ends[0], hex + got, 65 - got)) > 0)
        got += (size_t)some;
    close(ends[0]);
    hex[got] = 0;
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("the new process ended with %d", status);
    assert_int_equal(got, 65);
}

static void save(const eng_world *w, const char *path) {
    size_t size = eng_snapshot_size(w);
    char *bytes = malloc(size);
    assert_non_null(bytes);
    assert_int_equal(eng_snapshot_save(w, bytes, size), ENG_OK);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    free(bytes);
}

/* Runs all days, saving each; then restores each. Returns how many restored runs end differently. */
static int differing_days(int which, int arithmetic, int hidden) {
    char folder[] = "/tmp/test_engine_snapshot_XXXXXX", path[64], hex[66];
    unsigned char digest[32];
    int differing = 0;
    net *n = crowded(which);
    net_model nm;
    assert_non_null(n);
    assert_non_null(mkdtemp(folder));
    assert_int_equal(net_build(&nm, n, 0), 0);
    eng_world_options o = options(arithmetic);
    net_user user = {&nm, hidden ? 0 : -1, 1, hidden ? hidden_counter : NULL, NULL, 0};
    eng_world *w = net_world(&nm, &o);
    assert_non_null(w);
    double way = 0;
    for (int d = 0; d <= DAYS; d++) {
        snprintf(path, sizeof path, "%s/%d", folder, d);
        save(w, path);
        if (d == DAYS)
            break;
        if (eng_world_step(w, &user) != ENG_OK)
            fail_msg("%s: %s", n->name, eng_world_error(w));
        for (int s = 0; s < n->nstocks; s++)
            way += eng_on_the_way(w, nm.stock[s]);
    }
    if (which == 0 || which == 1)
        assert_true(way > 0);
    eng_world_digest(w, digest);
    for (int d = 0; d <= DAYS; d++) {
        char expected[66];
        for (int i = 0; i < 32; i++)
            snprintf(expected + 2 * i, 3, "%02x", digest[i]);
        snprintf(path, sizeof path, "%s/%d", folder, d);
        digest_in_a_new_process(which, arithmetic, hidden, path, hex);
        hex[64] = 0;
        differing += strcmp(hex, expected) != 0;
        unlink(path);
    }
    rmdir(folder);
    eng_world_free(w);
    net_unbuild(&nm);
    free(n);
    return differing;
}

static void every_day_restored_in_a_new_process_ends_the_same(int arithmetic) {
    for (int which = 0; which < NETS; which++) {
        int differing = differing_days(which, arithmetic, 0);
        if (differing)
            fail_msg("network %d, arithmetic %d: %d of %d days end differently", which, arithmetic, differing,
                     DAYS + 1);
    }
}

static void stochastic_worlds_go_on_in_a_new_process(void **state) {
    (void)state;
    every_day_restored_in_a_new_process_ends_the_same(ENG_STOCHASTIC);
}

static void fluid_worlds_go_on_in_a_new_process(void **state) {
    (void)state;
    every_day_restored_in_a_new_process_ends_the_same(ENG_FLUID);
}

static void individual_worlds_go_on_in_a_new_process(void **state) {
    (void)state;
    every_day_restored_in_a_new_process_ends_the_same(ENG_INDIVIDUAL);
}

static void a_planted_hidden_state_is_noticed(void **state) {
    (void)state;
    for (int arithmetic = 0; arithmetic < 3; arithmetic++)
        assert_true(differing_days(0, arithmetic, 1) > 0);
}

/* ---- within one process ---- */

static void a_snapshot_is_taken_and_loaded_without_a_trace(void **state) {
    (void)state;
    for (int arithmetic = 0; arithmetic < 3; arithmetic++) {
        net *n = crowded(0);
        net_model nm;
        unsigned char before[32], after[32];
        assert_non_null(n);
        assert_int_equal(net_build(&nm, n, 0), 0);
        eng_world_options o = options(arithmetic);
        net_user user = {&nm, -1, 1, NULL, NULL, 0};
        eng_world *w = net_world(&nm, &o), *v = eng_world_new(nm.m, &o);
        assert_non_null(w);
        assert_non_null(v);
        size_t size = eng_snapshot_size(w);
        char *bytes = malloc(size), *again = malloc(size);
        assert_non_null(bytes);
        assert_non_null(again);
        for (int d = 0; d < 10; d++)
            assert_int_equal(eng_world_step(w, &user), ENG_OK);
        eng_world_digest(w, before);
        assert_int_equal(eng_snapshot_save(w, bytes, size), ENG_OK);
        eng_world_digest(w, after);
        assert_memory_equal(before, after, 32);
        assert_int_equal(eng_snapshot_load(v, bytes, size), ENG_OK);
        eng_world_digest(v, after);
        assert_memory_equal(before, after, 32);
        assert_int_equal(eng_world_today(v), 10);
        for (int c = 0; c < n->nchannels; c++)
            assert_true(eng_noise(v, nm.channel[c], 1) == eng_noise(w, nm.channel[c], 1));
        assert_int_equal(eng_snapshot_save(v, again, size), ENG_OK);
        assert_memory_equal(bytes, again, size);
        free(bytes);
        free(again);
        eng_world_free(w);
        eng_world_free(v);
        net_unbuild(&nm);
        free(n);
    }
}

/* Branching on every day, and running each branch under another policy, changes nothing on the main line; a branch
 * under the same policy ends where the main line ends. */
static void a_branch_costs_no_draw(void **state) {
    (void)state;
    for (int arithmetic = 0; arithmetic < 3; arithmetic++) {
        net *n = crowded(2);
        net_model nm;
        unsigned char straight[32], digest[32];
        int moved_apart = 0;
        assert_non_null(n);
        assert_int_equal(net_build(&nm, n, 0), 0);
        eng_world_options o = options(arithmetic);
        assert_int_equal(net_run(&nm, &o, DAYS, NULL, straight, NULL), ENG_OK);
        net_user user = {&nm, -1, 1, NULL, NULL, 0}, policy = {&nm, 0, 0.5, NULL, NULL, 0};
        eng_world *w = net_world(&nm, &o);
        assert_non_null(w);
        for (int d = 0; d < DAYS; d++) {
            eng_world *same = eng_world_branch(w), *other = eng_world_branch(w);
            assert_non_null(same);
            assert_non_null(other);
            while (eng_world_today(same) < DAYS) {
                assert_int_equal(eng_world_step(same, &user), ENG_OK);
                assert_int_equal(eng_world_step(other, &policy), ENG_OK);
            }
            eng_world_digest(same, digest);
            assert_memory_equal(straight, digest, 32);
            eng_world_digest(other, digest);
            moved_apart += memcmp(straight, digest, 32) != 0;
            eng_world_free(same);
            eng_world_free(other);
            assert_int_equal(eng_world_step(w, &user), ENG_OK);
        }
        eng_world_digest(w, digest);
        assert_memory_equal(straight, digest, 32);
        assert_true(moved_apart > DAYS / 2);
        eng_world_free(w);
        net_unbuild(&nm);
        free(n);
    }
}

/* Loads into a fresh world each time; the words must say what is wrong. */
static void must_be_refused(const net_model *nm, const eng_world_options *o, const void *bytes, size_t size) {
    unsigned char before[32], after[32];
    eng_world *w = eng_world_new(nm->m, o);
    assert_non_null(w);
    eng_world_digest(w, before);
    assert_int_equal(eng_snapshot_load(w, bytes, size), ENG_ERR_SNAPSHOT);
    assert_true(eng_world_error(w)[0] != 0);
    eng_world_digest(w, after);
    assert_memory_equal(before, after, 32); /* nothing half loaded */
    eng_world_free(w);
}

static void snapshots_that_do_not_fit_are_refused(void **state) {
    (void)state;
    net *n = crowded(0), *other = crowded(1), *renamed = crowded(0), *slower = crowded(0);
    net_model nm, om, rm, sm;
    assert_non_null(n);
    assert_non_null(other);
    assert_non_null(renamed);
    assert_non_null(slower);
    snprintf(renamed->stocks[0].name, NET_NAME, "pond");
    slower->flows[0].delay_max = 7;
    assert_int_equal(net_build(&nm, n, 0), 0);
    assert_int_equal(net_build(&om, other, 0), 0);
    assert_int_equal(net_build(&rm, renamed, 0), 0);
    assert_int_equal(net_build(&sm, slower, 0), 0);
    eng_world_options o = options(ENG_STOCHASTIC), fluid = options(ENG_FLUID);
    eng_world *w = net_world(&nm, &o);
    assert_non_null(w);
    size_t size = eng_snapshot_size(w);
    unsigned char *bytes = calloc(1, size + 64);
    assert_non_null(bytes);
    assert_int_equal(eng_snapshot_save(w, bytes, size - 1), ENG_ERR_SNAPSHOT);
    assert_int_equal(eng_snapshot_save(w, bytes, size), ENG_OK);
    must_be_refused(&om, &o, bytes, size);     /* another model */
    must_be_refused(&rm, &o, bytes, size);     /* the same sizes, another name */
    must_be_refused(&sm, &o, bytes, size);     /* another delay */
    must_be_refused(&nm, &fluid, bytes, size); /* another arithmetic */
    must_be_refused(&nm, &o, bytes, size - 1); /* cut short */
    must_be_refused(&nm, &o, bytes, size / 2);
    must_be_refused(&nm, &o, bytes, 9);
    must_be_refused(&nm, &o, bytes, 0);
    must_be_refused(&nm, &o, bytes, size + 8); /* too long */
    bytes[0] ^= 0x40;
    must_be_refused(&nm, &o, bytes, size); /* no snapshot at all */
    free(bytes);
    eng_world_free(w);
    net_unbuild(&nm);
    net_unbuild(&om);
    net_unbuild(&rm);
    net_unbuild(&sm);
    free(n);
    free(other);
    free(renamed);
    free(slower);
}

/* A snapshot of a model declared in another order is a snapshot of the same model. */
static void a_snapshot_fits_the_same_model_declared_in_another_order(void **state) {
    (void)state;
    net *n = crowded(1);
    net_model nm, shuffled;
    unsigned char a[32], b[32];
    assert_non_null(n);
    assert_int_equal(net_build(&nm, n, 0), 0);
    assert_int_equal(net_build(&shuffled, n, 99), 0);
    eng_world_options o = options(ENG_STOCHASTIC);
    net_user user = {&nm, -1, 1, NULL, NULL, 0}, other = {&shuffled, -1, 1, NULL, NULL, 0};
    eng_world *w = net_world(&nm, &o), *v = eng_world_new(shuffled.m, &o);
    assert_non_null(w);
    assert_non_null(v);
    for (int d = 0; d < 9; d++)
        assert_int_equal(eng_world_step(w, &user), ENG_OK);
    size_t size = eng_snapshot_size(w);
    char *bytes = malloc(size);
    assert_non_null(bytes);
    assert_int_equal(eng_snapshot_save(w, bytes, size), ENG_OK);
    assert_int_equal(eng_snapshot_load(v, bytes, size), ENG_OK);
    for (int d = 0; d < 9; d++) {
        assert_int_equal(eng_world_step(w, &user), ENG_OK);
        assert_int_equal(eng_world_step(v, &other), ENG_OK);
    }
    eng_world_digest(w, a);
    eng_world_digest(v, b);
    assert_memory_equal(a, b, 32);
    free(bytes);
    eng_world_free(w);
    eng_world_free(v);
    net_unbuild(&nm);
    net_unbuild(&shuffled);
    free(n);
}

int main(int argc, char **argv) {
    if (argc == 6 && strcmp(argv[1], "child") == 0)
        return run_child(argv);
    program = argv[0];
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stochastic_worlds_go_on_in_a_new_process),
        cmocka_unit_test(fluid_worlds_go_on_in_a_new_process),
        cmocka_unit_test(individual_worlds_go_on_in_a_new_process),
        cmocka_unit_test(a_planted_hidden_state_is_noticed),
        cmocka_unit_test(a_snapshot_is_taken_and_loaded_without_a_trace),
        cmocka_unit_test(a_branch_costs_no_draw),
        cmocka_unit_test(snapshots_that_do_not_fit_are_refused),
        cmocka_unit_test(a_snapshot_fits_the_same_model_declared_in_another_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
