/* Declarations: names, classes, sizes, each checked as it is made.
 *
 * Ids are handed out in the order of declaration and stay valid. Freezing (layout.c) sorts by name.
 */
#include "engine/internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int eng_model_fail(eng_model *m, int status, const char *format, ...) {
    va_list args;
    va_start(args, format);
    (void)vsnprintf(m->error, sizeof m->error, format, args);
    va_end(args);
    return status;
}

/* Said like any other declaration that failed: a model that misses one is never frozen. */
static int no_memory(eng_model *m) { return eng_model_fail(m, ENG_ERR_MEMORY, "no memory left"); }

static char *copy_text(const char *s) {
    size_t n = strlen(s) + 1;
    char *out = malloc(n);
    if (out)
        memcpy(out, s, n);
    return out;
}

static void *copy_array(const void *a, size_t n, size_t size) {
    void *out = malloc(n * size);
    if (out)
        memcpy(out, a, n * size);
    return out;
}

/* Room for one more in an array that doubles at powers of two. */
int eng_grow(void **array, int count, size_t size) {
    if (count > 0 && (count & (count - 1)) != 0)
        return 0;
    void *bigger = realloc(*array, (count ? (size_t)count * 2 : 1) * size);
    if (!bigger)
        return -1;
    *array = bigger;
    return 0;
}

eng_model *eng_model_new(void) { return calloc(1, sizeof(eng_model)); }

void eng_model_free(eng_model *m) {
    if (!m)
        return;
    for (int i = 0; i < m->ndims; i++)
        free(m->dims[i].name);
    for (int i = 0; i < m->nstocks; i++) {
        free(m->stocks[i].name);
        free(m->stocks[i].flows);
    }
    for (int i = 0; i < m->nflows; i++) {
        free(m->flows[i].name);
        free(m->flows[i].map);
        free(m->flows[i].redraw_shares);
        free(m->flows[i].delay);
    }
    for (int i = 0; i < m->nserves; i++) {
        free(m->serves[i].name);
        free(m->serves[i].flows);
    }
    for (int i = 0; i < m->nsystems; i++)
        free(m->system_names[i]);
    for (int i = 0; i < m->nfields; i++)
        free(m->fields[i].name);
    for (int i = 0; i < m->nchannels; i++)
        free(m->channels[i].name);
    for (int i = 0; i < m->nrosters; i++)
        free(m->rosters[i].name);
    free(m->dims);
    free(m->shapes);
    free(m->systems);
    free(m->system_names);
    free(m->stocks);
    free(m->flows);
    free(m->asks);
    free(m->exits);
    free(m->ways);
    free(m->serves);
    free(m->fields);
    free(m->channels);
    free(m->rosters);
    free(m->stock_order);
    free(m->flow_order);
    free(m->serve_order);
    free(m->field_order);
    free(m->channel_order);
    free(m->roster_order);
    free(m->system_order);
    free(m);
}

const char *eng_model_error(const eng_model *m) { return m->error; }

/* ---- declarations ---- */

static int open_for(eng_model *m, const char *what, const char *name) {
    if (m->frozen)
        return eng_model_fail(m, ENG_ERR_DECLARE, "%s '%s': the model is frozen", what, name);
    if (!name || !name[0])
        return eng_model_fail(m, ENG_ERR_DECLARE, "%s without a name", what);
    return ENG_OK;
}

int eng_dimension(eng_model *m, const char *name, int size) {
    int status = open_for(m, "dimension", name);
    if (status)
        return status;
    if (size < 1)
        return eng_model_fail(m, ENG_ERR_DECLARE, "dimension '%s': size %d, expected at least 1", name, size);
    for (int i = 0; i < m->ndims; i++)
        if (!strcmp(m->dims[i].name, name))
            return eng_model_fail(m, ENG_ERR_DECLARE, "dimension '%s' is declared twice", name);
    if (eng_grow((void **)&m->dims, m->ndims, sizeof *m->dims))
        return no_memory(m);
    eng_dim *d = &m->dims[m->ndims];
    d->size = size;
    if (!(d->name = copy_text(name)))
        return no_memory(m);
    return m->ndims++;
}

