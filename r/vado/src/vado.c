/* What R/vado.R calls, over vado.h. Each function takes a context of its own and frees it before R hears of an error: R
 * leaves a function by a jump, so nothing that must be freed is held while R may allocate, but what hangs on a
 * finalizer.
 */
#include <R.h>
#include <R_ext/Rdynload.h>
#include <Rinternals.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vado.h>

/* ---- what must be freed: on a pointer of R's, so that it is, whatever R does ---- */

typedef struct {
    vado *v;
    vado_store *store;
    vado_numbers *numbers;
    char *text;
    size_t length;
} held;

static void let_go(SEXP p) {
    held *h = R_ExternalPtrAddr(p);
    if (!h)
        return;
    vado_numbers_free(&h->numbers);
    vado_store_close(&h->store);
    vado_free(h->v);
    free(h->text);
    free(h);
    R_ClearExternalPtr(p);
}

/* To be protected, and let go at the end. */
static SEXP hold(held **out) {
    SEXP p = PROTECT(R_MakeExternalPtr(NULL, R_NilValue, R_NilValue));
    R_RegisterCFinalizer(p, let_go);
    held *h = calloc(1, sizeof *h);
    if (h && (h->v = vado_new()))
        R_SetExternalPtrAddr(p, h);
    else {
        free(h);
        Rf_error("out of memory");
    }
    *out = h;
    UNPROTECT(1);
    return p;
}

/* Ends with the library's words if a call has failed. */
static void must(SEXP p, int status) {
    held *h = R_ExternalPtrAddr(p);
    char words[4000];
    size_t n = 0;
    if (status == 0)
        return;
    snprintf(words, sizeof words, "%s", vado_strerror(status));
    for (int i = 0; i < vado_message_count(h->v) && n < sizeof words; i++)
        n += (size_t)snprintf(words + n, sizeof words - n, "%s%s", i ? "\n" : "", vado_message(h->v, i));
    let_go(p);
    Rf_error("%s", words);
}

static int take(void *user, const char *text, size_t n) {
    held *h = user;
    char *grown = realloc(h->text, h->length + n + 1);
    if (!grown)
        return -1;
    memcpy(grown + h->length, text, n);
    h->text = grown;
    h->length += n;
    grown[h->length] = '\0';
    return 0;
}

static SEXP text_of(SEXP p) {
    held *h = R_ExternalPtrAddr(p);
    SEXP out = PROTECT(Rf_ScalarString(Rf_mkCharCE(h->text ? h->text : "", CE_UTF8)));
    let_go(p);
    UNPROTECT(1);
    return out;
}

static const char *word(SEXP text) { return Rf_isNull(text) ? NULL : CHAR(Rf_asChar(text)); }

static const char **words_of(SEXP texts) { /* R's, until the call ends */
    int n = Rf_length(texts);
    const char **list = (const char **)R_alloc((size_t)n + 1, sizeof *list);
    for (int i = 0; i < n; i++)
        list[i] = CHAR(STRING_ELT(texts, i));
    return list;
}

/* ---- calls ---- */

static void hear(void *user, int64_t done, int64_t total, double left) {
    (void)done, (void)total, (void)left;
    if (!R_ToplevelExec((void (*)(void *))R_CheckUserInterrupt, NULL)) /* Ctrl-C: stops cleanly */
        vado_cancel(user);
}

static SEXP run(SEXP scenario, SEXP db, SEXP members, SEXP seed, SEXP mode, SEXP threads, SEXP sets, SEXP policies,
                SEXP from, SEXP until, SEXP force) {
    vado_input in = VADO_INIT(vado_input);
    vado_run_options o;
    held *h;
    in.nsets = Rf_length(sets);
    in.sets = words_of(sets);
    in.npolicies = Rf_length(policies);
    in.policies = words_of(policies);
    in.scenario = word(scenario);
    in.from = word(from);
    in.until = word(until);
    vado_run_defaults(&o);
    o.mode = (vado_mode)Rf_asInteger(mode);
    o.members = Rf_asInteger(members);
    o.seed = (uint64_t)Rf_asReal(seed);
    o.threads = Rf_asInteger(threads);
    o.force = Rf_asInteger(force);
    o.command = "vado_run (R)";
    SEXP p = PROTECT(hold(&h));
    vado_on_progress(h->v, hear, h->v);
    must(p, vado_run(h->v, &in, &o, word(db)));
    let_go(p);
    UNPROTECT(1);
    return R_NilValue;
}

static SEXP texts(const char *const *list, int n) {
    SEXP out = PROTECT(Rf_allocVector(STRSXP, n));
    for (int i = 0; i < n; i++)
        SET_STRING_ELT(out, i, Rf_mkCharCE(list[i], CE_UTF8));
    UNPROTECT(1);
    return out;
}

static SEXP numbers(const double *values, R_xlen_t n) { /* NAN, of a ratio of nothing, is NA in R */
    SEXP out = PROTECT(Rf_allocVector(REALSXP, n));
    for (R_xlen_t i = 0; i < n; i++)
        REAL(out)[i] = isnan(values[i]) ? NA_REAL : values[i];
    UNPROTECT(1);
    return out;
}

