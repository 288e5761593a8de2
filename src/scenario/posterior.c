/* posterior.csv: what `vado fit` found of parameters (src/fit/posterior_stage.c), so that members can be drawn from it.
 *
 * 1. Its rows are `input`, the SHA-256 of what it was found with (scn_levels_input); `figures`, of the published rows;
 *    `error`, how far figures of a series may lie from a run whose parameters are right; `loading`, of a parameter on a
 * direction; `mean` and `root`, the posterior in directions; `singular`, how well figures see each; and `sum`, the
 * SHA-256 of all these.
 * 2. Rows that are not those that were summed are refused, and so is a loading of a policy: what is decided is never
 *    estimated.
 * 3. posterior.csv is of the scenario's own latents; of another table of them, latents/2023-11.csv, it is
 *    posteriors/2023-11.csv.
 * 4. A member's deviates z are moved in the directions alone: place c = loading z becomes mean + root c, and z moves by
 *    the loadings times what its place moved. What is not seen stays as it was drawn.
 */
#include "engine/engine.h"
#include "scenario/internal.h"
#include "text/hex.h"
#include "text/path.h"
#include "text/say.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOT_GIVEN = 0, DIRECTIONS_MAX = 1000 };

static const char *const what_words[] = {"error", "figures",  "input", "loading", "mean",
                                         "root",  "singular", "sum",   NULL};
#define AT(field) offsetof(scn_posterior_row, field)
static const tab_column columns[] = {
    {"what", COL_CHOICE_TEXT, 1, AT(what), 0, 0, 0, what_words, 0},
    {"direction", COL_COUNT, 0, AT(direction), NOT_GIVEN, DIRECTIONS_MAX, NOT_GIVEN, NULL, 0},
    {"other", COL_COUNT, 0, AT(other), NOT_GIVEN, DIRECTIONS_MAX, NOT_GIVEN, NULL, 0},
    {"who", COL_TEXT, 0, AT(who), 0, 0, 0, NULL, 0},
    {"value", COL_NUMBER, 0, AT(value), -1e6, 1e6, 0, NULL, 0},
    {"hash", COL_TEXT, 0, AT(hash), 0, 0, 0, NULL, 0},
};
const tab_schema scn_posterior_schema = {SCN_POSTERIOR_FILE, sizeof(scn_posterior_row), 4, 6, columns};

static int is(const scn_posterior_row *row, const char *what) { return strcmp(row->what, what) == 0; }

void scn_posterior_sum(int n, const scn_posterior_row *rows, char out[65]) {
    eng_sha256 h;
    unsigned char digest[32];
    eng_sha256_start(&h);
    for (int i = 0; i < n; i++) {
        const char *const texts[] = {rows[i].what, rows[i].who, rows[i].hash};
        char numbers[96];
        if (is(&rows[i], "sum"))
            continue;
        for (int k = 0; k < 3; k++)
            eng_sha256_add(&h, texts[k], strlen(texts[k]) + 1);
        (void)snprintf(numbers, sizeof numbers, "%d,%d,%.6f", rows[i].direction, rows[i].other, rows[i].value);
        eng_sha256_add(&h, numbers, strlen(numbers) + 1);
    }
    eng_sha256_end(&h, digest);
    txt_hex(digest, out);
}

static const char *only(int n, const scn_posterior_row *rows, const char *what) {
    const char *found = NULL;
    for (int i = 0; i < n; i++)
        if (is(&rows[i], what))
            found = rows[i].hash;
    return found;
}

const char *scn_posterior_name(const scn_scenario *s) { return only(s->nposterior, s->posterior, "sum"); }

int scn_posterior_is_ours(const scn_scenario *s) {
    const char *of = only(s->nposterior, s->posterior, "input");
    char input[65];
    if (!of)
        return 0;
    return scn_levels_input(s, input) ? -1 : strcmp(of, input) == 0;
}

double scn_posterior_error(const scn_scenario *s, const char *series) {
    double of_all = NAN;
    for (int i = 0; i < s->nposterior; i++) {
        const scn_posterior_row *row = &s->posterior[i];
        if (is(row, "error") && strcmp(row->who, series) == 0)
            return row->value;
        if (is(row, "error") && *row->who == '\0')
            of_all = row->value;
    }
    return of_all;
}

/* ---- moving ---- */

void scn_posterior_move(const scn_posterior *p, double *z, double *work) {
    double *c = work, *by = work + p->directions;
    for (int b = 0; b < p->directions; b++) {
        c[b] = 0;
        for (int i = 0; i < p->npaths; i++)
            c[b] += p->loading[b * p->npaths + i] * z[p->parameter[i]];
    }
    for (int b = 0; b < p->directions; b++) {
        by[b] = p->mean[b] - c[b];
        for (int a = 0; a < p->directions; a++)
            by[b] += p->root[b * p->directions + a] * c[a];
    }
    for (int b = 0; b < p->directions; b++)
        for (int i = 0; i < p->npaths; i++)
            z[p->parameter[i]] += by[b] * p->loading[b * p->npaths + i];
}

void scn_posterior_free(scn_posterior *p) {
    free(p->parameter);
    free(p->loading);
    free(p->mean);
    free(p->root);
    memset(p, 0, sizeof *p);
}

/* ---- reading ---- */

static void say(const scn_loading *l, const tab_table *t, int row, const char *column, const char *found,
                const char *expected) {
    txt_pos at = tab_at(t, row, column);
    rep_add(l->rep, REP_ERROR, t->label, at.line, at.column, found, "`" SAY_FIT "` writes the table anew", "%s",
            expected);
}

