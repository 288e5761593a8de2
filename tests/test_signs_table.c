/* The sign of every lever: what the sources state, whether the model does it, and docs/signs.md, which says so.
 * The page as found is left in the working folder: tools/update-signs takes it from there. ctest: timeout=1200 */
#include "signs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *source(const char *path, char out[1024]) {
    const char *root = getenv("SOURCE_DIR");
    (void)snprintf(out, 1024, "%s/%s", root ? root : ".", path);
    return out;
}

static int has_rows(const char *lever) {
    const sign_row **rows;
    int n = sign_rows(&rows), found = 0;
    assert_true(n > 0);
    for (int i = 0; i < n; i++)
        found |= !strcmp(rows[i]->lever, lever);
    free(rows);
    return found;
}

static int is_without(const char *lever) {
    for (int i = 0; i < sign_without_count; i++)
        if (!strcmp(sign_without[i].lever, lever))
            return 1;
    return 0;
}

static void every_policy_parameter_stands_in_one_table(void **state) {
    const par_decl *lists[MDL_MOST_PARTS];
    int n = cor_kind()->declarations(lists), wrong = 0, policies = 0;
    (void)state;
    for (int l = 0; l < n; l++)
        for (const par_decl *d = lists[l]; d->path; d++) {
            int in = has_rows(d->path), without = is_without(d->path);
            if (d->kind != PAR_POLICY && !without)
                continue;
            policies++;
            if (in != without)
                continue;
            print_error("%s: %s\n", d->path, in ? "in both tables" : "in no table");
            wrong++;
        }
    assert_int_equal(wrong, 0);
    assert_true(policies > 80);
}

static void every_lever_of_a_shipped_policy_stands_in_a_table(void **state) {
    char folder[1024], *names[200], levers[SIGN_LEVERS][SIGN_PATH];
    int n = sign_policies(source("scenarios/us-mexico/policies", folder), names, 200), wrong = 0;
    (void)state;
    assert_true(n > 30);
    for (int i = 0; i < n; i++) {
        int k = sign_levers(folder, names[i], levers, SIGN_LEVERS);
        assert_true(k > 0);
        for (int l = 0; l < k; l++)
            if (!has_rows(levers[l]) && !is_without(levers[l])) {
                print_error("%s: %s is in no table\n", names[i], levers[l]);
                wrong++;
            }
        free(names[i]);
    }
    assert_int_equal(wrong, 0);
}

static void a_wrong_sign_is_seen(void **state) {
    sign_row turned = sign_mexico[0];
    sign_seen seen;
    (void)state;
    turned.sign = -turned.sign;
    assert_int_equal(sign_look(&turned, &seen), 0);
    assert_false(seen.holds[SIGN_FIXED]);
    assert_false(seen.holds[SIGN_WHOLE]);
    assert_false(seen.agree);
}

static char *text_of(const char *path) {
    FILE *f = fopen(path, "r");
    char *text = calloc(1, 1 << 20);
    if (f && text)
        (void)!fread(text, 1, (1 << 20) - 1, f);
    if (f)
        (void)fclose(f);
    return text;
}

static void tell(const sign_row *r, const sign_seen *s) {
    print_error("%s on %s, sign %d:\n", r->lever, r->outcome.words, r->sign);
    for (sign_run run = SIGN_FIXED; run < SIGN_RUNS; run++) {
        print_error("    %s, %s:", run == SIGN_FIXED ? "fixed arrivals" : "whole run",
                    s->holds[run] ? "holds" : "fails");
        for (int i = 0; i < SIGN_VALUES; i++)
            print_error(" %.7g", s->seen[run][i]);
        print_error("\n");
    }
    print_error("    members: %.7g to %.7g, error %.3g\n", s->members[0], s->members[1], s->error);
}

/* Rows that fail are said to, with what was seen; one that no longer fails must be said to hold. */
static void every_row_has_its_sign_and_the_page_says_what_was_found(void **state) {
    const sign_row **rows;
    char path[1024];
    int n = sign_rows(&rows), wrong = 0;
    sign_seen *seen = calloc((size_t)n, sizeof *seen);
    (void)state;
    assert_non_null(seen);
    for (int i = 0; i < n; i++) {
        assert_int_equal(sign_look(rows[i], &seen[i]), 0);
        if (sign_holds(rows[i], &seen[i]) == !rows[i]->fails)
            continue;
        print_error("%s", rows[i]->fails ? "holds, and is said to fail: " : "");
        tell(rows[i], &seen[i]);
        wrong++;
    }
    FILE *f = fopen("signs.md", "w");
    assert_non_null(f);
    assert_int_equal(sign_page(f, rows, seen, n, source("scenarios/us-mexico/policies", path)), 0);
    assert_int_equal(fclose(f), 0);
    char *is = text_of("signs.md"), *said = text_of(source("docs/signs.md", path));
    assert_non_null(is);
    assert_non_null(said);
    if (strcmp(is, said)) {
        print_error("docs/signs.md is not what was found: run tools/update-signs\n");
        wrong++;
    }
    free(is);
    free(said);
    free(seen);
    free(rows);
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_policy_parameter_stands_in_one_table),
        cmocka_unit_test(every_lever_of_a_shipped_policy_stands_in_a_table),
        cmocka_unit_test(a_wrong_sign_is_seen),
        cmocka_unit_test(every_row_has_its_sign_and_the_page_says_what_was_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