int eng_shape(eng_model *m, int ndims, const int dims[]) {
    if (m->frozen)
        return eng_model_fail(m, ENG_ERR_DECLARE, "a shape after the model was frozen");
    if (ndims < 0 || ndims > ENG_MAX_DIMS)
        return eng_model_fail(m, ENG_ERR_DECLARE, "a shape of %d dimensions", ndims);
    for (int i = 0; i < m->nshapes; i++)
        if (m->shapes[i].ndims == ndims &&
            (ndims == 0 || !memcmp(m->shapes[i].dims, dims, (size_t)ndims * sizeof dims[0])))
            return i;
    eng_shape_info s = {.ndims = ndims, .size = 1};
    for (int i = 0; i < ndims; i++) {
        if (dims[i] < 0 || dims[i] >= m->ndims)
            return eng_model_fail(m, ENG_ERR_DECLARE, "a shape of unknown dimension %d", dims[i]);
        for (int j = 0; j < i; j++)
            if (dims[j] == dims[i])
                return eng_model_fail(m, ENG_ERR_DECLARE, "a shape with dimension '%s' twice", m->dims[dims[i]].name);
        if (m->dims[dims[i]].size > ENG_MAX_CLASSES / s.size)
            return eng_model_fail(m, ENG_ERR_DECLARE, "a shape of more than %d classes", ENG_MAX_CLASSES);
        s.dims[i] = dims[i];
        s.size *= m->dims[dims[i]].size;
    }
    if (eng_grow((void **)&m->shapes, m->nshapes, sizeof *m->shapes))
        return no_memory(m);
    m->shapes[m->nshapes] = s;
    return m->nshapes++;
}

int eng_shape_size(const eng_model *m, int shape) {
    return shape < 0 || shape >= m->nshapes ? ENG_ERR_DECLARE : m->shapes[shape].size;
}

/* Distance between classes that differ by one in this dimension, or 0 if the shape does not keep it. */
static int stride_of(const eng_model *m, const eng_shape_info *s, int dim) {
    int stride = 1;
    for (int i = s->ndims - 1; i >= 0; i--) {
        if (s->dims[i] == dim)
            return stride;
        stride *= m->dims[s->dims[i]].size;
    }
    return 0;
}

int eng_class_part(const eng_model *m, int shape, int cls, int dim) {
    if (shape < 0 || shape >= m->nshapes || dim < 0 || dim >= m->ndims)
        return -1;
    int stride = stride_of(m, &m->shapes[shape], dim);
    return stride ? cls / stride % m->dims[dim].size : -1;
}

int eng_class(const eng_model *m, int shape, const int parts[]) {
    int cls = 0;
    for (int i = 0; i < m->shapes[shape].ndims; i++)
        cls = cls * m->dims[m->shapes[shape].dims[i]].size + parts[i];
    return cls;
}

int eng_system_add(eng_model *m, const eng_system *system) {
    int status = open_for(m, "system", system->name);
    if (status)
        return status;
    for (int i = 0; i < m->nsystems; i++)
        if (!strcmp(m->systems[i].name, system->name))
            return eng_model_fail(m, ENG_ERR_DECLARE, "system '%s' is declared twice", system->name);
    if (eng_grow((void **)&m->systems, m->nsystems, sizeof *m->systems))
        return no_memory(m);
    if (eng_grow((void **)&m->system_names, m->nsystems, sizeof *m->system_names))
        return no_memory(m);
    if (!(m->system_names[m->nsystems] = copy_text(system->name)))
        return no_memory(m);
    m->systems[m->nsystems] = *system;
    m->systems[m->nsystems].name = m->system_names[m->nsystems];
    return m->nsystems++;
}

int eng_stock(eng_model *m, int system, const char *name, int shape, eng_stock_kind kind, int ages) {
    int status = open_for(m, "stock", name);
    if (status)
        return status;
    if (system < 0 || system >= m->nsystems)
        return eng_model_fail(m, ENG_ERR_DECLARE, "stock '%s': unknown system %d", name, system);
    if (shape < 0 || shape >= m->nshapes)
        return eng_model_fail(m, ENG_ERR_DECLARE, "stock '%s': unknown shape %d", name, shape);
    if (kind == ENG_QUEUE && (ages < 1 || ages > 1000))
        return eng_model_fail(m, ENG_ERR_DECLARE, "stock '%s': a queue of %d ages, expected 1 to 1000", name, ages);
    if (eng_grow((void **)&m->stocks, m->nstocks, sizeof *m->stocks))
        return no_memory(m);
    eng_stock_info *s = &m->stocks[m->nstocks];
    *s = (eng_stock_info){.system = system, .shape = shape, .classes = m->shapes[shape].size, .kind = kind};
    s->ages = kind == ENG_QUEUE ? ages : 0;
    if (!(s->name = copy_text(name)))
        return no_memory(m);
    return m->nstocks++;
}

