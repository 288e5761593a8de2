/* The stage `history`: three ways of telling the last twelve published months, side by side. What its files share.
 *
 * history.c is the order of things, history_rows.c makes the rows, history_errors.c measures and history_table.c prints
 * them; null.c is the null model, where.c reads nationality by place, cover.c finds what is published of a series.
 */
#ifndef VADO_FIT_HISTORY_H
#define VADO_FIT_HISTORY_H

#include "fit/internal.h"

enum { HISTORY_MONTHS = 12, SHARE_MONTHS = 24, NULL_LAGS = 5 };

/* ---- cover.c: the published rows of a series that fill most of some months ---- */
typedef struct {
    int from, until; /* months of the window */
    double value;
} fit_piece; /* a published row, or what is left of one */
typedef struct {
    int months;          /* of the window that are covered */
    unsigned char *used; /* [months of the window] 1: covered */
    double value;        /* sum of the covered months; of a share their mean; NAN if none */
    int npieces;
    fit_piece *pieces; /* the rows chosen, last first */
} fit_cover;
int fit_cover_find(fit_cover *c, const scn_scenario *s, const char *series, int is_share, int first, int months);
void fit_cover_free(fit_cover *c);

/* ---- where.c: nationality by sector or state ---- */
typedef struct {
    int first, months, units, people;
    int states;    /* 1: units are groups of sectors that the states' tables tell apart, ports included */
    double *count; /* [months][units][people], NAN: not published */
    const int *of; /* [sectors] unit; of a fit_targets */
    int seen;      /* months with a figure */
} fit_where;
/* states -1: sectors if there is a figure, else states. No row that ends after the last month is read. */
int fit_where_read(fit_where *w, const scn_scenario *s, const fit_targets *t, int first, int months, int states);
void fit_where_free(fit_where *w);

/* ---- null.c: departures, a lag, constant shares ---- */
typedef struct {
    int people, blocs, sectors, units;
    double *level;  /* [people] c; NAN: nothing published */
    double *kernel; /* [people][NULL_LAGS] K, adds to 1 */
    double *share;  /* [blocs][sectors] constant; NAN: not published */
    double *where;  /* [blocs][units] constant shares of `before` */
} fit_null;
/* Sees `before` and the months of `l` that it covers, nothing else. */
int fit_null_make(fit_null *x, const scn_scenario *s, const fit_targets *before, const fit_where *where,
                  const cor_latents *l);
double fit_null_people(const fit_null *x, const cor_latents *l, int n, int t); /* t: month of the latents */
void fit_null_free(fit_null *x);

/* ---- history.c ---- */
typedef enum { UNSEEN_DARIEN, UNSEEN_MEXICO, UNSEEN_GOTAWAYS, UNSEEN_REPEAT, UNSEEN_COUNT } fit_unseen;
extern const char *const fit_unseen_series[UNSEEN_COUNT];
typedef enum { ROW_FITTED, ROW_FROZEN, ROW_NULL, ROW_PERSISTENCE, ROW_COUNT } fit_row_kind;
typedef struct {                 /* NAN: the row makes no such thing */
    double *total;               /* [months] */
    double *people;              /* [months][people] */
    double *sector;              /* [months][sectors] shares */
    double *where;               /* [months][units][people] counts or shares */
    double unseen[UNSEEN_COUNT]; /* of the months covered: sum, or share */
} fit_row;
typedef struct {
    double total, people, sector, where;
    double unseen[UNSEEN_COUNT]; /* simulated / published */
} fit_row_errors;
typedef struct {
    int first, months; /* the window; the cut is the month before it */
    int people, sectors;
    fit_targets seen;   /* what rows are compared with */
    fit_targets before; /* what rows 2, 3 and 3b may see */
    fit_where where, where_before;
    fit_cover cover[UNSEEN_COUNT];
    fit_result frozen;
    fit_null null;
    fit_row row[ROW_COUNT];
    double null_total, null_people; /* errors of the null model on the months before the window */
} fit_history;
int fit_history_make(const fit_job *job, int months, fit_history *h, char words[256]);
void fit_history_free(fit_history *h);
/* ---- history_rows.c ---- */
int fit_row_of_run(const fit_job *job, const fit_history *h, const cor_latents *l, fit_row *r, char words[256]);
void fit_row_of_null(const fit_history *h, const scn_scenario *s, fit_row *r);
void fit_row_of_persistence(const fit_history *h, const fit_cover *last, fit_row *r); /* last: of the cut's month */

/* ---- history_errors.c ---- */
void fit_history_null_before(fit_history *h, int from); /* of the null on the months before; from: the first of them */
void fit_history_errors(const fit_history *h, fit_row_kind k, fit_row_errors *e);

/* ---- history_table.c ---- */
int fit_history_say(const fit_job *job, const fit_history *h);

#endif
