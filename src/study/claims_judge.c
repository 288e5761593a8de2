/* See claims_judge.h. One function a family of relations:
 *
 *   level          the value of the period: above, below, at least, at most, equals, about, between
 *   ratio, growth  the value of the period over that of the reference period (less 1)
 *   rises, falls   the value of the period less that of the reference period
 *   record         the value of the period over the highest of all earlier stretches of the same length; of
 *                  is_highest_since, of those from a month on
 *   rank           1 + how many other years had more in the same months of the year
 *   days           the highest mean of seven days in a row that lie in the period
 *   seasonal       growth since the reference period over the mean (of logs) of the same growth in other years
 *   pair           the other run's value over this run's; abs_below: its distance from 1
 *   fades          months from the largest effect of what the other run lacks until at most half of it is left
 *   triggered      the first series falls from the reference period on, the second rises: the change of the first
 *
 * A measure that is no number (nothing known, a zero below) cannot be told.
 */
#include "study/claims_judge.h"

#include <math.h>
#include <stdio.h>

/* Whether a number is as the relation's last word says. */
static int meets(const clm_test *t, double x) {
    switch (t->relation) {
    case SCN_ABOVE:
    case SCN_RATIO_ABOVE:
    case SCN_MAX_7DAY_MEAN_ABOVE:
        return x > t->value;
    case SCN_BELOW:
    case SCN_RATIO_BELOW:
    case SCN_ABS_BELOW:
        return x < t->value;
    case SCN_AT_LEAST:
        return x >= t->value;
    case SCN_AT_MOST:
    case SCN_RANK_AT_MOST:
        return x <= t->value;
    case SCN_EQUALS:
        return fabs(x - t->value) <= 1e-9 * fmax(1, fabs(t->value));
    case SCN_ABOUT:
    case SCN_RATIO_ABOUT:
    case SCN_GROWTH_ABOUT:
        return fabs(x - t->value) <= t->tolerance;
    case SCN_BETWEEN:
    case SCN_RATIO_BETWEEN:
        return x >= t->value && x <= t->high;
    case SCN_RISES:
        return x > 0;
    case SCN_FALLS:
    case SCN_TRIGGERED:
        return x < 0;
    case SCN_IS_RECORD:
    case SCN_IS_HIGHEST_SINCE:
    case SCN_COUNTERFACTUAL_HIGHER:
        return x > 1;
    case SCN_COUNTERFACTUAL_LOWER:
        return x < 1;
    case SCN_ABOVE_SEASONAL:
        return x > (isfinite(t->value) ? t->value : 1);
    case SCN_FADES:
        return x <= t->value + (isfinite(t->tolerance) ? t->tolerance : 0);
    default:
        return 0;
    }
}

static double over(double a, double b) { return b > 0 || b < 0 ? a / b : NAN; }

/* The value of months [at, at + length). */
static double stretch(const clm_facts *f, int at, int length) {
    double sum = 0;
    if (at < 0 || length < 1 || at + length > f->n)
        return NAN;
    for (int m = at; m < at + length; m++)
        sum += f->months[m];
    return f->adds ? sum : sum / length;
}

static double record(const clm_facts *f) {
    double most = NAN;
    for (int m = f->since; m + f->length <= f->at; m++) {
        double x = stretch(f, m, f->length);
        if (isfinite(x) && !(x <= most))
            most = x;
    }
    return over(stretch(f, f->at, f->length), most);
}

static double rank(const clm_facts *f) {
    double own = stretch(f, f->at, f->length);
    int more = 0, known = 0;
    for (int m = f->at % 12; m + f->length <= f->n; m += 12) {
        double x = stretch(f, m, f->length);
        if (m == f->at || m < f->since || !isfinite(x))
            continue;
        known++;
        more += x > own;
    }
    return isfinite(own) && known ? 1.0 + more : NAN;
}

static double seven_days(const clm_facts *f) {
    double most = NAN;
    for (int d = 0; d + 7 <= f->ndays; d++) {
        double sum = 0;
        for (int k = 0; k < 7; k++)
            sum += f->days[d + k];
        if (isfinite(sum) && !(sum / 7 <= most))
            most = sum / 7;
    }
    return most;
}