/* Dimensions both shapes keep are kept; others are dropped, or start at 0. map: [classes of from]. */
static void automatic_map(const eng_model *m, const eng_shape_info *from, const eng_shape_info *to, int *map) {
    memset(map, 0, (size_t)from->size * sizeof *map);
    for (int i = 0; i < to->ndims; i++) {
        int size = m->dims[to->dims[i]].size, run = stride_of(m, from, to->dims[i]);
        int step = stride_of(m, to, to->dims[i]);
        for (int c = 0; run > 0 && c < from->size; c++)
            map[c] += c / run % size * step;
    }
}

/* How a map goes, if it goes in a way that has a loop of its own. */
static eng_hand hand_of(eng_flow_info *f) {
    const int *map = f->map;
    int join = f->from_classes % f->to_classes == 0, n = f->from_classes;
    int spread = n > 1 && map[1] > map[0], climb = n == f->to_classes && n % 4 == 0;
    f->group = join ? n / f->to_classes : 1;
    f->first = map[0];
    f->stride = spread ? map[1] - map[0] : 1;
    for (int c = 0; c < n; c++) {
        join &= map[c] == c / f->group;
        spread &= map[c] == f->first + c * f->stride;
        climb &= map[c] == c + (c % 4 < 3);
    }
    if (join)
        return f->group == 1 ? HAND_SAME : HAND_JOIN;
    return f->first >= 0 && spread ? HAND_SPREAD : climb ? HAND_CLIMB : HAND_LIST;
}

static int flow_classes(eng_model *m, eng_flow_info *f, const eng_flow_spec *spec) {
    int from_shape = m->stocks[f->from].shape, to_shape = m->stocks[f->to].shape;
    if (!(f->map = malloc((size_t)f->from_classes * sizeof *f->map)))
        return no_memory(m);
    automatic_map(m, &m->shapes[from_shape], &m->shapes[to_shape], f->map);
    for (int c = 0; c < f->from_classes; c++) {
        int to = f->map[c] = spec && spec->class_map ? spec->class_map[c] : f->map[c];
        if (to < -1 || to >= f->to_classes)
            return eng_model_fail(m, ENG_ERR_DECLARE, "flow '%s': class %d goes to %d, expected -1 to %d", f->name, c,
                                  to, f->to_classes - 1);
        if (to < 0)
            f->partial = 1;
    }
    f->hand = (unsigned char)hand_of(f);
    if (!spec || !spec->has_redraw)
        return ENG_OK;
    f->redraw_dim = spec->redraw_dim;
    f->redraw_stride =
        f->redraw_dim < 0 || f->redraw_dim >= m->ndims ? 0 : stride_of(m, &m->shapes[to_shape], f->redraw_dim);
    if (!f->redraw_stride || !spec->redraw_shares)
        return eng_model_fail(m, ENG_ERR_DECLARE, "flow '%s': redraws a dimension that '%s' does not keep", f->name,
                              m->stocks[f->to].name);
    f->redraw_size = m->dims[f->redraw_dim].size;
    f->hand = HAND_REDRAW;
    for (int c = 0; c < f->from_classes; c++) {
        double sum = 0;
        for (int k = 0; k < f->redraw_size; k++) {
            double share = spec->redraw_shares[(size_t)c * (size_t)f->redraw_size + (size_t)k];
            sum += share >= 0 ? share : -1e9;
        }
        if (!(sum > 1 - 1e-9 && sum < 1 + 1e-9))
            return eng_model_fail(m, ENG_ERR_DECLARE, "flow '%s': redraw shares of class %d sum to %g, expected 1",
                                  f->name, c, sum);
        if (f->map[c] >= 0)
            f->map[c] -= f->map[c] / f->redraw_stride % f->redraw_size * f->redraw_stride;
    }
    f->redraw_shares =
        copy_array(spec->redraw_shares, (size_t)f->from_classes * (size_t)f->redraw_size, sizeof(double));
    return f->redraw_shares ? ENG_OK : no_memory(m);
}

