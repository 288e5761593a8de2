/* Members have the same digests whoever runs them, in whatever order: 1, 2 and 8 threads, shuffled, over one model. */
#include "networks.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MEMBERS = 36, DAYS = 25, MOST_THREADS = 8 };

typedef struct {
    const net_model *nm;
    const int *order; /* members in the order they are taken */
    int next, failed;
    pthread_mutex_t lock;
    unsigned char digests[MEMBERS][32];
} work;

static void *take_members(void *arg) {
    work *w = arg;
    for (;;) {
        pthread_mutex_lock(&w->lock);
        int at = w->next < MEMBERS ? w->next++ : -1;
        pthread_mutex_unlock(&w->lock);
        if (at < 0)
            return NULL;
        int k = w->order[at];
        eng_world_options o = {.arithmetic = (eng_arithmetic)(k % 3),
                               .seed = 8,
                               .chance_member = (uint32_t)k,
                               .environment_member = (uint32_t)(k / 2)};
        if (net_run(w->nm, &o, DAYS, NULL, w->digests[k], NULL) != ENG_OK) {
            pthread_mutex_lock(&w->lock);
            w->failed = 1;
            pthread_mutex_unlock(&w->lock);
        }
    }
}

static void run_members(const net_model *nm, int threads, uint64_t shuffle, unsigned char digests[MEMBERS][32]) {
    int order[MEMBERS];
    pthread_t thread[MOST_THREADS];
    work *w = calloc(1, sizeof *w);
    assert_non_null(w);
    for (int i = 0; i < MEMBERS; i++)
        order[i] = i;
    for (int i = MEMBERS - 1; shuffle && i > 0; i--) {
        int j = (int)(net_next(&shuffle) % (uint64_t)(i + 1)), t = order[i];
        order[i] = order[j];
        order[j] = t;
    }
    w->nm = nm;
    w->order = order;
    assert_int_equal(pthread_mutex_init(&w->lock, NULL), 0);
    for (int i = 0; i < threads; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, take_members, w), 0);
    for (int i = 0; i < threads; i++)
        assert_int_equal(pthread_join(thread[i], NULL), 0);
    pthread_mutex_destroy(&w->lock);
    assert_int_equal(w->failed, 0);
    memcpy(digests, w->digests, sizeof w->digests);
    free(w);
}

static void threads_and_order_of_members_change_nothing(void **state) {
    (void)state;
    static unsigned char first[MEMBERS][32], again[MEMBERS][32];
    static const int threads[] = {1, 2, 8};
    for (int i = 0; i < 6; i++) {
        net *n = i < 3 ? net_named(2 * i) : net_random(40 + (uint64_t)i);
        net_model nm;
        assert_non_null(n);
        net_add_noise(n);
        assert_int_equal(net_build(&nm, n, 0), 0);
        run_members(&nm, 1, 0, first);
        for (int t = 0; t < 3; t++)
            for (uint64_t shuffle = 0; shuffle < 3; shuffle++) {
                run_members(&nm, threads[t], shuffle, again);
                for (int k = 0; k < MEMBERS; k++)
                    if (memcmp(first[k], again[k], 32) != 0)
                        fail_msg("%s: member %d differs on %d threads, shuffle %d", n->name, k, threads[t],
                                 (int)shuffle);
            }
        for (int k = 3; k < MEMBERS; k++) /* members of one arithmetic are not copies of each other */
            assert_memory_not_equal(first[k], first[k - 3], 32);
        net_unbuild(&nm);
        free(n);
    }
}

/* Worlds stepped in turns, a day each, as a window onto several members would. */
static void worlds_stepped_in_turns_end_as_worlds_stepped_alone(void **state) {
    (void)state;
    enum { WORLDS = 6 };
    net *n = net_two_queues();
    net_model nm;
    eng_world *w[WORLDS];
    unsigned char alone[32], digest[32];
    assert_non_null(n);
    net_add_noise(n);
    assert_int_equal(net_build(&nm, n, 0), 0);
    net_user user = {&nm, -1, 1, NULL, NULL, 0};
    for (int k = 0; k < WORLDS; k++) {
        eng_world_options o = {.arithmetic = (eng_arithmetic)(k % 3), .seed = 8, .chance_member = (uint32_t)k};
        w[k] = net_world(&nm, &o);
        assert_non_null(w[k]);
    }
    for (int d = 0; d < DAYS; d++)
        for (int k = 0; k < WORLDS; k++)
            assert_int_equal(eng_world_step(w[(k + d) % WORLDS], &user), ENG_OK);
    for (int k = 0; k < WORLDS; k++) {
        eng_world_options o = {.arithmetic = (eng_arithmetic)(k % 3), .seed = 8, .chance_member = (uint32_t)k};
        assert_int_equal(net_run(&nm, &o, DAYS, NULL, alone, NULL), ENG_OK);
        eng_world_digest(w[k], digest);
        assert_memory_equal(alone, digest, 32);
        eng_world_free(w[k]);
    }
    net_unbuild(&nm);
    free(n);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_and_order_of_members_change_nothing),
        cmocka_unit_test(worlds_stepped_in_turns_end_as_worlds_stepped_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
