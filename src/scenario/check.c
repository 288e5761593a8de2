/* Checks of rows against each other: dates in order, shares that sum, sectors with both kinds of crossing, an origin
 * for every nationality on every day. What rests on rows with errors of their own is passed over. */
#include "scenario/internal.h"

#include <stdlib.h>
#include <string.h>

static void say(scn_loading *l, int table, int row, const char *column, const char *found, const char *todo,
                const char *expected) {
    const tab_table *t = &l->tables[table];
    txt_pos at = tab_at(t, row, column);
    rep_add(l->rep, REP_ERROR, t->label, at.line, at.column, found, todo, "%s", expected);
}

static const char *name_of(const scn_loading *l, int list, int i) { return l->lists[list].names[i]; }

/* ---- places, stations, legs ---- */

static void check_places(scn_loading *l) {
    const tab_table *t = &l->tables[TABLE_PLACES];
    for (int i = 0; i < t->nrows; i++) {
        const scn_place *p = tab_row(t, i);
        const char *c = p->country;
        if (t->bad[i])
            continue;
        if (!scn_is_country(c))
            say(l, TABLE_PLACES, i, "country", txt_show(c).text, "as MX or GT", "two capital letters of ISO 3166");
        else if (scn_is_of_the_way(l->s, c) && p->region < 0)
            say(l, TABLE_PLACES, i, "region", "an empty cell", "as south, centre, north-east or north-west",
                txt_say("a region for a place in %s, a country of the way", c).text);
        else if (!scn_is_of_the_way(l->s, c) && p->region >= 0)
            say(l, TABLE_PLACES, i, "region", txt_show(name_of(l, LIST_REGIONS, p->region)).text,
                txt_say("leave it empty, or write `roles: {way: [%s]}` in scenario.yaml", c).text,
                txt_say("no region for a place in %s, which is no country of the way", c).text);
    }
}

static void check_stations(scn_loading *l) {
    const tab_table *t = &l->tables[TABLE_STATIONS], *places = &l->tables[TABLE_PLACES];
    for (int i = 0; i < t->nrows; i++) {
        const scn_station *st = tab_row(t, i);
        if (t->bad[i] || st->place < 0)
            continue;
        const scn_place *p = tab_row(places, st->place);
        if (st->region != p->region && p->region >= 0 && st->region >= 0)
            say(l, TABLE_STATIONS, i, "region", txt_show(name_of(l, LIST_REGIONS, st->region)).text, NULL,
                txt_say("%s, the region of %s", name_of(l, LIST_REGIONS, p->region), p->name).text);
        else if (st->region < 0)
            say(l, TABLE_STATIONS, i, "place", txt_show(p->name).text, "give its row of places.csv a region",
                "a place of a country of the way, with its region");
    }
}

static void check_legs(scn_loading *l) {
    const tab_table *t = &l->tables[TABLE_LEGS];
    scn_idle idle = {0};
    for (int i = 0; i < t->nrows; i++) {
        const scn_leg *leg = tab_row(t, i);
        if (!t->bad[i] && leg->closes > leg->opens)
            scn_count_idle(l, &idle, leg->opens, leg->closes, tab_at(t, i, "opens"));
        if (leg->from >= 0 && leg->from == leg->to)
            say(l, TABLE_LEGS, i, "to", txt_show(name_of(l, LIST_PLACES, leg->to)).text, NULL,
                "another place than the one it leaves from");
        if (!t->bad[i] && leg->opens != INT64_MIN && leg->closes <= leg->opens)
            say(l, TABLE_LEGS, i, "closes", scn_show_day(leg->closes).text, "put the dates in order",
                txt_say("a day after %s, when it opens", scn_show_day(leg->opens).text).text);
    }
    if (t->label != NULL)
        scn_say_idle(l, &idle, t->label);
}