static int flow_delay(eng_model *m, eng_flow_info *f, const eng_flow_spec *spec) {
    f->delay_max = spec && spec->delay_max ? spec->delay_max : 1;
    f->delay_field = -1;
    if (f->delay_max < 1 || f->delay_max > ENG_MAX_DELAY)
        return eng_model_fail(m, ENG_ERR_DECLARE, "flow '%s': delay of %d days, expected 1 to %d", f->name,
                              f->delay_max, ENG_MAX_DELAY);
    if (!spec)
        return ENG_OK;
    if (spec->has_delay_field) {
        if (spec->delay_field < 0 || spec->delay_field >= m->nfields ||
            m->fields[spec->delay_field].size != f->delay_max)
            return eng_model_fail(m, ENG_ERR_DECLARE, "flow '%s': its delay field must hold %d values", f->name,
                                  f->delay_max);
        f->delay_field = spec->delay_field;
    } else if (spec->delay) {
        double sum = 0;
        for (int d = 0; d < f->delay_max; d++)
            sum += spec->delay[d] >= 0 ? spec->delay[d] : -1e9;
        if (!(sum > 1 - 1e-9 && sum < 1 + 1e-9))
            return eng_model_fail(m, ENG_ERR_DECLARE, "flow '%s': shares of its delay sum to %g, expected 1", f->name,
                                  sum);
        if (!(f->delay = copy_array(spec->delay, (size_t)f->delay_max, sizeof(double))))
            return no_memory(m);
    }
    return ENG_OK;
}

int eng_flow(eng_model *m, const char *name, int from, int to, const eng_flow_spec *spec) {
    int status = open_for(m, "flow", name);
    if (status)
        return status;
    if (from < 0 || from >= m->nstocks || to < 0 || to >= m->nstocks)
        return eng_model_fail(m, ENG_ERR_DECLARE, "flow '%s': joins stock %d to %d, of which one is unknown", name,
                              from, to);
    if (eng_grow((void **)&m->flows, m->nflows, sizeof *m->flows))
        return no_memory(m);
    eng_flow_info *f = &m->flows[m->nflows];
    *f = (eng_flow_info){.from = from, .to = to, .redraw_dim = -1, .serve = -1};
    f->from_classes = m->stocks[from].classes;
    f->to_classes = m->stocks[to].classes;
    if (!(f->name = copy_text(name)))
        return no_memory(m);
    m->nflows++;
    if ((status = flow_classes(m, f, spec)) != ENG_OK)
        return status;
    if ((status = flow_delay(m, f, spec)) != ENG_OK)
        return status;
    f->stays = spec && spec->stays;
    if (f->stays && (from != to || f->hand != HAND_SAME || f->delay_max > 1))
        return eng_model_fail(m, ENG_ERR_DECLARE,
                              "flow '%s': an event stays in its stock, without delay or change of class", name);
    return m->nflows - 1;
}

int eng_serve(eng_model *m, int system, const char *name, int nflows, const int flows[], int random_order) {
    int status = open_for(m, "serve", name);
    if (status)
        return status;
    if (system < 0 || system >= m->nsystems || nflows < 1)
        return eng_model_fail(m, ENG_ERR_DECLARE, "serve '%s': unknown system or no flows", name);
    for (int i = 0; i < nflows; i++) {
        if (flows[i] < 0 || flows[i] >= m->nflows)
            return eng_model_fail(m, ENG_ERR_DECLARE, "serve '%s': unknown flow %d", name, flows[i]);
        const eng_flow_info *f = &m->flows[flows[i]];
        const eng_stock_info *s = &m->stocks[f->from];
        if (s->kind != ENG_QUEUE)
            return eng_model_fail(m, ENG_ERR_DECLARE, "serve '%s': '%s' is not a queue", name, s->name);
        if (s->system != system)
            return eng_model_fail(m, ENG_ERR_OWNER, "serve '%s': '%s' is another system's", name, s->name);
        if (f->serve >= 0)
            return eng_model_fail(m, ENG_ERR_DECLARE, "serve '%s': flow '%s' is served already", name, f->name);
        if (f->stays)
            return eng_model_fail(m, ENG_ERR_DECLARE, "serve '%s': flow '%s' is an event, which takes nobody out", name,
                                  f->name);
        for (int j = 0; j < m->nflows; j++)
            if (m->flows[j].from == f->from && m->flows[j].serve >= 0)
                return eng_model_fail(m, ENG_ERR_DECLARE, "serve '%s': queue '%s' is served already", name, s->name);
        m->flows[flows[i]].serve = m->nserves;
    }
    if (eng_grow((void **)&m->serves, m->nserves, sizeof *m->serves))
        return no_memory(m);
    eng_serve_info *v = &m->serves[m->nserves];
    *v = (eng_serve_info){.system = system, .nflows = nflows, .random_order = random_order};
    v->name = copy_text(name);
    v->flows = copy_array(flows, (size_t)nflows, sizeof flows[0]);
    m->nserves++;
    return v->name && v->flows ? m->nserves - 1 : no_memory(m);
}

