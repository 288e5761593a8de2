/* The key `roles` of scenario.yaml: which countries and people have the parts that institutions attach to. Without it
 * they are those of the corridor that the program was made for. */
#include "scenario/internal.h"

#include <stdlib.h>
#include <string.h>

static const char *const keys[] = {"way", "gap", "returned"};
enum { KEYS = 3 };

static void say(scn_loading *l, txt_pos at, const char *found, const char *todo, const char *expected) {
    rep_add(l->rep, REP_ERROR, l->label, at.line, at.column, found, todo, "%s", expected);
}

int scn_is_country(const char *c) { return c[0] >= 'A' && c[0] <= 'Z' && c[1] >= 'A' && c[1] <= 'Z' && c[2] == '\0'; }

/* The codes of a list into `out`, which has room for n; how many, or -1 without memory. */
static int codes(scn_loading *l, const yml_node *v, int n, char **out) {
    if (v->kind != YML_LIST || v->n == 0 || v->n > n) {
        say(l, v->at, "no such list", "write `roles: {way: [GT, MX], gap: [CO, PA]}`",
            n == 2 ? "the two countries of the gap" : "a list of countries, 16 at most");
        return 0;
    }
    for (int i = 0; i < v->n; i++) {
        const yml_node *x = v->values[i];
        if (x->kind != YML_SCALAR || !scn_is_country(x->text))
            say(l, x->at, x->kind == YML_SCALAR ? txt_show(x->text).text : "more than one value", "as MX or GT",
                "two capital letters of ISO 3166");
        if ((out[i] = txt_copy(x->kind == YML_SCALAR ? x->text : "")) == NULL)
            return -1;
    }
    return v->n;
}

static int read_key(scn_loading *l, const char *key, const yml_node *v) {
    scn_roles *r = &l->s->roles;
    int errors = l->rep->errors;
    if (strcmp(key, "way") == 0) {
        r->nway = codes(l, v, SCN_WAY_MAX, r->way);
        if (l->rep->errors == errors)
            r->way_at = v->at;
        return r->nway < 0 ? -1 : 0;
    }
    if (strcmp(key, "gap") == 0) {
        int n = codes(l, v, 2, r->gap);
        if (n == 1)
            say(l, v->at, "one country", "write `gap: [CO, PA]`", "the two countries of the gap");
        if (l->rep->errors == errors)
            r->gap_at = v->at;
        return n < 0 ? -1 : 0;
    }
    if (v->kind != YML_SCALAR)
        say(l, v->at, "more than one value", "write `returned: Mexico`", "a nationality");
    else
        r->returned_at = v->at;
    r->returned = txt_copy(v->kind == YML_SCALAR ? v->text : "");
    return r->returned == NULL ? -1 : 0;
}

/* Those that no key gives, or no file. */
int scn_fill_roles(scn_loading *l) {
    scn_roles *r = &l->s->roles;
    static const char *const gap[2] = {"CO", "PA"};
    if (r->nway == 0 && (r->way[r->nway++] = txt_copy("MX")) == NULL)
        return -1;
    for (int i = 0; i < 2; i++)
        if (r->gap[i] == NULL && (r->gap[i] = txt_copy(gap[i])) == NULL)
            return -1;
    return r->returned == NULL && (r->returned = txt_copy("Mexico")) == NULL ? -1 : 0;
}

int scn_read_roles(scn_loading *l, const yml_node *v) {
    if (v != NULL && v->kind != YML_MAP)
        say(l, v->at, "no keys", "write `roles: {way: [GT, MX]}`", "keys way, gap, returned");
    for (int i = 0; v != NULL && v->kind == YML_MAP && i < v->n; i++) {
        int k = 0;
        while (k < KEYS && strcmp(v->keys[i], keys[k]) != 0)
            k++;
        if (k == KEYS)
            txt_unknown(l->rep, l->label, v->key_at[i], v->keys[i], "way, gap or returned",
                        rep_nearest(v->keys[i], KEYS, keys), "take it out");
        else if (read_key(l, v->keys[i], v->values[i]) != 0)
            return -1;
    }
    return 0;
}

int scn_is_of_the_way(const scn_scenario *s, const char *country) {
    for (int i = 0; i < s->roles.nway; i++)
        if (strcmp(s->roles.way[i], country) == 0)
            return 1;
    return 0;
}

static void must_be_there(scn_loading *l, txt_pos at, const char *code) {
    const tab_table *t = &l->tables[TABLE_PLACES];
    for (int i = 0; i < t->nrows; i++)
        if (strcmp(((const scn_place *)tab_row(t, i))->country, code) == 0)
            return;
    if (at.line > 0 && t->loaded && t->nbad == 0)
        say(l, at, txt_show(code).text, "take it out, or give it places", "a country of places.csv");
}

void scn_check_roles(scn_loading *l) {
    const scn_roles *r = &l->s->roles;
    for (int i = 0; i < r->nway; i++)
        must_be_there(l, r->way_at, r->way[i]);
    for (int i = 0; i < 2 && r->gap_at.line > 0; i++)
        must_be_there(l, r->gap_at, r->gap[i]);
    const tab_list *who = &l->lists[LIST_NATIONALITIES];
    if (r->returned_at.line > 0 && who->loaded && tab_find(who, r->returned) < 0)
        txt_unknown(l->rep, l->label, r->returned_at, r->returned, "a nationality of nationalities.csv",
                    rep_nearest(r->returned, who->n, who->names), "take it out");
}

void scn_roles_free(scn_roles *r) {
    for (int i = 0; i < SCN_WAY_MAX; i++)
        free(r->way[i]);
    free(r->gap[0]);
    free(r->gap[1]);
    free(r->returned);
}
