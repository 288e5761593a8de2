/* See work.h.
 *
 * A worker takes the next task and, day by day:
 * 1. steps the member and adds the day's record to the month's sums (after the spin-up);
 * 2. at the end of a month packs the sums and hands them to the writer as a packet;
 * 3. every two seconds of its own time hands over a snapshot: the sums of the month so far and the engine's state.
 * Nothing else is needed to go on;
 * 4. at the end hands over the digest of the final world.
 * The writer takes all packets that wait and commits them in one transaction, once a second and at the end.
 *
 * Invariants. Packets of one task are written in the order they were made, so a committed snapshot never stands before
 * the months it follows. After a write that failed nothing more is written: a later batch without the lost one would
 * leave a gap that a resume skips. Months written after the last snapshot are written again on resume, with the same
 * bytes. Nothing stored depends on which thread did what, or when.
 * Waiting packets are held to 64 MB: a slow disk slows the workers, it does not fill the memory.
 *
 * These threads are no crew (crew.h): the thread that called must write while they work, and cannot work beside them.
 */
#include "run/work.h"

#include "store/pack.h"
#include "store/seal.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PACKET_PARAMETERS, PACKET_MONTH, PACKET_SNAPSHOT, PACKET_DONE };
static const size_t waiting_max = (size_t)64 << 20;
static const int64_t second_ns = 1000000000;

typedef struct packet {
    struct packet *next;
    int type, kind, member, month;
    int64_t day;
    pack_buffer bytes;  /* parameters, rows of all series one after another, or a snapshot */
    size_t *ends;       /* [nseries] of a month */
    pack_buffer totals; /* day sums of a month, members only */
    unsigned char digest[32];
} packet;

typedef struct {
    wrk_job *job;
    pthread_mutex_t lock;
    pthread_cond_t something, room;
    packet *first, *last;
    size_t waiting;
    int next_task, working, stop, status;
    int unwritten; /* a write failed: nothing after it is written, so that each member ends at its last good commit */
    char words[512];
    int64_t days[DB_KINDS], ns[DB_KINDS]; /* done in this call, and the worker time it took */
    /* layout */
    const mdl_series *series;
    int nseries, width, columns; /* columns: of the day sums */
    int month_first, months;
} shared;

/* One member at work. */
typedef struct {
    shared *s;
    wrk_task *task;
    mdl_member *member;
    double *record, *sums, *days, *row; /* days: [31][columns] of this month */
    int64_t snapshot_ns;
    int since_snapshot;
} worker;

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * second_ns + t.tv_nsec;
}

mdl_member_options wrk_options(const mdl_member_options *base, int kind, int member) {
    mdl_member_options o = *base;
    o.member = member;
    if (kind == DB_MEMBER)
        return o;
    o.arithmetic = ENG_FLUID;
    o.layer_chance = 0;
    if (kind != DB_ENVIRONMENT)
        o.layer_environment = 0;
    if (kind == DB_CENTRE)
        o.layer_parameters = 0;
    return o;
}

static void packet_free(packet *p) {
    if (!p)
        return;
    pack_free(&p->bytes);
    pack_free(&p->totals);
    free(p->ends);
    free(p);
}

/* ---- workers ---- */

static int fail(shared *s, int status, const wrk_task *t, const char *what) {
    static const char *const kinds[DB_KINDS] = {"member", "parameter twin", "environment twin", "central run"};
    pthread_mutex_lock(&s->lock);
    if (!s->status) {
        s->status = status;
        snprintf(s->words, sizeof s->words, "%s %d: %s", kinds[t->kind], t->member + 1, what);
    }
    s->stop = 1;
    pthread_cond_broadcast(&s->something);
    pthread_cond_broadcast(&s->room);
    pthread_mutex_unlock(&s->lock);
    return status;
}

