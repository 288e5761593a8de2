/* A packed scenario: what it holds is what its folder holds, and nothing that was changed is believed. Runs under the
 * sanitizers too. ctest: sanitized timeout=600 */
#include "packed_forge.h"

#include "text/path.h"
#include "vado.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

typedef struct {
    scn_scenario s;
    rep_report rep;
    int status;
} opened;

static void from_folder(opened *o) {
    scn_folder folder;
    scn_options options = small_options();
    rep_init(&o->rep);
    assert_int_equal(small_folder(&folder, NULL, NULL, 0), 0);
    o->status = scn_scenario_open_folder(&o->s, &folder, &options, &o->rep);
}

static void from_bytes(opened *o, const unsigned char *bytes, size_t n) {
    rep_init(&o->rep);
    o->status = forge_open(bytes, n, &o->s, &o->rep);
}

static void done(opened *o) {
    scn_scenario_free(&o->s);
    rep_free(&o->rep);
}

/* ---- it holds the folder ---- */

#define SAME_COUNT(field) assert_int_equal(a.s.field, b.s.field)
#define SAME_TEXT(field) assert_string_equal(a.s.field, b.s.field)
#define SAME_NUMBER(field) assert_memory_equal(&a.s.field, &b.s.field, sizeof a.s.field)

static void a_packed_scenario_holds_what_its_folder_holds(void **state) {
    (void)state;
    opened a, b;
    byt_writer w = forge_packed(NULL, NULL);
    assert_non_null(w.bytes);
    from_folder(&a);
    from_bytes(&b, w.bytes, w.n);
    assert_int_equal(a.status, 0);
    assert_int_equal(b.status, 0);
    assert_int_equal(a.rep.count, b.rep.count);
    SAME_TEXT(name), SAME_TEXT(title), SAME_TEXT(model), SAME_TEXT(latents_name);
    SAME_COUNT(from), SAME_COUNT(until), SAME_COUNT(spin_up_days), SAME_COUNT(registry.total);
    SAME_COUNT(nplaces), SAME_COUNT(nlegs), SAME_COUNT(nsectors), SAME_COUNT(ncrossings), SAME_COUNT(nstations);
    SAME_COUNT(nports), SAME_COUNT(norigins), SAME_COUNT(nreturns), SAME_COUNT(nchanges), SAME_COUNT(nlatents);
    SAME_COUNT(nobserved), SAME_COUNT(nnationalities), SAME_COUNT(ncut_days);
    assert_memory_equal(a.s.values, b.s.values, (size_t)a.s.registry.total * sizeof *a.s.values);
    for (int i = 0; i < a.s.nplaces; i++) {
        SAME_TEXT(places[i].name), SAME_TEXT(places[i].role), SAME_NUMBER(places[i].lat);
        SAME_COUNT(places[i].region), SAME_NUMBER(places[i].danger);
    }
    for (int i = 0; i < a.s.nlegs; i++) {
        SAME_TEXT(legs[i].name), SAME_COUNT(legs[i].from), SAME_COUNT(legs[i].to), SAME_NUMBER(legs[i].km);
        SAME_COUNT(legs[i].opens), SAME_COUNT(legs[i].closes);
    }
    for (int i = 0; i < a.s.ncrossings; i++)
        SAME_TEXT(crossings[i].name), SAME_COUNT(crossings[i].remote), SAME_NUMBER(crossings[i].remoteness);
    for (int i = 0; i < a.s.norigins; i++)
        SAME_COUNT(origins[i].from), SAME_COUNT(origins[i].until), SAME_NUMBER(origins[i].share);
    for (int i = 0; i < a.s.nchanges; i++) {
        SAME_COUNT(changes[i].from), SAME_COUNT(changes[i].until), SAME_COUNT(changes[i].parameter);
        SAME_NUMBER(changes[i].value), SAME_COUNT(changes[i].line), SAME_TEXT(changes[i].source);
    }
    for (int i = 0; i < a.s.nlatents; i++)
        SAME_TEXT(latents[i].who), SAME_COUNT(latents[i].month), SAME_NUMBER(latents[i].value);
    for (int i = 0; i < a.s.nobserved; i++)
        SAME_TEXT(observed[i].place), SAME_TEXT(observed[i].kind), SAME_NUMBER(observed[i].value);
    assert_int_equal(a.s.folder.count, b.s.folder.count);
    for (int i = 0; i < a.s.folder.count; i++) {
        SAME_TEXT(folder.files[i].name), SAME_COUNT(folder.files[i].length);
        assert_memory_equal(a.s.folder.files[i].text, b.s.folder.files[i].text, a.s.folder.files[i].length + 1);
    }
    done(&a);
    done(&b);
    free(w.bytes);
}

