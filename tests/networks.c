/* Test networks and their engine build: see networks.h. */
#include "networks.h"

#include <stdlib.h>
#include <string.h>

uint64_t net_next(uint64_t *state) {
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

double net_uniform(uint64_t *state) { return (double)(net_next(state) >> 11) * 0x1p-53; }

static int below(uint64_t *state, int count) { return (int)(net_next(state) % (uint64_t)count); }

/* ---- describing ---- */

static void set_name(char *to, const char *name) {
    size_t length = strlen(name);
    if (length >= NET_NAME)
        length = NET_NAME - 1;
    memcpy(to, name, length);
    to[length] = 0;
}

static void set_name_number(char *to, const char *name, int number) {
    char text[NET_NAME];
    set_name(text, name);
    size_t at = strlen(text);
    text[at++] = (char)('a' + number % 26);
    text[at] = 0;
    set_name(to, text);
}

static net *net_new(const char *name, int nsystems) {
    net *n = calloc(1, sizeof *n);
    if (n) {
        set_name(n->name, name);
        n->nsystems = nsystems;
    }
    return n;
}

static int add_dim(net *n, const char *name, int size) {
    set_name(n->dims[n->ndims].name, name);
    n->dims[n->ndims].size = size;
    return n->ndims++;
}

/* keeps: bit d set, the stock keeps dimension d. */
static int add_stock(net *n, const char *name, int system, unsigned keeps, int ages, double each) {
    net_stock *s = &n->stocks[n->nstocks];
    set_name(s->name, name);
    s->system = system;
    for (int d = 0; d < n->ndims; d++)
        if (keeps & (1u << d))
            s->dims[s->ndims++] = d;
    s->queue = ages > 0;
    s->ages = ages;
    for (int c = 0; c < net_classes(n, n->nstocks); c++)
        s->put[c] = each;
    return n->nstocks++;
}

/* Classes differ a little, so that a confusion of classes shows. */
static net_flow *add_flow(net *n, const char *name, int from, int to, double prob) {
    net_flow *f = &n->flows[n->nflows++];
    set_name(f->name, name);
    f->from = from;
    f->to = to;
    for (int c = 0; c < net_classes(n, from); c++)
        f->prob[c] = prob * (1 - 0.15 * (c % 4));
    f->channel = -1;
    f->delay_field = -1;
    f->redraw_dim = -1;
    f->rule_scale = 1;
    return f;
}

static void set_delay(net_flow *f, int days, const double *shares) {
    f->delay_max = days;
    f->has_delay = shares != NULL;
    if (shares)
        memcpy(f->delay, shares, (size_t)days * sizeof *shares);
}

static void add_serve(net *n, const char *name, int system, double capacity, double swing, int flow_a, int flow_b) {
    net_serve *s = &n->serves[n->nserves++];
    set_name(s->name, name);
    s->system = system;
    s->capacity = capacity;
    s->swing = swing;
    s->flows[s->nflows++] = flow_a;
    n->flows[flow_a].served = 1;
    if (flow_b >= 0) {
        s->flows[s->nflows++] = flow_b;
        n->flows[flow_b].served = 1;
    }
}

net *net_chain(void) {
    static const double drawn[5] = {0.1, 0.3, 0.2, 0.15, 0.25};
    net *n = net_new("chain", 2);
    if (!n)
        return NULL;
    add_dim(n, "nation", 3);
    int home = add_stock(n, "home", 0, 1, 0, 120), south = add_stock(n, "south", 0, 1, 0, 20);
    int line = add_stock(n, "line", 1, 1, 0, 0), inside = add_stock(n, "inside", 1, 1, 0, 0);
    add_flow(n, "leave", home, south, 0.15);
    set_delay(add_flow(n, "north", south, line, 0.3), 3, NULL);
    set_delay(add_flow(n, "cross", line, inside, 0.4), 5, drawn);
    add_flow(n, "robbed", line, line, 0.2)->stays = 1;
    set_delay(add_flow(n, "back", line, home, 0.1), 2, NULL);
    return n;
}

net *net_branching(void) {
    static const int up[6] = {1, 2, 2, 4, 5, 5}, stay[6] = {-1, 0, 1, -1, 3, 4};
    net *n = net_new("branching", 1);
    if (!n)
        return NULL;
    add_dim(n, "group", 2);
    add_dim(n, "attempts", 3);
    int fork = add_stock(n, "fork", 0, 3, 0, 80), a = add_stock(n, "a", 0, 3, 0, 0), b = add_stock(n, "b", 0, 3, 0, 0);
    int c = add_stock(n, "c", 0, 1, 0, 0), d = add_stock(n, "d", 0, 0, 0, 0);
    net_flow *f = add_flow(n, "caught", fork, a, 0.12);
    f->has_map = 1;
    memcpy(f->map, up, sizeof up);
    f = add_flow(n, "forgiven", fork, b, 0.1);
    f->has_map = 1;
    memcpy(f->map, stay, sizeof stay);
    f->prob[0] = f->prob[3] = 0;
    add_flow(n, "lost", fork, c, 0.05);
    add_flow(n, "gone", fork, d, 0.07);
    f = add_flow(n, "again", a, fork, 0.3);
    f->rule = NET_BY_MOVED_CLASS;
    f->rule_scale = 10;
    return n;
}

net *net_two_queues(void) {
    net *n = net_new("two queues", 2);
    if (!n)
        return NULL;
    add_dim(n, "nation", 2);
    add_dim(n, "group", 2);
    int pool = add_stock(n, "pool", 0, 3, 0, 90), far = add_stock(n, "far", 0, 1, 0, 60);
    int first = add_stock(n, "first", 1, 3, 6, 4), second = add_stock(n, "second", 1, 1, 6, 5);
    int done = add_stock(n, "done", 1, 3, 0, 0);
    add_flow(n, "to first", pool, first, 0.11);
    add_flow(n, "to second", far, second, 0.13);
    int a = (int)(add_flow(n, "serve first", first, done, 0) - n->flows);
    int b = (int)(add_flow(n, "serve second", second, done, 0) - n->flows);
    add_flow(n, "give up", first, pool, 0.08);
    add_flow(n, "robbed", first, first, 0.2)->stays = 1;
    set_delay(add_flow(n, "far again", second, far, 0.06), 2, NULL);
    add_serve(n, "desk", 1, 9.3, 6, a, b);
    return n;
}

net *net_lottery(void) {
    net *n = net_new("lottery", 3);
    if (!n)
        return NULL;
    add_dim(n, "nation", 3);
    int out = add_stock(n, "out", 0, 1, 0, 100);
    int lots = add_stock(n, "lots", 1, 1, 5, 6), age = add_stock(n, "age", 2, 1, 5, 3);
    int in = add_stock(n, "in", 1, 1, 0, 0);
    add_flow(n, "ask", out, lots, 0.12);
    add_flow(n, "wait", out, age, 0.1);
    int a = (int)(add_flow(n, "drawn", lots, in, 0) - n->flows),
        b = (int)(add_flow(n, "called", age, in, 0) - n->flows);
    set_delay(&n->flows[b], 3, NULL);
    add_serve(n, "lot", 1, 6.5, 2, a, -1);
    n->serves[0].random_order = 1;
    add_serve(n, "call", 2, 5.25, 0, b, -1);
    return n;
}

net *net_redraw(void) {
    static const double shares[6] = {0.7, 0.2, 0.1, 0.15, 0.25, 0.6},
                        by_both[18] = {0.5, 0.3, 0.2, 0.1, 0.1, 0.8, 0.3, 0.3, 0.4,
                                       0.6, 0.4, 0.0, 0.0, 0.5, 0.5, 1.0, 0.0, 0.0};
    static const double drawn[8] = {0.5, 0, 0, 0, 0, 0, 0, 0.5};
    net *n = net_new("redraw", 2);
    if (!n)
        return NULL;
    add_dim(n, "nation", 2);
    add_dim(n, "intent", 3);
    int line = add_stock(n, "line", 0, 3, 0, 70), held = add_stock(n, "held", 1, 1, 0, 10);
    int far = add_stock(n, "far", 0, 3, 0, 0);
    add_flow(n, "taken", line, held, 0.25);
    net_flow *f = add_flow(n, "freed", held, line, 0.3);
    f->redraw_dim = 1;
    memcpy(f->shares, shares, sizeof shares);
    set_delay(f, 8, drawn);
    f = add_flow(n, "turned", line, far, 0.1);
    f->redraw_dim = 1;
    memcpy(f->shares, by_both, sizeof by_both);
    set_delay(f, 4, NULL);
    return n;
}

net *net_loop(void) {
    static const double drawn[4] = {0.4, 0.3, 0.2, 0.1};
    net *n = net_new("loop", 3);
    if (!n)
        return NULL;
    add_dim(n, "group", 2);
    int a = add_stock(n, "north", 0, 1, 0, 100), b = add_stock(n, "held", 1, 1, 0, 30),
        c = add_stock(n, "south", 2, 1, 0, 60);
    net_flow *f = add_flow(n, "caught", a, b, 0.35);
    f->rule = NET_BY_FIELD;
    f->rule_scale = 20;
    f = add_flow(n, "returned", b, c, 0.5);
    set_delay(f, 4, drawn);
    f = add_flow(n, "again", c, a, 0.6);
    f->rule = NET_BY_MOVED;
    f->rule_source = 1;
    f->rule_scale = 15;
    f = add_flow(n, "round", c, c, 0.1);
    set_delay(f, 2, NULL);
    net_field *x = &n->fields[n->nfields++];
    set_name(x->name, "fear");
    x->system = 1;
    x->size = 1;
    x->source = 0;
    x->keep = 0.7;
    x->gain = 0.5;
    x->first[0] = 12;
    return n;
}

net *net_delay_field(void) {
    static const double early[5] = {0.6, 0.2, 0.1, 0.1, 0}, late[5] = {0, 0.1, 0.1, 0.2, 0.6};
    net *n = net_new("delay field", 2);
    if (!n)
        return NULL;
    add_dim(n, "nation", 2);
    int a = add_stock(n, "asked", 0, 1, 0, 150), b = add_stock(n, "heard", 0, 0, 0, 0);
    int q = add_stock(n, "queue", 1, 1, 4, 0), c = add_stock(n, "closed", 1, 0, 0, 0);
    net_field *x = &n->fields[n->nfields++];
    set_name(x->name, "duration");
    x->system = 1;
    x->size = 5;
    x->source = -1;
    memcpy(x->first, early, sizeof early);
    memcpy(x->other, late, sizeof late);
    net_flow *f = add_flow(n, "hear", a, b, 0.2);
    f->delay_max = 5;
    f->delay_field = 0;
    f = add_flow(n, "file", a, q, 0.15);
    set_delay(f, 3, NULL);
    int s = (int)(add_flow(n, "close", q, c, 0) - n->flows);
    n->flows[s].delay_max = 5;
    n->flows[s].delay_field = 0;
    add_serve(n, "judge", 1, 7.75, -3, s, -1);
    return n;
}

net *net_named(int i) {
    switch (i) {
    case 0:
        return net_chain();
    case 1:
        return net_branching();
    case 2:
        return net_two_queues();
    case 3:
        return net_lottery();
    case 4:
        return net_redraw();
    case 5:
        return net_loop();
    case 6:
        return net_delay_field();
    default:
        return NULL;
    }
}

static void random_shares(uint64_t *rng, double *out, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
        out[i] = below(rng, 4) == 0 ? 0 : 0.05 + net_uniform(rng);
        sum += out[i];
    }
    if (sum == 0)
        out[below(rng, count)] = sum = 1;
    for (int i = 0; i < count; i++)
        out[i] /= sum;
}

