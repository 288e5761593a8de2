/* Dated changes: schedule.csv (layer 0) and the policies laid over it (layers 1, 2, ...).
 *
 * A day's values are the base values with every change that holds that day, in order of layer, date, parameter, place,
 * people: so a later date speaks last while it holds, and what it covered comes back when it ends. They are made anew
 * from the base on the days on which some change begins or ends (cut_days); all other days cost one look into that
 * list.
 *
 * A row that holds a parameter ends what lies beneath it: of the schedule, and of policies named before, no row that
 * begins later is read, and what held on its day goes on. So a scenario goes on from a day as things stood.
 *
 * A row of the schedule may say how far its size is a guess (`spread`): members draw theirs, one of a parameter and
 * day, as parameters are drawn. Policies ask about sizes of their own, and have none.
 *
 * What --set holds (`held`) is passed by for the rows of schedule.csv: it stands on every day, and policies act over
 * it.
 */
#include "scenario/internal.h"
#include "text/array.h"
#include "text/path.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int64_t from, until;
    char *parameter, *where, *who;
    int kind;
    double value;
    char *note, *source;
    int64_t known_from;
} row;

const char *const scn_change_words[CHANGE_KINDS + 1] = {"set", "scale", "add", "hold", NULL};

static const tab_column columns[] = {
    {"from", COL_DATE, 1, offsetof(row, from), 0, 0, 0, NULL, 0},
    {"until", COL_UNTIL, 0, offsetof(row, until), 0, 0, 0, NULL, 0},
    {"parameter", COL_TEXT, 1, offsetof(row, parameter), 0, 0, 0, NULL, 0},
    {"where", COL_TEXT, 0, offsetof(row, where), 0, 0, 0, NULL, 0},
    {"who", COL_TEXT, 0, offsetof(row, who), 0, 0, 0, NULL, 0},
    {"change", COL_CHOICE, 1, offsetof(row, kind), 0, 0, 0, scn_change_words, 0},
    {"value", COL_NUMBER, 1, offsetof(row, value), -1e300, 1e300, 0, NULL, 0},
    {"note", COL_TEXT, 0, offsetof(row, note), 0, 0, 0, NULL, 0},
    {"source", COL_TEXT, 1, offsetof(row, source), 0, 0, 0, NULL, 0},
    {"known_from", COL_DATE, 0, offsetof(row, known_from), 0, 0, 0, NULL, 0},
};
const tab_schema scn_schedule_schema = {"a schedule", sizeof(row), 0, 10, columns};

/* ---- reading ---- */

int scn_change_keep(scn_scenario *s, scn_change c, const char *file) {
    scn_change *more = arr_more(s->changes, s->nchanges, sizeof *more);
    if (more == NULL)
        return -1;
    s->changes = more;
    c.file = txt_pool_take(&s->texts, file);
    s->changes[s->nchanges++] = c;
    return c.file == NULL ? -1 : 0;
}

/* Index of a change's people, as parameters with this margin have them; -1: all, or see who_nationality. */
static int who_index(const par_decl *d, const scn_target *t) {
    return d->who == WHO_NATIONALITY   ? t->nationality
           : d->who == WHO_DEMOGRAPHIC ? t->demographic
           : d->who == WHO_BOTH && t->nationality >= 0 && t->demographic >= 0
               ? t->nationality * DEMO_COUNT + t->demographic
               : -1;
}

void scn_change_aim(const par_decl *d, const scn_target *t, scn_change *c) {
    c->where = t->where;
    c->who_nationality = t->nationality;
    c->who_demographic = t->demographic;
    c->who = who_index(d, t);
}

/* A hold is of the whole parameter and to the end: what it holds could not be told from what goes on. */
static int holds_in_part(scn_loading *l, const tab_table *t, int i, const row *r) {
    const char *column = r->until != INT64_MAX ? "until" : r->where[0] ? "where" : r->who[0] ? "who" : NULL;
    if (r->kind != CHANGE_HOLD || column == NULL)
        return 0;
    txt_pos at = tab_at(t, i, column);
    rep_add(l->rep, REP_ERROR, t->label, at.line, at.column, txt_say("a hold with '%s'", column).text, "leave it empty",
            "a hold of the whole parameter, to the end");
    return 1;
}

