/* The parts of the HTML report, private to src/report. Each part writes one section into page.b. */
#ifndef VADO_REPORT_PARTS_H
#define VADO_REPORT_PARTS_H

#include "corridor/corridor.h"
#include "flee/flee.h"
#include "study/explain_share.h"
#include "study/knockout_file.h"
#include "study/whatif.h"
#include "table/results.h"
#include "text/csv.h"
#include "text/html.h"

/* ---- harm: loaded once, drawn into every chart of flows ---- */
enum {
    HARM_RECORDED,
    HARM_DEATHS,
    HARM_KIDNAPPINGS,
    HARM_EXTORTION,
    HARM_WAITING,
    HARM_RESCUES,
    HARM_ROAD,
    HARM_EXPOSED, /* what stands for harm in rules that know none */
    HARM_CROWDED,
    HARM_COUNT
};
/* A lane of harm: each in a large chart and in a section's strip, the first that is kept of its people in a small one.
 */
typedef struct {
    int which;
    const char *words; /* "Kidnappings" */
} harm_track;
enum { HARM_TRACKS = 4 };
extern const char *const harm_words[HARM_WAITING + 1]; /* in running text: "acts of extortion" */
#define HARM_SERIES                                                                                                    \
    COR_SERIES_DEATHS_RECORDED " " COR_SERIES_DEATHS " " COR_SERIES_KIDNAPPINGS " " COR_SERIES_EXTORTION               \
                               " " COR_SERIES_WAITING
typedef struct {
    int have;        /* the run has this series */
    int series;      /* its index */
    res_table by[4]; /* total; by place, by nationality, by group where it keeps them (top NULL otherwise) */
} harm_series;
/* Whose harm stands beside a figure: of one place, nationality or group if a series keeps that margin, else of all. */
typedef struct {
    const char *place; /* at most one of the three; NULL for all */
    const char *nationality, *group;
} harm_scope;

/* A what-if: its sentences and what it changes, or why it is not told. */
enum { WHATIF_MEASURES = 4 }; /* the main series, deaths, kidnappings, waiting */
typedef struct {
    char title[256];
    char *text, *why; /* one of the two */
    int first;        /* month (relative to month0) from which it is measured */
    whf_measure of[WHATIF_MEASURES];
} page_whatif;

/* An event that the first chart names. */
enum { PAGE_EVENTS = 8 };
typedef struct {
    int64_t day;
    char words[64];
} page_event;

typedef struct {
    const vado *v; /* for the words of messages */
    results *r;
    const char *db; /* the store's file */
    html_buffer *b;
    html_buffer css; /* rules gathered while sections are written, for the head (report_table.c) */
    size_t head;     /* where in b they belong */
    int month0, months, members;
    int latents_until;  /* month (since 1970-01) of the last data that a latent has seen, INT_MAX if unknown, INT_MIN if
                           there are none */
    int projection;     /* month (relative to month0) from which the run is a projection; months: none */
    const char *whatif; /* folder of what-ifs, or NULL */
    int nwhatifs;
    page_whatif *whatifs;
    shr_list shares;   /* how much of a change is the latents, by event, of this run or of the what-ifs' baseline */
    knk_file knockout; /* lines of vado knockout; n 0: none */
    int figures;       /* ids given so far */
    int nnationalities, ngroups;
    const char *const *nationalities, *const *groups;
    harm_series harm[HARM_COUNT];
    int ntracks; /* 1 to HARM_TRACKS */
    const harm_track *tracks;
    const char *tracks_series; /* names of their series, for those who look for harm in the page */
    scn_face face;             /* words of the run's scenario */
    const char *whole;         /* what harm without a margin is of: "whole corridor" */
    int nevents;
    page_event events[PAGE_EVENTS]; /* sorted by day */
} page;
void harm_tracks_of_corridor(page *p);

int harm_load(page *p);
void harm_free(page *p);
/* Harm of a scope over months [first, first + count): sums (person-days for waiting). *scoped is 1 if the series keeps
 * the margin asked for. NANs if the run has no such series. */
res_band harm_band(const page *p, int which, const harm_scope *scope, int first, int count, int *scoped);
double harm_published(const page *p, const harm_scope *scope, int first, int count);
void harm_strip(page *p);   /* every track over all months, once a section (report_lane.c) */
void harm_ledger(page *p);  /* encounters and harm in one block */
void harm_section(page *p); /* the table of harm */

