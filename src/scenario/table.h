/* A table's schema, and reading a CSV file into an array of structs by it.
 *
 * What the schema says is checked here, all of it: columns unknown, missing or double, cells that must be given,
 * numbers and their bounds, dates, choices, and names that must stand in another list, with "did you mean". What
 * follows from an error already said is not said again: a table whose header cannot be used is `loaded` 0, and
 * references into its list are then let pass as -1.
 */
#ifndef VADO_TABLE_H
#define VADO_TABLE_H

#include "text/bytes.h"
#include "text/pool.h"
#include "text/words.h"

enum { TAB_COLUMNS_MAX = 32 };
#define TAB_NOWHERE ((size_t)-1) /* offset of a column that is checked and not kept */

typedef enum {
    COL_TEXT,        /* char * of the table's pool, never NULL; equal texts of a pool stand at one address */
    COL_MADE,        /* char * filled by the caller, from the same pool; no column of the file */
    COL_NUMBER,      /* double */
    COL_COUNT,       /* int: a whole number */
    COL_DATE,        /* int64_t: first day of YYYY-MM-DD or YYYY-MM */
    COL_UNTIL,       /* int64_t: the day after YYYY-MM-DD, or after the month's last day; empty: INT64_MAX */
    COL_MONTH,       /* int: YYYY-MM */
    COL_CHOICE,      /* int: number of the word in `words` */
    COL_CHOICE_TEXT, /* char * of the pool: the word */
    COL_REF          /* int: number of the name in a list; -1 if empty or unknown */
} tab_type;

typedef struct {
    const char *name;
    tab_type type;
    int required;             /* the cell may not be empty; else empty gives `otherwise` (dates: INT64_MIN, refs: -1) */
    size_t offset;            /* in the row's struct */
    double low, high;         /* of numbers */
    double otherwise;         /* of numbers */
    const char *const *words; /* of choices, ended by NULL */
    int list;                 /* of references */
} tab_column;

typedef struct {
    const char *file; /* "places.csv" */
    size_t row_size;
    int nkey; /* the first so many columns together may stand only once; 0: no such rule */
    int ncolumns;
    const tab_column *columns; /* rows are sorted by them in this order */
} tab_schema;

/* Names that cells can refer to. */
typedef struct {
    const char *of; /* "a place of places.csv" */
    int n;
    const char *const *names; /* sorted; may be NULL if n is 0 */
    int loaded;               /* 0: the list could not be read, so nothing can be said of a reference */
} tab_list;

typedef struct {
    const tab_schema *schema;
    char *label;     /* the file, for messages */
    txt_pool *texts; /* where the texts of the rows are; it outlives them */
    int loaded;      /* the header could be used and the file was read to its end */
    int nrows;
    void *rows;         /* structs, to be taken over with tab_take and freed with free */
    int width;          /* places kept of a row: ncolumns; 1, its line alone, if the rows were packed; or none */
    txt_pos *at;        /* [nrows][width] */
    unsigned char *bad; /* [nrows] an error of this row has been said */
    int nbad;
} tab_table;

/* 0, also when errors were added; -1 without memory. */
int tab_read(tab_table *t, const tab_schema *schema, const char *text, size_t length, const char *label,
             const tab_list *lists, txt_pool *texts, rep_report *rep);
/* "WHERE `name,bloc,source`, see docs/...": the line that a table begins with. To be freed; NULL without memory. */
char *tab_begin(const tab_schema *schema, const char *where);
/* Sorts rows by the columns. 0 or -1. */
int tab_order(tab_table *t);
/* The same, and says which keys stand twice. */
int tab_sort(tab_table *t, rep_report *rep);
/* -1, 0, 1: rows a and b by the first n columns. */
int tab_compare(const tab_table *t, int a, int b, int n);
/* Appends the rows of `from` (same schema), which is emptied; for tables of several files. Labels and places are
 * not kept. */
int tab_append(tab_table *t, tab_table *from);
txt_pos tab_at(const tab_table *t, int row, const char *column);
void *tab_row(const tab_table *t, int row);
void tab_free(tab_table *t);
/* Rows handed to someone else, who frees them; their texts stay the pool's. */
void *tab_take(tab_table *t, int *n);
/* Number of a name in a sorted list, or -1. */
int tab_find(const tab_list *list, const char *name);

/* The cell of a row; not of a column that is kept nowhere. */
static inline void *tab_cell(const tab_schema *s, void *rows, int row, const tab_column *c) {
    return (char *)rows + (size_t)row * s->row_size + c->offset;
}
static inline int tab_holds_text(const tab_column *c) {
    return c->offset != TAB_NOWHERE && (c->type == COL_TEXT || c->type == COL_MADE || c->type == COL_CHOICE_TEXT);
}

/* ---- rows of a packed scenario: rows.c ---- */

/* The texts of packed rows, one after the other, each ended by its '\0'. */
typedef struct {
    const char *letters;
    size_t n;
} tab_texts;
/* Where in the texts one stands that a row holds. */
typedef uint64_t tab_text_number(void *user, const char *text);

/* The rows of a table without errors as bytes. */
void tab_pack(const tab_table *t, byt_writer *w, tab_text_number *number, void *user);
/* Rows from bytes that anybody may have written: each cell is held against its column as tab_read does, and the texts
 * are held where they stand, so they must outlive the rows. 0; 1 if the bytes are no rows of this table; -1 without
 * memory. */
int tab_unpack(tab_table *t, const tab_schema *schema, const unsigned char *bytes, size_t n, const tab_texts *texts,
               const char *label, const tab_list *lists);

#endif