static double seasonal(const clm_facts *f) {
    double own = over(stretch(f, f->at, f->length), stretch(f, f->reference, f->length)), logs = 0;
    int years = 0, ahead = f->at - f->reference;
    for (int m = f->reference % 12; m >= 0 && m + ahead + f->length <= f->n; m += 12) {
        double x = over(stretch(f, m + ahead, f->length), stretch(f, m, f->length));
        if (m == f->reference || !(x > 0))
            continue;
        logs += log(x);
        years++;
    }
    return years ? own / exp(logs / years) : NAN;
}

/* The effect of month m is what the other run has less than this one, or more, whichever way it is in the period. */
static double months_to_half(const clm_test *t, const clm_facts *f) {
    double most = 0;
    int peak = -1;
    for (int m = f->at; f->other && m < f->at + f->length && m < f->n; m++)
        if (fabs(f->other[m] - f->months[m]) > fabs(most)) {
            most = f->other[m] - f->months[m];
            peak = m;
        }
    if (peak < 0)
        return NAN;
    for (int m = peak + 1; m < f->n; m++)
        if (!((f->other[m] - f->months[m]) / most > 0.5))
            return (double)(m - peak);
    /* more than half of it is left in the last month: it did not fade, if the run was long enough to see it */
    return f->n - 1 - peak >= t->value + (isfinite(t->tolerance) ? t->tolerance : 0) ? INFINITY : NAN;
}

static double triggered(const clm_facts *f) {
    if (!f->other || f->reference < 0 || f->at + f->length > f->n)
        return NAN;
    double first = f->other[f->reference], last = f->other[f->at + f->length - 1], change = f->now - f->before;
    return !isfinite(first) || !isfinite(last) ? NAN : last > first ? change : INFINITY; /* nothing to follow */
}

static double measured(const clm_test *t, const clm_facts *f) {
    switch (t->relation) {
    case SCN_RATIO_ABOVE:
    case SCN_RATIO_BELOW:
    case SCN_RATIO_ABOUT:
    case SCN_RATIO_BETWEEN:
        return over(f->now, f->before);
    case SCN_GROWTH_ABOUT:
        return over(f->now, f->before) - 1;
    case SCN_RISES:
    case SCN_FALLS:
        return f->now - f->before;
    case SCN_IS_RECORD:
    case SCN_IS_HIGHEST_SINCE:
        return record(f);
    case SCN_RANK_AT_MOST:
        return rank(f);
    case SCN_MAX_7DAY_MEAN_ABOVE:
        return seven_days(f);
    case SCN_ABOVE_SEASONAL:
        return seasonal(f);
    case SCN_COUNTERFACTUAL_HIGHER:
    case SCN_COUNTERFACTUAL_LOWER:
        return over(f->before, f->now);
    case SCN_ABS_BELOW:
        return fabs(over(f->before, f->now) - 1);
    case SCN_FADES:
        return months_to_half(t, f);
    case SCN_TRIGGERED:
        return triggered(f);
    case SCN_CANNOT_BE_JUDGED:
    case SCN_INPUT_EVENT:
        return NAN;
    default:
        return f->now;
    }
}

int clm_judge(const clm_test *t, const clm_facts *f, double *measure) {
    if (t->relation == SCN_INPUT_EVENT) { /* now: in the period; before: on the day before it */
        *measure = f->now;
        return isfinite(f->now) && isfinite(f->before) ? f->now < f->before || f->now > f->before : -1;
    }
    *measure = measured(t, f);
    return isnan(*measure) ? -1 : meets(t, *measure);
}

void clm_words(const clm_test *t, char *out, size_t size) {
    char name[40];
    snprintf(name, sizeof name, "%s", scn_relation_name(t->relation));
    for (char *p = name; *p; p++)
        *p = *p == '_' ? ' ' : *p;
    switch (t->relation) {
    case SCN_ABOUT:
    case SCN_RATIO_ABOUT:
    case SCN_GROWTH_ABOUT:
        snprintf(out, size, "%s %.10g +- %.10g", name, t->value, t->tolerance);
        return;
    case SCN_BETWEEN:
    case SCN_RATIO_BETWEEN:
        snprintf(out, size, "%s %.10g and %.10g", name, t->value, t->high);
        return;
    case SCN_FADES:
        snprintf(out, size, "fades to half within %g months", t->value + (isfinite(t->tolerance) ? t->tolerance : 0));
        return;
    default:
        if (isfinite(t->value))
            snprintf(out, size, "%s %.10g", name, t->value);
        else
            snprintf(out, size, "%s", name);
    }
}
