/* demographics_<attribute>.csv: what people are, as far as a rule of the settings reads it.
 *
 * A column of the attribute's name holds its values; the column Default, or one named after the place where people are
 * displaced, the weights. An attribute that no rule reads is left alone: drawing it would change nothing.
 */
#include "flee/internal.h"
#include "text/array.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The attributes rules can read, and which rules do. */
static int wanted(const fle_input *in, const char *name, const char **rule) {
    static const struct {
        int setting;
        const char *rule, *attribute;
    } rules[] = {{MOVE_WomenAvoidHazards, "WomenAvoidHazards", "gender"},
                 {MOVE_ChildrenAvoidHazards, "ChildrenAvoidHazards", "age"},
                 {MOVE_ElderlyAvoidHazards, "ElderlyAvoidHazards", "age"},
                 {MOVE_BoysTakeRisk, "BoysTakeRisk", "age"},
                 {MOVE_BoysTakeRisk, "BoysTakeRisk", "gender"},
                 {MOVE_MatchCampReligion, "MatchCampReligion", "religion"},
                 {MOVE_MatchCampEthnicity, "MatchCampEthnicity", "ethnicity"},
                 {MOVE_MatchTownEthnicity, "MatchTownEthnicity", "ethnicity"},
                 {MOVE_MatchConflictEthnicity, "MatchConflictEthnicity", "ethnicity"}};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (!fle_on(in, rules[i].setting) || strcmp(rules[i].attribute, name) != 0)
            continue;
        if (rules[i].setting == MOVE_BoysTakeRisk && !fle_on(in, MOVE_ChildrenAvoidHazards))
            continue;
        *rule = rules[i].rule;
        return 1;
    }
    return 0;
}

/* Cells of column `from` into row `to` of the weights; 0 where it is missing. */
static void read_weights(const fle_table *t, int header, int column, double *out) {
    int k = 0;
    for (int i = header + 1; i < t->t.nrows; i++) {
        double v = 0;
        if (fle_is_comment(t, i))
            continue;
        if (fle_blank(t, i, column))
            fle_say(t, i, column < t->t.rows[i].ncells ? column : 0, REP_ERROR, "write 0 for never", "a weight");
        else
            (void)fle_number(t, i, column, "a weight, 0 or more", 0, 1e12, &v);
        out[k++] = v;
    }
}

static int total_is_positive(const double *w, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++)
        sum += w[i];
    return sum > 0;
}

static int read_values(const fle_table *t, int header, int column, int numbers, fle_attribute *a) {
    for (int i = header + 1; i < t->t.nrows; i++) {
        if (fle_is_comment(t, i))
            continue;
        char text[128];
        double v;
        fle_trim(fle_cell(t, i, column), text, sizeof text);
        if (!text[0])
            fle_say(t, i, column < t->t.rows[i].ncells ? column : 0, REP_ERROR, "take the row out", "a value");
        else if (numbers && txt_number_parse(text, &v))
            fle_say(t, i, column, REP_ERROR, "write years as a number", "an age");
        if (!(a->values[a->n++] = txt_copy(text)))
            return -1;
    }
    return 0;
}

static void check_genders(const fle_table *t, int header, int column, const fle_attribute *a, const fle_input *in) {
    static const char *const words[] = {"female", "male"};
    static const int settings[] = {MOVE_WomenAvoidHazards, MOVE_BoysTakeRisk};
    for (int k = 0; k < 2; k++) {
        int found = 0;
        for (int i = 0; i < a->n; i++)
            found |= strcmp(a->values[i], words[k]) == 0;
        if (!found && fle_on(in, settings[k]))
            fle_say(t, header, column, REP_WARNING, "the rule then finds nobody, in Flee as here",
                    txt_say("a value %s, which %s looks for", words[k], k ? "BoysTakeRisk" : "WomenAvoidHazards").text);
    }
}

