/* Two contexts in two threads share nothing: a corridor and Flee's folders are checked, run and exported at once, and
 * the digests are those of the same work done alone. Built a second time under ThreadSanitizer (test_contexts_tsan),
 * which fails on any race. ctest: processors=2 timeout=600
 */
#include "vado.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
    char db[64], flee_db[64];
    char digest[65], flee_digest[65];
    size_t letters;
    int status;
} work;

static int count(void *user, const char *text, size_t length) {
    (void)text;
    *(size_t *)user += length;
    return 0;
}

static int corridor(vado *v, work *w) {
    const char *root = getenv("SOURCE_DIR");
    char path[1024];
    vado_input in = VADO_INIT(vado_input);
    vado_run_options o;
    vado_export_options e = VADO_INIT(vado_export_options);
    (void)snprintf(path, sizeof path, "%s/tests/scenarios/six-places", root ? root : ".");
    in.scenario = path;
    in.until = "2018-02-28";
    vado_run_defaults(&o);
    o.members = 2;
    o.threads = 2;
    int status = vado_check(v, &in);
    if (!status)
        status = vado_params(v, &in, VADO_CSV, count, &w->letters);
    if (!status)
        status = vado_run(v, &in, &o, w->db);
    if (!status)
        status = vado_export(v, w->db, "encounters", &e, count, &w->letters);
    return status ? status : vado_digest(v, w->db, w->digest);
}

static int conflict(vado *v, work *w) {
    const char *root = getenv("SOURCE_DIR");
    char input[1024], data[1024], settings[1024];
    vado_flee_input in = VADO_INIT(vado_flee_input);
    vado_flee_result result = VADO_INIT(vado_flee_result);
    vado_run_options o;
    (void)snprintf(input, sizeof input, "%s/tests/conflicts/valley/input_csv", root ? root : ".");
    (void)snprintf(data, sizeof data, "%s/tests/conflicts/valley/source_data", root ? root : ".");
    (void)snprintf(settings, sizeof settings, "%s/tests/conflicts/valley/simsetting.yml", root ? root : ".");
    in.input = input;
    in.validation = data;
    in.settings = settings;
    in.days = 20;
    vado_run_defaults(&o);
    o.members = 1;
    o.threads = 1;
    int status = vado_flee(v, &in, &o, w->flee_db, count, &w->letters, &result);
    return status ? status : vado_digest(v, w->flee_db, w->flee_digest);
}

static void *all(void *user) {
    work *w = user;
    vado *v = vado_new();
    w->status = v ? corridor(v, w) : -1;
    if (v && !w->status)
        w->status = conflict(v, w);
    for (int i = 0; v && w->status && i < vado_message_count(v); i++)
        (void)fprintf(stderr, "%s\n", vado_message(v, i));
    vado_free(v);
    return NULL;
}

static void two_contexts_in_two_threads_do_what_each_does_alone(void **state) {
    work w[3] = {
        {.db = "a.db", .flee_db = "fa.db"}, {.db = "b.db", .flee_db = "fb.db"}, {.db = "c.db", .flee_db = "fc.db"}};
    pthread_t threads[2];
    (void)state;
    for (int i = 0; i < 3; i++) {
        (void)remove(w[i].db);
        (void)remove(w[i].flee_db);
    }
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, all, &w[i]), 0);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    all(&w[2]);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(w[i].status, 0);
        assert_string_equal(w[i].digest, w[2].digest);
        assert_string_equal(w[i].flee_digest, w[2].flee_digest);
        assert_int_equal(w[i].letters, w[2].letters);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(two_contexts_in_two_threads_do_what_each_does_alone)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
