/* See crew.h.
 *
 * Each thread takes the next number under the lock, does the job without it, and gives what came of it under it again.
 * What is taken does not depend on who did what, as long as `take` keeps jobs apart.
 */
#include "run/crew.h"

#include <vado.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    const crew_list *list;
    int next, done, status; /* status: of the first that failed */
    char *words;
    pthread_mutex_t lock;
} crew;

typedef struct {
    crew *crew;
    void *room;
    pthread_t thread;
    int calling; /* it is the thread that called crew_run */
} hand;

/* The next job, or -1: none is left, or one has failed. */
static int next_job(crew *c) {
    (void)pthread_mutex_lock(&c->lock);
    int job = c->status || c->next >= c->list->jobs ? -1 : c->next++;
    (void)pthread_mutex_unlock(&c->lock);
    return job;
}

static int end_job(crew *c, int job, int status, const void *room, const char *words) {
    const crew_list *list = c->list;
    (void)pthread_mutex_lock(&c->lock);
    if (!status && !c->status && list->take)
        status = list->take(list->user, job, room);
    if (status && !c->status) {
        c->status = status;
        memcpy(c->words, words, CREW_WORDS);
    }
    int done = ++c->done;
    (void)pthread_mutex_unlock(&c->lock);
    return done;
}

static void *work(void *user) {
    hand *h = user;
    const crew_list *list = h->crew->list;
    for (int job; (job = next_job(h->crew)) >= 0;) {
        char words[CREW_WORDS] = "";
        int status = list->work(list->user, job, h->room, words);
        int done = end_job(h->crew, job, status, h->room, words);
        if (h->calling && list->tell)
            list->tell(list->user, done);
    }
    return NULL;
}

int crew_processors(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 && n < 1024 ? (int)n : 1;
}

int crew_run(const crew_list *list, char words[CREW_WORDS]) {
    crew c = {.list = list, .words = words};
    int n = list->threads > 0 ? list->threads : crew_processors(), started = 1;
    words[0] = '\0';
    if (list->jobs < 1)
        return 0;
    n = n < list->jobs ? n : list->jobs;
    size_t room = (list->room + 64) & ~(size_t)63; /* two hands share no cache line */
    hand *hands = calloc((size_t)n, sizeof *hands);
    unsigned char *rooms = calloc((size_t)n, room);
    if (!hands || !rooms || pthread_mutex_init(&c.lock, NULL)) {
        free(hands);
        free(rooms);
        return VADO_ERR_MEMORY;
    }
    for (int i = 0; i < n; i++)
        hands[i] = (hand){.crew = &c, .room = rooms + (size_t)i * room, .calling = i == 0};
    while (started < n && !pthread_create(&hands[started].thread, NULL, work, &hands[started]))
        started++;
    (void)work(&hands[0]);
    for (int i = 1; i < started; i++)
        (void)pthread_join(hands[i].thread, NULL);
    if (list->tell && started > 1)
        list->tell(list->user, c.done);
    (void)pthread_mutex_destroy(&c.lock);
    free(hands);
    free(rooms);
    return c.status;
}