static int read_row(scn_loading *l, tab_table *t, int i, int layer, int keep_rows, scn_idle *idle) {
    row *r = tab_row(t, i);
    txt_pos value_at = tab_at(t, i, "value");
    scn_change c = {.from = r->from,
                    .until = r->until,
                    .kind = (scn_change_kind)r->kind,
                    .value = r->value,
                    .layer = layer,
                    .spread = 1,
                    .line = value_at.line,
                    .column = value_at.column};
    scn_target target;
    int bad = t->bad[i];
    if (r->parameter[0] == '\0')
        return 0;
    c.parameter = scn_parameter_find(l, t->label, tab_at(t, i, "parameter"), r->parameter);
    if (!bad && r->until <= r->from) {
        txt_pos at = tab_at(t, i, "until");
        rep_add(l->rep, REP_ERROR, t->label, at.line, at.column, scn_show_day(r->until - 1).text,
                "put the dates in order", "a last day not before %s", scn_show_day(r->from).text);
        bad = 1;
    }
    if (c.parameter < 0 || scn_target_read(l, c.parameter, t->label, tab_at(t, i, "where"), r->where,
                                           tab_at(t, i, "who"), r->who, &target) != 0)
        return 0;
    const par_decl *d = l->s->registry.decl[c.parameter];
    if (!bad && c.kind == CHANGE_SET && (c.value < d->low || c.value > d->high)) {
        rep_add(l->rep, REP_ERROR, t->label, value_at.line, value_at.column, txt_say("%g", c.value).text, NULL,
                "a value from %g to %g (%s, %s)", d->low, d->high, d->path, d->unit == NULL ? "" : d->unit);
        bad = 1;
    }
    if (!bad && !keep_rows)
        scn_count_idle(l, idle, r->from, r->until, value_at);
    if (bad || !keep_rows)
        return 0;
    if (layer == 0) {
        l->s->given[c.parameter] = 1;
        scn_count_idle(l, idle, r->from, r->until, value_at);
    }
    if (holds_in_part(l, t, i, r))
        return 0;
    scn_change_aim(d, &target, &c);
    c.note = r->note;
    c.source = r->source;
    c.known_from = r->known_from;
    return scn_change_keep(l->s, c, t->label);
}

static int read_file(scn_loading *l, const scn_file *file, const char *label, int layer, int keep_rows) {
    tab_table t = {0};
    scn_idle idle = {0};
    int errors = l->rep->errors;
    int status = scn_read_table(l, &t, &scn_schedule_schema, file, label);
    for (int i = 0; status == 0 && i < t.nrows; i++)
        status = read_row(l, &t, i, layer, keep_rows, &idle);
    if (status == 0)
        scn_say_idle(l, &idle, label);
    if (status == 0 && t.nrows == 0 && t.nbad == 0 && layer > 0 && l->rep->errors == errors)
        rep_add(l->rep, REP_WARNING, label, 0, 0, "a policy without rows", "it changes nothing: write what it changes",
                "at least one row");
    tab_free(&t);
    return status;
}

static int compare(const scn_change *a, const scn_change *b) {
    if (a->layer != b->layer)
        return a->layer < b->layer ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    int keys[5][2] = {{a->parameter, b->parameter},
                      {a->where, b->where},
                      {a->who_nationality, b->who_nationality},
                      {a->who_demographic, b->who_demographic},
                      {(int)a->kind, (int)b->kind}};
    for (int k = 0; k < 5; k++)
        if (keys[k][0] != keys[k][1])
            return keys[k][0] < keys[k][1] ? -1 : 1;
    return 0;
}

static int by_order(const void *context, int i, int j) {
    const scn_change *a = (const scn_change *)context + i, *b = (const scn_change *)context + j;
    int c = compare(a, b);
    if (c == 0 && a->value != b->value)
        c = a->value < b->value ? -1 : 1;
    if (c == 0 && a->until != b->until)
        c = a->until < b->until ? -1 : 1;
    if (c == 0)
        c = (a->line > b->line) - (a->line < b->line);
    return c;
}

