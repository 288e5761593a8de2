/* The context behind the public `vado` pointer: messages, progress, the wish to stop.
 *
 * Messages are of one call: src/api clears them when the next begins. One context serves one caller. Messages may be
 * added by the caller's thread only; the wish to stop may be written by a signal handler or another thread and is read
 * by all workers.
 */
#ifndef VADO_CONTEXT_H
#define VADO_CONTEXT_H

#include "text/path.h"
#include "text/report.h"
#include "text/say.h"
#include "vado.h"

#include <stdatomic.h>

typedef struct {
    vado_severity severity;
    char *line;                                  /* the whole of it */
    char *file, *text, *found, *expected, *todo; /* as in vado_message_parts; NULL: not there */
    int line_number, column;
    uint64_t terms;
} ctx_message;

struct vado {
    ctx_message *messages;
    int count, errors, lost; /* lost: messages for which there was no memory */
    vado_wording *wording;
    void *wording_user;
    vado_progress *progress;
    void *progress_user;
    int partial;          /* vado_allow_partial */
    atomic_int cancelled; /* lock-free: safe in a signal handler */
};

/* Each adds one message; what of the interface it names is written as a mark of text/say.h. ctx_fail counts as an error
 * and returns status, so that `return ctx_fail(...)` reads well. */
#if defined(__GNUC__)
#define CTX_FORMAT(a, b) __attribute__((format(printf, a, b)))
#else
#define CTX_FORMAT(a, b)
#endif
int ctx_fail(vado *v, int status, const char *format, ...) CTX_FORMAT(3, 4);
void ctx_warn(vado *v, const char *format, ...) CTX_FORMAT(2, 3);
void ctx_note(vado *v, const char *format, ...) CTX_FORMAT(2, 3);
/* Copies all entries of a report, sorted by file and line; returns VADO_ERR_FILE if a file cannot be read,
 * VADO_ERR_INPUT if there is any other error, else 0. */
int ctx_report(vado *v, rep_report *rep);
/* A path that is not what is wanted: VADO_ERR_FILE, after saying what was found, as path_refuse. */
int ctx_refuse(vado *v, const char *path, path_wanted wanted, const char *expected);
int ctx_cancelled(vado *v);
void ctx_clear(vado *v); /* forgets all messages */

#endif
