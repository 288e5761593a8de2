/* Running the rows of signs.h on the small corridor. */
#include "signs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCHEDULE "from,until,parameter,where,who,change,value,note,source\n"
#define FROM "2018-03-01"

/* Stations in the centre and the north too, so that who is taken there is held. */
#define STATIONS                                                                                                       \
    {                                                                                                                  \
        "stations.csv", "",                                                                                            \
            "Iztapalapa,Mexico City,centre,400,x\n"                                                                    \
            "Reynosa station,Reynosa,north-east,200,x\n"                                                               \
            "Grupo Beta,Ciudad Juárez,north-west,200,x\n"                                                             \
    }

/* Fixed arrivals: neither setting out nor going on follows what is believed of the journey. */
static const char *const FIXED[] = {"origins.response=0", "routes.waiting_weight=0"};

static const char *named(const char *name) { return name ? name : ""; }

static small_model *opened(const sign_row *r, double value, sign_run run) {
    char rows[4000];
    small_options o = {.edits = {{"schedule.csv", NULL, rows}, STATIONS, r->edit}};
    int n = 0;
    for (; n < SIGN_SETS && r->sets[n]; n++)
        o.sets[n] = r->sets[n];
    for (int i = 0; run == SIGN_FIXED && i < 2; i++)
        o.sets[n++] = FIXED[i];
    int wrote = snprintf(rows, sizeof rows, SCHEDULE "%s" FROM ",,%s,%s,%s,set,%.17g,,x\n", named(r->background),
                         r->lever, named(r->where), named(r->who), value);
    return wrote > 0 && wrote < (int)sizeof rows ? small_open(&o) : NULL;
}

static double outcome(const small_member *p, const sign_outcome *o) {
    double x = small_value(p, o->series, named(o->place), named(o->nationality), o->group - 1);
    if (!o->over)
        return x;
    if (!o->over[0])
        return small_ratio_at(p, o->series, named(o->place));
    return x / small_value(p, o->over, named(o->place), named(o->nationality), o->group - 1);
}

static int of_member(const sign_row *r, const small_model *m, eng_arithmetic arithmetic, int member, double *seen) {
    small_member *p = small_start(m, arithmetic, member);
    int status = p ? small_run_until(p, FROM) : -1;
    if (!status) {
        small_forget(p);
        status = small_run(p, r->days ? r->days : SIGN_DAYS);
    }
    if (!status)
        *seen = outcome(p, &r->outcome);
    small_stop(p);
    return status ? status : isfinite(*seen) ? 0 : -1;
}

static double larger(double a, double b) { return fabs(a) > fabs(b) ? fabs(a) : fabs(b); }

/* At no step the other way (but for rounding), and in all by enough. */
static int goes(const sign_row *r, const double *x) {
    double all = x[SIGN_VALUES - 1] - x[0], size = larger(x[0], x[SIGN_VALUES - 1]);
    if (r->sign == SIGN_EITHER)
        return 1;
    if (r->sign == 0)
        return fabs(all) <= SIGN_NONE * size;
    for (int i = 1; i < SIGN_VALUES; i++)
        if (r->sign * (x[i] - x[i - 1]) < -1e-7 * size)
            return 0;
    return r->sign * all > SIGN_LEAST * size;
}

/* The same members with the first and the last value. */
static int paired(const sign_row *r, sign_seen *seen) {
    small_model *m[2] = {opened(r, r->values[0], SIGN_WHOLE), opened(r, r->values[SIGN_VALUES - 1], SIGN_WHOLE)};
    double squares = 0, n = SIGN_MEMBERS;
    int status = m[0] && m[1] ? 0 : -1;
    for (int k = 0; k < SIGN_MEMBERS && !status; k++) {
        double x[2] = {0, 0};
        for (int i = 0; i < 2 && !status; i++) {
            status = of_member(r, m[i], ENG_STOCHASTIC, k, &x[i]);
            seen->members[i] += x[i] / n;
        }
        squares += (x[1] - x[0]) * (x[1] - x[0]) / n;
    }
    small_close(m[0]);
    small_close(m[1]);
    double mean = seen->members[1] - seen->members[0], spread = squares - mean * mean;
    seen->error = spread > 0 ? sqrt(spread / (n - 1)) : 0;
    seen->agree = r->sign == SIGN_EITHER ? 1
                  : r->sign              ? r->sign * mean > 2 * seen->error
                            : fabs(mean) <= SIGN_NONE * larger(seen->members[0], seen->members[1]) + 2 * seen->error;
    return status;
}

int sign_asks_members(const sign_row *r) { return !r->no_members; }

int sign_holds(const sign_row *r, const sign_seen *seen) {
    return (r->not_fixed || seen->holds[SIGN_FIXED]) && seen->holds[SIGN_WHOLE] && seen->agree;
}

int sign_look(const sign_row *r, sign_seen *seen) {
    memset(seen, 0, sizeof *seen);
    for (sign_run run = SIGN_FIXED; run < SIGN_RUNS; run++) {
        if (run == SIGN_FIXED && r->not_fixed)
            continue;
        for (int i = 0; i < SIGN_VALUES; i++) {
            small_model *m = opened(r, r->values[i], run);
            int status = m ? of_member(r, m, ENG_FLUID, 0, &seen->seen[run][i]) : -1;
            small_close(m);
            if (status) {
                (void)fprintf(stderr, "%s = %g: no %s\n", r->lever, r->values[i], r->outcome.words);
                return -1;
            }
        }
        seen->holds[run] = goes(r, seen->seen[run]);
    }
    seen->agree = 1;
    return sign_asks_members(r) ? paired(r, seen) : 0;
}

int sign_rows(const sign_row **rows[]) {
    const sign_row *const tables[] = {sign_mexico, sign_line, sign_states};
    const int counts[] = {sign_mexico_count, sign_line_count, sign_states_count};
    int n = 0, all = counts[0] + counts[1] + counts[2];
    if (!(*rows = malloc((size_t)all * sizeof **rows)))
        return -1;
    for (int t = 0; t < 3; t++)
        for (int i = 0; i < counts[t]; i++)
            (*rows)[n++] = &tables[t][i];
    return n;
}