/* Ends what lies beneath the holds; the changes are in order, so a hold stands after all that it ends. */
static void hold(scn_scenario *s) {
    int kept = 0;
    for (int i = 0; i < s->nchanges; i++) {
        const scn_change *h = &s->changes[i];
        for (int k = 0; h->kind == CHANGE_HOLD && k < i; k++) {
            scn_change *c = &s->changes[k];
            if (c->parameter != h->parameter || c->layer >= h->layer || c->until <= h->from)
                continue;
            c->until = c->from > h->from ? c->from : INT64_MAX;
        }
    }
    for (int i = 0; i < s->nchanges; i++)
        if (s->changes[i].until > s->changes[i].from)
            s->changes[kept++] = s->changes[i];
    s->nchanges = kept;
}

static int sort_changes(scn_loading *l) {
    scn_scenario *s = l->s;
    size_t n = (size_t)s->nchanges;
    if (n == 0)
        return 0;
    int *order = malloc(n * sizeof *order), status = -1;
    scn_change *sorted = malloc(n * sizeof *sorted);
    if (order == NULL || sorted == NULL)
        goto out;
    for (int i = 0; i < s->nchanges; i++)
        order[i] = i;
    if (txt_sort(s->nchanges, order, by_order, s->changes) != 0)
        goto out;
    for (size_t i = 0; i < n; i++)
        sorted[i] = s->changes[order[i]];
    memcpy(s->changes, sorted, n * sizeof *sorted);
    status = 0;
    for (size_t i = 1; i < n; i++) {
        const scn_change *a = &s->changes[i - 1], *b = &s->changes[i];
        if (compare(a, b) != 0 || (b->kind != CHANGE_SET && (a->value != b->value || a->until != b->until)))
            continue;
        int last = a->line > b->line ? a->line : b->line, other = a->line > b->line ? b->line : a->line;
        rep_add(l->rep, REP_ERROR, b->file, last, a->line > b->line ? a->column : b->column,
                txt_say("%.60s changed again from the same day", s->registry.decl[b->parameter]->path).text,
                "take one of them out", "one change of it: another stands in line %d", other);
    }
out:
    free(order);
    free(sorted);
    if (status == 0)
        hold(l->s);
    return status;
}

