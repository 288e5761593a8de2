/* Repatriation from Mexico (S09): four quantities meet, and nothing compares limit and notice.
 *
 * A flight is reached by those for whom  identification + notice + wait for a seat  <  release.
 *   identification and request: exponential, mean I hours;  notice: fixed hours, by country;
 *   wait for a seat: exponential, mean S hours;  release: the legal limit for the share who are released on time, and
 * the limit plus an exponential of mean E hours for those who are held longer or sign an assisted return. With T =
 * limit - notice, a = 1/I, b = 1/S, e = 1/E: on time:  F(T) = 1 - (a exp(-b T) - b exp(-a T)) / (a - b) for T > 0, else
 * 0; held on:  the mean of F(T + X) over X exponential (1/e), which for T < 0 is exp(e T) times its value at 0. With
 * the sharp limit below the notice and full compliance the share is exactly 0.
 */
#include "corridor/internal.h"

#define SYS SYS_REPATRIATION

enum { P_LIMIT, P_NOTICE, P_IDENTIFY, P_SEAT, P_COMPLY, P_EXTRA, P_SEATS, P_BUDGET };

static const par_decl PARAMETERS[] = {
    {"mexico.stations.detention_limit_hours", "hours", 360, 1, 2160, PRIOR_NONE, 0, 0, WHERE_NONE, WHO_NONE, PAR_POLICY,
     CONF_SOURCE, "Legal limit of detention",
     "15 working days by law before; SCJN 2023-03-15, amparo en revision 388/2022: 36 hours"},
    {"mexico.repatriation.notice_hours", "hours", 72, 0, 720, PRIOR_NONE, 0, 0, WHERE_NONE, WHO_NATIONALITY,
     PAR_STRUCTURE, CONF_SOURCE, "Notice a country wants before it accepts a flight",
     "mission, S09: many want at least 72 hours; some standing agreements"},
    {"mexico.repatriation.identify_hours", "hours", 12, 0.5, 240, PRIOR_LOGNORMAL, 0.6, 1.7, WHERE_NONE, WHO_NONE,
     PAR_STRUCTURE, CONF_JUDGEMENT, "Mean time to identify a person and request acceptance", "our judgement"},
    {"mexico.repatriation.seat_wait_hours", "hours", 24, 0.5, 720, PRIOR_LOGNORMAL, 0.6, 1.7, WHERE_NONE, WHO_NONE,
     PAR_STRUCTURE, CONF_JUDGEMENT, "Mean time to the next flight with a seat", "our judgement"},
    {"mexico.repatriation.compliance", "share", 0.7, 0, 1, PRIOR_UNIFORM, -0.2, 0.2, WHERE_NONE, WHO_NONE,
     PAR_BEHAVIOUR, CONF_JUDGEMENT,
     "Share released when the limit is reached; others are held longer or sign an assisted return", "our judgement"},
    {"mexico.repatriation.held_on_hours", "hours", 72, 1, 720, PRIOR_LOGNORMAL, 0.5, 2, WHERE_NONE, WHO_NONE,
     PAR_BEHAVIOUR, CONF_JUDGEMENT, "Mean time beyond the limit for the others", "our judgement"},
    {"mexico.repatriation.seats_per_day", "people/day", 90, 0, 5000, PRIOR_LOGNORMAL, 0.6, 1.7, WHERE_NONE, WHO_NONE,
     PAR_POLICY, CONF_JUDGEMENT, "Seats on Mexican flights home",
     "our judgement: about 20 flights of 135 seats a month"},
    {"mexico.repatriation.budget_factor", "share", 1, 0, 3, PRIOR_NONE, 0, 0, WHERE_NONE, WHO_NONE, PAR_POLICY,
     CONF_SOURCE, "Money for returns, against an ordinary month",
     "AP: payments stopped in November, returns ended by memo of 2023-12-01"},
    {.path = NULL}};

double cor_flight_before_release(double identify_mean, double notice, double seat_wait, double limit, double compliance,
                                 double held_on) {
    double a = 1 / identify_mean, b = 1 / seat_wait, e = 1 / held_on, t = limit - notice;
    if (a - b < 1e-6 * a && b - a < 1e-6 * a)
        b *= 1.0000001; /* the formula's limit where both means are equal */
    double from = t > 0 ? t : 0;
    double on_time = t > 0 ? 1 - (a * det_exp(-b * t) - b * det_exp(-a * t)) / (a - b) : 0;
    double held = 1 - a / (a - b) * det_exp(-b * from) * e / (e + b) + b / (a - b) * det_exp(-a * from) * e / (e + a);
    if (t < 0)
        held *= det_exp(e * t);
    return cor_clamp(compliance * on_time + (1 - compliance) * held, 0, 1);
}

double cor_flight_chance(const mdl_member *p, int n) {
    return cor_flight_before_release(cor_par(p, SYS, P_IDENTIFY, 0), cor_par(p, SYS, P_NOTICE, n),
                                     cor_par(p, SYS, P_SEAT, 0), cor_par(p, SYS, P_LIMIT, 0),
                                     cor_par(p, SYS, P_COMPLY, 0), cor_par(p, SYS, P_EXTRA, 0));
}

double cor_return_budget(const mdl_member *p) { return cor_par(p, SYS, P_BUDGET, 0); }

double cor_seats_per_day(const mdl_member *p) { return cor_par(p, SYS, P_SEATS, 0) * cor_par(p, SYS, P_BUDGET, 0); }

const cor_system cor_repatriation = {.name = "repatriation", .part = "S09", .parameters = PARAMETERS};
