/* What vado.h promises of itself: version, status in words, structs of older and newer callers, messages of one call in
 * their parts, words for what a message names, and stopping. ctest: sanitized */
#include "vado.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "write_text.h"

static char scenario[1024];

static int into_nothing(void *user, const char *text, size_t length) {
    (void)text;
    *(size_t *)user += length;
    return 0;
}

static vado_input input_of(void) {
    vado_input in = VADO_INIT(vado_input);
    in.scenario = scenario;
    in.until = "2018-01-31";
    return in;
}

static vado_run_options fluid(void) {
    vado_run_options o;
    vado_run_defaults(&o);
    o.mode = VADO_FLUID;
    return o;
}

static void the_version_is_made_of_its_numbers(void **state) {
    (void)state;
    char made[64];
    (void)snprintf(made, sizeof made, "%d.%d.%d", VADO_VERSION_MAJOR, VADO_VERSION_MINOR, VADO_VERSION_PATCH);
    assert_string_equal(VADO_VERSION, made);
    assert_string_equal(vado_version(), made);
    assert_string_equal(TEST_PROJECT_VERSION, made); /* CMake's */
}

static void each_status_has_words_of_its_own(void **state) {
    (void)state;
    for (int a = VADO_ERR_DIFFERS - 1; a <= 1; a++)
        for (int b = a + 1; b <= VADO_OK; b++)
            if (a >= VADO_ERR_DIFFERS)
                assert_string_not_equal(vado_strerror(a), vado_strerror(b));
    assert_string_equal(vado_strerror(VADO_ERR_DIFFERS - 1), "unknown status");
    assert_string_equal(vado_strerror(1), "unknown status");
}

/* What a later field would be given for bytes that no caller of today sets. */
#define ENDS(type, last) assert_int_equal(offsetof(type, last) + sizeof((type *)NULL)->last, sizeof(type))

static void no_struct_ends_in_padding(void **state) {
    (void)state;
    if (sizeof(void *) != 8)
        skip();
    ENDS(vado_message_parts, terms);
    ENDS(vado_input, packed_bytes);
    ENDS(vado_output_options, standard_user);
    ENDS(vado_run_options, member_last);
    ENDS(vado_lever_options, reserved);
    ENDS(vado_verified, reserved);
    ENDS(vado_export_options, licence);
    ENDS(vado_report_options, standard_user);
    ENDS(vado_knockout_options, parts);
    ENDS(vado_judged_options, numbers);
    ENDS(vado_claims_options, reserved);
    ENDS(vado_fit_options, reserved);
    ENDS(vado_forecast_options, members_alone);
    ENDS(vado_flee_input, reserved);
    ENDS(vado_flee_result, no_score);
    ENDS(vado_flee_fitted, reserved);
}

/* The struct as a program of before knew it: shorter by what came since. Behind it stands what must not be read. */
static void an_older_callers_shorter_struct_is_enough(void **state) {
    (void)state;
    size_t letters = 0, whole = 0;
    vado *v = vado_new();
    vado_input in = input_of();
    in.size = offsetof(vado_input, model);
    in.model = (vado_model)77;
    in.defaults = 1;
    assert_int_equal(vado_params(v, &in, VADO_CSV, into_nothing, &letters), 0);
    in = input_of();
    assert_int_equal(vado_params(v, &in, VADO_CSV, into_nothing, &whole), 0);
    assert_int_equal(letters, whole);

    vado_run_options o;
    memset(&o, 0x55, sizeof o);
    vado_run_defaults_sized(&o, offsetof(vado_run_options, layer_parameters));
    assert_int_equal(o.layer_chance, 0x55555555); /* nothing behind the caller's struct is written */
    o.mode = VADO_FLUID;
    assert_int_equal(vado_run(v, &in, &o, "older.db"), 0); /* the layers are those of the defaults */

    struct {
        vado_verified found;
        int behind;
    } mine = {{.size = offsetof(vado_verified, months)}, 4711};
    mine.found.months = 99;
    assert_int_equal(vado_verify(v, "older.db", &mine.found), 0);
    assert_int_equal(mine.found.done, 1);
    assert_int_equal(mine.found.months, 99);
    assert_int_equal(mine.found.size, offsetof(vado_verified, months));
    vado_free(v);
}