static int by_day(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int make_cut_days(scn_scenario *s) {
    s->cut_days = malloc(((size_t)s->nchanges * 2 + 3) * sizeof *s->cut_days); /* room for two more: scn_laid */
    if (s->cut_days == NULL)
        return -1;
    int n = 0;
    for (int i = 0; i < s->nchanges; i++) {
        s->cut_days[n++] = s->changes[i].from;
        if (s->changes[i].until != INT64_MAX)
            s->cut_days[n++] = s->changes[i].until;
    }
    if (n > 1)
        qsort(s->cut_days, (size_t)n, sizeof *s->cut_days, by_day);
    for (int i = 0; i < n; i++)
        if (s->ncut_days == 0 || s->cut_days[s->ncut_days - 1] != s->cut_days[i])
            s->cut_days[s->ncut_days++] = s->cut_days[i];
    return 0;
}

/* Says the nearest name, and all that the scenario has, without folder and ending. */
static void say_no_policy(scn_loading *l, const char *name) {
    const scn_folder *f = &l->s->folder;
    const char *asked = path_base(name), *names[256], *near = NULL;
    char *all = txt_copy(""), *stem = txt_copy_n(asked, strcspn(asked, ".")), *hint;
    int n = 0;
    for (int i = 0; i < f->count && n < 256; i++)
        if (strncmp(f->files[i].name, "policies/", 9) == 0) {
            char *one = txt_copy_n(f->files[i].name + 9, strcspn(f->files[i].name + 9, "."));
            char *more = all == NULL || one == NULL ? NULL : txt_join(all, n > 0 ? ", " : "", one);
            free(all);
            all = more;
            if (one != NULL)
                names[n++] = one;
        }
    near = stem == NULL ? NULL : rep_nearest(stem, n, names);
    hint = near != NULL ? txt_join("did you mean ", near, "? The scenario has: ") : txt_copy(n > 0 ? "it has: " : "");
    char *todo = hint == NULL || all == NULL ? NULL : txt_join(hint, all, "");
    path_said said;
    path_look(name, WANT_TABLE, &said);
    if (said.kind == PATH_MISSING && (near != NULL || strstr(said.todo, "did you mean") == NULL))
        rep_unreadable(l->rep, name, "no such file", n > 0 ? todo : "it has none: name a file",
                       "a policy file, or the name of one of the scenario's policies");
    else
        path_refuse(l->rep, name, WANT_TABLE, "a policy file");
    for (int i = 0; i < n; i++)
        free((char *)names[i]);
    free(todo);
    free(hint);
    free(stem);
    free(all);
}

/* What messages call a policy: the path under which it was found. */
static char *policy_label(scn_loading *l, const scn_file *file, const char *name) {
    const scn_file *own = scn_inside(&l->s->folder, name, "policies");
    int same = own != NULL && own->text != NULL && own->length == file->length &&
               memcmp(own->text, file->text, file->length) == 0;
    return same ? scn_label(l->s, own->name) : txt_copy(name);
}

static int read_policy(scn_loading *l, int layer, const char *name) {
    const scn_file *file = scn_given(&l->s->folder, "policy", layer, name, "policies");
    if (file == NULL) {
        say_no_policy(l, name);
        return 0;
    }
    char *label = policy_label(l, file, name);
    int status = label == NULL ? -1 : read_file(l, file, label, layer, 1);
    free(label);
    return status;
}

static int read_policies(scn_loading *l) {
    const scn_folder *f = &l->s->folder;
    int status = 0;
    for (int k = 0; status == 0 && k < l->options->npolicies; k++)
        status = read_policy(l, k + 1, l->options->policies[k]);
    /* With no policy chosen, those the scenario ships are checked with all else. */
    for (int i = 0; status == 0 && l->options->npolicies == 0 && i < f->count; i++) {
        const char *name = f->files[i].name;
        if (strncmp(name, "policies/", 9) != 0 || !txt_ends(name, ".csv") ||
            f->files[i].packed_at > 0) /* checked when it was packed */
            continue;
        char *label = scn_label(l->s, name);
        if (label != NULL) /* whatif --csv names a policy by its file */
            txt_warn_formula(l->rep, label, (txt_pos){0, 0}, name + strlen("policies/"));
        status = label == NULL ? -1 : read_file(l, &f->files[i], label, 1, 0);
        free(label);
    }
    return status;
}

int scn_read_schedule(scn_loading *l) {
    const scn_file *file = scn_folder_find(&l->s->folder, "schedule.csv");
    int status = 0;
    if (l->s->values == NULL)
        return 0; /* no registry: nothing can be looked up */
    if (file != NULL) {
        char *label = scn_label(l->s, "schedule.csv");
        status = label == NULL ? -1 : read_file(l, file, label, 0, 1);
        free(label);
    }
    if (status == 0)
        status = scn_read_spreads(l);
    if (status == 0)
        status = read_policies(l);
    if (status == 0)
        status = sort_changes(l);
    return status == 0 ? make_cut_days(l->s) : status;
}

/* ---- one policy more, over a scenario that is open ---- */

/* Rows of the layer must lie ahead. */
static void look_ahead(const scn_scenario *s, int layer, int64_t today, rep_report *rep) {
    for (int i = 0; i < s->nchanges; i++) {
        const scn_change *c = &s->changes[i];
        if (c->layer != layer || c->from >= today)
            continue;
        rep_add(rep, REP_ERROR, c->file, c->line, c->column,
                txt_say("a row from %s, which is past", scn_show_day(c->from).text).text,
                "lay it before, or name it when the simulation is opened: what has been simulated is not changed",
                "%s or later", scn_show_day(today).text);
        return;
    }
}

static int is_set_only(const scn_scenario *s, int layer) {
    for (int i = 0; i < s->nchanges; i++)
        if (s->changes[i].layer == layer && s->changes[i].kind != CHANGE_SET)
            return 0;
    return 1;
}

/* Changes of its own in place of those it shares, with room as `keep` leaves it. */
static int own_changes(scn_scenario *s) {
    size_t room = 1, n = (size_t)s->nchanges;
    while (room < n)
        room *= 2;
    scn_change *own = malloc(room * sizeof *own);
    if (own != NULL && n > 0)
        memcpy(own, s->changes, n * sizeof *own);
    s->changes = own;
    s->cut_days = NULL;
    s->ncut_days = 0;
    return own == NULL ? -1 : 0;
}

/* Reads the layer into `s`, which shares all but its changes, and checks it. What lies beneath has been checked: a row
 * that sets a value is within its bounds whatever that is, only the others depend on it. */
static int read_layer(scn_scenario *s, int layer, const char *policy, int64_t today, rep_report *rep) {
    static const scn_options none = {0}; /* nothing but the layer is read */
    scn_loading l = {.s = s, .options = &none, .rep = rep, .period_ok = 1};
    int errors = rep->errors, status = own_changes(s);
    int64_t until = s->until;
    s->until = s->figures_until; /* rows are held against the scenario's own days first, as when it was opened */
    if (status == 0)
        status = scn_lists_again(&l);
    if (status == 0)
        status = read_policy(&l, layer, policy);
    if (status == 0)
        status = sort_changes(&l);
    if (status == 0)
        status = make_cut_days(s);
    if (status == 0 && !is_set_only(s, layer))
        status = scn_check_changes(&l);
    s->until = until;
    if (status == 0)
        look_ahead(s, layer, today, rep);
    if (status == 0 && rep->errors == errors)
        scn_warn_of_idle_policy(s, layer, rep);
    for (int i = 0; i < LIST_COUNT; i++)
        free(l.names[i]);
    return status;
}

/* The layer over the scenario in `next`, which shares all else with it. 0, or -1 with errors, and nothing to be freed.
 */
static int lay_over(scn_scenario *next, scn_scenario *s, int layer, const char *policy, const char *text, int64_t today,
                    rep_report *rep, char **name) {
    int errors = rep->errors;
    *name = scn_given_name("policy", layer, policy);
    int status = *name == NULL || scn_folder_give_policy(&s->folder, layer, policy, text) != 0 ? -1 : 0;
    if (status == 0) {
        next->folder = s->folder;
        status = read_layer(next, layer, policy, today, rep);
        if (status != 0 || rep->errors > errors) {
            free(next->changes);
            free(next->cut_days);
        }
    }
    if (status != 0)
        rep_add(rep, REP_ERROR, policy, 0, 0, "no memory left", NULL, "memory for the policy");
    rep_sort(rep);
    return rep->errors > errors ? -1 : 0;
}

int scn_lay(scn_scenario *s, int layer, const char *policy, const char *text, int64_t today, rep_report *rep) {
    char *name;
    scn_scenario next = *s;
    int status = lay_over(&next, s, layer, policy, text, today, rep, &name);
    s->texts = next.texts; /* the one pool, which may have grown */
    if (status == 0) {
        free(s->changes);
        free(s->cut_days);
        s->changes = next.changes;
        s->nchanges = next.nchanges;
        s->cut_days = next.cut_days;
        s->ncut_days = next.ncut_days;
    } else if (name != NULL) {
        scn_folder_remove(&s->folder, name);
    }
    free(name);
    return status;
}

int scn_lay_apart(scn_scenario *s, int layer, const char *policy, const char *text, int64_t today, rep_report *rep,
                  scn_laid *out) {
    char *name;
    scn_scenario next = *s;
    memset(out, 0, sizeof *out);
    memset(&next.texts, 0, sizeof next.texts);
    int status = lay_over(&next, s, layer, policy, text, today, rep, &name);
    if (name != NULL)
        scn_folder_remove(&s->folder, name);
    free(name);
    *out = (scn_laid){.texts = next.texts};
    if (status == 0) {
        out->changes = next.changes;
        out->nchanges = next.nchanges;
        out->cut_days = next.cut_days;
        out->ncut_days = next.ncut_days;
    } else {
        scn_laid_free(out);
    }
    return status;
}

void scn_laid_free(scn_laid *laid) {
    free(laid->changes);
    free(laid->cut_days);
    txt_pool_free(&laid->texts);
    memset(laid, 0, sizeof *laid);
}
