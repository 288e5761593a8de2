/* What stands under the name that a user has given, in words: so that every reader refuses the wrong kind alike, with
 * what was found and what to do. */
#ifndef VADO_PATH_H
#define VADO_PATH_H

#include "text/report.h"
#include "text/words.h"
#include "vado.h"

#include <stddef.h>

/* How a packed scenario begins, and how one of this form does: with its '\0' 24 bytes. */
#define PATH_PACKED_NAME VADO_PACKED_BEGINS
#define PATH_PACKED_MARK PATH_PACKED_NAME " 1\n"

typedef enum {
    PATH_MISSING,
    PATH_UNREADABLE, /* an empty name, a link to nothing, a loop of links, no permission */
    PATH_FOLDER,
    PATH_SCENARIO, /* a folder with scenario.yaml */
    PATH_FLEE,     /* a folder with Flee's locations.csv and routes.csv */
    PATH_SPECIAL,  /* a pipe, a device, a socket */
    PATH_EMPTY,
    PATH_STORE,
    PATH_DATABASE, /* SQLite's, of another program */
    PATH_PAGE,     /* HTML */
    PATH_PACKED,   /* a packed scenario, of this form or another */
    PATH_TABLE,    /* CSV */
    PATH_FILE      /* any other */
} path_kind;

/* What a reader wants. */
typedef enum { WANT_SCENARIO, WANT_FLEE, WANT_STORE, WANT_TABLE, WANT_OUTPUT } path_wanted;

typedef struct {
    path_kind kind;
    int error;       /* of errno, where it is unreadable: ENOENT of a link to nothing */
    char found[160]; /* "a folder" */
    char todo[1200]; /* a next step, or "" */
} path_said;

/* The path as a message shows it: safe for a terminal, its middle left out if it is long; "(empty name)" if empty. */
txt_shown path_show(const char *path);
/* Looks, without waiting for a pipe, and says what was found and what to do for one who wants something else. */
void path_look(const char *path, path_wanted wanted, path_said *said);
/* An error of the kind `cannot be read`: expected is "a policy file". */
void path_refuse(rep_report *rep, const char *path, path_wanted wanted, const char *expected);
/* By the first bytes of a file (72 are enough): PATH_STORE, PATH_DATABASE, or PATH_FILE for what is neither. */
path_kind path_of_database(const char *head, size_t n);
/* Whether a table or settings can be read from it at all; what is in it, its reader says. */
int path_is_text(const char *path);
int path_is_packed(const char *path);
/* What stands behind the last slash of it. */
const char *path_base(const char *path);
/* By the end of its name, a file that is read in a scenario's folder. */
int path_is_read(const char *name);

#endif
