/* The oracle: see oracle.h. One record a person, one loop a day; slow and plain on purpose. */
#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int stock;
    int cls;
    int there; /* the first day on which he or she is in the stock */
    int flow;  /* the flow last taken */
    int moved; /* has moved today */
} person;

typedef struct {
    const net *n;
    oracle_mistake mistake;
    uint64_t s[4]; /* xoshiro256**, Blackman and Vigna 2018 */
    person *people;
    int npeople;
    int *line; /* room to order a queue */
    double *key;
    double fields[NET_FIELDS][NET_DELAY];
    double moved[NET_FLOWS][NET_CLASSES]; /* yesterday */
    double moving[NET_FLOWS][NET_CLASSES];
    double sum[NET_FLOWS];
    int common_delay[NET_FLOWS];
    int day;
} run;

static uint64_t rotate(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static double uniform(run *r) {
    uint64_t *s = r->s;
    uint64_t result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return (double)(result >> 11) * 0x1p-53;
}

static void sow(run *r, uint64_t seed) {
    for (int i = 0; i < 4; i++) {
        uint64_t z = (seed += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        r->s[i] = z ^ (z >> 31);
    }
}

static int classes_of(const net *n, int stock) {
    int classes = 1;
    for (int i = 0; i < n->stocks[stock].ndims; i++)
        classes *= n->dims[n->stocks[stock].dims[i]].size;
    return classes;
}

/* The class as a list of values, one for each dimension of the network; -1 where the stock does not keep it. */
static void parts_of(const net *n, int stock, int cls, int parts[NET_DIMS]) {
    for (int d = 0; d < NET_DIMS; d++)
        parts[d] = -1;
    for (int i = n->stocks[stock].ndims - 1; i >= 0; i--) {
        int d = n->stocks[stock].dims[i];
        parts[d] = cls % n->dims[d].size;
        cls /= n->dims[d].size;
    }
}

static int class_of(const net *n, int stock, const int parts[NET_DIMS]) {
    int cls = 0;
    for (int i = 0; i < n->stocks[stock].ndims; i++) {
        int d = n->stocks[stock].dims[i];
        cls = cls * n->dims[d].size + (parts[d] > 0 ? parts[d] : 0);
    }
    return cls;
}

static int choose(run *r, const double *shares, int count) {
    double u = uniform(r), sum = 0;
    for (int i = 0; i < count - 1; i++) {
        sum += shares[i];
        if (u < sum)
            return i;
    }
    return count - 1;
}

static int new_class(run *r, const net_flow *f, int cls) {
    const net *n = r->n;
    int parts[NET_DIMS];
    if (f->has_map && r->mistake != ORACLE_MAP_FORGOTTEN)
        parts_of(n, f->to, f->map[cls], parts);
    else
        parts_of(n, f->from, cls, parts);
    if (f->redraw_dim >= 0) {
        int size = n->dims[f->redraw_dim].size;
        int row = r->mistake == ORACLE_REDRAW_BLIND ? 0 : cls;
        parts[f->redraw_dim] = choose(r, f->shares + row * size, size);
    }
    return class_of(n, f->to, parts);
}

static int new_delay(run *r, int flow) {
    const net_flow *f = &r->n->flows[flow];
    int delay = f->delay_max > 1 ? f->delay_max : 1;
    if (r->mistake == ORACLE_COMMON_DELAY && r->common_delay[flow] > 0)
        return r->common_delay[flow];
    if (f->delay_field >= 0)
        delay = 1 + choose(r, r->fields[f->delay_field], f->delay_max);
    else if (f->has_delay)
        delay = 1 + choose(r, f->delay, f->delay_max);
    if (r->mistake == ORACLE_DELAY_SHIFTED)
        delay++;
    r->common_delay[flow] = delay;
    return delay;
}

static void move(run *r, person *p, int flow) {
    const net_flow *f = &r->n->flows[flow];
    r->moving[flow][p->cls] += 1;
    r->sum[flow] += 1;
    if (f->stays && r->mistake != ORACLE_EVENT_MOVES) {
        p->moved = 1;
        return;
    }
    p->cls = new_class(r, f, p->cls);
    p->there = r->day + new_delay(r, flow);
    p->stock = f->to;
    p->flow = flow;
    p->moved = 1;
}

static double all_moved(const run *r, int flow) {
    double sum = 0;
    for (int c = 0; c < NET_CLASSES; c++)
        sum += r->moved[flow][c];
    return sum;
}

static double probability(const run *r, int flow, int cls) {
    const net_flow *f = &r->n->flows[flow];
    double p = f->prob[cls];
    if (f->rule == NET_BY_FIELD)
        p /= 1 + r->fields[f->rule_source][0] / f->rule_scale;
    else if (f->rule == NET_BY_MOVED)
        p /= 1 + all_moved(r, f->rule_source) / f->rule_scale;
    else if (f->rule == NET_BY_MOVED_CLASS)
        p /= 1 + r->moved[flow][cls] / f->rule_scale;
    if (r->mistake == ORACLE_TWO_PERCENT && flow == 0)
        p *= 1.02;
    return p;
}

/* Smallest key first; the key is the rank in the line plus a lot below 1. */
static void order_line(run *r, int count) {
    for (int gap = count / 2; gap > 0; gap /= 2)
        for (int i = gap; i < count; i++) {
            double k = r->key[i];
            int who = r->line[i], j = i;
            for (; j >= gap && r->key[j - gap] > k; j -= gap) {
                r->key[j] = r->key[j - gap];
                r->line[j] = r->line[j - gap];
            }
            r->key[j] = k;
            r->line[j] = who;
        }
}

static double rank_in_line(const run *r, const net_serve *s, const person *p, int queue) {
    const net *n = r->n;
    int age = r->day - p->there, oldest = n->stocks[p->stock].ages - 1;
    if (s->random_order)
        return 0;
    if (age > oldest)
        age = oldest;
    switch (r->mistake) {
    case ORACLE_YOUNGEST_FIRST:
        return age;
    case ORACLE_QUEUES_IN_TURN:
        return queue * 1000 + oldest - age;
    case ORACLE_CLASSES_IN_TURN:
        return (oldest - age) * 100 + p->cls;
    default:
        return oldest - age;
    }
}

static void serve(run *r, const net_serve *s) {
    const net *n = r->n;
    double capacity = s->capacity + (r->day % 3 == 0 ? s->swing : 0);
    int whole = (int)capacity, count = 0;
    if (r->mistake == ORACLE_CAPACITY_ROUNDED)
        whole = (int)(capacity + 0.5);
    else if (uniform(r) < capacity - whole)
        whole++;
    for (int i = 0; i < r->npeople; i++) {
        person *p = &r->people[i];
        if (p->moved || p->there > r->day)
            continue;
        for (int q = 0; q < s->nflows; q++) {
            const net_flow *f = &n->flows[s->flows[q]];
            if (f->from != p->stock || (f->has_map && f->map[p->cls] < 0))
                continue;
            r->line[count] = i;
            r->key[count++] = rank_in_line(r, s, p, q) + uniform(r);
        }
    }
    order_line(r, count);
    for (int i = 0; i < count && i < whole; i++) {
        person *p = &r->people[r->line[i]];
        for (int q = 0; q < s->nflows; q++)
            if (n->flows[s->flows[q]].from == p->stock) {
                move(r, p, s->flows[q]);
                break;
            }
    }
}

static void split(run *r, person *p, double u) {
    double sum = 0;
    for (int f = 0; f < r->n->nflows; f++) {
        const net_flow *flow = &r->n->flows[f];
        if (flow->from != p->stock || flow->served)
            continue;
        sum += probability(r, f, p->cls);
        if (u < sum) {
            move(r, p, f);
            return;
        }
    }
}

static void one_day(run *r) {
    const net *n = r->n;
    double next[NET_FIELDS][NET_DELAY] = {{0}}, u = 0;
    for (int i = 0; i < n->nfields; i++) {
        const net_field *f = &n->fields[i];
        if (f->source >= 0)
            next[i][0] = f->keep * r->fields[i][0] + f->gain * all_moved(r, f->source);
        else
            memcpy(next[i], (r->day + 1) % 2 ? f->other : f->first, sizeof next[i]);
    }
    memset(r->moving, 0, sizeof r->moving);
    memset(r->common_delay, 0, sizeof r->common_delay);
    for (int i = 0; i < r->npeople; i++)
        r->people[i].moved = 0;
    for (int s = 0; s < n->nserves; s++)
        serve(r, &n->serves[s]);
    for (int i = 0; i < r->npeople; i++) {
        person *p = &r->people[i];
        if (p->moved || p->there > r->day)
            continue;
        if (r->mistake != ORACLE_SHARED_LUCK || i % 2 == 0)
            u = uniform(r);
        split(r, p, u);
        if (r->mistake == ORACLE_SAME_DAY && p->moved && p->there == r->day + 1)
            split(r, p, uniform(r));
    }
    memcpy(r->moved, r->moving, sizeof r->moved);
    memcpy(r->fields, next, sizeof r->fields);
    r->day++;
}

int oracle_observables(const net *n) {
    int count = n->nflows + n->nstocks;
    for (int s = 0; s < n->nstocks; s++)
        count += classes_of(n, s) + (n->stocks[s].queue ? n->stocks[s].ages : 0);
    return count;
}

void oracle_observable_name(const net *n, int i, char *out, size_t size) {
    for (int s = 0; s < n->nstocks; s++) {
        if (i < classes_of(n, s)) {
            snprintf(out, size, "stock %s class %d", n->stocks[s].name, i);
            return;
        }
        i -= classes_of(n, s);
    }
    if (i < n->nstocks) {
        snprintf(out, size, "on the way into %s", n->stocks[i].name);
        return;
    }
    i -= n->nstocks;
    for (int s = 0; s < n->nstocks; s++) {
        int ages = n->stocks[s].queue ? n->stocks[s].ages : 0;
        if (i < ages) {
            snprintf(out, size, "queue %s age %d", n->stocks[s].name, i);
            return;
        }
        i -= ages;
    }
    snprintf(out, size, "all who entered %s", n->flows[i].name);
}

static void observe(const run *r, double *out) {
    const net *n = r->n;
    int class_at[NET_STOCKS], age_at[NET_STOCKS], at = 0, count = oracle_observables(n);
    for (int i = 0; i < count; i++)
        out[i] = 0;
    for (int s = 0; s < n->nstocks; s++) {
        class_at[s] = at;
        at += classes_of(n, s);
    }
    int way_at = at;
    at += n->nstocks;
    for (int s = 0; s < n->nstocks; s++) {
        age_at[s] = at;
        at += n->stocks[s].queue ? n->stocks[s].ages : 0;
    }
    for (int i = 0; i < r->npeople; i++) {
        const person *p = &r->people[i];
        if (p->there > r->day) {
            out[way_at + n->flows[p->flow].to] += 1;
            continue;
        }
        out[class_at[p->stock] + p->cls] += 1;
        if (n->stocks[p->stock].queue) {
            int age = r->day - p->there, oldest = n->stocks[p->stock].ages - 1;
            out[age_at[p->stock] + (age < oldest ? age : oldest)] += 1;
        }
    }
    for (int f = 0; f < n->nflows; f++)
        out[at + f] = r->sum[f];
}

static int populate(run *r) {
    const net *n = r->n;
    double everyone = 0;
    for (int s = 0; s < n->nstocks; s++)
        for (int c = 0; c < classes_of(n, s); c++)
            everyone += n->stocks[s].put[c];
    size_t room = (size_t)everyone + 1;
    r->people = calloc(room, sizeof *r->people);
    r->line = calloc(room, sizeof *r->line);
    r->key = calloc(room, sizeof *r->key);
    if (!r->people || !r->line || !r->key)
        return -1;
    for (int s = 0; s < n->nstocks; s++)
        for (int c = 0; c < classes_of(n, s); c++)
            for (int k = 0; k < (int)n->stocks[s].put[c]; k++) {
                person *p = &r->people[r->npeople++];
                p->stock = s;
                p->cls = c;
                p->flow = -1;
            }
    for (int i = 0; i < n->nfields; i++)
        memcpy(r->fields[i], n->fields[i].first, sizeof r->fields[i]);
    return 0;
}

int oracle_run(const net *n, int days, uint64_t seed, oracle_mistake mistake, double *out) {
    int status = -1;
    run *r = calloc(1, sizeof *r);
    if (!r)
        return -1;
    r->n = n;
    r->mistake = mistake;
    sow(r, seed);
    if (populate(r) != 0)
        goto out;
    for (int d = 0; d < days; d++)
        one_day(r);
    observe(r, out);
    status = 0;
out:
    free(r->people);
    free(r->line);
    free(r->key);
    free(r);
    return status;
}