static void a_newer_callers_struct_is_read_as_far_as_it_is_known(void **state) {
    (void)state;
    struct {
        vado_input in;
        int64_t news;
    } newer = {input_of(), 0};
    vado *v = vado_new();
    newer.in.size = sizeof newer;
    assert_int_equal(vado_check(v, &newer.in), 0);
    newer.news = 3;
    assert_int_equal(vado_check(v, &newer.in), VADO_ERR_USAGE);
    assert_non_null(strstr(vado_message(v, 0), "vado_input"));
    struct {
        vado_verified found;
        int64_t news;
    } result = {{.size = sizeof result}, 5};
    vado_run_options o = fluid();
    vado_input in = input_of();
    assert_int_equal(vado_run(v, &in, &o, "newer.db"), 0);
    assert_int_equal(vado_verify(v, "newer.db", &result.found), 0);
    assert_int_equal(result.found.months, 1);
    assert_int_equal(result.news, 0);
    vado_free(v);
}

static void a_struct_that_was_not_begun_is_refused(void **state) {
    (void)state;
    size_t letters = 0;
    int idle;
    vado *v = vado_new();
    vado_input in = input_of(), none = {.scenario = scenario};
    vado_run_options o = fluid(), no_run = {.mode = VADO_FLUID};
    vado_output *out;
    const vado_output_options no_output = {.kind = VADO_FILE_TEXT};
    const vado_export_options no_export = {.members = 1};
    const vado_report_options no_report = {.force = 1};
    const vado_knockout_options no_knockout = {.nparts = 0};
    const vado_judged_options no_judged = {.largest = 0};
    const vado_claims_options no_claims = {.brief = 1};
    const vado_fit_options no_fit = {.stage = VADO_FIT_SCORES};
    const vado_flee_input no_flee = {.input = "x"};
    const char *db = "none.db";
    vado_verified no_result = {.done = 1};
    const int statuses[] = {vado_check(v, &none),
                            vado_run(v, &in, &no_run, db),
                            vado_output_open(v, "none.txt", &no_output, &out),
                            vado_export(v, db, "encounters", &no_export, into_nothing, &letters),
                            vado_export_folder(v, db, 0, NULL, &no_export, "none"),
                            vado_observed(v, scenario, "encounters", &no_export, into_nothing, &letters),
                            vado_report(v, db, &no_report, "none.html"),
                            vado_knockout(v, &in, &o, &no_knockout, into_nothing, &letters, &idle),
                            vado_judged(v, &in, &no_judged, into_nothing, &letters),
                            vado_claims(v, 1, &db, &no_claims, into_nothing, &letters),
                            vado_claims_of(v, scenario, &o, "none", &no_claims, NULL, into_nothing, &letters),
                            vado_fit(v, &in, &no_fit, NULL, NULL),
                            vado_flee(v, &no_flee, &o, NULL, NULL, NULL, NULL),
                            vado_flee_fit(v, &no_flee, &o, NULL, NULL, NULL, NULL, NULL),
                            vado_verify(v, db, &no_result)};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (statuses[i] != VADO_ERR_USAGE)
            fail_msg("call %zu: status %d", i, statuses[i]);
    assert_int_equal(letters, 0);
    assert_non_null(strstr(vado_message(v, 0), "vado_verified: found size 0"));
    vado_message_parts m = {.line = 1};
    assert_int_equal(vado_message_at(v, 0, &m), VADO_ERR_USAGE);
    vado_free(v);
}

static void a_number_that_is_no_choice_is_refused(void **state) {
    (void)state;
    size_t letters = 0;
    vado *v = vado_new();
    vado_input in = input_of();
    vado_run_options o = fluid();
    assert_int_equal(vado_params(v, &in, (vado_format)3, into_nothing, &letters), VADO_ERR_USAGE);
    assert_int_equal(vado_compare(v, "a.db", "b.db", VADO_MARKDOWN, into_nothing, &letters), VADO_ERR_USAGE);
    o.mode = (vado_mode)3;
    assert_int_equal(vado_run(v, &in, &o, "no.db"), VADO_ERR_USAGE);
    in.model = (vado_model)2;
    assert_int_equal(vado_params(v, &in, VADO_CSV, into_nothing, &letters), VADO_ERR_USAGE);
    vado_fit_options f = {.size = sizeof f, .stage = (vado_fit_stage)(VADO_FIT_POSTERIOR + 1), .out = "no.csv"};
    in = input_of();
    assert_int_equal(vado_fit(v, &in, &f, NULL, NULL), VADO_ERR_USAGE);
    in.scenario = NULL;
    assert_int_equal(vado_check(v, &in), VADO_ERR_USAGE);
    assert_int_equal(letters, 0);
    vado_free(v);
}