/* ---- charts ---- */
typedef struct {
    const char *series;       /* data-series of the figure */
    const char *title, *note; /* note: markup made by us, may be NULL */
    const char *unit;
    series_sum sum;
    int yearly;                /* periods are years: boxes, not a line */
    int hero;                  /* the wide one, with a phone's version beside */
    int no_harm;               /* only for a chart that shows harm itself */
    int n;                     /* periods */
    const int *first, *count;  /* months of each, relative to month0 */
    const char *const *labels; /* of yearly periods */
    const res_band *band;
    const double *published; /* [n], NAN if none */
    harm_scope scope;
    const char *obs_place, *obs_nationality,
        *obs_group; /* "" for all: which published rows of longer periods to draw */
} chart;
void chart_write(page *p, const chart *c);
void events_choose(page *p); /* the named events (report_events.c) */
/* The first row taken of the day on which most rows of a schedule begin, counted from that row on; 0: none is taken. */
typedef int events_takes(const page *p, const csv_table *t, int row, int64_t day);
int events_busiest(const page *p, const csv_table *t, events_takes *takes);
void events_list(page *p); /* their list, for a drawing that has room for numbers only */

/* ---- sections ---- */
void page_headline(page *p);
/* What the run is, in a paragraph; klass: of which width of screen, "wide1" or "narrow". */
void page_stand(page *p, const char *klass);
void page_findings(page *p);
extern const char *const report_css;
extern const char *const report_js;
void encounters_chart(page *p); /* the first chart */
void series_sections(page *p);
void map_section(page *p);
void fit_section(page *p);
void claims_section(page *p);
void uncertainty_section(page *p);
void sources_section(page *p, const char *words, const char *after);
void events_section(page *p);
void whatif_load(page *p, const char *dir); /* those whose runs are in a folder (vado whatif -o) */
void whatif_free(page *p);
void whatif_chart(page *p);   /* what each changes, harm in the same frame (report_whatif_chart.c) */
void whatif_section(page *p); /* the same in the sentences of vado whatif */
/* Does the folder hold a baseline and a run of one of these policies at least? */
int whatif_there(const results *r, const char *dir);
/* Of which events the latents are much (report_explain.c). */
int explained_load(page *p);
void explained_section(page *p);
/* What is lost without each part (report_knockout.c). */
void knockout_section(page *p);
void limits_section(page *p);
void provenance_section(page *p);

/* The page of a run by Flee's rules (report_flee.c); that of the corridor is written by report.c. */
void flee_page(page *p);
void page_head(page *p);
void page_facts(page *p, int latents);
void page_end(page *p, const char *words);
const char *page_meta(const page *p, const char *key, const char *otherwise);
int page_total(const page *p, const char *series, res_table *t); /* 1 if the run has it; free with res_table_free */

/* ---- helpers ---- */
/* Band of sums: person-days of a stock, otherwise as res_band_at. */
res_band page_sum(const page *p, const res_table *t, int cell, int first, int count);
/* Names as people say them: "single adults", "people a month". */
const char *page_group_words(const char *group);
const char *page_month_words(int month, char out[24]); /* "December 1999" */
/* Fiscal years wholly or partly inside the run: first month relative to month0 and how many. */
int page_fiscal_years(const page *p, int max, int *year, int *first, int *count);
/* "8.42 million (8.31 to 8.55)", or without interval for one member; escaped nothing: numbers only. */
void page_band_words(html_buffer *b, res_band v, int percent);

/* ---- tables ---- */
typedef struct {
    const char *klass, *words; /* words NULL: the column is not in this run */
} page_column;
/* Opens a table and its body; attributes: markup of ours for its tag, or "". Rows follow, then table_close. */
void table_open(page *p, const char *attributes, int n, const page_column *columns);
void table_close(page *p);

/* ---- tables of the scenario's folder: checked when the run started, here only read again ---- */
int page_csv(const page *p, const char *file, csv_table *t); /* 1 if there is such a table; free with csv_free */
double page_cell_number(const csv_table *t, int row, const char *column); /* NAN if none */

#endif
