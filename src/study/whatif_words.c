/* Sentences of a what-if, by thresholds. See whatif.h.
 *
 * 1. A change below half a percent of what was there is "about the same"; where the interval of the members lies on
 *    both sides of zero, nobody can say which way, and the sentence says that.
 * 2. A change smaller than the chance of a rerun (lay_chance) is said to be that: without a sign and a percentage.
 * 3. Nothing here calls a change good or bad.
 */
#include "study/whatif.h"

#include "scenario/scenario.h"
#include "text/html.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double same_share = 0.005;  /* of what was there */
static const double effect_share = 0.02; /* a month that differs by less has no effect to speak of */

whf_direction whf_direction_of(const whf_measure *m) {
    double most = fabs(m->a) > fabs(m->b) ? fabs(m->a) : fabs(m->b);
    if (!m->known || !(most > 0))
        return WHF_NOTHING;
    if (fabs(m->mean) < same_share * most)
        return WHF_SAME;
    if (m->members > 1 && m->low < 0 && m->high > 0)
        return WHF_UNSURE;
    if (fabs(m->mean) < m->chance)
        return WHF_CHANCE;
    return m->mean < 0 ? WHF_LESS : WHF_MORE;
}

static void interval(const whf_measure *m, int sign, char *out, size_t size) {
    char low[HTML_NUMBER], high[HTML_NUMBER];
    out[0] = '\0';
    if (m->members > 1)
        snprintf(out, size, " (%s to %s)", html_rounded(sign < 0 ? -m->high : m->low, low),
                 html_rounded(sign < 0 ? -m->low : m->high, high));
}

static int counted(const char *unit) {
    static const char *const units[] = {"people", "events", "person-days", "cases", "shelters"};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(unit, units[i]) == 0)
            return 1;
    return 0;
}

const char *whf_sentence(const char *what, const char *unit, const whf_measure *m, char out[WHF_SENTENCE]) {
    char size[HTML_NUMBER], base[HTML_NUMBER], range[2 * HTML_NUMBER + 16], share[32] = "";
    whf_direction way = whf_direction_of(m);
    if (m->known)
        html_rounded(m->a, base);
    switch (way) {
    case WHF_NOTHING:
        snprintf(out, WHF_SENTENCE, "%s: %s.", what, m->known ? "none, with it and without" : "not in these runs");
        break;
    case WHF_SAME:
        snprintf(out, WHF_SENTENCE, "%s: about the same, %s.", what, base);
        break;
    case WHF_UNSURE:
        interval(m, 1, range, sizeof range);
        snprintf(out, WHF_SENTENCE, "%s: members disagree whether more or fewer; the change lies at%s beside %s.", what,
                 range, base);
        break;
    case WHF_CHANCE:
        snprintf(out, WHF_SENTENCE, "%s: no difference that a rerun could not make by chance: %s beside %s.", what,
                 html_rounded(m->b, size), base);
        break;
    case WHF_LESS:
    case WHF_MORE:
        interval(m, way == WHF_LESS ? -1 : 1, range, sizeof range);
        if (m->a > 0 && m->b / m->a < 3)
            snprintf(share, sizeof share, ", %.*f%%", fabs(m->b / m->a - 1) < 0.095 ? 1 : 0,
                     100 * fabs(m->b / m->a - 1));
        else if (m->a > 0)
            snprintf(share, sizeof share, ", %.1f times as many", m->b / m->a);
        snprintf(out, WHF_SENTENCE, "%s: %s %s%s%s, beside %s.", what, html_rounded(fabs(m->mean), size),
                 way == WHF_MORE ? "more"
                 : counted(unit) ? "fewer"
                                 : "less",
                 range, share, base);
        break;
    }
    return out;
}

whf_shift whf_shift_of(const double *difference, int n) {
    whf_shift s = {0, 0};
    for (int i = 0; i < n; i++)
        if (difference[i] < 0)
            s.lost -= difference[i];
        else
            s.gained += difference[i];
    return s;
}

int whf_half_life(const double *effect, int months, int *peak) {
    double most = 0;
    *peak = 0;
    for (int i = 0; i < months; i++)
        if (fabs(effect[i]) > most) {
            most = fabs(effect[i]);
            *peak = i;
        }
    if (!(most >= effect_share))
        return -2;
    int last = *peak; /* the last month in which more than half is there, on the side of the peak */
    for (int i = *peak; i < months; i++)
        if (effect[i] / effect[*peak] > 0.5)
            last = i;
    return last == months - 1 ? -1 : last + 1 - *peak;
}

const char *whf_lasting(const double *effect, int months, int first_month, char out[WHF_SENTENCE]) {
    int peak, half = whf_half_life(effect, months, &peak);
    char when[8];
    month_format(first_month + peak, when);
    if (half == -2) {
        snprintf(out, WHF_SENTENCE, "How long: in no month do encounters differ by as much as 2%%.");
        return out;
    }
    int n = snprintf(out, WHF_SENTENCE, "How long: encounters differ most in %s (%+.0f%%)", when, 100 * effect[peak]);
    if (half == -1)
        snprintf(out + n, (size_t)(WHF_SENTENCE - n), "; more than half of that is still there when the run ends%s.",
                 peak == months - 1 ? ", in that same month" : "");
    else
        snprintf(out + n, (size_t)(WHF_SENTENCE - n), "; half of it is gone after %d month%s.", half,
                 half == 1 ? "" : "s");
    return out;
}
