/* Which days of a run the data speak of, and whether a run can be held against them at all.
 *
 * Before the first figure of a camp and after its last Flee goes on with the same number, without a word. It does so
 * here too, but says it. Where no camp has a figure that bears on the run, or nobody is in the data, or nobody in the
 * simulation, a difference of 0 would be said of nothing: there is none then.
 */
#include "flee/internal.h"

#include <limits.h>
#include <string.h>

enum { BEFORE = 1, INSIDE = 2, AFTER = 4 }; /* where figures lie */

/* Where the figures of a source lie, and its first and last row by date. */
static int figures(const fle_input *in, const fle_source *s, int *first, int *last) {
    int where = 0;
    *first = *last = 0;
    for (int i = 0; i < s->n; i++) {
        where |= s->day[i] < 0 ? BEFORE : s->day[i] < in->days ? INSIDE : AFTER;
        if (s->day[i] < s->day[*first])
            *first = i;
        if (s->day[i] >= s->day[*last])
            *last = i;
    }
    return where;
}

static txt_shown date_of(const fle_input *in, int day) {
    char text[11];
    day_format(in->start + day, text);
    return txt_say("%s", text);
}

static void say(const fle_input *in, const fle_source *s, const char *label, rep_report *rep, const char *found,
                const char *happens) {
    rep_add(rep, REP_WARNING, label, s->at.line, s->at.column, txt_say("%.50s: %s", s->name, found).text,
            txt_say("%s, in Flee as here", happens).text, "figures from %s to %s, the days of the run",
            date_of(in, 0).text, date_of(in, in->days - 1).text);
}

static void check_source(const fle_input *in, const fle_source *s, const char *label, rep_report *rep) {
    int first, last, where = figures(in, s, &first, &last);
    if (s->n == 0)
        return;
    const double hasten = fle_set(in, FAST_hasten);
    txt_shown from = date_of(in, s->day[first]), until = date_of(in, s->day[last]);
    double start = s->people[first] * hasten, end = s->people[last] * hasten;
    if (where == BEFORE || where == AFTER)
        say(in, s, label, rep, txt_say("no figure inside the run, all from %s to %s", from.text, until.text).text,
            txt_say("%.0f stands for every day", where == BEFORE ? end : start).text);
    else if (where == (BEFORE | AFTER))
        say(in, s, label, rep, "no figure inside the run", "its days lie between two figures, by a straight line");
    else {
        if (s->day[first] > 0)
            say(in, s, label, rep, txt_say("no figure before %s (day %d)", from.text, s->day[first]).text,
                txt_say("its first one, %.0f, stands from day 0 on", start).text);
        if (s->day[last] < in->days - 1)
            say(in, s, label, rep, txt_say("no figure after %s (day %d)", until.text, s->day[last]).text,
                txt_say("its last one, %.0f, stands to the end", end).text);
    }
}

void fle_check_cover(const fle_input *in, const char *label, rep_report *rep) {
    int by_data = in->settings.spawn == SPAWN_BY_DATA, camps = fle_on(in, SPAWN_sum_from_camps);
    for (int i = 0; in->days > 0 && i < in->nsources; i++) {
        const fle_source *s = &in->sources[i];
        int compared = s->place >= 0 && in->places[s->place].output;
        int displaces = by_data && (camps ? i != in->total : i == in->named_total);
        if (s->first == i && (compared || displaces))
            check_source(in, s, label, rep);
    }
}

const char *fle_no_data(const fle_input *in) {
    int inside = 0, people = 0;
    if (!in->has_source)
        return "there are no data to compare with";
    if (in->ncamps == 0)
        return "there is no camp to compare";
    for (int c = 0; c < in->ncamps; c++) {
        int source = in->source_of[in->camps[c]], first, last;
        if (source < 0)
            continue;
        int where = figures(in, &in->sources[source], &first, &last);
        inside |= where != 0 && where != BEFORE && where != AFTER;
        for (int day = 0; day < in->days && !people; day++)
            people = fabs(fle_source_value(in, source, day)) > 0;
    }
    if (!inside)
        return "no camp has a figure on a day of the run";
    if (!people)
        return "the data hold nobody on any day";
    return NULL;
}
