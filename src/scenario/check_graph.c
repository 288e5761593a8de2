/* Who can come where.
 *   1. northbound legs must not lead back: depth-first over legs in order, without recursion; the first leg that closes
 * a circle is said with the circle's names, and one circle is enough;
 *   2. every place must be reached from some origin, and from every place some crossing or port must be reached.
 * The second is left out while rows of these tables have errors: it would only repeat them.
 */
#include "scenario/internal.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    int nplaces, nlegs;
    const tab_table *legs;
    int *first, *next; /* legs by place: first[place], next[leg]; -1 ends */
} graph;

static const scn_leg *leg_at(const graph *g, int i) { return tab_row(g->legs, i); }

static int graph_make(graph *g, const scn_loading *l, int backward) {
    g->legs = &l->tables[TABLE_LEGS];
    g->nplaces = l->lists[LIST_PLACES].n;
    g->nlegs = g->legs->nrows;
    g->first = malloc(((size_t)g->nplaces + 1) * sizeof *g->first);
    g->next = malloc(((size_t)g->nlegs + 1) * sizeof *g->next);
    if (g->first == NULL || g->next == NULL)
        return -1;
    for (int i = 0; i < g->nplaces; i++)
        g->first[i] = -1;
    for (int i = g->nlegs - 1; i >= 0; i--) {
        const scn_leg *leg = leg_at(g, i);
        g->next[i] = -1;
        if (leg->from < 0 || leg->to < 0 || leg->from == leg->to)
            continue;
        int place = backward ? leg->to : leg->from;
        g->next[i] = g->first[place];
        g->first[place] = i;
    }
    return 0;
}

static void graph_free(graph *g) {
    free(g->first);
    free(g->next);
}

/* ---- circles ---- */

/* path: legs from the start of the search down to here; the circle begins where `back` leads. */
static void say_circle(scn_loading *l, const graph *g, const int *path, int depth, int back) {
    char words[360];
    size_t used = 0;
    int start = depth, place = leg_at(g, back)->to;
    while (start > 0 && leg_at(g, path[start - 1])->from != place)
        start--;
    if (start > 0)
        start--;
    words[0] = '\0';
    for (int k = start; k <= depth; k++) {
        const char *name = l->lists[LIST_PLACES].names[k < depth ? leg_at(g, path[k])->from : leg_at(g, back)->from];
        size_t n = strlen(name);
        if (used + n + 60 > sizeof words) {
            memcpy(words + used, "... > ", 7);
            used += 6;
            break;
        }
        memcpy(words + used, name, n);
        memcpy(words + used + n, " > ", 4);
        used += n + 3;
    }
    rep_add(l->rep, REP_ERROR, g->legs->label, tab_at(g->legs, back, "from").line, tab_at(g->legs, back, "from").column,
            txt_say("a leg that closes a circle").text, "turn or take out one of its legs",
            "legs that all lead north, not %s%.60s", words, l->lists[LIST_PLACES].names[place]);
}

static int find_circle(scn_loading *l, const graph *g) {
    enum { NEW, OPEN, DONE };
    size_t n = (size_t)g->nplaces + 1;
    char *state = calloc(n, 1);
    int *path = malloc(n * sizeof *path), *at = malloc(n * sizeof *at);
    int found = state == NULL || path == NULL || at == NULL ? -1 : 0;
    for (int root = 0; found == 0 && root < g->nplaces; root++) {
        int depth = 0, place = root;
        if (state[root] != NEW)
            continue;
        state[root] = OPEN;
        at[0] = g->first[root];
        while (found == 0) {
            int leg = at[depth];
            if (leg < 0) { /* all legs of this place are done */
                state[place] = DONE;
                if (depth == 0)
                    break;
                depth--;
                place = leg_at(g, path[depth])->from;
                continue;
            }
            at[depth] = g->next[leg];
            int to = leg_at(g, leg)->to;
            if (state[to] == OPEN) {
                say_circle(l, g, path, depth, leg);
                found = 1;
            } else if (state[to] == NEW) {
                path[depth++] = leg;
                place = to;
                state[to] = OPEN;
                at[depth] = g->first[to];
            }
        }
    }
    free(state);
    free(path);
    free(at);
    return found < 0 ? -1 : 0;
}

/* ---- reach ---- */

static int spread(const graph *g, char *reached, int backward) {
    int *queue = malloc(((size_t)g->nplaces + 1) * sizeof *queue), n = 0;
    if (queue == NULL)
        return -1;
    for (int i = 0; i < g->nplaces; i++)
        if (reached[i])
            queue[n++] = i;
    for (int k = 0; k < n; k++)
        for (int leg = g->first[queue[k]]; leg >= 0; leg = g->next[leg]) {
            int to = backward ? leg_at(g, leg)->from : leg_at(g, leg)->to;
            if (reached[to])
                continue;
            reached[to] = 1;
            queue[n++] = to;
        }
    free(queue);
    return 0;
}

static void say_unreached(scn_loading *l, const char *reached, const char *todo, const char *expected) {
    const tab_table *t = &l->tables[TABLE_PLACES];
    for (int i = 0; i < t->nrows; i++) {
        txt_pos at = tab_at(t, i, "name");
        if (!reached[i])
            rep_add(l->rep, REP_ERROR, t->label, at.line, at.column, txt_show(l->lists[LIST_PLACES].names[i]).text,
                    todo, "%s", expected);
    }
}

static int check_reach(scn_loading *l, const graph *forward, const graph *backward) {
    size_t n = (size_t)forward->nplaces + 1;
    char *from_origin = calloc(n, 1), *to_line = calloc(n, 1);
    int status = -1;
    if (from_origin == NULL || to_line == NULL)
        goto out;
    for (int i = 0; i < l->tables[TABLE_ORIGINS].nrows; i++)
        from_origin[((const scn_origin *)tab_row(&l->tables[TABLE_ORIGINS], i))->place] = 1;
    for (int i = 0; i < l->tables[TABLE_CROSSINGS].nrows; i++)
        to_line[((const scn_crossing *)tab_row(&l->tables[TABLE_CROSSINGS], i))->from] = 1;
    for (int i = 0; i < l->tables[TABLE_PORTS].nrows; i++)
        to_line[((const scn_port *)tab_row(&l->tables[TABLE_PORTS], i))->place] = 1;
    if (spread(forward, from_origin, 0) != 0 || spread(backward, to_line, 1) != 0)
        goto out;
    say_unreached(l, from_origin, "add a leg to it, or an origin in it", "a place that can be reached from an origin");
    say_unreached(l, to_line, "add a leg from it", "a place from which a crossing or port can be reached");
    status = 0;
out:
    free(from_origin);
    free(to_line);
    return status;
}

int scn_check_graph(scn_loading *l) {
    static const int needed[] = {TABLE_PLACES, TABLE_LEGS, TABLE_CROSSINGS, TABLE_PORTS, TABLE_ORIGINS};
    graph forward = {0}, backward = {0};
    int sound = 1, status = -1;
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        const tab_table *t = &l->tables[needed[i]];
        sound = sound && t->loaded && (t->nbad == 0 || needed[i] == TABLE_PLACES);
    }
    if (graph_make(&forward, l, 0) != 0 || graph_make(&backward, l, 1) != 0)
        goto out;
    status = find_circle(l, &forward);
    if (status == 0 && sound)
        status = check_reach(l, &forward, &backward);
out:
    graph_free(&forward);
    graph_free(&backward);
    return status;
}
