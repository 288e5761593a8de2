/* The rules of the Flee code on the engine, for its users: what the program needs to know of src/flee. */
#ifndef VADO_FLEE_H
#define VADO_FLEE_H

#include "scenario/model.h"

const mdl_kind *fle_kind(void);

/* Names of the series that its summary and its page in the report are made of. */
#define FLE_SERIES_PEOPLE "people"
#define FLE_SERIES_IN_CAMPS "in_camps"
#define FLE_SERIES_DISPLACED "displaced"
#define FLE_SERIES_IN_CONFLICT "in_conflict_zones"
#define FLE_SERIES_OVER_CAPACITY "over_capacity"
#define FLE_SERIES_DIFFERENCE "relative_difference"
#define FLE_SERIES_RESCALED "relative_difference_rescaled"

/* How people are moved in this arithmetic, and why, in words. */
const char *fle_how(const mdl_model *m, eng_arithmetic arithmetic, char out[320]);

/* Flee's own output, one row a day, of one member as it goes. Text goes to the writer, which returns 0. */
typedef int fle_writer(void *user, const char *text, size_t n);
typedef struct fle_output fle_output;
fle_output *fle_output_open(const mdl_model *m, fle_writer *write, void *user); /* NULL without memory */
/* The day's record, as member_step fills it. 0, or -1 if the writer failed. */
int fle_output_day(fle_output *o, const double *record);
void fle_output_close(fle_output *o);

/* What a run comes to: means over days of the day's differences, people at the end, people-days. */
typedef struct {
    double difference, rescaled, people, people_days;
    int has_data;         /* whether a difference to the data can be said */
    const char *no_score; /* else why not */
} fle_result;
void fle_result_day(const mdl_model *m, const double *record, fle_result *r); /* adds a day; begin with zeros */
void fle_result_end(const mdl_model *m, fle_result *r);
/* "mali2012: 300 days from 2012-02-29, 23 places, 35 routes, 7 camps" */
const char *fle_about(const mdl_model *m, char out[320]);

/* ---- what a fit of settings needs (src/fit/flee_fit.c) ---- */

/* A setting that a fit may move (movable.c), its value in the settings at hand, bounds, and prior around the value. */
enum { FLE_MOVABLE_MAX = 14 };
typedef struct {
    int id;
    const char *key; /* "move_rules.camp_weight" */
    double value, low, high;
    double spread; /* nine times out of ten within this factor of the value, or, if shift, so far from it */
    int shift;
} fle_movable;
/* Those that act in this model, as many as it returns. */
int fle_movable_list(const mdl_model *m, fle_movable out[FLE_MOVABLE_MAX]);
/* The value so many standard deviations of the prior away, within the bounds. */
double fle_moved(const fle_movable *a, double deviation);
/* The model's settings with these values in place of n of them, as a simsetting.yml that begins with `head` (comments,
 * or ""); *out to be freed. 0, or -1 without memory. */
int fle_settings_text(const mdl_model *m, int n, const fle_movable *list, const double *values, const char *head,
                      char **out);
/* How many one person is to stand for (as a setting to be written, value and all), that runs one by one have about so
 * many people-days; what the settings say already, where people are counted or more would displace other numbers. */
fle_movable fle_lighter(const mdl_model *m, double people_days);
int fle_camps(const mdl_model *m); /* with columns in the output */
int fle_days(const mdl_model *m);
const char *fle_no_score(const mdl_model *m); /* why no difference to the data can be said, or NULL */
/* (simulated - data) / sum of the data, of each camp on a day; NAN after its last figure, where nothing is told. The
 * sum is over the camps that are told. out: [camps]. */
void fle_apart(const mdl_model *m, int day, const double *record, double *out);
/* Flee's relative difference of the day, as the record of member_step has it; NAN if none can be said. */
double fle_difference(const mdl_model *m, const double *record);

#endif
