/* Counting who moved and who is where (count.h). */
#include "engine/count.h"
#include "engine/internal.h"
#include "engine/wide.h"

#include <string.h>

eng_count eng_count_of(const eng_model *m, int flow, int group, int to) {
    const eng_flow_info *f = &m->flows[flow];
    int classes = f->from_classes, all = group == 0;
    return (eng_count){.flow = flow,
                       .stock = f->from,
                       .place = f->serve < 0 ? f->place : m->stocks[f->from].nflows + flow, /* served: like no other */
                       .group = all ? classes : group,
                       .cells = all ? 1 : classes / group,
                       .factor = ENG_NO_FACTOR,
                       .to = to,
                       .ready = m->stocks[f->from].ready,
                       .moved = f->moved,
                       .taken = f->taken};
}

void eng_count_list(int n, eng_count rows[]) {
    for (int i = 0; i < n; i++) {
        rows[i].more = rows[i].again = 0;
        if (i + 1 == n)
            break;
        const eng_count *next = &rows[i + 1];
        int alike = rows[i].stock == next->stock && rows[i].group == next->group;
        int there = rows[i].array == next->array && rows[i].to == next->to;
        rows[i].more = alike && there;
        rows[i].again = alike && !there;
    }
}

/* ---- whole people ---- */

/* Of a row of classes who are `left` in sum. */
static void add_whole(const eng_cell *people, int row, int64_t left, int group, double factor, double *out) {
    for (int c = 0; c < row && left > 0; c += ENG_PAD) {
        const eng_cell *x = people + c;
        if (!(x[0].n | x[1].n | x[2].n | x[3].n))
            continue;
        for (int k = 0; k < ENG_PAD; k++) {
            if (!x[k].n)
                continue;
            out[group == 1 ? c + k : (c + k) / group] += factor * (double)x[k].n;
            left -= x[k].n;
        }
    }
}

static void count_whole(const eng_world *w, int n, const eng_count rows[], const double *factors,
                        double *const arrays[]) {
    for (const eng_count *r = rows; r < rows + n; r++) {
        int64_t moved = w->moved_sum[r->flow].n;
        if (moved == 0)
            continue;
        const eng_flow_info *f = &w->model->flows[r->flow];
        double factor = r->factor < 0 ? 1 : factors[r->factor], *out = arrays[r->array] + r->to;
        if (r->cells == 1)
            *out += factor * (double)moved;
        else
            add_whole(&w->arena[f->moved], w->model->stocks[f->from].row, moved, r->group, factor, out);
    }
}

/* ---- expected people ---- */

enum { TOGETHER = 4 };

/* People who are added to the same cells, class by class, a few at a time: so the cells are read and written once. */
typedef struct {
    double *out;
    const double *people[TOGETHER];
    double factor[TOGETHER];
    int n, cells;
    int factors; /* some are not 1 */
} bundle;

/* Rows of a world begin at multiples of 16 bytes. */
static inline const double *row(const double *x) { return __builtin_assume_aligned(x, 16); }

ENG_LOOPS void add_four(double *restrict out, const bundle *x) {
    const double *a = row(x->people[0]), *b = row(x->people[1]), *c = row(x->people[2]), *d = row(x->people[3]);
    double fa = x->factor[0], fb = x->factor[1], fc = x->factor[2], fd = x->factor[3];
    if (x->factors)
        for (int i = 0; i < x->cells; i++)
            out[i] = out[i] + a[i] * fa + b[i] * fb + c[i] * fc + d[i] * fd;
    else
        for (int i = 0; i < x->cells; i++)
            out[i] = out[i] + a[i] + b[i] + c[i] + d[i];
}

ENG_LOOPS void add_all(const eng_world *w, bundle *b) {
    if (b->n == TOGETHER)
        add_four(b->out, b);
    else
        for (int i = 0; i < b->n; i++)
            eng_kernels_of(w)->add(b->out, b->people[i], b->factor[i], b->cells);
    b->n = b->factors = 0;
}

/* Sums that stand in the room: mostly few. */
ENG_LOOPS void add_joined(double *restrict out, const double *restrict room, double factor, int cells) {
    for (int i = 0; i < cells; i++)
        out[i] += room[i] * factor;
}

ENG_LOOPS void add(const eng_world *w, bundle *b, double *out, const double *people, double factor, int cells) {
    if (b->out != out || b->n == TOGETHER)
        add_all(w, b);
    b->out = out;
    b->cells = cells;
    b->factors |= factor != 1;
    b->people[b->n] = people;
    b->factor[b->n++] = factor;
}

/* Whose people the row's flow took, if anybody: a code that is one for all flows of a stock. */
static inline int64_t whose(const eng_world *w, const eng_count *r) {
    int64_t of = w->arena[r->taken].n;
    return of == TAKEN_OWN ? TAKEN_LIKE + r->place : of;
}

static inline const double *people_of(const eng_world *w, const eng_count *r, int64_t of) {
    size_t at = of == TAKEN_READY             ? r->ready
                : of == TAKEN_LIKE + r->place ? r->moved
                                              : eng_moved_at(w, &w->model->stocks[r->stock], of);
    return &w->arena[at].x;
}

