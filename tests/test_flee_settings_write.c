/* Settings that are written are read again as they were, whatever their kind: numbers that YAML could take for texts,
 * switches, lists, displacement by conflicts and by floods, and Flee 1's rules. And a fit's values stand in their
 * place.
 */
#include "flee_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SETTINGS(text)                                                                                                 \
    { "simsetting.yml", NULL, text }
#define ALL_ARE_CAMPS                                                                                                  \
    {"data/data_layout.csv", "", "Aba,none.csv\nBor,none.csv\nCay,gao.csv\nDun,none.csv\nEbo,none.csv\n"},             \
        {"data/none.csv", NULL, "2020-01-01,0\n"}, {                                                                   \
        "input/flood_level.csv", NULL, "#Day,Cay\n0,0\n1,1\n2,1\n3,2\n4,3\n5,2\n6,1\n7,0\n8,0\n9,0\n10,0\n11,0\n"      \
    }

static const flee_case cases[] = {
    {.name = "plain", .edits = {SETTINGS("# nothing\n")}},
    {.name = "numbers",
     .edits = {SETTINGS("move_rules:\n  camp_movechance: 0.0000012345678901234\n  camp_weight: 12000000.0\n"
                        "  softening: 3\n  distance_power: -0.25\n  awareness_level: 2\n  start_on_foot: True\n"
                        "spawn_rules:\n  insert_day0: False\n  conflict_spawn_decay: [1, 1, 0.5, 0.1]\n"
                        "log_levels:\n  idp_totals: 1\noptimisations:\n  hasten: 7\n")}},
    {.name = "driven",
     .edits = {SETTINGS("spawn_rules:\n  conflict_driven_spawning:\n    spawn_mode: poisson\n"
                        "    displaced_per_conflict_day: 77\n")}},
    {.name = "share",
     .edits = {SETTINGS("spawn_rules:\n  conflict_driven_spawning:\n    spawn_mode: pop_ratio\n"
                        "    displaced_per_conflict_day: 0.00002\n")}},
    {.name = "flood",
     .edits =
         {SETTINGS(
              "spawn_rules:\n  flood_zone_spawning_only: True\n  conflict_zone_spawning_only: False\n"
              "  take_from_population: True\n  flood_driven_spawn_mode:\n    spawn_mode: pop_ratio\n"
              "    displaced_per_flood_day: [0, 0.11, 0.2, 0.3, 0.9]\nmove_rules:\n  flood_rules:\n"
              "    flood_movechances: [0.3, 0.6, 0.9, 1.0, 1.0]\n    flood_loc_weights: [1.0, 0.5, 0.2, 0.1, 0.1]\n"),
          ALL_ARE_CAMPS}},
    {.name = "first", .edits = {SETTINGS("move_rules:\n  use_v1_rules: True\n")}},
};
enum { CASES = sizeof cases / sizeof *cases };

static void open_with(const flee_case *c, const char *settings, flee_model *out) {
    scn_folder folder;
    assert_int_equal(flee_case_folder(c, "auto", &folder), 0);
    if (settings)
        assert_int_equal(scn_folder_add(&folder, "simsetting.yml", settings, strlen(settings)), 0);
    int status = flee_open_folder(&folder, out);
    for (int i = 0; status && i < out->rep.count; i++)
        print_message("%s: %s: %s\n", c->name, out->rep.entries[i].found, out->rep.entries[i].expected);
    assert_int_equal(status, 0);
}

static void lists_are_alike(const fle_list *a, const fle_list *b) {
    assert_int_equal(a->n, b->n);
    if (a->n)
        assert_memory_equal(a->values, b->values, (size_t)a->n * sizeof *a->values);
}

static void what_is_written_is_read_as_it_was(void **state) {
    (void)state;
    for (int i = 0; i < CASES; i++) {
        flee_model a, b;
        char *text = NULL;
        open_with(&cases[i], NULL, &a);
        assert_int_equal(fle_settings_text(a.m, 0, NULL, NULL, "# a head\n", &text), 0);
        open_with(&cases[i], text, &b);
        const fle_settings *x = &a.m->in->settings, *y = &b.m->in->settings;
        for (int k = 0; k < FLE_SETTINGS; k++)
            if (k != MOVE_use_v1_rules && (x->set[k] < y->set[k] || x->set[k] > y->set[k]))
                fail_msg("%s: setting %s was %.17g, is %.17g", cases[i].name, fle_parameters()[k].path, x->set[k],
                         y->set[k]);
        assert_int_equal(x->spawn, y->spawn);
        assert_int_equal(x->mode, y->mode);
        assert_int_equal(x->flood_rules, y->flood_rules);
        assert_memory_equal(&x->displaced_per_day, &y->displaced_per_day, sizeof x->displaced_per_day);
        lists_are_alike(&x->displaced_by_level, &y->displaced_by_level);
        lists_are_alike(&x->spawn_decay, &y->spawn_decay);
        lists_are_alike(&x->flood_movechances, &y->flood_movechances);
        lists_are_alike(&x->flood_loc_weights, &y->flood_loc_weights);
        assert_false(flee_said(&b, "to Flee"));
        flee_close(&a);
        flee_close(&b);
        free(text);
    }
}

static void fitted_values_stand_in_their_place(void **state) {
    (void)state;
    flee_model a, b;
    fle_movable list[FLE_MOVABLE_MAX];
    double values[FLE_MOVABLE_MAX];
    char *text = NULL;
    open_with(&cases[1], NULL, &a);
    int n = fle_movable_list(a.m, list);
    assert_true(n > 8);
    for (int k = 0; k < n; k++) {
        double here = fle_moved(&list[k], 0), up = fle_moved(&list[k], 1), far = fle_moved(&list[k], 1e6);
        assert_true(fabs(here - list[k].value) <= 1e-12 * list[k].value);
        assert_true(up > here || here >= list[k].high);
        assert_true(far <= list[k].high && far >= list[k].high);
        values[k] = up;
    }
    assert_int_equal(fle_settings_text(a.m, n, list, values, "", &text), 0);
    open_with(&cases[1], text, &b);
    for (int k = 0; k < n; k++)
        assert_memory_equal(&b.m->in->settings.set[list[k].id], &values[k], sizeof values[k]);
    flee_close(&a);
    flee_close(&b);
    free(text);
}

/* camp_movechance and camp_weight of the second case lie inside and outside; nobody walks and no power of homes acts in
 * the first. */
static void what_does_not_act_or_lies_outside_is_not_moved(void **state) {
    (void)state;
    flee_model f;
    fle_movable list[FLE_MOVABLE_MAX];
    open_with(&cases[0], NULL, &f);
    int n = fle_movable_list(f.m, list);
    for (int k = 0; k < n; k++) {
        assert_string_not_equal(list[k].key, "move_rules.max_walk_speed");
        assert_string_not_equal(list[k].key, "move_rules.home_distance_power");
    }
    flee_close(&f);
    open_with(&cases[1], NULL, &f);
    n = fle_movable_list(f.m, list);
    int walk = 0;
    for (int k = 0; k < n; k++) {
        assert_string_not_equal(list[k].key, "move_rules.camp_movechance");
        walk |= strcmp(list[k].key, "move_rules.max_walk_speed") == 0;
    }
    assert_true(walk);
    flee_close(&f);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_written_is_read_as_it_was),
                                       cmocka_unit_test(fitted_values_stand_in_their_place),
                                       cmocka_unit_test(what_does_not_act_or_lies_outside_is_not_moved)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