static void a_message_has_severity_file_line_and_parts(void **state) {
    (void)state;
    const char *const policies[] = {"policy.csv"};
    char text[2048], line[4096];
    write_text("policy.csv", "from,until,parameter,where,who,change,value,note,source\n"
                             "2018-01-05,2018-01-20,us.title42.activ,,,set,1,,[a policy of this test]\n");
    vado *v = vado_new();
    vado_input in = input_of();
    in.npolicies = 1;
    in.policies = policies;
    assert_int_equal(vado_check(v, &in), VADO_ERR_INPUT);
    assert_int_equal(vado_error_count(v), 1);
    for (int i = 0; i < vado_message_count(v); i++) {
        vado_message_parts m = VADO_INIT(vado_message_parts);
        assert_int_equal(vado_message_at(v, i, &m), 0);
        if (m.severity != VADO_ERROR)
            continue;
        assert_string_equal(m.file, "policy.csv");
        assert_int_equal(m.line, 2);
        assert_int_equal(m.column, 23);
        assert_non_null(strstr(m.found, "us.title42.activ"));
        assert_non_null(strstr(m.todo, "us.title42.active"));
        (void)snprintf(text, sizeof text, "found %s, expected %s, %s", m.found, m.expected, m.todo);
        assert_string_equal(m.text, text);
        (void)snprintf(line, sizeof line, "policy.csv:2:23: %s", text);
        assert_string_equal(vado_message(v, i), line);
    }
    vado_free(v);
}

static void messages_are_of_one_call(void **state) {
    (void)state;
    char digest[65];
    vado *v = vado_new();
    vado_input in = input_of();
    assert_int_equal(vado_digest(v, "nosuch.db", digest), VADO_ERR_FILE);
    assert_int_equal(vado_error_count(v), 1);
    assert_int_equal(vado_digest(v, "nosuch.db", digest), VADO_ERR_FILE);
    assert_int_equal(vado_error_count(v), 1);
    assert_int_equal(vado_check(v, &in), 0);
    assert_int_equal(vado_error_count(v), 0);
    assert_int_equal(vado_digest(v, "nosuch.db", digest), VADO_ERR_FILE);
    vado_clear_messages(v);
    assert_int_equal(vado_message_count(v), 0);
    assert_string_equal(vado_message(v, 0), "");
    vado_free(v);
}

static void closing_a_file_adds_to_the_messages_of_the_work(void **state) {
    (void)state;
    char digest[65];
    vado *v = vado_new();
    vado_output *out;
    vado_output_options o = {.size = sizeof o, .kind = VADO_FILE_TABLE};
    write_text("theirs.csv", "a,b\n1,2\n");
    assert_int_equal(vado_output_open(v, "theirs.csv", &o, &out), 0);
    assert_int_equal(vado_digest(v, "nosuch.db", digest), VADO_ERR_FILE);
    assert_int_not_equal(vado_output_write(out, "c,d\n", 4), 0);
    assert_int_equal(vado_output_close(v, out, 0), VADO_ERR_FILE);
    assert_int_equal(vado_error_count(v), 2);
    vado_free(v);
}

static const char *words(void *user, vado_term term) { return term == VADO_TERM_UNTIL ? user : NULL; }

static void a_term_is_named_as_the_program_names_it(void **state) {
    (void)state;
    char mine[] = "the \x1B field";
    vado *v = vado_new();
    vado_input in = input_of();
    in.until = "soon";
    assert_int_equal(vado_check(v, &in), VADO_ERR_INPUT);
    vado_message_parts m = VADO_INIT(vado_message_parts);
    assert_int_equal(vado_message_at(v, 0, &m), 0);
    assert_string_equal(m.text, "until: found 'soon', expected a date, write it as YYYY-MM-DD");
    assert_true(m.terms == UINT64_C(1) << VADO_TERM_UNTIL);
    vado_on_term(v, words, mine);
    assert_int_equal(vado_check(v, &in), VADO_ERR_INPUT);
    assert_string_equal(vado_message(v, 0),
                        "error: the \\x1b field: found 'soon', expected a date, write it as YYYY-MM-DD");
    vado_free(v);
}