/* What a model has room for: places that legs lead to from one place. Said once a place. 0, or -1 without memory. */
static int check_roads(scn_loading *l) {
    const tab_table *t = &l->tables[TABLE_LEGS];
    int n = l->tables[TABLE_PLACES].nrows;
    int(*to)[SCN_ROADS_MAX] = calloc((size_t)n + 1, sizeof *to), *count = calloc((size_t)n + 1, sizeof *count);
    for (int i = 0; to != NULL && count != NULL && i < t->nrows; i++) {
        const scn_leg *leg = tab_row(t, i);
        if (leg->from < 0 || leg->to < 0 || count[leg->from] > SCN_ROADS_MAX)
            continue;
        int k = 0, had = count[leg->from];
        while (k < had && to[leg->from][k] != leg->to)
            k++;
        if (k < had)
            continue;
        count[leg->from]++;
        if (had < SCN_ROADS_MAX)
            to[leg->from][had] = leg->to;
        else
            say(l, TABLE_LEGS, i, "from", txt_say("more roads out of %.80s", name_of(l, LIST_PLACES, leg->from)).text,
                "lead some of them through a place between",
                txt_say("roads to at most %d places out of one", SCN_ROADS_MAX).text);
    }
    int status = to != NULL && count != NULL ? 0 : -1;
    free(to);
    free(count);
    return status;
}

static void check_crossings(scn_loading *l) {
    const tab_table *sectors = &l->tables[TABLE_SECTORS], *t = &l->tables[TABLE_CROSSINGS];
    if (!t->loaded || t->nbad > 0)
        return;
    for (int i = 0; i < sectors->nrows; i++) {
        int kinds[2] = {0, 0};
        for (int k = 0; k < t->nrows; k++) {
            const scn_crossing *c = tab_row(t, k);
            if (c->sector == i)
                kinds[c->remote != 0] = 1;
        }
        if (!kinds[0] || !kinds[1])
            say(l, TABLE_SECTORS, i, "name", txt_show(name_of(l, LIST_SECTORS, i)).text, "add it to crossings.csv",
                !kinds[0] && !kinds[1] ? "an urban and a remote crossing into the sector"
                : !kinds[0]            ? "an urban crossing into the sector"
                                       : "a remote crossing into the sector");
    }
}

/* A bridge without officers can never want for them, and only bridges have trains. */
static void check_ports(scn_loading *l) {
    const tab_table *t = &l->tables[TABLE_PORTS];
    for (int i = 0; i < t->nrows; i++) {
        const scn_port *port = tab_row(t, i);
        if (t->bad[i])
            continue;
        if (port->rail && !(port->officers > 0))
            say(l, TABLE_PORTS, i, "officers", txt_say("%g", port->officers).text, NULL,
                "officers at a rail bridge: without them it can never be closed for want of them");
        if (port->rail && !(port->trains_per_day > 0))
            say(l, TABLE_PORTS, i, "trains_per_day", txt_say("%g", port->trains_per_day).text, NULL,
                "trains at a rail bridge");
        if (!port->rail && port->trains_per_day > 0)
            say(l, TABLE_PORTS, i, "trains_per_day", txt_say("%g", port->trains_per_day).text,
                "write rail as its kind, or leave it empty", "no trains at a port");
    }
}

/* ---- origins ---- */

