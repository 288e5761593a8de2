/* Before day 0: whether as many people live where people are displaced as the input displaces there.
 *
 * 1. By data: the day's people are shared out by weight, in the mean. Where none is left, Flee's run ends: that is an
 *    error if it is certain (a single place displaces people), else a warning. `sane` displaces only who is there.
 * 2. By conflict or flood: a place's own numbers are added up and held against who lives there.
 * The days of the engine never appear: a day is one of the run, with its date.
 */
#include "flee/internal.h"

#include "text/say.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const mdl_model *m;
    const fle_input *in;
    rep_report *rep;
    fle_scene scene;
    double *pop, *gone; /* [places] population as the rules see it; people displaced until now */
    int *said;          /* [places] */
    double *here;       /* [places] scratch */
    double born;        /* of all days until now */
} walk;

static txt_shown day_words(const fle_input *in, int day) {
    char date[11];
    day_format(in->start + day, date);
    return txt_say("day %d (%s)", day, date);
}

static void say(const walk *k, rep_level level, const char *file, txt_pos at, const char *found, const char *todo,
                const char *expected) {
    char *label = txt_join(k->in->input_label, "/", file);
    rep_add(k->rep, level, label ? label : file, at.line, at.column, found, todo, "%s", expected);
    free(label);
}

/* More than live there have gone: once a place. */
static void check_gone(walk *k, int place, int day) {
    const fle_place *p = &k->in->places[place];
    if (k->said[place] || !(k->gone[place] > p->pop + 0.5))
        return;
    k->said[place] = 1;
    int takes = fle_on(k->in, SPAWN_take_from_population);
    say(k, REP_WARNING, "locations.csv", p->at,
        txt_say("%.50s: %.0f people have left by %s", p->name, k->gone[place], day_words(k->in, day).text).text,
        k->in->sane && takes ? "no more leave than live there"
        : takes              ? "Flee goes on, and so it is here; " SAY_SANE " holds them to those who live there"
                             : "Flee goes on, and so it is here; take_from_population: True with " SAY_SANE
                  " holds them to those who "
                  "live there",
        txt_say("at most the %.0f who live there%s", p->pop,
                fle_set(k->in, FAST_hasten) > 1 ? " (divided by hasten)" : "")
            .text);
}

static void leave(walk *k, int place, double people, int day) {
    k->gone[place] += people;
    if (fle_on(k->in, SPAWN_take_from_population))
        k->pop[place] = people < k->pop[place] ? k->pop[place] - people : 0;
    check_gone(k, place, day);
}

/* Nobody is left to be displaced by the data. Returns whether the walk is over. */
static int nobody_left(walk *k, int day, double born, int ever, int last) {
    const fle_input *in = k->in;
    txt_shown when = day_words(in, day);
    if (!ever) {
        say(k, REP_ERROR, "conflicts.csv", (txt_pos){0, 0}, txt_say("no conflict on %s", when.text).text,
            "start a conflict earlier, or give its place a population in locations.csv",
            txt_say("a place in conflict that has people: the data displace %.0f that day", born).text);
        return 1;
    }
    if (in->sane) /* said place by place */
        return 1;
    txt_pos at = ever == 1 ? in->places[last].at : (txt_pos){0, 0};
    say(k, ever == 1 ? REP_ERROR : REP_WARNING, "locations.csv", at,
        txt_say("nobody left to be displaced on %s: all who live in conflict zones have left", when.text).text,
        txt_say("Flee's run ends there: run %d days with " SAY_DAYS ", correct the populations, or take " SAY_SANE, day)
            .text,
        txt_say("people in a place in conflict: the data displace %.0f that day and %.0f before it", born, k->born)
            .text);
    return 1;
}

static void by_data(walk *k) {
    const fle_input *in = k->in;
    int ever = 0, last = -1;
    for (int day = 0; day < in->days; day++) {
        double total = 0, first = 0, born = k->m->course.born[day];
        fle_scene_to(in, &k->scene, day);
        for (int i = 0; i < in->nplaces; i++) {
            double weight = in->places[i].pop * k->scene.displaces[i];
            total += k->pop[i] * k->scene.displaces[i];
            first += weight;
            if (weight > 0 && last != i) {
                ever = last >= 0 && ever ? 2 : 1;
                last = i;
            }
        }
        if (!(born > 0))
            continue;
        if (!(total > 0) && nobody_left(k, day, born, first > 0 ? ever : 0, last))
            return;
        for (int i = 0; i < in->nplaces; i++)
            k->here[i] = born * k->pop[i] * k->scene.displaces[i] / total;
        for (int i = 0; i < in->nplaces; i++)
            if (k->here[i] > 0)
                leave(k, i, k->here[i], day);
        k->born += born;
    }
}

static void by_place(walk *k) {
    const fle_input *in = k->in;
    for (int day = 0; day < in->days; day++) {
        fle_scene_to(in, &k->scene, day);
        for (int i = 0; i < in->nplaces; i++) {
            double n = fle_own_number(in, &k->scene, i, k->pop[i]);
            k->born += n;
            if (n > 0)
                leave(k, i, n, day);
        }
    }
}

void fle_check_displaced(mdl_model *m, rep_report *rep) {
    const fle_input *in = m->in;
    size_t n = (size_t)in->nplaces + 1;
    walk k = {.m = m, .in = in, .rep = rep};
    k.pop = calloc(n, sizeof *k.pop);
    k.gone = calloc(n, sizeof *k.gone);
    k.here = calloc(n, sizeof *k.here);
    k.said = calloc(n, sizeof *k.said);
    if (k.pop && k.gone && k.here && k.said && fle_scene_make(in, &k.scene) == 0) {
        double first = 0;
        for (int i = 0; i < in->nplaces; i++) {
            k.pop[i] = in->places[i].pop;
            first += fle_first_people(m, i);
        }
        if (in->settings.spawn == SPAWN_BY_DATA)
            by_data(&k);
        else
            by_place(&k);
        if (!(first + k.born > 0))
            m->no_score = m->no_score ? m->no_score : fle_nobody;
    }
    if (in->validation_label && m->no_score) {
        char *label = txt_join(in->validation_label, "/", "data_layout.csv");
        rep_add(rep, REP_WARNING, label ? label : "data_layout.csv", 0, 0, m->no_score,
                "no difference to the data (ARD) is said; correct the dates, the data, or hasten",
                "data and simulated people to compare");
        free(label);
    }
    fle_scene_free(&k.scene);
    free(k.pop);
    free(k.gone);
    free(k.here);
    free(k.said);
}
