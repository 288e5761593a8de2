/* What people are, as far as a rule asks: classes of people who choose alike.
 *
 * Age and gender come down to one of three ways of feeling an attraction (as it is, squared, or all alike); ethnicity
 * and religion stay as they are. Attributes are drawn independently of each other, so the share of a class is a
 * product.
 */
#include "flee/internal.h"

#include <stdlib.h>
#include <string.h>

static const fle_attribute *attribute(const fle_input *in, const char *name) {
    for (int i = 0; i < in->nattributes; i++)
        if (strcmp(in->attributes[i].name, name) == 0)
            return &in->attributes[i];
    return NULL;
}

static fle_type type_of(const fle_input *in, double age, const char *gender) {
    int squared = 0, flat = 0;
    if (fle_on(in, MOVE_ChildrenAvoidHazards)) {
        squared = age < 19;
        /* Flee's boys have no upper age; `sane` takes them to be below 19 */
        flat = fle_on(in, MOVE_BoysTakeRisk) && strcmp(gender, "male") == 0 && age > 14 && (!in->sane || age < 19);
    }
    if (fle_on(in, MOVE_ElderlyAvoidHazards) && age > 59)
        squared = 1;
    if (fle_on(in, MOVE_WomenAvoidHazards) && strcmp(gender, "female") == 0)
        squared = 1;
    return flat ? TYPE_FLAT : squared ? TYPE_SQUARE : TYPE_PLAIN;
}

static double share(const fle_attribute *a, int place, int value) {
    const double *w = a->weights + (size_t)(place + 1) * (size_t)a->n;
    double sum = 0;
    for (int i = 0; i < a->n; i++)
        sum += w[i];
    return w[value] / sum;
}

/* Shares of the three types among those displaced at a place. */
static void type_shares(const fle_input *in, int place, double out[3]) {
    const fle_attribute *age = attribute(in, "age"), *gender = attribute(in, "gender");
    out[0] = out[1] = out[2] = 0;
    for (int i = 0; i < (age ? age->n : 1); i++)
        for (int k = 0; k < (gender ? gender->n : 1); k++) {
            double years = 30;
            if (age)
                (void)txt_number_parse(age->values[i], &years);
            out[type_of(in, years, gender ? gender->values[k] : "")] +=
                (age ? share(age, place, i) : 1) * (gender ? share(gender, place, k) : 1);
        }
}

int fle_classes_make(const fle_input *in, fle_classes *c) {
    const fle_attribute *ethnicity = attribute(in, "ethnicity"), *religion = attribute(in, "religion");
    int types = attribute(in, "age") || attribute(in, "gender") ? 3 : 1;
    int ne = ethnicity ? ethnicity->n : 1, nr = religion ? religion->n : 1;
    int homes = in->sane && fle_on(in, MOVE_stay_close_to_home) ? in->nplaces : 1, kinds = types * ne * nr;
    memset(c, 0, sizeof *c);
    c->n = homes * kinds;
    c->nethnicities = ethnicity ? ne : 0;
    c->nreligions = religion ? nr : 0;
    c->type = calloc((size_t)c->n, sizeof *c->type);
    c->ethnicity = calloc((size_t)c->n, sizeof *c->ethnicity);
    c->religion = calloc((size_t)c->n, sizeof *c->religion);
    c->home = calloc((size_t)c->n, sizeof *c->home);
    c->shares = calloc((size_t)c->n * (size_t)in->nplaces + 1, sizeof *c->shares);
    if (!c->type || !c->ethnicity || !c->religion || !c->home || !c->shares)
        return -1;
    for (int i = 0; i < c->n; i++) {
        c->type[i] = (fle_type)(i % kinds / (ne * nr));
        c->home[i] = homes > 1 ? i / kinds : -1;
        c->ethnicity[i] = ethnicity ? i / nr % ne : -1;
        c->religion[i] = religion ? i % nr : -1;
    }
    for (int p = 0; p < in->nplaces; p++) {
        double of_type[3] = {1, 0, 0};
        if (types > 1)
            type_shares(in, p, of_type);
        for (int i = 0; i < c->n; i++)
            c->shares[(size_t)p * (size_t)c->n + (size_t)i] = (c->home[i] < 0 || c->home[i] == p) *
                                                              of_type[c->type[i]] *
                                                              (ethnicity ? share(ethnicity, p, c->ethnicity[i]) : 1) *
                                                              (religion ? share(religion, p, c->religion[i]) : 1);
    }
    return 0;
}

void fle_classes_free(fle_classes *c) {
    free(c->type);
    free(c->ethnicity);
    free(c->religion);
    free(c->home);
    free(c->shares);
    memset(c, 0, sizeof *c);
}