static void packing_twice_gives_the_same_bytes(void **state) {
    (void)state;
    byt_writer a = forge_packed(NULL, NULL), b = forge_packed(NULL, NULL);
    assert_int_equal(a.n, b.n);
    assert_memory_equal(a.bytes, b.bytes, a.n);
    free(a.bytes);
    free(b.bytes);
}

/* The bytes hold the rows as they were read, so the order in which they stood shows nowhere. */
static void a_copy_of_its_folder_is_the_same_folder(void **state) {
    (void)state;
    opened a, b = {.status = -1};
    scn_folder copy;
    scn_options options = small_options();
    static const char *const policies[] = {"more"};
    byt_writer w = forge_packed(NULL, NULL);
    from_bytes(&a, w.bytes, w.n);
    assert_int_equal(scn_folder_copy(&copy, &a.s.folder), 0);
    done(&a); /* the copy stands by itself */
    assert_int_equal(scn_folder_give_policy(&copy, 1, "more", NULL), 0);
    options.npolicies = 1;
    options.policies = policies;
    rep_init(&b.rep);
    assert_int_equal(scn_scenario_open_folder(&b.s, &copy, &options, &b.rep), 0);
    assert_int_equal(b.s.changes[b.s.nchanges - 1].layer, 1);
    done(&b);
    free(w.bytes);
}

static void an_error_still_names_file_and_line(void **state) {
    (void)state;
    byt_writer w = forge_packed(NULL, NULL);
    opened a;
    scn_folder folder;
    unsigned char *copy = malloc(w.n);
    scn_options options = small_options();
    /* a model that declares less than the one it was packed for: the schedule then names what is not there */
    static const par_decl fewer[] = {
        {"border.agents", "people", 100, 0, 1000, PRIOR_NONE, 0, 0, WHERE_SECTOR, WHO_NONE, PAR_POLICY, CONF_JUDGEMENT,
         "", "x"},
        {NULL, NULL, 0, 0, 0, PRIOR_NONE, 0, 0, WHERE_NONE, WHO_NONE, PAR_STRUCTURE, CONF_SOURCE, NULL, NULL}};
    const par_decl *const lists[] = {fewer};
    memcpy(copy, w.bytes, w.n);
    rep_init(&a.rep);
    assert_int_equal(scn_packed_open(&folder, copy, w.n, "small.vado", &a.rep), 0);
    options.lists = lists;
    assert_int_equal(scn_scenario_open_folder(&a.s, &folder, &options, &a.rep), -1);
    int found = 0;
    for (int i = 0; i < a.rep.count; i++)
        found += strcmp(a.rep.entries[i].file, "small.vado/schedule.csv") == 0 && a.rep.entries[i].line == 3;
    assert_int_equal(found, 1);
    done(&a);
    free(w.bytes);
}

/* ---- nothing that was changed is believed ---- */

static void refused(const unsigned char *bytes, size_t n, const char *words) {
    opened a;
    from_bytes(&a, bytes, n);
    assert_int_equal(a.status, -1);
    assert_int_equal(a.rep.count, 1);
    if (words != NULL && strstr(a.rep.entries[0].found, words) == NULL)
        fail_msg("found \"%s\", expected %s", a.rep.entries[0].found, words);
    done(&a);
}