/* Of a loading: its number among those of the first direction; -1 if no such parameter may be estimated. */
static int path_at(const scn_loading *l, const tab_table *t, int row, int most, scn_posterior *p) {
    const par_registry *r = &l->s->registry;
    const scn_posterior_row *x = tab_row(t, row);
    int number = par_find(r, x->who);
    if (number < 0 || r->decl[number]->kind == PAR_POLICY || !par_is_drawn(r, NULL, number)) {
        say(l, t, row, "who", txt_show(x->who).text, "a parameter of structure or behaviour that has a prior");
        return -1;
    }
    for (int i = 0; i < p->npaths; i++)
        if (p->parameter[i] == number)
            return i;
    if (p->npaths == most) {
        say(l, t, row, "who", txt_show(x->who).text, "a parameter that the first direction has");
        return -1;
    }
    p->parameter[p->npaths] = number;
    return p->npaths++;
}

static int make_room(const tab_table *t, scn_posterior *p) {
    for (int i = 0; i < t->nrows; i++) {
        const scn_posterior_row *x = tab_row(t, i);
        p->directions += is(x, "mean");
        p->npaths += is(x, "loading") && x->direction == 1;
    }
    size_t k = (size_t)p->directions, n = (size_t)p->npaths;
    p->parameter = calloc(n + 1, sizeof *p->parameter);
    p->loading = calloc(k * n + 1, sizeof *p->loading);
    p->mean = calloc(k + 1, sizeof *p->mean);
    p->root = calloc(k * k + 1, sizeof *p->root);
    return p->parameter && p->loading && p->mean && p->root ? 0 : -1;
}

/* A row's number into the matrix it is of; 1 if it has no place there. */
static int put(const scn_loading *l, const tab_table *t, int row, int most, scn_posterior *p) {
    const scn_posterior_row *x = tab_row(t, row);
    int k = p->directions, b = x->direction - 1, c = x->other - 1, numbered = is(x, "loading") || is(x, "mean");
    if (!numbered && !is(x, "root"))
        return 0;
    if (b < 0 || b >= k || (is(x, "root") && (c < 0 || c >= k)))
        return 1;
    if (is(x, "mean"))
        p->mean[b] = x->value;
    else if (is(x, "root"))
        p->root[b * k + c] = x->value;
    else if ((c = path_at(l, t, row, most, p)) >= 0)
        p->loading[b * most + c] = x->value;
    return 0;
}

static int take(const scn_loading *l, const tab_table *t, scn_posterior *p) {
    int status = make_room(t, p), most = p->npaths; /* by the first direction */
    p->npaths = 0;
    for (int i = 0; status == 0 && i < t->nrows; i++)
        if (put(l, t, i, most, p))
            say(l, t, i, "direction", "a direction without a mean", "directions from 1 on, each with mean and root");
    return status;
}

/* One table; keep: it is the scenario's posterior, and not one that is only checked. */
static int read_file(scn_loading *l, const scn_file *file, int keep) {
    char *label = scn_label(l->s, file->name), sum[65];
    tab_table t = {0};
    scn_posterior moves = {0};
    int errors = l->rep->errors;
    int status = label == NULL ? -1 : scn_read_table(l, &t, &scn_posterior_schema, file, label);
    if (status == 0)
        status = tab_sort(&t, l->rep);
    if (status == 0 && l->rep->errors == errors) {
        const char *wanted = only(t.nrows, t.rows, "sum");
        scn_posterior_sum(t.nrows, t.rows, sum);
        if (wanted == NULL || only(t.nrows, t.rows, "input") == NULL || strcmp(wanted, sum) != 0)
            rep_add(l->rep, REP_ERROR, label, 0, 0, "a posterior that is not the one that was written",
                    "`" SAY_FIT "` writes the table anew, and without it members have their priors",
                    "rows whose SHA-256 the row `sum` holds");
        else
            status = take(l, &t, &moves);
    }
    if (status == 0 && keep) {
        l->s->posterior = tab_take(&t, &l->s->nposterior);
        l->s->moves = moves;
    } else {
        scn_posterior_free(&moves);
    }
    tab_free(&t);
    free(label);
    return status;
}

/* Where the posterior of the latents in use stands: of the scenario's own, or by the name of their table. */
static char *name_of(const scn_loading *l) {
    const char *used = l->s->latents_name, *own = l->latents_file;
    if (used == NULL || (own != NULL && strcmp(path_base(used), path_base(own)) == 0))
        return txt_copy(SCN_POSTERIOR_FILE);
    return txt_join(SCN_POSTERIORS, "/", path_base(used));
}

int scn_read_posterior(scn_loading *l) {
    scn_scenario *s = l->s;
    s->posterior_name = name_of(l);
    if (s->posterior_name == NULL)
        return -1;
    const scn_file *mine = scn_folder_find(&s->folder, s->posterior_name);
    if (mine == NULL) /* the scenario's latents under another name: the row `input` knows */
        mine = scn_folder_find(&s->folder, SCN_POSTERIOR_FILE);
    int status = mine == NULL ? 0 : read_file(l, mine, 1);
    for (int i = 0; status == 0 && i < s->folder.count; i++) {
        const scn_file *file = &s->folder.files[i];
        if (file == mine || file->packed_at > 0 || !txt_ends(file->name, ".csv") ||
            (strncmp(file->name, SCN_POSTERIORS "/", sizeof SCN_POSTERIORS) != 0 &&
             strcmp(file->name, SCN_POSTERIOR_FILE) != 0))
            continue;
        status = read_file(l, file, 0);
    }
    return status;
}
