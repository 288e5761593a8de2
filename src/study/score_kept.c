/* Members of the forecasts that are scored, kept as text: a line an origin and member, all its values.
 *
 * 1. The head names what they depend on: input and settings, seed, members, mode, layers, what was known, version.
 * Under another head nothing is taken, and the file is written anew.
 * 2. Values are written with as many digits as give the same bits back. The key has one length, so lines stand in
 * order.
 * 3. A line that cannot be read is as none: its member is run again.
 * The file is written whole, now and then and at the end (text/outfile.h): it is what it was or what it will be.
 */
#include "study/score.h"

#include "scenario/scenario.h"
#include "text/array.h"
#include "text/bytes.h"
#include "text/outfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WRITE_EVERY = 10, KEY = 13 }; /* "2021-12,00001" */

struct sco_kept {
    vado *v;
    const char *path;
    vado_output_options to;
    char head[1024];
    int n, unwritten;
    char **lines; /* [n] each with its new line */
};

static void key_of(const fct_result *r, int member, char key[KEY + 8]) {
    char month[8];
    month_format(r->ask.first_month - 1, month);
    (void)snprintf(key, KEY + 8, "%s,%05d", month, member + 1);
}

static int by_bytes(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* Takes line over; it may be NULL. */
static int add(sco_kept *k, char *line) {
    char **grown = line ? arr_more(k->lines, k->n, sizeof *grown) : NULL;
    if (!grown) {
        free(line);
        return ctx_fail(k->v, VADO_ERR_MEMORY, "out of memory");
    }
    k->lines = grown;
    k->lines[k->n++] = line;
    return 0;
}

int sco_kept_write(sco_kept *k) {
    vado_output *out = NULL;
    if (k->unwritten == 0)
        return 0;
    if (k->n > 1)
        qsort(k->lines, (size_t)k->n, sizeof *k->lines, by_bytes);
    int status = fil_open(k->v, k->path, &k->to, &out), failed = 0;
    if (status == 0)
        failed = fil_write(out, k->head, strlen(k->head));
    for (int i = 0; status == 0 && !failed && i < k->n; i++)
        failed = fil_write(out, k->lines[i], strlen(k->lines[i]));
    if (failed)
        status = ctx_fail(k->v, VADO_ERR_FILE, "%s: cannot be written", k->path);
    k->unwritten = 0;
    return fil_close(k->v, out, status);
}

static int keep(void *user, const fct_result *r, int member) {
    sco_kept *k = user;
    byt_writer w = {0};
    char text[40];
    key_of(r, member, text);
    byt_put(&w, text, strlen(text));
    for (int i = 0; i < r->ntargets; i++)
        for (int m = 0; m < r->months; m++) {
            int n = snprintf(text, sizeof text, "%c%.17g", i + m == 0 ? ',' : ' ', fct_values(r, i, m)[member]);
            byt_put(&w, text, (size_t)n);
        }
    byt_put(&w, "\n", 2);
    if (w.failed) {
        free(w.bytes);
        return ctx_fail(k->v, VADO_ERR_MEMORY, "out of memory");
    }
    int status = add(k, (char *)w.bytes);
    return status == 0 && ++k->unwritten >= WRITE_EVERY ? sco_kept_write(k) : status;
}

/* Values into r; 1 if the line holds them all and no more. */
static int read_line(const char *c, fct_result *r, int member) {
    for (int i = 0; i < r->ntargets; i++)
        for (int m = 0; m < r->months; m++) {
            char *end;
            if (*c != (i + m == 0 ? ',' : ' '))
                return 0;
            *fct_at(r, i, m, member) = strtod(c + 1, &end);
            if (end == c + 1)
                return 0;
            c = end;
        }
    return *c == '\n';
}

static int known(void *user, fct_result *r, int member) {
    sco_kept *k = user;
    char key[KEY + 8];
    key_of(r, member, key);
    for (int i = 0; i < k->n; i++)
        if (strncmp(k->lines[i], key, KEY) == 0 && read_line(k->lines[i] + KEY, r, member))
            return 1;
    return 0;
}

void sco_kept_keeper(sco_kept *k, fct_keeper *out) {
    out->known = known;
    out->keep = keep;
    out->user = k;
}

/* ---- opening ---- */

static void set_head(sco_kept *k, const sco_result *r, const vado_input *in, const vado_run_options *o) {
    static const char *const modes[] = {"stochastic", "fluid", "individual"};
    char hash[65], layers[64];
    rec_input_hash(&r->in.scenario, in, hash);
    rec_layers(o, layers, sizeof layers);
    (void)snprintf(
        k->head, sizeof k->head,
        SCO_KEPT
        ", scenario %.200s.\n# vado " VADO_VERSION
        "; SHA-256 of files and settings %s; %s, seed %llu, %d members, layers %s, policy %s\n" SCO_KEPT_COLUMNS "\n",
        r->in.scenario.name, hash, modes[o->mode], (unsigned long long)o->seed, o->members, layers,
        r->ask.policy_known ? "known" : "unknown");
}

static int take_lines(sco_kept *k, const char *text) {
    size_t head = strlen(k->head);
    int status = 0;
    if (strncmp(text, k->head, head) != 0)
        return 0;
    for (const char *c = text + head, *end; status == 0 && (end = strchr(c, '\n')); c = end + 1)
        status = add(k, txt_copy_n(c, (size_t)(end - c) + 1));
    return status;
}

int sco_kept_open(const sco_result *r, const vado_input *in, const vado_run_options *o, const char *path, int force,
                  sco_kept **out) {
    sco_kept *k = *out = calloc(1, sizeof *k);
    if (!k)
        return ctx_fail(r->v, VADO_ERR_MEMORY, "out of memory");
    k->v = r->v;
    k->path = path;
    k->to = (vado_output_options){.kind = VADO_FILE_TABLE, .head = SCO_KEPT_COLUMNS, .force = force, .input = in};
    set_head(k, r, in, o);
    char *text;
    int status = inp_read_kept(r->v, "keep", path, &k->to, &text);
    if (status == 0 && text)
        status = take_lines(k, text);
    free(text);
    return status;
}

void sco_kept_close(sco_kept *k) {
    if (!k)
        return;
    for (int i = 0; i < k->n; i++)
        free(k->lines[i]);
    free(k->lines);
    free(k);
}