static void every_changed_byte_is_refused_in_one_message(void **state) {
    (void)state;
    byt_writer w = forge_packed(NULL, NULL);
    for (size_t i = 0; i < w.n; i++) {
        w.bytes[i] ^= (unsigned char)(1 << i % 8);
        refused(w.bytes, w.n, NULL);
        w.bytes[i] ^= (unsigned char)(1 << i % 8);
    }
    opened a;
    from_bytes(&a, w.bytes, w.n);
    assert_int_equal(a.status, 0);
    done(&a);
    free(w.bytes);
}

static void every_cut_is_refused_and_so_is_more(void **state) {
    (void)state;
    byt_writer w = forge_packed(NULL, NULL);
    for (size_t n = 0; n < w.n; n++)
        refused(w.bytes, n, n > SCN_PACKED_FRONT ? "cut" : NULL);
    byt_put(&w, "x", 1);
    refused(w.bytes, w.n, "damaged");
    free(w.bytes);
}

/* The first place of a text in the bytes. */
static unsigned char *place_of(const byt_writer *w, const char *text) {
    size_t n = strlen(text);
    for (size_t i = 0; i + n <= w->n; i++)
        if (memcmp(w->bytes + i, text, n) == 0)
            return w->bytes + i;
    fail_msg("%s is not among the bytes", text);
    return NULL;
}

static void another_version_and_another_model_are_refused(void **state) {
    (void)state;
    byt_writer w = forge_packed(NULL, NULL);
    unsigned char *version = place_of(&w, VADO_VERSION);
    version[0] ^= 8;
    forge_sums(w.bytes, w.n);
    refused(w.bytes, w.n, "packed by vado");
    version[0] ^= 8;
    version[strlen(VADO_VERSION) + 2 + strlen("corridor") + 1] ^= 1; /* of the shape */
    forge_sums(w.bytes, w.n);
    refused(w.bytes, w.n, "another build of vado");
    version[strlen(VADO_VERSION) + 2 + strlen("corridor") + 1] ^= 1;
    place_of(&w, "corridor")[0] ^= 1;
    forge_sums(w.bytes, w.n);
    refused(w.bytes, w.n, "\"corridor\"");
    free(w.bytes);
}

/* Sums that fit say only that nobody changed the bytes by chance. */
static void a_forged_byte_gives_a_sound_scenario_or_words(void **state) {
    (void)state;
    byt_writer w = forge_packed(NULL, NULL);
    unsigned char *bytes = malloc(w.n);
    int opens = 0;
    for (size_t i = SCN_PACKED_FRONT; i < w.n; i++) {
        memcpy(bytes, w.bytes, w.n);
        bytes[i] = (unsigned char)(bytes[i] + 1 + i % 255);
        forge_sums(bytes, w.n);
        opened a;
        from_bytes(&a, bytes, w.n);
        assert_int_equal(a.status != 0, a.rep.errors > 0);
        opens += a.status == 0;
        for (int k = 0; a.status == 0 && k < a.s.nlegs; k++)
            assert_in_range(a.s.legs[k].to, 0, a.s.nplaces - 1);
        done(&a);
    }
    assert_true(opens > 0); /* else the sums do not fit and nothing was tested */
    free(bytes);
    free(w.bytes);
}

static void a_name_that_leads_elsewhere_is_refused(void **state) {
    (void)state;
    static const char *const names[] = {"given/01.csv", "../policy.csv", "/policies.csv", ".policies.csv"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        byt_writer w = forge_packed(NULL, NULL);
        unsigned char *name = place_of(&w, "parameters.csv");
        memcpy(name, names[i], strlen(names[i]));
        forge_sums(w.bytes, w.n);
        refused(w.bytes, w.n, "damaged");
        free(w.bytes);
    }
}

static void nothing_but_a_right_scenario_is_packed(void **state) {
    (void)state;
    byt_writer w = forge_packed("legs.csv", "from,to\nTapachula,Nowhere\n");
    assert_null(w.bytes);
    free(w.bytes);
}

/* ---- from memory, through the library ---- */

static int keep_bytes(void *user, const char *bytes, size_t n) {
    byt_put(user, bytes, n);
    return 0;
}

static char six_places[4096];

