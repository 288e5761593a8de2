/* Fitted intensities: logs at the middle of months, linear between, flat outside.
 *
 * scn_latent_at: the day's month gives the knot before or after it; rows are sorted by latent, where, who and month, so
 * the last row not after that knot is found by halving.
 */
#include "scenario/internal.h"
#include "text/path.h"
#include "text/say.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const tab_column columns[] = {
    {"latent", COL_TEXT, 1, offsetof(scn_latent, latent), 0, 0, 0, NULL, 0},
    {"where", COL_TEXT, 0, offsetof(scn_latent, where), 0, 0, 0, NULL, 0},
    {"who", COL_TEXT, 0, offsetof(scn_latent, who), 0, 0, 0, NULL, 0},
    {"month", COL_MONTH, 1, offsetof(scn_latent, month), 0, 0, 0, NULL, 0},
    {"value", COL_NUMBER, 1, offsetof(scn_latent, value), -700, 700, 0, NULL, 0},
};
const tab_schema scn_latent_schema = {"a latents table", sizeof(scn_latent), 4, 5, columns};

/* ---- reading ---- */

static int known(int n, char *const *names, const char *name) {
    for (int i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return 1;
    return 0;
}

static int known_word(const scn_loading *l, const char *word) {
    const scn_scenario *s = l->s;
    for (int i = 0; i < LIST_COUNT; i++) {
        if (!l->lists[i].loaded || tab_find(&l->lists[i], word) >= 0)
            return 1;
    }
    return known(s->nblocs, s->blocs, word) || known(s->nnests, s->nests, word);
}

static void check_names(scn_loading *l, const tab_table *t) {
    const scn_latent *fine = NULL; /* the row before, whose names are known: the same need no second look */
    for (int i = 0; i < t->nrows; i++) {
        const scn_latent *row = tab_row(t, i);
        if (fine != NULL && fine->where == row->where && fine->who == row->who)
            continue;
        int errors = l->rep->errors;
        const char *cells[2] = {row->where, row->who}, *names[2] = {"where", "who"};
        for (int k = 0; k < 2 && !t->bad[i]; k++) {
            if (cells[k][0] == '\0' || known_word(l, cells[k]))
                continue;
            const char *slash = strchr(cells[k], '/'); /* Venezuela/family */
            char *front = slash == NULL ? NULL : txt_copy_n(cells[k], (size_t)(slash - cells[k]));
            int halves = front != NULL && known_word(l, front) && known_word(l, slash + 1);
            free(front);
            if (halves)
                continue;
            const char *near = NULL;
            for (int j = 0; j < LIST_COUNT && near == NULL; j++)
                near = rep_nearest(cells[k], l->lists[j].n, l->lists[j].names);
            txt_unknown(l->rep, t->label, tab_at(t, i, names[k]), cells[k],
                        "a name of the scenario's tables, blocs or nests", near, NULL);
        }
        fine = t->bad[i] || l->rep->errors > errors ? NULL : row;
    }
}

static int read_file(scn_loading *l, const scn_file *file, const char *label, int keep) {
    tab_table t = {0};
    int status = -1;
    if (scn_read_table(l, &t, &scn_latent_schema, file, label) == 0 && tab_sort(&t, l->rep) == 0) {
        status = 0;
        check_names(l, &t);
        scn_check_outlook(l, &t);
        if (keep)
            l->s->latents = tab_take(&t, &l->s->nlatents);
    }
    tab_free(&t);
    return status;
}

static int read_default(scn_loading *l) {
    scn_scenario *s = l->s;
    if (l->latents_file == NULL) {
        if (l->settings != NULL)
            rep_add(l->rep, REP_WARNING, l->label, 0, 0, "no key latents", "all latents are zero",
                    "`latents: latents/FILE.csv`");
        return 0;
    }
    const scn_file *file = scn_folder_find(&s->folder, l->latents_file);
    if (file == NULL) {
        rep_add(l->rep, REP_WARNING, l->label, l->latents_at.line, l->latents_at.column, txt_show(l->latents_file).text,
                "all latents are zero; `" SAY_FIT "` writes one", "a file of the folder");
        return 0;
    }
    char *label = scn_label(s, l->latents_file);
    int status = label == NULL ? -1 : read_file(l, file, label, 1);
    free(label);
    s->latents_name = txt_copy(l->latents_file);
    return s->latents_name == NULL ? -1 : status;
}

int scn_read_latents(scn_loading *l) {
    scn_scenario *s = l->s;
    const char *option = l->options->latents;
    int status = 0;
    if (option != NULL) {
        const scn_file *file = scn_given(&s->folder, "latents", 0, option, "latents");
        if (file == NULL) {
            path_refuse(l->rep, option, WANT_TABLE, "a latents table");
            return 0;
        }
        s->latents_name = txt_copy(option);
        return s->latents_name == NULL ? -1 : read_file(l, file, option, 1);
    }
    status = read_default(l);
    /* The other tables the scenario ships are checked with all else. */
    for (int i = 0; status == 0 && i < s->folder.count; i++) {
        const char *name = s->folder.files[i].name;
        if (strncmp(name, "latents/", 8) != 0 || !txt_ends(name, ".csv") ||
            (l->latents_file != NULL && strcmp(name, l->latents_file) == 0) ||
            s->folder.files[i].packed_at > 0) /* checked when it was packed */
            continue;
        char *label = scn_label(s, name);
        status = label == NULL ? -1 : read_file(l, &s->folder.files[i], label, 0);
        free(label);
    }
    return status;
}

/* ---- using ---- */

static int compare(const scn_latent *row, const char *latent, const char *where, const char *who) {
    int c = strcmp(row->latent, latent);
    if (c == 0)
        c = strcmp(row->where, where);
    return c == 0 ? strcmp(row->who, who) : c;
}

static double knot(int month) { return 0.5 * (double)(month_start(month) + month_start(month + 1) - 1); }

double scn_latent_at(const scn_scenario *s, const char *latent, const char *where, const char *who, int64_t day) {
    int month = month_of_day(day), low = 0, high = s->nlatents;
    double at = (double)day;
    if (at < knot(month))
        month--;
    while (low < high) { /* the first row after the knot */
        int middle = low + (high - low) / 2;
        const scn_latent *row = &s->latents[middle];
        int c = compare(row, latent, where, who);
        if (c < 0 || (c == 0 && row->month <= month))
            low = middle + 1;
        else
            high = middle;
    }
    const scn_latent *before = low > 0 ? &s->latents[low - 1] : NULL;
    const scn_latent *after = low < s->nlatents ? &s->latents[low] : NULL;
    if (before != NULL && compare(before, latent, where, who) != 0)
        before = NULL;
    if (after != NULL && compare(after, latent, where, who) != 0)
        after = NULL;
    if (before == NULL || after == NULL)
        return before != NULL ? before->value : after != NULL ? after->value : 0;
    double a = knot(before->month), b = knot(after->month);
    return before->value + (after->value - before->value) * ((at - a) / (b - a));
}