static inline double factor_of(const eng_world *w, const eng_count *r, const double *factors) {
    double factor = w->arena[r->taken + 1].x;
    return r->factor < 0 ? factor : factor * factors[r->factor];
}

/* People of a row and of those after it that are factors of the same, into the same cells. */
static const eng_count *add_factors(const eng_world *w, const eng_count *r, int64_t of, const double *factors,
                                    double *factor) {
    for (; r->more; r++) {
        if (w->moved_sum[r[1].flow].n == 0)
            continue;
        if (whose(w, r + 1) != of)
            break;
        *factor += factor_of(w, r + 1, factors);
    }
    return r;
}

ENG_LOOPS void count_expected(const eng_world *w, int n, const eng_count rows[], const double *factors,
                              double *const arrays[], double *room) {
    const eng_kernels *k = eng_kernels_of(w);
    const eng_count *joined = NULL; /* whose sums stand in the room */
    int64_t joined_of = 0;
    bundle b = {.n = 0};
    for (const eng_count *r = rows; r < rows + n; r++) {
        if (w->moved_sum[r->flow].n == 0) /* an expected 0 has no bits set */
            continue;
        double *out = arrays[r->array] + r->to;
        if (r->cells == 1) {
            *out += (r->factor < 0 ? 1 : factors[r->factor]) * w->moved_sum[r->flow].x;
            continue;
        }
        const eng_count *first = r;
        int64_t of = whose(w, r);
        double factor = factor_of(w, r, factors);
        r = add_factors(w, r, of, factors, &factor);
        if (r->group == 1) {
            add(w, &b, out, people_of(w, first, of), factor, r->cells);
        } else if (joined && joined->stock == r->stock && joined->group == r->group && joined_of == of) {
            add_joined(out, room, factor, r->cells);
        } else if (r->again) {
            memset(room, 0, (size_t)r->cells * sizeof *room);
            k->join(room, people_of(w, first, of), 1, r->group, r->cells);
            add_joined(out, room, factor, r->cells);
            joined = r;
            joined_of = of;
        } else {
            k->join(out, people_of(w, first, of), factor, r->group, r->cells);
        }
    }
    add_all(w, &b);
}

ENG_WIDE static void count_expected_wide(const eng_world *w, int n, const eng_count rows[], const double *factors,
                                         double *const arrays[], double *room) {
    count_expected(w, n, rows, factors, arrays, room);
}

void eng_count_moved(const eng_world *w, int n, const eng_count rows[], const double *factors, double *const arrays[],
                     double *room) {
    if (eng_fluid(w) && eng_wide(w))
        count_expected_wide(w, n, rows, factors, arrays, room);
    else if (eng_fluid(w))
        count_expected(w, n, rows, factors, arrays, room);
    else
        count_whole(w, n, rows, factors, arrays);
}

/* ---- flows that are no list ---- */

static void add_classes(const eng_world *w, const double *people, int group, double factor, int classes, double *out) {
    if (!people)
        return;
    if (group == 1)
        eng_kernels_of(w)->add(out, people, factor, classes);
    else
        eng_kernels_of(w)->join(out, people, factor, group, classes / group);
}

void eng_count_several(const eng_world *w, int n, const int flows[], int group, double factor, double *out) {
    eng_taken x = {.people = NULL};
    int classes = 0;
    for (int i = 0; i < n; i++) {
        if (flows[i] < 0 || w->moved_sum[flows[i]].n == 0)
            continue;
        const eng_flow_info *f = &w->model->flows[flows[i]];
        classes = f->from_classes;
        if (!eng_fluid(w)) {
            add_whole(&w->arena[f->moved], w->model->stocks[f->from].row, w->moved_sum[flows[i]].n, group, factor, out);
            continue;
        }
        eng_taken next = eng_taken_of(w, flows[i]);
        if (next.people == x.people) {
            x.factor += next.factor;
            continue;
        }
        add_classes(w, x.people, group, x.factor * factor, classes, out);
        x = next;
    }
    add_classes(w, x.people, group, x.factor * factor, classes, out);
}

double eng_count_classes(const eng_world *w, int flow, int first, int n) {
    double sum = 0;
    if (w->moved_sum[flow].n == 0)
        return 0;
    if (eng_fluid(w)) {
        eng_taken t = eng_taken_of(w, flow);
        for (int c = first; c < first + n; c++)
            sum += t.people[c];
        return sum * t.factor;
    }
    const eng_cell *people = &w->arena[w->model->flows[flow].moved];
    for (int c = first; c < first + n; c++)
        sum += (double)people[c].n;
    return sum;
}

/* ---- stocks ---- */

int eng_count_lasts(const eng_world *w) { return w->went_on; }

void eng_count_people(const eng_world *w, int stock, int group, double factor, double *out) {
    const eng_stock_info *s = &w->model->stocks[stock];
    const eng_cell *people = &w->arena[s->counts];
    eng_cell there = eng_total_of(w, stock);
    if (there.n == 0)
        return;
    if (eng_fluid(w))
        add_classes(w, &people->x, group, factor, s->classes, out);
    else
        add_whole(people, s->row, there.n, group, factor, out);
}
