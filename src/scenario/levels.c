/* levels.csv: levels of members as `vado fit` found them (corridor/level.c), so that nobody need find them again.
 *
 * 1. Its rows are `input`, the SHA-256 of what the levels were found with; `posterior`, the SHA-256 that posterior.csv
 *    gives itself, if members are of it and not of the priors; `level`, of one member of an ensemble and one
 *    nationality, a whole number a month in thousandths of a log unit; and `sum`, the SHA-256 of these.
 * 2. Rows that are not those that were summed are refused: a level that somebody has touched is nobody's.
 * 3. Whether the levels fit a scenario is asked by who would use them: theirs is the input if its hash is. It takes in
 *    what a member without policies and settings depends on: the latents in use and all files but published figures,
 *    policies, statements and texts.
 */
#include "engine/engine.h"
#include "scenario/internal.h"
#include "text/hex.h"
#include "text/say.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOT_GIVEN = -1, FARTHEST = 6000 }; /* of a number in other rows; of a level, thousandths */

static const char *const what_words[] = {"input", "level", "posterior", "sum", NULL};
#define AT(field) offsetof(scn_level, field)
static const tab_column columns[] = {
    {"what", COL_CHOICE_TEXT, 1, AT(what), 0, 0, 0, what_words, 0},
    {"seed", COL_COUNT, 0, AT(seed), NOT_GIVEN, 2147483647, NOT_GIVEN, NULL, 0},
    {"members", COL_COUNT, 0, AT(members), NOT_GIVEN, 10000, NOT_GIVEN, NULL, 0},
    {"member", COL_COUNT, 0, AT(member), NOT_GIVEN, 10000, NOT_GIVEN, NULL, 0},
    {"who", COL_TEXT, 0, AT(who), 0, 0, 0, NULL, 0},
    {"value", COL_TEXT, 1, AT(value), 0, 0, 0, NULL, 0},
};
const tab_schema scn_level_schema = {SCN_LEVELS_FILE, sizeof(scn_level), 5, 6, columns};

static int is(const scn_level *row, const char *what) { return strcmp(row->what, what) == 0; }

/* ---- what both the reader and the writer know ---- */

int scn_level_months(const char *value, int most, int *out) {
    int n = 0;
    if (strncmp(value, SCN_LEVEL_WORD, strlen(SCN_LEVEL_WORD)) != 0)
        return -1;
    for (const char *c = value + strlen(SCN_LEVEL_WORD); *c != '\0';) {
        int sign = *c == '-' ? -1 : 1, x = 0, digits = 0;
        for (c += *c == '-'; *c >= '0' && *c <= '9' && digits < 5; c++, digits++)
            x = 10 * x + (*c - '0');
        if (digits == 0 || x > FARTHEST || (*c != ' ' && *c != '\0') || (*c == ' ' && c[1] == '\0'))
            return -1;
        c += *c == ' ';
        if (n < most)
            out[n] = sign * x;
        n++;
    }
    return n;
}

void scn_levels_sum(const char *input, const char *posterior, int n, const scn_level *rows, char out[65]) {
    eng_sha256 h;
    unsigned char digest[32];
    eng_sha256_start(&h);
    eng_sha256_add(&h, input, strlen(input) + 1);
    if (posterior)
        eng_sha256_add(&h, posterior, strlen(posterior) + 1);
    for (int i = 0; i < n; i++) {
        char numbers[64];
        if (!is(&rows[i], "level"))
            continue;
        (void)snprintf(numbers, sizeof numbers, "%d,%d,%d", rows[i].seed, rows[i].members, rows[i].member);
        eng_sha256_add(&h, numbers, strlen(numbers) + 1);
        eng_sha256_add(&h, rows[i].who, strlen(rows[i].who) + 1);
        eng_sha256_add(&h, rows[i].value, strlen(rows[i].value) + 1);
    }
    eng_sha256_end(&h, digest);
    txt_hex(digest, out);
}

static int in_folder(const char *name, const char *folder) { return strncmp(name, folder, strlen(folder)) == 0; }