static void random_flow(net *n, uint64_t *rng, int from, int to, double most, int linear) {
    char name[NET_NAME];
    double shares[NET_DELAY];
    set_name_number(name, "flow ", n->nflows);
    net_flow *f = add_flow(n, name, from, to, most * net_uniform(rng));
    int classes = net_classes(n, from), into = net_classes(n, to);
    switch (below(rng, 4)) {
    case 0:
        set_delay(f, 1 + below(rng, NET_DELAY), NULL);
        break;
    case 1:
        f->delay_max = 2 + below(rng, NET_DELAY - 2);
        random_shares(rng, shares, f->delay_max);
        set_delay(f, f->delay_max, shares);
        break;
    default:
        break;
    }
    if (below(rng, 4) == 0) {
        f->has_map = 1;
        for (int c = 0; c < classes; c++) {
            f->map[c] = below(rng, into + 1) - 1;
            if (f->map[c] < 0)
                f->prob[c] = 0;
        }
    } else if (n->stocks[to].ndims > 0 && below(rng, 2) == 0) {
        f->redraw_dim = n->stocks[to].dims[below(rng, n->stocks[to].ndims)];
        int size = n->dims[f->redraw_dim].size;
        for (int c = 0; c < classes; c++)
            random_shares(rng, f->shares + c * size, size);
    }
    if (linear || n->nflows == 1)
        return;
    if (below(rng, 4) == 0) {
        f->rule = NET_BY_MOVED;
        f->rule_source = below(rng, n->nflows);
        f->rule_scale = 10 + 40 * net_uniform(rng);
    } else if (below(rng, 4) == 0) {
        f->rule = NET_BY_MOVED_CLASS;
        f->rule_scale = 5 + 20 * net_uniform(rng);
    }
}