static packet *packet_new(const worker *w, int type) {
    packet *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->type = type;
    p->kind = w->task->kind;
    p->member = w->task->member;
    p->day = w->member ? w->s->job->kind->member_day(w->member) : 0;
    return p;
}

static void send(shared *s, packet *p) {
    size_t size = p->bytes.length + p->totals.length + sizeof *p;
    /* With snapshots by days a packet waits until those before it are committed: a test then loses no more than it
     * means to. */
    size_t most = s->job->tuning.snapshot_days ? 0 : waiting_max;
    pthread_mutex_lock(&s->lock);
    while (s->waiting > most && !s->stop)
        pthread_cond_wait(&s->room, &s->lock);
    if (s->last)
        s->last->next = p;
    else
        s->first = p;
    s->last = p;
    s->waiting += size;
    pthread_cond_signal(&s->something);
    pthread_mutex_unlock(&s->lock);
}

static int send_parameters(worker *w) {
    const wrk_job *job = w->s->job;
    const double *values = job->kind->member_parameters(w->member);
    if (w->task->kind != DB_MEMBER || !values || job->scenario->registry.total <= 0)
        return 0;
    packet *p = packet_new(w, PACKET_PARAMETERS);
    if (!p || pack_bytes(&p->bytes, values, (size_t)job->scenario->registry.total * sizeof *values)) {
        packet_free(p);
        return VADO_ERR_MEMORY;
    }
    send(w->s, p);
    return 0;
}

/* What a twin keeps: sums over nationalities and groups, put in the first cell of each place, so that its rows are read
 * as a member's are. out: [width] */
static void by_place(const mdl_series *d, const double *cells, double *out) {
    int inner = d->cells / (d->nplaces > 0 ? d->nplaces : 1);
    memset(out, 0, (size_t)d->width * sizeof *out);
    for (int i = 0; i < d->width; i++)
        out[i - i % inner] += cells[i];
}

static int send_month(worker *w, int month) {
    shared *s = w->s;
    packet *p = packet_new(w, PACKET_MONTH);
    int rc = -1;
    if (!p || !(p->ends = calloc((size_t)s->nseries + 1, sizeof *p->ends)))
        goto out;
    p->month = month - s->month_first;
    for (int i = 0; i < s->nseries; i++) {
        const mdl_series *d = &s->series[i];
        const double *cells = w->sums + d->offset;
        if (w->task->kind != DB_MEMBER) {
            by_place(d, cells, w->row);
            cells = w->row;
        }
        if ((rc = pack_row(&p->bytes, cells, d->width)))
            goto out;
        p->ends[i] = p->bytes.length;
    }
    if (w->task->kind == DB_MEMBER && (rc = pack_row(&p->totals, w->days, 31 * s->columns)))
        goto out;
    memset(w->sums, 0, (size_t)s->width * sizeof *w->sums);
    memset(w->days, 0, (size_t)(31 * s->columns) * sizeof *w->days);
    send(s, p);
    return 0;
out:
    packet_free(p);
    return rc == -2 ? fail(s, VADO_ERR_RUN, w->task, "a series is not a number") : VADO_ERR_MEMORY;
}

/* Snapshot: the month's sums, its day sums, the engine's state. */
static int send_snapshot(worker *w) {
    shared *s = w->s;
    eng_world *world = s->job->kind->member_world(w->member);
    size_t sums = (size_t)s->width * sizeof(double), days = (size_t)(31 * s->columns) * sizeof(double);
    size_t state = eng_snapshot_size(world);
    packet *p = packet_new(w, PACKET_SNAPSHOT);
    if (!p || !(p->bytes.bytes = malloc(sums + days + state))) {
        packet_free(p);
        return VADO_ERR_MEMORY;
    }
    p->bytes.length = p->bytes.capacity = sums + days + state;
    memcpy(p->bytes.bytes, w->sums, sums);
    memcpy(p->bytes.bytes + sums, w->days, days);
    if (eng_snapshot_save(world, p->bytes.bytes + sums + days, state)) {
        packet_free(p);
        return fail(s, VADO_ERR_RUN, w->task, "the snapshot cannot be taken");
    }
    send(s, p);
    w->snapshot_ns = now_ns();
    w->since_snapshot = 0;
    return 0;
}

