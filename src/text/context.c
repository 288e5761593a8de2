/* See context.h. Messages are lines ready to be shown: "file:line:column: found ..., expected ..., do ...". */
#include "text/context.h"

#include "text/array.h"
#include "text/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

vado *vado_new(void) {
    vado *v = calloc(1, sizeof *v);
    if (v)
        atomic_init(&v->cancelled, 0);
    return v;
}

static void drop(ctx_message *m) {
    free(m->line);
    free(m->file);
    free(m->text);
    free(m->found);
    free(m->expected);
    free(m->todo);
}

void ctx_clear(vado *v) {
    for (int i = 0; i < v->count; i++)
        drop(&v->messages[i]);
    free(v->messages);
    v->messages = NULL;
    v->count = v->errors = v->lost = 0;
}

void vado_free(vado *v) {
    if (!v)
        return;
    ctx_clear(v);
    free(v);
}

int vado_message_count(const vado *v) { return v->count; }
const char *vado_message(const vado *v, int i) { return i >= 0 && i < v->count ? v->messages[i].line : ""; }
int vado_error_count(const vado *v) { return v->errors; }
int vado_messages_lost(const vado *v) { return v->lost; }
void vado_clear_messages(vado *v) { ctx_clear(v); }

void vado_on_term(vado *v, vado_wording *f, void *user) {
    v->wording = f;
    v->wording_user = user;
}

void vado_on_progress(vado *v, vado_progress *f, void *user) {
    v->progress = f;
    v->progress_user = user;
}

void vado_allow_partial(vado *v, int yes) { v->partial = yes; }

void vado_cancel(vado *v) { atomic_store(&v->cancelled, 1); }
void vado_cancel_reset(vado *v) { atomic_store(&v->cancelled, 0); }
int ctx_cancelled(vado *v) { return atomic_load(&v->cancelled); }

char *vado_printable(const char *text) { return txt_printable(text, strlen(text), "\n\t"); }

/* Takes over m; a message that is not whole (m->line NULL) or does not fit in memory is lost, and that it was is known:
 * vado_messages_lost. */
static void add(vado *v, ctx_message m) {
    ctx_message *more = m.line ? arr_more(v->messages, v->count, sizeof *more) : NULL;
    if (more) {
        v->messages = more;
        v->messages[v->count++] = m;
        return;
    }
    v->lost++;
    drop(&m);
}

/* A part of a message as it is shown: its terms in words, and nothing in it that a terminal would act on. */
static char *shown(vado *v, const char *raw, uint64_t *terms) {
    char *said = raw ? say_words(raw, v->wording, v->wording_user, terms) : NULL;
    char *text = said ? txt_printable(said, strlen(said), "") : NULL;
    free(said);
    return text;
}

/* A study opens one input many times; what is wrong with it, or is to be known of it, is said once. */
static int said(const vado *v, const char *line) {
    for (int i = 0; i < v->count; i++)
        if (strcmp(v->messages[i].line, line) == 0)
            return 1;
    return 0;
}

static void say(vado *v, vado_severity severity, const char *format, va_list list) {
    static const char *const prefixes[] = {
        [VADO_ERROR] = "error: ", [VADO_WARNING] = "warning: ", [VADO_NOTE] = "note: "};
    va_list again;
    va_copy(again, list);
    int n = vsnprintf(NULL, 0, format, list);
    char *raw = n < 0 ? NULL : malloc((size_t)n + 1);
    if (raw)
        vsnprintf(raw, (size_t)n + 1, format, again);
    va_end(again);
    ctx_message m = {.severity = severity};
    m.text = shown(v, raw, &m.terms);
    m.line = m.text ? txt_join(prefixes[severity], m.text, "") : NULL;
    free(raw);
    if (severity != VADO_ERROR && m.line && said(v, m.line))
        drop(&m);
    else
        add(v, m);
    v->errors += severity == VADO_ERROR;
}

int ctx_fail(vado *v, int status, const char *format, ...) {
    va_list list;
    va_start(list, format);
    say(v, VADO_ERROR, format, list);
    va_end(list);
    return status;
}

void ctx_warn(vado *v, const char *format, ...) {
    va_list list;
    va_start(list, format);
    say(v, VADO_WARNING, format, list);
    va_end(list);
}

void ctx_note(vado *v, const char *format, ...) {
    va_list list;
    va_start(list, format);
    say(v, VADO_NOTE, format, list);
    va_end(list);
}

/* A label that is a term is of an option, not of a file, and is said with the text. */
static ctx_message of_entry(vado *v, const rep_entry *e) {
    ctx_message m = {.severity = e->level == REP_ERROR ? VADO_ERROR : VADO_WARNING};
    int of_file = e->file && !say_begins(e->file);
    char *raw = rep_line(e), *bare = rep_text(e),
         *text = bare && !of_file ? txt_join(e->file ? e->file : "", ": ", bare) : bare;
    m.line = shown(v, raw, &m.terms);
    m.found = shown(v, e->found, NULL);
    m.expected = shown(v, e->expected, NULL);
    m.todo = shown(v, e->todo, NULL);
    m.file = of_file ? shown(v, e->file, NULL) : NULL;
    m.text = shown(v, text, NULL);
    m.line_number = of_file ? e->line : 0;
    m.column = of_file ? e->column : 0;
    free(raw);
    if (text != bare)
        free(text);
    free(bare);
    if (m.line && (!m.text || (e->found && !m.found) || (e->expected && !m.expected) || (e->todo && !m.todo) ||
                   (of_file && !m.file))) {
        free(m.line);
        m.line = NULL;
    }
    return m;
}

int ctx_report(vado *v, rep_report *rep) {
    rep_sort(rep);
    v->lost += rep->lost;
    for (int i = 0; i < rep->count; i++) {
        ctx_message m = of_entry(v, &rep->entries[i]);
        if (m.line && m.severity != VADO_ERROR && said(v, m.line))
            drop(&m);
        else
            add(v, m);
        v->errors += rep->entries[i].level == REP_ERROR;
    }
    return rep->unreadable ? VADO_ERR_FILE : rep->errors ? VADO_ERR_INPUT : 0;
}

int ctx_refuse(vado *v, const char *path, path_wanted wanted, const char *expected) {
    rep_report rep;
    rep_init(&rep);
    path_refuse(&rep, path, wanted, expected);
    int status = ctx_report(v, &rep);
    rep_free(&rep);
    return status;
}