/* Queues of one system may share a serve; each is served along one flow. */
static void random_serves(net *n, uint64_t *rng) {
    for (int system = 0; system < n->nsystems; system++) {
        int flows[2] = {-1, -1}, count = 0;
        for (int s = 0; s < n->nstocks && count < 2; s++)
            if (n->stocks[s].queue && n->stocks[s].system == system) {
                for (int f = 0; f < n->nflows; f++)
                    if (n->flows[f].from == s) {
                        n->flows[f].rule = NET_PLAIN;
                        flows[count++] = f;
                        break;
                    }
            }
        if (count == 0 || n->nserves == NET_SERVES)
            continue;
        char name[NET_NAME];
        set_name_number(name, "serve ", system);
        double capacity = 2 + 14 * net_uniform(rng);
        add_serve(n, name, system, capacity, below(rng, 2) ? 5 * net_uniform(rng) : 0, flows[0], flows[1]);
        n->serves[n->nserves - 1].random_order = below(rng, 3) == 0;
    }
}

static net *random_net(uint64_t seed, int linear) {
    uint64_t rng = seed * 0x2545F4914F6CDD1Du + 12345;
    net *n = net_new(linear ? "linear" : "random", 1 + below(&rng, 4));
    if (!n)
        return NULL;
    int ndims = 1 + below(&rng, 3), nstocks = 3 + below(&rng, 5);
    for (int d = 0; d < ndims; d++) {
        char name[NET_NAME];
        set_name_number(name, "dimension ", d);
        add_dim(n, name, 1 + below(&rng, 3));
    }
    /* all queues of a network have the same ages: "oldest first" over two queues then has one meaning */
    int ages = 1 + below(&rng, 8);
    for (int s = 0; s < nstocks; s++) {
        char name[NET_NAME];
        set_name_number(name, "stock ", s);
        int queue = !linear && below(&rng, 3) == 0;
        unsigned keeps = (unsigned)below(&rng, 1 << ndims);
        add_stock(n, name, below(&rng, n->nsystems), keeps, queue ? ages : 0, 0);
        for (int c = 0; c < net_classes(n, s); c++)
            n->stocks[s].put[c] = below(&rng, 3) == 0 ? 0 : below(&rng, 25);
    }
    n->stocks[0].put[0] += 200;
    for (int s = 0; s < nstocks; s++) {
        int ways = 1 + below(&rng, 3);
        for (int k = 0; k < ways && n->nflows < NET_FLOWS; k++)
            random_flow(n, &rng, s, below(&rng, nstocks), 0.9 / ways, linear);
    }
    if (!linear)
        random_serves(n, &rng);
    return n;
}

