/* What several calls kept of one study, a line a run, as one call would have kept it.
 *
 * 1. All are kept under the same head, which names what they depend on: input, figures, seed, members, version.
 * 2. A run has a key and is one line. Who has it twice has the same bytes, or something is wrong with one of them.
 * 3. What comes out holds each once, in the order of keys. Runs that are in none of them are made when they are asked
 * for: nothing is missing but time.
 */
#include "study/merge.h"

#include "text/array.h"
#include "text/bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *begins, *columns;
    int keys;             /* of the columns, those that are the key: shorter ones come first, of one length by bytes */
    const char *may_hold; /* what else a line is made of */
} kept_kind;

static const kept_kind kinds[] = {
    {FIT_POSTERIOR_RUNS, FIT_POSTERIOR_RUNS_HEAD, 1, "0123456789, -by"},
    {SCO_KEPT, SCO_KEPT_COLUMNS, 2, "0123456789, -+.ena"},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

typedef struct {
    int part;
    const char *text;
    size_t key, length; /* length: with its new line */
} kept_line;

/* Bytes up to the first run and which kind it is, or 0: nothing that is kept begins like this. */
static size_t head_of(const char *text, const kept_kind **kind) {
    for (int i = 0; i < KINDS; i++) {
        char columns[64];
        snprintf(columns, sizeof columns, "\n%s\n", kinds[i].columns);
        const char *at = strncmp(text, kinds[i].begins, strlen(kinds[i].begins)) == 0 ? strstr(text, columns) : NULL;
        *kind = &kinds[i];
        if (at)
            return (size_t)(at - text) + strlen(columns);
    }
    return 0;
}

const char *mrg_columns(const char *text) {
    const kept_kind *kind;
    return head_of(text, &kind) > 0 ? kind->columns : NULL;
}

/* The line at text: 1, 0 if it is none that is kept. */
static int line_of(const kept_kind *kind, const char *text, kept_line *line) {
    const char *end = strchr(text, '\n'), *key = text;
    for (int i = 0; i < kind->keys && key; i++)
        if ((key = strchr(key + (i > 0), ',')) && end && key > end)
            key = NULL;
    if (!end || !key || *text < '0' || *text > '9' || end[-1] < '0')
        return 0;
    line->text = text;
    line->key = (size_t)(key - text);
    line->length = (size_t)(end - text) + 1;
    return strspn(text, kind->may_hold) == line->length - 1;
}

static int same_key(const kept_line *x, const kept_line *y) {
    return x->key == y->key && memcmp(x->text, y->text, x->key) == 0;
}

static int by_key(const void *a, const void *b) {
    const kept_line *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    int order = memcmp(x->text, y->text, x->key);
    return order ? order : x->part - y->part;
}

/* The lines of one part behind those that are there. */
static int take(int part, const kept_kind *kind, const char *text, size_t head, kept_line **lines, int *n,
                char words[256]) {
    for (const char *c = text + head; *c;) {
        kept_line *grown = arr_more(*lines, *n, sizeof *grown);
        if (!grown)
            return VADO_ERR_MEMORY;
        *lines = grown;
        kept_line *line = &grown[*n];
        if (!line_of(kind, c, line)) {
            (void)snprintf(words, 256, "found \"%.20s...\", expected a run as it is kept: it is cut or was changed", c);
            return VADO_ERR_STORE;
        }
        line->part = part;
        c += line->length;
        ++*n;
    }
    return 0;
}

static int put(int n, const kept_line *lines, byt_writer *w, int *at, char words[256]) {
    for (int i = 0; i < n; i++) {
        const kept_line *was = i > 0 && same_key(&lines[i - 1], &lines[i]) ? &lines[i - 1] : NULL;
        if (!was) {
            byt_put(w, lines[i].text, lines[i].length);
        } else if (was->length != lines[i].length || memcmp(was->text, lines[i].text, was->length) != 0) {
            *at = lines[i].part;
            (void)snprintf(words, 256,
                           "found run %.*s with other values than an earlier part has: one of them was changed",
                           (int)lines[i].key, lines[i].text);
            return VADO_ERR_STORE;
        }
    }
    byt_put(w, "", 1);
    return w->failed ? VADO_ERR_MEMORY : 0;
}

int mrg_lines(int n, const char *const *texts, char **text, int *at, char words[256]) {
    kept_line *lines = NULL;
    byt_writer w = {0};
    int nlines = 0, status = 0;
    size_t head = 0;
    *text = NULL;
    words[0] = '\0';
    for (int i = 0; status == 0 && i < n; i++) {
        const kept_kind *kind;
        size_t mine = head_of(texts[i], &kind);
        *at = i;
        if (mine == 0) {
            (void)snprintf(words, 256, "found another table, expected runs that a fit of the posterior or scores kept");
            status = VADO_ERR_STORE;
        } else if (i > 0 && (mine != head || memcmp(texts[i], texts[0], head) != 0)) {
            (void)snprintf(words, 256,
                           "found runs of another input, seed, ensemble or version than the first part, expected parts "
                           "of one study");
            status = VADO_ERR_STORE;
        } else {
            head = mine;
            status = take(i, kind, texts[i], mine, &lines, &nlines, words);
        }
    }
    if (status == 0) {
        if (nlines > 1)
            qsort(lines, (size_t)nlines, sizeof *lines, by_key);
        byt_put(&w, texts[0], head);
        status = put(nlines, lines, &w, at, words);
    }
    free(lines);
    if (status)
        free(w.bytes);
    else
        *text = (char *)w.bytes;
    return status;
}
