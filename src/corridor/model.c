/* From a checked scenario to a model: the network made ready, every system's stocks, flows and parameters declared.
 *
 * 1. Index the network (network.c).
 * 2. Let every system declare its stocks, fields and auxiliaries, then its flows and serves (systems.c).
 * 3. Freeze; read the latents.
 */
#include "corridor/institutions.h"
#include "corridor/internal.h"
#include "corridor/latents.h"
#include "corridor/statistics.h"
#include "text/array.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int cor_name(char *out, size_t size, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int n = vsnprintf(out, size, format, args);
    va_end(args);
    return n < 0 || (size_t)n >= size ? -1 : 0;
}

/* ---- opening and closing ---- */

static void model_close(mdl_model *m) {
    if (!m)
        return;
    for (int i = 0; m->places && i < m->s->nplaces; i++)
        free(m->places[i].roads);
    for (int i = 0; i < m->nkept; i++)
        free(m->kept[i]);
    free(m->kept);
    free(m->exposed.of);
    free(m->counts.of);
    free(m->aux);
    free(m->series);
    free(m->shown);
    cor_latents_free(&m->latents);
    eng_model_free(m->e);
    free(m);
}

static void *keep(mdl_model *m, void *array) {
    void **more = arr_more(m->kept, m->nkept, sizeof *more);
    if (more)
        m->kept = more;
    if (!array || !more) {
        free(array);
        return NULL;
    }
    return m->kept[m->nkept++] = array;
}

void *cor_room(mdl_model *m, int n, size_t each) { return keep(m, calloc((size_t)n + 1, each)); }

int *cor_ids(mdl_model *m, int n) {
    int *ids = cor_room(m, n, sizeof *ids);
    for (int i = 0; ids && i < n; i++)
        ids[i] = -1;
    return ids;
}

void cor_need_room(mdl_model *m, int numbers) { m->room = numbers > m->room ? numbers : m->room; }

double *cor_numbers(mdl_model *m, int n) { return cor_room(m, n, sizeof(double)); }

static int declare_classes(mdl_model *m) {
    m->nn = m->s->nnationalities;
    m->nd = m->nn * DEMO_COUNT;
    m->nda = m->nd * COR_ATTEMPTS;
    if (!(m->e = eng_model_new()))
        return ENG_ERR_MEMORY;
    m->dim_n = eng_dimension(m->e, "nationality", m->nn);
    m->dim_d = eng_dimension(m->e, "demographic", DEMO_COUNT);
    m->dim_a = eng_dimension(m->e, "attempt", COR_ATTEMPTS);
    int dims[3] = {m->dim_n, m->dim_d, m->dim_a};
    m->N = eng_shape(m->e, 1, dims);
    m->ND = eng_shape(m->e, 2, dims);
    m->NDA = eng_shape(m->e, 3, dims);
    return m->NDA < 0 ? m->NDA : ENG_OK;
}

/* The day's tables have room for so many. */
static int too_many(rep_report *rep, const char *file, int found, int most) {
    if (found <= most)
        return 0;
    rep_add(rep, REP_ERROR, file, 0, 0, "too many rows", "join rows, or raise the limit in src/corridor/internal.h",
            "at most %d", most);
    return 1;
}

static int model_open(const scn_scenario *s, mdl_model **out, rep_report *rep) {
    int status = ENG_ERR_MEMORY;
    mdl_model *m = calloc(1, sizeof *m);
    *out = NULL;
    if (!m)
        goto out;
    m->s = s;
    if (too_many(rep, "legs.csv", s->nlegs, COR_MAX_LEGS) ||
        too_many(rep, "sectors.csv", s->nsectors, COR_MAX_SECTORS) ||
        too_many(rep, "nationalities.csv", s->nblocs, COR_MAX_BLOCS) ||
        too_many(rep, "places.csv", m->s->nregions, 64) || too_many(rep, "ports.csv", s->nports, COR_MAX_PORTS)) {
        status = ENG_ERR_DECLARE;
        goto out;
    }
    if (s->nnationalities > COR_MAX_ND / DEMO_COUNT) {
        rep_add(rep, REP_ERROR, "nationalities.csv", 0, 0, "too many rows", "join small groups under Other",
                "at most %d", COR_MAX_ND / DEMO_COUNT);
        status = ENG_ERR_DECLARE;
        goto out;
    }
    int errors = rep->errors;
    cor_check_institutions(s, rep);
    cor_check_words(s, rep);
    if (rep->errors > errors) {
        status = ENG_ERR_DECLARE;
        goto out;
    }
    if ((status = cor_settle_institutions(m)) || (status = cor_make_network(m)) || (status = declare_classes(m)) ||
        (status = cor_declare_systems(m)) || (status = cor_latents_init(&m->latents, m)))
        goto out;
    *out = m;
    m = NULL;
out:
    if (status && m && rep->errors == 0)
        rep_add(rep, REP_ERROR, s->folder.path, 0, 0, m->e ? eng_model_error(m->e) : "the network", NULL,
                "a scenario that the corridor model can be made of (status %d)", status);
    model_close(m);
    return status;
}

static int model_series(const mdl_model *m, const mdl_series **out) {
    *out = m->shown;
    return m->nseries;
}

static int record_width(const mdl_model *m) { return m->width; }

static const eng_model *engine(const mdl_model *m) { return m->e; }

const mdl_kind *cor_kind(void) {
    static const mdl_kind kind = {
        .name = "corridor",
        .declarations = cor_declarations,
        .open = model_open,
        .close = model_close,
        .series = model_series,
        .record_width = record_width,
        .engine = engine,
        .parts = cor_parts,
        .home = cor_home,
        .first_to_judge = cor_first_to_judge,
        .acts = cor_acts,
        .shown = cor_shown,
        .member_open = cor_member_open,
        .member_close = cor_member_close,
        .member_day = cor_member_day,
        .member_step = cor_member_step,
        .member_error = cor_member_error,
        .member_ask = cor_member_ask,
        .member_world = cor_member_world,
        .member_parameters = cor_member_parameters,
        .level_months = cor_level_months,
        .level_aim = cor_level_aim,
        .level = cor_level,
    };
    return &kind;
}