static int restore(worker *w) {
    shared *s = w->s;
    if (!w->task->snapshot)
        return 0;
    size_t sums = (size_t)s->width * sizeof(double), days = (size_t)(31 * s->columns) * sizeof(double);
    if (w->task->snapshot_size <= sums + days)
        return fail(s, VADO_ERR_STORE, w->task, "the snapshot in the store is cut short");
    memcpy(w->sums, w->task->snapshot, sums);
    memcpy(w->days, w->task->snapshot + sums, days);
    if (eng_snapshot_load(s->job->kind->member_world(w->member), w->task->snapshot + sums + days,
                          w->task->snapshot_size - sums - days))
        return fail(s, VADO_ERR_STORE, w->task,
                    "the snapshot in the store is of another model: run the scenario again");
    const mdl_kind *kind = s->job->kind;
    const scn_scenario *scenario = s->job->scenario;
    int64_t day = kind->member_day(w->member);
    if (day < scenario->from - scenario->spin_up_days || day > scenario->until ||
        (kind->member_sane && !kind->member_sane(w->member)))
        return fail(
            s, VADO_ERR_STORE, w->task,
            "the snapshot in the store is damaged, it holds what no day of the run can: run the scenario again");
    free(w->task->snapshot);
    w->task->snapshot = NULL;
    return 0;
}

static void add_day(worker *w, int64_t day) {
    const shared *s = w->s;
    for (int i = 0; i < s->width; i++)
        w->sums[i] += w->record[i];
    if (w->task->kind != DB_MEMBER)
        return;
    double *out = w->days + (day - month_start(month_of_day(day))) * s->columns;
    for (int i = 0; i < s->nseries; i++) {
        const mdl_series *d = &s->series[i];
        for (int from = 0; from < d->width; from += d->cells) {
            double sum = 0;
            for (int k = 0; k < d->cells; k++)
                sum += w->record[d->offset + from + k];
            *out++ = sum;
        }
    }
}

static int one_day(worker *w, int64_t day) {
    shared *s = w->s;
    const scn_scenario *scenario = s->job->scenario;
    int counted = day >= scenario->from;
    if (counted)
        memset(w->record, 0, (size_t)s->width * sizeof *w->record);
    if (s->job->kind->member_step(w->member, counted ? w->record : NULL)) {
        char date[11], what[400];
        day_format(day, date);
        snprintf(what, sizeof what, "%s: %s", date, s->job->kind->member_error(w->member));
        return fail(s, VADO_ERR_RUN, w->task, what);
    }
    if (s->job->kind->member_day(w->member) != day + 1)
        return fail(s, VADO_ERR_RUN, w->task, "the model did not go on to the next day");
    if (!counted)
        return 0;
    add_day(w, day);
    int month = month_of_day(day);
    return day + 1 == scenario->until || month_of_day(day + 1) != month ? send_month(w, month) : 0;
}

/* Is it time for a snapshot? */
static int due(const worker *w) {
    int every = w->s->job->tuning.snapshot_days;
    return every ? w->since_snapshot >= every : now_ns() - w->snapshot_ns > 2 * second_ns;
}

static int all_days(worker *w) {
    shared *s = w->s;
    const mdl_kind *kind = s->job->kind;
    int64_t until = s->job->scenario->until, before = now_ns();
    for (int64_t day = kind->member_day(w->member); day < until; day++) {
        wrk_offer(s->job, w->task, day, kind->member_world(w->member));
        int status = one_day(w, day);
        w->since_snapshot++;
        if (status == 0 && day + 1 < until && due(w))
            status = send_snapshot(w);
        if (status)
            return status;
        int64_t after = now_ns();
        pthread_mutex_lock(&s->lock);
        s->days[w->task->kind]++;
        s->ns[w->task->kind] += after - before;
        int stop = s->stop;
        pthread_mutex_unlock(&s->lock);
        before = after;
        if (stop || ctx_cancelled(s->job->v))
            return day + 1 < until ? (send_snapshot(w), VADO_ERR_CANCELLED) : 0;
    }
    return 0;
}

