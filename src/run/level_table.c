/* Levels of members in a scenario's table: taken from it, and written.
 *
 * Taken is what was found with the same input (scn_levels_input), posterior or none, seed and number of members; a
 * member of whom a nationality is missing is not. What is written is what is taken again, to the bit: a level is a
 * whole number of parts.
 */
#include "run/level_parts.h"

#include "text/bytes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEAD                                                                                                           \
    "# Levels of members: what each adds to departures, by nationality and month from the first that is lived "        \
    "through\n# to the last that was fitted, in thousandths of a log unit. Found by vado_fit from the files and "      \
    "latents whose\n# SHA-256 the row input holds; with other files they are found again when they are needed.\n"      \
    "what,seed,members,member,who,value\n"

/* ---- taking ---- */

static int is_ours(const lev_levels *l, const scn_level *row) {
    return strcmp(row->what, "level") == 0 && (uint64_t)row->seed == l->options.seed &&
           row->members == l->options.members;
}

/* A nationality's months into the level of its member; 0, or -1 without memory. */
static int take_row(lev_levels *l, const scn_level *row, int at, int *months, unsigned char *have) {
    mdl_level *level = &l->levels[row->member - 1];
    if (!level->x) {
        *level = (mdl_level){.rows = l->rows, .months = l->months};
        level->x = calloc((size_t)l->rows * (size_t)l->months + 1, sizeof *level->x);
    }
    if (!level->x)
        return -1;
    if (scn_level_months(row->value, l->months, months) != l->months)
        return 0;
    for (int t = 0; t < l->months; t++)
        level->x[at * l->months + t] = (double)months[t] / MDL_LEVEL_PARTS;
    have[(row->member - 1) * l->rows + at] = 1;
    return 0;
}

/* A member of whom a nationality is missing has none. */
static void drop_halves(lev_levels *l, const unsigned char *have) {
    for (int i = 0; i < l->options.members; i++)
        for (int n = 0; n < l->rows && l->levels[i].x; n++)
            if (!have[i * l->rows + n]) {
                free(l->levels[i].x);
                l->levels[i] = (mdl_level){0};
            }
}

static int take_rows(lev_levels *l, const scn_scenario *s) {
    for (int i = 0; i < s->nlevels && l->months == 0; i++)
        if (is_ours(l, &s->levels[i]))
            l->months = scn_level_months(s->levels[i].value, 0, NULL);
    int *months = calloc((size_t)l->months + 1, sizeof *months), status = 0;
    unsigned char *have = calloc((size_t)l->options.members * (size_t)l->rows + 1, 1);
    if (!months || !have)
        status = -1;
    for (int i = 0; status == 0 && i < s->nlevels; i++)
        for (int n = 0; is_ours(l, &s->levels[i]) && n < l->rows; n++)
            if (strcmp(s->nationalities[n].name, s->levels[i].who) == 0)
                status = take_row(l, &s->levels[i], n, months, have);
    if (have)
        drop_halves(l, have);
    free(months);
    free(have);
    return status;
}

/* Of the table's only row of its kind; NULL if it is not there. */
static const char *value_of(const scn_scenario *s, const char *what) {
    for (int i = 0; i < s->nlevels; i++)
        if (strcmp(s->levels[i].what, what) == 0)
            return s->levels[i].value;
    return NULL;
}

int lev_take(lev_levels *l, const scn_scenario *s) {
    const char *of = value_of(s, "input"), *drawn = value_of(s, "posterior");
    const char *mine = l->options.posterior ? scn_posterior_name(s) : NULL;
    char input[65];
    if (!of) {
        (void)snprintf(l->why, sizeof l->why, "the scenario has no " SCN_LEVELS_FILE);
        return 0;
    }
    if (scn_levels_input(s, input))
        return ctx_fail(l->v, VADO_ERR_RUN, "the texts of the packed scenario are not there");
    if (strcmp(of, input) != 0) {
        (void)snprintf(l->why, sizeof l->why, SCN_LEVELS_FILE " is of another input");
        return 0;
    }
    if (!drawn != !mine || (drawn && strcmp(drawn, mine) != 0)) {
        (void)snprintf(l->why, sizeof l->why, SCN_LEVELS_FILE " holds members of %s",
                       !drawn ? "the priors"
                       : mine ? "another posterior"
                              : "the posterior");
        return 0;
    }
    (void)snprintf(l->why, sizeof l->why, SCN_LEVELS_FILE " holds no %d members of seed %llu", l->options.members,
                   (unsigned long long)l->options.seed);
    return take_rows(l, s) ? ctx_fail(l->v, VADO_ERR_MEMORY, "out of memory") : 0;
}

