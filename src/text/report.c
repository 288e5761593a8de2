/* Collecting what is wrong, and offering the nearest known name.
 *
 * rep_nearest: names are folded (lower case, accents of Latin letters dropped, '_', '-' and '.' alike), then the
 * optimal string alignment distance (insert, drop, change, swap of neighbours) is taken; the nearest within a third of
 * the letters wins, the first of equals.
 */
#include "text/report.h"

#include "text/array.h"
#include "text/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void rep_init(rep_report *r) { memset(r, 0, sizeof *r); }

void rep_free(rep_report *r) {
    for (int i = 0; i < r->count; i++) {
        free(r->entries[i].file);
        free(r->entries[i].found);
        free(r->entries[i].expected);
        free(r->entries[i].todo);
    }
    free(r->entries);
    memset(r, 0, sizeof *r);
}

void rep_add(rep_report *r, rep_level level, const char *file, int line, int column, const char *found,
             const char *todo, const char *expected_fmt, ...) {
    char expected[512];
    va_list args;
    va_start(args, expected_fmt);
    vsnprintf(expected, sizeof expected, expected_fmt, args);
    va_end(args);
    if (level == REP_ERROR)
        r->errors++; /* counted even if there is no memory to say more */
    rep_entry *more = arr_more(r->entries, r->count, sizeof *more);
    if (more == NULL) {
        r->lost++;
        return;
    }
    r->entries = more;
    rep_entry *e = &r->entries[r->count++];
    e->level = level;
    e->file = txt_copy(file);
    e->line = line;
    e->column = column;
    e->found = found == NULL ? NULL : txt_copy(found);
    e->expected = txt_copy(expected);
    e->todo = todo == NULL ? NULL : txt_copy(todo);
    r->lost += !e->file || !e->expected || (found && !e->found) || (todo && !e->todo);
}

void rep_unreadable(rep_report *r, const char *file, const char *found, const char *todo, const char *expected) {
    r->unreadable++;
    rep_add(r, REP_ERROR, file, 0, 0, found, todo, "%s", expected);
}

static const char *or_empty(const char *s) { return s == NULL ? "" : s; }

char *rep_text(const rep_entry *e) {
    const char *found = or_empty(e->found), *expected = or_empty(e->expected), *todo = or_empty(e->todo);
    size_t size = strlen(found) + strlen(expected) + strlen(todo) + 40;
    char *out = malloc(size);
    if (out != NULL)
        snprintf(out, size, "%s%s%s%s%s%s%s", *found ? "found " : "", found, *found && *expected ? ", " : "",
                 *expected ? "expected " : "", expected, *todo ? ", " : "", todo);
    return out;
}

char *rep_line(const rep_entry *e) {
    char place[40] = "";
    char *text = rep_text(e), *out = NULL;
    if (text == NULL)
        return NULL;
    if (e->line > 0)
        snprintf(place, sizeof place, ":%d:%d", e->line, e->column);
    size_t size = strlen(or_empty(e->file)) + strlen(text) + 80;
    if ((out = malloc(size)) != NULL)
        snprintf(out, size, "%s%s: %s%s", or_empty(e->file), place, e->level == REP_WARNING ? "warning: " : "", text);
    free(text);
    return out;
}

static int entry_compare(const void *pa, const void *pb) {
    const rep_entry *a = pa, *b = pb;
    int c = strcmp(or_empty(a->file), or_empty(b->file));
    if (c == 0)
        c = (a->line > b->line) - (a->line < b->line);
    if (c == 0)
        c = (a->column > b->column) - (a->column < b->column);
    if (c == 0)
        c = strcmp(or_empty(a->found), or_empty(b->found)); /* so that the order of reading cannot show */
    if (c == 0)
        c = strcmp(or_empty(a->expected), or_empty(b->expected));
    return c;
}

void rep_sort(rep_report *r) {
    if (r->count > 1)
        qsort(r->entries, (size_t)r->count, sizeof *r->entries, entry_compare);
}

enum { NEAR_MAX = 96 };

/* Letters of U+00C0 to U+017F without their accents; '*' where there is none. */
static const char latin_base[] = "aaaaaaaceeeeiiiidnooooo*ouuuuy*saaaaaaaceeeeiiiidnooooo*ouuuuy*y"
                                 "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
                                 "lllnnnnnn*nnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static int fold(const char *name, uint32_t out[NEAR_MAX]) {
    size_t n = strlen(name), i = 0;
    int count = 0;
    while (i < n) {
        uint32_t c = '?';
        int bytes = txt_utf8(name + i, n - i, &c);
        i += bytes > 0 ? (size_t)bytes : 1;
        if (count == NEAR_MAX)
            return -1;
        if (c >= 'A' && c <= 'Z')
            c += 'a' - 'A';
        else if (c >= 0xC0 && c - 0xC0 < sizeof latin_base - 1 && latin_base[c - 0xC0] != '*')
            c = (uint32_t)(unsigned char)latin_base[c - 0xC0];
        else if (c == '-' || c == '.' || c == ' ')
            c = '_';
        out[count++] = c;
    }
    return count;
}

static int least3(int a, int b, int c) {
    int m = a < b ? a : b;
    return m < c ? m : c;
}

static int distance(const uint32_t *a, int na, const uint32_t *b, int nb) {
    int rows[3][NEAR_MAX + 1];
    int *before = rows[0], *last = rows[1], *now = rows[2];
    for (int j = 0; j <= nb; j++)
        last[j] = j;
    for (int i = 1; i <= na; i++) {
        now[0] = i;
        for (int j = 1; j <= nb; j++) {
            now[j] = least3(last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < now[j])
                now[j] = before[j - 2] + 1;
        }
        int *swap = before;
        before = last;
        last = now;
        now = swap;
    }
    return last[nb];
}

const char *rep_nearest(const char *name, int n, const char *const *names) {
    uint32_t wanted[NEAR_MAX], other[NEAR_MAX];
    int nwanted = fold(name, wanted), best = 0;
    const char *nearest = NULL;
    if (nwanted <= 0)
        return NULL;
    for (int i = 0; i < n; i++) {
        int nother = names[i] == NULL ? -1 : fold(names[i], other);
        if (nother <= 0)
            continue;
        int longest = nwanted > nother ? nwanted : nother;
        int allowed = longest < 3 ? 0 : longest / 3;
        int gap = nwanted > nother ? nwanted - nother : nother - nwanted;
        if (gap > allowed)
            continue;
        int d = distance(wanted, nwanted, other, nother);
        if (d <= allowed && (nearest == NULL || d < best)) {
            nearest = names[i];
            best = d;
        }
    }
    return nearest;
}
