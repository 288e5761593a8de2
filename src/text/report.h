/* What is wrong with the input: all of it, each with file, line, column, what was found, what is expected and what to
 * do. */
#ifndef VADO_REPORT_H
#define VADO_REPORT_H

typedef enum { REP_ERROR, REP_WARNING } rep_level;
typedef struct {
    rep_level level;
    char *file;       /* or a mark of text/say.h, if it is of an option */
    int line, column; /* from 1; 0 if not of one place */
    char *found, *expected, *todo;
} rep_entry;
typedef struct {
    int count, errors, lost; /* lost: in whole or part, for want of memory */
    int unreadable;          /* errors that are of files that cannot be read, not of what is in them */
    rep_entry *entries;
} rep_report;

void rep_init(rep_report *r);
void rep_free(rep_report *r);
#if defined(__GNUC__)
__attribute__((format(printf, 8, 9)))
#endif
/* expected_fmt is formatted with what follows; found and todo are copied as they are (todo may be NULL). */
void rep_add(rep_report *r, rep_level level, const char *file, int line, int column, const char *found, const char *todo,
             const char *expected_fmt, ...);
/* An error of a file or folder that cannot be read, or is of another kind than is wanted. */
void rep_unreadable(rep_report *r, const char *file, const char *found, const char *todo, const char *expected);
/* "file:line:column: found X, expected Y, do Z"; returns a new string, to be freed. */
char *rep_line(const rep_entry *e);
char *rep_text(const rep_entry *e); /* the same without the place and without "warning: " */
void rep_sort(rep_report *r);       /* by file, line, column */
/* The nearest of n names to a misspelt one (case, accents and up to a third of the letters wrong), or NULL. */
const char *rep_nearest(const char *name, int n, const char *const *names);

#endif
