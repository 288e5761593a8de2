/* Runs that several calls kept of one posterior (posterior_runs.c), as one call would have kept them.
 *
 * 1. All are kept under the same head, which names what they depend on: input, figures, seed, members, version.
 * 2. A run has a number and is one line. Who has it twice has the same bytes, or something is wrong with one of them.
 * 3. What comes out holds each once, in the order of numbers. Runs that are in none of them are found when they are
 * asked for: nothing is missing but time.
 */
#include "fit/posterior.h"

#include "text/array.h"
#include "text/bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int number, part;
    const char *text;
    size_t length; /* with its new line */
} kept_line;

/* Bytes up to the first run, or 0: nothing that a fit kept begins like this. */
static size_t head_of(const char *text) {
    static const char first[] = "# Runs of vado_fit, stage posterior", columns[] = "\n" FIT_POSTERIOR_RUNS_HEAD "\n";
    const char *at = strncmp(text, first, sizeof first - 1) == 0 ? strstr(text, columns) : NULL;
    return at ? (size_t)(at - text) + sizeof columns - 1 : 0;
}

/* The line at text: 1, 0 if it is none that a fit keeps. */
static int line_of(const char *text, kept_line *line) {
    int lived, letters = 0;
    const char *end = strchr(text, '\n');
    if (!end || sscanf(text, "%d,%d,by%n", &line->number, &lived, &letters) != 2 || letters == 0 || line->number < 0)
        return 0;
    line->text = text;
    line->length = (size_t)(end - text) + 1;
    return strspn(text + letters, " -0123456789") == line->length - 1 - (size_t)letters;
}

static int by_number(const void *a, const void *b) {
    const kept_line *x = a, *y = b;
    return x->number != y->number ? (x->number < y->number ? -1 : 1) : x->part - y->part;
}

/* The lines of one part behind those that are there. */
static int take(int part, const char *text, size_t head, kept_line **lines, int *n, char words[256]) {
    for (const char *c = text + head; *c;) {
        kept_line *grown = arr_more(*lines, *n, sizeof *grown);
        if (!grown)
            return VADO_ERR_MEMORY;
        *lines = grown;
        kept_line *line = &grown[*n];
        if (!line_of(c, line)) {
            (void)snprintf(words, 256, "found \"%.20s...\", expected a run as a fit keeps it: it is cut or was changed",
                           c);
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
        const kept_line *was = i > 0 && lines[i - 1].number == lines[i].number ? &lines[i - 1] : NULL;
        if (!was) {
            byt_put(w, lines[i].text, lines[i].length);
        } else if (was->length != lines[i].length || memcmp(was->text, lines[i].text, was->length) != 0) {
            *at = lines[i].part;
            (void)snprintf(words, 256,
                           "found run %d with other values than an earlier part has: one of them was changed",
                           lines[i].number);
            return VADO_ERR_STORE;
        }
    }
    byt_put(w, "", 1);
    return w->failed ? VADO_ERR_MEMORY : 0;
}

int fit_kept_merge(int n, const char *const *texts, char **text, int *at, char words[256]) {
    kept_line *lines = NULL;
    byt_writer w = {0};
    int nlines = 0, status = 0;
    size_t head = 0;
    *text = NULL;
    words[0] = '\0';
    for (int i = 0; status == 0 && i < n; i++) {
        size_t mine = head_of(texts[i]);
        *at = i;
        if (mine == 0) {
            (void)snprintf(words, 256, "found a table, expected runs that a fit of the posterior kept");
            status = VADO_ERR_STORE;
        } else if (i > 0 && (mine != head || memcmp(texts[i], texts[0], head) != 0)) {
            (void)snprintf(words, 256,
                           "found runs of another input, seed, ensemble or version than the first part, expected parts "
                           "of one fit");
            status = VADO_ERR_STORE;
        } else {
            head = mine;
            status = take(i, texts[i], mine, &lines, &nlines, words);
        }
    }
    if (status == 0) {
        if (nlines > 1)
            qsort(lines, (size_t)nlines, sizeof *lines, by_number);
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