static int one_task(shared *s, wrk_task *task) {
    wrk_job *job = s->job;
    worker w = {.s = s, .task = task, .snapshot_ns = now_ns()};
    mdl_member_options options = wrk_options(&job->options, task->kind, task->member);
    options.level = options.layer_parameters ? lev_of(job->trunk.levels, task->member) : NULL;
    int status = VADO_ERR_MEMORY;
    packet *p = NULL;
    size_t width = (size_t)s->width + 1;
    w.record = calloc(width, sizeof(double));
    w.sums = calloc(width, sizeof(double));
    w.row = calloc(width, sizeof(double));
    w.days = calloc((size_t)(31 * s->columns) + 1, sizeof(double));
    if (!w.record || !w.sums || !w.row || !w.days)
        goto out;
    if (job->kind->member_open(job->model, &options, &w.member)) {
        status = fail(s, VADO_ERR_RUN, task, w.member ? job->kind->member_error(w.member) : "cannot be made");
        goto out;
    }
    int resumed = task->snapshot != NULL;
    if ((status = wrk_begin(job, task)) || (status = restore(&w)) || (!resumed && (status = send_parameters(&w))) ||
        (status = all_days(&w)))
        goto out;
    status = VADO_ERR_MEMORY;
    if (!(p = packet_new(&w, PACKET_DONE)))
        goto out;
    eng_world_digest(job->kind->member_world(w.member), p->digest);
    send(s, p);
    status = 0;
out:
    if (status == VADO_ERR_MEMORY)
        fail(s, status, task, "out of memory");
    if (w.member)
        job->kind->member_close(w.member);
    free(w.record);
    free(w.sums);
    free(w.row);
    free(w.days);
    return status;
}