static int read_table(fle_reading *r, const fle_table *t, fle_attribute *a) {
    const fle_input *in = r->in;
    int header = 0, column = -1, otherwise = -1;
    while (header < t->t.nrows && fle_cell(t, header, 0)[0] == '#')
        header++;
    if (header >= t->t.nrows) {
        rep_add(r->rep, REP_ERROR, t->label, 1, 1, "no header", NULL, "%s,Default,...", a->name);
        return 0;
    }
    int n = t->t.rows[header].ncells, rows = t->t.nrows - header - 1;
    for (int i = 0; i < n; i++) {
        if (strcmp(fle_cell(t, header, i), a->name) == 0)
            column = i;
        if (strcmp(fle_cell(t, header, i), "Default") == 0)
            otherwise = i;
    }
    if (column < 0)
        fle_say(t, header, 0, REP_ERROR, "name the column of the values as the file's name does",
                txt_say("a column %s", a->name).text);
    if (otherwise < 0)
        fle_say(t, header, 0, REP_ERROR, "add a column of weights for places without one of their own",
                "a column Default");
    if (column < 0 || otherwise < 0)
        return 0;
    a->values = calloc((size_t)rows + 1, sizeof *a->values);
    a->weights = calloc((size_t)(in->nplaces + 1) * (size_t)(rows + 1), sizeof *a->weights);
    if (!a->values || !a->weights || read_values(t, header, column, strcmp(a->name, "age") == 0, a))
        return -1;
    read_weights(t, header, otherwise, a->weights);
    if (strcmp(a->name, "gender") == 0)
        check_genders(t, header, column, a, in);
    if (a->n == 0 || !total_is_positive(a->weights, a->n))
        fle_say(t, header, otherwise, REP_ERROR, "give at least one value a weight", "weights that are not all 0");
    for (int p = 0; p < in->nplaces; p++)
        memcpy(a->weights + (size_t)(p + 1) * (size_t)a->n, a->weights, (size_t)a->n * sizeof *a->weights);
    for (int i = 0; i < n; i++) {
        const char *name = fle_cell(t, header, i);
        int place = i == column || i == otherwise || !name[0] ? -1 : fle_find_place(in, name);
        if (i != column && i != otherwise && name[0] && place < 0 && r->places_ok)
            fle_say(t, header, i, REP_WARNING, fle_near_place(r, name, "nobody is displaced there").text,
                    "a place of locations.csv");
        if (place < 0)
            continue;
        double *own = a->weights + (size_t)(place + 1) * (size_t)a->n;
        read_weights(t, header, i, own);
        if (!total_is_positive(own, a->n))
            fle_say(t, header, i, REP_ERROR, "give at least one value a weight", "weights that are not all 0");
    }
    return 0;
}

static int read_attribute(fle_reading *r, const char *name, const char *file) {
    fle_input *in = r->in;
    fle_table t;
    fle_attribute *grown = arr_more(in->attributes, in->nattributes, sizeof *grown);
    if (!grown)
        return -1;
    in->attributes = grown;
    fle_attribute *a = &in->attributes[in->nattributes++];
    *a = (fle_attribute){.name = txt_copy(name)};
    if (!a->name || fle_table_read(r, file, in->input_label, &t))
        return -1;
    int status = read_table(r, &t, a);
    fle_table_free(&t);
    return status;
}

/* "input/demographics_age_mali.csv": "age", or "" */
static void attribute_of(const char *file, char out[64]) {
    static const char front[] = "input/demographics_";
    out[0] = '\0';
    if (strncmp(file, front, sizeof front - 1) != 0)
        return;
    file += sizeof front - 1;
    size_t n = strcspn(file, "_.");
    if (n > 0 && n < 64)
        snprintf(out, 64, "%.*s", (int)n, file);
}

int fle_read_demographics(fle_reading *r) {
    static const char *const names[] = {"age", "gender", "religion", "ethnicity"};
    fle_input *in = r->in;
    int found[4] = {0, 0, 0, 0};
    const char *rule = "";
    for (int i = 0; i < r->folder->count; i++) {
        char name[64];
        attribute_of(r->folder->files[i].name, name);
        if (!name[0])
            continue;
        const char *base = strrchr(r->folder->files[i].name, '/') + 1;
        char *label = txt_join(in->input_label, "/", base);
        if (!label)
            return -1;
        int use = wanted(in, name, &rule);
        if (!use)
            rep_add(r->rep, REP_WARNING, label, 0, 0, txt_say("attribute %s", name).text,
                    "no rule of the settings reads it: it is left alone", "an attribute that a rule reads");
        free(label);
        for (int k = 0; k < 4; k++)
            found[k] |= strcmp(names[k], name) == 0;
        if (use && read_attribute(r, name, r->folder->files[i].name))
            return -1;
    }
    for (int k = 0; k < 4; k++)
        if (!found[k] && wanted(in, names[k], &rule))
            rep_add(r->rep, REP_ERROR, in->input_label, 0, 0, txt_say("no file demographics_%s.csv", names[k]).text,
                    txt_say("add it, or set %s: False", rule).text, "the attribute %s, which %s reads", names[k], rule);
    return 0;
}
