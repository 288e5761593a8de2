/* What a page calls: a packed scenario through vado.h, as functions over numbers and texts in its memory.
 *
 * 1. One scenario, one lever and one text a program: a page that wants several runs several of them, in workers.
 * 2. Texts come in as addresses of bytes from page_alloc, ended by a zero. What comes out as text (JSON, messages)
 *    stands at page_text until the next call that gives one.
 * 3. A function that can fail returns 0 or a vado_status; page_messages then gives the words, a line each.
 */
#include "vado.h"

#include <stdlib.h>
#include <string.h>

#define CALLED(name) __attribute__((export_name(#name)))

static struct {
    vado *v;
    vado_lever *lever;
    char *text;
    size_t length, room;
} page;

/* ---- memory and texts ---- */

CALLED(page_alloc) void *page_alloc(size_t n) { return malloc(n + 1); }
CALLED(page_free) void page_free(void *bytes) { free(bytes); }
CALLED(page_text) const char *page_text(void) { return page.text; }
CALLED(page_length) size_t page_length(void) { return page.length; }

static int add(void *user, const char *text, size_t n) {
    (void)user;
    if (page.length + n > page.room) {
        size_t room = 2 * (page.length + n) + 4096;
        char *grown = realloc(page.text, room);
        if (!grown)
            return -1;
        page.text = grown;
        page.room = room;
    }
    memcpy(page.text + page.length, text, n);
    page.length += n;
    return 0;
}

/* What a message names of the interface, in the page's words. */
static const char *words(void *user, vado_term term) {
    (void)user;
    return term == VADO_TERM_PARAMS ? "the list of levers" : NULL;
}

static vado *context(void) {
    if (!page.v && (page.v = vado_new()))
        vado_on_term(page.v, words, NULL);
    page.length = 0;
    return page.v;
}

/* Errors and warnings of the last call. */
CALLED(page_messages) int page_messages(void) {
    page.length = 0;
    for (int i = 0; i < vado_message_count(page.v); i++) {
        const char *line = vado_message(page.v, i);
        if (add(NULL, line, strlen(line)) || add(NULL, "\n", 1))
            return VADO_ERR_MEMORY;
    }
    return vado_error_count(page.v);
}

/* ---- what there is ---- */

static vado_input packed(const void *bytes, size_t n) {
    vado_input in = VADO_INIT(vado_input);
    in.scenario = "the scenario";
    in.packed = bytes;
    in.packed_bytes = n;
    return in;
}

CALLED(page_about) int page_about(const void *bytes, size_t n) {
    const vado_input in = packed(bytes, n);
    vado *v = context();
    return v ? vado_about(v, &in, add, NULL) : VADO_ERR_MEMORY;
}

CALLED(page_rows) int page_rows(const char *policy, const char *text) {
    vado *v = context();
    return v ? vado_policy_rows(v, policy, text, add, NULL) : VADO_ERR_MEMORY;
}

/* ---- a run ---- */

/* mode: of vado_mode; seed: a whole number. */
CALLED(page_begin) int page_begin(const void *bytes, size_t n, int mode, double seed, int members, int megabytes) {
    static const char *const series[] = {"encounters"};
    const vado_input in = packed(bytes, n);
    vado_simulation_options o;
    vado_lever_options l = VADO_INIT(vado_lever_options);
    vado *v = context();
    vado_lever_close(&page.lever);
    vado_simulation_defaults(&o);
    o.mode = (vado_mode)mode;
    o.seed = (uint64_t)seed;
    o.members = members;
    o.level = VADO_LEVEL_KNOWN;
    l.nseries = 1;
    l.series = series;
    l.snapshots = megabytes;
    l.waits = 1;
    return v ? vado_lever_open(v, &in, &o, &l, &page.lever) : VADO_ERR_MEMORY;
}

/* members: 1 is the central run; of more, each differs in its parameters and its environment, and is brought to the
 * level of the fit if one is known: what the scenario's table holds costs nothing. */
CALLED(page_open) int page_open(const void *bytes, size_t n, int members, int megabytes) {
    return page_begin(bytes, n, VADO_FLUID, 1, members, megabytes);
}

/* names: n texts, one after the other; margins: n numbers. */
CALLED(page_show) int page_show(int n, const char *names, const int *margins) {
    const char **list = calloc((size_t)n + 1, sizeof *list);
    int status = list ? 0 : VADO_ERR_MEMORY;
    for (int i = 0; status == 0 && i < n; i++) {
        list[i] = names;
        names += strlen(names) + 1;
    }
    if (status == 0)
        status = vado_lever_show(context(), page.lever, n, list, margins);
    free(list);
    return status;
}

CALLED(page_member) int page_member(int member) { return vado_lever_member(context(), page.lever, member); }

/* policy NULL: nothing is laid. */
CALLED(page_lay) int page_lay(const char *policy, const char *text) {
    return vado_lever_lay(context(), page.lever, policy, text);
}

CALLED(page_left) int page_left(void) { return vado_lever_left(page.lever); }
CALLED(page_next) int page_next(void) { return vado_lever_next(context(), page.lever); }

/* Of the last month and of what page_show named as number i: how many cells, their values, how the month is called. */
CALLED(page_cells) int page_cells(int i) {
    const vado_numbers *n = vado_lever_month(page.lever, i);
    return n ? n->nplaces * n->nnationalities * n->ngroups : 0;
}
CALLED(page_values) const double *page_values(int i) {
    const vado_numbers *n = vado_lever_month(page.lever, i);
    return n ? n->values : NULL;
}
/* What its values are divided by, of a ratio; else NULL. */
CALLED(page_under) const double *page_under(int i) { return vado_lever_under(page.lever, i); }
/* What was suffered in that month, over all places and people: how many series, the value of number h, and name and
 * unit of each, a line each with a tab between, as text. */
CALLED(page_nharm) int page_nharm(void) {
    const vado_numbers *n = vado_lever_month(page.lever, 0);
    return n ? n->nharm : 0;
}
CALLED(page_harm) double page_harm(int h) { return vado_lever_month(page.lever, 0)->harm[h]->values[0]; }
CALLED(page_harm_names) int page_harm_names(void) {
    const vado_numbers *n = vado_lever_month(page.lever, 0);
    page.length = 0;
    for (int h = 0; n && h < n->nharm; h++) {
        const char *line[] = {n->harm[h]->name, "\t", n->harm[h]->unit, "\n"};
        for (int k = 0; k < 4; k++)
            if (add(NULL, line[k], strlen(line[k])))
                return VADO_ERR_MEMORY;
    }
    return 0;
}
CALLED(page_month) const char *page_month(void) {
    const vado_numbers *n = vado_lever_month(page.lever, 0);
    return n ? n->periods[0] : NULL;
}