int eng_field(eng_model *m, int system, const char *name, int size) {
    int status = open_for(m, "field", name);
    if (status)
        return status;
    if (size < 1 || system < 0 || system >= m->nsystems)
        return eng_model_fail(m, ENG_ERR_DECLARE, "field '%s': size %d of system %d", name, size, system);
    if (eng_grow((void **)&m->fields, m->nfields, sizeof *m->fields))
        return no_memory(m);
    eng_field_info *f = &m->fields[m->nfields];
    *f = (eng_field_info){.system = system, .size = size};
    if (!(f->name = copy_text(name)))
        return no_memory(m);
    return m->nfields++;
}

int eng_channel(eng_model *m, const char *name, int n, eng_noise_kind kind) {
    int status = open_for(m, "channel", name);
    if (status)
        return status;
    if (n < 1)
        return eng_model_fail(m, ENG_ERR_DECLARE, "channel '%s': %d values, expected at least 1", name, n);
    if (eng_grow((void **)&m->channels, m->nchannels, sizeof *m->channels))
        return no_memory(m);
    eng_channel_info *c = &m->channels[m->nchannels];
    *c = (eng_channel_info){.n = n, .kind = kind};
    if (!(c->name = copy_text(name)))
        return no_memory(m);
    return m->nchannels++;
}

int eng_roster(eng_model *m, int system, const char *name, int nints, int nnumbers) {
    int status = open_for(m, "roster", name);
    if (status)
        return status;
    if (system < 0 || system >= m->nsystems || nints < 0 || nnumbers < 0 || nints + nnumbers < 1)
        return eng_model_fail(m, ENG_ERR_DECLARE, "roster '%s': records of %d and %d numbers of system %d", name, nints,
                              nnumbers, system);
    if (eng_grow((void **)&m->rosters, m->nrosters, sizeof *m->rosters))
        return no_memory(m);
    eng_roster_info *r = &m->rosters[m->nrosters];
    *r = (eng_roster_info){.system = system, .nints = nints, .nnumbers = nnumbers};
    if (!(r->name = copy_text(name)))
        return no_memory(m);
    return m->nrosters++;
}

/* ---- looking up ---- */

static int find(const char *name, const int *order, int count, const void *infos, size_t stride) {
    int low = 0, high = count - 1;
    while (order && low <= high) {
        int middle = (low + high) / 2;
        const char *there;
        memcpy(&there, (const char *)infos + (size_t)order[middle] * stride, sizeof there);
        int c = strcmp(name, there);
        if (c == 0)
            return order[middle];
        if (c < 0)
            high = middle - 1;
        else
            low = middle + 1;
    }
    return ENG_ERR_DECLARE;
}

int eng_find_stock(const eng_model *m, const char *name) {
    return find(name, m->stock_order, m->nstocks, m->stocks, sizeof *m->stocks);
}

int eng_find_flow(const eng_model *m, const char *name) {
    return find(name, m->flow_order, m->nflows, m->flows, sizeof *m->flows);
}

int eng_find_field(const eng_model *m, const char *name) {
    return find(name, m->field_order, m->nfields, m->fields, sizeof *m->fields);
}

int eng_count_stocks(const eng_model *m) { return m->nstocks; }

int eng_count_flows(const eng_model *m) { return m->nflows; }

const char *eng_stock_name(const eng_model *m, int stock) { return m->stocks[stock].name; }

const char *eng_flow_name(const eng_model *m, int flow) { return m->flows[flow].name; }

int eng_stock_classes(const eng_model *m, int stock) { return m->stocks[stock].classes; }

int eng_flow_from(const eng_model *m, int flow) { return m->flows[flow].from; }

int eng_flow_to(const eng_model *m, int flow) { return m->flows[flow].to; }