/* ---- writing ---- */

static char *months_text(const mdl_level *level, int row) {
    byt_writer w = {0};
    byt_put(&w, SCN_LEVEL_WORD, strlen(SCN_LEVEL_WORD));
    for (int t = 0; t < level->months; t++) {
        char number[16];
        double x = level->x[row * level->months + t] * MDL_LEVEL_PARTS;
        int n = snprintf(number, sizeof number, t ? " %d" : "%d", (int)floor(x + 0.5));
        byt_put(&w, number, (size_t)n);
    }
    byt_put(&w, "", 1);
    if (w.failed) {
        free(w.bytes);
        return NULL;
    }
    return (char *)w.bytes;
}

static void put(byt_writer *w, const scn_level *row) {
    char numbers[64] = ",,";
    if (row->members > 0)
        (void)snprintf(numbers, sizeof numbers, "%d,%d,%d", row->seed, row->members, row->member);
    const char *const cells[] = {row->what, ",", numbers, ",", row->who, ",", row->value, "\n"};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        byt_put(w, cells[i], strlen(cells[i]));
}

/* Rows in the order in which they are read: by seed, ensemble, member, nationality. */
static int add_ensemble(const scn_scenario *s, const lev_levels *l, scn_level *rows, int *nrows) {
    for (int i = 0; i < l->options.members; i++)
        for (int n = 0; n < l->rows; n++) {
            scn_level *row = &rows[(*nrows)++];
            *row = (scn_level){
                .what = "level", .seed = (int)l->options.seed, .members = l->options.members, .member = i + 1};
            row->who = s->nationalities[n].name;
            if (!(row->value = months_text(&l->levels[i], n)))
                return -1;
        }
    return 0;
}

static int ordered(const void *a, const void *b) {
    const scn_level *x = a, *y = b;
    int by[] = {x->seed - y->seed, x->members - y->members, x->member - y->member};
    for (int i = 0; i < 3; i++)
        if (by[i])
            return by[i];
    return strcmp(x->who, y->who);
}

int lev_table(const scn_scenario *s, int n, lev_levels *const *ensembles, char **text) {
    byt_writer w = {0};
    char input[65], sum[65];
    int nrows = 0, all = 0, status = 0;
    for (int i = 0; i < n; i++)
        all += ensembles[i]->options.members * ensembles[i]->rows;
    scn_level *rows = calloc((size_t)all + 1, sizeof *rows);
    *text = NULL;
    if (!rows || scn_levels_input(s, input))
        status = -1;
    for (int i = 0; status == 0 && i < n; i++)
        status = add_ensemble(s, ensembles[i], rows, &nrows);
    if (status == 0) {
        qsort(rows, (size_t)nrows, sizeof *rows, ordered);
        const char *drawn = ensembles[0]->options.posterior ? scn_posterior_name(s) : NULL;
        scn_levels_sum(input, drawn, nrows, rows, sum);
        static const char head[] = HEAD;
        byt_put(&w, head, sizeof head - 1);
        put(&w, &(scn_level){.what = "input", .who = "", .value = input});
        for (int i = 0; i < nrows; i++)
            put(&w, &rows[i]);
        if (drawn)
            put(&w, &(scn_level){.what = "posterior", .who = "", .value = (char *)drawn});
        put(&w, &(scn_level){.what = "sum", .who = "", .value = sum});
        byt_put(&w, "", 1);
    }
    for (int i = 0; rows && i < nrows; i++)
        free(rows[i].value);
    free(rows);
    if (status || w.failed) {
        free(w.bytes);
        return VADO_ERR_MEMORY;
    }
    *text = (char *)w.bytes;
    return 0;
}
