/* A crew: every job once, whatever the number of threads; the first that fails ends it; where threads cannot be started
 * fewer do the work. This program's pthread_create stands in front of the C library's, to refuse when it is told to.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "run/crew.h"

#include <vado.h>

#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { JOBS = 200 };

static atomic_int created, allowed;

int pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*start)(void *), void *user) {
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    void *found = dlsym(RTLD_NEXT, "pthread_create");
    memcpy(&real, &found, sizeof real);
    if (created >= allowed)
        return 11; /* EAGAIN */
    created++;
    return real(thread, attr, start, user);
}

typedef struct {
    atomic_int begun[JOBS], at_work;
    int taken[JOBS], takes, crowded, told, fails_at, refuses_at;
    pthread_t caller;
} work_seen;

static int square(void *user, int job, void *room, char words[CREW_WORDS]) {
    work_seen *s = user;
    double *mine = room;
    s->begun[job]++;
    if (job == s->fails_at) {
        (void)snprintf(words, CREW_WORDS, "job %d broke", job);
        return VADO_ERR_RUN;
    }
    *mine = (double)job * job;
    return 0;
}

static int take(void *user, int job, const void *room) {
    work_seen *s = user;
    s->crowded |= ++s->at_work != 1; /* an assertion would leave by another thread's way */
    s->taken[job] = (int)*(const double *)room;
    s->takes++;
    s->at_work--;
    return job == s->refuses_at ? VADO_ERR_MEMORY : 0;
}

static void tell(void *user, int done) {
    work_seen *s = user;
    assert_true(pthread_equal(pthread_self(), s->caller));
    assert_true(done >= s->told);
    s->told = done;
}

static int go(work_seen *s, int threads, int can_be_started, char words[CREW_WORDS]) {
    const crew_list list = {JOBS, threads, sizeof(double), square, take, tell, s};
    memset(s->begun, 0, sizeof s->begun);
    memset(s->taken, 0, sizeof s->taken);
    s->takes = s->told = 0;
    s->caller = pthread_self();
    created = 0;
    allowed = can_be_started;
    return crew_run(&list, words);
}

static void all_were_done(const work_seen *s) {
    for (int i = 0; i < JOBS; i++) {
        assert_int_equal(s->begun[i], 1);
        assert_int_equal(s->taken[i], i * i);
    }
    assert_int_equal(s->takes, JOBS);
    assert_false(s->crowded); /* one was taken at a time */
    assert_int_equal(s->told, JOBS);
}

static void every_job_is_done_and_taken_once_by_any_number_of_threads(void **state) {
    (void)state;
    static work_seen s;
    char words[CREW_WORDS];
    s.fails_at = s.refuses_at = -1;
    for (int threads = 0; threads < 9; threads++) {
        assert_int_equal(go(&s, threads, 1000, words), 0);
        assert_string_equal(words, "");
        all_were_done(&s);
        if (threads)
            assert_int_equal(created, threads - 1);
    }
    assert_int_equal(go(&s, 1024, 1000, words), 0);
    assert_int_equal(created, JOBS - 1); /* no more than there are jobs */
}

static void threads_that_cannot_be_started_leave_the_work_to_the_others(void **state) {
    (void)state;
    static work_seen s;
    char words[CREW_WORDS];
    s.fails_at = s.refuses_at = -1;
    for (int n = 0; n < 4; n++) {
        assert_int_equal(go(&s, 8, n, words), 0);
        assert_int_equal(created, n);
        all_were_done(&s);
    }
}

static void nothing_is_begun_after_the_first_failure_which_has_the_word(void **state) {
    (void)state;
    static work_seen s;
    char words[CREW_WORDS];
    s.fails_at = 20;
    s.refuses_at = -1;
    for (int threads = 1; threads < 5; threads++) {
        assert_int_equal(go(&s, threads, 1000, words), VADO_ERR_RUN);
        assert_string_equal(words, "job 20 broke");
        for (int i = 0; i <= 20; i++)
            assert_int_equal(s.begun[i], 1);
        assert_int_equal(s.taken[20], 0);
    }
    (void)go(&s, 1, 0, words);
    assert_int_equal(s.begun[21], 0);
    assert_int_equal(s.takes, 20);
    s.fails_at = -1;
    s.refuses_at = 30; /* who takes may refuse */
    assert_int_equal(go(&s, 1, 0, words), VADO_ERR_MEMORY);
    assert_string_equal(words, "");
    assert_int_equal(s.takes, 31);
}

static void a_list_without_jobs_and_one_without_room(void **state) {
    (void)state;
    static work_seen s;
    char words[CREW_WORDS];
    crew_list list = {0, 4, sizeof(double), square, take, tell, &s};
    assert_int_equal(crew_run(&list, words), 0);
    list.jobs = JOBS;
    list.room = SIZE_MAX / 8;
    s.told = 0;
    memset(s.begun, 0, sizeof s.begun);
    assert_int_equal(crew_run(&list, words), VADO_ERR_MEMORY);
    assert_int_equal(s.begun[0], 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_job_is_done_and_taken_once_by_any_number_of_threads),
        cmocka_unit_test(threads_that_cannot_be_started_leave_the_work_to_the_others),
        cmocka_unit_test(nothing_is_begun_after_the_first_failure_which_has_the_word),
        cmocka_unit_test(a_list_without_jobs_and_one_without_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
