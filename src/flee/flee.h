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

#endif