static void *work(void *user) {
    shared *s = user;
    for (;;) {
        pthread_mutex_lock(&s->lock);
        int i = s->stop || ctx_cancelled(s->job->v) ? s->job->ntasks : s->next_task++;
        pthread_mutex_unlock(&s->lock);
        if (i >= s->job->ntasks || one_task(s, &s->job->tasks[i]))
            break;
    }
    pthread_mutex_lock(&s->lock);
    s->working--;
    pthread_cond_signal(&s->something);
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

/* ---- the writer ---- */

static int write_month(shared *s, const packet *p) {
    db_store *store = s->job->store;
    seal_sum sum;
    seal_month_start(&sum, p->kind, p->member, p->month);
    for (int i = 0; i < s->nseries; i++) {
        size_t from = i ? p->ends[i - 1] : 0, n = p->ends[i] - from;
        if (n == 0)
            continue;
        seal_month_row(&sum, i, p->bytes.bytes + from, n);
        if (db_put_value(store, p->kind, p->member, p->month, i, p->bytes.bytes + from, n))
            return -1;
    }
    if (p->kind == DB_MEMBER) {
        seal_month_days(&sum, p->totals.bytes, p->totals.length);
        if (db_put_daily(store, p->member, p->month, p->totals.bytes, p->totals.length))
            return -1;
    }
    return seal_month_put(store, &sum, p->kind, p->member, p->month);
}

static int write_packet(shared *s, const packet *p) {
    db_store *store = s->job->store;
    switch (p->type) {
    case PACKET_PARAMETERS:
        return db_put_parameters(store, p->kind, p->member, (const double *)(const void *)p->bytes.bytes,
                                 (int)(p->bytes.length / sizeof(double)));
    case PACKET_SNAPSHOT:
        return db_put_snapshot(store, p->kind, p->member, p->day, p->bytes.bytes, p->bytes.length);
    case PACKET_DONE:
        return db_put_done(store, p->kind, p->member, p->day, p->digest);
    default:
        break;
    }
    return write_month(s, p);
}

/* Of two snapshots of one member in one transaction only the later is worth writing. */
static int superseded(const packet *p) {
    if (p->type != PACKET_SNAPSHOT)
        return 0;
    for (const packet *q = p->next; q; q = q->next)
        if (q->kind == p->kind && q->member == p->member && (q->type == PACKET_SNAPSHOT || q->type == PACKET_DONE))
            return 1;
    return 0;
}

/* Writes a list of packets and frees it; at_once: each in its own transaction. */
static int write_all(shared *s, packet *list, int at_once) {
    db_store *store = s->job->store;
    int64_t start = now_ns();
    int dropped = s->unwritten, began = list != NULL && !dropped;
    int status = dropped ? -1 : began && db_exec(store, "BEGIN IMMEDIATE") ? -1 : 0;
    while (list) {
        packet *p = list;
        if (status == 0 && (at_once || !superseded(p)))
            status = write_packet(s, p);
        list = p->next;
        packet_free(p);
        if (status == 0 && at_once && list && (db_exec(store, "COMMIT") || db_exec(store, "BEGIN IMMEDIATE")))
            status = -1;
    }
    if (began && status == 0)
        status = db_exec(store, "COMMIT");
    if (status && !dropped) {
        char words[400];
        snprintf(words, sizeof words, "the store cannot be written: %s", db_words(store));
        s->unwritten = 1;
        (void)db_exec(store, "ROLLBACK");
        pthread_mutex_lock(&s->lock);
        if (!s->status) {
            s->status = VADO_ERR_FILE;
            snprintf(s->words, sizeof s->words, "%s", words);
        }
        s->stop = 1;
        pthread_cond_broadcast(&s->room);
        pthread_mutex_unlock(&s->lock);
    }
    s->job->writing_ns += now_ns() - start;
    return status;
}

/* Days done and to do, and the time left by what a day of each kind has cost so far. */
static void show(shared *s) {
    wrk_job *job = s->job;
    if (!job->v->progress)
        return;
    int64_t whole = job->scenario->until - job->scenario->from + job->scenario->spin_up_days;
    int64_t total[DB_KINDS] = {0}, days[DB_KINDS], ns[DB_KINDS], done = job->days_before, all = job->days_before;
    for (int i = 0; i < job->ntasks; i++) {
        total[job->tasks[i].kind] += whole - job->tasks[i].lived;
        done += job->tasks[i].lived;
        all += job->tasks[i].lived;
    }
    pthread_mutex_lock(&s->lock);
    memcpy(days, s->days, sizeof days);
    memcpy(ns, s->ns, sizeof ns);
    pthread_mutex_unlock(&s->lock);
    double left = 0;
    for (int k = 0; k < DB_KINDS; k++) {
        done += days[k];
        all += total[k];
        if (days[k] > 0)
            left += (double)ns[k] / (double)days[k] * (double)(total[k] - days[k]);
    }
    left = days[DB_MEMBER] > 30 ? left / 1e9 / job->threads : -1;
    job->v->progress(job->v->progress_user, done, all, left);
}

static void write_down(shared *s) {
    int at_once = s->job->tuning.snapshot_days != 0;
    int64_t written = now_ns(), shown = 0;
    for (int over = 0; !over;) {
        struct timespec t;
        clock_gettime(CLOCK_MONOTONIC, &t);
        t.tv_nsec += second_ns / 5;
        if (t.tv_nsec >= second_ns) {
            t.tv_nsec -= second_ns;
            t.tv_sec++;
        }
        pthread_mutex_lock(&s->lock);
        while (s->working > 0 && !(at_once && s->first))
            if (pthread_cond_timedwait(&s->something, &s->lock, &t) == ETIMEDOUT)
                break;
        over = s->working == 0;
        packet *list = NULL;
        size_t taken = 0;
        if (over || at_once || now_ns() - written > second_ns || s->waiting > waiting_max / 2) {
            list = s->first;
            s->first = s->last = NULL;
            taken = s->waiting;
        }
        pthread_mutex_unlock(&s->lock);
        if (list) {
            (void)write_all(s, list, at_once);
            written = now_ns();
            pthread_mutex_lock(&s->lock);
            s->waiting -= taken;
            pthread_cond_broadcast(&s->room);
            pthread_mutex_unlock(&s->lock);
        }
        if (over || now_ns() - shown > second_ns / 5) {
            show(s);
            shown = now_ns();
        }
    }
}

/* ---- together ---- */

static int count_columns(int nseries, const mdl_series *series) {
    int columns = 0;
    for (int i = 0; i < nseries; i++)
        columns += series[i].sum == SERIES_RATIO ? 2 : 1;
    return columns;
}

size_t wrk_sums_size(const wrk_job *job) {
    const mdl_series *series;
    int n = job->kind->series(job->model, &series);
    return ((size_t)job->kind->record_width(job->model) + (size_t)(31 * count_columns(n, series))) * sizeof(double);
}

static void shuffle(wrk_job *job) {
    uint64_t x = job->tuning.shuffle;
    for (int i = job->ntasks - 1; x && i > 0; i--) {
        x = x * 6364136223846793005u + 1442695040888963407u;
        int j = (int)((x >> 33) % (uint64_t)(i + 1));
        wrk_task t = job->tasks[i];
        job->tasks[i] = job->tasks[j];
        job->tasks[j] = t;
    }
}

static int start_threads(shared *s, pthread_t *threads) {
    int n = 0;
    s->working = s->job->threads; /* before the first starts: it may end at once */
    while (n < s->job->threads && pthread_create(&threads[n], NULL, work, s) == 0)
        n++;
    pthread_mutex_lock(&s->lock);
    s->working -= s->job->threads - n;
    if (n == 0) {
        s->status = VADO_ERR_RUN;
        snprintf(s->words, sizeof s->words, "no thread can be started");
    }
    pthread_mutex_unlock(&s->lock);
    return n;
}

int wrk_run(wrk_job *job) {
    shared s = {.job = job};
    int64_t start = now_ns();
    s.nseries = job->kind->series(job->model, &s.series);
    s.width = job->kind->record_width(job->model);
    s.columns = count_columns(s.nseries, s.series);
    s.month_first = month_of_day(job->scenario->from);
    s.months = month_of_day(job->scenario->until - 1) - s.month_first + 1;
    shuffle(job);
    if (job->tuning.snapshot_days) /* a commit for each packet: waiting for the disk each time would take minutes */
        (void)db_exec(job->store, "PRAGMA synchronous=OFF");
    if (job->threads > job->ntasks)
        job->threads = job->ntasks;
    if (job->threads < 1)
        return 0;
    pthread_t *threads = calloc((size_t)job->threads, sizeof *threads);
    if (!threads)
        return ctx_fail(job->v, VADO_ERR_MEMORY, "out of memory");
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_mutex_init(&s.lock, NULL);
    pthread_cond_init(&s.something, &attr);
    pthread_cond_init(&s.room, NULL);
    int n = start_threads(&s, threads);
    write_down(&s);
    for (int i = 0; i < n; i++)
        pthread_join(threads[i], NULL);
    pthread_cond_destroy(&s.something);
    pthread_cond_destroy(&s.room);
    pthread_mutex_destroy(&s.lock);
    pthread_condattr_destroy(&attr);
    free(threads);
    job->all_ns = now_ns() - start;
    if (s.status)
        return ctx_fail(job->v, s.status, "%s", s.words);
    return ctx_cancelled(job->v) ? VADO_ERR_CANCELLED : 0;
}