static void a_message_about_an_option_is_of_no_file(void **state) {
    (void)state;
    const char *const sets[] = {"us.title42.active"};
    vado *v = vado_new();
    vado_input in = input_of();
    in.nsets = 1;
    in.sets = sets;
    assert_int_equal(vado_check(v, &in), VADO_ERR_INPUT);
    vado_message_parts m = VADO_INIT(vado_message_parts);
    assert_int_equal(vado_message_at(v, 0, &m), 0);
    assert_null(m.file);
    assert_int_equal(m.line, 0);
    assert_int_equal(strncmp(m.text, "sets: found ", 12), 0);
    assert_true(m.terms == UINT64_C(1) << VADO_TERM_SETS);
    vado_free(v);
}

static void what_is_next_is_known_without_reading(void **state) {
    (void)state;
    char digest[65];
    vado *v = vado_new();
    vado_message_parts m = VADO_INIT(vado_message_parts);
    assert_int_equal(vado_digest(v, "nosuch.db", digest), VADO_ERR_FILE);
    assert_int_equal(vado_message_at(v, 0, &m), 0);
    assert_true(m.terms == (UINT64_C(1) << VADO_TERM_RUN | UINT64_C(1) << VADO_TERM_INTO));
    write_text("a text.db", "hello\n");
    vado_input in = input_of();
    vado_run_options o = fluid();
    assert_int_equal(vado_run(v, &in, &o, "a text.db"), VADO_ERR_FILE);
    assert_int_equal(vado_message_at(v, vado_message_count(v) - 1, &m), 0);
    assert_true(m.terms == UINT64_C(1) << VADO_TERM_FORCE);
    vado_free(v);
}

static void a_cancelled_context_runs_again_once_it_is_reset(void **state) {
    (void)state;
    vado *v = vado_new();
    vado_input in = input_of();
    vado_run_options o = fluid();
    vado_verified found = VADO_INIT(vado_verified);
    vado_cancel(v); /* before the call: it is not lost */
    assert_int_equal(vado_run(v, &in, &o, "again.db"), VADO_ERR_CANCELLED);
    assert_int_equal(vado_resume(v, "again.db", 1), VADO_ERR_CANCELLED); /* and it stays */
    assert_int_equal(vado_verify(v, "again.db", &found), 0);
    assert_int_equal(found.done, 0);
    vado_cancel_reset(v);
    assert_int_equal(vado_resume(v, "again.db", 1), 0);
    assert_int_equal(vado_verify(v, "again.db", &found), 0);
    assert_int_equal(found.done, 1);
    vado_free(v);
}

int main(void) {
    const char *source = getenv("SOURCE_DIR");
    (void)snprintf(scenario, sizeof scenario, "%s/tests/scenarios/six-places", source ? source : "..");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_version_is_made_of_its_numbers),
        cmocka_unit_test(each_status_has_words_of_its_own),
        cmocka_unit_test(no_struct_ends_in_padding),
        cmocka_unit_test(an_older_callers_shorter_struct_is_enough),
        cmocka_unit_test(a_newer_callers_struct_is_read_as_far_as_it_is_known),
        cmocka_unit_test(a_struct_that_was_not_begun_is_refused),
        cmocka_unit_test(a_number_that_is_no_choice_is_refused),
        cmocka_unit_test(a_message_has_severity_file_line_and_parts),
        cmocka_unit_test(messages_are_of_one_call),
        cmocka_unit_test(closing_a_file_adds_to_the_messages_of_the_work),
        cmocka_unit_test(a_term_is_named_as_the_program_names_it),
        cmocka_unit_test(a_message_about_an_option_is_of_no_file),
        cmocka_unit_test(what_is_next_is_known_without_reading),
        cmocka_unit_test(a_cancelled_context_runs_again_once_it_is_reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
