/* See context.h. Messages are lines ready to be shown: "file:line:column: found ..., expected ..., do ...". */
#include "text/context.h"

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

void vado_free(vado *v) {
    if (!v)
        return;
    for (int i = 0; i < v->count; i++)
        free(v->messages[i]);
    free(v->messages);
    free(v);
}

int vado_message_count(const vado *v) { return v->count; }
const char *vado_message(const vado *v, int i) { return i >= 0 && i < v->count ? v->messages[i] : ""; }
int vado_error_count(const vado *v) { return v->errors; }

void vado_on_progress(vado *v, vado_progress *f, void *user) {
    v->progress = f;
    v->progress_user = user;
}

void vado_allow_partial(vado *v, int yes) { v->partial = yes; }

void vado_cancel(vado *v) { atomic_store(&v->cancelled, 1); }
int ctx_cancelled(vado *v) { return atomic_load(&v->cancelled); }

char *vado_printable(const char *text) { return txt_printable(text, strlen(text), "\n\t"); }

int vado_messages_lost(const vado *v) { return v->lost; }

/* Takes over text, which becomes one line that a terminal may be given, whatever names are in it. A message that does
 * not fit in memory is lost, and that it was is known: vado_messages_lost. */
static void add(vado *v, char *raw) {
    char *text = raw ? txt_printable(raw, strlen(raw), "") : NULL;
    free(raw);
    if (!text) {
        v->lost++;
        return;
    }
    if (v->count == v->capacity) {
        int capacity = v->capacity ? 2 * v->capacity : 16;
        char **grown = realloc(v->messages, (size_t)capacity * sizeof *grown);
        if (!grown) {
            free(text);
            v->lost++;
            return;
        }
        v->messages = grown;
        v->capacity = capacity;
    }
    v->messages[v->count++] = text;
}

static char *words(const char *prefix, const char *format, va_list list) {
    va_list again;
    va_copy(again, list);
    int n = vsnprintf(NULL, 0, format, list);
    size_t before = strlen(prefix);
    char *text = n < 0 ? NULL : malloc(before + (size_t)n + 1);
    if (text) {
        memcpy(text, prefix, before);
        vsnprintf(text + before, (size_t)n + 1, format, again);
    }
    va_end(again);
    return text;
}

int ctx_fail(vado *v, int status, const char *format, ...) {
    va_list list;
    va_start(list, format);
    add(v, words("error: ", format, list));
    va_end(list);
    v->errors++;
    return status;
}

void ctx_warn(vado *v, const char *format, ...) {
    va_list list;
    va_start(list, format);
    add(v, words("warning: ", format, list));
    va_end(list);
}

void ctx_note(vado *v, const char *format, ...) {
    va_list list;
    va_start(list, format);
    add(v, words("note: ", format, list));
    va_end(list);
}

/* A study opens one input many times; what is wrong with it is said once. */
static int said(const vado *v, const char *line) {
    for (int i = 0; i < v->count; i++)
        if (strcmp(v->messages[i], line) == 0)
            return 1;
    return 0;
}

int ctx_report(vado *v, rep_report *rep) {
    rep_sort(rep);
    v->lost += rep->lost;
    for (int i = 0; i < rep->count; i++) {
        char *line = rep_line(&rep->entries[i]);
        if (line && rep->entries[i].level != REP_ERROR && said(v, line))
            free(line);
        else
            add(v, line); /* a warning says so itself */
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