net *net_random(uint64_t seed) { return random_net(seed, 0); }

net *net_linear(uint64_t seed) { return random_net(seed, 1); }

void net_add_noise(net *n) {
    static const char *const names[2] = {"walk", "bursts"};
    for (int i = 0; i < 2; i++) {
        net_channel *c = &n->channels[n->nchannels++];
        set_name(c->name, names[i]);
        c->size = 2 + i;
        c->gamma = i;
        c->sd = 0.3 + 0.2 * i;
        c->tau = 8;
    }
    for (int f = 0; f < n->nflows; f++) {
        n->flows[f].channel = f % 3 - 1;
        n->flows[f].channel_item = f % 2;
    }
}

void net_scale(net *n, double factor) {
    for (int s = 0; s < n->nstocks; s++)
        for (int c = 0; c < NET_CLASSES; c++)
            n->stocks[s].put[c] *= factor;
    for (int s = 0; s < n->nserves; s++) {
        n->serves[s].capacity *= factor;
        n->serves[s].swing *= factor;
    }
    for (int f = 0; f < n->nflows; f++)
        n->flows[f].rule_scale *= factor;
}

int net_classes(const net *n, int stock) {
    int classes = 1;
    for (int i = 0; i < n->stocks[stock].ndims; i++)
        classes *= n->dims[n->stocks[stock].dims[i]].size;
    return classes;
}