static SEXP axes(const vado_numbers *n) {
    SEXP out = PROTECT(Rf_allocVector(VECSXP, 5)), members = PROTECT(Rf_allocVector(INTSXP, n->nmembers));
    SET_VECTOR_ELT(out, 0, texts(n->periods, n->nperiods));
    SET_VECTOR_ELT(out, 1, texts(n->places, n->nplaces));
    SET_VECTOR_ELT(out, 2, texts(n->nationalities, n->nnationalities));
    SET_VECTOR_ELT(out, 3, texts(n->groups, n->ngroups));
    memcpy(INTEGER(members), n->members, (size_t)n->nmembers * sizeof(int));
    SET_VECTOR_ELT(out, 4, members);
    UNPROTECT(2);
    return out;
}

/* Harm into out[3] and out[4]: values, and units, by name. */
static void harm(const vado_numbers *n, SEXP out) {
    SEXP values = PROTECT(Rf_allocVector(VECSXP, n->nharm)), names = PROTECT(Rf_allocVector(STRSXP, n->nharm));
    SEXP units = PROTECT(Rf_allocVector(STRSXP, n->nharm));
    for (int i = 0; i < n->nharm; i++) {
        SET_VECTOR_ELT(values, i, numbers(n->harm[i]->values, (R_xlen_t)n->nperiods * n->nmembers));
        SET_STRING_ELT(names, i, Rf_mkCharCE(n->harm[i]->name, CE_UTF8));
        SET_STRING_ELT(units, i, Rf_mkCharCE(n->harm[i]->unit, CE_UTF8));
    }
    Rf_setAttrib(values, R_NamesSymbol, names);
    Rf_setAttrib(units, R_NamesSymbol, names);
    SET_VECTOR_ELT(out, 3, values);
    SET_VECTOR_ELT(out, 4, units);
    UNPROTECT(3);
}

static SEXP read_series(SEXP db, SEXP series, SEXP period, SEXP by, SEXP fiscal, SEXP partial) {
    static const char *const parts[] = {"axes", "values", "unit", "harm", "harm_units", "meaning", "partial"};
    vado_read_options o = VADO_INIT(vado_read_options);
    held *h;
    o.period = (vado_period)Rf_asInteger(period);
    o.by_place = INTEGER(by)[0];
    o.by_nationality = INTEGER(by)[1];
    o.by_group = INTEGER(by)[2];
    o.fiscal_years = Rf_asInteger(fiscal);
    SEXP p = PROTECT(hold(&h));
    vado_allow_partial(h->v, Rf_asInteger(partial));
    must(p, vado_store_open(h->v, word(db), &h->store));
    must(p, vado_read(h->v, h->store, word(series), &o, &h->numbers));
    const vado_numbers *n = h->numbers;
    SEXP out = PROTECT(Rf_allocVector(VECSXP, 7));
    Rf_setAttrib(out, R_NamesSymbol, texts(parts, 7));
    SET_VECTOR_ELT(out, 0, axes(n));
    SET_VECTOR_ELT(
        out, 1, numbers(n->values, (R_xlen_t)n->nperiods * n->nplaces * n->nnationalities * n->ngroups * n->nmembers));
    SET_VECTOR_ELT(out, 2, texts(&n->unit, 1));
    harm(n, out);
    SET_VECTOR_ELT(out, 5, texts(&n->meaning, 1));
    SET_VECTOR_ELT(out, 6, texts(&n->partial, 1));
    let_go(p);
    UNPROTECT(2);
    return out;
}

static SEXP series_list(SEXP db) {
    held *h;
    SEXP p = PROTECT(hold(&h));
    must(p, vado_series_list(h->v, word(db), take, h));
    SEXP out = text_of(p);
    UNPROTECT(1);
    return out;
}

static SEXP compare(SEXP a, SEXP b) {
    held *h;
    SEXP p = PROTECT(hold(&h));
    must(p, vado_compare(h->v, word(a), word(b), VADO_CSV, take, h));
    SEXP out = text_of(p);
    UNPROTECT(1);
    return out;
}

static SEXP digest(SEXP db) {
    char out[65];
    held *h;
    SEXP p = PROTECT(hold(&h));
    must(p, vado_digest(h->v, word(db), out));
    let_go(p);
    UNPROTECT(1);
    return Rf_mkString(out);
}

static SEXP version(void) { return Rf_mkString(vado_version()); }

static const R_CallMethodDef calls[] = {{"run", (DL_FUNC)&run, 11},
                                        {"read", (DL_FUNC)&read_series, 6},
                                        {"series", (DL_FUNC)&series_list, 1},
                                        {"compare", (DL_FUNC)&compare, 2},
                                        {"digest", (DL_FUNC)&digest, 1},
                                        {"version", (DL_FUNC)&version, 0},
                                        {NULL, NULL, 0}};

void R_init_vado(DllInfo *info) {
    R_registerRoutines(info, NULL, calls, NULL, NULL);
    R_useDynamicSymbols(info, FALSE);
}
