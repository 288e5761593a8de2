/* A scenario of four places in which one file is the fuzzer's. What opens must hold together, what does not must say
 * why. */
#ifndef VADO_TESTS_FUZZ_INPUT_H
#define VADO_TESTS_FUZZ_INPUT_H

#include "../small_scenario.h"

#include <stdint.h>
#include <stdlib.h>

static inline void fuzz_use(const scn_scenario *s) {
    double *values = malloc(((size_t)s->registry.total + 1) * sizeof *values);
    if (values == NULL)
        return;
    for (int i = 0; i < s->nlegs; i++)
        if (s->legs[i].from < 0 || s->legs[i].from >= s->nplaces || s->legs[i].to < 0 || s->legs[i].to >= s->nplaces)
            abort();
    for (int i = 0; i < s->ncrossings; i++)
        if (s->crossings[i].sector < 0 || s->crossings[i].sector >= s->nsectors)
            abort();
    for (int i = 0; i < s->ncut_days; i++) {
        scn_values_at(s, s->values, s->cut_days[i], 0, values);
        for (int p = 0; p < s->registry.count; p++)
            for (int k = 0; k < par_elements(&s->registry, p); k++) {
                double v = values[s->registry.offset[p] + k];
                if (!(v >= s->registry.decl[p]->low && v <= s->registry.decl[p]->high))
                    abort();
            }
    }
    for (int i = 0; i < s->nlatents; i++) {
        const scn_latent *l = &s->latents[i];
        double v = scn_latent_at(s, l->latent, l->where, l->who, month_start(l->month) + 14);
        if (!(v >= -700 && v <= 700))
            abort();
    }
    free(values);
}

/* What came of opening: what stands is used, what does not must say why; both are freed. */
static inline void fuzz_opened(int status, scn_scenario *s, rep_report *rep) {
    if ((status != 0) != (rep->errors > 0))
        abort();
    if (status == 0)
        fuzz_use(s);
    for (int i = 0; i < rep->count; i++)
        free(rep_line(&rep->entries[i]));
    scn_scenario_free(s);
    rep_free(rep);
}

static inline int fuzz_file(const char *name, const uint8_t *data, size_t size) {
    scn_folder folder;
    scn_scenario s;
    rep_report rep;
    scn_options options = small_options();
    static const char *const policies[] = {"policies/more.csv"};
    if (strncmp(name, "policies/", 9) == 0) {
        options.npolicies = 1;
        options.policies = policies;
    }
    rep_init(&rep);
    if (small_folder(&folder, name, (const char *)data, size) != 0) {
        scn_folder_free(&folder);
        return 0;
    }
    int status = scn_scenario_open_folder(&s, &folder, &options, &rep);
    fuzz_opened(status, &s, &rep);
    return 0;
}

#endif