double net_everyone(const net *n) {
    double sum = 0;
    for (int s = 0; s < n->nstocks; s++)
        for (int c = 0; c < net_classes(n, s); c++)
            sum += n->stocks[s].put[c];
    return sum;
}

/* ---- the engine's systems ---- */

static void fill_probability(const net_user *user, eng_day *day, int f) {
    const net *n = user->nm->n;
    const net_flow *flow = &n->flows[f];
    const eng_world *w = eng_day_world(day);
    double *p = eng_prob(day, user->nm->flow[f]);
    if (!p)
        return;
    double factor = 1;
    if (flow->rule == NET_BY_FIELD)
        factor = 1 / (1 + eng_get(w, user->nm->field[flow->rule_source])[0] / flow->rule_scale);
    else if (flow->rule == NET_BY_MOVED)
        factor = 1 / (1 + eng_moved_total(w, user->nm->flow[flow->rule_source]) / flow->rule_scale);
    if (flow->channel >= 0 && n->nchannels > 0) {
        double noise = eng_noise(w, user->nm->channel[flow->channel], flow->channel_item);
        factor *= noise < 1.1 ? noise : 1.1;
    }
    if (f == user->policy_flow)
        factor *= user->policy * (user->hidden ? user->hidden() : 1);
    int classes = net_classes(n, flow->from);
    for (int c = 0; c < classes; c++) {
        p[c] = flow->prob[c] * factor;
        if (flow->rule == NET_BY_MOVED_CLASS)
            p[c] /= 1 + eng_moved(w, user->nm->flow[f], c) / flow->rule_scale;
    }
}

static int decide(const net_user *user, eng_day *day, int system) {
    const net *n = user->nm->n;
    const eng_world *w = eng_day_world(day);
    int64_t today = eng_world_today(w);
    if (system == 0 && user->noise_seen && today < user->noise_room)
        user->noise_seen[today] = eng_noise(w, user->nm->channel[0], 0);
    for (int f = 0; f < n->nflows; f++)
        if (!n->flows[f].served && n->stocks[n->flows[f].from].system == system)
            fill_probability(user, day, f);
    for (int s = 0; s < n->nserves; s++)
        if (n->serves[s].system == system) {
            double capacity = n->serves[s].capacity + (today % 3 == 0 ? n->serves[s].swing : 0);
            int status = eng_capacity(day, user->nm->serve[s], capacity);
            if (status != ENG_OK)
                return status;
        }
    for (int i = 0; i < n->nfields; i++) {
        const net_field *field = &n->fields[i];
        if (field->system != system)
            continue;
        double *next = eng_put(day, user->nm->field[i]);
        if (!next)
            return ENG_ERR_OWNER;
        if (field->source >= 0)
            next[0] = field->keep * eng_get(w, user->nm->field[i])[0] +
                      field->gain * eng_moved_total(w, user->nm->flow[field->source]);
        else
            memcpy(next, (today + 1) % 2 ? field->other : field->first, (size_t)field->size * sizeof *next);
    }
    return ENG_OK;
}

