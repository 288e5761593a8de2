/* See model.h: which series stands where. */
#include "scenario/model.h"

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
static const double rounding[SCN_KINDS] = {0, 0.05, 0.1, 0.05, 0.1};
static const double of_a_share = 0.1, of_a_stock = 0.01;

double mdl_figure_noise(const mdl_series *of, const scn_observed *figure) {
    double sd = rounding[scn_kind_rank(figure->kind)];
    return sd * sd + (of->sum == SERIES_RATIO ? of_a_share * of_a_share
                      : of->sum == SERIES_SUM ? 1 / (figure->value + 0.5)
                                              : of_a_stock * of_a_stock);
}