static byt_writer packed_six_places(vado *v) {
    byt_writer w = {0};
    vado_input in = {.size = sizeof in, .scenario = six_places};
    const char *root = getenv("SOURCE_DIR");
    (void)snprintf(six_places, sizeof six_places, "%s/tests/scenarios/six-places", root ? root : ".");
    assert_int_equal(vado_pack(v, &in, keep_bytes, &w), 0);
    return w;
}

/* Encounters of the first days, after a change. */
static double lived(vado *v, const vado_input *in) {
    vado_simulation *s = NULL;
    vado_numbers *n = NULL;
    assert_int_equal(vado_simulation_open(v, in, NULL, &s), 0);
    assert_int_equal(vado_step_to(v, s, "2018-01-20"), 0);
    assert_int_equal(vado_set(v, s, "us.title42.active", NULL, NULL, 1), 0);
    assert_int_equal(vado_step_to(v, s, "2018-02-01"), 0);
    assert_int_equal(vado_simulation_read(v, s, "encounters", NULL, &n), 0);
    double sum = n->values[0];
    vado_numbers_free(&n);
    vado_simulation_close(&s);
    return sum;
}

static void a_simulation_from_memory_is_the_one_from_the_folder(void **state) {
    (void)state;
    vado *v = vado_new();
    byt_writer w = packed_six_places(v);
    vado_input folder = {.size = sizeof folder, .scenario = six_places};
    vado_input memory = {.size = sizeof memory, .packed = w.bytes, .packed_bytes = w.n};
    double a = lived(v, &folder), b = lived(v, &memory);
    assert_true(a > 0);
    assert_memory_equal(&a, &b, sizeof a);
    free(w.bytes);
    vado_free(v);
}

/* Texts are checked when they are asked for, and by all but a simulation at once. */
static void damaged_texts_are_refused_when_they_are_asked_for(void **state) {
    (void)state;
    vado *v = vado_new();
    vado_simulation *s = NULL;
    byt_writer w = packed_six_places(v);
    static const char *const latents = "latents/flat.csv";
    vado_input in = {.size = sizeof in, .packed = w.bytes, .packed_bytes = w.n};
    w.bytes[w.n - 3] ^= 1;
    assert_int_equal(vado_check(v, &in), VADO_ERR_FILE);
    assert_non_null(strstr(vado_message(v, 0), "damaged"));
    assert_int_equal(vado_simulation_open(v, &in, NULL, &s), 0);
    vado_simulation_close(&s);
    in.latents = latents;
    assert_int_equal(vado_simulation_open(v, &in, NULL, &s), VADO_ERR_FILE);
    assert_int_equal(vado_error_count(v), 1);
    assert_non_null(strstr(vado_message(v, 0), "damaged"));
    free(w.bytes);
    vado_free(v);
}

static void what_reads_a_path_again_refuses_memory(void **state) {
    (void)state;
    vado *v = vado_new();
    byt_writer w = packed_six_places(v);
    vado_input in = {.size = sizeof in, .packed = w.bytes, .packed_bytes = w.n};
    assert_int_equal(vado_whatif(v, &in, NULL, 0, NULL, "runs", VADO_TEXT, keep_bytes, NULL), VADO_ERR_USAGE);
    free(w.bytes);
    vado_free(v);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_packed_scenario_holds_what_its_folder_holds),
        cmocka_unit_test(packing_twice_gives_the_same_bytes),
        cmocka_unit_test(a_copy_of_its_folder_is_the_same_folder),
        cmocka_unit_test(an_error_still_names_file_and_line),
        cmocka_unit_test(every_changed_byte_is_refused_in_one_message),
        cmocka_unit_test(every_cut_is_refused_and_so_is_more),
        cmocka_unit_test(another_version_and_another_model_are_refused),
        cmocka_unit_test(a_forged_byte_gives_a_sound_scenario_or_words),
        cmocka_unit_test(a_name_that_leads_elsewhere_is_refused),
        cmocka_unit_test(nothing_but_a_right_scenario_is_packed),
        cmocka_unit_test(a_simulation_from_memory_is_the_one_from_the_folder),
        cmocka_unit_test(damaged_texts_are_refused_when_they_are_asked_for),
        cmocka_unit_test(what_reads_a_path_again_refuses_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