static int decide_0(void *user, eng_day *day) { return decide(user, day, 0); }
static int decide_1(void *user, eng_day *day) { return decide(user, day, 1); }
static int decide_2(void *user, eng_day *day) { return decide(user, day, 2); }
static int decide_3(void *user, eng_day *day) { return decide(user, day, 3); }
static int decide_4(void *user, eng_day *day) { return decide(user, day, 4); }
static int decide_5(void *user, eng_day *day) { return decide(user, day, 5); }

/* ---- building ---- */

static void shuffled(int *out, int count, uint64_t *order) {
    for (int i = 0; i < count; i++)
        out[i] = i;
    if (*order == 0)
        return;
    for (int i = count - 1; i > 0; i--) {
        int j = below(order, i + 1), t = out[i];
        out[i] = out[j];
        out[j] = t;
    }
}

static int declare_stock(net_model *nm, int s) {
    const net_stock *stock = &nm->n->stocks[s];
    int dims[NET_DIMS];
    for (int d = 0; d < stock->ndims; d++)
        dims[d] = nm->dim[stock->dims[d]];
    int shape = eng_shape(nm->m, stock->ndims, dims);
    if (shape < 0)
        return shape;
    return nm->stock[s] = eng_stock(nm->m, nm->system[stock->system], stock->name, shape,
                                    stock->queue ? ENG_QUEUE : ENG_POOL, stock->ages);
}

static int declare_flow(net_model *nm, int f) {
    const net_flow *flow = &nm->n->flows[f];
    eng_flow_spec spec;
    memset(&spec, 0, sizeof spec);
    spec.class_map = flow->has_map ? flow->map : NULL;
    if (flow->redraw_dim >= 0) {
        spec.has_redraw = 1;
        spec.redraw_dim = nm->dim[flow->redraw_dim];
        spec.redraw_shares = flow->shares;
    }
    spec.stays = flow->stays;
    spec.delay_max = flow->delay_max;
    spec.delay = flow->has_delay ? flow->delay : NULL;
    if (flow->delay_field >= 0) {
        spec.has_delay_field = 1;
        spec.delay_field = nm->field[flow->delay_field];
    }
    return nm->flow[f] = eng_flow(nm->m, flow->name, nm->stock[flow->from], nm->stock[flow->to], &spec);
}

static int declare_serve(net_model *nm, int s) {
    const net_serve *serve = &nm->n->serves[s];
    int flows[4];
    for (int i = 0; i < serve->nflows; i++)
        flows[i] = nm->flow[serve->flows[nm->backwards ? serve->nflows - 1 - i : i]];
    return nm->serve[s] =
               eng_serve(nm->m, nm->system[serve->system], serve->name, serve->nflows, flows, serve->random_order);
}

static int declare_system(net_model *nm, int s) {
    static const struct {
        const char *name;
        int (*decide)(void *, eng_day *);
    } systems[NET_SYSTEMS] = {{"sys zero", decide_0},  {"sys one", decide_1},  {"sys two", decide_2},
                              {"sys three", decide_3}, {"sys four", decide_4}, {"sys five", decide_5}};
    eng_system system = {.name = systems[s].name, .decide = systems[s].decide};
    return nm->system[s] = eng_system_add(nm->m, &system);
}

static int declare_channel(net_model *nm, int c) {
    const net_channel *channel = &nm->n->channels[c];
    return nm->channel[c] =
               eng_channel(nm->m, channel->name, channel->size, channel->gamma ? ENG_NOISE_GAMMA : ENG_NOISE_AR1);
}

static int declare_dim(net_model *nm, int d) {
    return nm->dim[d] = eng_dimension(nm->m, nm->n->dims[d].name, nm->n->dims[d].size);
}

static int declare_field(net_model *nm, int f) {
    const net_field *field = &nm->n->fields[f];
    return nm->field[f] = eng_field(nm->m, nm->system[field->system], field->name, field->size);
}

static int declare_all(net_model *nm, int count, uint64_t *order, int (*declare)(net_model *, int)) {
    int line[NET_FLOWS];
    shuffled(line, count, order);
    for (int i = 0; i < count; i++)
        if (declare(nm, line[i]) < 0)
            return -1;
    return 0;
}

