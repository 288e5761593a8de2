/* See model.h: which series stands where. */
#include "scenario/model.h"

#include <string.h>

const mdl_shown mdl_plain = {.heading = NULL};

int mdl_main(int n, const mdl_series *list) {
    for (int i = 0; i < n; i++)
        if (list[i].shown->main)
            return i;
    return -1;
}

int mdl_next(int n, const mdl_series *list, int after) {
    int next = -1, above = after < 0 ? 0 : list[after].shown->order;
    for (int i = 0; i < n; i++) {
        int order = list[i].shown->order;
        if ((order > above || (order > 0 && order == above && i > after)) &&
            (next < 0 || order < list[next].shown->order))
            next = i;
    }
    return next;
}

/* By kind: standard deviation of the log of what was rounded or reckoned. */
static const struct {
    const char *kind;
    double sd;
} rounding[] = {{"reported", 0}, {"rounded", 0.05}, {"derived", 0.1}, {"preliminary", 0.05}};
static const double of_other_kinds = 0.1, of_a_share = 0.1, of_a_stock = 0.01;

double mdl_figure_noise(const mdl_series *of, const scn_observed *figure) {
    double sd = of_other_kinds;
    for (size_t i = 0; i < sizeof rounding / sizeof rounding[0]; i++)
        if (strcmp(rounding[i].kind, figure->kind) == 0)
            sd = rounding[i].sd;
    return sd * sd + (of->sum == SERIES_RATIO ? of_a_share * of_a_share
                      : of->sum == SERIES_SUM ? 1 / (figure->value + 0.5)
                                              : of_a_stock * of_a_stock);
}