static int by_day(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The first day of [from, until) on which the nationality's shares do not sum to something positive; 0 if there is
 * none. */
static int first_gap(const tab_table *t, int nationality, int64_t from, int64_t until, int64_t *days, int64_t *gap) {
    int n = 0;
    days[n++] = from;
    for (int i = 0; i < t->nrows; i++) {
        const scn_origin *o = tab_row(t, i);
        if (o->nationality == nationality && o->until > from && o->until < until)
            days[n++] = o->until;
    }
    qsort(days, (size_t)n, sizeof *days, by_day);
    for (int k = 0; k < n; k++) { /* a gap can only begin at the start or where a row ends */
        double sum = 0;
        for (int i = 0; i < t->nrows; i++) {
            const scn_origin *o = tab_row(t, i);
            if (o->nationality == nationality && o->from <= days[k] && days[k] < o->until)
                sum += o->share;
        }
        if (!(sum > 0)) {
            *gap = days[k];
            return 1;
        }
    }
    return 0;
}

static int check_origins(scn_loading *l) {
    const tab_table *t = &l->tables[TABLE_ORIGINS], *who = &l->tables[TABLE_NATIONALITIES];
    int64_t *days = malloc(((size_t)t->nrows + 1) * sizeof *days), gap = 0;
    if (days == NULL)
        return -1;
    scn_idle idle = {0};
    for (int i = 0; i < t->nrows; i++) {
        const scn_origin *o = tab_row(t, i);
        if (t->bad[i])
            continue;
        if (o->until <= o->from) {
            say(l, TABLE_ORIGINS, i, "until", scn_show_day(o->until - 1).text, "put the dates in order",
                txt_say("a last day not before %s", scn_show_day(o->from).text).text);
            continue;
        }
        scn_count_idle(l, &idle, o->from, o->until, tab_at(t, i, "share"));
        if (i == 0)
            continue;
        const scn_origin *last = tab_row(t, i - 1); /* sorted by nationality, place, family, from */
        if (!t->bad[i - 1] && last->nationality == o->nationality && last->place == o->place &&
            last->family == o->family && last->until > o->from && last->until > last->from)
            say(l, TABLE_ORIGINS, i, "from", o->from == INT64_MIN ? "no first day" : scn_show_day(o->from).text,
                "end one before the other begins",
                txt_say("no overlap: line %d holds until %s", tab_at(t, i - 1, "share").line,
                        last->until == INT64_MAX ? "the end" : scn_show_day(last->until - 1).text)
                    .text);
    }
    if (t->label != NULL)
        scn_say_idle(l, &idle, t->label);
    for (int i = 0; l->period_ok && t->loaded && t->nbad == 0 && i < who->nrows; i++)
        if (first_gap(t, i, l->s->from - l->s->spin_up_days, l->s->until, days, &gap))
            say(l, TABLE_NATIONALITIES, i, "name", txt_show(name_of(l, LIST_NATIONALITIES, i)).text,
                "add rows to origins.csv",
                txt_say("an origin with a positive share on each day; there is none on %s", scn_show_day(gap).text)
                    .text);
    free(days);
    return 0;
}

static void check_returns(scn_loading *l) {
    const tab_table *t = &l->tables[TABLE_RETURNS], *sectors = &l->tables[TABLE_SECTORS];
    for (int i = 0; t->nrows > 0 && t->nbad == 0 && i < sectors->nrows; i++) {
        double sum = 0;
        int first = -1;
        for (int k = 0; k < t->nrows; k++) {
            const scn_return *r = tab_row(t, k);
            if (r->sector != i)
                continue;
            sum += r->share;
            first = first < 0 ? k : first;
        }
        if (first < 0)
            say(l, TABLE_SECTORS, i, "name", txt_show(name_of(l, LIST_SECTORS, i)).text, "add it to returns.csv",
                "a city to which it returns people");
        else if (!(sum > 0))
            say(l, TABLE_RETURNS, first, "share", "shares that sum to 0", NULL, "a positive share for each sector");
    }
}

static void check_empty(scn_loading *l) {
    static const int needed[] = {TABLE_NATIONALITIES, TABLE_PLACES,    TABLE_SECTORS,
                                 TABLE_LEGS,          TABLE_CROSSINGS, TABLE_ORIGINS};
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        const tab_table *t = &l->tables[needed[i]];
        if (t->loaded && t->nrows == 0)
            rep_add(l->rep, REP_ERROR, t->label, 0, 0, "no rows",
                    "write one below the header, see docs/scenario-format.md", "at least one row");
    }
}

/* Files at the top that no reader knows: most are misspelt. */
static int check_files(scn_loading *l) {
    static const char *const known[] = {
        "claims.csv",  "crossings.csv",  "legs.csv",      SCN_LEVELS_FILE,  SCN_POSTERIOR_FILE, "nationalities.csv",
        "origins.csv", "parameters.csv", "places.csv",    "ports.csv",      "returns.csv",      "schedule.csv",
        "sectors.csv", "stations.csv",   "scenario.yaml", SCN_SPREADS_FILE, SCN_STACK_FILE};
    enum { KNOWN = 17 };
    const scn_folder *f = &l->s->folder;
    for (int i = 0; i < f->count; i++) {
        const char *name = f->files[i].name, *dot = strrchr(name, '.');
        int k = 0;
        if (strchr(name, '/') != NULL || (dot != NULL && strcmp(dot, ".md") == 0))
            continue;
        while (k < KNOWN && strcmp(known[k], name) != 0)
            k++;
        if (k < KNOWN)
            continue;
        char *label = scn_label(l->s, name);
        if (label == NULL)
            return -1;
        txt_unknown(l->rep, label, (txt_pos){0, 0}, name, "a file of a scenario", rep_nearest(name, KNOWN, known),
                    "take it out or put it into a folder of its own");
        free(label);
    }
    return 0;
}

int scn_check(scn_loading *l) {
    scn_check_roles(l);
    check_places(l);
    check_stations(l);
    check_legs(l);
    check_crossings(l);
    check_ports(l);
    check_returns(l);
    check_empty(l);
    if (check_roads(l) != 0 || check_files(l) != 0)
        return -1;
    return check_origins(l);
}