int net_build(net_model *nm, const net *n, uint64_t order) {
    memset(nm, 0, sizeof *nm);
    nm->n = n;
    nm->backwards = order % 2 == 1;
    nm->m = eng_model_new();
    if (!nm->m)
        return -1;
    if (declare_all(nm, n->nsystems, &order, declare_system) || declare_all(nm, n->ndims, &order, declare_dim) ||
        declare_all(nm, n->nchannels, &order, declare_channel) || declare_all(nm, n->nfields, &order, declare_field) ||
        declare_all(nm, n->nstocks, &order, declare_stock) || declare_all(nm, n->nflows, &order, declare_flow) ||
        declare_all(nm, n->nserves, &order, declare_serve))
        return -1;
    return eng_model_freeze(nm->m) == ENG_OK ? 0 : -1;
}

void net_unbuild(net_model *nm) {
    eng_model_free(nm->m);
    nm->m = NULL;
}

eng_world *net_world(const net_model *nm, const eng_world_options *options) {
    const net *n = nm->n;
    int status = ENG_OK;
    eng_world *w = eng_world_new(nm->m, options);
    if (!w)
        return NULL;
    for (int s = 0; s < n->nstocks; s++)
        for (int c = 0; c < net_classes(n, s); c++)
            if (n->stocks[s].put[c] > 0 && status == ENG_OK)
                status = eng_world_put(w, nm->stock[s], c, n->stocks[s].put[c]);
    for (int f = 0; f < n->nfields && status == ENG_OK; f++)
        status = eng_world_field_set(w, nm->field[f], n->fields[f].first);
    for (int c = 0; c < n->nchannels && status == ENG_OK; c++)
        status = eng_world_noise_set(w, nm->channel[c], n->channels[c].sd, n->channels[c].tau);
    if (status == ENG_OK)
        return w;
    eng_world_free(w);
    return NULL;
}

static void observe(const net_model *nm, const eng_world *w, double *out) {
    const net *n = nm->n;
    for (int s = 0; s < n->nstocks; s++)
        for (int c = 0; c < net_classes(n, s); c++)
            *out++ = eng_people(w, nm->stock[s], c);
    for (int s = 0; s < n->nstocks; s++)
        *out++ = eng_on_the_way(w, nm->stock[s]);
    for (int s = 0; s < n->nstocks; s++) {
        if (!n->stocks[s].queue)
            continue;
        for (int a = 0; a < n->stocks[s].ages; a++)
            out[a] = 0;
        eng_queue_ages(w, nm->stock[s], out, n->stocks[s].ages);
        out += n->stocks[s].ages;
    }
}

int net_run(const net_model *nm, const eng_world_options *options, int days, double *out, unsigned char digest[32],
            char *error) {
    const net *n = nm->n;
    net_user user = {nm, -1, 1, NULL, NULL, 0};
    double sums[NET_FLOWS] = {0};
    int status = ENG_ERR_MEMORY;
    size_t words = 0;
    const char *what = "";
    eng_world *w = net_world(nm, options);
    if (!w)
        return ENG_ERR_MEMORY;
    for (int d = 0; d < days; d++) {
        status = eng_world_step(w, &user);
        if (status != ENG_OK)
            goto out;
        for (int f = 0; f < n->nflows; f++)
            sums[f] += eng_moved_total(w, nm->flow[f]);
    }
    if (out) {
        int at = n->nflows + n->nstocks;
        for (int s = 0; s < n->nstocks; s++)
            at += net_classes(n, s) + (n->stocks[s].queue ? n->stocks[s].ages : 0);
        observe(nm, w, out);
        memcpy(out + at - n->nflows, sums, (size_t)n->nflows * sizeof *sums);
    }
    if (digest)
        eng_world_digest(w, digest);
    status = ENG_OK;
out:
    if (error) {
        what = eng_world_error(w);
        words = what ? strlen(what) : 0;
        words = words < 255 ? words : 255;
        memcpy(error, what, words);
        error[words] = 0;
    }
    eng_world_free(w);
    return status;
}
