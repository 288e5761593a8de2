/* Version, status in words, and messages in their parts; the rest of the context is in text/context.c. */
#include "api/api.h"

const char *vado_version(void) { return VADO_VERSION; }

const char *vado_strerror(int status) {
    switch (status) {
    case VADO_OK:
        return "done";
    case VADO_ERR_MEMORY:
        return "out of memory";
    case VADO_ERR_INPUT:
        return "the input is wrong";
    case VADO_ERR_FILE:
        return "a file cannot be read or written";
    case VADO_ERR_STORE:
        return "not a store, or damaged, or of a run that is not finished";
    case VADO_ERR_RUN:
        return "the simulation failed";
    case VADO_ERR_CANCELLED:
        return "stopped on request";
    case VADO_ERR_USAGE:
        return "a wrong argument or option";
    case VADO_ERR_DIFFERS:
        return "done, but a verdict is not the one expected";
    default:
        return "unknown status";
    }
}

/* Says nothing of what is wrong: the messages are what is being read. */
int vado_message_at(const vado *v, int i, vado_message_parts *out) {
    if (i < 0 || i >= v->count || out->size < sizeof out->size)
        return VADO_ERR_USAGE;
    const ctx_message *m = &v->messages[i];
    const vado_message_parts parts = {.severity = m->severity,
                                      .file = m->file,
                                      .line = m->line_number,
                                      .column = m->column,
                                      .text = m->text,
                                      .found = m->found,
                                      .expected = m->expected,
                                      .todo = m->todo,
                                      .terms = m->terms};
    api_give(out, &parts, sizeof parts);
    return VADO_OK;
}
