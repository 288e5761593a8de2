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