static int counts(const char *name) {
    size_t n = strlen(name);
    return !in_folder(name, "observed/") && !in_folder(name, "latents/") && !in_folder(name, "policies/") &&
           !in_folder(name, "given/") && !in_folder(name, SCN_POSTERIORS "/") && strcmp(name, SCN_LEVELS_FILE) != 0 &&
           strcmp(name, SCN_POSTERIOR_FILE) != 0 && strcmp(name, SCN_STACK_FILE) != 0 &&
           strcmp(name, "claims.csv") != 0 && (n < 3 || strcmp(name + n - 3, ".md") != 0);
}

int scn_levels_input(const scn_scenario *s, char out[65]) {
    eng_sha256 h;
    unsigned char digest[32];
    eng_sha256_start(&h);
    for (int i = 0; i < s->folder.count; i++) { /* in order of name */
        const scn_file *f = &s->folder.files[i];
        char length[32];
        if (!counts(f->name))
            continue;
        if (f->text == NULL)
            return -1;
        (void)snprintf(length, sizeof length, "%zu", f->length);
        eng_sha256_add(&h, f->name, strlen(f->name) + 1);
        eng_sha256_add(&h, length, strlen(length) + 1);
        eng_sha256_add(&h, f->text, f->length);
    }
    for (int i = 0; i < s->nlatents; i++) { /* by what they say, whatever their table is called */
        const scn_latent *row = &s->latents[i];
        const char *const texts[] = {row->latent, row->where, row->who};
        char numbers[64];
        for (int k = 0; k < 3; k++)
            eng_sha256_add(&h, texts[k], strlen(texts[k]) + 1);
        (void)snprintf(numbers, sizeof numbers, "%d,%.17g", row->month, row->value);
        eng_sha256_add(&h, numbers, strlen(numbers) + 1);
    }
    eng_sha256_end(&h, digest);
    txt_hex(digest, out);
    return 0;
}

/* ---- reading ---- */

static void say(const scn_loading *l, const tab_table *t, int row, const char *column, const char *found,
                const char *expected) {
    txt_pos at = tab_at(t, row, column);
    rep_add(l->rep, REP_ERROR, t->label, at.line, at.column, found, "`" SAY_FIT "` writes the table anew", "%s",
            expected);
}

static void check_level(const scn_loading *l, const tab_table *t, int i) {
    const scn_level *row = tab_row(t, i);
    int n = scn_level_months(row->value, 0, NULL);
    if (row->seed < 0 || row->member < 1 || row->member > row->members)
        say(l, t, i, "member", "no member of an ensemble", "seed, members, and member from 1 to members");
    if (l->lists[LIST_NATIONALITIES].loaded && tab_find(&l->lists[LIST_NATIONALITIES], row->who) < 0)
        say(l, t, i, "who", txt_show(row->who).text, "a nationality of nationalities.csv");
    if (n < 0)
        say(l, t, i, "value", "what is no list of levels",
            "`by` and whole numbers from -6000 to 6000, one space between");
}

/* The text of the only row of its kind; NULL if it is not there. */
static const char *only(const tab_table *t, const char *what) {
    const char *found = NULL;
    for (int i = 0; i < t->nrows; i++) {
        const scn_level *row = tab_row(t, i);
        if (is(row, what))
            found = found == NULL ? row->value : "";
    }
    return found;
}

int scn_read_levels(scn_loading *l) {
    char sum[65];
    tab_table t;
    int errors = l->rep->errors, status = scn_read_optional(l, &t, &scn_level_schema);
    for (int i = 0; status == 0 && i < t.nrows; i++)
        if (!t.bad[i] && is(tab_row(&t, i), "level"))
            check_level(l, &t, i);
    if (status == 0 && t.label != NULL && l->rep->errors == errors) {
        const char *input = only(&t, "input"), *wanted = only(&t, "sum");
        scn_levels_sum(input == NULL ? "" : input, only(&t, "posterior"), t.nrows, t.rows, sum);
        if (wanted == NULL || strcmp(wanted, sum) != 0)
            rep_add(l->rep, REP_ERROR, t.label, 0, 0, "levels that are not those that were written",
                    "`" SAY_FIT "` writes the table anew, and without it levels are worked out",
                    "rows whose SHA-256 the row `sum` holds");
    }
    if (status == 0)
        l->s->levels = tab_take(&t, &l->s->nlevels);
    tab_free(&t);
    return status;
}
